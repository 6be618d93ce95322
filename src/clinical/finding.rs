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

/// What a rule asks of a form. Items carry it, so that a renamed item is a compile error and never a silent "no", and so
/// that a rule cannot take an item of another instrument for its own (ids are unique within one instrument only).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Hip, pelvis or leg, within a month (Caprini).
    LegFracture,
    PlasterCast,
    /// More than 72 h in bed (Caprini).
    LongBedRest,
    ElectiveArthroplasty,
    /// Ischaemic or haemorrhagic, within a month (Caprini).
    RecentStroke,
    /// Of the surgical bleeding list.
    AcuteStroke,
    /// Padua's one item for both: it does not say which.
    InfarctionOrStroke,
    /// Congestive heart failure within a month (Caprini).
    HeartFailure,
    /// Padua's one item for both: it does not say which.
    HeartOrRespiratoryFailure,
    LupusAnticoagulant,
    Anticardiolipin,
    SpinalCordInjury,
    /// Present or previous (Caprini).
    Malignancy,
    /// Metastatic or treated within six months (Padua).
    ActiveCancer,
    PregnancyOrPostpartum,
    HitHistory,
    NeuraxialWindow,
    ActiveBleeding,
    /// One item of the surgical list for both organs.
    RenalOrHepaticFailure,
    RenalFailure,
    IntensiveCare,
    Antithrombotic,
    CriticalSite,
}

/// How far a crossing carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The other is true as well.
    Makes,
    /// The other may be true: a person must say.
    Suggests,
}

/// `from` being true makes `to` true. Never the other way round unless a row of its own says so; "no" never crosses.
#[derive(Debug)]
pub struct Shared {
    pub from: Key,
    pub to: Key,
    pub reach: Reach,
    pub why: Text,
    pub marks: &'static [Mark],
}

const fn caprini(item: &'static str) -> Key {
    Key { instrument: "caprini", item }
}

const fn padua(item: &'static str) -> Key {
    Key { instrument: "padua", item }
}

const fn surgical(item: &'static str) -> Key {
    Key { instrument: "cn_bleed_surgical", item }
}

const fn medical(item: &'static str) -> Key {
    Key { instrument: "cn_bleed_medical", item }
}

const fn improve(item: &'static str) -> Key {
    Key { instrument: "improve_bleeding", item }
}

/// A row of the contraindication tables, which are no instrument but cite the same findings.
pub const fn contraindication(item: &'static str) -> Key {
    Key { instrument: CONTRAINDICATIONS, item }
}

/// What stands before the dot of a contraindication in the table below; on the wire it stands alone.
pub const CONTRAINDICATIONS: &str = "contraindications";

const fn makes(from: Key, to: Key, why: Text, marks: &'static [Mark]) -> Shared {
    reviewed(Shared { from, to, reach: Reach::Makes, why, marks })
}

const fn suggests(from: Key, to: Key, why: Text, marks: &'static [Mark]) -> Shared {
    reviewed(Shared { from, to, reach: Reach::Suggests, why, marks })
}

/// Why a finding crosses is for those who review the table, which is written natively; a browser does not carry it.
const fn reviewed(row: Shared) -> Shared {
    if cfg!(target_family = "wasm") { Shared { why: text!("见规则表", "see the rules"), marks: &[], ..row } } else { row }
}

const VTE: Text = text!("两者均指确诊的DVT/PE，均不含浅静脉血栓", "Both mean diagnosed DVT or PE, neither counts superficial thrombosis");
const SAME_STUDY: Text = text!("两表出自同一研究，定义相同", "Both lists come from one study and define it alike");
const ONE_STUDY: &[Mark] = &[Mark::V("PP3"), Mark::V("IMP")];
const STROKE: Text = text!("1个月内的脑卒中可能仍属急性期，须由医师判断", "A stroke within a month may still be acute: a physician must say");
const STROKE_MARKS: &[Mark] = &[Mark::V("HNT2"), Mark::V("GT2"), Mark::D(text!("只提示，不自动计入", "suggested, never counted by itself"))];

/// Every crossing there is.
#[rustfmt::skip]
pub static SHARED: &[Shared] = &[
    makes(caprini("history_vte"), padua("previous_vte"), VTE, &[Mark::V("HNT2"), Mark::V("MDC"), Mark::V("PP2"), Mark::V("NJB")]),
    makes(padua("previous_vte"), caprini("history_vte"), VTE, &[Mark::V("PP2"), Mark::V("NJB"), Mark::V("HNT2"), Mark::V("MDC")]),
    makes(caprini("factor_v_leiden"), padua("thrombophilia"), text!("Padua 将因子V Leiden列为易栓症", "Padua lists factor V Leiden as thrombophilia"), &[Mark::V("HNT2"), Mark::V("PP2"), Mark::V("WX")]),
    makes(caprini("prothrombin_20210a"), padua("thrombophilia"), text!("Padua 将凝血酶原G20210A列为易栓症", "Padua lists prothrombin G20210A as thrombophilia"), &[Mark::V("HNT2"), Mark::V("PP2"), Mark::V("WX")]),
    makes(caprini("ocp_hrt"), padua("hormonal_treatment"), text!("口服避孕药和激素替代属Padua的性激素治疗", "Oral contraceptive and hormone replacement are hormonal treatment in Padua"), &[Mark::V("HNT2"), Mark::V("MDC"), Mark::V("PP2"), Mark::V("NJB")]),
    // The two lists that come from Decousus 2011.
    makes(medical("bm_active_gi_ulcer"), improve("active_gd_ulcer"), SAME_STUDY, ONE_STUDY),
    makes(medical("bm_bleeding_3mo"), improve("prior_bleeding_3mo"), SAME_STUDY, ONE_STUDY),
    makes(medical("bm_hepatic_inr_gt_1_5"), improve("hepatic_failure"), SAME_STUDY, ONE_STUDY),
    makes(medical("bm_icu_ccu"), improve("icu_ccu"), SAME_STUDY, ONE_STUDY),
    makes(medical("bm_central_venous_catheter"), improve("central_venous_catheter"), SAME_STUDY, ONE_STUDY),
    makes(medical("bm_rheumatic"), improve("rheumatic_disease"), SAME_STUDY, ONE_STUDY),
    makes(medical("bm_current_cancer"), improve("current_cancer"), SAME_STUDY, ONE_STUDY),
    suggests(caprini("stroke_lt_1mo"), surgical("bs_acute_stroke"), STROKE, STROKE_MARKS),
    // From the forms to the contraindications.
    makes(caprini("hit_history"), contraindication("CI_HIT"), text!("Caprini 此项同时提示肝素禁忌", "This Caprini item also raises the contraindication"), &[Mark::V("HNT2"), Mark::V("CNF")]),
    makes(surgical("bs_active_bleeding"), contraindication("CI_ACTIVE_BLEED"), text!("活动性出血即为药物禁忌", "Active bleeding is the contraindication"), &[Mark::V("GDPH"), Mark::V("CNF")]),
    makes(surgical("bs_acute_stroke"), contraindication("MC_STROKE_GCS"), text!("均指急性脑卒中", "Both mean acute stroke"), &[Mark::V("GT2"), Mark::V("STRK")]),
    makes(caprini("pregnancy_postpartum"), contraindication("CI_DOAC_PREG"), text!("妊娠，或产后1个月内不能排除哺乳", "Pregnant, or within a month of delivery, when lactation cannot be excluded"), &[Mark::V("HNT2"), Mark::V("API"), Mark::V("XARCN"), Mark::D(text!("产后1个月内视同哺乳", "a month after delivery is read as lactating"))]),
];
