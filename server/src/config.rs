//! What the operator decides: flags, before the environment, before a file. Everything wrong is told at once.

use crate::{
    db::DbConfig,
    http::address::{self, Network},
    mail::Post,
    vault::{self, Vault},
};
use shared::Date;
use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr};
use time::macros::format_description;

/// Every setting: its name in the file, and its variable in the environment.
const SETTINGS: [(&str, &str); 14] = [
    ("data", "OCOP_DATA"),
    ("database_url", "DATABASE_URL"),
    ("media_url", "OCOP_MEDIA_URL"),
    ("listen", "OCOP_LISTEN"),
    ("admin_listen", "OCOP_ADMIN_LISTEN"),
    ("public_url", "OCOP_PUBLIC_URL"),
    ("trusted_proxies", "OCOP_TRUSTED_PROXIES"),
    ("log", "OCOP_LOG"),
    ("log_format", "OCOP_LOG_FORMAT"),
    ("demo", "OCOP_DEMO"),
    ("demo_date", "OCOP_DEMO_DATE"),
    ("master_keys", "OCOP_MASTER_KEYS"),
    ("smtp_url", "OCOP_SMTP_URL"),
    ("mail_from", "OCOP_MAIL_FROM"),
];

/// The settings of a running program.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder of the database file and of the pictures.
    pub data: PathBuf,
    /// `postgres://…`; without it, a file in the data folder.
    pub database_url: Option<String>,
    /// `s3://bucket[/folder]` of the pictures; without it, a folder in the data folder.
    pub media_url: Option<String>,
    pub listen: SocketAddr,
    /// Where `/metrics` is served; nowhere where it is not given.
    pub admin_listen: Option<SocketAddr>,
    pub public_url: Option<String>,
    /// Whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<Network>,
    /// A filter, as `tracing_subscriber::EnvFilter` reads it.
    pub log: String,
    pub log_format: LogFormat,
    pub demo: bool,
    /// The day on which the demonstration stands.
    pub demo_date: Option<Date>,
    /// What secrets are sealed with; without it, the keys of [`Config::key_file`].
    pub master_keys: Option<Vault>,
    /// The mail server; without one, mails are kept.
    pub smtp: Option<Smtp>,
}

/// A mail server.
#[derive(Clone)]
pub struct Smtp {
    /// With name and password in it.
    pub url: String,
    pub from: String,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// A value as somebody wrote it, and where.
#[derive(Clone, Debug)]
struct Written {
    value: String,
    source: String,
}

/// Settings from one or several places; what was set first stays.
#[derive(Debug, Default)]
pub struct Layers {
    values: Vec<(&'static str, Written)>,
    problems: Vec<String>,
}

/// Everything that is wrong with the settings.
#[derive(Debug, PartialEq, Eq)]
pub struct Problems(pub Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the settings are not right:")?;
        for problem in &self.0 {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl Layers {
    /// Sets a value where no earlier layer has.
    fn set(&mut self, name: &'static str, value: String, source: String) {
        if !self.values.iter().any(|(known, _)| *known == name) {
            self.values.push((name, Written { value, source }));
        }
    }

    /// A flag of the command line.
    pub fn flag(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.set(name, value.to_owned(), format!("--{}", name.replace('_', "-")));
        }
    }

    /// The environment. An empty variable counts as left out.
    pub fn environment(&mut self, variable: impl Fn(&str) -> Option<String>) {
        for (name, key) in SETTINGS {
            if let Some(value) = variable(key).filter(|value| !value.is_empty()) {
                self.set(name, value, key.to_owned());
            }
        }
    }

    /// A configuration file. A key that is no setting is a mistake, not a remark.
    pub fn file(&mut self, path: &std::path::Path) {
        let shown = path.display();
        let table = match std::fs::read_to_string(path) {
            Ok(text) => text.parse::<toml::Table>().map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        let table = match table {
            Ok(table) => table,
            Err(error) => {
                self.problems.push(format!("{shown}: {}", error.trim_end()));
                return;
            }
        };
        for (key, value) in table {
            let Some((name, _)) = SETTINGS.into_iter().find(|(name, _)| *name == key) else {
                self.problems
                    .push(format!("{shown}: there is no setting `{key}`"));
                continue;
            };
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Boolean(yes) => yes.to_string(),
                toml::Value::Datetime(day) => day.to_string(),
                _ => {
                    self.problems.push(format!("{shown}: `{key}` must be a text"));
                    continue;
                }
            };
            self.set(name, text, shown.to_string());
        }
    }

    fn text(&self, name: &str) -> Option<&Written> {
        self.values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, written)| written)
    }

    /// Reads one setting, or notes what is wrong with it.
    fn read<T>(&mut self, name: &'static str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let written = self.text(name)?.clone();
        match read(&written.value) {
            Ok(value) => Some(value),
            Err(why) => {
                // What has a password in it, or is one, is not repeated.
                let shown = if matches!(name, "database_url" | "master_keys" | "smtp_url") {
                    "…"
                } else {
                    &written.value
                };
                self.problems
                    .push(format!("{name} = \"{shown}\" ({}): {why}", written.source));
                None
            }
        }
    }

    /// All settings, or all that is wrong with them.
    pub fn finish(mut self) -> Result<Config, Problems> {
        let address = |text: &str| {
            SocketAddr::from_str(text)
                .map_err(|_| "must be an address with a port, as 127.0.0.1:8080".to_owned())
        };
        let data = self.read("data", |text| Ok(PathBuf::from(text)));
        let database_url = self.read("database_url", |text| {
            if text.starts_with("postgres://") || text.starts_with("postgresql://") {
                Ok(text.to_owned())
            } else {
                Err("must begin with postgres://".to_owned())
            }
        });
        let media_url = self.read("media_url", |text| match text.strip_prefix("s3://") {
            Some(place) if !place.starts_with('/') && !place.is_empty() => {
                Ok(text.trim_end_matches('/').to_owned())
            }
            _ => Err("must be s3:// and a bucket, as s3://market or s3://market/pictures".to_owned()),
        });
        let listen = self.read("listen", address);
        let admin_listen = self.read("admin_listen", address);
        let public_url = self.read("public_url", public_url);
        let trusted_proxies = self.read("trusted_proxies", networks);
        let log = self.read("log", |text| {
            tracing_subscriber::EnvFilter::try_new(text)
                .map(|_| text.to_owned())
                .map_err(|error| format!("is no log filter: {error}"))
        });
        let log_format = self.read("log_format", |text| match text {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err("must be text or json".to_owned()),
        });
        let demo = self.read("demo", |text| {
            text.parse::<bool>()
                .map_err(|_| "must be true or false".to_owned())
        });
        let demo_date = self.read("demo_date", |text| {
            Date::parse(text, format_description!("[year]-[month]-[day]"))
                .map_err(|_| "must be a day as 2026-11-22".to_owned())
        });
        let master_keys = self.read("master_keys", |text| {
            vault::parse(text).map_err(|error| error.to_string())
        });
        let smtp_url = self.read("smtp_url", |text| {
            let known = Post::smtp(text, "market@example.com", String::new());
            known.map(|_| text.to_owned()).map_err(|error| error.to_string())
        });
        let mail_from = self.read("mail_from", |text| {
            let known = Post::smtp("smtp://localhost", text, String::new());
            known.map(|_| text.to_owned()).map_err(|error| error.to_string())
        });
        if smtp_url.is_some() != mail_from.is_some() && self.problems.is_empty() {
            self.problems
                .push("smtp_url and mail_from belong together: both or none".to_owned());
        }
        if demo_date.is_some() && demo != Some(true) {
            self.problems
                .push("demo_date: needs demo, a real market lives today".to_owned());
        }
        if admin_listen.is_some() && admin_listen == listen {
            self.problems
                .push("admin_listen: must differ from listen, visitors must not reach it".to_owned());
        }
        if !self.problems.is_empty() {
            return Err(Problems(self.problems));
        }
        Ok(Config {
            data: data.unwrap_or_else(|| PathBuf::from("data")),
            database_url,
            media_url,
            listen: listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            admin_listen,
            // Nobody is asked behind no proxy; one on this machine is the common case.
            trusted_proxies: match (trusted_proxies, &public_url) {
                (Some(named), _) => named,
                (None, Some(_)) => address::loopback(),
                (None, None) => Vec::new(),
            },
            public_url,
            log: log.unwrap_or_else(|| "info,tantivy=warn,sea_orm_migration=warn".to_owned()),
            log_format: log_format.unwrap_or(LogFormat::Text),
            demo: demo.unwrap_or_default(),
            demo_date,
            master_keys,
            smtp: smtp_url.zip(mail_from).map(|(url, from)| Smtp { url, from }),
        })
    }
}

/// Only `https://host[:port]`: pages are served from the root, and cookies made secure.
fn public_url(text: &str) -> Result<String, String> {
    let uri = http::Uri::from_str(text.trim_end_matches('/'));
    match uri {
        Ok(uri)
            if uri.scheme_str() == Some("https")
                && uri.host().is_some_and(|host| !host.is_empty())
                && uri.path().trim_end_matches('/').is_empty()
                && uri.query().is_none() =>
        {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("must be https:// and a host, without a path".to_owned()),
    }
}

/// `127.0.0.1, 10.0.0.0/8`.
fn networks(text: &str) -> Result<Vec<Network>, String> {
    text.split(',')
        .map(|one| one.trim().parse())
        .collect::<Result<_, ()>>()
        .map_err(|()| "must be addresses or networks with commas, as 127.0.0.1, 10.0.0.0/8".to_owned())
}

impl Config {
    /// Which database the settings name.
    pub fn database(&self) -> DbConfig {
        match &self.database_url {
            Some(url) => DbConfig::Postgres(url.clone()),
            None => DbConfig::Sqlite(self.database_file()),
        }
    }

    /// The database file, where the database is one.
    pub fn database_file(&self) -> PathBuf {
        self.data.join("market.db")
    }

    /// The folder of the pictures, where they are kept in one.
    pub fn media_folder(&self) -> PathBuf {
        self.data.join("media")
    }

    /// The master keys' file, where the settings name no keys.
    pub fn key_file(&self) -> PathBuf {
        self.data.join("master.key")
    }
}

#[cfg(test)]
mod tests {
    use super::{Layers, LogFormat};

    #[test]
    fn flags_come_before_the_environment_and_the_environment_before_the_file() -> anyhow::Result<()> {
        let file = std::env::temp_dir().join(format!("ocop-config-{}.toml", std::process::id()));
        std::fs::write(
            &file,
            "listen = \"127.0.0.1:1\"\nlog_format = \"json\"\nlog = \"warn\"\n",
        )?;
        let mut layers = Layers::default();
        layers.flag("listen", Some("127.0.0.1:3"));
        layers.environment(|key| match key {
            "OCOP_LISTEN" => Some("127.0.0.1:2".to_owned()),
            "OCOP_LOG" => Some("debug".to_owned()),
            _ => None,
        });
        layers.file(&file);
        std::fs::remove_file(&file)?;
        let config = layers
            .finish()
            .map_err(|problems| anyhow::anyhow!("{problems}"))?;
        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.log, "debug");
        assert_eq!(config.log_format, LogFormat::Json);
        Ok(())
    }

    #[test]
    fn everything_wrong_is_told_at_once_and_secrets_are_not_repeated() -> anyhow::Result<()> {
        let file = std::env::temp_dir().join(format!("ocop-config-bad-{}.toml", std::process::id()));
        std::fs::write(&file, "lissten = \"x\"\ndemo = 3\n")?;
        let mut layers = Layers::default();
        layers.flag("listen", Some("here"));
        layers.flag("public_url", Some("http://market.example"));
        layers.flag("trusted_proxies", Some("10.0.0.0/8, proxy"));
        layers.flag("database_url", Some("mysql://root:secret@host"));
        layers.flag("demo_date", Some("2026-11-22"));
        layers.environment(|key| (key == "OCOP_MASTER_KEYS").then(|| "secret".to_owned()));
        layers.flag("mail_from", Some("nobody"));
        layers.file(&file);
        std::fs::remove_file(&file)?;
        let told = match layers.finish() {
            Ok(_) => String::new(),
            Err(problems) => problems.to_string(),
        };
        for part in [
            "lissten",
            "`demo`",
            "listen =",
            "public_url =",
            "trusted_proxies =",
            "database_url =",
            "demo_date",
            "master_keys",
            "mail_from",
        ] {
            assert!(told.contains(part), "{part} is missing in: {told}");
        }
        assert!(!told.contains("secret"));
        Ok(())
    }
}
