//! The bleeding assessment: the Chinese checklist that governs, with IMPROVE shown beside it (core specification 3).

use super::answers::Answers;
use super::cell::CellValue;
use super::chart::{Chart, Setting};
use super::instrument::{Instrument, Risk};
use super::instruments::{self, CN_BLEED_MEDICAL, CN_BLEED_SURGICAL};
use super::profile::Profile;
use super::sheet::Sheet;

/// What the governing list says.
#[derive(Clone, Debug, PartialEq)]
pub struct Bleeding {
    pub instrument: &'static Instrument,
    /// `None` while unanswered items could still make it high.
    pub high: Option<bool>,
    /// Items that are present.
    pub items: Vec<&'static str>,
    /// Items that nobody knows.
    pub missing: Vec<&'static str>,
}

impl Bleeding {
    pub fn of(sheet: &Sheet) -> Bleeding {
        let instrument = sheet.instrument;
        let ids = |wanted: &dyn Fn(CellValue) -> bool| {
            (0..instrument.items.len()).filter(|&index| wanted(sheet.cells[index].value)).map(|index| instrument.items[index].id).collect()
        };
        Bleeding {
            instrument,
            high: sheet.tally.band(instrument).map(|risk| risk == Risk::High),
            items: ids(&|value| value == CellValue::Yes),
            missing: ids(&|value| matches!(value, CellValue::Open | CellValue::Unknowable)),
        }
    }
}

/// A patient with an operation this stay, or on a surgical ward, is surgical; where nothing is said, the score tells.
pub fn is_surgical(chart: &Chart, thrombosis: &Instrument) -> bool {
    match (chart.operations().next(), chart.setting) {
        (Some(_), _) | (None, Some(Setting::Surgical)) => true,
        (None, Some(_)) => false,
        (None, None) => thrombosis.id == "caprini",
    }
}

/// The list that governs: the hospital's, else the surgical or the medical one.
pub fn governing(surgical: bool, profile: &Profile) -> &'static Instrument {
    let usual = if surgical { &CN_BLEED_SURGICAL } else { &CN_BLEED_MEDICAL };
    profile.bleeding_instrument.and_then(instruments::named).unwrap_or(usual)
}

/// Empty answers to the governing list.
pub fn unanswered(surgical: bool, profile: &Profile) -> Answers {
    Answers::empty(governing(surgical, profile))
}
