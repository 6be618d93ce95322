#!/usr/bin/env bash
# Every test there is. Each stage says what it is and how long it took; a failed one does not hide the next, and one that
# hangs is ended, with all it started, and has failed.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
log=$(mktemp -d); trap '[ -z "${begun-}" ] || kill "$begun" 2>/dev/null || true; rm -rf "$log"' EXIT
failed=() LONGEST=2500

stage() { # NAME COMMAND…
    local name=$1 start=$SECONDS status=0; shift
    printf '\n=== %s\n' "$name"
    timeout --kill-after=10 "$LONGEST" "$@" 2>&1 | tee "$log/${name//[ ,]/-}" || status=$?
    ended
}
ended() { # of a stage: its name, start and status
    if [ $status = 0 ]; then printf -- '--- %s: %d s\n' "$name" $((SECONDS - start)); return; fi
    printf -- '--- %s: FAILED after %d s\n' "$name" $((SECONDS - start))
    failed+=("$name")
    return 0
}
# Begins a stage beside those that follow; `join` waits for it and prints what it said.
begin() { # NAME COMMAND…
    begun_name=$1 begun_at=$SECONDS; shift
    timeout --kill-after=10 "$LONGEST" "$@" >"$log/$begun_name" 2>&1 & begun=$!
}
join() {
    local name=$begun_name start=$begun_at status=0
    wait "$begun" || status=$?
    begun=
    printf '\n=== %s (begun beside the others)\n' "$name"
    cat "$log/$name"
    ended
}
must() { stage "$@"; if [ ${#failed[@]} -gt 0 ]; then printf '\nFAILED: %s\n' "${failed[*]}"; exit 1; fi; }

must 'set-up' scripts/setup.sh test
. scripts/env.sh # what was just installed

# Most of a build is one thread (the compiler's last pass, wasm-opt), and it has a target folder of its own.
begin 'build' scripts/build.sh
stage 'core' cargo test --no-default-features --no-fail-fast
# Once more with what knows a browser, as far as that can run natively: unit tests, and the tests that ask for the feature.
with_web=(); for file in $(grep -l 'feature = "web"' tests/*.rs || true); do with_web+=(--test "$(basename "$file" .rs)"); done
stage 'native with web' cargo test --no-fail-fast --lib "${with_web[@]}"
if compgen -G 'tests/browser*.rs' >/dev/null; then
    stage 'browser' env WASM_BINDGEN_TEST_TIMEOUT=120 cargo test --target wasm32-unknown-unknown --test 'browser*'
fi
stage 'licences' node scripts/licences.mjs --check
join
if [[ " ${failed[*]-} " != *' build '* ]]; then
    stage 'size' node scripts/size.mjs dist
    stage 'end to end' npm run --prefix tests beside
    stage 'end to end, alone' npm run --prefix tests alone
    # Where another engine happens to be at hand, the shortest whole job in it; the suites in all three are `make engines`.
    if command -v firefox-esr geckodriver >/dev/null; then stage 'firefox' env BROWSER=firefox npm run --prefix tests smoke; fi
fi

# cargo and wasm-bindgen-test: "test result: ok. 3 passed; 0 failed; …"; node --test: "# pass 3", "# fail 0".
sum() { cat "$log"/* | sed -nE "s/^test result: .* ([0-9]+) $1;.*/\1/p; s/^(#|ℹ) $2 ([0-9]+)\$/\2/p" | awk '{ n += $1 } END { print n + 0 }'; }
printf '\n%d s in all' "$SECONDS"
if [ ${#failed[@]} -gt 0 ]; then printf '; FAILED: %s' "$(IFS=,; echo "${failed[*]}")"; fi
printf '\n%d passed, %d failed\n' "$(sum passed pass)" "$(sum failed fail)"
[ ${#failed[@]} = 0 ]
