//! Connections.

use super::presence::Presence;
use anyhow::Context;
use sea_orm::{
    AccessMode, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel,
    SqlxPostgresConnector, SqlxSqliteConnector, TransactionTrait,
    sqlx::{
        ConnectOptions, Connection,
        postgres::{PgConnectOptions, PgPoolOptions},
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};
use std::{path::PathBuf, str::FromStr, sync::Arc, time::Duration};

/// Which database.
#[derive(Clone, Debug)]
pub enum DbConfig {
    /// One file; made where it is missing.
    Sqlite(PathBuf),
    /// `postgres://…`
    Postgres(String),
}

/// The database. Reads and writes take different doors.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    /// Of a database that may be gone while this process lives.
    presence: Option<Arc<Presence>>,
}

/// How long a request waits in the queue for the one writer of SQLite, or for a connection to PostgreSQL, before it is told
/// to come back. Where PostgreSQL is not there, [`Db::gone`] tells so sooner.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a program that starts waits for PostgreSQL.
const START_PATIENCE: Duration = Duration::from_secs(2);
/// Connections of one server to PostgreSQL.
const CONNECTIONS: u32 = 24;

/// A connection that somebody used so shortly ago is not asked again whether PostgreSQL is there: on a busy market that
/// would be a journey more for each request. No PostgreSQL goes and comes back as fast.
const SURELY_THERE: Duration = Duration::from_millis(100);

/// How many read an SQLite file at once. Each has its own cache of pages and statements, and none ever waits for a disk
/// far away.
const READERS: u32 = 4;

/// Readers that nobody needs for this long are closed: opening one anew takes less than a millisecond.
const READERS_REST: Duration = Duration::from_secs(2);

/// A pool that gives no connection away whose transaction could not be ended. SQLite rolls back by itself where the disk
/// refuses a commit; the driver then still counts a transaction, and what came after on that connection would be answered
/// and never committed.
fn sound_pool() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .acquire_timeout(PATIENCE)
        // A file does not hang up.
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
}

impl Db {
    /// Connects; does not migrate.
    pub async fn connect(config: &DbConfig) -> anyhow::Result<Self> {
        match config {
            DbConfig::Sqlite(file) => Self::sqlite(file.clone()).await,
            DbConfig::Postgres(url) => Self::postgres(url).await,
        }
    }

    async fn sqlite(file: PathBuf) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An answered order survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            // Rows of a long read are handed over in larger pieces: two threads wait for each other less often.
            .row_buffer_size(1_000)
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-8000")
            .statement_cache_capacity(256)
            .disable_statement_logging();
        // One writer: no transaction ever has to upgrade a lock, so none can deadlock or fail as busy.
        let write = sound_pool()
            .max_connections(1)
            .connect_with(options.clone())
            .await
            .with_context(|| format!("cannot open the database file {}", file.display()))?;
        let read = sound_pool()
            .max_connections(READERS)
            .idle_timeout(READERS_REST)
            // Each reader has its own cache of pages; the system's lies below them all.
            .connect_with(options.pragma("query_only", "on").pragma("cache_size", "-1000"))
            .await
            .with_context(|| format!("cannot open the database file {} for reading", file.display()))?;
        Ok(Self {
            read: SqlxSqliteConnector::from_sqlx_sqlite_pool(read),
            write: SqlxSqliteConnector::from_sqlx_sqlite_pool(write),
            presence: None,
        })
    }

    async fn postgres(url: &str) -> anyhow::Result<Self> {
        let options = PgConnectOptions::from_str(url)
            .context("DATABASE_URL is not a PostgreSQL address")?
            .application_name("ocop-market")
            .options([("lock_timeout", "8s"), ("statement_timeout", "30s")])
            .statement_cache_capacity(256)
            .disable_statement_logging();
        let presence = Some(Arc::new(Presence::of(options.clone())));
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .before_acquire(|connection, rest| {
                Box::pin(async move {
                    if rest.idle_for > SURELY_THERE {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options);
        let pool = tokio::time::timeout(START_PATIENCE, pool)
            .await
            .context("cannot reach PostgreSQL: it does not answer")?
            .context("cannot reach PostgreSQL")?;
        let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        Ok(Self {
            read: connection.clone(),
            write: connection,
            presence,
        })
    }

    /// For statements that only read.
    pub const fn reader(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For transactions ([`super::Tx`]) and migrations.
    pub const fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// One moment of the whole database, for reading much of it whatever is written meanwhile.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        if self.is_sqlite() {
            // With write-ahead logging a reader stays at the moment of its first statement.
            return self.read.begin().await;
        }
        let (isolation, access) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
        self.read.begin_with_config(Some(isolation), Some(access)).await
    }

    /// Done when somebody has waited for a while for a database that turns out not to be there: to be raced against work.
    /// A queue for connections is no reason; never done for a file.
    pub(crate) async fn gone(&self) {
        match &self.presence {
            Some(presence) => presence.gone().await,
            None => std::future::pending().await,
        }
    }

    pub fn is_sqlite(&self) -> bool {
        self.write.get_database_backend() == DbBackend::Sqlite
    }

    /// Calls back for every statement, those of transactions too: for whoever counts them.
    pub fn watch(&mut self, each: impl Fn(&str) + Clone + Send + Sync + 'static) {
        for connection in [&mut self.read, &mut self.write] {
            let each = each.clone();
            connection.set_metric_callback(move |info| each(&info.statement.sql));
        }
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        use sea_orm_migration::MigratorTrait;
        migrations::Migrator::up(&self.write, None)
            .await
            .context("cannot bring the schema up to date")
    }

    /// Closes every connection, so that files can be moved.
    pub async fn close(&self) -> anyhow::Result<()> {
        self.read.close_by_ref().await?;
        self.write.close_by_ref().await?;
        Ok(())
    }
}
