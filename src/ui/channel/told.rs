//! What was entered in the episode so far: the latest first, with its time and who signed it. What was wrong is entered again; what
//! was signed stays.

use super::super::parts::heading;
use super::super::pen::Pen;
use super::super::wall::moment;
use super::press::act;
use crate::clinical::pathway::entries::entry;
use crate::clinical::pathway::entry::{DDIMER_UNITS, EntryField, FieldKind, HEARD, PAST, YES_NO};
use crate::clinical::pathway::gate_table::GATES;
use crate::clinical::pathway::scored_items;
use crate::session::channel::forms::may;
use crate::session::channel::scores::SCORED_ENTRIES;
use crate::session::channel::{ChannelView, EnteredStep};
use crate::session::screen::Screen;
use crate::session::units::unit_shown;
use crate::text::{Lang, Text, text};

const ENTERED: Text = text!("已录入", "Entered so far");
const NOTHING: Text = text!("尚未录入任何内容。", "Nothing has been entered yet.");
const AGAIN: Text = text!("更正：再录入一次", "Correct: enter again");
const AS_RESULT: Text = text!("（结果直接录入，未附逐项答案）", " (entered as a result, without its items)");
const STAYS: Text = text!(
    "录错了就再录入一次，以较晚的为准；已签的不会消失。",
    "What was wrong is entered again, and the later one holds; what was signed does not vanish."
);

pub fn entered(pen: &mut Pen, screen: &Screen, view: &ChannelView, locked: bool) {
    let lang = screen.lang;
    heading(pen, screen.heading_level, 2, "now", ENTERED.get(lang).into());
    if view.entered.is_empty() {
        pen.line("p", "hint", NOTHING.get(lang));
        return;
    }
    pen.line("p", "hint", STAYS.get(lang));
    notices(pen, view, lang);
    pen.tag("ul", "entered", |pen| {
        for entered in &view.entered {
            pen.tag("li", "", |pen| {
                pen.is("data-entered", entered.entry.id);
                pen.tag("p", "", |pen| {
                    pen.tag("b", "", |pen| pen.text(entered.entry.label.get(lang)));
                    pen.joined(&[text!("：", ": ").get(lang), &answers(entered, lang)]);
                    pen.when(SCORED_ENTRIES.contains(&entered.entry.id) && entered.answer("items").is_none(), |pen| pen.text(AS_RESULT.get(lang)));
                });
                pen.tag("p", "signs", |pen| pen.joined(&[&moment(entered.at, lang), " · ", &entered.by.name]));
                pen.when(!locked && may(entered.entry, view.role), |pen| act(pen, ["open:", entered.entry.id].concat(), "quiet", AGAIN.get(lang)));
            });
        }
    });
}

/// What the record says beside it: an entry that came out of its order, or of a newer version.
fn notices(pen: &mut Pen, view: &ChannelView, lang: Lang) {
    pen.when(!view.notices.is_empty(), |pen| {
        pen.tag("ul", "steps", |pen| {
            for notice in &view.notices {
                let label = entry(&notice.step).map_or("", |entry| entry.label.get(lang));
                pen.tag("li", "", |pen| {
                    pen.is("data-notice", "");
                    pen.joined(&[notice.kind.text().get(lang), text!("：", ": ").get(lang), label, " ", &moment(notice.at, lang)]);
                });
            }
        });
    });
}

/// All answers of an entry in one line.
pub fn answers(entered: &EnteredStep, lang: Lang) -> String {
    let said: Vec<String> = entered
        .answers
        .iter()
        .filter_map(|(id, value)| entered.entry.field(id).map(|field| [field.label.get(lang), " ", &answer(field, value, lang)].concat()))
        .collect();
    said.join(text!("；", "; ").get(lang))
}

/// A value as a person reads it.
pub fn answer(field: &EntryField, value: &str, lang: Lang) -> String {
    let coded =
        |codes: &[crate::clinical::pathway::entry::EntryCode]| codes.iter().find(|code| code.id == value).map(|code| code.label.get(lang).to_owned());
    let time = || crate::clinical::instant::time(value).map(|at| moment(at, lang));
    let number = || {
        let (number, unit) = value.split_once(' ').unwrap_or((value, ""));
        let label = DDIMER_UNITS.iter().find(|row| row.id == unit && matches!(field.kind, FieldKind::Ddimer)).map(|row| row.label.get(lang));
        [number, " ", label.unwrap_or(unit_word(unit, lang))].concat().trim().to_owned()
    };
    let word = match field.kind {
        FieldKind::YesNo => coded(&YES_NO),
        FieldKind::Heard => coded(&HEARD),
        FieldKind::Past => coded(&PAST).or_else(time),
        FieldKind::OneOf(codes) => coded(codes),
        FieldKind::Time(_) => time(),
        FieldKind::Measured(_) | FieldKind::Ddimer | FieldKind::Number(_) => Some(number()),
        FieldKind::Gate(_) => GATES.iter().find(|row| row.id == value).map(|row| row.fires.get(lang).to_owned()),
        FieldKind::Words(_) => None,
        FieldKind::Scored(_) => Some(scored_items::words(value, lang)),
    };
    word.unwrap_or_else(|| value.to_owned())
}

fn unit_word(unit: &str, lang: Lang) -> &str {
    unit_shown(unit, lang)
}
