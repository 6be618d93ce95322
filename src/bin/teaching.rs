//! The bundle of a lesson: the cases, their marking, and the page around the form. Loaded by an element in `mode="teaching"` that was
//! given a lesson, and by no other. Exports only; `web/lesson.js` calls them.

use std::cell::RefCell;
use std::rc::Rc;

use virchow::ui::lesson::{self, LessonPages};
use virchow::web::lesson::LessonBoard;
use wasm_bindgen::prelude::*;

/// Two-level segregated fit.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

thread_local! {
    /// One per element, by its key.
    static LESSONS: RefCell<Vec<(u32, Rc<LessonBoard>, LessonPages)>> = RefCell::default();
    static NEXT: RefCell<u32> = const { RefCell::new(1) };
}

/// Draws a lesson above and below a form and answers its key; `say(kind, text)` reaches the element.
#[wasm_bindgen]
pub fn mount(above: web_sys::Element, below: web_sys::Element, say: js_sys::Function) -> u32 {
    let board = LessonBoard::new(say);
    let pages = lesson::mount(above, below, &board);
    let key = NEXT.with_borrow_mut(|next| std::mem::replace(next, *next + 1));
    LESSONS.with_borrow_mut(|all| all.push((key, board, pages)));
    key
}

#[wasm_bindgen]
pub fn call(key: u32, what: &str, text: &str) {
    let board = LESSONS.with_borrow(|all| all.iter().find(|(held, ..)| *held == key).map(|(_, board, _)| Rc::clone(board)));
    if let Some(board) = board {
        board.told(what, text);
    }
}

#[wasm_bindgen]
pub fn unmount(key: u32) {
    let gone = LESSONS.with_borrow_mut(|all| {
        let place = all.iter().position(|(held, ..)| *held == key)?;
        Some(all.swap_remove(place))
    });
    if let Some((_, _, pages)) = gone {
        pages.destroy();
    }
}

fn main() {
    yew::set_custom_panic_hook(Box::new(|_| {}));
}
