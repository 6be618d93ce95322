//! What the chart gives of an episode, so that nobody enters it: age, sex, weight, laboratory, pressures, what is in the blood,
//! needles, operations, and the rows of core's contraindications that stand as yes. It only ever adds a "yes" or a value: that
//! the chart does not tell of something is never a "no" to a question of the gates.

use chrono::TimeDelta;

use super::coarse::{Gravidity, Kind};
use super::facts::{EpisodeFacts, InBlood, LabValue, LoneDiastolic, PressureReading, WeightFact, WeightSource};
use super::history::{Heard, HistoryFacts, LysisReason, Past, PlateletAlert};
use crate::clinical::alerts::alerts;
use crate::clinical::blood::Blood;
use crate::clinical::chart::{Allergen, Chart, Class, FactValue, Instant, LysisFor};
use crate::clinical::formulary::Drug;
use crate::clinical::quantity::Quantity;
use crate::clinical::substance::{Grade, Recognised};

/// Readings of the chart count as vital signs of an episode from this long before the suspicion on (D; the gate on the pressure
/// asks again after as long).
const VITALS_COUNT: TimeDelta = TimeDelta::minutes(60);

/// What the chart gives, and which readings it has.
#[derive(Clone, Debug)]
pub struct ChartGiven {
    pub facts: EpisodeFacts,
    /// Breathing rate, saturation and temperature, measured for this episode.
    pub breathing: bool,
    pub saturation: bool,
    pub temperature: bool,
    /// When a fall of haemoglobin raised an alert that no core answer has settled.
    pub haemoglobin_alert_at: Option<Instant>,
    /// Drugs that the patient is allergic to, beside the heparins as a class: out of stock for this patient.
    pub not_these: Vec<Drug>,
}

/// The facts of an episode as far as `chart` tells them at `at`; nothing later than that is seen.
pub fn given(chart: &Chart, kind: Kind, suspected_at: Instant, at: Instant) -> ChartGiven {
    let chart = &*chart.as_of(at);
    let mut facts = EpisodeFacts::begun(kind, suspected_at);
    let value = |quantity: Quantity| {
        let known = chart.measured(quantity)?;
        Some(LabValue { value: known.value, at: chart.since(known.from[0])? })
    };
    let person = &mut facts.person;
    person.age = chart.age(at).map(|age| age.value as u32);
    person.sex = chart.sex();
    person.height_cm = chart.measured(Quantity::Height).map(|known| known.value);
    // How a weight on record was had nobody tells: as one told by "a record with its date" (G18).
    person.weight = value(Quantity::Weight).map(|weight| WeightFact { kg: weight.value, from: WeightSource::ByWord, at: weight.at, doubtful: false });
    let labs = &mut facts.labs;
    labs.platelets = value(Quantity::Platelets);
    labs.inr = value(Quantity::Inr);
    // As old as the older of what it rests on that is a value of the laboratory.
    labs.clearance = chart.creatinine_clearance(at).and_then(|known| {
        let measured = chart.measured(Quantity::Creatinine).or(chart.measured(Quantity::Crcl))?;
        Some(LabValue { value: known.value, at: chart.since(measured.from[0])? })
    });
    let recent = |fact: usize| chart.since(fact).filter(|measured| *measured >= suspected_at - VITALS_COUNT);
    let mut lows: Vec<(Instant, f64)> = chart.readings(Quantity::Dbp).filter_map(|(fact, value)| Some((recent(fact)?, value))).collect();
    lows.dedup_by_key(|(at, _)| *at);
    for (fact, systolic) in chart.readings(Quantity::Sbp) {
        let Some(measured) = recent(fact) else { continue };
        let diastolic = lows.iter().find(|(at, _)| *at == measured).map(|(_, diastolic)| *diastolic);
        // A lone systolic value completes no reading, but one that forbids or makes unstable is not lost: below 90 and from 180 on the
        // other value decides nothing more.
        let decides = (!(90.0..180.0).contains(&systolic)).then_some(0.0);
        if let Some(diastolic) = diastolic.or(decides) {
            facts.vitals.pressures.push(PressureReading { systolic, diastolic, at: measured });
        }
    }
    for (low_at, diastolic) in &lows {
        if !chart.readings(Quantity::Sbp).any(|(fact, _)| recent(fact) == Some(*low_at)) {
            facts.vitals.lone_diastolics.push(LoneDiastolic { diastolic: *diastolic, at: *low_at });
        }
    }
    let measured = |quantity| chart.readings(quantity).any(|(fact, _)| recent(fact).is_some());
    facts.vitals.pulse_known = measured(Quantity::HeartRate);
    let (breathing, saturation, temperature) = (measured(Quantity::RespiratoryRate), measured(Quantity::Spo2), measured(Quantity::Temperature));

    let blood = Blood::of(chart, at);
    let effective = blood.all.iter().filter(|drug| drug.substance.class.anticoagulates());
    facts.blood = effective.map(InBlood::of).collect();
    let history = &mut facts.history;
    if !facts.blood.is_empty() {
        history.anticoagulant = Heard::Yes;
    }
    medicines(chart, at, history, &mut facts.labs.count_may_fall);
    history.needles = chart.neuraxials().map(|(_, needle)| *needle).collect();
    if !history.needles.is_empty() {
        history.needle = Heard::Yes;
    }
    // Of unknown size is major (G8).
    let ended = chart.operations().filter(|(_, operation)| operation.is_done(at)).map(|(_, operation)| operation.ends_at());
    history.major_operation = match ended.max_by_key(|ended| ended.is_none()) {
        Some(None) => Past::TimeNotTold,
        Some(Some(_)) => chart
            .operations()
            .filter(|(_, operation)| operation.is_done(at))
            .filter_map(|(_, operation)| operation.ends_at())
            .max()
            .map_or(Past::Unasked, Past::At),
        None => Past::Unasked,
    };
    history.operation_planned_at = chart
        .operations()
        .filter(|(_, operation)| !operation.is_done(at))
        .filter_map(|(_, operation)| operation.at)
        .filter(|planned| *planned >= at)
        .min();
    if chart.dialysis(at).is_some() || chart.renal_failure {
        history.dialysis = Heard::Yes;
    }
    let mut haemoglobin_alert_at = None;
    for alert in alerts(chart, &blood, &[], at).iter().filter(|alert| !alert.answered) {
        match alert.id {
            "AL_PLT_HIT" => history.platelet_alert = PlateletAlert::Hit,
            "AL_PLT_AMBER" if history.platelet_alert == PlateletAlert::None => history.platelet_alert = PlateletAlert::Amber,
            "AL_HB_FALL" | "AL_HB_LOW" => {
                history.haemoglobin_alert = true;
                haemoglobin_alert_at = haemoglobin_alert_at.max(alert.at.or(Some(at)));
            }
            _ => {}
        }
    }
    let mut not_these = vec![];
    for (_, fact) in chart.asserted() {
        match &fact.value {
            FactValue::Contraindication { id, said } if said.value == Some(true) && said.until.is_none_or(|until| until > at) => {
                stands(id, said.at.or(fact.at), &mut facts);
            }
            FactValue::Allergy { to, .. } => allergic(to, &mut facts.history, &mut not_these),
            _ => {}
        }
    }
    ChartGiven { facts, breathing, saturation, temperature, haemoglobin_alert_at, not_these }
}

fn medicines(chart: &Chart, at: Instant, history: &mut HistoryFacts, count_may_fall: &mut bool) {
    for (_, medicine) in chart.all_medications() {
        let current = medicine.is_current(at);
        let lately =
            |days: i64| current || [medicine.stopped_at, medicine.last_dose_at].into_iter().flatten().any(|last| at - last <= TimeDelta::days(days));
        if matches!(medicine.taken, Recognised::Unrecognised) && current {
            history.unrecognised_medication = true;
        }
        let Some(substance) = medicine.substance() else { continue };
        match substance.class {
            Class::Ufh | Class::Lmwh => {
                if lately(100) {
                    history.heparin_100_days = Heard::Yes;
                }
                if lately(30) {
                    *count_may_fall = true;
                    history.low_count_cause = Heard::Yes;
                }
            }
            Class::Antiplatelet | Class::Nsaid => history.antiplatelet_or_nsaid |= current,
            Class::Gp2b3a if lately(1) => history.gp2b3a = Heard::Yes,
            Class::Inhibitor | Class::Inducer if current && substance.grade == Some(Grade::Strong) => {
                history.interaction = Heard::Yes;
            }
            Class::Thrombolytic => {
                history.lysis = medicine.last_dose_at.or(medicine.stopped_at).map_or(Past::TimeNotTold, Past::At);
                // "Other" of the chart is not told to be of PE or not.
                history.lysis_reason = if medicine.lysis_for == Some(LysisFor::Stroke) { LysisReason::Stroke } else { LysisReason::NotTold };
            }
            _ => {}
        }
    }
}

fn allergic(to: &Allergen, history: &mut HistoryFacts, not_these: &mut Vec<Drug>) {
    match to {
        Allergen::Heparins => history.heparin_allergy = Heard::Yes,
        Allergen::Drug(id) => not_these.extend(Drug::named(id)),
        // Somebody asked, and there is none.
        Allergen::None if history.heparin_allergy == Heard::Unasked => history.heparin_allergy = Heard::No,
        Allergen::Unrecognised => history.unrecognised_allergy = true,
        Allergen::None | Allergen::Irrelevant => {}
    }
}

/// A row of core's contraindications that stands: the question of the gates that it answers with yes.
pub fn stands(id: &str, since: Option<Instant>, facts: &mut EpisodeFacts) {
    let history = &mut facts.history;
    let past = |held: &mut Past| *held = since.map_or(Past::TimeNotTold, Past::At);
    match id {
        "CI_ACTIVE_BLEED" => history.bleeding = Heard::Yes,
        "CI_CNS_BLEED" => past(&mut history.intracranial_bleed),
        "CI_NEURO_EYE_OP" => history.neuro_eye_operation = Heard::Yes,
        "CI_LYSIS_24H" if history.lysis == Past::Unasked => past(&mut history.lysis),
        "CI_HIT_ACUTE" => history.hit_acute = Heard::Yes,
        "CI_HIT" => history.hit_past = Heard::Yes,
        "CI_COAG" => history.bleeding_disorder = Heard::Yes,
        "CI_HIGH_BLEED_OP" => history.high_bleeding_operation = Heard::Yes,
        "CI_VARICES" | "CI_VASC_LESION" => history.vessel_lesion = Heard::Yes,
        "CI_ENDOCARDITIS" => history.label_lesion = Heard::Yes,
        "CI_FALL_HEAD" => history.fall_risk = true,
        "CI_ALLERGY" => history.heparin_allergy = Heard::Yes,
        "CI_DOAC_APS" => history.antiphospholipid = Heard::Yes,
        "CI_DOAC_DDI" => history.interaction = Heard::Yes,
        "CI_PREGNANCY" => facts.person.gravidity = Gravidity::Yes,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::chart::Fact;

    /// A systolic value without the other one completes no reading; where it alone makes unstable or forbids, it counts.
    #[test]
    fn a_lone_pressure_that_decides_is_not_lost() {
        let at = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        for (systolic, counts) in [(89.9, true), (90.0, false), (179.9, false), (180.0, true)] {
            let told = Fact { at: Some(at), ..Fact::of(FactValue::Measured(Quantity::Sbp, systolic)) };
            let chart = Chart { facts: vec![told], ..Chart::default() };
            let pressures = given(&chart, Kind::Pe, at, at).facts.vitals.pressures;
            assert_eq!(pressures.iter().any(|reading| reading.systolic == systolic), counts, "{systolic}");
        }
    }

    /// A diastolic value alone forbids where it is high, and completes nothing: whether the patient is stable stays unknown.
    #[test]
    fn a_lone_diastolic_that_forbids_is_not_lost_and_makes_nobody_stable() {
        use crate::clinical::pathway::coarse::Stability;
        use crate::clinical::pathway::evaluate::evaluate;
        use crate::clinical::pathway::settings::ChannelSettings;
        use crate::clinical::pathway::tiers::Tier;
        let at: Instant = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        let told =
            |minutes: i64, quantity, value| Fact { at: Some(at + TimeDelta::minutes(minutes)), ..Fact::of(FactValue::Measured(quantity, value)) };
        let fires = |facts: Vec<Fact>| {
            let now = at + TimeDelta::minutes(10);
            let mut facts = given(&Chart { facts, ..Chart::default() }, Kind::Pe, at, now).facts;
            facts.tests.limb_threat = crate::clinical::pathway::coarse::Sign::No;
            let step = evaluate(&facts, &ChannelSettings::of(Tier::County), now);
            assert_eq!(step.coarse.vitals, Stability::Unknown);
            let of: Vec<&str> = step.gates.fired.iter().map(|fired| fired.row.id).filter(|id| id.starts_with("g10")).collect();
            of
        };
        assert_eq!(fires(vec![told(1, Quantity::Dbp, 120.0)]), ["g10_230", "g10_unmeasured"]);
        assert_eq!(fires(vec![told(1, Quantity::Dbp, 119.0)]), ["g10_180", "g10_unmeasured"]);
        assert_eq!(fires(vec![told(1, Quantity::Dbp, 109.0)]), ["g10_unmeasured"]);
        assert_eq!(fires(vec![told(1, Quantity::Dbp, 125.0), told(2, Quantity::Dbp, 80.0)]), ["g10_unmeasured"], "the latest");
        let paired = vec![told(1, Quantity::Dbp, 125.0), told(2, Quantity::Sbp, 130.0), told(2, Quantity::Dbp, 80.0)];
        assert_eq!(fires(paired), [] as [&str; 0], "a reading since");
    }
}
