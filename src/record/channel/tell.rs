//! What one entry makes of the facts of an episode. The later answer governs; what an entry does not say it leaves as it was.
//! A value that this version cannot read changes nothing: it stays in the record.

use chrono::TimeDelta;

use crate::clinical::blood::Intensity;
use crate::clinical::chart::{Instant, Neuraxial};
use crate::clinical::formulas::creatinine_clearance_ml_min;
use crate::clinical::pathway::coarse::{Chest, Gravidity, Kind, Likelihood, PercAnswer, RightHeart, Scan, Sign, SignedPlan};
use crate::clinical::pathway::entry::{EntryValue, PathEntry};
use crate::clinical::pathway::facts::{
    Awaited, ChestFact, DdimerFact, EpisodeFacts, InBlood, LabValue, OtherVitals, PressureReading, ScanFact, WeightFact, WeightSource,
};
use crate::clinical::pathway::history::{Heard, HistoryFacts, LiverFact, LysisReason, Past, StrokeKind};
use crate::clinical::substance;
use crate::record::event::Occurrence;

/// What the entries say beside the facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToldBeside {
    /// Breathing rate, saturation, temperature, consciousness.
    pub vitals: [bool; 4],
    pub below_15: bool,
    /// Of the eight criteria of PERC what was answered.
    pub perc: Vec<(String, bool)>,
    /// Rows of the gates that a named person has answered, with when.
    pub settled: Vec<(&'static str, Instant)>,
    pub bleeding_asked_at: Option<Instant>,
    pub withdrawal_proposed_at: Option<Instant>,
    pub interim_confirmed_at: Option<Instant>,
    pub interim_drug: Option<String>,
    pub vitals_at: Option<Instant>,
    /// The history as chart and bleeding screen tell it, before any entry.
    pub recorded: Option<HistoryFacts>,
}

/// An entry with its answers, as read.
pub struct Entered<'a> {
    pub row: &'static PathEntry,
    pub what: &'a Occurrence,
    /// When it was.
    pub at: Instant,
    pub physician: bool,
}

impl<'a> Entered<'a> {
    fn value(&self, item: &str) -> Option<EntryValue<'a>> {
        self.row.field(item)?.read(self.what.answer(item)?).ok()
    }

    fn code(&self, item: &str) -> Option<&'static str> {
        match self.value(item)? {
            EntryValue::Code(code) => Some(code),
            _ => None,
        }
    }

    fn flag(&self, item: &str) -> Option<bool> {
        match self.value(item)? {
            EntryValue::YesNo(yes) => Some(yes),
            _ => None,
        }
    }

    fn number(&self, item: &str) -> Option<f64> {
        match self.value(item)? {
            EntryValue::Number { value, .. } => Some(value),
            _ => None,
        }
    }

    fn time(&self, item: &str) -> Option<Instant> {
        match self.value(item)? {
            EntryValue::Time(at) => Some(at),
            _ => None,
        }
    }

    fn sign(&self, item: &str) -> Option<Sign> {
        Some(match self.value(item)? {
            EntryValue::YesNo(true) | EntryValue::Heard(Heard::Yes) => Sign::Yes,
            EntryValue::YesNo(false) | EntryValue::Heard(Heard::No) => Sign::No,
            _ => Sign::Unknown,
        })
    }

    fn hours(&self, item: &str) -> Option<i64> {
        self.number(item).map(|hours| hours as i64)
    }

    fn gate(&self) -> Option<&'static str> {
        match self.value("gate")? {
            EntryValue::Gate(row) => Some(row),
            _ => None,
        }
    }
}

fn set<T>(held: &mut T, told: Option<T>) {
    if let Some(told) = told {
        *held = told;
    }
}

/// Puts what an entry says into the facts.
pub fn tell(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &Entered<'_>) {
    match of.row.id {
        "vitals" => vitals(facts, told, of),
        "stability" => stability(facts, of),
        "limb_check" => {
            let threat = matches!(of.code("colour"), Some("blue" | "white"))
                || ["very_painful", "pulseless", "numb"].iter().any(|item| of.flag(item) == Some(true));
            facts.tests.limb_threat = if threat { Sign::Yes } else { Sign::No };
            set(&mut facts.tests.leg_signs, of.sign("leg_signs"));
        }
        "symptoms" => {
            let lung = ["dyspnoea", "chest_pain", "syncope", "haemoptysis"].iter().any(|item| of.flag(item) == Some(true));
            if lung && facts.kind == Kind::Dvt {
                facts.kind = Kind::Both;
            }
            set(&mut facts.tests.leg_signs, of.sign("leg_signs"));
            facts.symptoms_since = of.time("since").or(facts.symptoms_since);
            set(&mut facts.person.in_patient, of.flag("in_patient"));
        }
        "pregnancy" => {
            let said = of.code("gravidity").map(|code| match code {
                "no" => Gravidity::No,
                "not_told" => Gravidity::Unasked,
                "cannot_be_known" => Gravidity::CannotBeKnown,
                _ => Gravidity::Yes,
            });
            set(&mut facts.person.gravidity, said);
            set(&mut facts.person.in_labour_or_delivery_near, of.flag("labour_or_delivery_near"));
            set(&mut facts.person.breast_feeding, of.flag("breast_feeding"));
        }
        "probability" | "own_estimate" | "perc" | "test_conditions" => probability(facts, told, of),
        "history" => history(facts, told, of),
        "anticoagulant" => anticoagulant(facts, of),
        "needle" => {
            let Some(catheter) = of.flag("catheter") else { return };
            let needle =
                Neuraxial { catheter, at: of.at, all_day: false, removed_at: of.time("removed_at"), traumatic: of.flag("traumatic") == Some(true) };
            facts.history.needles.retain(|held| held.at != of.at);
            facts.history.needles.push(needle);
            facts.history.needle = Heard::Yes;
        }
        "weight" => {
            let from = of.code("source").map(|source| match source {
                "scale" => WeightSource::Scale,
                "told" => WeightSource::ByWord,
                _ => WeightSource::Estimate { signed: of.physician },
            });
            let newer = facts.person.weight.is_none_or(|held| held.at <= of.at);
            if let (Some(kg), Some(from), true) = (of.number("weight"), from, newer) {
                facts.person.weight = Some(WeightFact { kg, from, at: of.at, doubtful: of.flag("doubtful") == Some(true) });
            }
            facts.person.height_cm = of.number("height").or(facts.person.height_cm);
        }
        "labs" => labs(facts, of),
        "ddimer_ordered" | "ddimer_result" | "chest_ordered" | "chest_result" | "scan_ordered" | "scan_result" | "echo" | "severity" => {
            tests(facts, of)
        }
        _ => course(facts, told, of),
    }
}

fn vitals(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &Entered<'_>) {
    let vitals = &mut facts.vitals;
    // A danger that was seen stays until a physician says that the patient is stable.
    vitals.arrest |= of.flag("arrest") == Some(true);
    vitals.vasopressor_with_hypoperfusion |= of.flag("vasopressor") == Some(true);
    vitals.pressure_cannot_be_measured |= of.flag("pressure_cannot_be_measured") == Some(true);
    set(&mut vitals.collapse, of.flag("collapse"));
    if let (Some(systolic), Some(diastolic)) = (of.number("sbp"), of.number("dbp")) {
        vitals.pressures.push(PressureReading { systolic, diastolic, at: of.at });
    }
    vitals.usual_systolic = of.number("usual_sbp").or(vitals.usual_systolic);
    vitals.pulse_known |= of.number("heart_rate").is_some();
    let [breathing, saturation, temperature, awake] = &mut told.vitals;
    *breathing |= of.number("respiratory_rate").is_some();
    *saturation |= of.number("spo2").is_some();
    *temperature |= of.number("temperature").is_some();
    *awake |= of.code("consciousness").is_some();
    if of.flag("others_cannot_be_measured") == Some(true) {
        vitals.others = OtherVitals::CannotBeMeasured;
    }
    if told.vitals == [true; 4] {
        vitals.others = OtherVitals::Measured;
    }
    told.vitals_at = told.vitals_at.max(Some(of.at));
}

fn stability(facts: &mut EpisodeFacts, of: &Entered<'_>) {
    let vitals = &mut facts.vitals;
    vitals.other_cause = of.code("other_cause").is_some_and(|cause| cause != "none");
    if of.flag("stable") == Some(true) {
        vitals.said_stable_at = Some(of.at);
        (vitals.arrest, vitals.vasopressor_with_hypoperfusion, vitals.pressure_cannot_be_measured) = (false, false, false);
    } else {
        vitals.said_stable_at = None;
    }
}

fn likelihood(code: &str) -> Likelihood {
    if code == "likely" { Likelihood::Likely } else { Likelihood::Unlikely }
}

fn probability(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &Entered<'_>) {
    let tests = &mut facts.tests;
    match of.row.id {
        "probability" => {
            let band = of.code("band").map(likelihood);
            match of.code("instrument") {
                Some("wells_dvt") => set(&mut tests.dvt, band),
                // YEARS asks for a D-dimer in every case; its items choose the cut-off.
                Some("years") => tests.pe = Likelihood::Unlikely,
                Some(_) => set(&mut tests.pe, band),
                None => {}
            }
            tests.years_items = of.number("years_items").map(|items| items as u8).or(tests.years_items);
        }
        "own_estimate" => {
            set(&mut tests.own_word, of.code("likelihood").map(likelihood));
            set(&mut tests.high_suspicion, of.sign("high_suspicion"));
            set(&mut told.below_15, of.flag("below_15"));
        }
        "perc" => {
            for field in of.row.fields {
                if let Some(present) = of.flag(field.id) {
                    told.perc.retain(|(item, _)| item != field.id);
                    told.perc.push((field.id.into(), present));
                }
            }
        }
        _ => {
            set(&mut tests.active_cancer, of.sign("active_cancer"));
            set(&mut tests.no_contrast, of.code("contrast").map(|contrast| contrast != "possible"));
        }
    }
    tests.perc = match () {
        () if !told.below_15 => PercAnswer::NotAsked,
        () if told.perc.iter().any(|(_, present)| *present) => PercAnswer::SomePresent,
        () if told.perc.len() == 8 => PercAnswer::AllAbsent,
        () => PercAnswer::Incomplete,
    };
}

#[rustfmt::skip]
fn history(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &Entered<'_>) {
    let told_before = told.recorded.take();
    let history = &mut facts.history;
    let heard = |item: &str| match of.value(item) { Some(EntryValue::Heard(heard)) => Some(heard), _ => None };
    let past = |item: &str| match of.value(item) { Some(EntryValue::Past(past)) => Some(past), _ => None };
    // What chart or screen tell of stays until a physician says otherwise: a nurse's "no" beside a recorded allergy is none.
    macro_rules! told_of {
        ($read:ident: $no:pat => $($field:ident)*) => {
            $(if let Some(told) = $read(stringify!($field)) {
                let recorded = told_before.as_ref().is_some_and(|base| !matches!(base.$field, $no));
                if !(recorded && !of.physician && matches!(told, $no)) {
                    history.$field = told;
                }
            })*
        };
    }
    told_of!(heard: Heard::No | Heard::Unasked | Heard::CannotBeKnown =>
        bleeding cns_lesion neuro_eye_operation hit_acute hit_past heparin_100_days skin_necrosis on_heparin_5_days low_count_cause
        bleeding_disorder septic_bleeding gp2b3a high_bleeding_operation recent_delivery vessel_lesion dissection label_lesion
        kidney_disease dialysis heparin_allergy interaction antiphospholipid by_mouth_impossible mucosal_cancer anticoagulant needle);
    told_of!(past: Past::Never | Past::Unasked | Past::CannotBeKnown =>
        intracranial_bleed stroke head_injury lysis major_operation organ_puncture);
    for (held, item) in [
        (&mut history.head_cleared, "head_cleared"), (&mut history.aptt_explained, "aptt_explained"), (&mut history.passes_urine, "passes_urine"),
        (&mut history.unrecognised_medication, "unrecognised_medication"), (&mut history.unrecognised_allergy, "unrecognised_allergy"),
        (&mut history.antiplatelet_or_nsaid, "antiplatelet_or_nsaid"), (&mut history.fall_risk, "fall_risk"),
        (&mut history.intervention_likely, "intervention_likely"), (&mut facts.labs.kidneys_struck_since, "kidneys_struck_since"),
    ] {
        set(held, of.flag(item));
    }
    if of.flag("unrecognised_allergy") == Some(true) {
        history.heparin_allergy = Heard::Yes;
    }
    if of.flag("unrecognised_medication") == Some(true) && history.anticoagulant != Heard::Yes {
        history.anticoagulant = Heard::Yes;
    }
    set(&mut history.stroke_kind, of.code("stroke_kind").map(|kind| match kind { "ischaemic" => StrokeKind::Ischaemic, "haemorrhagic" => StrokeKind::Haemorrhagic, _ => StrokeKind::NotTold }));
    set(&mut history.lysis_reason, of.code("lysis_reason").map(|reason| match reason { "stroke" => LysisReason::Stroke, "pe" => LysisReason::Pe, "other" => LysisReason::Other, _ => LysisReason::NotTold }));
    set(&mut history.liver, of.code("liver").map(|liver| match liver {
        "no_disease" => LiverFact::NoDisease, "compensated" => LiverFact::Compensated, "decompensated" => LiverFact::Decompensated,
        "acute_failure" => LiverFact::AcuteFailure, "cannot_be_known" => LiverFact::CannotBeKnown, _ => LiverFact::Unasked,
    }));
    history.four_ts = of.number("four_ts").map(|points| points as u8).or(history.four_ts);
    history.needle_planned_at = of.time("needle_planned_at").or(history.needle_planned_at);
    history.operation_planned_at = of.time("operation_planned_at").or(history.operation_planned_at);
    if matches!(heard("bleeding"), Some(Heard::No | Heard::Yes | Heard::CannotBeKnown)) {
        told.bleeding_asked_at = told.bleeding_asked_at.max(Some(of.at));
    }
    told.recorded = told_before;
}

fn anticoagulant(facts: &mut EpisodeFacts, of: &Entered<'_>) {
    let Some(drug) = of.code("substance").and_then(substance::named) else { return };
    let last = match of.value("last_dose") {
        Some(EntryValue::Past(Past::At(at))) => Some(at),
        _ => None,
    };
    facts.history.anticoagulant = Heard::Yes;
    if of.flag("other_indication") == Some(true) {
        facts.course.other_indication = true;
    }
    facts.blood.retain(|held| held.substance != drug);
    facts.blood.push(InBlood {
        substance: drug,
        intensity: match of.code("intensity") {
            Some("treatment") => Intensity::Treatment,
            Some("prophylactic") => Intensity::Prophylactic,
            _ => Intensity::Unknown,
        },
        running: of.flag("running") == Some(true),
        infusion: of.flag("infusion") == Some(true),
        last_dose_at: last,
        interval_h: of.hours("interval"),
        stop_explained: of.flag("stop_explained") == Some(true),
        still_taken: of.flag("still_taken"),
    });
}

fn labs(facts: &mut EpisodeFacts, of: &Entered<'_>) {
    let value = |item: &str| of.number(item).map(|value| LabValue { value, at: of.at });
    // What was drawn later governs.
    let newer = |held: &mut Option<LabValue>, told: Option<LabValue>| {
        if let Some(told) = told.filter(|told| held.is_none_or(|held| told.at >= held.at)) {
            *held = Some(told);
        }
    };
    let person = &facts.person;
    let computed = of.number("creatinine").and_then(|creatinine| {
        let (age, weight, sex) = (person.age?, person.weight?, person.sex?);
        Some(LabValue { value: creatinine_clearance_ml_min(f64::from(age), weight.kg, creatinine, sex), at: of.at })
    });
    let labs = &mut facts.labs;
    newer(&mut labs.platelets, value("platelets"));
    newer(&mut labs.inr, value("inr"));
    newer(&mut labs.aptt_of_limit, value("aptt_of_limit"));
    newer(&mut labs.aptt_ratio, value("aptt_ratio"));
    newer(&mut labs.clearance, value("crcl").or(computed));
}

fn tests(facts: &mut EpisodeFacts, of: &Entered<'_>) {
    let tests = &mut facts.tests;
    let ordered = Awaited { ordered_at: Some(of.at), expected_at: of.time("expected_at") };
    match of.row.id {
        "ddimer_ordered" => tests.ddimer = ordered,
        "chest_ordered" => tests.chest = ordered,
        "scan_ordered" => tests.scan = ordered,
        "ddimer_result" => {
            let Some(EntryValue::Ddimer { value, kind }) = of.value("value") else { return };
            tests.ddimers.push(DdimerFact { value, unit: kind, at: of.at, on_treatment: of.flag("on_treatment") == Some(true) });
            tests.ddimer.expected_at = None;
        }
        "chest_result" => {
            let result = match of.code("result") {
                Some("ctpa_positive") => Chest::CtpaPositive,
                Some("ctpa_negative") => Chest::CtpaNegative,
                Some("ctpa_poor") => Chest::CtpaPoor,
                Some("vq_normal") => Chest::VqNormal,
                Some("vq_high") => Chest::VqHigh,
                Some("vq_other") => Chest::VqOther,
                _ => return,
            };
            tests.chests.push(ChestFact { result, at: of.at });
            tests.chest.expected_at = None;
        }
        "scan_result" => {
            let result = match of.code("result") {
                Some("negative") => Scan::Negative,
                Some("distal") => Scan::Distal,
                Some("proximal") => Scan::Proximal,
                _ => return,
            };
            tests.scans.push(ScanFact { result, at: of.at });
            tests.scan.expected_at = None;
            set(&mut tests.severe_symptoms, of.flag("severe_symptoms"));
        }
        "echo" => set(
            &mut tests.right_heart,
            of.code("right_heart").map(|heart| match heart {
                "dysfunction" => RightHeart::Dysfunction,
                "normal" => RightHeart::Normal,
                _ => RightHeart::NotDone,
            }),
        ),
        _ => {
            facts.course.severity_known = true;
            let raised = ["rv_dysfunction", "troponin_raised"].iter().any(|item| of.flag(item) == Some(true));
            tests.strained = raised || matches!(of.code("class"), Some("int_high" | "high"));
        }
    }
}

/// Who was told and seen, what was decided, given, left or closed.
fn course(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &Entered<'_>) {
    let course = &mut facts.course;
    let first = |held: &mut Option<Instant>| *held = Some(held.map_or(of.at, |held| held.min(of.at)));
    match of.row.id {
        "physician_told" => {
            first(&mut course.physician_told_at);
            course.physician_unreachable = false;
        }
        "physician_seen" => {
            first(&mut course.physician_seen_at);
            first(&mut course.physician_told_at);
            course.physician_unreachable = false;
        }
        "physician_unreachable" => course.physician_unreachable = true,
        "pert_answered" => first(&mut course.pert_answered_at),
        "ecg" => first(&mut course.ecg_at),
        "dose_checked" => facts.person.dose_checked = true,
        "labs_reviewed" => course.labs_reviewed = true,
        "gate_answered" => {
            if let Some(row) = of.gate() {
                told.settled.retain(|(held, _)| *held != row);
                told.settled.push((row, of.at));
            }
        }
        "gate_overridden" => {
            if let Some(row) = of.gate().filter(|row| !course.overridden.contains(row)) {
                course.overridden.push(row);
            }
        }
        "interim_confirmed" => told.interim_confirmed_at = Some(of.at),
        "interim_given" => given(facts, told, of),
        "interim_not_given" => course.no_interim_at = Some(of.at),
        "senior_decision" => {
            course.senior_decided_at = Some(of.at);
            course.senior_chose_weekly_at = (of.code("decision") == Some("scan_weekly")).then_some(of.at);
        }
        "treatment_plan" => {
            course.senior_decided_at = Some(of.at);
            course.plan = if of.code("plan") == Some("treatment") { SignedPlan::Treatment } else { SignedPlan::WithoutTreatment };
        }
        "patient_reached" => course.patient_reached_at = Some(of.at),
        "left" => course.left = true,
        "withdrawal_proposed" => told.withdrawal_proposed_at = Some(of.at),
        _ => {}
    }
}

/// An interim dose is in the blood from then on. It covers one interval, and the gates are asked again after it: so it counts as
/// one that does not run on by itself, but for an infusion.
fn given(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &Entered<'_>) {
    let drug = of.code("drug").unwrap_or_default();
    let hours = of.hours("interval").unwrap_or(if matches!(drug, "fondaparinux" | "dalteparin") { 24 } else { 12 });
    facts.course.interim_given_at = Some(of.at);
    facts.course.interim_interval_h = Some(hours);
    facts.course.no_interim_at = None;
    facts.history.anticoagulant = Heard::Yes;
    told.interim_drug = Some(drug.into());
    let infusion = of.number("rate").is_some();
    let Some(substance) = substance::named(if drug == "other" { "anticoagulant" } else { drug }) else { return };
    facts.blood.retain(|held| held.substance != substance);
    facts.blood.push(InBlood {
        substance,
        intensity: Intensity::Treatment,
        running: infusion,
        infusion,
        last_dose_at: Some(of.at),
        interval_h: Some(hours),
        stop_explained: true,
        still_taken: None,
    });
}

/// How long the answer of a named person to a question of the gates holds: one dosing interval (D), then it is asked again.
pub const SETTLED_FOR: TimeDelta = TimeDelta::hours(12);
