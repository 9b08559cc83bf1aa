//! What is read over everything: the audit trail, the state of the programme, a producer's sales.

pub(crate) mod audit;
pub(crate) mod sales;
pub(crate) mod state;
mod words;
