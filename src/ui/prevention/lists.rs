//! The questions: the governing bleeding list as on its paper form, and the contraindications that bear on what could be
//! proposed. What facts decide is shown with the fact; the rest takes one tap.

use std::rc::Rc;

use super::words::words;
use crate::clinical::chart::{Limb, Said};
use crate::clinical::contraindication::{Present, Row as Ban, TABLE};
use crate::clinical::sheet::Value;
use crate::text::Lang;
use crate::ui::form::row::{Proof, Row, Seen, answer_id, answer_word};
use crate::ui::form::{has_tags, tags};
use crate::ui::parts::{About, is_locked, moment};
use crate::ui::pen::{Part, Pen};
use crate::ui::words::words as common;
use crate::web::screen::{PreventionView, Screen};

/// The bleeding list.
pub fn bleeding(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, locked) = (screen.lang, is_locked(screen));
    let sheet = &view.assessed.bleeding_sheet;
    let instrument = sheet.instrument;
    pen.tag("fieldset", "section", |pen| {
        pen.is("data-list", instrument.id);
        pen.line("legend", "", instrument.title.get(lang));
        for (text, marks) in instrument.caveats {
            pen.tag("p", "hint", |pen| {
                pen.text(text.get(lang));
                tags(pen, marks, lang);
            });
        }
        pen.tag("div", "rows", |pen| {
            for (index, item) in instrument.items.iter().enumerate() {
                let seen = Seen::of(&sheet.cells[index], view.opened.contains(&index));
                let proof = view.evidence.iter().position(|evidence| evidence.item == index).map(|at| Proof { all: Rc::clone(&view.evidence), at });
                let note = view.answers.note(index).map(|note| note.to_owned().into());
                // The medical list has two sets; every other item of a checklist weighs the same.
                let mark = match (instrument.id, item.points.0) {
                    ("cn_bleed_medical", 30) => Some("A"),
                    ("cn_bleed_medical", _) => Some("B"),
                    ("cn_bleed_surgical", _) => Some(""),
                    _ => None,
                };
                pen.part(item.id, Row { item, seen, proof, note, mark, lang, locked });
            }
        });
    });
}

/// The contraindications to drugs, or to devices.
pub fn contraindications(pen: &mut Pen, screen: &Screen, view: &PreventionView, of_devices: bool) {
    let (lang, locked, words) = (screen.lang, is_locked(screen), words(screen.lang));
    pen.tag("fieldset", "section", |pen| {
        pen.line("legend", "", if of_devices { words.devices } else { words.drugs });
        pen.line("p", "hint", words.contra_hint);
        pen.tag("div", "rows", |pen| {
            for row in TABLE.iter().filter(|row| row.id.starts_with("MC_") == of_devices && view.assessed.bears(row)) {
                let present: Option<&Present> = view.assessed.judgement.present.iter().find(|present| present.row.id == row.id);
                let open = view.assessed.judgement.open.iter().find(|open| open.row.id == row.id);
                let said = view.said.iter().rev().find(|(id, _)| *id == row.id).map(|(_, said)| *said);
                let value = match (present, open, said) {
                    (Some(_), ..) => Value::Yes,
                    (None, Some(_), Some(Said { value: None, .. })) => Value::Unknowable,
                    (None, Some(_), _) => Value::Open,
                    (None, None, _) => Value::No,
                };
                pen.part(
                    row.id,
                    BanRow {
                        row,
                        value,
                        // Decided by facts: nothing that a tick could change.
                        decided: said.is_none() && (value != Value::Open || open.is_some_and(|open| open.lacks != row.id)),
                        suspected: open.is_some_and(|open| open.suspected),
                        until: present.and_then(|present| present.until).map(|until| moment(until, lang)),
                        leg: said.and_then(|said| said.limb),
                        lang,
                        locked,
                    },
                );
            }
        });
    });
}

#[derive(Clone)]
struct BanRow {
    row: &'static Ban,
    value: Value,
    decided: bool,
    suspected: bool,
    until: Option<String>,
    leg: Option<Limb>,
    lang: Lang,
    locked: bool,
}

impl PartialEq for BanRow {
    fn eq(&self, other: &BanRow) -> bool {
        std::ptr::eq(self.row, other.row)
            && (self.value, self.decided, self.suspected) == (other.value, other.decided, other.suspected)
            && (self.leg, self.lang, self.locked) == (other.leg, other.lang, other.locked)
            && self.until == other.until
    }
}

impl Part for BanRow {
    fn draw(&self, pen: &mut Pen) {
        let BanRow { row, value, decided, suspected, until, leg, lang, locked } = self;
        let words = words(*lang);
        let yes = *value == Value::Yes;
        pen.tag("div", if *decided { "row decided" } else { "row" }, |pen| {
            pen.is("data-row", row.id);
            pen.is("data-answer", answer_id(*value));
            pen.tag("label", "", |pen| {
                pen.tag("input", "", |pen| {
                    pen.is("type", "checkbox");
                    pen.is("data-item", row.id);
                    pen.flag("disabled", *locked || *decided);
                    pen.checked(yes);
                });
                pen.text(row.label.get(*lang));
                pen.line("span", "word", answer_word(*value, common(*lang)));
            });
            pen.when(has_tags(row.marks), |pen| pen.tag("p", "help", |pen| tags(pen, row.marks, *lang)));
            pen.some(until.as_ref(), |pen, until| pen.tag("p", "evidence", |pen| pen.joined(&[words.until, " ", until])));
            let about = |action| About { action, of: row.id, name: row.label.get(*lang), disabled: *locked };
            pen.when(*suspected, |pen| {
                pen.tag("span", "suggestion", |pen| {
                    about("confirm").draw(pen, "answer", common(*lang).confirm_yes, common(*lang), None);
                    about("deny").draw(pen, "answer", common(*lang).confirm_no, common(*lang), None);
                });
            });
            pen.when(!decided, |pen| {
                about("unknown").draw(pen, "quiet act unknown", common(*lang).unknown, common(*lang), Some(*value == Value::Unknowable));
            });
            pen.when(yes && row.per_limb && !decided, |pen| {
                pen.tag("fieldset", "legs", |pen| {
                    pen.line("legend", "", words.legs);
                    for (limb, name) in [(Limb::Left, words.leg[0]), (Limb::Right, words.leg[1]), (Limb::Both, words.leg[2])] {
                        pen.tag("label", "", |pen| {
                            pen.tag("input", "", |pen| {
                                pen.is("type", "radio");
                                pen.is("name", row.id);
                                pen.is("data-leg", row.id);
                                pen.is("value", limb.id());
                                pen.flag("disabled", *locked);
                                pen.checked(leg.unwrap_or(Limb::Both) == limb);
                            });
                            pen.text(name);
                        });
                    }
                });
            });
        });
    }
}
