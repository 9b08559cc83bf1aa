//! The slice's table. It never leaves it.

pub(super) mod papers;
