//! The episode of the suspicion that stands: what the record and the chart make of it, and what was entered. Here the desk meets
//! `record::channel`; everything that is shown follows from it in [`ChannelView::of`].

use std::cell::RefCell;
use std::rc::Rc;

use super::{ChannelView, Entered, Looking};
use crate::clinical::chart::Instant;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::tiers::Tier;
use crate::interop::json::Value;
use crate::record::channel::{EntryDone, Episode, episode};
use crate::session::sitting::{Desk, Open};
use crate::session::suspicion::Begun;

/// The episode as it was worked out last, and of what: the number of events, what the host had told, and the moment. A keystroke
/// changes none of them.
#[derive(Clone, Debug, Default)]
pub struct Worked(RefCell<Option<((u64, u32, Instant), Rc<Episode>)>>);

/// The green channel of the suspicion that stands; none where none does.
pub fn view(desk: &Desk) -> Option<ChannelView> {
    let open = desk.open.as_ref()?;
    let (settings, assumed) = settings(desk, open);
    let episode = worked(desk, open, &settings)?;
    let mut entered: Vec<Entered> = episode.entries.iter().map(read).collect();
    // Of one moment the one signed later stands first.
    entered.reverse();
    entered.sort_by_key(|entered| std::cmp::Reverse(entered.at));
    let nothing = Default::default();
    let entering = Begun::of(open).map_or(&nothing, |begun| &begun.entering);
    let role = desk.signer().map(|user| user.role);
    let looking = Looking { role, entered: &entered, entering, now: desk.now };
    let mut view = ChannelView::of(&episode.step, &settings, looking);
    view.here.assumed = assumed;
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

/// What the hospital sets, and whether its level was assumed: as the chart has it, else as the profile does; a county hospital
/// where neither says (D: the golden vectors of 5.6.11 are of one), which the screen says.
pub fn settings(desk: &Desk, open: &Open) -> (ChannelSettings, bool) {
    let of_chart = of_chart(&open.raw);
    let told = of_chart.or_else(|| Tier::named(&desk.profile.tier));
    let mut settings = ChannelSettings::of(told.unwrap_or(Tier::County));
    settings.stock.retain(|drug| desk.profile.formulary.contains(drug));
    (settings, told.is_none())
}

fn of_chart(raw: &Value) -> Option<Tier> {
    Tier::named(raw["encounter"]["facility"]["tier"].as_str()?)
}

fn read(done: &EntryDone) -> Entered {
    let answers = &done.signed.what.answers;
    let answers = answers.iter().filter_map(|(item, value)| Some((done.row.field(item)?.id, value.clone()))).collect();
    Entered { entry: done.row, at: done.at, by: done.signed.by.clone(), answers }
}
