//! Patients drawn at random, and completed at random where something about them is not known.

use virchow::clinical::instruments::{CAPRINI, PADUA};

use super::pills::Kind;
use super::{
    ABOUT_THE_RECORD, ALLERGIES, DAY, Dice, FEMALE, HOUR, Needle, Order, PILLS, Person, Pressure, Reading, Surgery, Suspicion, Told, When, Word,
};

/// Questions that operations, needles, medicines and the like can answer.
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
    "CI_FON_PREG",
    "CI_DOAC_DDI",
    "CI_DAPT",
    "CI_NEURO_EYE_OP",
    "CI_PREGNANCY",
    "MC_ACUTE_DVT",
    "MC_STROKE_GCS",
    "MC_ISCHAEMIA",
    "unrecognised_medication",
    "unrecognised_allergy",
    "kidney_or_liver",
];

impl Person {
    pub fn random(dice: &mut Dice) -> Person {
        let mut person = Person {
            surgical: dice.chance(55),
            caprini_for_all: dice.chance(15),
            man: dice.chance(97).then(|| dice.chance(50)),
            ..Person::default()
        };
        // Half of them as on a quiet ward: results in order, and little said but no.
        let quiet = dice.chance(50);
        let known = if quiet { 100 } else { dice.of(&[85, 99]) };
        person.age = dice.maybe(known, &[11.0, 17.0, 18.0, 30.0, 39.0, 45.0, 55.0, 56.0, 60.0, 61.0, 70.0, 75.0, 84.0, 85.0, 92.0]);
        person.bmi = dice.maybe(95, &[22.0, 22.0, 24.0, 28.0, 39.9, 40.0]);
        person.laboratory(known, quiet, dice);
        person.pressures(quiet, dice);
        person.surgery(dice);
        person.needles(dice);
        person.medicines(dice);
        if dice.chance(15) {
            person.allergies.extend((0..=dice.below(2)).map(|_| &ALLERGIES[dice.below(ALLERGIES.len())]));
        }
        person.dialysis = dice.maybe(2, &[(-30 * DAY, None), (-DAY, None), (-6 * DAY, Some(-2 * DAY)), (-6 * DAY, Some(DAY))]);
        for limb in ["left", "right"] {
            person.abi.extend(dice.maybe(4, &[0.4, 0.59, 0.6, 0.7, 0.8, 0.81, 1.1]).map(|value| (value, limb)));
        }
        person.icu = dice.maybe(10, &[(-DAY, None), (-3 * DAY, None), (-3 * DAY, Some(-DAY)), (-DAY, Some(DAY)), (2 * HOUR, None)]);
        for _ in 0..if dice.chance(6) { 2 } else { 0 } {
            person.units.push((dice.of(&[1.0, 2.0, 2.5]), dice.of(&[-HOUR, -23 * HOUR, -24 * HOUR, -30 * HOUR, 2 * HOUR])));
        }
        person.silence_is_absence = dice.chance(50);
        person.answered(quiet, dice);
        let order = ["enoxaparin", "nadroparin", "dalteparin", "ufh", "fondaparinux", "rivaroxaban", "apixaban", "dabigatran", "aspirin"];
        let start = dice.below(order.len());
        person.stock = (0..order.len()).map(|step| order[(start + step) % order.len()]).filter(|_| dice.chance(60)).collect();
        person.devices = ["ipc", "vfp", "gcs"].into_iter().filter(|_| dice.chance(85)).collect();
        person.aptt_limit = dice.maybe(10, &[40.0]);
        person.first_dose = dice.maybe(8, &[-HOUR, -DAY, -3 * DAY, -8 * DAY, -11 * DAY, -13 * DAY, -20 * DAY]);
        person.decided = dice.maybe(8, &[-30, -20 * HOUR, -3 * DAY]);
        person.suspicion = dice.chance(3).then(|| Suspicion { paused: dice.chance(40), leg: dice.maybe(70, &["left", "right"]) });
        person
    }

    fn laboratory(&mut self, known: u64, quiet: bool, dice: &mut Dice) {
        let hours = if quiet { dice.of(&[1, 6, 6, 19]) } else { dice.of(&[1, 6, 6, 6, 19, 24, 71, 72, 73]) };
        let rarely = if quiet { 3 } else { 1 };
        let mut series = |usual: &[f64], values: &[f64], earlier: &[f64]| {
            let mut all = vec![];
            if let Some(value) = dice.maybe(known, values) {
                let value = if quiet && dice.chance(85) { dice.of(usual) } else { value };
                all.push(Reading { value, when: When::At(-hours * HOUR) });
            }
            if dice.chance(15 / rarely) {
                let times = [-25 * HOUR, -2 * DAY, -4 * DAY, -6 * DAY, -8 * DAY];
                all.extend((0..=dice.below(2)).map(|_| Reading { value: dice.of(earlier), when: When::At(dice.of(&times)) }));
            }
            let odd = [When::At(-hours * HOUR), When::Day(0), When::Day(-1), When::Day(-3), When::Untold, When::At(1), When::At(3 * DAY)];
            if dice.chance(8 / rarely) {
                all.push(Reading { value: dice.of(values), when: dice.of(&odd) });
            }
            if dice.chance(3 / rarely) {
                all.retain(|reading| !matches!(reading.when, When::At(_)));
                all.push(Reading { value: dice.of(values), when: dice.of(&odd[1..5]) });
            }
            dice.shuffle(&mut all);
            all
        };
        self.kg = series(&[49.0, 56.0, 60.0, 70.0, 70.1, 95.0], &[38.0, 44.0, 45.0, 49.0, 50.0, 56.0, 57.0, 60.0, 70.0, 70.1, 95.0], &[49.0, 60.0]);
        self.creatinine =
            series(&[45.0, 60.0, 70.0, 80.0, 100.0], &[25.0, 45.0, 60.0, 70.0, 70.0, 80.0, 100.0, 130.0, 180.0, 300.0, 600.0], &[60.0, 300.0]);
        self.platelets = series(
            &[180.0, 220.0, 250.0],
            &[15.0, 19.0, 20.0, 49.0, 50.0, 60.0, 99.0, 100.0, 110.0, 140.0, 150.0, 180.0, 220.0, 220.0, 250.0, 250.0],
            &[80.0, 99.0, 100.0, 120.0, 150.0, 200.0, 220.0, 300.0],
        );
        self.haemoglobin = series(
            &[128.0, 131.0, 140.0],
            &[66.0, 69.0, 70.0, 91.0, 100.0, 101.0, 120.0, 128.0, 130.0, 131.0, 138.0, 140.0, 140.0],
            &[65.0, 75.0, 120.0, 140.0, 140.0],
        );
        self.inr = series(&[0.9, 1.0, 1.1, 1.4], &[0.9, 1.0, 1.0, 1.0, 1.1, 1.4, 1.49, 1.5, 1.6, 2.0, 2.5, 3.0, 3.1], &[1.0, 2.4]);
        self.aptt = series(&[28.0, 31.0, 34.0], &[28.0, 31.0, 34.0, 60.0, 60.1, 75.0], &[31.0, 75.0]);
        let of_host = |value| Reading { value, when: When::At(-hours * HOUR) };
        self.crcl.extend(dice.maybe(4, &[12.0, 22.0, 29.9, 35.0, 55.0, 90.0]).map(of_host));
        self.egfr.extend(dice.maybe(4, &[12.0, 24.0, 29.9, 35.0, 55.0, 90.0]).map(of_host));
    }

    fn pressures(&mut self, quiet: bool, dice: &mut Dice) {
        if dice.chance(3) {
            return;
        }
        let often = dice.of(&[1, 1, 1, 2, 2, 3]);
        let calm = dice.chance(if quiet { 95 } else { 75 });
        let mut times = [-30, -2 * HOUR, -7 * HOUR, -23 * HOUR, -25 * HOUR, -40 * HOUR, 30];
        if !quiet {
            dice.shuffle(&mut times);
        }
        for at in times.into_iter().take(often) {
            let high = !calm && dice.chance(50);
            let systolic = if high { dice.of(&[179.0, 180.0, 182.0]) } else { dice.of(&[120.0, 128.0, 150.0]) };
            let diastolic = if high { dice.of(&[80.0, 109.0, 110.0]) } else { dice.of(&[70.0, 80.0]) };
            let both = dice.chance(90);
            self.pressures.push(Pressure { systolic: (both || dice.chance(70)).then_some(systolic), diastolic: both.then_some(diastolic), at });
        }
        self.pressures.retain(|pressure| pressure.systolic.is_some() || pressure.diastolic.is_some());
    }

    fn surgery(&mut self, dice: &mut Dice) {
        if !(self.surgical && dice.chance(70) || dice.chance(5)) {
            return;
        }
        for _ in 0..if dice.chance(15) { 2 } else { 1 } {
            let done = dice.chance(60);
            let begins = match done {
                true if dice.chance(4) => 3 * HOUR,
                true => -dice.of(&[2 * HOUR, 8 * HOUR, 22 * HOUR, 30 * HOUR, 3 * DAY, 8 * DAY]),
                false => dice.of(&[-3 * HOUR, 6 * HOUR, 12 * HOUR, 20 * HOUR, DAY, 2 * DAY]),
            };
            let all_day = dice.chance(4);
            let procedures = [
                "tha",
                "tka",
                "hip_fracture",
                "tha",
                "turp",
                "radical_prostatectomy",
                "neurosurgery",
                "spinal",
                "cardiac",
                "thoracic",
                "abdominal_pelvic_cancer",
                "other",
            ];
            let procedure = dice.maybe(55, &procedures).filter(|of| !matches!(*of, "turp" | "radical_prostatectomy") || self.man == Some(true));
            let minutes = dice.maybe(85, &[30, 45, 46, 120, 240]);
            let begins = if all_day { When::At(begins).day().map_or(begins, |day| day * DAY - DAY / 2) } else { begins };
            self.operations.push(Surgery {
                elective: dice.chance(25),
                procedure,
                begins,
                all_day,
                minutes,
                status: if dice.chance(90) { Some(if done { "done" } else { "planned" }) } else { dice.maybe(30, &["cancelled"]) },
                limb: dice.maybe(40, &["left", "right"]),
                haemostasis: dice.maybe(40, &[HOUR, 2 * HOUR, 6 * HOUR, 20 * HOUR]).map(|later| begins + later),
            });
        }
    }

    fn needles(&mut self, dice: &mut Dice) {
        for _ in 0..if dice.chance(22) { 1 + dice.below(2) } else { 0 } {
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
            let all_day = dice.chance(10);
            let at = if all_day { dice.of(&[-2, -1, 0, 1, 2]) * DAY - DAY / 2 } else { at };
            let catheter = dice.chance(40);
            let removed = (catheter && dice.chance(70)).then(|| at + dice.of(&[6 * HOUR, 23 * HOUR, 2 * DAY, 3 * DAY]));
            self.needles.push(Needle { catheter, at, all_day, removed, traumatic: dice.chance(25) });
        }
    }

    fn medicines(&mut self, dice: &mut Dice) {
        for _ in 0..if dice.chance(35) { 1 + dice.below(2) } else { 0 } {
            let order = Order::random(dice);
            self.orders.push(order);
        }
        if self.orders.iter().any(|order| order.pill.classes().any(|class| class == "vka")) {
            self.inr_target = dice.maybe(20, &[(2.5, 3.5), (1.8, 2.5)]);
        }
    }

    fn answered(&mut self, quiet: bool, dice: &mut Dice) {
        let (answered, yes) = if quiet { (100, dice.of(&[0, 0, 1])) } else { (dice.of(&[10, 60, 100, 100]), dice.of(&[1, 2, 4])) };
        let whole = Word::default();
        for id in self.questions() {
            let risk = CAPRINI.index(id).is_some() || PADUA.index(id).is_some();
            let open = !quiet && matches!(id, "unrecognised_medication" | "unrecognised_allergy" | "kidney_or_liver" | "CI_THERAPEUTIC_AC");
            let word = if dice.chance(if open { answered / 2 } else { answered }) {
                let yes = dice.chance(if risk { 12 } else { yes });
                Some(Word { yes: if yes { Some(true) } else { (!dice.chance(1)).then_some(false) }, ..whole })
            } else {
                (dice.chance(if risk { 12 } else { yes }) && !FEMALE.contains(&id)).then_some(Word { yes: Some(true), ..whole })
            };
            let Some(mut word) = word else { continue };
            if FEMALE.contains(&id) && self.man != Some(false) {
                word.yes = word.yes.map(|_| false);
            }
            if id.starts_with("MC_") {
                word.limb = dice.maybe(60, &["left", "right"]);
            }
            if id.starts_with("CI_") || id.starts_with("MC_") {
                word.at = dice.maybe(if quiet { 2 } else { 10 }, &[-HOUR, -8 * HOUR, -30 * HOUR, -5 * DAY]);
            }
            self.said.insert(id, word);
        }
        for id in ABOUT_THE_RECORD {
            if let Some(yes) = dice.maybe(8, &[true, true, false]) {
                self.say(id, yes);
            }
        }
        // A few hosts speak of the items and rows themselves, and some contradict themselves.
        if dice.chance(12) {
            let questions: Vec<&'static str> = self.questions().into_iter().filter(|id| !FEMALE.contains(id) && !RECORD_ONLY.contains(id)).collect();
            for _ in 0..=dice.below(2) {
                let id = dice.of(&questions);
                let (yes, both) = (dice.chance(50), dice.chance(30));
                let when = dice.of(&[When::At(-2 * HOUR), When::At(-3 * DAY), When::Day(0), When::Untold, When::At(HOUR)]);
                self.told.push(Told { id, yes, when });
                if both {
                    self.told.push(Told { id, yes: !yes, when: dice.of(&[When::At(-HOUR), When::Untold]) });
                }
                if dice.chance(70) {
                    self.said.remove(id);
                }
            }
        }
    }

    /// Facts of later moments than the assessment, of every kind that can be later.
    pub fn later(of: &Person, dice: &mut Dice) -> Person {
        // On the same forms.
        let mut later = Person { surgical: of.operated(), caprini_for_all: of.caprini_for_all, ..Person::default() };
        let (one, hour) = (dice.of(&[1, 30, 5 * HOUR, 3 * DAY]), HOUR);
        let at = |value| vec![Reading { value, when: When::At(one) }];
        for (readings, values) in [
            (&mut later.platelets, [15.0, 250.0]),
            (&mut later.creatinine, [60.0, 600.0]),
            (&mut later.haemoglobin, [60.0, 140.0]),
            (&mut later.inr, [1.0, 3.5]),
            (&mut later.aptt, [31.0, 90.0]),
            (&mut later.kg, [44.0, 70.0]),
        ] {
            if dice.chance(30) {
                *readings = if dice.chance(20) { vec![Reading { value: dice.of(&values), when: When::Day(1) }] } else { at(dice.of(&values)) };
            }
        }
        if dice.chance(30) {
            later.pressures.push(Pressure { systolic: Some(dice.of(&[120.0, 190.0])), diastolic: Some(70.0), at: one });
        }
        if dice.chance(30) {
            let pill = &PILLS[dice.below(PILLS.len())];
            later.orders.push(Order { since: Some(one), last: dice.maybe(60, &[one, one + hour]), ..Order::plain(pill) });
        }
        if dice.chance(20) {
            let procedure = dice.maybe(60, &["tha", "neurosurgery", "other"]);
            let (elective, status) = (dice.chance(30), Some("done"));
            later.operations.push(Surgery {
                elective,
                procedure,
                begins: one,
                all_day: false,
                minutes: Some(60),
                status,
                limb: None,
                haemostasis: None,
            });
        }
        if dice.chance(20) {
            later.units.push((3.0, one));
        }
        if dice.chance(20) {
            later.icu = Some((one, None));
        }
        let questions: Vec<&'static str> = of.questions().into_iter().filter(|id| !FEMALE.contains(id) && !RECORD_ONLY.contains(id)).collect();
        if dice.chance(50) {
            later.told.push(Told { id: dice.of(&questions), yes: dice.chance(70), when: When::At(one) });
        }
        later
    }

    /// Every question answered and every number known, at random where they are not; what is known stays. `open` are those
    /// that a record bears on and yet leaves open: a record is not answered away.
    pub fn completed(&self, open: &[&str], dice: &mut Dice) -> Person {
        let mut whole = self.clone();
        let now = |value| Reading { value, when: When::At(-HOUR) };
        let perhaps = self.said("CI_PREGNANCY") == Some(None);
        whole.man = self.man.or_else(|| Some(dice.chance(50) && !perhaps));
        whole.age = self.age.or_else(|| Some(if perhaps { 30.0 } else { dice.of(&[18.0, 60.0, 86.0]) }));
        let measured = |readings: &Vec<Reading>| readings.iter().any(|reading| reading.when.begins().is_none_or(|at| at <= 0));
        for (readings, values) in [
            (&mut whole.kg, &[40.0, 60.0, 90.0]),
            (&mut whole.creatinine, &[60.0, 120.0, 400.0]),
            (&mut whole.platelets, &[30.0, 70.0, 200.0]),
            (&mut whole.haemoglobin, &[120.0, 128.0, 140.0]),
            (&mut whole.inr, &[1.0, 1.0, 2.0]),
        ] {
            if !measured(readings) {
                readings.push(now(dice.of(values)));
            }
        }
        // A pressure that nobody has asked for may be anything; one that was answered has been looked at.
        let answered = self.said("CI_HTN").flatten().is_some() || self.told.iter().any(|told| told.id == "CI_HTN");
        if self.pressures.is_empty() && !answered && !self.silence_is_absence {
            whole.pressures.push(Pressure { systolic: Some(dice.of(&[120.0, 190.0])), diastolic: Some(80.0), at: -HOUR });
        }
        for id in whole.questions() {
            let answered = self.said(id).flatten().is_some() || self.told.iter().any(|told| told.id == id);
            // What cannot be known of a pregnancy has been read as a pregnancy.
            let answered = answered || id == "CI_PREGNANCY" && self.said(id).is_some();
            if answered || RECORDED.contains(&id) && !open.contains(&id) {
                continue;
            }
            // Silence that was said to be absence is absence; what was marked unknowable is not silence.
            let absent = self.silence_is_absence && self.said(id).is_none() && !open.contains(&id);
            let yes = !absent && dice.chance(25) && (whole.man == Some(false) || !FEMALE.contains(&id));
            // Two answers about one thing do not contradict.
            let denied = match id {
                "hit_history" => self.no("CI_HIT"),
                "bs_acute_stroke" => self.no("MC_STROKE_GCS"),
                _ => false,
            };
            whole.say(id, yes && !denied);
        }
        whole
    }
}

/// Questions of our own that no host answers.
const RECORD_ONLY: [&str; 3] = ["unrecognised_medication", "unrecognised_allergy", "kidney_or_liver"];

impl Order {
    pub fn random(dice: &mut Dice) -> Order {
        let pill = &PILLS[dice.below(PILLS.len())];
        Order::of(pill, dice)
    }

    /// A medicine of which nothing but the name is told.
    pub fn plain(pill: &'static super::Pill) -> Order {
        Order {
            pill,
            since: None,
            therapeutic: None,
            dose: None,
            often: None,
            last: None,
            next_due: None,
            stopped: None,
            state: "active",
            indication: None,
            for_bleeding: false,
        }
    }

    /// The medicine, and of its doses and times what a host may tell.
    pub fn of(pill: &'static super::Pill, dice: &mut Dice) -> Order {
        let last = dice.maybe(70, &[HOUR, 5 * HOUR, 11 * HOUR, 13 * HOUR, 20 * HOUR, 23 * HOUR, 25 * HOUR, 40 * HOUR, 49 * HOUR, 70 * HOUR, 5 * DAY]);
        let last = last.map(|ago| if dice.chance(3) { ago } else { -ago });
        let state = if dice.chance(70) { "active" } else { dice.of(&["on_hold", "stopped"]) };
        let stopped = match state {
            "active" => dice.maybe(3, &[4 * HOUR]),
            _ => dice.maybe(80, &[0, HOUR, 4 * HOUR, 5 * HOUR]).map(|later| (last.unwrap_or(-6 * HOUR) + later).min(-5)),
        };
        Order {
            pill,
            since: dice
                .maybe(70, &[-6 * DAY, -4 * DAY, -5 * DAY - HOUR, -2 * DAY, -12 * HOUR, -40 * DAY])
                .filter(|since| last.is_none_or(|last| *since <= last)),
            therapeutic: dice.maybe(75, &[true, false, false]),
            dose: dice.chance(60).then(|| dose(pill, dice)).flatten(),
            often: dice
                .maybe(50, &["qd", "q12h", "q12h", "q8h"])
                .or_else(|| (pill.is == ["heparin"]).then(|| dice.maybe(50, &["continuous"])).flatten()),
            last,
            next_due: last.filter(|_| dice.chance(10)).map(|last| last + dice.of(&[5 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 36 * HOUR, 37 * HOUR])),
            stopped,
            state,
            indication: (pill.kind == Kind::Acts && pill.classes().any(|class| class == "thrombolytic"))
                .then(|| dice.maybe(60, &["STEMI", "脑梗死"]))
                .flatten(),
            for_bleeding: state != "active" && dice.chance(10),
        }
    }
}

/// A dose of this medicine, in the unit of its box: preventive, for treatment, and some that are in no table.
fn dose(pill: &super::Pill, dice: &mut Dice) -> Option<(f64, &'static str)> {
    let (amounts, unit): (&[f64], _) = match pill.is {
        ["enoxaparin"] => (&[20.0, 40.0, 60.0], "mg"),
        ["nadroparin"] => (&[0.3, 0.4, 0.6, 0.8], "mL"),
        ["dalteparin"] => (&[2500.0, 5000.0, 7500.0], "IU"),
        ["heparin"] => (&[5000.0, 7500.0, 12_500.0], "IU"),
        ["fondaparinux"] => (&[1.5, 2.5, 7.5], "mg"),
        ["rivaroxaban"] => (&[2.5, 10.0, 15.0, 20.0], "mg"),
        ["apixaban"] => (&[2.5, 5.0], "mg"),
        ["dabigatran"] => (&[110.0, 150.0, 220.0], "mg"),
        ["edoxaban"] => (&[30.0, 60.0], "mg"),
        ["warfarin"] => (&[2.5, 3.0], "mg"),
        ["aspirin"] => (&[75.0, 100.0, 300.0], "mg"),
        _ => return None,
    };
    Some((dice.of(amounts), unit))
}
