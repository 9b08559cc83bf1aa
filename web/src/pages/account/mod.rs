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
