//! The typed client over the browser's `fetch`.

use shared::{Call, ClientError, Endpoint};

/// Calls an operation in the visitor's name; the cookie goes with it.
#[cfg(feature = "hydrate")]
pub(super) async fn send<E: Endpoint>(call: Call<E>) -> Result<E::Response, ClientError> {
    shared::Client(browser::Fetch).send(call).await
}

/// On the server an island only draws itself.
#[cfg(not(feature = "hydrate"))]
pub(super) async fn send<E: Endpoint>(_: Call<E>) -> Result<E::Response, ClientError> {
    Err(ClientError::Transport("only in the browser".to_owned()))
}

#[cfg(feature = "hydrate")]
mod browser {
    use gloo_net::http::{Method, RequestBuilder};
    use shared::{ClientError, RawRequest, RawResponse, Transport};
    use std::{future::Future, pin::Pin};

    #[derive(Clone, Copy, Debug)]
    pub(super) struct Fetch;

    fn lost(error: gloo_net::Error) -> ClientError {
        ClientError::Transport(error.to_string())
    }

    impl Transport for Fetch {
        type Sent = Pin<Box<dyn Future<Output = Result<RawResponse, ClientError>>>>;

        fn send(&self, raw: RawRequest) -> Self::Sent {
            Box::pin(async move {
                let method = match raw.method {
                    shared::Method::Get => Method::GET,
                    shared::Method::Post => Method::POST,
                    shared::Method::Put => Method::PUT,
                    shared::Method::Patch => Method::PATCH,
                    shared::Method::Delete => Method::DELETE,
                };
                let lang = document_language();
                let mut request = RequestBuilder::new(&raw.target)
                    .method(method)
                    .header("accept-language", &lang);
                if let Some(kind) = &raw.content_type {
                    request = request.header("content-type", kind);
                }
                if let Some(key) = &raw.idempotency_key {
                    request = request.header("idempotency-key", key);
                }
                if let Some(version) = &raw.if_match {
                    request = request.header("if-match", version);
                }
                let response = match raw.body {
                    Some(body) => {
                        request
                            .body(js_sys::Uint8Array::from(body.as_slice()))
                            .map_err(lost)?
                            .send()
                            .await
                    }
                    None => request.send().await,
                }
                .map_err(lost)?;
                Ok(RawResponse {
                    status: response.status(),
                    etag: response.headers().get("etag"),
                    body: response.binary().await.map_err(lost)?,
                })
            })
        }
    }

    /// Problems come back in the language of the page.
    fn document_language() -> String {
        leptos::prelude::document()
            .document_element()
            .and_then(|html| html.get_attribute("lang"))
            .unwrap_or_default()
    }
}
