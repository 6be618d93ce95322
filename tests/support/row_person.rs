//! Random patients as a ward would describe them: plain numbers and words, times in minutes from now. From one
//! description come the chart and answers that the program reads, and what the naive oracle is asked.
#![allow(dead_code, reason = "each test uses its part")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::assess::{Assessed, Screening, assess};
use virchow::clinical::bleeding::governing;
use virchow::clinical::chart::{
    Allergen, Chart, Fact, FactValue, Instant, Intent, Limb, LysisFor, Medication, Neuraxial, Operation, OperationKind, OperationStatus, Procedure,
    Said, Setting, Sex,
};
use virchow::clinical::contraindication::{QUESTIONS, TABLE};
use virchow::clinical::formulary::{Device, Drug};
use virchow::clinical::instrument::Instrument;
use virchow::clinical::instruments::{CAPRINI, CN_BLEED_MEDICAL, CN_BLEED_SURGICAL, PADUA};
use virchow::clinical::profile::Profile;
use virchow::clinical::prophylaxis::StaySoFar;
use virchow::clinical::quantity::Quantity;
use virchow::clinical::sheet::{Sheet, Unanswered, fill};
use virchow::clinical::substance::{Taken as Substance, named};

pub const HOUR: i64 = 60;
pub const DAY: i64 = 24 * HOUR;

#[derive(Clone, Debug)]
pub struct Surgery {
    pub elective: bool,
    pub procedure: Option<&'static str>,
    pub begins: i64,
    pub minutes: Option<i64>,
    /// `planned`, `done`, or not said.
    pub status: Option<&'static str>,
    pub haemostasis: Option<i64>,
    pub limb: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct Needle {
    pub catheter: bool,
    pub at: i64,
    pub removed: Option<i64>,
    pub traumatic: bool,
}

#[derive(Clone, Debug)]
pub struct Taken {
    /// By the table of substances, or `unknown`, which it has not.
    pub id: &'static str,
    /// At treatment dose; `None`: not said.
    pub therapeutic: Option<bool>,
    pub began: Option<i64>,
    pub last_dose: Option<i64>,
    pub stopped: Option<i64>,
    /// A lysis, for a stroke or for something else; `None`: not said.
    pub for_stroke: Option<bool>,
}

/// When the counts of a week ago were taken.
pub const WEEK_AGO: i64 = -7 * DAY;
/// When an answer was given that is not of now.
pub const BEFORE: i64 = -30 * HOUR;

#[derive(Clone, Debug, Default)]
pub struct Person {
    pub surgical: bool,
    pub man: Option<bool>,
    pub age: Option<f64>,
    pub kg: Option<f64>,
    pub creatinine: Option<f64>,
    pub platelets: Option<f64>,
    pub haemoglobin: Option<f64>,
    /// Of a week ago.
    pub platelets_before: Option<f64>,
    pub haemoglobin_before: Option<f64>,
    pub inr: Option<f64>,
    pub aptt: Option<f64>,
    pub inr_target: Option<(f64, f64)>,
    /// Ankle-brachial index of the left and of the right leg.
    pub abi: [Option<f64>; 2],
    pub dialysis: bool,
    /// In the order of time, one a day up to today.
    pub systolic: Vec<f64>,
    pub diastolic: Vec<f64>,
    pub lab_hours: i64,
    pub operations: Vec<Surgery>,
    pub needles: Vec<Needle>,
    pub drugs: Vec<Taken>,
    pub allergies: Vec<&'static str>,
    pub icu: bool,
    pub units: Vec<(f64, i64)>,
    /// Answers by item and row: yes, no, or "cannot be known".
    pub said: BTreeMap<&'static str, Option<bool>>,
    pub limbs: BTreeMap<&'static str, &'static str>,
    /// Answers that were given [`BEFORE`].
    pub older: BTreeSet<&'static str>,
    pub silence_is_absence: bool,
    pub stock: Vec<&'static str>,
    pub devices: Vec<&'static str>,
}

/// Splitmix: small, seeded, the same everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.throw() % limit as u64) as usize
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.throw() % 100 < percent
    }

    pub fn of<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }
}

pub fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

pub fn after(minutes: i64) -> Instant {
    noon() + TimeDelta::minutes(minutes)
}

/// Questions that operations, needles, medications and the like can answer.
const RECORDED: [&str; 30] = [
    "bs_severe_renal_hepatic",
    "bs_uncontrolled_htn",
    "bs_neuraxial_window",
    "bs_concomitant_antithrombotic",
    "bs_abdominal",
    "bs_pancreaticoduodenectomy",
    "bs_hepatectomy",
    "bs_cardiac",
    "bs_thoracic",
    "bs_critical_site",
    "bm_icu_ccu",
    "bm_hepatic_inr_gt_1_5",
    "CI_ACTIVE_BLEED",
    "CI_COAG",
    "CI_NEURAXIAL",
    "CI_LYSIS_24H",
    "CI_ALLERGY",
    "CI_THERAPEUTIC_AC",
    "CI_DOAC_PREG",
    "CI_DOAC_DDI",
    "MC_ACUTE_DVT",
    "MC_STROKE_GCS",
    "bm_current_cancer",
    "CI_NEURO_EYE_OP",
    "CI_DAPT",
    "CI_HTN",
    "CI_PREGNANCY",
    "CI_FON_PREG",
    "MC_ISCHAEMIA",
    "MC_FRACTURE_LIMB",
];

const FEMALE: [&str; 6] = ["pregnancy_postpartum", "adverse_obstetric_history", "ocp_hrt", "CI_DOAC_PREG", "CI_FON_PREG", "CI_PREGNANCY"];

impl Person {
    pub fn random(dice: &mut Dice) -> Person {
        let mut person = Person { surgical: dice.chance(60), man: dice.chance(97).then(|| dice.chance(50)), ..Person::default() };
        let known = if dice.chance(70) { 99 } else { 85 };
        person.age = dice.chance(known).then(|| dice.of(&[17.0, 18.0, 39.0, 45.0, 60.0, 61.0, 70.0, 75.0, 84.0, 85.0, 92.0]));
        person.kg = dice.chance(known).then(|| dice.of(&[38.0, 44.0, 45.0, 49.0, 50.0, 56.0, 57.0, 60.0, 70.0, 70.1, 95.0]));
        person.creatinine = dice.chance(known).then(|| dice.of(&[45.0, 60.0, 70.0, 70.0, 80.0, 100.0, 130.0, 180.0, 300.0, 600.0]));
        person.platelets = dice.chance(known).then(|| dice.of(&[15.0, 19.0, 20.0, 49.0, 50.0, 99.0, 100.0, 180.0, 220.0, 220.0, 250.0, 250.0]));
        person.haemoglobin = dice.chance(known).then(|| dice.of(&[120.0, 120.0, 120.0, 120.0, 101.0, 100.0, 81.0, 80.0, 70.0, 69.0]));
        person.platelets_before = person.platelets.filter(|_| dice.chance(30)).map(|_| dice.of(&[99.0, 100.0, 180.0, 220.0, 300.0]));
        person.haemoglobin_before = person.haemoglobin.filter(|_| dice.chance(30)).map(|_| 120.0);
        person.inr = dice.chance(known).then(|| dice.of(&[0.9, 1.0, 1.0, 1.1, 1.5, 1.6, 1.9, 2.0, 2.5, 3.0, 3.1, 3.6]));
        person.aptt = dice.chance(40).then(|| dice.of(&[30.0, 30.0, 30.0, 60.0, 60.1]));
        person.inr_target = dice.chance(10).then_some((2.5, 3.5));
        let index = [0.5, 0.59, 0.6, 0.8, 0.81, 1.0];
        person.abi = if dice.chance(10) { [dice.chance(70), dice.chance(70)].map(|known| known.then(|| dice.of(&index))) } else { [None; 2] };
        person.dialysis = dice.chance(3);
        for _ in 0..dice.below(3) {
            person.systolic.push(dice.of(&[120.0, 130.0, 150.0, 179.0, 180.0]));
            person.diastolic.push(dice.of(&[70.0, 80.0, 109.0, 109.0, 110.0]));
        }
        person.lab_hours = dice.of(&[1, 6, 6, 24, 71, 72, 73]);
        if person.surgical && dice.chance(70) || dice.chance(5) {
            for _ in 0..if dice.chance(15) { 2 } else { 1 } {
                let done = dice.chance(60);
                let begins =
                    if done { -dice.of(&[2 * HOUR, 8 * HOUR, 30 * HOUR, 3 * DAY]) } else { dice.of(&[-3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY]) };
                let procedure = dice
                    .chance(60)
                    .then(|| dice.of(&["tha", "tka", "hip_fracture", "tha", "turp", "neurosurgery", "spinal", "abdominal_pelvic_cancer", "other"]));
                person.operations.push(Surgery {
                    elective: dice.chance(25),
                    procedure: procedure.filter(|of| *of != "turp" || person.man == Some(true)),
                    begins,
                    minutes: dice.chance(85).then(|| dice.of(&[30, 45, 46, 120, 240])),
                    status: dice.chance(90).then_some(if done { "done" } else { "planned" }),
                    haemostasis: dice.chance(40).then(|| begins + dice.of(&[2 * HOUR, 6 * HOUR, 20 * HOUR])),
                    limb: dice.chance(70).then(|| dice.of(&["left", "right"])),
                });
            }
        }
        for _ in 0..if dice.chance(25) { 1 + dice.below(2) } else { 0 } {
            let at = dice.of(&[
                -3 * DAY,
                -25 * HOUR,
                -24 * HOUR,
                -13 * HOUR,
                -12 * HOUR,
                1 - 12 * HOUR,
                -2 * HOUR,
                HOUR,
                12 * HOUR - 1,
                12 * HOUR,
                13 * HOUR,
                20 * HOUR,
                35 * HOUR,
                36 * HOUR,
                3 * DAY,
            ]);
            let catheter = dice.chance(40);
            let removed = (catheter && dice.chance(70)).then(|| at + dice.of(&[6 * HOUR, 23 * HOUR, 2 * DAY, 3 * DAY]));
            person.needles.push(Needle { catheter, at, removed, traumatic: dice.chance(25) });
        }
        for _ in 0..if dice.chance(25) { 1 + dice.below(2) } else { 0 } {
            let id = dice.of(&[
                "heparin",
                "enoxaparin",
                "fondaparinux",
                "rivaroxaban",
                "apixaban",
                "dabigatran",
                "warfarin",
                "warfarin",
                "argatroban",
                "aspirin",
                "clopidogrel",
                "alteplase",
                "alteplase",
                "lumbrokinase",
                "clarithromycin",
                "verapamil",
                "unknown",
            ]);
            person.drugs.push(Taken {
                id,
                therapeutic: dice.chance(80).then(|| dice.chance(25)),
                began: dice.chance(80).then_some(-5 * DAY),
                last_dose: dice.chance(70).then(|| -dice.of(&[HOUR, 23 * HOUR, DAY, 25 * HOUR, 40 * HOUR, 4 * DAY])),
                stopped: dice.chance(30).then(|| -dice.of(&[HOUR, 10 * HOUR])),
                for_stroke: (id == "alteplase" && dice.chance(50)).then(|| dice.chance(50)),
            });
        }
        if dice.chance(8) {
            person.allergies.push(dice.of(&["heparin", "fondaparinux", "rivaroxaban", "none", "food", "other"]));
        }
        person.icu = dice.chance(10);
        for _ in 0..if dice.chance(8) { 2 } else { 0 } {
            person.units.push((dice.of(&[1.0, 2.0, 2.5]), -dice.of(&[HOUR, 23 * HOUR, 24 * HOUR, 30 * HOUR])));
        }
        person.silence_is_absence = dice.chance(50);
        let (answered, yes) = (dice.of(&[10, 60, 100, 100, 100]), dice.of(&[1, 2, 4]));
        for id in person.questions() {
            let risk = CAPRINI.index(id).is_some() || PADUA.index(id).is_some();
            if dice.chance(answered) {
                let answer = if dice.chance(if risk { 12 } else { yes }) { Some(true) } else { (!dice.chance(1)).then_some(false) };
                person.said.insert(id, answer.map(|yes| yes && (person.man == Some(false) || !FEMALE.contains(&id))));
            } else if dice.chance(if risk { 12 } else { yes }) && !FEMALE.contains(&id) {
                person.said.insert(id, Some(true));
            }
            if id.starts_with("MC_") && dice.chance(60) {
                person.limbs.insert(id, dice.of(&["left", "right"]));
            }
            if (id.starts_with("CI_") || id.starts_with("MC_")) && dice.chance(15) {
                person.older.insert(id);
            }
        }
        let order = ["enoxaparin", "nadroparin", "dalteparin", "ufh", "fondaparinux", "rivaroxaban", "apixaban", "dabigatran", "aspirin"];
        let start = dice.below(order.len());
        person.stock = (0..order.len()).map(|step| order[(start + step) % order.len()]).filter(|_| dice.chance(60)).collect();
        person.devices = ["ipc", "vfp", "gcs"].into_iter().filter(|_| dice.chance(85)).collect();
        person
    }

    /// By an operation this stay, else by the ward.
    pub fn operated(&self) -> bool {
        self.surgical || !self.operations.is_empty()
    }

    pub fn instrument(&self) -> &'static Instrument {
        if self.operated() { &CAPRINI } else { &PADUA }
    }

    /// Everything that a person can be asked of this patient, but what numbers and records decide.
    pub fn questions(&self) -> Vec<&'static str> {
        let score = self.instrument().items.iter().filter(|item| !item.from.is_computed()).map(|item| item.id);
        let bleeding = if self.operated() { &CN_BLEED_SURGICAL } else { &CN_BLEED_MEDICAL };
        let computed = ["bs_thrombocytopenia", "bm_platelet_lt_50", "bm_age_ge_85", "bm_renal_gfr_lt_30", "bm_male"];
        let bleeding = bleeding.items.iter().map(|item| item.id).filter(move |id| !computed.contains(id));
        let numbers = [
            "CI_PLT_LT_50",
            "CI_PLT_50_99",
            "CI_RENAL_LMWH",
            "CI_RENAL_FON",
            "CI_WEIGHT_FON",
            "CI_DOAC_RENAL",
            "CI_LOW_WEIGHT",
            "CI_DOAC_HIPFX",
            "CI_DOAC_MEDICAL",
            "CI_RENAL_NAD",
            "CI_FON_PLT",
            "CI_INR_HIGH",
        ];
        let rows = TABLE.iter().map(|row| row.id).filter(move |id| !numbers.contains(id));
        score.chain(bleeding).chain(rows).chain(QUESTIONS.iter().map(|row| row.id)).collect()
    }

    pub fn said(&self, id: &str) -> Option<Option<bool>> {
        self.said.get(id).copied()
    }

    pub fn yes(&self, id: &str) -> bool {
        self.said(id) == Some(Some(true))
    }

    /// Every question answered and every number known, at random where they are not; what is known stays. `open` are those
    /// that a record bears on and yet leaves open: a record is not answered away.
    pub fn completed(&self, open: &[&str], dice: &mut Dice) -> Person {
        let mut whole = self.clone();
        whole.man = self.man.or_else(|| Some(dice.chance(50)));
        whole.age = self.age.or_else(|| Some(dice.of(&[18.0, 60.0, 86.0])));
        whole.kg = self.kg.or_else(|| Some(dice.of(&[40.0, 60.0, 90.0])));
        whole.creatinine = self.creatinine.or_else(|| Some(dice.of(&[60.0, 120.0, 400.0])));
        whole.platelets = self.platelets.or_else(|| Some(dice.of(&[30.0, 70.0, 200.0])));
        whole.haemoglobin = Some(120.0);
        whole.inr = self.inr.or_else(|| Some(dice.of(&[1.0, 2.0])));
        // A pressure that nobody has asked for may be anything; one that was answered has been looked at.
        if self.systolic.is_empty() && self.said("CI_HTN").flatten().is_none() && !self.silence_is_absence {
            whole.systolic.push(dice.of(&[120.0, 190.0]));
        }
        for id in self.questions() {
            // An answer that something has happened since no longer holds.
            let holds = self.said(id).flatten().is_some() && !(self.older.contains(id) && open.contains(&id));
            if holds || RECORDED.contains(&id) && !open.contains(&id) {
                continue;
            }
            whole.older.remove(id);
            // Silence that was said to be absence is absence; what was marked unknowable is not silence.
            let absent = self.silence_is_absence && self.said(id).is_none() && !open.contains(&id);
            let yes = !absent && dice.chance(25) && (whole.man == Some(false) || !FEMALE.contains(&id));
            // Two answers about one thing do not contradict.
            let denied = match id {
                "hit_history" => self.said("CI_HIT").flatten() == Some(false),
                _ => false,
            };
            whole.said.insert(id, Some(yes && !denied));
        }
        whole
    }

    pub fn chart(&self) -> Chart {
        let mut facts: Vec<Fact> = vec![];
        let mut add = |value, at: Option<i64>| facts.push(Fact { at: at.map(after), given: 0, ..Fact::of(value) });
        let lab = Some(-self.lab_hours * HOUR);
        for (quantity, value, at) in [
            (Quantity::Age, self.age, None),
            (Quantity::Weight, self.kg, None),
            (Quantity::Bmi, Some(22.0), None),
            (Quantity::Creatinine, self.creatinine, lab),
            (Quantity::Platelets, self.platelets, lab),
            (Quantity::Haemoglobin, self.haemoglobin, lab),
            (Quantity::Platelets, self.platelets_before, Some(WEEK_AGO)),
            (Quantity::Haemoglobin, self.haemoglobin_before, Some(WEEK_AGO)),
            (Quantity::Inr, self.inr, lab),
            (Quantity::Aptt, self.aptt, lab),
        ] {
            if let Some(value) = value {
                add(FactValue::Measured(quantity, value), at);
            }
        }
        for (quantity, values) in [(Quantity::Sbp, &self.systolic), (Quantity::Dbp, &self.diastolic)] {
            for (index, value) in values.iter().enumerate() {
                add(FactValue::Measured(quantity, *value), Some((index as i64 - 9) * HOUR));
            }
        }
        for operation in &self.operations {
            add(
                FactValue::Operation(Operation {
                    kind: if operation.elective { OperationKind::ElectiveArthroplasty } else { OperationKind::Open },
                    status: operation.status.map(|status| if status == "done" { OperationStatus::Done } else { OperationStatus::Planned }),
                    at: Some(after(operation.begins)),
                    duration_min: operation.minutes.map(|minutes| minutes as f64),
                    procedure: operation.procedure.and_then(Procedure::named),
                    limb: operation.limb.and_then(Limb::named),
                    haemostasis_at: operation.haemostasis.map(after),
                    ..Operation::of(OperationKind::Open)
                }),
                None,
            );
        }
        for needle in &self.needles {
            let Needle { catheter, at, removed, traumatic } = *needle;
            add(FactValue::Neuraxial(Neuraxial { catheter, at: after(at), all_day: false, removed_at: removed.map(after), traumatic }), None);
        }
        for taken in &self.drugs {
            let substance = named(taken.id).map_or(Substance::Unrecognised, Substance::Known);
            let medication = Medication {
                name: taken.id.into(),
                intent: taken.therapeutic.map(|therapeutic| if therapeutic { Intent::Therapeutic } else { Intent::Prophylactic }),
                last_dose_at: taken.last_dose.map(after),
                stopped_at: taken.stopped.map(after),
                lysis_for: taken.for_stroke.map(|stroke| if stroke { LysisFor::Stroke } else { LysisFor::Other }),
                ..Medication::of(substance)
            };
            add(FactValue::Medication(medication), taken.began);
        }
        for to in &self.allergies {
            let allergen = match *to {
                "heparin" => Allergen::Heparins,
                "none" => Allergen::None,
                "food" => Allergen::Irrelevant,
                "other" => Allergen::Unrecognised,
                drug => Allergen::Drug(drug),
            };
            add(FactValue::Allergy { to: allergen, name: (*to).into() }, None);
        }
        for (limb, value) in [Limb::Left, Limb::Right].into_iter().zip(self.abi) {
            if let Some(value) = value {
                add(FactValue::Abi { value, limb }, lab);
            }
        }
        if let Some((low, high)) = self.inr_target {
            add(FactValue::InrTarget { low, high }, None);
        }
        if self.dialysis {
            add(FactValue::Dialysis { from: None, to: None }, None);
        }
        if self.icu {
            add(FactValue::Icu { from: after(-DAY), to: None }, None);
        }
        for (units, at) in &self.units {
            add(FactValue::Transfusion { units: *units, at: after(*at) }, None);
        }
        Chart {
            sex: self.man.map(|man| if man { Sex::Male } else { Sex::Female }),
            admitted_at: Some(after(-9 * DAY)),
            setting: Some(if self.surgical { Setting::Surgical } else { Setting::Medical }),
            facts,
            ..Chart::default()
        }
    }

    pub fn profile(&self) -> Profile {
        Profile {
            formulary: self.stock.iter().filter_map(|id| Drug::named(id)).collect(),
            devices: self.devices.iter().filter_map(|id| Device::named(id)).collect(),
            ..Profile::default()
        }
    }

    /// What was said of the rows and questions.
    pub fn rows_said(&self) -> Vec<(&'static str, Said)> {
        let said = |id: &'static str| {
            let limb = self.limbs.get(id).and_then(|limb| Limb::named(limb));
            let at = self.older.contains(id).then(|| after(BEFORE));
            self.said(id).map(|value| (id, Said { value, limb, until: None, at }))
        };
        TABLE.iter().chain(QUESTIONS).filter_map(|row| said(row.id)).collect()
    }

    /// The program's answer.
    pub fn assessed(&self) -> (Sheet, Assessed) {
        let (chart, profile) = (self.chart(), self.profile());
        let unanswered = if self.silence_is_absence { Unanswered::Absent } else { Unanswered::Unknown };
        let answers = |instrument: &'static Instrument| {
            let mut answers = Answers::empty(instrument);
            for (index, item) in instrument.items.iter().enumerate() {
                answers.cells[index] = self.said(item.id).map(Answer::from_bool);
            }
            answers
        };
        let sheet = fill(&chart, &answers(self.instrument()), unanswered, noon()).expect("no contradiction");
        let screening =
            Screening { bleeding: vec![answers(governing(self.operated(), &profile))], contraindications: self.rows_said(), ..Screening::default() };
        let stay = StaySoFar::default();
        let assessed = assess(&sheet, &chart, &screening, &profile, &stay, unanswered, noon()).expect("no contradiction");
        (sheet, assessed)
    }
}
