//! Bodies: read as JSON Schema reads them, so that what the contract takes and what the server takes are the same.

use super::{Error, Result, received::misfit};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use shared::{Code, Lang};

pub(super) fn parse_json<B: Serialize + DeserializeOwned>(bytes: &[u8], lang: Lang) -> Result<B> {
    let body = as_written(bytes, lang).or_else(|error| {
        // To JSON Schema `3.0` is a whole number, and some languages' programs write no other.
        let Ok(mut value) = serde_json::from_slice::<Value>(bytes) else {
            return Err(error);
        };
        if round(&mut value) {
            serde_json::from_value(value).map_err(|_| error)
        } else {
            Err(error)
        }
    })?;
    // serde takes a list for an object, field by field. The contract does not.
    if bytes.contains(&b'[') {
        let sent = serde_json::from_slice(bytes).unwrap_or_default();
        let read = serde_json::to_value(&body).unwrap_or_default();
        if let Some(path) = list_for_object(&sent, &read) {
            return Err(misfit(&path, "invalid type: sequence", lang));
        }
    }
    Ok(body)
}

fn as_written<B: DeserializeOwned>(bytes: &[u8], lang: Lang) -> Result<B> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        if cause.is_data() {
            misfit(&path, &cause.to_string(), lang)
        } else {
            unreadable(&cause)
        }
    })?;
    deserializer.end().map_err(|error| unreadable(&error))?;
    Ok(value)
}

/// No JSON at all: where it breaks.
fn unreadable(error: &serde_json::Error) -> Error {
    let (line, column) = (error.line(), error.column());
    Error::refuse(Code::MalformedBody).told(
        format!("JSON hỏng ở dòng {line}, cột {column}."),
        format!("The JSON breaks at line {line}, column {column}."),
    )
}

/// Writes whole numbers without a fraction; whether there were others.
fn round(value: &mut Value) -> bool {
    match value {
        Value::Number(number) => {
            // Up to where every whole number has a float of its own.
            let whole = number
                .as_f64()
                .filter(|float| {
                    number.is_f64() && float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0
                })
                .and_then(|float| format!("{float:.0}").parse::<i64>().ok());
            match whole {
                Some(whole) => {
                    *value = whole.into();
                    true
                }
                None => false,
            }
        }
        Value::Array(values) => values.iter_mut().fold(false, |any, value| round(value) | any),
        Value::Object(map) => map.values_mut().fold(false, |any, value| round(value) | any),
        _ => false,
    }
}

/// Where a list was sent in the place of an object.
fn list_for_object(sent: &Value, read: &Value) -> Option<String> {
    let within = |name: String, inner: Option<String>| {
        inner.map(|inner| match inner.as_str() {
            "." => name,
            inner if inner.starts_with('[') => format!("{name}{inner}"),
            inner => format!("{name}.{inner}"),
        })
    };
    match (sent, read) {
        (Value::Array(_), Value::Object(_)) => Some(".".to_owned()),
        (Value::Array(sent), Value::Array(read)) => sent
            .iter()
            .zip(read)
            .enumerate()
            .find_map(|(index, (sent, read))| within(format!("[{index}]"), list_for_object(sent, read))),
        (Value::Object(sent), Value::Object(read)) => sent
            .iter()
            .find_map(|(name, sent)| within(name.clone(), list_for_object(sent, read.get(name)?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{list_for_object, parse_json};
    use proptest::prelude::*;
    use serde_json::json;
    use shared::{
        Lang,
        orders::{BasketPut, PurchasePlace},
    };

    #[test]
    fn a_fraction_of_nothing_is_no_fraction() {
        let read = |text: &str| parse_json::<BasketPut>(text.as_bytes(), Lang::En).map(|body| body.quantity);
        assert_eq!(read(r#"{"quantity": 2.0}"#).ok(), Some(2));
        assert_eq!(read(r#"{"quantity": 2e1}"#).ok(), Some(20));
        for bad in [
            r#"{"quantity": 2.5}"#,
            r#"{"quantity": 1e300}"#,
            r#"{"quantity": "2"}"#,
            "[2]",
            r#"{"quantity": 2} x"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_list_is_no_object() {
        for (sent, path) in [
            (json!([1]), Some(".")),
            (json!({ "a": [1] }), Some("a")),
            (json!({ "a": { "b": 1 }, "c": [{}, [1]] }), Some("c[1]")),
            (json!({ "a": { "b": 1 }, "c": [{}] }), None),
        ] {
            let read = json!({ "a": { "b": 1 }, "c": [{}, { "d": 1 }] });
            assert_eq!(list_for_object(&sent, &read).as_deref(), path, "{sent}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse_json::<PurchasePlace>(&bytes, Lang::En);
        }
    }
}
