//! Tells who is calling.

use super::entity::{organisations, users};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::{
    Code,
    identity::{CurrentSession, GetSession},
};

pub(super) async fn get_session(cx: Cx, _: Received<GetSession>) -> Result<Reply<GetSession>> {
    let member = cx.member()?;
    let user = users::Entity::find_by_id(member.user_id).one(cx.reader()).await?;
    let organisation = organisations::Entity::find_by_id(member.organisation_id)
        .one(cx.reader())
        .await?;
    let (user, organisation) = user
        .zip(organisation)
        .ok_or_else(|| Error::refuse(Code::SessionEnded))?;
    Reply::read(&CurrentSession {
        id: member.session_id,
        user: user.into(),
        organisation: organisation.into(),
        role: member.role,
        demo: cx.app.settings.demo,
    })
}
