//! The centre's queue: products that wait for review, the longest first.

use crate::{
    components::{
        bits::{instant, page_head},
        frame::Frame,
        messages::empty,
    },
    pages::{
        address::{asked, news},
        work::{in_language, next_page, thumb},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    catalogue::{ListManagedProducts, ManagedProduct, ManagedProductFilter, ProductStatus},
    identity::OrganisationKind,
    page::MAX_LIMIT,
};

pub(crate) async fn queue(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let filter = ManagedProductFilter {
        status: Some(ProductStatus::InReview),
        limit: Some(MAX_LIMIT),
        cursor: asked(&visit, "cursor"),
        q: None,
    };
    let mut page = visit
        .read(Call::<ListManagedProducts>::new(()).query(&filter))
        .await?;
    page.items.sort_by_key(|product| product.submitted_at);
    let title = tr!(visit, "catalogue.review");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let entries: Vec<AnyView> = page.items.iter().map(|product| entry(&visit, product)).collect();
        let list = if entries.is_empty() {
            empty(
                &visit,
                tr!(visit, "catalogue.review_empty"),
                tr!(visit, "catalogue.review_empty_text"),
                None,
            )
        } else {
            view! { <ol class="queue__list list-plain">{entries}</ol> }.into_any()
        };
        view! {
            {page_head(title.clone(), Some(tr!(visit, "catalogue.review_lede")), ().into_any())}
            {news(&visit, "catalogue", &["published", "returned"])}
            {list}
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

fn entry(visit: &Visit, product: &ManagedProduct) -> AnyView {
    let texts = &product.texts;
    let kind = if product.published_at.is_some() {
        "catalogue.review_change"
    } else {
        "catalogue.review_new"
    };
    view! {
        <li><a href=visit.to(&format!("/desk/review/{}", product.id))>
            <span class="cluster">
                {texts.images.first().map(|image| thumb(image, ""))}
                <span>
                    <strong>{in_language(visit.lang, &texts.name, texts.name_en.as_deref())}</strong>
                    <small>{product.producer.name.clone()} " · " {tr!(visit, kind)} " · " {product.submitted_at.map(instant)}</small>
                </span>
            </span>
        </a></li>
    }
    .into_any()
}
