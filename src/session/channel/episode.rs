//! The episode of the suspicion that stands: what the record and the chart make of it, and what was entered. Here the desk meets
//! `record::channel`; everything that is shown follows from it in [`ChannelView::of`].

use std::rc::Rc;

use super::{ChannelView, EnteredStep, Looking};
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::tiers::{Tier, tier_means};
use crate::interop::channel_profile::channel_settings;
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Place, Read as _};
use crate::record::channel::{EntryDone, Episode, episode};
use crate::session::begun::Begun;
use crate::session::sitting::{Desk, Open};

/// The green channel of the suspicion that stands; none where none does.
pub fn view(desk: &Desk) -> Option<ChannelView> {
    let open = desk.open.as_ref()?;
    open.record.encounter.suspected()?;
    let HospitalSettings { settings, assumed, refused } = hospital(desk, open);
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

/// What the hospital sets for the channel, as far as it can be read.
pub struct HospitalSettings {
    pub settings: ChannelSettings,
    /// Nobody has said which level of care it is: a county hospital is assumed (D: `interop::channel_profile`).
    pub assumed: bool,
    /// What of it was not taken: the defaults of the level hold, and the screen says so.
    pub refused: Option<Rejected>,
}

/// The level is that of the chart, else of the profile.
pub fn hospital(desk: &Desk, open: &Open) -> HospitalSettings {
    let place = Place::root("profile");
    let of_chart = open.raw["encounter"]["facility"].text("tier").and_then(Tier::named);
    let of_profile = desk.hospital.text("tier").and_then(Tier::named);
    let (mut settings, refused) = match channel_settings(&desk.hospital, &place) {
        Ok(settings) => (settings, None),
        Err(rejected) => (ChannelSettings::of(of_profile.unwrap_or(Tier::County)), Some(rejected)),
    };
    // The means that a profile sets are those of its own level: another one has its own.
    if let Some(tier) = of_chart.filter(|tier| *tier != settings.tier) {
        (settings.tier, settings.means) = (tier, tier_means(tier));
    }
    HospitalSettings { settings, assumed: of_chart.or(of_profile).is_none(), refused }
}

fn read(done: &EntryDone) -> EnteredStep {
    let answers = &done.signed.what.answers;
    let answers = answers.iter().filter_map(|(item, value)| Some((done.row.field(item)?.id, value.clone()))).collect();
    EnteredStep { entry: done.row, at: done.at, by: done.signed.by.clone(), answers }
}
