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
    /// Confined to bed for more than 72 h (Caprini).
    BedRest,
    /// Hip, pelvis or leg, within a month (Caprini).
    LegFracture,
    PlasterCast,
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
    MultipleTrauma,
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

impl Finding {
    pub const ALL: [Finding; 24] = [
        Finding::BedRest,
        Finding::LegFracture,
        Finding::PlasterCast,
        Finding::ElectiveArthroplasty,
        Finding::RecentStroke,
        Finding::AcuteStroke,
        Finding::InfarctionOrStroke,
        Finding::HeartFailure,
        Finding::HeartOrRespiratoryFailure,
        Finding::LupusAnticoagulant,
        Finding::Anticardiolipin,
        Finding::SpinalCordInjury,
        Finding::MultipleTrauma,
        Finding::Malignancy,
        Finding::ActiveCancer,
        Finding::PregnancyOrPostpartum,
        Finding::HitHistory,
        Finding::NeuraxialWindow,
        Finding::ActiveBleeding,
        Finding::RenalOrHepaticFailure,
        Finding::RenalFailure,
        Finding::IntensiveCare,
        Finding::Antithrombotic,
        Finding::CriticalSite,
    ];

    /// The instruments that have it, by id; each carries it on one item.
    pub const fn instruments(self) -> &'static [&'static str] {
        match self {
            Finding::BedRest
            | Finding::LegFracture
            | Finding::PlasterCast
            | Finding::ElectiveArthroplasty
            | Finding::RecentStroke
            | Finding::HeartFailure
            | Finding::LupusAnticoagulant
            | Finding::Anticardiolipin
            | Finding::SpinalCordInjury
            | Finding::MultipleTrauma
            | Finding::Malignancy
            | Finding::PregnancyOrPostpartum
            | Finding::HitHistory => &["caprini"],
            Finding::InfarctionOrStroke | Finding::HeartOrRespiratoryFailure | Finding::ActiveCancer => &["padua"],
            Finding::AcuteStroke
            | Finding::NeuraxialWindow
            | Finding::ActiveBleeding
            | Finding::RenalOrHepaticFailure
            | Finding::Antithrombotic
            | Finding::CriticalSite => &["cn_bleed_surgical"],
            Finding::RenalFailure => &["cn_bleed_medical"],
            Finding::IntensiveCare => &["cn_bleed_medical", "improve_bleeding"],
        }
    }
}

// Every variant stands in `ALL`, in order.
const _: () = assert!(Finding::ALL.len() == Finding::CriticalSite as usize + 1);

/// How far a crossing carries. Only what a person or the host says crosses: what one form computes from the facts of the
/// chart, another computes for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The other is true as well.
    Makes,
    /// The other may be true: it is open until a person says, also where silence is read as absent.
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
const SUGGESTED: Mark = Mark::D(text!("只提示，不自动计入", "suggested, never counted by itself"));
const STROKE: Text = text!("1个月内的脑卒中可能仍属急性期，须由医师判断", "A stroke within a month may still be acute: a physician must say");
const CNS_BLEED: Text =
    text!("须确认有无出血性卒中、大面积梗死或出血转化", "To be answered: haemorrhagic stroke, a large infarct or haemorrhagic transformation");
const ANTIPHOSPHOLIPID: Text = text!("可能为抗磷脂综合征，须由医师判断", "Perhaps an antiphospholipid syndrome: a physician must say");
const BROKEN_LEG: Text = text!("患肢不能用腿套，须确认是哪一侧", "No sleeve on the injured leg: a person must say which");
const KIDNEYS: Text =
    text!("均指严重肾功能衰竭；未注明肾或肝时两者都算", "Both mean severe renal failure; where kidney or liver is not said, both count");
const KIDNEYS_MARKS: &[Mark] = &[Mark::V("GDPH"), Mark::V("CG92"), Mark::D(text!("各表互认", "each list takes it from the other"))];

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
    // X_DIALYSIS: dialysis itself is a fact that each list reads.
    makes(medical("bm_renal_gfr_lt_30"), surgical("bs_severe_renal_hepatic"), KIDNEYS, KIDNEYS_MARKS),
    makes(surgical("bs_severe_renal_hepatic"), medical("bm_renal_gfr_lt_30"), KIDNEYS, KIDNEYS_MARKS),
    makes(medical("bm_renal_gfr_lt_30"), improve("gfr_lt_30"), SAME_STUDY, ONE_STUDY),
    makes(surgical("bs_severe_renal_hepatic"), improve("gfr_lt_30"), KIDNEYS, KIDNEYS_MARKS),
    // X_CANCER, X_SCI, X_STROKE: from a score to a bleeding list.
    suggests(padua("active_cancer"), medical("bm_current_cancer"), text!("两者定义不同，须确认是否现患", "The definitions differ: a person must say whether it is current"), &[Mark::V("PP2"), Mark::V("PP3"), SUGGESTED]),
    suggests(caprini("acute_spinal_cord_injury_lt_1mo"), surgical("bs_critical_site"), text!("脊髓损伤多为脊柱创伤，出血后果严重", "A cord injury is mostly a spinal trauma, where bleeding is grave"), &[Mark::V("HNT2"), Mark::V("GT2"), SUGGESTED]),
    suggests(caprini("stroke_lt_1mo"), surgical("bs_acute_stroke"), STROKE, &[Mark::V("HNT2"), Mark::V("GT2"), SUGGESTED]),
    suggests(contraindication("MC_STROKE_GCS"), surgical("bs_acute_stroke"), text!("均指急性脑卒中", "Both mean acute stroke"), &[Mark::V("STRK"), Mark::V("GT2"), SUGGESTED]),
    // From the forms to the contraindications.
    makes(caprini("hit_history"), contraindication("CI_HIT"), text!("Caprini 此项同时提示肝素禁忌", "This Caprini item also raises the contraindication"), &[Mark::V("HNT2"), Mark::V("CNF")]),
    makes(surgical("bs_active_bleeding"), contraindication("CI_ACTIVE_BLEED"), text!("活动性出血即为药物禁忌", "Active bleeding is the contraindication"), &[Mark::V("GDPH"), Mark::V("CNF")]),
    makes(surgical("bs_acute_stroke"), contraindication("MC_STROKE_GCS"), text!("均指急性脑卒中", "Both mean acute stroke"), &[Mark::V("GT2"), Mark::V("STRK")]),
    makes(caprini("pregnancy_postpartum"), contraindication("CI_DOAC_PREG"), text!("妊娠，或产后1个月内不能排除哺乳", "Pregnant, or within a month of delivery, when lactation cannot be excluded"), &[Mark::V("HNT2"), Mark::V("API"), Mark::V("XARCN"), Mark::D(text!("产后1个月内视同哺乳", "a month after delivery is read as lactating"))]),
    // X_PREGNANCY, X_STROKE, X_MI_OR_STROKE, X_HEART_OR_LUNG, X_APS, X_FRACTURE_LEG.
    suggests(caprini("pregnancy_postpartum"), contraindication("CI_PREGNANCY"), text!("妊娠或产褥期不适用本流程，须确认", "This way is not for pregnancy and childbed: a person must say"), &[Mark::V("HNT2"), SUGGESTED]),
    suggests(caprini("stroke_lt_1mo"), contraindication("MC_STROKE_GCS"), STROKE, &[Mark::V("HNT2"), Mark::V("STRK"), SUGGESTED]),
    suggests(caprini("stroke_lt_1mo"), contraindication("CI_CNS_BLEED"), CNS_BLEED, &[Mark::V("HNT2"), Mark::V("CNF"), SUGGESTED]),
    // It makes MC_STROKE_GCS, which suggests the same.
    suggests(surgical("bs_acute_stroke"), contraindication("CI_CNS_BLEED"), CNS_BLEED, &[Mark::V("GT2"), Mark::V("CNF"), SUGGESTED]),
    suggests(padua("acute_mi_stroke"), contraindication("MC_STROKE_GCS"), text!("该项不区分心肌梗死与脑卒中，须确认是否脑卒中", "The item does not say infarction or stroke: a person must say whether it is a stroke"), &[Mark::V("PP2"), Mark::V("STRK"), SUGGESTED]),
    suggests(padua("heart_resp_failure"), contraindication("MC_CHF_OEDEMA"), text!("该项不区分心力衰竭与呼吸衰竭，须确认是否失代偿心衰或肺水肿", "The item does not say heart or lung: a person must say whether the heart has decompensated"), &[Mark::V("PP2"), Mark::V("CNF"), SUGGESTED]),
    suggests(caprini("lupus_anticoagulant"), contraindication("CI_DOAC_APS"), ANTIPHOSPHOLIPID, &[Mark::V("HNT2"), Mark::V("XARM"), SUGGESTED]),
    suggests(caprini("anticardiolipin"), contraindication("CI_DOAC_APS"), ANTIPHOSPHOLIPID, &[Mark::V("HNT2"), Mark::V("XARM"), SUGGESTED]),
    suggests(caprini("hip_pelvis_leg_fracture_lt_1mo"), contraindication("MC_FRACTURE_LIMB"), BROKEN_LEG, &[Mark::V("HNT2"), SUGGESTED]),
    suggests(caprini("plaster_cast_lt_1mo"), contraindication("MC_FRACTURE_LIMB"), BROKEN_LEG, &[Mark::V("HNT2"), SUGGESTED]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::instruments;

    #[test]
    fn every_finding_is_carried_by_one_item_of_each_instrument_that_has_it_and_by_no_other() {
        for finding in Finding::ALL {
            for instrument in instruments::ALL {
                let carriers = instrument.items.iter().filter(|item| item.finding == Some(finding)).count();
                let wanted = usize::from(finding.instruments().contains(&instrument.id));
                assert_eq!(carriers, wanted, "{finding:?} in {}", instrument.id);
            }
            assert!(finding.instruments().iter().all(|id| instruments::named(id).is_some()), "{finding:?}");
        }
    }

    #[test]
    fn every_crossing_names_items_that_there_are() {
        for row in SHARED {
            for key in [row.from, row.to].into_iter().filter(|key| key.instrument != CONTRAINDICATIONS) {
                let found = instruments::named(key.instrument).and_then(|instrument| instrument.index(key.item));
                assert!(found.is_some(), "{key:?}");
            }
            let again = SHARED.iter().filter(|other| (other.from, other.to) == (row.from, row.to)).count();
            assert_eq!(again, 1, "{:?} to {:?} stands twice", row.from, row.to);
        }
    }
}
