//! The build driver: `cargo xtask <command>`. It turns the crate into two browser bundles and one server with nothing but cargo.
//!
//! wasm-bindgen runs as a library, so that Cargo.lock holds its version and the front end's to the same number.

mod cargo;
mod front;
mod imports;
mod site;
mod style;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str = "usage: cargo xtask <command> [--release]
  front            the two browser bundles and the styles, laid out in target/site
  style            the styles and files of public only
  server           the server binary
  build            front, then server
  grid-bench       the week grid by itself, for the bench
  clippy-front     clippy for both browser bundles, warnings are errors
  imports [DIR]    the import rules of docs/architecture.md, checked over the sources (of another folder)";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let profile = if args.iter().any(|a| a == "--release") { Profile::Release } else { Profile::Dev };
    let words: Vec<&str> = args.iter().map(String::as_str).filter(|a| *a != "--release").collect();
    let done = match words[..] {
        ["front"] => front::build(profile),
        ["style"] => front::assemble(profile),
        ["server"] => cargo::server(profile),
        ["build"] => front::build(profile).and_then(|()| cargo::server(profile)),
        ["grid-bench"] => front::grid_bench(),
        ["clippy-front"] => cargo::clippy_front(),
        ["imports"] => imports::check(&root()),
        ["imports", dir] => imports::check(Path::new(dir)),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("xtask: {e}");
            ExitCode::FAILURE
        }
    }
}

/// What a build is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Profile {
    /// Quick to build.
    Dev,
    /// Small and fast to run.
    Release,
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder of everything that is built.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Runs a command in the workspace's folder; anything but success is an error that shows the command.
fn sh(command: &mut Command) -> Result {
    let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).map(|word| word.to_string_lossy()).collect();
    let shown = words.join(" ");
    let status = command.current_dir(root()).status().map_err(|e| format!("{shown}: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{status}: {shown}").into()) }
}

/// Reports a finished step with its seconds.
fn step(what: &str, from: Instant) {
    eprintln!("xtask: {what}, {:.1} s", from.elapsed().as_secs_f32());
}
