//! The way of a request: middleware, the mounting of operations, problems, the contract. Knows no slice.

pub mod address;
mod cx;
pub mod docs;
mod error;
mod exit;
pub mod guard;
pub mod health;
mod input;
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
pub use exit::refuse;
pub use mount::{Operation, Routes, mark_in_process};
pub use received::{Received, Upload};
pub use reply::Reply;
