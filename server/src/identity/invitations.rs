//! Invitations that may still be accepted.

use super::{entity::invitations, people::user_names};
use crate::{
    auth,
    db::Tx,
    http::{Error, Result},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use shared::{InvitationId, OrganisationId, Timestamp, UserId, identity::Invitation};
use std::collections::HashMap;

/// How long an invitation is good for.
pub(super) const DAYS: i64 = 7;

/// Neither accepted nor withdrawn nor too old.
fn open(now: Timestamp) -> Condition {
    Condition::all()
        .add(invitations::Column::AcceptedAt.is_null())
        .add(invitations::Column::WithdrawnAt.is_null())
        .add(invitations::Column::ExpiresAt.gt(now))
}

/// The open invitation with this token; any other token names nothing.
pub(super) async fn by_token(
    db: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<invitations::Model> {
    invitations::Entity::find()
        .filter(invitations::Column::TokenHash.eq(auth::hash(token)))
        .filter(open(now))
        .one(db)
        .await?
        .ok_or_else(Error::not_found)
}

/// The open invitations of an organisation, newest first.
pub(super) async fn of_organisation(
    db: &impl ConnectionTrait,
    id: OrganisationId,
    now: Timestamp,
) -> Result<Vec<Invitation>> {
    let rows = invitations::Entity::find()
        .filter(invitations::Column::OrganisationId.eq(id))
        .filter(open(now))
        .order_by_desc(invitations::Column::Id)
        .all(db)
        .await?;
    let names = user_names(db, rows.iter().map(|row| row.invited_by)).await?;
    Ok(rows.into_iter().map(|row| view(row, &names)).collect())
}

/// One invitation, as its organisation sees it.
pub(super) fn view(row: invitations::Model, names: &HashMap<UserId, String>) -> Invitation {
    Invitation {
        id: row.id,
        login: row.login,
        name: row.name,
        role: row.role,
        invited_by: names.get(&row.invited_by).cloned().unwrap_or_default(),
        created_at: row.created_at,
        expires_at: row.expires_at,
    }
}

/// Marks an invitation as used; of two who come at once with one token, the second finds nothing.
pub(super) async fn take(tx: &Tx, id: InvitationId) -> Result<()> {
    let used = invitations::ActiveModel {
        accepted_at: Set(Some(tx.at())),
        ..Default::default()
    };
    close(tx, used, Condition::all().add(invitations::Column::Id.eq(id)))
        .await
        .and_then(found)
}

/// Withdraws one invitation of an organisation.
pub(super) async fn withdraw(tx: &Tx, organisation_id: OrganisationId, id: InvitationId) -> Result<()> {
    let which = Condition::all()
        .add(invitations::Column::OrganisationId.eq(organisation_id))
        .add(invitations::Column::Id.eq(id));
    close(tx, withdrawn(tx), which).await.and_then(found)
}

/// Withdraws what was sent to the same person before.
pub(super) async fn withdraw_earlier(tx: &Tx, organisation_id: OrganisationId, login: &str) -> Result<()> {
    let which = Condition::all()
        .add(invitations::Column::OrganisationId.eq(organisation_id))
        .add(invitations::Column::Login.eq(login));
    close(tx, withdrawn(tx), which).await.map(drop)
}

/// Withdraws every open invitation of an organisation.
pub(super) async fn withdraw_all(tx: &Tx, organisation_id: OrganisationId) -> Result<()> {
    let which = Condition::all().add(invitations::Column::OrganisationId.eq(organisation_id));
    close(tx, withdrawn(tx), which).await.map(drop)
}

fn withdrawn(tx: &Tx) -> invitations::ActiveModel {
    invitations::ActiveModel {
        withdrawn_at: Set(Some(tx.at())),
        ..Default::default()
    }
}

async fn close(tx: &Tx, change: invitations::ActiveModel, which: Condition) -> Result<u64> {
    let done = invitations::Entity::update_many()
        .set(change)
        .filter(which)
        .filter(open(tx.at()))
        .exec(&**tx)
        .await?;
    Ok(done.rows_affected)
}

fn found(rows: u64) -> Result<()> {
    if rows == 0 {
        Err(Error::not_found())
    } else {
        Ok(())
    }
}
