//! Answers kept as ready bytes: what any visitor gets, written once and compressed once, until something changes.

use crate::{
    app::App,
    http::exit::{fingerprint, matches_tag},
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header},
    middleware::Next,
};
use bytes::Bytes;
use http_body_util::BodyExt;
use quick_cache::{Weighter, sync::Cache};
use shared::{Timestamp, time::VIETNAM};
use std::{
    io::Write,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};
use tower_http::compression::Predicate;

/// Bytes kept at the most, over all answers and encodings.
const CAPACITY: u64 = 48 * 1024 * 1024;
/// Answers larger than this are not kept.
const MAX_BODY: usize = 1024 * 1024;

/// An answer to an anonymous request carries this extension where it is the same for every visitor.
#[derive(Clone, Copy, Debug)]
pub struct Shared;

/// The kept answers.
#[derive(Debug)]
pub struct ReadyBytes {
    cache: Cache<Key, Arc<Ready>, ByBytes>,
    /// Part of every key: raising it drops everything at once.
    version: AtomicU64,
}

/// What an answer is kept under. Stars and features turn with the day, so the day is part of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    version: u64,
    day: i64,
    /// `path?query`
    target: Box<str>,
}

/// The same without owning the text.
#[derive(Clone, Copy, Debug, Hash)]
struct Ask<'a> {
    version: u64,
    day: i64,
    target: &'a str,
}

impl quick_cache::Equivalent<Key> for Ask<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.version == key.version && self.day == key.day && self.target == &*key.target
    }
}

impl Ask<'_> {
    fn key(self) -> Key {
        Key {
            version: self.version,
            day: self.day,
            target: self.target.into(),
        }
    }
}

#[derive(Debug)]
struct Ready {
    /// The headers of the answer as it is, without a coding.
    headers: HeaderMap,
    etag: HeaderValue,
    identity: Bytes,
    /// Made for the first caller that can read it.
    gzip: OnceLock<Bytes>,
    br: OnceLock<Bytes>,
}

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<Key, Arc<Ready>> for ByBytes {
    fn weight(&self, key: &Key, ready: &Arc<Ready>) -> u64 {
        // The coded forms come later; together they are rarely larger than the plain one.
        let bytes = key.target.len() + 2 * ready.identity.len() + 1024;
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

    /// The key of a request at this moment.
    fn ask<'a>(&self, now: Timestamp, uri: &'a Uri) -> Ask<'a> {
        Ask {
            version: self.version.load(Ordering::Acquire),
            day: (now.0 + i64::from(VIETNAM.whole_seconds()) * 1000).div_euclid(86_400_000),
            target: uri.path_and_query().map_or("/", |target| target.as_str()),
        }
    }
}

/// Answers from the kept bytes, or keeps what the market answers now.
pub async fn serve(State(app): State<App>, request: Request, next: Next) -> Response<Body> {
    let head = *request.method() == Method::HEAD;
    if !(head || *request.method() == Method::GET) || !is_anonymous(request.headers()) {
        return next.run(request).await;
    }
    // Taken before anything is read: what a commit overtakes is kept under a version that nobody asks for again.
    let ask = app.ready.ask(app.now(), request.uri());
    let wants = Wants::of(request.headers(), head);
    if let Some(ready) = app.ready.cache.get(&ask) {
        metrics::counter!("ocop_ready_answers_total", "kept" => "yes").increment(1);
        return ready.answer(&wants);
    }
    let key = ask.key();
    let response = next.run(request).await;
    if head || response.status() != StatusCode::OK || response.extensions().get::<Shared>().is_none() {
        return response;
    }
    metrics::counter!("ocop_ready_answers_total", "kept" => "no").increment(1);
    match keep(response).await {
        Ok(ready) => {
            let ready = Arc::new(ready);
            app.ready.cache.insert(key, Arc::clone(&ready));
            ready.answer(&wants)
        }
        Err(response) => response,
    }
}

/// Whether a request says nothing of who sends it.
pub(super) fn is_anonymous(headers: &HeaderMap) -> bool {
    !headers.contains_key(header::COOKIE) && !headers.contains_key(header::AUTHORIZATION)
}

/// Compresses everything but what is kept here, which is compressed once.
#[derive(Clone, Copy, Debug)]
pub struct NotKept;

impl Predicate for NotKept {
    fn should_compress<B: axum::body::HttpBody>(&self, response: &Response<B>) -> bool {
        response.extensions().get::<Shared>().is_none()
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
    let etag = if let Some(etag) = headers.remove(header::ETAG) {
        etag
    } else {
        HeaderValue::from_str(&format!("\".{}\"", fingerprint(&identity)))
            .unwrap_or(HeaderValue::from_static("\"\""))
    };
    // The id belongs to the first request alone.
    headers.remove("x-request-id");
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept-encoding, cookie, authorization"),
    );
    headers.insert(header::ETAG, etag.clone());
    Ok(Ready {
        headers,
        etag,
        identity,
        gzip: OnceLock::new(),
        br: OnceLock::new(),
    })
}

/// What of an answer the caller can use.
struct Wants {
    br: bool,
    gzip: bool,
    /// Everything but the body.
    head: bool,
    if_none_match: Option<HeaderValue>,
}

impl Wants {
    fn of(headers: &HeaderMap, head: bool) -> Self {
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
            head,
            if_none_match: headers.get(header::IF_NONE_MATCH).cloned(),
        }
    }
}

impl Ready {
    /// The guard's headers are among those kept: only what is asked for differs from caller to caller.
    fn answer(&self, wants: &Wants) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        let known = wants.if_none_match.as_ref().and_then(|value| value.to_str().ok());
        if known.is_some() && self.etag.to_str().is_ok_and(|etag| matches_tag(known, etag)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_TYPE);
            return response;
        }
        let (bytes, coding) = if wants.br {
            (self.br.get_or_init(|| brotli(&self.identity)), Some("br"))
        } else if wants.gzip {
            (self.gzip.get_or_init(|| gzip(&self.identity)), Some("gzip"))
        } else {
            (&self.identity, None)
        };
        let headers = response.headers_mut();
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        if wants.head {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        } else {
            *response.body_mut() = Body::from(bytes.clone());
        }
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

#[cfg(test)]
mod tests {
    use super::{Body, Ready, ReadyBytes, Response, Wants, keep};
    use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
    use http_body_util::BodyExt;
    use shared::Timestamp;
    use std::{io::Read, sync::Arc};

    async fn ready(body: &'static str) -> anyhow::Result<Arc<Ready>> {
        let mut response = Response::new(Body::from(body));
        let headers = response.headers_mut();
        headers.insert("x-request-id", HeaderValue::from_static("1"));
        headers.insert(header::ETAG, HeaderValue::from_static("\"7.ab\""));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let kept = keep(response).await;
        kept.map(Arc::new).map_err(|_| anyhow::anyhow!("not kept"))
    }

    fn wants(headers: &[(header::HeaderName, &'static str)], head: bool) -> Wants {
        let headers = headers.iter().cloned();
        let headers: HeaderMap = headers
            .map(|(name, value)| (name, HeaderValue::from_static(value)))
            .collect();
        Wants::of(&headers, head)
    }

    #[tokio::test]
    async fn an_answer_is_kept_until_something_changes_or_the_business_day_turns() -> anyhow::Result<()> {
        let kept = ReadyBytes::default();
        let uri = Uri::from_static("/api/v1/products?q=che");
        let midnight = Timestamp::start_of(time::macros::date!(2026 - 11 - 23));
        let evening = Timestamp(midnight.0 - 1);
        kept.cache
            .insert(kept.ask(evening, &uri).key(), ready("[]").await?);
        assert!(kept.cache.get(&kept.ask(evening, &uri)).is_some());
        assert!(
            kept.cache
                .get(&kept.ask(evening, &Uri::from_static("/api/v1/products")))
                .is_none()
        );
        assert!(kept.cache.get(&kept.ask(midnight, &uri)).is_none());
        // What was asked before a change and answered after it is never found.
        let late = kept.ask(evening, &uri);
        kept.drop_all();
        assert!(kept.cache.get(&kept.ask(evening, &uri)).is_none());
        kept.cache.insert(late.key(), ready("[]").await?);
        assert!(kept.cache.get(&kept.ask(evening, &uri)).is_none());
        Ok(())
    }

    #[tokio::test]
    async fn a_kept_answer_comes_in_the_coding_the_caller_reads() -> anyhow::Result<()> {
        let ready = ready("{\"items\":[]}").await?;
        let answer = ready.answer(&wants(&[(header::ACCEPT_ENCODING, "gzip, br;q=0")], false));
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(
            answer.headers()[header::VARY],
            "accept-encoding, cookie, authorization"
        );
        assert!(!answer.headers().contains_key("x-request-id"));
        let bytes = answer.into_body().collect().await?.to_bytes();
        let mut text = String::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
        assert_eq!(text, "{\"items\":[]}");
        let plain = ready
            .answer(&wants(&[], false))
            .into_body()
            .collect()
            .await?
            .to_bytes();
        assert_eq!(plain, text.as_bytes());
        Ok(())
    }

    #[tokio::test]
    async fn who_has_the_answer_already_gets_no_body_and_neither_does_head() -> anyhow::Result<()> {
        let ready = ready("[1]").await?;
        let answer = ready.answer(&wants(&[(header::IF_NONE_MATCH, "W/\"7.ab\"")], false));
        assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer.headers()[header::ETAG], "\"7.ab\"");
        assert!(answer.headers().contains_key(header::VARY));
        let stale = ready.answer(&wants(&[(header::IF_NONE_MATCH, "\"6.cd\"")], false));
        assert_eq!(stale.status(), StatusCode::OK);
        let head = ready.answer(&wants(&[], true));
        assert_eq!(head.headers()[header::CONTENT_LENGTH], "3");
        assert!(head.into_body().collect().await?.to_bytes().is_empty());
        Ok(())
    }
}
