//! Falling counts (core specification §5.7): platelets and haemoglobin of the stay read as series. Each alert says what fell
//! from where to where, and whether a person has answered it since; what is held meanwhile is the judgement's.
//!
//! A value without a time may be of any time: it counts among those that a fall is measured from.

use chrono::TimeDelta;

use super::blood::Blood;
use super::chart::{Chart, Instant, Said};
use super::quantity::Quantity;
use super::said::{denied_at, said};
use super::source::{Mark, Mark::D, Mark::V, Mark::V2};
use super::substance::Class;
use crate::text::{Text, text};

#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    pub id: &'static str,
    pub label: Text,
    /// What fell; `None` where a thrombosis on heparin raises the alert without a fall.
    pub quantity: Option<Quantity>,
    /// In the canonical unit; equal to `to` where nothing fell.
    pub from: f64,
    pub to: f64,
    /// When the value was measured, or the thrombosis confirmed.
    pub at: Option<Instant>,
    /// A person has answered it, and nothing that asks again has happened since.
    pub answered: bool,
    pub marks: &'static [Mark],
}

const HIT_MARKS: &[Mark] = &[
    V("4TGC"),
    V("HIT18"),
    V("FONFDA"),
    V2("UFHUS"),
    V2("LOVUS"),
    V2("DALCN"),
    D(text!(
        "<100仅在基线≥100时报警；停药30天内仍计；何为已答复",
        "<100 only from a baseline of 100; up to 30 days after the last dose; what answers it"
    )),
];
const AMBER_MARKS: &[Mark] = &[V("4TGC"), D(text!("24小时内复查并评4Ts，用药不停", "count and 4Ts again within 24 h, the drug goes on"))];
const FALL_MARKS: &[Mark] = &[
    V("ISTHMB"),
    V("CG92"),
    V2("TKAHB"),
    D(text!("基线的取法；跨手术者≥40 g/L；何为已答复", "the baseline; 40 g/L across an operation; what answers it")),
];
const LOW_MARKS: &[Mark] = &[D(text!("血红蛋白<70 g/L即报警", "an alert below 70 g/L"))];

/// Absorbs binary fractions: 200 × 0.7.
const HAIR: f64 = 1e-9;

/// A value and when it was measured.
type Value = (Option<Instant>, f64);

/// Every alert that stands, by the chart as of `at` and what was said of `CI_HIT_ACUTE`, `CI_ACUTE_VTE` and
/// `CI_ACTIVE_BLEED`. Only a person's "no" answers one.
pub fn alerts(chart: &Chart, blood: &Blood, persons: &[(&'static str, Said)], at: Instant) -> Vec<Alert> {
    let mut all = vec![];
    all.extend(platelets(chart, persons, at));
    all.extend(haemoglobin(chart, blood, persons, at));
    all
}

/// A fall of haemoglobin has reopened active bleeding: no answer given before it holds (T8).
pub fn bleeding_reopened(chart: &Chart, blood: &Blood, persons: &[(&'static str, Said)], at: Instant) -> bool {
    haemoglobin(chart, blood, persons, at).iter().any(|alert| !alert.answered)
}

/// No older "no" of a form holds: an alert reopened it, or came after it and was confirmed by a yes (T8).
pub fn denial_is_over(chart: &Chart, blood: &Blood, persons: &[(&'static str, Said)], at: Instant) -> bool {
    let alerts = haemoglobin(chart, blood, persons, at);
    alerts.iter().any(|alert| !alert.answered) || !alerts.is_empty() && is_said(chart, persons, "CI_ACTIVE_BLEED", at)
}

/// Platelets below 100 after a fall from 100 or more since any anticoagulant on record began (CI_FON_PLT).
pub fn fell_on_anticoagulant(chart: &Chart, blood: &Blood) -> bool {
    let Some(since) = blood.all.iter().map(|drug| chart.since(drug.fact)).min() else { return false };
    Fall::of(&values(chart, Quantity::Platelets), since).is_some_and(|fall| fall.crosses_100())
}

/// A person or the host says that it is so.
fn is_said(chart: &Chart, persons: &[(&'static str, Said)], id: &str, at: Instant) -> bool {
    said(chart, persons, id, at).is_some_and(|said| said.value == Some(true))
}

fn values(chart: &Chart, quantity: Quantity) -> Vec<Value> {
    chart.series(quantity).into_iter().map(|(fact, value)| (chart.since(fact), value)).collect()
}

/// What was known when an answer was given. A value without a time may have come since, unless the answer is of now.
fn known_by(values: &[Value], answered: Instant, at: Instant) -> Vec<Value> {
    values.iter().filter(|(measured, _)| measured.map_or(answered >= at, |measured| measured <= answered)).copied().collect()
}

fn is_before(measured: Option<Instant>, since: Option<Instant>) -> bool {
    measured.zip(since).is_some_and(|(measured, since)| measured < since)
}

/// A fall of platelets from the highest of the last count before a moment and all counts since.
struct Fall {
    from: f64,
    to: f64,
    at: Option<Instant>,
}

impl Fall {
    /// `since` of `None`: nobody told when it began, so that all counts are since. No fall where the latest is from before.
    fn of(values: &[Value], since: Option<Instant>) -> Option<Fall> {
        let (at, to) = *values.last()?;
        if is_before(at, since) {
            return None;
        }
        let baseline = values.iter().rev().find(|(measured, _)| is_before(*measured, since));
        let counted = values.iter().filter(|(measured, _)| !is_before(*measured, since)).chain(baseline);
        Some(Fall { from: counted.map(|(_, value)| *value).fold(to, f64::max), to, at })
    }

    fn reaches(&self, part: f64) -> bool {
        self.from - self.to >= self.from * part - HAIR
    }

    fn crosses_100(&self) -> bool {
        self.from >= 100.0 && self.to < 100.0
    }

    fn alarms(&self) -> bool {
        self.reaches(0.5) || self.crosses_100()
    }
}

/// AL_PLT_HIT, else AL_PLT_AMBER.
fn platelets(chart: &Chart, persons: &[(&'static str, Said)], at: Instant) -> Option<Alert> {
    let exposures = || chart.all_medications().filter(|(_, medication)| counts_for_hit(medication, at));
    // Of several the first; `None` is the least: one whose beginning nobody told began before all counts.
    let since = exposures().map(|(fact, _)| chart.since(fact)).min()?;
    let counts = values(chart, Quantity::Platelets);
    let fall = Fall::of(&counts, since).filter(|fall| fall.reaches(0.3) || fall.crosses_100());
    let heparin = exposures().filter(|(_, medication)| medication.is_heparin()).filter_map(|(fact, _)| chart.since(fact)).min();
    let thrombosis = heparin.and_then(|began| thrombosis_since(chart, persons, began, at));
    let alarm = fall.as_ref().filter(|fall| fall.alarms());
    if alarm.is_none() && thrombosis.is_none() {
        return fall.map(|fall| Alert {
            id: "AL_PLT_AMBER",
            label: text!(
                "用药期间血小板下降30%至<50%：24小时内复查血小板并评4Ts",
                "Platelets fell by 30 to below 50 % on treatment: count again and score the 4Ts within 24 h"
            ),
            quantity: Some(Quantity::Platelets),
            from: fall.from,
            to: fall.to,
            at: fall.at,
            answered: false,
            marks: AMBER_MARKS,
        });
    }
    let answered = is_said(chart, persons, "CI_HIT_ACUTE", at)
        || denied_at(persons, "CI_HIT_ACUTE", at)
            .is_some_and(|answered| settles_hit(answered, &known_by(&counts, answered, at), since, alarm, thrombosis));
    let to = counts.last().map_or(0.0, |(_, value)| *value);
    Some(match alarm {
        Some(fall) => Alert {
            id: "AL_PLT_HIT",
            label: text!(
                "用药期间血小板下降≥50%，或自≥100降至<100×10⁹/L：停一切肝素（含冲管）和磺达肝癸钠，评4Ts，联系血液科",
                "Platelets fell by 50 % or more, or from 100 or more to below 100×10⁹/L, on treatment: hold all heparin (flushes too) and fondaparinux, score the 4Ts, call haematology"
            ),
            quantity: Some(Quantity::Platelets),
            from: fall.from,
            to: fall.to,
            at: fall.at,
            answered,
            marks: HIT_MARKS,
        },
        None => Alert {
            id: "AL_PLT_HIT",
            label: text!(
                "用肝素≥5天后新确诊血栓：停一切肝素（含冲管）和磺达肝癸钠，评4Ts，联系血液科",
                "New thrombosis confirmed on heparin begun 5 days ago or more: hold all heparin (flushes too) and fondaparinux, score the 4Ts, call haematology"
            ),
            quantity: None,
            from: to,
            to,
            at: thrombosis,
            answered,
            marks: HIT_MARKS,
        },
    })
}

/// Heparin in whatever form, or fondaparinux: running, or ended at most 30 days ago.
fn counts_for_hit(medication: &super::chart::Medication, at: Instant) -> bool {
    let ended = medication.stopped_at.or(medication.last_dose_at);
    (medication.is_heparin() || medication.class() == Class::Fondaparinux)
        && (medication.is_current(at) || ended.is_none_or(|ended| at - ended <= TimeDelta::days(30)))
}

/// When a thrombosis was confirmed on heparin that had begun at least five days before.
fn thrombosis_since(chart: &Chart, persons: &[(&'static str, Said)], began: Instant, at: Instant) -> Option<Instant> {
    let confirmed = said(chart, persons, "CI_ACUTE_VTE", at).filter(|answer| answer.value == Some(true))?;
    let when = confirmed.at.unwrap_or(at);
    (when - began >= TimeDelta::days(5)).then_some(when)
}

/// A "no" (4Ts below 4) given while the alert stood settles it until a count that is lower by a fifth, a fall that first
/// reaches a half, or a new thrombosis.
fn settles_hit(answered: Instant, seen: &[Value], since: Option<Instant>, alarm: Option<&Fall>, thrombosis: Option<Instant>) -> bool {
    let seen = Fall::of(seen, since);
    let stood = seen.as_ref().is_some_and(Fall::alarms) || thrombosis.is_some_and(|when| when <= answered);
    let is_new_fall = |fall: &Fall| seen.as_ref().is_none_or(|seen| fall.to <= seen.to * 0.8 + HAIR || fall.reaches(0.5) && !seen.reaches(0.5));
    stood && !alarm.is_some_and(is_new_fall) && thrombosis.is_none_or(|when| when <= answered)
}

/// AL_HB_FALL and AL_HB_LOW.
fn haemoglobin(chart: &Chart, blood: &Blood, persons: &[(&'static str, Said)], at: Instant) -> Vec<Alert> {
    let mut all = vec![];
    let Some(latest) = chart.measured(Quantity::Haemoglobin) else { return all };
    if blood.all.is_empty() && latest.value >= LOW_HB {
        return all;
    }
    let counts = values(chart, Quantity::Haemoglobin);
    let operated = chart.operations().chain(chart.former_operations()).filter(|(_, operation)| operation.is_done(at));
    let stay = Stay {
        first_dose: blood.all.iter().map(|drug| chart.since(drug.fact)).min(),
        operated: operated.filter_map(|(_, operation)| operation.ends_at().filter(|ended| *ended <= at)).max(),
    };
    let is_said = is_said(chart, persons, "CI_ACTIVE_BLEED", at);
    let denied = denied_at(persons, "CI_ACTIVE_BLEED", at);
    let measured = chart.since(latest.from[0]);
    let mut add = |id, label, from, marks, stands: &dyn Fn(&[Value], Instant) -> bool| {
        let settles = |answered: Instant| {
            let seen = known_by(&counts, answered, at);
            stands(&seen, answered) && seen.last().is_some_and(|(_, seen)| latest.value > seen - ASKED_AGAIN + HAIR)
        };
        let answered = is_said || denied.is_some_and(settles);
        all.push(Alert { id, label, quantity: Some(Quantity::Haemoglobin), from, to: latest.value, at: measured, answered, marks });
    };
    if let Some(from) = stay.fell_from(&counts, at) {
        let label = text!(
            "血红蛋白较前下降≥20 g/L（跨手术≥40 g/L）：查有无活动性出血",
            "Haemoglobin fell by 20 g/L or more (40 across an operation): look for active bleeding"
        );
        add("AL_HB_FALL", label, from, FALL_MARKS, &|seen, moment| stay.fell_from(seen, moment).is_some());
    }
    if latest.value < LOW_HB {
        let before = counts.iter().rev().nth(1).map_or(latest.value, |(_, value)| value.max(latest.value));
        let label = text!("血红蛋白<70 g/L：查有无活动性出血", "Haemoglobin below 70 g/L: look for active bleeding");
        add("AL_HB_LOW", label, before, LOW_MARKS, &|seen, _| seen.last().is_some_and(|(_, value)| *value < LOW_HB));
    }
    all
}

const LOW_HB: f64 = 70.0;
/// A "no" is asked again at a haemoglobin that is lower by this, g/L.
const ASKED_AGAIN: f64 = 5.0;

/// What a fall of haemoglobin is measured from.
struct Stay {
    /// The first dose of any anticoagulant on record, where there is one; within, `None` where nobody told when.
    first_dose: Option<Option<Instant>>,
    /// The end of the latest operation.
    operated: Option<Instant>,
}

impl Stay {
    /// Where the latest value fell from, if that is an alert at `moment`.
    fn fell_from(&self, counts: &[Value], moment: Instant) -> Option<f64> {
        let first_dose = self.first_dose.filter(|began| began.is_none_or(|began| began <= moment))?;
        let (&(measured, latest), earlier) = counts.split_last()?;
        let since = first_dose.max(self.operated);
        let highest = earlier.iter().filter(|(measured, _)| !is_before(*measured, since)).map(|(_, value)| *value).reduce(f64::max);
        let (from, limit) = match (highest, earlier.last()) {
            (Some(highest), _) => (highest, 20.0),
            (None, Some(&(before, value))) => {
                let lies_between = is_before(before, self.operated) && !is_before(measured, self.operated);
                (value, if lies_between { 40.0 } else { 20.0 })
            }
            (None, None) => return None,
        };
        (from - latest >= limit - HAIR).then_some(from)
    }
}

#[cfg(test)]
mod tests {
    use super::super::chart::{Fact, FactValue, Medication, MedicationStatus, Operation, OperationKind, OperationStatus};
    use super::super::substance::{self, Recognised, Substance};
    use super::*;

    const ENOXAPARIN: &str = "enoxaparin";
    const HEPARIN: &str = "heparin";
    const FONDAPARINUX: &str = "fondaparinux";
    const WARFARIN: &str = "warfarin";

    /// A moment of March 2026, as `10T07:00`.
    fn march(time: &str) -> Instant {
        ["2026-03-", time, ":00+08:00"].concat().parse().expect("a time")
    }

    fn at() -> Instant {
        march("10T10:00")
    }

    fn fact(value: FactValue, at: Option<&str>) -> Fact {
        Fact { at: at.map(march), ..Fact::of(value) }
    }

    fn takes(id: &str, since: Option<&str>) -> Fact {
        fact(FactValue::Medication(Medication::of(Recognised::Known(found(id)))), since)
    }

    fn found(id: &str) -> &'static Substance {
        substance::named(id).expect("a substance")
    }

    fn series(quantity: Quantity, values: &[(&str, f64)]) -> Vec<Fact> {
        values.iter().map(|(time, value)| fact(FactValue::Measured(quantity, *value), Some(time).filter(|time| !time.is_empty()).copied())).collect()
    }

    fn platelets(values: &[(&str, f64)]) -> Vec<Fact> {
        series(Quantity::Platelets, values)
    }

    fn haemoglobin(values: &[(&str, f64)]) -> Vec<Fact> {
        series(Quantity::Haemoglobin, values)
    }

    fn all(facts: &[Vec<Fact>], said: &[(&'static str, Said)]) -> Vec<Alert> {
        let chart = Chart { facts: facts.concat(), ..Chart::default() };
        let blood = Blood::of(&chart, at());
        assert_eq!(
            bleeding_reopened(&chart, &blood, said, at()),
            alerts(&chart, &blood, said, at()).iter().any(|alert| alert.id.starts_with("AL_HB") && !alert.answered)
        );
        alerts(&chart, &blood, said, at())
    }

    /// Each alert, and whether it is answered.
    fn ids(facts: &[Vec<Fact>], said: &[(&'static str, Said)]) -> Vec<(&'static str, bool)> {
        all(facts, said).iter().map(|alert| (alert.id, alert.answered)).collect()
    }

    fn no(id: &'static str, time: &str) -> (&'static str, Said) {
        (id, Said { at: Some(march(time)), ..Said::now(Some(false)) })
    }

    const HIT: [(&str, bool); 1] = [("AL_PLT_HIT", false)];
    const ANSWERED_HIT: [(&str, bool); 1] = [("AL_PLT_HIT", true)];
    const AMBER: [(&str, bool); 1] = [("AL_PLT_AMBER", false)];
    const NONE: [(&str, bool); 0] = [];

    #[test]
    fn platelets_fall_by_a_third_and_by_a_half_from_the_count_before_the_start() {
        let of = |before, now| ids(&[platelets(&[("02T07:00", before), ("10T07:00", now)]), vec![takes(HEPARIN, Some("03T08:00"))]], &[]);
        assert_eq!(of(240.0, 121.0), AMBER);
        assert_eq!(of(240.0, 120.0), HIT);
        assert_eq!(of(200.0, 141.0), NONE);
        assert_eq!(of(200.0, 140.0), AMBER);
        assert_eq!(of(85.0, 82.0), NONE, "a stable low count");
        assert_eq!(of(100.0, 99.0), HIT);
        assert_eq!(of(99.0, 50.0), AMBER, "49.5 %, and never 100");
        let told = &all(&[platelets(&[("02T07:00", 240.0), ("10T07:00", 120.0)]), vec![takes(HEPARIN, Some("03T08:00"))]], &[])[0];
        assert_eq!((told.quantity, told.from, told.to, told.at), (Some(Quantity::Platelets), 240.0, 120.0, Some(march("10T07:00"))));
    }

    #[test]
    fn the_highest_since_the_start_counts_and_what_fell_before_it_does_not() {
        let of = |counts: &[(&str, f64)], since| ids(&[platelets(counts), vec![takes(ENOXAPARIN, since)]], &[]);
        assert_eq!(of(&[("02T07:00", 150.0), ("05T07:00", 300.0), ("10T07:00", 149.0)], Some("03T08:00")), HIT);
        assert_eq!(of(&[("01T07:00", 400.0), ("02T07:00", 160.0), ("10T07:00", 150.0)], Some("03T08:00")), NONE);
        assert_eq!(of(&[("01T07:00", 400.0), ("02T07:00", 160.0)], Some("03T08:00")), NONE);
        assert_eq!(of(&[("01T07:00", 400.0), ("10T07:00", 160.0)], None), HIT, "nobody tells when it began");
        assert_eq!(of(&[("", 400.0), ("10T07:00", 160.0)], Some("03T08:00")), HIT, "a count of any time");
    }

    #[test]
    fn heparin_in_a_line_and_fondaparinux_count_until_30_days_after() {
        let counts = || platelets(&[("02T07:00", 210.0), ("10T07:00", 104.0)]);
        let of = |medication| ids(&[counts(), vec![medication]], &[]);
        assert_eq!(of(fact(FactValue::Medication(Medication::of(Recognised::Flush(found(HEPARIN)))), Some("03T08:00"))), HIT);
        assert_eq!(of(takes(FONDAPARINUX, Some("03T08:00"))), HIT);
        assert_eq!(of(takes(WARFARIN, Some("03T08:00"))), NONE);
        let ended = |stopped: Instant| {
            let medication =
                Medication { stopped_at: Some(stopped), ordered: MedicationStatus::Stopped, ..Medication::of(Recognised::Known(found(HEPARIN))) };
            Fact { at: Some(stopped - TimeDelta::days(1)), ..Fact::of(FactValue::Medication(medication)) }
        };
        let early = platelets(&[("", 210.0), ("10T07:00", 104.0)]);
        assert_eq!(ids(&[early.clone(), vec![ended(at() - TimeDelta::days(30))]], &[]), HIT);
        assert_eq!(ids(&[early, vec![ended(at() - TimeDelta::days(30) - TimeDelta::minutes(1))]], &[]), NONE);
    }

    #[test]
    fn a_no_after_the_count_settles_it_until_a_further_fall() {
        let of = |counts: &[(&str, f64)], time| ids(&[platelets(counts), vec![takes(HEPARIN, Some("02T08:00"))]], &[no("CI_HIT_ACUTE", time)]);
        let first = [("01T07:00", 130.0), ("08T07:00", 90.0)];
        assert_eq!(of(&first, "08T08:00"), ANSWERED_HIT);
        assert_eq!(of(&first, "08T06:59"), HIT, "before the count");
        let then = |count| [first[0], first[1], ("10T07:00", count)];
        assert_eq!(of(&then(72.1), "08T08:00"), ANSWERED_HIT);
        assert_eq!(of(&then(72.0), "08T08:00"), HIT, "lower by a fifth");
        let higher = |count| [("01T07:00", 150.0), ("08T07:00", 90.0), ("10T07:00", count)];
        assert_eq!(of(&higher(75.1), "08T08:00"), ANSWERED_HIT);
        assert_eq!(of(&higher(75.0), "08T08:00"), HIT, "it first reaches a half");
        let host = fact(FactValue::Contraindication { id: "CI_HIT_ACUTE", said: Said::now(Some(false)) }, Some("08T08:00"));
        assert_eq!(ids(&[platelets(&first), vec![takes(HEPARIN, Some("02T08:00")), host]], &[]), HIT, "a host does not score the 4Ts");
        assert_eq!(ids(&[platelets(&first), vec![takes(HEPARIN, Some("02T08:00"))]], &[("CI_HIT_ACUTE", Said::now(None))]), HIT);
        assert_eq!(ids(&[platelets(&first), vec![takes(HEPARIN, Some("02T08:00"))]], &[("CI_HIT_ACUTE", Said::now(Some(true)))]), ANSWERED_HIT);
    }

    #[test]
    fn a_confirmed_thrombosis_on_heparin_of_five_days_alarms_without_a_fall() {
        let stable = || platelets(&[("02T07:00", 225.0), ("10T07:00", 225.0)]);
        let of = |substance, since, said: &[(&'static str, Said)]| ids(&[stable(), vec![takes(substance, since)]], said);
        let confirmed = ("CI_ACUTE_VTE", Said::now(Some(true)));
        assert_eq!(of(HEPARIN, Some("05T10:00"), &[confirmed]), HIT);
        assert_eq!(of(HEPARIN, Some("05T10:01"), &[confirmed]), NONE);
        assert_eq!(of(HEPARIN, Some("05T10:00"), &[("CI_ACUTE_VTE", Said::now(None))]), NONE, "suspected");
        assert_eq!(of(FONDAPARINUX, Some("05T10:00"), &[confirmed]), NONE);
        assert_eq!(of(HEPARIN, None, &[confirmed]), NONE, "nobody tells when it began");
        let reason = ("CI_ACUTE_VTE", Said { at: Some(march("05T09:00")), ..Said::now(Some(true)) });
        assert_eq!(of(HEPARIN, Some("05T10:00"), &[reason]), NONE, "heparin is given for it");
        assert_eq!(of(HEPARIN, Some("05T10:00"), &[confirmed, no("CI_HIT_ACUTE", "10T10:00")]), ANSWERED_HIT);
        assert_eq!(of(HEPARIN, Some("05T10:00"), &[confirmed, no("CI_HIT_ACUTE", "10T09:59")]), HIT);
        let told = &all(&[stable(), vec![takes(HEPARIN, Some("05T10:00"))]], &[confirmed])[0];
        assert_eq!((told.quantity, told.from, told.to), (None, 225.0, 225.0));
    }

    const FALL: [(&str, bool); 1] = [("AL_HB_FALL", false)];
    const LOW: [(&str, bool); 1] = [("AL_HB_LOW", false)];

    fn operation(ended: &str) -> Fact {
        let done = Operation { status: Some(OperationStatus::Done), at: Some(march(ended)), ..Operation::of(OperationKind::Open) };
        fact(FactValue::Operation(done), None)
    }

    #[test]
    fn haemoglobin_falls_by_20_on_a_drug() {
        let of = |values: &[(&str, f64)], since| ids(&[haemoglobin(values), vec![takes(ENOXAPARIN, Some(since))]], &[]);
        assert_eq!(of(&[("07T12:00", 131.0), ("10T07:00", 112.0)], "07T08:00"), NONE);
        assert_eq!(of(&[("07T12:00", 131.0), ("10T07:00", 111.0)], "07T08:00"), FALL);
        assert_eq!(of(&[("06T12:00", 131.0), ("10T07:00", 111.0)], "07T08:00"), FALL, "the last before");
        assert_eq!(of(&[("06T12:00", 150.0), ("07T12:00", 120.0), ("10T07:00", 111.0)], "07T08:00"), NONE, "since the first dose");
        assert_eq!(of(&[("07T12:00", 140.0), ("08T12:00", 115.0), ("10T07:00", 120.0)], "07T08:00"), FALL, "the highest");
        assert_eq!(ids(&[haemoglobin(&[("07T12:00", 131.0), ("10T07:00", 80.0)])], &[]), NONE, "no drug");
    }

    #[test]
    fn the_loss_of_the_operation_itself_is_no_alert() {
        let of = |values: &[(&str, f64)], since| ids(&[haemoglobin(values), vec![operation("09T12:00"), takes(ENOXAPARIN, Some(since))]], &[]);
        assert_eq!(of(&[("08T07:00", 128.0), ("10T07:00", 99.0)], "10T00:00"), NONE);
        assert_eq!(of(&[("08T07:00", 128.0), ("10T07:00", 88.1)], "10T00:00"), NONE);
        assert_eq!(of(&[("08T07:00", 128.0), ("10T07:00", 88.0)], "10T00:00"), FALL);
        assert_eq!(of(&[("09T18:00", 128.0), ("10T07:00", 108.0)], "10T00:00"), FALL, "both after it");
        assert_eq!(of(&[("07T07:00", 128.0), ("08T07:00", 108.0)], "01T00:00"), FALL, "both before it");
        assert_eq!(of(&[("08T07:00", 128.0), ("09T18:00", 110.0), ("10T07:00", 91.0)], "01T00:00"), NONE, "since its end: 19");
    }

    #[test]
    fn a_low_haemoglobin_alarms_without_a_drug_and_an_answer_settles_it_until_it_falls() {
        assert_eq!(ids(&[haemoglobin(&[("10T07:00", 70.0)])], &[]), NONE);
        assert_eq!(ids(&[haemoglobin(&[("10T07:00", 69.0)])], &[]), LOW);
        let next = |value| ids(&[haemoglobin(&[("08T07:00", 66.0), ("10T07:00", value)])], &[no("CI_ACTIVE_BLEED", "08T08:00")]);
        assert_eq!(next(62.0), [("AL_HB_LOW", true)]);
        assert_eq!(next(61.0), LOW);
        assert_eq!(ids(&[haemoglobin(&[("08T07:00", 66.0)])], &[no("CI_ACTIVE_BLEED", "08T06:59")]), LOW, "before the value");
        let routine = [haemoglobin(&[("08T07:00", 71.0), ("10T07:00", 69.0)])];
        assert_eq!(ids(&routine, &[no("CI_ACTIVE_BLEED", "08T08:00")]), LOW, "answered before it was low");
        assert_eq!(ids(&routine, &[("CI_ACTIVE_BLEED", Said::now(Some(true)))]), [("AL_HB_LOW", true)]);
        let fallen = [haemoglobin(&[("07T12:00", 131.0), ("09T07:00", 105.0), ("10T07:00", 101.0)]), vec![takes(WARFARIN, Some("07T08:00"))]];
        assert_eq!(ids(&fallen, &[no("CI_ACTIVE_BLEED", "09T08:00")]), [("AL_HB_FALL", true)]);
        assert_eq!(ids(&fallen, &[no("CI_ACTIVE_BLEED", "08T08:00")]), FALL);
    }
}
