//! The centre reads a product before everybody may: all of it on one page, then yes or no with a reason.

use super::{
    pack_table::readable,
    presence::{absence, of_centre},
    queue::{decided_name, entry, path_of, waiting},
    texts::{difference, side_by_side},
};
use crate::{
    components::{
        bits::{badge, breadcrumb, instant},
        card::picture,
        frame::Frame,
        messages::{notice, problem_summary},
        queue::{after_decision, approve_form, queue_item, queue_keys, reason_box, reason_given, waited},
    },
    form::Form,
    pages::{
        address::{decision_news, parsed},
        papers::{kinds::Kinds, needs::needs},
        work::{fact, in_language, refused, section},
    },
    visit::{PageError, PageResult, Visit},
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

/// How many ready-made reasons there are.
const REASONS: u8 = 6;

pub(crate) async fn show(visit: Visit, Path(product): Path<String>) -> PageResult {
    let product = parsed(&visit, &product)?;
    page(&visit, product, &Form::default()).await
}

pub(crate) async fn publish(visit: Visit, Path(product): Path<String>) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    let paths = paths(&visit).await?;
    match visit.send(Call::<PublishProduct>::new((product,))).await {
        Ok(_) => Ok(visit.go(&next(&paths, product, "published"))),
        Err(error) => page(&visit, product, &refused(&visit, Form::default(), error)?).await,
    }
}

pub(crate) async fn send_back(visit: Visit, Path(product): Path<String>, form: Form) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    let body = Reason {
        reason: reason_given(&form, "product", REASONS),
    };
    let paths = paths(&visit).await?;
    match visit
        .send(Call::<ReturnProduct>::new((product,)).body(&body))
        .await
    {
        Ok(_) => Ok(visit.go(&next(&paths, product, "returned"))),
        Err(error) => page(&visit, product, &refused(&visit, form, error)?).await,
    }
}

/// The queue before a decision, so that one knows what comes next.
async fn paths(visit: &Visit) -> Result<Vec<String>, PageError> {
    visit.member(&[OrganisationKind::Centre])?;
    let page = waiting(visit, None).await?;
    Ok(page.items.iter().map(path_of).collect())
}

fn next(paths: &[String], decided: ProductId, news: &str) -> String {
    let path = format!("/desk/review/{decided}");
    after_decision(paths, &path, decided, "/desk/review", news)
}

/// The page, perhaps with the reason why something was refused.
pub(super) async fn page(visit: &Visit, product: ProductId, form: &Form) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let (product, groups, queue, (compliance, kinds)) = futures_util::future::try_join4(
        visit.get::<GetManagedProduct>((product,)),
        visit.get::<ListGroups>(()),
        waiting(visit, None),
        futures_util::future::try_join(visit.get::<GetCompliance>((product,)), Kinds::read(visit)),
    )
    .await?;
    let groups = groups.items;
    let texts = &product.texts;
    let name = in_language(visit.lang, &texts.name, texts.name_en.as_deref());
    let decided = decided_name(visit).await;
    Ok(visit.html(form.status(), Frame::desk(name.clone()), || {
        let pictures: Vec<AnyView> = texts.images.iter().map(|image| picture(&image.sources, &image.alt)).collect();
        let changes = product.public_texts.as_ref().map(|public| {
            section(tr!(visit, "catalogue.difference"), difference(visit, public, &product, &groups))
        });
        let current = queue.items.iter().position(|waiting| waiting.id == product.id);
        let entries = queue.items.iter().map(|product| entry(visit, product)).collect();
        let item = view! {
            <div class="page-head"><div><h1>{name.clone()}</h1><p>{badge(visit, product.standing())}</p></div></div>
            {absence(visit, &product)}
            {problem_summary(visit, form)}
            <dl class="facts">
                {fact(tr!(visit, "work.producer"), Some(product.producer.name_in(visit.lang).to_owned()))}
                {product.submitted_at.map(|at| view! { <div><dt>{tr!(visit, "catalogue.submitted")}</dt><dd>{instant(at)} " · " {waited(visit, at)}</dd></div> })}
            </dl>
            {changes}
            {section(tr!(visit, "catalogue.texts"), side_by_side(visit, texts, &groups))}
            {section(tr!(visit, "catalogue.pictures"), view! { <div class="grid-cards">{pictures}</div> }.into_any())}
            {section(tr!(visit, "catalogue.packs"), readable(visit, &product))}
            {section(tr!(visit, "papers.for_supermarket"), needs(visit, &kinds, &compliance))}
            {decision(visit, &product, form)}
            {of_centre(visit, &product)}
        }
        .into_any();
        view! {
            {breadcrumb(visit, vec![("/desk/review".to_owned(), tr!(visit, "catalogue.review"))], name.clone())}
            {decision_news(visit, "catalogue", &["published", "returned", "taken_down", "restored"], decided, Some(&name))}
            {queue_item(visit, entries, current, item)}
            {queue_keys(visit, true)}
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
            {approve_form(visit, &format!("{path}/publish"), tr!(visit, "catalogue.publish"), ().into_any())}
            <form class="form stack" method="post" action=visit.to(&format!("{path}/return"))>
                {reason_box(visit, form, tr!(visit, "catalogue.return_reason"), tr!(visit, "catalogue.return_hint"), "product", REASONS)}
                <div class="form__actions"><button class="button button--quiet">{tr!(visit, "catalogue.return")}</button></div>
            </form>
        </section>
    }
    .into_any()
}
