//! The published contract (OpenAPI 3.1), written from the same declarations that mount the operations.

mod answers;
mod links;
mod parameters;
mod rules;

pub use answers::problems;

use super::Operation;
use answers::responses;
use parameters::{path_parameters, query_parameter};
use rules::apply;
use serde_json::{Map, Value, json};
use shared::{
    Access, Checks, Endpoint, Idempotency, Input, PathParams, Problem, check::Rule, endpoint::BodyKind,
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
    let examples = answers::examples();
    for operation in operations {
        let answers = responses(operation, &mut schemas, &examples);
        let described = describe(operation, answers, &mut schemas, &mut rules);
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
    links::link(&mut paths, &components);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "OCOP Market",
            "version": env!("CARGO_PKG_VERSION"),
            "description": description(),
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

/// How to call the API, in the words of docs/API.md: all that is not about this repository.
fn description() -> &'static str {
    let page = include_str!("../../../../docs/API.md");
    let (_, text) = page.split_once("\n\n").unwrap_or_default();
    text.split("\n## Programs in Rust")
        .next()
        .unwrap_or_default()
        .trim()
}

fn tags(operations: &[Operation]) -> Value {
    let mut names: Vec<&str> = operations.iter().map(|operation| operation.slice).collect();
    names.dedup();
    names
        .into_iter()
        .map(|name| json!({ "name": name, "description": about(name) }))
        .collect()
}

/// What a slice is about.
fn about(slice: &str) -> &'static str {
    match slice {
        "identity" => "Sessions, organisations and their verification, members and invitations.",
        "account" => "What one does about oneself: password, second factor, devices.",
        "producers" => {
            "Public pages of producers, their photographs and bank accounts; communes and growing zones."
        }
        "catalogue" => "Products, their pictures and packs, and the way from draft to published.",
        "papers" => "Papers about food safety and quality, and what they are enough for.",
        "certification" => "OCOP certificates: recording, correcting, revoking, the calendar of their ends.",
        "stock" => "Lots, and every movement of stock.",
        "orders" => "Baskets, purchases, approval, and the way of an order to its receipt.",
        "listings" => "Retail chains and stores, pitches, shelves, coverage.",
        "curation" => "What the centre features and collects.",
        "discovery" => "Finding products, places and shelves.",
        "reports" => "Figures, queues and the audit trail.",
        "exchange" => "Tables in and out.",
        _ => "",
    }
}

fn describe(
    operation: &Operation,
    answers: Value,
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
        "responses": answers,
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
