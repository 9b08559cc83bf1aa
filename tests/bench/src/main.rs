//! Measures the market against its budgets. `cargo xtask bench` builds it, and tells it where everything is.
//!
//! Server, references and load run on one machine, so that speeds are told as ratios: of the market and of a bare server
//! or bare SQL that are measured in turn in the same run.

mod bare_http;
mod bare_sql;
mod goods;
mod load;
mod measure;
mod options;
mod plain_http;
mod process;
mod province;
mod report;

use anyhow::Result;
use std::time::Instant;

fn main() -> Result<()> {
    let mut words = std::env::args().skip(1).peekable();
    if words.next_if(|word| word == "bare").is_some() {
        return bare_http::serve(words);
    }
    measure::everything(&options::Options::read(words)?)
}

/// The one clock of the benchmark.
#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures; nothing of the product runs here"
)]
fn now() -> Instant {
    Instant::now()
}
