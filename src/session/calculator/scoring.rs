//! The form of one instrument, filled as far as it is: answers of a person, values entered beside them, the chart, and what they come
//! to. Signs and keeps nothing by itself: a calculator shows it, a form of the green channel takes its result over.

use std::rc::Rc;

use super::entered::Entered;
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::instrument::{From, Instrument};
use crate::clinical::possible::{Readout, read};
use crate::clinical::sheet::{Sheet, fill};
use crate::interop::chart::contradicted;
use crate::interop::rejected::Rejected;
use crate::interop::shape::Place;
use crate::session::evidence::evidence;
use crate::session::screen::Intent;
use crate::session::work::Work;
use crate::text::Lang;

#[derive(Clone)]
pub struct Scoring {
    pub work: Work,
    pub entered: Entered,
    /// What it was last filled from.
    pub chart: Chart,
    pub readout: Readout,
    /// Facts and answers cannot be beside one another: said, and the answers stay.
    pub conflict: Option<Rejected>,
}

/// What a form is filled from, beside its answers.
#[derive(Clone, Copy)]
pub struct FilledFrom<'a> {
    pub chart: &'a Chart,
    /// The chart is a patient's, and has times.
    pub dated: bool,
    pub at: Instant,
    pub lang: Lang,
    pub fresh_hours: u32,
}

impl Scoring {
    pub fn new(instrument: &'static Instrument) -> Scoring {
        let readout = Readout { total: None, counted: vec![], missing: vec![], unmeasured: vec![], denied: vec![], closed: vec![], readings: vec![] };
        Scoring { work: Work::new(instrument), entered: Entered::default(), chart: Chart::default(), readout, conflict: None }
    }

    pub fn instrument(&self) -> &'static Instrument {
        self.work.answers.instrument
    }

    /// Scores: the chart, what was entered beside it, and the answers. What contradicts is said and left out, the answers stay.
    pub fn work_out(&mut self, from: FilledFrom<'_>) {
        let chart = self.entered.beside(from.chart, from.at, from.lang, from.dated);
        self.conflict = None;
        for (chart, last) in [(chart.clone(), false), (chart.without_sex(), false), (from.chart.without_sex(), false), (Chart::default(), true)] {
            match fill(&chart, &self.work.answers, Unanswered::Unknown, from.at) {
                Ok(sheet) => return self.take(sheet, chart, from),
                Err(found) => {
                    let instrument = self.instrument();
                    let told = || contradicted(&found, instrument, &Place::root("chart"), &Place::root("answers"));
                    self.conflict.get_or_insert_with(told);
                    debug_assert!(!last, "an empty chart contradicts nothing");
                }
            }
        }
    }

    fn take(&mut self, sheet: Sheet, chart: Chart, from: FilledFrom<'_>) {
        self.readout = read(&sheet, &chart, from.at);
        let evidence = evidence(&sheet, &chart, from.at, from.lang, from.fresh_hours);
        if *self.work.evidence != evidence {
            self.work.evidence = Rc::new(evidence);
        }
        self.work.sheet = Rc::new(sheet);
        self.chart = chart;
    }

    /// "None of the rest": every item that is asked and open, but none of what is no yes or no, and of a choice nothing: one of its
    /// members holds.
    pub fn deny_the_rest(&mut self) {
        let instrument = self.instrument();
        let choices = instrument.reads.map_or(&[][..], |reads| reads.choices);
        let is_rest = |index: usize| {
            let counts = matches!(instrument.items[index].from, From::Count(_));
            let chosen = instrument.group_of(index).is_some_and(|group| choices.contains(&group.id));
            self.readout.missing.contains(&index) && !counts && !chosen
        };
        self.work.reserved = (0..instrument.items.len()).filter(|index| !is_rest(*index)).collect();
        self.work.intend(&Intent::NoneOfTheRest);
    }
}
