//! The tables, written out: `docs/for-clinicians/rules.json` (what a signature names by digest), the evidence table, and the schemas.
//! Run by a test that compares the committed files; nothing of this is in the browser.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::cited::{cited, not_for_rows, phrase};
use super::event::number;
use super::headless::marks;
use super::obstetric::{obstetric_evidence, obstetric_rules};
use super::read_as::{both, read_as, reading_rules};
use super::rules_in_code::RULES_IN_CODE;
use super::shape::{Field, Shape};
use super::spellings;
use crate::clinical::finding::{Reach, SHARED};
use crate::clinical::first_minutes::STEPS;
use crate::clinical::instrument::{Bound, From, Instrument};
use crate::clinical::instruments;
use crate::clinical::label_units::LABELS;
use crate::clinical::monitoring::CHECKS;
use crate::clinical::quantity::{Limit, QUANTITIES, Quantity, Until};
use crate::clinical::source::PLACES;
use crate::record::due::TRIGGERS;

/// Every table that a score rests on. Its canonical form is what `rules.sha256` digests.
pub fn rules() -> Value {
    json!({
        "instruments": instruments::ALL.iter().chain(instruments::SCORED).map(|instrument| instrument_rules(instrument)).collect::<Vec<_>>(),
        "units": units(),
        "findings": findings(),
        "obstetric": obstetric_rules(),
        "prevention": super::decision::prevention_rules(),
    })
}

fn instrument_rules(instrument: &Instrument) -> Value {
    let mut rules = table_rules(instrument);
    if let (Some(reads), Some(fields)) = (instrument.reads, rules.as_object_mut()) {
        fields.extend(reading_rules(reads));
    }
    rules
}

fn table_rules(instrument: &Instrument) -> Value {
    json!({
        "id": instrument.id, "edition": instrument.edition, "setting": instrument.setting, "title": both(instrument.title),
        "source": instrument.source.citation,
        "items": instrument.items.iter().map(|item| json!({
            "id": item.id, "points": number(item.points), "label": both(item.label), "counts": item.counts.map(both),
            "from": from(item.from), "femaleOnly": item.female_only, "wantsNote": item.wants_note, "marks": marks(item.marks),
        })).collect::<Vec<_>>(),
        "groups": instrument.groups.iter().map(|group| json!({ "id": group.id, "members": group.members })).collect::<Vec<_>>(),
        "bands": instrument.bands.iter().map(|band| json!({ "from": number(band.from), "band": band.risk.id() })).collect::<Vec<_>>(),
        "subBands": instrument.sub_bands.iter().map(|band| json!({ "id": band.id, "from": number(band.from), "to": number(band.to) })).collect::<Vec<_>>(),
        "figures": instrument.figures.iter().map(|figure| json!({ "from": number(figure.from), "to": number(figure.to), "text": both(figure.text), "source": figure.source.citation })).collect::<Vec<_>>(),
        "warnings": instrument.warnings.iter().map(|warning| json!({ "id": warning.id, "when": warning.when, "unlessOperation": warning.unless.iter().map(|procedure| procedure.id()).collect::<Vec<_>>(), "text": both(warning.text) })).collect::<Vec<_>>(),
    })
}

fn from(from: From) -> Value {
    match from {
        From::Asked => Value::Null,
        From::ValueAsked => json!("value, asked"),
        From::Age { from, to } => json!({ "age": { "from": from, "to": if to == u8::MAX { Value::Null } else { json!(to) } } }),
        From::BmiAbove(limit) => json!({ "bmiAbove": limit }),
        From::BmiAtLeast(limit) => json!({ "bmiAtLeast": limit }),
        From::Surgery(class) => json!({ "surgery": format!("{class:?}") }),
        From::RecentOperation { longer_than_min, former_only } => {
            json!({ "suggestedByOperationWithin30Days": { "longerThanMin": longer_than_min, "formerOnly": former_only } })
        }
        From::FractureOperation => json!({ "suggestedByOperation": ["hip_fracture"] }),
        From::Below(quantity, Bound::Printed(limit)) => json!({ "below": { "quantity": quantity.row().id, "limit": limit } }),
        From::Below(quantity, Bound::LocalPlatelets) => {
            json!({ "below": { "quantity": quantity.row().id, "limit": "profile.thresholds.platelets" } })
        }
        From::AtLeast(quantity, limit) => json!({ "atLeast": { "quantity": quantity.row().id, "limit": limit } }),
        From::Above(quantity, limit) => limited(Limit::Above(quantity, limit)),
        From::Between(quantity, span) => {
            let (end, limit) = match span.until {
                Until::Below(limit) => ("below", limit),
                Until::Included(last) => ("to", last),
            };
            json!({ "between": { "quantity": quantity.row().id, "from": span.from, end: limit } })
        }
        From::AllMeet(limits) => json!({ "yesWhereAll": limits.iter().map(|limit| limited(*limit)).collect::<Vec<_>>() }),
        From::AnyMeets(limits) => json!({ "yesWhereAny": limits.iter().map(|limit| limited(*limit)).collect::<Vec<_>>() }),
        From::BelowOrAsked(quantity, limit) => json!({ "yesWhereBelowElseAsked": { "quantity": quantity.row().id, "limit": limit } }),
        From::CreatinineOrAsked(limit) => json!({ "yesWhereAtLeastElseAsked": { "quantity": Quantity::Creatinine.row().id, "limit": limit } }),
        From::MaleAtLeast(quantity, limit) => json!({ "maleAndAtLeast": { "quantity": quantity.row().id, "limit": limit } }),
        From::BelowBySex { quantity, men, women } => json!({ "belowBySex": { "quantity": quantity.row().id, "men": men, "women": women } }),
        From::ClearanceBelow(limit) => json!({ "clearanceBelow": limit }),
        From::BelowAtAll(quantity, limit) => json!({ "yesWhereBelow": { "quantity": quantity.row().id, "limit": limit } }),
        From::PressureAtLeast { systolic, diastolic } => json!({ "eitherAtLeast": { "sbp": systolic, "dbp": diastolic } }),
        From::Count(quantity) => json!({ "pointsPerUnitOf": quantity.row().id }),
        From::Filtration { from, below } => json!({ "filtration": { "from": from, "below": below } }),
        From::Male => json!("male"),
        From::SevereRenal => json!({ "yesWhereClearanceOrFiltrationBelow": "profile.thresholds.renal" }),
        From::HighPressureTwice => json!({ "yesWhereTwiceAtLeast": ["profile.thresholds.systolic", "profile.thresholds.diastolic"] }),
        From::NeuraxialWindow => json!({ "neuraxialWindowHours": { "before": 12, "after": 12 } }),
        From::Antithrombotic => json!("yesOnAntithromboticOtherThanProphylactic"),
        From::IntensiveCare => json!("yesInIntensiveCare"),
        From::IntensiveCareStay => json!("yesInIntensiveCareAskedAfterIt"),
        From::HepaticInr => json!({ "noWhereInrAtMostOrWarfarin": 1.5 }),
        From::UntilHaemostasis(procedures) => json!({ "untilHaemostasis": procedures.iter().map(|procedure| procedure.id()).collect::<Vec<_>>() }),
    }
}

fn limited(limit: Limit) -> Value {
    let (word, bound) = match limit {
        Limit::Below(_, bound) => ("below", bound),
        Limit::Above(_, bound) => ("above", bound),
    };
    json!({ word: { "quantity": limit.quantity().row().id, "limit": bound } })
}

/// `schema/units.json`.
pub fn units() -> Value {
    Value::Array(
        QUANTITIES
            .iter()
            .map(|row| {
                json!({
                    "id": row.id, "name": both(row.name), "canonical": row.units[0].name, "min": row.min, "max": row.max, "required": row.unit_required,
                    "accepted": row.units.iter().flat_map(|unit| {
                        let spelled = [unit.name].into_iter().chain(spellings::of(row.quantity, unit.name));
                        spelled.map(|name| json!({ "unit": name, "factor": unit.factor, "offset": unit.offset }))
                    }).collect::<Vec<_>>(),
                })
            })
            .collect(),
    )
}

/// `schema/findings.json`.
pub fn findings() -> Value {
    let key = |key: crate::clinical::finding::Key| format!("{}.{}", key.instrument, key.item);
    Value::Array(
        SHARED.iter().map(|row| json!({ "from": key(row.from), "to": key(row.to), "reach": if row.reach == Reach::Makes { "makes" } else { "suggests" }, "why": both(row.why), "marks": marks(row.marks) })).collect(),
    )
}

/// A shape as JSON Schema (draft 2020-12).
pub fn schema(shape: &Shape) -> Value {
    match shape {
        Shape::Text(max) => json!({ "type": "string", "maxLength": max }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Whole => json!({ "type": "integer", "minimum": 0 }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Time => json!({ "type": "string", "format": "date-time" }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::PartOfDate => json!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" }),
        Shape::Moment => json!({ "type": "string", "anyOf": [{ "format": "date-time" }, { "format": "date" }] }),
        Shape::OneOf(words) => json!({ "enum": words }),
        Shape::Any => json!(true),
        Shape::Null => json!({ "type": "null" }),
        Shape::Or(shapes) => json!({ "anyOf": shapes.iter().map(schema).collect::<Vec<_>>() }),
        Shape::List(of) => json!({ "type": "array", "items": schema(of) }),
        Shape::Map(of) => json!({ "type": "object", "additionalProperties": schema(of) }),
        Shape::Object { fields, open } => json!({
            "type": "object",
            "properties": fields.iter().map(|field| (field.name.to_owned(), documented(field))).collect::<serde_json::Map<_, _>>(),
            "required": fields.iter().filter(|field| field.required).map(|field| field.name).collect::<Vec<_>>(),
            "additionalProperties": open,
        }),
    }
}

fn documented(field: &Field) -> Value {
    let inner = schema(&field.shape);
    let mut schema = if field.required { inner } else { json!({ "anyOf": [inner, { "type": "null" }] }) };
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("description".into(), json!(field.doc));
    }
    schema
}

/// A shape as a TypeScript type.
pub fn typescript(shape: &Shape, indent: usize) -> String {
    let pad = "  ".repeat(indent + 1);
    match shape {
        Shape::Text(_) | Shape::Time | Shape::Date | Shape::PartOfDate | Shape::Moment => "string".into(),
        Shape::Number | Shape::Whole => "number".into(),
        Shape::Flag => "boolean".into(),
        Shape::Any => "unknown".into(),
        Shape::Null => "null".into(),
        Shape::OneOf(words) => words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" | "),
        Shape::Or(shapes) => shapes.iter().map(|shape| typescript(shape, indent)).collect::<Vec<_>>().join(" | "),
        Shape::List(of) => format!("Array<{}>", typescript(of, indent)),
        Shape::Map(of) => format!("Record<string, {}>", typescript(of, indent)),
        Shape::Object { fields, .. } => {
            let mut out = String::from("{\n");
            for field in *fields {
                let (mark, null) = if field.required { ("", "") } else { ("?", " | null") };
                let _ = writeln!(out, "{pad}/** {} */\n{pad}{}{mark}: {}{null};", field.doc, field.name, typescript(&field.shape, indent + 1));
            }
            out + &"  ".repeat(indent) + "}"
        }
    }
}

/// `docs/for-clinicians/evidence.md`: every rule with its source and mark.
pub fn evidence() -> String {
    let mut out = String::from(
        "# Evidence\n\nGenerated from the tables in `src/clinical/`; a test fails when it differs. **V**: read in the public place named below. \
         **V2**: read only in a secondary summary, or in a copy whose fidelity cannot be judged (二手资料); never on the ward's screen, and alone it never raises a proposed dose. \
         **K**: known, not yet found in a source, shown as 来源未核实 / source not verified. **D**: our decision, shown as 本院设定 / local setting. \
         A mark belongs to one statement, which stands after K or D: the rest of the row rests on the places named.\n\n",
    );
    let _ = write!(out, "## 不适用范围 / Not for\n\n{}", not_for_rows());
    for instrument in instruments::ALL.iter().chain(instruments::SCORED) {
        let _ = write!(
            out,
            "\n## {} ({}, edition {})\n\n{}\n\nSource: {}. {}\n\n",
            instrument.title.en(),
            instrument.id,
            instrument.edition,
            instrument.title.zh(),
            instrument.source.citation,
            cited(instrument.source.marks)
        );
        out.push_str("| item | points | 条目 | item in English | counts | evidence |\n|---|---|---|---|---|---|\n");
        for item in instrument.items {
            let counts = item.counts.map_or(String::new(), |counts| format!("{} / {}", counts.zh(), counts.en()));
            let _ =
                writeln!(out, "| `{}` | {} | {} | {} | {} | {} |", item.id, item.points, item.label.zh(), item.label.en(), counts, cited(item.marks));
        }
        if !instrument.groups.is_empty() {
            out.push_str("\n| group | members (the highest counts) | evidence |\n|---|---|---|\n");
            for group in instrument.groups {
                let _ = writeln!(out, "| `{}` | {} | {} |", group.id, group.members.join(", "), cited(group.marks));
            }
        }
        if let Some(reads) = instrument.reads {
            out.push_str(&read_as(reads));
        } else {
            out.push_str("\n| band | from | evidence |\n|---|---|---|\n");
        }
        for band in instrument.bands {
            let _ = writeln!(out, "| {} {} | {} | {} |", band.label.zh(), band.label.en(), band.from, cited(band.marks));
        }
        for band in instrument.sub_bands {
            let _ = writeln!(out, "| `{}` {} {} | {}–{} | |", band.id, band.label.zh(), band.label.en(), band.from, band.to);
        }
        if !instrument.figures.is_empty() || instrument.reads.is_none() {
            out.push_str("\n| figure for | text | source | evidence |\n|---|---|---|---|\n");
        }
        for figure in instrument.figures {
            let _ = writeln!(
                out,
                "| {}–{} | {} / {} | {} | {} |",
                figure.from,
                figure.to,
                figure.text.zh(),
                figure.text.en(),
                figure.source.citation,
                cited(figure.source.marks)
            );
        }
        out.push_str("\n| note | evidence |\n|---|---|\n");
        for warning in instrument.warnings {
            let _ = writeln!(out, "| `{}` {} / {} | {} |", warning.id, warning.text.zh(), warning.text.en(), cited(warning.marks));
        }
        for (text, marks) in instrument.caveats {
            let _ = writeln!(out, "| {} / {} | {} |", text.zh(), text.en(), cited(marks));
        }
    }
    out.push_str("\n## Findings that cross\n\n| from | to | why | evidence |\n|---|---|---|---|\n");
    for row in SHARED {
        let _ = writeln!(
            out,
            "| `{}.{}` | `{}.{}` | {} / {} | {} |",
            row.from.instrument,
            row.from.item,
            row.to.instrument,
            row.to.item,
            row.why.zh(),
            row.why.en(),
            cited(row.marks)
        );
    }
    out.push_str("\n## What calls for what\n\nHours are the defaults; a hospital sets them within the bounds (`due` in its profile). Deadlines are elapsed time.\n\n| trigger | task | who | profile key | hours | bounds | evidence |\n|---|---|---|---|---|---|---|\n");
    for trigger in &TRIGGERS {
        let row = trigger.wait.row();
        let who: Vec<&str> = trigger.owners.iter().map(|role| role.id()).collect();
        let _ = writeln!(
            out,
            "| `{}` {} {} | {} / {} | {} | `{}` | {} | {}–{} | {} |",
            trigger.id,
            trigger.label.zh(),
            trigger.label.en(),
            trigger.task.zh(),
            trigger.task.en(),
            who.join(", "),
            row.id,
            row.hours,
            row.from,
            row.to,
            cited(trigger.marks)
        );
    }
    out.push_str("\n## Suspected VTE: the first minutes\n\n| step | who | 步骤 | step in English | evidence |\n|---|---|---|---|---|\n");
    for step in STEPS {
        let _ = writeln!(out, "| `{}` | {} | {} | {} | {} |", step.id, step.who.label().en(), step.text.zh(), step.text.en(), cited(step.marks));
    }
    out.push_str(
        "\n## Doses in the unit that they are not ordered in\n\n| drug | dose | 另一单位 | the other unit | evidence |\n|---|---|---|---|---|\n",
    );
    for label in &LABELS {
        let _ = writeln!(
            out,
            "| {} | {} {} | {} | {} | {} |",
            label.drug.id(),
            label.amount,
            label.unit,
            label.text.zh(),
            label.text.en(),
            cited(label.marks)
        );
    }
    out.push_str(&obstetric_evidence());
    out.push_str(&super::decision::prevention_evidence());
    out.push_str(&checks());
    out.push_str("\n## Rules outside the tables\n\n| rule | evidence |\n|---|---|\n");
    for row in RULES_IN_CODE {
        let _ = writeln!(out, "| {} | {} |", phrase(row.rule), cited(row.marks));
    }
    out.push_str("\n## Bounds of quantities (D: they catch slips of unit and typing, they are no reference ranges)\n\n| quantity | from | to | unit |\n|---|---|---|---|\n");
    for row in QUANTITIES {
        let _ = writeln!(out, "| `{}` {} {} | {} | {} | {} |", row.id, row.name.zh(), row.name.en(), row.min, row.max, row.units[0].name);
    }
    for (title, secondary) in [("Places read (V)", false), ("Secondary places (V2) / 二手资料", true)] {
        let _ = write!(out, "\n## {title}\n\n| key | place |\n|---|---|\n");
        for place in PLACES.iter().filter(|place| place.secondary == secondary) {
            let _ = writeln!(out, "| {} | {} |", place.key, place.what);
        }
    }
    out
}

/// `docs/for-clinicians/not-for.md`: whom and what the program is not for.
pub fn not_for() -> String {
    format!(
        "# 不适用范围 / Not for\n\nGenerated from `src/clinical/not_for.rs`; a test fails when it differs. 本程序用于成人（≥18岁）住院患者的VTE风险评估与预防。\
         以下各项不在其列，或仅部分适用。 / The program is for the risk of VTE and its prevention in adult in-patients. What follows is outside, or covered in part only.\n\n{}",
        not_for_rows()
    )
}

fn checks() -> String {
    let mut out = String::from("\n## What is watched\n\n| check | what | every | evidence |\n|---|---|---|---|\n");
    for row in &CHECKS {
        let every = row.every_h.map_or("once".into(), |hours| format!("{hours} h"));
        let _ = writeln!(out, "| `{}` | {} | {every} | {} |", row.id, phrase(row.what), cited(row.marks));
    }
    out
}
