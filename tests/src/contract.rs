//! The published contract as a judge: every answer that the tests receive is held against it.

use crate::Answer;
use jsonschema::Validator;
use serde_json::{Value, json};
use shared::Problem;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

/// The contract of this build.
#[derive(Debug)]
pub struct Contract {
    pub document: Value,
    /// Compiled schemas by their JSON text.
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// The contract, read once a process.
pub fn contract() -> &'static Contract {
    static CONTRACT: OnceLock<Contract> = OnceLock::new();
    CONTRACT.get_or_init(|| {
        let (_, operations) = server::build::operations();
        Contract {
            document: server::http::openapi::document(&operations),
            validators: Mutex::default(),
        }
    })
}

impl Contract {
    /// The whole document.
    pub const fn document(&self) -> &Value {
        &self.document
    }

    /// The operation that a method and a path mean; literal segments win over those in braces.
    pub fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        let paths = self.document["paths"].as_object()?;
        let method = method.to_ascii_lowercase();
        paths
            .iter()
            .filter(|(template, _)| fits(template, path))
            .filter_map(|(template, methods)| Some((template.matches('{').count(), methods.get(&method)?)))
            .min_by_key(|(braces, _)| *braces)
            .map(|(_, operation)| operation)
    }

    /// Panics where the answer is not one that the contract declares.
    pub(crate) fn hold(&self, method: &http::Method, target: &str, answer: &Answer) {
        let path = target.split('?').next().unwrap_or_default();
        if !path.starts_with("/api/v1") {
            return;
        }
        let told = || {
            let text = String::from_utf8_lossy(&answer.body);
            format!("{method} {target} → {} {text}", answer.status)
        };
        let Some(operation) = self.operation(method.as_str(), path) else {
            assert!(
                answer.status >= 400 || matches!(*method, http::Method::HEAD | http::Method::OPTIONS),
                "undeclared: {}",
                told()
            );
            return;
        };
        let Some(declared) = operation["responses"].get(answer.status.to_string()) else {
            panic!("the contract declares no such status: {}", told());
        };
        let Some(content) = declared.get("content") else {
            assert!(
                answer.body.is_empty(),
                "the contract declares no body: {}",
                told()
            );
            return;
        };
        // What was compressed on request is the same bytes; the tests of compression look at them.
        if !answer.header("content-encoding").is_empty() {
            return;
        }
        let kind = answer.header("content-type");
        let Some(media) = content.get(kind) else {
            panic!("the contract declares no {kind:?} here: {}", told());
        };
        if kind == shared::endpoint::DOWNLOAD {
            // Bytes have no shape to be held against.
            return;
        }
        let body: Value = answer.json();
        if let Err(error) = self.validator(&media["schema"]).validate(&body) {
            panic!(
                "{error} at {:?}, against the contract: {}",
                error.instance_path().to_string(),
                told()
            );
        }
        if let Some(examples) = media.get("examples") {
            let problem: Problem = answer.json();
            assert!(
                examples.get(problem.code.as_str()).is_some(),
                "the contract does not declare the problem {}: {}",
                problem.code,
                told()
            );
        }
    }

    /// A schema of the document, compiled once.
    pub fn validator(&self, schema: &Value) -> Arc<Validator> {
        let key = schema.to_string();
        let mut known = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = known.get(&key) {
            return Arc::clone(validator);
        }
        let mut root = schema.clone();
        root["components"] = json!({ "schemas": self.document["components"]["schemas"] });
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(&root)
            .unwrap_or_else(|error| panic!("{key} is no schema: {error}"));
        let validator = Arc::new(validator);
        known.insert(key, Arc::clone(&validator));
        validator
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (mut pieces, mut segments) = (template.split('/'), path.split('/'));
    loop {
        match (pieces.next(), segments.next()) {
            (None, None) => return true,
            (Some(piece), Some(segment)) if piece == segment => {}
            (Some(piece), Some(segment)) if piece.starts_with('{') && !segment.is_empty() => {}
            _ => return false,
        }
    }
}
