//! What the running program tells: log lines on standard error, and figures for Prometheus.

use crate::config::{Config, LogFormat};
use anyhow::Context;
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
    routing::get,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::io::IsTerminal;
use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging. A second start in the same process changes nothing.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    // Where nobody takes the lines, as on a full disk, the market works on without them.
    let lines = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    let _ = match config.log_format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
}

/// Segments of paths that a token follows: whoever holds it may do what it was made for.
const TOKENS_FOLLOW: [&str; 3] = ["invitations", "confirm-email", "email-confirmations"];

/// A path fit for logs: what follows a segment that announces a secret is left out.
pub fn without_secrets(path: &str) -> String {
    let mut secret = false;
    let segments = path.split('/').map(|segment| {
        let hidden = secret && !segment.is_empty();
        secret = TOKENS_FOLLOW.contains(&segment);
        if hidden { "…" } else { segment }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// One line a request. Never the query, headers or bodies: tokens, passwords and personal data travel there.
pub async fn log_request(request: Request, next: Next) -> Response {
    let began = crate::clock::Stopwatch::start();
    let method = request.method().clone();
    let path = without_secrets(request.uri().path());
    let response = next.run(request).await;
    let request_id = response
        .headers()
        .get("x-request-id")
        .and_then(|value| value.to_str().ok())
        .unwrap_or("-");
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    tracing::info!(target: "server::request", %method, path, status, ms, request_id, "request");
    response
}

/// Collects figures from now on, for [`figures`].
pub fn collect() -> anyhow::Result<PrometheusHandle> {
    let handle = PrometheusBuilder::new()
        .set_buckets(&[
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
        ])
        .context("the steps of the histograms")?
        .install_recorder()
        .context("figures cannot be collected")?;
    metrics::describe_counter!(
        "ocop_requests_total",
        "Requests of API operations, by operation and status."
    );
    metrics::describe_histogram!("ocop_request_seconds", "How long API operations took.");
    metrics::describe_counter!(
        "ocop_ready_answers_total",
        "Requests of visitors, by whether kept bytes were there."
    );
    metrics::describe_counter!(
        "ocop_jobs_total",
        "Pieces of background work, by kind and outcome."
    );
    metrics::describe_counter!(
        "ocop_mails_total",
        "Mails, by kind and outcome: sent, failed (will be tried again), dead, undelivered."
    );
    Ok(handle)
}

/// The router of the admin address.
pub fn figures(handle: PrometheusHandle) -> Router {
    let text = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    Router::new().route(
        "/metrics",
        get(move || {
            let (handle, text) = (handle.clone(), text.clone());
            async move {
                handle.run_upkeep();
                ([(header::CONTENT_TYPE, text)], handle.render())
            }
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn tokens_stay_out_of_logs() {
        for (path, told) in [
            ("/en/invitations/abc", "/en/invitations/…"),
            ("/confirm-email/abc", "/confirm-email/…"),
            ("/api/v1/email-confirmations/abc", "/api/v1/email-confirmations/…"),
            ("/api/v1/invitations/abc/accept", "/api/v1/invitations/…/accept"),
            (
                "/api/v1/organisations/1/invitations",
                "/api/v1/organisations/1/invitations",
            ),
            ("/products", "/products"),
        ] {
            assert_eq!(without_secrets(path), told);
        }
    }
}
