//! Listings by status, those that wait for an answer first.

use crate::{
    components::{
        bits::{badge, instant, page_head},
        export::export_link,
        frame::Frame,
        messages::empty,
    },
    format,
    pages::{
        address::{asked, news, next_page},
        work::in_language,
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, Page,
    exchange::ExportKind,
    identity::OrganisationKind::{self, Authority, Centre, Producer, Retailer},
    listings::{ListListings, Listing, ListingFilter, ListingStatus},
};

pub(crate) async fn listings(visit: Visit) -> PageResult {
    let kind = visit
        .member(&[Producer, Retailer, Centre, Authority])?
        .organisation
        .kind;
    // An unknown status lists all, as none does.
    let status = asked(&visit, "status").and_then(|status| status.parse::<ListingStatus>().ok());
    let filter = ListingFilter {
        status,
        cursor: asked(&visit, "cursor"),
        ..ListingFilter::default()
    };
    let list = visit.read(Call::<ListListings>::new(()).query(&filter)).await?;
    Ok(visit.page(Frame::desk(tr!(visit, "listings.title")), || {
        let rows = if list.items.is_empty() { nothing(&visit, kind, status) } else { table(&visit, kind, &list) };
        let pitch = match kind {
            Producer => Some(("/desk/listings/new", tr!(visit, "listings.new"), "button")),
            Retailer => Some(("/desk/shelves", tr!(visit, "shelves.title"), "button button--quiet")),
            _ => None,
        }
        .map(|(path, text, class)| view! { <a class=class href=visit.to(path)>{text}</a> });
        let word = status.map_or("", ListingStatus::as_str);
        view! {
            {page_head(tr!(visit, "listings.title"), Some(tr!(visit, format!("listings.lede_{kind}"))), pitch.into_any())}
            {news(&visit, "listings", &["pitched"])}
            {tabs(&visit, status)}
            {rows}
            {export_link(&visit, ExportKind::Listings, &[("status", word)])}
            {next_page(&visit, "/desk/listings", &[("status", word)], list.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

fn tabs(visit: &Visit, chosen: Option<ListingStatus>) -> AnyView {
    let tab = |status: Option<ListingStatus>| {
        let (path, text) = match status {
            Some(status) => (
                format!("/desk/listings?status={status}"),
                tr!(visit, format!("state.{status}")),
            ),
            None => ("/desk/listings".to_owned(), tr!(visit, "orders.all")),
        };
        let current = (status == chosen).then_some("page");
        view! { <a href=visit.to(&path) aria-current=current>{text}</a> }.into_any()
    };
    let tabs: Vec<AnyView> = std::iter::once(None)
        .chain(ListingStatus::ALL.iter().copied().map(Some))
        .map(tab)
        .collect();
    view! { <nav class="tabs" aria-label=tr!(visit, "orders.status")>{tabs}</nav> }.into_any()
}

fn nothing(visit: &Visit, kind: OrganisationKind, status: Option<ListingStatus>) -> AnyView {
    if status.is_some() {
        let all = Some(("/desk/listings".to_owned(), tr!(visit, "common.all")));
        return empty(
            visit,
            tr!(visit, "listings.none_title"),
            tr!(visit, "orders.none_text"),
            all,
        );
    }
    let button = match kind {
        Producer => Some(("/desk/listings/new".to_owned(), tr!(visit, "listings.new"))),
        Retailer => Some(("/products".to_owned(), tr!(visit, "basket.find"))),
        _ => None,
    };
    empty(
        visit,
        tr!(visit, "listings.empty_title"),
        tr!(visit, format!("listings.empty_{kind}")),
        button,
    )
}

fn table(visit: &Visit, kind: OrganisationKind, list: &Page<Listing>) -> AnyView {
    let heads = [
        "product",
        "producer",
        "chain",
        "state",
        "pitched_at",
        "confirm_by",
    ]
    .map(|key| tr!(visit, format!("listings.{key}")));
    let [product, producer, chain, state, pitched, confirm] = heads;
    let see_producer = kind != Producer;
    let rows: Vec<AnyView> = list
        .items
        .iter()
        .map(|listing| {
            let address = visit.to(&format!("/desk/listings/{}", listing.id));
            let stars = listing.stars.map(|count| {
                view! { <small class="muted">" · " {tr!(visit, "common.stars", n = count)}</small> }
            });
            let late = listing.overdue;
            let due = listing.confirm_by.map(|day| view! { <span class="num">{format::date(day)}</span> });
            let due = view! { <span class="stack stack--tight">
                {late.then(|| view! { <span class="badge badge--overdue">{tr!(visit, "listings.confirm_again")}</span> })}
                {due}
            </span> };
            let row = late.then_some("is-overdue");
            view! {
                <tr class=row>
                    <th scope="row" data-label=product.clone()><span><a href=address>{in_language(visit.lang, &listing.product_name, listing.product_name_en.as_deref())}</a>{stars}</span></th>
                    {see_producer.then(|| view! { <td data-label=producer.clone()>{listing.producer.name_in(visit.lang).to_owned()}</td> })}
                    <td data-label=chain.clone()>{listing.chain_name.clone()}</td>
                    <td data-label=state.clone()>{badge(visit, listing.status.as_str())}</td>
                    <td data-label=pitched.clone()>{instant(listing.pitched_at)}</td>
                    <td data-label=confirm.clone()>{due}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "listings.title")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "listings.title")}</caption>
                <thead><tr>
                    <th scope="col">{product.clone()}</th>
                    {see_producer.then(|| view! { <th scope="col">{producer.clone()}</th> })}
                    <th scope="col">{chain.clone()}</th>
                    <th scope="col">{state.clone()}</th>
                    <th scope="col">{pitched.clone()}</th>
                    <th scope="col">{confirm.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
