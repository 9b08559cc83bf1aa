//! What people look after themselves: name, password, second factor, devices.

pub(crate) mod close;
mod confirm;
pub(crate) mod devices;
pub(crate) mod email;
pub(crate) mod forgotten;
pub(crate) mod overview;
pub(crate) mod password;
pub(crate) mod phone;
pub(crate) mod second_factor;

use axum::routing::{MethodRouter, get, post};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/account", get(overview::show).post(overview::update)),
        ("/desk/account/data", post(overview::data)),
        ("/desk/account/close", get(close::show).post(close::close)),
        ("/desk/account/phone", get(phone::show).post(phone::change)),
        ("/desk/account/email", get(email::show).post(email::change)),
        (
            "/confirm-address/{token}",
            get(email::show_confirm).post(email::confirm),
        ),
        ("/desk/account/devices", get(devices::list)),
        (
            "/desk/account/devices/end",
            get(devices::list).post(devices::end_others),
        ),
        ("/desk/account/devices/{id}/end", post(devices::end)),
        (
            "/desk/account/password",
            get(password::show).post(password::change),
        ),
        (
            "/desk/account/second-factor",
            get(second_factor::show).post(second_factor::enrol),
        ),
        (
            "/desk/account/second-factor/confirm",
            get(second_factor::show).post(second_factor::confirm),
        ),
        (
            "/desk/account/second-factor/disable",
            get(second_factor::show_disable).post(second_factor::disable),
        ),
        (
            "/desk/account/second-factor/recovery-codes",
            get(second_factor::show).post(second_factor::renew),
        ),
        ("/forgot-password", get(forgotten::show).post(forgotten::ask)),
        (
            "/reset-password",
            get(forgotten::show_reset).post(forgotten::reset),
        ),
    ]
}
