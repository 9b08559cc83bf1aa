//! The audit trail: one row a write, in the write's own transaction.

use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};
use shared::{AuditId, OrganisationId, Timestamp, UserId};
use std::collections::HashMap;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditId,
    pub at: Timestamp,
    pub operation: String,
    pub subject: String,
    pub subject_id: String,
    pub user_id: Option<UserId>,
    pub organisation_id: Option<OrganisationId>,
    pub address: Option<String>,
    pub request_id: Option<String>,
    /// What changed, as [`super::changes`] writes it.
    pub changes: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Of these subjects, those that the trail tells something of, each with the instants.
pub(crate) async fn told_of(
    db: &impl ConnectionTrait,
    subject: &str,
    ids: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, Vec<Timestamp>>, DbErr> {
    let rows: Vec<(String, Timestamp)> = Entity::find()
        .select_only()
        .columns([Column::SubjectId, Column::At])
        .filter(Column::SubjectId.is_in(ids))
        .filter(Column::Subject.eq(subject))
        .into_tuple()
        .all(db)
        .await?;
    let mut told: HashMap<String, Vec<Timestamp>> = HashMap::new();
    for (id, at) in rows {
        told.entry(id).or_default().push(at);
    }
    Ok(told)
}

/// What a person did, newest first.
pub(crate) async fn done_by(db: &impl ConnectionTrait, user: UserId, most: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::UserId.eq(user))
        .order_by_desc(Column::Id)
        .limit(most)
        .all(db)
        .await
}
