//! The questions after one signed score, as they lie on the desk: plain state, with what was said of them before and what
//! "none of the rest" answered. What happens to them is `care`'s, and each file beside this one has its part.

use std::rc::Rc;

use crate::clinical::answers::Answers;
use crate::clinical::assess::{Assessed, Screening, assess};
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{Chart, Instant, Said};
use crate::clinical::contradiction::Contradiction;
use crate::clinical::measure::Measure;
use crate::clinical::profile::Profile;
use crate::clinical::sheet::Sheet;
use crate::clinical::situation::StaySoFar;
use crate::interop::rejected::Rejected;
use crate::record::channel::stay_so_far;
use crate::record::encounter::{Encounter, Recorded};
use crate::session::hospital::HospitalSays;
use crate::session::screen::{Declining, Details, Evidence, InHand, Lists, Override};
use crate::session::work::Work;
use crate::text::Lang;

/// What the questions are asked and the assessment is made of, beside what people answer here.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    pub chart: &'a Chart,
    pub encounter: &'a Encounter,
    pub profile: &'a Profile,
    pub hospital: HospitalSays<'a>,
    pub at: Instant,
    pub lang: Lang,
}

impl Around<'_> {
    /// The record of the stay, with what the green channel says to prevention.
    pub(super) fn stay(&self) -> StaySoFar {
        stay_so_far(self.encounter, self.chart, || self.hospital.settings().settings, self.at)
    }
}

/// The questions after one signed score, and what was chosen.
pub struct Care {
    pub of: Rc<Recorded>,
    /// The score again, from the answers as signed.
    pub sheet: Rc<Sheet>,
    pub work: Work,
    /// Answers to lists that do not govern now: kept, because they still bear on what is asked, and may govern again.
    pub(super) beside: Vec<Answers>,
    pub said: Rc<Vec<(&'static str, Said)>>,
    /// The names that a "no" to a question about names has settled.
    pub(super) settled: Rc<Vec<(&'static str, String)>>,
    pub assessed: Rc<Assessed>,
    pub(super) evidence: Rc<Vec<Evidence>>,
    pub(super) details: Rc<Details>,
    /// What was said before of the questions, and where each of them stands.
    pub(super) echoes: Vec<Echo>,
    pub(super) lists: Rc<Lists>,
    /// What "none of the rest" answered and nobody has signed or answered by itself; of it, what can be taken back.
    pub(super) bulk: Vec<Denied>,
    pub(super) undo: Vec<Denied>,
    /// What was chosen in place of the proposal; `None`: as proposed.
    pub(super) drug: Option<Option<&'static str>>,
    pub(super) device: Option<Option<&'static str>>,
    /// A dose outside the label, of those that stand beside the drug.
    pub(super) dose_option: Option<usize>,
    pub overrides: Vec<Override>,
    pub declining: Option<Declining>,
    pub(super) in_hand: Rc<dyn AsRef<InHand>>,
    pub(super) turn: u32,
    pub planned_drug: Option<Rc<Measure>>,
    pub planned_device: Option<Rc<Measure>>,
    /// What of the answers has been signed: the rest is a draft.
    pub(super) signed_as: Screening,
    /// The chart cannot be beside what was answered: nothing is signed until somebody has mended it.
    pub conflict: Option<Rejected>,
}

/// What became "no" by one word about the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    Item(usize),
    Row(&'static str),
}

/// Something said before of an item of a bleeding list, or of a row of the contraindications.
#[derive(Clone, Debug, PartialEq)]
pub struct Echo {
    pub of: &'static str,
    pub present: bool,
    /// A yes that no word about the rest may deny.
    pub asks: bool,
    pub words: String,
}

pub(super) fn assessed(sheet: &Sheet, screening: &Screening, around: &Around<'_>) -> Result<Assessed, Contradiction> {
    let Around { chart, profile, at, .. } = *around;
    assess(sheet, chart, screening, profile, &around.stay(), Unanswered::Unknown, at)
}
