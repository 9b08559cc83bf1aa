//! A producer adds a paper; its scan follows on the paper's own page.

use super::{
    fields::{facts, fields},
    kinds::Kinds,
};
use crate::{
    components::{
        bits::{breadcrumb, page_head},
        fields::{Field, once},
        frame::Frame,
        messages::problem_summary,
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
    papers::{AddPaper, PaperAdd, PaperKind, PaperScope},
};

/// What there is to choose from.
struct Choices {
    kinds: Kinds,
    products: Vec<ManagedProduct>,
}

async fn choices(visit: &Visit) -> Result<Choices, PageError> {
    visit.member(&[OrganisationKind::Producer])?;
    let filter = ManagedProductFilter {
        limit: Some(MAX_LIMIT),
        ..ManagedProductFilter::default()
    };
    let (kinds, products) = futures_util::future::try_join(
        Kinds::read(visit),
        visit.read(Call::<ListManagedProducts>::new(()).query(&filter)),
    )
    .await?;
    Ok(Choices {
        kinds,
        products: products.items,
    })
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.only_for::<AddPaper>()?;
    let choices = choices(&visit).await?;
    let kind = asked(&visit, "kind").unwrap_or_default();
    // A paper of the whole organisation is about no product, wherever the way here began.
    let scope = kind
        .parse()
        .ok()
        .and_then(|kind: PaperKind| choices.kinds.rule(kind))
        .map(|rule| rule.scope);
    let product = asked(&visit, "product").filter(|_| scope == Some(PaperScope::Product));
    let form = Form::filled([
        ("kind", kind),
        ("product_id", product.unwrap_or_default()),
        ("public", "yes".to_owned()),
    ]);
    Ok(page(&visit, &form, &choices))
}

pub(crate) async fn add(visit: Visit, form: Form) -> PageResult {
    let choices = choices(&visit).await?;
    let Some(kind) = form.parse::<PaperKind>("kind") else {
        return Ok(page(&visit, &form.unreadable(visit.lang, &["kind"]), &choices));
    };
    let facts = match facts(&form) {
        Ok(facts) => facts,
        Err(wrong) => return Ok(page(&visit, &form.unreadable(visit.lang, &wrong), &choices)),
    };
    let body = PaperAdd {
        kind,
        product_id: form.parse("product_id"),
        number: facts.number,
        issuer: facts.issuer,
        issued_on: facts.issued_on,
        expires_on: facts.expires_on,
        scope: facts.scope,
        exemption: facts.exemption,
        public: facts.public,
        shared_with_buyers: facts.shared_with_buyers,
    };
    let call = Call::<AddPaper>::new(())
        .body(&body)
        .idempotency_key(form.text("once"));
    match visit.send(call).await {
        Ok(paper) => Ok(visit.go(&format!("/desk/papers/{}?done=added", paper.id))),
        Err(error) => Ok(page(&visit, &refused(&visit, form, error)?, &choices)),
    }
}

fn page(visit: &Visit, form: &Form, choices: &Choices) -> Response<Body> {
    let title = tr!(visit, "papers.add");
    let of = |scope: PaperScope| {
        let rules = choices.kinds.0.iter().filter(|rule| rule.scope == scope);
        let named = rules.map(|rule| (rule.kind.to_string(), choices.kinds.name(visit, rule.kind)));
        (
            tr!(visit, format!("papers.scope_{scope}")),
            named.collect::<Vec<_>>(),
        )
    };
    let kinds = vec![
        of(PaperScope::Organisation),
        of(PaperScope::Product),
        of(PaperScope::Either),
    ];
    let mut products = vec![(String::new(), tr!(visit, "papers.whole_organisation"))];
    products.extend(choices.products.iter().map(|product| {
        let texts = &product.texts;
        let name = in_language(visit.lang, &texts.name, texts.name_en.as_deref());
        (product.id.to_string(), name)
    }));
    let kind: Option<PaperKind> = form.parse("kind");
    let rule = kind.and_then(|kind| choices.kinds.rule(kind));
    visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {breadcrumb(visit, vec![("/desk/papers".to_owned(), tr!(visit, "papers.title"))], title.clone())}
            {page_head(title, Some(tr!(visit, "papers.add_lede")), ().into_any())}
            {problem_summary(visit, form)}
            <form class="form stack" method="post" action=visit.to("/desk/papers/new")>
                {once(visit, form)}
                {Field::new("kind", tr!(visit, "papers.kind")).required().select_grouped(visit, form, tr!(visit, "work.choose"), kinds)}
                {Field::new("product_id", tr!(visit, "papers.about")).select(visit, form, products)}
                {fields(visit, form, rule)}
                <div class="form__actions">
                    <button class="button button--large">{tr!(visit, "papers.save_new")}</button>
                    <a class="button button--quiet button--large" href=visit.to("/desk/papers")>{tr!(visit, "work.cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}
