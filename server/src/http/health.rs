//! Whether the process lives and whether it can work.

use crate::app::App;
use axum::{extract::State, http::StatusCode, response::IntoResponse};
use sea_orm::ConnectionTrait;

/// The process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers and its schema is ours.
pub async fn readyz(State(app): State<App>) -> impl IntoResponse {
    use sea_orm_migration::MigratorTrait;
    if let Err(error) = app.db.reader().execute_unprepared("SELECT 1").await {
        tracing::warn!(%error, "not ready: the database does not answer");
        return (StatusCode::SERVICE_UNAVAILABLE, "database: no answer\n");
    }
    match migrations::Migrator::get_pending_migrations(app.db.writer()).await {
        Ok(pending) if pending.is_empty() => (StatusCode::OK, "database: ok\nmigrations: ok\n"),
        Ok(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "database: ok\nmigrations: pending\n",
        ),
        Err(error) => {
            tracing::warn!(%error, "not ready: migrations cannot be read");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "database: ok\nmigrations: unknown\n",
            )
        }
    }
}
