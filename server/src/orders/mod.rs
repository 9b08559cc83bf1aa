//! Slice orders.

use crate::http::Routes;

/// Mounts the slice's operations.
pub(crate) fn routes(_routes: &mut Routes) {}

/// Registers the slice's background work.
pub(crate) fn jobs(_runner: &mut crate::jobs::Runner) {}
