//! Why a command stopped, with an exit code that scripts can tell apart.

use std::{fmt, process::ExitCode};

/// Why a command stopped.
#[derive(Debug)]
pub enum Failure {
    /// Something that no other kind tells.
    Other(anyhow::Error),
    /// The command was told to do something that it cannot do so.
    Usage(String),
    PortTaken(String),
    DataFolder(String),
    NewerDatabase(String),
    NoDatabase(anyhow::Error),
    /// The master keys are missing, unreadable or not those of the database.
    Keys(anyhow::Error),
}

impl Failure {
    /// Documented in `--help` and docs/OPERATIONS.md.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Other(_) => 1,
            Self::Usage(_) => 2,
            Self::PortTaken(_) => 3,
            Self::DataFolder(_) => 4,
            Self::NewerDatabase(_) => 5,
            Self::NoDatabase(_) => 6,
            Self::Keys(_) => 7,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(error) | Self::NoDatabase(error) | Self::Keys(error) => write!(f, "{error:#}"),
            Self::Usage(text)
            | Self::PortTaken(text)
            | Self::DataFolder(text)
            | Self::NewerDatabase(text) => f.write_str(text),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

impl From<sea_orm::DbErr> for Failure {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Other(anyhow::Error::new(error).context("database"))
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Other(error.into())
    }
}

/// A refusal of the market itself, for commands that work through it.
impl From<crate::http::Error> for Failure {
    fn from(error: crate::http::Error) -> Self {
        Self::Other(match error {
            crate::http::Error::Internal(error) => error,
            crate::http::Error::Refused(draft) => {
                anyhow::anyhow!("{}{}", draft.code.title(shared::Lang::En), draft.told())
            }
            crate::http::Error::Replay(_) => anyhow::anyhow!("this was done before"),
        })
    }
}
