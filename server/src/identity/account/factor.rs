//! A person's second factor: whether there is one, whether a code is right, recovery codes.

use super::{
    super::entity::{recovery_codes, second_factors},
    totp,
};
use crate::{auth, db::Tx, http::Result, vault::place};
use anyhow::anyhow;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use shared::{FieldCode, UserId};
use totp_rs::Secret;

/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;
/// 80 random bits: too many to guess, also for who has the hashes.
const RECOVERY_BYTES: usize = 10;
/// Wrong codes of one person before a pause, wherever they are given.
const MAX_FAILURES: u32 = 10;

/// Where the secret of a person is sealed.
pub(super) fn secret_place(user: UserId) -> String {
    place("second_factors", "secret", user)
}

/// The second factor, switched on or not yet.
pub(super) async fn of(db: &impl ConnectionTrait, user: UserId) -> Result<Option<second_factors::Model>> {
    Ok(second_factors::Entity::find_by_id(user).one(db).await?)
}

/// The second factor that signing in asks for.
pub(super) async fn confirmed(
    db: &impl ConnectionTrait,
    user: UserId,
) -> Result<Option<second_factors::Model>> {
    let factor = of(db, user).await?;
    Ok(factor.filter(|factor| factor.confirmed_at.is_some()))
}

pub(super) async fn recovery_codes_left(db: &impl ConnectionTrait, user: UserId) -> Result<u8> {
    let count = recovery_codes::Entity::find()
        .filter(recovery_codes::Column::UserId.eq(user))
        .filter(recovery_codes::Column::UsedAt.is_null())
        .count(db)
        .await?;
    Ok(u8::try_from(count).unwrap_or(u8::MAX))
}

/// Takes a code of the app, which is then spent. Of two that come at once with the same code, one is refused.
pub(super) async fn take_app_code(tx: &Tx, factor: &second_factors::Model, code: &str) -> Result<bool> {
    let secret = tx
        .app()
        .settings
        .vault
        .open(&secret_place(factor.user_id), &factor.secret_sealed)?;
    let Some(step) = totp::step_of(&secret, &plain(code), tx.at(), factor.last_step)? else {
        return Ok(false);
    };
    let spent = second_factors::Entity::update_many()
        .set(second_factors::ActiveModel {
            last_step: Set(step),
            ..Default::default()
        })
        .filter(second_factors::Column::UserId.eq(factor.user_id))
        .filter(second_factors::Column::LastStep.lt(step))
        .exec(&**tx)
        .await?;
    Ok(spent.rows_affected > 0)
}

/// Takes a code of the app or a recovery code; either is then spent.
pub(super) async fn take_code(tx: &Tx, factor: &second_factors::Model, code: &str) -> Result<bool> {
    if take_app_code(tx, factor, code).await? {
        return Ok(true);
    }
    let spent = recovery_codes::Entity::update_many()
        .set(recovery_codes::ActiveModel {
            used_at: Set(Some(tx.at())),
            ..Default::default()
        })
        .filter(recovery_codes::Column::UserId.eq(factor.user_id))
        .filter(recovery_codes::Column::Hash.eq(auth::hash(&plain(code))))
        .filter(recovery_codes::Column::UsedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(spent.rows_affected > 0)
}

/// A code as it was made: blanks, hyphens and case are the writer's.
fn plain(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

/// New recovery codes in place of all earlier ones.
pub(super) async fn new_recovery_codes(tx: &Tx, user: UserId) -> Result<Vec<String>> {
    forget_recovery_codes(tx, user).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    let mut rows = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0_u8; RECOVERY_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| anyhow!("no randomness: {error}"))?;
        let code = Secret::from(bytes.to_vec()).to_base32();
        rows.push(recovery_codes::ActiveModel {
            user_id: Set(user),
            hash: Set(auth::hash(&code)),
            used_at: Set(None),
        });
        let mut shown = String::new();
        for (place, letter) in code.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                shown.push('-');
            }
            shown.push(letter);
        }
        codes.push(shown);
    }
    recovery_codes::Entity::insert_many(rows)
        .exec_without_returning(&**tx)
        .await?;
    Ok(codes)
}

async fn forget_recovery_codes(tx: &Tx, user: UserId) -> Result<()> {
    recovery_codes::Entity::delete_many()
        .filter(recovery_codes::Column::UserId.eq(user))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Takes the second factor away, with its recovery codes. Tells whether there was one.
pub(super) async fn remove(tx: &Tx, user: UserId) -> Result<bool> {
    forget_recovery_codes(tx, user).await?;
    let removed = second_factors::Entity::delete_by_id(user).exec(&**tx).await?;
    Ok(removed.rows_affected > 0)
}

/// Slows guessing of one person's codes: counts a try.
pub(super) fn attempt(app: &crate::app::App, user: UserId) -> Result<()> {
    app.throttle
        .attempt(&format!("code {user}"), MAX_FAILURES, app.now())
}

/// The code was right: nothing is held against the tries before it.
pub(super) fn succeed(app: &crate::app::App, user: UserId) {
    app.throttle.succeed(&format!("code {user}"));
}

/// Says that a code is wrong.
pub(super) fn wrong() -> crate::http::Error {
    crate::http::Error::field("code", FieldCode::WrongCode)
}
