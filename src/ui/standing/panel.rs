//! What the panels of a signed patient share: a line, who tells measures and scores, and whether the person decides.

use crate::clinical::chart::Instant;
use crate::record::role::Role;
use crate::record::story::Teller;
use crate::session::screen::Screen;
use crate::text::{Lang, Text};
use crate::ui::pen::Pen;

/// Tells measures and scores in this language. Times are `moment`'s, which knows the clock of the screen.
pub fn teller(lang: Lang) -> Teller<'static> {
    Teller { lang, zone: &|_| 0, now: Instant::default() }
}

/// Whether the person at the screen decides on plans.
pub fn decides(screen: &Screen) -> bool {
    screen.user.as_ref().is_some_and(|user| user.role == Role::Physician)
}

/// A line "name: value" under a panel's heading.
pub fn row(pen: &mut Pen, hook: &'static str, name: Text, value: String, lang: Lang) {
    pen.tag("p", "line", |pen| {
        pen.is("data-line", hook);
        pen.tag("span", "name", |pen| pen.text(name.get(lang)));
        pen.tag("span", "", |pen| pen.written(value.into()));
    });
}
