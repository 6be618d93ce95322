//! The published instruments, one table a file. An id is permanent; an edition is a field, never part of the id.

pub mod bova;
pub mod caprini;
pub mod cn_bleed_medical;
pub mod cn_bleed_surgical;
pub mod d_dimer_age;
pub mod esc_2019;
pub mod four_ts;
pub mod geneva;
pub mod geneva_simplified;
pub mod has_bled;
pub mod hestia;
pub mod improve_bleeding;
pub mod improve_dd;
pub mod improve_vte;
pub mod khorana;
pub mod nhs_dh;
pub mod padua;
pub mod peged;
pub mod perc;
pub mod pesi;
pub mod rcog_37a;
pub mod spesi;
pub mod vte_bleed;
pub mod wells_dvt;
pub mod wells_pe;
pub mod wells_pe_simplified;
pub mod years;

use super::instrument::Instrument;
use super::second;
use crate::text::{Text, same, text};
pub use bova::BOVA;
pub use caprini::CAPRINI;
pub use cn_bleed_medical::CN_BLEED_MEDICAL;
pub use cn_bleed_surgical::CN_BLEED_SURGICAL;
pub use d_dimer_age::D_DIMER_AGE;
pub use esc_2019::ESC_2019;
pub use four_ts::FOUR_TS;
pub use geneva::GENEVA;
pub use geneva_simplified::GENEVA_SIMPLIFIED;
pub use has_bled::HAS_BLED;
pub use hestia::HESTIA;
pub use improve_bleeding::IMPROVE_BLEEDING;
pub use improve_dd::IMPROVE_DD;
pub use improve_vte::IMPROVE_VTE;
pub use khorana::KHORANA;
pub use nhs_dh::NHS_DH;
pub use padua::PADUA;
pub use peged::PEGED;
pub use perc::PERC;
pub use pesi::PESI;
pub use rcog_37a::RCOG_37A;
pub use spesi::SPESI;
pub use vte_bleed::VTE_BLEED;
pub use wells_dvt::WELLS_DVT;
pub use wells_pe::WELLS_PE;
pub use wells_pe_simplified::WELLS_PE_SIMPLIFIED;
pub use years::YEARS;

/// The instruments that a form, a route or a plan of prevention may use, in the order of the bridge.
pub static ALL: &[&Instrument] = &[&CAPRINI, &PADUA, &CN_BLEED_SURGICAL, &CN_BLEED_MEDICAL, &IMPROVE_BLEEDING];

/// Those that measure the risk of a clot: what a patient is routed to.
pub static THROMBOSIS: &[&Instrument] = &[&CAPRINI, &PADUA];

/// Those that are only calculated: by `score()`, and on the screen by a form that signs nothing (`session::calculator`). Their tables
/// stand in the second part.
pub static SCORED: &[&Instrument] = &[
    &NHS_DH,
    &WELLS_DVT,
    &PERC,
    &YEARS,
    &PESI,
    &SPESI,
    &WELLS_PE,
    &WELLS_PE_SIMPLIFIED,
    &GENEVA,
    &GENEVA_SIMPLIFIED,
    &BOVA,
    &HESTIA,
    &D_DIMER_AGE,
    &PEGED,
    &IMPROVE_VTE,
    &IMPROVE_DD,
    &KHORANA,
    &HAS_BLED,
    &VTE_BLEED,
    &FOUR_TS,
    &RCOG_37A,
    &ESC_2019,
];

/// Ids that the bridge promises: those of [`SCORED`] first, then those that later builds will hold, which answer "not yet" and
/// not "unknown".
pub const PROMISED: &[&str] = &[
    "nhs_dh",
    "wells_dvt",
    "perc",
    "years",
    "pesi",
    "spesi",
    "wells_pe",
    "wells_pe_simplified",
    "geneva",
    "geneva_simplified",
    "bova",
    "hestia",
    "d_dimer_age",
    "peged",
    "improve_vte",
    "improve_dd",
    "khorana",
    "has_bled",
    "vte_bleed",
    "four_ts",
    "rcog_37a",
    "esc_2019",
];

/// The table of an instrument that is only scored. Stands in the second part.
#[inline(never)]
pub fn scored(id: &str) -> Option<&'static Instrument> {
    second::is_needed();
    SCORED.iter().copied().find(|instrument| same(instrument.id, id))
}

/// An id of [`SCORED`]; known also while the tables are not here.
pub fn is_scored(id: &str) -> bool {
    scored_id(id).is_some()
}

/// The same, as the list has it.
pub fn scored_id(id: &str) -> Option<&'static str> {
    PROMISED[..SCORED.len()].iter().copied().find(|held| same(held, id))
}

/// Shown beside every score of a patient under 18 (D).
pub const UNDER_18: Text = text!(
    "未满18岁：本评分未在该人群中验证，仅供参考，不据此推荐药物。",
    "Under 18: not validated at this age. For information only; no drug is proposed.",
);

/// What a key of an answer or a finding may name: an instrument and its items, by id.
#[derive(Debug)]
pub struct Keys {
    pub id: &'static str,
    pub items: &'static [&'static str],
}

const fn ids<const COUNT: usize>(instrument: &Instrument) -> [&'static str; COUNT] {
    let mut ids = [""; COUNT];
    let mut index = 0;
    while index < COUNT {
        ids[index] = instrument.items[index].id;
        index += 1;
    }
    ids
}

macro_rules! keys {
    ($instrument:ident) => {
        Keys {
            id: $instrument.id,
            items: {
                static IDS: [&str; $instrument.items.len()] = ids(&$instrument);
                &IDS
            },
        }
    };
}

/// The keys of every instrument, in the order of the bridge: here also while the tables of the bleeding lists are not.
pub static KEYS: [Keys; ALL.len()] = [keys!(CAPRINI), keys!(PADUA), keys!(CN_BLEED_SURGICAL), keys!(CN_BLEED_MEDICAL), keys!(IMPROVE_BLEEDING)];

impl Keys {
    pub fn named(id: &str) -> Option<&'static Keys> {
        KEYS.iter().find(|keys| same(keys.id, id))
    }

    /// The item's id, as the table has it.
    pub fn item(&self, id: &str) -> Option<&'static str> {
        self.items.iter().copied().find(|held| same(held, id))
    }
}

/// The instrument of this id; none of a bleeding list as long as the second part of the program is not here ([`Keys`] know
/// its id all the same).
pub fn named(id: &str) -> Option<&'static Instrument> {
    let score = THROMBOSIS.iter().copied().find(|instrument| same(instrument.id, id));
    score.or_else(|| if second::is_here() { list(id) } else { None })
}

/// The bleeding list of this id. Stands in the second part.
#[inline(never)]
fn list(id: &str) -> Option<&'static Instrument> {
    second::is_needed();
    ALL.iter().copied().find(|instrument| same(instrument.id, id))
}

/// The two halves of a qualified key: `padua.active_cancer`.
#[inline(never)]
pub fn halves(key: &str) -> Option<(&str, &str)> {
    let dot = key.bytes().position(|byte| byte == b'.')?;
    Some((&key[..dot], &key[dot + 1..]))
}

/// The item that a qualified key names.
#[inline(never)]
pub fn keyed(key: &str) -> Option<(&'static Instrument, usize)> {
    let (list, item) = halves(key)?;
    let list = named(list)?;
    Some((list, list.index(item)?))
}
