//! Papers: a producer's own, the centre's comparing, and what a product lacks for a supermarket.

pub(crate) mod beside;
mod fields;
pub(crate) mod kinds;
pub(crate) mod list;
pub(crate) mod needs;
pub(crate) mod new;
pub(crate) mod paper;
mod paper_decision;
mod paper_edit;
mod queue;
pub(crate) mod rows;
pub(crate) mod short;
