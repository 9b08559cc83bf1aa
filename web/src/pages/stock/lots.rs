//! All lots that hold something, product by product: what is there, what is held, what is free, until when.

use crate::{
    components::{
        bits::{icon, page_head},
        export::{export_link, import_link},
        frame::Frame,
        messages::empty,
    },
    format,
    pages::{
        address::{asked, news},
        work::{in_language, next_page, tabs},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, Date,
    exchange::{ExportKind, Exported, ImportKind},
    identity::OrganisationKind,
    page::MAX_LIMIT,
    stock::{AdjustLot, CreateLot, FEW_CASES, ListLots, Lot, LotFilter},
    time::days_between,
};

/// Days before its best-before day from which a lot is marked.
pub(crate) const SOON_DAYS: i64 = 30;

pub(crate) async fn lots(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Producer])?;
    let every = asked(&visit, "show").as_deref() == Some("all");
    let filter = LotFilter {
        in_stock: (!every).then_some(true),
        limit: Some(MAX_LIMIT),
        cursor: asked(&visit, "cursor"),
        ..LotFilter::default()
    };
    let page = visit.read(Call::<ListLots>::new(()).query(&filter)).await?;
    let title = tr!(visit, "desk.stock");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let adds = visit.may::<CreateLot>();
        let new = (adds && !page.items.is_empty()).then(|| view! {
            <a class="button" href=visit.to("/desk/stock/new")>{icon(&visit, "plus")}{tr!(visit, "stock.new")}</a>
        });
        let list = if page.items.is_empty() {
            let first = adds.then(|| ("/desk/stock/new".to_owned(), tr!(visit, "stock.new")));
            empty(&visit, tr!(visit, "stock.empty_title"), tr!(visit, "stock.empty_text"), first)
        } else {
            by_product(&page.items).into_iter().map(|lots| product(&visit, &lots)).collect_view().into_any()
        };
        let shown = vec![("", tr!(visit, "stock.in_stock")), ("all", tr!(visit, "stock.all_lots"))];
        view! {
            {page_head(title.clone(), Some(tr!(visit, "stock.lede")), new.into_any())}
            {news(&visit, "stock", &["created", "created_past"])}
            {tabs(&visit, tr!(visit, "stock.which"), "show", shown)}
            {list}
            <div class="cluster">{import_link(&visit, ImportKind::Lots)}{export_link(&visit, ExportKind::Lots, &filter.as_export())}</div>
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

/// The lots of each product together; products in the order in which their first lot expires.
fn by_product(lots: &[Lot]) -> Vec<Vec<&Lot>> {
    let mut products: Vec<Vec<&Lot>> = Vec::new();
    for lot in lots {
        let same = products.iter_mut().find(|lots| {
            lots.first()
                .is_some_and(|first| first.product_id == lot.product_id)
        });
        match same {
            Some(lots) => lots.push(lot),
            None => products.push(vec![lot]),
        }
    }
    products
}

fn product(visit: &Visit, lots: &[&Lot]) -> AnyView {
    let Some(first) = lots.first() else {
        return ().into_any();
    };
    let free = Lot::orderable(lots.iter().copied(), visit.today());
    let few = if free <= 0 {
        view! { <span class="badge badge--lapsed">{tr!(visit, "common.out_of_stock")}</span> }.into_any()
    } else if free <= FEW_CASES {
        view! { <span class="badge badge--expiring">{tr!(visit, "stock.runs_out")}</span> }.into_any()
    } else {
        ().into_any()
    };
    let rows: Vec<AnyView> = lots.iter().map(|lot| row(visit, lot)).collect();
    let name = name(visit, first);
    view! {
        <section class="stack">
            <div class="section__head">
                <h2>{name.clone()}</h2>
                <span class="cluster">
                    {few}
                    <span class="strong num">{tr!(visit, "stock.free_cases", n = format::number(visit.lang, free))}</span>
                </span>
            </div>
            <div class="table-wrap" tabindex="0" role="region" aria-label=name.clone()>
                <table class="table table--cards table--even">
                    <caption class="visually-hidden">{tr!(visit, "stock.lots_of", name = name)}</caption>
                    <thead><tr>
                        <th scope="col">{tr!(visit, "stock.lot")}</th>
                        <th scope="col">{tr!(visit, "stock.best_before")}</th>
                        <th scope="col" class="num">{tr!(visit, "stock.on_hand")}</th>
                        <th scope="col" class="num">{tr!(visit, "stock.reserved")}</th>
                        <th scope="col" class="num">{tr!(visit, "stock.available")}</th>
                        <th scope="col"><span class="visually-hidden">{tr!(visit, "stock.change")}</span></th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(visit: &Visit, lot: &Lot) -> AnyView {
    let number = |number: i64| format::number(visit.lang, number);
    let address = visit.to(&format!("/desk/stock/{}", lot.id));
    // Held, and yet not to be sold: what to do stands on the lot's own page.
    let past = lot.best_before.is_some_and(|day| day < visit.today());
    let held = (past && lot.reserved > 0).then(|| {
        let n = number(lot.reserved);
        view! { <br/><small>{tr!(visit, "stock.past_held_short", n = n)}</small> }
    });
    view! {
        <tr>
            <th scope="row"><span><code>{lot.code.clone()}</code><br/><small class="muted">{pack(visit, lot)}</small></span></th>
            <td data-label=tr!(visit, "stock.best_before")><span>{best_before(visit, lot.best_before)}{held}</span></td>
            <td class="num" data-label=tr!(visit, "stock.on_hand")>{number(lot.on_hand)}</td>
            <td class="num" data-label=tr!(visit, "stock.reserved")>{number(lot.reserved)}</td>
            <td class="num strong" data-label=tr!(visit, "stock.available")>{number(lot.available)}</td>
            <td><a class="button button--quiet nowrap" href=address>
                {tr!(visit, if visit.may::<AdjustLot>() { "stock.change" } else { "stock.see" })} <span class="visually-hidden">{lot.code.clone()}</span>
            </a></td>
        </tr>
    }
    .into_any()
}

/// A best-before day, marked when it is near or over.
pub(super) fn best_before(visit: &Visit, day: Option<Date>) -> AnyView {
    let Some(day) = day else {
        return view! { <span class="muted">{tr!(visit, "work.none")}</span> }.into_any();
    };
    let left = days_between(visit.today(), day);
    let mark = if left < 0 {
        Some(view! { <span class="badge badge--lapsed">{tr!(visit, "stock.past")}</span> }.into_any())
    } else {
        (left <= SOON_DAYS).then(|| {
            view! { <span class="badge badge--expiring">{tr!(visit, "stock.days_left", n = left)}</span> }
                .into_any()
        })
    };
    view! { <span class="num">{format::date(day)}</span> " " {mark} }.into_any()
}

/// The name of the lot's product, in the reader's language.
pub(super) fn name(visit: &Visit, lot: &Lot) -> String {
    in_language(visit.lang, &lot.product_name, lot.product_name_en.as_deref())
}

/// The lot's pack, in the reader's language.
pub(super) fn pack(visit: &Visit, lot: &Lot) -> String {
    in_language(visit.lang, &lot.pack_label, lot.pack_label_en.as_deref())
}
