//! Writes a plan down: all of it in one transaction.

use super::{Outcome, Plan};
use crate::{
    app::App,
    catalogue,
    db::{Author, Tx},
    http::Result,
};
use sea_orm::ConnectionTrait;

/// How many of the plan's rows are in the database.
pub(crate) async fn present(db: &impl ConnectionTrait, plan: &Plan) -> Result<usize> {
    let known = catalogue::recorded(db).await?;
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
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for (_, _, outcome) in &plan.rows {
        match outcome {
            Outcome::Added(row) => added.push(row.clone()),
            Outcome::Changed(row, _) => changed.push(row.clone()),
            Outcome::Unchanged(_) | Outcome::Refused(_) => {}
        }
    }
    let written = added.len() + changed.len();
    if written == 0 {
        return Ok(());
    }
    let mut tx = Tx::begin(app, Author::market("import_products"), None).await?;
    tx.private();
    catalogue::record(&tx, added, changed).await?;
    tx.commit("recorded_products", written).await
}
