//! Lists the collections that visitors see now, with the cards of those products whose certificate is valid.

use crate::{
    auth::let_in,
    catalogue,
    curation::{CollectionRow, collections},
    http::{Cx, Received, Reply, Result},
};
use shared::{
    Access, Page, ProductId,
    discovery::{Collection, ListCollections, ProductCard},
    identity::OrganisationKind::Centre,
    listings::ProductRef,
};

pub(super) async fn list_collections(
    cx: Cx,
    received: Received<ListCollections>,
) -> Result<Reply<ListCollections>> {
    let all = received.query.all == Some(true);
    let items = shown(&cx, None, all).await?;
    let reply = Reply::read(&Page::whole(items))?;
    Ok(if all { reply } else { reply.shared() })
}

/// What visitors see; `all` is the centre's view, with what they do not.
pub(super) async fn shown(cx: &Cx, slug: Option<&str>, all: bool) -> Result<Vec<Collection>> {
    if all {
        let_in(&cx.actor, Access::Kinds(&[Centre]))?;
    }
    let rows = collections(cx.reader(), slug).await?;
    let today = cx.today();
    let mut views = Vec::new();
    {
        let state = cx.app.index.today(&cx.app).await;
        for row in rows {
            let cards: Vec<_> = row
                .product_ids
                .iter()
                .filter_map(|id| state.card_of(*id))
                .filter(|card| card.stars.is_some())
                .collect();
            let open = row.open_on(today) && !cards.is_empty();
            if open || all {
                views.push((row, cards, open));
            }
        }
    }
    let mut found = Vec::with_capacity(views.len());
    for (row, products, shown) in views {
        let left_out = if all {
            left_out(cx, &row, &products).await?
        } else {
            Vec::new()
        };
        found.push(Collection {
            slug: row.slug,
            title: row.title,
            title_en: row.title_en,
            intro: row.intro,
            intro_en: row.intro_en,
            from: row.from,
            until: row.until,
            shown,
            published: row.published,
            products,
            left_out,
            product_ids: if all { row.product_ids } else { Vec::new() },
            version: row.version,
        });
    }
    Ok(found)
}

/// What a collection has but visitors do not see.
async fn left_out(cx: &Cx, row: &CollectionRow, cards: &[ProductCard]) -> Result<Vec<ProductRef>> {
    let hidden: Vec<ProductId> = row
        .product_ids
        .iter()
        .filter(|id| !cards.iter().any(|card| card.id == **id))
        .copied()
        .collect();
    if hidden.is_empty() {
        return Ok(Vec::new());
    }
    let products = catalogue::products(cx.reader(), &hidden).await?;
    Ok(hidden
        .iter()
        .filter_map(|id| products.get(id))
        .map(|product| ProductRef {
            id: product.id,
            slug: product.slug.clone(),
            name: product.name.clone(),
            name_en: product.name_en.clone(),
        })
        .collect())
}
