//! What papers are called.

use super::{
    entity::papers::{Column, Entity},
    law::law,
};
use crate::http::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{OrganisationId, PaperId, ProductId};
use std::collections::HashMap;

/// A paper by its kind and number, with what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PaperName {
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) producer_id: OrganisationId,
    pub(crate) product_id: Option<ProductId>,
    /// Was taken away; its name stays.
    pub(crate) removed: bool,
}

/// The names of papers, those that were removed too, in one query.
pub(crate) async fn paper_names(
    db: &impl ConnectionTrait,
    ids: Vec<PaperId>,
) -> Result<HashMap<PaperId, PaperName>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let rule = law().kind(row.kind)?;
            let numbered = |kind: &str| match &row.number {
                Some(number) => format!("{kind} {number}"),
                None => kind.to_owned(),
            };
            let name = PaperName {
                name: numbered(&rule.name),
                name_en: numbered(&rule.name_en),
                producer_id: row.producer_id,
                product_id: row.product_id,
                removed: row.removed_at.is_some(),
            };
            Some((row.id, name))
        })
        .collect())
}
