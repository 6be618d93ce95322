//! An exclusive group of the paper form: radios, "none of these", and "cannot be known". Settled by a fact it folds to
//! the one line that holds.

use yew::AttrValue;

use super::row::{Proof, Seen, answer_id, answer_word, evidence_line, help, input, name, restore, row, suggestion};
use crate::clinical::cell::CellValue;
use crate::clinical::instrument::{Group, Instrument};
use crate::text::Lang;
use crate::ui::parts::{About, note_field};
use crate::ui::pen::{Part, Pen};
use crate::ui::words::words;

/// One member: its index in the instrument, what is seen of it, and its evidence.
#[derive(Clone, PartialEq)]
pub struct Member {
    pub index: usize,
    pub seen: Seen,
    pub proof: Option<Proof>,
}

#[derive(Clone)]
pub struct GroupChoice {
    pub instrument: &'static Instrument,
    pub group: &'static Group,
    pub members: Vec<Member>,
    pub note: Option<AttrValue>,
    pub lang: Lang,
    pub locked: bool,
}

impl PartialEq for GroupChoice {
    fn eq(&self, other: &GroupChoice) -> bool {
        std::ptr::eq(self.group, other.group)
            && self.members == other.members
            && self.lang == other.lang
            && self.locked == other.locked
            && self.note == other.note
    }
}

/// Whether facts have settled a group, so that nothing is left to ask.
pub fn is_decided(members: &[Member]) -> bool {
    members.iter().any(|member| member.seen.decided && member.seen.value == CellValue::Yes) || members.iter().all(|member| member.seen.decided)
}

/// The member that an override, its reason and its taking back are filed under: the opened one, else the one that differs
/// from the facts, else the one that holds.
pub fn named(members: &[Member]) -> usize {
    let first = |is: fn(&Seen) -> bool| members.iter().find(|member| is(&member.seen)).map(|member| member.index);
    first(|seen| seen.opened)
        .or_else(|| first(|seen| seen.conflict))
        .or_else(|| first(|seen| seen.value == CellValue::Yes))
        .unwrap_or(members[0].index)
}

impl Part for GroupChoice {
    fn draw(&self, pen: &mut Pen) {
        let GroupChoice { instrument, group, members, note, lang, locked } = self;
        let (group, lang, disabled, words) = (*group, *lang, *locked, words(*lang));
        let any = |value: CellValue| members.iter().any(|member| member.seen.value == value);
        let decided = is_decided(members);
        let opened = members.iter().any(|member| member.seen.opened);
        let conflict = members.iter().any(|member| member.seen.conflict);
        let none = members.iter().all(|member| member.seen.value == CellValue::No);
        let state = match () {
            () if any(CellValue::Yes) => CellValue::Yes,
            () if any(CellValue::Open) => CellValue::Open,
            () if none => CellValue::No,
            () => CellValue::Unknowable,
        };
        // What a fact says of the group as a whole, when no member of it holds.
        let silent = members.iter().find(|member| member.proof.is_some()).filter(|member| !any(CellValue::Yes) && member.seen.suggestion.is_none());
        let about = |action, of| About { action, of, name: group.title.get(lang), disabled };
        let of = instrument.items[named(members)].id;
        pen.tag("fieldset", if decided { "group decided" } else { "group" }, |pen| {
            pen.is("data-group", group.id);
            pen.is("data-answer", answer_id(state));
            pen.tag("legend", "", |pen| {
                pen.text(group.title.get(lang));
                pen.line("span", "word", answer_word(state, words));
            });
            for member in members {
                let (item, seen) = (&instrument.items[member.index], member.seen);
                let yes = seen.value == CellValue::Yes;
                pen.tag("div", if yes { "row on" } else { "row" }, |pen| {
                    row(pen, item.id, seen.value);
                    pen.tag("label", "", |pen| {
                        input(pen, Some(group.id), item, yes, disabled || decided || (seen.decided && !opened));
                        name(pen, item, lang);
                    });
                    help(pen, item, lang);
                    evidence_line(pen, member.proof.as_ref().filter(|_| yes || seen.suggestion.is_some()), lang);
                    suggestion(pen, |action| About { name: item.label.get(lang), ..about(action, item.id) }, seen, words);
                });
            }
            pen.tag("div", if none { "row on" } else { "row" }, |pen| {
                pen.tag("label", "", |pen| {
                    pen.tag("input", "", |pen| {
                        pen.is("type", "radio");
                        pen.is("name", group.id);
                        pen.is("data-group-none", group.id);
                        pen.flag("disabled", disabled || decided);
                        pen.checked(none);
                    });
                    pen.text(words.none_of_these);
                });
            });
            evidence_line(pen, silent.and_then(|member| member.proof.as_ref()), lang);
            pen.when(conflict, |pen| pen.line("p", "conflict", words.conflict));
            pen.when(members.iter().any(|member| member.seen.disputed), |pen| pen.line("p", "conflict", words.disputed));
            pen.when(opened || conflict, |pen| note_field(pen, of, words.change_reason, note.clone(), disabled));
            restore(pen, |action| about(action, of), !decided && (opened || conflict), words);
            pen.when(decided, |pen| about("override", of).draw(pen, "quiet act", words.change, words, None));
            pen.when(!decided, |pen| {
                about("unknown", group.id).draw(
                    pen,
                    "quiet act unknown",
                    words.unknown,
                    words,
                    Some(any(CellValue::Unknowable) && !any(CellValue::Yes)),
                );
            });
        });
    }
}
