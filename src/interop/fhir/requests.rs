//! What a physician decided, as proposals. Always `intent: proposal`, and `status: draft` until it is held or stopped: the order
//! itself is written in the host's own system, by its own rules. And what stands against a measure, as DetectedIssue.

use super::case::{OutgoingEvent, Parts};
use super::codes::{self, ForeignCode, concept};
use super::{element, only};
use crate::clinical::contraindication;
use crate::clinical::dosing::{Dose, Frequency};
use crate::clinical::formulary::Drug;
use crate::clinical::measure::What;
use crate::clinical::naming;
use crate::clinical::source::Mark;
use crate::interop::json::{Value, decimal, object};
use crate::record::coded::{self, Stops};
use crate::record::encounter::Standing;
use crate::record::event::{BleedingScreen, Change, MeasureLine, Plan};
use crate::record::in_force::Held;
use crate::record::measure::{MeasureId, MeasureKind};
use crate::record::story;
use crate::text::{Lang, Text, text};

const ATC: &str = "http://www.whocc.no/atc";

const fn atc(code: &'static str, display: &'static str) -> ForeignCode {
    ForeignCode { system: ATC, code, display, mark: Mark::K(text!("按ATC索引，未在原页核实", "ATC index, not read at its own page")) }
}

const LEG: Text = text!("下肢", "Leg");

/// The ATC code of each drug, beside our own.
pub static DRUG_CODES: &[(Drug, ForeignCode)] = &[
    (Drug::Enoxaparin, atc("B01AB05", "enoxaparin")),
    (Drug::Nadroparin, atc("B01AB06", "nadroparin")),
    (Drug::Dalteparin, atc("B01AB04", "dalteparin")),
    (Drug::Ufh, atc("B01AB01", "heparin")),
    (Drug::Fondaparinux, atc("B01AX05", "fondaparinux")),
    (Drug::Rivaroxaban, atc("B01AF01", "rivaroxaban")),
    (Drug::Apixaban, atc("B01AF02", "apixaban")),
    (Drug::Dabigatran, atc("B01AE07", "dabigatran etexilate")),
    (Drug::Aspirin, atc("B01AC06", "acetylsalicylic acid")),
];

/// A measure's name in the screen's language; an id that no table has stands for itself.
pub fn label(id: &MeasureId, lang: Lang) -> String {
    match id {
        MeasureId::Basic => What::Basic.label().get(lang),
        MeasureId::Escalate => What::Escalate.label().get(lang),
        MeasureId::Device(device) => device.label().get(lang),
        MeasureId::Drug(drug) => drug.label().get(lang),
        MeasureId::Other(id) => id,
    }
    .to_owned()
}

/// The part of a bundle that a measure becomes.
pub fn part(measure: &MeasureId) -> String {
    ["measure", measure.as_str()].join("-")
}

/// The kind of resource that a measure becomes.
pub fn kind(measure: &MeasureLine) -> &'static str {
    match measure.kind {
        MeasureKind::Drug => "MedicationRequest",
        MeasureKind::Device => "DeviceRequest",
        MeasureKind::Basic | MeasureKind::Escalate => "ServiceRequest",
    }
}

pub fn plan(parts: &mut Parts<'_>, case: &OutgoingEvent, plan: &Plan) {
    for measure in &plan.measures {
        let mut request = proposal(case, plan, measure);
        if let Some(held) = case.held(&measure.id) {
            stands(case, &mut request, held);
        }
        parts.add(&part(&measure.id), request);
    }
    for (index, given) in plan.overrides.iter().enumerate() {
        let row = contraindication::named(&given.id);
        // What the row bears on, of what is proposed here; an unknown fact bears on the drugs.
        let bears = |measure: &&MeasureLine| match (row, &measure.id) {
            (Some(row), MeasureId::Drug(drug)) => row.applies.has_drug(*drug),
            (Some(row), MeasureId::Device(device)) => row.applies.has_device(*device),
            (None, MeasureId::Drug(_)) => true,
            _ => false,
        };
        let implicated: Vec<Value> = plan.measures.iter().filter(bears).map(|measure| case.here(&part(&measure.id))).collect();
        let mut reference = issue(case, &format!("override-{index}"), &given.id, "final");
        let done = object([("action", object([("text", given.reason.as_str().into())])), ("date", case.at()), ("author", case.author())]);
        reference.put("mitigation", only(done));
        if !implicated.is_empty() {
            reference.put("implicated", Value::Array(implicated));
        }
        parts.add(&format!("override-{index}"), reference);
    }
}

/// The proposal of a measure that was held, stopped or gone on with, as it stands now: the same resource that its plan became.
pub fn changed(parts: &mut Parts<'_>, case: &OutgoingEvent, change: &Change) {
    let Some((of, plan)) = change.plan.as_deref().and_then(|id| case.of_plan(id)) else { return };
    let Some(held) = case.held(&change.measure) else { return };
    if let Some(measure) = plan.measures.iter().find(|measure| measure.id == change.measure) {
        let mut request = proposal(&of, &plan, measure);
        stands(case, &mut request, held);
        parts.renew(&of, &part(&measure.id), request);
    }
}

/// On hold, or stopped; R4 calls the end of a drug's request `stopped` and that of the two others `revoked`, and has a field
/// for the reason in the first alone.
fn stands(case: &OutgoingEvent, request: &mut Value, held: &Held) {
    let drug = held.measure.kind == MeasureKind::Drug;
    let completed = held.why.as_ref().and_then(|why| coded::stopped(&why.code)).is_some_and(|(_, stops)| *stops == Stops::Completed);
    request.put(
        "status",
        match held.standing {
            Standing::Held { .. } => "on-hold",
            Standing::Ended { .. } if completed => "completed",
            Standing::Ended { .. } if drug => "stopped",
            Standing::Ended { .. } => "revoked",
            Standing::Withdrawn if drug => "cancelled",
            Standing::Withdrawn => "revoked",
            Standing::Authorised | Standing::InUse { .. } => "draft",
        }
        .into(),
    );
    let Some(why) = &held.why else { return };
    let words = why.reason().map_or(why.code.as_str(), |coded| coded.label.get(case.lang));
    if drug {
        request.put("statusReason", concept("stop-reasons", &why.code, words));
    }
    let mut notes = request["note"].items().to_vec();
    let note = why.note.as_deref().map(|note| ["; ", note].concat()).unwrap_or_default();
    notes.push(object([("text", [words, &note].concat().into())]));
    request.put("note", Value::Array(notes));
}

/// Contraindications of a screen that hold.
pub fn contraindications(parts: &mut Parts<'_>, case: &OutgoingEvent, screen: &BleedingScreen) {
    for line in screen.contraindications.iter().filter(|line| line.holds()) {
        let mut found = issue(case, &line.item, &line.item, "preliminary");
        if let Some(until) = line.until {
            // A window: known now, over by itself.
            if let Value::Object(fields) = &mut found {
                fields.remove("identifiedDateTime");
                fields.put("identifiedPeriod", object([("start", case.at()), ("end", case.time(Some(until)))]));
            }
        }
        parts.add(&line.item, found);
    }
}

fn issue(case: &OutgoingEvent, part: &str, id: &str, status: &str) -> Value {
    let row = contraindication::named(id);
    let label = naming::name_of(id).map_or(id, |name| name.get(case.lang));
    let severity = row.map(|row| if row.severity.forbids() { "high" } else { "moderate" });
    element([
        ("resourceType", "DetectedIssue".into()),
        ("identifier", case.identifiers(part)),
        ("status", status.into()),
        ("code", concept("contraindications", id, label)),
        ("severity", severity.into()),
        ("patient", case.subject()),
        ("identifiedDateTime", case.at()),
        ("author", case.author()),
        ("detail", label.into()),
    ])
}

fn proposal(case: &OutgoingEvent, plan: &Plan, measure: &MeasureLine) -> Value {
    let kind = kind(measure);
    let label = label(&measure.id, case.lang);
    let mut codings = vec![codes::coding("measures", measure.id.as_str(), &label)];
    let known = measure.drug().and_then(|drug| DRUG_CODES.iter().find(|(of, _)| *of == drug));
    codings.extend(known.map(|(_, coded)| coded.coding()));
    let code = object([("coding", Value::Array(codings)), ("text", label.as_str().into())]);
    let mut notes = vec![];
    for words in measure.start_rule.iter().chain(&measure.remarks) {
        notes.push(object([("text", if case.lang == Lang::Zh { &words.zh } else { &words.en }.as_str().into())]));
    }
    if let Some(limb) = measure.limb {
        notes.push(object([("text", ["limb: ", limb.id()].concat().into())]));
    }
    if !measure.conditional_on.is_empty() {
        notes.push(object([("text", ["conditional on: ", &measure.conditional_on.join(", ")].concat().into())]));
    }
    let mut request = element([
        ("resourceType", kind.into()),
        ("identifier", case.identifiers(&part(&measure.id))),
        ("status", "draft".into()),
        ("intent", "proposal".into()),
        ("subject", case.subject()),
        ("encounter", case.encounter()),
        ("authoredOn", case.at()),
        ("requester", case.author()),
        ("reasonReference", only(case.there("Observation", &plan.of, "score"))),
        ("note", Value::Array(notes)),
    ]);
    let risk = case.there("RiskAssessment", &plan.of, "risk");
    let (of, supporting) = match kind {
        "MedicationRequest" => ("medicationCodeableConcept", "supportingInformation"),
        "DeviceRequest" => ("codeCodeableConcept", "supportingInfo"),
        _ => ("code", "supportingInfo"),
    };
    request.put(of, code);
    request.put(supporting, only(risk));
    if let (Some(limb), "DeviceRequest") = (measure.limb, kind) {
        // A DeviceRequest has no body site.
        let leg = concept("limbs", limb.id(), story::limb(limb).get(case.lang));
        request.put("parameter", only(object([("code", concept("parameters", "limb", LEG.get(case.lang))), ("valueCodeableConcept", leg)])));
    }
    if kind == "MedicationRequest" {
        request.put("dosageInstruction", only(dosage(case, measure)));
    }
    request
}

fn dosage(case: &OutgoingEvent, measure: &MeasureLine) -> Value {
    let lang = case.lang;
    let dose = measure.dose.as_ref();
    let words = dose.map(Dose::words).map(|(zh, en)| if lang == Lang::Zh { zh } else { en });
    let bounds = element([("start", case.time(measure.start)), ("end", case.time(measure.stop))]);
    let mut repeat = element([("boundsPeriod", bounds)]);
    for (key, value) in dose.map_or(&[] as &[(&str, u32)], |dose| match dose.frequency {
        Frequency::Daily => &[("frequency", 1), ("period", 1)],
        Frequency::Every12h => &[("frequency", 1), ("period", 12)],
        Frequency::Every8h => &[("frequency", 1), ("period", 8)],
        Frequency::Every8To12h => &[("frequency", 1), ("period", 8), ("periodMax", 12)],
    }) {
        repeat.put(key, (*value).into());
    }
    if let Some(dose) = dose {
        repeat.put("periodUnit", if dose.frequency == Frequency::Daily { "d" } else { "h" }.into());
    }
    let quantity = dose.map(|dose| {
        // Units of heparin are the pharmacopoeia's; UCUM has a code for the others that is beyond doubt.
        let ucum = match dose.unit {
            "mg" => Some("mg"),
            "mL" => Some("mL"),
            "IU" => Some("[iU]"),
            _ => None,
        };
        element([("value", decimal(dose.amount)), ("unit", dose.unit.into()), ("system", ucum.map(|_| codes::UCUM).into()), ("code", ucum.into())])
    });
    let route = dose.map(|dose| if dose.oral { text!("口服", "by mouth") } else { text!("皮下注射", "subcutaneous") });
    element([
        ("text", words.into()),
        ("timing", element([("repeat", repeat)])),
        ("route", element([("text", route.map(|route| route.get(lang)).into())])),
        ("doseAndRate", quantity.map_or(Value::Null, |quantity| only(object([("doseQuantity", quantity)])))),
    ])
}
