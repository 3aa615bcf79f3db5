//! Cargo, called so that nothing is compiled twice.

use std::ffi::OsStr;
use std::process::Command;
use std::time::Instant;

use crate::{Profile, Result, sh, step, target};

/// The only target of the front end.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Cargo with the features' own folder `folder` under `target`: one folder shared by server and browser would rebuild
/// everything at each change from one to the other.
fn in_folder(mut cargo: Command, verb: &str, folder: &str) -> Command {
    cargo.args([verb, "--locked", "-p", "agendum", "--target-dir"]).arg(target().join(folder));
    cargo
}

/// The active toolchain's cargo.
fn active() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    clean(&mut cargo);
    cargo
}

/// The cargo that compiles for the browser: the active toolchain's where that has the target, else the one that
/// scripts/wasm-target.sh has made.
fn wasm() -> Command {
    if rustc_has_wasm() {
        return active();
    }
    let mut cargo = Command::new("cargo"); // rustup's, which reads RUSTUP_TOOLCHAIN
    clean(&mut cargo);
    cargo.env_remove("RUSTC").env("RUSTUP_TOOLCHAIN", "debian-web");
    cargo
}

fn rustc_has_wasm() -> bool {
    let out = Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]).output();
    out.is_ok_and(|o| o.status.success() && std::path::Path::new(String::from_utf8_lossy(&o.stdout).trim()).is_dir())
}

/// `rustc -vV` of the compiler for the browser.
pub fn wasm_version() -> Result<String> {
    let mut rustc = Command::new("rustc");
    if !rustc_has_wasm() {
        rustc.env("RUSTUP_TOOLCHAIN", "debian-web");
    }
    let out = rustc.arg("-vV").output().map_err(|e| format!("rustc: {e}"))?;
    if !out.status.success() {
        return Err(format!("no compiler for {WASM}: run scripts/wasm-target.sh").into());
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Takes away what `cargo run` has set for this program. Build scripts that watch these variables would run again each
/// time cargo is called once from here and once from a shell.
fn clean(cargo: &mut Command) {
    let own = |key: &OsStr| {
        let key = key.to_string_lossy();
        key.starts_with("CARGO_PKG_")
            || key.starts_with("CARGO_MANIFEST_")
            || ["CARGO", "CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR", "LD_LIBRARY_PATH"]
                .contains(&key.as_ref())
    };
    for (key, _) in std::env::vars_os().filter(|(key, _)| own(key)) {
        cargo.env_remove(key);
    }
}

/// Compiles the library for the browser with `features`, to `target/front/wasm32-unknown-unknown/*/agendum.wasm`.
pub fn front(features: &str, profile: Profile) -> Result {
    let name = if profile == Profile::Release { "wasm-release" } else { "dev" };
    let mut cargo = in_folder(wasm(), "rustc", "front");
    cargo.args(["--lib", "--crate-type", "cdylib", "--target", WASM, "--features", features, "--profile", name]);
    sh(&mut cargo)
}

/// Compiles the server to `target/server/{debug,release}/agendum`.
pub fn server(profile: Profile) -> Result {
    let start = Instant::now();
    let mut cargo = in_folder(active(), "build", "server");
    cargo.args(["--bin", "agendum", "--features", "ssr"]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    sh(&mut cargo)?;
    step("server compiled", start);
    Ok(())
}

/// Clippy for the code of all bundles (`public` hides none of it), where the toolchain for the browser has a clippy.
pub fn clippy_front() -> Result {
    for features in ["hydrate,grid-bench", "hydrate,booking"] {
        let start = Instant::now();
        let mut cargo = in_folder(wasm(), "clippy", "front");
        if !rustc_has_wasm() {
            // rustup passes no `cargo clippy` on to a linked toolchain; its cargo finds Debian's clippy in PATH.
            cargo = in_folder(Command::new("/usr/bin/cargo"), "clippy", "front");
            clean(&mut cargo);
            cargo.env_remove("RUSTC").env_remove("RUSTUP_TOOLCHAIN").env("PATH", debian_first()?);
        }
        cargo.args(["--lib", "--target", WASM, "--features", features, "--", "-D", "warnings"]);
        sh(&mut cargo)?;
        step(&format!("clippy {features}"), start);
    }
    Ok(())
}

fn debian_first() -> Result<std::ffi::OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let dirs = std::iter::once("/usr/bin".into()).chain(std::env::split_paths(&path));
    Ok(std::env::join_paths(dirs)?)
}
