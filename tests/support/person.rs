//! Random patients as a ward would describe them: plain numbers and words, times in minutes from now. From one
//! description come the chart that the program reads, the JSON that a host would send, and what the naive oracle is asked.
#![allow(dead_code, reason = "each test uses its part")]

#[path = "person_chart.rs"]
mod chart;
#[path = "person_drawn.rs"]
mod drawn;
#[path = "person_host.rs"]
mod host;
#[path = "pills.rs"]
mod pills;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use virchow::clinical::chart::Instant;
use virchow::clinical::contraindication::{QUESTIONS, TABLE};
use virchow::clinical::instrument::Instrument;
use virchow::clinical::instruments::{CAPRINI, CN_BLEED_MEDICAL, CN_BLEED_SURGICAL, PADUA};

pub use pills::{ALLERGIES, Allergy, Kind, PILLS, Pill, class};

pub const HOUR: i64 = 60;
pub const DAY: i64 = 24 * HOUR;
/// Everybody was admitted so long ago.
pub const ADMITTED: i64 = -9 * DAY;

/// When something was measured or told, from the assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// In minutes; later than the assessment where positive.
    At(i64),
    /// Only the civil day is told: 0 is today, which began twelve hours ago.
    Day(i64),
    Untold,
}

impl When {
    /// The civil day, where one is told.
    pub fn day(self) -> Option<i64> {
        match self {
            When::At(minute) => Some((minute + DAY / 2).div_euclid(DAY)),
            When::Day(day) => Some(day),
            When::Untold => None,
        }
    }

    /// The earliest moment that it can be, in minutes.
    pub fn begins(self) -> Option<i64> {
        match self {
            When::At(minute) => Some(minute),
            When::Day(day) => Some(day * DAY - DAY / 2),
            When::Untold => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    pub value: f64,
    pub when: When,
}

#[derive(Clone, Copy, Debug)]
pub struct Pressure {
    pub systolic: Option<f64>,
    pub diastolic: Option<f64>,
    pub at: i64,
}

#[derive(Clone, Debug)]
pub struct Surgery {
    pub elective: bool,
    pub procedure: Option<&'static str>,
    /// Its beginning; that of its civil day where only the day is told.
    pub begins: i64,
    pub all_day: bool,
    pub minutes: Option<i64>,
    /// `planned`, `done`, or not said.
    pub status: Option<&'static str>,
    pub limb: Option<&'static str>,
    pub haemostasis: Option<i64>,
}

impl Surgery {
    /// As far as its length is known; with its day alone, the end of that day.
    pub fn ends(&self) -> i64 {
        if self.all_day { self.begins + DAY } else { self.begins + self.minutes.unwrap_or(0) }
    }

    pub fn is(&self, procedures: &[&str]) -> bool {
        self.procedure.is_some_and(|of| procedures.contains(&of))
    }
}

#[derive(Clone, Debug)]
pub struct Needle {
    pub catheter: bool,
    pub at: i64,
    pub all_day: bool,
    pub removed: Option<i64>,
    pub traumatic: bool,
}

/// A medicine on record.
#[derive(Clone, Debug)]
pub struct Order {
    pub pill: &'static Pill,
    /// The time that the host gives the fact: when the medicine was begun.
    pub since: Option<i64>,
    /// At treatment dose; `None`: not said.
    pub therapeutic: Option<bool>,
    /// Amount and unit of one dose.
    pub dose: Option<(f64, &'static str)>,
    /// `qd`, `q12h`, `q8h`, `continuous`.
    pub often: Option<&'static str>,
    pub last: Option<i64>,
    pub next_due: Option<i64>,
    pub stopped: Option<i64>,
    /// `active`, `on_hold`, `stopped`.
    pub state: &'static str,
    /// Of a thrombolysis.
    pub indication: Option<&'static str>,
    pub for_bleeding: bool,
}

/// An answer of a person to an item or a row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Word {
    /// `None`: cannot be known now.
    pub yes: Option<bool>,
    pub limb: Option<&'static str>,
    /// When it was said; `None`: in this assessment.
    pub at: Option<i64>,
}

/// What the host says of an item or a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    pub id: &'static str,
    pub yes: bool,
    pub when: When,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suspicion {
    pub paused: bool,
    pub leg: Option<&'static str>,
}

#[derive(Clone, Debug, Default)]
pub struct Person {
    pub surgical: bool,
    /// The hospital scores medical patients with Caprini.
    pub caprini_for_all: bool,
    pub man: Option<bool>,
    pub age: Option<f64>,
    pub bmi: Option<f64>,
    pub kg: Vec<Reading>,
    pub creatinine: Vec<Reading>,
    pub platelets: Vec<Reading>,
    pub haemoglobin: Vec<Reading>,
    pub inr: Vec<Reading>,
    pub aptt: Vec<Reading>,
    /// The host's own figures, with the time of the laboratory.
    pub crcl: Vec<Reading>,
    pub egfr: Vec<Reading>,
    pub pressures: Vec<Pressure>,
    pub operations: Vec<Surgery>,
    pub needles: Vec<Needle>,
    pub orders: Vec<Order>,
    pub allergies: Vec<&'static Allergy>,
    pub dialysis: Option<(i64, Option<i64>)>,
    pub abi: Vec<(f64, &'static str)>,
    pub inr_target: Option<(f64, f64)>,
    pub icu: Option<(i64, Option<i64>)>,
    pub units: Vec<(f64, i64)>,
    pub told: Vec<Told>,
    pub said: BTreeMap<&'static str, Word>,
    pub silence_is_absence: bool,
    pub stock: Vec<&'static str>,
    pub devices: Vec<&'static str>,
    /// The laboratory's upper limit of APTT.
    pub aptt_limit: Option<f64>,
    pub first_dose: Option<i64>,
    pub decided: Option<i64>,
    pub suspicion: Option<Suspicion>,
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

    /// One of them so many times in a hundred, else none.
    pub fn maybe<T: Copy>(&mut self, percent: u64, among: &[T]) -> Option<T> {
        self.chance(percent).then(|| self.of(among))
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
    }
}

/// The assessment: noon in China, so that the civil day began twelve hours before it and ends twelve hours after.
pub fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

pub fn after(minutes: i64) -> Instant {
    noon() + TimeDelta::minutes(minutes)
}

pub fn minutes(instant: Instant) -> i64 {
    (instant - noon()).num_minutes()
}

/// Items and rows that only a woman can have.
pub const FEMALE: [&str; 6] = ["pregnancy_postpartum", "adverse_obstetric_history", "ocp_hrt", "CI_DOAC_PREG", "CI_FON_PREG", "CI_PREGNANCY"];

/// Items that numbers and records decide alone.
const COMPUTED_ITEMS: [&str; 5] = ["bs_thrombocytopenia", "bm_platelet_lt_50", "bm_age_ge_85", "bm_renal_gfr_lt_30", "bm_male"];

/// Rows that nobody is asked.
pub const NUMBERS: [&str; 12] = [
    "CI_PLT_LT_50",
    "CI_PLT_50_99",
    "CI_RENAL_LMWH",
    "CI_RENAL_FON",
    "CI_WEIGHT_FON",
    "CI_DOAC_RENAL",
    "CI_LOW_WEIGHT",
    "CI_DOAC_HIPFX",
    "CI_DOAC_MEDICAL",
    "CI_INR_HIGH",
    "CI_RENAL_NAD",
    "CI_FON_PLT",
];

/// Questions about the record and about names, that belong to no table of the specification.
pub const ABOUT_THE_RECORD: [&str; 2] = ["untimed_results", "last_dose"];

impl Person {
    /// By an operation this stay, else by the ward.
    pub fn operated(&self) -> bool {
        let of_this_stay = |operation: &Surgery| operation.status != Some("cancelled") && !is_later(operation) && operation.begins >= ADMITTED;
        self.surgical || self.operations.iter().any(of_this_stay)
    }

    pub fn instrument(&self) -> &'static Instrument {
        if self.operated() || self.caprini_for_all { &CAPRINI } else { &PADUA }
    }

    /// Everything that a person can be asked of this patient, but what numbers and records decide.
    pub fn questions(&self) -> Vec<&'static str> {
        let score = self.instrument().items.iter().filter(|item| !item.from.is_computed()).map(|item| item.id);
        let bleeding = if self.operated() { &CN_BLEED_SURGICAL } else { &CN_BLEED_MEDICAL };
        let bleeding = bleeding.items.iter().map(|item| item.id).filter(|id| !COMPUTED_ITEMS.contains(id));
        let rows = TABLE.iter().chain(QUESTIONS).map(|row| row.id).filter(|id| !NUMBERS.contains(id));
        score.chain(bleeding).chain(rows).collect()
    }

    /// What a person said; `Some(None)`: that it cannot be known.
    pub fn said(&self, id: &str) -> Option<Option<bool>> {
        self.said.get(id).map(|word| word.yes)
    }

    /// A person said yes.
    pub fn yes(&self, id: &str) -> bool {
        self.said(id) == Some(Some(true))
    }

    /// A person said no.
    pub fn no(&self, id: &str) -> bool {
        self.said(id) == Some(Some(false))
    }

    pub fn say(&mut self, id: &'static str, yes: bool) {
        self.said.insert(id, Word { yes: Some(yes), ..Word::default() });
    }
}

/// Said to be done, and not yet.
pub fn is_later(operation: &Surgery) -> bool {
    operation.status == Some("done") && operation.begins > 0
}
