#!/usr/bin/env bash
# setup.sh build: what `make build` needs.  setup.sh test: that, and a browser with its driver and Chinese fonts.
# setup.sh engines: that, and Firefox and WebKit with theirs.  setup.sh fuzz: what `make fuzz` needs beside a build.
# Does nothing, without a network, when all is there. What it cannot mend it names in one line, with the remedy.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
scope=${1:-build}
target=wasm32-unknown-unknown

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { printf 'setup: MISSING %s. Remedy: %s\n' "$1" "$2" >&2; exit 1; }
quietly() { # LOG COMMAND…: the output is shown only when the command fails
    local log=$TOOLS/$1.log; shift
    mkdir -p "$TOOLS"
    "$@" >"$log" 2>&1 || { tail -n 15 "$log" >&2; return 1; }
}

as_root=()
can_apt() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" != 0 ]; then command -v sudo >/dev/null || return 1; as_root=(sudo); fi
}
apt_install() { # PACKAGE…
    can_apt || return 1
    say "installing $* (Debian packages)"
    quietly apt-update "${as_root[@]}" apt-get update || true # an old list may still do
    quietly apt-install "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# --- Rust with the standard library for wasm32 -------------------------------------------------------------------
floor=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
rust_is_new_enough() {
    local version; version=$(rustc --version 2>/dev/null | awk '{ print $2 }')
    [ -n "$version" ] && [ "$(printf '%s\n' "$floor" "$version" | sort -V | head -n 1)" = "$floor" ] && cargo --version >/dev/null 2>&1
}
has_wasm_std() { compgen -G "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null; }

# Where rustup cannot add the target: Debian's compiler, its own standard library built once from Debian's sources.
debian_rust() {
    apt_install rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld-19 || return 1
    local host library probe
    library=/usr/lib/rustlib/$target/lib
    if ! compgen -G "$library/libstd-*.rlib" >/dev/null; then
        say "building the standard library for $target (once, half a minute)"
        probe=$(mktemp -d)
        mkdir "$probe/src"
        printf '[package]\nname = "probe"\nversion = "0.0.0"\nedition = "2021"\n' >"$probe/Cargo.toml"
        printf '#![no_std]\n' >"$probe/src/lib.rs"
        # embed-bitcode: without it the product's LTO fails with "Can't find section .llvmbc".
        quietly std env -u RUSTUP_TOOLCHAIN -C "$probe" RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS="-C embed-bitcode=yes" CARGO_TARGET_DIR="$probe/target" \
            /usr/bin/cargo build --release --offline --target "$target" -Z build-std=std,panic_abort,proc_macro,test \
            --config 'source.crates-io.replace-with="debian"' --config 'source.debian.directory="/usr/lib/rustlib/src/rust/library/vendor"' || return 1
        rm -f "$probe/target/$target/release/deps/"libprobe-*
        "${as_root[@]}" mkdir -p "$library"
        "${as_root[@]}" cp "$probe/target/$target/release/deps/"*.rlib "$library/"
        rm -rf "$probe"
        rm -rf "target/$target" # built against another standard library
    fi
    host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
    "${as_root[@]}" mkdir -p "/usr/lib/rustlib/$host/bin"
    "${as_root[@]}" ln -sf /usr/lib/llvm-19/bin/lld "/usr/lib/rustlib/$host/bin/rust-lld"
    mkdir -p "$TOOLS/debian-rust/bin"
    local tool
    for tool in cargo rustc rustdoc cargo-clippy clippy-driver cargo-fmt rustfmt; do
        if [ -x "/usr/bin/$tool" ]; then ln -sf "/usr/bin/$tool" "$TOOLS/debian-rust/bin/$tool"; fi
    done
    PATH="$TOOLS/debian-rust/bin:$PATH"
    hash -r
}

if ! { rust_is_new_enough && has_wasm_std; }; then
    if rust_is_new_enough && command -v rustup >/dev/null; then
        say "adding the target $target"
        quietly rustup-target timeout 300 rustup target add "$target" || say "rustup could not add it; taking Debian's compiler"
    fi
    if ! { rust_is_new_enough && has_wasm_std; }; then
        debian_rust || true
        { rust_is_new_enough && has_wasm_std; } || fail "Rust >= $floor with $target" \
            "'rustup update stable && rustup target add $target', or as root on Debian: apt-get install rustc-web cargo-web rust-web-src lld-19"
    fi
fi

# --- The build tools ---------------------------------------------------------------------------------------------
command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] \
    || fail "Node.js >= 20" "install it from your distribution (on Debian: apt-get install nodejs npm)"
command -v npm >/dev/null || fail "npm" "install it from your distribution (on Debian: apt-get install npm)"

quick=(CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_DEBUG=0)
version_of() { "$1" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)*' | head -n 1 || true; }
cargo_tool() { # CRATE COMMAND VERSION MINUTES ARGUMENT…
    local crate=$1 command=$2 version=$3 minutes=$4; shift 4
    [ "$(version_of "$command")" = "$version" ] && return
    say "installing $crate $version (once, about $minutes minutes)"
    # Built for a quick build, not a quick tool: it is fast enough.
    quietly "$crate" env "${quick[@]}" cargo install "$crate" --version "$version" --root "$TOOLS/$crate-$version" "$@" \
        || fail "$crate $version" "check that the crates registry is reached, then run make again (log: $TOOLS/$crate.log)"
    PATH="$TOOLS/$crate-$version/bin:$PATH"
}
cargo_tool trunk trunk "$TRUNK_VERSION" 4 --locked --no-default-features --features rustls
# wasm-bindgen, wasm-opt and esbuild by the lock files of scripts/tools: each package behind them has a committed checksum. Of
# the npm ones no install script is run. A copy that happens to be on PATH is not taken: its checksum is not known.
if [ ! -x "$WASM_BINDGEN/bin/wasm-bindgen" ] || [ ! -x "$WASM_BINDGEN/bin/wasm-bindgen-test-runner" ]; then
    say "installing wasm-bindgen by scripts/tools/Cargo.lock (once, about 2 minutes)"
    building=$(mktemp -d)
    built=0; quietly wasm-bindgen env "${quick[@]}" CARGO_TARGET_DIR="$building" cargo install --path scripts/tools --locked --root "$WASM_BINDGEN" || built=$?
    rm -rf "$building"
    [ $built = 0 ] || fail "wasm-bindgen" "check that the crates registry is reached, then run make again (log: $TOOLS/wasm-bindgen.log)"
    PATH="$WASM_BINDGEN/bin:$PATH"
fi

if [ "$scope" = fuzz ]; then cargo_tool cargo-fuzz cargo-fuzz "$CARGO_FUZZ_VERSION" 2 --locked; fi
if [ "$scope" = engines ]; then cargo_tool geckodriver geckodriver "$GECKODRIVER_VERSION" 3 --locked; fi

if [ ! -f "$NPM_TOOLS/complete" ]; then
    say "installing wasm-opt and esbuild by scripts/tools/package-lock.json"
    mkdir -p "$NPM_TOOLS"
    cp scripts/tools/package.json scripts/tools/package-lock.json "$NPM_TOOLS/"
    quietly npm-tools npm ci --prefix "$NPM_TOOLS" --ignore-scripts --no-audit --no-fund \
        || fail "the packages of scripts/tools/package-lock.json" "check that the npm registry is reached, then run make again (log: $TOOLS/npm-tools.log)"
    touch "$NPM_TOOLS/complete"
    PATH="$NPM_TOOLS/node_modules/.bin:$PATH"
fi

# The product is smaller with the standard library built along (scripts/build.sh); without its sources it is only larger.
if command -v rustup >/dev/null && [ ! -d "$TOOLS/debian-rust/bin" ] && ! small_std_at_hand; then
    quietly rust-src timeout 300 rustup component add rust-src || say "no sources of the standard library; the wasm will be about 20 kB larger"
fi
if small_std_at_hand; then
    std_crates() { RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort cargo fetch --quiet --target "$target" "$@"; }
    std_crates --offline 2>/dev/null || quietly std-crates std_crates || say "could not fetch the standard library's crates"
fi

# Trunk builds offline; so the crates come first. In CI the lock file must fit.
locked=(); if [ -n "${CI:-}" ]; then locked=(--locked); fi
cargo fetch --quiet --offline "${locked[@]}" 2>/dev/null || { say "fetching crates"; cargo fetch --quiet "${locked[@]}"; } \
    || fail "the crates of Cargo.lock" "check that the crates registry is reached, then run make again"

# --- DuckDB, beside which the generated SQL of the quality office is held ------------------------------------------
if [ "$scope" = test ] && [ ! -x "$QUALITY_PYTHON" ] && command -v python3 >/dev/null; then
    say "installing DuckDB $DUCKDB_VERSION into a Python environment of its own"
    venv=$(dirname "$(dirname "$QUALITY_PYTHON")")
    { quietly duckdb-venv python3 -m venv "$venv" && quietly duckdb "$venv/bin/python" -m pip install --quiet --timeout 10 --retries 1 --only-binary :all: "duckdb==$DUCKDB_VERSION"; } \
        || { rm -rf "$venv"; say "no DuckDB (no wheel for this Python, or the registry is not reached): the test that holds the SQL against it will say that it skips"; }
fi

# --- The browser -------------------------------------------------------------------------------------------------
if [ "$scope" = test ] || [ "$scope" = engines ]; then
    wanted=()
    [ -n "$CHROMIUM" ] && [ -x "$CHROMIUM" ] || wanted+=(chromium)
    [ -n "$CHROMEDRIVER" ] && [ -x "$CHROMEDRIVER" ] || wanted+=(chromium-driver)
    compgen -G '/usr/share/fonts/*/noto/NotoSansCJK*' >/dev/null || fc-list :lang=zh 2>/dev/null | grep -q . || wanted+=(fonts-noto-cjk)
    if [ "$scope" = engines ]; then
        for engine in firefox-esr:firefox-esr WebKitWebDriver:webkit2gtk-driver Xvfb:xvfb xauth:xauth; do
            command -v "${engine%%:*}" >/dev/null || wanted+=("${engine##*:}")
        done
    fi
    if [ ${#wanted[@]} -gt 0 ]; then
        apt_install "${wanted[@]}" || fail "${wanted[*]}" "as root: apt-get update && apt-get install ${wanted[*]} (elsewhere set CHROMIUM and CHROMEDRIVER to their paths)"
    fi
    if [ -f tests/package-lock.json ] && ! cmp -s tests/package-lock.json tests/node_modules/.installed-lock.json; then
        say "installing the packages of tests/package-lock.json"
        quietly tests-npm npm ci --prefix tests --no-audit --no-fund \
            || fail "the packages of tests/package-lock.json" "check that the npm registry is reached, then run make again"
        cp tests/package-lock.json tests/node_modules/.installed-lock.json
    fi
fi
