#!/usr/bin/env bash
# engines.sh ENGINE …: the element and frame suites in each of these browsers (firefox, webkit, chromium). WebKitGTK has no
# headless mode: it gets a screen of its own (Xvfb).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
suites=(main_job element_contract two_elements form_association strict_csp insecure_origin delivery context_busy storage crash keyboard bad_input layout
    accessibility failure_panel later prevention reentrancy translator frame frame_host frame_examples frameworks smart)
files=(); for suite in "${suites[@]}"; do files+=("e2e/$suite.test.mjs"); done
failed=()
cd tests
for engine in "$@"; do
    printf '=== %s\n' "$engine"
    screen=(); if [ "$engine" = webkit ]; then screen=(xvfb-run -a); fi
    BROWSER=$engine "${screen[@]}" node --test --test-concurrency=1 --test-reporter=spec "${files[@]}" || failed+=("$engine")
done
if [ ${#failed[@]} -gt 0 ]; then printf 'FAILED: %s\n' "${failed[*]}"; exit 1; fi
