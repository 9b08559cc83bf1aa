//! The producer's products and the centre's review of them.

pub(crate) mod arrange;
mod fields;
pub(crate) mod list;
mod marked;
pub(crate) mod new;
mod pack_table;
pub(crate) mod packs;
pub(crate) mod pictures;
pub(crate) mod presence;
pub(crate) mod product;
pub(crate) mod queue;
pub(crate) mod review;
mod texts;

pub(crate) use pack_table::{barcodes, least};

use axum::routing::{MethodRouter, get, post};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/products", get(list::list)),
        ("/desk/products/new", get(new::show_new).post(new::create_product)),
        ("/desk/products/{id}", get(product::show)),
        (
            "/desk/products/{id}/edit",
            get(new::show_edit).post(new::update_product),
        ),
        (
            "/desk/products/{id}/images",
            get(product::show).post(pictures::upload),
        ),
        ("/desk/products/{id}/copy", get(product::show).post(product::copy)),
        (
            "/desk/products/{id}/images/arrange",
            get(product::show).post(arrange::arrange),
        ),
        (
            "/desk/products/{id}/images/{image}/replace",
            post(pictures::replace),
        ),
        (
            "/desk/products/{id}/images/{image}/remove",
            post(pictures::remove),
        ),
        (
            "/desk/products/{id}/packs/new",
            get(packs::show_new).post(packs::create_pack),
        ),
        (
            "/desk/products/{id}/packs/{pack}",
            get(packs::show_edit).post(packs::update_pack),
        ),
        (
            "/desk/products/{id}/submit",
            get(product::show).post(product::submit),
        ),
        (
            "/desk/products/{id}/withdraw",
            get(product::show).post(presence::withdraw),
        ),
        (
            "/desk/products/{id}/relist",
            get(product::show).post(presence::relist),
        ),
        (
            "/desk/products/{id}/delete",
            get(product::show).post(presence::delete),
        ),
        (
            "/desk/review/{id}/take-down",
            get(presence::show_take_down).post(presence::take_down),
        ),
        (
            "/desk/review/{id}/restore",
            get(review::show).post(presence::restore),
        ),
        ("/desk/review", get(queue::queue)),
        ("/desk/review/{id}", get(review::show)),
        (
            "/desk/review/{id}/publish",
            get(review::show).post(review::publish),
        ),
        (
            "/desk/review/{id}/return",
            get(review::show).post(review::send_back),
        ),
    ]
}
