//! How an operation's result becomes an answer.

use super::{Error, Result, reply::RawReply};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use rapidhash::v3::rapidhash_v3;
use shared::{Code, Lang, endpoint::DOWNLOAD};

/// What the answer needs to know of the request.
pub(super) struct Exit {
    pub(super) lang: Lang,
    pub(super) request_id: String,
    path: String,
    /// Of a GET: compared with the answer's tag.
    if_none_match: Option<String>,
    pub(super) is_get: bool,
    is_anonymous: bool,
}

impl Exit {
    pub(super) fn of(headers: &HeaderMap, path: &str) -> Self {
        let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            lang: text(header::ACCEPT_LANGUAGE).map_or(Lang::Vi, Lang::from_accept_language),
            request_id: headers
                .get("x-request-id")
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
            path: path.to_owned(),
            if_none_match: text(header::IF_NONE_MATCH).map(str::to_owned),
            is_get: false,
            is_anonymous: super::ready::is_anonymous(headers),
        }
    }

    pub(super) fn refuse(self, error: Error) -> Box<Response> {
        Box::new(error.into_response(self.lang, &self.request_id, &self.path))
    }

    pub(super) fn respond(self, result: Result<RawReply>, status: u16) -> Response {
        let (reply, status, replayed) = match result {
            Ok(reply) => (reply, status, false),
            Err(Error::Replay(stored)) => {
                let body = Bytes::from(stored.body);
                (
                    RawReply {
                        body,
                        version: stored.version,
                        ..RawReply::default()
                    },
                    stored.status,
                    true,
                )
            }
            Err(error) => return error.into_response(self.lang, &self.request_id, &self.path),
        };
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
        if reply.shared && self.is_anonymous {
            response.extensions_mut().insert(super::ready::Shared);
        }
        let headers = response.headers_mut();
        let is_file = reply.disposition.is_some();
        if let Some(disposition) = reply.disposition {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(DOWNLOAD));
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        } else if !reply.body.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let caching = if is_file { "private, no-store" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        // Compression adds its own.
        headers.insert(header::VARY, HeaderValue::from_static("cookie, authorization"));
        let tag = tag(reply.version, &reply.body, self.is_get);
        if let Some(tag) = &tag
            && let Ok(value) = HeaderValue::from_str(tag)
        {
            headers.insert(header::ETAG, value);
        }
        if let Some(cookie) = reply.cookie {
            headers.insert(header::SET_COOKIE, cookie);
        }
        if replayed {
            headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
        if self.is_get && tag.is_some_and(|tag| matches_tag(self.if_none_match.as_deref(), &tag)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_TYPE);
            return response;
        }
        *response.body_mut() = Body::from(reply.body);
        response
    }
}

/// `"<version>.<hash of the bytes>"` for reads, `"<version>"` for writes of versioned things.
fn tag(version: Option<i64>, body: &[u8], is_get: bool) -> Option<String> {
    let version = version.map(|version| version.to_string());
    match (is_get, version) {
        (true, version) => {
            let version = version.unwrap_or_default();
            Some(format!("\"{version}.{}\"", fingerprint(body)))
        }
        (false, Some(version)) => Some(format!("\"{version}\"")),
        (false, None) => None,
    }
}

/// Says whether two answers are the same bytes, on every replica alike. Nothing is kept secret or proven by it: SHA-256
/// took as long as everything else of a list together.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    format!("{:016x}", rapidhash_v3(bytes))
}

/// Weak comparison of `If-None-Match` (RFC 9110 section 13.1.2).
pub(super) fn matches_tag(header: Option<&str>, tag: &str) -> bool {
    header.is_some_and(|header| {
        header.trim() == "*"
            || header
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == tag)
    })
}

/// A problem for a request that reached no operation.
pub fn refuse(request: &Request, code: Code) -> Response {
    let exit = Exit::of(request.headers(), request.uri().path());
    Error::refuse(code).into_response(exit.lang, &exit.request_id, &exit.path)
}

impl IntoResponse for Error {
    /// For the few places outside operations; they know no language.
    fn into_response(self) -> Response {
        Self::into_response(self, Lang::Vi, "", "")
    }
}
