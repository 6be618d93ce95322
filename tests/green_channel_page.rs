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
use virchow::clinical::pathway::entries::{ENTRIES, ENTRY_MARKS};
use virchow::clinical::pathway::entry::{DDIMER_UNITS, EntryCode, EntryWho, FieldKind, HEARD, PAST, TimeSide, YES_NO};
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
        "# 疑似VTE绿色通道 / The green channel: suspected VTE\n\nGenerated from `src/clinical/pathway/`; a test fails when it differs. 所列药物均为建议，须医师确认；程序不开始、不停止、不给予任何药物。\nEvery line with a drug is a proposal that a physician confirms; the program starts, stops and gives nothing. Marks: V read in the place that the evidence page names, V2 read at second hand, K not yet verified, D a decision of this project and a local setting.\n\n",
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

const FOR_HOSTS: &str = "# 绿色通道的事件 / The events of the green channel

Generated from `src/clinical/pathway/entries.rs`; a test fails when it differs. 由程序的表生成。

Between a `vte_suspected` and the `vte_confirmed`, `vte_excluded` or withdrawal that settles it, people enter what they see, do and decide: each entry is one event. Nothing of it orders, starts or gives anything.

```json
{ \"type\": \"pathway_step\", \"body\": { \"of\": \"<id of the vte_suspected>\", \"step\": \"vitals\", \"at\": \"2026-11-22T20:04:00+08:00\",
  \"answers\": [ { \"item\": \"sbp\", \"value\": \"84 mm[Hg]\" }, { \"item\": \"dbp\", \"value\": \"50 mm[Hg]\" } ] } }
{ \"type\": \"referral\", \"body\": { \"of\": \"<id of the vte_suspected>\", \"id\": \"<id of the referral>\", \"state\": \"sent\", \"way\": \"qr\", \"at\": \"…\" } }
```

- `at` is when it was measured, told, drawn, given; absent: when it was signed. It is not in the future, and not before the suspicion but where *early* says so.
- A value is a text. A number stands with its unit (UCUM) and is refused without one; a time has an offset; codes are those below. `not_told` leaves a question open; `cannot_be_known` is a physician's to sign, and is a caution, never a no.
- The same entry signed again: the later answer governs, the earlier stays in the record. A result whose order is not on record is kept. A correction is an `amended` of the same step, and the episode is worked out anew from its beginning.
- `referral`: forward only (table below). A state reported twice with the same time is kept once; with another time it is refused (amend it). A later state that arrives first leaves those before it *not reported*, and they may still come. `sent` needs `way` (`network`, `qr`, `file`, `fax`, `telephone`), `received` and `accepted` a `person`, `declined` and `cancelled` a `reason`, `departed` (vital signs, escort, last dose), `arrived` (vital signs), `kept` (result) and `returned` (diagnosis, plan, drug, dose, next dose, stop date, tests due, whom to call) a `note` that says so. A new referral needs a suspicion that stands or was confirmed; after an exclusion a new suspicion comes first (D). When a hospital has accepted, a second acceptance of the same suspicion is refused: record that referral as `cancelled`. States may be reported after the suspicion is settled.
- `severity`, `disposition` and `treatment_plan` may also follow the `vte_confirmed` of that suspicion, in any order (D); every other step is refused then (`E_PHASE`). `disposition` with `place` `home` needs a `reason` unless `hestia` is `home_possible`, `next_day_contact` is `yes` and the latest `class` is `low` (D).
- `items` beside a result holds the answers of the score that it comes from. Without it the result was entered as such (a score made elsewhere). No rule reads it: the result governs.
- A suspicion is not withdrawn while the patient is unstable or a picture is positive (`E_CONFLICT`).
- Refusals name the place (`/answers/<item>`, `/of`, `/state` …) and never the value: `E_PHASE` (no suspicion stands), `E_ITEM`, `E_UNIT`, `E_RANGE`, `E_INCOMPLETE`, `E_ROLE`, `E_CONFLICT`.
- What a hospital sets: `profile.tier`, `profile.formulary` (stock) and `profile.channel` (`schema/channel.json`).

";

fn values(kind: FieldKind) -> String {
    let codes = |codes: &[EntryCode]| codes.iter().map(|code| format!("`{}`", code.id)).collect::<Vec<_>>().join(" ");
    match kind {
        FieldKind::YesNo => codes(&YES_NO),
        FieldKind::Heard => codes(&HEARD),
        FieldKind::Past => format!("{} or a time", codes(&PAST)),
        FieldKind::OneOf(of) => of.iter().map(|code| format!("`{}` {}", code.id, both(code.label))).collect::<Vec<_>>().join("; "),
        FieldKind::Measured(quantity) => {
            let row = quantity.row();
            format!("number, {} (and the other units of `{}`), {} to {}", row.units[0].name, row.id, row.min, row.max)
        }
        FieldKind::Ddimer => {
            let units: Vec<String> = DDIMER_UNITS.iter().map(|row| format!("`{}`", row.id)).collect();
            format!("number, {}", units.join(" "))
        }
        FieldKind::Number(units) => {
            let units: Vec<String> = units.iter().map(|unit| format!("`{}` {} to {}", unit.id, unit.min, unit.max)).collect();
            format!("number, {}", units.join("; "))
        }
        FieldKind::Time(TimeSide::Past) => "time, not ahead".into(),
        FieldKind::Time(TimeSide::Coming) => "time, not passed".into(),
        FieldKind::Words(longest) => format!("words, at most {longest}"),
        FieldKind::Scored(ids) => format!(
            "of {}: id, edition and one letter an item in the order of its table (`y` `n`, `u` cannot be known, `-` not answered, `c` counted); several lists divided by `;`",
            ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
        ),
        FieldKind::Gate(says) => {
            format!("id of a row of the gates that answers {}", says.iter().map(|says| says.label().en()).collect::<Vec<_>>().join(" or "))
        }
    }
}

fn for_hosts() -> String {
    let mut out = String::from(FOR_HOSTS);
    let _ = writeln!(out, "## Entries ({})", marks(ENTRY_MARKS));
    for row in ENTRIES {
        let who = if row.who == EntryWho::Physician { "physician" } else { "nurse, physician" };
        let early = if row.early { "; *early*: may be of before the suspicion" } else { "" };
        let closes: Vec<String> = row.closes.iter().map(|clock| format!("`{}`", clock.id())).collect();
        let closes = if closes.is_empty() { String::new() } else { format!("; ends {}", closes.join(" ")) };
        let _ = write!(out, "\n### `{}` {}\n\nSigned by: {who}{early}{closes}.\n", row.id, both(row.label));
        if row.fields.is_empty() {
            continue;
        }
        out.push_str("\n| item | what | value | |\n|---|---|---|---|\n");
        for field in row.fields {
            let mut also = vec![];
            if field.required {
                also.push("required".to_owned());
            }
            also.extend(field.needs.map(|needs| format!("with `{needs}`")));
            if field.physician {
                also.push("physician".into());
            }
            let _ = writeln!(out, "| `{}` | {} | {} | {} |", field.id, both(field.label), values(field.kind), also.join(", "));
        }
    }
    out.push_str("\n## States of a referral\n\n| state | | set by | next |\n|---|---|---|---|\n");
    for row in &REFERRAL_STATES {
        let next: Vec<&str> = row.next.iter().map(|state| REFERRAL_STATES[*state as usize].id).collect();
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            row.id,
            both(row.label),
            both(row.set_by),
            if next.is_empty() { "end".into() } else { next.join(", ") }
        );
    }
    out
}

#[test]
fn the_page_of_the_events_for_hosts() {
    let text = for_hosts();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/for-hosts/green-channel.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, &text).expect("written");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    let line = committed.lines().zip(text.lines()).take_while(|(old, new)| old == new).count() + 1;
    assert!(
        committed == text,
        "docs/for-hosts/green-channel.md differs from the tables, first in line {line}. Run `UPDATE=1 cargo test --no-default-features --test green_channel_page` and commit the result."
    );
}

/// Every field of the facts that the chart does not give can be entered, and every mark of a field names a place.
#[test]
fn every_mark_of_an_entry_names_a_place() {
    for (entry, field) in ENTRIES.iter().flat_map(|row| row.fields.iter().map(move |field| (row.id, field))) {
        for mark in field.marks {
            let found = match mark {
                Mark::V(key) => PLACES.iter().any(|place| place.key == *key && !place.secondary),
                Mark::V2(key) => PLACES.iter().any(|place| place.key == *key && place.secondary),
                Mark::K(_) | Mark::D(_) => true,
            };
            assert!(found, "{entry}.{}", field.id);
        }
        assert!(field.label.zh().chars().any(is_chinese) || field.label.zh().is_ascii() || field.id == "spo2", "{entry}.{}", field.id);
    }
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
