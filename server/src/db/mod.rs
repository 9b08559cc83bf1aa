//! The database: SQLite with one writer and a pool of readers, or PostgreSQL.

pub mod audit;
pub(crate) mod changes;
mod checked;
mod connect;
pub(crate) mod constraint;
mod idempotency;
mod later;
mod presence;
mod slug;
mod tx;

pub use checked::{Invariant, Pages};
pub use connect::{Db, DbConfig};
pub use idempotency::{Claim, Stored};
pub(crate) use idempotency::{check as check_keys, forget_old_keys};
pub(crate) use slug::free_slug;
pub use tx::{Author, Tx};

use sea_orm::sea_query::LikeExpr;

/// A pattern for a folded column that holds these words somewhere; their own `%` and `_` are plain characters.
pub fn containing(words: &str) -> LikeExpr {
    let mut pattern = String::from("%");
    for letter in shared::text::folded(words.trim()).chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('\\')
}
