//! Which tables and columns there are, learnt from the migrations themselves: they are run on a database in memory,
//! which then tells. So a new migration needs no second list.

use anyhow::{Context, Result};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, ExprTrait, QueryResult,
    sea_query::{Expr, Func, Order, Query},
};
use sea_orm_migration::MigratorTrait;

/// A table to be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// Names of the primary key's columns, in its order.
    pub(super) key: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// How a column's values are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Uuid,
    Text,
    /// Of any width: SQLite does not tell which.
    Number,
    Boolean,
    Date,
    Bytes,
}

impl Kind {
    fn of(declared: &str) -> Result<Self> {
        let name = declared
            .split('(')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        Ok(match name.as_str() {
            "uuid_text" => Self::Uuid,
            "varchar" | "text" => Self::Text,
            "smallint" | "integer" | "bigint" => Self::Number,
            "boolean" => Self::Boolean,
            "date_text" => Self::Date,
            "blob" | "varbinary_blob" => Self::Bytes,
            _ => anyhow::bail!("a backup does not know columns of type {declared}"),
        })
    }
}

/// The tables after the first `steps` migrations, in the order they were made: none refers to a later one.
pub(super) async fn after(steps: usize) -> Result<Vec<Table>> {
    // One connection: every connection to `:memory:` would be a database of its own.
    let mut options = sea_orm::ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    let db = sea_orm::Database::connect(options).await?;
    migrations::Migrator::up(&db, Some(u32::try_from(steps)?)).await?;
    let query = Query::select()
        .column("name")
        .from("sqlite_master")
        .and_where(Expr::col("type").eq("table"))
        .and_where(Expr::col("name").ne("seaql_migrations"))
        .and_where(Expr::col("name").not_like("sqlite%"))
        .order_by("rowid", Order::Asc)
        .to_owned();
    let mut tables = Vec::new();
    for row in db.query_all(&query).await? {
        let name: String = row.try_get("", "name")?;
        tables.push(table(&db, name).await?);
    }
    Ok(tables)
}

async fn table(db: &DatabaseConnection, name: String) -> Result<Table> {
    let query = Query::select()
        .columns(["name", "type", "pk"])
        .from_function(Func::cust("pragma_table_info").arg(name.as_str()), "columns")
        .to_owned();
    let mut columns = Vec::new();
    let mut key: Vec<(i64, String)> = Vec::new();
    for row in db.query_all(&query).await? {
        let (column, place) = column(&row).with_context(|| format!("table {name}"))?;
        if place > 0 {
            key.push((place, column.name.clone()));
        }
        columns.push(column);
    }
    key.sort();
    Ok(Table {
        name,
        columns,
        key: key.into_iter().map(|(_, name)| name).collect(),
    })
}

fn column(row: &QueryResult) -> Result<(Column, i64)> {
    let declared: String = row.try_get("", "type")?;
    let column = Column {
        name: row.try_get("", "name")?,
        kind: Kind::of(&declared)?,
    };
    Ok((column, row.try_get("", "pk")?))
}

#[cfg(test)]
mod tests {
    use super::after;
    use sea_orm_migration::MigratorTrait;

    #[tokio::test]
    async fn every_table_has_a_key_to_page_by() -> anyhow::Result<()> {
        let tables = after(migrations::Migrator::migrations().len()).await?;
        assert!(tables.len() > 20, "{}", tables.len());
        for table in &tables {
            assert!(!table.key.is_empty(), "{}", table.name);
            assert!(table.columns.len() > 1, "{}", table.name);
        }
        Ok(())
    }
}
