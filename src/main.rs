//! The `agendum` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    agendum::server::run::main()
}
