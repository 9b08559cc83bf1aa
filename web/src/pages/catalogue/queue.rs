//! The centre's queue: products that wait for review, the longest first.

use crate::{
    components::{
        bits::page_head,
        frame::Frame,
        messages::empty,
        queue::{QueueEntry, queue_count, queue_keys, queue_list},
    },
    pages::{
        address::{asked, decided, decision_news},
        work::{in_language, next_page, section, thumb},
    },
    visit::{PageError, PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, Page, ProductId,
    catalogue::{
        GetManagedProduct, ListManagedProducts, ManagedProduct, ManagedProductFilter, ProductStatus,
    },
    identity::OrganisationKind,
    page::MAX_LIMIT,
    reports::{ListQueues, QueueName},
};

/// The products that wait, the longest waiting first.
pub(super) async fn waiting(
    visit: &Visit,
    cursor: Option<String>,
) -> Result<Page<ManagedProduct>, PageError> {
    let filter = ManagedProductFilter {
        status: Some(ProductStatus::InReview),
        limit: Some(MAX_LIMIT),
        cursor,
        ..ManagedProductFilter::default()
    };
    visit
        .read(Call::<ListManagedProducts>::new(()).query(&filter))
        .await
}

/// Where a product is decided.
pub(super) fn path_of(product: &ManagedProduct) -> String {
    format!("/desk/review/{}", product.id)
}

/// The product that was decided before this page was opened.
pub(super) async fn decided_name(visit: &Visit) -> Option<String> {
    let id: ProductId = decided(visit)?;
    let found = visit.send(Call::<GetManagedProduct>::new((id,))).await;
    found
        .ok()
        .map(|product| in_language(visit.lang, &product.texts.name, product.texts.name_en.as_deref()))
}

pub(super) fn entry(visit: &Visit, product: &ManagedProduct) -> QueueEntry {
    let texts = &product.texts;
    let kind = if product.published_at.is_some() {
        "catalogue.review_change"
    } else {
        "catalogue.review_new"
    };
    QueueEntry {
        path: path_of(product),
        title: in_language(visit.lang, &texts.name, texts.name_en.as_deref()),
        note: format!("{} · {}", product.producer.name_in(visit.lang), tr!(visit, kind)),
        since: product.submitted_at,
        picture: texts.images.first().map(|image| thumb(image, "")),
    }
}

/// The products that the centre has taken down and still examines.
async fn taken_down(visit: &Visit) -> Result<Page<ManagedProduct>, PageError> {
    let filter = ManagedProductFilter {
        taken_down: Some(true),
        limit: Some(MAX_LIMIT),
        ..ManagedProductFilter::default()
    };
    visit
        .read(Call::<ListManagedProducts>::new(()).query(&filter))
        .await
}

fn of_taken_down(visit: &Visit, page: &Page<ManagedProduct>) -> AnyView {
    if page.items.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = page
        .items
        .iter()
        .map(|product| {
            let texts = &product.texts;
            let name = in_language(visit.lang, &texts.name, texts.name_en.as_deref());
            let reason = product.taken_down.as_ref().map(|down| down.reason.clone());
            view! {
                <li><a href=visit.to(&path_of(product))>{name}</a> " · " {product.producer.name_in(visit.lang).to_owned()}
                    <br/><small class="muted">{reason}</small></li>
            }
            .into_any()
        })
        .collect();
    section(
        tr!(visit, "catalogue.taken_down_list"),
        view! { <ul class="list-plain stack stack--tight">{rows}</ul> }.into_any(),
    )
}

pub(crate) async fn queue(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let (page, queues, down) = futures_util::future::try_join3(
        waiting(&visit, asked(&visit, "cursor")),
        visit.get::<ListQueues>(()),
        taken_down(&visit),
    )
    .await?;
    let title = tr!(visit, "catalogue.review");
    let decided = decided_name(&visit).await;
    Ok(visit.page(Frame::desk(title.clone()), || {
        let entries: Vec<QueueEntry> = page.items.iter().map(|product| entry(&visit, product)).collect();
        let counted = queues
            .items
            .iter()
            .find(|queue| queue.queue == QueueName::Products);
        let list = if entries.is_empty() {
            empty(
                &visit,
                tr!(visit, "catalogue.review_empty"),
                tr!(visit, "catalogue.review_empty_text"),
                None,
            )
        } else {
            view! {
                {counted.map(|queue| queue_count(&visit, queue.count, queue.oldest_at))}
                {queue_list(&visit, entries, None)}
                {queue_keys(&visit, false)}
            }
            .into_any()
        };
        view! {
            {page_head(title.clone(), Some(tr!(visit, "catalogue.review_lede")), ().into_any())}
            {decision_news(&visit, "catalogue", &["published", "returned"], decided, None)}
            {list}
            {of_taken_down(&visit, &down)}
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}
