//! The items of an instrument, step by step as its paper asks them; a step that no answer asks any more says so.

use yew::AttrValue;

use crate::clinical::cell::CellValue;
use crate::clinical::instrument::{From, Group, Instrument, Points};
use crate::session::calculator::CalculatorView;
use crate::session::screen::FormView;
use crate::text::{Lang, Text, text};
use crate::ui::form::block::proof;
use crate::ui::form::choice::{GroupChoice, Member, named};
use crate::ui::form::row::{self, ItemRow, Seen};
use crate::ui::parts::{About, fact_lines};
use crate::ui::pen::Pen;
use crate::ui::words::words;

const ITEMS: Text = text!("条目", "Items");
const CLOSED: Text = text!("按已选的阶段，此步不再询问，也不计分。", "Not asked and not counted: the step that was chosen ends here.");

/// The items that stand in no step, then step by step, each in the order of the table.
pub fn steps(pen: &mut Pen, form: &FormView, view: &CalculatorView, lang: Lang, locked: bool) {
    let instrument = form.instrument;
    let phases = instrument.reads.map_or(&[][..], |reads| reads.phases);
    let first: Vec<usize> =
        (0..instrument.items.len()).filter(|index| phases.iter().all(|phase| !phase.items.contains(&instrument.items[*index].id))).collect();
    // What the other steps hang on is asked before all else, in whatever order the table has them.
    let (before, after) = phases.split_at(phases.iter().take_while(|phase| phase.items.iter().any(|id| is_choice(instrument, id))).count());
    let step = |pen: &mut Pen, id: &'static str, title: Text, items: &[usize], closed: bool| {
        pen.tag("fieldset", "section", |pen| {
            pen.key(id);
            pen.is("data-step", id);
            pen.line("legend", "", title.get(lang));
            if closed {
                pen.line("p", "hint", CLOSED.get(lang));
            } else {
                rows(pen, form, items, lang, locked);
            }
        });
    };
    let of = |ids: &[&str]| ids.iter().filter_map(|id| instrument.index(id)).collect::<Vec<_>>();
    pen.each(before, |pen, phase| step(pen, phase.id, phase.title, &of(phase.items), view.readout.closed.contains(&phase.id)));
    pen.when(!first.is_empty(), |pen| step(pen, "items", ITEMS, &first, false));
    pen.each(after, |pen, phase| step(pen, phase.id, phase.title, &of(phase.items), view.readout.closed.contains(&phase.id)));
}

fn is_choice(instrument: &Instrument, id: &str) -> bool {
    let choices = instrument.reads.map_or(&[][..], |reads| reads.choices);
    instrument.groups.iter().any(|group| choices.contains(&group.id) && group.members.contains(&id))
}

fn rows(pen: &mut Pen, form: &FormView, items: &[usize], lang: Lang, locked: bool) {
    pen.tag("div", "rows", |pen| {
        for &index in items {
            if form.sheet.cells.get(index).is_none_or(|cell| cell.hidden) {
                continue;
            }
            match form.instrument.group_of(index) {
                Some(group) if form.instrument.members(group).next() == Some(index) => members(pen, form, group, lang, locked),
                Some(_) => {}
                None if matches!(form.instrument.items[index].from, From::Count(_)) => counted(pen, form, index, lang),
                None => single(pen, form, index, lang, locked),
            }
        }
    });
}

fn single(pen: &mut Pen, form: &FormView, index: usize, lang: Lang, locked: bool) {
    let item = &form.instrument.items[index];
    let row = ItemRow {
        item,
        seen: Seen::of(&form.sheet.cells[index], form.opened.contains(&index)),
        proof: proof(form, index),
        note: form.answers.note(index).map(|note| AttrValue::from(note.to_owned())),
        // A tick of a checklist has no points.
        mark: (item.points == Points(0)).then_some(""),
        lang,
        locked,
    };
    pen.part(item.id, row);
}

/// A quantity that is itself added: shown with what is known of it, entered above.
fn counted(pen: &mut Pen, form: &FormView, index: usize, lang: Lang) {
    let item = &form.instrument.items[index];
    pen.tag("div", "row decided", |pen| {
        pen.key(item.id);
        pen.is("data-row", item.id);
        pen.tag("p", "", |pen| pen.text(item.label.get(lang)));
        row::help(pen, item, lang);
        pen.some(proof(form, index), |pen, proof| {
            let line = proof.all.get(proof.at).map(|evidence| fact_lines(&evidence.lines, lang)).unwrap_or_default();
            pen.tag("p", "evidence", |pen| pen.written(line.into()));
        });
    });
}

/// An exclusive group as on any form; of a choice one member holds, so that there is no "none of these".
fn members(pen: &mut Pen, form: &FormView, group: &'static Group, lang: Lang, locked: bool) {
    let instrument = form.instrument;
    let seen = |index: usize| Seen::of(&form.sheet.cells[index], form.opened.contains(&index));
    if !instrument.reads.is_some_and(|reads| reads.choices.contains(&group.id)) {
        let members: Vec<Member> = instrument.members(group).map(|index| Member { index, seen: seen(index), proof: proof(form, index) }).collect();
        let note = form.answers.note(named(&members)).map(|note| AttrValue::from(note.to_owned()));
        pen.part(group.id, GroupChoice { instrument, group, members, note, lang, locked });
        return;
    }
    let values: Vec<(usize, CellValue)> = instrument.members(group).map(|index| (index, form.sheet.cells[index].value)).collect();
    let any = |value: CellValue| values.iter().any(|(_, of)| *of == value);
    let state = [CellValue::Yes, CellValue::Unknowable].into_iter().find(|value| any(*value)).unwrap_or(CellValue::Open);
    let has_points = values.iter().any(|(index, _)| instrument.items[*index].points != Points(0));
    pen.tag("fieldset", "group choice", |pen| {
        pen.key(group.id);
        pen.is("data-group", group.id);
        pen.is("data-answer", row::answer_id(state));
        pen.tag("legend", "", |pen| {
            pen.joined(&[group.title.get(lang), " "]);
            pen.line("span", "word", row::answer_word(state, words(lang)));
        });
        for (index, value) in values {
            let item = &instrument.items[index];
            pen.tag("div", if value == CellValue::Yes { "row on" } else { "row" }, |pen| {
                row::row(pen, item.id, value);
                pen.tag("label", "", |pen| {
                    row::input(pen, Some(group.id), item, value == CellValue::Yes, locked);
                    pen.text(item.label.get(lang));
                    pen.when(has_points, |pen| pen.tag("small", "", |pen| pen.joined(&[" ", &row::plus(item.points)])));
                });
                row::help(pen, item, lang);
            });
        }
        of_group(group, lang, locked).draw(pen, "quiet act unknown", words(lang).unknown, words(lang), Some(state == CellValue::Unknowable));
    });
}

/// "Cannot be known", of a choice.
fn of_group(group: &'static Group, lang: Lang, disabled: bool) -> About {
    About { action: "unknown", of: group.id, name: group.title.get(lang), disabled }
}
