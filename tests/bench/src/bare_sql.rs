//! The reference of purchases: the same rows that one purchase writes, written by prepared statements in one
//! transaction, by as many clients, into the same database.

use crate::{now, process::Data};
use anyhow::{Context, Result};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, ExprTrait, QueryResult, SqlxPostgresConnector, SqlxSqliteConnector,
    Statement, TransactionTrait, Value,
    sea_query::{Asterisk, Expr, Order, Query, Values},
    sqlx::{
        postgres::PgPoolOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::task::JoinSet;
use uuid::Uuid;

/// One row of a purchase: the statement that writes it, and its values by column.
struct Row {
    statement: Statement,
    columns: Vec<String>,
    values: Vec<Value>,
}

/// Everything that a purchase writes.
struct Purchase {
    rows: Vec<Row>,
    /// Ids that each purchase has anew.
    ids: Vec<Uuid>,
    lots: Vec<Uuid>,
    stock: Statement,
    number: AtomicU64,
}

/// Purchases a second, by rows like those of the purchase that was placed last.
pub(crate) fn purchases(data: &Data, placed: Uuid, clients: u32, length: Duration) -> Result<f64> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let db = connect(data, clients).await?;
        let purchase = Arc::new(Purchase::read(&db, placed).await?);
        let begin = now() + length / 5;
        let end = begin + length;
        let mut tasks = JoinSet::new();
        for _ in 0..clients {
            let (db, purchase) = (db.clone(), Arc::clone(&purchase));
            tasks.spawn(async move {
                let mut count = 0_u32;
                loop {
                    let started = now();
                    if started > end {
                        return anyhow::Ok(count);
                    }
                    purchase.write(&db).await?;
                    if started >= begin {
                        count += 1;
                    }
                }
            });
        }
        let mut total = 0_u32;
        while let Some(count) = tasks.join_next().await {
            total += count??;
        }
        db.close().await?;
        Ok(f64::from(total) / length.as_secs_f64())
    })
}

/// As the market connects.
async fn connect(data: &Data, clients: u32) -> Result<DatabaseConnection> {
    if let Some(url) = &data.postgres {
        let pool = PgPoolOptions::new().max_connections(clients).connect(url).await?;
        return Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool));
    }
    let options = SqliteConnectOptions::new()
        .filename(data.folder.join("market.db"))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

impl Purchase {
    async fn read(db: &DatabaseConnection, purchase: Uuid) -> Result<Self> {
        let order = id(db, "orders", "purchase_id", purchase).await?;
        let line = id(db, "order_lines", "order_id", order).await?;
        let mut rows = Vec::new();
        let mut ids = Vec::new();
        for (table, column, value) in [
            ("idempotency_keys", "key", Expr::val("bench")),
            ("purchases", "id", Expr::val(purchase)),
            ("orders", "id", Expr::val(order)),
            ("order_lines", "id", Expr::val(line)),
            ("order_events", "order_id", Expr::val(order)),
            ("holds", "order_line_id", Expr::val(line)),
            ("jobs", "payload", Expr::val(order.to_string())),
            ("audit", "subject_id", Expr::val(purchase.to_string())),
            ("changes", "at", Expr::val(0)),
        ] {
            let mut query = Query::select();
            query.column(Asterisk).from(table).limit(1);
            match table {
                "idempotency_keys" => query
                    .and_where(Expr::col(column).like("bench-%"))
                    .order_by("created_at", Order::Desc),
                "jobs" => query.and_where(Expr::col(column).like(format!("%{order}%"))),
                // Only PostgreSQL has them.
                "changes" => query.order_by(column, Order::Desc),
                _ => query.and_where(Expr::col(column).eq(value)),
            };
            let Some(found) = db.query_one(&query).await? else {
                anyhow::ensure!(table == "changes", "the purchase has no row in {table}");
                continue;
            };
            let row = Row::new(db, table, &found)?;
            match row
                .columns
                .iter()
                .zip(&row.values)
                .find(|(column, _)| *column == "id")
            {
                Some((_, Value::Uuid(Some(id)))) => ids.push(*id),
                Some((_, Value::String(Some(id)))) => ids.push(id.parse()?),
                _ => {}
            }
            rows.push(row);
        }
        let lots = Query::select()
            .column("lot_id")
            .distinct()
            .from("holds")
            .limit(64)
            .to_owned();
        let lots: Vec<Uuid> = db
            .query_all(&lots)
            .await?
            .iter()
            .map(|row| row.try_get("", "lot_id"))
            .collect::<Result<_, _>>()?;
        let free = Expr::col("on_hand").sub(Expr::col("reserved"));
        let stock = Query::update()
            .table("lots")
            .value("reserved", Expr::col("reserved").add(1_i64))
            .and_where(Expr::col("id").eq(purchase))
            .and_where(free.gte(1_i64))
            .to_owned();
        Ok(Self {
            rows,
            ids,
            lots,
            stock: db.get_database_backend().build(&stock),
            number: AtomicU64::new(1),
        })
    }

    async fn write(&self, db: &DatabaseConnection) -> Result<()> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        // Later than those of the market, and in order, as the market's are.
        let next = |id: Uuid| Uuid::from_u128(id.as_u128() + (1_u128 << 64) + u128::from(number));
        let lot = usize::try_from(number)?
            .checked_rem(self.lots.len())
            .context("no lots")?;
        let lot = self.lots.get(lot).copied().unwrap_or_default();
        let tx = db.begin().await?;
        for row in &self.rows {
            let mut statement = row.statement.clone();
            let values = row
                .columns
                .iter()
                .zip(&row.values)
                .map(|(column, value)| match value {
                    _ if column == "lot_id" => lot.into(),
                    Value::Uuid(Some(id)) if self.ids.contains(id) => next(*id).into(),
                    Value::String(Some(text)) if column == "number" || column == "key" => {
                        format!("{text}-{}-{number}", std::process::id()).into()
                    }
                    Value::String(Some(text)) => {
                        let mut text = text.clone();
                        for id in &self.ids {
                            let old = id.to_string();
                            if text.contains(&old) {
                                text = text.replace(&old, &next(*id).to_string());
                            }
                        }
                        text.into()
                    }
                    value => value.clone(),
                });
            statement.values = Some(Values(values.collect()));
            tx.execute_raw(statement).await?;
        }
        let mut stock = self.stock.clone();
        stock.values = Some(Values(vec![1_i64.into(), lot.into(), 1_i64.into()]));
        tx.execute_raw(stock).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn id(db: &DatabaseConnection, table: &'static str, column: &'static str, of: Uuid) -> Result<Uuid> {
    let query = Query::select()
        .column("id")
        .from(table)
        .and_where(Expr::col(column).eq(of))
        .limit(1)
        .to_owned();
    let row = db
        .query_one(&query)
        .await?
        .with_context(|| format!("no row of {table}"))?;
    Ok(row.try_get("", "id")?)
}

impl Row {
    fn new(db: &DatabaseConnection, table: &'static str, row: &QueryResult) -> Result<Self> {
        let (mut columns, mut values) = (Vec::new(), Vec::new());
        for column in row.column_names() {
            if let Some(value) = value(row, &column) {
                columns.push(column);
                values.push(value);
            }
        }
        let insert = Query::insert()
            .into_table(table)
            .columns(columns.iter().cloned())
            .values(values.iter().cloned().map(Expr::val))?
            .to_owned();
        Ok(Self {
            statement: db.get_database_backend().build(&insert),
            columns,
            values,
        })
    }
}

/// A value of whatever type the column has; None for NULL.
fn value(row: &QueryResult, column: &str) -> Option<Value> {
    let uuid = || row.try_get::<Uuid>("", column).map(Value::from);
    let text = || row.try_get::<String>("", column).map(Value::from);
    let long = || row.try_get::<i64>("", column).map(Value::from);
    let int = || row.try_get::<i32>("", column).map(Value::from);
    let short = || row.try_get::<i16>("", column).map(Value::from);
    let yes = || row.try_get::<bool>("", column).map(Value::from);
    let bytes = || row.try_get::<Vec<u8>>("", column).map(Value::from);
    text()
        .or_else(|_| uuid())
        .or_else(|_| long())
        .or_else(|_| int())
        .or_else(|_| short())
        .or_else(|_| yes())
        .or_else(|_| bytes())
        .ok()
}
