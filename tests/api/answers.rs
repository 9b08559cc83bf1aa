//! The contract's examples of answers: each was given once, and each fits its schema as it is now. Where one does not,
//! `OCOP_WRITE_EXAMPLES=1` beside the test of the examples writes those anew, to be read before they are committed.

use serde_json::{Map, Value};
use std::path::PathBuf;
use tests::{TestApp, contract};

/// Every operation that answers JSON: its name, the schema of its answer, and the example in the contract.
fn answering() -> impl Iterator<Item = (&'static str, &'static Value, Option<&'static Value>)> {
    let paths = contract().document["paths"].as_object().expect("paths");
    let operations = paths.values().filter_map(Value::as_object).flat_map(Map::values);
    operations.filter_map(|operation| {
        let mut answers = operation["responses"].as_object()?.iter();
        let (_, success) = answers.find(|(status, _)| status.starts_with('2'))?;
        let media = success.pointer("/content/application~1json")?;
        Some((
            operation["operationId"].as_str()?,
            &media["schema"],
            media.get("example"),
        ))
    })
}

fn fits(schema: &Value, example: Option<&Value>) -> bool {
    example.is_some_and(|example| contract().validator(schema).is_valid(example))
}

#[test]
fn every_answer_has_an_example_that_fits_its_schema() {
    let wrong: Vec<&str> = answering()
        .filter(|(_, schema, example)| !fits(schema, *example))
        .map(|(name, ..)| name)
        .collect();
    assert!(
        wrong.is_empty(),
        "no example, or one that does not fit: {wrong:?}"
    );
}

/// Called after the examples were played: what was answered becomes the example of those that have none.
pub(crate) fn keep(app: &TestApp) {
    if std::env::var_os("OCOP_WRITE_EXAMPLES").is_none() {
        return;
    }
    let mut given = app.answers();
    let examples: Map<String, Value> = answering()
        .filter_map(|(name, schema, example)| {
            let kept = example.filter(|example| fits(schema, Some(*example))).cloned();
            Some((name.to_owned(), kept.or_else(|| given.remove(name))?))
        })
        .collect();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../server/data/answers.json");
    let mut text = serde_json::to_string_pretty(&examples).expect("examples");
    text.push('\n');
    std::fs::write(path, text).expect("the examples");
}
