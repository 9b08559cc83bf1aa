//! Filling one featured place: first the product, then from when until when, and why.

use crate::{
    components::{
        bits::breadcrumb,
        fields::Field,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{
        address::{asked, parsed},
        work::{choice, choose_product, in_language, refused, search},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, extract::Path, http::Response};
use leptos::prelude::*;
use shared::{
    Call, Code, ProductId,
    curation::{DeleteFeature, FeaturePut, PutFeature, SLOTS},
    discovery::{GetProduct, ListProducts, ProductFilter},
    endpoint::Key,
    identity::OrganisationKind,
    time::plus_days,
};

fn slot_of(visit: &Visit, slot: &str) -> Result<u8, PageError> {
    visit.member(&[OrganisationKind::Centre])?;
    let slot: u8 = parsed(visit, slot)?;
    if (1..=SLOTS).contains(&slot) {
        Ok(slot)
    } else {
        Err(visit.refuse(Code::NotFound))
    }
}

pub(crate) async fn show(visit: Visit, Path(slot): Path<String>) -> PageResult {
    let slot = slot_of(&visit, &slot)?;
    if let Some(product) = choice::<ProductId>(&visit, "product") {
        let until = plus_days(visit.today(), 30);
        let form = Form::filled([
            ("product_id", product.to_string()),
            ("from", visit.today().to_string()),
            ("until", until.to_string()),
        ]);
        return page(&visit, slot, &form, product).await;
    }
    let filter = ProductFilter {
        q: asked(&visit, "q"),
        ..ProductFilter::default()
    };
    let found = visit.read(Call::<ListProducts>::new(()).query(&filter)).await?;
    let title = tr!(visit, "curation.slot", n = slot);
    Ok(visit.page(Frame::desk(title.clone()), || {
        let choices = found.items.iter().map(|product| {
            let stars = product.stars.map_or_else(
                || tr!(visit, "curation.certificate"),
                |stars| tr!(visit, "common.stars", n = stars),
            );
            let note = format!("{} · {stars}", product.producer.name);
            (product.id, product.name_in(visit.lang).to_owned(), note)
        });
        view! {
            {trail(&visit, &title)}
            <h1>{title.clone()}</h1>
            <h2>{tr!(visit, "work.step_product")}</h2>
            {search(&visit, tr!(visit, "work.find_product"))}
            {choose_product(&visit, choices.collect())}
        }
        .into_any()
    }))
}

pub(crate) async fn put(visit: Visit, Path(slot): Path<String>, form: Form) -> PageResult {
    let slot = slot_of(&visit, &slot)?;
    let Some(product_id) = form.parse::<ProductId>("product_id") else {
        return Ok(visit.go(&format!("/desk/features/{slot}")));
    };
    let (Some(from), Some(until)) = (form.date("from"), form.date("until")) else {
        let wrong: Vec<&str> = ["from", "until"]
            .into_iter()
            .filter(|name| form.date(name).is_none())
            .collect();
        let form = form.unreadable(visit.lang, &wrong);
        return page(&visit, slot, &form, product_id).await;
    };
    let body = FeaturePut {
        product_id,
        from,
        until,
        reason: form.text("reason").trim().to_owned(),
        reason_en: form.some("reason_en"),
    };
    match visit.send(Call::<PutFeature>::new((slot,)).body(&body)).await {
        Ok(_) => Ok(visit.go("/desk/features?done=put")),
        Err(error) => page(&visit, slot, &refused(&visit, form, error)?, product_id).await,
    }
}

pub(crate) async fn empty(visit: Visit, Path(slot): Path<String>) -> PageResult {
    let slot = slot_of(&visit, &slot)?;
    visit.read(Call::<DeleteFeature>::new((slot,))).await?;
    Ok(visit.go("/desk/features?done=emptied"))
}

fn trail(visit: &Visit, title: &str) -> AnyView {
    breadcrumb(
        visit,
        vec![("/desk/features".to_owned(), tr!(visit, "curation.title"))],
        title.to_owned(),
    )
}

async fn page(visit: &Visit, slot: u8, form: &Form, product: ProductId) -> Result<Response<Body>, PageError> {
    let product = visit.get::<GetProduct>((Key(product.to_string()),)).await?;
    let title = tr!(visit, "curation.slot", n = slot);
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let path = format!("/desk/features/{slot}");
        let name = in_language(visit.lang, &product.texts.name, product.texts.name_en.as_deref());
        let taken = form
            .problem_of("product_id")
            .map(|_| view! { <p class="field__error">{tr!(visit, "curation.taken")}</p> });
        let lapsed = product.stars.is_none().then(|| notice(visit, "warning", tr!(visit, "curation.certificate_text"), None));
        let field = |name: &'static str| Field::new(name, tr!(visit, format!("curation.{name}")));
        view! {
            {trail(visit, &title)}
            <h1>{title.clone()}</h1>
            {problem_summary(visit, form)}
            <div id="product-id">
                {notice(visit, "info", name, Some(product.producer.name.clone()))}
                {taken}
            </div>
            {lapsed}
            <p><a href=visit.to(&path)>{tr!(visit, "work.other_product")}</a></p>
            <form class="form stack" method="post" action=visit.to(&path)>
                <input type="hidden" name="product_id" value=product.id.to_string()/>
                <div class="field-row">
                    {field("from").required().kind("date").input(visit, form)}
                    {field("until").required().kind("date").hint(tr!(visit, "curation.until_hint")).input(visit, form)}
                </div>
                {field("reason").required().hint(tr!(visit, "curation.reason_hint")).textarea(visit, form, "3")}
                {field("reason_en").textarea(visit, form, "3")}
                <div class="form__actions"><button class="button button--large">{tr!(visit, "curation.put")}</button></div>
            </form>
        }
        .into_any()
    }))
}
