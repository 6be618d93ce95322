//! A form being filled: a person's answers, the sheet that follows from them, and what a tap does to them.

use std::rc::Rc;

use super::evidence::evidence;
use super::screen::{Evidence, Intent};
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::chart::{Chart, Instant, Status};
use crate::clinical::instrument::Instrument;
use crate::clinical::sheet::{By, Cell, Contradiction, Sheet, Unanswered, fill};
use crate::interop::chart::contradicted;
use crate::interop::rejected::Rejected;
use crate::interop::shape::Place;
use crate::record::encounter::blockers;
use crate::record::refusal::Refusal;
use crate::record::timepoint::{self, Timepoint};
use crate::text::Lang;

/// A form being filled.
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
    bulk: Vec<usize>,
    /// What "none of the rest" leaves alone.
    reserved: Vec<usize>,
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

    /// What waits for a yes or no beside the items would decide some of them: these, with their groups, are not "the rest".
    pub fn reserve(&mut self, chart: &Chart, at: Instant) {
        self.reserved.clear();
        let (mut together, mut taken) = (chart.clone(), chart.clone());
        for index in chart.awaiting().map(|(index, _)| index) {
            taken.facts[index].status = Status::Asserted;
            let alone = std::mem::replace(&mut taken, chart.clone());
            self.reserve_for(&alone, at);
            // What contradicts the others is not taken with them.
            together.facts[index].status = Status::Asserted;
            if !self.reserve_for(&together, at) {
                together.facts[index].status = Status::Suggested;
            }
        }
    }

    /// Reserves what stands otherwise under this chart; false where no sheet follows from it.
    fn reserve_for(&mut self, chart: &Chart, at: Instant) -> bool {
        let of = |chart: &Chart| fill(chart, &self.answers, Unanswered::Unknown, at).ok();
        let Some(sheet) = of(chart).or_else(|| of(&chart.without_sex())) else { return false };
        for (index, (then, now)) in sheet.cells.iter().zip(&self.sheet.cells).enumerate() {
            if then != now {
                self.reserved.extend(family(sheet.instrument, index));
            }
        }
        true
    }

    /// A fact was confirmed: where it decides or points to what was answered "none of the rest", that answer is taken back. What was
    /// answered by itself stays.
    pub fn take_back(&mut self, chart: &Chart, at: Instant) {
        let instrument = self.answers.instrument;
        let mut without = (*self.answers).clone();
        self.bulk.iter().for_each(|&index| without.cells[index] = None);
        let of = |chart: &Chart| fill(chart, &without, Unanswered::Unknown, at).ok();
        let Some(sheet) = of(chart).or_else(|| of(&chart.without_sex())) else { return };
        let told = |cell: &Cell| cell.by != By::Nobody || cell.suggestion.is_some();
        let back: Vec<usize> = self.bulk.iter().filter(|&&index| told(&sheet.cells[index])).flat_map(|&index| family(instrument, index)).collect();
        for &index in self.bulk.iter().filter(|index| back.contains(index)) {
            Rc::make_mut(&mut self.answers).cells[index] = None;
        }
        self.bulk.retain(|index| !back.contains(index));
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
                for index in self.sheet.tally.missing.clone() {
                    // What the host suggests is not "the rest": it waits for a yes or a no of its own.
                    if !self.sheet.awaits_confirmation(index) && !self.reserved.contains(&index) {
                        self.answers().cells[index] = Some(Answer::No);
                        self.bulk.push(index);
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
fn family(instrument: &'static Instrument, item: usize) -> Vec<usize> {
    instrument.group_of(item).map_or_else(|| vec![item], |group| instrument.members(group).collect())
}
