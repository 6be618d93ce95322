//! A drill of a decision, of the plan or of the green channel, while it is answered: what was chosen, hints, marking and second try, as
//! `session::lesson` has them for a form. No clock, no store, no drawing; `decision_told` is the marking in words.

use super::decision_told::hints;
use crate::clinical::pathway::codes::ChannelCode;
use crate::session::lesson::DrillStep;
use crate::text::{Text, text};
use crate::training::exercise::{Exercise, ExerciseMarking};
use crate::training::respond::{ChannelResponse, PlanResponse, Response};

/// What a learner does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DecisionCue {
    /// An item of the bleeding list, on or off.
    Bleeding(&'static str),
    BleedingHigh(bool),
    /// A row of the contraindications, on or off.
    Row(&'static str),
    /// Something to order, on or off.
    Order(&'static str),
    /// The one next step of the green channel.
    Step(ChannelCode),
    /// The answer on the anticoagulant before the result.
    Interim(ChannelCode),
    HandIn,
    Hint,
    Show,
    Again,
}

/// What follows for whoever keeps results.
#[derive(Clone, Debug, PartialEq)]
pub enum DecisionEffect {
    Nothing,
    /// The case is over, told once: whether the first answer was right, and the first answer.
    Over {
        right_first: bool,
        response: Response,
    },
}

/// One drill.
#[derive(Clone, Debug)]
pub struct DecisionDesk {
    pub exercise: Exercise,
    /// No hints, no marking, no second try.
    pub exam: bool,
    pub step: DrillStep,
    pub response: Response,
    pub hints: usize,
    pub tries: usize,
    pub marking: Option<ExerciseMarking>,
    pub refused: Option<Text>,
    first: Option<(bool, Response)>,
    told: bool,
}

const NOT_ALL: Text = text!("请先作答：每个部分都要有答案，才能交卷。", "Answer first: each part needs an answer before it is handed in.");

impl DecisionDesk {
    /// `None` where the exercise is a form: that is drilled in the element.
    pub fn new(exercise: Exercise, exam: bool) -> Option<DecisionDesk> {
        let response = match exercise {
            Exercise::Plan(_) => Response::Plan(PlanResponse::default()),
            Exercise::Channel(_) => Response::Channel(ChannelResponse::default()),
            Exercise::Bank(_) | Exercise::Made(_) | Exercise::Own(_) => return None,
        };
        Some(DecisionDesk {
            exercise,
            exam,
            step: DrillStep::Filling,
            response,
            hints: 0,
            tries: 0,
            marking: None,
            refused: None,
            first: None,
            told: false,
        })
    }

    /// The hints; none in an examination.
    pub fn hints_of(&self) -> Vec<[String; 2]> {
        if self.exam { vec![] } else { hints(&self.exercise) }
    }

    /// The one door.
    pub fn take(&mut self, cue: DecisionCue) -> DecisionEffect {
        match (cue, self.step) {
            (DecisionCue::HandIn, DrillStep::Filling) => return self.hand_in(),
            (DecisionCue::Hint, DrillStep::Filling) if self.hints < self.hints_of().len() => self.hints += 1,
            (DecisionCue::Show, DrillStep::Coarse) => return self.close(),
            (DecisionCue::Again, DrillStep::Coarse | DrillStep::Fine) => self.step = DrillStep::Filling,
            (cue, DrillStep::Filling) => self.choose(cue),
            _ => {}
        }
        DecisionEffect::Nothing
    }

    fn choose(&mut self, cue: DecisionCue) {
        let turn = |list: &mut Vec<&'static str>, id: &'static str| match list.iter().position(|held| *held == id) {
            Some(at) => drop(list.remove(at)),
            None => list.push(id),
        };
        match (&mut self.response, cue) {
            (Response::Plan(plan), DecisionCue::Bleeding(id)) => turn(&mut plan.bleeding, id),
            (Response::Plan(plan), DecisionCue::BleedingHigh(high)) => plan.bleeding_high = Some(high),
            (Response::Plan(plan), DecisionCue::Row(id)) => turn(&mut plan.contraindications, id),
            (Response::Plan(plan), DecisionCue::Order(id)) => turn(&mut plan.orders, id),
            (Response::Channel(channel), DecisionCue::Step(code)) => channel.step = Some(code),
            (Response::Channel(channel), DecisionCue::Interim(code)) => channel.interim = Some(code),
            _ => return,
        }
        self.refused = None;
    }

    /// A plan needs a word on bleeding and an order, a drill of the channel both answers: what was never looked at is not marked.
    fn is_answered(&self) -> bool {
        match &self.response {
            Response::Plan(plan) => plan.bleeding_high.is_some() && !plan.orders.is_empty(),
            Response::Channel(channel) => channel.step.is_some() && channel.interim.is_some(),
            Response::Form(_) => false,
        }
    }

    fn hand_in(&mut self) -> DecisionEffect {
        if !self.is_answered() {
            self.refused = Some(NOT_ALL);
            return DecisionEffect::Nothing;
        }
        let marking = match self.exercise.mark(&self.response) {
            Ok(marking) => marking,
            Err(why) => {
                self.refused = Some(why.text());
                return DecisionEffect::Nothing;
            }
        };
        self.refused = None;
        self.tries += 1;
        let right = marking.is_right();
        self.first.get_or_insert_with(|| (right, self.response.clone()));
        self.marking = Some(marking);
        if right || self.exam || self.told {
            return self.close();
        }
        self.step = DrillStep::Coarse;
        DecisionEffect::Nothing
    }

    fn close(&mut self) -> DecisionEffect {
        self.step = DrillStep::Fine;
        match self.first.clone() {
            Some((right_first, response)) if !self.told => {
                self.told = true;
                DecisionEffect::Over { right_first, response }
            }
            _ => DecisionEffect::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;
    use crate::training::channel_cases::CHANNEL_DRILLS;
    use crate::training::plan_cases::PLAN_DRILLS;
    use crate::training::plan_drill::orderable;

    fn desk(id: &str, exam: bool) -> DecisionDesk {
        DecisionDesk::new(Exercise::named(id, &[]).expect("an exercise"), exam).expect("a decision")
    }

    #[test]
    fn a_plan_is_wrong_then_right_and_its_result_is_that_of_the_first_answer() {
        let mut desk = desk("plan:bleeding_ulcer", false);
        assert_eq!(desk.take(DecisionCue::HandIn), DecisionEffect::Nothing);
        assert!(desk.refused.is_some() && desk.step == DrillStep::Filling, "nothing was answered");
        desk.take(DecisionCue::BleedingHigh(false));
        desk.take(DecisionCue::Order("enoxaparin"));
        assert_eq!(desk.take(DecisionCue::HandIn), DecisionEffect::Nothing);
        assert_eq!(desk.step, DrillStep::Coarse);
        assert!(desk.marking.as_ref().is_some_and(ExerciseMarking::is_unsafe));
        assert!(matches!(desk.take(DecisionCue::Show), DecisionEffect::Over { right_first: false, .. }));
        // Again, with what the engine says; the result was told.
        desk.take(DecisionCue::Again);
        let Exercise::Plan(drill) = desk.exercise.clone() else { panic!("a plan") };
        let truth = drill.truth().expect("a truth");
        desk.take(DecisionCue::Order("enoxaparin"));
        desk.take(DecisionCue::BleedingHigh(true));
        truth.assessed.bleeding.items.iter().for_each(|id| drop(desk.take(DecisionCue::Bleeding(id))));
        truth.assessed.judgement.present.iter().for_each(|present| drop(desk.take(DecisionCue::Row(present.row.id))));
        let firm = truth.assessed.advice.measures.iter().filter(|measure| measure.conditional_on.is_empty());
        firm.for_each(|measure| drop(desk.take(DecisionCue::Order(measure.what.id()))));
        assert_eq!(desk.take(DecisionCue::HandIn), DecisionEffect::Nothing);
        assert!(desk.marking.as_ref().is_some_and(ExerciseMarking::is_right) && desk.tries == 2);
        // What is marked is not changed under its marking.
        desk.take(DecisionCue::Order("basic"));
        assert!(desk.marking.as_ref().is_some_and(ExerciseMarking::is_right));
    }

    #[test]
    fn an_examination_takes_one_answer_and_gives_no_hint() {
        let mut desk = desk("channel:melaena", true);
        desk.take(DecisionCue::Hint);
        assert_eq!((desk.hints, desk.hints_of().len()), (0, 0));
        desk.take(DecisionCue::Step(ChannelCode::CtpaNow));
        desk.take(DecisionCue::HandIn);
        assert!(desk.refused.is_some(), "half an answer");
        desk.take(DecisionCue::Interim(ChannelCode::InterimPropose));
        let effect = desk.take(DecisionCue::HandIn);
        let DecisionEffect::Over { right_first, response } = effect else { panic!("{effect:?}") };
        assert!(!right_first);
        assert!(desk.exercise.mark(&response).expect("marked").is_unsafe());
    }

    #[test]
    fn every_drill_has_hints_and_no_hint_is_empty() {
        let plans = PLAN_DRILLS.iter().map(|drill| ["plan:", drill.id].concat());
        for id in plans.chain(CHANNEL_DRILLS.iter().map(|drill| ["channel:", drill.id].concat())) {
            let desk = desk(&id, false);
            let hints = desk.hints_of();
            assert!(!hints.is_empty() && hints.iter().flatten().all(|hint| hint.len() > 8), "{id}: {hints:?}");
            for lang in [Lang::Zh, Lang::En] {
                assert!(!desk.exercise.story(lang).is_empty() && desk.exercise.why(lang).is_some(), "{id}");
            }
        }
        assert!(orderable().len() > 5);
    }
}
