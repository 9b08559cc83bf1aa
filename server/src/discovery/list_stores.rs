//! Lists stores with products on their shelves.

use crate::{
    http::{
        Cx, Error, Received, Reply, Result,
        paging::{Limit, decode, encode},
    },
    listings::{Shelf, shelves},
    province::province,
};
use shared::{
    FieldCode, Page,
    discovery::{ListStores, ShelfProduct, StoreShelf},
};

pub(super) async fn list_stores(cx: Cx, received: Received<ListStores>) -> Result<Reply<ListStores>> {
    let filter = &received.query;
    let limit = Limit::of(filter.limit)?;
    let skip: usize = decode(filter.cursor.as_deref())?.unwrap_or_default();
    if let Some(code) = &filter.commune
        && province().commune(code).is_none()
    {
        return Err(Error::field("commune", FieldCode::Unknown));
    }
    let shelves = shelves(cx.reader(), cx.app.now()).await?;
    let state = cx.app.index.today(&cx.app).await;
    let view = |shelf: Shelf| {
        let rows = shelf.products.into_iter();
        // What is not published any more is nobody's to find.
        let mut products: Vec<ShelfProduct> = rows
            .filter_map(|(id, confirmed_on)| Some(state.row_of(id)?.on_a_shelf(confirmed_on)))
            .collect();
        products.sort_by_cached_key(|product| crate::province::sort_key(&product.name));
        StoreShelf {
            chain_id: shelf.chain_id,
            chain: shelf.chain,
            counts_as_retail_chain: shelf.counts_as_retail_chain,
            store: shelf.store,
            products,
        }
    };
    let has = |shelf: &StoreShelf| match &filter.product {
        Some(slug) => shelf.products.iter().any(|product| product.slug == *slug),
        None => !shelf.products.is_empty(),
    };
    let fitting = shelves
        .into_iter()
        .filter(|shelf| filter.chain.is_none_or(|chain| shelf.chain_id == chain))
        .filter(|shelf| {
            filter
                .commune
                .as_ref()
                .is_none_or(|code| shelf.store.commune.code == *code)
        })
        .map(view)
        .filter(has);
    let mut items: Vec<StoreShelf> = fitting.skip(skip).take(limit.rows() + 1).collect();
    drop(state);
    let next_cursor = (items.len() > limit.rows()).then(|| encode(&(skip + limit.rows()).to_string()));
    items.truncate(limit.rows());
    Ok(Reply::read(&Page { items, next_cursor })?.shared())
}
