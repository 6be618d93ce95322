#!/usr/bin/env bash
# Formatting, lints, licences and advisories; no test is run.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
# rustup's smallest profile has neither.
for tool in fmt:rustfmt clippy:clippy; do
    cargo "${tool%:*}" --version >/dev/null 2>&1 || rustup component add "${tool#*:}" >/dev/null 2>&1 || {
        echo "check: MISSING cargo ${tool%:*}. Remedy: rustup component add ${tool#*:}" >&2; exit 1
    }
done
set -x
cargo fmt --check
cargo clippy --all-targets --no-default-features -- -D warnings
cargo clippy --all-targets -- -D warnings
cargo clippy --target wasm32-unknown-unknown --lib --bins -- -D warnings
cargo check --target wasm32-unknown-unknown --test 'browser*'
node scripts/licences.mjs --check
scripts/advisories.sh
