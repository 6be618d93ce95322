//! The card of the green channel for the wall: which rows of which table it shows. It has no wording of its own beside its
//! headings; the first minutes are `first_minutes`, the path and the clocks those of `pathway`, and their marks go with them.

use crate::clinical::first_minutes::{STEPS, Step, Suspected, steps};
use crate::clinical::pathway::clocks::{PathClock, PathClockRow};
use crate::clinical::pathway::codes::ChannelCode;
use crate::clinical::pathway::need::{Need, NeedRow};
use crate::clinical::pathway::state::{PathState, STATES, StateRow};
use crate::clinical::pathway::tiers::Means;
use crate::clinical::source::{Mark, Mark::D};
use crate::text::{Lang, Text, text};

/// The marks of what the card itself decides.
pub const CARD_MARKS: &[Mark] = &[D(text!("哪些行上墙", "which rows hang on the wall"))];

/// A card hangs for one suspicion; who has signs of both follows the card of the lung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WallCard {
    Pe,
    Dvt,
}

impl WallCard {
    pub const ALL: [WallCard; 2] = [WallCard::Pe, WallCard::Dvt];

    pub fn id(self) -> &'static str {
        match self {
            WallCard::Pe => "pe",
            WallCard::Dvt => "dvt",
        }
    }

    pub fn title(self) -> Text {
        match self {
            WallCard::Pe => text!("疑似肺栓塞（PE）：绿色通道", "Suspected pulmonary embolism (PE): green channel"),
            WallCard::Dvt => text!("疑似深静脉血栓（DVT）：绿色通道", "Suspected deep vein thrombosis (DVT): green channel"),
        }
    }

    /// When this card is the one to follow.
    pub fn when(self) -> Text {
        match self {
            WallCard::Pe => text!(
                "气促、胸痛、咯血、晕厥，或血压低、意识改变。同时有腿部表现，也按本卡。",
                "Short of breath, chest pain, blood in sputum, a faint, low blood pressure or altered consciousness; also with signs of a leg."
            ),
            WallCard::Dvt => text!(
                "一侧肢体肿胀、疼痛、发热或发红。有一项肺部表现，改用肺栓塞卡。",
                "One limb swollen, painful, warm or red. One sign of the lung: use the card of pulmonary embolism."
            ),
        }
    }

    /// The first minutes, in order, with the calls for who is unstable or whose limb is at risk.
    pub fn first_minutes(self) -> Vec<&'static Step> {
        let (suspected, signs): (Suspected, [&[&str]; 2]) = match self {
            WallCard::Pe => (Suspected::Pe, [&[], &["unstable"]]),
            WallCard::Dvt => (Suspected::Dvt, [&[], &["limb_threat"]]),
        };
        let is_shown = |step: &&'static Step| signs.iter().any(|signs| steps(suspected, signs).any(|shown| shown.id == step.id));
        STEPS.iter().filter(is_shown).collect()
    }

    /// The states that a patient of this suspicion can pass through, in the order of the table.
    pub fn path(self) -> Vec<&'static StateRow> {
        use PathState as S;
        let of: &[PathState] = match self {
            WallCard::Pe => &[
                S::Vitals,
                S::Resus,
                S::HighRisk,
                S::OtherCause,
                S::Pregnancy,
                S::LegUs,
                S::Perc,
                S::Score,
                S::Ddimer,
                S::Image,
                S::Second,
                S::Senior,
                S::Excluded,
                S::ConfirmedPe,
            ],
            WallCard::Dvt => &[S::Vitals, S::Pregnancy, S::Score, S::Ddimer, S::Image, S::Repeat, S::Senior, S::Excluded, S::ConfirmedDvt],
        };
        // In the order of the work, which is that of the list: the table asks a positive picture first, a wall shows it last.
        of.iter().filter_map(|state| STATES.iter().find(|row| row.state == *state)).collect()
    }

    /// What a state asks to be done, as far as it concerns this suspicion.
    pub fn asks(self, row: &StateRow) -> Vec<ChannelCode> {
        let other: &[ChannelCode] = match self {
            WallCard::Pe => &[ChannelCode::Us24h],
            WallCard::Dvt => &[ChannelCode::CtpaNow, ChannelCode::Vq, ChannelCode::ProximalCus],
        };
        row.steps.iter().copied().filter(|code| !other.contains(code) || row.state != PathState::Image).collect()
    }

    /// When a dose is needed before the answer.
    pub fn needs(self) -> impl Iterator<Item = &'static NeedRow> {
        let of: &[Need] = match self {
            WallCard::Pe => &[Need::N1, Need::N2, Need::N3, Need::N4, Need::N5, Need::N8, Need::N9],
            WallCard::Dvt => &[Need::N3, Need::N5, Need::N6, Need::N7, Need::N8, Need::N9],
        };
        of.iter().map(|need| need.row())
    }

    pub fn clocks(self) -> impl Iterator<Item = &'static PathClockRow> {
        use PathClock as C;
        let of: &[PathClock] = match self {
            WallCard::Pe => &[
                C::Vitals,
                C::PhysicianTold,
                C::Ecg,
                C::PhysicianSeen,
                C::Pert,
                C::Score,
                C::Ddimer,
                C::Ctpa,
                C::Interim,
                C::GateAnswer,
                C::LabsReviewed,
                C::SeverityKnown,
                C::RefSent,
            ],
            WallCard::Dvt => &[
                C::Vitals,
                C::PhysicianTold,
                C::PhysicianSeen,
                C::Score,
                C::Ddimer,
                C::Us,
                C::Interim,
                C::GateAnswer,
                C::LabsReviewed,
                C::RepeatUs,
                C::RepeatUsPreg,
                C::RefSent,
            ],
        };
        of.iter().map(|clock| clock.row())
    }
}

/// Of what a clock is, where its row says only from when to when.
pub fn clock_of(clock: PathClock) -> Option<Text> {
    match clock {
        PathClock::Ddimer => Some(Means::Ddimer.label()),
        PathClock::Us => Some(Means::LegUltrasound.label()),
        PathClock::RepeatUs | PathClock::RepeatUsPreg => Some(PathState::Repeat.row().waits_for),
        _ => None,
    }
}

/// How long a state may wait: the target of its clock, and of the senior's clock the one that is this state's.
pub fn within(row: &StateRow, lang: Lang) -> String {
    let Some(clock) = row.clock else { return "–".into() };
    if clock != PathClock::SeniorDecision {
        return clock.row().target.get(lang).to_owned();
    }
    let at_once = matches!(row.state, PathState::HighRisk | PathState::OtherCause);
    let minutes = clock.row().minutes[if at_once { 0 } else { 2 }];
    let (number, unit) = if minutes.is_multiple_of(60) { (minutes / 60, text!("小时", " h")) } else { (minutes, text!("分钟", " min")) };
    [&number.to_string(), unit.get(lang)].concat()
}

/// `[D: 10 and 30 min]`: the letter of the mark with what it is of; nothing for what was read.
pub fn mark_words(mark: Mark, lang: Lang) -> Option<String> {
    let (letter, what) = match mark {
        Mark::K(what) => ("K", what),
        Mark::D(what) => ("D", what),
        Mark::V(_) | Mark::V2(_) => return None,
    };
    Some(match lang {
        Lang::Zh => ["〔", letter, "：", what.get(lang), "〕"].concat(),
        Lang::En => ["[", letter, ": ", what.get(lang), "]"].concat(),
    })
}

/// What the letters mean, at the foot of the card.
pub const LEGEND: Text = text!(
    "K＝来源未核实；D＝本软件的决定，本院可改。通道各步措辞均为D，须经本院审核批准后张贴。所列药物均为建议，须医师确认；本卡不是医嘱。",
    "K = source not verified; D = a decision of this program that the hospital may change. All wording of the path is D, to be approved by the hospital before the card hangs. What is said of drugs is a proposal that a physician confirms; this card is no order."
);
