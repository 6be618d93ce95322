//! The form of one instrument: what the facts decided, what they suggest, what is left to answer as on the paper form,
//! and beside it the tally, the signature and the assessment before.

pub mod choice;
pub mod head;
pub mod notices;
pub mod previous;
pub mod row;
pub mod sign;
pub mod signed;
pub mod stages;
pub mod tally;

use std::rc::Rc;

use yew::{AttrValue, Html, html};

use choice::{Choice, Member, is_decided, named};
use row::{Proof, Row, Seen};

use super::parts::is_locked;
use super::words::{Words, around, words};
use crate::clinical::instrument::{Group, Instrument, Points};
use crate::clinical::instruments::UNDER_18;
use crate::clinical::source::{LOCAL_SETTING, Mark, NOT_VERIFIED};
use crate::text::Lang;
use crate::web::screen::{FormView, Screen};

/// What stands together on the form: a single item or an exclusive group.
#[derive(Clone)]
pub enum Unit {
    Single(usize),
    Group(&'static Group, Vec<usize>),
}

/// The units of an instrument, a group where its first member stands.
pub fn units(instrument: &'static Instrument) -> Vec<Unit> {
    (0..instrument.items.len())
        .filter_map(|index| match instrument.group_of(index) {
            None => Some(Unit::Single(index)),
            Some(group) => {
                let members: Vec<usize> = instrument.members(group).collect();
                (members.first() == Some(&index)).then_some(Unit::Group(group, members))
            }
        })
        .collect()
}

/// Where a unit is drawn. Stays the same while it is answered, so that nothing jumps under the finger.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Decided,
    Suggested,
    Group,
    Points(Points),
}

/// Everything between the notices and the end of the surface while a form is open.
pub fn view(screen: &Screen, form: &FormView, units: &[Unit], before: Option<&[Option<bool>]>) -> Html {
    let words = words(screen.lang);
    let locked = is_locked(screen);
    let mut places: Vec<(Place, Vec<Html>)> = vec![(Place::Decided, vec![]), (Place::Suggested, vec![]), (Place::Group, vec![])];
    let mut awaiting = 0;
    for unit in units {
        if let Some((place, drawn, waits)) = draw(screen, form, unit, locked) {
            awaiting += usize::from(waits);
            match places.iter_mut().find(|(at, _)| *at == place) {
                Some((_, list)) => list.push(drawn),
                None => places.push((place, vec![drawn])),
            }
        }
    }
    html! {
        <div class="body">
            <div class="main">
                { notices::errors(form, words, screen.lang) }
                { sign::amending(form, words, locked) }
                { warnings(form, words, screen.lang) }
                { for places.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(place, rows)| section(place, rows, awaiting, words)) }
                { about(form.instrument, words, screen.lang) }
            </div>
            <div class="side">
                { tally::view(screen, form, units, awaiting, words, locked) }
                { sign::view(screen, form, words, locked) }
                { previous::view(screen, form, before, words) }
                { head::suspected(screen, words, false) }
            </div>
        </div>
    }
}

fn draw(screen: &Screen, form: &FormView, unit: &Unit, locked: bool) -> Option<(Place, Html, bool)> {
    let instrument = form.instrument;
    let lang = screen.lang;
    let seen = |index: usize| Seen::of(&form.sheet.cells[index], form.opened.contains(&index));
    let proof = |index: usize| {
        form.evidence.iter().position(|evidence| evidence.item == index).map(|at| Proof { all: Rc::clone(&form.evidence), at })
    };
    let note = |index: usize| form.answers.note(index).map(|note| AttrValue::from(note.to_owned()));
    match unit {
        Unit::Single(index) => {
            let (index, item) = (*index, &instrument.items[*index]);
            if form.sheet.cells[index].hidden {
                return None;
            }
            let seen = seen(index);
            let place = match () {
                () if seen.decided || seen.opened => Place::Decided,
                () if seen.suggestion.is_some() => Place::Suggested,
                () => Place::Points(item.points),
            };
            Some((place, html! { <Row key={item.id} {item} {seen} proof={proof(index)} note={note(index)} {lang} {locked} /> }, seen.awaiting))
        }
        Unit::Group(group, members) => {
            let members: Vec<Member> = members.iter().map(|&index| Member { index, seen: seen(index), proof: proof(index) }).collect();
            let place = match () {
                () if is_decided(&members) || members.iter().any(|member| member.seen.opened) => Place::Decided,
                () if members.iter().any(|member| member.seen.suggestion.is_some()) => Place::Suggested,
                () => Place::Group,
            };
            let waits = members.iter().any(|member| member.seen.awaiting);
            let note = note(named(&members));
            Some((place, html! { <Choice key={group.id} {instrument} group={*group} {members} {note} {lang} {locked} /> }, waits))
        }
    }
}

fn section(place: Place, rows: Vec<Html>, awaiting: usize, words: &Words) -> Html {
    let (class, title, hint) = match place {
        Place::Decided => ("section facts", AttrValue::Static(words.decided), words.decided_hint),
        Place::Suggested => ("section suggestions", AttrValue::Static(words.confirm), words.confirm_hint),
        Place::Group => ("section groups", AttrValue::Static(words.groups), ""),
        Place::Points(points) => {
            let phrase = if points.0 == 10 { words.each_one } else { words.each };
            ("section", [phrase[0], &points.to_string(), phrase[1]].concat().into(), "")
        }
    };
    let left = (place == Place::Suggested && awaiting > 0).then(|| around(&words.to_confirm, awaiting));
    html! {
        <fieldset {class} key={title.to_string()}>
            <legend>{ title.clone() }if let Some(left) = left { <span class="left">{ left }</span> }</legend>
            if !hint.is_empty() { <p class="hint">{ hint }</p> }
            <div class="rows">{ for rows }</div>
        </fieldset>
    }
}

/// What deserves a second look, and what a reader must know of this patient's score.
fn warnings(form: &FormView, words: &Words, lang: Lang) -> Html {
    let sheet = &form.sheet;
    let mut texts: Vec<(&'static str, &'static [Mark])> = sheet.warnings.iter().map(|warning| (warning.text.get(lang), warning.marks)).collect();
    if !sheet.doubled.is_empty() {
        texts.push((words.doubled, &[]));
    }
    if sheet.under_18 {
        texts.push((UNDER_18.get(lang), &[]));
    }
    html! { { for texts.into_iter().map(|(text, marks)| html! { <p class="banner warn" role="status" key={text}>{ text }{ tags(marks, lang) }</p> }) } }
}

fn about(instrument: &'static Instrument, words: &Words, lang: Lang) -> Html {
    html! {
        <details class="about">
            <summary>{ words.about }</summary>
            { for instrument.caveats.iter().map(|(text, marks)| html! { <p>{ text.get(lang) }{ tags(marks, lang) }</p> }) }
            <p>{ words.source }{ words.colon }<cite>{ instrument.source.citation }</cite></p>
        </details>
    }
}

/// "Local setting" and "source not verified", each with what exactly, on whatever rests on them.
pub fn tags(marks: &'static [Mark], lang: Lang) -> Html {
    html! { { for marks.iter().filter_map(|mark| {
        let (word, what) = match mark {
            Mark::V(_) => return None,
            Mark::D(what) => (LOCAL_SETTING.get(lang), what.get(lang)),
            Mark::K(what) => (NOT_VERIFIED.get(lang), what.get(lang)),
        };
        Some(html! { <span class="tag" title={what}>{ word }<span class="unseen">{ what }</span></span> })
    }) } }
}

/// What facts say of an item: "27.3 kg/m² · 11-22 08:20 · HIS".
pub fn evidence_line(proof: Option<&Proof>, lang: Lang) -> Html {
    let Some(evidence) = proof.and_then(|proof| proof.all.get(proof.at)) else { return Html::default() };
    let words = words(lang);
    let mut text = String::new();
    for line in &evidence.lines {
        if !text.is_empty() {
            text.push_str(words.separator);
        }
        text.push_str(&line.value);
        if let Some(at) = line.at {
            text.push_str(" · ");
            text.push_str(&super::parts::moment(at, lang));
        }
        if let Some(source) = &line.source {
            text.push_str(" · ");
            text.push_str(source);
        }
        if line.stale {
            text.push_str(" · ");
            text.push_str(words.stale);
        }
    }
    html! { <p class="evidence">{ text }</p> }
}

/// A short text that must stand beside an answer.
pub fn note_field(id: &'static str, label: &'static str, value: Option<AttrValue>, disabled: bool) -> Html {
    html! {
        <label class="note"><span>{ label }</span><input type="text" data-note={id} {value} {disabled} maxlength="500" autocomplete="off" aria-required="true" /></label>
    }
}
