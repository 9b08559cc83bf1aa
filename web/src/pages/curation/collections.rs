//! The centre's collections: which there are, and whether visitors see them.

use crate::{
    components::{
        bits::{icon, page_head},
        frame::Frame,
        messages::empty,
    },
    format,
    pages::address::news,
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    discovery::{Collection, CollectionFilter, ListCollections},
    identity::OrganisationKind,
};

pub(crate) async fn list(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let filter = CollectionFilter { all: Some(true) };
    let page = visit
        .read(Call::<ListCollections>::new(()).query(&filter))
        .await?;
    let title = tr!(visit, "collections.title");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let new = ("/desk/collections/new".to_owned(), tr!(visit, "collections.new"));
        let body = if page.items.is_empty() {
            empty(
                &visit,
                tr!(visit, "collections.empty"),
                tr!(visit, "collections.empty_text"),
                Some(new.clone()),
            )
        } else {
            let rows: Vec<AnyView> = page
                .items
                .iter()
                .map(|collection| row(&visit, collection))
                .collect();
            view! { <ol class="list-plain stack">{rows}</ol> }.into_any()
        };
        let button = (!page.items.is_empty()).then(|| {
            view! { <a class="button" href=visit.to(&new.0)>{icon(&visit, "plus")}{new.1.clone()}</a> }
        });
        view! {
            {page_head(title.clone(), Some(tr!(visit, "collections.lede")), button.into_any())}
            {news(&visit, "collections", &["saved", "deleted"])}
            {body}
        }
        .into_any()
    }))
}

fn row(visit: &Visit, collection: &Collection) -> AnyView {
    let until = collection
        .until
        .map_or_else(|| tr!(visit, "collections.open_end"), format::date);
    let hidden = (!collection.left_out.is_empty()).then(|| {
        view! { <span class="badge badge--expiring">{tr!(visit, "collections.hidden", n = collection.left_out.len())}</span> }
    });
    view! {
        <li class="panel stack stack--tight">
            <div class="cluster cluster--between">
                <h2 class="h3"><a href=visit.to(&format!("/desk/collections/{}", collection.slug))>{collection.title_in(visit.lang).to_owned()}</a></h2>
                <span class="cluster">{standing(visit, collection)}{hidden}</span>
            </div>
            <p class="muted">{tr!(visit, "collections.count", n = collection.products.len())} " · " <span class="num">{format::date(collection.from)} " – " {until}</span></p>
        </li>
    }
    .into_any()
}

/// Whether visitors see it, or the first reason why they do not.
pub(super) fn standing(visit: &Visit, collection: &Collection) -> AnyView {
    let today = visit.today();
    let (class, key) = if collection.shown {
        ("badge badge--valid", "collections.shown")
    } else if !collection.published {
        ("badge badge--draft", "collections.draft")
    } else if today < collection.from {
        ("badge badge--pending", "collections.planned")
    } else if collection.until.is_some_and(|until| until < today) {
        ("badge badge--lapsed", "collections.over")
    } else {
        ("badge badge--expiring", "collections.nothing")
    };
    view! { <span class=class>{tr!(visit, key)}</span> }.into_any()
}
