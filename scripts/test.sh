#!/usr/bin/env bash
# Everything, from a bare start; ends at the first step that fails. Arguments go to Playwright.
. "$(dirname "$0")/common.sh"

step "set up" scripts/setup.sh test
step "check" scripts/check.sh

trap 'scripts/postgres.sh stop' EXIT
step "start PostgreSQL" scripts/postgres.sh start >/dev/null

step "tests" env "AGENDUM_TEST_POSTGRES=$(scripts/postgres.sh url)" cargo test --locked --features ssr --target-dir target/server
step "build" cargo xtask build
step "end to end, types" end2end/node_modules/.bin/tsc -p end2end
step "end to end" scripts/end2end.sh "$@"
