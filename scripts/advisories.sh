#!/usr/bin/env bash
# Known holes of what the build and the tests rest on: npm's advisories for both lock files, RustSec's for the three of cargo.
# A found one fails. Where a database cannot be reached it is said that nothing was looked up: a build without a network is
# no reason to stop, but no clean bill either.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
status=0

for folder in scripts/tools tests; do
    answer=$(npm audit --prefix "$folder" --package-lock-only --audit-level=high --json 2>/dev/null || true)
    found=$(node -e '
        let answer; try { answer = JSON.parse(process.argv[1]); } catch { /* no answer */ }
        const names = answer?.vulnerabilities && Object.values(answer.vulnerabilities).filter(({ severity }) => ["high", "critical"].includes(severity)).map(({ name, severity }) => `${name} (${severity})`);
        console.log(names ? names.join(", ") || "none" : "unknown");' "$answer")
    case $found in
        none) echo "advisories: none of note for $folder/package-lock.json" ;;
        unknown) echo "advisories: NOT LOOKED UP for $folder/package-lock.json: this npm registry answers no audit" >&2 ;;
        *) echo "advisories: $folder/package-lock.json: $found" >&2; status=1 ;;
    esac
done

# `cargo install --locked cargo-audit` once; it fetches the database of RustSec itself (RUSTSEC_DB names a copy of it).
if cargo audit --version >/dev/null 2>&1; then
    database=(); if [ -n "${RUSTSEC_DB:-}" ]; then database=(--db "$RUSTSEC_DB" --no-fetch); fi
    for lock in Cargo.lock scripts/tools/Cargo.lock fuzz/Cargo.lock; do
        [ -f "$lock" ] || continue
        if said=$(cargo audit --quiet --file "$lock" "${database[@]}" 2>&1); then echo "advisories: none for $lock"
        elif grep -qiE "couldn't fetch|failed to (fetch|load)|git operation" <<<"$said"; then echo "advisories: NOT LOOKED UP for $lock: the database of RustSec is not reached" >&2
        else printf '%s\nadvisories: %s\n' "$said" "$lock" >&2; status=1; fi
    done
else
    echo "advisories: NOT LOOKED UP for Cargo.lock: cargo audit is not installed (cargo install --locked cargo-audit)" >&2
fi
exit $status
