//! One typed client, three ways to carry it: in process (pages, tests), fetch (islands), reqwest (other programs).

use crate::{Endpoint, Method, PathParams, Problem};
use std::{borrow::Cow, marker::PhantomData};

/// A request as any transport carries it.
#[derive(Clone, Debug, PartialEq)]
pub struct RawRequest {
    pub method: Method,
    /// Path and query below the server's root: `/api/v1/…`.
    pub target: String,
    pub body: Option<Vec<u8>>,
    pub content_type: Option<Cow<'static, str>>,
    pub idempotency_key: Option<String>,
    pub if_match: Option<String>,
}

/// An answer as any transport brings it.
#[derive(Clone, Debug, PartialEq)]
pub struct RawResponse {
    pub status: u16,
    pub etag: Option<String>,
    pub body: Vec<u8>,
}

/// Why a call brought no answer of the declared kind.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ClientError {
    /// The server refused, and says why.
    #[error("{}: {}", .0.code, .0.title)]
    Problem(Box<Problem>),
    /// No answer came.
    #[error("no answer: {0}")]
    Transport(String),
    /// An answer came that this program cannot read.
    #[error("unreadable answer: {0}")]
    Unreadable(String),
}

impl ClientError {
    /// The problem document, where the server sent one.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            _ => None,
        }
    }
}

/// Carries requests to a server.
///
/// Not `Send`: the browser's transport is bound to its thread. Servers use [`Client`] with a `Send` future of their
/// own, which this trait's associated type lets them promise.
pub trait Transport {
    type Sent: Future<Output = Result<RawResponse, ClientError>>;
    fn send(&self, request: RawRequest) -> Self::Sent;
}

/// A call of one operation, being put together.
#[derive(Clone, Debug)]
pub struct Call<E: Endpoint> {
    request: RawRequest,
    endpoint: PhantomData<fn() -> E>,
}

impl<E: Endpoint> Call<E> {
    /// Fills the path of the operation.
    pub fn new(path: E::Path) -> Self {
        let mut target = String::from("/api/v1");
        let mut values = path.segments().into_iter();
        for piece in E::PATH.split('/').skip(1) {
            target.push('/');
            if piece.starts_with('{') {
                target.push_str(&values.next().unwrap_or_default());
            } else {
                target.push_str(piece);
            }
        }
        Self {
            request: RawRequest {
                method: E::METHOD,
                target,
                body: None,
                content_type: None,
                idempotency_key: None,
                if_match: None,
            },
            endpoint: PhantomData,
        }
    }

    #[must_use]
    pub fn query(mut self, query: &E::Query) -> Self {
        let text = serde_urlencoded::to_string(query).unwrap_or_default();
        if !text.is_empty() {
            self.request.target.push('?');
            self.request.target.push_str(&text);
        }
        self
    }

    #[must_use]
    pub fn body(mut self, body: &E::Body) -> Self {
        self.request.body = serde_json::to_vec(body).ok();
        self.request.content_type = Some("application/json".into());
        self
    }

    /// A body that is not JSON, with its content type.
    #[must_use]
    pub fn raw_body(mut self, body: Vec<u8>, content_type: String) -> Self {
        self.request.body = Some(body);
        self.request.content_type = Some(content_type.into());
        self
    }

    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.request.idempotency_key = Some(key.into());
        self
    }

    /// The version that the caller has seen.
    #[must_use]
    pub fn if_version(mut self, version: i64) -> Self {
        self.request.if_match = Some(format!("\"{version}\""));
        self
    }

    /// The request, for transports and tests that look at raw answers.
    pub fn into_request(self) -> RawRequest {
        self.request
    }
}

/// Calls operations over some transport.
#[derive(Clone, Debug)]
pub struct Client<T>(pub T);

impl<T: Transport> Client<T> {
    /// Sends the call and reads the answer.
    pub fn send<E: Endpoint>(
        &self,
        call: Call<E>,
    ) -> impl Future<Output = Result<E::Response, ClientError>> + use<T, E> {
        let sent = self.0.send(call.into_request());
        async move { read::<E>(sent.await?) }
    }
}

/// Reads an answer as the operation's view or as a problem.
pub fn read<E: Endpoint>(response: RawResponse) -> Result<E::Response, ClientError> {
    let unreadable = |error: serde_json::Error| ClientError::Unreadable(error.to_string());
    if (200..300).contains(&response.status) {
        let body: &[u8] = if response.body.is_empty() {
            b"null"
        } else {
            &response.body
        };
        serde_json::from_slice(body).map_err(unreadable)
    } else {
        Err(ClientError::Problem(
            serde_json::from_slice(&response.body).map_err(unreadable)?,
        ))
    }
}
