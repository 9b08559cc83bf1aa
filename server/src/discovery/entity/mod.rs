//! Tables of the slice.

pub(super) mod changes;
