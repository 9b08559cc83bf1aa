//! A product on its producer's desk: where it stands, what happens next, pictures, packs, texts.

use super::{
    pack_table::{readable, table},
    pictures,
    presence::{absence, of_producer},
    texts::{difference, side_by_side},
};
use crate::{
    components::{
        bits::{badge, breadcrumb, icon, state_word},
        fields::once,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    format,
    pages::{
        address::{news, parsed},
        papers::{kinds::Kinds, needs::needs},
        work::{in_language, press, refused, section},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, ProductId,
    catalogue::{
        CopyProduct, GetManagedProduct, Group, ListGroups, ManagedProduct, ProductStatus, SubmitProduct,
        UpdateProduct,
    },
    identity::{OrganisationKind, OrganisationStatus},
    listings::PitchListing,
    papers::GetCompliance,
};

pub(crate) async fn show(visit: Visit, Path(product): Path<String>) -> PageResult {
    let product = parsed(&visit, &product)?;
    page(&visit, product, &Form::default()).await
}

pub(crate) async fn submit(visit: Visit, Path(product): Path<String>) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    match visit.send(Call::<SubmitProduct>::new((product,))).await {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{product}?done=submitted"))),
        Err(error) => page(&visit, product, &refused(&visit, Form::default(), error)?).await,
    }
}

pub(crate) async fn copy(visit: Visit, Path(product): Path<String>, form: Form) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    let call = Call::<CopyProduct>::new((product,)).idempotency_key(form.text("once"));
    match visit.send(call).await {
        Ok(copy) => Ok(visit.go(&format!("/desk/products/{}?done=copied", copy.id))),
        Err(error) => page(&visit, product, &refused(&visit, Form::default(), error)?).await,
    }
}

/// The page, perhaps with the reason why something was refused.
pub(super) async fn page(visit: &Visit, product: ProductId, form: &Form) -> PageResult {
    visit.member(&[OrganisationKind::Producer])?;
    let ((product, groups), compliance, kinds) = futures_util::future::try_join3(
        read(visit, product),
        visit.get::<GetCompliance>((product,)),
        Kinds::read(visit),
    )
    .await?;
    let texts = &product.texts;
    let name = in_language(visit.lang, &texts.name, texts.name_en.as_deref());
    let path = format!("/desk/products/{}", product.id);
    let locked = product.status == ProductStatus::InReview;
    Ok(visit.html(form.status(), Frame::desk(name.clone()), || {
        let edits = visit.may::<UpdateProduct>();
        let pitch = (product.is_shown() && visit.may::<PitchListing>()).then(|| {
            let address = visit.to(&format!("/desk/listings/new?product={}", product.id));
            view! { <a class="button button--quiet" href=address>{icon(visit, "send")}{tr!(visit, "listings.new")}</a> }
        });
        let changes = product.public_texts.as_ref().map(|public| {
            let shown = difference(visit, public, &product, &groups);
            section(tr!(visit, "catalogue.difference"), view! { <p>{tr!(visit, "catalogue.difference_text")}</p>{shown} }.into_any())
        });
        let edit = (edits && !locked).then(|| {
            view! { <a class="button button--quiet" href=visit.to(&format!("{path}/edit"))>{icon(visit, "edit")}{tr!(visit, "catalogue.edit")}</a> }
        });
        view! {
            {breadcrumb(visit, vec![("/desk/products".to_owned(), tr!(visit, "desk.products"))], name.clone())}
            <div class="page-head">
                <div><h1>{name.clone()}</h1><p class="cluster">{badge(visit, product.standing())}{public_link(visit, &product)}</p></div>
                <div class="cluster">
                    {pitch}
                    {edits.then(|| view! {
                        <form method="post" action=visit.to(&format!("{path}/copy"))>
                            {once(visit, form)}
                            <button class="button button--quiet">{tr!(visit, "catalogue.copy")}</button>
                        </form>
                    })}
                </div>
            </div>
            {news(visit, "catalogue", &["created", "saved", "submitted", "picture", "picture_gone", "pictures", "pack", "copied", "withdrawn", "relisted"])}
            {problem_summary(visit, form)}
            {absence(visit, &product)}
            {standing(visit, &product)}
            {edits.then(|| next(visit, &product, &groups, &path))}
            {section(tr!(visit, "papers.for_supermarket"), view! { <div class="stack" id="papers">{needs(visit, &kinds, &compliance)}</div> }.into_any())}
            {section(tr!(visit, "catalogue.pictures"), pictures::gallery(visit, &product, &path))}
            {section(tr!(visit, "catalogue.packs"), if edits { table(visit, &product, &path, orderable(&product, &groups)) } else { readable(visit, &product) })}
            {changes}
            {section(tr!(visit, "catalogue.texts"), view! { {side_by_side(visit, texts, &groups)} <p class="cluster">{edit}</p> }.into_any())}
            {edits.then(|| of_producer(visit, &product, &path))}
        }
        .into_any()
    }))
}

async fn read(visit: &Visit, product: ProductId) -> Result<(ManagedProduct, Vec<Group>), PageError> {
    let (product, groups) = futures_util::future::try_join(
        visit.get::<GetManagedProduct>((product,)),
        visit.get::<ListGroups>(()),
    )
    .await?;
    Ok((product, groups.items))
}

/// Whether the product's group is ordered by the case; services are not.
pub(super) fn orderable(product: &ManagedProduct, groups: &[Group]) -> bool {
    groups
        .iter()
        .find(|group| group.code == product.texts.group)
        .is_none_or(|group| group.orderable)
}

fn public_link(visit: &Visit, product: &ManagedProduct) -> AnyView {
    let Some(at) = product.published_at.filter(|_| product.is_shown()) else {
        return ().into_any();
    };
    let address = visit.to(&format!("/products/{}", product.slug));
    view! {
        <a href=address>{tr!(visit, "catalogue.public_page")}</a>
        <span class="muted small">{tr!(visit, "catalogue.published_at", day = format::date(at.day()))}</span>
    }
    .into_any()
}

/// Where the product stands and what happens next.
fn standing(visit: &Visit, product: &ManagedProduct) -> AnyView {
    let next = match product.status {
        ProductStatus::Draft if product.is_shown() => "catalogue.next_changed",
        ProductStatus::Draft if product.published_at.is_some() => "catalogue.next_changed_away",
        ProductStatus::Draft => "catalogue.next_draft",
        ProductStatus::InReview => "catalogue.next_in_review",
        ProductStatus::Published => "catalogue.next_published",
        ProductStatus::Returned => "catalogue.next_returned",
    };
    let title = state_word(visit, product.status.as_str());
    match (&product.status, &product.review_reason) {
        (ProductStatus::Returned | ProductStatus::Draft, Some(reason)) => {
            let title = tr!(visit, "catalogue.returned_because", reason = reason);
            notice(visit, "warning", title, Some(tr!(visit, next)))
        }
        (ProductStatus::Published, _) => ().into_any(),
        _ => notice(visit, "info", title, Some(tr!(visit, next))),
    }
}

/// The button that hands the product to the centre, or what is still missing before that.
fn next(visit: &Visit, product: &ManagedProduct, groups: &[Group], path: &str) -> AnyView {
    if !matches!(product.status, ProductStatus::Draft | ProductStatus::Returned) {
        return ().into_any();
    }
    let mut missing = Vec::new();
    if product.texts.images.is_empty() {
        missing.push(("#images", tr!(visit, "catalogue.missing_picture")));
    }
    if orderable(product, groups) && !product.packs.iter().any(|pack| pack.active) {
        missing.push(("#packs", tr!(visit, "catalogue.missing_pack")));
    }
    let verified = visit
        .session
        .as_ref()
        .is_some_and(|session| session.organisation.status == OrganisationStatus::Verified);
    if !verified {
        missing.push(("/desk", tr!(visit, "catalogue.missing_verification")));
    }
    if missing.is_empty() {
        return press(
            visit,
            &format!("{path}/submit"),
            "button button--large",
            tr!(visit, "catalogue.submit"),
        );
    }
    let missing: Vec<AnyView> = missing
        .into_iter()
        .map(|(at, text)| {
            let at = if at.starts_with('#') {
                at.to_owned()
            } else {
                visit.to(at)
            };
            view! { <li><a href=at>{text}</a></li> }.into_any()
        })
        .collect();
    view! {
        <div class="panel panel--quiet stack stack--tight">
            <p class="strong">{tr!(visit, "catalogue.before_submit")}</p>
            <ul>{missing}</ul>
            <p><button class="button button--large" disabled=true>{tr!(visit, "catalogue.submit")}</button></p>
        </div>
    }
    .into_any()
}
