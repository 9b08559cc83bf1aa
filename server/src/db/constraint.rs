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

/// Whether the statement gave up waiting for another transaction.
pub(crate) fn waited_too_long(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            // PostgreSQL: lock_not_available, deadlock_detected, query_canceled. SQLite: busy.
            matches!(&**error, sqlx::Error::PoolTimedOut)
                || error
                    .as_database_error()
                    .and_then(sqlx::error::DatabaseError::code)
                    .is_some_and(|code| matches!(&*code, "55P03" | "40P01" | "57014" | "5" | "517"))
        }
        _ => false,
    }
}
