//! Lots in the producer's store room.

pub(crate) mod lot;
pub(crate) mod lots;
pub(crate) mod new;
mod taken;
