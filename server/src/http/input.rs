//! What a request brings: its body within limits, its key, the version it has seen.

use super::{Error, MAX_FILE, Operation, Result, Upload, received::RawInput};
use crate::{auth::Actor, db::Claim};
use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Multipart, RawPathParams, Request},
    http::{HeaderMap, header, request::Parts},
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use sha2::{Digest, Sha256};
use shared::{Code, FieldCode, Idempotency, endpoint::BodyKind};

/// Most bytes of a JSON body.
const MAX_JSON: usize = 1024 * 1024;
/// Most bytes of an upload with its envelope.
const MAX_UPLOAD: usize = MAX_FILE + 16 * 1024;

/// Everything that a request says, before it is understood.
pub(super) async fn read_input(
    parts: &mut Parts,
    body: Body,
    operation: &Operation,
    actor: &Actor,
) -> Result<RawInput> {
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
