//! What a refusal says.

use shared::{ClientError, Code, FieldCode, Problem};
use std::fmt::Debug;

/// The problem document of a call that had to be refused with this code.
#[track_caller]
pub fn refused<T: Debug>(result: Result<T, ClientError>, code: Code) -> Problem {
    match result {
        Ok(view) => panic!("expected {code}, but it was done: {view:?}"),
        Err(ClientError::Problem(problem)) => {
            assert_eq!(problem.code, code, "{problem:?}");
            *problem
        }
        Err(error) => panic!("expected {code}: {error}"),
    }
}

/// Which fields are wrong, and how, in the order of their names.
pub fn fields(problem: &Problem) -> Vec<(&str, FieldCode)> {
    let mut fields: Vec<(&str, FieldCode)> = problem
        .fields
        .iter()
        .map(|field| (field.field.as_str(), field.code))
        .collect();
    fields.sort_unstable();
    fields
}
