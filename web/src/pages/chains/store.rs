//! Changing a store.

use super::chain::{contact_fields, contact_values, store};
use crate::{
    components::{bits::breadcrumb, fields::Field, frame::Frame, messages::problem_summary},
    form::Form,
    pages::work::refused,
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, extract::Path, http::Response};
use leptos::prelude::*;
use shared::{
    Call,
    listings::{ChainRecord, StoreRecord, StoreUpdate, UpdateStore},
    producers::ListCommunes,
};

pub(crate) async fn show(visit: Visit, Path((chain, id)): Path<(String, String)>) -> PageResult {
    visit.only_for::<UpdateStore>()?;
    let (chain, store) = store(&visit, &chain, &id).await?;
    let form = filled(&store);
    page(&visit, &form, &chain, &store).await
}

pub(crate) async fn update(
    visit: Visit,
    Path((chain, id)): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let (chain, store) = store(&visit, &chain, &id).await?;
    let body = StoreUpdate {
        code: form.text("code").trim().to_owned(),
        name: form.text("name").trim().to_owned(),
        address: form.text("address").trim().to_owned(),
        commune_code: form.text("commune_code").to_owned(),
        gln: form.some("gln"),
        contact: form.contact("contact."),
    };
    let call = Call::<UpdateStore>::new((store.id,))
        .body(&body)
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/chains/{}?done=store_changed", chain.id))),
        Err(error) => {
            let form = refused(&visit, form, error)?.beside(&filled(&store));
            page(&visit, &form, &chain, &store).await
        }
    }
}

fn filled(store: &StoreRecord) -> Form {
    let mut values = vec![
        ("code", store.code.clone()),
        ("name", store.name.clone()),
        ("address", store.address.clone()),
        ("commune_code", store.commune.code.clone()),
        ("gln", store.gln.clone().unwrap_or_default()),
        ("version", store.version.to_string()),
    ];
    values.extend(contact_values(store.contact.as_ref()));
    Form::filled(values)
}

async fn page(
    visit: &Visit,
    form: &Form,
    chain: &ChainRecord,
    store: &StoreRecord,
) -> Result<Response<Body>, PageError> {
    let communes = visit.get::<ListCommunes>(()).await?.items;
    let communes = communes
        .into_iter()
        .map(|commune| (commune.code, commune.name))
        .collect();
    let title = tr!(visit, "chains.edit_store_of", name = store.name);
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let field = |name: &'static str| Field::new(name, tr!(visit, format!("chains.store_{name}")));
        let up = (format!("/desk/chains/{}", chain.id), chain.name.clone());
        view! {
            {breadcrumb(visit, vec![up], title.clone())}
            <h1>{title.clone()}</h1>
            {problem_summary(visit, form)}
            <form class="form stack" method="post" action=visit.to(&format!("/desk/chains/{}/stores/{}", chain.id, store.id))>
                <input type="hidden" name="version" value=form.text("version").to_owned()/>
                {field("name").required().input(visit, form)}
                {field("code").required().hint(tr!(visit, "chains.store_code_hint")).input(visit, form)}
                {field("address").required().input(visit, form)}
                {Field::new("commune_code", tr!(visit, "work.commune")).required().select(visit, form, communes)}
                {field("gln").numeric().hint(tr!(visit, "chains.store_gln_hint")).input(visit, form)}
                {contact_fields(visit, form)}
                <div class="form__actions"><button class="button button--large">{tr!(visit, "work.save")}</button></div>
            </form>
        }
        .into_any()
    }))
}
