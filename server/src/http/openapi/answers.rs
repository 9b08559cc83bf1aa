//! What an operation answers.

use super::{Operation, Schemas};
use serde_json::{Map, Value, json};
use shared::{
    Access, Code, Idempotency, Method, Problem,
    endpoint::{BodyKind, DOWNLOAD},
};
use std::collections::BTreeMap;

/// An answer to each operation, as it was given once; the tests write it and hold it against the schemas.
const EXAMPLES: &str = include_str!("../../../data/answers.json");

/// The answers, by operationId.
pub(super) fn examples() -> Map<String, Value> {
    serde_json::from_str(EXAMPLES).unwrap_or_default()
}

/// Every status, with what it means and an example.
pub(super) fn responses(
    operation: &Operation,
    schemas: &mut Schemas,
    examples: &Map<String, Value>,
) -> Value {
    let mut responses: Map<String, Value> = Map::new();
    let mut success = json!({ "description": "Done." });
    if let (true, Some(success)) = (operation.status != 204, success.as_object_mut()) {
        let schema = (operation.docs.response)(schemas);
        let kind = if schema == json!({ "$ref": "#/components/schemas/Download" }) {
            DOWNLOAD
        } else {
            "application/json"
        };
        let mut content = json!({ "schema": schema });
        if let (Some(example), Some(content)) = (examples.get(operation.name), content.as_object_mut()) {
            content.insert("example".into(), example.clone());
        }
        success.insert("content".into(), json!({ kind: content }));
        success.insert("headers".into(), success_headers(operation));
    }
    responses.insert(operation.status.to_string(), success);
    if operation.method == Method::Get {
        responses.insert(
            "304".into(),
            json!({ "description": "You have it already (If-None-Match)." }),
        );
    }
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in problems(operation) {
        by_status.entry(code.status()).or_default().push(code);
    }
    for (status, codes) in by_status {
        let examples: Map<String, Value> = codes
            .iter()
            .map(|code| {
                (
                    code.to_string(),
                    json!({ "value": Problem::new(*code, shared::Lang::En) }),
                )
            })
            .collect();
        let sentence: Vec<String> = codes
            .iter()
            .map(|code| format!("`{code}`: {}", code.title(shared::Lang::En)))
            .collect();
        responses.insert(
            status.to_string(),
            json!({
                "description": sentence.join(" "),
                "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" }, "examples": examples,
                } },
            }),
        );
    }
    Value::Object(responses)
}

fn success_headers(operation: &Operation) -> Value {
    let mut headers = Map::new();
    if operation.method == Method::Get || operation.if_match {
        headers.insert("ETag".into(), json!({ "schema": { "type": "string" } }));
    }
    if operation.idempotency != Idempotency::No {
        headers.insert(
            "Idempotent-Replayed".into(),
            json!({ "description": "`true` where this answer was given before.", "schema": { "type": "string" } }),
        );
    }
    Value::Object(headers)
}

/// Every problem an operation may answer with: those of its shape, and its own.
pub fn problems(operation: &Operation) -> Vec<Code> {
    let mut codes = vec![
        Code::Internal,
        Code::Unavailable,
        Code::TooManyRequests,
        Code::Timeout,
        Code::AddressTooLong,
        Code::HeadersTooLarge,
    ];
    if operation.method == Method::Get
        || operation.body != BodyKind::None
        || !operation.docs.formats.is_empty()
    {
        codes.push(Code::ValidationFailed);
    }
    if !operation.docs.formats.is_empty() {
        codes.push(Code::NotFound);
    }
    codes.push(Code::SessionEnded);
    if operation.access != Access::Public {
        codes.extend([Code::Unauthenticated, Code::Forbidden, Code::SecondFactorRequired]);
    }
    if operation.is_work() {
        codes.push(Code::OrganisationClosed);
    }
    if operation.is_trade() && !operation.while_suspended {
        codes.push(Code::OrganisationSuspended);
    }
    if operation.method != Method::Get {
        codes.push(Code::CrossSite);
    }
    match operation.body {
        BodyKind::None => {}
        BodyKind::Json => codes.extend([
            Code::MalformedBody,
            Code::BodyTooLarge,
            Code::UnsupportedMediaType,
        ]),
        BodyKind::File => codes.extend([
            Code::MalformedRequest,
            Code::BodyTooLarge,
            Code::UnsupportedMediaType,
        ]),
    }
    match operation.idempotency {
        Idempotency::No => {}
        Idempotency::Optional => {
            codes.extend([
                Code::MalformedRequest,
                Code::IdempotencyInFlight,
                Code::IdempotencyKeyReused,
            ]);
        }
        Idempotency::Required => codes.extend([
            Code::MalformedRequest,
            Code::IdempotencyKeyMissing,
            Code::IdempotencyInFlight,
            Code::IdempotencyKeyReused,
        ]),
    }
    if operation.if_match {
        codes.extend([Code::PreconditionFailed, Code::PreconditionRequired]);
    }
    codes.extend(operation.problems);
    codes.sort_unstable();
    codes.dedup();
    codes
}
