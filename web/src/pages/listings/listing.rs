//! One listing: what was offered, what was answered, where it stands.

use super::{
    listing_actions::actions,
    listing_stores::stores,
    offer::{again, history, offer, order},
};
use crate::{
    components::{
        bits::{badge, breadcrumb, instant, only_vietnamese, stars, state_word},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    format,
    pages::{
        address::{asked, news, parsed},
        papers::{kinds::Kinds, needs::needs},
        work::{in_language, section},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, extract::Path, http::Response};
use leptos::prelude::*;
use shared::{
    Call, ListingId,
    identity::OrganisationKind::{Authority, Centre, Producer, Retailer},
    listings::{Chain, GetListing, ListChains, ListListings, Listing, ListingFilter, ListingStatus},
    papers::{Compliance, GetCompliance},
};

pub(crate) async fn listing(visit: Visit, Path(id): Path<String>) -> PageResult {
    visit.member(&[Producer, Retailer, Centre, Authority])?;
    let known = read(&visit, parsed::<ListingId>(&visit, &id)?).await?;
    Ok(page(&visit, &Form::default(), &known))
}

/// A listing, its chain for the names of the stores, all pitches of the product to that chain, and what the product's
/// papers are worth (none once it is no longer public).
pub(super) struct Known {
    listing: Listing,
    chain: Option<Chain>,
    pitches: Vec<Listing>,
    kinds: Kinds,
    papers: Option<Compliance>,
}

/// Reads what the page shows.
pub(super) async fn read(visit: &Visit, id: ListingId) -> Result<Known, PageError> {
    let (listing, chains, kinds) = futures_util::future::try_join3(
        visit.read(Call::<GetListing>::new((id,))),
        visit.read(Call::<ListChains>::new(())),
        Kinds::read(visit),
    )
    .await?;
    let chain = chains
        .items
        .into_iter()
        .find(|chain| chain.id == listing.chain_id);
    let filter = ListingFilter {
        product_id: Some(listing.product_id),
        chain_id: Some(listing.chain_id),
        ..ListingFilter::default()
    };
    let pitches = visit
        .read(Call::<ListListings>::new(()).query(&filter))
        .await?
        .items;
    let papers = visit
        .send(Call::<GetCompliance>::new((listing.product_id,)))
        .await
        .ok();
    Ok(Known {
        listing,
        chain,
        pitches,
        kinds,
        papers,
    })
}

/// The page, with what came back wrong of an action.
pub(super) fn page(visit: &Visit, form: &Form, known: &Known) -> Response<Body> {
    let (listing, chain) = (&known.listing, known.chain.as_ref());
    let name = in_language(
        visit.lang,
        &listing.product_name,
        listing.product_name_en.as_deref(),
    );
    let title = tr!(visit, "listings.one", product = name, chain = listing.chain_name);
    let uncounted = uncounted(listing, chain);
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let trail = vec![("/desk/listings".to_owned(), tr!(visit, "listings.title"))];
        let (product, producer) = (
            visit.to(&format!("/products/{}", listing.product_slug)),
            visit.to(&format!("/producers/{}", listing.producer.slug)),
        );
        view! {
            {breadcrumb(visit, trail, name.clone())}
            <div class="stack stack--tight">
                <h1>{title}</h1>
                <p class="cluster">{badge(visit, listing.status.as_str())}{stars(visit, listing.stars)}</p>
                <p>
                    <a href=product>{name}</a> " · "
                    <a href=producer lang=only_vietnamese(visit.lang, listing.producer.name_en.as_deref())>{listing.producer.name_in(visit.lang).to_owned()}</a>
                </p>
            </div>
            {problem_summary(visit, form)}
            {shelved(visit, uncounted)}
            {news(visit, "listings", &["pitched", "answer", "confirm", "delist"])}
            {due(visit, listing, uncounted)}
            <div class="split split--wide-first">
                <div class="stack stack--loose">
                    {said(visit, listing)}
                    {offer(visit, &listing.offer)}
                    {known.papers.as_ref().map(|papers| section(tr!(visit, "papers.for_supermarket"), needs(visit, &known.kinds, papers)))}
                    {stores(visit, listing, chain)}
                </div>
                <div class="stack stack--loose">
                    {actions(visit, form, listing, chain)}
                    {order(visit, listing)}
                    {again(visit, listing)}
                    {timeline(visit, listing)}
                    {history(visit, listing, &known.pitches)}
                </div>
            </div>
        }
        .into_any()
    })
}

/// Why its shelves do not count for coverage, whoever confirms them: the text that says so.
fn uncounted(listing: &Listing, chain: Option<&Chain>) -> Option<&'static str> {
    if listing.stars.is_none_or(|stars| stars < 4) {
        Some("listings.uncounted_stars")
    } else if chain.is_some_and(|chain| !chain.counts_as_retail_chain) {
        Some("listings.uncounted_chain")
    } else {
        None
    }
}

/// The news that it stands on a shelf now, and what that counts for.
fn shelved(visit: &Visit, uncounted: Option<&'static str>) -> AnyView {
    match uncounted {
        Some(why) if asked(visit, "done").as_deref() == Some("shelve") => notice(
            visit,
            "success",
            tr!(visit, "listings.done_shelve_uncounted"),
            Some(tr!(visit, why)),
        ),
        _ => news(visit, "listings", &["shelve"]),
    }
}

/// When the shelf must be confirmed again, or that this is overdue; and what that means for coverage.
fn due(visit: &Visit, listing: &Listing, uncounted: Option<&'static str>) -> AnyView {
    let Some(day) = listing
        .confirm_by
        .filter(|_| listing.status == ListingStatus::OnShelf)
    else {
        return ().into_any();
    };
    let text = format::date(day);
    if listing.overdue {
        notice(
            visit,
            "warning",
            tr!(visit, "listings.overdue", day = text),
            Some(tr!(visit, uncounted.unwrap_or("listings.overdue_text"))),
        )
    } else {
        notice(
            visit,
            "info",
            tr!(visit, "listings.due", day = text),
            Some(tr!(visit, uncounted.unwrap_or("listings.due_text"))),
        )
    }
}

/// What the producer wrote and what the chain answered.
fn said(visit: &Visit, listing: &Listing) -> AnyView {
    let pitch = listing.note.clone().map(|note| {
        view! { <section class="panel"><h2 class="h4">{tr!(visit, "listings.pitch_words")}</h2><p>{note}</p></section> }
    });
    let answer = (listing.reason_code.is_some() || listing.reason.is_some()).then(|| {
        let code = listing.reason_code.map(|code| {
            view! { <p class="strong">{tr!(visit, format!("listings.reason_{code}"))}</p> }
        });
        view! {
            <section class="panel panel--quiet">
                <h2 class="h4">{tr!(visit, "listings.answer_words")}</h2>
                {code}
                {listing.reason.clone().map(|reason| view! { <p>{reason}</p> })}
            </section>
        }
    });
    view! { {pitch}{answer} }.into_any()
}

fn timeline(visit: &Visit, listing: &Listing) -> AnyView {
    let status = listing.status;
    let step = |class: &'static str, word: &str, at: Option<shared::Timestamp>| {
        view! { <li class=class><strong>{state_word(visit, word)}</strong>{at.map(instant)}</li> }.into_any()
    };
    let shelved = listing.stores.iter().map(|store| store.shelved_at).min();
    let mut steps = vec![step(
        if status == ListingStatus::Pitched {
            "is-current"
        } else {
            "is-done"
        },
        "pitched",
        Some(listing.pitched_at),
    )];
    if status == ListingStatus::Declined {
        steps.push(step("is-stopped", "declined", listing.answered_at));
    } else {
        let accepted = match status {
            ListingStatus::Pitched => "",
            ListingStatus::Accepted => "is-current",
            _ => "is-done",
        };
        steps.push(step(accepted, "accepted", listing.answered_at));
        let on_shelf = match status {
            ListingStatus::OnShelf => "is-current",
            ListingStatus::Delisted if shelved.is_some() => "is-done",
            _ => "",
        };
        steps.push(step(on_shelf, "on_shelf", shelved));
        if status == ListingStatus::Delisted {
            steps.push(step("is-stopped", "delisted", None));
        }
    }
    view! { <section class="stack"><h2 class="h4">{tr!(visit, "orders.history")}</h2><ol class="timeline">{steps}</ol></section> }
        .into_any()
}
