//! What the card of history questions, and an anticoagulant that is told of, make of the facts.

use super::told::{EntryRead, ToldBeside, set};
use crate::clinical::blood::Intensity;
use crate::clinical::pathway::entry::EntryValue;
use crate::clinical::pathway::facts::{EpisodeFacts, InBlood};
use crate::clinical::pathway::history::{Heard, LiverFact, LysisReason, Past, StrokeKind};
use crate::clinical::substance;

#[rustfmt::skip]
pub fn history(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &EntryRead<'_>) {
    let told_before = told.recorded.take();
    let history = &mut facts.history;
    let heard = |item: &str| match of.value(item) { Some(EntryValue::Heard(heard)) => Some(heard), _ => None };
    let past = |item: &str| match of.value(item) { Some(EntryValue::Past(past)) => Some(past), _ => None };
    // What chart or screen tell of stays until a physician says otherwise: a nurse's "no" beside a recorded allergy is none.
    macro_rules! told_of {
        ($read:ident: $no:pat => $($field:ident)*) => {
            $(if let Some(told) = $read(stringify!($field)) {
                let recorded = told_before.as_ref().is_some_and(|base| !matches!(base.$field, $no));
                if !(recorded && !of.physician && matches!(told, $no)) {
                    history.$field = told;
                }
            })*
        };
    }
    told_of!(heard: Heard::No | Heard::Unasked | Heard::CannotBeKnown =>
        bleeding cns_lesion neuro_eye_operation hit_acute hit_past heparin_100_days skin_necrosis on_heparin_5_days low_count_cause
        bleeding_disorder septic_bleeding gp2b3a high_bleeding_operation recent_delivery vessel_lesion dissection label_lesion
        kidney_disease dialysis heparin_allergy interaction antiphospholipid by_mouth_impossible mucosal_cancer anticoagulant needle);
    told_of!(past: Past::Never | Past::Unasked | Past::CannotBeKnown =>
        intracranial_bleed stroke head_injury lysis major_operation organ_puncture);
    for (held, item) in [
        (&mut history.head_cleared, "head_cleared"), (&mut history.aptt_explained, "aptt_explained"), (&mut history.passes_urine, "passes_urine"),
        (&mut history.unrecognised_medication, "unrecognised_medication"), (&mut history.unrecognised_allergy, "unrecognised_allergy"),
        (&mut history.antiplatelet_or_nsaid, "antiplatelet_or_nsaid"), (&mut history.fall_risk, "fall_risk"),
        (&mut history.intervention_likely, "intervention_likely"), (&mut facts.labs.kidneys_struck_since, "kidneys_struck_since"),
    ] {
        set(held, of.flag(item));
    }
    if of.flag("unrecognised_allergy") == Some(true) {
        history.heparin_allergy = Heard::Yes;
    }
    if of.flag("unrecognised_medication") == Some(true) && history.anticoagulant != Heard::Yes {
        history.anticoagulant = Heard::Yes;
    }
    set(&mut history.stroke_kind, of.code("stroke_kind").map(|kind| match kind { "ischaemic" => StrokeKind::Ischaemic, "haemorrhagic" => StrokeKind::Haemorrhagic, _ => StrokeKind::NotTold }));
    set(&mut history.lysis_reason, of.code("lysis_reason").map(|reason| match reason { "stroke" => LysisReason::Stroke, "pe" => LysisReason::Pe, "other" => LysisReason::Other, _ => LysisReason::NotTold }));
    set(&mut history.liver, of.code("liver").map(|liver| match liver {
        "no_disease" => LiverFact::NoDisease, "compensated" => LiverFact::Compensated, "decompensated" => LiverFact::Decompensated,
        "acute_failure" => LiverFact::AcuteFailure, "cannot_be_known" => LiverFact::CannotBeKnown, _ => LiverFact::Unasked,
    }));
    if let Some(points) = of.number("four_ts") {
        history.four_ts = Some(points as u8);
        told.four_ts_at = Some(of.at);
    }
    history.needle_planned_at = of.time("needle_planned_at").or(history.needle_planned_at);
    history.operation_planned_at = of.time("operation_planned_at").or(history.operation_planned_at);
    if matches!(heard("bleeding"), Some(Heard::No | Heard::Yes | Heard::CannotBeKnown)) {
        told.bleeding_asked_at = told.bleeding_asked_at.max(Some(of.at));
    }
    told.recorded = told_before;
}

pub fn anticoagulant(facts: &mut EpisodeFacts, of: &EntryRead<'_>) {
    let Some(drug) = of.code("substance").and_then(substance::named) else { return };
    let last = match of.value("last_dose") {
        Some(EntryValue::Past(Past::At(at))) => Some(at),
        _ => None,
    };
    facts.history.anticoagulant = Heard::Yes;
    if of.flag("other_indication") == Some(true) {
        facts.course.other_indication = true;
    }
    facts.blood.retain(|held| held.substance != drug);
    facts.blood.push(InBlood {
        substance: drug,
        intensity: match of.code("intensity") {
            Some("treatment") => Intensity::Treatment,
            Some("prophylactic") => Intensity::Prophylactic,
            _ => Intensity::Unknown,
        },
        running: of.flag("running") == Some(true),
        infusion: of.flag("infusion") == Some(true),
        last_dose_at: last,
        interval_h: of.hours("interval"),
        stop_explained: of.flag("stop_explained") == Some(true),
        still_taken: of.flag("still_taken"),
    });
}
