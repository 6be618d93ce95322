//! The episode of the suspicion that stands: what the record and the chart make of it, and what was entered. Here the desk meets
//! `record::channel`; everything that is shown follows from it in [`ChannelView::of`].

use super::{ChannelView, Entered, Looking};
use crate::clinical::pathway::coarse::Kind;
use crate::clinical::pathway::evaluate::evaluate;
use crate::clinical::pathway::facts::EpisodeFacts;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::tiers::Tier;
use crate::session::sitting::Desk;
use crate::session::suspicion::Begun;

/// The green channel of the suspicion that stands; none where none does.
pub fn view(desk: &Desk) -> Option<ChannelView> {
    let open = desk.open.as_ref()?;
    let suspected = open.record.encounter.suspected()?;
    let facts = EpisodeFacts::begun(Kind::Pe, suspected.when());
    let settings = ChannelSettings::of(Tier::County);
    let step = evaluate(&facts, &settings, desk.now);
    let entered: Vec<Entered> = vec![];
    let entering = Begun::of(open).map(|begun| begun.entering.clone()).unwrap_or_default();
    let role = desk.signer().map(|user| user.role);
    Some(ChannelView::of(&step, &settings, Looking { role, entered: &entered, entering: &entering, now: desk.now }))
}
