# Sourced, never run: where the tools are. Everything built for this project lies outside the clone, so that a second clone is quick.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. scripts/versions.env
WASM_BINDGEN_VERSION=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)
TOOLS=${XDG_CACHE_HOME:-$HOME/.cache}/virchow/tools

# Tried in this order: a Debian toolchain that setup.sh had to make, then our own tools, then whatever is on PATH.
for directory in "$TOOLS/binaryen-$BINARYEN_VERSION/node_modules/.bin" "$TOOLS/esbuild-$ESBUILD_VERSION/node_modules/.bin" "$TOOLS/wasm-bindgen-cli-$WASM_BINDGEN_VERSION/bin" \
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
# The sources of the standard library, from rustup; Debian's come with a registry of their own that our crates are not in.
small_std_at_hand() {
    [ -f "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library/Cargo.lock" ] && [ ! -d "$TOOLS/debian-rust/bin" ]
}
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
