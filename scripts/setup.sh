#!/usr/bin/env bash
# Installs what is missing on a bare Debian 12 with Rust's stable toolchain. Each part is quick where there is nothing to do.
#
#   scripts/setup.sh run     what a development build and a server need
#   scripts/setup.sh build   and what a release build needs: Node for wasm-opt
#   scripts/setup.sh test    and what the tests need: Chromium, PostgreSQL, Python for the other side of mail and calendar
. "$(dirname "$0")/common.sh"

for_run() {
  have cargo || die "Rust is missing: see https://rustup.rs, then try again"
  have cc || debian gcc libc6-dev
  scripts/wasm-target.sh ${1:+"$1"}
  local quiet=-q
  if [ ! -x target/xtask/xtask ]; then
    say "compiling the build driver; the first build of everything takes about ten minutes on two cores, later ones seconds"
    quiet=
  fi
  cargo build $quiet --locked --profile xtask -p xtask
}

for_build() {
  have node || debian nodejs
  have npm || debian npm
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 18 ] || die "Node $(node -v) is too old: 18 or newer"
  local done_for=end2end/node_modules/.installed-for
  if ! cmp -s end2end/package-lock.json "$done_for"; then
    say "installing npm packages in end2end/"
    (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error >&2)
    cp end2end/package-lock.json "$done_for"
  fi
}

for_test() {
  [ -n "${CHROMIUM:-}" ] || [ -x /usr/bin/chromium ] || debian chromium fonts-dejavu-core
  if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! have initdb; then
    # The tests start a cluster of their own; Debian need not make and run one.
    if ! installed postgresql-common; then
      debian postgresql-common
      as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    fi
    debian postgresql
  fi
  have git || debian git
  local done_for=.venv/.installed-for
  if ! cmp -s end2end/requirements.txt "$done_for"; then
    have python3 || debian python3
    python3 -c 'import ensurepip' 2>/dev/null || debian python3-venv
    say "installing Python packages in .venv/"
    python3 -m venv --clear .venv
    .venv/bin/pip install -q --disable-pip-version-check -r end2end/requirements.txt >&2
    cp end2end/requirements.txt "$done_for"
  fi
  cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt >&2
  cargo clippy --version >/dev/null 2>&1 || rustup component add clippy >&2
}

case "${1:-}" in
  run) for_run ;;
  build) for_run; for_build ;;
  test) for_run --clippy; for_build; for_test ;;
  *) die "usage: $0 run|build|test" ;;
esac
