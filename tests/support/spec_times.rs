//! Times re-stated by hand from the text: what was given and when it is safe to go on (§5.6), what is in the blood and when
//! the next drug may start (§5.8), when a new one starts (§5.3, §5.5).

/// A medicine as a host tells of it.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    pub drug: &'static str,
    /// Told to be given as treatment, or as prevention; `None`: not told.
    pub treatment: Option<bool>,
    pub dose: Option<(f64, &'static str)>,
    /// `qd`, `q12h`, `q8h`, `continuous`.
    pub often: Option<&'static str>,
    /// A total hip or knee replacement ended not longer ago than §5.8 says.
    pub joint: bool,
}

/// Whose body it is in.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    pub crcl: Option<f64>,
    pub age: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Needle,
    Removal,
    Operation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intensity {
    Prophylactic,
    Treatment,
    Unknown,
}

/// What has to pass after the last dose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gap {
    /// Nothing is watched.
    Free,
    Hours(f64),
    /// And a normal APTT.
    HoursAndAptt(f64),
    /// This INR or less.
    Inr(f64),
    /// A hard warning up to the first, a warning up to the second.
    Steps(f64, f64),
    /// No time is known: the anaesthetist decides.
    Anaesthetist,
    /// No time is safe, which is graver.
    Never,
}

/// When another drug, or the next dose of the same, may be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Next {
    /// Hours after the last dose, or after the stop where nothing else is told.
    After(f64),
    Waits(&'static str),
}

/// Single doses that §5.4 gives for prevention.
const PREVENTIVE: [(&str, &str, &[f64]); 8] = [
    ("enoxaparin", "mg", &[20.0, 30.0, 40.0]),
    ("enoxaparin", "IU", &[2000.0, 3000.0, 4000.0]),
    ("dalteparin", "IU", &[2500.0, 5000.0]),
    ("heparin", "IU", &[5000.0]),
    ("fondaparinux", "mg", &[1.5, 2.5]),
    ("rivaroxaban", "mg", &[10.0]),
    ("apixaban", "mg", &[2.5]),
    ("dabigatran", "mg", &[75.0, 110.0, 150.0, 220.0]),
];

impl Told {
    pub fn lmwh(&self) -> bool {
        ["enoxaparin", "nadroparin", "dalteparin", "parnaparin", "tinzaparin", "bemiparin", "reviparin", "lmwh"].contains(&self.drug)
    }

    pub fn vka(&self) -> bool {
        ["warfarin", "acenocoumarol", "phenprocoumon", "phenindione", "vka"].contains(&self.drug)
    }

    pub fn doac(&self) -> bool {
        ["rivaroxaban", "apixaban", "edoxaban", "betrixaban", "dabigatran", "doac"].contains(&self.drug)
    }

    pub fn infused(&self) -> bool {
        self.drug == "heparin" && self.often == Some("continuous")
    }

    pub fn anticoagulates(&self) -> bool {
        let others = ["heparin", "fondaparinux", "argatroban", "bivalirudin", "desirudin", "danaparoid", "sulodexide", "nafamostat", "batroxobin"];
        self.lmwh() || self.vka() || self.doac() || others.contains(&self.drug) || self.drug == "anticoagulant"
    }

    fn amount(&self, unit: &str) -> Option<f64> {
        self.dose.filter(|(_, of)| *of == unit).map(|(amount, _)| amount)
    }

    /// One of the doses of §5.4.
    pub fn preventive(&self) -> bool {
        let listed = |(amount, unit)| PREVENTIVE.iter().any(|(drug, of, doses)| (*drug, *of) == (self.drug, unit) && doses.contains(&amount));
        // By weight, after an operation on the hip or the knee: any volume up to the largest.
        let by_weight = self.drug == "nadroparin" && self.dose.is_some_and(|(amount, unit)| amount <= if unit == "mL" { 0.6 } else { 6150.0 });
        by_weight || self.dose.is_some_and(listed)
    }
}

/// The figures of §5.3, §5.5, §5.6 and §5.8 as a list that a test can put wrong one by one: hours where nothing else is said.
#[derive(Clone, Debug)]
pub struct Hours {
    // The largest preventive dose, in the unit of the name.
    pub enoxaparin_mg: f64,
    pub enoxaparin_iu: f64,
    pub nadroparin_ml: f64,
    pub nadroparin_iu: f64,
    pub dalteparin_iu: f64,
    pub heparin_iu: f64,
    pub fondaparinux_mg: f64,
    pub rivaroxaban_mg: f64,
    pub rivaroxaban_asked_mg: f64,
    pub apixaban_mg: f64,
    pub dabigatran_mg: f64,
    pub joint_days: f64,

    // From the last dose to a needle or the removal of a catheter.
    pub poor_crcl: f64,
    pub lmwh: f64,
    pub lmwh_poor: f64,
    pub lmwh_twice: f64,
    pub lmwh_twice_poor: f64,
    pub lmwh_treatment: f64,
    pub lmwh_treatment_poor: f64,
    pub dalteparin: f64,
    pub dalteparin_above: f64,
    pub ufh: f64,
    pub ufh_more: f64,
    pub ufh_much: f64,
    pub ufh_much_above: f64,
    pub ufh_infusion: f64,
    pub fondaparinux_needle: f64,
    pub fondaparinux_removal: f64,
    pub fondaparinux_treatment: f64,
    pub rivaroxaban: f64,
    pub rivaroxaban_old: f64,
    pub rivaroxaban_old_from: f64,
    pub rivaroxaban_poor: f64,
    pub apixaban: f64,
    pub doac_treatment: f64,
    pub dabigatran: [f64; 3],
    pub dabigatran_crcl: [f64; 3],
    pub vka_inr: f64,
    pub clopidogrel_days: [f64; 2],
    pub ticagrelor_days: f64,
    pub prasugrel_days: f64,
    pub ticlopidine_days: f64,
    pub tirofiban: f64,
    pub abciximab: f64,

    // From the last dose to an operation.
    pub operation_lmwh: f64,
    pub operation_lmwh_treatment: f64,
    pub operation_ufh: f64,
    pub operation_fondaparinux: f64,
    pub operation_doac: f64,
    pub operation_doac_treatment: f64,
    pub operation_vka_inr: f64,

    // To the next dose.
    pub daily: f64,
    pub twice: f64,
    pub thrice: f64,
    pub ufh_interval: f64,
    pub apixaban_interval: f64,
    pub dabigatran_interval: f64,
    pub dabigatran_poor: f64,
    pub told_from: f64,
    pub told_to: f64,
    pub infusion_stopped: f64,
    pub direct_stopped: f64,
    pub start_inr: f64,
    pub fresh_inr: f64,
    pub normal_aptt_s: f64,

    // What protects.
    pub effective_inr: f64,
    pub effective_inr_fresh: f64,
    pub doubt_after_intervals: f64,

    // A new start.
    pub window_before: f64,
    pub window_after: f64,
    pub twice_after_needle: f64,
    pub traumatic: f64,
    pub traumatic_apixaban: f64,
    pub removal_lmwh: f64,
    pub removal_ufh: f64,
    pub removal_fondaparinux: f64,
    pub removal_doac: f64,
    pub after_operation: f64,
    pub after_operation_early: f64,
    pub after_critical: f64,
    pub before_operation: f64,
    /// An operation of unknown length is over so long after it began (D, of the program).
    pub unknown_length_over: f64,
}

pub const HOURS: Hours = Hours {
    enoxaparin_mg: 40.0,
    enoxaparin_iu: 4000.0,
    nadroparin_ml: 0.6,
    nadroparin_iu: 6150.0,
    dalteparin_iu: 5000.0,
    heparin_iu: 5000.0,
    fondaparinux_mg: 2.5,
    rivaroxaban_mg: 10.0,
    rivaroxaban_asked_mg: 2.5,
    apixaban_mg: 2.5,
    dabigatran_mg: 220.0,
    joint_days: 38.0,

    poor_crcl: 30.0,
    lmwh: 12.0,
    lmwh_poor: 24.0,
    lmwh_twice: 24.0,
    lmwh_twice_poor: 48.0,
    lmwh_treatment: 24.0,
    lmwh_treatment_poor: 48.0,
    dalteparin: 15.0,
    dalteparin_above: 2500.0,
    ufh: 6.0,
    ufh_more: 12.0,
    ufh_much: 24.0,
    ufh_much_above: 10_000.0,
    ufh_infusion: 6.0,
    fondaparinux_needle: 36.0,
    fondaparinux_removal: 42.0,
    fondaparinux_treatment: 72.0,
    rivaroxaban: 24.0,
    rivaroxaban_old: 26.0,
    rivaroxaban_old_from: 60.0,
    rivaroxaban_poor: 30.0,
    apixaban: 36.0,
    doac_treatment: 72.0,
    dabigatran: [72.0, 96.0, 120.0],
    dabigatran_crcl: [80.0, 50.0, 30.0],
    vka_inr: 1.4,
    clopidogrel_days: [5.0, 7.0],
    ticagrelor_days: 5.0,
    prasugrel_days: 7.0,
    ticlopidine_days: 14.0,
    tirofiban: 8.0,
    abciximab: 48.0,

    operation_lmwh: 12.0,
    operation_lmwh_treatment: 24.0,
    operation_ufh: 6.0,
    operation_fondaparinux: 36.0,
    operation_doac: 24.0,
    operation_doac_treatment: 48.0,
    operation_vka_inr: 1.5,

    daily: 24.0,
    twice: 12.0,
    thrice: 8.0,
    ufh_interval: 12.0,
    apixaban_interval: 12.0,
    dabigatran_interval: 12.0,
    dabigatran_poor: 24.0,
    told_from: 6.0,
    told_to: 36.0,
    infusion_stopped: 4.0,
    direct_stopped: 4.0,
    start_inr: 1.5,
    fresh_inr: 24.0,
    normal_aptt_s: 60.0,

    effective_inr: 2.0,
    effective_inr_fresh: 72.0,
    doubt_after_intervals: 2.0,

    window_before: 12.0,
    window_after: 12.0,
    twice_after_needle: 24.0,
    traumatic: 24.0,
    traumatic_apixaban: 48.0,
    removal_lmwh: 4.0,
    removal_ufh: 1.0,
    removal_fondaparinux: 12.0,
    removal_doac: 6.0,
    after_operation: 12.0,
    after_operation_early: 6.0,
    after_critical: 24.0,
    before_operation: 12.0,
    unknown_length_over: 24.0,
};

impl Hours {
    /// More than any preventive dose of the drug.
    fn above(&self, told: &Told) -> bool {
        let largest = match (told.drug, told.dose.map(|(_, unit)| unit)) {
            ("enoxaparin", Some("mg")) => self.enoxaparin_mg,
            ("enoxaparin", Some("IU")) => self.enoxaparin_iu,
            ("nadroparin", Some("mL")) => self.nadroparin_ml,
            ("nadroparin", Some("IU")) => self.nadroparin_iu,
            ("dalteparin", Some("IU")) => self.dalteparin_iu,
            ("heparin", Some("IU")) => self.heparin_iu,
            ("fondaparinux", Some("mg")) => self.fondaparinux_mg,
            ("rivaroxaban", Some("mg")) => self.rivaroxaban_mg,
            ("apixaban", Some("mg")) => self.apixaban_mg,
            ("dabigatran", Some("mg")) => self.dabigatran_mg,
            _ => return false,
        };
        told.dose.is_some_and(|(amount, _)| amount > largest)
    }

    /// §5.8, intensity.
    pub fn intensity(&self, told: &Told) -> Intensity {
        if told.vka() || told.infused() || ["argatroban", "bivalirudin", "desirudin"].contains(&told.drug) {
            return Intensity::Treatment;
        }
        if told.doac() && !told.joint {
            let asked = told.drug == "rivaroxaban" && told.amount("mg").is_some_and(|mg| mg <= self.rivaroxaban_asked_mg);
            return if asked { Intensity::Unknown } else { Intensity::Treatment };
        }
        // 110 or 150 mg twice a day is what atrial fibrillation and treatment are given: for prevention it is once.
        if self.above(told) || told.drug == "dabigatran" && told.often == Some("q12h") {
            return Intensity::Treatment;
        }
        match told.treatment {
            Some(true) => Intensity::Treatment,
            Some(false) => Intensity::Prophylactic,
            None if told.preventive() => Intensity::Prophylactic,
            None => Intensity::Unknown,
        }
    }

    /// §5.6, given doses: from the last dose to `act`.
    pub fn gap(&self, told: &Told, act: Act, body: &Body) -> Gap {
        let treatment = self.intensity(told) != Intensity::Prophylactic;
        let poor = body.crcl.is_none_or(|crcl| crcl < self.poor_crcl);
        if act == Act::Operation {
            return if told.vka() {
                Gap::Inr(self.operation_vka_inr)
            } else if told.lmwh() {
                Gap::Hours(if treatment { self.operation_lmwh_treatment } else { self.operation_lmwh })
            } else if told.doac() {
                Gap::Hours(if treatment { self.operation_doac_treatment } else { self.operation_doac })
            } else {
                match told.drug {
                    "heparin" => Gap::Hours(self.operation_ufh),
                    "fondaparinux" => Gap::Hours(self.operation_fondaparinux),
                    _ => Gap::Free,
                }
            };
        }
        if told.vka() {
            return Gap::Inr(self.vka_inr);
        }
        if told.lmwh() {
            let dalteparin = told.drug == "dalteparin" && told.amount("IU").is_none_or(|iu| iu > self.dalteparin_above);
            return Gap::Hours(match (treatment, matches!(told.often, Some("q12h" | "q8h"))) {
                (true, _) if poor => self.lmwh_treatment_poor,
                (true, _) => self.lmwh_treatment,
                (false, true) if poor => self.lmwh_twice_poor,
                (false, true) => self.lmwh_twice,
                (false, false) if poor => self.lmwh_poor,
                (false, false) if dalteparin => self.dalteparin,
                (false, false) => self.lmwh,
            });
        }
        match told.drug {
            "heparin" if told.infused() => Gap::HoursAndAptt(self.ufh_infusion),
            "heparin" => match told.amount("IU") {
                Some(iu) if iu <= self.heparin_iu && told.treatment != Some(true) => Gap::Hours(self.ufh),
                Some(iu) if iu <= self.ufh_much_above => Gap::Hours(self.ufh_more),
                None if told.treatment == Some(false) => Gap::Hours(self.ufh),
                _ => Gap::HoursAndAptt(self.ufh_much),
            },
            "fondaparinux" if treatment => Gap::Hours(self.fondaparinux_treatment),
            "fondaparinux" if act == Act::Needle => Gap::Hours(self.fondaparinux_needle),
            "fondaparinux" => Gap::Hours(self.fondaparinux_removal),
            // A dose that is told keeps its own row, whatever the drug is read as.
            "rivaroxaban" if told.amount("mg").map_or(treatment, |mg| mg > self.rivaroxaban_mg) => Gap::Hours(self.doac_treatment),
            // The longest that applies; of a clearance that nobody knows too.
            "rivaroxaban" if poor => Gap::Hours(self.rivaroxaban_poor),
            "rivaroxaban" if body.age.is_none_or(|age| age >= self.rivaroxaban_old_from) => Gap::Hours(self.rivaroxaban_old),
            "rivaroxaban" => Gap::Hours(self.rivaroxaban),
            "apixaban" if told.amount("mg").map_or(treatment, |mg| mg > self.apixaban_mg) => Gap::Hours(self.doac_treatment),
            "apixaban" => Gap::Hours(self.apixaban),
            "edoxaban" => Gap::Hours(self.doac_treatment),
            "dabigatran" => {
                let [good, fair, least] = self.dabigatran_crcl;
                match body.crcl {
                    Some(crcl) if crcl < least => Gap::Never,
                    Some(crcl) if crcl >= good => Gap::Hours(self.dabigatran[0]),
                    Some(crcl) if crcl >= fair => Gap::Hours(self.dabigatran[1]),
                    _ => Gap::Hours(self.dabigatran[2]),
                }
            }
            "clopidogrel" => Gap::Steps(self.clopidogrel_days[0] * 24.0, self.clopidogrel_days[1] * 24.0),
            "ticagrelor" => Gap::Hours(self.ticagrelor_days * 24.0),
            "prasugrel" => Gap::Hours(self.prasugrel_days * 24.0),
            "ticlopidine" => Gap::Hours(self.ticlopidine_days * 24.0),
            "tirofiban" | "eptifibatide" => Gap::Hours(self.tirofiban),
            "abciximab" => Gap::Hours(self.abciximab),
            "aspirin" | "dipyridamole" | "ibuprofen" | "ketorolac" | "lumbrokinase" => Gap::Free,
            _ => Gap::Anaesthetist,
        }
    }

    /// §5.8, interval: `told_next`, hours from the last dose to the next as the host tells it.
    pub fn interval(&self, told: &Told, told_next: Option<f64>) -> f64 {
        if let Some(hours) = told_next.filter(|hours| (self.told_from..=self.told_to).contains(hours)) {
            return hours;
        }
        match (told.often, told.drug) {
            (Some("qd"), _) => self.daily,
            (Some("q12h"), _) => self.twice,
            (Some("q8h"), _) => self.thrice,
            (_, "heparin") => self.ufh_interval,
            (_, "apixaban") => self.apixaban_interval,
            (_, "dabigatran") => self.dabigatran_interval,
            _ => self.daily,
        }
    }

    /// §5.8, the table: of a drug that runs, given a last dose and no other figure than the clearance.
    pub fn next(&self, told: &Told, told_next: Option<f64>, crcl: Option<f64>) -> Next {
        let interval = self.interval(told, told_next);
        match told.drug {
            _ if told.vka() => Next::Waits("inr"),
            "heparin" if told.infused() => Next::Waits("CI_THERAPEUTIC_AC"),
            "argatroban" | "bivalirudin" => Next::Waits("CI_THERAPEUTIC_AC"),
            "danaparoid" | "sulodexide" | "nafamostat" | "batroxobin" | "desirudin" | "betrixaban" | "anticoagulant" => {
                Next::Waits("CI_THERAPEUTIC_AC")
            }
            "dabigatran" if crcl.is_none_or(|crcl| crcl < self.poor_crcl) => Next::After(interval.max(self.dabigatran_poor)),
            _ => Next::After(interval),
        }
    }

    /// §5.6 for a new start: the last dose to the needle, never less than the window of §3.1.
    pub fn before_needle(&self, told: &Told, body: &Body) -> f64 {
        match self.gap(told, Act::Needle, body) {
            Gap::Hours(hours) => hours.max(self.window_before),
            other => panic!("{told:?} is proposed, and has {other:?} before a needle"),
        }
    }

    /// From the needle to a first dose, without a catheter.
    pub fn after_needle(&self, told: &Told, traumatic: bool) -> f64 {
        let twice = told.lmwh() && told.often == Some("q12h");
        let needle = if twice { self.twice_after_needle } else { self.window_after };
        match (traumatic, told.drug) {
            (false, _) => needle,
            (true, "apixaban") => self.traumatic_apixaban,
            (true, _) => self.traumatic.max(needle),
        }
    }

    /// From the removal of a catheter to the next dose.
    pub fn after_removal(&self, drug: &str) -> f64 {
        match drug {
            "enoxaparin" | "nadroparin" | "dalteparin" => self.removal_lmwh,
            "ufh" => self.removal_ufh,
            "fondaparinux" => self.removal_fondaparinux,
            _ => self.removal_doac,
        }
    }

    /// From the end of an operation to the first dose (§5.3, §5.5); `critical`: of the brain or the spine.
    pub fn after_operation(&self, drug: &str, critical: bool) -> f64 {
        match drug {
            _ if critical => self.after_critical,
            "fondaparinux" | "rivaroxaban" => self.after_operation_early,
            _ => self.after_operation,
        }
    }

    /// Every figure one step down and one step up, by name.
    pub fn mutants(&self) -> Vec<(String, Hours)> {
        let mut all: Vec<(String, Hours)> = vec![];
        macro_rules! step {
            ($by:expr; $($($at:ident)+ $([$index:literal])?),+ $(,)?) => {$(
                for sign in [-1.0, 1.0] {
                    let mut mutant = self.clone();
                    mutant$(.$at)+$([$index])? += sign * $by;
                    all.push((format!("{} {:+}", stringify!($($at)+$([$index])?), sign * $by), mutant));
                }
            )+};
        }
        step!(1.0; enoxaparin_mg, enoxaparin_iu, nadroparin_iu, dalteparin_iu, heparin_iu, rivaroxaban_mg, dabigatran_mg, dalteparin_above, ufh_much_above);
        step!(0.1; nadroparin_ml, fondaparinux_mg, rivaroxaban_asked_mg, apixaban_mg, poor_crcl, vka_inr, operation_vka_inr, start_inr);
        step!(0.1; dabigatran_crcl[0], dabigatran_crcl[1], dabigatran_crcl[2]);
        step!(1.0; joint_days, clopidogrel_days[0], clopidogrel_days[1], ticagrelor_days, prasugrel_days, ticlopidine_days, rivaroxaban_old_from);
        step!(1.0; lmwh, lmwh_poor, lmwh_twice, lmwh_twice_poor, lmwh_treatment, lmwh_treatment_poor, dalteparin);
        step!(1.0; ufh, ufh_more, ufh_much, ufh_infusion, fondaparinux_needle, fondaparinux_removal, fondaparinux_treatment);
        step!(1.0; rivaroxaban, rivaroxaban_old, rivaroxaban_poor, apixaban, doac_treatment, dabigatran[0], dabigatran[1], dabigatran[2], tirofiban, abciximab);
        step!(1.0; operation_lmwh, operation_lmwh_treatment, operation_ufh, operation_fondaparinux, operation_doac, operation_doac_treatment);
        step!(1.0; daily, twice, thrice, ufh_interval, apixaban_interval, dabigatran_interval, dabigatran_poor, told_from, told_to);
        step!(1.0; infusion_stopped, direct_stopped, fresh_inr, effective_inr_fresh, doubt_after_intervals);
        step!(0.1; normal_aptt_s, effective_inr);
        step!(1.0; window_before, window_after, twice_after_needle, traumatic, traumatic_apixaban, removal_lmwh, removal_ufh, removal_fondaparinux, removal_doac);
        step!(1.0; after_operation, after_operation_early, after_critical, before_operation, unknown_length_over);
        all
    }
}
