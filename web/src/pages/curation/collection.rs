//! One collection: its texts and days, and its products in their order, each step a button.

use super::collections::standing;
use crate::{
    components::{
        bits::{breadcrumb, icon, stars},
        fields::{Field, choice},
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    format,
    pages::{
        address::{asked, day_text, news, parsed},
        work::{refused, search, section},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, ProductId,
    curation::{COLLECTION_PRODUCTS, CollectionPut, DeleteCollection, PutCollection},
    discovery::{Collection, CollectionFilter, GetCollection, ListProducts, ProductCard, ProductFilter},
    endpoint::Key,
    identity::OrganisationKind,
    text::slug,
};

pub(crate) async fn show_new(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let form = Form::filled([("from", day_text(visit.today()))]);
    Ok(new_page(&visit, &form))
}

pub(crate) async fn create(visit: Visit, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let Some(body) = read(&form, Vec::new(), None) else {
        return Ok(new_page(&visit, &form.unreadable(visit.lang, &["from"])));
    };
    let wanted = form.some("slug").unwrap_or_else(|| slug(&body.title));
    let Ok(key) = wanted.parse::<Key>() else {
        // An address that nobody wrote comes from the title.
        let wrong = if form.some("slug").is_some() {
            "slug"
        } else {
            "title"
        };
        return Ok(new_page(&visit, &form.unreadable(visit.lang, &[wrong])));
    };
    match visit.send(Call::<PutCollection>::new((key,)).body(&body)).await {
        Ok(made) => Ok(visit.go(&format!("/desk/collections/{}?done=saved", made.slug))),
        Err(error) => Ok(new_page(&visit, &refused(&visit, form, error)?)),
    }
}

fn new_page(visit: &Visit, form: &Form) -> axum::http::Response<axum::body::Body> {
    let title = tr!(visit, "collections.new");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {breadcrumb(visit, vec![("/desk/collections".to_owned(), tr!(visit, "collections.title"))], title.clone())}
            <h1>{title.clone()}</h1>
            {problem_summary(visit, form)}
            <form class="form stack" method="post" action=visit.to("/desk/collections/new")>
                {fields(visit, form)}
                {Field::new("slug", tr!(visit, "collections.slug")).hint(tr!(visit, "collections.slug_hint")).input(visit, form)}
                <div class="form__actions"><button class="button button--large">{tr!(visit, "collections.create")}</button></div>
            </form>
        }
        .into_any()
    })
}

async fn read_collection(visit: &Visit, slug: &str) -> Result<Collection, PageError> {
    visit.member(&[OrganisationKind::Centre])?;
    let key: Key = parsed(visit, slug)?;
    let filter = CollectionFilter { all: Some(true) };
    visit
        .read(Call::<GetCollection>::new((key,)).query(&filter))
        .await
}

pub(crate) async fn show(visit: Visit, Path(slug): Path<String>) -> PageResult {
    let collection = read_collection(&visit, &slug).await?;
    let form = filled(&collection);
    page(&visit, &collection, form).await
}

pub(crate) async fn update(visit: Visit, Path(slug): Path<String>, form: Form) -> PageResult {
    let collection = read_collection(&visit, &slug).await?;
    let version = form.parse("version").or(Some(collection.version));
    let Some(body) = read(&form, collection.product_ids.clone(), version) else {
        let form = form.unreadable(visit.lang, &["from"]);
        return page(&visit, &collection, form).await;
    };
    put(&visit, &collection, form, body).await
}

/// Adds, removes or moves one product.
pub(crate) async fn products(visit: Visit, Path(slug): Path<String>, form: Form) -> PageResult {
    let collection = read_collection(&visit, &slug).await?;
    let mut ids = collection.product_ids.clone();
    if let Some(product) = form.parse::<ProductId>("add").filter(|id| !ids.contains(id)) {
        ids.push(product);
    }
    if let Some(product) = form.parse::<ProductId>("remove") {
        ids.retain(|id| *id != product);
    }
    for (name, by) in [("up", -1), ("down", 1)] {
        let from = form
            .parse::<ProductId>(name)
            .and_then(|product| ids.iter().position(|id| *id == product));
        if let Some(from) = from {
            let to = from.saturating_add_signed(by);
            if to < ids.len() {
                ids.swap(from, to);
            }
        }
    }
    let body = CollectionPut {
        title: collection.title.clone(),
        title_en: collection.title_en.clone(),
        intro: collection.intro.clone(),
        intro_en: collection.intro_en.clone(),
        from: collection.from,
        until: collection.until,
        published: collection.published,
        product_ids: ids,
        version: Some(collection.version),
    };
    put(&visit, &collection, filled(&collection), body).await
}

pub(crate) async fn delete(visit: Visit, Path(slug): Path<String>) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let key: Key = parsed(&visit, &slug)?;
    visit.read(Call::<DeleteCollection>::new((key,))).await?;
    Ok(visit.go("/desk/collections?done=deleted"))
}

async fn put(visit: &Visit, collection: &Collection, form: Form, body: CollectionPut) -> PageResult {
    let key: Key = parsed(visit, &collection.slug)?;
    match visit.send(Call::<PutCollection>::new((key,)).body(&body)).await {
        Ok(_) => Ok(visit.go(&format!("/desk/collections/{}?done=saved", collection.slug))),
        Err(error) => page(visit, collection, refused(visit, form, error)?).await,
    }
}

fn read(form: &Form, product_ids: Vec<ProductId>, version: Option<i64>) -> Option<CollectionPut> {
    Some(CollectionPut {
        title: form.text("title").trim().to_owned(),
        title_en: form.some("title_en"),
        intro: form.some("intro"),
        intro_en: form.some("intro_en"),
        from: form.date("from")?,
        until: form.date("until"),
        published: form.ticked("published"),
        product_ids,
        version,
    })
}

fn filled(collection: &Collection) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut values = vec![
        ("title", collection.title.clone()),
        ("title_en", text(&collection.title_en)),
        ("intro", text(&collection.intro)),
        ("intro_en", text(&collection.intro_en)),
        ("from", day_text(collection.from)),
        ("until", collection.until.map(day_text).unwrap_or_default()),
        ("version", collection.version.to_string()),
    ];
    if collection.published {
        values.push(("published", "true".to_owned()));
    }
    Form::filled(values)
}

fn fields(visit: &Visit, form: &Form) -> AnyView {
    let field = |name: &'static str| Field::new(name, tr!(visit, format!("collections.field_{name}")));
    view! {
        {field("title").required().input(visit, form)}
        {field("title_en").input(visit, form)}
        {field("intro").textarea(visit, form, "3")}
        {field("intro_en").textarea(visit, form, "3")}
        <div class="field-row">
            {field("from").required().kind("date").input(visit, form)}
            {field("until").kind("date").hint(tr!(visit, "collections.until_hint")).input(visit, form)}
        </div>
        {choice(form, "checkbox", "published", "true", tr!(visit, "collections.field_published"))}
    }
    .into_any()
}

async fn page(visit: &Visit, collection: &Collection, form: Form) -> PageResult {
    let words = asked(visit, "q");
    let found = match &words {
        Some(_) => {
            let filter = ProductFilter {
                q: words.clone(),
                limit: Some(12),
                ..ProductFilter::default()
            };
            visit
                .read(Call::<ListProducts>::new(()).query(&filter))
                .await?
                .items
        }
        None => Vec::new(),
    };
    let title = collection.title_in(visit.lang).to_owned();
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let path = format!("/desk/collections/{}", collection.slug);
        let public = visit.to(&format!("/collections/{}", collection.slug));
        let see = collection.shown.then(|| {
            view! { <a class="button button--quiet" href=public.clone()>{icon(visit, "external")}{tr!(visit, "collections.see")}</a> }
        });
        view! {
            {breadcrumb(visit, vec![("/desk/collections".to_owned(), tr!(visit, "collections.title"))], title.clone())}
            <div class="page-head"><div><h1>{title.clone()}</h1><p class="cluster">{standing(visit, collection)}<code>{public.clone()}</code></p></div><div class="cluster">{see}</div></div>
            {news(visit, "collections", &["saved"])}
            {problem_summary(visit, &form)}
            {section(tr!(visit, "collections.products"), in_order(visit, collection, &path))}
            {section(tr!(visit, "collections.add"), view! {
                {search(visit, tr!(visit, "work.find_product"))}
                {choices(visit, collection, &found, &path, words.is_some())}
            }.into_any())}
            <details class="panel" open=form.problem.is_some()>
                <summary class="strong">{tr!(visit, "collections.texts")}</summary>
                <form class="form stack" method="post" action=visit.to(&path)>
                    <input type="hidden" name="version" value=form.text("version").to_owned()/>
                    {fields(visit, &form)}
                    <div class="form__actions"><button class="button">{tr!(visit, "work.save")}</button></div>
                </form>
            </details>
            <details class="confirm"><summary>{tr!(visit, "collections.delete")}</summary>
                {crate::pages::work::press(visit, &format!("{path}/delete"), "button button--danger", tr!(visit, "collections.delete_yes"))}
            </details>
        }
        .into_any()
    }))
}

/// The products with buttons to move and remove each.
fn in_order(visit: &Visit, collection: &Collection, path: &str) -> AnyView {
    if collection.product_ids.is_empty() {
        return view! { <p class="muted">{tr!(visit, "collections.no_products")}</p> }.into_any();
    }
    let last = collection.product_ids.len().saturating_sub(1);
    let rows: Vec<AnyView> = collection
        .product_ids
        .iter()
        .enumerate()
        .map(|(index, id)| {
            let card = collection.products.iter().find(|card| card.id == *id);
            let name = card.map(|card| card.name_in(visit.lang).to_owned()).or_else(|| {
                let hidden = collection.left_out.iter().find(|hidden| hidden.id == *id);
                hidden.map(|hidden| hidden.name_in(visit.lang).to_owned())
            });
            let name = name.unwrap_or_default();
            let told = match card {
                Some(card) => stars(visit, card.stars),
                None => view! { <span class="badge badge--lapsed">{tr!(visit, "collections.not_shown")}</span> }.into_any(),
            };
            let button = |action: &'static str, glyph: &'static str| {
                let label = tr!(visit, format!("collections.{action}"), name = name);
                view! { <button class="button button--quiet button--icon" name=action value=id.to_string() aria-label=label>{icon(visit, glyph)}</button> }
            };
            view! {
                <li class="cluster cluster--between">
                    <span class="cluster"><strong>{name.clone()}</strong> {told}</span>
                    <span class="cluster">
                        {(index > 0).then(|| button("up", "arrow-up"))}
                        {(index < last).then(|| button("down", "arrow-down"))}
                        {button("remove", "trash")}
                    </span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <form method="post" action=visit.to(&format!("{path}/products"))>
            <ol class="stack stack--tight">{rows}</ol>
        </form>
    }
    .into_any()
}

/// What a search found, with a button to add each.
fn choices(
    visit: &Visit,
    collection: &Collection,
    found: &[ProductCard],
    path: &str,
    searched: bool,
) -> AnyView {
    let full = collection.product_ids.len() >= usize::try_from(COLLECTION_PRODUCTS).unwrap_or(usize::MAX);
    if full {
        return view! { <p class="muted">{tr!(visit, "collections.full", n = format::number(visit.lang, i64::from(COLLECTION_PRODUCTS)))}</p> }.into_any();
    }
    if found.is_empty() {
        return if searched {
            view! { <p class="muted">{tr!(visit, "work.nothing_found")}</p> }.into_any()
        } else {
            ().into_any()
        };
    }
    let rows: Vec<AnyView> = found
        .iter()
        .map(|card| {
            let held = collection.product_ids.contains(&card.id);
            let action = if held {
                view! { <span class="muted">{tr!(visit, "collections.held")}</span> }.into_any()
            } else if card.stars.is_none() {
                view! { <span class="muted">{tr!(visit, "collections.no_certificate")}</span> }.into_any()
            } else {
                view! {
                    <button class="button button--quiet" name="add" value=card.id.to_string()>{icon(visit, "plus")}{tr!(visit, "collections.add_one")}
                    <span class="visually-hidden">{card.name_in(visit.lang).to_owned()}</span></button>
                }
                .into_any()
            };
            view! {
                <li class="cluster cluster--between">
                    <span>{card.name_in(visit.lang).to_owned()} <small class="muted">" · " {card.producer.name_in(visit.lang).to_owned()}</small></span>{action}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <form method="post" action=visit.to(&format!("{path}/products"))><ul class="list-plain stack stack--tight">{rows}</ul></form>
    }
    .into_any()
}
