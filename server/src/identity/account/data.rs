//! What several answers about one's own account have in common.

use super::{
    super::entity::{consents, sessions, users},
    factor, letters,
};
use crate::{
    auth::Member,
    http::{Cx, Error, Result},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    Code, Timestamp, UserId,
    account::{Account, Consent, Device, SecondFactor, needs_second_factor},
};

pub(super) async fn user(db: &impl ConnectionTrait, id: UserId) -> Result<users::Model> {
    users::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Error::refuse(Code::SessionEnded))
}

/// One's own account.
pub(super) async fn account(cx: &Cx, db: &impl ConnectionTrait, member: &Member) -> Result<Account> {
    let id = member.user_id;
    let confirmed = factor::confirmed(db, id).await?;
    let user = user(db, id).await?;
    Ok(Account {
        email: letters::address(&user).map(str::to_owned),
        news: user.news,
        user: user.into(),
        second_factor: SecondFactor {
            since: confirmed.and_then(|factor| factor.confirmed_at),
            required: cx.app.settings.second_factor && needs_second_factor(member.kind),
            recovery_codes_left: factor::recovery_codes_left(db, id).await?,
        },
        consents: consents(db, id).await?,
    })
}

/// What a person agreed to, oldest first.
pub(super) async fn consents(db: &impl ConnectionTrait, id: UserId) -> Result<Vec<Consent>> {
    let rows = consents::Entity::find()
        .filter(consents::Column::UserId.eq(id))
        .order_by_asc(consents::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Consent {
            subject: row.subject,
            text_version: row.text_version,
            given_at: row.given_at,
        })
        .collect())
}

/// Where a person is signed in, the latest first.
pub(super) async fn devices(
    db: &impl ConnectionTrait,
    member: &Member,
    now: Timestamp,
) -> Result<Vec<Device>> {
    let rows = sessions::Entity::find()
        .filter(sessions::Column::UserId.eq(member.user_id))
        .filter(sessions::Column::EndedAt.is_null())
        .filter(sessions::Column::ExpiresAt.gt(now))
        .all(db)
        .await?;
    let mut devices: Vec<Device> = rows
        .into_iter()
        .map(|row| Device {
            id: row.id,
            name: row.device,
            address: row.address,
            signed_in_at: row.created_at,
            last_seen_at: row.last_seen_at.unwrap_or(row.created_at),
            current: row.id == member.session_id,
        })
        .collect();
    devices.sort_by_key(|device| std::cmp::Reverse((device.last_seen_at, device.id)));
    Ok(devices)
}
