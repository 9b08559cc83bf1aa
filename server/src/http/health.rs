//! Whether the process lives and whether it can work.

use crate::app::App;
use axum::{extract::State, http::StatusCode, response::IntoResponse};
use sea_orm::EntityTrait;
use sea_orm_migration::{MigratorTrait, seaql_migrations};
use std::{collections::HashSet, time::Duration};

/// For the database to answer: who asks here wants to know how it is now, whatever others queue for.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers and its schema is ours. Only reads: who writes for long keeps nobody from being ready.
pub async fn readyz(State(app): State<App>) -> impl IntoResponse {
    let applied = seaql_migrations::Entity::find().all(app.db.reader());
    let applied: HashSet<String> = match tokio::time::timeout(PATIENCE, applied).await {
        Ok(Ok(rows)) => rows.into_iter().map(|row| row.version).collect(),
        unanswered => {
            tracing::warn!(?unanswered, "not ready: the database does not answer");
            return (StatusCode::SERVICE_UNAVAILABLE, "database: no answer\n");
        }
    };
    let known = migrations::Migrator::migrations();
    if known.iter().all(|step| applied.contains(step.name())) {
        (StatusCode::OK, "database: ok\nmigrations: ok\n")
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            "database: ok\nmigrations: pending\n",
        )
    }
}
