//! A new lot comes into the store room.

use crate::{
    components::{
        bits::breadcrumb,
        fields::{Field, once},
        frame::Frame,
        messages::{empty, problem_summary},
    },
    form::Form,
    pages::{
        address::asked,
        work::{in_language, refused},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call,
    catalogue::{ListManagedProducts, ManagedProduct, ManagedProductFilter},
    identity::OrganisationKind,
    page::MAX_LIMIT,
    stock::{CreateLot, LotCreate},
};

async fn products(visit: &Visit) -> Result<Vec<ManagedProduct>, PageError> {
    visit.member(&[OrganisationKind::Producer])?;
    let filter = ManagedProductFilter {
        limit: Some(MAX_LIMIT),
        ..ManagedProductFilter::default()
    };
    Ok(visit
        .read(Call::<ListManagedProducts>::new(()).query(&filter))
        .await?
        .items)
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.only_for::<CreateLot>()?;
    let products = products(&visit).await?;
    let today = visit.today().to_string();
    let form = Form::filled([
        ("pack_id", asked(&visit, "pack").unwrap_or_default()),
        ("produced_on", today),
    ]);
    Ok(page(&visit, &form, &products))
}

pub(crate) async fn create_lot(visit: Visit, form: Form) -> PageResult {
    let products = products(&visit).await?;
    let (pack, produced_on) = (form.parse("pack_id"), form.date("produced_on"));
    let best_before = form.date("best_before");
    let mut wrong = Vec::new();
    if pack.is_none() {
        wrong.push("pack_id");
    }
    if produced_on.is_none() {
        wrong.push("produced_on");
    }
    if form.some("best_before").is_some() && best_before.is_none() {
        wrong.push("best_before");
    }
    let (Some(pack_id), Some(produced_on), true) = (pack, produced_on, wrong.is_empty()) else {
        return Ok(page(&visit, &form.unreadable(visit.lang, &wrong), &products));
    };
    let body = LotCreate {
        pack_id,
        code: form.text("code").trim().to_owned(),
        quantity: form.number("quantity"),
        produced_on,
        best_before,
    };
    match visit
        .send(
            Call::<CreateLot>::new(())
                .body(&body)
                .idempotency_key(form.text("once")),
        )
        .await
    {
        Ok(_) => {
            let past = best_before.is_some_and(|day| day < visit.today());
            let done = if past { "created_past" } else { "created" };
            Ok(visit.go(&format!("/desk/stock?done={done}")))
        }
        Err(error) => Ok(page(&visit, &refused(&visit, form, error)?, &products)),
    }
}

fn page(visit: &Visit, form: &Form, products: &[ManagedProduct]) -> Response<Body> {
    let title = tr!(visit, "stock.new");
    let packs: Vec<(String, Vec<(String, String)>)> = products
        .iter()
        .filter(|product| !product.packs.is_empty())
        .map(|product| {
            let name = in_language(visit.lang, &product.texts.name, product.texts.name_en.as_deref());
            // A closed list shows the chosen line alone: it has to say of which product it is.
            let packs = product.packs.iter().map(|pack| {
                let label = in_language(visit.lang, &pack.label, pack.label_en.as_deref());
                (pack.id.to_string(), format!("{name} · {label}"))
            });
            let packs = packs.collect();
            (name, packs)
        })
        .collect();
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let field = |name: &'static str| Field::new(name, tr!(visit, format!("stock.{name}")));
        let body = if packs.is_empty() {
            let first = Some(("/desk/products".to_owned(), tr!(visit, "desk.products")));
            empty(visit, tr!(visit, "stock.no_pack_title"), tr!(visit, "stock.no_pack_text"), first)
        } else {
            view! {
                <form class="form stack" method="post" action=visit.to("/desk/stock/new")>
                    {once(visit, form)}
                    {field("pack_id").required().select_grouped(visit, form, tr!(visit, "work.choose"), packs)}
                    {field("quantity").required().numeric().unit(tr!(visit, "work.cases")).input(visit, form)}
                    {field("code").required().hint(tr!(visit, "stock.code_hint")).input(visit, form)}
                    <div class="field-row">
                        {field("produced_on").required().kind("date").input(visit, form)}
                        {field("best_before").kind("date").hint(tr!(visit, "stock.best_before_hint")).input(visit, form)}
                    </div>
                    <div class="form__actions"><button class="button button--large">{tr!(visit, "stock.save_lot")}</button></div>
                </form>
            }
            .into_any()
        };
        view! {
            {breadcrumb(visit, vec![("/desk/stock".to_owned(), tr!(visit, "desk.stock"))], title.clone())}
            <h1>{title}</h1>
            {problem_summary(visit, form)}
            {body}
        }
        .into_any()
    })
}
