//! Codes of other systems that a chart can be read from: a bounded list of well-known ones, as data. A row says what the
//! code means here and how far that carries. A code that covers more than the item asks is `suggested`: a person confirms
//! it. Nothing here says "no": that a code is not on record is no finding.

use crate::clinical::quantity::Quantity;
use crate::clinical::source::Mark::{self, K, V};
use crate::text::text;

/// What an Observation with this LOINC code measures.
#[derive(Debug)]
pub struct Measured {
    pub loinc: &'static str,
    pub quantity: Quantity,
    /// What the code says about the unit and the sender's unit need not repeat.
    pub unit_suffix: &'static str,
    pub mark: Mark,
}

const fn vital(loinc: &'static str, quantity: Quantity) -> Measured {
    Measured { loinc, quantity, unit_suffix: "", mark: V("HL7VS") }
}

const fn lab(loinc: &'static str, quantity: Quantity) -> Measured {
    d_dimer(loinc, quantity, "")
}

const fn d_dimer(loinc: &'static str, quantity: Quantity, unit_suffix: &'static str) -> Measured {
    Measured {
        loinc, quantity, unit_suffix, mark: K(text!("通用LOINC码，未逐一在loinc.org核对", "a common LOINC code, not read at loinc.org"))
    }
}

#[rustfmt::skip]
pub static OBSERVATIONS: &[Measured] = &[
    vital("8302-2", Quantity::Height), vital("29463-7", Quantity::Weight), vital("39156-5", Quantity::Bmi),
    vital("8480-6", Quantity::Sbp), vital("8462-4", Quantity::Dbp), vital("8867-4", Quantity::HeartRate),
    vital("9279-1", Quantity::RespiratoryRate), vital("2708-6", Quantity::Spo2), vital("8310-5", Quantity::Temperature),
    lab("59408-5", Quantity::Spo2),
    lab("777-3", Quantity::Platelets), lab("26515-7", Quantity::Platelets),
    lab("6690-2", Quantity::Wbc), lab("26464-8", Quantity::Wbc),
    lab("718-7", Quantity::Haemoglobin), lab("59260-0", Quantity::Haemoglobin),
    lab("2160-0", Quantity::Creatinine), lab("14682-9", Quantity::Creatinine),
    lab("33914-3", Quantity::Egfr), lab("62238-1", Quantity::Egfr), lab("98979-8", Quantity::Egfr),
    lab("2164-2", Quantity::Crcl),
    lab("6301-6", Quantity::Inr), lab("34714-6", Quantity::Inr),
    lab("14979-9", Quantity::Aptt), lab("3173-2", Quantity::Aptt),
    d_dimer("48065-7", Quantity::DDimer, "{FEU}"), d_dimer("48066-5", Quantity::DDimer, "{DDU}"),
    lab("10839-9", Quantity::Troponin), lab("6598-7", Quantity::Troponin),
    lab("2345-7", Quantity::Glucose), lab("14749-6", Quantity::Glucose),
    lab("4548-4", Quantity::Hba1c), lab("59261-8", Quantity::Hba1c),
];

/// What a diagnosis says of an item.
#[derive(Debug)]
pub struct Diagnosed {
    /// The first letters of the ICD-10 code, without the dot.
    pub prefix: &'static str,
    /// Of these, not those.
    pub but: &'static [&'static str],
    /// A code of ICD-10-CM that ICD-10 does not have, or has for something else.
    pub only_cm: bool,
    pub item: &'static str,
    /// The code says exactly what the item asks; it may stand without confirmation.
    pub exact: bool,
    /// Counts as a history too: a resolved condition is enough.
    pub history: bool,
    /// The item asks of this stay or of the last month: what began before is none.
    pub recent: bool,
    pub mark: Mark,
}

const ICD: Mark = K(text!("ICD-10通用编码，未逐一核对", "a common ICD-10 code, not read at its source"));

const fn now(prefix: &'static str, item: &'static str) -> Diagnosed {
    Diagnosed { prefix, but: &[], only_cm: false, item, exact: false, history: false, recent: false, mark: ICD }
}

/// An event of this stay or of the last month.
const fn event(prefix: &'static str, item: &'static str) -> Diagnosed {
    Diagnosed { recent: true, ..now(prefix, item) }
}

const fn ever(prefix: &'static str, item: &'static str) -> Diagnosed {
    Diagnosed { history: true, ..now(prefix, item) }
}

/// A clot that may be there now: a question about a contraindication, which holds what it bears on until a person answers.
const fn acute(prefix: &'static str, item: &'static str) -> Diagnosed {
    event(prefix, item)
}

/// Of I26 in ICD-10-CM: cement (I26.03, I26.95) and fat (I26.04, I26.96).
const NO_THROMBUS: &[&str] = &["I2603", "I2604", "I2695", "I2696"];

/// A laboratory finding that the code names and nothing else.
const fn exact_cm(prefix: &'static str, item: &'static str) -> Diagnosed {
    Diagnosed { only_cm: true, exact: true, ..ever(prefix, item) }
}

#[rustfmt::skip]
pub static DIAGNOSES: &[Diagnosed] = &[
    // Malignancy: basal-cell skin cancer does not count (C44 is all non-melanoma skin cancer).
    Diagnosed { but: &["C44"], ..ever("C", "caprini.malignancy") },
    Diagnosed { but: &["C44"], ..now("C", "padua.active_cancer") },
    Diagnosed { but: &["C44"], ..now("C", "cn_bleed_medical.bm_current_cancer") },
    // Venous thromboembolism. A row holds whatever stands behind its digits: sides and veins of ICD-10-CM, the Chinese
    // extensions of ICD-10 (I80.200x001, I80.207, I26.900x002). Whoever had one once has a history; one that is active asks
    // besides whether it is there now, of every drug, and of the leg's devices where it is in the leg or the lung.
    // I80.0 is superficial, .1 femoral, .2 other deep veins, .3 of the leg, unspecified: a person says which.
    ever("I801", "caprini.history_vte"), ever("I801", "padua.previous_vte"), acute("I801", "CI_ACUTE_VTE"), acute("I801", "MC_ACUTE_DVT"),
    ever("I802", "caprini.history_vte"), ever("I802", "padua.previous_vte"), acute("I802", "CI_ACUTE_VTE"), acute("I802", "MC_ACUTE_DVT"),
    ever("I803", "caprini.history_vte"), ever("I803", "padua.previous_vte"), acute("I803", "CI_ACUTE_VTE"), acute("I803", "MC_ACUTE_DVT"),
    // Superficial of the leg (I82.81 only in ICD-10-CM): no VTE of Padua or Caprini 2005, but a thrombophlebitis that a device must not squeeze.
    acute("I800", "MC_ACUTE_DVT"), Diagnosed { only_cm: true, ..acute("I8281", "MC_ACUTE_DVT") }, acute("O222", "MC_ACUTE_DVT"), acute("O870", "MC_ACUTE_DVT"),
    // Emboli of cement and of fat (ICD-10-CM) are none of thrombus.
    Diagnosed { but: NO_THROMBUS, ..ever("I26", "caprini.history_vte") }, Diagnosed { but: NO_THROMBUS, ..ever("I26", "padua.previous_vte") },
    Diagnosed { but: NO_THROMBUS, ..acute("I26", "CI_ACUTE_VTE") }, Diagnosed { but: NO_THROMBUS, ..acute("I26", "MC_ACUTE_DVT") },
    Diagnosed { only_cm: true, ..ever("I2782", "caprini.history_vte") }, Diagnosed { only_cm: true, ..ever("I2782", "padua.previous_vte") },
    // The vena cava; other and unspecified veins. Of the rest of I82 the liver's (.0), the migrating (.1) and the kidney's (.3) are neither DVT nor PE.
    ever("I822", "caprini.history_vte"), ever("I822", "padua.previous_vte"), Diagnosed { but: &["I82211", "I82221", "I82291"], ..acute("I822", "CI_ACUTE_VTE") },
    Diagnosed { but: &["I8281"], ..ever("I828", "caprini.history_vte") }, Diagnosed { but: &["I8281"], ..ever("I828", "padua.previous_vte") },
    Diagnosed { but: &["I8281", "I82891"], ..acute("I828", "CI_ACUTE_VTE") },
    ever("I829", "caprini.history_vte"), ever("I829", "padua.previous_vte"), Diagnosed { but: &["I8291"], ..acute("I829", "CI_ACUTE_VTE") },
    // ICD-10-CM alone: the leg, acute (.4) and chronic (.5).
    ever("I824", "caprini.history_vte"), ever("I824", "padua.previous_vte"), acute("I824", "CI_ACUTE_VTE"), acute("I824", "MC_ACUTE_DVT"),
    ever("I825", "caprini.history_vte"), ever("I825", "padua.previous_vte"),
    // The arm, acute (.6) and chronic (.7), of which .61 and .71 are superficial; axillary, subclavian, jugular.
    Diagnosed { but: &["I8261"], ..ever("I826", "caprini.history_vte") }, Diagnosed { but: &["I8261"], ..ever("I826", "padua.previous_vte") },
    Diagnosed { but: &["I8261"], ..acute("I826", "CI_ACUTE_VTE") },
    Diagnosed { but: &["I8271"], ..ever("I827", "caprini.history_vte") }, Diagnosed { but: &["I8271"], ..ever("I827", "padua.previous_vte") },
    ever("I82A", "caprini.history_vte"), ever("I82A", "padua.previous_vte"), acute("I82A1", "CI_ACUTE_VTE"),
    ever("I82B", "caprini.history_vte"), ever("I82B", "padua.previous_vte"), acute("I82B1", "CI_ACUTE_VTE"),
    ever("I82C", "caprini.history_vte"), ever("I82C", "padua.previous_vte"), acute("I82C1", "CI_ACUTE_VTE"),
    // Of pregnancy and childbed: deep veins (O22.3, O87.1) and clots to the lung (O88.2).
    ever("O223", "caprini.history_vte"), ever("O223", "padua.previous_vte"), acute("O223", "CI_ACUTE_VTE"), acute("O223", "MC_ACUTE_DVT"),
    ever("O871", "caprini.history_vte"), ever("O871", "padua.previous_vte"), acute("O871", "CI_ACUTE_VTE"), acute("O871", "MC_ACUTE_DVT"),
    ever("O882", "caprini.history_vte"), ever("O882", "padua.previous_vte"), acute("O882", "CI_ACUTE_VTE"), acute("O882", "MC_ACUTE_DVT"),
    // Said to be over: Z86.711 the lung, Z86.718 other veins. Z86.72 is of phlebitis, Z86.7 of ICD-10 of anything of the circulation.
    Diagnosed { only_cm: true, ..ever("Z8671", "caprini.history_vte") }, Diagnosed { only_cm: true, ..ever("Z8671", "padua.previous_vte") },
    // Thrombophilia.
    exact_cm("D6851", "caprini.factor_v_leiden"), exact_cm("D6852", "caprini.prothrombin_20210a"), exact_cm("D6862", "caprini.lupus_anticoagulant"),
    exact_cm("D6851", "padua.thrombophilia"), exact_cm("D6852", "padua.thrombophilia"),
    ever("D685", "padua.thrombophilia"), ever("D685", "caprini.other_thrombophilia"),
    Diagnosed { only_cm: true, ..ever("D7582", "caprini.hit_history") },
    // Heart, lung, brain.
    event("I50", "caprini.chf_lt_1mo"), now("I50", "padua.heart_resp_failure"),
    now("J96", "padua.heart_resp_failure"),
    event("I21", "caprini.acute_mi"), event("I21", "padua.acute_mi_stroke"), event("I22", "caprini.acute_mi"), event("I22", "padua.acute_mi_stroke"),
    event("I60", "caprini.stroke_lt_1mo"), event("I61", "caprini.stroke_lt_1mo"), event("I63", "caprini.stroke_lt_1mo"), event("I64", "caprini.stroke_lt_1mo"),
    event("I63", "padua.acute_mi_stroke"),
    event("I60", "cn_bleed_surgical.bs_acute_stroke"), event("I61", "cn_bleed_surgical.bs_acute_stroke"), event("I63", "cn_bleed_surgical.bs_acute_stroke"),
    ever("J44", "caprini.abnormal_pulmonary_function"),
    event("J12", "caprini.serious_lung_disease_lt_1mo"), event("J13", "caprini.serious_lung_disease_lt_1mo"), event("J14", "caprini.serious_lung_disease_lt_1mo"),
    event("J15", "caprini.serious_lung_disease_lt_1mo"), event("J18", "caprini.serious_lung_disease_lt_1mo"),
    event("J15", "padua.acute_infection_rheum"), event("J18", "padua.acute_infection_rheum"),
    event("A40", "caprini.sepsis_lt_1mo"), event("A41", "caprini.sepsis_lt_1mo"), event("A40", "padua.acute_infection_rheum"), event("A41", "padua.acute_infection_rheum"),
    // Bowel, veins, bones, joints, blood.
    ever("K50", "caprini.ibd_history"), ever("K51", "caprini.ibd_history"),
    now("I83", "caprini.varicose_veins"),
    event("S72", "caprini.hip_pelvis_leg_fracture_lt_1mo"), event("S82", "caprini.hip_pelvis_leg_fracture_lt_1mo"),
    event("S32", "caprini.hip_pelvis_leg_fracture_lt_1mo"),
    event("T07", "caprini.multiple_trauma_lt_1mo"),
    now("M05", "cn_bleed_medical.bm_rheumatic"), now("M06", "cn_bleed_medical.bm_rheumatic"), now("M32", "cn_bleed_medical.bm_rheumatic"),
    now("K25", "cn_bleed_medical.bm_active_gi_ulcer"), now("K26", "cn_bleed_medical.bm_active_gi_ulcer"), now("K27", "cn_bleed_medical.bm_active_gi_ulcer"),
];

/// The rows that a code fits, however its sender writes it: with or without the dot, in small letters, with the marks of
/// dagger and asterisk, and with an extension of its own behind it (the Chinese clinical editions: `I80.200x001`).
pub fn diagnosed(code: &str, is_cm: bool) -> impl Iterator<Item = &'static Diagnosed> {
    let bare: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    DIAGNOSES.iter().filter(move |row| bare.starts_with(row.prefix) && !row.but.iter().any(|but| bare.starts_with(but)) && (is_cm || !row.only_cm))
}

/// Systems under which a Condition's ICD-10 code comes; the second says that it is ICD-10-CM.
pub const ICD_SYSTEMS: &[(&str, bool)] = &[
    ("http://hl7.org/fhir/sid/icd-10", false),
    ("http://hl7.org/fhir/sid/icd-10-cm", true),
    ("urn:oid:2.16.840.1.113883.6.3", false),
    ("urn:oid:2.16.840.1.113883.6.90", true),
];

/// An operation by its ICD-9-CM procedure code (the third volume, which Chinese hospitals use).
#[derive(Debug)]
pub struct Operated {
    pub prefix: &'static str,
    pub kind: &'static str,
    pub procedure: &'static str,
    pub mark: Mark,
}

const fn operated(prefix: &'static str, kind: &'static str, procedure: &'static str) -> Operated {
    let mark = K(text!("ICD-9-CM-3通用编码，未逐一核对", "a common ICD-9-CM procedure code, not read at its source"));
    Operated { prefix, kind, procedure, mark }
}

/// The system of those codes.
pub const ICD9_SYSTEMS: &[&str] = &["http://hl7.org/fhir/sid/icd-9-cm", "urn:oid:2.16.840.1.113883.6.104"];

// A code does not say whether a joint was replaced electively: the kind stays `other`, the procedure says the rest.
#[rustfmt::skip]
pub static OPERATIONS: &[Operated] = &[
    operated("8151", "other", "tha"), operated("8154", "other", "tka"),
    operated("6029", "other", "turp"), operated("605", "other", "radical_prostatectomy"),
    operated("361", "open", "cardiac"), operated("0124", "open", "neurosurgery"),
    operated("5123", "laparoscopic", "other"), operated("4701", "laparoscopic", "other"),
];

/// The systems of a medicine's code; the code itself is read where every medicine is (`clinical::substance`).
pub const ATC_SYSTEMS: &[&str] = &["http://www.whocc.no/atc", "urn:oid:2.16.840.1.113883.6.73"];

/// The systems of an Observation's code.
pub const LOINC: &[&str] = &["http://loinc.org", "urn:oid:2.16.840.1.113883.6.1"];

/// Codes of SNOMED CT that say that no allergy is known (K): no allergy, and no "no" either.
pub const NO_ALLERGY: &[(&str, &str)] = &[
    ("http://snomed.info/sct", "716186003"),
    ("http://snomed.info/sct", "409137002"),
    ("http://snomed.info/sct", "429625007"),
    ("http://snomed.info/sct", "428607008"),
];

/// Medicines that an item asks for by class: suggested, because the class holds more than the item.
pub static TAKEN: &[(&str, &str)] = &[
    ("G03A", "caprini.ocp_hrt"),
    ("G03A", "padua.hormonal_treatment"),
    ("G03C", "caprini.ocp_hrt"),
    ("G03C", "padua.hormonal_treatment"),
    ("G03F", "caprini.ocp_hrt"),
    ("G03F", "padua.hormonal_treatment"),
    ("L02BA", "padua.hormonal_treatment"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const HISTORY: [&str; 2] = ["caprini.history_vte", "padua.previous_vte"];
    const ACUTE: [&str; 2] = ["CI_ACUTE_VTE", "MC_ACUTE_DVT"];

    /// What a code says of clots: `h` a history, `v` an acute VTE, `d` no device on the leg.
    fn check(codes: &[&str], is_cm: bool, expected: &str) {
        for code in codes {
            let says = |item: &str| diagnosed(code, is_cm).any(|row| row.item == item);
            let mut said = String::new();
            for (letter, item) in [("h", HISTORY[0]), ("v", ACUTE[0]), ("d", ACUTE[1])] {
                if says(item) {
                    said.push_str(letter);
                }
            }
            assert_eq!(said, expected, "{code} (ICD-10-CM: {is_cm})");
            assert_eq!(says(HISTORY[0]), says(HISTORY[1]), "{code}: Caprini and Padua");
        }
    }

    #[test]
    fn every_code_of_a_deep_vein_is_read_whatever_digit_follows() {
        for is_cm in [false, true] {
            check(&["I80.1", "I80.2", "I80.3", "I801", "i80.2", "I80.20", "I80.203"], is_cm, "hvd");
            check(&["I26.0", "I26.9", "I26", "O22.3", "O87.1", "O88.2"], is_cm, "hvd");
            check(&["I80.0", "O22.2", "O87.0"], is_cm, "d");
            check(
                &["I80.8", "I80.9", "I81", "I82.0", "I82.1", "I82.3", "I83.9", "Z86.7", "Z86.72", "I27.0", "O22.5", "O88.1", "I8", "I80", "", "I82"],
                is_cm,
                "",
            );
            check(&["I82.2", "I82.8", "I82.9"], is_cm, "hv");
        }
        // The Chinese clinical editions put their own digits behind those of ICD-10.
        check(
            &[
                "I80.200x001",
                "I80.200",
                "I80.201",
                "I80.207",
                "I80.100x003",
                "I80.300x002",
                "I26.900x002",
                "I26.900",
                "I26.000",
                "O22.300x001",
                "I80.200X001+",
            ],
            false,
            "hvd",
        );
        check(&["I80.000x001", "I80.001"], false, "d");
        check(&["I82.800x001", "I82.801", "I82.900", "I82.200x001"], false, "hv");
        let sides = ["I82.401", "I82.411", "I82.422", "I82.433", "I82.449", "I82.451", "I82.461", "I82.491", "I82.4Y1", "I82.4Z9", "I82.40", "I82.4"];
        check(&sides, true, "hvd");
        check(&["I82.501", "I82.511", "I82.521", "I82.591", "I82.5Y1", "I82.5Z3", "I82.5", "I27.82", "Z86.711", "Z86.718"], true, "h");
        check(&["I82.601", "I82.621", "I82.A11", "I82.B12", "I82.C13", "I82.210", "I82.220", "I82.890", "I82.90"], true, "hv");
        check(&["I82.701", "I82.721", "I82.A21", "I82.B22", "I82.C23", "I82.211", "I82.221", "I82.291", "I82.891", "I82.91"], true, "h");
        check(&["I82.811", "I82.819"], true, "d");
        check(&["I82.611", "I82.711", "I26.03", "I26.04", "I26.95", "I26.96"], true, "");
        check(
            &["I26.01", "I26.02", "I26.09", "I26.90", "I26.92", "I26.93", "I26.94", "I26.99", "I80.10", "I80.211", "I80.291", "O22.30", "O88.219"],
            true,
            "hvd",
        );
        // ICD-10 has neither.
        check(&["Z86.711", "I27.82"], false, "");
    }

    /// A past clot is a history and nothing more; none of them stands by itself.
    #[test]
    fn a_clot_of_the_past_is_asked_as_a_history_only() {
        for row in DIAGNOSES.iter().filter(|row| HISTORY.contains(&row.item) || ACUTE.contains(&row.item)) {
            assert_eq!(row.history, HISTORY.contains(&row.item), "{} {}", row.prefix, row.item);
            assert!(!row.exact, "{} {}", row.prefix, row.item);
        }
    }
}
