//! What a person does at the forms of the green channel: types into a field, opens or empties a form, takes over a proposal, or
//! asks for a signature.

use super::entering::{Entering, EntryPart, MADE};
use super::forms::{FOLLOWS, GROUPS, denied, may};
use super::spoken::speaks_of;
use super::{ChannelView, DoseTold, InterimView, episode};
use crate::clinical::pathway::drugs::DrugProposal;
use crate::clinical::pathway::entries::entry;
use crate::clinical::pathway::entry::PathEntry;
use crate::clinical::quantity::written;
use crate::record::role::Role;
use crate::session::begun::Begun;
use crate::session::sitting::Desk;

/// What was told of these forms: true where one is to be signed. `None`: it is of another form.
pub fn tell(desk: &mut Desk, field: &str, value: &str) -> Option<bool> {
    let (what, of) = match (field, value.split_once(':')) {
        ("act", Some((what, of))) => (what, of),
        ("act", None) => return None,
        _ => ("put", field),
    };
    if let Some(of) = of.strip_prefix("score/").filter(|_| what == "put") {
        if !desk.is_locked()
            && let Some(begun) = desk.open.as_mut().and_then(Begun::go_on)
        {
            desk.refused = None;
            begun.scores.tell(of, value);
            scored_here(&mut begun.entering, of.split('/').next().unwrap_or_default());
            begun.entering.problems.retain(|problem| problem.field != MADE);
        }
        return Some(false);
    }
    let typed = (what == "put").then(|| of.split_once('/')).flatten();
    if what == "put" && typed.is_none() {
        return None;
    }
    // Nothing is entered where nothing may be.
    if desk.is_locked() {
        return Some(false);
    }
    if what == "enter" {
        return Some(is_whole(desk, of));
    }
    desk.refused = None;
    let shown = matches!(what, "take" | "deny" | "none").then(|| episode::view(desk)).flatten();
    let spoken = |field: &str| desk.open.as_ref().is_some_and(|open| speaks_of(&open.chart, field));
    let group: Vec<&'static str> = if what == "deny" { group_of(of).filter(|field| !spoken(field)).collect() } else { vec![] };
    let Some(begun) = desk.open.as_mut().and_then(Begun::go_on) else { return Some(false) };
    let entering = &mut begun.entering;
    match what {
        "put" => {
            if let Some((of, rest)) = typed
                && let Some(entry) = entry(of)
                && let Some((field, part)) = rest.split_once('/')
            {
                entering.put(entry, field, part, value);
            }
        }
        "open" => entering.open(entry(of).map(|entry| entry.id)),
        "clear" => {
            entering.clear(of);
            begun.scores.clear(of);
        }
        "deny" => {
            if let Some(view) = &shown {
                deny(entering, view, &group);
            }
        }
        // What nobody has answered of a score; a hint waits for an answer of its own.
        "none" => {
            let list = shown.as_ref().and_then(|view| view.scores.iter().find(|list| list.instrument.id == of));
            for row in list.iter().flat_map(|list| list.rows.iter().filter(|row| row.hint.is_none() && list.readout.missing.contains(&row.index))) {
                begun.scores.tell(&[of, "/", list.map_or("", |list| list.instrument.items[row.index].id)].concat(), "no");
            }
            if let Some(list) = list {
                scored_here(entering, list.instrument.id);
            }
        }
        "take" => {
            if let Some(view) = &shown {
                take(entering, view, of);
            }
        }
        _ => {}
    }
    if what == "open" || what == "take" {
        // The focus goes to what was opened.
        entering.tries = entering.tries.wrapping_add(1);
        entering.focus = entering.opened;
    }
    Some(false)
}

/// Whoever ticks a score of the probability form has chosen it.
fn scored_here(entering: &mut Entering, instrument: &str) {
    if let Some(entry) = entry("probability")
        && let Some(Ok(_)) = entry.field("instrument").map(|field| field.read(instrument))
    {
        entering.put(entry, "instrument", EntryPart::Word.id(), instrument);
    }
}

/// Whether a form can be signed; if not, what it lacks stands in it, and the focus goes there.
fn is_whole(desk: &mut Desk, of: &str) -> bool {
    let role = episode::role(desk);
    let wall = desk.wall.clone();
    let Some(entry) = entry(of).filter(|entry| may(entry, role)) else { return false };
    let filled = episode::filled(desk, entry);
    let Some(begun) = desk.open.as_mut().and_then(Begun::go_on) else { return false };
    begun.entering.focus = None;
    match filled.and_then(|filled| filled.answers(entry, &wall, role == Some(Role::Physician))) {
        Ok(_) => {
            begun.entering.problems.clear();
            begun.signs = Some(entry.id);
            true
        }
        Err(problems) => {
            begun.entering.problems = problems;
            begun.entering.tries = begun.entering.tries.wrapping_add(1);
            false
        }
    }
}

/// The fields of a group of questions, by its place.
fn group_of(place: &str) -> impl Iterator<Item = &'static str> {
    place.parse::<usize>().ok().and_then(|place| GROUPS.get(place)).into_iter().flat_map(|(_, ids)| ids.iter().copied())
}

/// "All of this group were asked: no." Answers what nobody has answered, here or before, and of which the host says nothing; a "yes" stays.
fn deny(entering: &mut Entering, view: &ChannelView, group: &[&'static str]) {
    let Some(history) = entry("history") else { return };
    for field in group.iter().filter_map(|id| history.field(id)) {
        let untouched = entering.part(history.id, field.id, EntryPart::Word).is_empty() && view.is_open(history.id, field.id);
        if let Some(no) = denied(field).filter(|_| untouched && !FOLLOWS.iter().any(|(id, _)| *id == field.id)) {
            entering.put(history, field.id, EntryPart::Word.id(), no);
        }
    }
}

/// Takes what is proposed into the form by which a physician confirms it, or what was confirmed into that by which it is given.
/// The form is then open, and signed by its own button.
fn take(entering: &mut Entering, view: &ChannelView, what: &str) {
    match (what, &view.interim, &view.dose) {
        ("proposal", InterimView::Said(said), _) if view.role == Some(Role::Physician) => {
            if let Some((proposal, entry)) = said.proposal.as_ref().zip(entry("interim_confirmed")) {
                entering.clear(entry.id);
                fill(entering, entry, proposal);
                entering.opened = Some(entry.id);
            }
        }
        ("confirmed", _, Some(DoseTold::Confirmed(confirmed))) => {
            let Some(given) = entry("interim_given") else { return };
            entering.clear(given.id);
            for (field, value) in &confirmed.answers {
                let number = value.split_once(' ').filter(|_| *field != "drug");
                match number {
                    Some((number, unit)) if given.field(field).is_some() => {
                        entering.put(given, field, EntryPart::Text.id(), number);
                        entering.put(given, field, EntryPart::Unit.id(), unit);
                    }
                    _ if *field == "drug" => entering.put(given, field, EntryPart::Word.id(), value),
                    _ => {}
                }
            }
            entering.opened = Some(given.id);
        }
        _ => {}
    }
}

fn fill(entering: &mut Entering, entry: &'static PathEntry, proposal: &DrugProposal) {
    entering.put(entry, "drug", EntryPart::Word.id(), proposal.drug.id());
    let mut number = |field: &str, value: f64, unit: &str| {
        entering.put(entry, field, EntryPart::Text.id(), &written(value, 3));
        entering.put(entry, field, EntryPart::Unit.id(), unit);
    };
    match proposal.infusion {
        Some((bolus, rate)) => {
            if bolus > 0.0 {
                number("dose", bolus, "U");
            }
            number("rate", rate, "U/h");
        }
        None => number("dose", proposal.amount, proposal.unit),
    }
    if let Some(hours) = proposal.interval_h {
        number("interval", hours as f64, "h");
    }
}
