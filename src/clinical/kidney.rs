//! What the kidneys clear, for dosing and for the items that ask for it (core specification §4.6): ours, the host's where it
//! contradicts ours and is lower, and nothing where there is dialysis.

use super::chart::{Chart, FactValue, Grounds, Known};
use super::formulas;
use super::instant::Instant;
use super::quantity::Quantity;

impl Chart {
    /// On dialysis, or said to have failed kidneys: judged as below a clearance of 15, whatever the creatinine.
    pub fn without_kidneys(&self, at: Instant) -> bool {
        self.renal_failure || self.dialysis(at).is_some()
    }

    pub fn dialysis(&self, at: Instant) -> Option<usize> {
        self.asserted().find_map(|(index, fact)| match fact.value {
            FactValue::Dialysis { from, to } if from.is_none_or(|from| from <= at) && to.is_none_or(|to| to > at) => Some(index),
            _ => None,
        })
    }

    /// Creatinine clearance in mL/min for dosing: Cockcroft-Gault with the actual weight, or the host's where it cannot be
    /// computed or is lower by more than 30 % (§4.6). Without kidneys just below 15.
    pub fn creatinine_clearance(&self, at: Instant) -> Option<Known<f64>> {
        let ours = self.own_clearance(at);
        let counts = match (ours, self.measured(Quantity::Crcl)) {
            (Some(ours), Some(host)) if self.differ(ours.value, host.value) && host.value < ours.value => Some(host),
            (Some(ours), _) => Some(ours),
            (None, host) => host,
        };
        // A filtration rate of the host that contradicts ours bears on the dose too: the lower counts.
        let filtration = self.own_filtration(at).zip(self.measured(Quantity::Egfr)).filter(|(ours, host)| self.differ(ours.value, host.value));
        let counts = match (counts, filtration) {
            (Some(counts), Some((_, host))) if host.value < counts.value => Some(host),
            (counts, _) => counts,
        };
        if self.without_kidneys(at) { Some(below_15(counts, self.dialysis(at))) } else { counts }
    }

    /// Cockcroft-Gault from age, actual weight, creatinine and sex.
    pub fn own_clearance(&self, at: Instant) -> Option<Known<f64>> {
        let (age, weight, creatinine) = (self.age(at)?, self.measured(Quantity::Weight)?, self.measured(Quantity::Creatinine)?);
        Some(Known {
            value: formulas::creatinine_clearance_ml_min(age.value, weight.value, creatinine.value, self.sex()?),
            from: Grounds::both(creatinine.from[0], weight.from[0]),
        })
    }

    /// Filtration rate in mL/min/1.73 m² (CKD-EPI 2021), or the host's where it cannot be computed or is lower by more
    /// than 30 %. Without kidneys just below 15.
    pub fn filtration(&self, at: Instant) -> Option<Known<f64>> {
        let counts = match (self.own_filtration(at), self.measured(Quantity::Egfr)) {
            (Some(ours), Some(host)) if self.differ(ours.value, host.value) && host.value < ours.value => Some(host),
            (Some(ours), _) => Some(ours),
            (None, host) => host,
        };
        if self.without_kidneys(at) { Some(below_15(counts, self.dialysis(at))) } else { counts }
    }

    fn own_filtration(&self, at: Instant) -> Option<Known<f64>> {
        let (age, creatinine) = (self.age(at)?, self.measured(Quantity::Creatinine)?);
        Some(Known { value: formulas::egfr_ckd_epi_2021(age.value, creatinine.value, self.sex()?), from: creatinine.from })
    }

    /// Two figures of one thing that differ by more than 30 % of ours.
    pub fn differ(&self, ours: f64, host: f64) -> bool {
        (ours - host).abs() > ours * 0.3 + 1e-9
    }

    /// The host's clearance or filtration rate beside ours, where they contradict each other: ours, the host's, which.
    pub fn contradicting_kidney(&self, at: Instant) -> Option<(Quantity, f64, f64)> {
        let clearance = self.own_clearance(at).zip(self.measured(Quantity::Crcl));
        let filtration = self.own_filtration(at).zip(self.measured(Quantity::Egfr));
        [(Quantity::Crcl, clearance), (Quantity::Egfr, filtration)].into_iter().find_map(|(quantity, both)| {
            let (ours, host) = both?;
            self.differ(ours.value, host.value).then_some((quantity, ours.value, host.value))
        })
    }
}

/// What counts for a patient without kidneys: the figure itself where it is below 15 anyhow.
fn below_15(counts: Option<Known<f64>>, dialysis: Option<usize>) -> Known<f64> {
    const JUST_BELOW_15: f64 = 14.9;
    match counts {
        Some(known) if known.value < 15.0 => known,
        _ => Known { value: JUST_BELOW_15, from: dialysis.map(Grounds::of).unwrap_or_default() },
    }
}
