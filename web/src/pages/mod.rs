//! One page a file, a folder a slice. A page reads through the API, then renders; a form does its work through the
//! API and then goes to another page.

mod discovery;
mod home;
mod identity;
pub(crate) mod problem;

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
        ("/sign-in", get(identity::sign_in::show).post(identity::sign_in::sign_in)),
        ("/sign-out", post(identity::sign_in::sign_out)),
    ]
}
