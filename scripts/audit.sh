#!/usr/bin/env bash
# Licences, bans and sources of all dependencies, by cargo-deny, which is built once into target/tools.
. "$(dirname "$0")/common.sh"

version=0.20.2
deny=target/tools/bin/cargo-deny
if ! "$deny" --version 2>/dev/null | grep -q " $version\$"; then
  step "build cargo-deny $version" env -u CARGO_TARGET_DIR cargo install -q --locked --root target/tools --target-dir target/tools/build cargo-deny@$version
  rm -rf target/tools/build
fi
step "licences, bans, sources" "$deny" --all-features check licenses bans sources
