//! The centre reads a product before everybody may: all of it on one page, then yes or no with a reason.

use super::{
    pack_table::readable,
    texts::{difference, side_by_side},
};
use crate::{
    components::{
        bits::{badge, breadcrumb, instant},
        card::picture,
        fields::Field,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{
        address::parsed,
        papers::{kinds::Kinds, needs::needs},
        work::{fact, in_language, press, refused, section},
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, ProductId,
    catalogue::{
        GetManagedProduct, ListGroups, ManagedProduct, ProductStatus, PublishProduct, ReturnProduct,
    },
    identity::{OrganisationKind, Reason},
    papers::GetCompliance,
};

pub(crate) async fn show(visit: Visit, Path(product): Path<String>) -> PageResult {
    let product = parsed(&visit, &product)?;
    page(&visit, product, &Form::default()).await
}

pub(crate) async fn publish(visit: Visit, Path(product): Path<String>) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    match visit.send(Call::<PublishProduct>::new((product,))).await {
        Ok(_) => Ok(visit.go("/desk/review?done=published")),
        Err(error) => page(&visit, product, &refused(&visit, Form::default(), error)?).await,
    }
}

pub(crate) async fn send_back(visit: Visit, Path(product): Path<String>, form: Form) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    let body = Reason {
        reason: form.text("reason").trim().to_owned(),
    };
    match visit
        .send(Call::<ReturnProduct>::new((product,)).body(&body))
        .await
    {
        Ok(_) => Ok(visit.go("/desk/review?done=returned")),
        Err(error) => page(&visit, product, &refused(&visit, form, error)?).await,
    }
}

async fn page(visit: &Visit, product: ProductId, form: &Form) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let (product, groups, compliance, kinds) = futures_util::future::try_join4(
        visit.get::<GetManagedProduct>((product,)),
        visit.get::<ListGroups>(()),
        visit.get::<GetCompliance>((product,)),
        Kinds::read(visit),
    )
    .await?;
    let groups = groups.items;
    let texts = &product.texts;
    let name = in_language(visit.lang, &texts.name, texts.name_en.as_deref());
    Ok(visit.html(form.status(), Frame::desk(name.clone()), || {
        let pictures: Vec<AnyView> = texts.images.iter().map(|image| picture(&image.sources, &image.alt)).collect();
        let changes = product.public_texts.as_ref().map(|public| {
            section(tr!(visit, "catalogue.difference"), difference(visit, public, texts, &groups))
        });
        view! {
            {breadcrumb(visit, vec![("/desk/review".to_owned(), tr!(visit, "catalogue.review"))], name.clone())}
            <div class="page-head"><div><h1>{name.clone()}</h1><p>{badge(visit, product.status.as_str())}</p></div></div>
            {problem_summary(visit, form)}
            <dl class="facts">
                {fact(tr!(visit, "work.producer"), Some(product.producer.name.clone()))}
                {product.submitted_at.map(|at| view! { <div><dt>{tr!(visit, "catalogue.submitted")}</dt><dd>{instant(at)}</dd></div> })}
            </dl>
            {changes}
            {section(tr!(visit, "catalogue.texts"), side_by_side(visit, texts, &groups))}
            {section(tr!(visit, "catalogue.pictures"), view! { <div class="grid-cards">{pictures}</div> }.into_any())}
            {section(tr!(visit, "catalogue.packs"), readable(visit, &product.packs))}
            {section(tr!(visit, "papers.for_supermarket"), needs(visit, &kinds, &compliance))}
            {decision(visit, &product, form)}
        }
        .into_any()
    }))
}

fn decision(visit: &Visit, product: &ManagedProduct, form: &Form) -> AnyView {
    if product.status != ProductStatus::InReview {
        return notice(visit, "info", tr!(visit, "catalogue.review_over"), None);
    }
    let path = format!("/desk/review/{}", product.id);
    view! {
        <section class="panel stack">
            <h2>{tr!(visit, "catalogue.decision")}</h2>
            <p>{tr!(visit, "catalogue.decision_text")}</p>
            {press(visit, &format!("{path}/publish"), "button button--large", tr!(visit, "catalogue.publish"))}
            <form class="form stack" method="post" action=visit.to(&format!("{path}/return"))>
                {Field::new("reason", tr!(visit, "catalogue.return_reason"))
                    .required()
                    .hint(tr!(visit, "catalogue.return_hint"))
                    .textarea(visit, form, "3")}
                <div class="form__actions"><button class="button button--quiet">{tr!(visit, "catalogue.return")}</button></div>
            </form>
        </section>
    }
    .into_any()
}
