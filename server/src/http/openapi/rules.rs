//! The rules of inputs, written into their schemas.

use serde_json::{Map, Value, json};
use shared::check::Rule;

/// Writes a rule where it belongs: `lines[].quantity` is a rule of what `lines` is made of.
pub(super) fn apply(components: &mut Map<String, Value>, schema: &str, field: &str, rules: &[Rule]) {
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
            Rule::Hundredths => {
                property.insert("multipleOf".into(), json!(0.01));
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
