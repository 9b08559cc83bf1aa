//! A product's texts to read: both languages side by side, and what a change would change.

use super::marked::marked;
use crate::{pages::work::thumb, visit::Visit};
use leptos::prelude::*;
use shared::catalogue::{Group, Image, ManagedProduct, PackChange, PackWords, ProductTexts};

/// The texts that have one form only, by field.
fn plain(visit: &Visit, texts: &ProductTexts, groups: &[Group]) -> Vec<(&'static str, String)> {
    let group = groups.iter().find(|group| group.code == texts.group);
    let group = group.map_or_else(
        || texts.group.clone(),
        |group| {
            format!(
                "{} · {}",
                group.code,
                visit.lang.pick(&group.name, &group.name_en)
            )
        },
    );
    let months: Vec<String> = texts.season_months.iter().map(u8::to_string).collect();
    let months = if months.is_empty() {
        tr!(visit, "catalogue.all_year")
    } else {
        months.join(", ")
    };
    let claims: Vec<String> = texts
        .claims
        .iter()
        .map(|claim| tr!(visit, format!("catalogue.claim_{claim}")))
        .collect();
    let shelf_life = texts
        .shelf_life_days
        .map(|days| tr!(visit, "work.days", n = days))
        .unwrap_or_default();
    vec![
        ("group", group),
        ("shelf_life_days", shelf_life),
        ("season", months),
        ("claims", claims.join(", ")),
    ]
}

fn every(visit: &Visit, texts: &ProductTexts, groups: &[Group]) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("name", texts.name.clone()),
        ("name_en", texts.name_en.clone().unwrap_or_default()),
        ("description", texts.description.clone()),
        ("description_en", texts.description_en.clone().unwrap_or_default()),
        ("ingredients", texts.ingredients.clone().unwrap_or_default()),
        ("ingredients_en", texts.ingredients_en.clone().unwrap_or_default()),
        ("storage", texts.storage.clone().unwrap_or_default()),
        ("storage_en", texts.storage_en.clone().unwrap_or_default()),
    ];
    all.extend(plain(visit, texts, groups));
    all
}

/// A text, or a dash that says there is none.
fn said(visit: &Visit, text: String) -> AnyView {
    if text.is_empty() {
        view! { <span class="muted">{tr!(visit, "work.none")}</span> }.into_any()
    } else {
        text.into_any()
    }
}

/// Names, descriptions, ingredients and storage in both languages, then the rest.
pub(super) fn side_by_side(visit: &Visit, texts: &ProductTexts, groups: &[Group]) -> AnyView {
    let both = |name: &str, vi: Option<String>, en: Option<String>| {
        let label = tr!(visit, format!("catalogue.{name}"));
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td data-label="Tiếng Việt" lang="vi">{said(visit, vi.unwrap_or_default())}</td>
                <td data-label="English" lang="en">{said(visit, en.unwrap_or_default())}</td>
            </tr>
        }
    };
    let facts: Vec<AnyView> = plain(visit, texts, groups)
        .into_iter()
        .map(|(name, text)| {
            view! { <div><dt>{tr!(visit, format!("catalogue.{name}"))}</dt><dd>{said(visit, text)}</dd></div> }.into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "catalogue.texts")>
            <table class="table table--cards table--texts">
                <caption class="visually-hidden">{tr!(visit, "catalogue.texts")}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "work.field")}</th>
                    <th scope="col">"Tiếng Việt"</th>
                    <th scope="col">"English"</th>
                </tr></thead>
                <tbody>
                    {both("name", Some(texts.name.clone()), texts.name_en.clone())}
                    {both("description", Some(texts.description.clone()), texts.description_en.clone())}
                    {both("ingredients", texts.ingredients.clone(), texts.ingredients_en.clone())}
                    {both("storage", texts.storage.clone(), texts.storage_en.clone())}
                </tbody>
            </table>
        </div>
        <dl class="facts">{facts}</dl>
    }
    .into_any()
}

/// Field by field, what everybody sees now and what they would see.
pub(super) fn difference(
    visit: &Visit,
    old: &ProductTexts,
    product: &ManagedProduct,
    groups: &[Group],
) -> AnyView {
    let new = &product.texts;
    let rows: Vec<AnyView> = every(visit, old, groups)
        .into_iter()
        .zip(every(visit, new, groups))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((name, old), (_, new))| {
            text_change(visit, &tr!(visit, format!("catalogue.{name}")), &old, &new)
        })
        .chain(
            other_alts(&old.images, &new.images)
                .map(|(old, new)| text_change(visit, &tr!(visit, "catalogue.picture_texts"), &old, &new)),
        )
        .chain(other_pictures(&old.images, &new.images).then(|| {
            change(
                visit,
                &tr!(visit, "catalogue.pictures"),
                view! { <del>{small(&old.images)}</del> }.into_any(),
                view! { <ins>{small(&new.images)}</ins> }.into_any(),
            )
        }))
        .chain(
            product
                .pack_changes
                .iter()
                .flat_map(|pack| pack_rows(visit, pack)),
        )
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "catalogue.difference")>
            <table class="table table--cards table--texts">
                <caption class="visually-hidden">{tr!(visit, "catalogue.difference")}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "work.field")}</th>
                    <th scope="col">{tr!(visit, "catalogue.seen_now")}</th>
                    <th scope="col">{tr!(visit, "catalogue.seen_then")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What changes of a pack: one row for a new one, else a row for each name or barcode.
fn pack_rows(visit: &Visit, pack: &PackChange) -> Vec<AnyView> {
    let fields = |words: &PackWords| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        [
            ("pack_label", words.label.clone()),
            ("pack_label_en", text(&words.label_en)),
            ("pack_gtin", text(&words.gtin)),
            ("pack_case_gtin", text(&words.case_gtin)),
        ]
    };
    let named = |name: &str| {
        format!(
            "{}: {}",
            pack.public.as_ref().unwrap_or(&pack.newest).label,
            tr!(visit, format!("catalogue.{name}"))
        )
    };
    let Some(public) = &pack.public else {
        let words: Vec<String> = fields(&pack.newest)
            .into_iter()
            .map(|(_, text)| text)
            .filter(|text| !text.is_empty())
            .collect();
        let name = tr!(visit, "catalogue.difference_new_pack");
        return vec![text_change(visit, &name, "", &words.join(" · "))];
    };
    fields(public)
        .into_iter()
        .zip(fields(&pack.newest))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((name, old), (_, new))| text_change(visit, &named(name), &old, &new))
        .collect()
}

/// A text that is another one, with the words that are.
fn text_change(visit: &Visit, name: &str, old: &str, new: &str) -> AnyView {
    let [removed, added] = marked(visit, old, new);
    let side = |text: &str, words: AnyView| {
        if text.is_empty() {
            said(visit, String::new())
        } else {
            words
        }
    };
    change(visit, name, side(old, removed), side(new, added))
}

fn change(visit: &Visit, name: &str, old: AnyView, new: AnyView) -> AnyView {
    view! {
        <tr>
            <th scope="row">{name.to_owned()}</th>
            <td data-label=tr!(visit, "catalogue.seen_now")>{old}</td>
            <td data-label=tr!(visit, "catalogue.seen_then")>{new}</td>
        </tr>
    }
    .into_any()
}

/// What pictures that both have are said to show, where it is something else.
fn other_alts(old: &[Image], new: &[Image]) -> impl Iterator<Item = (String, String)> {
    let shown = |image: &Image| {
        let english = image.alt_en.as_ref().map(|text| format!(" · {text}"));
        format!("{}{}", image.alt, english.unwrap_or_default())
    };
    old.iter()
        .filter_map(move |old| {
            let new = new.iter().find(|new| new.id == old.id)?;
            Some((shown(old), shown(new)))
        })
        .filter(|(old, new)| old != new)
}

fn other_pictures(old: &[Image], new: &[Image]) -> bool {
    old.len() != new.len() || old.iter().zip(new).any(|(old, new)| old.id != new.id)
}

/// Pictures beside one another.
pub(super) fn small(images: &[Image]) -> AnyView {
    let shown: Vec<AnyView> = images.iter().map(|image| thumb(image, &image.alt)).collect();
    view! { <span class="cluster">{shown}</span> }.into_any()
}
