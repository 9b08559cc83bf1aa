//! The way of a request: middleware, the mounting of operations, problems, the contract. Knows no slice.

pub mod address;
mod cx;
pub mod docs;
mod error;
pub mod guard;
pub mod health;
mod json;
mod misfits;
mod mount;
pub mod openapi;
pub mod paging;
pub mod ready;
mod received;
mod reply;

pub use cx::{Cx, InProcess};
pub use error::{Draft, Error, MAX_FILE, OnConstraint, Result};
pub use mount::{Operation, Routes, mark_in_process, refuse};
pub use received::{Received, Upload};
pub use reply::Reply;
