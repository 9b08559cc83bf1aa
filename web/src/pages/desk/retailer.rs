//! What waits for a retail buyer.

use super::{
    counts::{Waiting, Weight, listings, orders},
    today::Desk,
};
use crate::{
    format,
    visit::{PageError, Visit},
};
use futures_util::future::{try_join, try_join3};
use shared::{
    listings::{Listing, ListingStatus},
    orders::{GetBasket, OrderSide, OrderStatus},
    time::days_between,
};

/// Days before a shelf must be confirmed again in which it is asked for.
const CONFIRM_SOON_DAYS: i64 = 30;

pub(super) async fn desk(visit: &Visit) -> Result<Desk, PageError> {
    let (basket, (shipped, placed), (pitched, accepted, on_shelf)) = try_join3(
        visit.get::<GetBasket>(()),
        try_join(
            orders(visit, OrderSide::Buyer, OrderStatus::Shipped),
            orders(visit, OrderSide::Buyer, OrderStatus::Placed),
        ),
        try_join3(
            listings(visit, ListingStatus::Pitched),
            listings(visit, ListingStatus::Accepted),
            listings(visit, ListingStatus::OnShelf),
        ),
    )
    .await?;
    let today = visit.today();
    let soon = |listing: &&Listing| {
        listing
            .confirm_by
            .is_some_and(|day| days_between(today, day) <= CONFIRM_SOON_DAYS)
    };
    let first = on_shelf
        .items
        .iter()
        .filter(soon)
        .filter_map(|listing| listing.confirm_by)
        .min();
    let confirm = on_shelf.items.iter().filter(soon).count();
    let lines: usize = basket.groups.iter().map(|group| group.lines.len()).sum();
    let waiting = vec![
        Waiting::of(
            visit,
            &shipped,
            Weight::Urgent,
            "/desk/orders?status=shipped",
            tr!(visit, "today.orders_to_receive"),
        ),
        Waiting::of(
            visit,
            &pitched,
            Weight::Urgent,
            "/desk/listings?status=pitched",
            tr!(visit, "today.pitches_to_answer"),
        )
        .map(|waiting| {
            let first = pitched.items.first();
            waiting.note(first.map(|listing| format!("{}: {}", listing.producer.name, listing.product_name)))
        }),
        Waiting::of(
            visit,
            &accepted,
            Weight::Warning,
            "/desk/listings?status=accepted",
            tr!(visit, "today.to_shelve"),
        ),
        Waiting::number(
            visit,
            confirm,
            Weight::Warning,
            "/desk/listings?status=on_shelf",
            tr!(visit, "today.shelves_to_confirm"),
        )
        .map(|waiting| {
            waiting.note(first.map(|day| tr!(visit, "today.first_confirm", day = format::date(day))))
        }),
        Waiting::number(
            visit,
            lines,
            Weight::Plain,
            "/basket",
            tr!(visit, "today.basket_lines"),
        )
        .map(|waiting| {
            waiting.note(Some(tr!(
                visit,
                "today.basket_total",
                total = format::money(visit.lang, basket.total)
            )))
        }),
        Waiting::of(
            visit,
            &placed,
            Weight::Plain,
            "/desk/orders?status=placed",
            tr!(visit, "today.orders_unanswered"),
        ),
    ];
    let links = vec![
        (
            "/products?in_stock=true",
            "search",
            tr!(visit, "today.find_stock"),
        ),
        ("/coverage", "chart", tr!(visit, "desk.coverage")),
    ];
    Ok(Desk {
        waiting,
        more: None,
        links,
    })
}
