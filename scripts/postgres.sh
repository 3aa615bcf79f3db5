#!/usr/bin/env bash
# A throw-away PostgreSQL for tests: its own cluster, port and password; nothing in it survives `stop`.
#
#   scripts/postgres.sh start   prints AGENDUM_TEST_POSTGRES=postgres://... (of the one that runs, if one does)
#   scripts/postgres.sh url     prints the address only
#   scripts/postgres.sh stop
. "$(dirname "$0")/common.sh"

state=target/postgres # the cluster's folder, then its address

bin() {
  local found
  found=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1) || true
  [ -z "$found" ] || found=$(dirname "$found")
  [ -n "$found" ] || found=$(dirname "$(command -v initdb)" 2>/dev/null) || die "PostgreSQL is missing: run scripts/setup.sh test"
  printf '%s/%s' "$found" "$1"
}

# PostgreSQL refuses to run as root. -c: its user may not be able to enter this folder.
as_owner() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- env -C / "$@"; else env -C / "$@"; fi
}

running() { [ -s "$state" ] && as_owner "$(bin pg_ctl)" -D "$(sed -n 1p "$state")/data" status >/dev/null 2>&1; }

start() {
  if running; then return; fi
  stop
  local dir password port try
  dir=$(mktemp -d "${TMPDIR:-/tmp}/agendum-postgres.XXXXXX")
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s\n' "$password" >"$dir/password"
  if [ "$(id -u)" = 0 ]; then chown -R postgres "$dir"; fi
  mkdir -p target
  (umask 077; printf '%s\n' "$dir" >"$state")
  as_owner "$(bin initdb)" -D "$dir/data" -U agendum -A scram-sha-256 --pwfile="$dir/password" -E UTF8 --locale=C.UTF-8 --no-sync >"$dir.log" 2>&1 ||
    { cat "$dir.log" >&2; rm -f "$dir.log"; die "initdb failed"; }
  rm -f "$dir.log"
  for try in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    if as_owner "$(bin pg_ctl)" -D "$dir/data" -l "$dir/data/server.log" -w -t 60 -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
      -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c timezone=UTC" start >/dev/null; then
      (umask 077; printf '%s\npostgres://agendum:%s@127.0.0.1:%s/postgres\n' "$dir" "$password" "$port" >"$state")
      return
    fi
    say "PostgreSQL did not start on port $port (try $try)"
  done
  as_owner tail -n 20 "$dir/data/server.log" >&2
  die "PostgreSQL does not start"
}

stop() {
  [ -s "$state" ] || return 0
  local dir
  dir=$(sed -n 1p "$state")
  if running; then as_owner "$(bin pg_ctl)" -D "$dir/data" -m immediate -w stop >/dev/null; fi
  rm -rf "$dir" "$state"
}

case "${1:-}" in
  start) start; printf 'AGENDUM_TEST_POSTGRES=%s\n' "$(sed -n 2p "$state")" ;;
  url) running || die "not started"; sed -n 2p "$state" ;;
  stop) stop ;;
  *) die "usage: $0 start|url|stop" ;;
esac
