//! What the centre reads over everything.

pub(crate) mod audit;
