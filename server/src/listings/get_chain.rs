//! Shows a chain with its stores, those too that were closed; retailers see their own.

use super::{chains, entity::chains::Entity, policy};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::listings::GetChain;

pub(super) async fn get_chain(cx: Cx, received: Received<GetChain>) -> Result<Reply<GetChain>> {
    let (id,) = received.path;
    let chain = Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_see_chain(cx.member()?, &chain)?;
    let view = chains::record(cx.reader(), cx.vault(), chain).await?;
    Reply::new(&view, Some(view.version))
}
