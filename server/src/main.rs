//! The one program: `ocop-market --help` tells what it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::commands::main()
}
