//! What every request passes before anything else: an id, limits, same-site proof, security headers.

use super::{InProcess, address, exit::refuse};
use crate::app::App;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use shared::Code;
use std::{net::SocketAddr, time::Duration};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Most bytes of a request's address.
const MAX_ADDRESS: usize = 8 * 1024;
/// Most headers of a request, and most bytes of them together.
const MAX_HEADERS: usize = 100;
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// Longest time a request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Scripts and styles only from this server, and no code out of text.
macro_rules! policy {
    ($scripts:literal) => {
        concat!(
            "default-src 'none'; script-src ",
            $scripts,
            "; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
        )
    };
}
const OF_PAGES: &str = policy!("'self'");
/// Of pages with islands: their WebAssembly may be compiled, which allows no JavaScript out of text.
const WITH_ISLANDS: &str = policy!("'self' 'wasm-unsafe-eval'");
/// Of answers that are no pages: were one shown as such, it could do nothing.
const OF_DATA: &str = "default-src 'none'; frame-ancestors 'none'";
/// Of files to keep: shown all the same, they could do nothing, not even be of this site.
const OF_FILES: &str = "default-src 'none'; sandbox";

/// The outermost layer.
pub async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = app.new_id().simple().to_string();
    if let Ok(value) = HeaderValue::from_str(&id) {
        request.headers_mut().insert(REQUEST_ID, value);
    }
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let client = address::client(&app.settings.trusted_proxies, peer.ip(), request.headers());
        request.extensions_mut().insert(client);
    }
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = if let Some(code) = beyond_measure(&request) {
        refuse(&request, code)
    } else if is_foreign(&request) {
        refuse(&request, Code::CrossSite)
    } else {
        // Only for the answer to a time-out, which must outlive the request.
        let echo = Request::builder()
            .uri(request.uri().clone())
            .body(axum::body::Body::empty())
            .unwrap_or_default();
        match tokio::time::timeout(PATIENCE, next.run(request)).await {
            Ok(response) => response,
            Err(_) => refuse(&echo, Code::Timeout),
        }
    };
    let policy = policy_of(&response, is_api);
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    secure(headers, app.settings.public_url.is_some());
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(policy));
    response
}

/// A head that is larger than anybody needs. Much larger ones never come here: the connection refuses to read them.
fn beyond_measure(request: &Request) -> Option<Code> {
    let address = request
        .uri()
        .path_and_query()
        .map_or(0, |address| address.as_str().len());
    if address > MAX_ADDRESS {
        return Some(Code::AddressTooLong);
    }
    let headers = request.headers();
    let bytes: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    (headers.len() > MAX_HEADERS || bytes > MAX_HEADER_BYTES).then_some(Code::HeadersTooLarge)
}

/// What a browser may do with an answer that says nothing of it itself.
fn policy_of(response: &Response, is_api: bool) -> &'static str {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let use_of_it = response.headers().get(header::CONTENT_DISPOSITION);
    if response.extensions().get::<web::HasIslands>().is_some() {
        WITH_ISLANDS
    } else if use_of_it.is_some_and(|told| told.as_bytes().starts_with(b"attachment")) {
        OF_FILES
    } else if is_api && !is_page {
        OF_DATA
    } else {
        OF_PAGES
    }
}

/// Headers that keep browsers from doing more than they should.
fn secure(headers: &mut HeaderMap, tls: bool) {
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static("geolocation=(), microphone=(), payment=()"),
    );
    if tls {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}

/// A change must come from our own pages, where a browser carries it (no token needed: browsers tell where they are).
/// That holds without a cookie too: nobody is to be signed in as somebody else by a foreign page. A token in
/// `Authorization` is never sent by a browser of its own accord, so it is proof enough.
fn is_foreign(request: &Request) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || request.extensions().get::<InProcess>().is_some()
        || (request.headers().contains_key(header::AUTHORIZATION)
            && !request.headers().contains_key(header::COOKIE))
    {
        return false;
    }
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, rest)| rest != host),
        // Programs send neither; browsers always send one of them with a change.
        _ => false,
    }
}
