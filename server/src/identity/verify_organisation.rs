//! Lets an organisation trade.

use super::{
    entity::organisations,
    policy::{self, Decide},
    standing,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Code,
    identity::{Organisation, OrganisationStatus, VerifyOrganisation},
};

pub(super) async fn verify_organisation(
    cx: Cx,
    received: Received<VerifyOrganisation>,
) -> Result<Reply<VerifyOrganisation>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let row = organisations::Entity::find_by_id(id)
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let allowed = policy::may_decide(cx.member()?, &row)?;
    tx.before(&Organisation::from(row.clone()));
    let row = decide(&tx, allowed, row, OrganisationStatus::Verified, None).await?;
    let view = Organisation::from(row);
    tx.finish("organisation", id, &view, Some(view.version)).await
}

/// Writes the centre's decision. Of two decisions at once, one wins and the other is told so.
pub(super) async fn decide(
    tx: &Tx,
    _: Allowed<Decide>,
    mut row: organisations::Model,
    status: OrganisationStatus,
    reason: Option<String>,
) -> Result<organisations::Model> {
    let seen = row.version;
    row.status = status;
    row.status_reason = reason;
    row.decided_at = Some(tx.at());
    row.version += 1;
    let change = organisations::ActiveModel {
        status: Set(row.status),
        status_reason: Set(row.status_reason.clone()),
        decided_at: Set(row.decided_at),
        version: Set(row.version),
        ..Default::default()
    };
    let changed = organisations::Entity::update_many()
        .set(change)
        .filter(organisations::Column::Id.eq(row.id))
        .filter(organisations::Column::Version.eq(seen))
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::refuse(Code::WrongState));
    }
    standing::note(tx, row.id, row.status).await?;
    Ok(row)
}
