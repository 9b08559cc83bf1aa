//! `openapi`: writes the contract.

use super::{Failure, say};
use anyhow::Context;
use clap::Args;

/// Write the API's contract (OpenAPI 3.1) to standard output
#[derive(Args, Debug)]
#[command(after_help = "Example:
  ocop-market openapi > openapi.json")]
pub(super) struct Flags {}

pub(super) fn run() -> Result<(), Failure> {
    let (_, operations) = crate::build::operations();
    let document = crate::http::openapi::document(&operations);
    say(serde_json::to_string_pretty(&document).context("the contract cannot be written")?);
    Ok(())
}
