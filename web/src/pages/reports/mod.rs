//! What is read over everything: the audit trail, and a producer's sales.

pub(crate) mod audit;
pub(crate) mod sales;
