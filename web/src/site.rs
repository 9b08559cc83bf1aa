//! What the pages need of the server, without knowing the server.

use axum::{
    Router,
    body::Body,
    http::{Extensions, HeaderValue, Request, Response, header},
};
use http_body_util::BodyExt;
use shared::{ClientError, Date, Lang, RawRequest, RawResponse, Timestamp, Transport};
use std::{borrow::Cow, future::Future, pin::Pin, sync::Arc};
use tower::ServiceExt;

/// Given to every page by the server.
#[derive(Clone)]
pub struct Site {
    /// The API, called in process.
    pub api: Router,
    /// Lets the API know that a request comes from our own page, and hands on what it may know of the page's request.
    pub mark: fn(&mut Request<Body>, &Extensions),
    /// Logical name of an asset → its address.
    pub asset: fn(&str) -> Cow<'static, str>,
    /// Marks an answer as the same for every visitor.
    pub share: fn(&mut Response<Body>),
    /// The business day.
    pub today: Arc<dyn Fn() -> Date + Send + Sync>,
    /// The instant, for what runs out within hours.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// A key for a form that must not be sent twice.
    pub new_key: Arc<dyn Fn() -> String + Send + Sync>,
    /// Whether this is the demonstration province.
    pub demo: bool,
    /// Whether mails leave this server at all.
    pub mails: bool,
    /// `https://…` without a slash at its end, for addresses that leave the page.
    pub public_url: Option<String>,
    pub province: &'static str,
    pub province_en: &'static str,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site")
            .field("demo", &self.demo)
            .field("public_url", &self.public_url)
            .finish_non_exhaustive()
    }
}

/// Carries the typed client's requests within the process, in the visitor's name and language.
#[derive(Clone, Debug)]
pub struct InProcess {
    pub(crate) site: Site,
    pub(crate) lang: Lang,
    pub(crate) cookie: Option<HeaderValue>,
    /// Of the page's own request.
    pub(crate) extensions: Arc<Extensions>,
    /// Cookies that answers set, for the page to hand on.
    pub(crate) set_cookie: Arc<std::sync::Mutex<Vec<HeaderValue>>>,
}

impl InProcess {
    fn request(&self, raw: RawRequest) -> Result<Request<Body>, ClientError> {
        let mut request = Request::builder()
            .method(raw.method.as_str())
            .uri(raw.target)
            .header(header::ACCEPT_LANGUAGE, self.lang.as_str());
        if let Some(kind) = &raw.content_type {
            request = request.header(header::CONTENT_TYPE, kind.as_ref());
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(key) = raw.idempotency_key {
            request = request.header("idempotency-key", key);
        }
        if let Some(version) = raw.if_match {
            request = request.header(header::IF_MATCH, version);
        }
        let body = raw.body.map_or_else(Body::empty, Body::from);
        let mut request = request
            .body(body)
            .map_err(|error| ClientError::Transport(error.to_string()))?;
        if let Some(id) = self.extensions.get::<RequestId>() {
            request.headers_mut().insert("x-request-id", id.0.clone());
        }
        if let Some(browser) = self.extensions.get::<Browser>() {
            request
                .headers_mut()
                .insert(header::USER_AGENT, browser.0.clone());
        }
        (self.site.mark)(&mut request, &self.extensions);
        Ok(request)
    }
}

/// What the visitor's browser calls itself.
#[derive(Clone, Debug)]
pub(crate) struct Browser(pub(crate) HeaderValue);

/// The visit's request id, so that what a page does can be found under it.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(pub(crate) HeaderValue);

impl Transport for InProcess {
    type Sent = Pin<Box<dyn Future<Output = Result<RawResponse, ClientError>> + Send>>;

    fn send(&self, raw: RawRequest) -> Self::Sent {
        let (router, request, jar) = (
            self.site.api.clone(),
            self.request(raw),
            Arc::clone(&self.set_cookie),
        );
        Box::pin(async move {
            let response = router.oneshot(request?).await.map_err(|never| match never {})?;
            let (parts, body) = response.into_parts();
            if let Ok(mut jar) = jar.lock() {
                jar.extend(parts.headers.get_all(header::SET_COOKIE).iter().cloned());
            }
            let body = body
                .collect()
                .await
                .map_err(|error| ClientError::Transport(error.to_string()))?;
            Ok(RawResponse {
                status: parts.status.as_u16(),
                etag: parts
                    .headers
                    .get(header::ETAG)
                    .and_then(|tag| tag.to_str().ok())
                    .map(str::to_owned),
                body: body.to_bytes().to_vec(),
            })
        })
    }
}

/// Marks an answer whose page has islands, so that a browser is let compile their module.
#[derive(Clone, Copy, Debug)]
pub struct HasIslands;
