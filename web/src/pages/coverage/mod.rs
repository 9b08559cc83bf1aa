//! The coverage figure as a task: what is missing, why, and what to do next.

pub(crate) mod gaps;
