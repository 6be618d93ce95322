//! Section 4: doses, with what is said beside each and where each comes from.

use serde_json::{Value, json};

use super::page::{agreed, both, heading, merged, number, paragraph, ranges, scale, sources, table, together};
use super::whom::{CLEARANCES, SITUATIONS, WEIGHTS, clearance_words, patient, present, weight_words};
use crate::clinical::contraindication::judgement::Judgement;
use crate::clinical::dosing::{self, Dose, DoseFactors, PatientGroup};
use crate::clinical::formulary::Drug;
use crate::clinical::profile::Profile;
use crate::text::{Text, text};

pub fn section(page: &mut String) {
    paragraph(
        page,
        text!("预防剂量，以本院药品说明书为准。CrCl单位mL/min。", "Prophylactic doses; the local package insert prevails. CrCl in mL/min."),
    );
    for drug in Drug::PROPOSABLE {
        heading(page, drug.label());
        let heads = [text!("情况", "situation"), text!("CrCl", "mL/min"), text!("剂量", "dose"), text!("备注", "remark"), text!("来源", "source")];
        let mut rows = vec![];
        for (title, cells) in together(SITUATIONS.iter().map(|(care, moderate, title)| (*title, column(drug, *care, *moderate)))) {
            for (range, cells) in merged(&cells) {
                rows.push([vec![title.clone(), clearance_words(range).to_owned()], cells].concat());
            }
        }
        table(page, &heads, rows);
    }
    options(page);
}

/// Dose, remarks and sources in each range of clearance.
fn column(drug: Drug, care: PatientGroup, moderate: bool) -> [Vec<String>; 4] {
    CLEARANCES.map(|(_, clearances)| {
        let chosen =
            [Judgement::default(), present("CI_HIT")].iter().any(|judgement| {
                agreed(clearances.iter().map(|&clearance| {
                    dosing::order_of_choice(care, &patient(clearance, 60.0, moderate), judgement, &Profile::default()).contains(&drug)
                }))
            });
        if !chosen {
            return vec!["不选 not chosen".to_owned(), String::new(), String::new()];
        }
        let doses = by_weight(drug, care, moderate, clearances);
        let said: Vec<String> = doses.iter().map(|(range, dose)| weight_words(*range).to_owned() + &dose_words(*dose)).collect();
        let remarks = agreed(clearances.iter().map(|&clearance| remarks(drug, care, moderate, clearance)));
        let marks = agreed(clearances.iter().map(|&clearance| sources(dosing::dose_marks(drug, care, &patient(clearance, 60.0, moderate)))));
        vec![said.join("; "), remarks.into_iter().map(both).collect::<Vec<_>>().join("; "), marks]
    })
}

/// Of a light patient and a heavy one: a remark that hangs on the weight says so itself.
fn remarks(drug: Drug, care: PatientGroup, moderate: bool, clearance: f64) -> Vec<Text> {
    let mut all: Vec<Text> = vec![];
    for weight in [80.0, 55.0] {
        for remark in dosing::remarks(drug, care, &patient(clearance, weight, moderate)) {
            if !all.contains(&remark) {
                all.push(remark);
            }
        }
    }
    all
}

pub fn dose_words(dose: Option<Dose>) -> String {
    dose.map_or("不推荐 not proposed".into(), |dose| {
        let (zh, en) = dose.words();
        format!("{zh} / {en}")
    })
}

/// The doses of a drug in a situation and range of clearance, by weight.
fn by_weight(drug: Drug, care: PatientGroup, moderate: bool, clearances: &[f64]) -> Vec<((usize, usize), Option<Dose>)> {
    let doses = WEIGHTS.map(|(_, weights)| {
        let probes = weights.iter().flat_map(|&weight| clearances.iter().map(move |&clearance| patient(clearance, weight, moderate)));
        agreed(probes.map(|patient| dosing::dose(drug, care, &patient)))
    });
    merged(&doses)
}

/// Doses that are shown and not proposed, and the dose that the hospital may set.
fn options(page: &mut String) {
    heading(page, text!("仅列出、不推荐的剂量与本院设定", "Doses shown and not proposed, and the hospital's setting"));
    let shown = |patient: DoseFactors, care| -> Vec<[String; 3]> {
        let options = dosing::options(Drug::Enoxaparin, care, &patient);
        options.iter().map(|option| [dose_words(Some(option.dose)), both(option.why), sources(option.marks)]).collect()
    };
    let mut rows = vec![];
    let mut list = |what: &str, ranges: Vec<(String, Vec<[String; 3]>)>| {
        for (range, options) in ranges {
            rows.extend(options.into_iter().map(|option| [vec![format!("{what} {range}")], option.to_vec()].concat()));
        }
    };
    let usual = patient(90.0, 60.0, false);
    list("BMI", ranges(&scale(30.0, 60.0, 10.0), |bmi| shown(DoseFactors { bmi: Some(bmi), ..usual }, PatientGroup::Medical)));
    list("kg", ranges(&scale(35.0, 60.0, 10.0), |kg| shown(DoseFactors { weight_kg: Some(kg), ..usual }, PatientGroup::Medical)));
    list(
        "BMI 45, CrCl",
        ranges(&scale(20.0, 60.0, 10.0), |clearance| {
            shown(DoseFactors { bmi: Some(45.0), ..patient(clearance, 120.0, false) }, PatientGroup::Medical)
        }),
    );
    for (what, patient) in [
        ("BMI 45, 椎管内导管 neuraxial catheter:", DoseFactors { bmi: Some(45.0), neuraxial_catheter: true, ..usual }),
        ("BMI 45, Caprini 3–4 (20 mg):", DoseFactors { bmi: Some(45.0), ..patient(90.0, 60.0, true) }),
    ] {
        if shown(patient, PatientGroup::Surgical).is_empty() {
            rows.push(vec![what.into(), "不列 not shown".into(), String::new(), String::new()]);
        }
    }
    for set in [20, 40] {
        let patient = DoseFactors { moderate_mg: set, ..patient(90.0, 60.0, true) };
        let dose = dosing::dose(Drug::Enoxaparin, PatientGroup::Surgical, &patient);
        let marks = sources(dosing::dose_marks(Drug::Enoxaparin, PatientGroup::Surgical, &patient));
        rows.push(vec![format!("手术 Caprini 3–4, `enoxaparin_moderate_mg` {}", number(f64::from(set))), dose_words(dose), String::new(), marks]);
    }
    let heads = [text!("依诺肝素：情况", "enoxaparin: situation"), text!("剂量", "dose"), text!("说明", "what is said"), text!("来源", "source")];
    table(page, &heads, rows);
}

/// The doses as far as `docs/for-clinicians/rules.json` digests them.
pub fn rules() -> Value {
    let mut doses = vec![];
    for drug in Drug::ALL {
        for (care, moderate, title) in SITUATIONS {
            for (range, clearances) in CLEARANCES {
                for (weight, dose) in by_weight(drug, care, moderate, clearances) {
                    if let Some(dose) = dose {
                        doses.push(json!({ "drug": drug.id(), "situation": title.en(), "clearance": range, "weight": weight_words(weight), "dose": dose.words().1 }));
                    }
                }
            }
        }
    }
    Value::Array(doses)
}

/// Where each dose comes from, for the evidence table.
pub fn evidence() -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = vec![];
    for drug in Drug::ALL {
        for (care, moderate, title) in SITUATIONS {
            let by_clearance = CLEARANCES.map(|(_, clearances)| {
                agreed(clearances.iter().map(|&clearance| sources(dosing::dose_marks(drug, care, &patient(clearance, 60.0, moderate)))))
            });
            for (range, marks) in merged(&by_clearance) {
                rows.push(vec![format!("`{}` {}", drug.id(), both(drug.label())), both(title), clearance_words(range).to_owned(), marks]);
            }
        }
    }
    rows
}
