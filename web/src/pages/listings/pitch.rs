//! Offering a product to a chain: first the product, then to whom, how much and at what price.

use super::act::chosen;
use crate::{
    components::{
        bits::{breadcrumb, page_head},
        draft::{draft_key, draft_notice, draft_saved},
        fields::{Field, field_error, once},
        frame::Frame,
        messages::{empty, notice, problem_summary},
    },
    form::Form,
    format,
    pages::{
        address::{required, wrong},
        papers::{needs::verdict, short::missing},
        work::{choice, choose_product, in_language},
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
    visit.only_for::<PitchListing>()?;
    let choices = read(&visit).await?;
    let form = match (
        choice::<ListingId>(&visit, "again"),
        choice::<ProductId>(&visit, "product"),
    ) {
        (Some(id), _) => like(&visit.get::<GetListing>((id,)).await?),
        (None, Some(product)) => Form::filled([("product_id", product.to_string())]),
        (None, None) => return Ok(choose(&visit, &choices)),
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
    let Some(product) = form.parse::<ProductId>("product_id") else {
        return Ok(visit.go("/desk/listings/new"));
    };
    match send(&visit, &form, product, &choices).await {
        Ok(listing) => Ok(visit.go(&format!("/desk/listings/{}?done=pitched", listing.id))),
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            Ok(page(&visit, &form, &choices))
        }
    }
}

async fn send(
    visit: &Visit,
    form: &Form,
    product_id: ProductId,
    choices: &Choices,
) -> Result<Listing, ClientError> {
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
        .filter(shared::catalogue::ManagedProduct::is_shown)
        .collect();
    Ok(Choices {
        products,
        chains: chains.items,
        papers: papers.items,
    })
}

/// The first step: which product. Whoever has none that is shown is told what to do first.
fn choose(visit: &Visit, choices: &Choices) -> Response<Body> {
    let title = tr!(visit, "listings.pitch_title");
    visit.page(Frame::desk(title.clone()), || {
        let list = if choices.products.is_empty() {
            let products = Some(("/desk/products".to_owned(), tr!(visit, "listings.to_products")));
            empty(
                visit,
                tr!(visit, "listings.no_product"),
                tr!(visit, "listings.no_product_text"),
                products,
            )
        } else {
            let products = choices.products.iter().map(|product| {
                (
                    product.id,
                    name_of(product),
                    papers_of(visit, product.id, &choices.papers),
                )
            });
            view! {
                <h2>{tr!(visit, "work.step_product")}</h2>
                {choose_product(visit, products.collect())}
            }
            .into_any()
        };
        view! {
            {page_head(title, Some(tr!(visit, "listings.pitch_lede")), ().into_any())}
            {list}
        }
        .into_any()
    })
}

/// What of its papers a product lacks before a supermarket may take it.
fn papers_of(visit: &Visit, product: ProductId, papers: &[Compliance]) -> String {
    match papers.iter().find(|papers| papers.product_id == product) {
        Some(papers) if !papers.ready => {
            let lacking: Vec<_> = papers.lacking().map(|need| need.need).collect();
            tr!(visit, "gaps.missing_papers", papers = missing(visit, &lacking))
        }
        Some(_) => tr!(visit, "papers.ready"),
        None => String::new(),
    }
}

fn page(visit: &Visit, form: &Form, choices: &Choices) -> Response<Body> {
    let chosen: Option<ProductId> = form.parse("product_id");
    let Some(product) = choices.products.iter().find(|product| Some(product.id) == chosen) else {
        return choose(visit, choices);
    };
    let title = tr!(visit, "listings.pitch_title");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let chains: Vec<AnyView> = choices.chains.iter().map(|one| chain(visit, form, one)).collect();
        let papers = choices.papers.iter().find(|papers| papers.product_id == product.id);
        let draft = draft_key(visit, &format!("pitch/{}", product.id));
        view! {
            {breadcrumb(visit, vec![("/desk/listings".to_owned(), tr!(visit, "listings.title"))], title.clone())}
            {page_head(title, Some(tr!(visit, "listings.pitch_lede")), ().into_any())}
            {problem_summary(visit, form)}
            <div id="product-id">
                {notice(visit, "info", name_of(product), None)}
                {field_error(form, "product_id", &tr!(visit, "listings.product"))}
            </div>
            <p><a href=visit.to("/desk/listings/new")>{tr!(visit, "work.other_product")}</a></p>
            {papers.map(|papers| verdict(visit, papers))}
            <form class="form stack stack--loose" method="post" action=visit.to("/desk/listings/new") data-draft=draft>
                {draft_notice(visit, form)}
                {once(visit, form)}
                <input type="hidden" name="product_id" value=product.id.to_string()/>
                <fieldset class="fieldset" id="chain-id">
                    <legend>{tr!(visit, "listings.chain")}</legend>
                    <div class="stack">{chains}</div>
                    {field_error(form, "chain_id", &tr!(visit, "listings.chain"))}
                    {field_error(form, "store_ids", &tr!(visit, "listings.choose_stores"))}
                </fieldset>
                {offered(visit, form, product)}
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
fn offered(visit: &Visit, form: &Form, product: &ManagedProduct) -> AnyView {
    let active = product.packs.iter().filter(|pack| pack.active);
    let packs = active.map(|pack| {
        let label = in_language(visit.lang, &pack.label, pack.label_en.as_deref());
        let price = format::money(visit.lang, pack.unit_price);
        (pack.id.to_string(), format!("{label} · {price}"))
    });
    let packs = std::iter::once((String::new(), tr!(visit, "listings.no_pack"))).chain(packs);
    let field = |name: &'static str| Field::new(name, tr!(visit, format!("listings.{name}")));
    view! {
        <fieldset class="fieldset stack">
            <legend>{tr!(visit, "listings.offer")}</legend>
            {field("pack_id").hint(tr!(visit, "listings.pack_hint")).select(visit, form, packs.collect())}
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
