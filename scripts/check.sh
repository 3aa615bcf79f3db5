#!/usr/bin/env bash
# Everything that can be said about the sources without running them.
. "$(dirname "$0")/common.sh"

server=(--locked --features ssr --target-dir target/server)

step "format" cargo fmt --all --check
step "import rules" cargo xtask imports
step "clippy, build driver" cargo clippy -q --locked --profile xtask -p xtask --all-targets -- -D warnings
step "tests of the build driver" cargo test -q --locked --profile xtask -p xtask
step "clippy, server" cargo clippy -q "${server[@]}" --all-targets -- -D warnings
step "clippy, browser" cargo xtask clippy-front
step "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc -q "${server[@]}" --no-deps --lib
