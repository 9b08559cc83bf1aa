//! Finding products: the index in the process, cards, facets, the public page of a product.
//!
//! Owns the index and the table `changes`. Everything here is read from other slices and can be read again at any
//! time. `words` holds the words (tantivy), `state` the rows, the sets of rows for each choice and the orders;
//! `relevance` ranks, `meant` tells stars and claims from words, `find` answers, `index` keeps up with commits and days, `replicas` with other servers.

mod bits;
mod entity;
mod filter;
mod find;
mod fitting;
mod get_collection;
mod get_features;
mod get_product;
mod index;
mod list_collections;
mod list_offers;
mod list_places;
mod list_products;
mod list_stores;
mod load;
mod meant;
mod order;
mod relevance;
mod replicas;
mod row;
mod state;
#[cfg(test)]
mod tests;
mod words;

pub use index::Index;
pub(crate) use list_offers::list_offers;
pub(crate) use replicas::note_changes;

use crate::{app::App, http::Routes};
use shared::discovery::{
    GetCollection, GetFeatures, GetProduct, ListCollections, ListOffers, ListPlaces, ListProducts, ListStores,
};

/// Reads the whole catalogue into the index and, on PostgreSQL, follows the other replicas from there.
pub async fn start(app: &App) -> anyhow::Result<()> {
    let reading = replicas::Reading::new(app.now());
    app.index.start(app).await?;
    if !app.db.is_sqlite() {
        tokio::spawn(replicas::follow(app.downgrade(), reading));
    }
    Ok(())
}

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<ListProducts, _, _>(list_products::list_products)
        .mount::<ListOffers, _, _>(list_offers::list_offers)
        .mount::<GetProduct, _, _>(get_product::get_product)
        .mount::<GetFeatures, _, _>(get_features::get_features)
        .mount::<ListCollections, _, _>(list_collections::list_collections)
        .mount::<GetCollection, _, _>(get_collection::get_collection)
        .mount::<ListPlaces, _, _>(list_places::list_places)
        .mount::<ListStores, _, _>(list_stores::list_stores);
}
