//! Writes of a transaction whose outcome nothing in it asks for: kept until its end, and then sent in one journey where
//! the database takes them so.

use crate::http::Result;
use sea_orm::{
    ConnectionTrait, DbBackend,
    sea_query::{CommonTableExpression, Expr, Query, SubQueryStatement, WithClause, WithQuery},
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

    /// Sends what waits. None of it sees what another of it writes; that rows name rows of another is well.
    pub(super) async fn send(self, db: &impl ConnectionTrait) -> Result<()> {
        let waiting = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        // SQLite lies beside us, and has no `WITH` that writes.
        let at_once = match db.get_database_backend() {
            DbBackend::Postgres => AT_ONCE,
            _ => 1,
        };
        for some in waiting.chunks(at_once) {
            match some {
                [SubQueryStatement::InsertStatement(one)] => db.execute(one).await?,
                [SubQueryStatement::UpdateStatement(one)] => db.execute(one).await?,
                [SubQueryStatement::DeleteStatement(one)] => db.execute(one).await?,
                several => db.execute(&together(several)).await?,
            };
        }
        Ok(())
    }
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
