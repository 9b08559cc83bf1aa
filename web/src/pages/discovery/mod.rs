//! Finding products.

pub(crate) mod product;
mod product_buy;
mod product_data;
mod product_facts;
mod product_gallery;
pub(crate) mod product_papers;
pub(crate) mod product_story;
pub(crate) mod products;
