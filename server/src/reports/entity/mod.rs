//! Tables of the slice.

pub(super) mod lapse_notices;
