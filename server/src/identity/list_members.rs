//! Lists the people of an organisation, those who came first first.

use super::{
    entity::{memberships, users},
    members, policy,
};
use crate::http::{Cx, Received, Reply, Result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{Page, UserId, identity::ListMembers};
use std::collections::HashMap;

pub(super) async fn list_members(cx: Cx, received: Received<ListMembers>) -> Result<Reply<ListMembers>> {
    let (id,) = received.path;
    policy::may_see_people(cx.member()?, id)?;
    let rows = memberships::Entity::find()
        .filter(memberships::Column::OrganisationId.eq(id))
        .order_by_asc(memberships::Column::CreatedAt)
        .order_by_asc(memberships::Column::UserId)
        .all(cx.reader())
        .await?;
    let people = users::Entity::find()
        .filter(users::Column::Id.is_in(rows.iter().map(|row| row.user_id)))
        .all(cx.reader())
        .await?;
    let mut people: HashMap<UserId, users::Model> = people.into_iter().map(|user| (user.id, user)).collect();
    let list = rows
        .iter()
        .filter_map(|row| Some(members::view(row, people.remove(&row.user_id)?)))
        .collect();
    Reply::read(&Page::whole(list))
}
