//! The questions of history that the gates ask (extended specification 5.6.5): typed answers of a person at the bedside.
//! Nothing here has a default that means "no": [`HistoryFacts::unasked`] is what nobody has asked.

use crate::clinical::chart::{Instant, Neuraxial};

/// The answer to a question of history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    Unasked,
    No,
    Yes,
    /// A physician has accepted by name, for this question, that it cannot be known: a caution, never a no.
    CannotBeKnown,
}

/// Whether something has been, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    Unasked,
    Never,
    At(Instant),
    /// It has been and nobody tells when: read as now.
    TimeNotTold,
    CannotBeKnown,
}

/// Which kind of stroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrokeKind {
    Ischaemic,
    Haemorrhagic,
    NotTold,
}

/// For what a thrombolysis was given, as far as G2 and G6 tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LysisReason {
    Stroke,
    Pe,
    Other,
    NotTold,
}

/// The alert of core section 5.7 that stands unanswered or answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlateletAlert {
    None,
    Amber,
    Hit,
}

/// The liver, as G11 asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiverFact {
    Unasked,
    NoDisease,
    /// One that fails nothing: fatty liver, Child-Pugh A without coagulopathy.
    Compensated,
    /// With coagulopathy, or Child-Pugh B or C.
    Decompensated,
    AcuteFailure,
    CannotBeKnown,
}

/// The questions of the gates.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryFacts {
    /// CI_ACTIVE_BLEED; blood-streaked sputum of a suspected PE is not it, 100 mL in 24 h is.
    pub bleeding: Heard,
    /// AL_HB_FALL or AL_HB_LOW stands unanswered.
    pub haemoglobin_alert: bool,
    pub intracranial_bleed: Past,
    /// A lesion at risk in brain or cord.
    pub cns_lesion: Heard,
    /// CI_NEURO_EYE_OP not yet released by the surgeon.
    pub neuro_eye_operation: Heard,
    pub stroke: Past,
    pub stroke_kind: StrokeKind,
    pub head_injury: Past,
    /// A head CT since, or a physician's "no injury to the head".
    pub head_cleared: bool,
    pub lysis: Past,
    pub lysis_reason: LysisReason,
    /// 4Ts of 4 or more, or confirmed HIT this stay, is said by CI_HIT_ACUTE.
    pub hit_acute: Heard,
    pub hit_past: Heard,
    pub platelet_alert: PlateletAlert,
    /// Any heparin within 100 days.
    pub heparin_100_days: Heard,
    pub skin_necrosis: Heard,
    pub on_heparin_5_days: Heard,
    pub four_ts: Option<u8>,
    /// Any of the causes of G4: known low count, cirrhosis or big spleen, marrow, chemotherapy, sepsis, pre-eclampsia, heparin.
    pub low_count_cause: Heard,
    pub bleeding_disorder: Heard,
    /// A long APTT of a lupus anticoagulant or of heparin.
    pub aptt_explained: bool,
    /// Sepsis with bleeding; asked while the INR is not known.
    pub septic_bleeding: Heard,
    pub anticoagulant: Heard,
    /// A medicine that nobody recognises may be one (`unrecognised_medication`).
    pub unrecognised_medication: bool,
    pub needle: Heard,
    pub needles: Vec<Neuraxial>,
    pub needle_planned_at: Option<Instant>,
    /// CI_HIGH_BLEED_OP not released by the surgeon.
    pub high_bleeding_operation: Heard,
    /// End of the last major operation; of unknown size is major, a caesarean is.
    pub major_operation: Past,
    /// Vaginal delivery within 24 h or post-partum haemorrhage within 72 h; asked where pregnancy is not denied.
    pub recent_delivery: Heard,
    /// Biopsy of liver, kidney or lung; a puncture that cannot be compressed.
    pub organ_puncture: Past,
    pub operation_planned_at: Option<Instant>,
    /// CI_VARICES or CI_VASC_LESION, tumour in the head at risk.
    pub vessel_lesion: Heard,
    /// Dissection or tamponade thought of.
    pub dissection: Heard,
    /// Endocarditis, placenta praevia, ulcer now, other tumour at risk, cord injury, major bleeding within 3 months.
    pub label_lesion: Heard,
    pub liver: LiverFact,
    pub kidney_disease: Heard,
    /// Dialysis, or severe renal failure by a person.
    pub dialysis: Heard,
    pub passes_urine: bool,
    pub heparin_allergy: Heard,
    pub unrecognised_allergy: bool,
    pub interaction: Heard,
    pub antiphospholipid: Heard,
    /// Tirofiban or eptifibatide running, or within 8 h.
    pub gp2b3a: Heard,
    pub antiplatelet_or_nsaid: bool,
    pub fall_risk: bool,
    pub by_mouth_impossible: Heard,
    /// Cancer of gut or urinary tract.
    pub mucosal_cancer: Heard,
    /// Thrombolysis or an operation is likely.
    pub intervention_likely: bool,
    /// Rows of the gates, by id, that the person they name has answered: treatment dose may go.
    pub settled: Vec<&'static str>,
}

impl HistoryFacts {
    /// Nobody has asked anything.
    pub fn unasked() -> HistoryFacts {
        HistoryFacts::answered(Heard::Unasked, Past::Unasked, LiverFact::Unasked)
    }

    /// Every question was asked and denied.
    pub fn denied() -> HistoryFacts {
        HistoryFacts { passes_urine: true, ..HistoryFacts::answered(Heard::No, Past::Never, LiverFact::NoDisease) }
    }

    fn answered(heard: Heard, past: Past, liver: LiverFact) -> HistoryFacts {
        HistoryFacts {
            bleeding: heard,
            haemoglobin_alert: false,
            intracranial_bleed: past,
            cns_lesion: heard,
            neuro_eye_operation: heard,
            stroke: past,
            stroke_kind: StrokeKind::NotTold,
            head_injury: past,
            head_cleared: false,
            lysis: past,
            lysis_reason: LysisReason::NotTold,
            hit_acute: heard,
            hit_past: heard,
            platelet_alert: PlateletAlert::None,
            heparin_100_days: heard,
            skin_necrosis: heard,
            on_heparin_5_days: heard,
            four_ts: None,
            low_count_cause: heard,
            bleeding_disorder: heard,
            aptt_explained: false,
            septic_bleeding: heard,
            anticoagulant: heard,
            unrecognised_medication: false,
            needle: heard,
            needles: vec![],
            needle_planned_at: None,
            high_bleeding_operation: heard,
            major_operation: past,
            recent_delivery: heard,
            organ_puncture: past,
            operation_planned_at: None,
            vessel_lesion: heard,
            dissection: heard,
            label_lesion: heard,
            liver,
            kidney_disease: heard,
            dialysis: heard,
            passes_urine: false,
            heparin_allergy: heard,
            unrecognised_allergy: false,
            interaction: heard,
            antiphospholipid: heard,
            gp2b3a: heard,
            antiplatelet_or_nsaid: false,
            fall_risk: false,
            by_mouth_impossible: heard,
            mucosal_cancer: heard,
            intervention_likely: false,
            settled: vec![],
        }
    }
}
