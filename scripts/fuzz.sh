#!/usr/bin/env bash
# fuzz.sh SECONDS [TARGET …]: each target for so many seconds, from the committed corpus. What is found new stays in
# fuzz/target, what breaks in fuzz/artifacts; a run that finds a fault fails, and the next target runs all the same.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
seconds=$1; shift
cd fuzz
# The instrumentation is a switch of the compiler that stable hides; without a sanitizer nothing else of nightly is needed.
export RUSTC_BOOTSTRAP=1
targets=("$@")
if [ ${#targets[@]} = 0 ]; then mapfile -t targets < <(cargo fuzz list); fi
failed=()
cargo fuzz build --sanitizer none
for target in "${targets[@]}"; do
    found=target/found/$target
    mkdir -p "$found" "corpus/$target"
    printf '=== %s\n' "$target"
    cargo fuzz run "$target" --sanitizer none "$found" "corpus/$target" -- -max_total_time="$seconds" -runs=10000000 -max_len=12000 -timeout=20 \
        -print_final_stats=1 2>&1 | grep -aE 'panicked|SUMMARY|stat::|DONE' || failed+=("$target")
    if compgen -G "artifacts/$target/*" >/dev/null; then failed+=("$target"); fi
done
if [ ${#failed[@]} -gt 0 ]; then printf 'FAILED: %s\n' "${failed[*]}"; exit 1; fi
