//! Findings that reach a second instrument. The same word has different definitions in different instruments (active
//! cancer in Padua is not malignancy in Caprini), so a finding crosses only by a row here, and each row cites both sides.

use super::source::Mark;
use crate::text::{Text, text};

/// An item of an instrument, as `instrument.item` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub instrument: &'static str,
    pub item: &'static str,
}

/// `from` being true makes `to` true. Never the other way round unless a row of its own says so; "no" never crosses.
#[derive(Debug)]
pub struct Shared {
    pub from: Key,
    pub to: Key,
    pub why: Text,
    pub marks: &'static [Mark],
}

const fn caprini(item: &'static str) -> Key {
    Key { instrument: "caprini", item }
}

const fn padua(item: &'static str) -> Key {
    Key { instrument: "padua", item }
}

/// Every crossing there is.
pub static SHARED: &[Shared] = &[
    Shared {
        from: caprini("history_vte"),
        to: padua("previous_vte"),
        why: text("两者均指确诊的DVT/PE，均不含浅静脉血栓", "Both mean diagnosed DVT or PE, neither counts superficial thrombosis"),
        marks: &[Mark::V("HNT2"), Mark::V("MDC"), Mark::V("PP2"), Mark::V("NJB")],
    },
    Shared {
        from: padua("previous_vte"),
        to: caprini("history_vte"),
        why: text("两者均指确诊的DVT/PE，均不含浅静脉血栓", "Both mean diagnosed DVT or PE, neither counts superficial thrombosis"),
        marks: &[Mark::V("PP2"), Mark::V("NJB"), Mark::V("HNT2"), Mark::V("MDC")],
    },
    Shared {
        from: caprini("factor_v_leiden"),
        to: padua("thrombophilia"),
        why: text("Padua 将因子V Leiden列为易栓症", "Padua lists factor V Leiden as thrombophilia"),
        marks: &[Mark::V("HNT2"), Mark::V("PP2"), Mark::V("WX")],
    },
    Shared {
        from: caprini("prothrombin_20210a"),
        to: padua("thrombophilia"),
        why: text("Padua 将凝血酶原G20210A列为易栓症", "Padua lists prothrombin G20210A as thrombophilia"),
        marks: &[Mark::V("HNT2"), Mark::V("PP2"), Mark::V("WX")],
    },
    Shared {
        from: caprini("ocp_hrt"),
        to: padua("hormonal_treatment"),
        why: text("口服避孕药和激素替代属Padua的性激素治疗", "Oral contraceptive and hormone replacement are hormonal treatment in Padua"),
        marks: &[Mark::V("HNT2"), Mark::V("MDC"), Mark::V("PP2"), Mark::V("NJB")],
    },
];

/// Whether a "yes" to `from` answers `to`: the same item, or a row that says so.
pub fn reaches(from: Key, to: Key) -> bool {
    from == to || SHARED.iter().any(|row| row.from == from && row.to == to)
}
