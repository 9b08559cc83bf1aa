//! Who makes the products.

pub(crate) mod bank_account;
pub(crate) mod commune;
pub(crate) mod photos;
pub(crate) mod producer;
#[expect(
    clippy::module_inception,
    reason = "the page of the list is named as its address"
)]
pub(crate) mod producers;
