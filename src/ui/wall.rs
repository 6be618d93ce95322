//! The clock by which the times on a screen are drawn: the hospital's zone, and the moment of the screen.

use std::cell::RefCell;

use crate::clinical::chart::Instant;
use crate::record::local::{Wall, shown};
use crate::session::screen::Screen;
use crate::text::Lang;

thread_local! {
    /// The clock of the screen that is being drawn.
    static WALL: RefCell<(Wall, Instant)> = RefCell::default();
}

/// From here on the times of this screen are drawn: every part that holds a screen says so before it draws one.
pub fn by_the_clock_of(screen: &Screen) {
    WALL.set((screen.wall.clone(), screen.now));
}

/// "11-22 08:20" or "22 Nov 08:20" in the hospital's zone, whatever offset it was recorded at.
pub fn moment(at: Instant, lang: Lang) -> String {
    WALL.with_borrow(|(wall, now)| shown(wall.of(at), *now, lang))
}
