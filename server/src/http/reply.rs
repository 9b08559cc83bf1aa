//! A finished answer: its bytes are made once, inside the transaction, so that a replay can repeat them.

use super::Result;
use anyhow::Context;
use axum::http::HeaderValue;
use bytes::Bytes;
use shared::{Endpoint, endpoint::Download};
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
    /// Of a file: how a browser is told to keep it.
    pub(super) disposition: Option<HeaderValue>,
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
                disposition: None,
            },
            endpoint: PhantomData,
        })
    }

    /// An answer to a read.
    pub fn read(view: &E::Response) -> Result<Self> {
        Self::new(view, None)
    }

    /// A file to be saved under a name of ASCII letters; no browser shows it.
    pub fn download(bytes: Bytes, name: &str) -> Result<Self>
    where
        E: Endpoint<Response = Download>,
    {
        let disposition =
            HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).context("file name")?;
        Ok(Self {
            raw: RawReply {
                body: bytes,
                disposition: Some(disposition),
                ..RawReply::default()
            },
            endpoint: PhantomData,
        })
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
