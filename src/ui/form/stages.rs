//! What stands where a form would: no patient, a question that only a person can answer, or a reason why there is none.

use crate::clinical::instruments;
use crate::session::screen::{Screen, Stage};
use crate::text::Lang;
use crate::ui::parts::{heading, is_locked};
use crate::ui::pen::Pen;
use crate::ui::words::{said, words};

pub fn view(pen: &mut Pen, screen: &Screen) {
    let (lang, words) = (screen.lang, words(screen.lang));
    let title = |pen: &mut Pen, text: &'static str| heading(pen, screen.heading_level, 1, "ask", text.into());
    match &screen.stage {
        Stage::NoPatient => pen.tag("p", "empty", |pen| pen.written(said(&screen.strings, "empty", words.empty))),
        Stage::AskSetting => pen.tag("div", "asks", |pen| {
            title(pen, words.ask_setting);
            pen.line("p", "hint", words.ask_setting_hint);
            for instrument in instruments::THROMBOSIS {
                pen.tag("button", "big", |pen| {
                    pen.is("type", "button");
                    pen.is("data-instrument", instrument.id);
                    pen.flag("disabled", is_locked(screen));
                    pen.line("b", "", if instrument.setting == "surgical" { words.surgical } else { words.medical });
                    pen.line("span", "", instrument.title.get(lang));
                });
            }
        }),
        Stage::Reading | Stage::Coming => pen.tag("p", "empty", |pen| {
            pen.is("role", "status");
            pen.is("data-reading", "");
            pen.text(if screen.stage == Stage::Coming { words.coming } else { words.reading });
        }),
        Stage::Contradiction { zh, en } => pen.tag("div", "banner bad", |pen| {
            pen.is("role", "alert");
            title(pen, words.contradiction);
            pen.tag("p", "", |pen| pen.written(if lang == Lang::Zh { zh } else { en }.clone().into()));
        }),
        Stage::Form | Stage::Signed | Stage::Prevention => {}
    }
}
