//! What is in the blood now (core specification §5.8): every anticoagulant and antiplatelet on record with its intensity,
//! its last dose, when the next would be due, how long it works, and when a needle, the removal of a catheter or an
//! operation is safe (§5.6). One model: starts, needles, routes, lists and the screen ask it and nothing else.
//!
//! It reads the chart as of the assessment ([`Chart::as_of`]) and decides nothing about what to propose.

use chrono::TimeDelta;

use super::chart::{Chart, DoseUnit, Given, Instant, Medication, MedicationIntent, OperationKind, Procedure, Rhythm};
use super::quantity::Quantity;
use super::substance::{Class, Substance};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intensity {
    Prophylactic,
    Treatment,
    /// Nobody tells: asked, and read as treatment wherever time counts.
    Unknown,
}

impl Intensity {
    pub fn id(self) -> &'static str {
        match self {
            Intensity::Prophylactic => "prophylactic",
            Intensity::Treatment => "therapeutic",
            Intensity::Unknown => "unknown",
        }
    }
}

/// Whether a drug at treatment dose protects (§5.8 "Effective").
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// It works; `until`: and ends then, where it was stopped. `overdue`: the next dose is late.
    Works { until: Option<Instant>, overdue: bool },
    /// A vitamin K antagonist that runs, below the lower end of its range.
    TooLittle,
    /// Nobody can tell until this is known.
    Unknown(&'static str),
    /// No longer.
    Over,
}

/// The first moment for a dose of another drug, or of the same one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NotBefore {
    Now,
    /// It may lie behind.
    At(Instant),
    /// Until this is known: `last_dose`, `inr`, `aptt`, or `CI_THERAPEUTIC_AC` until a physician says.
    Waits(&'static str),
}

/// One anticoagulant on record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnBoard {
    /// The fact that tells of it, by index.
    pub fact: usize,
    pub substance: &'static Substance,
    pub intensity: Intensity,
    /// Neither stopped nor on hold.
    pub running: bool,
    pub last_dose: Option<Instant>,
    /// When the next dose is or was due.
    pub next_due: Option<Instant>,
    pub effect: Effect,
    pub not_before: NotBefore,
    dose: Option<Given>,
    rhythm: Option<Rhythm>,
    /// Told to be prophylactic or treatment, whatever it is read as.
    intent: Option<MedicationIntent>,
}

impl OnBoard {
    /// The dose in this unit, where it is told in it.
    pub fn amount(&self, unit: DoseUnit) -> Option<f64> {
        self.dose.filter(|dose| dose.unit == unit).map(|dose| dose.amount)
    }

    pub fn rhythm(&self) -> Option<Rhythm> {
        self.rhythm
    }

    /// What the host says that it is given for, whatever it is read as.
    pub fn intent(&self) -> Option<MedicationIntent> {
        self.intent
    }
}

/// Everything on board, in the order of the record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blood {
    pub all: Vec<OnBoard>,
}

impl Blood {
    /// Reads the chart as of `at`.
    pub fn of(chart: &Chart, at: Instant) -> Blood {
        let mut all = vec![];
        for (fact, medication) in chart.all_medications() {
            if let Some(substance) = medication.substance().filter(|substance| substance.class.anticoagulates()) {
                all.push(on_board(fact, medication, substance, chart, at));
            }
        }
        Blood { all }
    }

    /// Those at treatment dose: running, or stopped and not known to be out of the blood.
    pub fn treatments(&self) -> impl Iterator<Item = &OnBoard> {
        self.all.iter().filter(|drug| drug.intensity != Intensity::Prophylactic)
    }

    /// A vitamin K antagonist on record whose effect is not over.
    pub fn vka(&self) -> Option<&OnBoard> {
        self.all.iter().find(|drug| drug.substance.class == Class::Vka && drug.effect != Effect::Over)
    }

    /// Running at prophylactic dose.
    pub fn prophylaxis(&self) -> impl Iterator<Item = &OnBoard> {
        self.all.iter().filter(|drug| drug.running && drug.intensity == Intensity::Prophylactic)
    }

    /// What the first dose of any drug waits for: every name once.
    pub fn waits(&self) -> Vec<&'static str> {
        let mut all = vec![];
        for drug in &self.all {
            if let NotBefore::Waits(lacks) = drug.not_before
                && !all.contains(&lacks)
            {
                all.push(lacks);
            }
        }
        all
    }

    /// The latest of all moments before which no dose may be given, and the drug that it is for.
    pub fn free_from(&self) -> Option<(Instant, &OnBoard)> {
        let at = |drug: &OnBoard| match drug.not_before {
            NotBefore::At(when) => Some(when),
            NotBefore::Now | NotBefore::Waits(_) => None,
        };
        self.all.iter().filter_map(|drug| Some((at(drug)?, drug))).max_by_key(|(when, _)| *when)
    }
}

/// THA or TKA that ended within the last 38 days: the only prevention that a DOAC is licensed for here.
fn after_joint_replacement(chart: &Chart, at: Instant) -> bool {
    let replaced = |procedure: Option<Procedure>, kind: OperationKind| {
        matches!(procedure, Some(Procedure::Tha | Procedure::Tka)) || procedure.is_none() && kind == OperationKind::ElectiveArthroplasty
    };
    chart.operations().chain(chart.former_operations()).any(|(_, operation)| {
        replaced(operation.procedure, operation.kind)
            && operation.is_done(at)
            && operation.ends_at().is_some_and(|ended| at - ended <= TimeDelta::days(38))
    })
}

/// The prophylactic single doses of a drug (§5.4), the largest last, in the unit that the host tells.
fn prophylactic_doses(id: &str, unit: DoseUnit) -> &'static [f64] {
    match (id, unit) {
        ("enoxaparin", DoseUnit::Mg) => &[20.0, 30.0, 40.0],
        ("enoxaparin", DoseUnit::Iu) => &[2000.0, 3000.0, 4000.0],
        ("nadroparin", DoseUnit::Ml) => &[0.6],
        // 0.6 mL are 5700 EP or 6150 WHO units: the label in the box decides which are meant.
        ("nadroparin", DoseUnit::Iu) => &[6150.0],
        ("dalteparin", DoseUnit::Iu) => &[2500.0, 5000.0],
        ("heparin", DoseUnit::Iu) => &[5000.0],
        ("fondaparinux", DoseUnit::Mg) => &[1.5, 2.5],
        ("rivaroxaban", DoseUnit::Mg) => &[10.0],
        ("apixaban", DoseUnit::Mg) => &[2.5],
        ("dabigatran", DoseUnit::Mg) => &[75.0, 110.0, 150.0, 220.0],
        _ => &[],
    }
}

/// What a dose says by itself: more than is given for prevention, or one of the doses that are.
fn by_dose(medication: &Medication, substance: &Substance) -> Option<Intensity> {
    let dose = medication.dose?;
    let doses = prophylactic_doses(substance.id, dose.unit);
    let largest = doses.last()?;
    // Nadroparin goes by weight after an operation on a hip or knee: any volume up to the largest.
    let listed = || substance.id == "nadroparin" || doses.iter().any(|listed| (dose.amount - listed).abs() < 1e-9);
    if dose.amount > largest + 1e-9 { Some(Intensity::Treatment) } else { listed().then_some(Intensity::Prophylactic) }
}

fn intensity(medication: &Medication, substance: &Substance, chart: &Chart, at: Instant) -> Intensity {
    let by_dose = by_dose(medication, substance);
    let told = match medication.intent {
        Some(MedicationIntent::Prophylactic) => Some(Intensity::Prophylactic),
        Some(MedicationIntent::Therapeutic) => Some(Intensity::Treatment),
        None => None,
    };
    match substance.class {
        Class::Vka => Intensity::Treatment,
        _ if matches!(substance.id, "argatroban" | "bivalirudin" | "desirudin") => Intensity::Treatment,
        _ if medication.rhythm == Some(Rhythm::Continuous) => Intensity::Treatment,
        Class::Doac if !after_joint_replacement(chart, at) => match (substance.id, medication.dose) {
            // 2.5 mg is a dose of arterial disease: asked.
            ("rivaroxaban", Some(Given { amount, unit: DoseUnit::Mg })) if amount <= 2.5 => Intensity::Unknown,
            _ => Intensity::Treatment,
        },
        // Its prophylactic dose is once daily; twice daily is that of atrial fibrillation and treatment.
        Class::Doac if substance.id == "dabigatran" && medication.rhythm == Some(Rhythm::Every12h) => Intensity::Treatment,
        _ if by_dose == Some(Intensity::Treatment) => Intensity::Treatment,
        _ => told.or(by_dose).unwrap_or(Intensity::Unknown),
    }
}

/// An anticoagulant of which the specification (5.8) gives neither doses nor hours: a physician says what it is.
fn has_no_figures(substance: &Substance) -> bool {
    substance.id == "betrixaban" || substance.class == Class::Anticoagulant && !matches!(substance.id, "argatroban" | "bivalirudin")
}

/// An infusion of heparin.
fn is_infusion(medication: &Medication, class: Class) -> bool {
    class == Class::Ufh && medication.rhythm == Some(Rhythm::Continuous)
}

fn hours(hours: i64) -> TimeDelta {
    TimeDelta::hours(hours)
}

/// Hours between two doses where the host tells neither the next one nor a frequency.
fn usual_interval(substance: &Substance) -> i64 {
    match (substance.id, substance.class) {
        ("apixaban" | "dabigatran", _) => 12,
        (_, Class::Ufh) => 12,
        _ => 24,
    }
}

fn interval(medication: &Medication, substance: &Substance, last: Option<Instant>) -> TimeDelta {
    if let (Some(last), Some(next)) = (last, medication.next_due_at)
        && (hours(6)..=hours(36)).contains(&(next - last))
    {
        return next - last;
    }
    match medication.rhythm {
        Some(Rhythm::Daily) => hours(24),
        Some(Rhythm::Every12h) => hours(12),
        Some(Rhythm::Every8h) => hours(8),
        Some(Rhythm::Continuous) | None => hours(usual_interval(substance)),
    }
}

fn on_board(fact: usize, medication: &Medication, substance: &'static Substance, chart: &Chart, at: Instant) -> OnBoard {
    let running = medication.is_current(at);
    let stopped = medication.stopped_at.filter(|stopped| *stopped <= at);
    let last_dose = medication.last_dose_at.or(stopped);
    let interval = interval(medication, substance, last_dose);
    let intensity = intensity(medication, substance, chart, at);
    let next_due = last_dose.filter(|_| substance.class != Class::Vka && !is_infusion(medication, substance.class)).map(|last| last + interval);
    let mut drug = OnBoard {
        fact,
        substance,
        intensity,
        running,
        last_dose,
        next_due,
        effect: Effect::Over,
        not_before: NotBefore::Now,
        dose: medication.dose,
        rhythm: medication.rhythm,
        intent: medication.intent,
    };
    drug.effect = effect(&drug, medication, interval, chart, at);
    drug.not_before = not_before(&drug, medication, interval, chart, at);
    drug
}

/// The INR that counts, where it is not older than `oldest` hours.
fn fresh_inr(chart: &Chart, at: Instant, oldest: i64) -> Option<f64> {
    let inr = chart.measured(Quantity::Inr)?;
    let fresh = chart.since(inr.from[0]).map_or(chart.untimed_are_recent && oldest >= 72, |measured| at - measured <= hours(oldest));
    fresh.then_some(inr.value)
}

fn effect(drug: &OnBoard, medication: &Medication, interval: TimeDelta, chart: &Chart, at: Instant) -> Effect {
    if drug.substance.class == Class::Vka {
        let (low, _) = chart.inr_target();
        return match fresh_inr(chart, at, 72) {
            Some(inr) if inr >= low => Effect::Works { until: None, overdue: false },
            Some(_) if drug.running => Effect::TooLittle,
            Some(_) => Effect::Over,
            None => Effect::Unknown("inr"),
        };
    }
    if is_infusion(medication, drug.substance.class) || matches!(drug.substance.id, "argatroban" | "bivalirudin") {
        return if drug.running { Effect::Works { until: None, overdue: false } } else { Effect::Over };
    }
    if has_no_figures(drug.substance) {
        return Effect::Unknown("CI_THERAPEUTIC_AC");
    }
    match (drug.running, drug.last_dose) {
        (true, None) => Effect::Works { until: None, overdue: false },
        (true, Some(last)) if at - last > interval * 2 => match chart.still_given {
            Some(true) => Effect::Works { until: None, overdue: true },
            Some(false) => Effect::Over,
            None => Effect::Unknown("last_dose"),
        },
        (true, Some(last)) => Effect::Works { until: None, overdue: at - last > interval },
        (false, Some(last)) if at < last + interval => Effect::Works { until: Some(last + interval), overdue: false },
        (false, Some(_)) => Effect::Over,
        (false, None) => Effect::Unknown("last_dose"),
    }
}

/// Before the first prophylactic dose of another drug, or the next of the same one (the table of §5.8).
fn not_before(drug: &OnBoard, medication: &Medication, interval: TimeDelta, chart: &Chart, at: Instant) -> NotBefore {
    let after = |gap: TimeDelta| drug.last_dose.map_or(NotBefore::Waits("last_dose"), |last| NotBefore::At(last + gap));
    match (drug.substance.id, drug.substance.class) {
        // A vitamin K antagonist is out of the blood when the INR says so.
        (_, Class::Vka) => match fresh_inr(chart, at, 24) {
            Some(inr) if inr < 1.5 => NotBefore::Now,
            _ => NotBefore::Waits("inr"),
        },
        ("argatroban" | "bivalirudin", _) if drug.running => NotBefore::Waits("CI_THERAPEUTIC_AC"),
        ("argatroban" | "bivalirudin", _) => match medication.stopped_at {
            Some(stopped) => NotBefore::At(stopped + hours(4)),
            None => NotBefore::Waits("last_dose"),
        },
        (_, Class::Ufh) if is_infusion(medication, Class::Ufh) => match medication.stopped_at.filter(|_| !drug.running) {
            None => NotBefore::Waits("CI_THERAPEUTIC_AC"),
            Some(_) if medication.for_bleeding => NotBefore::Waits("CI_ACTIVE_BLEED"),
            Some(stopped) if high_aptt(chart, stopped) => NotBefore::Waits("aptt"),
            Some(stopped) => NotBefore::At(stopped + hours(4)),
        },
        ("dabigatran", _) if chart.creatinine_clearance(at).is_none_or(|clearance| clearance.value < 30.0) => after(interval.max(hours(24))),
        _ if has_no_figures(drug.substance) => NotBefore::Waits("CI_THERAPEUTIC_AC"),
        _ => after(interval),
    }
}

/// The APTT that counts is high, or nobody knows it since the infusion was stopped.
fn high_aptt(chart: &Chart, stopped: Instant) -> bool {
    // As without a limit of the laboratory (§8 row 30).
    const HIGH_S: f64 = 60.0;
    let since = chart.measured(Quantity::Aptt).filter(|aptt| chart.since(aptt.from[0]) >= Some(stopped));
    since.is_none_or(|aptt| aptt.value > HIGH_S)
}
