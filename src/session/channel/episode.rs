//! The episode of the suspicion that stands: what the record and the chart make of it, and what was entered. Here the desk meets
//! `record::channel`; everything that is shown follows from it in [`ChannelView::of`].

use super::{ChannelView, Entered, Looking};
use crate::clinical::pathway::coarse::Kind;
use crate::clinical::pathway::entries::entry;
use crate::clinical::pathway::evaluate::evaluate;
use crate::clinical::pathway::facts::EpisodeFacts;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::tiers::Tier;
use crate::record::encounter::{Encounter, Signed};
use crate::record::event::{Happening, Occurrence};
use crate::session::sitting::Desk;
use crate::session::suspicion::Begun;

/// The green channel of the suspicion that stands; none where none does.
pub fn view(desk: &Desk) -> Option<ChannelView> {
    let open = desk.open.as_ref()?;
    let encounter = &open.record.encounter;
    let suspected = encounter.suspected()?;
    let facts = EpisodeFacts::begun(Kind::Pe, suspected.when());
    let settings = ChannelSettings::of(Tier::County);
    let step = evaluate(&facts, &settings, desk.now);
    let entered = entered(encounter, &suspected.id);
    let entering = Begun::of(open).map(|begun| begun.entering.clone()).unwrap_or_default();
    let role = desk.signer().map(|user| user.role);
    Some(ChannelView::of(&step, &settings, Looking { role, entered: &entered, entering: &entering, now: desk.now }))
}

/// What was entered in the episode of this suspicion, the latest first. What this version does not know is passed over here and
/// stays in the record.
pub fn entered(encounter: &Encounter, suspected: &str) -> Vec<Entered> {
    let of = |signed: &&Signed<Occurrence>| signed.what.detail("of") == Some(suspected);
    let mut all: Vec<Entered> = encounter.happened(Happening::PathwayStep).map(|(_, signed)| signed).filter(of).filter_map(read).collect();
    // Stable: of one moment the one signed later stands first.
    all.reverse();
    all.sort_by_key(|entered| std::cmp::Reverse(entered.at));
    all
}

fn read(signed: &Signed<Occurrence>) -> Option<Entered> {
    let entry = entry(signed.what.detail("step")?)?;
    let answers = signed.what.answers.iter().filter_map(|(item, value)| Some((entry.field(item)?.id, value.clone()))).collect();
    Some(Entered { entry, at: signed.when(), by: signed.by.clone(), answers })
}
