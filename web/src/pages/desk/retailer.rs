//! What waits for a retail buyer.

use super::{
    counts::{Waiting, Weight, listings, orders},
    today::Desk,
};
use crate::{
    format,
    pages::work::in_language,
    visit::{PageError, Visit},
};
use futures_util::future::{try_join3, try_join4};
use shared::{
    Call, Page,
    listings::{AnswerListing, ListListings, Listing, ListingFilter, ListingStatus},
    orders::{
        ApprovePurchase, GetBasket, ListPurchases, OrderSide, OrderStatus, OrderSummary, PlacePurchase,
        PurchaseFilter, PurchaseSummary,
    },
    page::MAX_LIMIT,
    time::days_between,
};

/// Days before a certificate lapses in which a product on the own shelves is named.
const LAPSING_DAYS: i64 = 180;

pub(super) async fn desk(visit: &Visit) -> Result<Desk, PageError> {
    let (basket, approvals, (shipped, confirmed, placed), (pitched, accepted, on_shelf, overdue)) =
        try_join4(
            visit.get::<GetBasket>(()),
            approvals(visit),
            try_join3(
                orders(visit, OrderSide::Buyer, OrderStatus::Shipped),
                orders(visit, OrderSide::Buyer, OrderStatus::Confirmed),
                orders(visit, OrderSide::Buyer, OrderStatus::Placed),
            ),
            try_join4(
                listings(visit, ListingStatus::Pitched),
                listings(visit, ListingStatus::Accepted),
                listings(visit, ListingStatus::OnShelf),
                overdue(visit),
            ),
        )
        .await?;
    let lines: usize = basket.groups.iter().map(|group| group.lines.len()).sum();
    let basket = Waiting::number(visit, lines, Weight::Plain, "/basket", "today.basket_lines");
    let (lapsing, first_lapses) = lapsing(visit, &on_shelf);
    // What somebody may not do does not wait for them.
    let (buys, answers) = (visit.may::<PlacePurchase>(), visit.may::<AnswerListing>());
    let basket = basket.filter(|_| buys);
    let waiting = vec![
        to_approve(visit, &approvals).filter(|_| buys),
        of_orders(
            visit,
            &shipped,
            Weight::Urgent,
            OrderStatus::Shipped,
            "today.orders_to_receive",
        ),
        Waiting::of(
            visit,
            &pitched,
            Weight::Urgent,
            "/desk/listings?status=pitched",
            "today.pitches_to_answer",
        )
        .filter(|_| answers)
        .map(|waiting| {
            let first = pitched.items.first();
            waiting.note(first.map(|listing| {
                format!(
                    "{}: {}",
                    listing.producer.name_in(visit.lang),
                    in_language(
                        visit.lang,
                        &listing.product_name,
                        listing.product_name_en.as_deref()
                    )
                )
            }))
        }),
        Waiting::of(
            visit,
            &overdue,
            Weight::Urgent,
            "/desk/shelves?overdue=true",
            "today.shelves_to_confirm",
        )
        .map(|waiting| waiting.note(Some(tr!(visit, "today.shelves_overdue")))),
        Waiting::of(
            visit,
            &accepted,
            Weight::Warning,
            "/desk/listings?status=accepted",
            "today.to_shelve",
        ),
        Waiting::number(
            visit,
            lapsing,
            Weight::Warning,
            "/desk/shelves",
            "today.shelf_lapses",
        )
        .map(|waiting| waiting.note(first_lapses)),
        of_orders(
            visit,
            &confirmed,
            Weight::Plain,
            OrderStatus::Confirmed,
            "today.orders_coming",
        ),
        basket.map(|waiting| waiting.note(Some(tr!(visit, "today.in_basket")))),
        of_orders(
            visit,
            &placed,
            Weight::Plain,
            OrderStatus::Placed,
            "today.orders_unanswered",
        ),
    ];
    Ok(Desk {
        first: None,
        waiting,
        more: None,
        links: links(visit),
    })
}

fn links(visit: &Visit) -> Vec<(&'static str, &'static str, String)> {
    let mut links = vec![
        (
            "/products?view=table&in_stock=true",
            "search",
            tr!(visit, "today.find_stock"),
        ),
        ("/basket/quick", "list", tr!(visit, "quick.title")),
        ("/desk/purchases", "check", tr!(visit, "purchase.list")),
        ("/desk/shelves", "shelf", tr!(visit, "shelves.title")),
        ("/desk/chains", "store", tr!(visit, "chains.own")),
        ("/desk/papers", "certificate", tr!(visit, "papers.title")),
        ("/coverage", "chart", tr!(visit, "desk.coverage")),
    ];
    if !visit.may::<PlacePurchase>() {
        links.retain(|(path, ..)| *path != "/basket/quick");
    }
    links
}

/// Purchases that wait for approval: the next step of those who may approve, to be known by the others.
fn to_approve(visit: &Visit, purchases: &Page<PurchaseSummary>) -> Option<Waiting> {
    let weight = if visit.may::<ApprovePurchase>() {
        Weight::Urgent
    } else {
        Weight::Plain
    };
    let text = "today.to_approve";
    let waiting = Waiting::of(visit, purchases, weight, "/desk/purchases?awaiting=true", text)?;
    let first = purchases
        .items
        .iter()
        .filter_map(|purchase| purchase.answer_by)
        .min();
    Some(waiting.note(first.map(|at| tr!(visit, "today.approve_by", at = format::instant(at)))))
}

/// Orders in one state, with the first day on which one is wanted.
fn of_orders(
    visit: &Visit,
    orders: &Page<OrderSummary>,
    weight: Weight,
    status: OrderStatus,
    key: &str,
) -> Option<Waiting> {
    let path = format!("/desk/orders?status={status}");
    let waiting = Waiting::of(visit, orders, weight, &path, key)?;
    let first = orders.items.iter().filter_map(|order| order.wanted_on).min();
    Some(waiting.note(first.map(|day| tr!(visit, "today.first_wanted", day = format::date(day)))))
}

/// How many products on the own shelves lose their stars soon, and the first of them.
fn lapsing(visit: &Visit, on_shelf: &Page<Listing>) -> (usize, Option<String>) {
    let today = visit.today();
    let soon = on_shelf.items.iter().filter_map(|listing| {
        let day = listing.stars_until?;
        (days_between(today, day) <= LAPSING_DAYS).then_some((day, listing))
    });
    let count = soon.clone().count();
    let first = soon.min_by_key(|(day, _)| *day).map(|(day, listing)| {
        tr!(
            visit,
            "today.first_lapses",
            name = in_language(
                visit.lang,
                &listing.product_name,
                listing.product_name_en.as_deref()
            ),
            day = format::date(day)
        )
    });
    (count, first)
}

async fn approvals(visit: &Visit) -> Result<Page<PurchaseSummary>, PageError> {
    let filter = PurchaseFilter {
        awaiting: Some(true),
        limit: Some(MAX_LIMIT),
        cursor: None,
    };
    visit.read(Call::<ListPurchases>::new(()).query(&filter)).await
}

async fn overdue(visit: &Visit) -> Result<Page<Listing>, PageError> {
    let filter = ListingFilter {
        overdue: Some(true),
        limit: Some(MAX_LIMIT),
        ..ListingFilter::default()
    };
    visit.read(Call::<ListListings>::new(()).query(&filter)).await
}
