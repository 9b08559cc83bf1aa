//! Pieces of pages. Each returns HTML for the classes of docs/STYLE.md; none of them fetches anything.

pub(crate) mod bits;
pub(crate) mod card;
pub(crate) mod chart;
pub(crate) mod draft;
pub(crate) mod export;
pub(crate) mod fields;
pub(crate) mod frame;
pub(crate) mod messages;
pub(crate) mod qr;
