//! An exercise by its id, whatever it is made of, and its marking in one shape.
//!
//! ```text
//! bank:22          a case of the bank, by its number
//! caprini:4711     a patient made up from a seed, by the instrument
//! own:ID           a teacher's case of the lesson
//! plan:ID          a drill of the plan
//! channel:ID       a drill of the green channel
//! ```

use super::bank;
use super::case::{Scored, TeachingCase};
use super::channel_cases::channel_drill;
use super::channel_drill::{ChannelDrill, ChannelMarking};
use super::mark::{Marking, mark_against};
use super::own::OwnCase;
use super::plan_cases::plan_drill;
use super::plan_drill::{PlanDrill, PlanMarking};
use super::respond::Response;
use super::variant::{MADE_UP, Variant, variant};
use crate::clinical::instrument::Instrument;
use crate::text::{Lang, Text, text};

/// What is to be answered.
#[derive(Clone, Debug)]
pub enum Exercise {
    Bank(&'static TeachingCase),
    Made(Variant),
    Own(OwnCase),
    Plan(&'static PlanDrill),
    Channel(&'static ChannelDrill),
}

/// The marking of whatever was answered.
#[derive(Clone, Debug)]
pub enum ExerciseMarking {
    Form(Marking),
    Plan(PlanMarking),
    Channel(ChannelMarking),
}

/// Why an answer is not marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmarkable {
    /// The exercise contradicts itself: a fault of whoever wrote it.
    Exercise,
    /// What the learner typed contradicts itself.
    Answer,
    /// A form was answered with a plan, or the other way about.
    OtherKind,
}

impl Unmarkable {
    pub fn text(self) -> Text {
        match self {
            Unmarkable::Exercise => text!(
                "该题的已知条件互相矛盾，无法评分，请告知出题教师。",
                "The facts of this case contradict one another; it cannot be marked. Tell the teacher who wrote it."
            ),
            Unmarkable::Answer => text!(
                "填写的数值互相矛盾，无法评分，请检查后重填。",
                "The values that were typed contradict one another; check them and fill them in again."
            ),
            Unmarkable::OtherKind => text!("答案与题型不符，未评分。", "The answer is not of the kind that this exercise asks; not marked."),
        }
    }
}

/// The next step that a case of the bank asks for beside its form (case 25: imaging, no D-dimer).
pub fn next_step_of(aims_at: &[&str]) -> Option<&'static str> {
    aims_at.contains(&"d_dimer_when_likely").then_some("ctpa")
}

impl Exercise {
    /// `own`: the cases of the lesson.
    pub fn named(id: &str, own: &[OwnCase]) -> Option<Exercise> {
        let (kind, of) = id.split_once(':')?;
        match kind {
            "bank" => bank::all().find(|case| case.no.is_some_and(|no| no.to_string() == of)).map(Exercise::Bank),
            "own" => own.iter().find(|case| case.id == of).cloned().map(Exercise::Own),
            "plan" => plan_drill(of).map(Exercise::Plan),
            "channel" => channel_drill(of).map(Exercise::Channel),
            instrument => {
                let instrument = MADE_UP.into_iter().find(|made| made.id == instrument)?;
                // Written one way only: no leading zero, no sign.
                let seed = of.parse::<u64>().ok().filter(|seed| seed.to_string() == of)?;
                Some(Exercise::Made(variant(instrument, seed)))
            }
        }
    }

    pub fn id(&self) -> String {
        match self {
            Exercise::Bank(case) => format!("bank:{}", case.no.unwrap_or_default()),
            Exercise::Made(made) => format!("{}:{}", made.instrument.id, made.seed),
            Exercise::Own(case) => format!("own:{}", case.id),
            Exercise::Plan(drill) => format!("plan:{}", drill.id),
            Exercise::Channel(drill) => format!("channel:{}", drill.id),
        }
    }

    pub fn title(&self, lang: Lang) -> String {
        let numbered = |word: Text, no: &dyn std::fmt::Display| format!("{} {no}", word.get(lang));
        match self {
            Exercise::Bank(case) => numbered(text!("病例", "Case"), &case.no.unwrap_or_default()),
            Exercise::Made(made) => numbered(text!("随机病例", "Random case"), &made.seed),
            Exercise::Own(case) => case.title.get(lang).to_owned(),
            Exercise::Plan(drill) => drill.title.get(lang).to_owned(),
            Exercise::Channel(drill) => drill.title.get(lang).to_owned(),
        }
    }

    pub fn story(&self, lang: Lang) -> String {
        match self {
            Exercise::Bank(case) => case.story.get(lang).to_owned(),
            Exercise::Made(made) => made.story(lang),
            Exercise::Own(case) => case.story.get(lang).to_owned(),
            Exercise::Plan(drill) => drill.story.get(lang).to_owned(),
            Exercise::Channel(drill) => drill.story.get(lang).to_owned(),
        }
    }

    /// What is to be learnt; shown after the answer.
    pub fn why(&self, lang: Lang) -> Option<String> {
        let why = match self {
            Exercise::Bank(case) => case.why.get(lang).to_owned(),
            Exercise::Made(_) => return None,
            Exercise::Own(case) => case.why.get(lang).to_owned(),
            Exercise::Plan(drill) => drill.why.get(lang).to_owned(),
            Exercise::Channel(drill) => drill.why.get(lang).to_owned(),
        };
        (!why.is_empty()).then_some(why)
    }

    /// The form that is right for it; a drill of the green channel has none.
    pub fn instrument(&self) -> Option<&'static Instrument> {
        match self {
            Exercise::Bank(case) => Some(case.instrument),
            Exercise::Made(made) => Some(made.instrument),
            Exercise::Own(case) => Some(case.instrument),
            Exercise::Plan(drill) => Some(drill.instrument),
            Exercise::Channel(_) => None,
        }
    }

    /// The truth of its form; `None` for drills, and where the facts of a teacher's case contradict one another.
    pub fn truth(&self) -> Option<Scored> {
        match self {
            Exercise::Bank(case) => case.truth(),
            Exercise::Made(made) => made.truth(),
            Exercise::Own(case) => case.truth(),
            Exercise::Plan(_) | Exercise::Channel(_) => None,
        }
    }

    /// The mistakes that it provokes.
    pub fn aims_at(&self) -> &[&'static str] {
        match self {
            Exercise::Bank(case) => case.aims_at,
            Exercise::Made(made) => &made.aims_at,
            Exercise::Own(_) | Exercise::Plan(_) | Exercise::Channel(_) => &[],
        }
    }

    pub fn mark(&self, response: &Response) -> Result<ExerciseMarking, Unmarkable> {
        match (self, response) {
            (Exercise::Plan(drill), Response::Plan(plan)) => drill.mark(plan).map(ExerciseMarking::Plan).ok_or(Unmarkable::Exercise),
            (Exercise::Channel(drill), Response::Channel(step)) => Ok(ExerciseMarking::Channel(drill.mark(step))),
            (Exercise::Bank(_) | Exercise::Made(_) | Exercise::Own(_), Response::Form(form)) => {
                let truth = self.truth().ok_or(Unmarkable::Exercise)?;
                let next = next_step_of(self.aims_at());
                mark_against(&truth, self.aims_at(), &form.attempt(), next).map(ExerciseMarking::Form).map_err(|_| Unmarkable::Answer)
            }
            _ => Err(Unmarkable::OtherKind),
        }
    }
}

impl ExerciseMarking {
    pub fn is_right(&self) -> bool {
        match self {
            ExerciseMarking::Form(marking) => marking.is_right(),
            ExerciseMarking::Plan(marking) => marking.is_right(),
            ExerciseMarking::Channel(marking) => marking.is_right(),
        }
    }

    /// Something would have been given through a block or a gate.
    pub fn is_unsafe(&self) -> bool {
        match self {
            ExerciseMarking::Form(_) => false,
            ExerciseMarking::Plan(marking) => marking.is_unsafe(),
            ExerciseMarking::Channel(marking) => marking.unsafe_dose,
        }
    }

    /// The names of the usual mistakes.
    pub fn mistakes(&self) -> Vec<&'static str> {
        match self {
            ExerciseMarking::Form(marking) => marking.mistakes.iter().map(|mistake| mistake.id).collect(),
            ExerciseMarking::Plan(_) | ExerciseMarking::Channel(_) => vec![],
        }
    }
}
