#!/usr/bin/env bash
# Makes `cargo build --target wasm32-unknown-unknown` possible. Safe to run again.
#
#   scripts/wasm-target.sh            set up; says which toolchain has the target
#   scripts/wasm-target.sh --clippy   and gives that toolchain a clippy
#
# 1. The active toolchain has the target: nothing to do.
# 2. The toolchain `debian-web` of an earlier run has it: nothing to do.
# 3. `rustup target add`, unless WASM_TARGET_NO_RUSTUP=1.
# 4. Debian: its compiler from apt, the standard library for wasm32 built once from its source package, laid beside Debian's own,
#    and linked into rustup, where there is one, as `debian-web`. xtask looks for it by that name.
. "$(dirname "$0")/common.sh"

target=wasm32-unknown-unknown
name=debian-web
clippy=no
case "${1:-}" in
  --clippy) clippy=yes ;;
  '') ;;
  *) die "usage: $0 [--clippy]" ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# works TOOLCHAIN: whether it compiles and links a real module with LTO; '' is the active toolchain
works() {
  printf '#[unsafe(no_mangle)] pub extern "C" fn f(n: usize) -> usize { vec![1u8; n].len() }\n' >"$work/probe.rs"
  rm -f "$work/probe.wasm"
  env -u RUSTC -u RUSTFLAGS ${1:+"RUSTUP_TOOLCHAIN=$1"} \
    rustc --edition 2024 --target "$target" --crate-type cdylib -O -C lto=fat -o "$work/probe.wasm" "$work/probe.rs" \
    >"$work/probe.log" 2>&1 && [ -s "$work/probe.wasm" ]
}

# finish TOOLCHAIN: the end of every good way
finish() {
  if [ "$clippy" = yes ]; then
    if [ "$1" = "$name" ]; then debian rust-web-clippy
    elif have rustup && ! cargo clippy -V >/dev/null 2>&1; then rustup component add clippy >&2
    fi
  fi
  say "$(env ${1:+"RUSTUP_TOOLCHAIN=$1"} rustc -V) compiles for $target"
  exit 0
}

if have rustc && works ''; then finish ''; fi
if have rustup && works "$name"; then finish "$name"; fi
if have rustup && [ -z "${WASM_TARGET_NO_RUSTUP:-}" ]; then
  say "rustup target add $target"
  if timeout 300 rustup target add "$target" >&2 && works ''; then finish ''; fi
fi

have apt-get || die "no toolchain here compiles for $target, rustup did not add it, and there is no apt-get to fall back on"
debian rustc-web cargo-web rust-web-src rust-web-llvm gcc libc6-dev
# rust-web-llvm holds the linker's name only; the linker is in the package that the name points to, such as lld-22.
debian "$(readlink /usr/bin/rust-lld)"

sysroot=$(/usr/bin/rustc --print sysroot)
lib=$sysroot/lib/rustlib/$target/lib
compiler=$(/usr/bin/rustc -vV | sha256sum | cut -c1-16) # a standard library serves exactly the compiler that built it
if [ "$(cat "$lib/.built-for" 2>/dev/null || true)" != "$compiler" ]; then
  say "building the standard library for $target (1 to 3 minutes)"
  mkdir -p "$work/std/src"
  : >"$work/std/src/lib.rs"
  cat >"$work/std/Cargo.toml" <<'TOML'
[package]
name = "std-for-wasm"
version = "0.0.0"
edition = "2021"
[profile.release]
panic = "abort"
TOML
  # With bitcode in the libraries, as rustup's have it: without, LTO fails in whatever uses them.
  (
    cd "$work/std"
    env -u RUSTUP_TOOLCHAIN -u RUSTC_WRAPPER -u CARGO_BUILD_TARGET -u CARGO_ENCODED_RUSTFLAGS \
      RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR="$work/target" \
      /usr/bin/cargo build -q --release --target "$target" -Zbuild-std=std,panic_abort >&2
  )
  built=$work/target/$target/release/deps
  rm -f "$built"/libstd_for_wasm-*
  as_root rm -rf "$lib"
  as_root mkdir -p "$lib"
  as_root install -m 644 "$built"/*.rlib "$lib/"
  printf '%s\n' "$compiler" | as_root tee "$lib/.built-for" >/dev/null
fi

toolchain=
if have rustup; then
  rustup toolchain link "$name" "$sysroot" >&2
  toolchain=$name
fi
works "$toolchain" || { cat "$work/probe.log" >&2; die "$(/usr/bin/rustc -V) cannot compile for $target"; }
finish "$toolchain"
