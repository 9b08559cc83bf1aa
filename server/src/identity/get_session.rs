//! Tells who is calling.

use super::entity::{memberships, organisations, users};
use crate::{
    auth::Member,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    Code, OrganisationId,
    identity::{CurrentSession, GetSession, Membership, Role},
};
use std::collections::HashMap;

pub(super) async fn get_session(cx: Cx, _: Received<GetSession>) -> Result<Reply<GetSession>> {
    let member = cx.member()?;
    Reply::read(&current(cx.reader(), &cx, member, member.organisation_id).await?)
}

/// The caller's session, acting for this organisation.
pub(super) async fn current(
    db: &impl ConnectionTrait,
    cx: &Cx,
    member: &Member,
    organisation_id: OrganisationId,
) -> Result<CurrentSession> {
    let ended = || Error::refuse(Code::SessionEnded);
    let user = users::Entity::find_by_id(member.user_id)
        .one(db)
        .await?
        .ok_or_else(ended)?;
    let roles: HashMap<OrganisationId, Role> = memberships::Entity::find()
        .filter(memberships::Column::UserId.eq(user.id))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.organisation_id, row.role))
        .collect();
    let rows = organisations::Entity::find()
        .filter(organisations::Column::Id.is_in(roles.keys().copied()))
        .order_by_asc(organisations::Column::NameFolded)
        .all(db)
        .await?;
    let organisations = rows
        .iter()
        .filter_map(|row| {
            Some(Membership {
                organisation_id: row.id,
                name: row.name.clone(),
                kind: row.kind,
                status: row.status,
                role: *roles.get(&row.id)?,
            })
        })
        .collect();
    let organisation = rows
        .into_iter()
        .find(|row| row.id == organisation_id)
        .ok_or_else(ended)?;
    Ok(CurrentSession {
        id: member.session_id,
        role: *roles.get(&organisation_id).ok_or_else(ended)?,
        user: user.into(),
        organisation: organisation.into(),
        organisations,
        demo: cx.app.settings.demo,
    })
}
