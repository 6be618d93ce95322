//! What a person at the screen has begun of a suspicion and not signed: the report or the conclusion, what is typed into the forms
//! of the green channel, and which of them a signature is of. Stands in the second part of the program.

pub mod kept;

use std::cell::RefCell;
use std::rc::Rc;

use super::channel::entering::Entering;
use super::channel::scores::Scores;
use super::sitting::Open;
use crate::clinical::chart::Instant;
use crate::record::channel::Episode;

/// The form behind the red button, as far as it is filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suspecting {
    pub site: Option<&'static str>,
    pub limb: Option<&'static str>,
    pub signs: Vec<&'static str>,
    pub since: Option<&'static str>,
    pub onset: Option<&'static str>,
    pub note: String,
    /// Somebody on the page has heard the alert of it. That no more says that anybody has looked.
    pub heard: bool,
    /// Not a new one: the one that stands is settled, and how (empty: not chosen yet).
    pub settles: Option<String>,
}

impl Suspecting {
    /// A clot of the leg has a side.
    pub fn needs_limb(&self) -> bool {
        matches!(self.site, Some("dvt" | "dvt_pe"))
    }
}

/// The episode as it was worked out last, and of what: the number of events, what the host had told, and the moment. A keystroke
/// changes none of them.
#[derive(Clone, Debug, Default)]
pub struct Worked(pub RefCell<Option<(WorkedOf, Rc<Episode>)>>);

/// The number of events, what the host had told, and the moment.
type WorkedOf = (u64, u32, Instant);

/// What a person has begun of a suspicion and not signed.
#[derive(Default)]
pub struct Begun {
    /// The report, or how the suspicion that stands is settled.
    pub form: Suspecting,
    /// What is typed into the forms of the green channel.
    pub entering: Entering,
    /// What is answered of the scores in them.
    pub scores: Scores,
    /// The form whose button was pressed last: what a signature is of. None: the report or the conclusion.
    pub signs: Option<&'static str>,
    pub worked: Worked,
}

impl Begun {
    pub fn of(open: &Open) -> Option<&Begun> {
        open.begun.as_ref()?.downcast_ref()
    }

    /// What is begun, to go on with.
    pub fn go_on(open: &mut Open) -> Option<&mut Begun> {
        let begun = open.begun.get_or_insert_with(|| Box::new(Begun::default()));
        begun.downcast_mut()
    }
}
