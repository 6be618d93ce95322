//! One field of a form, by its kind: coded answers as radios, numbers with their unit beside them, times, words. Each part reports
//! itself under `data-suspicion="entry/field/part"`.

use super::super::parts::tags;
use super::super::pen::Pen;
use super::told;
use crate::clinical::pathway::entry::{CANNOT_BE_KNOWN, EntryCode, EntryField, FieldKind, HEARD, PAST, PathEntry, YES_NO};
use crate::clinical::pathway::gate_table::{GateRow, GateSays};
use crate::session::channel::entering::{AT, EntryPart, units};
use crate::session::channel::{ChannelView, InterimView};
use crate::text::{Lang, Text, text};

const DATED: Text = text!("有，时间已知", "yes, and when is known");
const TIME: Text = text!("时间", "Time");
const BEFORE: Text = text!("上次：", "Before: ");
const REQUIRED: Text = text!("（必填）", " (required)");
const ONLY_PHYSICIAN: Text = text!("（仅医师）", " (a physician only)");

/// Which field, for whom.
pub struct FieldPlace<'a> {
    pub entry: &'static PathEntry,
    pub of: &'a EntryField,
    pub physician: bool,
    pub lang: Lang,
}

impl FieldPlace<'_> {
    fn hook(&self, part: EntryPart) -> String {
        [self.entry.id, "/", self.of.id, "/", part.id()].concat()
    }

    fn label(&self) -> String {
        let lang = self.lang;
        let also = if self.of.required {
            REQUIRED.get(lang)
        } else if self.of.physician {
            ONLY_PHYSICIAN.get(lang)
        } else {
            ""
        };
        [self.of.label.get(lang), also].concat()
    }
}

pub fn field(pen: &mut Pen, view: &ChannelView, place: &FieldPlace) {
    let lang = place.lang;
    let part = |part| view.entering.part(place.entry.id, place.of.id, part);
    let narrow = matches!(place.of.kind, FieldKind::Measured(_) | FieldKind::Number(_)) && units(place.of.kind).len() == 1;
    pen.tag("div", if narrow { "one narrow" } else { "one" }, |pen| {
        pen.is("data-field", place.of.id);
        match place.of.kind {
            FieldKind::YesNo => coded(pen, place, part(EntryPart::Word), YES_NO.iter(), |_| {}),
            FieldKind::Heard => {
                coded(pen, place, part(EntryPart::Word), HEARD.iter().filter(|code| place.physician || code.id != CANNOT_BE_KNOWN), |_| {})
            }
            FieldKind::OneOf(codes) => {
                coded(pen, place, part(EntryPart::Word), codes.iter().filter(|code| place.physician || code.id != CANNOT_BE_KNOWN), |_| {})
            }
            FieldKind::Past => past(pen, place, part(EntryPart::Word), part(EntryPart::Time)),
            FieldKind::Measured(_) | FieldKind::Ddimer | FieldKind::Number(_) => number(pen, place, part(EntryPart::Text), part(EntryPart::Unit)),
            FieldKind::Time(_) => {
                pen.tag("label", "note", |pen| {
                    pen.tag("span", "", |pen| pen.written(place.label().into()));
                    time(pen, place.hook(EntryPart::Time), part(EntryPart::Time));
                });
            }
            FieldKind::Words(longest) => words(pen, place, part(EntryPart::Text), longest),
            // A list of its own, not a field.
            FieldKind::Scored(_) => {}
            FieldKind::Gate(says) => gates(pen, view, place, part(EntryPart::Word), &|row: &GateRow| {
                says.contains(&row.says) && (row.says != GateSays::Ask || row.is_answered_by_name())
            }),
        }
        // The card of the questions says once how it is asked, and not beside each.
        pen.when(place.entry.id != "history", |pen| tags(pen, place.of.marks, lang));
        pen.some(view.told(place.entry.id, place.of.id), |pen, told| {
            pen.tag("p", "hint", |pen| pen.joined(&[BEFORE.get(lang), &told::answer(place.of, told, lang)]));
        });
    });
}

/// Radios of one field; more of it is drawn by `with`.
fn coded<'c>(pen: &mut Pen, place: &FieldPlace, chosen: &str, codes: impl Iterator<Item = &'c EntryCode>, with: impl FnOnce(&mut Pen)) {
    pen.tag("fieldset", "choices short", |pen| {
        pen.tag("legend", "", |pen| pen.written(place.label().into()));
        for code in codes {
            radio(pen, place, code.id, code.label.get(place.lang), chosen == code.id);
        }
        with(pen);
    });
}

fn radio(pen: &mut Pen, place: &FieldPlace, id: &str, word: &'static str, chosen: bool) {
    pen.tag("label", if chosen { "on" } else { "" }, |pen| {
        pen.tag("input", "", |pen| {
            pen.is("type", "radio");
            pen.is_written("name", ["vte-channel-", place.entry.id, "-", place.of.id].concat().into());
            pen.is_written("data-suspicion", place.hook(EntryPart::Word).into());
            pen.is_written("value", id.to_owned().into());
            pen.checked(chosen);
        });
        pen.text(word);
    });
}

fn past(pen: &mut Pen, place: &FieldPlace, chosen: &str, at: &str) {
    let codes = PAST.iter().filter(|code| place.physician || code.id != CANNOT_BE_KNOWN);
    pen.tag("fieldset", "choices short", |pen| {
        pen.tag("legend", "", |pen| pen.written(place.label().into()));
        for (index, code) in codes.enumerate() {
            radio(pen, place, code.id, code.label.get(place.lang), chosen == code.id);
            if index == 0 {
                radio(pen, place, AT, DATED.get(place.lang), chosen == AT);
            }
        }
        pen.when(chosen == AT, |pen| {
            pen.tag("label", "note", |pen| {
                pen.line("span", "", TIME.get(place.lang));
                time(pen, place.hook(EntryPart::Time), at);
            });
        });
    });
}

/// The rows of the gates that stand now and that the field may name.
fn gates(pen: &mut Pen, view: &ChannelView, place: &FieldPlace, chosen: &str, may: &dyn Fn(&GateRow) -> bool) {
    let InterimView::Said(said) = &view.interim else { return };
    let rows: Vec<&'static GateRow> = said.because.iter().map(|fired| fired.row).filter(|row| may(row) && !row.no_override).collect();
    pen.tag("fieldset", "choices", |pen| {
        pen.tag("legend", "", |pen| pen.written(place.label().into()));
        for row in &rows {
            radio(pen, place, row.id, row.fires.get(place.lang), chosen == row.id);
        }
        pen.when(rows.is_empty(), |pen| {
            pen.line("p", "hint", text!("现在没有可由签名答复的一项。", "Nothing stands now that a signature could answer.").get(place.lang))
        });
    });
}

fn number(pen: &mut Pen, place: &FieldPlace, digits: &str, chosen: &str) {
    let units = units(place.of.kind);
    pen.tag("label", "note number", |pen| {
        pen.tag("span", "", |pen| pen.written(place.label().into()));
        pen.tag("span", "amount", |pen| {
            typing(pen, place.hook(EntryPart::Text), digits, 20, true);
            if let [(_, [zh, en])] = units[..] {
                pen.tag("span", "unit", |pen| pen.text(if place.lang == Lang::Zh { zh } else { en }));
            }
        });
    });
    pen.when(units.len() > 1, |pen| {
        pen.tag("fieldset", "choices short", |pen| {
            pen.tag("legend", "", |pen| pen.joined(&[place.of.label.get(place.lang), text!("：单位", ": unit").get(place.lang)]));
            for (id, [zh, en]) in &units {
                pen.tag("label", if *id == chosen { "on" } else { "" }, |pen| {
                    pen.tag("input", "", |pen| {
                        pen.is("type", "radio");
                        pen.is_written("name", ["vte-channel-", place.entry.id, "-", place.of.id, "-unit"].concat().into());
                        pen.is_written("data-suspicion", place.hook(EntryPart::Unit).into());
                        pen.is_written("value", (*id).into());
                        pen.checked(*id == chosen);
                    });
                    pen.text(if place.lang == Lang::Zh { zh } else { en });
                });
            }
        });
    });
}

fn words(pen: &mut Pen, place: &FieldPlace, value: &str, longest: u16) {
    pen.tag("label", "note", |pen| {
        pen.tag("span", "", |pen| pen.written(place.label().into()));
        typing(pen, place.hook(EntryPart::Text), value, longest, false);
    });
}

fn typing(pen: &mut Pen, hook: String, value: &str, longest: u16, digits: bool) {
    pen.tag("input", "", |pen| {
        pen.is("type", "text");
        pen.is_written("maxlength", longest.to_string().into());
        pen.is("autocomplete", "off");
        if digits {
            pen.is("inputmode", "decimal");
        }
        pen.is_written("data-suspicion", hook.into());
        pen.value(Some(value.to_owned().into()));
    });
}

/// Date and time, as the wall shows them.
pub fn time(pen: &mut Pen, hook: String, value: &str) {
    pen.tag("input", "", |pen| {
        pen.is("type", "datetime-local");
        pen.is_written("data-suspicion", hook.into());
        pen.value(Some(value.to_owned().into()));
    });
}
