//! A scorer written from the published forms alone: ids, points, groups and bands as plain literals. It knows nothing of
//! the tables in `src/`, so that agreement with them means something.
#![allow(dead_code, reason = "each test uses its part")]

/// A form as printed: single items, groups of which the highest counts, and where the bands begin.
pub struct Form {
    pub singles: &'static [(&'static str, i32)],
    pub groups: &'static [&'static [(&'static str, i32)]],
    pub bands: &'static [(i32, &'static str)],
    /// First point, last point, name.
    pub sub_bands: &'static [(i32, i32, &'static str)],
    pub most: i32,
    /// Tenths in a point of this form: 10, or 1 where it scores halves.
    pub tenths: i16,
}

/// What is known of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Yes,
    No,
    Unknown,
}

/// Caprini 2005, Dis Mon 2005;51:70-78.
pub const CAPRINI: Form = Form {
    singles: &[
        ("bmi_gt_25", 1),
        ("swollen_legs", 1),
        ("varicose_veins", 1),
        ("pregnancy_postpartum", 1),
        ("adverse_obstetric_history", 1),
        ("ocp_hrt", 1),
        ("sepsis_lt_1mo", 1),
        ("serious_lung_disease_lt_1mo", 1),
        ("abnormal_pulmonary_function", 1),
        ("acute_mi", 1),
        ("chf_lt_1mo", 1),
        ("ibd_history", 1),
        ("history_major_surgery_lt_1mo", 1),
        ("other_risk_factor", 1),
        ("malignancy", 2),
        ("plaster_cast_lt_1mo", 2),
        ("central_venous_access", 2),
        ("history_vte", 3),
        ("family_history_vte", 3),
        ("factor_v_leiden", 3),
        ("prothrombin_20210a", 3),
        ("lupus_anticoagulant", 3),
        ("anticardiolipin", 3),
        ("hyperhomocysteinemia", 3),
        ("hit_history", 3),
        ("other_thrombophilia", 3),
        ("stroke_lt_1mo", 5),
        ("hip_pelvis_leg_fracture_lt_1mo", 5),
        ("acute_spinal_cord_injury_lt_1mo", 5),
        ("multiple_trauma_lt_1mo", 5),
    ],
    groups: &[
        &[("age_41_60", 1), ("age_61_74", 2), ("age_ge_75", 3)],
        &[("minor_surgery", 1), ("arthroscopic_surgery", 2), ("major_open_surgery", 2), ("laparoscopic_surgery", 2), ("elective_arthroplasty", 5)],
        &[("medical_patient_bed_rest", 1), ("bed_rest_gt_72h", 2)],
    ],
    bands: &[(0, "low"), (3, "moderate"), (5, "high")],
    sub_bands: &[(0, 0, "very_low"), (5, 6, "5_6"), (7, 8, "7_8"), (9, 77, "ge_9")],
    // 14 x 1 + 3 x 2 + 9 x 3 + 4 x 5, and of the groups 3 + 5 + 2.
    most: 77,
    tenths: 10,
};

/// Padua 2010, Kahn 2012 CHEST table 2.
pub const PADUA: Form = Form {
    singles: &[
        ("active_cancer", 3),
        ("previous_vte", 3),
        ("reduced_mobility", 3),
        ("thrombophilia", 3),
        ("recent_trauma_surgery", 2),
        ("age_ge_70", 1),
        ("heart_resp_failure", 1),
        ("acute_mi_stroke", 1),
        ("acute_infection_rheum", 1),
        ("bmi_ge_30", 1),
        ("hormonal_treatment", 1),
    ],
    groups: &[],
    bands: &[(0, "low"), (4, "high")],
    sub_bands: &[],
    most: 20,
    tenths: 10,
};

/// Chinese surgical checklist: any one is high.
pub const CN_BLEED_SURGICAL: Form = Form {
    singles: &[
        ("bs_active_bleeding", 1),
        ("bs_prior_major_bleeding", 1),
        ("bs_untreated_bleeding_disorder", 1),
        ("bs_severe_renal_hepatic", 1),
        ("bs_thrombocytopenia", 1),
        ("bs_acute_stroke", 1),
        ("bs_uncontrolled_htn", 1),
        ("bs_neuraxial_window", 1),
        ("bs_concomitant_antithrombotic", 1),
        ("bs_abdominal", 1),
        ("bs_pancreaticoduodenectomy", 1),
        ("bs_hepatectomy", 1),
        ("bs_cardiac", 1),
        ("bs_thoracic", 1),
        ("bs_critical_site", 1),
    ],
    groups: &[],
    bands: &[(0, "low"), (1, "high")],
    sub_bands: &[],
    most: 15,
    tenths: 10,
};

/// Chinese medical checklist: one of the first three, or three of the others; told as three points and one.
pub const CN_BLEED_MEDICAL: Form = Form {
    singles: &[
        ("bm_active_gi_ulcer", 3),
        ("bm_bleeding_3mo", 3),
        ("bm_platelet_lt_50", 3),
        ("bm_age_ge_85", 1),
        ("bm_hepatic_inr_gt_1_5", 1),
        ("bm_renal_gfr_lt_30", 1),
        ("bm_icu_ccu", 1),
        ("bm_central_venous_catheter", 1),
        ("bm_rheumatic", 1),
        ("bm_current_cancer", 1),
        ("bm_male", 1),
    ],
    groups: &[],
    bands: &[(0, "low"), (3, "high")],
    sub_bands: &[],
    most: 17,
    tenths: 10,
};

/// IMPROVE bleeding, Decousus 2011, in tenths: high from 7.
pub const IMPROVE_BLEEDING: Form = Form {
    singles: &[
        ("male", 10),
        ("hepatic_failure", 25),
        ("platelet_lt_50", 40),
        ("icu_ccu", 25),
        ("central_venous_catheter", 20),
        ("rheumatic_disease", 20),
        ("current_cancer", 20),
        ("prior_bleeding_3mo", 40),
        ("active_gd_ulcer", 45),
    ],
    groups: &[&[("age_40_84", 15), ("age_ge_85", 35)], &[("gfr_30_59", 10), ("gfr_lt_30", 25)]],
    bands: &[(0, "low"), (70, "high")],
    sub_bands: &[],
    most: 305,
    tenths: 1,
};

impl Form {
    pub fn named(id: &str) -> &'static Form {
        match id {
            "caprini" => &CAPRINI,
            "padua" => &PADUA,
            "cn_bleed_surgical" => &CN_BLEED_SURGICAL,
            "cn_bleed_medical" => &CN_BLEED_MEDICAL,
            "improve_bleeding" => &IMPROVE_BLEEDING,
            other => panic!("no naive form of {other}"),
        }
    }

    pub fn ids(&self) -> Vec<&'static str> {
        let grouped = self.groups.iter().flat_map(|group| group.iter());
        self.singles.iter().chain(grouped).map(|(id, _)| *id).collect()
    }

    /// What is certain and what it can become.
    pub fn interval(&self, known: impl Fn(&str) -> Known) -> (i32, i32) {
        let (mut floor, mut ceiling) = (0, 0);
        for (id, points) in self.singles {
            match known(id) {
                Known::Yes => {
                    floor += points;
                    ceiling += points;
                }
                Known::Unknown => ceiling += points,
                Known::No => {}
            }
        }
        for group in self.groups {
            let highest = |of: Known| group.iter().filter(|(id, _)| known(id) == of).map(|(_, points)| *points).max();
            match highest(Known::Yes) {
                Some(points) => {
                    floor += points;
                    ceiling += points;
                }
                None => ceiling += highest(Known::Unknown).unwrap_or(0),
            }
        }
        (floor, ceiling)
    }

    /// The total when everything not named is absent.
    pub fn total(&self, yes: &[&str]) -> i32 {
        self.interval(|id| if yes.contains(&id) { Known::Yes } else { Known::No }).0
    }

    pub fn band(&self, points: i32) -> &'static str {
        self.bands.iter().rfind(|(from, _)| *from <= points).map(|(_, band)| *band).expect("a band from zero")
    }

    pub fn sub_band(&self, points: i32) -> Option<&'static str> {
        self.sub_bands.iter().find(|(from, to, _)| *from <= points && points <= *to).map(|(.., name)| *name)
    }
}
