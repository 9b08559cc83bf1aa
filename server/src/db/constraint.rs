//! A violated constraint, by name.

use sea_orm::{DbErr, RuntimeErr, sqlx};

/// The name of the constraint that a statement violated: `users_login_key`, `lots_on_hand_check`. None where the
/// error is of another kind.
pub(crate) fn violated(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    let sqlx::Error::Database(error) = &**error else {
        return None;
    };
    if let Some(name) = error.constraint() {
        return Some(name.to_owned());
    }
    // SQLite names checks, but of unique indexes only the columns: `UNIQUE constraint failed: users.login`.
    let message = error.message();
    if let Some(name) = message.strip_prefix("CHECK constraint failed: ") {
        return Some(name.to_owned());
    }
    let columns = message.strip_prefix("UNIQUE constraint failed: ")?;
    let mut name = String::new();
    for column in columns.split(", ") {
        let (table, column) = column.split_once('.')?;
        if name.is_empty() {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name.push_str("_key");
    Some(name)
}

/// Whether the statement failed because another row names this one.
pub(crate) fn is_referred_to(error: &DbErr) -> bool {
    matches!(
        error.sql_err(),
        Some(sea_orm::SqlErr::ForeignKeyConstraintViolation(_))
    )
}

/// Whether the statement gave up waiting for another transaction.
pub(crate) fn waited_too_long(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            matches!(&**error, sqlx::Error::PoolTimedOut) || said(error).is_some_and(|code| code.is_busy())
        }
        _ => false,
    }
}

/// Whether the database cannot work for the moment: it is not there, is starting or stopping, or has no room left.
/// What was asked for has not happened, or the caller's key tells.
pub(crate) fn cannot_work(error: &DbErr) -> bool {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => match &**error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => true,
            error => said(error).is_some_and(|code| code.cannot_work()),
        },
        _ => false,
    }
}

/// What the database itself says.
enum Said<'a> {
    /// Five characters of PostgreSQL.
    Postgres(std::borrow::Cow<'a, str>),
    /// The primary result code of SQLite.
    Sqlite(i32),
}

fn said(error: &sqlx::Error) -> Option<Said<'_>> {
    let code = error.as_database_error()?.code()?;
    if code.len() == 5 {
        return Some(Said::Postgres(code));
    }
    code.parse::<i32>().ok().map(|code| Said::Sqlite(code & 0xff))
}

impl Said<'_> {
    fn is_busy(&self) -> bool {
        match self {
            // lock_not_available, deadlock_detected, query_canceled
            Self::Postgres(code) => matches!(&**code, "55P03" | "40P01" | "57014"),
            // busy
            Self::Sqlite(code) => *code == 5,
        }
    }

    fn cannot_work(&self) -> bool {
        match self {
            // Connections, resources (a full disk among them), shutdown and start, the system's own errors; a server
            // that only reads for now.
            Self::Postgres(code) => {
                ["08", "53", "57P", "58"]
                    .iter()
                    .any(|class| code.starts_with(class))
                    || &**code == "25006"
            }
            // no memory, read-only, input or output, full, cannot open
            Self::Sqlite(code) => matches!(code, 7 | 8 | 10 | 13 | 14),
        }
    }
}
