//! Permission as a value: an operation that takes `Allowed<Confirm>` cannot be called by who forgot to ask.

use crate::http::{Error, Result};
use std::marker::PhantomData;

/// Proof that a policy said yes to the action `A` for one caller and one row.
#[derive(Debug)]
pub struct Allowed<A>(PhantomData<fn() -> A>);

impl<A> Allowed<A> {
    /// For policies only: yes where the condition holds, else the refusal.
    pub fn when(condition: bool, refusal: impl FnOnce() -> Error) -> Result<Self> {
        if condition {
            Ok(Self(PhantomData))
        } else {
            Err(refusal())
        }
    }
}
