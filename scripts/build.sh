#!/usr/bin/env bash
# Builds dist/ with Trunk, the wasm as small as this compiler can make it.
#
# Panics trap at once and the standard library is built for size with the product: 20 kB (brotli) of the 120 that a
# first visit may weigh. Both are unstable switches of cargo and rustc, opened for this one build; where the sources of
# the standard library are not at hand the product is the same, only larger.
#
# UPDATE=1 writes scripts/gates.txt anew (scripts/gates.mjs). RELEASE=1 refuses what would make other bytes (scripts/release.sh).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

scripts/release.sh

# The linker says of every function and every text who names it: scripts/split.mjs reads by it what a first visit needs.
flags="-Clink-arg=--emit-relocs"
if small_std_at_hand; then
    export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
    # A quarter of a megabyte of stack is twenty times what a form takes (13 KB; the deepest message 3). Rust's usual megabyte
    # is memory of every page, and makes each address a byte longer.
    flags+=" -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Clink-arg=-zstack-size=262144"
else
    # With hashes in their names no function of the list of cuts would be found (scripts/gates.mjs).
    flags+=" -Csymbol-mangling-version=v0"
    echo "build: without the standard library's sources (rustup component add rust-src) the wasm is about 20 kB larger" >&2
fi
# Flags are part of every fingerprint; a folder of its own keeps the tests from being built twice.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags CARGO_TARGET_DIR=$PWD/target/small
trunk build --release --offline "$@"
# What is loaded on first use, and the ward's own page: by the same compiler switches and the same steps.
cargo build --quiet --release --offline --target wasm32-unknown-unknown --bin interop --bin quality --bin sheets --bin teaching --bin app
built=$CARGO_TARGET_DIR/wasm32-unknown-unknown/release
node scripts/bundle.mjs "$built/interop.wasm" dist/v1/more
node scripts/bundle.mjs "$built/teaching.wasm" dist/v1/more
node scripts/bundle.mjs "$built/quality.wasm" dist/v1/more
node scripts/bundle.mjs "$built/sheets.wasm" dist/v1/more
node scripts/bundle.mjs "$built/app.wasm" dist/app
node scripts/app.mjs
node scripts/notices.mjs
node scripts/precache.mjs
node scripts/sums.mjs
