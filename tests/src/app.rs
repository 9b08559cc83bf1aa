//! A market in this process, with a clock that stands still.

use crate::{
    Goods, Kind, MailServer, Person, ProductBuilder, TestClock,
    database::TestDatabase,
    person::{self, Account},
};
use sea_orm::{DatabaseConnection, EntityTrait, QueryOrder};
use server::{
    app::Settings,
    build::{Market, build},
    clock::Clock,
    db::{Db, audit},
    mail::Post,
    media::Media,
    vault::Vault,
};
use shared::{
    Date, Timestamp,
    identity::{OrganisationKind, VerifyOrganisation},
};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use tempfile::TempDir;

/// Those who cannot sign up, already signed in.
#[derive(Clone, Debug)]
pub(crate) struct Insiders {
    centre: Account,
    authority: Account,
}

/// A market of one test. Cheap to clone, so that tasks can share it.
#[derive(Clone, Debug)]
pub struct TestApp(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    market: Market,
    clock: TestClock,
    database: Arc<TestDatabase>,
    insiders: Insiders,
    /// Makes names, logins and tax codes that nobody else has.
    last: AtomicU32,
    folder: Arc<TempDir>,
}

/// The same for all tests: they share databases.
fn vault() -> Vault {
    Vault::new(&[[7; 32]]).expect("a vault")
}

/// As most tests want it: no second factor for the centre, no mail server.
fn settings() -> Settings {
    Settings {
        demo: false,
        public_url: None,
        trusted_proxies: Vec::new(),
        vault: vault(),
        post: Post::none("https://market.example".to_owned()),
        second_factor: false,
    }
}

async fn market(db: Db, folder: &TempDir, at: Timestamp) -> Market {
    let media = Media::folder(&folder.path().join("media")).expect("a folder for pictures");
    build(db, Clock::manual(at), media, settings())
        .await
        .expect("a market")
}

impl TestApp {
    /// A fresh market; tests get theirs from [`crate::on_both_databases`].
    pub async fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (database, insiders) = TestDatabase::new(kind, folder.path()).await;
        let market = market(database.db.clone(), &folder, TestClock::beginning()).await;
        let clock = TestClock(market.app.clock.clone());
        let last = AtomicU32::new(0);
        Self(Arc::new(Inner {
            kind,
            market,
            clock,
            database: Arc::new(database),
            insiders,
            last,
            folder: Arc::new(folder),
        }))
    }

    /// A market with the demonstration province in it.
    pub async fn demonstration(kind: Kind) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (database, insiders) = TestDatabase::new(kind, folder.path()).await;
        let media = Media::folder(&folder.path().join("media")).expect("a folder for pictures");
        server::demo::load(&database.db, &media, &vault(), TestClock::beginning(), |_| {})
            .await
            .expect("the demonstration province");
        // Built after the loading, so that the index holds it.
        let market = market(database.db.clone(), &folder, TestClock::beginning()).await;
        let clock = TestClock(market.app.clock.clone());
        let last = AtomicU32::new(0);
        Self(Arc::new(Inner {
            kind,
            market,
            clock,
            database: Arc::new(database),
            insiders,
            last,
            folder: Arc::new(folder),
        }))
    }

    /// The same market, as a server with other settings shows it: same database, same clock.
    pub async fn with(&self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = settings();
        change(&mut settings);
        let media = Media::folder(&self.folder().join("media")).expect("a folder for pictures");
        let market = build(
            self.0.database.db.clone(),
            self.0.market.app.clock.clone(),
            media,
            settings,
        )
        .await
        .expect("a market");
        Self(Arc::new(Inner {
            kind: self.0.kind,
            clock: TestClock(market.app.clock.clone()),
            market,
            database: Arc::clone(&self.0.database),
            insiders: self.0.insiders.clone(),
            // Far from the numbers of the other.
            last: AtomicU32::new(500),
            folder: Arc::clone(&self.0.folder),
        }))
    }

    /// The same market, which sends its mails to this server.
    pub async fn mailing_to(&self, server: &MailServer) -> Self {
        self.with(|settings| settings.post = server.post()).await
    }

    /// The same person, signed in at this server of the market.
    pub async fn sign_in(&self, person: &Person) -> Person {
        let account = Account::sign_in(&self.market().router, &person.login(), &person.password()).await;
        Person::new(self, Some(account))
    }

    /// Somebody with one of the demonstration's accounts.
    pub async fn demo_member(&self, name: &str) -> Person {
        let login = format!("{name}@demo.example");
        let account = Account::sign_in(&self.market().router, &login, server::demo::PASSWORD).await;
        Person::new(self, Some(account))
    }

    /// Puts the centre and an authority into a database that others will be copied from.
    pub(crate) async fn add_insiders(db: Db) -> Insiders {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // A minute before any test begins, so that ids made there sort before those made in tests.
        let market = market(db, &folder, TestClock::beginning().plus_seconds(-60)).await;
        let mut accounts = Vec::new();
        for (kind, name, login) in [
            (
                OrganisationKind::Centre,
                "Trung tâm Xúc tiến thương mại",
                "centre@example.com",
            ),
            (
                OrganisationKind::Authority,
                "Văn phòng Điều phối nông thôn mới",
                "authority@example.com",
            ),
        ] {
            let password = person::PASSWORD;
            server::accounts::add_manager(&market.app, kind, name, login, password.to_owned())
                .await
                .expect("a new member");
            accounts.push(Account::sign_in(&market.router, login, password).await);
        }
        let [centre, authority] = accounts.try_into().expect("two accounts");
        Insiders { centre, authority }
    }

    /// Clears up. [`crate::run`] does this for every test.
    pub async fn close(&self) {
        self.0.database.close().await;
    }

    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// What the server made of it: its parts, its router, its operations.
    pub fn market(&self) -> &Market {
        &self.0.market
    }

    pub fn clock(&self) -> &TestClock {
        &self.0.clock
    }

    pub fn today(&self) -> Date {
        self.0.clock.today()
    }

    /// The folder of this market's files.
    pub fn folder(&self) -> &std::path::Path {
        self.0.folder.path()
    }

    /// Where another program finds the database: PostgreSQL's address. None for the file `market.sqlite` in the folder.
    pub fn database_url(&self) -> Option<String> {
        self.0.database.url()
    }

    /// For looking into tables. Behaviour is told through the API; this is for what no operation shows.
    pub fn db(&self) -> &DatabaseConnection {
        self.0.database.db.reader()
    }

    /// Statements that the market has sent to its database so far.
    pub fn statements(&self) -> u64 {
        self.0.database.statements.sent()
    }

    /// The most statements that a call of each operation has taken.
    pub fn statements_by_operation(&self) -> std::collections::BTreeMap<String, u64> {
        self.0.database.statements.by_operation()
    }

    /// The fullest answer that each operation has given, in short.
    pub fn answers(&self) -> std::collections::BTreeMap<String, serde_json::Value> {
        self.0.database.statements.answers()
    }

    pub(crate) fn note_statements(
        &self,
        method: &http::Method,
        target: &str,
        answer: &crate::Answer,
        before: u64,
    ) {
        self.0.database.statements.note(method, target, answer, before);
    }

    /// The audit trail, oldest first.
    pub async fn audit(&self) -> Vec<audit::Model> {
        let query = audit::Entity::find().order_by_asc(audit::Column::Id);
        query.all(self.db()).await.expect("the audit trail")
    }

    /// What does not add up in what is stored: nothing, ever.
    pub async fn findings(&self) -> Vec<String> {
        let app = &self.0.market.app;
        server::check::check(&app.db, &app.media, Some(&app.settings.vault), app.now())
            .await
            .expect("a check")
            .into_iter()
            .flat_map(|invariant| invariant.findings)
            .collect()
    }

    /// Does the background work that is due; tells how many pieces.
    pub async fn run_jobs(&self) -> u32 {
        let app = &self.0.market.app;
        app.jobs.run_due(app).await.expect("jobs that run")
    }

    /// A number that this market has not given before.
    pub fn next(&self) -> u32 {
        self.0.last.fetch_add(1, Ordering::Relaxed)
    }

    /// Somebody who has not signed in.
    pub fn anonymous(&self) -> Person {
        Person::new(self, None)
    }

    /// Somebody of the trade-promotion centre.
    pub fn centre(&self) -> Person {
        Person::new(self, Some(self.0.insiders.centre.clone()))
    }

    /// An officer of an authority.
    pub fn authority(&self) -> Person {
        Person::new(self, Some(self.0.insiders.authority.clone()))
    }

    /// The manager of a verified cooperative.
    pub async fn cooperative(&self, name: &str) -> Person {
        self.verified(OrganisationKind::Producer, name).await
    }

    /// The buyer of a verified retailer.
    pub async fn retailer(&self, name: &str) -> Person {
        self.verified(OrganisationKind::Retailer, name).await
    }

    /// Somebody whose organisation still waits for the centre.
    pub async fn pending(&self, kind: OrganisationKind, name: &str) -> Person {
        Person::sign_up(self, kind, name).await
    }

    async fn verified(&self, kind: OrganisationKind, name: &str) -> Person {
        let person = self.pending(kind, name).await;
        let call = shared::Call::<VerifyOrganisation>::new((person.organisation_id(),));
        self.centre().send(call).await.expect("a verified organisation");
        person
    }

    /// A product of a producer, to be described and then created through the API.
    pub fn product(&self, producer: &Person) -> ProductBuilder {
        Goods::of(self, producer)
    }
}
