#!/usr/bin/env bash
# Known holes of what the build and the tests rest on: npm's advisories for both lock files, RustSec's for the three of cargo.
# A found one fails. Where a database cannot be reached it is said that nothing was looked up: a build without a network is
# no reason to stop, but no clean bill either.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
status=0

# A database that does not answer is waited for so many seconds, never longer.
PATIENCE=${ADVISORIES_PATIENCE:-120}
not_looked_up() { echo "advisories: NOT LOOKED UP for $1: $2" >&2; }

for folder in scripts/tools tests; do
    lock=$folder/package-lock.json
    answer=$(timeout "$PATIENCE" npm audit --prefix "$folder" --package-lock-only --audit-level=high --json --fetch-retries=1 2>/dev/null || true)
    # By a pipe: an answer about many packages is longer than an argument may be.
    found=$(printf '%s' "$answer" | node -e '
        let answer; try { answer = JSON.parse(require("node:fs").readFileSync(0, "utf8")); } catch { /* no answer */ }
        const names = answer?.vulnerabilities && Object.values(answer.vulnerabilities).filter(({ severity }) => ["high", "critical"].includes(severity)).map(({ name, severity }) => `${name} (${severity})`);
        console.log(names ? names.join(", ") || "none" : "unknown");')
    case $found in
        none) echo "advisories: none of note for $lock" ;;
        unknown) not_looked_up "$lock" "this npm registry answers no audit" ;;
        *) echo "advisories: $lock: $found" >&2; status=1 ;;
    esac
done

# `cargo install --locked cargo-audit` once; it fetches the database of RustSec itself (RUSTSEC_DB names a copy of it).
if cargo audit --version >/dev/null 2>&1; then
    database=(); if [ -n "${RUSTSEC_DB:-}" ]; then database=(--db "$RUSTSEC_DB" --no-fetch); fi
    for lock in Cargo.lock scripts/tools/Cargo.lock fuzz/Cargo.lock; do
        [ -f "$lock" ] || continue
        ended=0; said=$(timeout "$PATIENCE" cargo audit --quiet --file "$lock" "${database[@]}" 2>&1) || ended=$?
        if [ $ended = 0 ]; then echo "advisories: none for $lock"
        elif [ $ended = 124 ] || grep -qiE "couldn't fetch|failed to (fetch|load)|git operation" <<<"$said"; then not_looked_up "$lock" "the database of RustSec is not reached"
        else printf '%s\nadvisories: %s\n' "$said" "$lock" >&2; status=1; fi
    done
else
    not_looked_up Cargo.lock "cargo audit is not installed (cargo install --locked cargo-audit)"
fi
exit $status
