//! The page around a form that is drilled: the story above, what came of it below. Shows a lesson and reports what the learner does;
//! it marks nothing. Drawn into two places beside the form, never into it. A bundle of its own (`bin/teaching`).

mod above;
mod below;
mod parts;

use std::rc::Rc;

use web_sys::Element;
use yew::AppHandle;

use crate::web::lesson::LessonBoard;
use above::Above;
use below::Below;
use parts::LessonProps;

/// Both drawings of one lesson.
pub struct LessonPages {
    above: AppHandle<Above>,
    below: AppHandle<Below>,
}

impl LessonPages {
    pub fn destroy(self) {
        self.above.destroy();
        self.below.destroy();
    }
}

/// Draws the lesson of `board` above and below a form.
pub fn mount(above: Element, below: Element, board: &Rc<LessonBoard>) -> LessonPages {
    let props = || LessonProps { board: Rc::clone(board) };
    LessonPages {
        above: yew::Renderer::<Above>::with_root_and_props(above, props()).render(),
        below: yew::Renderer::<Below>::with_root_and_props(below, props()).render(),
    }
}
