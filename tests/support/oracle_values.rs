//! Which of several values counts (§5.10 T1 to T4), and the kidney (§4.6, §5.4).

use std::cmp::Ordering;

use super::super::person::{HOUR, Needle, Pressure, Reading, When};
use super::{Oracle, Record};

#[derive(Clone, Copy, PartialEq)]
pub enum Worse {
    Lower,
    Higher,
}

/// By civil day; on one day a timed value is the newer; one without any time is older than all.
fn newer(one: When, other: When) -> Ordering {
    match (one, other) {
        (When::At(one), When::At(other)) => one.cmp(&other),
        (When::Day(one), When::Day(other)) => one.cmp(&other),
        (When::Untold, When::Untold) => Ordering::Equal,
        _ => one.day().cmp(&other.day()).then(matches!(one, When::At(_)).cmp(&matches!(other, When::At(_)))),
    }
}

/// Nothing later than now is taken; a day is taken from its first minute.
pub fn taken(reading: &&Reading) -> bool {
    reading.when.begins().is_none_or(|at| at <= 0)
}

/// The value that counts: the newest, and of one moment the worse.
pub fn counts(readings: &[Reading], worse: Worse) -> Option<Reading> {
    let mut all: Vec<&Reading> = readings.iter().filter(taken).collect();
    all.sort_by(|one, other| {
        let by_value = one.value.total_cmp(&other.value);
        newer(one.when, other.when).then(if worse == Worse::Higher { by_value } else { by_value.reverse() })
    });
    all.last().map(|reading| **reading)
}

/// All that are taken, from the oldest to the one that counts.
pub fn series(readings: &[Reading], worse: Worse) -> Vec<Reading> {
    let mut all: Vec<Reading> = readings.iter().filter(taken).copied().collect();
    all.sort_by(|one, other| {
        let by_value = one.value.total_cmp(&other.value);
        newer(one.when, other.when).then(if worse == Worse::Higher { by_value } else { by_value.reverse() })
    });
    all
}

impl Oracle<'_> {
    pub fn kg(&self) -> Option<f64> {
        counts(&self.person.kg, Worse::Lower).map(|reading| reading.value)
    }

    pub fn platelets(&self) -> Option<f64> {
        counts(&self.person.platelets, Worse::Lower).map(|reading| reading.value)
    }

    pub fn haemoglobin(&self) -> Option<Reading> {
        counts(&self.person.haemoglobin, Worse::Lower)
    }

    pub fn inr(&self) -> Option<Reading> {
        counts(&self.person.inr, Worse::Higher)
    }

    pub fn aptt(&self) -> Option<Reading> {
        counts(&self.person.aptt, Worse::Higher)
    }

    pub fn creatinine(&self) -> Option<f64> {
        counts(&self.person.creatinine, Worse::Higher).map(|reading| reading.value)
    }

    /// Cockcroft-Gault, §5.4.
    pub fn own_clearance(&self) -> Option<f64> {
        let sex = if self.person.man? { 1.0 } else { 0.85 };
        Some((140.0 - self.person.age?) * self.kg()? * sex / (72.0 * self.creatinine()? / 88.4))
    }

    /// CKD-EPI 2021.
    fn own_filtration(&self) -> Option<f64> {
        let mg = self.creatinine()? / 88.4;
        let (kappa, alpha, sex): (f64, f64, f64) = if self.person.man? { (0.9, -0.302, 1.0) } else { (0.7, -0.241, 1.012) };
        Some(142.0 * (mg / kappa).min(1.0).powf(alpha) * (mg / kappa).max(1.0).powf(-1.2) * 0.9938_f64.powf(self.person.age?) * sex)
    }

    /// The host's figure is lower than ours by more than 30 % of ours.
    fn overrules(&self, ours: Option<f64>, host: Option<f64>) -> bool {
        ours.zip(host).is_some_and(|(ours, host)| ours - host > ours * self.figures.host_differs)
    }

    /// Dialysis now, or a person's word that the kidneys have failed (§4.6, X_DIALYSIS): judged as below 15. The host's word
    /// counts where no figure says itself how low the rate is.
    pub fn kidneys_failed(&self) -> bool {
        let dialysed = self.person.dialysis.is_some_and(|(from, to)| from <= 0 && to.is_none_or(|to| to > 0));
        let measured = self.kidney_is_measured();
        let spoken = |id: &str| self.governs(id) && self.person.said(id).flatten().or(self.host(id).filter(|_| !measured)) == Some(true);
        dialysed || (spoken("bm_renal_gfr_lt_30") || spoken("bs_severe_renal_hepatic")) && !self.person.no("kidney_or_liver")
    }

    /// A rate says itself how low it is.
    pub(super) fn kidney_is_measured(&self) -> bool {
        let low = |rate: Option<f64>| rate.is_some_and(|rate| rate < self.figures.clearance_low);
        low(self.figured_clearance()) || low(self.figured_filtration())
    }

    fn governs(&self, id: &str) -> bool {
        self.person.operated() == id.starts_with("bs_")
    }

    /// The clearance that doses and rows go by.
    pub fn clearance(&self) -> Option<f64> {
        self.failing(self.figured_clearance())
    }

    pub fn filtration(&self) -> Option<f64> {
        self.failing(self.figured_filtration())
    }

    fn figured_clearance(&self) -> Option<f64> {
        let host = counts(&self.person.crcl, Worse::Lower).map(|reading| reading.value);
        let (ours, filtered) = (self.own_clearance(), counts(&self.person.egfr, Worse::Lower).map(|reading| reading.value));
        let rate = if self.overrules(ours, host) { host } else { ours.or(host) };
        let differs = |ours: f64, host: f64| (ours - host).abs() > ours * self.figures.host_differs + 1e-9;
        let host = filtered.filter(|host| self.own_filtration().is_some_and(|ours| differs(ours, *host)));
        rate.map(|rate| host.map_or(rate, |host| rate.min(host)))
    }

    fn figured_filtration(&self) -> Option<f64> {
        let host = counts(&self.person.egfr, Worse::Lower).map(|reading| reading.value);
        let ours = self.own_filtration();
        if self.overrules(ours, host) { host } else { ours.or(host) }
    }

    fn failing(&self, rate: Option<f64>) -> Option<f64> {
        if self.kidneys_failed() { Some(rate.unwrap_or(14.9).min(14.9)) } else { rate }
    }

    /// §3.1: clearance or filtration below 30.
    pub(super) fn severe_renal(&self) -> Record {
        let below = |rate: Option<f64>| rate.is_some_and(|rate| rate < self.figures.clearance_low);
        match self.clearance() {
            _ if below(self.clearance()) || below(self.filtration()) => Record::Says(true),
            None => Record::Lacks,
            Some(_) => Record::Silent,
        }
    }

    /// The latest two readings of pressure within 24 h: each whether it is high (T7).
    pub(super) fn latest_pressures(&self) -> Vec<bool> {
        let mut readings: Vec<_> =
            self.person.pressures.iter().filter(|pressure| pressure.at <= 0 && pressure.at as f64 >= -self.figures.pressure * HOUR as f64).collect();
        readings.sort_by_key(|pressure| -pressure.at);
        let high = |value: Option<f64>, from: f64| value.is_some_and(|value| value >= from);
        let is_high = |pressure: &&Pressure| high(pressure.systolic, self.figures.systolic) || high(pressure.diastolic, self.figures.diastolic);
        readings.iter().take(2).map(is_high).collect()
    }

    /// §3.1 bs_uncontrolled_htn.
    pub(super) fn uncontrolled(&self) -> Record {
        match self.latest_pressures()[..] {
            [] => Record::Silent,
            [false] => Record::Denies,
            [true] => Record::Hints,
            [true, true] => Record::Says(true),
            _ => Record::Denies,
        }
    }

    /// §4.1 CI_HTN: present, and whether it blocks.
    pub(super) fn high_pressure(&self) -> Option<bool> {
        match self.latest_pressures()[..] {
            [true] | [true, true] => Some(true),
            [true, false] | [false, true] => Some(false),
            _ => self.yes("CI_HTN").then_some(false),
        }
    }

    /// Within 12 h before a needle (exactly 12 h is outside) and 12 h after it, or while a catheter stays. A needle of which
    /// only the day is told may be at any hour of it (§5.6).
    pub fn needle_window(&self) -> bool {
        self.person.needles.iter().any(|needle| self.is_open(needle))
    }

    pub(super) fn is_open(&self, needle: &Needle) -> bool {
        let latest = if needle.all_day { needle.at + 24 * HOUR } else { needle.at };
        let begun = (needle.at as f64) < self.figures.needle_before * HOUR as f64;
        let over = latest as f64 + self.figures.needle_after * HOUR as f64 <= 0.0;
        let stays = needle.catheter && needle.removed.is_none_or(|removed| removed > 0);
        begun && (!over || stays)
    }

    pub(super) fn needle(&self) -> Record {
        if self.person.needles.is_empty() { Record::Silent } else { Record::Says(self.needle_window()) }
    }

    pub(super) fn below(&self, value: Option<f64>, limit: f64) -> Record {
        value.map_or(Record::Lacks, |value| Record::Says(value < limit))
    }
}
