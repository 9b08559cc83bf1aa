//! Writes of a transaction whose outcome nothing in it asks for: kept until its end, and then sent in one journey where
//! the database takes them so.

use crate::http::Result;
use sea_orm::{
    ConnectionTrait, DbBackend, Statement, StatementBuilder,
    sea_query::{CommonTableExpression, Expr, Query, SubQueryStatement, Values, WithClause, WithQuery},
};
use std::sync::{Mutex, PoisonError};

/// Statements in one journey. PostgreSQL takes 65 535 values at once; the largest purchase has 47 000.
const AT_ONCE: usize = 12;

/// Statements that wait for the end of their transaction.
#[derive(Debug, Default)]
pub(super) struct Later(Mutex<Vec<SubQueryStatement>>);

impl Later {
    pub(super) fn push(&self, statement: impl Into<SubQueryStatement>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(statement.into());
    }

    /// Sends what waits, in as few journeys as the database allows. None of it sees what another of it writes; that rows
    /// name rows of another is well.
    pub(super) async fn send(self, db: &impl ConnectionTrait) -> Result<()> {
        let waiting = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        for some in waiting.chunks(AT_ONCE) {
            db.execute(&Journey(some)).await?;
        }
        Ok(())
    }
}

/// Statements that are sent as one.
struct Journey<'a>(&'a [SubQueryStatement]);

impl StatementBuilder for Journey<'_> {
    fn build(&self, backend: &DbBackend) -> Statement {
        match (self.0, backend) {
            ([one], _) => built(*backend, one),
            (several, DbBackend::Postgres) => backend.build(&together(several)),
            (several, _) => one_after_the_other(several.iter().map(|one| built(*backend, one)), *backend),
        }
    }
}

fn built(backend: DbBackend, statement: &SubQueryStatement) -> Statement {
    match statement {
        SubQueryStatement::SelectStatement(one) => backend.build(one),
        SubQueryStatement::InsertStatement(one) => backend.build(one),
        SubQueryStatement::UpdateStatement(one) => backend.build(one),
        SubQueryStatement::DeleteStatement(one) => backend.build(one),
        SubQueryStatement::WithStatement(one) => backend.build(one),
    }
}

/// SQLite has no `WITH` that writes. Its driver takes several statements at once and gives each its values in turn, which
/// spares two changes of thread for each.
fn one_after_the_other(statements: impl Iterator<Item = Statement>, backend: DbBackend) -> Statement {
    let mut all = Statement {
        sql: String::new(),
        values: Some(Values(Vec::new())),
        db_backend: backend,
    };
    for one in statements {
        all.sql.push_str(&one.sql);
        all.sql.push(';');
        if let (Some(all), Some(one)) = (&mut all.values, one.values) {
            all.0.extend(one.0);
        }
    }
    all
}

/// One statement that does what several would.
fn together(statements: &[SubQueryStatement]) -> WithQuery {
    let mut all = WithClause::new();
    for (number, statement) in statements.iter().enumerate() {
        let mut one = CommonTableExpression::new();
        one.table_name(format!("write_{number}")).query(statement.clone());
        all.cte(one);
    }
    all.query(Query::select().expr(Expr::val(1)).to_owned())
}
