//! Recording a certificate: first the product, then what stands on the paper.

use super::paper::{fields, read};
use crate::{
    components::{
        bits::breadcrumb,
        fields::{field_error, once},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    format,
    pages::{
        address::asked,
        work::{choice, choose_product, in_language, refused, search},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, ProductId,
    catalogue::{GetManagedProduct, ManagedProduct},
    certification::{
        Certificate, CertificateCreate, CertificateFilter, CreateCertificate, CriteriaVersion, IssuerLevel,
        ListCertificates,
    },
    discovery::{ListProducts, ProductFilter},
    identity::OrganisationKind::{Authority, Centre},
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[Centre, Authority])?;
    if let Some(product) = choice::<ProductId>(&visit, "product") {
        let product = Certified::read(&visit, product).await?;
        let form = Form::filled([
            ("product_id", product.product.id.to_string()),
            ("level", IssuerLevel::Province.to_string()),
            ("criteria_version", CriteriaVersion::V1489.to_string()),
        ]);
        return Ok(page(&visit, &form, &product));
    }
    // Only what everybody sees can be certified.
    let filter = ProductFilter {
        q: asked(&visit, "q"),
        ..ProductFilter::default()
    };
    let found = visit.read(Call::<ListProducts>::new(()).query(&filter)).await?;
    let title = tr!(visit, "certification.new");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let choices = found.items.iter().map(|product| {
            let producer = product.producer.name_in(visit.lang).to_owned();
            (product.id, product.name_in(visit.lang).to_owned(), producer)
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

pub(crate) async fn create(visit: Visit, form: Form) -> PageResult {
    visit.member(&[Centre, Authority])?;
    let Some(product) = form.parse::<ProductId>("product_id") else {
        return Ok(visit.go("/desk/certificates/new"));
    };
    match read(&form) {
        Ok(body) => {
            let body = CertificateCreate {
                product_id: product,
                stars: body.stars,
                score: body.score,
                decision_no: body.decision_no,
                issuer: body.issuer,
                level: body.level,
                issued_on: body.issued_on,
                criteria_version: body.criteria_version,
            };
            let call = Call::<CreateCertificate>::new(())
                .body(&body)
                .idempotency_key(form.text("once"));
            match visit.send(call).await {
                Ok(_) => Ok(visit.go(&format!("/desk/certificates?product={product}&done=recorded"))),
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
    let product = Certified::read(visit, product).await?;
    Ok(page(visit, &form, &product))
}

/// A product, and the certificates that give it stars today.
struct Certified {
    product: ManagedProduct,
    standing: Vec<Certificate>,
}

impl Certified {
    async fn read(visit: &Visit, id: ProductId) -> Result<Self, PageError> {
        let filter = CertificateFilter {
            product_id: Some(id),
            ..CertificateFilter::default()
        };
        let (product, certificates) = futures_util::future::try_join(
            visit.get::<GetManagedProduct>((id,)),
            visit.read(Call::<ListCertificates>::new(()).query(&filter)),
        )
        .await?;
        let mut standing = certificates.items;
        standing.retain(|certificate| !certificate.is_over());
        Ok(Self { product, standing })
    }

    /// What the product has already: a second certificate is right where the council decided anew, and a slip where
    /// the wrong product was chosen.
    fn warning(&self, visit: &Visit) -> Option<AnyView> {
        if self.standing.is_empty() {
            return None;
        }
        let lines: Vec<AnyView> = self
            .standing
            .iter()
            .map(|certificate| {
                let told = tr!(
                    visit,
                    "certification.standing",
                    stars = certificate.stars,
                    number = certificate.decision_no,
                    day = format::date(certificate.expires_on)
                );
                let address = visit.to(&format!("/desk/certificates/{}", certificate.id));
                view! { <li><a href=address>{told}</a></li> }.into_any()
            })
            .collect();
        let title = tr!(visit, "certification.has_standing");
        let text = tr!(visit, "certification.has_standing_text");
        Some(view! { {notice(visit, "warning", title, Some(text))}<ul>{lines}</ul> }.into_any())
    }
}

fn trail(visit: &Visit, title: &str) -> AnyView {
    breadcrumb(
        visit,
        vec![("/desk/certificates".to_owned(), tr!(visit, "certification.title"))],
        title.to_owned(),
    )
}

fn page(visit: &Visit, form: &Form, certified: &Certified) -> Response<Body> {
    let product = &certified.product;
    let title = tr!(visit, "certification.new");
    let texts = &product.texts;
    let name = in_language(visit.lang, &texts.name, texts.name_en.as_deref());
    let producer = product.producer.name_in(visit.lang).to_owned();
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let body = if product.is_shown() {
            view! {
                {certified.warning(visit)}
                <form class="form stack" method="post" action=visit.to("/desk/certificates/new")>
                    {once(visit, form)}
                    <input type="hidden" name="product_id" value=product.id.to_string()/>
                    {fields(visit, form)}
                    <div class="form__actions"><button class="button button--large">{tr!(visit, "certification.record")}</button></div>
                </form>
            }
            .into_any()
        } else {
            notice(visit, "warning", tr!(visit, "certification.not_shown"), Some(tr!(visit, "certification.not_shown_text")))
        };
        view! {
            {trail(visit, &title)}
            <h1>{title.clone()}</h1>
            {problem_summary(visit, form)}
            <div id="product-id">
                {notice(visit, "info", name, Some(producer))}
                {field_error(form, "product_id", &tr!(visit, "catalogue.product"))}
            </div>
            <p><a href=visit.to("/desk/certificates/new")>{tr!(visit, "work.other_product")}</a></p>
            {body}
        }
        .into_any()
    })
}
