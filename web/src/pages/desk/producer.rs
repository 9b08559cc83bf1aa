//! What waits for a producer.

use super::{
    counts::{Waiting, Weight, lapsing, listings, orders},
    today::Desk,
};
use crate::{
    format,
    pages::stock::lots::{FEW_CASES, SOON_DAYS},
    visit::{PageError, Visit},
};
use futures_util::future::{try_join, try_join3};
use shared::{
    Call, Page,
    catalogue::{ListManagedProducts, ManagedProduct, ManagedProductFilter, ProductStatus},
    listings::{Listing, ListingStatus},
    orders::{OrderSide, OrderStatus, OrderSummary},
    page::MAX_LIMIT,
    stock::{ListLots, Lot, LotFilter},
    time::days_between,
};

/// Days for which an answer to a pitch is news.
const NEWS_DAYS: i64 = 30;
/// Days before a certificate's last day in which a new evaluation has to be prepared.
const LAPSE_DAYS: u16 = 180;

pub(super) async fn desk(visit: &Visit) -> Result<Desk, PageError> {
    let lots = LotFilter {
        in_stock: Some(true),
        limit: Some(MAX_LIMIT),
        ..LotFilter::default()
    };
    let products = |status| {
        let filter = ManagedProductFilter {
            status: Some(status),
            limit: Some(MAX_LIMIT),
            ..ManagedProductFilter::default()
        };
        visit.read(Call::<ListManagedProducts>::new(()).query(&filter))
    };
    let ((placed, confirmed), (returned, drafts, lots), (certificates, accepted, declined)) = try_join3(
        try_join(
            orders(visit, OrderSide::Seller, OrderStatus::Placed),
            orders(visit, OrderSide::Seller, OrderStatus::Confirmed),
        ),
        try_join3(
            products(ProductStatus::Returned),
            products(ProductStatus::Draft),
            visit.read(Call::<ListLots>::new(()).query(&lots)),
        ),
        try_join3(
            lapsing(visit, LAPSE_DAYS),
            listings(visit, ListingStatus::Accepted),
            listings(visit, ListingStatus::Declined),
        ),
    )
    .await?;
    let waiting = vec![
        Waiting::of(
            visit,
            &placed,
            Weight::Urgent,
            "/desk/orders?status=placed",
            tr!(visit, "today.orders_to_answer"),
        )
        .map(|waiting| waiting.note(first_deadline(visit, &placed))),
        Waiting::of(
            visit,
            &confirmed,
            Weight::Urgent,
            "/desk/orders?status=confirmed",
            tr!(visit, "today.orders_to_ship"),
        ),
        Waiting::of(
            visit,
            &returned,
            Weight::Warning,
            "/desk/products?status=returned",
            tr!(visit, "today.products_returned"),
        )
        .map(|waiting| waiting.note(first_name(&returned))),
        expiring(visit, &lots),
        running_out(visit, &lots),
        Waiting::of(
            visit,
            &certificates,
            Weight::Warning,
            "/desk/certificates?expires_within_days=180",
            tr!(visit, "today.certificates_lapse"),
        )
        .map(|waiting| {
            let first = certificates.items.first();
            waiting.note(first.map(|first| {
                tr!(
                    visit,
                    "today.first_lapses",
                    name = first.product_name,
                    day = format::date(first.expires_on)
                )
            }))
        }),
        answered(visit, &accepted, "accepted"),
        answered(visit, &declined, "declined"),
        Waiting::of(
            visit,
            &drafts,
            Weight::Plain,
            "/desk/products?status=draft",
            tr!(visit, "today.drafts"),
        ),
    ];
    let links = vec![
        ("/desk/stock/new", "plus", tr!(visit, "stock.new")),
        (
            "/desk/certificates",
            "certificate",
            tr!(visit, "certification.own"),
        ),
        ("/desk/sales", "chart", tr!(visit, "sales.title")),
    ];
    Ok(Desk {
        waiting,
        more: None,
        links,
    })
}

fn first_deadline(visit: &Visit, orders: &Page<OrderSummary>) -> Option<String> {
    let first = orders.items.iter().filter_map(|order| order.answer_by).min()?;
    Some(tr!(visit, "today.first_deadline", at = format::instant(first)))
}

fn first_name(products: &Page<ManagedProduct>) -> Option<String> {
    let first = products.items.first()?;
    let reason = first.review_reason.as_deref().unwrap_or_default();
    Some(format!("{}: {reason}", first.texts.name))
}

/// Lots near or past their best-before day; the list has the first to expire first.
fn expiring(visit: &Visit, lots: &Page<Lot>) -> Option<Waiting> {
    let today = visit.today();
    let near = |lot: &&Lot| {
        lot.best_before
            .is_some_and(|day| days_between(today, day) <= SOON_DAYS)
    };
    let first = lots.items.iter().find(near)?;
    let note = first.best_before.map(|day| {
        tr!(
            visit,
            "today.first_expires",
            name = first.product_name,
            code = first.code,
            day = format::date(day)
        )
    });
    let number = lots.items.iter().filter(near).count();
    let waiting = Waiting::number(
        visit,
        number,
        Weight::Warning,
        "/desk/stock",
        tr!(visit, "today.lots_expire"),
    )?;
    Some(waiting.note(note))
}

/// Packs of which few cases are left over all their lots.
fn running_out(visit: &Visit, lots: &Page<Lot>) -> Option<Waiting> {
    let mut left: std::collections::BTreeMap<_, (i64, &Lot)> = std::collections::BTreeMap::new();
    for lot in &lots.items {
        left.entry(lot.pack_id).or_insert((0, lot)).0 += lot.available;
    }
    let few: Vec<_> = left
        .into_values()
        .filter(|(available, _)| *available <= FEW_CASES)
        .collect();
    let note = few.first().map(|(available, lot)| {
        tr!(
            visit,
            "today.first_runs_out",
            name = lot.product_name,
            n = format::number(visit.lang, *available)
        )
    });
    let waiting = Waiting::number(
        visit,
        few.len(),
        Weight::Warning,
        "/desk/stock",
        tr!(visit, "today.lots_run_out"),
    )?;
    Some(waiting.note(note))
}

/// Pitches that chains have answered of late.
fn answered(visit: &Visit, listings: &Page<Listing>, status: &str) -> Option<Waiting> {
    let today = visit.today();
    let news: Vec<&Listing> = listings
        .items
        .iter()
        .filter(|listing| {
            listing
                .answered_at
                .is_some_and(|at| days_between(at.day(), today) <= NEWS_DAYS)
        })
        .collect();
    let note = news
        .first()
        .map(|listing| format!("{}: {}", listing.chain_name, listing.product_name));
    let path = format!("/desk/listings?status={status}");
    let waiting = Waiting::number(
        visit,
        news.len(),
        Weight::Plain,
        &path,
        tr!(visit, format!("today.pitches_{status}")),
    )?;
    Some(waiting.note(note))
}
