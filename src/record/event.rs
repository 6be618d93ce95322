//! What can stand in a record. A body says what happened; it has no id and no hash, those are sealed on outside.
//!
//! An event states what has happened, never what is planned: a host that reads only the type of an event must not take
//! an operation or a discharge for done that is still ahead. What is ahead comes from the chart (`due::Expected`).

use super::assessment::{self, AnswerLine, AnswerSource, Assessment, Taken};
use super::clock::Clock;
use super::happening::{Happening, Occurrence};
use super::measure::{MeasureId, MeasureKind};
use super::role::{Action, Actor};
use crate::clinical::answers::Answers;
use crate::clinical::chart::{Instant, Limb};
use crate::clinical::contraindication;
use crate::clinical::dosing::{Days, Dose};
use crate::clinical::formulary::Drug;
use crate::clinical::instrument::{Instrument, Points};
use crate::clinical::measure::{self as proposal, What};
use crate::clinical::monitoring::MonitoringTask;
use crate::clinical::source::Mark;
use crate::text::Text;

/// One line of an admission's record, as far as the fold needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub id: String,
    pub seq: u64,
    pub at: Instant,
    pub by: Actor,
    pub body: Body,
    /// What was said of the device's clock, where `at` is not simply what it showed.
    pub clock: Option<Clock>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Admitted, transferred, operated, discharged; VTE suspected, confirmed or excluded.
    Happened(Occurrence),
    Assessed(Assessment),
    /// A physician's second look. With an assessment it was changed, and that one governs.
    Reviewed {
        of: String,
        changed: Option<Assessment>,
    },
    BleedingScreened(BleedingScreen),
    PlanAuthorised(Plan),
    PlanDeclined(Declined),
    MeasureStarted(Change),
    MeasureStopped(Change),
    /// Never rewrites: names the event, the reason, and what holds instead.
    Amended {
        of: String,
        reason: String,
        body: Box<Body>,
    },
}

impl Body {
    pub fn kind(&self) -> &'static str {
        self.action().event()
    }

    /// What a person does who signs this.
    pub fn action(&self) -> Action {
        match self {
            Body::Happened(occurrence) => occurrence.what.action(),
            Body::Assessed(_) => Action::Assess,
            Body::Reviewed { .. } => Action::Review,
            Body::BleedingScreened(_) => Action::Screen,
            Body::PlanAuthorised(_) => Action::Authorise,
            Body::PlanDeclined(_) => Action::Decline,
            Body::MeasureStarted(_) => Action::Start,
            Body::MeasureStopped(_) => Action::Stop,
            Body::Amended { .. } => Action::Amend,
        }
    }

    /// May be named by an amendment. A review is not amended, it is given again; an amendment is amended by its original.
    pub fn is_amendable(&self) -> bool {
        !matches!(self, Body::Reviewed { .. } | Body::Amended { .. })
    }

    /// A suspicion of VTE, what was entered in its episode, or what came of it; first or amended.
    pub fn is_of_suspicion(&self) -> bool {
        match self {
            Body::Happened(occurrence) => {
                use Happening as H;
                matches!(occurrence.what, H::VteSuspected | H::VteConfirmed | H::VteExcluded | H::PathwayStep | H::Referral)
            }
            Body::Amended { body, .. } => body.is_of_suspicion(),
            _ => false,
        }
    }

    /// The score that is signed here, first or amended.
    pub fn assessment(&self) -> Option<&Assessment> {
        match self {
            Body::Assessed(assessment) => Some(assessment),
            Body::Amended { body, .. } => body.assessment(),
            _ => None,
        }
    }

    /// The same, to be completed before it is sealed.
    pub fn assessment_mut(&mut self) -> Option<&mut Assessment> {
        match self {
            Body::Assessed(assessment) => Some(assessment),
            Body::Amended { body, .. } => body.assessment_mut(),
            _ => None,
        }
    }

    /// The same, with the score that a review put in its place.
    pub fn score(&self) -> Option<&Assessment> {
        match self {
            Body::Reviewed { changed, .. } => changed.as_ref(),
            body => body.assessment(),
        }
    }

    /// An admission at the time it is signed.
    pub fn admitted() -> Body {
        Body::Happened(Occurrence::of(Happening::Admitted))
    }
}

/// A bleeding screen as signed: the governing list, and the contraindications.
#[derive(Clone, Debug, PartialEq)]
pub struct BleedingScreen {
    pub instrument: String,
    pub edition: String,
    pub answers: Vec<AnswerLine>,
    pub contraindications: Vec<ContraindicationLine>,
    /// `None`: what cannot be known now leaves it open. Signed all the same, so that devices need not wait for a laboratory.
    pub high: Option<bool>,
    /// IMPROVE beside it: certain and possible points.
    pub improve: Option<(Points, Points)>,
}

impl BleedingScreen {
    /// The answers to the list that governed, to be filled in again.
    pub fn answers(&self, list: &'static Instrument, taken: Taken) -> Answers {
        assessment::answers(&self.answers, list, taken)
    }
}

/// A contraindication that was answered, or that follows from what is known.
#[derive(Clone, Debug, PartialEq)]
pub struct ContraindicationLine {
    pub item: String,
    pub value: Option<bool>,
    pub limb: Option<Limb>,
    pub until: Option<Instant>,
    /// A person, or derived from the chart and the lists.
    pub source: AnswerSource,
    /// When a person answered it, where that was before it was signed: an alert that came between asks again.
    pub at: Option<Instant>,
    /// Of a question about names that was answered "no": the names that this settles. One that comes later is asked again.
    pub names: Vec<String>,
}

impl ContraindicationLine {
    /// A row of the tables that holds; the answer to a question is none, whatever it was.
    pub fn holds(&self) -> bool {
        self.value == Some(true) && contraindication::is_row(&self.item)
    }
}

/// A physician's order of prevention, as authorised.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The assessment it answers.
    pub of: String,
    /// The row of the matrix, or the route, that was shown.
    pub rule: Option<String>,
    /// The bleeding screen it rests on.
    pub screen: Option<String>,
    pub measures: Vec<MeasureLine>,
    pub overrides: Vec<OverrideLine>,
    pub monitoring: Vec<Watch>,
    /// The `plan_authorised` that it ends; none of the plans of 0.1.0 say it, and there the later one ends the earlier.
    pub replaces: Option<String>,
}

/// What stood against a measure, and why it was ordered all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct OverrideLine {
    /// A contraindication, the bleeding list, or a fact that is not known.
    pub id: String,
    pub reason: String,
}

/// A task that goes with a drug.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    pub id: String,
    pub text: SignedText,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    pub every_h: Option<u16>,
}

impl Watch {
    pub fn of(task: &MonitoringTask) -> Watch {
        Watch { id: task.id.into(), text: task.what.into(), from: whole(task.from), to: whole(task.to), every_h: task.every_h }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Declined {
    pub of: String,
    /// Of [`super::coded::DECLINED`].
    pub code: String,
    pub note: Option<String>,
}

/// A measure was begun or ended. Names the measure by its id: one plan has each once.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub measure: MeasureId,
    pub at: Instant,
    /// Of [`super::coded::STOPPED`].
    pub code: Option<String>,
    /// Who was told, of [`super::coded::INFORMED`]: information is part of basic prevention.
    pub informed: Option<String>,
    /// What the person who signed wrote beside the code.
    pub note: Option<String>,
    /// The plan that the person who signed saw in force; not said by 0.1.0, nor of what needs no order.
    pub plan: Option<String>,
}

impl Change {
    /// One without details.
    pub fn plain(measure: &MeasureId, at: Instant) -> Change {
        Change { measure: measure.clone(), at, code: None, informed: None, note: None, plan: None }
    }
}

/// Both languages, as they stood when it was signed.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedText {
    pub zh: String,
    pub en: String,
}

impl From<Text> for SignedText {
    fn from(text: Text) -> SignedText {
        SignedText { zh: text.zh().into(), en: text.en().into() }
    }
}

/// A measure as proposed and as authorised: the same wire form.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureLine {
    pub id: MeasureId,
    pub kind: MeasureKind,
    pub conditional_on: Vec<String>,
    pub limb: Option<Limb>,
    pub dose: Option<Dose>,
    pub start: Option<Instant>,
    pub start_rule: Option<SignedText>,
    pub stop: Option<Instant>,
    pub days: Option<Days>,
    pub meanwhile: bool,
    pub remarks: Vec<SignedText>,
    /// Which day of the course it was when it was proposed.
    pub day: Option<u16>,
    /// Where the dose comes from, as the proposal said it.
    pub sources: Vec<String>,
}

impl MeasureLine {
    /// One without details.
    pub fn plain(id: MeasureId, kind: MeasureKind) -> MeasureLine {
        MeasureLine {
            id,
            kind,
            conditional_on: vec![],
            limb: None,
            dose: None,
            start: None,
            start_rule: None,
            stop: None,
            days: None,
            meanwhile: false,
            remarks: vec![],
            day: None,
            sources: vec![],
        }
    }

    /// What is proposed, ready to be changed and authorised.
    pub fn of(proposed: &proposal::Measure) -> MeasureLine {
        let mut measure = MeasureLine::plain(MeasureId::of(&proposed.what), MeasureKind::of(&proposed.what));
        measure.conditional_on = proposed.conditional_on.iter().map(|id| (*id).into()).collect();
        measure.meanwhile = proposed.meanwhile;
        measure.remarks = proposed.remarks.iter().map(|text| (*text).into()).collect();
        match &proposed.what {
            What::Device { legs, .. } => measure.limb = Some(*legs),
            What::Drug(course) => {
                // That it was reduced is a remark of the proposal, not part of what is given.
                measure.dose = course.dose.map(|dose| Dose { reduced: false, ..dose });
                measure.start = whole(course.start);
                measure.start_rule = Some(course.start_rule.into());
                measure.days = Some(course.days);
                measure.stop = whole(course.stop);
                measure.day = Some(course.day);
                measure.sources = course.dose_marks.iter().map(Mark::written).collect();
            }
            What::Basic | What::Escalate => {}
        }
        measure
    }

    pub fn drug(&self) -> Option<Drug> {
        self.id.drug().filter(|_| self.kind == MeasureKind::Drug)
    }

    pub fn anticoagulates(&self) -> bool {
        self.drug().is_some_and(|drug| drug.class().anticoagulates())
    }
}

/// Measures are timed to the second on the wire.
fn whole(at: Option<Instant>) -> Option<Instant> {
    at.map(|at| at - chrono::TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos())))
}
