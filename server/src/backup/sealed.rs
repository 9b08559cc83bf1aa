//! Everything that is sealed, found by the names of columns: whether it opens, and sealing it again with the current key.

use super::{
    rows,
    tables::{self, Column, Table},
};
use crate::{
    db::Invariant,
    vault::{Vault, place},
};
use anyhow::{Context, Result, anyhow};
use base64::{Engine, engine::general_purpose::STANDARD};
use sea_orm::{
    ConnectionTrait, ExprTrait, Value,
    sea_query::{Expr, Query},
};
use sea_orm_migration::MigratorTrait;
use serde_json::Value as Json;

/// One sealed value.
struct Sealed {
    /// The column without `_sealed`.
    name: String,
    context: String,
    bytes: Vec<u8>,
    key: Vec<(String, Value)>,
    /// Whether a hash of it stands beside it.
    blind: bool,
}

/// What does not open, or was not sealed with the current key; one line each, never with the value.
pub(crate) async fn check(db: &impl ConnectionTrait, vault: Option<&Vault>) -> Result<Vec<Invariant>> {
    let mut opens = Invariant::new("what is sealed opens with a master key");
    let mut current = Invariant::new("what is sealed is sealed with the first master key");
    let mut old = 0_u64;
    for table in sealed_tables().await? {
        let mut last = None;
        loop {
            let (values, next) = page(db, &table, last).await?;
            for value in values {
                let opened = match vault {
                    Some(vault) => vault.open(&value.context, &value.bytes),
                    None => Err(anyhow!("{}: there is no master key", value.context)),
                };
                if let Err(error) = opened {
                    opens.look(Some(format!("{error:#}")));
                } else {
                    opens.look(None);
                    current.looked += 1;
                    old += u64::from(vault.is_some_and(|vault| !vault.is_current(&value.bytes)));
                }
            }
            let Some(next) = next else { break };
            last = Some(next);
        }
    }
    if old > 0 {
        current.broken = old;
        current.findings.push(format!(
            "{old} values are sealed with an old master key: run `ocop-market vault rotate`"
        ));
    }
    Ok(vec![opens, current])
}

/// Seals everything again with the current key, and hashes it again. Returns how many values. Safe to repeat.
pub(crate) async fn reseal(db: &impl ConnectionTrait, vault: &Vault) -> Result<u64> {
    let mut count = 0;
    for table in sealed_tables().await? {
        let mut last = None;
        loop {
            let (values, next) = page(db, &table, last).await?;
            for value in values.iter().filter(|value| !vault.is_current(&value.bytes)) {
                reseal_one(db, vault, &table, value).await?;
                count += 1;
            }
            let Some(next) = next else { break };
            last = Some(next);
        }
    }
    Ok(count)
}

async fn reseal_one(db: &impl ConnectionTrait, vault: &Vault, table: &Table, value: &Sealed) -> Result<()> {
    let plain = vault.open(&value.context, &value.bytes)?;
    let mut update = Query::update();
    update.table(table.name.clone()).value(
        format!("{}_sealed", value.name),
        vault.seal(&value.context, &plain)?,
    );
    if value.blind {
        let text = String::from_utf8(plain).map_err(|_| anyhow!("{}: is no text", value.context))?;
        let hash = vault.blind(&format!("{}.{}", table.name, value.name), &text)?;
        update.value(format!("{}_blind", value.name), hash);
    }
    for (column, key) in &value.key {
        update.and_where(Expr::col(column.clone()).eq(key.clone()));
    }
    // Where somebody has changed the value meanwhile, it is sealed with the current key already.
    update.and_where(Expr::col(format!("{}_sealed", value.name)).eq(value.bytes.clone()));
    db.execute(&update).await?;
    Ok(())
}

async fn sealed_tables() -> Result<Vec<Table>> {
    let mut tables = tables::after(migrations::Migrator::migrations().len()).await?;
    tables.retain(|table| {
        table
            .columns
            .iter()
            .any(|column| column.name.ends_with("_sealed"))
    });
    Ok(tables)
}

/// The sealed values of some rows, and the key of the last row where more may follow.
async fn page(
    db: &impl ConnectionTrait,
    table: &Table,
    last: Option<Vec<Value>>,
) -> Result<(Vec<Sealed>, Option<Vec<Value>>)> {
    let (lines, count, next) = rows::page(db, table, last).await?;
    let mut values = Vec::new();
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let row: Vec<Json> = serde_json::from_slice(line)?;
        let cells: Vec<(&Column, &Json)> = table.columns.iter().zip(&row).collect();
        let cell = |name: &str| cells.iter().find(|(column, _)| column.name == name);
        let mut key = Vec::new();
        let mut id = Vec::new();
        for name in &table.key {
            let (column, json) = cell(name).with_context(|| format!("{} has no {name}", table.name))?;
            key.push((name.clone(), rows::value(json, column.kind)?));
            id.push(json.as_str().map_or_else(|| json.to_string(), str::to_owned));
        }
        for (column, json) in &cells {
            let (Some(name), Some(text)) = (column.name.strip_suffix("_sealed"), json.as_str()) else {
                continue;
            };
            values.push(Sealed {
                name: name.to_owned(),
                context: place(&table.name, name, id.join("/")),
                bytes: STANDARD.decode(text)?,
                key: key.clone(),
                blind: cell(&format!("{name}_blind")).is_some(),
            });
        }
    }
    Ok((values, if count == 0 { None } else { next }))
}
