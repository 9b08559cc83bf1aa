//! A database for each test: a copy of one that was migrated, and given its centre and its authority, once a process.

use crate::{TestApp, app::Insiders, statements::Statements, variable};
use sea_orm::{ConnectionTrait, Database};
use server::db::{Db, DbConfig};
use std::{path::Path, sync::Arc};
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgresql,
}

/// Markets on PostgreSQL at a time: each may open 24 connections, and the server has 300.
const MARKETS_AT_ONCE: usize = 8;

/// A database of one test.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    pub(crate) db: Db,
    pub(crate) statements: Arc<Statements>,
    /// What to drop at the end.
    name: Option<String>,
    _turn: Option<OwnedSemaphorePermit>,
}

impl TestDatabase {
    /// A fresh copy, and who is in it. SQLite's file goes into the folder.
    pub(crate) async fn new(kind: Kind, folder: &Path) -> (Self, Insiders) {
        match kind {
            Kind::Sqlite => Self::sqlite(folder).await,
            Kind::Postgresql => Self::postgresql().await,
        }
    }

    async fn sqlite(folder: &Path) -> (Self, Insiders) {
        static TEMPLATE: OnceCell<(Vec<u8>, Insiders)> = OnceCell::const_new();
        let (bytes, insiders) = TEMPLATE
            .get_or_init(|| async {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let file = folder.path().join("template.sqlite");
                let insiders = furnish(&DbConfig::Sqlite(file.clone())).await;
                (std::fs::read(file).expect("the template's file"), insiders)
            })
            .await;
        let file = folder.join("market.sqlite");
        std::fs::write(&file, bytes).expect("the test's database file");
        let mut db = Db::connect(&DbConfig::Sqlite(file)).await.expect("SQLite");
        let database = Self {
            statements: Statements::of(&mut db),
            db,
            name: None,
            _turn: None,
        };
        (database, insiders.clone())
    }

    async fn postgresql() -> (Self, Insiders) {
        static TEMPLATE: OnceCell<(String, Insiders)> = OnceCell::const_new();
        static TURNS: OnceCell<Arc<Semaphore>> = OnceCell::const_new();
        let turns = TURNS
            .get_or_init(|| async { Arc::new(Semaphore::new(MARKETS_AT_ONCE)) })
            .await;
        let turn = Arc::clone(turns).acquire_owned().await.expect("never closed");
        let (template, insiders) = TEMPLATE
            .get_or_init(|| async {
                let name = new_name("template");
                administer(&format!("CREATE DATABASE {name}")).await;
                let insiders = furnish(&DbConfig::Postgres(url_of(&name))).await;
                (name, insiders)
            })
            .await;
        let name = new_name("test");
        administer(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        let mut db = Db::connect(&DbConfig::Postgres(url_of(&name)))
            .await
            .expect("PostgreSQL");
        let database = Self {
            statements: Statements::of(&mut db),
            db,
            name: Some(name),
            _turn: Some(turn),
        };
        (database, insiders.clone())
    }

    /// Where another program finds it; None for a file.
    pub(crate) fn url(&self) -> Option<String> {
        self.name.as_deref().map(url_of)
    }

    /// Closes every connection and drops what was made.
    pub(crate) async fn close(&self) {
        self.db.close().await.expect("a database that closes");
        if let Some(name) = &self.name {
            administer(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// Migrates a database and adds those who cannot sign up.
async fn furnish(config: &DbConfig) -> Insiders {
    let db = Db::connect(config).await.expect("a database");
    db.migrate().await.expect("a migrated database");
    let insiders = TestApp::add_insiders(db.clone()).await;
    db.close().await.expect("a database that closes");
    insiders
}

fn new_name(what: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static LAST: AtomicU32 = AtomicU32::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    format!("ocop_{what}_{}_{number}", std::process::id())
}

pub(crate) fn server_url() -> String {
    variable("OCOP_TEST_POSTGRES").expect(
        "the PostgreSQL half of the tests needs a server: run `cargo xtask test`, or \
         `cargo xtask postgres -- cargo test -p tests`, which set OCOP_TEST_POSTGRES",
    )
}

fn url_of(name: &str) -> String {
    let url = server_url();
    let (address, parameters) = match url.split_once('?') {
        Some((address, parameters)) => (address, format!("?{parameters}")),
        None => (url.as_str(), String::new()),
    };
    let (host, _) = address
        .rsplit_once('/')
        .expect("postgres://user@host:port/database");
    format!("{host}/{name}{parameters}")
}

/// One statement on the server's own database.
async fn administer(statement: &str) {
    let connection = Database::connect(server_url()).await.expect("OCOP_TEST_POSTGRES");
    let done = connection.execute_unprepared(statement).await;
    connection.close().await.expect("a connection that closes");
    done.unwrap_or_else(|error| panic!("{statement}: {error}"));
}
