//! Puts a market together: the one place that names every slice.

use crate::{
    app::{App, Parts, Settings},
    clock::{Clock, Ids},
    db::Db,
    http::{Operation, Routes, docs, guard, health, openapi, ready, refuse},
    jobs::Runner,
    media::{self, Media},
};
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware,
    routing::get,
};
use std::sync::{Arc, LazyLock};
use tower_http::compression::{CompressionLayer, DefaultPredicate, Predicate};

/// A market that can be served.
#[derive(Debug)]
pub struct Market {
    pub app: App,
    /// Everything, with all its layers: what listens on the port.
    pub router: Router,
    /// The API alone, for callers in the same process.
    pub api: Router,
    pub operations: Arc<Vec<Operation>>,
}

/// Builds a market over a migrated database.
pub async fn build(db: Db, clock: Clock, media: Media, settings: Settings) -> anyhow::Result<Market> {
    let app = App::new(Parts {
        db,
        clock,
        ids: Ids::default(),
        media,
        settings,
        ready: ready::ReadyBytes::default(),
        index: crate::discovery::Index::default(),
        jobs: jobs(),
        throttle: crate::auth::throttle::Throttle::default(),
    });
    crate::discovery::start(&app).await?;
    let (api, operations) = operations();
    let operations = Arc::new(operations);
    let api = with_contract(api, &operations, app.settings.demo);
    let api_alone = api.clone().with_state(app.clone());
    let pages = crate::pages::router(&app, api_alone.clone());
    let router = api
        // Browsers ask for it by themselves, also beside what is not a page.
        .route(
            "/favicon.ico",
            get(|| async { axum::response::Redirect::permanent(&crate::assets::url("favicon.svg")) }),
        )
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/media/{name}", get(media::serve))
        .route("/share/photo/{name}", get(media::photo))
        .route("/share/drawn/{name}", get(media::drawn))
        .route("/assets/{*path}", get(crate::assets::serve))
        .with_state(app.clone())
        .merge(pages)
        .layer(CompressionLayer::new().compress_when(ready::NotKept.and(DefaultPredicate::new())))
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .layer(middleware::from_fn_with_state(app.clone(), ready::serve))
        .layer(middleware::from_fn(crate::telemetry::log_request));
    Ok(Market {
        app,
        router,
        api: api_alone,
        operations,
    })
}

/// Every slice's operations.
pub fn operations() -> (Router<App>, Vec<Operation>) {
    let mut routes = Routes::default();
    crate::identity::routes(&mut routes);
    crate::producers::routes(&mut routes);
    crate::catalogue::routes(&mut routes);
    crate::papers::routes(&mut routes);
    crate::certification::routes(&mut routes);
    crate::stock::routes(&mut routes);
    crate::orders::routes(&mut routes);
    crate::listings::routes(&mut routes);
    crate::curation::routes(&mut routes);
    crate::discovery::routes(&mut routes);
    crate::reports::routes(&mut routes);
    crate::exchange::routes(&mut routes);
    routes.finish()
}

fn jobs() -> Runner {
    let mut runner = Runner::default();
    crate::orders::jobs(&mut runner);
    crate::identity::jobs(&mut runner);
    crate::mail::jobs(&mut runner);
    crate::catalogue::jobs(&mut runner);
    crate::media::jobs(&mut runner);
    crate::papers::jobs(&mut runner);
    crate::exchange::jobs(&mut runner);
    runner
}

/// Takes away what has outlived its use.
pub async fn forget_old(app: &App) -> crate::http::Result<()> {
    crate::db::forget_old_keys(app).await?;
    crate::mail::forget_old(app).await?;
    crate::identity::forget_old(app).await
}

/// Tells people what they should know today. Safe to repeat.
pub async fn remind(app: &App) -> crate::http::Result<()> {
    crate::reports::tell_lapsing(app).await
}

/// The contract's own addresses, and a problem document for every address below `/api` that is none.
fn with_contract(api: Router<App>, operations: &Arc<Vec<Operation>>, demo: bool) -> Router<App> {
    // Written when somebody first asks: nobody who starts a market waits for it.
    let operations = Arc::clone(operations);
    let document = Arc::new(LazyLock::new(move || openapi::document(&operations)));
    let known = Arc::clone(&document);
    let contract = move || {
        let json = serde_json::to_string(&**known).unwrap_or_default();
        async move {
            (
                [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))],
                json,
            )
        }
    };
    let docs = move |request: Request| {
        let words = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
            .find(|(name, _)| name == "q")
            .map(|(_, words)| words.into_owned())
            .unwrap_or_default();
        let page = docs::page(&document, &crate::assets::url("style.css"), &words, demo);
        async move { axum::response::Html(page) }
    };
    api.route("/api/openapi.json", get(contract))
        .route("/api/docs", get(docs))
        .route(
            "/api/{*unknown}",
            axum::routing::any(|request: Request| async move { refuse(&request, shared::Code::NotFound) }),
        )
}
