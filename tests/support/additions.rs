//! A fact more, of every kind that a host or a person can add; and the table of what each kind may take away because it is
//! the reason for it.

use virchow::clinical::contraindication::TABLE;

use super::person::{ALLERGIES, DAY, Dice, FEMALE, HOUR, NUMBERS, Needle, Order, PILLS, Person, Pressure, Reading, Surgery, Told, When};

#[derive(Debug)]
pub struct Addition {
    pub kind: &'static str,
    /// The row, item, quantity or substance.
    pub of: &'static str,
}

pub const KINDS: [&str; 21] = [
    "platelets",
    "creatinine",
    "haemoglobin",
    "inr",
    "aptt",
    "kg",
    "pressure",
    "medicine",
    "medicine",
    "medicine",
    "allergy",
    "operation",
    "needle",
    "dialysis",
    "abi",
    "icu",
    "units",
    "told",
    "said",
    "said",
    "said",
];

impl Addition {
    /// The person with one fact more; `None` where this kind has nothing to add.
    pub fn random(person: &Person, dice: &mut Dice) -> Option<(Addition, Person)> {
        let mut more = person.clone();
        let kind = dice.of(&KINDS);
        let now = |value| Reading { value, when: When::At(-1) };
        let mut of = kind;
        match kind {
            "platelets" => more.platelets.push(now(dice.of(&[15.0, 49.0, 60.0, 99.0, 110.0, 200.0]))),
            "creatinine" => more.creatinine.push(now(dice.of(&[60.0, 180.0, 600.0]))),
            "haemoglobin" => more.haemoglobin.push(now(dice.of(&[60.0, 90.0, 130.0]))),
            "inr" => more.inr.push(now(dice.of(&[1.0, 1.6, 2.4, 3.2]))),
            "aptt" => more.aptt.push(now(dice.of(&[31.0, 75.0]))),
            "kg" => more.kg.push(now(dice.of(&[40.0, 49.0, 60.0, 95.0]))),
            "pressure" => more.pressures.push(Pressure { systolic: Some(dice.of(&[120.0, 190.0])), diastolic: Some(80.0), at: -1 }),
            "medicine" => {
                let pill = &PILLS[dice.below(PILLS.len())];
                of = pill.classes().next().filter(|_| pill.acts()).unwrap_or("other");
                more.orders.push(Order::of(pill, dice));
            }
            "allergy" => more.allergies.push(&ALLERGIES[dice.below(ALLERGIES.len())]),
            "operation" => {
                let begins = dice.of(&[-30 * HOUR, -2 * HOUR, 6 * HOUR, DAY]);
                let procedure = dice.maybe(60, &["tha", "tka", "hip_fracture", "neurosurgery", "spinal", "cardiac", "other"]);
                let status = Some(if begins < 0 { "done" } else { "planned" });
                let haemostasis = dice.maybe(30, &[begins + 4 * HOUR]);
                more.operations.push(Surgery {
                    elective: false,
                    procedure,
                    begins,
                    all_day: false,
                    minutes: Some(120),
                    status,
                    limb: None,
                    haemostasis,
                });
            }
            "needle" => more.needles.push(Needle {
                catheter: dice.chance(40),
                at: dice.of(&[-20 * HOUR, -2 * HOUR, HOUR, 30 * HOUR]),
                all_day: false,
                removed: None,
                traumatic: false,
            }),
            "dialysis" if person.dialysis.is_none() => more.dialysis = Some((-DAY, None)),
            "abi" => more.abi.push((dice.of(&[0.4, 0.7, 1.0]), dice.of(&["left", "right"]))),
            "icu" if person.icu.is_none() => more.icu = Some((-DAY, None)),
            "units" => more.units.push((dice.of(&[1.0, 3.0]), -HOUR)),
            "told" => {
                let of_host = |id: &&str| !FEMALE.contains(id) && (id.starts_with("CI_") || id.starts_with("MC_") || id.starts_with('b'));
                let all: Vec<&'static str> = person.questions().into_iter().filter(of_host).collect();
                of = dice.of(&all);
                more.told.push(Told { id: of, yes: true, when: When::At(-1) });
            }
            "said" => {
                let rows: Vec<&'static str> =
                    TABLE.iter().map(|row| row.id).filter(|id| !NUMBERS.contains(id) && !FEMALE.contains(id) && !person.yes(id)).collect();
                of = dice.of(&rows);
                more.say(of, true);
            }
            _ => return None,
        }
        Some((Addition { kind, of }, more))
    }
}

/// Kind of fact, what it is (or ""), the beginning of what it may take away, and why that is right.
#[rustfmt::skip]
pub const REASONS: &[(&str, &str, &str, &str)] = &[
    ("platelets", "", "row CI_PLT_", "a later count decides its rows"),
    ("platelets", "", "block CI_PLT_", "a later count decides its rows"),
    ("platelets", "", "row CI_FON_PLT", "the fall is over"),
    ("platelets", "", "block CI_FON_PLT", "the fall is over"),
    ("platelets", "", "row CI_HIT", "a count that has risen raises no alert, and CI_HIT is as open as CI_HIT_ACUTE"),
    ("platelets", "", "alert AL_PLT_", "a count that has risen raises no alert; a deeper fall is another alert"),
    ("platelets", "", "item bm_platelet_lt_50", "a later count decides the item"),
    ("platelets", "", "item bs_thrombocytopenia", "a later count decides the item"),
    ("platelets", "", "high", "a later count decides the item, and the item the list"),
    ("creatinine", "", "row CI_RENAL_", "a later clearance decides its rows"),
    ("creatinine", "", "block CI_RENAL_", "a later clearance decides its rows"),
    ("creatinine", "", "row CI_DOAC_RENAL", "a later clearance decides its rows"),
    ("creatinine", "", "block CI_DOAC_RENAL", "a later clearance decides its rows"),
    ("creatinine", "", "item bm_renal_gfr_lt_30", "a later rate decides the item"),
    ("creatinine", "", "item bs_severe_renal_hepatic", "a later rate decides the item"),
    ("creatinine", "", "high", "a later rate decides the item, and the item the list"),
    ("creatinine", "", "block CI_COAG", "a DOAC leaves the sample sooner or later by the clearance"),
    ("creatinine", "", "warning ", "an interval before a needle goes by the clearance"),
    ("kg", "", "row CI_RENAL_", "the clearance goes by the weight"),
    ("kg", "", "block CI_RENAL_", "the clearance goes by the weight"),
    ("kg", "", "row CI_DOAC_RENAL", "the clearance goes by the weight"),
    ("kg", "", "block CI_DOAC_RENAL", "the clearance goes by the weight"),
    ("kg", "", "row CI_WEIGHT_FON", "a later weight decides the row"),
    ("kg", "", "block CI_WEIGHT_FON", "a later weight decides the row"),
    ("kg", "", "row CI_LOW_WEIGHT", "a later weight decides the row"),
    ("kg", "", "item bs_severe_renal_hepatic", "the clearance goes by the weight"),
    ("kg", "", "high", "the clearance goes by the weight"),
    ("haemoglobin", "", "alert AL_HB_", "a later value decides the alert"),
    ("haemoglobin", "", "row CI_ACTIVE_BLEED", "what an alert reopened is answered again when the alert is over"),
    ("haemoglobin", "", "item bs_active_bleeding", "what an alert reopened is answered again when the alert is over"),
    ("inr", "", "row CI_COAG", "a later INR decides the row"),
    ("inr", "", "block CI_COAG", "a later INR decides the row"),
    ("inr", "", "row CI_INR_HIGH", "a later INR decides the row"),
    ("inr", "", "block CI_INR_HIGH", "a later INR decides the row"),
    ("inr", "", "block CI_THERAPEUTIC_AC", "an INR below its range protects nobody: the route asks the consultant"),
    ("inr", "", "item bm_hepatic_inr_gt_1_5", "a later INR decides the item"),
    ("inr", "", "warning ", "a needle after an antagonist goes by the INR"),
    ("aptt", "", "row CI_COAG", "a later APTT decides the row"),
    ("aptt", "", "block CI_COAG", "a later APTT decides the row"),
    ("pressure", "", "row CI_HTN", "the latest two readings decide"),
    ("pressure", "", "block CI_HTN", "the latest two readings decide"),
    ("pressure", "", "item bs_uncontrolled_htn", "the latest two readings decide"),
    ("medicine", "doac", "row CI_COAG", "a DOAC in the sample: the figure is not the patient's own, and an answer counts"),
    ("medicine", "doac", "block CI_COAG", "a DOAC in the sample: the figure is not the patient's own"),
    ("medicine", "anticoagulant", "row CI_COAG", "a direct thrombin inhibitor in the sample, as a DOAC"),
    ("medicine", "anticoagulant", "block CI_COAG", "a direct thrombin inhibitor in the sample, as a DOAC"),
    ("medicine", "ufh", "row CI_COAG", "heparin explains an APTT"),
    ("medicine", "ufh", "block CI_COAG", "heparin explains an APTT"),
    ("medicine", "vka", "row CI_COAG", "an antagonist explains an INR"),
    ("medicine", "vka", "block CI_COAG", "an antagonist explains an INR"),
    ("medicine", "vka", "item bm_hepatic_inr_gt_1_5", "an antagonist explains an INR"),
    ("allergy", "", "row CI_ALLERGY", "the record says that there is no allergy"),
    ("dialysis", "", "row CI_COAG", "a DOAC stays longer in the sample"),
    ("dialysis", "", "block CI_COAG", "a DOAC stays longer in the sample"),
    ("abi", "", "row MC_ISCHAEMIA", "both legs are measured"),
    ("needle", "", "row CI_NEURAXIAL", "the record tells whether the window is open"),
    ("needle", "", "block CI_NEURAXIAL", "the record tells whether the window is open"),
    ("needle", "", "high", "the record tells whether the window is open"),
    ("needle", "", "item bs_neuraxial_window", "the record tells whether the window is open"),
    ("operation", "", "item bm_", "the surgical list governs"),
    ("operation", "", "high", "the surgical list governs"),
    ("operation", "", "row MC_CHF_OEDEMA", "Caprini governs: Padua's item of heart or lung is not asked"),
    ("operation", "", "row MC_STROKE_GCS", "Caprini governs: Padua's item of infarction or stroke is not asked"),
    ("operation", "", "item bs_", "haemostasis is recorded for every operation done"),
    ("operation", "", "row CI_HIGH_BLEED_OP", "haemostasis is recorded"),
    ("operation", "", "block CI_HIGH_BLEED_OP", "haemostasis is recorded"),
    ("operation", "", "row CI_THERAPEUTIC_AC", "after THA or TKA a DOAC may be prevention"),
    ("operation", "", "block CI_THERAPEUTIC_AC", "after THA or TKA a DOAC may be prevention"),
];

/// Why a fact may take this away.
pub fn reason(added: &Addition, signal: &str) -> Option<String> {
    let row = REASONS.iter().find(|(kind, of, lost, _)| added.kind == *kind && (of.is_empty() || added.of == *of) && signal.starts_with(lost))?;
    Some(named(row))
}

pub fn named((kind, of, lost, _): &(&str, &str, &str, &str)) -> String {
    format!("{kind} {of} | {lost}")
}
