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

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/profile/photos", get(photos::show).post(photos::upload)),
        (
            "/desk/profile/photos/{photo}",
            get(photos::show).post(photos::caption),
        ),
        (
            "/desk/profile/photos/{photo}/remove",
            get(photos::show).post(photos::remove),
        ),
        (
            "/desk/profile/bank-account",
            get(bank_account::show).post(bank_account::put),
        ),
        (
            "/desk/profile/bank-account/forget",
            get(bank_account::show).post(bank_account::forget),
        ),
        ("/desk/profile/commune", get(commune::show).post(commune::choose)),
        ("/producers", get(producers::producers)),
        ("/producers/{slug}", get(producer::producer)),
    ]
}
