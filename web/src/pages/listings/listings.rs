//! Listings by status, those that wait for an answer first.

use crate::{
    components::{
        bits::{badge, instant, only_vietnamese, page_head, state_word},
        export::export_link,
        frame::Frame,
        messages::empty,
    },
    format,
    pages::{
        address::{asked, news, next_page},
        papers::short::papers_short,
        work::{changed, in_language, tabs},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, Page,
    exchange::{ExportFilter, ExportKind, Exported},
    identity::OrganisationKind::{self, Authority, Centre, Producer, Retailer},
    listings::{ListListings, Listing, ListingFilter, ListingStatus, PitchListing},
};

pub(crate) async fn listings(visit: Visit) -> PageResult {
    let kind = visit
        .member(&[Producer, Retailer, Centre, Authority])?
        .organisation
        .kind;
    // An unknown status lists all, as none does.
    let status = asked(&visit, "status").and_then(|status| status.parse::<ListingStatus>().ok());
    let complete = asked(&visit, "papers_complete").is_some_and(|asked| asked == "true");
    let filter = ListingFilter {
        status,
        papers_complete: complete.then_some(true),
        cursor: asked(&visit, "cursor"),
        ..ListingFilter::default()
    };
    let list = visit.read(Call::<ListListings>::new(()).query(&filter)).await?;
    Ok(visit.page(Frame::desk(tr!(visit, "listings.title")), || {
        let rows =
            if list.items.is_empty() { nothing(&visit, kind, status.is_some() || complete) } else { table(&visit, kind, &list) };
        let pitch = match kind {
            Producer if visit.may::<PitchListing>() => Some(("/desk/listings/new", tr!(visit, "listings.new"), "button")),
            Retailer if !visit.closed() => Some(("/desk/shelves", tr!(visit, "shelves.title"), "button button--quiet")),
            _ => None,
        }
        .map(|(path, text, class)| view! { <a class=class href=visit.to(path)>{text}</a> });
        let word = status.map_or("", ListingStatus::as_str);
        let mut states = vec![("", tr!(visit, "orders.all"))];
        states.extend(ListingStatus::ALL.iter().map(|status| (status.as_str(), state_word(&visit, status.as_str()))));
        let only = if complete { "true" } else { "" };
        view! {
            {page_head(tr!(visit, "listings.title"), Some(tr!(visit, format!("listings.lede_{kind}"))), pitch.into_any())}
            {news(&visit, "listings", &["pitched"])}
            {tabs(&visit, tr!(visit, "orders.status"), "status", states)}
            {(kind != Producer).then(|| papers_toggle(&visit, complete))}
            {rows}
            <div class="cluster">
                {export_link(&visit, ExportKind::Listings, &filter.as_export())}
                {(kind == Retailer).then(|| export_link(&visit, ExportKind::AgreedPrices, &ExportFilter::default()))}
            </div>
            {next_page(&visit, "/desk/listings", &[("status", word), ("papers_complete", only)], list.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

/// All of them, or only those that a supermarket may take.
fn papers_toggle(visit: &Visit, complete: bool) -> AnyView {
    let link = |value: &str, on: bool, text: String| {
        view! { <a href=changed(visit, "papers_complete", value) aria-current=on.then_some("true")>{text}</a> }
    };
    view! {
        <nav class="toggle" aria-label=tr!(visit, "papers.title")>
            {link("", !complete, tr!(visit, "papers.any"))}
            {link("true", complete, tr!(visit, "papers.complete"))}
        </nav>
    }
    .into_any()
}

fn nothing(visit: &Visit, kind: OrganisationKind, narrowed: bool) -> AnyView {
    if narrowed {
        let all = Some(("/desk/listings".to_owned(), tr!(visit, "common.all")));
        return empty(
            visit,
            tr!(visit, "listings.none_title"),
            tr!(visit, "orders.none_text"),
            all,
        );
    }
    let button = match kind {
        Producer if visit.may::<PitchListing>() => {
            Some(("/desk/listings/new".to_owned(), tr!(visit, "listings.new")))
        }
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
        "papers",
        "pitched_at",
        "confirm_by",
    ]
    .map(|key| tr!(visit, format!("listings.{key}")));
    let [product, producer, chain, state, papers, pitched, confirm] = heads;
    let see_producer = kind != Producer;
    let rows: Vec<AnyView> = list
        .items
        .iter()
        .map(|listing| {
            let address = visit.to(&format!("/desk/listings/{}", listing.id));
            let stars = listing.stars.map(|count| {
                view! { " " <small class="muted nowrap">"· " {tr!(visit, "common.stars", n = count)}</small> }
            });
            let late = listing.overdue;
            let due = listing.confirm_by.map(|day| view! { <span class="num">{format::date(day)}</span> });
            let due = (late || due.is_some()).then(|| view! { <span class="stack stack--tight">
                {late.then(|| view! { <span class="badge badge--overdue">{tr!(visit, "listings.confirm_again")}</span> })}
                {due}
            </span> });
            let row = late.then_some("is-overdue");
            view! {
                <tr class=row>
                    <th scope="row" data-label=product.clone()><span><a href=address lang=only_vietnamese(visit.lang, listing.product_name_en.as_deref())>{in_language(visit.lang, &listing.product_name, listing.product_name_en.as_deref())}</a>{stars}</span></th>
                    {see_producer.then(|| view! { <td data-label=producer.clone() lang=only_vietnamese(visit.lang, listing.producer.name_en.as_deref())>{listing.producer.name_in(visit.lang).to_owned()}</td> })}
                    <td data-label=chain.clone() lang=only_vietnamese(visit.lang, None)>{listing.chain_name.clone()}</td>
                    <td data-label=state.clone()>{badge(visit, listing.status.as_str())}</td>
                    <td data-label=papers.clone()>{papers_short(visit, &listing.papers)}</td>
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
                    <th scope="col">{papers.clone()}</th>
                    <th scope="col">{pitched.clone()}</th>
                    <th scope="col">{confirm.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
