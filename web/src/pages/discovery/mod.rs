//! Finding products.

pub(crate) mod product;
mod product_buy;
mod product_data;
mod product_facts;
mod product_filters;
mod product_gallery;
pub(crate) mod product_story;
mod product_table;
pub(crate) mod products;
