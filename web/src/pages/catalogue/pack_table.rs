//! The packs of a product as a table, for its producer and for the centre's review.

use crate::{
    components::bits::{self, icon, money},
    format,
    pages::work::in_language,
    visit::Visit,
};
use leptos::prelude::*;
use shared::catalogue::{ManagedProduct, Pack, least_cases};

/// `20 × 250 g`
pub(super) fn content(visit: &Visit, pack: &Pack) -> String {
    let units = format::number(visit.lang, i64::from(pack.units));
    let content = bits::content(visit, pack.net_quantity, pack.net_unit);
    format!("{units}\u{a0}×\u{a0}{content}")
}

/// The packs of a product; `path` is the product's page where they may be changed.
pub(super) fn table(visit: &Visit, product: &ManagedProduct, path: &str, orderable: bool) -> AnyView {
    if !orderable {
        return view! { <p id="packs" class="muted">{tr!(visit, "catalogue.not_orderable")}</p> }.into_any();
    }
    let rows: Vec<AnyView> = product
        .packs
        .iter()
        .map(|pack| row(visit, pack, Some(path), waits(product, pack)))
        .collect();
    let add = view! {
        <p><a class="button button--quiet" href=visit.to(&format!("{path}/packs/new"))>{icon(visit, "plus")}{tr!(visit, "catalogue.new_pack")}</a></p>
    };
    if rows.is_empty() {
        return view! { <div class="stack" id="packs"><p class="muted">{tr!(visit, "catalogue.no_pack")}</p>{add}</div> }.into_any();
    }
    view! { <div class="stack" id="packs">{of_rows(visit, rows)}{add}</div> }.into_any()
}

/// The packs, only to read.
pub(super) fn readable(visit: &Visit, product: &ManagedProduct) -> AnyView {
    if product.packs.is_empty() {
        return view! { <p class="muted">{tr!(visit, "catalogue.no_pack")}</p> }.into_any();
    }
    let rows = product.packs.iter();
    of_rows(
        visit,
        rows.map(|pack| row(visit, pack, None, waits(product, pack)))
            .collect(),
    )
}

/// Whether buyers see something else of the pack, or nothing yet, until it is reviewed.
fn waits(product: &ManagedProduct, pack: &Pack) -> bool {
    product.published_at.is_some()
        && product
            .pack_changes
            .iter()
            .any(|change| change.pack_id == pack.id)
}

/// From how many cases a pack is ordered, and in which steps: what its row says before a number is wrong.
pub(crate) fn least(visit: &Visit, min_cases: i32, case_multiple: i32) -> AnyView {
    let least = if case_multiple > 1 {
        let n = least_cases(min_cases, case_multiple);
        tr!(visit, "products.least_of", n = n, step = case_multiple)
    } else {
        min_cases.to_string()
    };
    view! { <small class="muted">{tr!(visit, "products.cases_from", least = least)}</small> }.into_any()
}

/// The barcodes of a pack, of the unit and of the case.
pub(crate) fn barcodes(visit: &Visit, pack: &Pack) -> Vec<AnyView> {
    [
        ("catalogue.gtin_unit", &pack.gtin),
        ("catalogue.gtin_case", &pack.case_gtin),
    ]
    .into_iter()
    .filter_map(|(name, gtin)| {
        let gtin = gtin.clone()?;
        Some(view! { <small class="muted"><br/>{tr!(visit, name)} " " <span class="num">{gtin}</span></small> }.into_any())
    })
    .collect()
}

fn of_rows(visit: &Visit, rows: Vec<AnyView>) -> AnyView {
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "catalogue.packs")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "catalogue.packs")}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "catalogue.pack_label")}</th>
                    <th scope="col" class="num">{tr!(visit, "catalogue.pack_unit_price")}</th>
                    <th scope="col" class="num">{tr!(visit, "catalogue.case_price")}</th>
                    <th scope="col">{tr!(visit, "catalogue.pack_vat_code")}</th>
                    <th scope="col" class="num">{tr!(visit, "catalogue.pack_min_cases")}</th>
                    <th scope="col" class="num">{tr!(visit, "catalogue.available")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(visit: &Visit, pack: &Pack, path: Option<&str>, waits: bool) -> AnyView {
    let label = in_language(visit.lang, &pack.label, pack.label_en.as_deref());
    let label = match path {
        Some(path) => view! { <a href=visit.to(&format!("{path}/packs/{}", pack.id))>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    let hidden = (!pack.active)
        .then(|| view! { <span class="chip chip--out">{tr!(visit, "catalogue.pack_hidden")}</span> });
    let waits = waits.then(|| view! { <span class="chip">{tr!(visit, "catalogue.pack_waits")}</span> });
    view! {
        <tr>
            <th scope="row"><span>{label}<br/><small class="muted">{content(visit, pack)}</small> " " {hidden} {waits}{barcodes(visit, pack)}</span></th>
            <td class="num" data-label=tr!(visit, "catalogue.pack_unit_price")>{money(visit, pack.unit_price)}</td>
            <td class="num" data-label=tr!(visit, "catalogue.case_price")>{money(visit, pack.case_price)}</td>
            <td data-label=tr!(visit, "catalogue.pack_vat_code")>{tr!(visit, format!("vat.{}", pack.vat_code))}</td>
            <td class="num" data-label=tr!(visit, "catalogue.pack_min_cases")>{format::number(visit.lang, i64::from(pack.min_cases))}</td>
            <td class="num" data-label=tr!(visit, "catalogue.available")>{format::number(visit.lang, pack.available)}</td>
        </tr>
    }
    .into_any()
}
