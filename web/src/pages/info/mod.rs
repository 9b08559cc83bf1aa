//! Pages that explain the market: coverage, how it works, personal data.

pub(crate) mod coverage;
pub(crate) mod how_it_works;
pub(crate) mod privacy;
pub(crate) mod problem_code;
