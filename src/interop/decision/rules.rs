//! What other pages take of prevention: the tables that a signature names by their digest, and the evidence.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::page::{both, sources};
use super::{crossings, days, doses, matrix, needles, routes, rows, starts};
use crate::clinical::contraindication::{QUESTIONS, TABLE};
use crate::clinical::formulary::Device;
use crate::clinical::matrix::{MATRIX, Rule};
use crate::clinical::monitoring::CHECKS;
use crate::clinical::not_for::NOT_FOR;
use crate::interop::headless::marks;
use crate::text::Text;

fn pair(text: Text) -> Value {
    json!({ "zh": text.zh(), "en": text.en() })
}

/// The tables of prevention, as far as `docs/for-clinicians/rules.json` digests them.
pub fn prevention_rules() -> Value {
    let rule = |rule: &Rule| {
        json!({
            "id": rule.id, "block": format!("{:?}", rule.block), "levels": rule.levels.iter().map(|level| format!("{level:?}")).collect::<Vec<_>>(),
            "bleedingHigh": rule.bleeding_high, "drug": rule.drug, "device": rule.device, "output": rule.output.id(), "recheckHours": rule.recheck_h,
            "reason": pair(rule.reason), "marks": marks(rule.marks),
        })
    };
    json!({
        "matrix": MATRIX.iter().map(rule).collect::<Vec<_>>(),
        "routes": routes::rules(),
        "notFor": NOT_FOR.iter().map(|row| json!({ "id": row.id, "who": pair(row.who), "what": pair(row.what) })).collect::<Vec<_>>(),
        "contraindications": rows::rules(TABLE),
        "questions": rows::rules(QUESTIONS),
        "substances": crossings::rules(),
        "doses": doses::rules(),
        "days": days::rules(),
        "starts": starts::rules(),
        "neuraxial": needles::rules(),
        "checks": CHECKS.iter().map(|row| json!({ "id": row.id, "what": pair(row.what), "everyHours": row.every_h, "marks": marks(row.marks) })).collect::<Vec<_>>(),
        "devices": Device::ALL.map(Device::id),
    })
}

/// The part of `docs/for-clinicians/evidence.md` that is about prevention.
pub fn prevention_evidence() -> String {
    let mut page = String::from("\n## Prevention: before the matrix\n\n| finding | reason | evidence |\n|---|---|---|\n");
    for (id, (reason, from)) in routes::ROUTES {
        let _ = writeln!(page, "| `{id}` | {} | {} |", both(reason), sources(from));
    }
    page.push_str(
        "\n## Prevention: the matrix\n\nConditions of each row: `decision-table.md`.\n\n| row | output | reason | evidence |\n|---|---|---|---|\n",
    );
    for rule in MATRIX {
        let _ = writeln!(
            page,
            "| {} ({}) | {} | {} | {} |",
            rule.id,
            matrix::levels(rule.block, rule.levels),
            rule.output.id(),
            both(rule.reason),
            sources(rule.marks)
        );
    }
    page.push_str("\n## Prevention: doses\n\n| drug | situation | CrCl | evidence |\n|---|---|---|---|\n");
    for row in doses::evidence() {
        let _ = writeln!(page, "| {} |", row.join(" | "));
    }
    page.push_str("\n## Prevention: contraindications\n\n| id | severity | applies | what | evidence |\n|---|---|---|---|---|\n");
    for row in TABLE.iter().chain(QUESTIONS) {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} |",
            row.id,
            rows::severity(row),
            rows::applies(row.applies),
            both(row.label),
            sources(row.marks)
        );
    }
    page
}
