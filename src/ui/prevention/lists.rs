//! The questions: those about names and about the record, the governing bleeding list as on its paper form, and the
//! contraindications, each with the drugs or devices that it concerns. What bears on this patient stands on the page; what
//! facts decide is folded with the fact; the rest is one fold, that takes one tap and can be opened and answered all the same.

mod question;

use std::rc::Rc;

use super::concerns::concerns;
use super::words::words;
use crate::clinical::cell::CellValue;
use crate::clinical::chart::{Limb, Said};
use crate::clinical::contraindication::judgement::{OpenRow, Present};
use crate::clinical::contraindication::row::{Row as Ban, When};
use crate::clinical::contraindication::{QUESTIONS, TABLE};
use crate::clinical::instruments::CN_BLEED_MEDICAL;
use crate::clinical::naming;
use crate::record::refusal::Refusal;
use crate::session::screen::{PreventionView, Screen};
use crate::text::Lang;
use crate::ui::form::row::{ItemRow, Proof, Seen, answer_id, answer_word};
use crate::ui::parts::{About, has_tags, is_locked, tags};
use crate::ui::pen::{Part, Pen};
use crate::ui::wall::moment;
use crate::ui::words::words as common;
use question::QuestionRow;

/// Where a question is drawn.
#[derive(Clone, Copy, PartialEq)]
enum Fold {
    Asked,
    Decided,
    Rest,
}

fn fold_of(view: &PreventionView, id: &str) -> Fold {
    let within = |ids: &[&str]| ids.contains(&id);
    match (within(&view.lists.asked), within(&view.lists.decided)) {
        (true, _) => Fold::Asked,
        (_, true) => Fold::Decided,
        _ => Fold::Rest,
    }
}

/// The questions that bear on this patient; folded below them what facts decide, with the reason, and the rest.
pub fn view(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words) = (screen.lang, words(screen.lang));
    let instrument = view.assessed.bleeding_sheet.instrument;
    pen.tag("fieldset", "section", |pen| {
        pen.is("data-list", instrument.id);
        pen.line("legend", "", instrument.title.get(lang));
        // The letters behind its items are those of the paper form.
        pen.when(instrument.id == CN_BLEED_MEDICAL.id, |pen| pen.line("p", "hint", words.sets));
        for (text, marks) in instrument.caveats {
            pen.tag("p", "hint", |pen| {
                pen.text(text.get(lang));
                tags(pen, marks, lang);
            });
        }
        pen.tag("div", "rows", |pen| items(pen, screen, view, Fold::Asked));
    });
    for of_devices in [false, true] {
        pen.tag("fieldset", "section", |pen| {
            pen.is("data-bans", if of_devices { "devices" } else { "drugs" });
            pen.line("legend", "", if of_devices { words.devices } else { words.drugs });
            pen.line("p", "hint", words.contra_hint);
            pen.tag("div", "rows", |pen| bans(pen, screen, view, of_devices, Fold::Asked));
        });
    }
    folded(pen, screen, view, Fold::Rest);
    folded(pen, screen, view, Fold::Decided);
}

/// One line for what is not asked on the page. Its rows are ordinary rows: whoever looks for one of them opens it.
fn folded(pen: &mut Pen, screen: &Screen, view: &PreventionView, fold: Fold) {
    let words = words(screen.lang);
    let sheet = &view.assessed.bleeding_sheet;
    let here = |id: &str| fold_of(view, id) == fold;
    let (mut all, mut open, mut yes) = (0, 0, 0);
    for (_, cell) in sheet.instrument.items.iter().zip(&sheet.cells).filter(|(item, _)| here(item.id)) {
        all += 1;
        open += usize::from(cell.value == CellValue::Open);
        yes += usize::from(cell.value == CellValue::Yes);
    }
    for row in rows(view).filter(|row| here(row.id)) {
        let said = view.said.iter().any(|(id, _)| *id == row.id);
        let judgement = &view.assessed.judgement;
        all += 1;
        open += usize::from(!said && judgement.open_of(row.id).is_some());
        yes += usize::from(judgement.has(row.id));
    }
    let others: Vec<&Ban> = TABLE.iter().filter(|row| fold == Fold::Rest && row.when != When::ByChoice && !view.assessed.bears(row)).collect();
    pen.when(all > 0 || !others.is_empty(), |pen| {
        pen.tag("details", "section folded", |pen| {
            pen.is("data-fold", if fold == Fold::Rest { "rest" } else { "decided" });
            let (all, open, yes) = (all.to_string(), open.to_string(), yes.to_string());
            let [name, count] = if fold == Fold::Rest { words.the_rest } else { words.by_facts };
            pen.tag("summary", "", |pen| {
                pen.joined(&[name, &all, count]);
                pen.when(open != "0", |pen| {
                    let [before, after] = if fold == Fold::Rest { words.of_them_open } else { words.of_them_waiting };
                    pen.tag("span", "pending", |pen| pen.joined(&[before, &open, after]));
                });
                pen.when(yes != "0", |pen| {
                    pen.tag("span", "pending", |pen| pen.joined(&[words.of_them_yes[0], &yes, words.of_them_yes[1]]));
                });
            });
            pen.line("p", "hint", if fold == Fold::Rest { words.rest_hint } else { words.facts_hint });
            pen.tag("div", "rows", |pen| {
                items(pen, screen, view, fold);
                bans(pen, screen, view, false, fold);
                bans(pen, screen, view, true, fold);
            });
            pen.when(!others.is_empty(), |pen| {
                pen.tag("details", "no-bearing", |pen| {
                    pen.tag("summary", "", |pen| pen.joined(&[words.no_bearing[0], &others.len().to_string(), words.no_bearing[1]]));
                    pen.tag("div", "rows", |pen| others.iter().for_each(|row| ban(pen, row, screen, view)));
                });
            });
        });
    });
}

/// The rows of the tables that concern anything here.
fn rows(view: &PreventionView) -> impl Iterator<Item = &'static Ban> {
    TABLE.iter().filter(move |row| row.when != When::ByChoice && view.assessed.bears(row))
}

fn bans(pen: &mut Pen, screen: &Screen, view: &PreventionView, of_devices: bool, fold: Fold) {
    let here = rows(view).filter(|row| row.id.starts_with("MC_") == of_devices && fold_of(view, row.id) == fold);
    pen.each(here, |pen, row| ban(pen, row, screen, view));
}

/// Of a question: what was signed before, what decides it, or what it lacks.
fn note(view: &PreventionView, id: &str, lang: Lang) -> Option<String> {
    let all: Vec<&str> = view.lists.notes.iter().filter(|(of, _)| *of == id).map(|(_, note)| note.as_str()).collect();
    (!all.is_empty()).then(|| all.join(words(lang).separator))
}

/// The items of the governing list, as on its paper form.
fn items(pen: &mut Pen, screen: &Screen, view: &PreventionView, fold: Fold) {
    let (lang, locked) = (screen.lang, is_locked(screen));
    let sheet = &view.assessed.bleeding_sheet;
    let instrument = sheet.instrument;
    let here = instrument.items.iter().enumerate().filter(|(_, item)| fold_of(view, item.id) == fold);
    let refused = screen.refused.as_ref().map(Refusal::items).unwrap_or_default();
    pen.each(here, |pen, (index, item)| {
        let cell = &sheet.cells[index];
        let seen = Seen::of(cell, view.opened.contains(&index));
        let proof = view.evidence.iter().position(|evidence| evidence.item == index).map(|at| Proof { all: Rc::clone(&view.evidence), at });
        let written = view.answers.note(index).map(|note| note.to_owned().into());
        // The medical list has two sets; every other item of a checklist weighs the same.
        let mark = match (instrument.id, item.points.0) {
            ("cn_bleed_medical", 30) => Some("A"),
            ("cn_bleed_medical", _) => Some("B"),
            ("cn_bleed_surgical", _) => Some(""),
            _ => None,
        };
        let own = cell.suggestion.is_none() && view.lists.own.contains(&item.id);
        let row = ItemRow { item, seen, proof, note: written, mark, lang, locked };
        pen.part(
            item.id,
            Item { row, note: note(view, item.id, lang), asks: own && cell.value == CellValue::Open, refused: refused.contains(&index) },
        );
    });
}

/// An item of the list with what was said of it before, and the yes and no that it wants of its own.
#[derive(Clone, PartialEq)]
struct Item {
    row: ItemRow,
    note: Option<String>,
    asks: bool,
    /// A signature was refused for it.
    refused: bool,
}

impl Part for Item {
    fn draw(&self, pen: &mut Pen) {
        let ItemRow { item, lang, .. } = self.row;
        pen.tag("div", if self.asks { "cell own" } else { "cell" }, |pen| {
            self.row.draw(pen);
            pen.some(self.note.as_ref(), |pen, note| pen.tag("p", "evidence", |pen| pen.written(note.clone().into())));
            pen.when(self.refused, |pen| {
                pen.tag("p", "conflict", |pen| {
                    pen.is("data-error", item.id);
                    pen.text(words(lang).unanswered);
                });
            });
            // What was signed before points to yes, as a suggestion of the host would.
            pen.when(self.asks, |pen| self.row.ask(pen));
        });
    }
}

/// Questions about names, about an item that names two organs, and about the record: each holds something until it is
/// answered with a yes or a no of its own.
pub fn questions(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, locked, words) = (screen.lang, is_locked(screen), words(screen.lang));
    let judgement = &view.assessed.judgement;
    let said = |id: &str| view.said.iter().rev().find(|(of, _)| *of == id).map(|(_, said)| said.value);
    let rows = QUESTIONS.iter().filter(|row| judgement.open_of(row.id).is_some() || said(row.id).is_some()).map(|row| {
        // The names that wait, or those that the answer was about.
        let mut names: Vec<String> = judgement.names_of(row.id).map(str::to_owned).collect();
        if names.is_empty() {
            names.extend(view.settled.iter().filter(|(of, _)| *of == row.id).map(|(_, name)| name.clone()));
        }
        // A name that came after the answer asks again.
        let again = judgement.open_of(row.id).is_some() && said(row.id) == Some(Some(false));
        let (help, said) = (row.help.map(|help| help.get(lang)), said(row.id).filter(|_| !again));
        QuestionRow { id: row.id, label: row.label.get(lang), help, marks: row.marks, names, said, lang, locked }
    });
    let about_record = view.details.asked.iter().map(|asked| {
        let (question, names, said) = (asked.question, asked.names.clone(), asked.said);
        let help = Some(question.help.get(lang));
        QuestionRow { id: question.id, label: question.label.get(lang), help, marks: question.marks, names, said, lang, locked }
    });
    let all: Vec<QuestionRow> = rows.chain(about_record).collect();
    pen.when(!all.is_empty(), |pen| {
        pen.tag("fieldset", "section suggestions", |pen| {
            pen.is("data-questions", "");
            pen.line("legend", "", words.questions);
            pen.line("p", "hint", words.questions_hint);
            pen.tag("div", "rows", |pen| {
                for question in all {
                    pen.part(question.id, question);
                }
            });
        });
    });
}

fn ban(pen: &mut Pen, row: &'static Ban, screen: &Screen, view: &PreventionView) {
    let lang = screen.lang;
    let present: Option<&Present> = view.assessed.judgement.present.iter().find(|present| present.row.id == row.id);
    let open: Option<&OpenRow> = view.assessed.judgement.open_of(row.id);
    let said = view.said.iter().rev().find(|(id, _)| *id == row.id).map(|(_, said)| *said);
    let value = match (present, open, said) {
        // What cannot be known may be read as a yes (pregnancy): it is shown as it was answered.
        (Some(_), _, Some(Said { value: None, .. })) => CellValue::Unknowable,
        (Some(_), ..) => CellValue::Yes,
        (None, Some(open), _) if open.unknowable => CellValue::Unknowable,
        (None, Some(_), _) => CellValue::Open,
        (None, None, _) => CellValue::No,
    };
    let lacks = open.map(|open| open.lacks).filter(|lacks| *lacks != row.id && said.is_none());
    pen.part(
        row.id,
        BanRow {
            row,
            value,
            wording: open.and_then(|open| open.wording).map(|wording| wording.get(lang)),
            ended_by: present.and_then(|present| present.ended_by).map(|ends| ends.get(lang)),
            lacks: lacks.and_then(naming::name_of).map(|name| name.get(lang)),
            // Decided by facts: nothing that a tick could change.
            decided: said.is_none() && (value != CellValue::Open || open.is_some_and(|open| open.lacks != row.id)),
            suspected: said.is_none() && open.is_some_and(|open| open.suspected || open.lacks == row.id && view.lists.own.contains(&row.id)),
            note: note(view, row.id, lang),
            until: present.and_then(|present| present.until).map(|until| moment(until, lang)),
            leg: said.and_then(|said| said.limb),
            lang,
            locked: is_locked(screen),
        },
    );
}

#[derive(Clone)]
struct BanRow {
    row: &'static Ban,
    value: CellValue,
    /// What is asked here of the row; yes and no are of the row itself.
    wording: Option<&'static str>,
    /// What a person's "no" to a row in force means.
    ended_by: Option<&'static str>,
    /// What would decide it.
    lacks: Option<&'static str>,
    decided: bool,
    /// Something points to it: it wants a yes or no of its own.
    suspected: bool,
    /// What was signed before, or what decides it.
    note: Option<String>,
    until: Option<String>,
    leg: Option<Limb>,
    lang: Lang,
    locked: bool,
}

impl PartialEq for BanRow {
    fn eq(&self, other: &BanRow) -> bool {
        std::ptr::eq(self.row, other.row)
            && (self.value, self.decided, self.suspected) == (other.value, other.decided, other.suspected)
            && (self.wording, self.ended_by, self.lacks) == (other.wording, other.ended_by, other.lacks)
            && (self.leg, self.lang, self.locked) == (other.leg, other.lang, other.locked)
            && (&self.until, &self.note) == (&other.until, &other.note)
    }
}

impl Part for BanRow {
    fn draw(&self, pen: &mut Pen) {
        let BanRow { row, value, wording, ended_by, lacks, decided, suspected, note, until, leg, lang, locked } = self;
        let words = words(*lang);
        let yes = *value == CellValue::Yes;
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
            pen.tag("p", "concerns", |pen| pen.joined(&[words.concerns, &concerns(row.applies, *lang)]));
            pen.some(row.help, |pen, help| pen.line("p", "help", help.get(*lang)));
            pen.when(has_tags(row.marks), |pen| pen.tag("p", "help", |pen| tags(pen, row.marks, *lang)));
            pen.some(until.as_ref(), |pen, until| pen.tag("p", "evidence", |pen| pen.joined(&[words.until, " ", until])));
            let about = |action| About { action, of: row.id, name: row.label.get(*lang), disabled: *locked };
            pen.some(*lacks, |pen, lacks| pen.tag("p", "evidence", |pen| pen.joined(&[words.lacks, lacks])));
            pen.some(note.as_ref().filter(|_| lacks.is_none()), |pen, note| pen.tag("p", "evidence", |pen| pen.written(note.clone().into())));
            pen.some(*wording, |pen, wording| pen.tag("p", "asked", |pen| pen.joined(&[words.to_confirm, wording])));
            pen.some(*ended_by, |pen, ends| {
                pen.tag("span", "suggestion", |pen| about("deny").draw(pen, "answer", ends, common(*lang), None));
            });
            pen.when(*suspected, |pen| {
                pen.tag("span", "suggestion", |pen| {
                    about("confirm").draw(pen, "answer", common(*lang).confirm_yes, common(*lang), None);
                    about("deny").draw(pen, "answer", common(*lang).confirm_no, common(*lang), None);
                });
            });
            pen.when(!decided, |pen| {
                about("unknown").draw(pen, "quiet act unknown", common(*lang).unknown, common(*lang), Some(*value == CellValue::Unknowable));
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
