//! Mounts the storefront over the API.
use crate::app::App;
use axum::Router;

/// The pages; they call the API in process.
pub fn router(_app: &App, _api: Router) -> Router {
    Router::new()
}
