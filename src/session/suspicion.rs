//! A suspicion of VTE on the desk: the form behind the red button, its signature, and how a suspicion that stands is settled.
//! The button itself fires its alert without any of this (`runtime`); the form is loaded when somebody presses it, with the
//! second part (`scripts/split.mjs`), and until it is there the screen says to telephone.

use std::rc::Rc;

use chrono::TimeDelta;

use crate::clinical::chart::Instant;
use crate::clinical::pathway::entries::entry;
use crate::clinical::second;
use crate::interop::record::Moment;
use crate::interop::seal::Sealed;
use crate::record::channel::confirmed::{AFTER_CONFIRMED, confirmed_suspicion, untreated};
use crate::record::decide::Now;
use crate::record::encounter::{Encounter, Signed};
use crate::record::event::Body;
use crate::record::happening::{Happening, Occurrence, SHORT};
use crate::record::refusal::Refusal;
use crate::record::role::{Action, Actor, Role};
use crate::record::story::VALUES;

use super::begun::{Begun, Suspecting, kept};
use super::calculator;
use super::channel::{self, ChannelView};
use super::screen::{Screen, Unseen};
use super::sitting::{Desk, Open};

/// A suspicion that was signed and is not settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    pub at: Instant,
    pub by: Actor,
    pub note: Option<String>,
}

/// A suspicion of VTE on the screen: its form, or what stands until it is settled.
#[derive(Clone, Debug)]
pub struct SuspicionView {
    pub form: Option<Suspecting>,
    /// Signed and not settled: when, and by whom.
    pub standing: Option<Reported>,
    pub site: Option<String>,
    pub limb: Option<String>,
    pub signs: Vec<String>,
    /// Since then.
    pub minutes: i64,
    pub may_suspect: bool,
    pub may_settle: bool,
    /// The green channel of the suspicion that stands, or of the one that was confirmed.
    pub channel: Option<ChannelView>,
    /// It was excluded within the last day: when, by whom, and by what (`note`).
    pub excluded: Option<Reported>,
    /// It was confirmed, and severity, place of treatment or plan are still asked for: when, and by whom.
    pub confirmed: Option<Reported>,
}

impl SuspicionView {
    pub fn of(screen: &Screen) -> Option<&SuspicionView> {
        screen.suspicion.as_ref()?.0.downcast_ref()
    }

    /// Another one, and the focus goes there: the form (2), how it is settled (3), what stands (4 and on, another one with each
    /// step of the channel).
    fn face(&self, turn: u8) -> u8 {
        match (&self.form, &self.standing) {
            (Some(_), None) => 2,
            (Some(_), _) => 3,
            _ => 4 + turn % 128,
        }
    }
}

/// The form that is open: how the suspicion that stands is settled, or the report of a new one.
fn form(open: &Open) -> Option<Suspecting> {
    let begun = Begun::of(open).map(|begun| begun.form.clone()).unwrap_or_default();
    let stands = open.record.encounter.suspected().is_some();
    match open.alerted {
        _ if stands => begun.settles.is_some().then_some(begun),
        Some(heard) => Some(Suspecting { heard, settles: None, ..begun }),
        None => None,
    }
}

/// What was told of the form: by field, the value as it stands there; or what is to be done. True where it is to be signed, which
/// is the caller's.
#[inline(never)]
pub fn tell(desk: &mut Desk, field: &str, value: &str) -> bool {
    second::is_needed();
    if let Some(field) = field.strip_prefix("calculator.") {
        calculator::tell(desk, field, value);
        return false;
    }
    if (field, value) == ("act", "sign") {
        if let Some(begun) = desk.open.as_mut().and_then(Begun::go_on) {
            begun.signs = None;
        }
        return true;
    }
    if let Some(signs) = channel::acts::tell(desk, field, value) {
        return signs;
    }
    enter(desk, field, value);
    false
}

fn enter(desk: &mut Desk, field: &str, value: &str) {
    // Whoever may enter nothing any more may still close what was open.
    if desk.is_locked() && (field, value) != ("act", "close") {
        return;
    }
    desk.refused = None;
    let Some(open) = &mut desk.open else { return };
    if (field, value) == ("act", "close") {
        open.alerted = None;
        if let Some(begun) = Begun::go_on(open) {
            begun.form = Suspecting::default();
        }
        return;
    }
    let Some(begun) = Begun::go_on(open) else { return };
    if (field, value) == ("act", "settle") {
        begun.form = Suspecting { settles: Some(String::new()), ..Suspecting::default() };
        return;
    }
    let form = &mut begun.form;
    let code = || VALUES.iter().find(|(of, id, _)| *of == field && *id == value).map(|(_, id, _)| *id);
    match field {
        "site" => form.site = code(),
        "limb" => form.limb = code(),
        "since" => form.since = code(),
        "onset" => form.onset = code(),
        "signs" => {
            let Some(sign) = code() else { return };
            match form.signs.iter().position(|held| *held == sign) {
                Some(place) => drop(form.signs.remove(place)),
                None => form.signs.push(sign),
            }
        }
        "note" => form.note = value.chars().take(500).collect(),
        "settles" => form.settles = Some(value.to_owned()),
        _ => {}
    }
}

/// The event that the form makes, or why it may not be.
#[inline(never)]
pub fn signed(desk: &Desk, moment: &Moment<'_>) -> Result<Body, Refusal> {
    second::is_needed();
    if desk.is_locked() {
        return Err(Refusal::ReadOnly);
    }
    let by = desk.signer().ok_or(Refusal::NoUser)?;
    let open = desk.open.as_ref().ok_or(Refusal::NothingOpen)?;
    if open.unread {
        return Err(Refusal::Unread);
    }
    let by = Actor { role: channel::episode::role(desk).unwrap_or(by.role), ..by };
    if let Some(entry) = Begun::of(open).and_then(|begun| begun.signs).and_then(entry) {
        let after = || confirmed_suspicion(moment.encounter()).filter(|_| AFTER_CONFIRMED.contains(&entry.id));
        let confirmed = || untreated(moment.encounter()).or_else(after);
        let suspected = moment.encounter().suspected().or_else(confirmed).ok_or(Refusal::NotInRecord)?;
        // What does not fit was said in the form, which was not signed then.
        let entering = channel::episode::filled(desk, entry).map_err(|_| Refusal::NothingOpen)?;
        let answers = entering.answers(entry, &desk.wall, by.role == Role::Physician).map_err(|_| Refusal::NothingOpen)?;
        let answers: Vec<(&str, &str)> = answers.iter().map(|(item, value)| (*item, value.as_str())).collect();
        let step = Occurrence::step(&suspected.id, entry.id, &answers);
        let step = match entering.when(entry.id, &desk.wall) {
            Ok(Some(at)) => step.at(at),
            _ => step,
        };
        return Now::to(Action::Step, moment.encounter(), &by, moment.at)?.happened(&step);
    }
    let form = form(open).ok_or(if open.alerted.is_some() { Refusal::AlreadySuspected } else { Refusal::NothingOpen })?;
    let now = |action| Now::to(action, moment.encounter(), &by, moment.at);
    let Some(settles) = &form.settles else {
        if form.site.is_none() || form.needs_limb() && form.limb.is_none() || form.signs.is_empty() {
            return Err(Refusal::SuspicionOpen);
        }
        let suspected = Occurrence::of(Happening::VteSuspected)
            .with("site", form.site.unwrap_or_default())
            .with("limb", form.limb.filter(|_| form.needs_limb()).unwrap_or_default())
            .with("signs", &form.signs.join(" "))
            .with("since", form.since.unwrap_or_default())
            .with("note", &form.note);
        return now(Action::Suspect)?.happened(&suspected);
    };
    let suspected = moment.encounter().suspected().ok_or(Refusal::NotInRecord)?;
    let by_what = form.note.trim();
    match settles.as_str() {
        "confirmed" => {
            // A clot that nobody placed is placed by nobody here.
            let (Some(site), false) = (form.site.or(suspected.what.detail("site")), by_what.is_empty()) else {
                return Err(Refusal::ConclusionOpen);
            };
            let found = Occurrence::of(Happening::VteConfirmed).with("site", site).with("onset", form.onset.unwrap_or_default());
            now(Action::Confirm)?.happened(&told(found, by_what))
        }
        "excluded" if !by_what.is_empty() => now(Action::Exclude)?.happened(&told(Occurrence::of(Happening::VteExcluded), by_what)),
        "withdrawn" if !by_what.is_empty() => now(Action::Amend)?.withdraw(suspected, by_what),
        _ => Err(Refusal::ConclusionOpen),
    }
}

/// By what it was settled. What is longer than a `method` stands whole in the note, and its beginning here.
fn told(occurrence: Occurrence, by_what: &str) -> Occurrence {
    if by_what.chars().count() <= SHORT {
        return occurrence.with("method", by_what);
    }
    let beginning: String = by_what.chars().take(SHORT - 1).chain(['…']).collect();
    occurrence.with("method", &beginning).with("note", by_what)
}

/// What is typed and not signed, as a draft keeps it; empty where there is nothing.
#[inline(never)]
pub fn unsigned(open: &Open) -> String {
    second::is_needed();
    kept::text(open)
}

/// A suspicion, or what came of it, was sealed. It is no answer to the form that is open: that stays as it is, and is read
/// again.
#[inline(never)]
pub fn was_signed(desk: &mut Desk, sealed: Sealed) {
    second::is_needed();
    if let Some(open) = &mut desk.open {
        let entered = matches!(&sealed.event.body, Body::Happened(what) if matches!(what.what, Happening::PathwayStep | Happening::Referral));
        open.record.push(sealed);
        if !entered {
            open.alerted = None;
            open.begun = None;
        } else if let Some(begun) = Begun::go_on(open) {
            // The other forms stay as they are.
            if let Some(signed) = begun.signs.take() {
                begun.entering.was_signed(signed);
                begun.scores.clear(signed);
            }
            begun.entering.focus = None;
        }
        open.clock.reason = None;
        open.signing = false;
    }
    desk.refused = None;
    desk.fault = None;
    desk.rework(desk.now);
}

/// When the screen is to be looked at again: a window of the plan closes, or the next minute of a suspicion is counted.
#[inline(never)]
pub fn next_change(desk: &Desk, now: Instant) -> Option<Instant> {
    second::is_needed();
    let counted = |open: &Open| open.record.encounter.suspected().or(untreated(&open.record.encounter)).is_some();
    let counts = desk.open.as_ref().filter(|open| counted(open)).map(|_| now + TimeDelta::minutes(1));
    [counts, desk.next_change(now)].into_iter().flatten().min()
}

/// The face of it, and what stands on the screen: the form while it is open, and what was signed and is not settled.
#[inline(never)]
pub fn shown(desk: &Desk) -> Option<(u8, Unseen)> {
    second::is_needed();
    let view = view(desk)?;
    let signed = desk.open.as_ref().map_or(0, |open| open.record.encounter.occurrences.len());
    let turn = (signed % 64) as u8 + view.channel.as_ref().map_or(0, |channel| channel.entering.tries % 64);
    Some((view.face(turn), Unseen(Rc::new(view))))
}

/// What stands on the screen of it.
pub fn view(desk: &Desk) -> Option<SuspicionView> {
    let open = desk.open.as_ref()?;
    let suspected = open.record.encounter.suspected();
    let form = form(open);
    let told =
        |signed: &Signed<Occurrence>| Reported { at: signed.when(), by: signed.by.clone(), note: signed.what.detail("note").map(str::to_owned) };
    let confirmed = channel::episode::asked_since(desk).filter(|_| suspected.is_none() && form.is_none()).map(told);
    let excluded = settled_as_excluded(&open.record.encounter, desk.now).filter(|_| suspected.is_none() && form.is_none() && confirmed.is_none());
    let excluded = excluded.map(|signed| Reported { note: signed.what.detail("method").map(str::to_owned), ..told(signed) });
    if form.is_none() && suspected.is_none() && confirmed.is_none() && excluded.is_none() {
        return None;
    }
    let role = channel::episode::role(desk);
    let may = |action: Action| role.is_some_and(|role: Role| role.may(action));
    let detail = |field: &str| suspected.and_then(|open| open.what.detail(field)).map(str::to_owned);
    Some(SuspicionView {
        form,
        standing: suspected.map(told),
        site: detail("site"),
        limb: detail("limb"),
        signs: detail("signs").unwrap_or_default().split(' ').filter(|sign| !sign.is_empty()).map(str::to_owned).collect(),
        minutes: suspected.map(|open| minutes(open.when(), desk.now)).unwrap_or_default(),
        may_suspect: may(Action::Suspect),
        may_settle: may(Action::Exclude),
        channel: channel::episode::view(desk).filter(|_| suspected.is_some() || confirmed.is_some()),
        excluded,
        confirmed,
    })
}

/// The exclusion that is the last word on a clot in this record, within [`SAID_FOR`]; a score is due of it as of any change.
fn settled_as_excluded(encounter: &Encounter, now: Instant) -> Option<&Signed<Occurrence>> {
    let of_vte = |signed: &&Signed<Occurrence>| {
        matches!(signed.what.what, Happening::VteSuspected | Happening::VteConfirmed | Happening::VteExcluded) && !signed.what.is_withdrawn()
    };
    let last = encounter.occurrences.iter().rev().find(of_vte)?;
    Some(last).filter(|signed| signed.what.what == Happening::VteExcluded && now - signed.when() < SAID_FOR)
}

/// How long an exclusion is said at the head of the screen (D); it stays in the story of the stay.
const SAID_FOR: TimeDelta = TimeDelta::hours(24);

/// Whole minutes from then to now; never negative, whatever the clocks say.
pub fn minutes(from: Instant, now: Instant) -> i64 {
    (now - from).num_minutes().max(0)
}
