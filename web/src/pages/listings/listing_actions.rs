//! What can be done with a listing now: one plain form each.

use crate::{
    components::fields::{Field, choice, field_error, once},
    form::Form,
    pages::papers::short::missing,
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    StoreId,
    listings::{Chain, Decision, Listing, ListingAction, ListingReason},
};

pub(super) fn actions(visit: &Visit, form: &Form, listing: &Listing, chain: Option<&Chain>) -> AnyView {
    if visit.closed() {
        return ().into_any();
    }
    let first = main(listing);
    let rest = listing.actions.iter().copied().filter(|one| Some(*one) != first);
    let forms: Vec<AnyView> = first
        .into_iter()
        .chain(rest)
        .map(|one| action(visit, form, listing, chain, one))
        .collect();
    view! { {forms} }.into_any()
}

fn action(
    visit: &Visit,
    form: &Form,
    listing: &Listing,
    chain: Option<&Chain>,
    action: ListingAction,
) -> AnyView {
    // What was filled in belongs to the action that was refused.
    let blank = Form::default();
    let form = if form.text("action") == action.as_str() {
        form
    } else {
        &blank
    };
    let fields = match action {
        ListingAction::Answer => answer(visit, form, listing),
        ListingAction::Shelve => {
            let free: Vec<(StoreId, String)> = chain
                .into_iter()
                .flat_map(|chain| &chain.stores)
                .filter(|store| !listing.stores.iter().any(|shelved| shelved.id == store.id))
                .map(|store| (store.id, store.name.clone()))
                .collect();
            if free.is_empty() {
                // It is everywhere already.
                return ().into_any();
            }
            stores(visit, form, "choose_stores", &free, &listing.wanted_stores)
        }
        ListingAction::Confirm => standing(visit, form, "choose_stores", listing),
        ListingAction::Delist => view! {
            {(listing.stores.len() > 1).then(|| standing(visit, form, "choose_removed", listing))}
            {reasons(visit, form, true)}
        }
        .into_any(),
    };
    let target = visit.to(&format!("/desk/listings/{}/{action}", listing.id));
    let class = if action == ListingAction::Delist {
        "button button--danger button--block"
    } else {
        "button button--block"
    };
    let inner = view! {
        <form class="form stack" method="post" action=target>
            {once(visit, form)}
            <input type="hidden" name="action" value=action.as_str()/>
            {fields}
            <button class=class>{tr!(visit, format!("listings.{action}"))}</button>
        </form>
    };
    let title = tr!(visit, format!("listings.{action}_title"));
    if main(listing) == Some(action) {
        view! { <section class="panel stack"><h2 class="h4">{title}</h2>{inner}</section> }.into_any()
    } else {
        let open = form.problem.is_some();
        view! { <details class="panel" open=open><summary class="strong">{title}</summary>{inner}</details> }
            .into_any()
    }
}

/// What is done most at this point, and stands open: on the shelf, that is saying so again.
fn main(listing: &Listing) -> Option<ListingAction> {
    let again = listing
        .actions
        .iter()
        .find(|action| **action == ListingAction::Confirm);
    again.or_else(|| listing.actions.first()).copied()
}

fn answer(visit: &Visit, form: &Form, listing: &Listing) -> AnyView {
    let decisions: Vec<AnyView> = Decision::ALL
        .iter()
        .map(|one| {
            choice(
                form,
                "radio",
                "decision",
                one.as_str(),
                tr!(visit, format!("listings.decision_{one}")),
            )
        })
        .collect();
    view! {
        <fieldset class="fieldset" id="decision">
            <legend>{tr!(visit, "listings.decision")}</legend>
            <div class="choices">{decisions}</div>
            {field_error(form, "decision", &tr!(visit, "listings.decision"))}
            {papers_known(visit, form, listing)}
        </fieldset>
        {reasons(visit, form, false)}
    }
    .into_any()
}

/// Who takes a product without the papers that the law asks for has to mean it.
fn papers_known(visit: &Visit, form: &Form, listing: &Listing) -> Option<AnyView> {
    let told = tr!(
        visit,
        "listings.papers_known",
        missing = missing(visit, &listing.papers.missing)
    );
    (!listing.papers.complete).then(|| {
        view! {
            <div id="papers-known">
                {choice(form, "checkbox", "papers_known", "true", told)}
                {field_error(form, "papers_known", &tr!(visit, "listings.papers"))}
            </div>
        }
        .into_any()
    })
}

fn reasons(visit: &Visit, form: &Form, required: bool) -> AnyView {
    let mut choices = vec![(String::new(), tr!(visit, "listings.choose_reason"))];
    choices.extend(ListingReason::ALL.iter().map(|code| {
        (
            code.as_str().to_owned(),
            tr!(visit, format!("listings.reason_{code}")),
        )
    }));
    let mut code = Field::new("reason_code", tr!(visit, "listings.reason_code"));
    if required {
        code = code.required();
    } else {
        code = code.hint(tr!(visit, "listings.reason_hint"));
    }
    view! {
        {code.select(visit, form, choices)}
        {Field::new("reason", tr!(visit, "listings.words")).textarea(visit, form, "3")}
    }
    .into_any()
}

/// The stores where it stands, all of them chosen.
fn standing(visit: &Visit, form: &Form, legend: &str, listing: &Listing) -> AnyView {
    let all: Vec<(StoreId, String)> = listing
        .stores
        .iter()
        .map(|store| (store.id, store.name.clone()))
        .collect();
    let ids: Vec<StoreId> = all.iter().map(|(id, _)| *id).collect();
    stores(visit, form, legend, &all, &ids)
}

/// Stores to choose from; what was chosen before stays chosen. `legend` is the text above them.
fn stores(
    visit: &Visit,
    form: &Form,
    legend: &str,
    stores: &[(StoreId, String)],
    chosen: &[StoreId],
) -> AnyView {
    let shown_again = form.problem.is_some();
    let boxes: Vec<AnyView> = stores
        .iter()
        .map(|(id, name)| {
            let value = id.to_string();
            let checked = if shown_again {
                form.all("store_ids").any(|sent| sent == value)
            } else {
                chosen.contains(id)
            };
            view! {
                <label class="choice">
                    <input type="checkbox" name="store_ids" value=value checked=checked/>
                    <span>{name.clone()}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="fieldset" id="store-ids">
            <legend>{tr!(visit, format!("listings.{legend}"))}</legend>
            {(legend == "choose_removed").then(|| view! { <p class="field__hint">{tr!(visit, "listings.choose_removed_hint")}</p> })}
            {boxes}
            {field_error(form, "store_ids", &tr!(visit, "listings.choose_stores"))}
        </fieldset>
    }
    .into_any()
}
