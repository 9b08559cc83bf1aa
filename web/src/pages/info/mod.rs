//! Pages that explain the market: who runs it, coverage, how it works, terms, personal data.

pub(crate) mod about;
pub(crate) mod coverage;
pub(crate) mod coverage_map;
pub(crate) mod how_it_works;
pub(crate) mod privacy;
pub(crate) mod problem_code;
pub(crate) mod seo;
pub(crate) mod terms;
