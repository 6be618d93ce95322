//! The whole assessment in one pass: score, bleeding, contraindications, advice. Recomputed from what is known, never stored.

use std::borrow::Cow;
use std::rc::Rc;

use super::advice::Advice;
use super::alerts;
use super::answers::{Answer, Answers};
use super::bleeding::{Bleeding, governing, is_surgical};
use super::blood::Blood;
use super::cell::{By, CellValue, Unanswered};
use super::chart::{Chart, Fact, FactValue, Instant, Said};
use super::contradiction::Contradiction;
use super::contraindication::judge;
use super::finding::{Finding, SHARED};
use super::formulary::{Device, Drug};
use super::instrument::Instrument;
use super::instruments::{CN_BLEED_MEDICAL, CN_BLEED_SURGICAL, IMPROVE_BLEEDING};
use super::measure::Measure;
use super::profile::Profile;
use super::prophylaxis::{advise, care, measure_of};
use super::record_questions::{CANCER_OPERATION, LAST_DOSE, UNTIMED_RESULTS};
use super::sheet::{Sheet, fill_beside};
use super::situation::{Situation, StaySoFar};
use super::substance::{Recognised, recognise};
use crate::clinical::contraindication::CaseFacts;
use crate::clinical::contraindication::judgement::Judgement;
use crate::clinical::contraindication::row::{Row, When};

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
    /// The answers as an assessment at `at` may see them: none that was given later (T9).
    pub fn as_of(&self, at: Instant) -> Cow<'_, Screening> {
        let later = |said: &Said| said.at.is_some_and(|told| told > at);
        if !self.contraindications.iter().any(|(_, said)| later(said)) {
            return Cow::Borrowed(self);
        }
        let mut seen = self.clone();
        seen.contraindications.retain(|(_, said)| !later(said));
        Cow::Owned(seen)
    }

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

    /// What was said of a row or a question: `None` nothing, `Some(None)` that it cannot be known.
    pub fn said(&self, id: &str) -> Option<Option<bool>> {
        self.contraindications.iter().rev().find(|(of, _)| *of == id).map(|(_, said)| said.value)
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
    /// Every dose was judged as below a clearance of 15: by a person's word the kidneys have failed.
    pub kidneys_failed: bool,
    /// What is in the blood now; facts by their place in the chart as of the assessment.
    pub blood: Rc<Blood>,
    pub judgement: Judgement,
    pub advice: Advice,
}

impl Assessed {
    /// Whether a contraindication bears on anything that could be proposed here; one that is present on a drug that has no
    /// place here does not.
    pub fn bears(&self, row: &Row) -> bool {
        let mut considered = self.advice.alternatives.iter().filter(|alternative| alternative.fits);
        row.when != When::ByChoice
            && considered.any(|alternative| {
                Drug::named(alternative.id).is_some_and(|drug| row.applies.has_drug(drug))
                    || Device::named(alternative.id).is_some_and(|device| row.applies.has_device(device))
            })
    }
}

/// Assesses a scored patient. What is later than `at` is not seen, whatever the chart holds.
pub fn assess(
    sheet: &Sheet,
    chart: &Chart,
    screening: &Screening,
    profile: &Profile,
    stay: &StaySoFar,
    unanswered: Unanswered,
    at: Instant,
) -> Result<Assessed, Contradiction> {
    let screening = &*screening.as_of(at);
    let chart = &*answered(chart, screening, profile, at);
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
    // A person's word that the kidneys have failed bears on every dose: with it all is read once more.
    let failed = |sheet: &Sheet| said_by_somebody(sheet, Finding::RenalFailure) || said_by_somebody(sheet, Finding::RenalOrHepaticFailure);
    let renal =
        !chart.renal_failure && [&*bleeding_sheet].into_iter().chain(&beside).any(failed) && screening.said(KIDNEY_OR_LIVER) != Some(Some(false));
    if renal {
        let organ = said_by_somebody(&bleeding_sheet, Finding::RenalOrHepaticFailure)
            || beside.iter().any(|sheet| said_by_somebody(sheet, Finding::RenalOrHepaticFailure));
        let chart = Chart { renal_failure: true, names_both_organs: organ, ..chart.clone() };
        return assess(sheet, &chart, screening, profile, stay, unanswered, at);
    }
    let improve = if instrument.id == IMPROVE_BLEEDING.id {
        Rc::clone(&bleeding_sheet)
    } else {
        let mut others = vec![sheet, &*bleeding_sheet];
        others.extend(&beside);
        let fill = |answers: &Answers| fill_beside(&others, chart, answers, unanswered, at, thresholds);
        let answers = screening.of(&IMPROVE_BLEEDING);
        let alone = fill(&answers)?;
        Rc::new(match of_the_same_study(&answers, &alone, &others) {
            Some(answers) => fill(&answers)?,
            None => alone,
        })
    };
    let bleeding = Bleeding::of(&bleeding_sheet);
    let mut sheets = vec![sheet, &*bleeding_sheet];
    sheets.extend(&beside);
    let blood = Blood::of(chart, at);
    let said = &*with_the_record(&screening.contraindications, stay);
    let judgement = judge(&CaseFacts { chart, sheets: &sheets, said, settled: &screening.settled, blood: &blood, unanswered, profile, at });
    let in_icu = chart.in_icu(at).is_some() || bleeding_sheet.has(Finding::IntensiveCare);
    let advice = advise(&Situation {
        chart,
        sheet,
        bleeding: &bleeding,
        judgement: &judgement,
        blood: &blood,
        profile,
        stay,
        vte_unknown: vte_unknown(chart, screening),
        said,
        care: care(chart, sheet, surgical, in_icu),
        at,
    });
    Ok(Assessed { kidneys_failed: chart.renal_failure, bleeding_sheet, bleeding, improve, blood: Rc::new(blood), judgement, advice })
}

/// A clot that the record of the stay confirms is a yes to its row from when it was found: what that row forbids is forbidden
/// (core specification §5.9), and no answer of the lists denies it.
fn with_the_record<'a>(said: &'a [(&'static str, Said)], stay: &StaySoFar) -> Cow<'a, [(&'static str, Said)]> {
    let Some(confirmed) = stay.confirmed else { return Cow::Borrowed(said) };
    let mut all = said.to_vec();
    all.push(("CI_ACUTE_VTE", Said { at: confirmed.at, ..Said::now(Some(true)) }));
    Cow::Owned(all)
}

/// What a person denied of the medical list, or could not know, IMPROVE does not ask again: both come from one study and define
/// these items alike. What is yes there crosses by [`SHARED`] already, and what facts decide stands.
fn of_the_same_study(answers: &Answers, alone: &Sheet, others: &[&Sheet]) -> Option<Answers> {
    let mut filled: Option<Answers> = None;
    for shared in SHARED.iter().filter(|shared| shared.from.instrument == CN_BLEED_MEDICAL.id && shared.to.instrument == IMPROVE_BLEEDING.id) {
        let medical = others.iter().find(|sheet| sheet.instrument.id == shared.from.instrument);
        let cell = medical.and_then(|sheet| Some(&sheet.cells[sheet.instrument.index(shared.from.item)?]));
        let told = cell.filter(|cell| cell.by == By::Person).and_then(|cell| match cell.value {
            CellValue::No => Some(Answer::No),
            CellValue::Unknowable => Some(Answer::Unknowable),
            CellValue::Yes | CellValue::Open => None,
        });
        if let Some((told, index)) = told.zip(IMPROVE_BLEEDING.index(shared.to.item))
            && alone.cells[index].value == CellValue::Open
        {
            filled.get_or_insert_with(|| answers.clone()).cells[index] = Some(told);
        }
    }
    filled
}

/// What a person chose in place of the proposal: a drug or device, and which of the doses outside the label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice<'a> {
    pub id: &'a str,
    pub dose_option: Option<usize>,
}

impl<'a> From<&'a str> for Choice<'a> {
    fn from(id: &'a str) -> Choice<'a> {
        Choice { id, dose_option: None }
    }
}

/// What choosing this instead would mean, by the rules of an assessment that was made of the same chart, answers and time.
#[allow(clippy::too_many_arguments, reason = "the arguments of the assessment, and the choice")]
pub fn chosen(
    sheet: &Sheet,
    chart: &Chart,
    screening: &Screening,
    profile: &Profile,
    stay: &StaySoFar,
    assessed: &Assessed,
    choice: Choice<'_>,
    at: Instant,
) -> Option<Measure> {
    let screening = &*screening.as_of(at);
    let mut chart = answered(chart, screening, profile, at);
    // As the assessment judged every dose: a person's word that the kidneys have failed.
    if assessed.kidneys_failed && !chart.renal_failure {
        chart.to_mut().renal_failure = true;
    }
    let chart = &*chart;
    let situation = Situation {
        chart,
        sheet,
        bleeding: &assessed.bleeding,
        judgement: &assessed.judgement,
        blood: &assessed.blood,
        profile,
        stay,
        vte_unknown: vte_unknown(chart, screening),
        said: &screening.contraindications,
        care: assessed.advice.care,
        at,
    };
    measure_of(&situation, choice.id, choice.dose_option)
}

const KIDNEY_OR_LIVER: &str = "kidney_or_liver";

/// Yes by a person or the host, not computed from a rate that says itself how low it is.
fn said_by_somebody(sheet: &Sheet, finding: Finding) -> bool {
    let item = sheet.instrument.items.iter().position(|item| item.finding == Some(finding));
    item.is_some_and(|index| sheet.cells[index].value == CellValue::Yes && matches!(sheet.cells[index].by, By::Person | By::Host(_)))
}

/// The chart as an assessment at `at` sees it: nothing that is later, and what people said that reads the record otherwise
/// laid beside the facts, so that every rule sees the same.
pub fn answered<'a>(chart: &'a Chart, screening: &Screening, profile: &Profile, at: Instant) -> Cow<'a, Chart> {
    let mut chart = chart.as_of(at);
    let recent = screening.said(UNTIMED_RESULTS) == Some(Some(true));
    let reopened = alerts::denial_is_over(&chart, &Blood::of(&chart, at), &screening.contraindications, at);
    let still_given = screening.said(LAST_DOSE).flatten();
    let cancer = screening.said(CANCER_OPERATION).flatten();
    let settled = settled(&chart, screening, &profile.irrelevant_medicines);
    // Answers to rows that bear on items of the lists: whether the danger after an operation is over, and whether it is a stroke.
    let to_lists = ["CI_NEURO_EYE_OP", "MC_STROKE_GCS"];
    let laid = to_lists.into_iter().filter_map(|row| screening.contraindications.iter().rev().find(|(id, _)| *id == row));
    let laid: Vec<Fact> = laid.map(|(id, said)| Fact::of(FactValue::Contraindication { id, said: *said })).collect();
    let as_it_is = recent == chart.untimed_are_recent
        && reopened == chart.bleeding_reopened
        && still_given == chart.still_given
        && cancer == chart.cancer_operation
        && laid.is_empty()
        && settled.is_empty();
    if !as_it_is {
        let chart = chart.to_mut();
        chart.untimed_are_recent = recent;
        chart.bleeding_reopened = reopened;
        chart.still_given = still_given;
        chart.cancer_operation = cancer;
        for index in settled {
            if let FactValue::Medication(medication) = &mut chart.facts[index].value {
                medication.taken = Recognised::Irrelevant;
            }
        }
        chart.facts.extend(laid);
    }
    chart
}

/// The medicines that nobody recognises and that bear on no clot all the same: a person said so, or the profile of the
/// hospital lists them.
fn settled(chart: &Chart, screening: &Screening, local_irrelevant: &[String]) -> Vec<usize> {
    const QUESTION: &str = "unrecognised_medication";
    let denied = screening.said(QUESTION) == Some(Some(false));
    let names: Vec<&str> = screening.settled.iter().filter(|(of, _)| *of == QUESTION).map(|(_, name)| name.as_str()).collect();
    let by_person = |name: &str| denied && (names.is_empty() || names.contains(&name));
    let by_profile = |name: &str| !local_irrelevant.is_empty() && recognise(&[name], None, local_irrelevant) == [Recognised::Irrelevant];
    let unknown = chart.all_medications().filter(|(_, medication)| medication.taken == Recognised::Unrecognised);
    unknown.filter(|(_, medication)| by_person(&medication.name) || by_profile(&medication.name)).map(|(index, _)| index).collect()
}

/// Nobody can say whether there is a clot: a suspicion, by a person's word or the host's.
fn vte_unknown(chart: &Chart, screening: &Screening) -> bool {
    const ID: &str = "CI_ACUTE_VTE";
    match screening.said(ID) {
        Some(said) => said.is_none(),
        None => chart.asserted().any(|(_, fact)| matches!(fact.value, FactValue::Contraindication { id: ID, said } if said.value.is_none())),
    }
}
