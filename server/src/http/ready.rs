//! Answers kept as ready bytes: what any visitor gets, written once and compressed once, until something changes.

use crate::{app::App, http::mount::matches_tag};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header},
    middleware::Next,
};
use bytes::Bytes;
use http_body_util::BodyExt;
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};
use std::{
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Bytes kept at the most, over all answers and encodings.
const CAPACITY: u64 = 48 * 1024 * 1024;
/// Answers larger than this are not kept.
const MAX_BODY: usize = 1024 * 1024;

/// An answer carries this extension where it is the same for every visitor.
#[derive(Clone, Copy, Debug)]
pub struct Shared;

/// The kept answers.
#[derive(Debug)]
pub struct ReadyBytes {
    cache: Cache<Key, Arc<Ready>, ByBytes>,
    /// Part of every key: raising it drops everything at once.
    version: AtomicU64,
}

/// Version, business day, `path?query`. Stars and features turn with the day, so the day is part of the key.
type Key = (u64, i32, String);

#[derive(Debug)]
struct Ready {
    headers: HeaderMap,
    etag: HeaderValue,
    identity: Bytes,
    gzip: Bytes,
    br: Bytes,
}

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<Key, Arc<Ready>> for ByBytes {
    fn weight(&self, key: &Key, ready: &Arc<Ready>) -> u64 {
        let bytes = key.2.len() + ready.identity.len() + ready.gzip.len() + ready.br.len() + 512;
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}

impl Default for ReadyBytes {
    fn default() -> Self {
        Self {
            cache: Cache::with_weighter(2000, CAPACITY, ByBytes),
            version: AtomicU64::new(0),
        }
    }
}

impl ReadyBytes {
    /// Forgets every answer: something that visitors see has changed.
    pub fn drop_all(&self) {
        self.version.fetch_add(1, Ordering::Release);
    }

    fn key(&self, app: &App, request: &Request) -> Key {
        let target = request
            .uri()
            .path_and_query()
            .map_or("/", |target| target.as_str());
        (
            self.version.load(Ordering::Acquire),
            app.clock.today().to_julian_day(),
            target.to_owned(),
        )
    }
}

/// Answers from the kept bytes, or keeps what the market answers now.
pub async fn serve(State(app): State<App>, request: Request, next: Next) -> Response<Body> {
    if *request.method() != Method::GET
        || request.headers().contains_key(header::COOKIE)
        || request.headers().contains_key(header::AUTHORIZATION)
    {
        return next.run(request).await;
    }
    let key = app.ready.key(&app, &request);
    let wants = Wants::of(request.headers());
    if let Some(ready) = app.ready.cache.get(&key) {
        metrics::counter!("ocop_ready_answers_total", "kept" => "yes").increment(1);
        return ready.answer(&wants, app.settings.public_url.is_some());
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK || response.extensions().get::<Shared>().is_none() {
        return response;
    }
    metrics::counter!("ocop_ready_answers_total", "kept" => "no").increment(1);
    match keep(response).await {
        Ok(ready) => {
            let ready = Arc::new(ready);
            app.ready.cache.insert(key, Arc::clone(&ready));
            ready.answer(&wants, app.settings.public_url.is_some())
        }
        Err(response) => response,
    }
}

async fn keep(response: Response<Body>) -> Result<Ready, Response<Body>> {
    let (parts, body) = response.into_parts();
    let identity = match body.collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(_) => return Err(Response::from_parts(parts, Body::empty())),
    };
    if identity.len() > MAX_BODY {
        return Err(Response::from_parts(parts, Body::from(identity)));
    }
    let mut headers = parts.headers;
    let etag = match headers.remove(header::ETAG) {
        Some(etag) => etag,
        None => {
            let hash: String = Sha256::digest(&identity)
                .iter()
                .take(8)
                .map(|byte| format!("{byte:02x}"))
                .collect();
            HeaderValue::from_str(&format!("\".{hash}\"")).unwrap_or(HeaderValue::from_static("\"\""))
        }
    };
    // The id belongs to the first request alone.
    headers.remove("x-request-id");
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept-encoding, cookie, authorization"),
    );
    headers.insert(header::ETAG, etag.clone());
    let (gzip, br) = (gzip(&identity), brotli(&identity));
    Ok(Ready {
        headers,
        etag,
        identity,
        gzip,
        br,
    })
}

/// What of an answer the caller can use.
struct Wants {
    br: bool,
    gzip: bool,
    if_none_match: Option<HeaderValue>,
}

impl Wants {
    fn of(headers: &HeaderMap) -> Self {
        let accepted = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let accepts = |name: &str| {
            accepted.split(',').any(|one| {
                let mut pieces = one.split(';');
                pieces.next().is_some_and(|coding| coding.trim() == name)
                    && !pieces.any(|weight| matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
            })
        };
        Self {
            br: accepts("br"),
            gzip: accepts("gzip"),
            if_none_match: headers.get(header::IF_NONE_MATCH).cloned(),
        }
    }
}

impl Ready {
    fn answer(&self, wants: &Wants, tls: bool) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        let is_api = self
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == "application/json");
        super::guard::secure(response.headers_mut(), is_api, tls);
        let known = wants.if_none_match.as_ref().and_then(|value| value.to_str().ok());
        if self.etag.to_str().is_ok_and(|etag| matches_tag(known, etag)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_TYPE);
            return response;
        }
        let (bytes, coding) = if wants.br {
            (&self.br, Some("br"))
        } else if wants.gzip {
            (&self.gzip, Some("gzip"))
        } else {
            (&self.identity, None)
        };
        if let Some(coding) = coding {
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        *response.body_mut() = Body::from(bytes.clone());
        response
    }
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default().into()
}

fn brotli(bytes: &[u8]) -> Bytes {
    let mut out = Vec::new();
    {
        let mut encoder = brotli::CompressorWriter::new(&mut out, 4096, 5, 20);
        // Writing to memory does not fail.
        let _ = encoder.write_all(bytes);
    }
    out.into()
}
