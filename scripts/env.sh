# Sourced, never run: where the tools are. Everything built for this project lies outside the clone, so that a second clone is quick.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. scripts/versions.env
export RUSTC_VERSION
TOOLS=${XDG_CACHE_HOME:-$HOME/.cache}/virchow/tools
# What has a lock file stands in a folder that is named by it: a changed lock is another folder, and is installed anew.
locked_folder() { printf '%s/%s-%s' "$TOOLS" "$1" "$(cat "${@:2}" | cksum | tr -s ' ' -)"; }
NPM_TOOLS=$(locked_folder npm scripts/tools/package-lock.json)
WASM_BINDGEN=$(locked_folder wasm-bindgen scripts/tools/Cargo.lock scripts/tools/src/bin/*.rs)

# Tried in this order: a Debian toolchain that setup.sh had to make, then our own tools, then whatever is on PATH.
for directory in "$NPM_TOOLS/node_modules/.bin" "$WASM_BINDGEN/bin" \
                 "$TOOLS/trunk-$TRUNK_VERSION/bin" "$TOOLS/cargo-fuzz-$CARGO_FUZZ_VERSION/bin" "$TOOLS/geckodriver-$GECKODRIVER_VERSION/bin" \
                 "$TOOLS/debian-rust/bin"; do
    if [ -d "$directory" ]; then PATH="$directory:$PATH"; fi
done
export PATH

first_of() { for name in "$@"; do command -v "$name" && return; done; return 1; }
CHROMIUM=${CHROMIUM:-$(first_of chromium chromium-browser google-chrome || true)}
CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver || true)}
export CHROMIUM CHROMEDRIVER
# The second FHIR validator lives in a virtual environment of its own (make fhir); without it its tests say that they skip.
export FHIR_PYTHON=${FHIR_PYTHON:-$TOOLS/fhir-venv/bin/python}
# DuckDB counts what Rust counts (tests/quality_sql.rs); without its wheel that test says that it skips.
export QUALITY_PYTHON=${QUALITY_PYTHON:-$TOOLS/duckdb-$DUCKDB_VERSION/bin/python}
# The sources of the standard library, from rustup; Debian's come with a registry of their own that our crates are not in.
small_std_at_hand() {
    [ -f "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library/Cargo.lock" ] && [ ! -d "$TOOLS/debian-rust/bin" ]
}
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
