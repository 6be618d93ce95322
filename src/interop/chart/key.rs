//! What the key of an answer or a finding names.

use crate::clinical::instrument::Instrument;
use crate::clinical::instruments::{self, KEYS, Keys, PROMISED};
use crate::clinical::{contraindication, record_questions};
use crate::interop::rejected::Rejected;
use crate::interop::shape::Place;

/// What a bare key of a finding means.
#[derive(Clone, Copy)]
pub enum Bare {
    /// An item of this instrument, else of a bleeding list, else a contraindication.
    Of(&'static Instrument),
    /// The same of a list whose table is not here yet.
    Named(&'static Keys),
    /// An item of this instrument and nothing else (`score`).
    Only(&'static Instrument),
    /// Nothing yet: the instrument has not been settled.
    Undecided,
}

/// A key that names nothing here, and what it may have meant.
pub struct UnknownItem {
    candidates: Vec<String>,
}

impl UnknownItem {
    pub fn reject(&self, place: &Place<'_>) -> Rejected {
        if self.candidates.is_empty() {
            return place.reject("E_ITEM", "未知条目，未采用。请核对条目编号。", "Unknown item: not taken. Check its id.");
        }
        let list = &*self.candidates.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        place.reject(
            "E_ITEM",
            ["此条目不属于当前评分，未采用。请写明所属评分：", list, "。"].concat(),
            ["Not an item of the governing instrument: not taken. Qualify it: ", list, "."].concat(),
        )
    }
}

/// What a key of an answer or a finding names.
pub enum ChartKey {
    /// An item of an instrument, both by id.
    Item(&'static str, &'static str),
    /// A row of the contraindication tables, by id.
    Row(&'static str),
    /// A question that belongs to no table: how the record is to be read.
    Question(&'static str),
    /// A rule that this build only carries along.
    Later,
}

/// What a key names: qualified, or bare by the order of the bridge: the governing instrument's item, then the bleeding
/// lists' (`bs_*`, `bm_*`), then the contraindications (`CI_*`, `MC_*`).
pub fn resolve(id: &str, bare: Bare) -> Result<ChartKey, UnknownItem> {
    if let Some((instrument, item)) = instruments::halves(id) {
        return match Keys::named(instrument) {
            Some(keys) => keys.item(item).map(|item| ChartKey::Item(keys.id, item)).ok_or(UnknownItem { candidates: vec![] }),
            None if PROMISED.contains(&instrument) => Ok(ChartKey::Later),
            None => Err(UnknownItem { candidates: vec![] }),
        };
    }
    if let Bare::Of(instrument) | Bare::Only(instrument) = bare
        && let Some(index) = instrument.index(id)
    {
        return Ok(ChartKey::Item(instrument.id, instrument.items[index].id));
    }
    if let Bare::Named(keys) = bare
        && let Some(item) = keys.item(id)
    {
        return Ok(ChartKey::Item(keys.id, item));
    }
    let only = matches!(bare, Bare::Only(_));
    for list in ["cn_bleed_surgical", "cn_bleed_medical"].into_iter().filter_map(Keys::named) {
        if let Some(item) = list.item(id).filter(|_| !only) {
            return Ok(ChartKey::Item(list.id, item));
        }
    }
    if let Some(row) = contraindication::id_named(id).filter(|_| !only) {
        return Ok(ChartKey::Row(row));
    }
    if let Some(question) = record_questions::id_named(id).filter(|_| !only) {
        return Ok(ChartKey::Question(question));
    }
    let mut candidates = vec![];
    for other in &KEYS {
        if other.item(id).is_some() {
            candidates.push([other.id, id].join("."));
        }
    }
    match bare {
        Bare::Undecided if !candidates.is_empty() => Ok(ChartKey::Later),
        _ => Err(UnknownItem { candidates }),
    }
}
