//! One item of the paper form that stands for itself. Drawn again only when its own cell, evidence or words change.

use std::rc::Rc;

use yew::{AttrValue, Component, Context, Html, Properties, html};

use super::{evidence_line, note_field, tags};
use crate::clinical::instrument::{From, Item, Points};
use crate::clinical::sheet::{By, Cell, Value};
use crate::text::Lang;
use crate::ui::parts::button_about;
use crate::ui::words::{Words, words};
use crate::web::screen::Evidence;

/// What of a cell is seen.
#[derive(Clone, Copy, PartialEq)]
pub struct Seen {
    pub value: Value,
    /// A fact decides it, and nobody opened it.
    pub decided: bool,
    /// A person opened what a fact decides.
    pub opened: bool,
    /// What the host suggests, if it does.
    pub suggestion: Option<bool>,
    pub awaiting: bool,
    pub conflict: bool,
}

impl Seen {
    pub fn of(cell: &Cell, opened: bool) -> Seen {
        Seen {
            value: cell.value,
            decided: !opened && matches!(cell.by, By::Derived(_) | By::Host(_)),
            opened,
            suggestion: cell.suggestion.map(|suggestion| suggestion.present),
            awaiting: cell.suggestion.is_some() && cell.by != By::Person && !cell.hidden,
            conflict: cell.conflict,
        }
    }
}

/// The evidence of one item: a place in the list that all rows share.
#[derive(Clone)]
pub struct Proof {
    pub all: Rc<Vec<Evidence>>,
    pub at: usize,
}

impl PartialEq for Proof {
    fn eq(&self, other: &Proof) -> bool {
        (self.at == other.at && Rc::ptr_eq(&self.all, &other.all)) || self.all.get(self.at) == other.all.get(other.at)
    }
}

#[derive(Clone, Properties)]
pub struct RowProps {
    pub item: &'static Item,
    pub seen: Seen,
    pub proof: Option<Proof>,
    pub note: Option<AttrValue>,
    pub lang: Lang,
    pub locked: bool,
}

impl PartialEq for RowProps {
    fn eq(&self, other: &RowProps) -> bool {
        std::ptr::eq(self.item, other.item)
            && self.seen == other.seen
            && self.lang == other.lang
            && self.locked == other.locked
            && self.note == other.note
            && self.proof == other.proof
    }
}

pub struct Row;

impl Component for Row {
    type Message = ();
    type Properties = RowProps;

    fn create(_: &Context<Row>) -> Row {
        Row
    }

    fn view(&self, ctx: &Context<Row>) -> Html {
        let RowProps { item, seen, proof, note, lang, locked } = ctx.props();
        let (item, lang, locked, words) = (*item, *lang, *locked, words(*lang));
        let name = item.label.get(lang);
        let computed = is_computed(item.from);
        let asks_note = (item.wants_note && seen.value == Value::Yes) || (computed && (seen.opened || seen.conflict));
        let has_help = item.counts.is_some() || !item.marks.is_empty();
        html! {
            <div class={if seen.decided { "row decided" } else { "row" }} part="item" data-row={item.id} data-answer={answer_id(seen.value)}>
                <label>
                    <input type="checkbox" data-item={item.id} checked={seen.value == Value::Yes} disabled={locked || seen.decided}
                        aria-describedby={has_help.then_some(item.id)} />
                    <span class="name">{ name }<span class="points">{ plus(item.points) }</span></span>
                    <span class="word">{ answer_word(seen.value, words) }</span>
                </label>
                { help(item, lang) }
                { evidence_line(proof.as_ref(), lang) }
                { suggestion(item.id, name, *seen, words, locked) }
                if seen.conflict { <p class="conflict">{ words.conflict }</p> }
                if asks_note {
                    { note_field(item.id, if item.wants_note { words.specify } else { words.change_reason }, note.clone(), locked) }
                }
                <span class="acts">
                    if seen.decided {
                        { button_about("override", item.id, name, "quiet", words.change, words, locked) }
                    } else {
                        if seen.opened || seen.conflict { { button_about("restore", item.id, name, "quiet", words.restore, words, locked) } }
                        if !seen.opened { { unknown(item.id, name, seen.value == Value::Unknowable, words, locked) } }
                    }
                </span>
            </div>
        }
    }
}

pub fn is_computed(from: From) -> bool {
    !matches!(from, From::Asked | From::RecentOperation { .. })
}

pub fn answer_id(value: Value) -> &'static str {
    match value {
        Value::Yes => "yes",
        Value::No => "no",
        Value::Unknowable => "unknown",
        Value::Open => "open",
    }
}

pub fn answer_word(value: Value, words: &Words) -> &'static str {
    match value {
        Value::Yes => words.yes,
        Value::No => words.no,
        Value::Unknowable => words.unknown,
        Value::Open => words.open,
    }
}

/// "+2".
pub fn plus(points: Points) -> AttrValue {
    const WHOLE: [&str; 6] = ["0", "+1", "+2", "+3", "+4", "+5"];
    match WHOLE.get((points.0 / 10) as usize) {
        Some(word) if points.0 % 10 == 0 => AttrValue::Static(word),
        _ => ["+", &points.to_string()].concat().into(),
    }
}

/// What counts, and what of it is a local setting or not verified.
pub fn help(item: &'static Item, lang: Lang) -> Html {
    html! { <p class="help" id={item.id}>{ item.counts.map_or("", |text| text.get(lang)) }{ tags(item.marks, lang) }</p> }
}

/// Yes or no to what the host suggests.
pub fn suggestion(id: &'static str, name: &str, seen: Seen, words: &Words, locked: bool) -> Html {
    let Some(present) = seen.suggestion else { return Html::default() };
    let (yes, no) = if present { (words.confirm_yes, words.confirm_no) } else { (words.confirm_absent, words.confirm_present) };
    let class = if seen.awaiting { "answer" } else { "answer quiet" };
    html! {
        <span class="suggestion">
            { button_about("confirm", id, name, class, yes, words, locked) }
            { button_about("deny", id, name, class, no, words, locked) }
        </span>
    }
}

/// "Cannot be known now"; pressed again, nobody has answered.
pub fn unknown(of: &'static str, name: &str, pressed: bool, words: &Words, disabled: bool) -> Html {
    let heard = [words.unknown, words.colon, name].concat();
    html! {
        <button type="button" class="quiet unknown" data-action="unknown" data-for={of} aria-label={heard}
            aria-pressed={if pressed { "true" } else { "false" }} {disabled}>{ words.unknown }</button>
    }
}
