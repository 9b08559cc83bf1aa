//! Adding a chain of a verified retailer, and a store of a chain.

use crate::{
    components::{
        bits::breadcrumb,
        fields::{Field, choice, once},
        frame::Frame,
        messages::{empty, problem_summary},
    },
    form::Form,
    pages::{address::parsed, work::refused},
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, extract::Path, http::Response};
use leptos::prelude::*;
use shared::{
    Call, ChainId, Code,
    identity::{ListOrganisations, OrganisationFilter, OrganisationKind, OrganisationStatus},
    listings::{Chain, ChainCreate, CreateChain, CreateStore, ListChains, StoreCreate},
    page::MAX_LIMIT,
    producers::{Commune, ListCommunes},
};

/// Verified retailers: id and name.
async fn retailers(visit: &Visit) -> Result<Vec<(String, String)>, PageError> {
    visit.member(&[OrganisationKind::Centre])?;
    let filter = OrganisationFilter {
        kind: Some(OrganisationKind::Retailer),
        status: Some(OrganisationStatus::Verified),
        limit: Some(MAX_LIMIT),
        ..OrganisationFilter::default()
    };
    let page = visit
        .read(Call::<ListOrganisations>::new(()).query(&filter))
        .await?;
    Ok(page
        .items
        .into_iter()
        .map(|retailer| (retailer.id.to_string(), retailer.name))
        .collect())
}

pub(crate) async fn show_chain(visit: Visit) -> PageResult {
    let retailers = retailers(&visit).await?;
    let form = Form::filled([("counts_as_retail_chain", "true")]);
    Ok(chain_page(&visit, &form, retailers))
}

pub(crate) async fn create_chain(visit: Visit, form: Form) -> PageResult {
    let Some(organisation_id) = form.parse("organisation_id") else {
        let retailers = retailers(&visit).await?;
        return Ok(chain_page(
            &visit,
            &form.unreadable(visit.lang, &["organisation_id"]),
            retailers,
        ));
    };
    let body = ChainCreate {
        organisation_id,
        name: form.text("name").trim().to_owned(),
        counts_as_retail_chain: form.ticked("counts_as_retail_chain"),
    };
    match visit
        .send(
            Call::<CreateChain>::new(())
                .body(&body)
                .idempotency_key(form.text("once")),
        )
        .await
    {
        Ok(_) => Ok(visit.go("/desk/chains?done=chain")),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            let retailers = retailers(&visit).await?;
            Ok(chain_page(&visit, &form, retailers))
        }
    }
}

fn trail(visit: &Visit, title: &str) -> AnyView {
    breadcrumb(
        visit,
        vec![("/desk/chains".to_owned(), tr!(visit, "chains.title"))],
        title.to_owned(),
    )
}

fn chain_page(visit: &Visit, form: &Form, retailers: Vec<(String, String)>) -> Response<Body> {
    let title = tr!(visit, "chains.new");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let body = if retailers.is_empty() {
            let first = Some(("/desk/organisations".to_owned(), tr!(visit, "organisations.title")));
            empty(visit, tr!(visit, "chains.no_retailer"), tr!(visit, "chains.no_retailer_text"), first)
        } else {
            let retailers = std::iter::once((String::new(), tr!(visit, "work.choose"))).chain(retailers).collect();
            view! {
                <form class="form stack" method="post" action=visit.to("/desk/chains/new")>
                    {once(visit, form)}
                    {Field::new("organisation_id", tr!(visit, "chains.retailer")).required().select(visit, form, retailers)}
                    {Field::new("name", tr!(visit, "chains.name")).required().hint(tr!(visit, "chains.name_hint")).input(visit, form)}
                    {choice(form, "checkbox", "counts_as_retail_chain", "true", tr!(visit, "chains.counts_long"))}
                    <div class="form__actions"><button class="button button--large">{tr!(visit, "work.save")}</button></div>
                </form>
            }
            .into_any()
        };
        view! {
            {trail(visit, &title)}
            <h1>{title.clone()}</h1>
            {problem_summary(visit, form)}
            {body}
        }
        .into_any()
    })
}

/// The chain and the communes where its store may be.
async fn read(visit: &Visit, chain: &str) -> Result<(Chain, Vec<Commune>), PageError> {
    visit.member(&[OrganisationKind::Centre, OrganisationKind::Retailer])?;
    let chain: ChainId = parsed(visit, chain)?;
    let (chains, communes) =
        futures_util::future::try_join(visit.get::<ListChains>(()), visit.get::<ListCommunes>(())).await?;
    let chain = chains
        .items
        .into_iter()
        .find(|row| row.id == chain)
        .ok_or_else(|| visit.refuse(Code::NotFound))?;
    Ok((chain, communes.items))
}

pub(crate) async fn show_store(visit: Visit, Path(chain): Path<String>) -> PageResult {
    visit.only_for::<CreateStore>()?;
    let (chain, communes) = read(&visit, &chain).await?;
    Ok(store_page(&visit, &Form::default(), &chain, communes))
}

pub(crate) async fn create_store(visit: Visit, Path(chain): Path<String>, form: Form) -> PageResult {
    let (chain, communes) = read(&visit, &chain).await?;
    let body = StoreCreate {
        code: form.text("code").trim().to_owned(),
        name: form.text("name").trim().to_owned(),
        address: form.text("address").trim().to_owned(),
        commune_code: form.text("commune_code").to_owned(),
        gln: form.some("gln"),
    };
    match visit
        .send(
            Call::<CreateStore>::new((chain.id,))
                .body(&body)
                .idempotency_key(form.text("once")),
        )
        .await
    {
        Ok(_) => Ok(visit.go(&format!("/desk/chains/{}?done=store", chain.id))),
        Err(error) => Ok(store_page(
            &visit,
            &refused(&visit, form, error)?,
            &chain,
            communes,
        )),
    }
}

fn store_page(visit: &Visit, form: &Form, chain: &Chain, communes: Vec<Commune>) -> Response<Body> {
    let title = tr!(visit, "chains.new_store_of", name = chain.name);
    let first = (String::new(), tr!(visit, "work.choose"));
    let communes = std::iter::once(first)
        .chain(communes.into_iter().map(|commune| (commune.code, commune.name)))
        .collect();
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let field = |name: &'static str| Field::new(name, tr!(visit, format!("chains.store_{name}")));
        view! {
            {trail(visit, &title)}
            <h1>{title.clone()}</h1>
            {problem_summary(visit, form)}
            <form class="form stack" method="post" action=visit.to(&format!("/desk/chains/{}/stores/new", chain.id))>
                {once(visit, form)}
                {field("name").required().input(visit, form)}
                {field("code").required().hint(tr!(visit, "chains.store_code_hint")).input(visit, form)}
                {field("address").required().input(visit, form)}
                {Field::new("commune_code", tr!(visit, "work.commune")).required().select(visit, form, communes)}
                {field("gln").numeric().hint(tr!(visit, "chains.store_gln_hint")).input(visit, form)}
                <div class="form__actions"><button class="button button--large">{tr!(visit, "work.save")}</button></div>
            </form>
        }
        .into_any()
    })
}
