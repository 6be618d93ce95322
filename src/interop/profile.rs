//! A hospital's profile: read whole or refused whole, with the place. A misspelt key must not pass for a setting, and no
//! setting loosens what the specification calls fixed.

use super::json::Tree;
use super::rejected::Rejected;
use super::shape::{Place, Read as _, Shape, check, optional};
use crate::clinical::contraindication;
use crate::clinical::formulary::{Device, Drug};
use crate::clinical::instruments::{self, Keys};
use crate::clinical::profile::{Profile, Storage, Thresholds};
use crate::clinical::quantity::{counted, written};
use crate::clinical::waits::{WAITS, Wait};

const DRUG: Shape =
    Shape::OneOf(&["enoxaparin", "nadroparin", "dalteparin", "ufh", "fondaparinux", "rivaroxaban", "apixaban", "dabigatran", "aspirin"]);

pub static PROFILE: Shape = Shape::Object {
    open: false,
    fields: &[
        optional("medical_instrument", Shape::OneOf(&["padua", "caprini"]), "Score for patients without an operation; default padua."),
        optional(
            "bleeding_instrument",
            Shape::OneOf(&["auto", "cn_bleed_surgical", "cn_bleed_medical", "improve_bleeding"]),
            "The bleeding list that governs; default auto: surgical or medical, as the patient is.",
        ),
        optional(
            "formulary",
            Shape::List(&DRUG),
            "Anticoagulants in stock, in order of choice; default all but dabigatran and aspirin, which are never proposed.",
        ),
        optional("devices", Shape::List(&Shape::OneOf(&["ipc", "vfp", "gcs"])), "Devices at hand, in order of choice; default all."),
        optional("thresholds", Shape::Object { open: false, fields: THRESHOLDS }, "Numbers that no source prints (local settings)."),
        optional("low_dose_aspirin", Shape::OneOf(&["counts", "caution"]), "Aspirin of 100 mg or less alone in the surgical list; default counts."),
        optional(
            "no_override",
            Shape::List(&Shape::Text(32)),
            "Contraindications that nobody here may override; must hold CI_HIT, CI_HIT_ACUTE, CI_THERAPEUTIC_AC and CI_ACUTE_VTE.",
        ),
        optional("due", Shape::Object { open: false, fields: DUE }, "How long things may wait, in hours."),
        optional("tier", Shape::OneOf(&["tertiary", "county", "township", "village"]), "Level of care."),
        optional("channel", Shape::Any, "Settings of the green channel: see the schema channel."),
        optional("storage", Shape::OneOf(&["durable", "memory"]), "Where drafts and unsent events are kept; default durable."),
        optional("fresh_hours", Shape::Whole, "Age in hours from which platelets, creatinine and INR warn; default 72 (1 to 720)."),
        optional("time_zone", Shape::Text(64), "IANA zone for display; default Asia/Shanghai."),
        optional("enoxaparin_moderate_mg", Shape::Whole, "Enoxaparin at Caprini 3–4, mg once daily: 20 (default, by the label) or 40."),
        optional("medical_start_h", Shape::Whole, "Hours to the first dose of an acute medical patient: 24 (default) or 14."),
        optional("admission_h", Shape::Whole, "Hours from admission to the first assessment: 24 (default) or 14; the same as due.admission."),
        optional("irrelevant_medicines", Shape::List(&Shape::Text(64)), "Names of medicines that are known here to be irrelevant to clotting."),
        optional(
            "canonical",
            Shape::Text(200),
            "Where our Questionnaires, CodeSystems and identifiers are said to live in FHIR: an absolute address; default as docs/for-hosts/fhir.md names it.",
        ),
        optional("flat_keys", Shape::Map(&Shape::Text(64)), "Our key of the flat output to the host's; each of them once."),
    ],
};

const THRESHOLDS: &[super::shape::Field] = &[
    optional("platelets", Shape::Number, "Surgical list: thrombocytopenia below, 10⁹/L; 50 to 100, default 50."),
    optional("systolic", Shape::Number, "Uncontrolled hypertension at or above, mmHg; 140 to 180, default 180."),
    optional("diastolic", Shape::Number, "Uncontrolled hypertension at or above, mmHg; 90 to 110, default 110."),
    optional("renal", Shape::Number, "Surgical list: severe renal failure below, mL/min; 15 to 60, default 30."),
    optional("inr", Shape::Number, "Coagulopathy above; 1.2 to 2, default 1.5."),
    optional("aptt_ratio", Shape::Number, "Coagulopathy above this many times the upper limit; 1.2 to 2, default 1.5."),
    optional("aptt_upper_s", Shape::Number, "The laboratory's upper limit of APTT, seconds; without it an APTT decides nothing."),
];

const DUE: &[super::shape::Field] = &[
    optional("admission", Shape::Whole, "Admission to first score; 1 to 24, default 24."),
    optional("transfer_in", Shape::Whole, "Transfer to score; 1 to 24, default 24."),
    optional("pre_op", Shape::Whole, "How long before an operation the score may lie; 1 to 72, default 24."),
    optional("post_op", Shape::Whole, "End of operation to score; 1 to 24, default 24."),
    optional("invasive", Shape::Whole, "How long before a procedure the look at bleeding may lie; 1 to 72, default 24."),
    optional("condition_change", Shape::Whole, "Change of condition to score; 1 to 24, default 24."),
    optional("periodic_high", Shape::Whole, "Between scores at high risk; 12 to 168, default 72."),
    optional("periodic_moderate", Shape::Whole, "Between scores at moderate risk; 24 to 336, default 168."),
    optional("periodic_low", Shape::Whole, "Between scores at low risk; 0 (never, default) to 336."),
    optional("bleed_high", Shape::Whole, "Between bleeding screens while high; 1 to 24, default 24."),
    optional("bleed_screen", Shape::Whole, "Score to bleeding screen; 1 to 24, default 24."),
    optional("bleed_fell", Shape::Whole, "Fallen bleeding risk to decision; 1 to 72, default 24."),
    optional("window", Shape::Whole, "Closed bleeding window to screen; 1 to 24, default 6."),
    optional("review", Shape::Whole, "Nurse's score to review; 1 to 72, default 24."),
    optional("plan", Shape::Whole, "Score to decision; 1 to 72, default 24."),
    optional("drug_start", Shape::Whole, "Planned start to first dose; 1 to 24, default 6."),
    optional("drug_stop", Shape::Whole, "Unplanned stop to decision; 1 to 72, default 24."),
    optional("drug_stop_ahead", Shape::Whole, "How long before a planned stop the decision opens; 12 to 96, default 48."),
    optional("pre_discharge", Shape::Whole, "How long before discharge the score may lie; 1 to 72, default 24."),
    optional("suspected_vte", Shape::Whole, "Suspicion to confirmation or exclusion; 1 to 24, default 24."),
];

pub fn read_profile(value: &Tree<'_>, place: &Place<'_>) -> Result<Profile, Rejected> {
    check(value, &PROFILE, place)?;
    let mut profile = Profile::default();
    if let Some(instrument) = value.text("medical_instrument").and_then(instruments::named) {
        profile.medical_instrument = instrument;
    }
    profile.bleeding_instrument = value.text("bleeding_instrument").and_then(Keys::named).map(|list| list.id);
    if !value["formulary"].is_null() {
        profile.formulary = value["formulary"].items().iter().filter_map(|drug| Drug::named(drug.as_str()?)).collect();
    }
    if !value["devices"].is_null() {
        profile.devices = value["devices"].items().iter().filter_map(|device| Device::named(device.as_str()?)).collect();
    }
    profile.thresholds = read_thresholds(&value["thresholds"], &place.key("thresholds"))?;
    profile.thresholds.low_dose_aspirin_counts = value.text("low_dose_aspirin") != Some("caution");
    if !value["no_override"].is_null() {
        profile.no_override = read_no_override(value["no_override"].items(), &place.key("no_override"))?;
    }
    let at_due = place.key("due");
    for row in &WAITS {
        if let Some(hours) = value["due"].number(row.id) {
            let hours = within(hours, f64::from(row.from), f64::from(row.to), &at_due.key(row.id))?;
            profile.due.set(row.wait, hours as u16);
        }
    }
    if value.text("storage") == Some("memory") {
        profile.storage = Storage::Memory;
    }
    if let Some(hours) = value.number("fresh_hours") {
        profile.fresh_hours = within(hours, 1.0, 720.0, &place.key("fresh_hours"))? as u32;
    }
    if let Some(zone) = value.text("time_zone") {
        profile.time_zone = zone.into();
    }
    let one_of = |key: &str, allowed: [u8; 2]| match value.number(key) {
        None => Ok(None),
        Some(number) => match allowed.into_iter().find(|one| f64::from(*one) == number) {
            Some(one) => Ok(Some(one)),
            None => {
                let [one, other] = &allowed.map(|allowed| counted(allowed.into()));
                Err(place.key(key).reject("E_RANGE", ["应为", one, "或", other, "。"].concat(), ["Expected ", one, " or ", other, "."].concat()))
            }
        },
    };
    profile.enoxaparin_moderate_mg = one_of("enoxaparin_moderate_mg", [20, 40])?.unwrap_or(20);
    profile.medical_start_h = one_of("medical_start_h", [24, 14])?.unwrap_or(24);
    if let Some(hours) = one_of("admission_h", [24, 14])? {
        profile.due.set(Wait::Admission, hours.into());
    }
    if value.text("canonical").is_some_and(|base| !is_base(base)) {
        return Err(place.key("canonical").reject("E_SCHEMA", "应为绝对地址，末尾无“/”。", "Expected an absolute address, no “/” at its end."));
    }
    profile.irrelevant_medicines = value["irrelevant_medicines"].items().iter().filter_map(Tree::as_str).map(str::to_owned).collect();
    let at_keys = place.key("flat_keys");
    for (ours, theirs) in value["flat_keys"].fields() {
        let theirs = theirs.as_str().unwrap_or_default();
        // Two fields under one key would lose one of them; so would an own key that stays.
        let taken = profile.flat_keys.iter().any(|(_, other)| other == theirs);
        if theirs.is_empty() || taken {
            return Err(at_keys.key(ours).reject("E_CONFLICT", "键名为空或重复。", "The key is empty, or given twice."));
        }
        profile.flat_keys.push((ours.to_string(), theirs.to_owned()));
    }
    Ok(profile)
}

/// Whether our canonical addresses may be said to begin so.
pub fn is_base(base: &str) -> bool {
    (base.starts_with("http") || base.starts_with("urn:")) && !base.ends_with('/')
}

fn within(value: f64, from: f64, to: f64, place: &Place<'_>) -> Result<f64, Rejected> {
    if (from..=to).contains(&value) {
        return Ok(value);
    }
    let (from, to) = (&*written(from, 1), &*written(to, 1));
    Err(place.reject("E_RANGE", ["应在", from, "至", to, "之间。"].concat(), ["Expected ", from, " to ", to, "."].concat()))
}

fn read_thresholds(value: &Tree<'_>, place: &Place<'_>) -> Result<Thresholds, Rejected> {
    let mut thresholds = crate::clinical::profile::THRESHOLDS;
    let read = |key: &str, from, to, into: &mut f64| match value.number(key) {
        Some(number) => within(number, from, to, &place.key(key)).map(|number| *into = number),
        None => Ok(()),
    };
    read("platelets", 50.0, 100.0, &mut thresholds.platelets)?;
    read("systolic", 140.0, 180.0, &mut thresholds.systolic)?;
    read("diastolic", 90.0, 110.0, &mut thresholds.diastolic)?;
    read("renal", 15.0, 60.0, &mut thresholds.renal)?;
    read("inr", 1.2, 2.0, &mut thresholds.inr)?;
    read("aptt_ratio", 1.2, 2.0, &mut thresholds.aptt_ratio)?;
    let mut upper = 0.0;
    read("aptt_upper_s", 20.0, 80.0, &mut upper)?;
    thresholds.aptt_upper_s = value.number("aptt_upper_s").map(|_| upper);
    Ok(thresholds)
}

/// What a list must name, so that nobody takes a line off for a freedom that it does not give. These are the four that the
/// lists of 0.1.0 hold; whatever the list says, every row that the specification fixes stays fixed.
const MUST_NAME: [&str; 4] = ["CI_HIT_ACUTE", "CI_HIT", "CI_THERAPEUTIC_AC", "CI_ACUTE_VTE"];

/// The list may add to what nobody may override; it may not leave out what it must name.
fn read_no_override(items: &[Tree<'_>], place: &Place<'_>) -> Result<Vec<&'static str>, Rejected> {
    let mut ids = vec![];
    for (index, item) in items.iter().enumerate() {
        let row = item.as_str().filter(|id| contraindication::is_row(id)).and_then(contraindication::id_named);
        ids.push(row.ok_or_else(|| place.index(index).reject("E_ITEM", "未知的禁忌条目。", "Not a contraindication."))?);
    }
    if let Some(id) = MUST_NAME.into_iter().find(|id| !ids.contains(id)) {
        return Err(place.reject(
            "E_RANGE",
            [id, " 不得越过，不可移出此列表。"].concat(),
            [id, " has no override and cannot be taken off this list."].concat(),
        ));
    }
    Ok(ids)
}
