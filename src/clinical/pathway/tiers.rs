//! What each tier of hospital is assumed to have (extended specification 5.6.3), as a table; every cell is a setting. A cell
//! says what is usual; where the expected time of a result is told, that counts and not the cell.

use crate::clinical::source::{Mark, Mark::D};
use crate::text::{Text, text};

pub const TIER_MARKS: &[Mark] = &[D(text!("各级医院的条件", "what each tier has"))];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    Village,
    Township,
    County,
    Tertiary,
}

impl Tier {
    /// The word that a profile or a chart has for it.
    pub fn word(self) -> &'static str {
        match self {
            Tier::Village => "village",
            Tier::Township => "township",
            Tier::County => "county",
            Tier::Tertiary => "tertiary",
        }
    }

    /// By the word that a profile or a chart has for it.
    pub fn named(word: &str) -> Option<Tier> {
        Some(match word {
            "village" => Tier::Village,
            "township" => Tier::Township,
            "county" => Tier::County,
            "tertiary" => Tier::Tertiary,
            _ => return None,
        })
    }
}

/// When a means is to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    No,
    /// Within `day_hours`; outside it as [`Availability::No`].
    Daytime,
    Yes,
}

/// Means by column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    Ecg,
    Spo2,
    Ddimer,
    /// Creatinine and platelets.
    Laboratory,
    LegUltrasound,
    Ctpa,
    Echo,
    Lmwh,
    /// Infusion with pump and APTT.
    UfhInfusion,
    Doac,
    Thrombolytic,
    /// PERT, or intensive care with PERT by telephone.
    PertIcu,
    /// V/Q scan, vena cava filter and vascular surgeon: no column of the text; see [`tier_means`].
    Vq,
    Filter,
    VascularSurgeon,
}

impl Means {
    pub const ALL: [Means; 15] = [
        Means::Ecg,
        Means::Spo2,
        Means::Ddimer,
        Means::Laboratory,
        Means::LegUltrasound,
        Means::Ctpa,
        Means::Echo,
        Means::Lmwh,
        Means::UfhInfusion,
        Means::Doac,
        Means::Thrombolytic,
        Means::PertIcu,
        Means::Vq,
        Means::Filter,
        Means::VascularSurgeon,
    ];

    pub fn label(self) -> Text {
        match self {
            Means::Ecg => text!("心电图", "ECG"),
            Means::Spo2 => text!("血氧饱和度", "SpO2"),
            Means::Ddimer => text!("D-二聚体", "D-dimer"),
            Means::Laboratory => text!("肌酐、血小板", "creatinine, platelets"),
            Means::LegUltrasound => text!("下肢超声", "leg ultrasound"),
            Means::Ctpa => text!("肺动脉CT", "CTPA"),
            Means::Echo => text!("心脏超声", "echo"),
            Means::Lmwh => text!("低分子肝素", "LMWH"),
            Means::UfhInfusion => text!("普通肝素泵注及APTT", "UFH infusion + APTT"),
            Means::Doac => text!("直接口服抗凝药", "DOAC"),
            Means::Thrombolytic => text!("溶栓药", "thrombolytic"),
            Means::PertIcu => text!("PERT或ICU", "PERT / ICU"),
            Means::Vq => text!("肺V/Q显像", "V/Q scan"),
            Means::Filter => text!("腔静脉滤器", "vena cava filter"),
            Means::VascularSurgeon => text!("血管外科", "vascular surgeon"),
        }
    }
}

/// A tier and its means in the order of [`Means::ALL`].
#[derive(Clone, Copy, Debug)]
pub struct TierRow {
    pub tier: Tier,
    pub label: Text,
    pub means: [Availability; 15],
}

const N: Availability = Availability::No;
const D_: Availability = Availability::Daytime;
const Y: Availability = Availability::Yes;

/// The last three columns stand in no table of the text: V/Q and a filter at the county as in its worked cases V17 and V24, no
/// vascular surgeon there as in V28; a hospital sets them.
#[rustfmt::skip]
pub static TIERS: [TierRow; 4] = [
    TierRow { tier: Tier::Village, label: text!("村卫生室", "village clinic"), means: [N, Y, N, N, N, N, N, N, N, N, N, N, N, N, N] },
    TierRow { tier: Tier::Township, label: text!("乡镇卫生院", "township hospital"), means: [Y, Y, D_, D_, D_, N, N, Y, N, D_, N, N, N, N, N] },
    TierRow { tier: Tier::County, label: text!("县级医院", "county hospital"), means: [Y, Y, Y, Y, Y, Y, D_, Y, Y, Y, Y, Y, Y, Y, N] },
    TierRow { tier: Tier::Tertiary, label: text!("三级医院", "tertiary hospital"), means: [Y; 15] },
];

/// What is usual at a tier.
pub fn tier_means(tier: Tier) -> [Availability; 15] {
    TIERS[tier as usize].means
}
