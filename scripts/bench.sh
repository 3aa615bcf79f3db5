#!/usr/bin/env bash
# The slots benchmark, then the bytes of each page as a browser gets them from a release server. Arguments go to criterion.
. "$(dirname "$0")/common.sh"

step "set up" scripts/setup.sh test
step "release build" cargo xtask build --release
step "slots" cargo bench --locked --features ssr --target-dir target/server --bench slots -- "$@"
cd end2end
END2END_BINARY=target/server/release/agendum exec node_modules/.bin/playwright test --config bench.config.ts
