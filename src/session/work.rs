//! A form being filled: a person's answers, the sheet that follows from them, and what a tap does to them.

use std::rc::Rc;

use super::evidence::evidence;
use super::screen::{Evidence, Intent};
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::contradiction::Contradiction;
use crate::clinical::instrument::Instrument;
use crate::clinical::sheet::{Sheet, fill};
use crate::interop::chart::contradicted;
use crate::interop::rejected::Rejected;
use crate::interop::shape::Place;
use crate::record::assessment::{AnswerSource, Assessment};
use crate::record::decide::blockers;
use crate::record::refusal::Refusal;
use crate::record::timepoint::{self, Timepoint};
use crate::text::Lang;

/// A form being filled.
#[derive(Clone)]
pub struct Work {
    pub answers: Rc<Answers>,
    pub sheet: Rc<Sheet>,
    pub evidence: Rc<Vec<Evidence>>,
    pub blockers: Rc<Vec<Refusal>>,
    pub opened: Rc<Vec<usize>>,
    pub timepoint: Option<&'static Timepoint>,
    pub tried: bool,
    pub amending: Option<(String, String)>,
    pub restored: bool,
    /// The chart cannot be beside what is answered here. The answers stand, and nothing is signed.
    pub conflict: Option<Rejected>,
    /// Answered "none of the rest", and by nobody by itself.
    pub(super) bulk: Vec<usize>,
    /// What "none of the rest" leaves alone.
    pub(super) reserved: Vec<usize>,
    /// What the last of them answered, while it can be taken back.
    pub denied: Rc<Vec<usize>>,
}

impl Work {
    pub fn new(instrument: &'static Instrument) -> Work {
        let empty = Sheet {
            instrument,
            cells: vec![],
            tally: crate::clinical::tally::tally(instrument, &[], false),
            warnings: vec![],
            doubled: vec![],
            refused: vec![],
            under_18: false,
        };
        Work {
            answers: Rc::new(Answers::empty(instrument)),
            sheet: Rc::new(empty),
            evidence: Rc::default(),
            blockers: Rc::default(),
            opened: Rc::default(),
            timepoint: None,
            tried: false,
            amending: None,
            restored: false,
            conflict: None,
            bulk: vec![],
            reserved: vec![],
            denied: Rc::default(),
        }
    }

    /// Scores: the one place where a sheet is made.
    pub fn filled(mut self, chart: &Chart, at: Instant, lang: Lang, fresh_hours: u32) -> Result<Work, Rejected> {
        let instrument = self.answers.instrument;
        let told = |found: &Contradiction| contradicted(found, instrument, &Place::root("chart"), &Place::root("answers"));
        let of = |chart: &Chart| fill(chart, &self.answers, Unanswered::Unknown, at);
        let (sheet, conflict) = match of(chart) {
            Ok(sheet) => (sheet, None),
            // Which of the two is wrong, the sex or the answer, a person must say: neither takes the other away.
            Err(found) => {
                let mut sheet = of(&chart.without_sex()).map_err(|_| told(&found))?;
                if let Contradiction::MaleWith { key, .. } = &found
                    && let Some(item) = instrument.index(key.item)
                {
                    sheet.cells[item].conflict = true;
                }
                (sheet, Some(told(&found)))
            }
        };
        let mut blocked = blockers(&sheet, &self.answers);
        blocked.extend(conflict.is_some().then_some(Refusal::Contradicted));
        self.conflict = conflict;
        self.blockers = Rc::new(blocked);
        let evidence = evidence(&sheet, chart, at, lang, fresh_hours);
        if *self.evidence != evidence {
            self.evidence = Rc::new(evidence);
        }
        self.sheet = Rc::new(sheet);
        Ok(self)
    }

    /// Of a second assessment: what a person said yes to in the one before is asked by itself, so that no word about the rest
    /// contradicts what was signed.
    pub fn reserve_signed(&mut self, before: &Assessment) {
        for line in before.answers.iter().filter(|line| line.value == Some(true) && line.source == AnswerSource::Person) {
            let item = line.item.split_once('.').filter(|(list, _)| *list == self.answers.instrument.id);
            if let Some(index) = item.and_then(|(_, item)| self.answers.instrument.index(item)) {
                self.reserved.extend(family(self.answers.instrument, index));
            }
        }
    }

    /// A tap on the form.
    pub fn intend(&mut self, intent: &Intent) {
        let instrument = self.answers.instrument;
        match intent {
            Intent::Answer { item, .. } | Intent::Confirm { item, .. } | Intent::Restore { item } if *item < instrument.items.len() => {
                let family = family(instrument, *item);
                self.bulk.retain(|index| !family.contains(index));
            }
            Intent::AnswerGroup { group, .. } => {
                self.bulk.retain(|index| instrument.group_of(*index).is_none_or(|of| of.id != *group));
            }
            _ => {}
        }
        let within = |item: usize| item < instrument.items.len();
        match intent {
            Intent::Answer { item, answer } if within(*item) => self.answers().choose(*item, *answer),
            Intent::Confirm { item, present } if within(*item) => self.answers().choose(*item, Some(Answer::from_bool(Some(*present)))),
            Intent::AnswerGroup { group, answer } => {
                let Some(group) = instrument.group(group) else { return };
                for member in instrument.members(group) {
                    self.answers().cells[member] = Some(*answer);
                }
            }
            Intent::Note { item, text } if within(*item) => self.answers().write_note(*item, text.chars().take(500).collect()),
            Intent::Override { item } if within(*item) => {
                let opened = Rc::make_mut(&mut self.opened);
                opened.extend(family(instrument, *item));
            }
            Intent::Restore { item } if within(*item) => {
                let family = family(instrument, *item);
                Rc::make_mut(&mut self.opened).retain(|index| !family.contains(index));
                for index in family {
                    self.answers().cells[index] = None;
                    self.answers().write_note(index, String::new());
                }
            }
            Intent::NoneOfTheRest => {
                let mut denied = self.sheet.tally.missing.clone();
                // What the host suggests is not "the rest": it waits for a yes or a no of its own.
                denied.retain(|index| !self.sheet.awaits_confirmation(*index) && !self.reserved.contains(index));
                for &index in &denied {
                    self.answers().cells[index] = Some(Answer::No);
                    self.bulk.push(index);
                }
                self.denied = Rc::new(denied);
            }
            Intent::KeepDenied(_) => {
                for &index in std::mem::take(&mut self.denied).iter() {
                    // What was answered by itself since stays.
                    if self.bulk.contains(&index) {
                        self.answers().cells[index] = None;
                        self.bulk.retain(|of| *of != index);
                    }
                }
            }
            Intent::Timepoint(id) => self.timepoint = timepoint::named(id),
            Intent::AmendReason(reason) => {
                if let Some((_, held)) = &mut self.amending {
                    *held = reason.chars().take(500).collect();
                }
            }
            _ => {}
        }
    }

    fn answers(&mut self) -> &mut Answers {
        Rc::make_mut(&mut self.answers)
    }
}

/// The item and the other members of its group.
pub(super) fn family(instrument: &'static Instrument, item: usize) -> Vec<usize> {
    instrument.group_of(item).map_or_else(|| vec![item], |group| instrument.members(group).collect())
}

/// Computed items that a person answered against the facts, with a reason. Where the facts said nothing no reason was asked for,
/// and none is when the answer comes back.
pub fn answered_otherwise(answers: &Answers) -> Vec<usize> {
    let mut opened = vec![];
    for (index, item) in answers.instrument.items.iter().enumerate() {
        if answers.cells[index].is_some() && item.from.is_computed() && answers.note(index).is_some() {
            opened.push(index);
        }
    }
    opened
}
