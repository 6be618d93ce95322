//! The score again, from the answers as signed and from what the chart says today: a birth date, a sex or a department may
//! have been put right since. What was signed stands as it was signed; what comes out now is shown beside it.

use crate::clinical::answers::{Answer, Answers};
use crate::clinical::cell::{By, CellValue, Unanswered};
use crate::clinical::chart::{Chart, Instant, Sex};
use crate::clinical::contradiction::Contradiction;
use crate::clinical::instrument::{Instrument, Points};
use crate::clinical::instruments;
use crate::clinical::routing::InstrumentRoute;
use crate::clinical::sheet::{Sheet, fill};
use crate::record::assessment::{AnswerSource, Assessment, Taken, qualified};
use crate::record::encounter::Recorded;
use crate::text::Text;

/// What today's chart says otherwise than was signed.
#[derive(Clone, Debug, PartialEq)]
pub enum Recount {
    /// The same form, with other answers from the chart.
    Score { now: Assessment, turned: Vec<Turned> },
    /// The chart now calls for another form: this much of it is known without asking.
    Form { instrument: &'static Instrument, why: Text, floor: Points, ceiling: Points },
    /// The chart cannot be beside what was signed: a man with an item of a woman.
    Contradicts { item: Text },
}

/// One item that the chart answers otherwise now; `None` is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Turned {
    pub item: Text,
    pub then: Option<bool>,
    pub now: Option<bool>,
}

/// None where nothing comes out otherwise. `routed` is the form that the chart calls for today, where nobody chose another.
pub fn recount(recorded: &Recorded, chart: &Chart, routed: Option<InstrumentRoute>, at: Instant) -> Option<Recount> {
    let assessment = recorded.governing();
    let instrument = instruments::named(&assessment.instrument)?;
    if let Some(InstrumentRoute::To { instrument: called, why }) = routed
        && called.id != instrument.id
        && let Ok(sheet) = fill(chart, &Answers::empty(called), Unanswered::Unknown, at)
    {
        let tally = &sheet.tally;
        return Some(Recount::Form { instrument: called, why, floor: tally.floor, ceiling: tally.ceiling });
    }
    let told = fill(chart, &Answers::empty(instrument), Unanswered::Unknown, at).ok()?;
    let answers = mixed(assessment, instrument, chart, &told);
    let sheet = match fill(chart, &answers, Unanswered::Unknown, at) {
        Ok(sheet) => sheet,
        Err(Contradiction::MaleWith { label, .. }) => return Some(Recount::Contradicts { item: label }),
        Err(_) => return None,
    };
    let line = |index| assessment.line(&qualified(instrument, index));
    let turned: Vec<Turned> = instrument
        .items
        .iter()
        .enumerate()
        // Of an item that nobody had to answer, because another of its group was true, a "no" is no news.
        .filter(|(index, _)| sheet.cells[*index].value != CellValue::No || line(*index).is_none_or(|line| line.source != AnswerSource::Nobody))
        .map(|(index, item)| Turned { item: item.label, then: line(index).and_then(|line| line.value), now: said(sheet.cells[index].value) })
        .filter(|turned| turned.then != turned.now)
        .collect();
    (!turned.is_empty()).then(|| Recount::Score { now: Assessment::of(&sheet, &answers, &assessment.timepoint), turned })
}

/// The answers as signed, but for those that nobody gave by hand and that today's chart decides. What the chart no longer
/// says stays as it was signed: a host may send less of a chart at the next opening.
fn mixed(assessment: &Assessment, instrument: &'static Instrument, chart: &Chart, told: &Sheet) -> Answers {
    let mut answers = assessment.answers(instrument, Taken::AsSigned);
    for (index, item) in instrument.items.iter().enumerate() {
        let line = assessment.line(&qualified(instrument, index));
        if line.is_some_and(|line| line.source == AnswerSource::Person) {
            continue;
        }
        let cell = &told.cells[index];
        let decided = matches!(cell.value, CellValue::Yes | CellValue::No) && matches!(cell.by, By::Derived(_) | By::Host(_));
        // A man's form did not ask it, and a woman's does.
        let unasked = item.female_only && chart.sex() == Some(Sex::Female) && answers.cells[index] == Some(Answer::No);
        if decided || unasked {
            answers.cells[index] = None;
        }
    }
    answers
}

fn said(value: CellValue) -> Option<bool> {
    match value {
        CellValue::Yes => Some(true),
        CellValue::No => Some(false),
        CellValue::Unknowable | CellValue::Open => None,
    }
}
