//! What the centre decides of an organisation: one outline for verify, reject, suspend, reinstate, close and reopen.

use super::{
    entity::organisations,
    invitations, members, news,
    people::organisation_row,
    policy::{self, Decide},
    profiles::public_products_of,
    standing, tax,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Code, Endpoint, OrganisationId,
    identity::{Organisation, OrganisationStatus},
};

/// From which states to which, and why.
#[derive(Clone, Debug)]
pub(super) struct Decision {
    pub(super) from: &'static [OrganisationStatus],
    pub(super) to: OrganisationStatus,
    pub(super) reason: Option<String>,
}

/// Takes a decision, which is all that the operation does.
pub(super) async fn decide<E>(cx: Cx, received: Received<E>, decision: Decision) -> Result<Reply<E>>
where
    E: Endpoint<Path = (OrganisationId,), Response = Organisation>,
{
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let view = take(&cx, &mut tx, id, decision).await?;
    tx.finish("organisation", id, &view, Some(view.version)).await
}

/// Closes an organisation, in a transaction of the slice that knows whether it owes anybody anything.
pub(crate) async fn close(cx: &Cx, tx: &mut Tx, id: OrganisationId, reason: String) -> Result<Organisation> {
    let decision = Decision {
        from: &[
            OrganisationStatus::Pending,
            OrganisationStatus::Verified,
            OrganisationStatus::Rejected,
            OrganisationStatus::Suspended,
        ],
        to: OrganisationStatus::Closed,
        reason: Some(reason),
    };
    let view = take(cx, tx, id, decision).await?;
    invitations::withdraw_all(tx, id).await?;
    Ok(view)
}

/// Takes a decision. Who is stopped or comes back is gone from, or back on, the public pages with the same commit.
async fn take(cx: &Cx, tx: &mut Tx, id: OrganisationId, decision: Decision) -> Result<Organisation> {
    let row = organisation_row(&**tx, id).await?;
    let allowed = policy::may_decide(cx.member()?, &row, decision.from)?;
    tx.before(&tax::view(cx, row.clone())?);
    let row = write(tx, allowed, row, decision).await?;
    standing::note(tx, id, row.status).await?;
    if matches!(
        row.status,
        OrganisationStatus::Suspended | OrganisationStatus::Closed
    ) {
        members::end_sessions(tx, id, None).await?;
    }
    news::decided(tx, id, &row.name, row.status, row.status_reason.as_deref()).await?;
    for product in public_products_of(&**tx, id).await? {
        tx.changed(product);
    }
    tax::view(cx, row)
}

/// Of two decisions at once, one wins and the other is told so.
async fn write(
    tx: &Tx,
    _: Allowed<Decide>,
    mut row: organisations::Model,
    decision: Decision,
) -> Result<organisations::Model> {
    let seen = row.version;
    row.status = decision.to;
    row.status_reason = decision.reason;
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
        Err(Error::refuse(Code::WrongState))
    } else {
        Ok(row)
    }
}
