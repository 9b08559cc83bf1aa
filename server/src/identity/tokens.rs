//! Sessions begin and go on here.

use super::entity::{memberships, organisations, refresh_tokens, sessions, users};
use crate::{
    auth,
    clock::secret,
    db::Tx,
    http::{Cx, Error, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{Code, OrganisationId, SessionId, UserId, identity::Session};

const ACCESS_MINUTES: i64 = 15;
/// How long a session lasts without being refreshed, and the web cookie with it.
pub(super) const SESSION_DAYS: i64 = 30;

/// A session and the cookie's value.
pub(super) struct Opened {
    pub(super) session: Session,
    pub(super) cookie: String,
}

/// Where a session is opened.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    pub(super) device: Option<String>,
    pub(super) address: Option<String>,
}

impl Origin {
    pub(super) fn of(cx: &Cx) -> Self {
        Self {
            device: cx.user_agent.as_deref().and_then(super::account::device_name),
            address: cx.address.clone(),
        }
    }
}

/// Opens a session for a person: for an organisation that they belong to, or for where they worked last.
pub(super) async fn open(
    tx: &Tx,
    user: users::Model,
    organisation: Option<OrganisationId>,
    from: Origin,
) -> Result<Opened> {
    let membership = membership(&**tx, user.id, organisation).await?;
    let id = SessionId(tx.new_id());
    let (access, cookie) = (secret()?, secret()?);
    let row = sessions::ActiveModel {
        id: Set(id),
        user_id: Set(user.id),
        organisation_id: Set(membership.organisation_id),
        access_hash: Set(auth::hash(&access)),
        access_expires_at: Set(tx.at().plus_seconds(ACCESS_MINUTES * 60)),
        cookie_hash: Set(auth::hash(&cookie)),
        created_at: Set(tx.at()),
        expires_at: Set(tx.at().plus_days(SESSION_DAYS)),
        ended_at: Set(None),
        device: Set(from.device),
        address: Set(from.address),
        last_seen_at: Set(Some(tx.at())),
    };
    sessions::Entity::insert(row)
        .exec_without_returning(&**tx)
        .await?;
    let session = issue(tx, id, user, membership, access).await?;
    Ok(Opened { session, cookie })
}

/// The chosen membership; else the one of the latest session, else the first.
async fn membership(
    db: &impl ConnectionTrait,
    user_id: UserId,
    organisation: Option<OrganisationId>,
) -> Result<memberships::Model> {
    let mut rows = memberships::Entity::find()
        .filter(memberships::Column::UserId.eq(user_id))
        .order_by_asc(memberships::Column::CreatedAt)
        .all(db)
        .await?;
    let wanted = match organisation {
        None if rows.len() > 1 => {
            let latest = sessions::Entity::find()
                .filter(sessions::Column::UserId.eq(user_id))
                .order_by_desc(sessions::Column::Id)
                .one(db)
                .await?;
            latest.map(|session| session.organisation_id)
        }
        given => given,
    };
    let found = rows.iter().position(|row| Some(row.organisation_id) == wanted);
    let index = found.unwrap_or_default();
    if index < rows.len() {
        Ok(rows.swap_remove(index))
    } else {
        Err(Error::refuse(Code::WrongCredentials))
    }
}

/// Ends one session.
pub(super) async fn end(tx: &Tx, id: SessionId) -> Result<()> {
    let end = sessions::ActiveModel {
        id: Set(id),
        ended_at: Set(Some(tx.at())),
        ..Default::default()
    };
    sessions::Entity::update(end)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Gives a session its next pair of tokens.
pub(super) async fn renew(tx: &Tx, row: sessions::Model) -> Result<Session> {
    let access = secret()?;
    let change = sessions::ActiveModel {
        id: Set(row.id),
        access_hash: Set(auth::hash(&access)),
        access_expires_at: Set(tx.at().plus_seconds(ACCESS_MINUTES * 60)),
        expires_at: Set(tx.at().plus_days(SESSION_DAYS)),
        last_seen_at: Set(Some(tx.at())),
        ..Default::default()
    };
    sessions::Entity::update(change)
        .exec_without_returning(&**tx)
        .await?;
    let (user, membership) = person(&**tx, row.user_id, &row).await?;
    issue(tx, row.id, user, membership, access).await
}

async fn person(
    db: &impl ConnectionTrait,
    user_id: UserId,
    row: &sessions::Model,
) -> Result<(users::Model, memberships::Model)> {
    let user = users::Entity::find_by_id(user_id).one(db).await?;
    let membership = memberships::Entity::find_by_id((user_id, row.organisation_id))
        .one(db)
        .await?;
    user.zip(membership)
        .ok_or_else(|| Error::refuse(Code::SessionEnded))
}

async fn issue(
    tx: &Tx,
    id: SessionId,
    user: users::Model,
    membership: memberships::Model,
    access_token: String,
) -> Result<Session> {
    let refresh_token = secret()?;
    let row = refresh_tokens::ActiveModel {
        hash: Set(auth::hash(&refresh_token)),
        session_id: Set(id),
        created_at: Set(tx.at()),
        used_at: Set(None),
    };
    refresh_tokens::Entity::insert(row)
        .exec_without_returning(&**tx)
        .await?;
    let organisation = organisations::Entity::find_by_id(membership.organisation_id)
        .one(&**tx)
        .await?
        .ok_or_else(|| Error::refuse(Code::SessionEnded))?;
    Ok(Session {
        id,
        access_token,
        refresh_token,
        expires_at: tx.at().plus_seconds(ACCESS_MINUTES * 60),
        user: user.into(),
        organisation: organisation.into(),
        role: membership.role,
    })
}
