//! The harness: a whole market in one process, people who use it, and a browser.
//!
//! docs/TESTING.md shows how a test is written with it.

mod app;
pub mod browser;
mod bucket;
mod clock;
mod cluster;
mod contract;
mod database;
mod disk;
mod goods;
mod mail_server;
mod papers;
mod person;
mod refused;
mod run;
mod statements;
mod wire;

pub use app::TestApp;
pub use bucket::BucketService;
pub use clock::TestClock;
pub use cluster::Cluster;
pub use contract::contract;
pub use database::Kind;
pub use disk::SmallDisk;
pub use goods::{Goods, ProductBuilder};
pub use mail_server::{MailServer, Received};
pub use person::{PASSWORD, Person, registration, tax_code};
pub use refused::{fields, refused};
pub use run::run;
pub use wire::{Answer, Request};

/// Where the tests find what `cargo xtask test` started or installed.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).and_then(|value| value.into_string().ok())
}

/// Declares behaviours that must hold on both databases: each becomes `name::sqlite` and `name::postgresql`.
///
/// ```ignore
/// on_both_databases! {
///     async fn visitor_sees_nothing_unpublished(app: TestApp) { … }
/// }
/// ```
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: TestApp) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn behaviour($app: $crate::TestApp) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::run($crate::Kind::Sqlite, behaviour).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgresql() {
                $crate::run($crate::Kind::Postgresql, behaviour).await;
            }
        }
    )+};
}
