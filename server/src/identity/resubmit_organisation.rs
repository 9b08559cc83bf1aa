//! Asks the centre once more, after a rejection.

use super::{
    entity::organisations,
    people::organisation_row,
    policy::{self, Mend},
    tax,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Code,
    identity::{OrganisationStatus, ResubmitOrganisation},
};

pub(super) async fn resubmit_organisation(
    cx: Cx,
    received: Received<ResubmitOrganisation>,
) -> Result<Reply<ResubmitOrganisation>> {
    let (id,) = received.path;
    let allowed = policy::may_mend(cx.member()?, id)?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = organisation_row(&*tx, id).await?;
    tx.before(&tax::view(&cx, row.clone())?);
    let view = tax::view(&cx, wait(&tx, allowed, row).await?)?;
    tx.finish("organisation", id, &view, Some(view.version)).await
}

/// The reason of the rejection stays, for the centre to compare.
async fn wait(tx: &Tx, _: Allowed<Mend>, mut row: organisations::Model) -> Result<organisations::Model> {
    let rejected = row.status == OrganisationStatus::Rejected;
    row.status = OrganisationStatus::Pending;
    row.version += 1;
    let change = organisations::ActiveModel {
        status: Set(row.status),
        version: Set(row.version),
        ..Default::default()
    };
    let changed = organisations::Entity::update_many()
        .set(change)
        .filter(organisations::Column::Id.eq(row.id))
        .filter(organisations::Column::Status.eq(OrganisationStatus::Rejected))
        .exec(&**tx)
        .await?;
    if rejected && changed.rows_affected == 1 {
        Ok(row)
    } else {
        Err(Error::refuse(Code::WrongState))
    }
}
