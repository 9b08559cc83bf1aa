//! Pages that explain the market: who runs it, coverage, how it works, terms, personal data.

pub(crate) mod about;
pub(crate) mod coverage;
pub(crate) mod coverage_map;
pub(crate) mod how_it_works;
pub(crate) mod privacy;
pub(crate) mod problem_code;
pub(crate) mod seo;
pub(crate) mod terms;

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/coverage", get(coverage::coverage)),
        ("/how-it-works", get(how_it_works::how_it_works)),
        ("/about", get(about::about)),
        ("/terms", get(terms::terms)),
        ("/privacy", get(privacy::privacy)),
        ("/problems/{code}", get(problem_code::problem_code)),
    ]
}
