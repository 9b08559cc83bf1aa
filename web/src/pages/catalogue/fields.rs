//! The fields of a product's texts, and what they say.

use crate::{
    components::fields::{Field, choice},
    form::Form,
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    Patch,
    catalogue::{Claim, Group, ProductCreate, ProductTexts, ProductUpdate},
};

/// Drawn pictures that stand in until there is a photograph, in the order of the OCOP groups.
const ILLUSTRATIONS: [&str; 40] = [
    "persimmon",
    "dried-persimmon",
    "custard-apple",
    "mandarin",
    "wild-lime",
    "dried-fruit",
    "chestnut",
    "macadamia",
    "vegetables",
    "bamboo-shoot",
    "mushroom",
    "turmeric",
    "chilli",
    "mac-mat-leaf",
    "star-anise",
    "anise-oil",
    "rice",
    "sticky-rice-cake",
    "noodles",
    "corn-noodles",
    "grass-jelly",
    "honey",
    "tea",
    "herbal-tea",
    "spirits",
    "wine-fruit",
    "peanut-oil",
    "duck",
    "chicken",
    "roast-pork",
    "sausage",
    "eggs",
    "fish",
    "soap",
    "incense",
    "brocade",
    "basket-weaving",
    "orchid",
    "bonsai",
    "homestay",
];

/// A product's texts as the form shows them.
pub(super) fn filled(texts: &ProductTexts, version: i64) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut values = vec![
        ("version", version.to_string()),
        ("name", texts.name.clone()),
        ("name_en", text(&texts.name_en)),
        ("group", texts.group.clone()),
        ("description", texts.description.clone()),
        ("description_en", text(&texts.description_en)),
        ("ingredients", text(&texts.ingredients)),
        ("ingredients_en", text(&texts.ingredients_en)),
        ("storage", text(&texts.storage)),
        ("storage_en", text(&texts.storage_en)),
        (
            "shelf_life_days",
            texts
                .shelf_life_days
                .map(|days| days.to_string())
                .unwrap_or_default(),
        ),
    ];
    values.extend(
        texts
            .season_months
            .iter()
            .map(|month| ("season_months", month.to_string())),
    );
    values.extend(texts.claims.iter().map(|claim| ("claims", claim.to_string())));
    Form::filled(values)
}

fn months(form: &Form) -> Vec<u8> {
    form.all("season_months")
        .filter_map(|month| month.parse().ok())
        .collect()
}

fn claims(form: &Form) -> Vec<Claim> {
    form.all("claims")
        .filter_map(|claim| claim.parse().ok())
        .collect()
}

/// The form as a new product.
pub(super) fn create(form: &Form) -> ProductCreate {
    ProductCreate {
        name: form.text("name").trim().to_owned(),
        name_en: form.some("name_en"),
        group: form.text("group").to_owned(),
        description: form.text("description").trim().to_owned(),
        description_en: form.some("description_en"),
        ingredients: form.some("ingredients"),
        ingredients_en: form.some("ingredients_en"),
        storage: form.some("storage"),
        storage_en: form.some("storage_en"),
        shelf_life_days: form.some_small("shelf_life_days"),
        season_months: months(form),
        claims: claims(form),
        illustration: form.some("illustration"),
    }
}

/// The form as a change; a field that was emptied takes its value away.
pub(super) fn update(form: &Form) -> ProductUpdate {
    let text = |name: &str| Some(form.text(name).trim().to_owned());
    ProductUpdate {
        name: text("name"),
        name_en: Patch::of(form.some("name_en")),
        group: text("group"),
        description: text("description"),
        description_en: Patch::of(form.some("description_en")),
        ingredients: Patch::of(form.some("ingredients")),
        ingredients_en: Patch::of(form.some("ingredients_en")),
        storage: Patch::of(form.some("storage")),
        storage_en: Patch::of(form.some("storage_en")),
        shelf_life_days: Patch::of(form.some_small("shelf_life_days")),
        season_months: Some(months(form)),
        claims: Some(claims(form)),
    }
}

/// The fields.
pub(super) fn fields(visit: &Visit, form: &Form, groups: &[Group]) -> AnyView {
    let grouped = groups
        .iter()
        .filter(|group| group.parent.is_none())
        .map(|heading| {
            let below = groups
                .iter()
                .filter(|group| group.parent.as_ref() == Some(&heading.code));
            let option = |group: &Group| {
                let name = visit.lang.pick(&group.name, &group.name_en);
                (group.code.clone(), format!("{} · {name}", group.code))
            };
            let mut below: Vec<(String, String)> = below.map(option).collect();
            // A group without sub-groups is chosen itself.
            if below.is_empty() {
                below.push(option(heading));
            }
            let name = visit.lang.pick(&heading.name, &heading.name_en);
            (format!("{}. {name}", heading.code), below)
        })
        .collect();
    let months: Vec<AnyView> = (1..=12)
        .map(|month| {
            choice(
                form,
                "checkbox",
                "season_months",
                &month.to_string(),
                tr!(visit, format!("month.short_{month}")),
            )
        })
        .collect();
    let claims: Vec<AnyView> = Claim::ALL
        .iter()
        .map(|claim| {
            choice(
                form,
                "checkbox",
                "claims",
                claim.as_str(),
                tr!(visit, format!("catalogue.claim_{claim}")),
            )
        })
        .collect();
    let field = |name: &'static str| Field::new(name, tr!(visit, format!("catalogue.{name}")));
    view! {
        {field("name").required().hint(tr!(visit, "catalogue.name_hint")).input(visit, form)}
        {field("name_en").input(visit, form)}
        {field("group").required().select_grouped(visit, form, tr!(visit, "work.choose"), grouped)}
        {field("description").required().hint(tr!(visit, "catalogue.description_hint")).textarea(visit, form, "6")}
        {field("description_en").textarea(visit, form, "4")}
        {field("ingredients").textarea(visit, form, "2")}
        {field("ingredients_en").textarea(visit, form, "2")}
        {field("storage").textarea(visit, form, "2")}
        {field("storage_en").textarea(visit, form, "2")}
        {field("shelf_life_days").numeric().unit(tr!(visit, "work.days_unit")).input(visit, form)}
        <fieldset class="fieldset" id="season-months">
            <legend>{tr!(visit, "catalogue.season")}</legend>
            <p class="field__hint">{tr!(visit, "catalogue.season_hint")}</p>
            <div class="choices choices--small">{months}</div>
        </fieldset>
        <fieldset class="fieldset" id="claims">
            <legend>{tr!(visit, "catalogue.claims")}</legend>
            <p class="field__hint">{tr!(visit, "catalogue.claims_hint")}</p>
            {claims}
        </fieldset>
    }
    .into_any()
}

/// The drawn pictures, as tiles to choose from.
pub(super) fn illustrations(visit: &Visit, form: &Form) -> AnyView {
    let tiles: Vec<AnyView> = ILLUSTRATIONS
        .iter()
        .map(|name| {
            let checked = form.text("illustration") == *name;
            let source = visit.asset(&format!("illustrations/{name}.svg"));
            view! {
                <label class="choice">
                    <input type="radio" name="illustration" value=*name checked=checked/>
                    <img class="thumb" src=source width="64" height="48" loading="lazy" alt=""/>
                    <span>{tr!(visit, format!("illustration.{}", name.replace('-', "_")))}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <details open=form.some("illustration").is_some()>
            <summary class="button button--quiet">{tr!(visit, "catalogue.illustration")}</summary>
            <fieldset class="fieldset">
                <legend>{tr!(visit, "catalogue.illustration_hint")}</legend>
                <div class="choices choices--small">{tiles}</div>
            </fieldset>
        </details>
    }
    .into_any()
}
