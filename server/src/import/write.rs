//! Writes a plan down: all of it in one transaction.

use super::{Outcome, Plan, Row, entity};
use crate::{
    app::App,
    db::{Author, Tx},
    http::Result,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::HashMap;

/// Rows of one statement.
const AT_ONCE: usize = 500;

/// All recorded products, by natural key.
pub(crate) async fn known(db: &impl ConnectionTrait) -> Result<HashMap<String, entity::Model>> {
    let rows = entity::Entity::find().all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.natural_key.clone(), row))
        .collect())
}

/// How many of the plan's rows are in the database.
pub(crate) async fn present(db: &impl ConnectionTrait, plan: &Plan) -> Result<usize> {
    let known = known(db).await?;
    let rows = plan.rows.iter().filter(|(_, _, outcome)| match outcome {
        Outcome::Added(row) | Outcome::Changed(row, _) | Outcome::Unchanged(row) => {
            known.contains_key(&row.natural_key)
        }
        Outcome::Refused(_) => false,
    });
    Ok(rows.count())
}

/// Writes what is new and what has changed.
pub(crate) async fn write(app: &App, plan: &Plan) -> Result<()> {
    let mut tx = Tx::begin(app, Author::market("import_products"), None).await?;
    tx.private();
    let mut added = Vec::new();
    let mut written = 0_usize;
    for (_, _, outcome) in &plan.rows {
        match outcome {
            Outcome::Added(row) => added.push(model(&tx, row).into_active_model()),
            Outcome::Changed(row, _) => {
                let row = row.clone();
                let natural_key = row.natural_key;
                let change = entity::ActiveModel {
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
                entity::Entity::update_many()
                    .set(change)
                    .filter(entity::Column::NaturalKey.eq(natural_key))
                    .exec(&*tx)
                    .await?;
                written += 1;
            }
            Outcome::Unchanged(_) | Outcome::Refused(_) => {}
        }
    }
    written += added.len();
    if written == 0 {
        return Ok(());
    }
    for rows in added.chunks(AT_ONCE) {
        entity::Entity::insert_many(rows.to_vec())
            .exec_without_returning(&*tx)
            .await?;
    }
    tx.commit("recorded_products", written).await
}

fn model(tx: &Tx, row: &Row) -> entity::Model {
    entity::Model {
        id: tx.new_id(),
        natural_key: row.natural_key.clone(),
        name: row.name.clone(),
        recorded_stars: row.recorded_stars,
        group_code: row.group_code.clone(),
        producer_name: row.producer_name.clone(),
        old_place: row.old_place.clone(),
        commune_code: row.commune_code.clone(),
        recognition: row.recognition.clone(),
        source: row.source.clone(),
        imported_at: tx.at(),
    }
}
