//! Pieces of pages. Each returns HTML for the classes of docs/STYLE.md; none of them fetches anything.

pub(crate) mod bits;
pub(crate) mod card;
pub(crate) mod chart;
pub(crate) mod collection;
pub(crate) mod draft;
pub(crate) mod export;
pub(crate) mod fields;
mod footer;
pub(crate) mod frame;
mod head;
pub(crate) mod map;
pub(crate) mod messages;
pub(crate) mod qr;
pub(crate) mod queue;
pub(crate) mod share;
pub(crate) mod structured;
