//! When organisations were verified: what a figure of an earlier day needs to know.

use super::entity::verified_periods::{ActiveModel, Column, Entity};
use crate::{db::Tx, http::Result};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};
use shared::{OrganisationId, Timestamp, identity::OrganisationStatus};

/// A time in which an organisation was verified; the end is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VerifiedPeriod {
    pub(crate) organisation_id: OrganisationId,
    pub(crate) from: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

/// When the organisations were verified, in one query.
pub(crate) async fn verified_periods(
    db: &impl ConnectionTrait,
    ids: Vec<OrganisationId>,
) -> Result<Vec<VerifiedPeriod>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::OrganisationId.is_in(ids))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| VerifiedPeriod {
            organisation_id: row.organisation_id,
            from: row.from_at,
            until: row.until_at,
        })
        .collect())
}

/// Notes how an organisation stands from now on.
pub(super) async fn note(tx: &Tx, id: OrganisationId, status: OrganisationStatus) -> Result<()> {
    let open = Entity::find()
        .filter(Column::OrganisationId.eq(id))
        .filter(Column::UntilAt.is_null())
        .one(&**tx)
        .await?;
    match (status == OrganisationStatus::Verified, open) {
        (true, None) => {
            let row = ActiveModel {
                organisation_id: Set(id),
                from_at: Set(tx.at()),
                until_at: Set(None),
            };
            // Suspended and taken back within one instant: the period goes on.
            Entity::insert(row)
                .on_conflict(
                    OnConflict::columns([Column::OrganisationId, Column::FromAt])
                        .update_column(Column::UntilAt)
                        .to_owned(),
                )
                .exec_without_returning(&**tx)
                .await?;
        }
        (false, Some(_)) => {
            let end = ActiveModel {
                until_at: Set(Some(tx.at())),
                ..Default::default()
            };
            Entity::update_many()
                .set(end)
                .filter(Column::OrganisationId.eq(id))
                .filter(Column::UntilAt.is_null())
                .exec(&**tx)
                .await?;
        }
        _ => {}
    }
    Ok(())
}
