//! What others may do with recorded products: read them all, and write what a list says.

use super::entity::recorded_products::{ActiveModel, Column, Entity, Model};
use crate::{db::Tx, http::Result};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::HashMap;

/// Rows of one statement.
const AT_ONCE: usize = 500;

/// A product as an old list names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// What makes two rows the same product.
    pub(crate) natural_key: String,
    pub(crate) name: String,
    pub(crate) recorded_stars: Option<i16>,
    pub(crate) group_code: Option<String>,
    pub(crate) producer_name: Option<String>,
    pub(crate) old_place: Option<String>,
    pub(crate) commune_code: Option<String>,
    pub(crate) recognition: Option<String>,
    pub(crate) source: Option<String>,
}

/// All recorded products, by natural key.
pub(crate) async fn recorded(db: &impl ConnectionTrait) -> Result<HashMap<String, Recorded>> {
    let rows = Entity::find().all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.natural_key.clone(), row.into()))
        .collect())
}

/// Writes new recorded products, and those that a list names otherwise than before.
pub(crate) async fn record(tx: &Tx, added: Vec<Recorded>, changed: Vec<Recorded>) -> Result<()> {
    for row in changed {
        let change = ActiveModel {
            name: Set(row.name),
            recorded_stars: Set(row.recorded_stars),
            group_code: Set(row.group_code),
            producer_name: Set(row.producer_name),
            old_place: Set(row.old_place),
            commune_code: Set(row.commune_code),
            recognition: Set(row.recognition),
            source: Set(row.source),
            imported_at: Set(tx.at()),
            ..Default::default()
        };
        Entity::update_many()
            .set(change)
            .filter(Column::NaturalKey.eq(row.natural_key))
            .exec(&**tx)
            .await?;
    }
    let added: Vec<ActiveModel> = added
        .into_iter()
        .map(|row| model(tx, row).into_active_model())
        .collect();
    for rows in added.chunks(AT_ONCE) {
        Entity::insert_many(rows.to_vec())
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

impl From<Model> for Recorded {
    fn from(row: Model) -> Self {
        Self {
            natural_key: row.natural_key,
            name: row.name,
            recorded_stars: row.recorded_stars,
            group_code: row.group_code,
            producer_name: row.producer_name,
            old_place: row.old_place,
            commune_code: row.commune_code,
            recognition: row.recognition,
            source: row.source,
        }
    }
}

fn model(tx: &Tx, row: Recorded) -> Model {
    Model {
        id: tx.new_id(),
        natural_key: row.natural_key,
        name: row.name,
        recorded_stars: row.recorded_stars,
        group_code: row.group_code,
        producer_name: row.producer_name,
        old_place: row.old_place,
        commune_code: row.commune_code,
        recognition: row.recognition,
        source: row.source,
        imported_at: tx.at(),
    }
}
