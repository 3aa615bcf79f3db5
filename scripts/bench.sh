#!/usr/bin/env bash
# The slots benchmark, then in a browser: the bytes of each page from a release server, and the week grid beside FullCalendar. Arguments go to
# criterion.
. "$(dirname "$0")/common.sh"

step "set up" scripts/setup.sh test
step "release build" cargo xtask build --release
step "week grid by itself" cargo xtask grid-bench
step "slots" cargo bench --locked --features ssr --target-dir target/server --bench slots -- "$@"
cd end2end
END2END_BINARY=target/server/release/agendum exec node_modules/.bin/playwright test --config bench.config.ts
