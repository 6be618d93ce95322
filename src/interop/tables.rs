//! The tables, written out: `docs/rules.json` (what a signature names by digest), the evidence table, and the schemas.
//! Run by a test that compares the committed files; nothing of this is in the browser.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::event::number;
use super::headless::marks;
use super::shape::{Field, Shape};
use crate::clinical::finding::{Reach, SHARED};
use crate::clinical::instrument::{Bound, From, Instrument};
use crate::clinical::instruments;
use crate::clinical::quantity::QUANTITIES;
use crate::clinical::source::{Mark, PLACES};
use crate::record::due::TRIGGERS;
use crate::text::Text;

fn both(text: Text) -> Value {
    json!({ "zh": text.zh(), "en": text.en() })
}

/// Every table that a score rests on. Its canonical form is what `rules.sha256` digests.
pub fn rules() -> Value {
    json!({
        "instruments": instruments::ALL.iter().map(|instrument| instrument_rules(instrument)).collect::<Vec<_>>(),
        "units": units(),
        "findings": findings(),
        "prevention": super::decision::prevention_rules(),
    })
}

fn instrument_rules(instrument: &Instrument) -> Value {
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
        From::Filtration { from, below } => json!({ "filtration": { "from": from, "below": below } }),
        From::Male => json!("male"),
        From::SevereRenal => json!({ "yesWhereClearanceOrFiltrationBelow": "profile.thresholds.renal" }),
        From::HighPressureTwice => json!({ "yesWhereTwiceAtLeast": ["profile.thresholds.systolic", "profile.thresholds.diastolic"] }),
        From::NeuraxialWindow => json!({ "neuraxialWindowHours": { "before": 12, "after": 12 } }),
        From::Antithrombotic => json!("yesOnAntithromboticOtherThanProphylactic"),
        From::IntensiveCare => json!("yesInIntensiveCare"),
        From::HepaticInr => json!({ "noWhereInrAtMostOrWarfarin": 1.5 }),
        From::UntilHaemostasis(procedures) => json!({ "untilHaemostasis": procedures.iter().map(|procedure| procedure.id()).collect::<Vec<_>>() }),
    }
}

/// `schema/units.json`.
pub fn units() -> Value {
    Value::Array(
        QUANTITIES
            .iter()
            .map(|row| {
                json!({
                    "id": row.id, "name": both(row.name), "canonical": row.units[0].name, "min": row.min, "max": row.max, "required": row.unit_required,
                    "accepted": row.units.iter().map(|unit| json!({ "unit": unit.name, "factor": unit.factor, "offset": unit.offset })).collect::<Vec<_>>(),
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
        Shape::Text(_) | Shape::Time | Shape::Date => "string".into(),
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

/// `docs/evidence.md`: every rule with its source and mark.
pub fn evidence() -> String {
    let mut out = String::from(
        "# Evidence\n\nGenerated from the tables in `src/clinical/`; a test fails when it differs. **V**: read in the public place named below. \
         **K**: known, not yet found in a source (来源未核实). **D**: our decision, shown as 本院设定 / local setting.\n",
    );
    for instrument in instruments::ALL {
        let _ = write!(
            out,
            "\n## {} ({}, edition {})\n\n{}\n\nSource: {}. {}\n\n",
            instrument.title.en(),
            instrument.id,
            instrument.edition,
            instrument.title.zh(),
            instrument.source.citation,
            full_marks(instrument.source.marks)
        );
        out.push_str("| item | points | 条目 | item in English | counts | evidence |\n|---|---|---|---|---|---|\n");
        for item in instrument.items {
            let counts = item.counts.map_or(String::new(), |counts| format!("{} / {}", counts.zh(), counts.en()));
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {} | {} | {} |",
                item.id,
                item.points,
                item.label.zh(),
                item.label.en(),
                counts,
                full_marks(item.marks)
            );
        }
        if !instrument.groups.is_empty() {
            out.push_str("\n| group | members (the highest counts) | evidence |\n|---|---|---|\n");
            for group in instrument.groups {
                let _ = writeln!(out, "| `{}` | {} | {} |", group.id, group.members.join(", "), full_marks(group.marks));
            }
        }
        out.push_str("\n| band | from | evidence |\n|---|---|---|\n");
        for band in instrument.bands {
            let _ = writeln!(out, "| {} {} | {} | {} |", band.label.zh(), band.label.en(), band.from, full_marks(band.marks));
        }
        for band in instrument.sub_bands {
            let _ = writeln!(out, "| `{}` {} {} | {}–{} | |", band.id, band.label.zh(), band.label.en(), band.from, band.to);
        }
        out.push_str("\n| figure for | text | source | evidence |\n|---|---|---|---|\n");
        for figure in instrument.figures {
            let _ = writeln!(
                out,
                "| {}–{} | {} / {} | {} | {} |",
                figure.from,
                figure.to,
                figure.text.zh(),
                figure.text.en(),
                figure.source.citation,
                full_marks(figure.source.marks)
            );
        }
        out.push_str("\n| note | evidence |\n|---|---|\n");
        for warning in instrument.warnings {
            let _ = writeln!(out, "| `{}` {} / {} | {} |", warning.id, warning.text.zh(), warning.text.en(), full_marks(warning.marks));
        }
        for (text, marks) in instrument.caveats {
            let _ = writeln!(out, "| {} / {} | {} |", text.zh(), text.en(), full_marks(marks));
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
            full_marks(row.marks)
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
            full_marks(trigger.marks)
        );
    }
    out.push_str(&super::decision::prevention_evidence());
    out.push_str("\n## Decisions outside the tables\n\n| rule | evidence |\n|---|---|\n");
    for (rule, mark) in DECISIONS {
        let _ = writeln!(out, "| {rule} | {mark} |");
    }
    out.push_str("\n## Bounds of quantities (D: they catch slips of unit and typing, they are no reference ranges)\n\n| quantity | from | to | unit |\n|---|---|---|---|\n");
    for row in QUANTITIES {
        let _ = writeln!(out, "| `{}` {} {} | {} | {} | {} |", row.id, row.name.zh(), row.name.en(), row.min, row.max, row.units[0].name);
    }
    out.push_str("\n## Places read (V)\n\n| key | place |\n|---|---|\n");
    for (key, place) in PLACES {
        let _ = writeln!(out, "| {key} | {place} |");
    }
    out
}

/// Rules that are code rather than rows, with the mark they carry.
const DECISIONS: &[(&str, &str)] = &[
    ("Route by an operation this stay, done or planned, not by ward: Caprini; otherwise Padua", "V:ZHH (surgical / non-surgical); D (by operation)"),
    ("`medical_instrument = caprini` in the profile sends medical patients to Caprini", "V:CNMED; D (off by default)"),
    ("Age is completed years on the civil date of the assessment", "D"),
    ("Look-back \"<1 month\" is within 30 days, day 30 included", "D"),
    ("Length of an operation: anaesthesia time, else operation time", "V:MDC; D"),
    ("Exactly 45 min is minor surgery", "V:HNT2 (\">45\"); D"),
    ("An operation of unknown length stays open and its band is read as if longer than 45 min", "D (fail-safe)"),
    ("THA or TKA coded without `elective_arthroplasty` is suggested, never assumed, as elective", "D"),
    ("BMI thresholds compare unrounded values", "V:HNT2, V:PP2"),
    ("Under 18: scored with a warning, no drug is ever proposed", "D"),
    ("Platelets, creatinine and INR older than 72 h warn", "D (profile: fresh_hours)"),
    ("Nurses and physicians may sign an assessment", "V:POL (nurse scores, physician confirms); D"),
    ("One row of the matrix fires; THA, TKA and hip-fracture surgery first, then surgical, then ICU, then the rest", "D"),
    ("What is unknown decides no row: it stays as a condition on the measure that hangs on it, with a device meanwhile", "D (§5.4b step 0)"),
    ("An open band gives basic prophylaxis and no row", "D"),
    ("A surgical patient is one with an operation this stay or on a surgical ward; where nothing is said, one scored with Caprini", "D"),
    ("A medical patient scored with Caprini: 5 and more by the M rows, 3–4 by the S2 rows, bleeding by the medical list", "D (§8 row 27)"),
    ("TURP, radical prostatectomy, neurosurgery: a device in place of a drug", "V:ASH19; D (radical prostatectomy, §8 row 28)"),
    ("Before an operation no drug starts unless the score without it is 5 or more, or a hip is fractured; then a heparin, 12 h or more ahead", "D"),
    (
        "LMWH and UFH start 12 h after the operation ends, fondaparinux and rivaroxaban 6 h, apixaban 12 h",
        "V:ORTHO, V:XAR, V:APIEU; K (general surgery)",
    ),
    ("An operation still called planned after its time leaves the start open", "D"),
    ("An operation of unknown length counts as over 24 h after it began", "D"),
    ("Weight, platelets, creatinine, haemoglobin, INR and an APTT that was done are at most 72 h old at the first dose", "D"),
    (
        "Window of a neuraxial needle: 12 h before (exactly 12 h is outside) to 12 h after; open while a catheter stays; of several rules the later time",
        "V:GT2, V:GDPH; D",
    ),
    ("Beside a catheter that stays only heparins, once the anaesthetist has released the window", "V:ASRA3, V:MCMN, V:UTD; D"),
    ("A bloody tap delays every drug 24 h, apixaban 48 h", "V:UTD; D"),
    ("After stroke thrombolysis drugs stay blocked until a person says that imaging shows no bleeding", "D"),
    (
        "Platelets halved, or below 100 from 100 or more, on heparin or within 30 days after it: no drug until acute HIT is answered. The baseline is the last count before the first dose",
        "V:HITT, V:HIT18; D (30 days, holding every drug)",
    ),
    ("HIT, once told of, is a history: it has no end, and acute HIT that has ended leaves it", "D"),
    ("A single pressure at the limit blocks drugs; the surgical list asks for either pressure on two occasions", "D"),
    ("What is said of a form that does not govern bears on the contraindications all the same", "D"),
    ("The patient's own anticoagulant at prophylactic dose is no bleeding factor; a dose of unknown intent is an open question", "D"),
    ("Aspirin of 100 mg or less alone counts as the form prints; the hospital may read it as a caution", "D (§8 row 25)"),
    (
        "Surgery items of the bleeding list stop counting only when haemostasis is recorded for every operation done and none is ahead",
        "D (§8 row 26)",
    ),
    ("An earlier operation over 45 min of the same stay is suggested as a history of major surgery, never added by itself", "D (§1.2 W_REOP)"),
    ("Heart or respiratory failure in the score is a caution for devices, decompensation a block", "D (§8 row 32)"),
    ("The next look is the row's, or sooner where the hospital's interval is shorter", "V:POL; D"),
    ("From a BMI of 30 the adjusted weight stands beside the actual one, which the clearance uses", "D (§5.4)"),
    ("The planned stop lies inside the published range", "D"),
    ("Where the clearance alone makes bleeding high in an operated patient, UFH 5000 U q12h is named for the physician to decide", "D (§8 row 24)"),
    ("Arthroplasty with a fracture of hip, pelvis or leg, of the hip or of a joint not named, is hip-fracture surgery: no DOAC", "D"),
    (
        "Review, plan, confirmation or exclusion of VTE and discharge are a physician's; pharmacists and quality officers read, trainees sign nothing",
        "V:POL; D",
    ),
    ("The physician's score governs; the nurse's stands beside it. A nurse does not amend what a physician signed", "D"),
    ("A plan answers the latest assessment and a bleeding screen not older than it, unless the physician names the older one", "D"),
    (
        "What stands against a measure (contraindication, high bleeding risk, an unknown) is overridden one by one with at least 4 characters of reason",
        "D",
    ),
    ("Every authorised drug has a dose and a planned stop; never two anticoagulants at once", "D (5.3, 5.4b)"),
    ("A time given by a person may be 5 minutes ahead of the device's clock; nothing is added after discharge, only amended", "D"),
    ("What is repeated opens when two thirds of its time have passed", "D"),
    ("Devine ideal weight only from 152.4 cm; below it the actual weight", "V:S111; K (floor)"),
];

fn full_marks(marks: &[Mark]) -> String {
    let one = |mark: &Mark| match mark {
        Mark::V(key) => format!("V:{key}"),
        Mark::V2(key) => format!("V2:{key}"),
        Mark::K(what) => format!("**K** {} / {}", what.zh(), what.en()),
        Mark::D(what) => format!("**D** {} / {}", what.zh(), what.en()),
    };
    marks.iter().map(one).collect::<Vec<_>>().join("; ")
}
