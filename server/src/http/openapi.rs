//! The published contract (OpenAPI 3.1), written from the same declarations that mount the operations.

use super::Operation;
use serde_json::{Map, Value, json};
use shared::{
    Access, Checks, Code, Endpoint, Idempotency, Input, Method, PathParams, Problem,
    check::Rule,
    endpoint::{BodyKind, DOWNLOAD},
    identity::Role,
};
use std::collections::BTreeMap;
use utoipa::{
    IntoParams, ToSchema,
    openapi::{RefOr, path::ParameterIn, schema::Schema},
};

type Schemas = Vec<(String, RefOr<Schema>)>;

/// How to describe an operation's types; only called when the contract is written.
#[derive(Clone, Copy, Debug)]
pub struct OperationDocs {
    formats: &'static [&'static str],
    query: fn(&mut Schemas) -> Value,
    body: fn(&mut Schemas) -> BodyDocs,
    response: fn(&mut Schemas) -> Value,
}

struct BodyDocs {
    name: String,
    rules: BTreeMap<String, Vec<Rule>>,
    example: Value,
}

impl OperationDocs {
    pub(super) fn of<E: Endpoint>() -> Self {
        Self {
            formats: E::Path::FORMATS,
            query: |schemas| {
                // Parameters refer to the lists of words that they take.
                E::Query::schemas(schemas);
                let params = E::Query::into_params(|| Some(ParameterIn::Query));
                serde_json::to_value(params).unwrap_or_default()
            },
            body: |schemas| {
                let name = collect::<E::Body>(schemas);
                let example = E::Body::example();
                let mut checks = Checks::describing();
                example.check(&mut checks);
                BodyDocs {
                    name,
                    rules: checks.into_rules(),
                    example: serde_json::to_value(&example).unwrap_or_default(),
                }
            },
            response: |schemas| json!({ "$ref": format!("#/components/schemas/{}", collect::<E::Response>(schemas)) }),
        }
    }
}

fn collect<T: ToSchema>(schemas: &mut Schemas) -> String {
    let name = T::name().into_owned();
    schemas.push((name.clone(), T::schema()));
    T::schemas(schemas);
    name
}

/// The whole document.
pub fn document(operations: &[Operation]) -> Value {
    let mut schemas = Vec::new();
    collect::<Problem>(&mut schemas);
    let mut rules: BTreeMap<String, BTreeMap<String, Vec<Rule>>> = BTreeMap::new();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        let described = describe(operation, &mut schemas, &mut rules);
        let path = paths
            .entry(format!("/api/v1{}", operation.path))
            .or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.method.as_str().to_ascii_lowercase(), described);
        }
    }
    let mut components: Map<String, Value> = Map::new();
    for (name, schema) in schemas {
        components
            .entry(name)
            .or_insert_with(|| serde_json::to_value(&schema).unwrap_or_default());
    }
    for (name, rules) in rules {
        for (field, rules) in rules {
            apply(&mut components, &name, &field, &rules);
        }
    }
    components.remove("()");
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "OCOP Market",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The trading floor between makers of certified local specialities and retail chains. \
                Every error is a problem document (RFC 9457) with a code of a closed table.",
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags(operations),
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "description": "The access_token of a session." },
                "cookie": { "type": "apiKey", "in": "cookie", "name": crate::auth::COOKIE },
            },
        },
    })
}

fn tags(operations: &[Operation]) -> Value {
    let mut names: Vec<&str> = operations.iter().map(|operation| operation.slice).collect();
    names.dedup();
    json!(
        names
            .into_iter()
            .map(|name| json!({ "name": name }))
            .collect::<Vec<_>>()
    )
}

fn describe(
    operation: &Operation,
    schemas: &mut Schemas,
    rules: &mut BTreeMap<String, BTreeMap<String, Vec<Rule>>>,
) -> Value {
    let mut parameters = path_parameters(operation);
    if let Value::Array(query) = (operation.docs.query)(schemas) {
        parameters.extend(query.into_iter().map(query_parameter));
    }
    if operation.idempotency != Idempotency::No {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": operation.idempotency == Idempotency::Required,
            "description": "The same key with the same request gives the same answer and one effect; kept 30 days.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
            "example": "0193-example-key",
        }));
    }
    if operation.if_match {
        parameters.push(json!({
            "name": "If-Match", "in": "header", "required": true,
            "description": "The ETag you have seen, or * to overwrite whatever there is.",
            "schema": { "type": "string" }, "example": "*",
        }));
    }
    let mut described = json!({
        "operationId": operation.name,
        "tags": [operation.slice],
        "summary": operation.summary.trim(),
        "parameters": parameters,
        "responses": responses(operation, schemas),
    });
    let body = match operation.body {
        BodyKind::None => None,
        BodyKind::Json => {
            let docs = (operation.docs.body)(schemas);
            rules.entry(docs.name.clone()).or_default().extend(docs.rules);
            Some(json!({ "application/json": {
                "schema": { "$ref": format!("#/components/schemas/{}", docs.name) },
                "example": docs.example,
            } }))
        }
        BodyKind::File => Some(json!({ "multipart/form-data": { "schema": {
            "type": "object", "required": ["file"], "additionalProperties": false,
            "properties": { "file": {
                "type": "string", "contentMediaType": "application/octet-stream", "minLength": 1,
            } },
        } } })),
    };
    if let (Some(content), Some(described)) = (body, described.as_object_mut()) {
        described.insert(
            "requestBody".into(),
            json!({ "required": true, "content": content }),
        );
    }
    if let Some(described) = described.as_object_mut() {
        let security = match operation.access {
            Access::Public => json!([]),
            Access::SignedIn | Access::Kinds(_) => json!([{ "bearer": [] }, { "cookie": [] }]),
        };
        described.insert("security".into(), security);
        if let Access::Kinds(kinds) = operation.access {
            described.insert("x-organisation-kinds".into(), json!(kinds));
        }
        if operation.access != Access::Public {
            described.insert("x-roles".into(), json!(roles(operation)));
        }
    }
    described
}

/// The roles that may call, of the kinds of organisations that may.
fn roles(operation: &Operation) -> Vec<Role> {
    let may = |role: &Role| match (operation.access, role.kind()) {
        (Access::Kinds(kinds), Some(kind)) => kinds.contains(&kind),
        _ => true,
    };
    let roles = Role::ALL.iter().copied();
    roles
        .filter(|role| operation.roles.include(*role) && may(role))
        .collect()
}

fn path_parameters(operation: &Operation) -> Vec<Value> {
    let names = operation
        .path
        .split('/')
        .filter_map(|piece| piece.strip_prefix('{')?.strip_suffix('}'));
    names
        .zip(operation.docs.formats)
        .map(|(name, format)| {
            let schema = match *format {
                "uuid" => json!({ "type": "string", "format": "uuid" }),
                words if words.contains('|') => {
                    json!({ "type": "string", "enum": words.split('|').collect::<Vec<_>>() })
                }
                "secret" => json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{1,100}$" }),
                "integer" => json!({ "type": "integer", "minimum": 1, "maximum": 12 }),
                _ => {
                    json!({ "type": "string", "pattern": "^[a-z0-9-]{1,100}$", "description": "Id or slug." })
                }
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect()
}

/// An optional parameter left empty counts as left out.
fn query_parameter(mut parameter: Value) -> Value {
    let required = parameter.get("required") == Some(&json!(true));
    let Some(schema) = parameter.get_mut("schema") else {
        return parameter;
    };
    // `Option<T>` is described as "T or null", but a query string has no null.
    if let Some(kinds) = schema.get("type").and_then(Value::as_array).cloned() {
        if let (Some(kind), Some(schema)) = (
            kinds.into_iter().find(|kind| kind != "null"),
            schema.as_object_mut(),
        ) {
            schema.insert("type".into(), kind);
        }
    } else if let Some(Value::Array(choices)) = schema.get("oneOf").cloned()
        && let Some(choice) = choices
            .into_iter()
            .find(|choice| choice.get("type") != Some(&json!("null")))
    {
        *schema = choice;
    }
    let limits = match parameter.get("name").and_then(Value::as_str) {
        Some("limit") => Some((1, 100)),
        Some("season") => Some((1, 12)),
        Some("expires_within_days") => Some((0, 65_535)),
        _ => None,
    };
    if let (Some((least, most)), Some(schema)) =
        (limits, parameter.get_mut("schema").and_then(Value::as_object_mut))
    {
        schema.insert("minimum".into(), json!(least));
        schema.insert("maximum".into(), json!(most));
    }
    let is_search = parameter.get("name") == Some(&json!("q"));
    if let Some(schema) = parameter.get_mut("schema").and_then(Value::as_object_mut)
        && schema.get("type") == Some(&json!("string"))
        && !schema.contains_key("format")
    {
        schema
            .entry("pattern")
            .or_insert_with(|| json!(r"^[^\x00-\x1f\x7f-\x9f]*$"));
        if is_search {
            schema.insert("maxLength".into(), json!(super::received::MAX_SEARCH));
        }
    }
    if let (false, Some(parameter)) = (required, parameter.as_object_mut()) {
        parameter.insert("allowEmptyValue".into(), json!(true));
    }
    parameter
}

fn responses(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut responses: Map<String, Value> = Map::new();
    let mut success = json!({ "description": "Done." });
    if let (true, Some(success)) = (operation.status != 204, success.as_object_mut()) {
        let schema = (operation.docs.response)(schemas);
        let kind = if schema == json!({ "$ref": "#/components/schemas/Download" }) {
            DOWNLOAD
        } else {
            "application/json"
        };
        success.insert("content".into(), json!({ kind: { "schema": schema } }));
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

/// Writes a rule where it belongs: `lines[].quantity` is a rule of what `lines` is made of.
fn apply(components: &mut Map<String, Value>, schema: &str, field: &str, rules: &[Rule]) {
    let (name, rest) = match field.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (field, None),
    };
    let (name, of_items) = match name.strip_suffix("[]") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let Some(mut property) = components
        .get_mut(schema)
        .and_then(|schema| schema.pointer_mut(&format!("/properties/{name}")))
    else {
        return;
    };
    if of_items {
        let Some(items) = property.get_mut("items") else {
            return;
        };
        property = items;
    }
    if let Some(rest) = rest {
        if let Some(part) = referred(property) {
            apply(components, &part, rest, rules);
        }
        return;
    }
    let Some(property) = property.as_object_mut() else {
        return;
    };
    for rule in rules {
        match rule {
            Rule::Length(least, most) => {
                property.insert("minLength".into(), json!(least));
                property.insert("maxLength".into(), json!(most));
            }
            Rule::Range(least, most) => {
                property.insert("minimum".into(), json!(least));
                property.insert("maximum".into(), json!(most));
            }
            Rule::Items(least, most) => {
                property.insert("minItems".into(), json!(least));
                property.insert("maxItems".into(), json!(most));
            }
            Rule::Pattern(pattern) => {
                property.insert("pattern".into(), json!(pattern));
            }
        }
    }
}

/// The schema that a property refers to, be it optional or not.
fn referred(property: &Value) -> Option<String> {
    let direct = property.get("$ref");
    let optional = || {
        property
            .get("oneOf")?
            .as_array()?
            .iter()
            .find_map(|choice| choice.get("$ref"))
    };
    let name = direct.or_else(optional)?.as_str()?.rsplit('/').next()?;
    Some(name.to_owned())
}
