//! A finished answer: its bytes are made once, inside the transaction, so that a replay can repeat them.

use super::Result;
use anyhow::Context;
use axum::http::HeaderValue;
use bytes::Bytes;
use shared::Endpoint;
use std::marker::PhantomData;

/// The answer of one operation.
#[derive(Debug)]
pub struct Reply<E: Endpoint> {
    pub(super) raw: RawReply,
    endpoint: PhantomData<fn() -> E>,
}

/// An answer of any operation.
#[derive(Debug, Default)]
pub(super) struct RawReply {
    pub(super) body: Bytes,
    pub(super) version: Option<i64>,
    pub(super) cookie: Option<HeaderValue>,
    /// Whether every visitor gets the same.
    pub(super) shared: bool,
}

impl<E: Endpoint> Reply<E> {
    /// Writes the view down. A version becomes part of the `ETag`, for `If-Match`.
    pub fn new(view: &E::Response, version: Option<i64>) -> Result<Self> {
        let body = if E::STATUS == 204 {
            Bytes::new()
        } else {
            serde_json::to_vec(view).context("unwritable view")?.into()
        };
        Ok(Self {
            raw: RawReply {
                body,
                version,
                cookie: None,
                shared: false,
            },
            endpoint: PhantomData,
        })
    }

    /// An answer to a read.
    pub fn read(view: &E::Response) -> Result<Self> {
        Self::new(view, None)
    }

    pub fn body(&self) -> &Bytes {
        &self.raw.body
    }

    /// Says that every visitor gets the same, so that [`super::ready`] keeps it until something public changes.
    #[must_use]
    pub const fn shared(mut self) -> Self {
        self.raw.shared = true;
        self
    }

    /// Sets the web cookie.
    #[must_use]
    pub fn cookie(mut self, cookie: HeaderValue) -> Self {
        self.raw.cookie = Some(cookie);
        self
    }
}
