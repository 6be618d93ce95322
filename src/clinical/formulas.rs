//! Helper formulas (extended specification §9): pure functions, units in their names, each with its test vector.

use super::chart::Sex;
use crate::text::{Text, text};

/// Cockcroft DW, Gault MH, Nephron 1976;16:31-41: mL/min from completed years, kg and creatinine in µmol/L.
///
/// ```
/// use virchow::clinical::{chart::Sex, formulas::creatinine_clearance_ml_min};
/// let man = creatinine_clearance_ml_min(65.0, 70.0, 90.0, Sex::Male);
/// assert_eq!((man * 10.0).round() / 10.0, 71.6);
/// ```
pub fn creatinine_clearance_ml_min(age_years: f64, weight_kg: f64, creatinine_umol_l: f64, sex: Sex) -> f64 {
    let woman = if sex == Sex::Female { 0.85 } else { 1.0 };
    (140.0 - age_years) * weight_kg * woman / (72.0 * (creatinine_umol_l / UMOL_PER_MG_DL))
}

/// CKD-EPI 2021 (Inker, NEJM 2021;385:1737-1749): mL/min/1.73 m². Not for dosing anticoagulants.
pub fn egfr_ckd_epi_2021(age_years: f64, creatinine_umol_l: f64, sex: Sex) -> f64 {
    let (kappa, alpha, woman) = if sex == Sex::Female { (0.7, -0.241, 1.012) } else { (0.9, -0.302, 1.0) };
    let ratio = creatinine_umol_l / UMOL_PER_MG_DL / kappa;
    142.0 * ratio.min(1.0).powf(alpha) * ratio.max(1.0).powf(-1.2) * 0.9938_f64.powf(age_years) * woman
}

const UMOL_PER_MG_DL: f64 = 88.4;

/// Devine: kg from height in cm; only from 152.4 cm (60 in) up.
pub fn ideal_body_weight_kg(height_cm: f64, sex: Sex) -> Option<f64> {
    let base = if sex == Sex::Female { 45.5 } else { 50.0 };
    (height_cm >= 152.4).then(|| base + 2.3 * (height_cm / 2.54 - 60.0))
}

/// IBW + 0.4 × (actual − IBW), kg.
pub fn adjusted_body_weight_kg(ideal_kg: f64, actual_kg: f64) -> f64 {
    ideal_kg + 0.4 * (actual_kg - ideal_kg)
}

/// Mosteller: m² from cm and kg.
pub fn body_surface_m2(height_cm: f64, weight_kg: f64) -> f64 {
    (height_cm * weight_kg / 3600.0).sqrt()
}

/// WS/T 428-2013: <18.5, [18.5, 24), [24, 28), ≥28; unrounded.
pub fn bmi_class_cn(bmi: f64) -> (&'static str, Text) {
    match bmi {
        bmi if bmi < 18.5 => ("underweight", text!("体重过低", "underweight")),
        bmi if bmi < 24.0 => ("normal", text!("体重正常", "normal")),
        bmi if bmi < 28.0 => ("overweight", text!("超重", "overweight")),
        _ => ("obese", text!("肥胖", "obese")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(decimals: i32, value: f64) -> f64 {
        let scale = 10_f64.powi(decimals);
        (value * scale).round() / scale
    }

    #[test]
    fn vectors_of_the_specification() {
        assert_eq!(to(1, creatinine_clearance_ml_min(80.0, 50.0, 1.2 * 88.4, Sex::Female)), 29.5);
        let egfr = |sex, age, mg_dl: f64| to(1, egfr_ckd_epi_2021(age, mg_dl * 88.4, sex));
        // 112.054; the specification prints 112.0.
        assert_eq!(egfr(Sex::Female, 40.0, 0.7), 112.1);
        assert_eq!(egfr(Sex::Female, 60.0, 1.0), 64.5);
        assert_eq!(egfr(Sex::Male, 50.0, 0.8), 107.8);
        assert_eq!(egfr(Sex::Male, 70.0, 1.5), 49.8);
        assert_eq!(egfr(Sex::Male, 65.0, 0.7), 102.3);
        assert_eq!(ideal_body_weight_kg(175.0, Sex::Male).map(|kg| to(2, kg)), Some(70.46));
        assert_eq!(ideal_body_weight_kg(160.0, Sex::Female).map(|kg| to(2, kg)), Some(52.38));
        assert_eq!(ideal_body_weight_kg(152.3, Sex::Female), None);
        assert_eq!(to(2, adjusted_body_weight_kg(70.46, 110.0)), 86.28);
        assert_eq!(to(3, body_surface_m2(170.0, 65.0)), 1.752);
    }

    #[test]
    fn chinese_bmi_classes_at_their_edges() {
        let class = |bmi| bmi_class_cn(bmi).0;
        assert_eq!(
            [class(18.49), class(18.5), class(23.99), class(24.0), class(27.99), class(28.0)],
            ["underweight", "normal", "normal", "overweight", "overweight", "obese"]
        );
    }
}
