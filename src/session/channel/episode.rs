//! The episode of the suspicion that stands: what the record and the chart make of it, and what was entered. Here the desk meets
//! `record::channel`; everything that is shown follows from it in [`ChannelView::of`].

use std::rc::Rc;

use super::{ChannelView, EnteredStep, Looking};
use crate::clinical::pathway::settings::ChannelSettings;
use crate::record::channel::{EntryDone, Episode, episode};
use crate::session::begun::Begun;
use crate::session::hospital::{HospitalSays, HospitalSettings};
use crate::session::sitting::{Desk, Open};

/// The green channel of the suspicion that stands; none where none does.
pub fn view(desk: &Desk) -> Option<ChannelView> {
    let open = desk.open.as_ref()?;
    open.record.encounter.suspected()?;
    let HospitalSettings { settings, assumed, refused } = HospitalSays { profile: &desk.hospital, chart: &open.raw }.settings();
    let episode = worked(desk, open, &settings)?;
    let mut entered: Vec<EnteredStep> = episode.entries.iter().map(read).collect();
    // Of one moment the one signed later stands first.
    entered.reverse();
    entered.sort_by_key(|entered| std::cmp::Reverse(entered.at));
    let nothing = Default::default();
    let entering = Begun::of(open).map_or(&nothing, |begun| &begun.entering);
    let role = desk.signer().map(|user| user.role);
    let looking = Looking { role, entered: &entered, entering, now: desk.now };
    let mut view = ChannelView::of(&episode.step, &settings, looking);
    view.here.assumed = assumed;
    view.here.on_tablet = desk.kept;
    view.here.refused =
        refused.map(|rejected| [[&rejected.message.zh, " ", &rejected.path].concat(), [&rejected.message.en, " ", &rejected.path].concat()]);
    view.notices.clone_from(&episode.notices);
    view.withdrawal_proposed_at = episode.withdrawal_proposed_at;
    Some(view)
}

fn worked(desk: &Desk, open: &Open, settings: &ChannelSettings) -> Option<Rc<Episode>> {
    let encounter = &open.record.encounter;
    let key = (encounter.events, desk.told, desk.now);
    let before = Begun::of(open).map(|begun| &begun.worked.0);
    if let Some((of, episode)) = before.and_then(|before| before.borrow().clone())
        && of == key
    {
        return Some(episode);
    }
    let episode = Rc::new(episode(encounter, &open.chart, settings, desk.now)?);
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
