//! The main column of the form, as it is handed on to be drawn: the screen and what stands together on it.

use std::rc::Rc;

use super::unit::FormUnit;
use crate::session::screen::Screen;

/// Everything in the main column. A tick draws it a moment after the score.
#[derive(Clone)]
pub struct Rows {
    pub screen: Rc<Screen>,
    pub units: Rc<Vec<FormUnit>>,
}

impl PartialEq for Rows {
    fn eq(&self, other: &Rows) -> bool {
        Rc::ptr_eq(&self.screen, &other.screen) && Rc::ptr_eq(&self.units, &other.units)
    }
}
