//! The episode of the suspicion that stands: what the record and the chart make of it, and what was entered. Here the desk meets
//! `record::channel`; everything that is shown follows from it in [`ChannelView::of`].

use std::rc::Rc;

use chrono::TimeDelta;

use super::entering::{Entering, EntryProblem};
use super::forms::Forms;
use super::scores::{SCORED_ENTRIES, ScoredFrom, Scores, with_results};
use super::{ChannelView, EnteredStep, Looking};
use crate::clinical::pathway::entry::PathEntry;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::record::channel::confirmed::{AFTER_CONFIRMED, confirmed_suspicion, is_entered, is_of_the_lung, untreated};
use crate::record::channel::{EntryDone, Episode, episode_of};
use crate::record::encounter::{Encounter, Signed};
use crate::record::happening::Occurrence;
use crate::record::role::Role;
use crate::session::begun::Begun;
use crate::session::hospital::{HospitalSays, HospitalSettings};
use crate::session::sitting::{Desk, Open};

/// How long severity and place are asked for once conclusion and plan are signed (D); they may be entered later too, by a host. Without
/// a plan there is no end to it.
const ASKED_FOR: TimeDelta = TimeDelta::hours(72);

/// Whose rights count in the channel. A nurse who practises sees and signs what a nurse does; whoever else practises may try everything.
pub fn role(desk: &Desk) -> Option<Role> {
    let own = desk.user.as_ref().map(|user| user.role).filter(|role| *role == Role::Nurse);
    own.or(desk.signer().map(|user| user.role))
}

/// The suspicion that entries belong to: the one that stands, or that which was confirmed and of which something is still asked.
pub fn suspicion(desk: &Desk) -> Option<&Signed<Occurrence>> {
    let encounter = &desk.open.as_ref()?.record.encounter;
    encounter.suspected().or_else(|| asked_since(desk).and_then(|_| confirmed_suspicion(encounter)))
}

/// The conclusion after which severity, place or plan are still asked for.
pub fn asked_since(desk: &Desk) -> Option<&Signed<Occurrence>> {
    let encounter = &desk.open.as_ref()?.record.encounter;
    let (suspected, confirmed) = (confirmed_suspicion(encounter)?, encounter.confirmed()?);
    let open = after(encounter).iter().any(|entry| !is_entered(encounter, &suspected.id, entry));
    let within = || encounter.discharged_at().is_none() && desk.now - confirmed.when() < ASKED_FOR;
    (untreated(encounter).is_some() || open && within()).then_some(confirmed)
}

/// What may follow the conclusion: of a clot of the limb there is no class.
fn after(encounter: &Encounter) -> &'static [&'static str] {
    if is_of_the_lung(encounter) { &AFTER_CONFIRMED } else { &AFTER_CONFIRMED[2..] }
}

/// The green channel of the suspicion that stands, or of the one that was confirmed; none where there is none.
pub fn view(desk: &Desk) -> Option<ChannelView> {
    let open = desk.open.as_ref()?;
    let suspected = suspicion(desk)?;
    let HospitalSettings { settings, assumed, refused } = HospitalSays { profile: &desk.hospital, chart: &open.raw }.settings();
    let episode = worked(desk, open, &suspected.id, &settings)?;
    let mut entered: Vec<EnteredStep> = episode.entries.iter().map(read).collect();
    // Of one moment the one signed later stands first.
    entered.reverse();
    entered.sort_by_key(|entered| std::cmp::Reverse(entered.at));
    let nothing = Default::default();
    let entering = Begun::of(open).map_or(&nothing, |begun| &begun.entering);
    let role = role(desk);
    let looking = Looking { role, entered: &entered, entering, now: desk.now };
    let mut view = ChannelView::of(&episode.step, &settings, looking);
    if open.record.encounter.suspected().is_none() {
        let channel = std::mem::take(&mut view.forms);
        view.forms = Forms::after(after(&open.record.encounter), role, &view.entering, &|id| view.entered.iter().any(|done| done.entry.id == id));
        // Without a plan the whole channel goes on, behind what is asked first.
        if untreated(&open.record.encounter).is_some() {
            view.forms.then(channel, view.entering.opened);
        }
    }
    let from = ScoredFrom {
        chart: &open.chart,
        entered: &entered,
        coarse: &episode.step.coarse,
        limb: suspected.what.detail("limb"),
        rule: settings.rule,
        at: desk.now,
        lang: desk.options.lang,
        fresh_hours: desk.profile.fresh_hours,
    };
    let none = Scores::default();
    view.scores = Begun::of(open).map_or(&none, |begun| &begun.scores).views(&view.forms.drawn, &view.entering, &from);
    view.here.assumed = assumed;
    view.here.on_tablet = desk.kept;
    view.here.refused =
        refused.map(|rejected| [[&rejected.message.zh, " ", &rejected.path].concat(), [&rejected.message.en, " ", &rejected.path].concat()]);
    view.notices.clone_from(&episode.notices);
    view.withdrawal_proposed_at = episode.withdrawal_proposed_at;
    Some(view)
}

fn worked(desk: &Desk, open: &Open, suspicion: &str, settings: &ChannelSettings) -> Option<Rc<Episode>> {
    let encounter = &open.record.encounter;
    let key = (encounter.events, desk.told, desk.now);
    let before = Begun::of(open).map(|begun| &begun.worked.0);
    if let Some((of, episode)) = before.and_then(|before| before.borrow().clone())
        && of == key
    {
        return Some(episode);
    }
    let episode = Rc::new(episode_of(encounter, suspicion, &open.chart, settings, desk.now)?);
    if let Some(before) = before {
        before.replace(Some((key, Rc::clone(&episode))));
    }
    Some(episode)
}

fn read(done: &EntryDone) -> EnteredStep {
    let answers = &done.signed.what.answers;
    let answers = answers.iter().filter_map(|(item, value)| Some((done.row.field(item)?.id, value.clone()))).collect();
    EnteredStep { entry: done.row, at: done.at, by: done.signed.by.clone(), answers }
}

/// What is typed into the form of `entry`, with the result of its score in place; or what that still lacks.
pub fn filled(desk: &Desk, entry: &'static PathEntry) -> Result<Entering, Vec<EntryProblem>> {
    let typed = || desk.open.as_ref().and_then(Begun::of).map(|begun| begun.entering.clone()).unwrap_or_default();
    match view(desk).filter(|_| SCORED_ENTRIES.contains(&entry.id)) {
        Some(view) => with_results(&view.entering, entry, &view.scores),
        None => Ok(typed()),
    }
}
