//! Doses that were given, watched against needles, catheters and operations that lie ahead (core specification §5.6): for
//! every anticoagulant and antiplatelet on record the earliest safe time, and a warning where something is planned sooner.
//! When a *proposed* drug may start stands in `timing`. The anaesthetist, or the surgeon, decides.

use chrono::TimeDelta;

use super::blood::{Blood, Intensity, OnBoard};
use super::chart::{Chart, DoseUnit, Instant, MedicationIntent, Rhythm};
use super::quantity::Quantity;
use super::source::{Mark, Mark::D, Mark::V, Mark::V2};
use super::substance::{Class, Substance};
use crate::text::{Text, text};

/// What a dose is too close to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Needle,
    CatheterRemoval,
    Operation,
}

impl Act {
    pub fn id(self) -> &'static str {
        match self {
            Act::Needle => "needle",
            Act::CatheterRemoval => "catheter_removal",
            Act::Operation => "operation",
        }
    }

    pub fn label(self) -> Text {
        match self {
            Act::Needle => text!("椎管内穿刺", "Neuraxial puncture"),
            Act::CatheterRemoval => text!("拔除椎管内导管", "Removal of the neuraxial catheter"),
            Act::Operation => text!("手术", "Operation"),
        }
    }

    /// What stands before the earliest time.
    pub fn earliest(self) -> Text {
        match self {
            Act::Needle => text!("最早可穿刺", "Earliest puncture"),
            Act::CatheterRemoval => text!("最早可拔除椎管内导管", "Earliest removal of the neuraxial catheter"),
            Act::Operation => text!("最早可手术", "Earliest operation"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gravity {
    Warning,
    Hard,
}

impl Gravity {
    pub fn id(self) -> &'static str {
        match self {
            Gravity::Warning => "warning",
            Gravity::Hard => "hard",
        }
    }
}

/// A dose given, too close to something planned.
#[derive(Clone, Debug, PartialEq)]
pub struct TooSoon {
    pub act: Act,
    /// When it is planned; none for a catheter that is in and whose removal nobody has planned.
    pub planned: Option<Instant>,
    pub fact: usize,
    pub substance: &'static Substance,
    pub gravity: Gravity,
    /// `None`: no time is known to be safe, `why` says on what it hangs.
    pub earliest: Option<Instant>,
    pub why: Text,
    pub marks: &'static [Mark],
}

/// How long after the last dose.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Interval {
    /// Nothing to watch.
    Free,
    Hours(i64),
    /// Hours, and a normal APTT.
    HoursAndAptt(i64),
    /// An INR of this or less, measured within 24 h.
    Inr(f64),
    /// Two steps: a hard warning before the first, a warning before the second, hours.
    Steps(i64, i64),
    /// None is known: the anaesthetist.
    Anaesthetist,
    /// No time is safe: the anaesthetist.
    Never,
}

/// An interval with what has to be said beside it, and its source.
type Rule = (Interval, Text, &'static [Mark]);

const PLAIN: Text = text!("距末次给药时间不足", "Too soon after the last dose");
const ASRA: Text = text!("距末次给药时间不足；ASRA 2018为72小时", "Too soon after the last dose; ASRA 2018: 72 h");
const WITH_APTT: Text = text!("距末次给药时间不足，且须APTT正常", "Too soon after the last dose, and the APTT must be normal");
const INFUSING: Text = text!("正在持续输注：停用满6小时且APTT正常后方可", "The infusion runs: 6 h after its stop, and a normal APTT");
const ASK: Text = text!("本表无此药的安全间隔：由麻醉医师决定", "No safe interval is known for this drug: the anaesthetist decides");
const NEVER: Text = text!("CrCl<30：无安全间隔，由麻醉医师决定", "CrCl <30: no time is safe, the anaesthetist decides");
const INR: Text = text!("须24小时内INR达标", "An INR in range within 24 h is needed");
const NO_TIME: Text = text!("末次给药时间不明", "The time of the last dose is not known");

/// What the intervals of a drug hang on beside the drug.
struct Body {
    clearance: Option<f64>,
    age: Option<f64>,
}

impl Body {
    fn clearance_at_least(&self, limit: f64) -> bool {
        self.clearance.is_some_and(|clearance| clearance >= limit)
    }
}

/// Every warning that holds at `at`.
pub fn warnings(chart: &Chart, blood: &Blood, at: Instant) -> Vec<TooSoon> {
    let body = Body { clearance: chart.creatinine_clearance(at).map(|known| known.value), age: chart.age(at).map(|known| known.value) };
    let acts = ahead(chart, at);
    if acts.is_empty() {
        return vec![];
    }
    let mut all = vec![];
    for (act, planned) in acts {
        for drug in &blood.all {
            let rule = anticoagulant(drug, act, &body);
            let placed = act == Act::Operation && placed_before_operation(drug, planned);
            if !placed {
                all.extend(judged(act, planned, (drug.fact, drug.substance, drug.last_dose, drug.running), rule, chart, at));
            }
        }
        if act == Act::Operation {
            continue;
        }
        for (fact, medication) in chart.all_medications() {
            let Some(substance) = medication.substance() else { continue };
            let Some(rule) = other(substance) else { continue };
            let last = medication.last_dose_at.or(medication.stopped_at.filter(|stopped| *stopped <= at));
            all.extend(judged(act, planned, (fact, substance, last, medication.is_current(at)), rule, chart, at));
        }
    }
    all
}

/// Needles, removals and operations ahead. A catheter that is in, and whose removal nobody has planned, may be removed any
/// time.
fn ahead(chart: &Chart, at: Instant) -> Vec<(Act, Option<Instant>)> {
    let mut acts = vec![];
    for (_, neuraxial) in chart.neuraxials() {
        if neuraxial.latest() > at {
            acts.push((Act::Needle, Some(neuraxial.at)));
        }
        if neuraxial.catheter && neuraxial.removed_at.is_none_or(|removed| removed > at) && (neuraxial.removed_at.is_some() || neuraxial.at <= at) {
            acts.push((Act::CatheterRemoval, neuraxial.removed_at));
        }
    }
    for (_, operation) in chart.operations() {
        if !operation.is_done(at) && operation.at.is_some_and(|begins| begins > at || operation.all_day) {
            acts.push((Act::Operation, operation.at));
        }
    }
    acts
}

/// The drug with what is known of its doses: fact, substance, last dose, running.
type Doses = (usize, &'static Substance, Option<Instant>, bool);

fn judged(act: Act, planned: Option<Instant>, given: Doses, rule: Rule, chart: &Chart, at: Instant) -> Option<TooSoon> {
    let (fact, substance, last, running) = given;
    let (interval, why, marks) = rule;
    let warning = |gravity, earliest, why| Some(TooSoon { act, planned, fact, substance, gravity, earliest, why, marks });
    let hard = if substance.class.anticoagulates() { Gravity::Warning } else { Gravity::Hard };
    // What is planned for no time is too soon for as long as the interval runs.
    let moment = planned.unwrap_or(at);
    let after = |hours: i64, why| match last {
        None => warning(hard, None, NO_TIME),
        Some(last) if moment < last + TimeDelta::hours(hours) => warning(hard, Some(last + TimeDelta::hours(hours)), why),
        Some(_) => None,
    };
    match interval {
        Interval::Free => None,
        Interval::Hours(hours) => after(hours, why),
        // A sample from before the last dose says nothing of it.
        Interval::HoursAndAptt(hours) => match chart.measured(Quantity::Aptt).filter(|aptt| chart.since(aptt.from[0]) >= last) {
            Some(aptt) if aptt.value <= 60.0 => after(hours, why),
            // Out of the blood for a day, a figure from before says nothing.
            _ if last.is_some_and(|last| !running && moment >= last + TimeDelta::hours(hours.max(24))) => None,
            _ => warning(hard, last.map(|last| last + TimeDelta::hours(hours)), why),
        },
        Interval::Inr(limit) => {
            let inr = chart.measured(Quantity::Inr);
            let in_range = inr.is_some_and(|inr| {
                let measured = chart.since(inr.from[0]);
                inr.value <= limit + 1e-9 && measured.is_some_and(|measured| moment - measured <= TimeDelta::hours(24))
            });
            if in_range { None } else { warning(hard, None, why) }
        }
        Interval::Steps(first, second) => match last {
            None => warning(Gravity::Hard, None, NO_TIME),
            Some(last) if moment < last + TimeDelta::hours(first) => warning(Gravity::Hard, Some(last + TimeDelta::hours(second)), why),
            Some(last) if moment < last + TimeDelta::hours(second) => warning(Gravity::Warning, Some(last + TimeDelta::hours(second)), why),
            Some(_) => None,
        },
        Interval::Anaesthetist => warning(hard, None, why),
        Interval::Never => warning(Gravity::Hard, None, why),
    }
}

/// §5.3 and §5.4 place one dose of a heparin 1 to 4 h before an operation themselves.
fn placed_before_operation(drug: &OnBoard, planned: Option<Instant>) -> bool {
    let (Some(last), Some(begins)) = (drug.last_dose, planned) else { return false };
    let gap = begins - last;
    drug.intensity == Intensity::Prophylactic && drug.substance.class.is_heparin() && (TimeDelta::hours(1)..=TimeDelta::hours(4)).contains(&gap)
}

const LMWH: &[Mark] = &[V("FDA13"), V("UKCPA"), V2("LMWHN"), V2("ASRA4")];
const LMWH_TREATMENT: &[Mark] =
    &[V("FDA13"), V("NXPMC"), V2("LOTH"), V2("ESRA22"), D(text!("清除率未知按<30", "an unknown clearance is read as below 30"))];
const UFH: &[Mark] = &[V("MCMN"), V("UFHN")];
const UFH_MORE: &[Mark] = &[V2("UFHSC"), D(text!("剂量未告知者", "a dose that nobody tells"))];
const OPERATION: &[Mark] = &[V("ORTHO"), D(text!("手术前间隔", "the intervals before an operation"))];
const BY_ANAESTHETIST: &[Mark] = &[D(text!("表中无此药", "not in the table"))];

/// An anticoagulant. Of an intensity that nobody tells the row of treatment holds.
fn anticoagulant(drug: &OnBoard, act: Act, body: &Body) -> Rule {
    let treatment = drug.intensity != Intensity::Prophylactic;
    if act == Act::Operation {
        return (before_operation(drug, treatment), PLAIN, OPERATION);
    }
    match drug.substance.class {
        Class::Vka => (Interval::Inr(1.4), INR, &[V2("LOTH"), V2("BEACON"), D(text!("24小时内的INR", "an INR of the last 24 h"))]),
        Class::Lmwh => lmwh(drug, treatment, body),
        Class::Ufh => ufh(drug),
        Class::Fondaparinux if treatment => (Interval::Hours(72), PLAIN, &[D(text!("治疗剂量72小时", "72 h at treatment dose"))]),
        Class::Fondaparinux => {
            let hours = if act == Act::Needle { 36 } else { 42 };
            (Interval::Hours(hours), PLAIN, &[V("MCMN"), D(text!("取区间上限", "the upper ends"))])
        }
        Class::Doac => doac(drug, body),
        _ => (Interval::Anaesthetist, ASK, BY_ANAESTHETIST),
    }
}

fn lmwh(drug: &OnBoard, treatment: bool, body: &Body) -> Rule {
    let kidneys = body.clearance_at_least(30.0);
    if treatment {
        return (Interval::Hours(if kidneys { 24 } else { 48 }), PLAIN, LMWH_TREATMENT);
    }
    if drug.rhythm() == Some(Rhythm::Every12h) || drug.rhythm() == Some(Rhythm::Every8h) {
        return (Interval::Hours(if kidneys { 24 } else { 48 }), PLAIN, &[V2("LMWHN"), D(text!("CrCl<30者48小时", "48 h below a clearance of 30"))]);
    }
    let dalteparin = drug.substance.id == "dalteparin" && drug.amount(DoseUnit::Iu).is_none_or(|dose| dose > 2500.0);
    match (kidneys, dalteparin) {
        (false, _) => (Interval::Hours(24), PLAIN, &[V2("LMWHN"), D(text!("清除率未知按<30", "an unknown clearance is read as below 30"))]),
        (true, true) => (Interval::Hours(15), PLAIN, &[V("DALUS")]),
        (true, false) => (Interval::Hours(12), PLAIN, LMWH),
    }
}

fn ufh(drug: &OnBoard) -> Rule {
    if drug.rhythm() == Some(Rhythm::Continuous) && drug.running {
        return (Interval::Anaesthetist, INFUSING, &[V("NXPMC"), D(text!("6小时", "6 h"))]);
    }
    if drug.rhythm() == Some(Rhythm::Continuous) {
        return (Interval::HoursAndAptt(6), WITH_APTT, &[V("NXPMC"), D(text!("6小时", "6 h"))]);
    }
    match (drug.amount(DoseUnit::Iu), drug.intent()) {
        (Some(dose), intent) if dose <= 5000.0 && intent != Some(MedicationIntent::Therapeutic) => (Interval::Hours(6), PLAIN, UFH),
        (Some(dose), _) if dose <= 10_000.0 => (Interval::Hours(12), PLAIN, UFH_MORE),
        (None, Some(MedicationIntent::Prophylactic)) => (Interval::Hours(6), PLAIN, UFH),
        _ => (Interval::HoursAndAptt(24), WITH_APTT, UFH_MORE),
    }
}

fn doac(drug: &OnBoard, body: &Body) -> Rule {
    const HIGH: &[Mark] = &[V2("UTD"), V2("ASRA4"), V2("LOTH")];
    let mg = drug.amount(DoseUnit::Mg);
    // A dose that is told keeps its own row, whatever the drug is read as.
    let low = |largest: f64| mg.map_or(drug.intensity == Intensity::Prophylactic, |mg| mg <= largest);
    match drug.substance.id {
        "rivaroxaban" if low(10.0) => {
            let hours = match body.age {
                _ if !body.clearance_at_least(30.0) => 30,
                Some(age) if age < 60.0 => 24,
                _ => 26,
            };
            (Interval::Hours(hours), ASRA, &[V2("UTD"), V2("ESRA22"), V2("ASRA4"), D(text!("60岁起26小时", "26 h from the age of 60"))])
        }
        "apixaban" if low(2.5) => (Interval::Hours(36), ASRA, &[V2("UTD"), V("APIEU"), V2("ESRA22")]),
        "rivaroxaban" | "apixaban" => (Interval::Hours(72), PLAIN, HIGH),
        "edoxaban" => (Interval::Hours(72), PLAIN, &[V2("UTD"), V2("ASRA4"), D(text!("艾多沙班", "edoxaban"))]),
        "dabigatran" => match body.clearance {
            Some(clearance) if clearance < 30.0 => (Interval::Never, NEVER, &[V2("ASRA4"), V2("DABSPC")]),
            Some(clearance) if clearance >= 80.0 => (Interval::Hours(72), PLAIN, &[V2("ASRA4"), V2("DABSPC")]),
            Some(clearance) if clearance >= 50.0 => (Interval::Hours(96), PLAIN, &[V2("ASRA4"), V2("DABSPC")]),
            _ => (Interval::Hours(120), PLAIN, &[V2("ASRA4"), V2("DABSPC")]),
        },
        _ => (Interval::Anaesthetist, ASK, BY_ANAESTHETIST),
    }
}

/// Before an operation; the surgeon's.
fn before_operation(drug: &OnBoard, treatment: bool) -> Interval {
    match drug.substance.class {
        Class::Vka => Interval::Inr(1.5),
        Class::Lmwh => Interval::Hours(if treatment { 24 } else { 12 }),
        Class::Ufh => Interval::Hours(6),
        Class::Fondaparinux => Interval::Hours(36),
        Class::Doac => Interval::Hours(if treatment { 48 } else { 24 }),
        _ => Interval::Free,
    }
}

/// Antiplatelets, and thrombolytics; `None`: nothing to watch before a needle.
fn other(substance: &Substance) -> Option<Rule> {
    const DAY: i64 = 24;
    const CLOPIDOGREL: &[Mark] = &[V("NXPMC"), V("ORTHO"), D(text!("分两级提示", "the two steps"))];
    const GP2B3A: &[Mark] = &[V("NXPMC"), V2("BEACON")];
    let after = |hours, marks: &'static [Mark]| Some((Interval::Hours(hours), PLAIN, marks));
    let ask = |marks: &'static [Mark]| Some((Interval::Anaesthetist, ASK, marks));
    let steps = |days: i64, marks: &'static [Mark]| Some((Interval::Steps(days * DAY, days * DAY), PLAIN, marks));
    match (substance.class, substance.id) {
        (Class::Antiplatelet, "aspirin" | "dipyridamole") => None,
        (Class::Antiplatelet, "clopidogrel") => Some((Interval::Steps(5 * DAY, 7 * DAY), PLAIN, CLOPIDOGREL)),
        (Class::Antiplatelet, "ticagrelor") => steps(5, &[V2("BEACON")]),
        (Class::Antiplatelet, "prasugrel") => steps(7, &[V2("BEACON")]),
        (Class::Antiplatelet, "ticlopidine") => steps(14, &[V("NXPMC")]),
        (Class::Gp2b3a, "abciximab") => after(48, GP2B3A),
        (Class::Gp2b3a, "tirofiban" | "eptifibatide") => after(8, GP2B3A),
        (Class::Antiplatelet | Class::Gp2b3a, _) => ask(BY_ANAESTHETIST),
        (Class::Thrombolytic, "lumbrokinase") => None,
        (Class::Thrombolytic, _) => ask(&[V("NXPMC")]),
        _ => None,
    }
}
