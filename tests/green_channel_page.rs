//! `docs/for-clinicians/green-channel.md`, written from the tables of the green channel and compared with what is committed;
//! `UPDATE=1 cargo test --no-default-features --test green_channel_page` writes it.
#![cfg(not(target_family = "wasm"))]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use virchow::clinical::first_minutes::{STEPS, Who};
use virchow::clinical::pathway::clocks::CLOCKS;
use virchow::clinical::pathway::codes::{AskItem, CODES, GATE_NAMES, WORDING};
use virchow::clinical::pathway::drugs::{APTT_ROWS, TREATMENT_DOSES};
use virchow::clinical::pathway::gate_table::GATES;
use virchow::clinical::pathway::need::NEEDS;
use virchow::clinical::pathway::referral::REFERRAL_STATES;
use virchow::clinical::pathway::state::STATES;
use virchow::clinical::pathway::tiers::{Availability, Means, TIER_MARKS, TIERS};
use virchow::clinical::source::{Mark, PLACES};
use virchow::text::Text;

fn both(text: Text) -> String {
    format!("{} / {}", text.zh(), text.en())
}

fn marks(marks: &[Mark]) -> String {
    marks.iter().map(|mark| mark.written()).collect::<Vec<_>>().join("; ")
}

const MERMAID: &str = "```mermaid
flowchart TD
  A[suspected] --> V{vital signs, limb}
  V -- incomplete --> S0[S0_VITALS]
  V -- unstable --> S1[S1_RESUS / S1_HIGH / S1_OTHER]
  V -- stable --> C{positive picture?}
  C -- yes --> T[T_CONFIRMED: gates, plan]
  C -- no --> G{pregnancy known?}
  G -- no --> S2[S2_PREG]
  G -- yes --> P{PERC, score}
  P -- open --> S3[S3_PERC / S3_SCORE]
  P -- PERC all absent --> X[T_EXCL_PERC]
  P -- unlikely --> D{D-dimer}
  P -- likely --> I{imaging}
  D -- none --> S4[S4_DDIMER]
  D -- negative --> E[T_EXCLUDED]
  D -- positive --> I
  I -- none --> S5[S5_IMAGE]
  I -- negative --> E
  I -- open --> S6[S6_SECOND / S6_SENIOR]
  I -- negative, D-dimer positive, DVT likely --> R[S6_REPEAT]
  R -- negative --> E
  R -- overdue --> L[T_LOST]
```
";

#[allow(clippy::too_many_lines)]
fn page() -> String {
    let mut out = String::from(
        "# 疑似VTE绿色通道 / The green channel: suspected VTE\n\nGenerated from `src/clinical/pathway/`; a test fails when it differs. 尚无界面调用本通道。所列药物均为建议，须医师确认；程序不开始、不停止、不给予任何药物。\nNo screen calls it yet. Every line with a drug is a proposal that a physician confirms; the program starts, stops and gives nothing. Marks: V read in the place that the evidence page names, V2 read at second hand, K not yet verified, D a decision of this project and a local setting.\n\n",
    );
    out.push_str(MERMAID);
    out.push_str("\n## States, in the order in which they are asked\n\n| state | rank | entered when | step | waits for | clock | prevention |\n|---|---|---|---|---|---|---|\n");
    for row in &STATES {
        let steps: Vec<&str> = row.steps.iter().map(|code| code.id()).collect();
        let clock = row.clock.map_or("-", |clock| clock.id());
        let paused = if row.paused { "paused" } else { "back to core" };
        let _ = writeln!(
            out,
            "| `{}` {} | {} | {} | {} | {} | {clock} | {paused} |",
            row.id,
            row.label.zh(),
            row.rank,
            both(row.entered),
            steps.join(", "),
            both(row.waits_for)
        );
    }
    out.push_str("\n## When an interim dose is needed\n\n| # | when | laboratory awaited | marks |\n|---|---|---|---|\n");
    for row in &NEEDS {
        let _ = writeln!(out, "| {} | {} | {} | {} |", row.id, both(row.when), if row.at_once { "no" } else { "60 min" }, marks(row.marks));
    }
    out.push_str("\n## Gates, in order; the worst answer holds\n\n| gate | row | fires when | answer | asks for | override | marks |\n|---|---|---|---|---|---|---|\n");
    for row in GATES {
        let name = row.gate.row();
        let item = row.item.map_or_else(|| "-".to_owned(), |item| both(item.text()));
        let _ = writeln!(
            out,
            "| G{} `{}` | `{}` | {} | {} | {item} | {} | {} |",
            row.gate as u8,
            name.id,
            row.id,
            both(row.fires),
            both(row.says.label()),
            if row.no_override { "never" } else { "physician, signed" },
            marks(row.marks)
        );
    }
    out.push_str("\n## Treatment doses of the interim proposal\n\nThe insert in the box prevails. Not decided by the program: whether to treat, the drug, the first dose, a bolus, thrombolysis, duration.\n\n| drug | dose | kidney | marks |\n|---|---|---|---|\n");
    for row in &TREATMENT_DOSES {
        let _ = writeln!(out, "| {} | {} | {} | {} |", both(row.drug.label()), both(row.dose), both(row.kidney), marks(row.marks));
    }
    out.push_str("\n### UFH by APTT (V:S169; the edges D), shown only\n\n| ratio | bolus U/kg | stop h | rate U/kg/h |\n|---|---|---|---|\n");
    for row in &APTT_ROWS {
        let _ = writeln!(out, "| {} | {} | {} | {:+} |", both(row.ratio), row.bolus, row.stop_h, row.rate);
    }
    out.push_str("\n## Clocks\n\nMinutes: urgent, pressing, usual; every one a setting.\n\n| clock | from -> to | target | minutes | owner | marks |\n|---|---|---|---|---|---|\n");
    for row in &CLOCKS {
        let [urgent, pressing, usual] = row.minutes;
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {urgent}, {pressing}, {usual} | {} | {} |",
            row.id,
            both(row.span),
            both(row.target),
            both(row.owner.label()),
            marks(row.marks)
        );
    }
    let _ = write!(
        out,
        "\n## What each tier is assumed to have ({})\n\ny day and night, d daytime, n no. The last three columns stand in no table of the specification.\n\n| tier |",
        marks(TIER_MARKS)
    );
    Means::ALL.iter().for_each(|means| out.push_str(&format!(" {} |", both(means.label()))));
    out.push_str(&format!("\n|---|{}\n", "---|".repeat(Means::ALL.len())));
    for row in &TIERS {
        let _ = write!(out, "| {} |", both(row.label));
        for means in row.means {
            let sign = match means {
                Availability::No => "n",
                Availability::Daytime => "d",
                Availability::Yes => "y",
            };
            let _ = write!(out, " {sign} |");
        }
        out.push('\n');
    }
    out.push_str("\n## States of a referral, forward only\n\n| state | set by | next |\n|---|---|---|\n");
    for row in &REFERRAL_STATES {
        let next: Vec<&str> = row.next.iter().map(|state| REFERRAL_STATES[*state as usize].id).collect();
        let _ = writeln!(
            out,
            "| `{}` {} | {} | {} |",
            row.id,
            row.label.zh(),
            both(row.set_by),
            if next.is_empty() { "end".to_owned() } else { next.join(", ") }
        );
    }
    out.push_str("\n## The first minutes\n\n| # | who | what | marks |\n|---|---|---|---|\n");
    for who in Who::ALL {
        for step in STEPS.iter().filter(|step| step.who == who) {
            let _ = writeln!(out, "| `{}` | {} | {} | {} |", step.id, both(who.label()), both(step.text), marks(step.marks));
        }
    }
    let _ = write!(out, "\n## Codes and wording ({})\n\n| code | zh | en |\n|---|---|---|\n", marks(WORDING));
    for row in &CODES {
        let _ = writeln!(out, "| {} | {} | {} |", row.id, row.text.zh(), row.text.en());
    }
    for item in AskItem::ALL {
        let _ = writeln!(out, "| {{item}} | {} | {} |", item.text().zh(), item.text().en());
    }
    for (number, row) in GATE_NAMES.iter().enumerate() {
        let _ = writeln!(out, "| {{gate}} G{number} | {} | {} |", row.text.zh(), row.text.en());
    }
    out
}

/// The page is what is committed, and holds every row of every table.
#[test]
fn the_page_of_the_green_channel() {
    let text = page();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/for-clinicians/green-channel.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, &text).expect("written");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    let line = committed.lines().zip(text.lines()).take_while(|(old, new)| old == new).count() + 1;
    assert!(
        committed == text,
        "green-channel.md differs from the tables, first in line {line}. Run `UPDATE=1 cargo test --no-default-features --test green_channel_page` and commit the result."
    );
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// As `tests/architecture.rs` holds it for every other table.
#[test]
fn every_row_says_where_it_comes_from_and_stands_in_the_place_of_its_number() {
    let rows = GATES.iter().map(|row| (row.id, row.marks)).chain(NEEDS.iter().map(|row| (row.id, row.marks)));
    let rows = rows.chain(CLOCKS.iter().map(|row| (row.id, row.marks))).chain(TREATMENT_DOSES.iter().map(|row| (row.drug.id(), row.marks)));
    for (id, marks) in rows.chain([("wording", WORDING), ("tiers", TIER_MARKS)]) {
        assert!(!marks.is_empty(), "{id}");
        for mark in marks {
            let (key, secondary) = match mark {
                Mark::V(key) => (*key, false),
                Mark::V2(key) => (*key, true),
                Mark::K(what) | Mark::D(what) => {
                    assert!(what.zh().chars().any(is_chinese) && !what.en().chars().any(is_chinese), "{id}");
                    continue;
                }
            };
            assert!(PLACES.iter().any(|place| place.key == key && place.secondary == secondary), "{id}: {key}");
        }
    }
    assert!(CODES.iter().enumerate().all(|(at, row)| row.code as usize == at));
    assert!(CLOCKS.iter().enumerate().all(|(at, row)| row.clock as usize == at));
    assert!(STATES.iter().enumerate().all(|(at, row)| row.state as usize == at));
    assert!(NEEDS.iter().enumerate().all(|(at, row)| row.need as usize == at));
    assert!(GATE_NAMES.iter().enumerate().all(|(at, row)| row.gate as usize == at));
    assert!(TIERS.iter().enumerate().all(|(at, row)| row.tier as usize == at));
    assert!(REFERRAL_STATES.iter().enumerate().all(|(at, row)| row.state as usize == at));
    let mut ids: Vec<&str> = GATES.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), GATES.len());
}
