//! Offering a product to a chain.

use super::act::chosen;
use crate::{
    components::{
        bits::page_head,
        draft::{draft_key, draft_notice, draft_saved},
        fields::{Field, once},
        frame::Frame,
        messages::{empty, problem_summary},
    },
    form::Form,
    format,
    pages::{
        address::{asked, field_error, required, wrong},
        papers::needs::lacking,
        work::{choice, in_language},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, ChainId, ClientError, FieldCode, ListingId, ProductId,
    catalogue::{ListManagedProducts, ManagedProduct, ManagedProductFilter},
    identity::OrganisationKind::Producer,
    listings::{Chain, GetListing, ListChains, Listing, ListingPitch, PitchListing},
    papers::{Compliance, ListCompliance},
};

/// What there is to choose from.
struct Choices {
    products: Vec<ManagedProduct>,
    chains: Vec<Chain>,
    papers: Vec<Compliance>,
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[Producer])?;
    let choices = read(&visit).await?;
    let form = match choice::<ListingId>(&visit, "again") {
        Some(id) => like(&visit.get::<GetListing>((id,)).await?),
        None => Form::filled([("product_id", asked(&visit, "product").unwrap_or_default())]),
    };
    Ok(page(&visit, &form, &choices))
}

/// What was offered before, to be mended and offered again.
fn like(before: &Listing) -> Form {
    let offer = &before.offer;
    let mut values = vec![
        ("product_id", before.product_id.to_string()),
        ("chain_id", before.chain_id.to_string()),
        ("note", before.note.clone().unwrap_or_default()),
        (
            "pack_id",
            offer.pack_id.map(|id| id.to_string()).unwrap_or_default(),
        ),
        (
            "weekly_cases",
            offer.weekly_cases.map(|n| n.to_string()).unwrap_or_default(),
        ),
        (
            "unit_price",
            offer
                .unit_price
                .map(|price| price.amount.to_string())
                .unwrap_or_default(),
        ),
    ];
    values.extend(
        before
            .wanted_stores
            .iter()
            .map(|store| ("store_ids", store.to_string())),
    );
    Form::filled(values)
}

pub(crate) async fn pitch(visit: Visit, form: Form) -> PageResult {
    visit.member(&[Producer])?;
    let choices = read(&visit).await?;
    match send(&visit, &form, &choices).await {
        Ok(listing) => Ok(visit.go(&format!("/desk/listings/{}?done=pitched", listing.id))),
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            Ok(page(&visit, &form, &choices))
        }
    }
}

async fn send(visit: &Visit, form: &Form, choices: &Choices) -> Result<Listing, ClientError> {
    let Some(product_id) = form.parse::<ProductId>("product_id") else {
        return Err(required(visit, "product_id"));
    };
    let Some(chain_id) = form.parse::<ChainId>("chain_id") else {
        return Err(required(visit, "chain_id"));
    };
    if form.some("starts_on").is_some() && form.date("starts_on").is_none() {
        return Err(wrong(visit, "starts_on", FieldCode::Format));
    }
    // Stores ticked under another chain were ticked before the chain was changed.
    let chain = choices.chains.iter().find(|chain| chain.id == chain_id);
    let stores: Vec<_> = chosen(form)
        .into_iter()
        .filter(|id| chain.is_some_and(|chain| chain.stores.iter().any(|store| store.id == *id)))
        .collect();
    let store_ids = (!stores.is_empty()).then_some(stores);
    let body = ListingPitch {
        product_id,
        chain_id,
        store_ids,
        note: form.text("note").trim().to_owned(),
        pack_id: form.parse("pack_id"),
        weekly_cases: form.some("weekly_cases").map(|_| form.number("weekly_cases")),
        unit_price: form.some("unit_price").map(|_| form.number("unit_price")),
        starts_on: form.date("starts_on"),
    };
    visit
        .send(
            Call::<PitchListing>::new(())
                .body(&body)
                .idempotency_key(form.text("once")),
        )
        .await
}

async fn read(visit: &Visit) -> Result<Choices, PageError> {
    let filter = ManagedProductFilter {
        limit: Some(100),
        ..ManagedProductFilter::default()
    };
    let (products, chains, papers) = futures_util::future::try_join3(
        visit.read(Call::<ListManagedProducts>::new(()).query(&filter)),
        visit.read(Call::<ListChains>::new(())),
        visit.read(Call::<ListCompliance>::new(())),
    )
    .await?;
    // A product whose new texts wait for review is still public with its old ones.
    let products = products
        .items
        .into_iter()
        .filter(|product| product.is_shown())
        .collect();
    Ok(Choices {
        products,
        chains: chains.items,
        papers: papers.items,
    })
}

fn page(visit: &Visit, form: &Form, choices: &Choices) -> Response<Body> {
    let title = tr!(visit, "listings.pitch_title");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        if choices.products.is_empty() {
            let products = Some(("/desk/products".to_owned(), tr!(visit, "listings.to_products")));
            return view! {
                {page_head(title, None, ().into_any())}
                {empty(visit, tr!(visit, "listings.no_product"), tr!(visit, "listings.no_product_text"), products)}
            }
            .into_any();
        }
        let mut products = vec![(String::new(), tr!(visit, "listings.choose_product"))];
        products.extend(choices.products.iter().map(|product| (product.id.to_string(), name_of(product))));
        let chains: Vec<AnyView> = choices.chains.iter().map(|one| chain(visit, form, one)).collect();
        view! {
            {page_head(title, Some(tr!(visit, "listings.pitch_lede")), ().into_any())}
            {problem_summary(visit, form)}
            <form class="form stack stack--loose" method="post" action=visit.to("/desk/listings/new") data-draft=draft_key(visit, "pitch")>
                {draft_notice(visit)}
                {once(visit, form)}
                {Field::new("product_id", tr!(visit, "listings.product")).required().select(visit, form, products)}
                {lacking(visit, form.parse("product_id"), &choices.papers)}
                <fieldset class="fieldset" id="chain-id">
                    <legend>{tr!(visit, "listings.chain")}</legend>
                    <div class="stack">{chains}</div>
                    {field_error(form, "chain_id")}
                    {field_error(form, "store_ids")}
                </fieldset>
                {offered(visit, form, &choices.products)}
                {Field::new("note", tr!(visit, "listings.note"))
                    .required()
                    .hint(tr!(visit, "listings.note_hint"))
                    .textarea(visit, form, "5")}
                <div class="form__actions"><button class="button">{tr!(visit, "listings.send")}</button>{draft_saved(visit)}</div>
            </form>
        }
        .into_any()
    })
}

/// The three things that buyers ask first, in figures: how much, at what price, from when.
fn offered(visit: &Visit, form: &Form, products: &[ManagedProduct]) -> AnyView {
    let chosen: Option<ProductId> = form.parse("product_id");
    let packs = products
        .iter()
        .filter(|product| chosen.is_none_or(|chosen| chosen == product.id))
        .map(|product| {
            let packs = product.packs.iter().filter(|pack| pack.active).map(|pack| {
                let label = in_language(visit.lang, &pack.label, pack.label_en.as_deref());
                let price = format::money(visit.lang, pack.unit_price);
                (pack.id.to_string(), format!("{label} · {price}"))
            });
            (name_of(product), packs.collect())
        })
        .collect();
    let field = |name: &'static str| Field::new(name, tr!(visit, format!("listings.{name}")));
    view! {
        <fieldset class="fieldset stack">
            <legend>{tr!(visit, "listings.offer")}</legend>
            {field("pack_id").hint(tr!(visit, "listings.pack_hint")).select_grouped(visit, form, tr!(visit, "listings.no_pack"), packs)}
            <div class="field-row">
                {field("weekly_cases").numeric().unit(tr!(visit, "work.cases")).input(visit, form)}
                {field("unit_price").numeric().unit("₫".to_owned()).input(visit, form)}
            </div>
            {field("starts_on").kind("date").input(visit, form)}
        </fieldset>
    }
    .into_any()
}

/// The name that chains know.
fn name_of(product: &ManagedProduct) -> String {
    product
        .public_texts
        .as_ref()
        .unwrap_or(&product.texts)
        .name
        .clone()
}

/// A chain with its stores.
fn chain(visit: &Visit, form: &Form, chain: &Chain) -> AnyView {
    let value = chain.id.to_string();
    let checked = form.text("chain_id") == value;
    let stores: Vec<AnyView> = chain
        .stores
        .iter()
        .map(|store| {
            let value = store.id.to_string();
            let checked = form.all("store_ids").any(|sent| sent == value);
            let told = format!("{} · {}", store.name, store.commune.name);
            view! {
                <label class="choice"><input type="checkbox" name="store_ids" value=value checked=checked/><span>{told}</span></label>
            }
            .into_any()
        })
        .collect();
    let count = stores.len();
    let stores = (count > 0).then(|| {
        view! {
            <details open=checked>
                <summary>{tr!(visit, "listings.only_stores", n = count)}</summary>
                {stores}
            </details>
        }
    });
    view! {
        <div class="panel">
            <label class="choice">
                <input type="radio" name="chain_id" value=value checked=checked required=true/>
                <span class="strong">{chain.name.clone()}</span>
            </label>
            {stores}
        </div>
    }
    .into_any()
}
