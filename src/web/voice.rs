//! The one way out of an element to its page.

/// How the page hears of us: `say(kind, json)`; the answer matters only to `before-sign` (`false` vetoes).
pub type Say = js_sys::Function;
