#!/usr/bin/env bash
# The tests in a real browser, on what `cargo xtask build` has built. Arguments go to Playwright.
. "$(dirname "$0")/common.sh"
cd end2end
exec node_modules/.bin/playwright test "$@"
