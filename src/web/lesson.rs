//! The lesson of one element, as the page around its form holds it: state, who draws it, and the voice to `web/lesson.js`, which
//! knows the element. Nothing is stored and nothing is fetched.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::interop::rejected::Rejected;
use crate::interop::shape::{MAX_BYTES, Place, parse};
use crate::session::lesson::read::{chart, context_of, progress, read_attempt, read_lesson, result};
use crate::session::lesson::{DrillStep, LessonCue, LessonDesk, LessonEffect};
use crate::text::{Lang, Text, text};

const NOT_THE_CASE: Text =
    text!("表单中不是本病例，未交。请重新打开本课。", "The form is not that of this case, and nothing was handed in. Open the lesson again.");

/// What stands around a form. Shared by the two drawings (above and below it).
pub struct LessonBoard {
    say: Function,
    lesson: RefCell<Option<LessonDesk>>,
    refused: RefCell<Option<Rejected>>,
    lang: Cell<Lang>,
    turn: Cell<usize>,
    drawn: RefCell<Vec<Rc<dyn Fn()>>>,
}

impl LessonBoard {
    pub fn new(say: Function) -> Rc<LessonBoard> {
        let empty = RefCell::new(None);
        Rc::new(LessonBoard {
            say,
            lesson: empty,
            refused: RefCell::new(None),
            lang: Cell::new(Lang::Zh),
            turn: Cell::new(0),
            drawn: RefCell::default(),
        })
    }

    /// `lesson` (the JSON of `el.lesson`) or `lang`.
    pub fn told(&self, what: &str, text: &str) {
        match what {
            "lang" => self.lang.set(Lang::parse(text)),
            "lesson" => {
                let read = parse(text, MAX_BYTES, &Place::root("lesson")).and_then(|value| read_lesson(&value));
                let refused = match read {
                    Ok(lesson) => {
                        *self.lesson.borrow_mut() = Some(lesson);
                        None
                    }
                    Err(rejected) => {
                        *self.lesson.borrow_mut() = None;
                        Some(rejected)
                    }
                };
                match &refused {
                    Some(rejected) => drop(self.speak("error", &rejected.to_json())),
                    None => self.open(),
                }
                *self.refused.borrow_mut() = refused;
            }
            _ => {}
        }
        self.draw();
    }

    pub fn lang(&self) -> Lang {
        self.lang.get()
    }

    /// Draws the screen of it from `look`.
    pub fn look<T>(&self, look: impl FnOnce(Option<&LessonDesk>, Option<&Rejected>) -> T) -> T {
        look(self.lesson.borrow().as_ref(), self.refused.borrow().as_ref())
    }

    /// Is called whenever there is something new to draw.
    pub fn on_draw(&self, act: Rc<dyn Fn()>) {
        self.drawn.borrow_mut().push(act);
    }

    /// Hands in what stands in the form now.
    pub fn hand_in(&self, total: &str, next_step: Option<String>) {
        let said = self.speak("attempt", "null").as_string().unwrap_or_default();
        let context = self.lesson.borrow().as_ref().map(|lesson| context_of(lesson, self.turn.get())).unwrap_or_default();
        let read = parse(&said, MAX_BYTES, &Place::root("attempt")).ok();
        match read.and_then(|value| read_attempt(&value, &context, total, next_step)) {
            Some(attempt) => self.step(LessonCue::HandIn(attempt)),
            None => {
                if let Some(lesson) = self.lesson.borrow_mut().as_mut() {
                    lesson.refused = Some(NOT_THE_CASE);
                }
                self.draw();
            }
        }
    }

    pub fn step(&self, cue: LessonCue) {
        let (effect, lesson) = {
            let mut held = self.lesson.borrow_mut();
            let Some(lesson) = held.as_mut() else { return };
            let effect = lesson.step(cue);
            let detail = match effect {
                LessonEffect::Progress => Some(progress(lesson)),
                LessonEffect::Result | LessonEffect::ResultThenOpen => Some(result(lesson)),
                LessonEffect::Nothing | LessonEffect::Open => None,
            };
            if effect == LessonEffect::ResultThenOpen {
                lesson.go_on();
            }
            (effect, detail)
        };
        // Whoever listens may set another lesson from there: nothing is borrowed by then.
        if let Some(detail) = lesson {
            self.speak("lesson", &detail);
        }
        if matches!(effect, LessonEffect::Open | LessonEffect::ResultThenOpen) {
            self.open();
        }
        self.draw();
    }

    /// Leads to an item of the form.
    pub fn focus(&self, item: &str) {
        self.speak("focus", item);
    }

    /// An empty form of the case at hand.
    fn open(&self) {
        self.turn.set(self.turn.get() + 1);
        let told = self.lesson.borrow().as_ref().and_then(|lesson| {
            let case = lesson.case()?;
            Some((case.instrument()?.id, chart(lesson, self.turn.get()), progress(lesson)))
        });
        if let Some((instrument, chart, progress)) = told {
            self.speak("instrument", instrument);
            self.speak("open", &chart);
            self.speak("lesson", &progress);
        }
    }

    /// How the form beside it is dressed: its total is hidden while the learner adds up by hand.
    fn draw(&self) {
        let word = match self.lesson.borrow().as_ref() {
            None => "off",
            Some(lesson) if lesson.step == DrillStep::Over => "over",
            Some(lesson) if lesson.by_hand && lesson.tries == 0 => "by-hand",
            Some(_) => "on",
        };
        self.speak("dress", word);
        for act in self.drawn.borrow().iter() {
            act();
        }
    }

    fn speak(&self, kind: &str, detail: &str) -> JsValue {
        self.say.call2(&JsValue::NULL, &kind.into(), &detail.into()).unwrap_or(JsValue::UNDEFINED)
    }
}
