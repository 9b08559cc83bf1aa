//! The typed client over the browser's `fetch`.

use shared::{Call, Endpoint};

/// Calls an operation in the visitor's name; the cookie goes with it. What it answers is not read: the code for that
/// would have to be fetched by every visitor. The error is the server's sentence, where there is one.
#[cfg(feature = "hydrate")]
pub(super) async fn send<E: Endpoint>(call: Call<E>) -> Result<(), Option<String>> {
    match browser::send(call.into_request()).await {
        Ok((200..=299, _)) => Ok(()),
        Ok((_, body)) => Err(sentence(&body)),
        Err(_) => Err(None),
    }
}

/// On the server an island only draws itself.
#[cfg(not(feature = "hydrate"))]
pub(super) async fn send<E: Endpoint>(_: Call<E>) -> Result<(), Option<String>> {
    Err(None)
}

/// What a refusal says to people.
#[cfg(feature = "hydrate")]
pub(super) fn sentence(body: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Refusal {
        title: String,
        #[serde(default)]
        fields: Vec<Field>,
    }
    #[derive(serde::Deserialize)]
    struct Field {
        message: String,
    }
    let Refusal { title, fields } = serde_json::from_slice(body).ok()?;
    Some(fields.into_iter().next().map_or(title, |field| field.message))
}

/// The id of what an operation has made.
#[cfg(feature = "hydrate")]
pub(super) fn id(body: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Made {
        id: String,
    }
    serde_json::from_slice(body).ok().map(|Made { id }| id)
}

#[cfg(feature = "hydrate")]
mod browser {
    use gloo_net::http::{Method, RequestBuilder};
    use shared::RawRequest;

    /// The status and the body of the answer.
    pub(super) async fn send(raw: RawRequest) -> Result<(u16, Vec<u8>), gloo_net::Error> {
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
                    .body(js_sys::Uint8Array::from(body.as_slice()))?
                    .send()
                    .await?
            }
            None => request.send().await?,
        };
        Ok((response.status(), response.binary().await?))
    }

    /// Problems come back in the language of the page.
    fn document_language() -> String {
        leptos::prelude::document()
            .document_element()
            .and_then(|html| html.get_attribute("lang"))
            .unwrap_or_default()
    }
}
