//! Offering a product to a chain.

use super::act::chosen;
use crate::{
    components::{
        bits::page_head,
        fields::{Field, once},
        frame::Frame,
        messages::{empty, problem_summary},
    },
    form::Form,
    pages::{
        address::{asked, field_error, required},
        papers::needs::verdict,
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, ChainId, ClientError, ProductId,
    catalogue::{ListManagedProducts, ManagedProduct, ManagedProductFilter},
    identity::OrganisationKind::Producer,
    listings::{Chain, ListChains, Listing, ListingPitch, PitchListing},
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
    let form = Form::filled([("product_id", asked(&visit, "product").unwrap_or_default())]);
    Ok(page(&visit, &form, &choices))
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
        .filter(|product| product.published_at.is_some())
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
            return empty(visit, tr!(visit, "listings.no_product"), tr!(visit, "listings.no_product_text"), products);
        }
        let mut products = vec![(String::new(), tr!(visit, "listings.choose_product"))];
        products.extend(choices.products.iter().map(|product| (product.id.to_string(), name_of(product))));
        let chains: Vec<AnyView> = choices.chains.iter().map(|one| chain(visit, form, one)).collect();
        view! {
            {page_head(title, Some(tr!(visit, "listings.pitch_lede")), ().into_any())}
            {problem_summary(visit, form)}
            <form class="form stack stack--loose" method="post" action=visit.to("/desk/listings/new")>
                {once(visit, form)}
                {Field::new("product_id", tr!(visit, "listings.product")).required().select(visit, form, products)}
                {lacking(visit, form, choices)}
                <fieldset class="fieldset" id="chain-id">
                    <legend>{tr!(visit, "listings.chain")}</legend>
                    <div class="stack">{chains}</div>
                    {field_error(form, "chain_id")}
                    {field_error(form, "store_ids")}
                </fieldset>
                {Field::new("note", tr!(visit, "listings.note"))
                    .required()
                    .hint(tr!(visit, "listings.note_hint"))
                    .textarea(visit, form, "5")}
                <div class="form__actions"><button class="button">{tr!(visit, "listings.send")}</button></div>
            </form>
        }
        .into_any()
    })
}

/// What the chosen product lacks, or which products lack something while none is chosen. It warns; the chain decides.
fn lacking(visit: &Visit, form: &Form, choices: &Choices) -> AnyView {
    if let Some(id) = form.parse::<ProductId>("product_id") {
        return match choices.papers.iter().find(|product| product.product_id == id) {
            Some(product) => verdict(visit, product),
            None => ().into_any(),
        };
    }
    let lacking: Vec<AnyView> = choices
        .papers
        .iter()
        .filter(|papers| {
            !papers.ready
                && choices
                    .products
                    .iter()
                    .any(|product| product.id == papers.product_id)
        })
        .map(|papers| {
            let path = visit.to(&format!("/desk/products/{}#papers", papers.product_id));
            view! { <li><a href=path>{papers.product_name.clone()}</a></li> }.into_any()
        })
        .collect();
    if lacking.is_empty() {
        return ().into_any();
    }
    let title = tr!(visit, "papers.lacking", n = lacking.len());
    view! { <details class="panel panel--quiet"><summary>{title}</summary><ul>{lacking}</ul></details> }
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
