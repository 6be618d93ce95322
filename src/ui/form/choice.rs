//! An exclusive group of the paper form: radios, "none of these", and "cannot be known". Settled by a fact it folds to
//! the one line that holds.

use yew::{AttrValue, Component, Context, Html, Properties, html};

use super::row::{Proof, Seen, answer_id, answer_word, help, plus, suggestion, unknown};
use super::{evidence_line, note_field};
use crate::clinical::instrument::{Group, Instrument};
use crate::clinical::sheet::Value;
use crate::text::Lang;
use crate::ui::parts::button_about;
use crate::ui::words::words;

/// One member: its index in the instrument, what is seen of it, and its evidence.
#[derive(Clone, PartialEq)]
pub struct Member {
    pub index: usize,
    pub seen: Seen,
    pub proof: Option<Proof>,
}

#[derive(Clone, Properties)]
pub struct ChoiceProps {
    pub instrument: &'static Instrument,
    pub group: &'static Group,
    pub members: Vec<Member>,
    pub note: Option<AttrValue>,
    pub lang: Lang,
    pub locked: bool,
}

impl PartialEq for ChoiceProps {
    fn eq(&self, other: &ChoiceProps) -> bool {
        std::ptr::eq(self.group, other.group)
            && self.members == other.members
            && self.lang == other.lang
            && self.locked == other.locked
            && self.note == other.note
    }
}

/// Whether facts have settled a group, so that nothing is left to ask.
pub fn is_decided(members: &[Member]) -> bool {
    members.iter().any(|member| member.seen.decided && member.seen.value == Value::Yes) || members.iter().all(|member| member.seen.decided)
}

/// The member that an override, its reason and its taking back are filed under: the opened one, else the one that differs
/// from the facts, else the one that holds.
pub fn named(members: &[Member]) -> usize {
    let first = |is: fn(&Seen) -> bool| members.iter().find(|member| is(&member.seen)).map(|member| member.index);
    first(|seen| seen.opened)
        .or_else(|| first(|seen| seen.conflict))
        .or_else(|| first(|seen| seen.value == Value::Yes))
        .unwrap_or(members[0].index)
}

pub struct Choice;

impl Component for Choice {
    type Message = ();
    type Properties = ChoiceProps;

    fn create(_: &Context<Choice>) -> Choice {
        Choice
    }

    fn view(&self, ctx: &Context<Choice>) -> Html {
        let ChoiceProps { instrument, group, members, note, lang, locked } = ctx.props();
        let (instrument, group, lang, locked, words) = (*instrument, *group, *lang, *locked, words(*lang));
        let any = |value: Value| members.iter().any(|member| member.seen.value == value);
        let decided = is_decided(members);
        let opened = members.iter().any(|member| member.seen.opened);
        let conflict = members.iter().any(|member| member.seen.conflict);
        let none = members.iter().all(|member| member.seen.value == Value::No);
        let state = if any(Value::Yes) {
            Value::Yes
        } else if any(Value::Open) {
            Value::Open
        } else if none {
            Value::No
        } else {
            Value::Unknowable
        };
        // The member that speaks for the group: the one that holds, else the first that a fact speaks of.
        let spoken = members
            .iter()
            .find(|member| member.seen.value == Value::Yes)
            .or_else(|| members.iter().find(|member| member.proof.is_some()))
            .unwrap_or(&members[0]);
        let of = instrument.items[named(members)].id;
        let title = group.title.get(lang);
        html! {
            <fieldset class={if decided { "group decided" } else { "group" }} data-group={group.id} data-answer={answer_id(state)}>
                <legend>{ title }<span class="word">{ answer_word(state, words) }</span></legend>
                { for members.iter().map(|member| {
                    let item = &instrument.items[member.index];
                    let seen = member.seen;
                    html! {
                        <div class={if seen.value == Value::Yes { "row on" } else { "row" }} part="item" data-row={item.id} data-answer={answer_id(seen.value)}>
                            <label>
                                <input type="radio" name={group.id} data-item={item.id} checked={seen.value == Value::Yes} disabled={locked || decided || (seen.decided && !opened)}
                                    aria-describedby={item.id} />
                                <span class="name">{ item.label.get(lang) }<span class="points">{ plus(item.points) }</span></span>
                            </label>
                            { help(item, lang) }
                            if seen.suggestion.is_some() || (seen.value == Value::Yes && member.index == spoken.index) {
                                { evidence_line(member.proof.as_ref(), lang) }
                                { suggestion(item.id, item.label.get(lang), seen, words, locked) }
                            }
                        </div>
                    }
                }) }
                <div class={if none { "row on" } else { "row" }}>
                    <label>
                        <input type="radio" name={group.id} data-group-none={group.id} checked={none} disabled={locked || decided} />
                        <span class="name">{ words.none_of_these }</span>
                    </label>
                </div>
                if spoken.seen.suggestion.is_none() && spoken.seen.value != Value::Yes { { evidence_line(spoken.proof.as_ref(), lang) } }
                if conflict { <p class="conflict">{ words.conflict }</p> }
                if opened || conflict {
                    { note_field(of, words.change_reason, note.clone(), locked) }
                }
                <span class="acts">
                    if decided {
                        { button_about("override", of, title, "quiet", words.change, words, locked) }
                    } else {
                        if opened || conflict { { button_about("restore", of, title, "quiet", words.restore, words, locked) } }
                        { unknown(group.id, title, any(Value::Unknowable) && !any(Value::Yes), words, locked) }
                    }
                </span>
            </fieldset>
        }
    }
}
