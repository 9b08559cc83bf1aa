//! Goes on for another organisation of the same person.

use super::{
    entity::{memberships, sessions},
    get_session::current,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::identity::SwitchOrganisation;

pub(super) async fn switch_organisation(
    cx: Cx,
    received: Received<SwitchOrganisation>,
) -> Result<Reply<SwitchOrganisation>> {
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let membership = memberships::Entity::find_by_id((member.user_id, received.body.organisation_id))
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let change = sessions::ActiveModel {
        id: Set(member.session_id),
        organisation_id: Set(membership.organisation_id),
        ..Default::default()
    };
    sessions::Entity::update(change)
        .exec_without_returning(&*tx)
        .await?;
    let view = current(&*tx, &cx, member, membership.organisation_id).await?;
    tx.finish("session", member.session_id, &view, None).await
}
