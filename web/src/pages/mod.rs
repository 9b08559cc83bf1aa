//! One page a file, a folder a slice. A page reads through the API, then renders; a form does its work through the
//! API and then goes to another page.

mod account;
pub(crate) mod address;
mod catalogue;
mod certification;
mod chains;
mod coverage;
mod curation;
mod desk;
mod discovery;
mod exchange;
mod home;
mod identity;
mod info;
mod listings;
mod orders;
mod papers;
mod people;
pub(crate) mod problem;
mod producers;
mod reports;
mod stock;
mod work;

use crate::{
    site::Site,
    visit::{PageResult, Visit},
};
use axum::{
    Extension, Router,
    http::Method,
    routing::{MethodRouter, get},
};
use shared::Code;

/// Every page in both languages.
pub fn router(site: Site) -> Router {
    let mut router = Router::new();
    for (path, page) in pages() {
        let english = if path == "/" {
            "/en".to_owned()
        } else {
            format!("/en{path}")
        };
        router = router.route(path, page.clone()).route(&english, page);
    }
    // Search engines ask for these in no language.
    let router = router
        .route("/robots.txt", get(info::seo::robots))
        .route("/sitemap.xml", get(info::seo::sitemap))
        .route("/sitemaps/{name}", get(info::seo::part));
    router
        .fallback(problem::not_found)
        .method_not_allowed_fallback(form_again)
        .layer(Extension(site))
}

/// Who comes to an address that only takes what a form sends — after signing in again, or by the other language's link —
/// is led to the nearest page above it, where the form is.
async fn form_again(visit: Visit, method: Method) -> PageResult {
    if method != Method::GET {
        return Err(visit.refuse(Code::MethodNotAllowed));
    }
    let mut path = visit.path.trim_end_matches('/');
    while let Some((above, _)) = path.rsplit_once('/') {
        // Where that one too only takes what a form sends, it leads further up in its turn.
        if is_known(above) {
            return Ok(visit.go(above));
        }
        path = above;
    }
    Ok(visit.go("/"))
}

/// Whether a path is one of our addresses.
fn is_known(path: &str) -> bool {
    addresses().into_iter().any(|pattern| {
        let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(wanted), Some(given)) if wanted == given || wanted.starts_with('{') => {}
                _ => return false,
            }
        }
    })
}

/// The patterns of all addresses, in Vietnamese: for tests that must miss none.
pub fn addresses() -> Vec<&'static str> {
    pages().into_iter().map(|(path, _)| path).collect()
}

// Where a form may be shown again with what was wrong, its address can be read too: a reload or the other language.
fn pages() -> Vec<(&'static str, MethodRouter)> {
    let home = vec![("/", get(home::home))];
    [
        home,
        account::pages(),
        catalogue::pages(),
        certification::pages(),
        chains::pages(),
        coverage::pages(),
        curation::pages(),
        desk::pages(),
        discovery::pages(),
        exchange::pages(),
        identity::pages(),
        info::pages(),
        listings::pages(),
        orders::pages(),
        papers::pages(),
        people::pages(),
        producers::pages(),
        reports::pages(),
        stock::pages(),
    ]
    .concat()
}
