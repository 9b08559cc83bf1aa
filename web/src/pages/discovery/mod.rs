//! Finding products, by what they are and by where they come from and stand.

pub(crate) mod collection;
pub(crate) mod commune;
pub(crate) mod communes;
pub(crate) mod groups;
pub(crate) mod map;
pub(crate) mod places;
pub(crate) mod product;
mod product_buy;
mod product_chips;
mod product_data;
mod product_facts;
mod product_filters;
mod product_gallery;
pub(crate) mod product_papers;
pub(crate) mod product_story;
mod product_table;
pub(crate) mod products;
mod products_facets;
pub(crate) mod where_to_buy;

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/products", get(products::products)),
        ("/collections", get(collection::collections)),
        ("/collections/{slug}", get(collection::collection)),
        ("/products/{slug}", get(product::product)),
        ("/map", get(map::map_page)),
        ("/communes", get(communes::communes)),
        ("/communes/{key}", get(commune::commune)),
        ("/groups", get(groups::groups)),
        ("/groups/{code}", get(groups::group)),
        ("/where-to-buy", get(where_to_buy::where_to_buy)),
    ]
}
