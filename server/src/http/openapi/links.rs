//! Where an answer leads: the operations that take the id which it tells (OpenAPI 3.1, section 4.8.20).

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// An operation that takes one id: its name, and the parameter.
type Target = (String, String);

/// Adds links to what is listed, shown or made, from there to all that can be done with it.
pub(super) fn link(paths: &mut Map<String, Value>, schemas: &Map<String, Value>) {
    let mut targets: BTreeMap<String, Vec<Target>> = BTreeMap::new();
    // The collection of a thing, by what shows or changes one of them.
    let mut homes: BTreeMap<String, String> = BTreeMap::new();
    for (path, methods) in &*paths {
        let Some((collection, parameter, rest)) = one_of(path) else {
            continue;
        };
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if let Some(name) = operation.get("operationId").and_then(Value::as_str) {
                let target = (name.to_owned(), parameter.to_owned());
                targets.entry(collection.to_owned()).or_default().push(target);
            }
            if let ("", Some(shown)) = (rest, answer(operation, schemas)) {
                if method == "get" {
                    homes.insert(shown.schema, collection.to_owned());
                } else {
                    homes.entry(shown.schema).or_insert_with(|| collection.to_owned());
                }
            }
        }
    }
    for (path, methods) in paths {
        for (method, operation) in methods.as_object_mut().into_iter().flatten() {
            let made = operation.pointer("/responses/201").is_some();
            let Some(answer) = answer(operation, schemas).filter(|_| method == "get" || made) else {
                continue;
            };
            let collection = match homes.get(&answer.schema) {
                Some(home) => home,
                // `/chains/{id}/stores` makes stores.
                None if targets.contains_key(last(path)) => last(path),
                None => first(path),
            };
            let name = operation.get("operationId").and_then(Value::as_str);
            let others = targets.get(collection).into_iter().flatten();
            let links: Map<String, Value> = others
                .filter(|(target, _)| name != Some(target))
                .filter_map(|(target, parameter)| {
                    let field = answer.field(parameter)?;
                    let from = format!("$response.body#{}/{field}", answer.place);
                    Some((
                        target.clone(),
                        json!({ "operationId": target, "parameters": { parameter.as_str(): from } }),
                    ))
                })
                .collect();
            let status = if made { "201" } else { "200" };
            if let Some(response) = operation
                .pointer_mut(&format!("/responses/{status}"))
                .and_then(Value::as_object_mut)
                .filter(|_| !links.is_empty())
            {
                response.insert("links".into(), Value::Object(links));
            }
        }
    }
}

/// `/api/v1/lots/{id}/adjustments` is of one of the `lots`, by `id`; what follows is told too.
fn one_of(path: &str) -> Option<(&str, &str, &str)> {
    let (collection, rest) = path.strip_prefix("/api/v1/")?.split_once("/{")?;
    let (parameter, rest) = rest.split_once('}')?;
    (!collection.contains('/') && !rest.contains('{')).then_some((collection, parameter, rest))
}

fn first(path: &str) -> &str {
    let path = path.strip_prefix("/api/v1/").unwrap_or_default();
    path.split('/').next().unwrap_or_default()
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// A thing in an answer.
struct Answer<'a> {
    schema: String,
    properties: &'a Map<String, Value>,
    /// Where it stands: the first of a list, or all of it.
    place: &'static str,
}

impl Answer<'_> {
    /// What of it a parameter takes.
    fn field(&self, parameter: &str) -> Option<&'static str> {
        let field = if parameter == "slug" { "slug" } else { "id" };
        (matches!(parameter, "slug" | "id") && self.properties.contains_key(field)).then_some(field)
    }
}

fn answer<'a>(operation: &Value, schemas: &'a Map<String, Value>) -> Option<Answer<'a>> {
    let responses = operation.get("responses")?;
    let response = responses.get("200").or_else(|| responses.get("201"))?;
    let whole = named(response.pointer("/content/application~1json/schema")?)?;
    let properties = |name: &str| schemas.get(name)?.get("properties")?.as_object();
    let Some(items) = properties(&whole)?.get("items") else {
        return Some(Answer {
            properties: properties(&whole)?,
            schema: whole,
            place: "",
        });
    };
    let item = named(items.get("items")?)?;
    Some(Answer {
        properties: properties(&item)?,
        schema: item,
        place: "/items/0",
    })
}

/// The name of the schema that is referred to.
fn named(schema: &Value) -> Option<String> {
    let reference = schema.get("$ref")?.as_str()?;
    Some(reference.rsplit('/').next()?.to_owned())
}
