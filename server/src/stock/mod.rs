//! Slice stock.

use crate::http::Routes;

/// Mounts the slice's operations.
pub(crate) fn routes(_routes: &mut Routes) {}
