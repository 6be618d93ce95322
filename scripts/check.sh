#!/usr/bin/env bash
# Formatting, lints, licences and advisories; no test is run. With --installed, what this machine has no tool for is named and
# left out, instead of failing: a registry of packages has neither rustfmt nor clippy.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
# rustup's smallest profile has neither.
missing=
for tool in fmt:rustfmt clippy:clippy; do
    cargo "${tool%:*}" --version >/dev/null 2>&1 || rustup component add "${tool#*:}" >/dev/null 2>&1 || {
        echo "check: MISSING cargo ${tool%:*}. Remedy: rustup component add ${tool#*:}" >&2
        [ "${1-}" = --installed ] || exit 1
        missing+=" ${tool%:*}"
    }
done
set -x
case $missing in *fmt*) ;; *) cargo fmt --check ;; esac
case $missing in
*clippy*) ;;
*)
    cargo clippy --all-targets --no-default-features -- -D warnings
    cargo clippy --all-targets -- -D warnings
    cargo clippy --target wasm32-unknown-unknown --lib --bins -- -D warnings
    ;;
esac
cargo check --target wasm32-unknown-unknown --test 'browser*'
node scripts/licences.mjs --check
# What a database has learned overnight is said; with --installed it does not turn a commit red that was green yesterday.
scripts/advisories.sh || [ "${1-}" = --installed ]
