//! One page a file, a folder a slice. A page reads through the API, then renders; a form does its work through the
//! API and then goes to another page.

mod address;
mod discovery;
mod home;
mod identity;
mod info;
mod listings;
mod orders;
pub(crate) mod problem;
mod producers;

use crate::site::Site;
use axum::{
    Extension, Router,
    routing::{MethodRouter, get, post},
};

/// Every page in both languages.
pub fn router(site: Site) -> Router {
    let mut router = Router::new();
    for (path, page) in pages() {
        let english = if path == "/" { "/en".to_owned() } else { format!("/en{path}") };
        router = router.route(path, page.clone()).route(&english, page);
    }
    router.fallback(problem::not_found).layer(Extension(site))
}

fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/", get(home::home)),
        ("/products", get(discovery::products::products)),
        ("/products/{slug}", get(discovery::product::product)),
        ("/sign-in", get(identity::sign_in::show).post(identity::sign_in::sign_in)),
        ("/sign-out", post(identity::sign_in::sign_out)),
        ("/sign-up", get(identity::sign_up::show).post(identity::sign_up::sign_up)),
        ("/sign-up/next", get(identity::sign_up::next)),
        ("/coverage", get(info::coverage::coverage)),
        ("/how-it-works", get(info::how_it_works::how_it_works)),
        ("/privacy", get(info::privacy::privacy)),
        ("/desk/listings", get(listings::listings::listings)),
        ("/desk/listings/new", get(listings::pitch::show).post(listings::pitch::pitch)),
        ("/desk/listings/{id}", get(listings::listing::listing)),
        ("/desk/listings/{id}/{action}", post(listings::act::act)),
        ("/basket", get(orders::basket::basket)),
        ("/basket/add", post(orders::basket_lines::add)),
        ("/basket/lines", post(orders::basket_lines::change)),
        ("/basket/order", post(orders::place::place)),
        ("/desk/orders", get(orders::orders::orders)),
        ("/desk/orders/{id}", get(orders::order::order)),
        ("/desk/orders/{id}/reorder", post(orders::act::reorder)),
        ("/desk/orders/{id}/{action}", post(orders::act::act)),
        ("/desk/purchases/{id}", get(orders::purchase::purchase)),
        ("/producers", get(producers::producers::producers)),
        ("/producers/{slug}", get(producers::producer::producer)),
    ]
}
