//! Organisations that nobody runs, or whose history contradicts them: the last line of defence, for the operator and for
//! tests.

use super::entity::{memberships, organisations, verified_periods};
use crate::{
    db::{Invariant, Pages},
    http::Result,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{
    OrganisationId,
    identity::{OrganisationStatus, Role},
};
use std::collections::HashSet;

pub(crate) async fn check(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut managed = Invariant::new("an organisation has a manager");
    let mut periods = Invariant::new("an organisation is verified while its period lasts");
    let mut pages = Pages::of(organisations::Entity::find(), organisations::Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let ids: Vec<OrganisationId> = rows.iter().map(|row| row.id).collect();
        let managers: HashSet<OrganisationId> = memberships::Entity::find()
            .select_only()
            .column(memberships::Column::OrganisationId)
            .filter(memberships::Column::OrganisationId.is_in(ids.iter().copied()))
            .filter(memberships::Column::Role.eq(Role::Manager))
            .into_tuple()
            .all(db)
            .await?
            .into_iter()
            .collect();
        let lasting: Vec<OrganisationId> = verified_periods::Entity::find()
            .select_only()
            .column(verified_periods::Column::OrganisationId)
            .filter(verified_periods::Column::OrganisationId.is_in(ids))
            .filter(verified_periods::Column::UntilAt.is_null())
            .into_tuple()
            .all(db)
            .await?;
        for row in rows {
            managed.hold(managers.contains(&row.id), || {
                format!("organisation {} ({}) has no manager", row.id, row.slug)
            });
            let lasting = lasting.iter().filter(|id| **id == row.id).count();
            let verified = row.status == OrganisationStatus::Verified;
            periods.hold(lasting == usize::from(verified), || {
                format!(
                    "organisation {} ({}), {}: {lasting} periods last",
                    row.id, row.slug, row.status
                )
            });
        }
    }
    Ok(vec![managed, periods])
}
