# Shared by the scripts beside it; sourced, never run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Right after rustup was installed, the shell that runs this does not know of it yet.
case ":$PATH:" in *":$HOME/.cargo/bin:"*) ;; *) [ ! -x "$HOME/.cargo/bin/cargo" ] || export PATH="$HOME/.cargo/bin:$PATH" ;; esac

say() { printf '== %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo "$@"; else die "needs root or sudo for: $*"; fi
}

# installed PACKAGE: whether Debian's package is there
installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]; }

# debian PACKAGE...: installs what is missing of these
debian() {
  local missing=() package
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  have apt-get || die "please install: ${missing[*]} (this script can do it on Debian only)"
  say "installing ${missing[*]}"
  if [ -z "${apt_updated:-}" ]; then as_root apt-get update -q >&2; apt_updated=yes; fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}" >&2
}

# step TEXT COMMAND...: runs a command, says what it is and how long it took, and ends the script where it fails
step() {
  local text=$1 start=$SECONDS
  shift
  say "$text"
  "$@" || { printf '== FAILED: %s (%d s)\n' "$text" $((SECONDS - start)) >&2; exit 1; }
  printf '== %s: %d s, %d s in all\n' "$text" $((SECONDS - start)) "$SECONDS" >&2
}
