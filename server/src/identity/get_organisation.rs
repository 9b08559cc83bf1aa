//! Shows an organisation to its members, the centre and the authority.

use super::{entity::organisations, policy, tax};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::identity::GetOrganisation;

pub(super) async fn get_organisation(
    cx: Cx,
    received: Received<GetOrganisation>,
) -> Result<Reply<GetOrganisation>> {
    let (id,) = received.path;
    let row = organisations::Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_see(cx.member()?, &row)?;
    let view = tax::view(&cx, row)?;
    Reply::new(&view, Some(view.version))
}
