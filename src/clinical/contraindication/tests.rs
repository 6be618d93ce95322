//! The rows at the edges that the specification names, over the base patients of its golden vectors: a medical woman of 64
//! (M) and an operated man of 58 (S), everything normal. What nobody says is absent here, unless a test says otherwise.

use chrono::TimeDelta;

use super::judgement::{Judgement, Present, covers};
use super::row::Severity;
use super::*;
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::blood::Blood;
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{
    Allergen, Chart, DoseUnit, Fact, FactValue, Given, Instant, Limb, LysisFor, Medication, MedicationIntent, MedicationStatus, Neuraxial, Operation,
    OperationKind, OperationStatus, Procedure, Rhythm, Said, Sex, Status,
};
use crate::clinical::formulary::{Device, Drug, EVERY_DRUG};
use crate::clinical::instrument::Instrument;
use crate::clinical::instruments::{CAPRINI, CN_BLEED_MEDICAL, CN_BLEED_SURGICAL, PADUA};
use crate::clinical::profile::Profile;
use crate::clinical::quantity::Quantity;
use crate::clinical::sheet::fill_beside;
use crate::clinical::substance::{self, Recognised};

/// A moment of March 2026, as `10T07:00`.
fn march(time: &str) -> Instant {
    ["2026-03-", time, ":00+08:00"].concat().parse().expect("a time")
}

fn at() -> Instant {
    march("10T10:00")
}

/// Judged as an assessment at this moment.
#[derive(Clone)]
struct Patient {
    chart: Chart,
    forms: [&'static Instrument; 2],
    answers: Vec<(&'static str, Answer)>,
    said: Vec<(&'static str, Said)>,
    settled: Vec<(&'static str, String)>,
    unanswered: Unanswered,
    profile: Profile,
    at: Instant,
}

fn m() -> Patient {
    let chart = Chart { sex: Some(Sex::Female), birth_date: "1961-07-02".parse().ok(), ..Chart::default() };
    let patient = Patient {
        chart,
        forms: [&PADUA, &CN_BLEED_MEDICAL],
        answers: vec![],
        said: vec![],
        settled: vec![],
        unanswered: Unanswered::Absent,
        profile: Profile::default(),
        at: at(),
    };
    [
        (Quantity::Weight, 58.0),
        (Quantity::Height, 160.0),
        (Quantity::Creatinine, 62.0),
        (Quantity::Platelets, 225.0),
        (Quantity::Haemoglobin, 128.0),
        (Quantity::Inr, 1.0),
        (Quantity::Aptt, 31.0),
        (Quantity::Sbp, 128.0),
        (Quantity::Dbp, 76.0),
    ]
    .into_iter()
    .fold(patient, |patient, (quantity, value)| patient.measured(quantity, value, "10T07:00"))
}

fn s() -> Patient {
    let base = m().lacking(Quantity::Weight).lacking(Quantity::Creatinine).with(FactValue::Operation(operation()), None);
    let chart = Chart { sex: Some(Sex::Male), birth_date: "1967-11-20".parse().ok(), ..base.chart };
    Patient { chart, forms: [&CAPRINI, &CN_BLEED_SURGICAL], ..base }.measured(Quantity::Weight, 72.0, "10T07:00").measured(
        Quantity::Creatinine,
        78.0,
        "10T07:00",
    )
}

/// Done, ended 9 March 14:00, haemostasis at its end.
fn operation() -> Operation {
    Operation {
        status: Some(OperationStatus::Done),
        at: Some(march("09T11:30")),
        duration_min: Some(150.0),
        haemostasis_at: Some(march("09T14:00")),
        ..Operation::of(OperationKind::Open)
    }
}

impl Patient {
    fn with(mut self, value: FactValue, at: Option<&str>) -> Patient {
        self.chart.facts.push(Fact { at: at.map(march), given: 0, ..Fact::of(value) });
        self
    }

    fn measured(self, quantity: Quantity, value: f64, at: &str) -> Patient {
        self.with(FactValue::Measured(quantity, value), Some(at))
    }

    fn lacking(mut self, quantity: Quantity) -> Patient {
        self.chart.facts.retain(|fact| !matches!(fact.value, FactValue::Measured(of, _) if of == quantity));
        self
    }

    /// The quantity has this value only.
    fn only(self, quantity: Quantity, value: f64) -> Patient {
        self.lacking(quantity).measured(quantity, value, "10T07:00")
    }

    fn takes(self, medication: Medication, since: &str) -> Patient {
        self.with(FactValue::Medication(medication), Some(since))
    }

    fn yes(mut self, item: &'static str) -> Patient {
        self.answers.push((item, Answer::Yes));
        self
    }

    fn no(mut self, item: &'static str) -> Patient {
        self.answers.push((item, Answer::No));
        self
    }

    fn says(mut self, id: &'static str, value: Option<bool>) -> Patient {
        self.said.push((id, Said::now(value)));
        self
    }

    fn said_at(mut self, id: &'static str, value: Option<bool>, at: &str) -> Patient {
        self.said.push((id, Said { at: Some(march(at)), ..Said::now(value) }));
        self
    }

    fn host(self, id: &'static str, value: bool) -> Patient {
        self.with(FactValue::Contraindication { id, said: Said::now(Some(value)) }, None)
    }

    fn allergic(self, to: Allergen, name: &str) -> Patient {
        self.with(FactValue::Allergy { to, name: name.into() }, None)
    }

    fn asking(self) -> Patient {
        Patient { unanswered: Unanswered::Unknown, ..self }
    }

    fn when(self, at: &str) -> Patient {
        Patient { at: march(at), ..self }
    }

    fn judged(&self) -> Judgement {
        let chart = self.chart.as_of(self.at);
        let mut sheets = vec![];
        for form in self.forms {
            let mut answers = Answers::empty(form);
            for (item, answer) in &self.answers {
                if let Some(index) = form.index(item) {
                    answers.cells[index] = Some(*answer);
                }
            }
            let others: Vec<_> = sheets.iter().collect();
            sheets.push(fill_beside(&others, &chart, &answers, self.unanswered, self.at, &self.profile.thresholds).expect("no contradiction"));
        }
        let blood = Blood::of(&chart, self.at);
        let sheets: Vec<_> = sheets.iter().collect();
        let Patient { said, settled, unanswered, profile, at, .. } = self;
        judge(&CaseFacts { chart: &chart, sheets: &sheets, said, settled, unanswered: *unanswered, profile, blood: &blood, at: *at })
    }

    /// What forbids every drug, and what a drug waits for.
    fn drug(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let judgement = self.judged();
        let blocks = judgement.blocks_every_drug().map(|present| present.row.id).collect();
        (blocks, judgement.open_for(Drug::Enoxaparin).collect())
    }
}

const NOTHING: (Vec<&str>, Vec<&str>) = (vec![], vec![]);

fn blocked(id: &'static str) -> (Vec<&'static str>, Vec<&'static str>) {
    (vec![id], vec![])
}

fn waiting(id: &'static str) -> (Vec<&'static str>, Vec<&'static str>) {
    (vec![], vec![id])
}

fn drug(id: &str) -> Medication {
    Medication { name: id.into(), ..Medication::of(Recognised::Known(substance::named(id).expect("a substance"))) }
}

fn warfarin() -> Medication {
    Medication { intent: Some(MedicationIntent::Prophylactic), last_dose_at: Some(march("09T20:00")), ..drug("warfarin") }
}

fn enoxaparin() -> Medication {
    Medication { intent: Some(MedicationIntent::Prophylactic), ..drug("enoxaparin") }
}

fn severity(judgement: &Judgement, id: &str) -> Option<Severity> {
    judgement.present.iter().find(|present| present.row.id == id).map(|present| present.severity)
}

fn lacks<'a>(judgement: &'a Judgement, id: &'a str) -> Vec<&'static str> {
    judgement.open.iter().filter(|open| open.row.id == id).map(|open| open.lacks).collect()
}

#[test]
fn the_base_patients_have_nothing_against_a_drug() {
    for patient in [m(), s()] {
        let judgement = patient.judged();
        assert_eq!((&judgement.present, &judgement.open, &judgement.alerts), (&vec![], &vec![], &vec![]));
    }
}

#[test]
fn every_row_is_found_by_its_id_and_follows_one_that_stands_before_it() {
    for (index, row) in TABLE.iter().enumerate() {
        assert!(named(row.id).is_some_and(|found| std::ptr::eq(found, row)), "{} stands twice", row.id);
        if let Some(other) = row.also {
            assert!(TABLE[..index].iter().any(|before| before.id == other), "{} follows {other}", row.id);
        }
    }
    assert!(QUESTIONS.iter().all(|row| named(row.id).is_some() && row.id.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_')));
    let fixed: Vec<&str> = TABLE.iter().filter(|row| row.no_override).map(|row| row.id).collect();
    assert_eq!(fixed, ["CI_HIT_ACUTE", "CI_HIT", "CI_THERAPEUTIC_AC", "CI_ACUTE_VTE", "MC_STROKE_GCS"]);
    let routes: Vec<&str> = TABLE.iter().filter(|row| row.route).map(|row| row.id).collect();
    assert_eq!(routes, ["CI_HIT_ACUTE", "CI_THERAPEUTIC_AC", "CI_ACUTE_VTE", "CI_PREGNANCY"]);
}

#[test]
fn a_row_that_is_only_asked_blocks_on_yes_and_waits_while_it_cannot_be_known() {
    for id in ["CI_CNS_BLEED", "CI_VARICES", "CI_VASC_LESION", "CI_HIGH_BLEED_OP", "CI_NEURO_EYE_OP"] {
        assert_eq!(m().says(id, Some(true)).drug(), blocked(id), "{id}");
        assert_eq!(m().says(id, None).drug(), waiting(id), "{id}");
        assert_eq!(m().says(id, Some(false)).drug(), NOTHING, "{id}");
        assert!(m().says(id, None).judged().open_of(id).expect("open").unknowable);
        assert!(!m().asking().judged().open_of(id).expect("open").unknowable, "{id} is not answered");
    }
}

#[test]
fn platelets_block_below_50_and_for_good_below_20() {
    let of = |count| m().only(Quantity::Platelets, count).judged();
    assert!(of(100.0).present.is_empty());
    assert_eq!(severity(&of(99.9), "CI_PLT_50_99"), Some(Severity::Caution));
    assert_eq!(severity(&of(50.0), "CI_PLT_50_99"), Some(Severity::Caution));
    for (count, no_override) in [(49.9, false), (20.0, false), (19.9, true)] {
        let judgement = of(count);
        let ids: Vec<_> = judgement.present.iter().map(|present| (present.row.id, present.no_override)).collect();
        assert_eq!(ids, [("CI_PLT_LT_50", no_override)], "{count}");
    }
    assert_eq!(m().lacking(Quantity::Platelets).drug(), waiting("platelets"));
    let insisted = m().only(Quantity::Platelets, 12.0).says("CI_PLT_LT_50", Some(true)).judged();
    assert!(insisted.present[0].no_override);
}

#[test]
fn of_one_moment_the_worse_value_and_of_a_day_the_timed_one_holds() {
    let pair =
        |one, other| m().lacking(Quantity::Platelets).measured(Quantity::Platelets, one, "10T09:30").measured(Quantity::Platelets, other, "10T09:30");
    assert!(pair(88.0, 190.0).judged().has("CI_PLT_50_99") && pair(190.0, 88.0).judged().has("CI_PLT_50_99"));
    let kidney = m().measured(Quantity::Creatinine, 60.0, "10T09:30").measured(Quantity::Creatinine, 340.0, "10T09:30");
    assert!(kidney.judged().has("CI_RENAL_LMWH"));
    let dated = |base: Patient, count| {
        let mut patient = base.with(FactValue::Measured(Quantity::Platelets, count), None);
        patient.chart.facts.last_mut().expect("a fact").day = "2026-03-10".parse().ok();
        patient.judged()
    };
    assert!(!dated(m(), 60.0).has("CI_PLT_50_99"), "225 is timed");
    assert!(!dated(m(), 30.0).has("CI_PLT_LT_50"), "225 is timed");
    let evening = m().lacking(Quantity::Platelets).measured(Quantity::Platelets, 225.0, "09T23:00");
    assert!(dated(evening, 60.0).has("CI_PLT_50_99"));
}

#[test]
fn nothing_later_than_the_assessment_is_seen() {
    let later = m().measured(Quantity::Platelets, 35.0, "10T10:00");
    assert_eq!(later.drug(), blocked("CI_PLT_LT_50"));
    assert_eq!(later.when("10T09:59").drug(), NOTHING);
}

#[test]
fn of_a_yes_and_a_no_of_the_host_the_yes_holds_until_a_person_answers() {
    for (one, other) in [(true, false), (false, true)] {
        let patient = m().host("CI_ACTIVE_BLEED", one).host("CI_ACTIVE_BLEED", other);
        assert_eq!(patient.drug(), blocked("CI_ACTIVE_BLEED"));
        assert_eq!(crate::clinical::said::contradicted_by_host(&patient.chart), ["CI_ACTIVE_BLEED"]);
        assert_eq!(patient.says("CI_ACTIVE_BLEED", Some(false)).drug(), NOTHING);
    }
    assert!(crate::clinical::said::contradicted_by_host(&m().host("CI_ACTIVE_BLEED", true).chart).is_empty());
}

#[test]
fn what_the_host_says_of_one_leg_leaves_the_other() {
    let skin = |limb, value, until: Option<&str>| FactValue::Contraindication {
        id: "MC_LOCAL_SKIN",
        said: Said { limb: Some(limb), until: until.map(march), ..Said::now(Some(value)) },
    };
    let left = m().with(skin(Limb::Left, true, None), None);
    let legs = |patient: &Patient| patient.judged().legs_for(Device::Ipc);
    assert_eq!(legs(&left), Some(Limb::Right));
    assert_eq!(legs(&left.clone().with(skin(Limb::Right, false, None), None)), Some(Limb::Right));
    assert_eq!(legs(&left.clone().with(skin(Limb::Right, true, None), None)), None);
    assert_eq!(legs(&left.clone().with(skin(Limb::Right, true, Some("10T10:00")), None)), Some(Limb::Right), "it has ended");
    assert_eq!(left.judged().legs_for(Device::Vfp), Some(Limb::Both));
    assert!(left.judged().present.iter().any(|present| present.severity == Severity::Caution && present.applies.has_device(Device::Vfp)));
}

#[test]
fn two_readings_of_a_pressure_decide_and_an_older_crisis_does_not() {
    let readings = |all: &[(&str, f64, f64)]| {
        let base = m().lacking(Quantity::Sbp).lacking(Quantity::Dbp);
        let with =
            |patient: Patient, (time, sbp, dbp): &(&str, f64, f64)| patient.measured(Quantity::Sbp, *sbp, time).measured(Quantity::Dbp, *dbp, time);
        all.iter().fold(base, with)
    };
    let of = |all: &[(&str, f64, f64)]| severity(&readings(all).judged(), "CI_HTN");
    assert_eq!(of(&[("10T08:00", 184.0, 96.0), ("10T09:00", 178.0, 94.0)]), Some(Severity::Caution));
    assert_eq!(of(&[("10T08:00", 182.0, 98.0), ("10T09:00", 180.0, 90.0)]), Some(Severity::Block));
    assert_eq!(of(&[("10T09:00", 180.0, 80.0)]), Some(Severity::BlockUntil));
    assert_eq!(of(&[("10T09:00", 120.0, 110.0)]), Some(Severity::BlockUntil));
    for readings in [readings(&[("09T09:00", 220.0, 130.0), ("10T10:00", 126.0, 74.0)]), readings(&[("10T09:00", 179.0, 109.0)])] {
        assert_eq!(readings.clone().drug(), NOTHING);
        assert!(readings.asking().judged().open_of("CI_HTN").is_none(), "not asked");
    }
    let questions = |all: &[(&str, f64, f64)]| readings(all).judged().blocks_every_drug().any(Present::questions_a_treatment);
    assert!(!questions(&[("10T09:00", 180.0, 80.0)]) && questions(&[("10T08:00", 182.0, 98.0), ("10T09:00", 180.0, 90.0)]));
    let unmeasured = readings(&[("09T09:00", 220.0, 130.0)]);
    assert!(unmeasured.clone().asking().judged().open_for(Drug::Ufh).any(|id| id == "CI_HTN"));
    assert_eq!(unmeasured.clone().drug(), NOTHING);
    assert_eq!(severity(&unmeasured.says("CI_HTN", Some(true)).judged(), "CI_HTN"), Some(Severity::Caution));
}

#[test]
fn coagulation_by_inr_and_by_aptt_with_and_without_a_limit() {
    let aptt = |seconds, limit| {
        let mut patient = m().only(Quantity::Aptt, seconds);
        patient.profile.thresholds.aptt_upper_s = limit;
        patient.drug()
    };
    assert_eq!(aptt(60.0, None), NOTHING);
    assert_eq!(aptt(60.1, None), blocked("CI_COAG"));
    assert_eq!(aptt(75.0, Some(50.0)), NOTHING);
    assert_eq!(aptt(75.1, Some(50.0)), blocked("CI_COAG"));
    assert_eq!(m().only(Quantity::Inr, 1.5).drug(), NOTHING);
    let high = m().only(Quantity::Inr, 1.51);
    assert_eq!(high.drug(), blocked("CI_COAG"));
    assert_eq!(high.says("CI_COAG", Some(false)).drug(), blocked("CI_COAG"), "what was measured is not answered away");
    let caprini = Patient { forms: [&CAPRINI, &CN_BLEED_SURGICAL], ..m() };
    assert!(!caprini.only(Quantity::Aptt, 75.0).yes("lupus_anticoagulant").judged().has("CI_COAG"));
    assert_eq!(m().lacking(Quantity::Inr).drug(), waiting("inr"));
}

#[test]
fn the_effect_of_heparin_on_an_aptt_is_no_coagulopathy() {
    let infusion = |stopped: Option<&str>| Medication { rhythm: Some(Rhythm::Continuous), stopped_at: stopped.map(march), ..drug("heparin") };
    let of = |medication: Medication, since: &str| m().only(Quantity::Aptt, 96.0).takes(medication, since).judged().has("CI_COAG");
    assert!(!of(infusion(None), "08T10:00"));
    assert!(!of(infusion(Some("10T05:00")), "08T10:00"));
    assert!(of(infusion(None), "10T08:00"), "it began after the sample of 07:00");
    let last = |time: &str| Medication { last_dose_at: Some(march(time)), ordered: MedicationStatus::Stopped, ..drug("heparin") };
    assert!(!of(last("09T19:01"), "08T10:00"));
    assert!(of(last("09T19:00"), "08T10:00"), "its next dose was due at the sample");
    assert!(of(enoxaparin(), "08T10:00"));
}

#[test]
fn figures_taken_under_a_doac_are_asked_about() {
    let doac = |id, last: Option<&str>| {
        let stopped = Medication { ordered: MedicationStatus::Stopped, last_dose_at: last.map(march), ..drug(id) };
        m().only(Quantity::Inr, 1.8).takes(stopped, "01T08:00")
    };
    let coag = |patient: &Patient| (patient.judged().has("CI_COAG"), lacks(&patient.judged(), "CI_COAG"));
    let (asked, counted) = ((false, vec!["CI_COAG"]), (true, vec![]));
    assert_eq!(coag(&doac("rivaroxaban", Some("09T08:00"))), asked);
    assert_eq!(coag(&doac("rivaroxaban", Some("09T08:00")).says("CI_COAG", Some(false))), (false, vec![]));
    assert_eq!(coag(&doac("rivaroxaban", Some("08T07:01"))), asked);
    assert_eq!(coag(&doac("rivaroxaban", Some("08T07:00"))), counted, "48 h before the sample");
    assert_eq!(coag(&doac("dabigatran", Some("06T07:01"))), asked);
    assert_eq!(coag(&doac("dabigatran", Some("06T07:00"))), counted, "96 h before the sample");
    assert_eq!(coag(&doac("rivaroxaban", None)), asked, "nobody tells the last dose");
    let slow = doac("rivaroxaban", Some("07T07:00")).only(Quantity::Creatinine, 250.0);
    assert_eq!(coag(&slow), asked, "a clearance below 30");
    assert_eq!(coag(&doac("argatroban", Some("07T07:00"))), counted);
    assert_eq!(coag(&doac("rivaroxaban", Some("09T08:00")).only(Quantity::Inr, 1.0)), (false, vec![]));
}

#[test]
fn liver_disease_that_forbids_a_doac_asks_for_the_coagulation() {
    let liver = m().says("CI_DOAC_LIVER", Some(true));
    assert_eq!(liver.drug(), waiting("CI_COAG"));
    assert_eq!(liver.clone().says("CI_COAG", Some(false)).drug(), NOTHING);
    assert_eq!(liver.said_at("CI_COAG", Some(false), "09T10:00").drug(), waiting("CI_COAG"), "answered before the liver was");
}

#[test]
fn a_full_dose_protects_while_it_works() {
    let warfarin = |inr: Option<f64>, target: Option<(f64, f64)>| {
        let patient = m().lacking(Quantity::Inr).takes(warfarin(), "01T08:00");
        let patient = inr.into_iter().fold(patient, |patient, inr| patient.measured(Quantity::Inr, inr, "10T07:00"));
        let patient = target.into_iter().fold(patient, |patient, (low, high)| patient.with(FactValue::InrTarget { low, high }, None));
        let judgement = patient.judged();
        (severity(&judgement, "CI_THERAPEUTIC_AC"), judgement.has("CI_INR_HIGH"), lacks(&judgement, "CI_THERAPEUTIC_AC"), judgement.has("CI_COAG"))
    };
    let (protects, leaves) = (Some(Severity::Block), Some(Severity::Caution));
    assert_eq!(warfarin(Some(2.0), None), (protects, false, vec![], false));
    assert_eq!(warfarin(Some(1.99), None), (leaves, false, vec![], false));
    assert_eq!(warfarin(Some(3.0), None), (protects, false, vec![], false));
    assert_eq!(warfarin(Some(3.1), None), (protects, true, vec![], false));
    let valve = Some((2.5, 3.5));
    assert_eq!(warfarin(Some(2.5), valve), (protects, false, vec![], false));
    assert_eq!(warfarin(Some(2.4), valve), (leaves, false, vec![], false));
    assert_eq!(warfarin(Some(3.5), valve), (protects, false, vec![], false));
    assert_eq!(warfarin(Some(3.6), valve), (protects, true, vec![], false));
    assert_eq!(warfarin(None, None), (None, false, vec!["inr"], false));
    assert!(!m().only(Quantity::Inr, 3.6).judged().has("CI_INR_HIGH"), "no antagonist on record");
}

#[test]
fn a_route_is_no_block_of_every_drug() {
    let apixaban = || Medication { last_dose_at: Some(march("10T08:00")), rhythm: Some(Rhythm::Every12h), ..drug("apixaban") };
    let of = |count| m().only(Quantity::Platelets, count).takes(apixaban(), "01T08:00");
    assert_eq!(of(50.0).drug(), NOTHING);
    assert_eq!(severity(&of(50.0).judged(), "CI_THERAPEUTIC_AC"), Some(Severity::Block));
    assert!(of(50.0).judged().has("CI_PLT_50_99"));
    assert_eq!(of(49.0).drug(), blocked("CI_PLT_LT_50"));
    assert_eq!(of(225.0).says("CI_CNS_BLEED", Some(true)).drug(), blocked("CI_CNS_BLEED"));
    let low = m().only(Quantity::Inr, 1.6).takes(warfarin(), "01T08:00").judged();
    assert_eq!(low.against(Drug::Enoxaparin).count(), 0);
}

#[test]
fn a_full_dose_that_nobody_can_vouch_for_is_asked_about() {
    let rivaroxaban = |hours| Medication {
        dose: Some(Given { amount: 20.0, unit: DoseUnit::Mg }),
        last_dose_at: Some(at() - TimeDelta::hours(hours)),
        ..drug("rivaroxaban")
    };
    let of = |medication| m().takes(medication, "01T08:00");
    assert_eq!(severity(&of(rivaroxaban(47)).judged(), "CI_THERAPEUTIC_AC"), Some(Severity::Block));
    assert_eq!(of(rivaroxaban(49)).drug(), waiting("last_dose"));
    assert_eq!(of(rivaroxaban(49)).says("CI_THERAPEUTIC_AC", Some(false)).drug(), NOTHING);
    let untold = of(Medication { last_dose_at: Some(march("10T08:00")), ..drug("enoxaparin") });
    assert_eq!(untold.drug(), waiting("CI_THERAPEUTIC_AC"));
    assert!(untold.judged().open_of("CI_THERAPEUTIC_AC").is_some_and(|open| open.suspected && open.wording.is_some()));
    assert!(untold.says("CI_THERAPEUTIC_AC", Some(true)).judged().has("CI_THERAPEUTIC_AC"));
    let stopped = Medication { stopped_at: Some(march("10T09:00")), rhythm: Some(Rhythm::Every12h), ..rivaroxaban(4) };
    let ends = |patient: Patient| patient.judged().present.first().map(|present| (present.row.id, present.until));
    assert_eq!(ends(of(stopped.clone())), Some(("CI_THERAPEUTIC_AC", Some(march("10T18:00")))));
    assert_eq!(ends(of(stopped).when("10T18:01")), None);
}

#[test]
fn a_clot_in_the_leg_that_cannot_be_known_holds_the_drug() {
    let unknown = m().says("MC_ACUTE_DVT", None);
    assert_eq!(unknown.drug(), waiting("CI_ACUTE_VTE"));
    assert_eq!(unknown.judged().open_for_device(Device::Ipc).collect::<Vec<_>>(), ["MC_ACUTE_DVT"]);
    assert_eq!(unknown.clone().says("CI_ACUTE_VTE", Some(false)).drug(), NOTHING);
    assert_eq!(unknown.said_at("CI_ACUTE_VTE", Some(false), "09T10:00").drug(), waiting("CI_ACUTE_VTE"));
    assert_eq!(m().says("MC_ACUTE_DVT", Some(true)).drug(), waiting("CI_ACUTE_VTE"));
    let suspected = m().says("CI_ACUTE_VTE", None).judged();
    let again = m().said_at("CI_ACUTE_VTE", None, "09T10:00").says("MC_ACUTE_DVT", Some(true)).judged();
    assert!(again.open_of("CI_ACUTE_VTE").is_some_and(|open| open.unknowable && open.suspected));
    assert!(suspected.open_of("CI_ACUTE_VTE").is_some_and(|open| open.unknowable && !open.suspected));
    let confirmed = m().says("CI_ACUTE_VTE", Some(true)).judged();
    assert!(confirmed.has("MC_ACUTE_DVT") && confirmed.legs_for(Device::Vfp).is_none() && confirmed.blocks_every_drug().next().is_none());
    for id in ["CI_ACUTE_VTE", "MC_ACUTE_DVT"] {
        assert!(named(id).and_then(|row| row.help).is_some_and(|help| help.zh().contains("不须先做超声")));
    }
    assert!(named("CI_ACTIVE_BLEED").and_then(|row| row.help).is_some_and(|help| help.zh().contains("痰中带血不算")));
}

#[test]
fn bleeding_by_units_given_and_by_the_list() {
    let given = |units, time: &str| m().with(FactValue::Transfusion { units, at: march(time) }, None);
    assert_eq!(given(2.0, "10T08:00").drug(), NOTHING);
    assert_eq!(given(2.5, "10T08:00").drug(), blocked("CI_ACTIVE_BLEED"));
    assert_eq!(given(1.5, "10T08:00").with(FactValue::Transfusion { units: 1.5, at: march("09T12:00") }, None).drug(), blocked("CI_ACTIVE_BLEED"));
    assert_eq!(given(4.0, "09T10:00").drug(), NOTHING, "24 h ago");
    assert_eq!(s().yes("bs_active_bleeding").drug(), blocked("CI_ACTIVE_BLEED"));
}

#[test]
fn a_fall_of_haemoglobin_asks_for_bleeding_again() {
    let fallen = m().measured(Quantity::Haemoglobin, 69.0, "10T09:00");
    assert_eq!(fallen.drug(), waiting("CI_ACTIVE_BLEED"));
    assert!(fallen.judged().open_of("CI_ACTIVE_BLEED").is_some_and(|open| open.suspected));
    assert_eq!(fallen.clone().said_at("CI_ACTIVE_BLEED", Some(false), "10T08:00").drug(), waiting("CI_ACTIVE_BLEED"), "said before");
    assert_eq!(fallen.clone().host("CI_ACTIVE_BLEED", false).drug(), waiting("CI_ACTIVE_BLEED"), "a host does not look");
    assert_eq!(fallen.clone().says("CI_ACTIVE_BLEED", Some(false)).drug(), NOTHING);
    assert_eq!(fallen.says("CI_ACTIVE_BLEED", Some(true)).drug(), blocked("CI_ACTIVE_BLEED"));
    let listed = s().measured(Quantity::Haemoglobin, 69.0, "10T09:00").yes("bs_active_bleeding");
    assert_eq!(listed.said_at("CI_ACTIVE_BLEED", Some(false), "10T08:00").drug(), blocked("CI_ACTIVE_BLEED"));
}

#[test]
fn falling_platelets_on_heparin_hold_everything_until_the_4ts() {
    let fallen =
        m().measured(Quantity::Platelets, 225.0, "02T07:00").measured(Quantity::Platelets, 112.0, "10T08:00").takes(enoxaparin(), "03T08:00");
    let judgement = fallen.judged();
    assert!(judgement.holds_for_hit() && judgement.open_for(Drug::Fondaparinux).any(|id| id == "CI_HIT_ACUTE"));
    assert!(!fallen.clone().says("CI_HIT_ACUTE", Some(false)).judged().holds_for_hit());
    assert!(fallen.clone().says("CI_HIT_ACUTE", None).judged().holds_for_hit());
    assert!(fallen.clone().said_at("CI_HIT_ACUTE", Some(false), "10T07:30").judged().holds_for_hit());
    let acute = fallen.says("CI_HIT_ACUTE", Some(true)).judged();
    assert!(acute.has("CI_HIT_ACUTE") && acute.has("CI_HIT") && !acute.holds_for_hit() && acute.blocks_every_drug().next().is_none());
    let past = m().says("CI_HIT", Some(true)).judged();
    assert!(past.against(Drug::Ufh).all(|present| present.no_override) && past.against(Drug::Fondaparinux).next().is_none());
}

#[test]
fn fondaparinux_stops_at_100_after_a_fall_only() {
    let of = |from, to| {
        let patient = m().lacking(Quantity::Platelets).measured(Quantity::Platelets, from, "03T07:00").measured(Quantity::Platelets, to, "10T07:00");
        patient.takes(Medication { intent: Some(MedicationIntent::Prophylactic), ..drug("fondaparinux") }, "04T08:00").judged().has("CI_FON_PLT")
    };
    assert!(!of(150.0, 100.0) && of(150.0, 99.0) && of(100.0, 99.0) && !of(85.0, 82.0));
    let untreated = m().measured(Quantity::Platelets, 90.0, "10T08:00").judged();
    assert!(untreated.has("CI_PLT_50_99") && !untreated.has("CI_FON_PLT"));
}

#[test]
fn the_kidney_limits_each_drug_at_its_own_clearance() {
    let ids = |clearance| {
        let judgement = m().lacking(Quantity::Creatinine).measured(Quantity::Crcl, clearance, "10T07:00").judged();
        judgement.present.iter().map(|present| (present.row.id, present.severity.forbids())).collect::<Vec<_>>()
    };
    assert_eq!(ids(30.0), []);
    let below_30 = [("CI_RENAL_LMWH", false), ("CI_RENAL_NAD", true), ("CI_RENAL_FON", true), ("CI_DOAC_RENAL", false), ("CI_DOAC_RENAL", true)];
    assert_eq!(ids(29.9), below_30);
    assert_eq!(ids(15.0), below_30);
    assert_eq!(ids(14.9), [below_30[0], below_30[1], below_30[2], below_30[4]]);
    let dialysis = m().with(FactValue::Dialysis { from: None, to: None }, None).judged();
    assert!(dialysis.against(Drug::Nadroparin).any(|present| present.row.id == "CI_RENAL_NAD"));
    assert!(dialysis.against(Drug::Rivaroxaban).any(|present| present.row.id == "CI_DOAC_RENAL"));
}

#[test]
fn weight_limits_fondaparinux_and_warns_for_enoxaparin() {
    let of = |kilograms| m().only(Quantity::Weight, kilograms).judged();
    assert!(!of(50.0).has("CI_WEIGHT_FON") && of(49.9).has("CI_WEIGHT_FON"));
    assert!(!of(45.0).has("CI_LOW_WEIGHT") && of(44.9).has("CI_LOW_WEIGHT"));
    assert!(!s().only(Quantity::Weight, 57.0).judged().has("CI_LOW_WEIGHT") && s().only(Quantity::Weight, 56.9).judged().has("CI_LOW_WEIGHT"));
}

#[test]
fn an_allergy_to_a_heparin_takes_them_all_and_only_ufh_may_be_tested() {
    let heparins = m().allergic(Allergen::Heparins, "那屈肝素").judged();
    let held = |drug| heparins.against(drug).map(|present| present.no_override).collect::<Vec<_>>();
    assert_eq!([Drug::Enoxaparin, Drug::Nadroparin, Drug::Dalteparin].map(held), [[true], [true], [true]]);
    assert_eq!((held(Drug::Ufh), held(Drug::Fondaparinux), held(Drug::Apixaban)), (vec![false], vec![], vec![]));
    let fondaparinux = m().allergic(Allergen::Drug("fondaparinux"), "磺达肝癸钠").judged();
    assert_eq!(Drug::ALL.into_iter().filter(|drug| fondaparinux.against(*drug).next().is_some()).collect::<Vec<_>>(), [Drug::Fondaparinux]);
    assert_eq!(m().allergic(Allergen::Irrelevant, "头孢曲松").drug(), NOTHING);
    assert!(m().asking().judged().open_of("CI_ALLERGY").is_some());
    assert!(m().asking().allergic(Allergen::None, "否认").judged().open_of("CI_ALLERGY").is_none());
    let both = m().allergic(Allergen::None, "无").allergic(Allergen::Heparins, "肝素").judged();
    assert!(both.against(Drug::Ufh).next().is_some());
}

#[test]
fn a_name_that_nobody_recognises_holds_every_drug() {
    let unknown = |name: &str| FactValue::Medication(Medication { name: name.into(), ..Medication::of(Recognised::Unrecognised) });
    let one = m().with(unknown("丹参多酚酸盐"), None);
    assert_eq!(one.drug(), waiting("unrecognised_medication"));
    assert_eq!(one.judged().open_for(Drug::Apixaban).collect::<Vec<_>>(), ["unrecognised_medication"]);
    assert_eq!(one.clone().says("unrecognised_medication", Some(false)).drug(), NOTHING);
    assert_eq!(one.clone().says("unrecognised_medication", Some(true)).drug(), waiting("unrecognised_medication"));
    assert_eq!(one.clone().host("unrecognised_medication", false).drug(), waiting("unrecognised_medication"), "a host is no person");
    let mut two = one.with(unknown("三七片"), None).with(unknown("三七片"), None);
    assert_eq!(two.judged().names_of("unrecognised_medication").collect::<Vec<_>>(), ["丹参多酚酸盐", "三七片"]);
    two.said.push(("unrecognised_medication", Said::now(Some(false))));
    two.settled.push(("unrecognised_medication", "丹参多酚酸盐".into()));
    assert_eq!(two.judged().names, [("unrecognised_medication", "三七片".to_owned())]);
    two.settled.push(("unrecognised_medication", "三七片".into()));
    assert_eq!(two.drug(), NOTHING);
    let recognised = m().with(FactValue::Medication(Medication::of(Recognised::Irrelevant)), None);
    assert_eq!(recognised.drug(), NOTHING);
    let allergen = m().allergic(Allergen::Unrecognised, "不明药物XX");
    assert_eq!(allergen.drug(), waiting("unrecognised_allergy"));
    assert_eq!(allergen.judged().names, [("unrecognised_allergy", "不明药物XX".to_owned())]);
    assert_eq!(allergen.says("unrecognised_allergy", Some(false)).drug(), NOTHING);
}

#[test]
fn a_yes_that_names_both_organs_asks_which() {
    let both = s().yes("bs_severe_renal_hepatic");
    assert_eq!(both.drug(), waiting("kidney_or_liver"));
    for word in [true, false] {
        assert_eq!(both.clone().says("kidney_or_liver", Some(word)).drug(), NOTHING);
    }
    assert!(both.says("kidney_or_liver", None).judged().open_of("kidney_or_liver").is_some_and(|open| open.unknowable));
    let derived = s().only(Quantity::Creatinine, 400.0);
    assert!(derived.judged().open_of("kidney_or_liver").is_none());
}

#[test]
fn medicines_bear_on_doacs_by_grade_and_two_antiplatelets_are_a_caution() {
    let ddi = |id| severity(&m().takes(drug(id), "01T08:00").judged(), "CI_DOAC_DDI");
    assert_eq!(["rifampicin", "verapamil", "ibuprofen"].map(ddi), [Some(Severity::Block), Some(Severity::Caution), None]);
    let two = m().takes(drug("verapamil"), "01T08:00").takes(drug("clarithromycin"), "01T08:00").judged();
    assert_eq!(severity(&two, "CI_DOAC_DDI"), Some(Severity::Block));
    let aspirin = m().takes(drug("aspirin"), "01T08:00");
    assert!(!aspirin.clone().takes(drug("aspirin"), "02T08:00").judged().has("CI_DAPT"));
    let two = aspirin.takes(drug("ticagrelor"), "01T08:00");
    assert_eq!(severity(&two.judged(), "CI_DAPT"), Some(Severity::Caution));
    assert_eq!(two.drug(), NOTHING);
}

#[test]
fn pregnancy_is_asked_once_of_women_of_an_age_for_it() {
    let born = |year: &str, sex| {
        let base = m().asking();
        let chart = Chart { sex, birth_date: [year, "-03-10"].concat().parse().ok(), ..base.chart };
        Patient { chart, ..base }
    };
    let asked = |patient: Patient| patient.judged().open_for(Drug::Enoxaparin).any(|id| id == "CI_PREGNANCY");
    let woman = Some(Sex::Female);
    assert!(asked(born("1971", woman)) && !asked(born("1970", woman)), "55 and 56 years");
    assert!(asked(born("2014", woman)) && asked(born("1971", None)) && !asked(born("1996", Some(Sex::Male))));
    assert!(!asked(Patient { unanswered: Unanswered::Absent, ..born("1996", woman) }));
    let mut ageless = born("1996", woman);
    ageless.chart.birth_date = None;
    assert!(asked(ageless));
    for answer in [Some(true), None] {
        let judgement = born("1996", woman).says("CI_PREGNANCY", answer).judged();
        assert!(["CI_PREGNANCY", "CI_DOAC_PREG", "CI_FON_PREG"].into_iter().all(|id| judgement.has(id)));
        assert!(judgement.blocks_every_drug().next().is_none(), "a route of its own");
    }
    let denied = Patient { unanswered: Unanswered::Absent, ..born("1996", woman) }.says("CI_PREGNANCY", Some(false));
    assert_eq!(denied.drug(), NOTHING);
    assert!(born("1961", woman).judged().open_of("CI_FON_PREG").is_none());
}

#[test]
fn a_lysis_holds_for_a_day_and_after_a_stroke_until_the_picture() {
    let lysed = |patient: Patient, hours: i64, lysis_for| {
        let given = at() - TimeDelta::minutes(hours * 6);
        patient.takes(Medication { last_dose_at: Some(given), stopped_at: Some(given), lysis_for, ..drug("alteplase") }, "08T10:00")
    };
    let held = blocked("CI_LYSIS_24H");
    // In tenths of an hour.
    assert_eq!(lysed(m().no("acute_mi_stroke"), 239, None).drug(), held);
    assert_eq!(lysed(m().no("acute_mi_stroke"), 240, None).drug(), NOTHING);
    assert_eq!(lysed(s(), 300, Some(LysisFor::Other)).drug(), NOTHING);
    assert_eq!(lysed(s(), 300, None).drug(), (vec!["CI_LYSIS_24H"], vec!["indication"]));
    assert_eq!(lysed(s(), 300, None).says("MC_STROKE_GCS", Some(false)).drug(), NOTHING);
    let either = lysed(m().yes("acute_mi_stroke"), 300, None);
    assert_eq!(either.drug(), waiting("MC_STROKE_GCS"));
    assert_eq!(either.clone().says("MC_STROKE_GCS", Some(false)).drug(), NOTHING);
    let stroke = either.says("MC_STROKE_GCS", Some(true)).says("CI_CNS_BLEED", Some(false));
    assert_eq!(stroke.drug(), held);
    assert_eq!(stroke.clone().says("CI_LYSIS_24H", Some(false)).drug(), NOTHING);
    assert_eq!(stroke.clone().said_at("CI_LYSIS_24H", Some(false), "10T03:59").drug(), held, "within the 24 h there is no picture");
    assert_eq!(stroke.said_at("CI_LYSIS_24H", Some(false), "10T04:00").drug(), NOTHING);
    assert_eq!(lysed(s(), 300, Some(LysisFor::Stroke)).drug(), held);
    assert_eq!(lysed(s().yes("stroke_lt_1mo"), 300, Some(LysisFor::Other)).drug().0, held.0);
    let capsule = m().takes(drug("lumbrokinase"), "10T08:00");
    assert_eq!(capsule.drug(), NOTHING);
}

#[test]
fn a_stroke_asks_for_a_bleed_and_holds_the_stockings() {
    let either = m().yes("acute_mi_stroke").judged();
    let open = either.open_of("MC_STROKE_GCS").expect("asked");
    assert!(open.suspected && open.wording.is_some_and(|wording| wording.zh() == "心梗还是脑卒中？"));
    assert_eq!(either.open_for_device(Device::Gcs).collect::<Vec<_>>(), ["MC_STROKE_GCS"]);
    assert!(either.open_for_device(Device::Ipc).next().is_none());
    let stroke = m().yes("acute_mi_stroke").says("MC_STROKE_GCS", Some(true));
    assert_eq!(stroke.drug(), waiting("CI_CNS_BLEED"));
    assert!(stroke.judged().open_of("CI_CNS_BLEED").is_some_and(|open| open.wording.is_some()));
    assert!(stroke.judged().legs_for(Device::Gcs).is_none() && stroke.judged().legs_for(Device::Ipc) == Some(Limb::Both));
    assert_eq!(stroke.clone().says("CI_CNS_BLEED", Some(false)).drug(), NOTHING);
    assert_eq!(stroke.said_at("CI_CNS_BLEED", Some(false), "09T10:00").drug(), waiting("CI_CNS_BLEED"), "said before the stroke");
    let recent = s().yes("stroke_lt_1mo").judged();
    assert!(recent.open_of("CI_CNS_BLEED").is_some() && recent.open_of("MC_STROKE_GCS").is_some_and(|open| open.wording.is_none()));
    let acute = s().yes("bs_acute_stroke").says("MC_STROKE_GCS", Some(false)).judged();
    assert!(acute.has("MC_STROKE_GCS") && acute.open_of("CI_CNS_BLEED").is_some());
}

#[test]
fn brain_and_spine_hold_until_a_person_says_so_after_a_day() {
    let spine = |ended: &str, procedure| {
        let done =
            Operation { at: Some(march(ended)), duration_min: None, procedure: Some(procedure), haemostasis_at: Some(march(ended)), ..operation() };
        m().with(FactValue::Operation(done), None)
    };
    let held = blocked("CI_NEURO_EYE_OP");
    for procedure in [Procedure::Spinal, Procedure::Neurosurgery] {
        assert_eq!(spine("08T18:00", procedure).drug(), held, "40 h, haemostasis, nobody says");
        assert_eq!(spine("09T11:00", procedure).says("CI_NEURO_EYE_OP", Some(false)).drug(), held, "23 h");
        assert_eq!(spine("09T10:00", procedure).says("CI_NEURO_EYE_OP", Some(false)).drug(), NOTHING, "24 h");
        assert_eq!(spine("09T10:00", procedure).says("CI_NEURO_EYE_OP", None).drug(), held);
        assert_eq!(spine("08T18:00", procedure).said_at("CI_NEURO_EYE_OP", Some(false), "09T17:59").drug(), held, "said too early");
        assert_eq!(spine("08T18:00", procedure).host("CI_NEURO_EYE_OP", false).drug(), held);
    }
    let asked = |ended: &str| spine(ended, Procedure::Spinal).judged().present[0].ended_by.is_some();
    assert!(asked("09T10:00") && !asked("09T10:01"));
    let timeless = Operation { at: None, procedure: Some(Procedure::Spinal), ..operation() };
    assert_eq!(m().with(FactValue::Operation(timeless), None).says("CI_NEURO_EYE_OP", Some(false)).drug(), held);
    assert_eq!(spine("08T18:00", Procedure::Cardiac).drug(), NOTHING);
    let planned =
        Operation { status: Some(OperationStatus::Planned), at: Some(march("11T08:00")), procedure: Some(Procedure::Spinal), ..operation() };
    assert_eq!(m().with(FactValue::Operation(planned), None).drug(), NOTHING);
}

#[test]
fn recorded_haemostasis_ends_a_bleeding_operation_unless_it_came_too_early() {
    let of = |time: &str| {
        let mut patient = s().says("CI_HIGH_BLEED_OP", Some(true));
        patient.chart.facts.retain(|fact| !matches!(fact.value, FactValue::Operation(_)));
        patient.with(FactValue::Operation(Operation { haemostasis_at: Some(march(time)), ..operation() }), None).drug()
    };
    assert_eq!(of("09T11:00"), blocked("CI_HIGH_BLEED_OP"));
    assert_eq!(of("09T13:59"), blocked("CI_HIGH_BLEED_OP"));
    assert_eq!(of("09T14:00"), NOTHING);
}

#[test]
fn the_window_around_a_needle_opens_closes_and_is_released() {
    let needle = |time: &str, all_day| Neuraxial { catheter: false, at: march(time), all_day, removed_at: None, traumatic: false };
    let of = |needle: Neuraxial| m().with(FactValue::Neuraxial(needle), None);
    let held = blocked("CI_NEURAXIAL");
    assert_eq!(of(needle("10T22:00", false)).drug(), NOTHING, "12 h before");
    assert_eq!(of(needle("10T21:59", false)).drug(), held);
    assert_eq!(of(needle("09T22:01", false)).drug(), held);
    assert_eq!(of(needle("09T22:00", false)).drug(), NOTHING, "12 h after");
    let day = of(needle("11T00:00", true));
    assert_eq!(day.clone().when("10T12:00").drug(), NOTHING);
    assert_eq!(day.clone().when("10T12:01").drug(), held);
    assert_eq!(day.clone().when("12T11:59").lacking(Quantity::Sbp).lacking(Quantity::Dbp).drug(), held);
    assert_eq!(day.when("12T12:00").lacking(Quantity::Sbp).lacking(Quantity::Dbp).drug(), NOTHING);
    let catheter = || Neuraxial { catheter: true, ..needle("08T08:00", false) };
    assert_eq!(of(catheter()).drug(), held);
    assert_eq!(of(catheter()).says("CI_NEURAXIAL", Some(false)).drug(), NOTHING);
    assert_eq!(of(catheter()).said_at("CI_NEURAXIAL", Some(false), "07T08:00").drug(), held, "said before the window opened");
    assert_eq!(of(catheter()).host("CI_NEURAXIAL", false).drug(), held);
}

#[test]
fn the_index_of_each_leg_decides_for_each_device() {
    let abi = |patient: Patient, value, limb, time: &str| patient.with(FactValue::Abi { value, limb }, Some(time));
    let legs = |patient: &Patient| {
        let judgement = patient.judged();
        [Device::Ipc, Device::Vfp, Device::Gcs].map(|device| judgement.legs_for(device))
    };
    let left = |value| abi(m(), value, Limb::Left, "10T08:00");
    let (both, right) = (Some(Limb::Both), Some(Limb::Right));
    assert_eq!(legs(&left(0.59)), [right, right, right]);
    assert_eq!(legs(&left(0.60)), [both, both, right]);
    assert_eq!(legs(&left(0.80)), [both, both, right]);
    assert_eq!(legs(&left(0.81)), [both, both, both]);
    assert!(left(0.80).judged().present.iter().any(|present| present.severity == Severity::Caution && present.applies.has_device(Device::Vfp)));
    assert!(left(0.81).judged().present.is_empty());
    assert_eq!(legs(&abi(left(0.59), 0.5, Limb::Right, "10T08:00")), [None, None, None]);
    assert_eq!(legs(&abi(left(0.9), 0.59, Limb::Left, "10T08:00")), [right, right, right], "of one moment the lower");
    assert_eq!(legs(&abi(left(0.59), 0.9, Limb::Left, "10T09:00")), [both, both, both], "the later");
    assert_eq!(legs(&left(0.59).says("MC_ISCHAEMIA", Some(false))), [right, right, right]);
    let told = Said { limb: Some(Limb::Right), ..Said::now(Some(true)) };
    let mut other = left(0.59);
    other.said.push(("MC_ISCHAEMIA", told));
    assert_eq!(legs(&other), [None, None, None]);
    let asked = |patient: Patient| patient.asking().judged().open_of("MC_ISCHAEMIA").is_some();
    assert!(asked(m()) && asked(left(0.9)) && asked(left(0.5)) && !asked(abi(m(), 0.9, Limb::Both, "10T08:00")));
}

#[test]
fn a_broken_leg_waits_and_the_other_gets_the_pump() {
    let hip = |limb| {
        let planned =
            Operation { status: Some(OperationStatus::Planned), procedure: Some(Procedure::HipFracture), limb, ..Operation::of(OperationKind::Open) };
        s().with(FactValue::Operation(planned), None)
    };
    let right = hip(Some(Limb::Right)).judged();
    assert_eq!((right.legs_for(Device::Ipc), right.waiting_legs(Device::Ipc)), (Some(Limb::Left), Some(Limb::Right)));
    assert!(right.open_for_device(Device::Ipc).next().is_none());
    assert_eq!((right.legs_for(Device::Vfp), right.waiting_legs(Device::Vfp)), (Some(Limb::Both), None));
    let untold = hip(None).judged();
    assert_eq!(untold.legs_for(Device::Ipc), Some(Limb::Both));
    assert_eq!(untold.open_for_device(Device::Ipc).collect::<Vec<_>>(), ["MC_FRACTURE_LIMB"]);
    let both_wait = |patient: Patient| patient.judged().open_for_device(Device::Gcs).collect::<Vec<_>>() == ["MC_FRACTURE_LIMB"];
    assert!(both_wait(s().yes("hip_pelvis_leg_fracture_lt_1mo")) && both_wait(s().yes("plaster_cast_lt_1mo")));
    assert!(!both_wait(s()) && !both_wait(s().yes("plaster_cast_lt_1mo").says("MC_FRACTURE_LIMB", Some(false))));
    let confirmed = hip(Some(Limb::Right)).yes("hip_pelvis_leg_fracture_lt_1mo").judged();
    assert_eq!(confirmed.legs_for(Device::Ipc), Some(Limb::Left), "the operation tells the leg");
    let mut told = hip(Some(Limb::Right));
    told.said.push(("MC_FRACTURE_LIMB", Said { limb: Some(Limb::Right), ..Said::now(Some(true)) }));
    assert!(told.judged().has("MC_FRACTURE_LIMB") && told.judged().legs_for(Device::Ipc) == Some(Limb::Left));
    let mut left_whole = hip(None);
    left_whole.said.push(("MC_FRACTURE_LIMB", Said { limb: Some(Limb::Left), ..Said::now(Some(false)) }));
    assert_eq!(left_whole.judged().legs_for(Device::Ipc), Some(Limb::Left));
    assert!(left_whole.judged().open_of("MC_FRACTURE_LIMB").is_some_and(|open| open.suspected && open.limb == Limb::Right));
}

#[test]
fn a_failing_lung_never_ticks_the_heart() {
    let lung = m().yes("heart_resp_failure");
    assert!(!lung.judged().has("MC_CHF_OEDEMA"));
    assert_eq!(lung.judged().open_for_device(Device::Ipc).collect::<Vec<_>>(), ["MC_CHF_OEDEMA"]);
    let denied = lung.says("MC_CHF_OEDEMA", Some(false)).judged();
    assert!(!denied.has("MC_CHF_OEDEMA") && denied.open_for_device(Device::Ipc).next().is_none());
    let heart = s().yes("chf_lt_1mo");
    assert_eq!(severity(&heart.judged(), "MC_CHF_OEDEMA"), Some(Severity::Caution));
    assert_eq!(severity(&heart.clone().says("MC_CHF_OEDEMA", Some(true)).judged(), "MC_CHF_OEDEMA"), Some(Severity::Block));
    assert!(heart.asking().judged().open_of("MC_CHF_OEDEMA").is_some());
}

#[test]
fn an_item_that_points_at_a_row_opens_it_also_where_silence_is_absence() {
    for antibody in ["lupus_anticoagulant", "anticardiolipin"] {
        let judgement = s().yes(antibody).judged();
        assert_eq!(judgement.open_for(Drug::Rivaroxaban).collect::<Vec<_>>(), ["CI_DOAC_APS"], "{antibody}");
        assert!(judgement.open_for(Drug::Enoxaparin).next().is_none());
    }
    assert!(m().yes("thrombophilia").judged().open.is_empty());
    let mut woman = s();
    (woman.chart.sex, woman.chart.birth_date) = (Some(Sex::Female), "1996-03-10".parse().ok());
    let childbed = woman.yes("pregnancy_postpartum");
    assert_eq!(childbed.drug(), waiting("CI_PREGNANCY"));
    assert!(childbed.judged().has("CI_DOAC_PREG"), "as before");
    assert_eq!(childbed.says("CI_PREGNANCY", Some(false)).drug(), NOTHING);
}

#[test]
fn what_the_host_suggests_is_open_on_its_leg() {
    let mut patient =
        m().with(FactValue::Contraindication { id: "MC_LOCAL_SKIN", said: Said { limb: Some(Limb::Left), ..Said::now(Some(true)) } }, None);
    patient.chart.facts.last_mut().expect("a fact").status = Status::Suggested;
    let judgement = patient.judged();
    assert!(judgement.open_of("MC_LOCAL_SKIN").is_some_and(|open| open.suspected && open.limb == Limb::Left));
    assert_eq!(judgement.legs_for(Device::Ipc), Some(Limb::Right));
}

#[test]
fn a_form_that_this_patient_has_not_bears_on_the_rows_by_its_finding_only() {
    let told = |instrument, item| m().with(FactValue::Finding { instrument, item, present: true }, None);
    assert_eq!(told("caprini", "stroke_lt_1mo").drug(), waiting("CI_CNS_BLEED"));
    assert_eq!(told("cn_bleed_surgical", "bs_active_bleeding").drug(), blocked("CI_ACTIVE_BLEED"));
    assert_eq!(told("improve_bleeding", "prior_bleeding_3mo").drug(), NOTHING);
}

#[test]
fn what_a_hospital_forbids_to_override_is_held() {
    let mut patient = m().says("CI_VARICES", Some(true)).says("CI_DAPT", Some(true));
    patient.profile.no_override = vec!["CI_VARICES", "CI_DAPT"];
    let held: Vec<_> = patient.judged().present.iter().map(|present| (present.row.id, present.no_override)).collect();
    assert_eq!(held, [("CI_VARICES", true), ("CI_DAPT", false)]);
    assert!(patient.judged().blocks_every_drug().all(|present| covers(present.applies, EVERY_DRUG)));
}
