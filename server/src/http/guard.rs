//! What every request passes before anything else: an id, limits, same-site proof, security headers.

use super::{InProcess, mount::refuse};
use crate::app::App;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use shared::Code;
use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

/// The caller's network address, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// With its last part hidden, for the audit trail: `203.0.113.0`, `2001:db8:1::`.
    pub fn masked(&self) -> String {
        match self.0 {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0")
            }
            IpAddr::V6(address) => {
                let [a, b, c, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}::")
            }
        }
    }
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Most bytes of a request's address.
const MAX_ADDRESS: usize = 8 * 1024;
/// Most headers of a request, and most bytes of them together.
const MAX_HEADERS: usize = 100;
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// Longest time a request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Scripts and styles only from this server; WebAssembly may be compiled.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'; manifest-src 'self'";

/// The outermost layer.
pub async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = app.new_id().simple().to_string();
    if let Ok(value) = HeaderValue::from_str(&id) {
        request.headers_mut().insert(REQUEST_ID, value);
    }
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let address = forwarded(&app, request.headers()).unwrap_or(peer.ip());
        request.extensions_mut().insert(ClientAddress(address));
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
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    secure(headers, is_api, app.settings.public_url.is_some());
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

/// Headers that keep browsers from doing more than they should.
pub fn secure(headers: &mut HeaderMap, is_api: bool, tls: bool) {
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
    if !is_api {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_SECURITY_POLICY),
        );
    }
    if tls {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}

/// Behind a TLS proxy on this machine, the address that the proxy saw: the last entry, which the proxy itself wrote.
fn forwarded(app: &App, headers: &HeaderMap) -> Option<IpAddr> {
    app.settings.public_url.as_ref()?;
    headers
        .get("x-forwarded-for")?
        .to_str()
        .ok()?
        .rsplit(',')
        .next()?
        .trim()
        .parse()
        .ok()
}

/// A change that carries a cookie must come from our own pages (no token needed: browsers tell where they are).
fn is_foreign(request: &Request) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || request.extensions().get::<InProcess>().is_some()
        || !request.headers().contains_key(header::COOKIE)
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
