//! Shows an import.

use super::{
    entity::imports::{Entity, Model},
    policy, view,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::{ConnectionTrait, EntityTrait};
use shared::{ImportId, exchange::GetImport};

pub(super) async fn get_import(cx: Cx, received: Received<GetImport>) -> Result<Reply<GetImport>> {
    let (id,) = received.path;
    let row = own(&cx, cx.reader(), id).await?;
    Reply::read(&view::one(cx.reader(), &cx.app, row, cx.lang).await?)
}

/// An import of the caller's own organisation.
pub(super) async fn own(cx: &Cx, db: &impl ConnectionTrait, id: ImportId) -> Result<Model> {
    let row = Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_keep(cx.member()?, &row)?;
    Ok(row)
}
