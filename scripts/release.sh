#!/usr/bin/env bash
# May a release be built here? The first step of every build: another compiler than that of releases is said; with RELEASE=1
# (make release) it is refused, and so is whatever else would make other bytes of the same sources.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

compiler=$(rustc --version)
if [ "${compiler#rustc }" != "$RUSTC_VERSION" ]; then
    echo "build: this is $compiler; releases are built by rustc $RUSTC_VERSION (scripts/versions.env), and only those bytes can be compared" >&2
    if [ -n "${RELEASE:-}" ]; then exit 1; fi
fi
if [ -n "${RELEASE:-}" ]; then
    small_std_at_hand || { echo "build: a release needs the sources of the standard library: rustup component add rust-src" >&2; exit 1; }
    [ -z "$(git status --porcelain 2>&1 || echo none)" ] || { echo "build: a release is built from what is committed, and git status is not empty" >&2; exit 1; }
    above=$PWD
    until [ "$above" = / ]; do
        above=$(dirname "$above")
        for config in "$above"/.cargo/config "$above"/.cargo/config.toml; do
            if [ -e "$config" ] && ! [ "$above/.cargo" -ef "${CARGO_HOME:-$HOME/.cargo}" ]; then
                echo "build: $config says how crates are compiled; build a release where it has no say" >&2; exit 1
            fi
        done
    done
fi
