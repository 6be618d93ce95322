//! Patients made up from a seed: the same seed gives the same patient on every machine. Age, body and operation are drawn near
//! the limits that are usually got wrong, the rest from `phrases`. The truth is the engine's.

use super::case::{Scored, StoryFact, truth};
use super::mark::{Attempt, Marking, NotMarked, mark_against};
use super::phrases::{PHRASES, StoryPhrase};
use crate::clinical::chart::{OperationKind, Procedure, Sex};
use crate::clinical::instrument::Instrument;
use crate::clinical::instruments::{CAPRINI, PADUA};
use crate::clinical::quantity::{Quantity, written};
use crate::text::{Lang, Text, text};

/// The instruments of which patients are made up.
pub static MADE_UP: [&Instrument; 2] = [&CAPRINI, &PADUA];

/// A patient who was made up.
#[derive(Clone, Debug)]
pub struct Variant {
    pub instrument: &'static Instrument,
    pub seed: u64,
    story: Vec<[String; 2]>,
    pub given: Vec<StoryFact>,
    pub holds: Vec<&'static str>,
    pub aims_at: Vec<&'static str>,
}

impl Variant {
    /// The story as one sentence.
    pub fn story(&self, lang: Lang) -> String {
        let (which, comma, stop) = match lang {
            Lang::Zh => (0, "，", "。"),
            Lang::En => (1, ", ", "."),
        };
        let parts: Vec<&str> = self.story.iter().map(|part| &*part[which]).collect();
        [parts.join(comma), stop.to_owned()].concat()
    }

    /// What the engine makes of it; never none for one that was made here (a test draws ten thousand).
    pub fn truth(&self) -> Option<Scored> {
        truth(self.instrument, &self.given, &self.holds)
    }

    pub fn mark(&self, attempt: &Attempt) -> Result<Marking, NotMarked> {
        mark_against(&self.truth().ok_or(NotMarked::Case)?, &self.aims_at, attempt, None)
    }
}

const KINDS: [(OperationKind, Text); 2] = [
    (OperationKind::Open, text!("拟行开放手术", "open operation planned, ")),
    (OperationKind::Laparoscopic, text!("拟行腹腔镜手术", "laparoscopy planned, ")),
];
const MINUTES: [u16; 6] = [30, 40, 45, 46, 60, 150];

/// Makes up a patient for one of [`MADE_UP`].
pub fn variant(instrument: &'static Instrument, seed: u64) -> Variant {
    let mut draw = Draw(seed);
    let mut made = Variant { instrument, seed, story: vec![], given: vec![], holds: vec![], aims_at: vec![] };
    let sex = if draw.below(2) == 0 { Sex::Female } else { Sex::Male };
    let age = made.age(&mut draw);
    let (man, woman) = (text!("男", "man"), text!("女", "woman"));
    let word = if sex == Sex::Male { man } else { woman };
    let years = written(f64::from(age), 0);
    made.given.extend([StoryFact::Sex(sex), StoryFact::Measured(Quantity::Age, f64::from(age))]);
    made.say([word.zh(), "，", &years, "岁"].concat(), [&*years, "-year-old ", word.en()].concat());
    made.body(&mut draw);
    if instrument == &CAPRINI && draw.below(3) < 2 {
        made.operation(&mut draw);
    }
    let mut topics: Vec<&str> = vec![];
    for _ in 0..1 + draw.below(4) {
        let fit: Vec<&'static StoryPhrase> = PHRASES
            .iter()
            .filter(|phrase| phrase.on(instrument.id).is_some() && !topics.contains(&phrase.topic))
            .filter(|phrase| phrase.of.is_none_or(|of| of == sex) && (phrase.ages.0..=phrase.ages.1).contains(&age))
            .collect();
        let Some(phrase) = fit.get(draw.below(fit.len().max(1))) else { break };
        topics.push(phrase.topic);
        made.say(phrase.text.zh().to_owned(), phrase.text.en().to_owned());
        made.holds.extend(phrase.on(instrument.id).unwrap_or_default());
        made.aims_at.extend(phrase.aims_at);
    }
    made.aims_at.sort_unstable();
    made.aims_at.dedup();
    made
}

impl Variant {
    fn say(&mut self, zh: String, en: String) {
        self.story.push([zh, en]);
    }

    /// At a limit in every second patient.
    fn age(&mut self, draw: &mut Draw) -> u8 {
        let limits: &[u8] = if self.instrument == &PADUA { &[69, 70, 71] } else { &[40, 41, 60, 61, 74, 75] };
        if draw.below(2) == 0 {
            self.aims_at.push("age_band");
            return limits[draw.below(limits.len())];
        }
        20 + draw.below(70) as u8
    }

    fn body(&mut self, draw: &mut Draw) {
        let tenths: &[u16] = if self.instrument == &PADUA { &[222, 248, 279, 281, 299, 300, 312] } else { &[215, 238, 249, 250, 251, 284] };
        let bmi = f64::from(tenths[draw.below(tenths.len())]) / 10.0;
        if draw.below(3) > 0 {
            let told = written(bmi, 1);
            self.given.push(StoryFact::Measured(Quantity::Bmi, bmi));
            self.say(["BMI ", &told].concat(), ["BMI ", &told].concat());
            self.aims_at.push("bmi");
            return;
        }
        // Whole numbers, as they are measured; the index that they give is computed, and lies where it lies.
        let height = 150 + draw.below(36) as u16;
        let weight = (bmi * f64::from(height) * f64::from(height) / 10_000.0).round();
        self.given.extend([StoryFact::Measured(Quantity::Weight, weight), StoryFact::Measured(Quantity::Height, f64::from(height))]);
        let (kg, cm) = (written(weight, 0), written(f64::from(height), 0));
        let told = [&*kg, " kg", "，", &cm, " cm"].concat();
        let told_en = [&*kg, " kg, ", &cm, " cm"].concat();
        self.say(told, told_en);
        self.aims_at.push("bmi_not_computed");
    }

    fn operation(&mut self, draw: &mut Draw) {
        match draw.below(8) {
            0 => {
                self.given.push(StoryFact::Operation { kind: OperationKind::ElectiveArthroplasty, minutes: None, procedure: Some(Procedure::Tka) });
                self.say("择期全膝关节置换".to_owned(), "elective total knee replacement".to_owned());
                self.aims_at.push("double_count_surgery");
            }
            1 => {
                self.given.push(StoryFact::Operation { kind: OperationKind::Arthroscopic, minutes: None, procedure: None });
                self.say("拟行膝关节镜手术".to_owned(), "knee arthroscopy planned".to_owned());
            }
            _ => {
                let (kind, word) = KINDS[draw.below(KINDS.len())];
                let minutes = f64::from(MINUTES[draw.below(MINUTES.len())]);
                self.given.push(StoryFact::Operation { kind, minutes: Some(minutes), procedure: None });
                let minutes = written(minutes, 0);
                self.say([word.zh(), &minutes, "分钟"].concat(), [word.en(), "about ", &minutes, " min"].concat());
                self.aims_at.push("surgery_duration");
            }
        }
    }
}

/// SplitMix64 (Steele GL, Lea D, Flood CH, OOPSLA 2014): a short generator, the same on every machine. Not for secrets.
#[derive(Clone, Debug)]
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn of(seed: u64) -> Draw {
        Draw(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of `0..many`; `many` > 0.
    pub(super) fn below(&mut self, many: usize) -> usize {
        (self.next() % many as u64) as usize
    }
}
