//! What a person said of the facts that the host only suggests beside the items: a chart that comes again is not asked about again,
//! a reload or not. Stands in the second part of the program, as the cards do (`suggested`).

use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};

use crate::clinical::chart::{Chart, Fact, Instant, Status};
use crate::clinical::second;
use crate::interop::json::{Value, canonical};
use crate::interop::seal::hex;
use crate::interop::shape::Read as _;
use crate::interop::suggestions::{self, Settlement};
use crate::record::role::Actor;
use crate::session::screen::Suggested;

/// What a person said of one.
pub struct Settled {
    said: Settlement,
    /// Nothing was signed since.
    is_new: bool,
    /// It stands in a signed score; until then it lies in the draft.
    is_signed: bool,
}

/// A second tap of the same press takes nothing back.
const SAME_PRESS: TimeDelta = TimeDelta::milliseconds(500);

/// Which fact this is, by what the host wrote: the place in the list is another one in the next chart.
pub fn identity(raw: &Value, given: usize) -> String {
    let fact = raw["facts"].items().get(given).map(canonical).unwrap_or_default();
    let mut digest = hex(&Sha256::digest(fact));
    digest.truncate(16);
    digest
}

/// What a person confirmed counts as asserted; what was turned down is no fact. What of it nothing was signed with yet.
#[inline(never)]
pub fn settle(settled: &[Settled], chart: &mut Chart, raw: &Value) -> Vec<(Fact, bool)> {
    second::is_needed();
    let mut told = vec![];
    let said = |given: usize| {
        let fact = identity(raw, given);
        settled.iter().find(|settled| settled.said.fact == fact)
    };
    let awaiting: Vec<(usize, Option<&Settled>)> = chart.awaiting().map(|(index, fact)| (index, said(fact.given))).collect();
    for (index, settled) in awaiting.into_iter().rev() {
        let Some(settled) = settled else { continue };
        if settled.is_new {
            told.push((chart.facts[index].clone(), settled.said.taken));
        }
        if settled.said.taken {
            chart.facts[index].status = Status::Asserted;
        } else {
            chart.facts.remove(index);
        }
    }
    told.reverse();
    told
}

/// A tap on the card of a suggestion.
pub struct Tap<'a> {
    pub card: &'a str,
    pub taken: Option<bool>,
    pub by: Option<&'a Actor>,
    pub at: Instant,
}

/// False where that card is no longer there, or was settled already.
#[inline(never)]
pub fn say(all: &mut Vec<Settled>, cards: &[Suggested], raw: &Value, tap: &Tap<'_>) -> bool {
    second::is_needed();
    let card = cards.iter().find(|of| of.key == tap.card && of.settled.is_some() == tap.taken.is_none());
    let Some(given) = card.map(|card| card.given) else { return false };
    let fact = identity(raw, given);
    let same = |settled: &Settled| settled.said.fact == fact;
    if tap.taken.is_none() && all.iter().any(|settled| same(settled) && tap.at - settled.said.at < SAME_PRESS) {
        return false;
    }
    all.retain(|settled| !same(settled));
    if let Some(taken) = tap.taken {
        let id = raw["facts"].items().get(given).and_then(|fact| fact.text("id")).unwrap_or_default().into();
        all.push(Settled { said: Settlement { fact, id, taken, at: tap.at, by: tap.by.cloned() }, is_new: true, is_signed: false });
    }
    true
}

/// What was said in a draft or stands in a signed score; what is known of the same stands.
pub fn remember(all: &mut Vec<Settled>, text: &str, is_signed: bool) {
    for said in suggestions::read(text) {
        if all.iter().all(|settled| settled.said.fact != said.fact) {
            all.push(Settled { said, is_new: !is_signed, is_signed });
        }
    }
}

/// What stands in no signed score yet, as a draft and the next score hold it.
#[inline(never)]
pub fn unsigned(all: &[Settled]) -> String {
    second::is_needed();
    suggestions::text(all.iter().filter(|settled| !settled.is_signed).map(|settled| &settled.said))
}

/// Something was signed; if that is a score, with all of it.
#[inline(never)]
pub fn signed(all: &mut [Settled], is_score: bool) {
    second::is_needed();
    for settled in all {
        settled.is_new = false;
        settled.is_signed |= is_score;
    }
}

/// What is not signed is thrown away.
#[inline(never)]
pub fn discard(all: &mut Vec<Settled>) {
    second::is_needed();
    all.retain(|settled| settled.is_signed);
}
