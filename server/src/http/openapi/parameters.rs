//! What an operation takes beside its body.

use super::Operation;
use serde_json::{Value, json};

pub(super) fn path_parameters(operation: &Operation) -> Vec<Value> {
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
pub(super) fn query_parameter(mut parameter: Value) -> Value {
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
            schema.insert("maxLength".into(), json!(crate::http::received::MAX_SEARCH));
        }
    }
    if let (false, Some(parameter)) = (required, parameter.as_object_mut()) {
        parameter.insert("allowEmptyValue".into(), json!(true));
    }
    parameter
}
