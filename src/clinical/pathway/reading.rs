//! From facts with times to what the state depends on: which vital signs make a patient unstable (A0), which D-dimer and
//! which picture count (A3), how far the repeat scans have come.

use chrono::TimeDelta;

use super::clocks::{PathClock, Urgency};
use super::coarse::{Chest, Coarse, Ddimer, Gravidity, Likelihood, Repeats, Scan, Sign, Stability};
use super::facts::{DdimerFact, DdimerUnit, EpisodeFacts, OtherVitals, ReferralState, ScanFact, VitalFacts};
use super::settings::{ChannelSettings, ProbabilityRule, UsExtent};
use crate::clinical::chart::{Instant, Sex};

/// The coarse picture at `now`.
pub fn read(facts: &EpisodeFacts, settings: &ChannelSettings, now: Instant) -> Coarse {
    let (tests, course) = (&facts.tests, &facts.course);
    let word = |score: Likelihood| if score == Likelihood::Unknown { tests.own_word } else { score };
    let scans: Vec<ScanFact> = tests.scans.iter().copied().filter(|scan| scan.result != Scan::None && counts(facts, scan.at, now)).collect();
    let chests = || tests.chests.iter().filter(|picture| picture.result != Chest::None && counts(facts, picture.at, now));
    // A positive picture holds in any order.
    let positive = chests().rev().find(|picture| matches!(picture.result, Chest::CtpaPositive | Chest::VqHigh));
    let gravidity = gravidity(facts);
    let mut of = Coarse {
        arm: facts.arm,
        vitals: stability(&facts.vitals, facts.suspected_at + TimeDelta::minutes(settings.minutes(PathClock::Vitals, Urgency::Usual)), now),
        limb_threat: tests.limb_threat,
        child: facts.person.age.is_some_and(|age| age < 18),
        gravidity,
        in_patient: facts.person.in_patient,
        perc: tests.perc,
        pe: word(tests.pe),
        dvt: word(tests.dvt),
        cancer_skips: tests.active_cancer == Sign::Yes && settings.cancer_skips_ddimer,
        years_off: !settings.preg_years,
        ddimer: ddimer(facts, settings, gravidity, now),
        chest: positive.or_else(|| chests().next_back()).map_or(Chest::None, |picture| picture.result),
        leg_signs: tests.leg_signs,
        scan: scan(&scans),
        whole_leg: settings.us_extent == UsExtent::WholeLeg,
        right_heart: tests.right_heart,
        high_suspicion: tests.high_suspicion,
        weekly: course.senior_chose_weekly_at.is_some(),
        withdrawn: course.withdrawn,
        plan: course.plan,
        referral_closed: matches!(course.referral, Some((ReferralState::Kept | ReferralState::Acknowledged, _))),
        left: course.left,
        ..Coarse::of(facts.kind)
    };
    if let Some(begun) = repeat_from(facts, &scans) {
        let [first, last, lost] = repeat_days(&of);
        let done = |day| scans.iter().any(|scan| scan.result == Scan::Negative && days(begun, scan.at) >= day && scan.at > begun);
        of.repeats = if done(last) {
            Repeats::Last
        } else if first < last && done(first) {
            Repeats::First
        } else {
            Repeats::None
        };
        of.repeat_overdue = now - begun > TimeDelta::days(lost) && of.repeats != Repeats::Last;
    }
    of
}

/// When the repeat scans are counted from.
pub fn repeat_from(facts: &EpisodeFacts, scans: &[ScanFact]) -> Option<Instant> {
    facts.course.senior_chose_weekly_at.or(scans.first().map(|scan| scan.at))
}

/// Days of the first repeat, of the last, and after which the patient counts as lost (B2, P3, B4, B5).
pub fn repeat_days(of: &Coarse) -> [i64; 3] {
    match (of.weekly, of.pregnant()) {
        (true, _) => [7, 14, 21],
        (false, true) => [3, 7, 9],
        (false, false) => [6, 6, 14],
    }
}

fn days(from: Instant, to: Instant) -> i64 {
    (to.date_naive() - from.date_naive()).num_days()
}

/// A D-dimer or picture counts if taken after the symptoms began and at most 24 h before the suspicion.
fn counts(facts: &EpisodeFacts, at: Instant, now: Instant) -> bool {
    at <= now && at >= facts.suspected_at - TimeDelta::hours(24) && facts.symptoms_since.is_none_or(|since| at >= since)
}

/// A proximal clot holds in any order; else the latest.
fn scan(scans: &[ScanFact]) -> Scan {
    let proximal = scans.iter().find(|scan| scan.result == Scan::Proximal);
    proximal.or(scans.last()).map_or(Scan::None, |scan| scan.result)
}

/// Pregnancy is a question for a woman of 12 to 55, and where sex or age is not known.
fn gravidity(facts: &EpisodeFacts) -> Gravidity {
    let asked = facts.person.sex != Some(Sex::Male) && facts.person.age.is_none_or(|age| (12..=55).contains(&age));
    match facts.person.gravidity {
        Gravidity::Unasked if !asked => Gravidity::No,
        told => told,
    }
}

fn ddimer(facts: &EpisodeFacts, settings: &ChannelSettings, gravidity: Gravidity, now: Instant) -> Ddimer {
    let usable: Vec<&DdimerFact> = facts.tests.ddimers.iter().filter(|fact| counts(facts, fact.at, now)).collect();
    let Some(last) = usable.last() else { return Ddimer::None };
    // A negative one that comes after a positive one excludes nothing (D): a clot that was treated in the meantime gives it too.
    let is_negative = |fact: &DdimerFact| fact.unit.map(|unit| fact.value < cutoff(facts, settings, gravidity, unit) && !fact.over_device);
    if usable.iter().any(|fact| is_negative(fact) == Some(false)) {
        return Ddimer::Positive;
    }
    if last.on_treatment {
        return Ddimer::Unusable;
    }
    if last.unit.is_none() {
        // Asked once; a second result without unit, or none 4 h after the order, is no use.
        let wait = TimeDelta::minutes(settings.minutes(PathClock::Ddimer, Urgency::Usual));
        let late = facts.tests.ddimer.ordered_at.is_some_and(|ordered| ordered > last.at && now - ordered >= wait);
        return if usable.len() > 1 || late { Ddimer::Lapsed } else { Ddimer::NoUnit };
    }
    Ddimer::Negative
}

/// ng/mL of the unit type, strictly below which it is negative (5.5). YEARS items that are not answered count as one.
fn cutoff(facts: &EpisodeFacts, settings: &ChannelSettings, gravidity: Gravidity, unit: DdimerUnit) -> f64 {
    let feu = if gravidity.counts() || settings.rule == ProbabilityRule::Years {
        if facts.tests.years_items == Some(0) { 1000.0 } else { 500.0 }
    } else {
        match facts.person.age {
            Some(age) if age > 50 => f64::from(age) * 10.0,
            _ => 500.0,
        }
    };
    if unit == DdimerUnit::Ddu { feu / 2.0 } else { feu }
}

/// A0. Pressure or pulse not known: incomplete, whatever else is.
fn stability(vitals: &VitalFacts, rest_may_lack_from: Instant, now: Instant) -> Stability {
    if vitals.arrest || vitals.vasopressor_with_hypoperfusion || vitals.pressure_cannot_be_measured || low(vitals) {
        return Stability::Unstable;
    }
    let rest = match vitals.others {
        OtherVitals::Measured => true,
        OtherVitals::CannotBeMeasured => now >= rest_may_lack_from,
        OtherVitals::Missing => false,
    };
    if vitals.pressures.is_empty() || !vitals.pulse_known || !rest { Stability::Unknown } else { Stability::Stable }
}

/// A systolic pressure below 90 counts until a reading of 90 or more *and* a physician say otherwise; a fall of 40 or more
/// once it has lasted 15 min. The usual pressure not known: the fall is not judged.
fn low(vitals: &VitalFacts) -> bool {
    let pressures = || vitals.pressures.iter().filter(|reading| vitals.other_cause.is_none_or(|explained| reading.at > explained));
    let Some(last) = pressures().next_back() else { return false };
    let fell = |systolic: f64| vitals.usual_systolic.is_some_and(|usual| usual - systolic >= 40.0);
    // The fall must have lasted: every reading since one of more than 15 min before shows it. Once it has, the patient stays unstable
    // until a later reading and a physician say otherwise (5.6.8).
    let (mut since, mut fallen_at) = (None, None);
    for reading in pressures() {
        since = fell(reading.systolic).then(|| since.unwrap_or(reading.at));
        if since.is_some_and(|first| reading.at - first > TimeDelta::minutes(15)) {
            fallen_at = Some(reading.at);
        }
    }
    let said_since = |low_at: Instant| vitals.said_stable_at.is_some_and(|said| said >= low_at);
    let lasted = fallen_at.is_some_and(|low_at| fell(last.systolic) || !said_since(low_at));
    let worst = pressures().filter(|reading| reading.systolic < 90.0).map(|reading| reading.at).max();
    let spoken = |low_at: Instant| last.systolic >= 90.0 && said_since(low_at);
    lasted || worst.is_some_and(|low_at| !spoken(low_at))
}
