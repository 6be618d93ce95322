//! How long after a dose: found by planning an act and moving it, so that the page prints what the program warns of.

use chrono::TimeDelta;

use super::body::{chart, fact, measured, medication};
use super::medicine::Medicine;
use super::moment::now;
use super::page::number;
use crate::clinical::blood::Blood;
use crate::clinical::chart::{Fact, FactValue, Instant, Neuraxial, Operation, OperationKind, OperationStatus, Procedure};
use crate::clinical::given::{Act, Gravity, TooSoon, warnings};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::Mark;
use crate::clinical::substance;
use crate::text::Text;

pub const ACTS: [Act; 3] = [Act::Needle, Act::CatheterRemoval, Act::Operation];

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gap {
    Free,
    Hours(i64),
    HoursAndAptt(i64),
    Inr(f64),
    Steps(i64, i64),
    Asked,
    /// No time is safe.
    Never,
    /// The dose is not offered to such a patient.
    NotOffered,
}

impl Gap {
    fn words(self) -> String {
        match self {
            Gap::Free => "不警告 not watched".into(),
            Gap::Hours(hours) => format!("{hours} h"),
            Gap::HoursAndAptt(hours) => format!("{hours} h，且APTT正常 and a normal APTT"),
            Gap::Inr(limit) => format!("24 h内 INR ≤{} within 24 h", number(limit)),
            Gap::Steps(first, second) => format!("<{} d 严重警告 hard warning；<{} d 警告 warning", first / 24, second / 24),
            Gap::Asked => "间隔不明，麻醉医师决定 none known, the anaesthetist decides".into(),
            Gap::Never => "任何时间均不安全，麻醉医师决定 no time is safe, the anaesthetist decides".into(),
            Gap::NotOffered => "不提供 not offered".into(),
        }
    }
}

/// Bands of clearance from the best, each with figures at its edges; the last is a clearance that nobody knows.
const CLEARANCES: [&[Option<f64>]; 5] =
    [&[Some(80.0), Some(150.0)], &[Some(50.0), Some(79.9)], &[Some(30.0), Some(49.9)], &[Some(5.0), Some(29.9)], &[None]];
const AGES: [(&str, &[Option<f64>]); 3] =
    [("<60岁 y", &[Some(18.0), Some(59.0)]), ("≥60岁 y", &[Some(60.0), Some(90.0)]), ("年龄未知 age unknown", &[None])];

/// One answer for every band of clearance and age, those that agree together.
pub fn by_band(ask: impl Fn(Option<f64>, Option<f64>) -> Gap) -> String {
    let mut by_age: Vec<(Vec<&str>, String)> = vec![];
    for (words, ages) in AGES {
        let of_age = |age: Option<f64>| by_clearance(|clearance| ask(clearance, age));
        let answer = super::page::agreed(ages.iter().map(|age| of_age(*age)));
        match by_age.iter_mut().find(|(_, other)| *other == answer) {
            Some((ages, _)) => ages.push(words),
            None => by_age.push((vec![words], answer)),
        }
    }
    match by_age.as_slice() {
        [(_, only)] => only.clone(),
        several => several.iter().map(|(ages, answer)| format!("{}: {answer}", ages.join(", "))).collect::<Vec<_>>().join("; "),
    }
}

fn by_clearance(ask: impl Fn(Option<f64>) -> Gap) -> String {
    let answers = CLEARANCES.map(|clearances| super::page::agreed(clearances.iter().map(|clearance| ask(*clearance))));
    let (known, unknown) = (&answers[..4], answers[4]);
    let runs = super::page::merged(known);
    if let ([(_, only)], true) = (runs.as_slice(), known.contains(&unknown)) {
        return only.words();
    }
    let mut told = false;
    let mut words: Vec<String> = runs
        .iter()
        .map(|((from, to), gap)| {
            let range = match (from, to) {
                (0, 0) => "CrCl ≥80",
                (0, 1) => "CrCl ≥50",
                (0, 2) => "CrCl ≥30",
                (0, _) => "CrCl已知 known",
                (1, 1) => "50–<80",
                (1, 2) => "30–<80",
                (1, _) => "<80",
                (2, 2) => "30–<50",
                (2, _) => "<50",
                _ => "<30",
            };
            let also = *gap == unknown && !told;
            told |= also;
            format!("{range}{}: {}", if also { "或未知 or unknown" } else { "" }, gap.words())
        })
        .collect();
    if !told {
        words.push(format!("CrCl未知 unknown: {}", unknown.words()));
    }
    words.join("; ")
}

fn ahead(act: Act, when: Instant) -> Fact {
    let needle = Neuraxial { catheter: false, at: when, all_day: false, removed_at: None, traumatic: false };
    fact(match act {
        Act::Needle => FactValue::Neuraxial(needle),
        Act::CatheterRemoval => FactValue::Neuraxial(Neuraxial { catheter: true, at: now() - TimeDelta::days(1), removed_at: Some(when), ..needle }),
        Act::Operation => FactValue::Operation(Operation {
            status: Some(OperationStatus::Planned),
            at: Some(when),
            duration_min: Some(60.0),
            ..Operation::of(OperationKind::Open)
        }),
    })
}

/// A hip replacement of ten days ago.
fn replaced() -> Operation {
    Operation {
        status: Some(OperationStatus::Done),
        at: Some(now() - TimeDelta::days(10)),
        duration_min: Some(90.0),
        procedure: Some(Procedure::Tha),
        ..Operation::of(OperationKind::ElectiveArthroplasty)
    }
}

fn warned(facts: &[Fact], act: Act, when: Instant) -> Option<TooSoon> {
    let chart = chart(facts.iter().cloned().chain([ahead(act, when)]).collect());
    warnings(&chart, &Blood::of(&chart, now()), now()).pop()
}

/// What is asked for between a dose given now and an act, with what is said and where it comes from.
pub fn given((medicine, joint): &(Medicine, bool), act: Act, clearance: Option<f64>, age: Option<f64>) -> (Gap, Option<Text>, &'static [Mark]) {
    let mut bare = vec![fact(FactValue::Medication(medication(&Medicine { last: Some(0.0), ..*medicine })))];
    bare.extend(joint.then(|| fact(FactValue::Operation(replaced()))));
    bare.extend(clearance.map(|value| measured(Quantity::Crcl, value)));
    bare.extend(age.map(|value| measured(Quantity::Age, value)));
    let with = |quantity, value| [bare.clone(), vec![measured(quantity, value)]].concat();
    let normal = with(Quantity::Aptt, 31.0);
    let soon = now() + TimeDelta::minutes(1);
    let Some(first) = warned(&normal, act, soon) else { return (Gap::Free, None, &[]) };
    let said = |gap| (gap, Some(first.why), first.marks);
    let Some(earliest) = first.earliest else {
        let in_range = |tenths: &i64| warned(&with(Quantity::Inr, *tenths as f64 / 10.0), act, soon).is_none();
        let anticoagulates = substance::named(medicine.id).is_some_and(|substance| substance.class.anticoagulates());
        let none = if anticoagulates && first.gravity == Gravity::Hard { Gap::Never } else { Gap::Asked };
        return said((8..40).take_while(in_range).last().map_or(none, |tenths| Gap::Inr(tenths as f64 / 10.0)));
    };
    assert!(warned(&normal, act, earliest).is_none(), "{}: warned at the earliest time", medicine.id);
    let hours = (earliest - now()).num_hours();
    let last = warned(&normal, act, earliest - TimeDelta::minutes(1)).map(|warning| warning.gravity);
    if (first.gravity, last) == (Gravity::Hard, Some(Gravity::Warning)) {
        let grave = |day: &i64| warned(&normal, act, now() + TimeDelta::days(*day)).map(|warning| warning.gravity) == Some(Gravity::Hard);
        return said(Gap::Steps((1..60).find(|day| !grave(day)).unwrap_or_default() * 24, hours));
    }
    said(if warned(&bare, act, earliest).is_some() { Gap::HoursAndAptt(hours) } else { Gap::Hours(hours) })
}
