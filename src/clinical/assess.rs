//! The whole assessment in one pass: score, bleeding, contraindications, advice. Recomputed from what is known, never stored.

use std::rc::Rc;

use super::answers::Answers;
use super::bleeding::{Bleeding, governing, is_surgical};
use super::chart::{Chart, Fact, FactValue, Instant, Said};
use super::contraindication::{Judgement, Known, Row, When, judge};
use super::finding::Finding;
use super::formulary::{Device, Drug};
use super::instrument::Instrument;
use super::instruments::{CN_BLEED_MEDICAL, CN_BLEED_SURGICAL, IMPROVE_BLEEDING};
use super::profile::Profile;
use super::prophylaxis::{Advice, Situation, advise, care};
use super::sheet::{Contradiction, Sheet, Unanswered, fill_beside};

/// What people answered beyond the score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screening {
    /// Answers to bleeding instruments; those of one that does not govern cross where they may.
    pub bleeding: Vec<Answers>,
    pub contraindications: Vec<(&'static str, Said)>,
    /// Names that a "no" to a question about names settled, by the question: `unrecognised_medication`,
    /// `unrecognised_allergy`. A name that comes later is asked again.
    pub settled: Vec<(&'static str, String)>,
}

impl Screening {
    /// The answers to one list, to write into.
    pub fn answers(&mut self, instrument: &'static Instrument) -> &mut Answers {
        let index = match self.bleeding.iter().position(|answers| answers.instrument.id == instrument.id) {
            Some(index) => index,
            None => {
                self.bleeding.push(Answers::empty(instrument));
                self.bleeding.len() - 1
            }
        };
        &mut self.bleeding[index]
    }

    fn of(&self, instrument: &'static Instrument) -> Answers {
        self.bleeding.iter().find(|answers| answers.instrument.id == instrument.id).cloned().unwrap_or_else(|| Answers::empty(instrument))
    }
}

/// Everything that follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessed {
    /// The governing bleeding list, and what it says.
    pub bleeding_sheet: Rc<Sheet>,
    pub bleeding: Bleeding,
    /// IMPROVE, shown beside.
    pub improve: Rc<Sheet>,
    pub judgement: Judgement,
    pub advice: Advice,
}

impl Assessed {
    /// Whether a contraindication bears on anything that could be proposed here; what is present always does.
    pub fn bears(&self, row: &Row) -> bool {
        let mut considered = self.advice.alternatives.iter().filter(|alternative| alternative.fits);
        self.judgement.has(row.id)
            || row.when != When::ByChoice
                && considered.any(|alternative| {
                    Drug::named(alternative.id).is_some_and(|drug| row.applies.has_drug(drug))
                        || Device::named(alternative.id).is_some_and(|device| row.applies.has_device(device))
                })
    }
}

/// Assesses a scored patient.
pub fn assess(
    sheet: &Sheet,
    chart: &Chart,
    screening: &Screening,
    profile: &Profile,
    unanswered: Unanswered,
    at: Instant,
) -> Result<Assessed, Contradiction> {
    let surgical = is_surgical(chart, sheet.instrument);
    let instrument = governing(surgical, profile);
    let thresholds = &profile.thresholds;
    let bleeding_sheet = Rc::new(fill_beside(&[sheet], chart, &screening.of(instrument), unanswered, at, thresholds)?);
    // Of lists that do not govern something was said too, perhaps: it counts towards IMPROVE and the contraindications.
    let mut beside = vec![];
    for list in [&CN_BLEED_SURGICAL, &CN_BLEED_MEDICAL].into_iter().filter(|list| list.id != instrument.id) {
        let answers = screening.of(list);
        let told = |fact: &Fact| matches!(fact.value, FactValue::Finding { instrument, .. } if instrument == list.id);
        if !answers.is_empty() || chart.facts.iter().any(told) {
            beside.push(fill_beside(&[sheet], chart, &answers, unanswered, at, thresholds)?);
        }
    }
    let improve = if instrument.id == IMPROVE_BLEEDING.id {
        Rc::clone(&bleeding_sheet)
    } else {
        let mut others = vec![sheet, &*bleeding_sheet];
        others.extend(&beside);
        Rc::new(fill_beside(&others, chart, &screening.of(&IMPROVE_BLEEDING), unanswered, at, thresholds)?)
    };
    let bleeding = Bleeding::of(&bleeding_sheet);
    let mut sheets = vec![sheet, &*bleeding_sheet];
    sheets.extend(&beside);
    let judgement = judge(&Known { chart, sheets: &sheets, said: &screening.contraindications, unanswered, profile, at });
    let in_icu = chart.in_icu(at).is_some() || in_icu_by_answer(&bleeding_sheet);
    let advice =
        advise(&Situation { chart, sheet, bleeding: &bleeding, judgement: &judgement, profile, care: care(chart, sheet, surgical, in_icu), at });
    Ok(Assessed { bleeding_sheet, bleeding, improve, judgement, advice })
}

fn in_icu_by_answer(bleeding: &Sheet) -> bool {
    bleeding.has(Finding::IntensiveCare)
}
