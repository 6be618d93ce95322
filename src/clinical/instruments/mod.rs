//! The published instruments, one table a file. An id is permanent; an edition is a field, never part of the id.

pub mod caprini;
pub mod cn_bleed_medical;
pub mod cn_bleed_surgical;
pub mod improve_bleeding;
pub mod padua;

use super::instrument::Instrument;
use crate::text::{Text, same, text};
pub use caprini::CAPRINI;
pub use cn_bleed_medical::CN_BLEED_MEDICAL;
pub use cn_bleed_surgical::CN_BLEED_SURGICAL;
pub use improve_bleeding::IMPROVE_BLEEDING;
pub use padua::PADUA;

/// The instruments of this build, in the order of the bridge.
pub static ALL: &[&Instrument] = &[&CAPRINI, &PADUA, &CN_BLEED_SURGICAL, &CN_BLEED_MEDICAL, &IMPROVE_BLEEDING];

/// Those that measure the risk of a clot: what a patient is routed to.
pub static THROMBOSIS: &[&Instrument] = &[&CAPRINI, &PADUA];

/// Ids that the bridge promises and later builds will hold: asked for today, they answer "not yet", not "unknown".
pub const PROMISED: &[&str] = &[
    "improve_vte",
    "improve_dd",
    "nhs_dh",
    "rcog_37a",
    "khorana",
    "wells_dvt",
    "wells_pe",
    "wells_pe_simplified",
    "geneva",
    "geneva_simplified",
    "perc",
    "years",
    "peged",
    "d_dimer_age",
    "pesi",
    "spesi",
    "esc_2019",
    "bova",
    "has_bled",
    "vte_bleed",
    "four_ts",
];

/// Shown beside every score of a patient under 18 (D).
pub const UNDER_18: Text = text!(
    "未满18岁：本评分未在该人群中验证，仅供参考，不据此推荐药物。",
    "Under 18: not validated at this age. For information only; no drug is proposed.",
);

pub fn named(id: &str) -> Option<&'static Instrument> {
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
