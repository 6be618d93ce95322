//! What the facts and the forms decide of the rows of devices (§4.2), leg by leg.

use super::judge::{Case, RowState};
use super::judgement::{OpenRow, Present};
use super::row::{Row, Severity};
use super::table::{PUMPS, STOCKINGS};
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{Chart, FactValue, Instant, Limb, Procedure, Said};
use crate::clinical::finding::Finding;
use crate::clinical::formulary::EVERY_DEVICE;
use crate::text::{Text, text};

/// Padua's point does not say which of the two failed: of the lungs alone nothing follows for the heart (X_HEART_OR_LUNG).
const HEART_OR_LUNG: Text =
    text!("失代偿心力衰竭或肺水肿？（单纯呼吸衰竭答“否”）", "Decompensated heart failure or pulmonary oedema? (Respiratory failure alone: no)",);

impl Case<'_> {
    /// Heart failure that has not decompensated is a caution. An item that does not say heart or lung only asks.
    pub fn failing_heart(&self, row: &'static Row, said: Option<Said>) -> Option<RowState> {
        let denied = said.is_some_and(|said| said.value == Some(false));
        let settled = denied || said.is_none() && self.known.unanswered == Unanswered::Absent;
        if self.has(Finding::HeartFailure) {
            return settled.then(|| RowState::caution(row));
        }
        (said.is_none() && self.has(Finding::HeartOrRespiratoryFailure)).then(|| RowState::suspected_as(row, HEART_OR_LUNG))
    }

    /// By the index of each leg: below 0.6 no device, to 0.8 no stockings and pumps with care.
    pub fn ischaemia(&self, row: &'static Row, said: Option<Said>) -> Option<RowState> {
        let [left, right] = ankle_brachial_indices(self.known.chart);
        let legs = if band(left) == band(right) { vec![(Limb::Both, left)] } else { vec![(Limb::Left, left), (Limb::Right, right)] };
        let mut found = vec![];
        for (limb, index) in legs {
            let mut add = |severity, applies| found.push(RowState::Yes(Present { severity, applies, limb, ..Present::of(row) }));
            match band(index) {
                Some(Perfusion::Severe) => add(Severity::Block, EVERY_DEVICE),
                Some(Perfusion::Reduced) => {
                    add(Severity::Block, STOCKINGS);
                    add(Severity::Caution, PUMPS);
                }
                Some(Perfusion::Enough) | None => {}
            }
        }
        let measured = left.is_some() && right.is_some();
        match (found.is_empty(), said) {
            (true, _) => measured.then_some(RowState::No),
            // The other leg was not measured.
            (false, None) if !measured && self.known.unanswered == Unanswered::Unknown => {
                found.push(RowState::lacks(row, row.id));
                Some(RowState::Several(found))
            }
            (false, _) => Some(RowState::Several(found)),
        }
    }

    /// On its leg where the operation tells it; a fracture or a cast of the form does not say which.
    pub fn fractured_limb(&self, row: &'static Row, said: Option<Said>) -> Option<RowState> {
        let fracture = self.has(Finding::LegFracture);
        let operated = self.operated_on(Procedure::HipFracture).or_else(|| fracture.then(|| self.operated_on(Procedure::Tha)).flatten());
        let limb = match operated {
            _ if self.has(Finding::PlasterCast) => Limb::Both,
            Some(limb) => limb.unwrap_or(Limb::Both),
            None if fracture => Limb::Both,
            None => return None,
        };
        let limb = match said {
            // A "no" to one leg leaves the other.
            Some(Said { value: Some(false), limb: Some(leg), .. }) if leg != Limb::Both && leg != limb => leg.other()?,
            Some(Said { value: Some(_), .. }) => return None,
            _ => limb,
        };
        let unknowable = said.is_some_and(|said| said.value.is_none());
        Some(RowState::Open(OpenRow { suspected: !unknowable, unknowable, limb, ..OpenRow::of(row) }))
    }
}

/// How well a leg is supplied.
#[derive(Clone, Copy, PartialEq)]
enum Perfusion {
    Severe,
    Reduced,
    Enough,
}

fn band(index: Option<f64>) -> Option<Perfusion> {
    Some(match index? {
        index if index < 0.6 => Perfusion::Severe,
        index if index <= 0.8 => Perfusion::Reduced,
        _ => Perfusion::Enough,
    })
}

/// The latest index of the left and of the right leg; of one moment the lower (§5.10 T2).
fn ankle_brachial_indices(chart: &Chart) -> [Option<f64>; 2] {
    let mut legs: [Option<(Option<Instant>, f64)>; 2] = [None; 2];
    for (fact, told) in chart.asserted() {
        let FactValue::Abi { value, limb } = told.value else { continue };
        let measured = chart.since(fact);
        for (held, other) in legs.iter_mut().zip([Limb::Right, Limb::Left]) {
            let counts = held.is_none_or(|(before, lowest)| measured > before || measured == before && value < lowest);
            if limb != other && counts {
                *held = Some((measured, value));
            }
        }
    }
    legs.map(|leg| leg.map(|(_, value)| value))
}
