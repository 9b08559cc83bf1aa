//! The basket: grouped by producer, with each minimum's progress, and ordered on the same page.

use super::{
    basket_again::compared,
    basket_delivery::{delivery, filled, order, place_chosen},
    basket_groups::group,
    basket_lines::typed,
};
use crate::{
    components::{
        bits::page_head,
        draft::{draft_key, draft_notice, draft_saved},
        fields::once,
        frame::Frame,
        messages::{empty, notice, problem_summary},
    },
    form::Form,
    format,
    pages::{address::news, work::choice},
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, Code, FieldProblem, OrderId, PackId,
    identity::{OrganisationKind, OrganisationStatus, Role},
    listings::{Chain, ListChains},
    orders::{
        Basket, BasketLine, DeliveryPlace, GetBasket, GetOrder, ListDeliveryPlaces, Order, PlacePurchase,
    },
    producers::{Commune, ListCommunes},
};

/// What the page is made of.
pub(super) struct Parts {
    pub(super) basket: Basket,
    pub(super) communes: Vec<Commune>,
    /// The chains of this retailer, whose stores can be chosen as places of delivery.
    pub(super) chains: Vec<Chain>,
    /// Where goods went before.
    pub(super) places: Vec<DeliveryPlace>,
    /// The order that was ordered again, to compare with.
    pub(super) again: Option<Order>,
}

pub(crate) async fn basket(visit: Visit) -> PageResult {
    // People of a store receive and shelve; a basket would be one that they cannot fill.
    if visit.member(&[OrganisationKind::Retailer])?.role == Role::Store {
        return Err(visit.refuse(Code::Forbidden));
    }
    let parts = read(&visit).await?;
    let form = filled(&visit, &parts);
    Ok(page(&visit, &form, &parts))
}

/// Everything that the page shows.
pub(super) async fn read(visit: &Visit) -> Result<Parts, PageError> {
    let (basket, communes, chains, places) = futures_util::future::try_join4(
        visit.read(Call::<GetBasket>::new(())),
        visit.read(Call::<ListCommunes>::new(())),
        visit.read(Call::<ListChains>::new(())),
        visit.read(Call::<ListDeliveryPlaces>::new(())),
    )
    .await?;
    let again = match choice::<OrderId>(visit, "from") {
        Some(id) => visit.send(Call::<GetOrder>::new((id,))).await.ok(),
        None => None,
    };
    let own = visit.session.as_ref().map(|session| session.organisation.id);
    let chains = chains
        .items
        .into_iter()
        .filter(|chain| Some(chain.organisation_id) == own)
        .collect();
    Ok(Parts {
        basket,
        communes: communes.items,
        chains,
        places: places.items,
        again,
    })
}

/// The lines in the order in which the page shows and sends them.
pub(super) fn lines(basket: &Basket) -> impl Iterator<Item = &BasketLine> {
    basket.groups.iter().flat_map(|group| &group.lines)
}

/// What came back wrong with this pack, whatever place it had in what was sent; where nothing was sent, the place on
/// the page counts.
pub(super) fn problem_of_pack(form: &Form, pack: PackId, place: usize) -> Option<&FieldProblem> {
    let problem = form.problem.as_ref()?;
    let (pack, place) = (pack.to_string(), place.to_string());
    problem.fields.iter().find(|field| {
        let place_of = field.field.strip_prefix("lines[");
        let Some((index, _)) = place_of.and_then(|rest| rest.split_once(']')) else {
            return false;
        };
        let sent = form.text(&format!("lines[{index}].pack_id"));
        if sent.is_empty() {
            index == place
        } else {
            sent == pack
        }
    })
}

/// The page, with what was filled in.
pub(super) fn page(visit: &Visit, form: &Form, parts: &Parts) -> Response<Body> {
    let title = tr!(visit, "basket.title");
    visit.html(form.status(), Frame::private(title.clone()), || {
        if parts.basket.groups.is_empty() {
            let find = Some(("/products?in_stock=true".to_owned(), tr!(visit, "basket.find")));
            return view! {
                {page_head(title, None, quick(visit))}
                {problem_summary(visit, form)}
                {news(visit, "basket", &["removed"])}
                {compared(visit, parts)}
                {empty(visit, tr!(visit, "basket.empty_title"), tr!(visit, "basket.empty_text"), find)}
            }
            .into_any();
        }
        let mut first = 0;
        let typed = typed(form);
        let groups: Vec<AnyView> = parts
            .basket
            .groups
            .iter()
            .map(|one| {
                let shown = group(visit, form, &typed, one, first);
                first += one.lines.len();
                shown
            })
            .collect();
        view! {
            {page_head(title, Some(tr!(visit, "basket.lede")), quick(visit))}
            {problem_summary(visit, form)}
            {news(visit, "basket", &["added", "changed", "removed", "already"])}
            {compared(visit, parts)}
            // Enter in a field means this button, not the first one that is seen.
            <button class="visually-hidden" form="order" formaction=visit.to("/basket/lines") formnovalidate tabindex="-1" aria-hidden="true">{tr!(visit, "basket.change")}</button>
            <div class="basket">
                <div class="basket__groups" id="lines">{groups}</div>
                <aside class="basket__total panel stack">{sums(visit, &parts.basket)}{approval(visit, &parts.basket)}{hint(visit, &parts.basket)}</aside>
            </div>
            <form class="form stack stack--loose" id="order" method="post" action=visit.to("/basket/order")
                data-draft=draft_key(visit, "basket") data-draft-chosen=place_chosen(visit).then_some("delivery.")>
                {once(visit, form)}
                {draft_notice(visit, form)}
                <input type="hidden" name="expected_total" value=parts.basket.total.amount/>
                {delivery(visit, form, parts)}
                {order(visit, form)}
                {submit(visit, &parts.basket)}
            </form>
        }
        .into_any()
    })
}

fn sums(visit: &Visit, basket: &Basket) -> AnyView {
    let net: i64 = basket.groups.iter().map(|group| group.subtotal.amount).sum();
    let vat: i64 = basket.groups.iter().map(|group| group.vat.amount).sum();
    let money = |amount: i64| format::money(visit.lang, shared::Money::vnd(amount));
    view! {
        <h2 class="h4">{tr!(visit, "basket.sums")}</h2>
        <dl class="sums" id="expected-total">
            <div><dt>{tr!(visit, "orders.subtotal")}</dt><dd>{money(net)}</dd></div>
            <div><dt>{tr!(visit, "orders.vat")}</dt><dd>{money(vat)}</dd></div>
            <div class="sums__total"><dt>{tr!(visit, "orders.total")}</dt><dd>{format::money(visit.lang, basket.total)}</dd></div>
        </dl>
        <p class="muted small">{tr!(visit, "basket.orders_told", n = basket.groups.len())}</p>
    }
    .into_any()
}

fn verified(visit: &Visit) -> bool {
    let session = visit.session.as_ref();
    session.is_some_and(|session| session.organisation.status == OrganisationStatus::Verified)
}

/// Whether this person can order at all; what is wrong with the lines may be mended in the same form.
fn may_order(visit: &Visit) -> bool {
    visit.may::<PlacePurchase>() && verified(visit)
}

/// Why it cannot be ordered yet; nothing where it can.
fn reason(visit: &Visit, basket: &Basket) -> Option<String> {
    if !visit.may::<PlacePurchase>() {
        Some(tr!(visit, "basket.not_yours"))
    } else if !verified(visit) {
        Some(tr!(visit, "product.unverified"))
    } else if lines(basket).any(|line| line.problem.is_some()) {
        Some(tr!(visit, "basket.mend_lines"))
    } else if !basket.ready {
        Some(tr!(visit, "basket.mend_minimum"))
    } else {
        None
    }
}

/// The other ways to fill the basket.
fn quick(visit: &Visit) -> AnyView {
    if !visit.may::<PlacePurchase>() {
        return ().into_any();
    }
    view! {
        <a class="button button--quiet" href=visit.to("/products?view=table&in_stock=true")>{tr!(visit, "basket.table")}</a>
        <a class="button button--quiet" href=visit.to("/basket/quick")>{tr!(visit, "quick.title")}</a>
    }
    .into_any()
}

/// That somebody has to approve the purchase first.
fn approval(visit: &Visit, basket: &Basket) -> AnyView {
    if !basket.needs_approval {
        return ().into_any();
    }
    notice(
        visit,
        "info",
        tr!(visit, "basket.needs_approval"),
        Some(tr!(visit, "basket.needs_approval_text")),
    )
}

fn hint(visit: &Visit, basket: &Basket) -> AnyView {
    match reason(visit, basket) {
        Some(reason) => notice(visit, "warning", reason, None),
        None => {
            view! { <a class="button button--block" href="#delivery">{tr!(visit, "basket.to_delivery")}</a> }
                .into_any()
        }
    }
}

fn submit(visit: &Visit, basket: &Basket) -> AnyView {
    let reason = reason(visit, basket);
    let promise = if basket.needs_approval {
        tr!(visit, "basket.needs_approval_text")
    } else {
        tr!(visit, "basket.promise")
    };
    let told = reason.clone().unwrap_or(promise);
    let total = format::money(visit.lang, basket.total);
    view! {
        <div class="form__actions">
            <button class="button button--large" disabled=!may_order(visit) aria-describedby="order-told">
                {tr!(visit, "basket.order", total = total)}
            </button>
            <span class="muted" id="order-told">{told}</span>
            {draft_saved(visit)}
        </div>
    }
    .into_any()
}
