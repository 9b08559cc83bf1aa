//! Starting a product, and changing its texts.

use super::fields::{create, fields, filled, illustrations, update};
use crate::{
    components::{
        bits::breadcrumb,
        draft::{draft_key, draft_notice, draft_saved},
        fields::once,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{address::parsed, work::refused},
    visit::{PageError, PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, ProductId,
    catalogue::{
        CreateProduct, GetManagedProduct, Group, ListGroups, ManagedProduct, ProductStatus, UpdateProduct,
    },
    identity::OrganisationKind,
};

pub(crate) async fn show_new(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Producer])?;
    visit.only_for::<CreateProduct>()?;
    let groups = visit.get::<ListGroups>(()).await?.items;
    Ok(new_page(&visit, &Form::default(), &groups))
}

pub(crate) async fn create_product(visit: Visit, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Producer])?;
    let call = Call::<CreateProduct>::new(())
        .body(&create(&form))
        .idempotency_key(form.text("once"));
    match visit.send(call).await {
        Ok(product) => Ok(visit.go(&format!("/desk/products/{}?done=created", product.id))),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            let groups = visit.get::<ListGroups>(()).await?.items;
            Ok(new_page(&visit, &form, &groups))
        }
    }
}

fn new_page(visit: &Visit, form: &Form, groups: &[Group]) -> axum::http::Response<axum::body::Body> {
    let title = tr!(visit, "catalogue.new");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {breadcrumb(visit, vec![("/desk/products".to_owned(), tr!(visit, "desk.products"))], title.clone())}
            <h1>{title}</h1>
            {problem_summary(visit, form)}
            <form class="form stack" method="post" action=visit.to("/desk/products/new") data-draft=draft_key(visit, "product")>
                {draft_notice(visit, form)}
                {once(visit, form)}
                {fields(visit, form, groups)}
                {illustrations(visit, form)}
                <p class="muted">{tr!(visit, "catalogue.new_next")}</p>
                <div class="form__actions"><button class="button button--large">{tr!(visit, "catalogue.create")}</button>{draft_saved(visit)}</div>
            </form>
        }
        .into_any()
    })
}

/// The product and the groups it may belong to.
async fn read(visit: &Visit, product: &str) -> Result<(ManagedProduct, Vec<Group>), PageError> {
    visit.member(&[OrganisationKind::Producer])?;
    let product: ProductId = parsed(visit, product)?;
    let (product, groups) = futures_util::future::try_join(
        visit.get::<GetManagedProduct>((product,)),
        visit.get::<ListGroups>(()),
    )
    .await?;
    Ok((product, groups.items))
}

pub(crate) async fn show_edit(visit: Visit, Path(product): Path<String>) -> PageResult {
    visit.only_for::<UpdateProduct>()?;
    let (product, groups) = read(&visit, &product).await?;
    let form = filled(&product.texts, product.version);
    Ok(edit_page(&visit, &form, &product, &groups))
}

pub(crate) async fn update_product(visit: Visit, Path(product): Path<String>, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Producer])?;
    let key: ProductId = parsed(&visit, &product)?;
    let call = Call::<UpdateProduct>::new((key,))
        .body(&update(&form))
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{key}?done=saved"))),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            let (product, groups) = read(&visit, &product).await?;
            let form = form.beside(&filled(&product.texts, product.version));
            Ok(edit_page(&visit, &form, &product, &groups))
        }
    }
}

fn edit_page(
    visit: &Visit,
    form: &Form,
    product: &ManagedProduct,
    groups: &[Group],
) -> axum::http::Response<axum::body::Body> {
    let title = tr!(visit, "catalogue.edit");
    let path = format!("/desk/products/{}", product.id);
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let trail = vec![
            ("/desk/products".to_owned(), tr!(visit, "desk.products")),
            (path.clone(), product.texts.name.clone()),
        ];
        let body = if product.status == ProductStatus::InReview {
            notice(visit, "info", tr!(visit, "catalogue.locked"), Some(tr!(visit, "catalogue.next_in_review")))
        } else {
            view! {
                {product.published_at.is_some().then(|| notice(visit, "info", tr!(visit, "catalogue.edit_public"), None))}
                <form class="form stack" method="post" action=visit.to(&format!("{path}/edit"))
                    data-draft=draft_key(visit, &format!("product/{}", product.id))>
                    {draft_notice(visit, form)}
                    <input type="hidden" name="version" value=form.text("version").to_owned()/>
                    {fields(visit, form, groups)}
                    <div class="form__actions">
                        <button class="button button--large">{tr!(visit, "work.save")}</button>
                        <a class="button button--quiet button--large" href=visit.to(&path)>{tr!(visit, "work.cancel")}</a>
                        {draft_saved(visit)}
                    </div>
                </form>
            }
            .into_any()
        };
        view! {
            {breadcrumb(visit, trail, title.clone())}
            <h1>{title}</h1>
            {problem_summary(visit, form)}
            {body}
        }
        .into_any()
    })
}
