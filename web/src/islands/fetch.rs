//! Calls of operations over the browser's `fetch`. Islands want to know whether it was done, or the sentence that says why
//! not: reading whole answers would weigh as much as all the rest of the module.

use shared::{Call, Endpoint};

/// Calls an operation in the visitor's name; the cookie goes with it. The error is the server's sentence, where there is one.
#[cfg(feature = "hydrate")]
pub(super) async fn send<E: Endpoint>(call: Call<E>) -> Result<(), Option<String>> {
    browser::send(call.into_request()).await
}

/// On the server an island only draws itself.
#[cfg(not(feature = "hydrate"))]
pub(super) async fn send<E: Endpoint>(_: Call<E>) -> Result<(), Option<String>> {
    Err(None)
}

/// What people are told of a refusal: of its first field, else its title.
#[cfg(feature = "hydrate")]
pub(super) fn sentence(problem: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Said {
        title: String,
        #[serde(default)]
        fields: Vec<Field>,
    }
    #[derive(serde::Deserialize)]
    struct Field {
        message: String,
    }
    let said: Said = serde_json::from_slice(problem).ok()?;
    let first = said.fields.into_iter().next();
    Some(first.map_or(said.title, |field| field.message))
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::sentence;
    use gloo_net::http::{Method, RequestBuilder};
    use shared::RawRequest;

    pub(super) async fn send(raw: RawRequest) -> Result<(), Option<String>> {
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
        let sent = match raw.body {
            Some(body) => {
                let body = js_sys::Uint8Array::from(body.as_slice());
                request.body(body).map_err(|_| None)?.send().await
            }
            None => request.send().await,
        };
        let response = sent.map_err(|_| None)?;
        if response.ok() {
            return Ok(());
        }
        let problem = response.binary().await.map_err(|_| None)?;
        Err(sentence(&problem))
    }

    /// Problems come back in the language of the page.
    fn document_language() -> String {
        leptos::prelude::document()
            .document_element()
            .and_then(|html| html.get_attribute("lang"))
            .unwrap_or_default()
    }
}
