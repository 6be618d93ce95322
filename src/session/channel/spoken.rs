//! Of which questions of the gates the host speaks, asserted or only suggested: no word about the rest denies those. A person may
//! still answer each of them by itself.

use crate::clinical::chart::{Chart, FactValue};

/// The rows of core's contraindications by the question that says the same (`from_chart::stands`).
pub(super) const OF_ROW: [(&str, &str); 15] = [
    ("CI_ACTIVE_BLEED", "bleeding"),
    ("CI_CNS_BLEED", "intracranial_bleed"),
    ("CI_NEURO_EYE_OP", "neuro_eye_operation"),
    ("CI_LYSIS_24H", "lysis"),
    ("CI_HIT_ACUTE", "hit_acute"),
    ("CI_HIT", "hit_past"),
    ("CI_COAG", "bleeding_disorder"),
    ("CI_HIGH_BLEED_OP", "high_bleeding_operation"),
    ("CI_VARICES", "vessel_lesion"),
    ("CI_VASC_LESION", "vessel_lesion"),
    ("CI_ENDOCARDITIS", "label_lesion"),
    ("CI_FALL_HEAD", "fall_risk"),
    ("CI_ALLERGY", "heparin_allergy"),
    ("CI_DOAC_APS", "antiphospholipid"),
    ("CI_DOAC_DDI", "interaction"),
];

/// Whether the chart speaks of what `field` of the history asks.
pub fn speaks_of(chart: &Chart, field: &str) -> bool {
    chart.facts.iter().any(|fact| match &fact.value {
        FactValue::Medication(_) => matches!(
            field,
            "anticoagulant"
                | "unrecognised_medication"
                | "antiplatelet_or_nsaid"
                | "gp2b3a"
                | "lysis"
                | "heparin_100_days"
                | "on_heparin_5_days"
                | "low_count_cause"
                | "interaction"
        ),
        FactValue::Allergy { .. } => matches!(field, "heparin_allergy" | "unrecognised_allergy"),
        FactValue::Operation(_) => {
            matches!(field, "major_operation" | "high_bleeding_operation" | "neuro_eye_operation" | "operation_planned_at")
        }
        FactValue::Neuraxial(_) => matches!(field, "needle" | "needle_planned_at"),
        FactValue::Dialysis { .. } => matches!(field, "dialysis" | "kidney_disease"),
        FactValue::Contraindication { id, said } => said.value == Some(true) && OF_ROW.contains(&(*id, field)),
        FactValue::Finding { item, present: true, .. } => (*item, field) == ("hit_history", "hit_past"),
        _ => false,
    })
}
