//! Between the two steps of a sign-in: the password was right, the code is awaited.

use super::{super::entity::sign_in_steps, factor};
use crate::{
    auth,
    clock::secret,
    db::Tx,
    http::{Error, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use shared::{Code, UserId};

const MINUTES: i64 = 10;
/// Wrong codes before the password is asked for again.
const MAX_FAILURES: i32 = 5;

/// Begins the second step for who has a second factor; the token goes to whoever knew the password.
pub(in crate::identity) async fn begin(tx: &Tx, user: UserId) -> Result<Option<String>> {
    if factor::confirmed(&**tx, user).await?.is_none() {
        return Ok(None);
    }
    let token = secret()?;
    let row = sign_in_steps::ActiveModel {
        hash: Set(auth::hash(&token)),
        user_id: Set(user),
        expires_at: Set(tx.at().plus_seconds(MINUTES * 60)),
        failures: Set(0),
        used_at: Set(None),
    };
    sign_in_steps::Entity::insert(row)
        .exec_without_returning(&**tx)
        .await?;
    Ok(Some(token))
}

/// The open step of a token.
pub(super) async fn open(tx: &Tx, token: &str) -> Result<sign_in_steps::Model> {
    let step = sign_in_steps::Entity::find_by_id(auth::hash(token))
        .one(&**tx)
        .await?;
    step.filter(|step| step.used_at.is_none() && step.failures < MAX_FAILURES && step.expires_at > tx.at())
        .ok_or_else(|| Error::refuse(Code::SessionEnded))
}

/// Spends a step. Of two at once, one is refused.
pub(super) async fn spend(tx: &Tx, step: &sign_in_steps::Model) -> Result<()> {
    let spent = sign_in_steps::Entity::update_many()
        .set(sign_in_steps::ActiveModel {
            used_at: Set(Some(tx.at())),
            ..Default::default()
        })
        .filter(sign_in_steps::Column::Hash.eq(step.hash.as_str()))
        .filter(sign_in_steps::Column::UsedAt.is_null())
        .exec(&**tx)
        .await?;
    if spent.rows_affected == 0 {
        return Err(Error::refuse(Code::SessionEnded));
    }
    Ok(())
}

/// Counts a wrong code against the step, for good: the refusal must not undo it.
pub(super) async fn fail(tx: &Tx, step: &sign_in_steps::Model) -> Result<()> {
    sign_in_steps::Entity::update_many()
        .col_expr(
            sign_in_steps::Column::Failures,
            Expr::col(sign_in_steps::Column::Failures).add(1),
        )
        .filter(sign_in_steps::Column::Hash.eq(step.hash.as_str()))
        .exec(&**tx)
        .await?;
    Ok(())
}
