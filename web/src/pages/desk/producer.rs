//! What waits for a producer, thing by thing, each with its one next step. As many reads, however much there is.

use super::{
    counts::{Waiting, Weight, lapsing, listings, orders, papers},
    first_steps::first_steps,
    producer_orders::{arrived_short, to_answer, to_settle, to_ship},
    today::Desk,
};
use crate::{
    format,
    pages::{stock::lots::SOON_DAYS, work::in_language},
    visit::{PageError, Visit},
};
use futures_util::future::{try_join, try_join3, try_join4};
use shared::{
    Call, Page,
    catalogue::{ListManagedProducts, ManagedProduct, ManagedProductFilter, ProductStatus},
    certification::Certificate,
    listings::{Listing, ListingStatus, ProductRef},
    orders::{OrderSide, OrderStatus},
    page::MAX_LIMIT,
    papers::PaperFilter,
    stock::{CreateLot, GetShortages, ListLots, Lot, LotFilter, LowPack},
    time::days_between,
};

/// Days for which an answer to a pitch is news.
const NEWS_DAYS: i64 = 30;
/// Days before a certificate's last day in which a new evaluation has to be prepared, is late, and is urgent.
const LAPSE_DAYS: [u16; 3] = [180, 90, 30];
/// Things of one kind that are named; the rest is a number.
pub(super) const NAMED: usize = 3;

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
    let [lapse_days, ..] = LAPSE_DAYS;
    let lapsing_papers = PaperFilter {
        expires_within_days: Some(lapse_days),
        ..PaperFilter::default()
    };
    let (
        (first, shortages),
        (placed, confirmed, short, lapsing_papers),
        (returned, drafts, lots),
        (certificates, accepted, declined),
    ) = try_join4(
        try_join(first_steps(visit), visit.get::<GetShortages>(())),
        try_join4(
            orders(visit, OrderSide::Seller, OrderStatus::Placed),
            orders(visit, OrderSide::Seller, OrderStatus::Confirmed),
            arrived_short(visit),
            papers(visit, lapsing_papers),
        ),
        try_join3(
            products(ProductStatus::Returned),
            products(ProductStatus::Draft),
            visit.read(Call::<ListLots>::new(()).query(&lots)),
        ),
        try_join3(
            lapsing(visit, lapse_days),
            listings(visit, ListingStatus::Accepted),
            listings(visit, ListingStatus::Declined),
        ),
    )
    .await?;
    let mut waiting = to_answer(visit, &placed);
    waiting.extend(to_ship(visit, &confirmed));
    waiting.extend(to_settle(visit, &short));
    waiting.extend(sent_back(visit, &returned));
    waiting.extend(expiring(visit, &lots));
    // Who is suspended can do nothing about what runs out.
    let adds_lots = visit.may::<CreateLot>();
    if adds_lots {
        waiting.extend(running_out(visit, &shortages.running_out));
    }
    waiting.extend(lapse(visit, &certificates));
    waiting.extend(Waiting::of(
        visit,
        &lapsing_papers,
        Weight::Warning,
        "/desk/papers?state=expiring",
        "papers.lapse_soon",
    ));
    waiting.extend(answered(visit, &accepted, "accepted"));
    waiting.extend(answered(visit, &declined, "declined"));
    waiting.extend(
        Waiting::of(
            visit,
            &drafts,
            Weight::Plain,
            "/desk/products?status=draft",
            "today.drafts",
        )
        .map(|waiting| waiting.step(tr!(visit, "today.step_draft"))),
    );
    if adds_lots {
        waiting.extend(unstocked(visit, &shortages.unstocked));
    }
    // What presses most comes first; among the same weight, the order above.
    waiting.sort_by_key(|waiting| waiting.weight);
    let mut links = vec![
        ("/desk/orders/packing", "list", tr!(visit, "packing.title")),
        ("/desk/papers", "certificate", tr!(visit, "papers.title")),
        (
            "/desk/certificates",
            "certificate",
            tr!(visit, "certification.own"),
        ),
        ("/desk/sales", "chart", tr!(visit, "sales.title")),
    ];
    if adds_lots {
        links.insert(1, ("/desk/stock/new", "plus", tr!(visit, "stock.new")));
    }
    Ok(Desk {
        waiting: waiting.into_iter().map(Some).collect(),
        first,
        more: None,
        links,
    })
}

/// Products that everybody sees and nobody can order.
fn unstocked(visit: &Visit, bare: &[ProductRef]) -> Vec<Waiting> {
    let mut waiting: Vec<Waiting> = bare
        .iter()
        .take(NAMED)
        .map(|product| {
            let name = in_language(visit.lang, &product.name, product.name_en.as_deref());
            let text = tr!(visit, "today.unstocked", name = name);
            Waiting::thing("0".to_owned(), Weight::Plain, "/desk/stock/new", text)
                .note(Some(tr!(visit, "today.unstocked_text")))
                .step(tr!(visit, "today.step_lot"))
        })
        .collect();
    if bare.len() > NAMED {
        let text = "today.products_unstocked";
        waiting.extend(Waiting::number(
            visit,
            bare.len(),
            Weight::Plain,
            "/desk/stock/new",
            text,
        ));
    }
    waiting
}

/// The list of a kind, where more of it waits than is named.
pub(super) fn rest<T>(
    visit: &Visit,
    page: &Page<T>,
    weight: Weight,
    path: &str,
    key: &str,
) -> Option<Waiting> {
    (page.items.len() > NAMED)
        .then(|| Waiting::of(visit, page, weight, path, key))
        .flatten()
}

fn sent_back(visit: &Visit, returned: &Page<ManagedProduct>) -> Vec<Waiting> {
    let mut waiting: Vec<Waiting> = returned
        .items
        .iter()
        .take(NAMED)
        .map(|product| {
            let texts = &product.texts;
            let name = in_language(visit.lang, &texts.name, texts.name_en.as_deref());
            let text = tr!(visit, "today.product_returned", name = name);
            let path = format!("/desk/products/{}", product.id);
            Waiting::thing("!".to_owned(), Weight::Warning, &path, text)
                .note(product.review_reason.clone())
                .step(tr!(visit, "today.step_mend"))
        })
        .collect();
    let all = "/desk/products?status=returned";
    waiting.extend(rest(
        visit,
        returned,
        Weight::Warning,
        all,
        "today.products_returned",
    ));
    waiting
}

/// A lot's product, in the reader's language.
fn name(visit: &Visit, lot: &Lot) -> String {
    in_language(visit.lang, &lot.product_name, lot.product_name_en.as_deref())
}

/// Lots near or past their best-before day; the list has the first to expire first.
fn expiring(visit: &Visit, lots: &Page<Lot>) -> Vec<Waiting> {
    let today = visit.today();
    let near: Vec<(&Lot, i64)> = lots
        .items
        .iter()
        .filter_map(|lot| Some((lot, days_between(today, lot.best_before?))))
        .filter(|(_, left)| *left <= SOON_DAYS)
        .collect();
    let mut waiting: Vec<Waiting> = near
        .iter()
        .take(NAMED)
        .map(|(lot, left)| {
            let text = tr!(visit, "today.lot", name = name(visit, lot), code = lot.code);
            let n = format::number(visit.lang, lot.on_hand);
            let note = if *left < 0 {
                tr!(visit, "today.lot_past", n = n)
            } else {
                tr!(visit, "today.lot_expires", left = left, n = n)
            };
            let count = if *left < 0 {
                "!".to_owned()
            } else {
                left.to_string()
            };
            Waiting::thing(count, Weight::Warning, &format!("/desk/stock/{}", lot.id), text)
                .note(Some(note))
                .step(tr!(visit, "today.step_stock"))
        })
        .collect();
    if near.len() > NAMED {
        let text = "today.lots_expire";
        waiting.extend(Waiting::number(
            visit,
            near.len(),
            Weight::Warning,
            "/desk/stock",
            text,
        ));
    }
    waiting
}

/// Packs of which few cases are left over all their lots.
fn running_out(visit: &Visit, few: &[LowPack]) -> Vec<Waiting> {
    let mut waiting: Vec<Waiting> = few
        .iter()
        .take(NAMED)
        .map(|low| {
            let n = format::number(visit.lang, low.available);
            let name = in_language(visit.lang, &low.product.name, low.product.name_en.as_deref());
            let note = in_language(visit.lang, &low.pack_label, low.pack_label_en.as_deref());
            let text = if low.available > 0 {
                tr!(visit, "today.runs_out", name = name)
            } else {
                tr!(visit, "today.sold_out", name = name)
            };
            let path = format!("/desk/stock/new?pack={}", low.pack_id);
            Waiting::thing(n, Weight::Warning, &path, text)
                .note(Some(note))
                .step(tr!(visit, "today.step_lot"))
        })
        .collect();
    if few.len() > NAMED {
        let text = "today.lots_run_out";
        waiting.extend(Waiting::number(
            visit,
            few.len(),
            Weight::Warning,
            "/desk/stock",
            text,
        ));
    }
    waiting
}

/// Certificates that lapse: a plan at 180 days, late at 90, urgent at 30.
fn lapse(visit: &Visit, certificates: &Page<Certificate>) -> Vec<Waiting> {
    let [_, late, urgent] = LAPSE_DAYS;
    let mut waiting: Vec<Waiting> = certificates
        .items
        .iter()
        .take(NAMED)
        .map(|certificate| {
            let left = days_between(visit.today(), certificate.expires_on);
            let weight = if left <= i64::from(urgent) {
                Weight::Urgent
            } else if left <= i64::from(late) {
                Weight::Warning
            } else {
                Weight::Plain
            };
            let text = tr!(visit, "today.certificate", name = certificate.name_in(visit.lang));
            let note = tr!(
                visit,
                "today.certificate_until",
                day = format::date(certificate.expires_on),
                n = left
            );
            let path = "/desk/certificates?expires_within_days=180";
            Waiting::thing(left.to_string(), weight, path, text)
                .note(Some(note))
                .step(tr!(visit, "today.step_evaluate"))
        })
        .collect();
    let all = "/desk/certificates?expires_within_days=180";
    let text = "today.certificates_lapse";
    waiting.extend(rest(visit, certificates, Weight::Plain, all, text));
    waiting
}

/// Pitches that chains have answered of late.
fn answered(visit: &Visit, listings: &Page<Listing>, status: &str) -> Vec<Waiting> {
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
    let mut waiting: Vec<Waiting> = news
        .iter()
        .take(NAMED)
        .map(|listing| {
            let text = tr!(
                visit,
                format!("today.pitch_{status}"),
                chain = listing.chain_name,
                name = in_language(
                    visit.lang,
                    &listing.product_name,
                    listing.product_name_en.as_deref()
                )
            );
            let code = listing
                .reason_code
                .map(|code| tr!(visit, format!("listings.reason_{code}")));
            let words = [code, listing.reason.clone()];
            let words: Vec<String> = words.into_iter().flatten().collect();
            let path = format!("/desk/listings/{}", listing.id);
            let count = if status == "accepted" { "✓" } else { "!" };
            Waiting::thing(count.to_owned(), Weight::Plain, &path, text)
                .note((!words.is_empty()).then(|| words.join(": ")))
                .step(tr!(visit, format!("today.step_{status}")))
        })
        .collect();
    if news.len() > NAMED {
        let path = format!("/desk/listings?status={status}");
        let key = format!("today.pitches_{status}");
        waiting.extend(Waiting::number(visit, news.len(), Weight::Plain, &path, &key));
    }
    waiting
}
