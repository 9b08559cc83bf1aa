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
