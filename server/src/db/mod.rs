//! The database: SQLite with one writer and a pool of readers, or PostgreSQL.

pub mod audit;
pub(crate) mod changes;
mod checked;
mod connect;
pub(crate) mod constraint;
mod gather;
mod idempotency;
mod later;
mod presence;
mod slug;
mod tx;

pub use checked::{Invariant, Pages};
pub use connect::{Db, DbConfig};
pub(crate) use gather::{Gathered, gather};
pub use idempotency::{Claim, Stored};
pub(crate) use idempotency::{check as check_keys, forget_old_keys};
pub(crate) use slug::free_slug;
pub use tx::{Author, Tx};

use sea_orm::{
    Condition,
    sea_query::{Expr, Func, IntoColumnRef, LikeExpr, SimpleExpr},
};

/// What stands between the words of names and numbers.
const BETWEEN: &str = " -/.,(\"'“&:";

/// Whether a folded text holds these words, the first from the beginning of one of its own: `hong` is in "Hồng sấy" and
/// not in "Thống Nhất". `like` compares the text; the words' own `%` and `_` are plain characters.
pub fn holding(words: &str, like: impl Fn(LikeExpr) -> SimpleExpr) -> Condition {
    let mut wanted = String::new();
    for letter in shared::text::folded(words.trim()).chars() {
        if matches!(letter, '%' | '_' | '\\') {
            wanted.push('\\');
        }
        wanted.push(letter);
    }
    let begins_a_word = wanted.starts_with(char::is_alphanumeric);
    let pattern = |before: &str| like(LikeExpr::new(format!("{before}{wanted}%")).escape('\\'));
    if !begins_a_word {
        return Condition::any().add(pattern("%"));
    }
    BETWEEN
        .chars()
        .fold(Condition::any().add(pattern("")), |any, mark| {
            any.add(pattern(&format!("%{mark}")))
        })
}

/// A number of a decision or a paper as words are compared with it: in small letters, without the only mark that such
/// numbers have (`QĐ`). SQLite's own `lower` knows no other letters than ASCII's.
pub fn plain_number(column: impl IntoColumnRef) -> Expr {
    let plain = |text: SimpleExpr, marked: &str| {
        SimpleExpr::from(Func::cust("replace").arg(text).arg(marked).arg("d"))
    };
    let small = Func::lower(Expr::col(column)).into();
    Expr::expr(plain(plain(small, "Đ"), "đ"))
}
