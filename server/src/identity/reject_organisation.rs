//! Refuses an organisation, with a reason that it can read.

use super::{entity::organisations, policy, verify_organisation::decide};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::identity::{Organisation, OrganisationStatus, RejectOrganisation};

pub(super) async fn reject_organisation(
    cx: Cx,
    received: Received<RejectOrganisation>,
) -> Result<Reply<RejectOrganisation>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let row = organisations::Entity::find_by_id(id)
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let allowed = policy::may_decide(cx.member()?, &row)?;
    let reason = Some(received.body.reason.clone());
    tx.before(&Organisation::from(row.clone()));
    let row = decide(&tx, allowed, row, OrganisationStatus::Rejected, reason).await?;
    let view = Organisation::from(row);
    tx.finish("organisation", id, &view, Some(view.version)).await
}
