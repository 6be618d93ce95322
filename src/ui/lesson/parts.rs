//! What both drawings of a lesson have in common.

use std::rc::Rc;

use yew::prelude::*;

use crate::web::lesson::LessonBoard;

#[derive(Clone, Properties)]
pub struct LessonProps {
    pub board: Rc<LessonBoard>,
}

impl PartialEq for LessonProps {
    fn eq(&self, other: &LessonProps) -> bool {
        Rc::ptr_eq(&self.board, &other.board)
    }
}

/// Draws again whenever the board has something new.
#[hook]
pub fn use_board(board: &Rc<LessonBoard>) {
    let turn = use_force_update();
    use_effect_with((), {
        let board = Rc::clone(board);
        move |()| board.on_draw(Rc::new(move || turn.force_update()))
    });
}
