//! Opens what a command works on: the data folder and the database, with a clear word where one cannot be used.

use super::Failure;
use crate::{
    clock::Clock,
    config::Config,
    db::Db,
    identity,
    media::Media,
    vault::{self, Vault},
};
use sea_orm::EntityTrait;
use sea_orm_migration::{MigratorTrait, SchemaManager, seaql_migrations};

/// Makes the data folder where it is missing, and tries to write into it.
pub(super) fn data_folder(config: &Config) -> Result<(), Failure> {
    let refuse = |error: std::io::Error| {
        Failure::DataFolder(format!(
            "the data folder {} cannot be written: {error}. Name another with --data, or give this user the right to write there.",
            config.data.display()
        ))
    };
    std::fs::create_dir_all(&config.data).map_err(refuse)?;
    let probe = config.data.join(format!(".writable-{}", std::process::id()));
    std::fs::write(&probe, b"").map_err(refuse)?;
    std::fs::remove_file(&probe).map_err(refuse)
}

/// Connects, refusing a database that a newer program has changed.
pub(super) async fn database(config: &Config) -> Result<Db, Failure> {
    let db = Db::connect(&config.database())
        .await
        .map_err(Failure::NoDatabase)?;
    let unknown = unknown_migrations(&db).await.map_err(Failure::NoDatabase)?;
    if let Some(first) = unknown.first() {
        return Err(Failure::NewerDatabase(format!(
            "the database is newer than this program ({}): it has the migration {first}, which this program does not know. Run the newer program, or restore a backup made before the update.",
            env!("CARGO_PKG_VERSION")
        )));
    }
    Ok(db)
}

/// Connects to a database that must be there already.
pub(super) async fn existing_database(config: &Config) -> Result<Db, Failure> {
    let file = config.database_file();
    if config.database_url.is_none() && !file.is_file() {
        return Err(Failure::Usage(format!(
            "there is no database {}. Name its folder with --data, or a PostgreSQL with DATABASE_URL.",
            file.display()
        )));
    }
    database(config).await
}

/// Opens the place of the pictures.
pub(super) fn media(config: &Config) -> Result<Media, Failure> {
    match &config.media_url {
        Some(url) => Media::bucket(url, &bucket_variables()),
        None => Media::folder(&config.media_folder()),
    }
    .map_err(|error| Failure::DataFolder(format!("{error:#}")))
}

/// Keys and address of the S3 service, under the names that its other tools know.
#[expect(
    clippy::disallowed_methods,
    reason = "secrets that must not become settings, which are shown"
)]
fn bucket_variables() -> Vec<(String, String)> {
    std::env::vars()
        .filter(|(name, _)| name.starts_with("AWS_"))
        .collect()
}

/// The master keys of the settings, or those of the file in the data folder; `make` says whether a missing file is made.
pub(super) fn known_keys(config: &Config, make: bool) -> Result<Option<Vault>, Failure> {
    match &config.master_keys {
        Some(keys) => Ok(Some(keys.clone())),
        None => vault::from_file(&config.key_file(), make).map_err(Failure::Keys),
    }
}

/// The master keys, which must be those of the migrated database.
pub(super) async fn vault(config: &Config, db: &Db) -> Result<Vault, Failure> {
    let keys = match known_keys(config, false)? {
        Some(keys) => keys,
        None => first_keys(config, db).await?,
    };
    vault::register(db.writer(), &keys, Clock::system().now())
        .await
        .map_err(Failure::Keys)?;
    identity::seal_tax_codes(db.writer(), &keys).await?;
    Ok(keys)
}

/// Makes the key file, unless the database is sealed with a key that was lost on the way here.
async fn first_keys(config: &Config, db: &Db) -> Result<Vault, Failure> {
    if let Some(used) = vault::used(db.reader()).await?.first() {
        return Err(Failure::Keys(anyhow::anyhow!(
            "the database has values sealed with the master key {used}, but there are no keys here: set OCOP_MASTER_KEYS, or \
             bring the file {}",
            config.key_file().display()
        )));
    }
    known_keys(config, true)?.ok_or_else(|| {
        Failure::Keys(anyhow::anyhow!(
            "there is no file {}",
            config.key_file().display()
        ))
    })
}

/// The applied migrations, oldest first.
pub(crate) async fn applied(db: &Db) -> anyhow::Result<Vec<String>> {
    if !SchemaManager::new(db.writer())
        .has_table("seaql_migrations")
        .await?
    {
        return Ok(Vec::new());
    }
    let rows = seaql_migrations::Entity::find().all(db.writer()).await?;
    let mut names: Vec<String> = rows.into_iter().map(|row| row.version).collect();
    names.sort();
    Ok(names)
}

/// The migrations of this program, oldest first.
pub(crate) fn known() -> Vec<String> {
    migrations::Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect()
}

async fn unknown_migrations(db: &Db) -> anyhow::Result<Vec<String>> {
    let known = known();
    let mut applied = applied(db).await?;
    applied.retain(|name| !known.contains(name));
    Ok(applied)
}
