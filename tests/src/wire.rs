//! Requests by hand and raw answers, for tests that look at headers and bytes.

use crate::contract::contract;
use axum::{Router, body::Body, extract::ConnectInfo};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use http_body_util::BodyExt;
use serde::{Serialize, de::DeserializeOwned};
use shared::{Method, Problem, RawRequest};
use std::net::{IpAddr, SocketAddr};
use tower::ServiceExt;

/// A request being put together. It is sent by [`crate::Person`].
#[derive(Clone, Debug)]
pub struct Request {
    pub(crate) method: http::Method,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) address: Option<IpAddr>,
}

impl Request {
    pub fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.parse().expect("a method"),
            target: target.to_owned(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            address: None,
        }
    }

    pub fn get(target: &str) -> Self {
        Self::new("GET", target)
    }

    pub fn post(target: &str) -> Self {
        Self::new("POST", target)
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header's name");
        self.headers
            .insert(name, HeaderValue::from_str(value).expect("a header's value"));
        self
    }

    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    #[must_use]
    pub fn json(self, body: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(body).expect("a writable body");
        self.body("application/json", bytes)
    }

    #[must_use]
    pub fn body(mut self, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.body = bytes.into();
        self.header("content-type", content_type)
    }

    /// A file, as a form sends it.
    #[must_use]
    pub fn file(self, name: &str, content_type: &str, bytes: &[u8]) -> Self {
        let mut body = format!(
            "--ocop\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: {content_type}\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--ocop--\r\n");
        self.body("multipart/form-data; boundary=ocop", body)
    }

    /// The body, for a request that goes another way.
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    /// What the body is.
    pub fn content_type(&self) -> &str {
        let header = self.headers.get(header::CONTENT_TYPE);
        header.map_or("", |value| value.to_str().expect("a readable header"))
    }

    /// The network address it comes from; without one the server knows none.
    #[must_use]
    pub fn from_address(mut self, address: &str) -> Self {
        self.address = Some(address.parse().expect("an address"));
        self
    }
}

impl From<RawRequest> for Request {
    fn from(raw: RawRequest) -> Self {
        let mut request = Self::new(raw.method.as_str(), &raw.target);
        if let Some(body) = raw.body {
            request.body = body.into();
        }
        for (name, value) in [
            ("content-type", raw.content_type.as_deref()),
            ("idempotency-key", raw.idempotency_key.as_deref()),
            ("if-match", raw.if_match.as_deref()),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        request
    }
}

impl From<(Method, &str)> for Request {
    fn from((method, target): (Method, &str)) -> Self {
        Self::new(method.as_str(), target)
    }
}

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// A header's text, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a readable header"))
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.text()))
    }

    pub fn problem(&self) -> Problem {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{} {}",
            self.status,
            self.text()
        );
        self.json()
    }

    /// The value of a cookie that the answer sets.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.headers.get_all(header::SET_COOKIE).iter().find_map(|value| {
            let (pair, _) = value.to_str().ok()?.split_once(';')?;
            let (key, value) = pair.split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    }
}

/// Sends the request to the router in this process, and holds the answer against the published contract.
pub(crate) async fn exchange(router: &Router, request: Request) -> Answer {
    let (method, target) = (request.method.clone(), request.target.clone());
    let mut sent = http::Request::builder()
        .method(request.method)
        .uri(&request.target)
        .body(Body::from(request.body))
        .unwrap_or_else(|error| panic!("{target}: {error}"));
    *sent.headers_mut() = request.headers;
    if let Some(address) = request.address {
        sent.extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(address, 40_000)));
    }
    let response = router.clone().oneshot(sent).await.expect("never fails");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes();
    let answer = Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body,
    };
    contract().hold(&method, &target, &answer);
    answer
}
