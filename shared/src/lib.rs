//! What crosses the wire between the server, the storefront and other programs.
//!
//! One module a slice, under the same word as in `server/`, `web/`, `tests/` and `migrations/`. Nothing here knows
//! a database, a web framework or a clock; the features `db` and `openapi` only add derives.

#[macro_use]
mod words;
#[macro_use]
pub mod endpoint;

pub mod account;
pub mod catalogue;
pub mod certification;
pub mod check;
pub mod client;
pub mod codes;
pub mod curation;
pub mod discovery;
pub mod exchange;
pub mod identity;
pub mod ids;
pub mod labels;
pub mod lang;
pub mod listings;
pub mod login;
pub mod money;
pub mod orders;
pub mod page;
pub mod papers;
pub mod patch;
pub mod problem;
pub mod producers;
pub mod reports;
pub mod stock;
pub mod text;
pub mod time;

pub use check::{Checks, Input, Known};
pub use client::{Call, Client, ClientError, RawRequest, RawResponse, Transport};
pub use endpoint::{Access, Endpoint, Idempotency, Method, Nothing, PathParams, Roles};
pub use ids::*;
pub use lang::Lang;
pub use money::{Currency, Money, VatCode};
pub use page::{Page, PageQuery};
pub use patch::Patch;
pub use problem::{Code, FieldCode, FieldProblem, Problem};
pub use time::{Date, Timestamp};
