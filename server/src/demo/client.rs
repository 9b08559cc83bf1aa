//! Calls operations in this process, as one person or another.

use anyhow::{Context, Result, anyhow};
use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use shared::{
    Endpoint,
    client::{Call, RawResponse, read},
};
use std::collections::HashMap;
use tower::ServiceExt;

/// The market's API, and the access tokens of people by login.
pub(super) struct Client {
    pub(super) api: Router,
    pub(super) tokens: HashMap<String, String>,
}

impl Client {
    /// Calls an operation as the person with this login.
    pub(super) async fn call<E: Endpoint>(&self, login: &str, call: Call<E>) -> Result<E::Response> {
        let token = self
            .tokens
            .get(login)
            .with_context(|| format!("{login} has no session"))?;
        let done = self.call_with(token, call).await;
        done.with_context(|| format!("as {login}"))
    }

    /// Calls an operation with an access token.
    pub(super) async fn call_with<E: Endpoint>(&self, token: &str, call: Call<E>) -> Result<E::Response> {
        let raw = call.into_request();
        let told = E::NAME;
        let mut request = Request::builder()
            .method(raw.method.as_str())
            .uri(&raw.target)
            .header("authorization", format!("Bearer {token}"))
            .header("accept-language", "en");
        if let Some(kind) = &raw.content_type {
            request = request.header("content-type", kind.as_ref());
        }
        if let Some(key) = &raw.idempotency_key {
            request = request.header("idempotency-key", key);
        }
        if E::IF_MATCH {
            // Nobody else writes meanwhile.
            request = request.header("if-match", "*");
        }
        let request = request.body(raw.body.map_or_else(Body::empty, Body::from))?;
        let response = self.api.clone().oneshot(request).await?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await?.to_bytes().to_vec();
        let response = RawResponse {
            status,
            etag: None,
            body,
        };
        read::<E>(response).map_err(|error| {
            let fields = error.problem().map(|problem| {
                let fields = problem
                    .fields
                    .iter()
                    .map(|field| format!("{} {}", field.field, field.code));
                format!("{:?} {}", problem.detail, fields.collect::<Vec<_>>().join(", "))
            });
            anyhow!("{told}: {error} {}", fields.unwrap_or_default())
        })
    }
}
