//! Mounts operations: one declaration gives the route, its checks and its part of the contract.

use super::{
    Cx, Error, InProcess, MAX_FILE, Received, Reply, Result, Upload, openapi::OperationDocs,
    received::RawInput, reply::RawReply,
};
use crate::{
    app::App,
    auth::{self, Actor},
    db::Claim,
};
use axum::{
    Router,
    body::Body,
    extract::{FromRequest, FromRequestParts, Multipart, RawPathParams, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use sha2::{Digest, Sha256};
use shared::{
    Access, Code, Endpoint, FieldCode, Idempotency, Lang, Method, Roles,
    endpoint::{BodyKind, DOWNLOAD},
};
use std::{future::Future, pin::Pin, sync::Arc};

/// Most bytes of a JSON body.
pub(super) const MAX_JSON: usize = 1024 * 1024;
/// Most bytes of an upload with its envelope.
pub(super) const MAX_UPLOAD: usize = MAX_FILE + 16 * 1024;

/// What is known of an operation without calling it.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    pub name: &'static str,
    pub method: Method,
    pub path: &'static str,
    pub slice: &'static str,
    pub summary: &'static str,
    pub access: Access,
    pub roles: Roles,
    pub while_suspended: bool,
    pub status: u16,
    pub idempotency: Idempotency,
    pub if_match: bool,
    pub body: BodyKind,
    pub problems: &'static [Code],
    pub docs: OperationDocs,
}

impl Operation {
    /// What the declaration says.
    pub fn of<E: Endpoint>() -> Self {
        Self {
            name: E::NAME,
            method: E::METHOD,
            path: E::PATH,
            slice: E::SLICE,
            summary: E::SUMMARY,
            access: E::ACCESS,
            roles: E::ROLES,
            while_suspended: E::WHILE_SUSPENDED,
            status: E::STATUS,
            idempotency: E::IDEMPOTENCY,
            if_match: E::IF_MATCH,
            body: E::BODY,
            problems: E::PROBLEMS,
            docs: OperationDocs::of::<E>(),
        }
    }
}

/// Collects the operations of all slices.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    operations: Vec<Operation>,
}

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;
type Erased = Arc<dyn Fn(App, Request) -> Answer + Send + Sync>;

impl Routes {
    /// Mounts an operation's handler.
    pub fn mount<E, F, Fut>(&mut self, handler: F) -> &mut Self
    where
        E: Endpoint,
        F: Fn(Cx, Received<E>) -> Fut + Send + Sync + Clone + 'static,
        Fut: Future<Output = Result<Reply<E>>> + Send + 'static,
    {
        let operation = Operation::of::<E>();
        let erased: Erased = Arc::new(move |app, request| {
            let handler = handler.clone();
            Box::pin(async move {
                let prepared = match prepare(app, request, &operation).await {
                    Ok(prepared) => prepared,
                    Err(response) => return *response,
                };
                let Prepared { cx, raw, exit } = prepared;
                let result = match Received::<E>::parse(raw, cx.lang) {
                    Ok(received) => handler(cx, received).await.map(|reply| reply.raw),
                    Err(error) => Err(error),
                };
                exit.respond(result, operation.status)
            })
        });
        self.add(operation, erased);
        self
    }

    /// Not generic, so that axum's machinery is compiled once and not for every operation.
    fn add(&mut self, operation: Operation, erased: Erased) {
        let filter = match operation.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Patch => MethodFilter::PATCH,
            Method::Delete => MethodFilter::DELETE,
        };
        let name = operation.name;
        let handler = move |State(app): State<App>, request: Request| {
            let exit = Exit::of(request.headers(), request.uri().path());
            let (answer, began) = (erased(app.clone(), request), crate::clock::Stopwatch::start());
            async move {
                let response = tokio::select! {
                    biased;
                    response = answer => response,
                    // Who queues for a connection waits on as long as there is a database at the other end.
                    () = app.db.gone() => {
                        tracing::error!(operation = name, "the database is not there");
                        *exit.refuse(Error::refuse(Code::Unavailable).retry_after(5))
                    }
                };
                let status = response.status().as_str().to_owned();
                metrics::counter!("ocop_requests_total", "operation" => name, "status" => status)
                    .increment(1);
                metrics::histogram!("ocop_request_seconds", "operation" => name).record(began.elapsed());
                response
            }
        };
        let router = std::mem::take(&mut self.router);
        self.router = router.route(&format!("/api/v1{}", operation.path), on(filter, handler));
        self.operations.push(operation);
    }

    /// The router, and what the contract says of it. An unknown path or method is a problem document too.
    pub fn finish(self) -> (Router<App>, Vec<Operation>) {
        let router = self
            .router
            .method_not_allowed_fallback(|request: Request| async move {
                refuse(&request, Code::MethodNotAllowed)
            });
        (router, self.operations)
    }
}

/// A problem for a request that reached no operation.
pub fn refuse(request: &Request, code: Code) -> Response {
    let exit = Exit::of(request.headers(), request.uri().path());
    Error::refuse(code).into_response(exit.lang, &exit.request_id, &exit.path)
}

/// What the answer needs to know of the request.
struct Exit {
    lang: Lang,
    request_id: String,
    path: String,
    /// Of a GET: compared with the answer's tag.
    if_none_match: Option<String>,
    is_get: bool,
    is_anonymous: bool,
}

struct Prepared {
    cx: Cx,
    raw: RawInput,
    exit: Exit,
}

impl Exit {
    fn of(headers: &HeaderMap, path: &str) -> Self {
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

    fn refuse(self, error: Error) -> Box<Response> {
        Box::new(error.into_response(self.lang, &self.request_id, &self.path))
    }

    fn respond(self, result: Result<RawReply>, status: u16) -> Response {
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
            let digest = Sha256::digest(body);
            let hash = crate::hex::short(digest, 8);
            Some(format!("\"{}.{hash}\"", version.unwrap_or_default()))
        }
        (false, Some(version)) => Some(format!("\"{version}\"")),
        (false, None) => None,
    }
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

/// Everything before the operation itself: who calls, may they, what did they send.
async fn prepare(app: App, request: Request, operation: &Operation) -> Result<Prepared, Box<Response>> {
    let (mut parts, body) = request.into_parts();
    let mut exit = Exit::of(&parts.headers, parts.uri.path());
    exit.is_get = operation.method == Method::Get;
    let actor = match auth::authenticate(&app, &parts.headers).await {
        Ok(actor) => actor,
        Err(error) => return Err(exit.refuse(error)),
    };
    let allowed = auth::may_call(&actor, operation)
        .and_then(|()| auth::second_factor(&app.settings, &actor, operation));
    if let Err(error) = allowed {
        return Err(exit.refuse(error));
    }
    let user_agent = parts.headers.get(header::USER_AGENT);
    let user_agent = user_agent
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let raw = match read_input(&mut parts, body, operation, &actor).await {
        Ok(raw) => raw,
        Err(error) => return Err(exit.refuse(error)),
    };
    let cx = Cx {
        app,
        actor,
        lang: exit.lang,
        request_id: exit.request_id.clone(),
        address: parts
            .extensions
            .get::<super::address::ClientAddress>()
            .map(super::address::ClientAddress::masked),
        operation: operation.name,
        user_agent,
    };
    Ok(Prepared { cx, raw, exit })
}

async fn read_input(parts: &mut Parts, body: Body, operation: &Operation, actor: &Actor) -> Result<RawInput> {
    let params = RawPathParams::from_request_parts(parts, &())
        .await
        .map_err(|_| Error::not_found())?;
    let segments = params.iter().map(|(_, value)| value.to_owned()).collect();
    let key = key_of(&parts.headers, operation)?;
    let if_version = version_of(&parts.headers, operation)?;
    let mut raw = RawInput {
        segments,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        if_version,
        ..RawInput::default()
    };
    let mut fingerprint = Sha256::new();
    match operation.body {
        BodyKind::None => {}
        BodyKind::Json => {
            expect_json(&parts.headers)?;
            raw.body = collect(body, MAX_JSON).await?;
            fingerprint.update(&raw.body);
        }
        BodyKind::File => {
            let mut request = Request::from_parts(parts.clone(), Body::new(Limited::new(body, MAX_UPLOAD)));
            *request.extensions_mut() = http::Extensions::new();
            let file = read_file(request).await?;
            fingerprint.update(&file.bytes);
            raw.file = Some(file);
        }
    }
    raw.claim = key.map(|key| {
        let mut hash = Sha256::new();
        hash.update(operation.method.as_str());
        hash.update(parts.uri.path());
        hash.update(parts.uri.query().unwrap_or_default());
        hash.update(fingerprint.finalize());
        Claim {
            actor: actor
                .organisation_id()
                .map_or_else(|| "public".to_owned(), |id| id.to_string()),
            key,
            request_hash: crate::hex::hex(hash.finalize()),
        }
    });
    Ok(raw)
}

async fn collect(body: Body, most: usize) -> Result<Bytes> {
    match Limited::new(body, most).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.downcast_ref::<LengthLimitError>().is_some() => {
            Err(Error::refuse(Code::BodyTooLarge).told(
                format!("Nhiều nhất {most} byte."),
                format!("At most {most} bytes."),
            ))
        }
        Err(_) => Err(Error::refuse(Code::MalformedRequest)
            .told("Nội dung gửi lên bị đứt giữa chừng.", "The body broke off.")),
    }
}

async fn read_file(request: Request) -> Result<Upload> {
    let told = request.headers().get(header::CONTENT_LENGTH);
    let size: Option<u64> = told.and_then(|size| size.to_str().ok()?.parse().ok());
    let upload_error = |error| upload_error(&error, size);
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|rejection| Error::refuse(Code::UnsupportedMediaType).detail(rejection.body_text()))?;
    let mut file = None;
    while let Some(field) = parts.next_field().await.map_err(upload_error)? {
        if field.name() != Some("file") {
            return Err(Error::field(field.name().unwrap_or_default(), FieldCode::Unknown));
        }
        if file.is_some() {
            return Err(Error::field("file", FieldCode::Duplicate));
        }
        let name = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(upload_error)?;
        file = Some(Upload { bytes, name });
    }
    file.ok_or_else(|| Error::field("file", FieldCode::Required))
}

/// `size`: of the whole body, as its header says.
fn upload_error(error: &axum::extract::multipart::MultipartError, size: Option<u64>) -> Error {
    // The limit is found below what reads the parts, which calls whatever stops it a broken request.
    let first: &dyn std::error::Error = error;
    let mut causes = std::iter::successors(Some(first), |cause| cause.source());
    if causes.any(<dyn std::error::Error>::is::<LengthLimitError>) {
        Error::file_too_large(size)
    } else {
        Error::refuse(Code::MalformedRequest).detail(error.body_text())
    }
}

fn expect_json(headers: &HeaderMap) -> Result<()> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(Error::refuse(Code::UnsupportedMediaType).told(
            "Hãy gửi Content-Type: application/json.",
            "Send Content-Type: application/json.",
        ))
    }
}

fn key_of(headers: &HeaderMap, operation: &Operation) -> Result<Option<String>> {
    let key = headers.get("idempotency-key");
    match (operation.idempotency, key) {
        (Idempotency::No, _) | (Idempotency::Optional, None) => Ok(None),
        (Idempotency::Required, None) => Err(Error::refuse(Code::IdempotencyKeyMissing)),
        (_, Some(key)) => match key.to_str() {
            Ok(text)
                if (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) =>
            {
                Ok(Some(text.to_owned()))
            }
            _ => Err(Error::refuse(Code::MalformedRequest).told(
                "Idempotency-Key nhận 1 đến 255 ký tự ASCII in được, không có dấu cách.",
                "Idempotency-Key takes 1 to 255 printable ASCII characters without blanks.",
            )),
        },
    }
}

fn version_of(headers: &HeaderMap, operation: &Operation) -> Result<Option<i64>> {
    if !operation.if_match {
        return Ok(None);
    }
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Err(Error::refuse(Code::PreconditionRequired));
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    // A tag that is not one of ours cannot match.
    let inner = text.trim_matches('"');
    let version = inner.split('.').next().unwrap_or_default();
    version
        .parse()
        .map(Some)
        .map_err(|_| Error::refuse(Code::PreconditionFailed))
}

/// Lets a page's call pass for the person it acts for: same address, nothing else of the page's own request.
pub fn mark_in_process(request: &mut Request, of_page: &axum::http::Extensions) {
    if let Some(address) = of_page.get::<super::address::ClientAddress>() {
        request.extensions_mut().insert(*address);
    }
    request.extensions_mut().insert(InProcess);
}

impl IntoResponse for Error {
    /// For the few places outside operations; they know no language.
    fn into_response(self) -> Response {
        Self::into_response(self, Lang::Vi, "", "")
    }
}
