//! Recording a certificate: first the product, then what stands on the paper.

use crate::{
    components::{
        bits::breadcrumb,
        fields::{Field, choice as tile, once},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    format,
    pages::{
        address::asked,
        work::{choice, in_language, product_choices, refused, search},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, ProductId,
    catalogue::{
        GetManagedProduct, ListManagedProducts, ManagedProduct, ManagedProductFilter, ProductStatus,
    },
    certification::{CertificateCreate, CreateCertificate, CriteriaVersion, IssuerLevel, last_valid_day},
    identity::OrganisationKind::{Authority, Centre},
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[Centre, Authority])?;
    if let Some(product) = choice::<ProductId>(&visit, "product") {
        let product = visit.get::<GetManagedProduct>((product,)).await?;
        let form = Form::filled([
            ("product_id", product.id.to_string()),
            ("level", IssuerLevel::Province.to_string()),
            ("criteria_version", CriteriaVersion::V1489.to_string()),
        ]);
        return Ok(page(&visit, &form, &product));
    }
    let filter = ManagedProductFilter {
        status: Some(ProductStatus::Published),
        q: asked(&visit, "q"),
        ..ManagedProductFilter::default()
    };
    let found = visit
        .read(Call::<ListManagedProducts>::new(()).query(&filter))
        .await?;
    let title = tr!(visit, "certification.new");
    Ok(visit.page(Frame::desk(title.clone()), || {
        view! {
            {trail(&visit, &title)}
            <h1>{title.clone()}</h1>
            <h2>{tr!(visit, "work.step_product")}</h2>
            {search(&visit, tr!(visit, "work.find_product"))}
            {product_choices(&visit, &found.items)}
        }
        .into_any()
    }))
}

pub(crate) async fn create(visit: Visit, form: Form) -> PageResult {
    visit.member(&[Centre, Authority])?;
    let Some(product) = form.parse::<ProductId>("product_id") else {
        return Ok(visit.go("/desk/certificates/new"));
    };
    match read(&form) {
        Ok(body) => {
            let body = CertificateCreate {
                product_id: product,
                ..body
            };
            let call = Call::<CreateCertificate>::new(())
                .body(&body)
                .idempotency_key(form.text("once"));
            match visit.send(call).await {
                Ok(_) => Ok(visit.go(&format!(
                    "/desk/certificates?product={product}&state=all&done=recorded"
                ))),
                Err(error) => again(&visit, refused(&visit, form, error)?, product).await,
            }
        }
        Err(wrong) => {
            let form = form.unreadable(visit.lang, &wrong);
            again(&visit, form, product).await
        }
    }
}

async fn again(visit: &Visit, form: Form, product: ProductId) -> Result<Response<Body>, PageError> {
    let product = visit.get::<GetManagedProduct>((product,)).await?;
    Ok(page(visit, &form, &product))
}

/// The form as a certificate, its product aside, or the fields that hold nothing one could send.
fn read(form: &Form) -> Result<CertificateCreate, Vec<&'static str>> {
    let (stars, level, criteria_version) = (
        form.parse("stars"),
        form.parse("level"),
        form.parse("criteria_version"),
    );
    let issued_on = form.date("issued_on");
    // Scores are written with a comma in Vietnamese.
    let score = form
        .some("score")
        .map(|score| score.replace(',', ".").parse::<f64>());
    let bad_score = matches!(score, Some(Err(_)));
    let wrong: Vec<&'static str> = [
        ("stars", stars.is_none()),
        ("score", bad_score),
        ("level", level.is_none()),
        ("issued_on", issued_on.is_none()),
        ("criteria_version", criteria_version.is_none()),
    ]
    .into_iter()
    .filter_map(|(name, wrong)| wrong.then_some(name))
    .collect();
    match (stars, level, issued_on, criteria_version, bad_score) {
        (Some(stars), Some(level), Some(issued_on), Some(criteria_version), false) => Ok(CertificateCreate {
            product_id: ProductId::EXAMPLE,
            stars,
            score: score.and_then(Result::ok),
            decision_no: form.text("decision_no").trim().to_owned(),
            issuer: form.text("issuer").trim().to_owned(),
            level,
            issued_on,
            criteria_version,
        }),
        _ => Err(wrong),
    }
}

fn trail(visit: &Visit, title: &str) -> AnyView {
    breadcrumb(
        visit,
        vec![("/desk/certificates".to_owned(), tr!(visit, "certification.title"))],
        title.to_owned(),
    )
}

fn page(visit: &Visit, form: &Form, product: &ManagedProduct) -> Response<Body> {
    let title = tr!(visit, "certification.new");
    let texts = &product.texts;
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let stars: Vec<AnyView> = ["3", "4", "5"]
            .iter()
            .map(|number| tile(form, "radio", "stars", number, tr!(visit, "common.stars", n = number)))
            .collect();
        let levels = IssuerLevel::ALL.iter().map(|level| (level.to_string(), tr!(visit, format!("certification.level_{level}"))));
        let criteria =
            CriteriaVersion::ALL.iter().map(|version| (version.to_string(), tr!(visit, format!("certification.criteria_{version}"))));
        let field = |name: &'static str| Field::new(name, tr!(visit, format!("certification.{name}")));
        let stars_error = form.problem_of("stars").map(|problem| view! { <p class="field__error">{problem.message.clone()}</p> });
        // The rule by its own example: what a decision of today would mean.
        let example = tr!(
            visit,
            "certification.issued_on_hint",
            from = format::date(visit.today()),
            last = format::date(last_valid_day(visit.today()))
        );
        view! {
            {trail(visit, &title)}
            <h1>{title.clone()}</h1>
            {problem_summary(visit, form)}
            {notice(visit, "info", in_language(visit.lang, &texts.name, texts.name_en.as_deref()), Some(product.producer.name.clone()))}
            <p><a href=visit.to("/desk/certificates/new")>{tr!(visit, "work.other_product")}</a></p>
            <form class="form stack" method="post" action=visit.to("/desk/certificates/new")>
                {once(visit, form)}
                <input type="hidden" name="product_id" value=product.id.to_string()/>
                <fieldset class="fieldset" id="stars">
                    <legend>{tr!(visit, "certification.stars")}</legend>
                    <div class="choices">{stars}</div>
                    {stars_error}
                </fieldset>
                {field("score").hint(tr!(visit, "certification.score_hint")).input(visit, form)}
                <div class="field-row">
                    {field("decision_no").required().hint(tr!(visit, "certification.decision_no_hint")).input(visit, form)}
                    {field("issued_on").required().kind("date").hint(example).input(visit, form)}
                </div>
                <div class="field-row">
                    {field("issuer").required().hint(tr!(visit, "certification.issuer_hint")).input(visit, form)}
                    {field("level").required().select(visit, form, levels.collect())}
                </div>
                {field("criteria_version").required().select(visit, form, criteria.collect())}
                <div class="form__actions"><button class="button button--large">{tr!(visit, "certification.record")}</button></div>
            </form>
        }
        .into_any()
    })
}
