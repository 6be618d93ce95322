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
    // Venous thromboembolism: I80 is phlebitis, of which I80.1 and I80.2 are deep.
    ever("I26", "caprini.history_vte"), ever("I26", "padua.previous_vte"),
    ever("I801", "caprini.history_vte"), ever("I801", "padua.previous_vte"),
    ever("I802", "caprini.history_vte"), ever("I802", "padua.previous_vte"),
    ever("I8240", "caprini.history_vte"), ever("I8240", "padua.previous_vte"),
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
