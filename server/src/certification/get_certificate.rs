//! Shows a certificate; producers see their own.

use super::{entity::certificates::Entity, policy, view};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::certification::GetCertificate;

pub(super) async fn get_certificate(
    cx: Cx,
    received: Received<GetCertificate>,
) -> Result<Reply<GetCertificate>> {
    let (id,) = received.path;
    let row = Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_see(cx.member()?, &row)?;
    let view = view::one(cx.reader(), row, cx.today()).await?;
    Reply::new(&view, Some(view.version))
}
