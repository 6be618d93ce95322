//! Section 3: which drug, in which order, and which never.

use super::asked::{high_risk, knee, medical};
use super::page::{agreed, both, heading, merged, named, paragraph, sources, table, together};
use super::whom::{CARES, CLEARANCES, clearance_words, patient, present};
use crate::clinical::contraindication::judgement::Judgement;
use crate::clinical::dosing::{self, DoseFactors, PatientGroup};
use crate::clinical::formulary::Drug;
use crate::clinical::profile::Profile;
use crate::text::text;

pub fn section(page: &mut String) {
    paragraph(
        page,
        text!(
            "矩阵给出药物时，取第一个有库存且无禁忌者；同时只用一种抗凝药。骨科的顺序以本院目录为准，下列为默认目录。“HIT病史”含对肝素类过敏者；急性HIT见第1节。",
            "Where the matrix gives a drug: the first in stock that nothing forbids, never two anticoagulants. The orthopaedic order is the hospital's; shown is the default. Past HIT includes an allergy to the heparins; acute HIT: section 1."
        ),
    );
    orders(page);
    never(page);
    required(page);
}

fn order(care: PatientGroup, patient: &DoseFactors, judgement: &Judgement) -> String {
    let drugs = dosing::order_of_choice(care, patient, judgement, &Profile::default());
    if drugs.is_empty() { "无 none".to_owned() } else { drugs.into_iter().map(named).collect::<Vec<_>>().join(" → ") }
}

fn orders(page: &mut String) {
    let beside = |clearance: f64| DoseFactors { neuraxial_catheter: true, catheter_in_place: true, ..patient(clearance, 60.0, false) };
    let column = |care| {
        CLEARANCES.map(|(_, clearances)| {
            let all = |patient: &dyn Fn(f64) -> DoseFactors, judgement: &Judgement| {
                agreed(clearances.iter().map(|&clearance| order(care, &patient(clearance), judgement)))
            };
            let plain = |clearance: f64| patient(clearance, 60.0, false);
            vec![all(&plain, &Judgement::default()), all(&plain, &present("CI_HIT")), all(&beside, &Judgement::default())]
        })
    };
    let mut rows = vec![];
    for (title, cells) in together(CARES.iter().map(|(care, title)| (*title, column(*care)))) {
        for (range, cells) in merged(&cells) {
            rows.push([vec![title.clone(), clearance_words(range).to_owned()], cells].concat());
        }
    }
    let heads = [
        text!("情况", "situation"),
        text!("CrCl", "mL/min"),
        text!("无HIT", "no HIT"),
        text!("HIT病史", "past HIT"),
        text!("椎管内导管在位（麻醉医师放行后）", "beside a neuraxial catheter, once released"),
    ];
    table(page, &heads, rows);
}

/// Drugs that no situation chooses, with what the tables say of them.
fn never(page: &mut String) {
    heading(page, text!("从不推荐的药物", "Never proposed"));
    let chosen = |drug: Drug| {
        let ask = |care, clearance, judgement: &Judgement| {
            dosing::order_of_choice(care, &patient(clearance, 60.0, false), judgement, &Profile::default()).contains(&drug)
        };
        CARES.iter().any(|(care, _)| {
            let by = |clearance| ask(*care, clearance, &Judgement::default()) || ask(*care, clearance, &present("CI_HIT"));
            CLEARANCES.iter().flat_map(|(_, clearances)| clearances.iter()).any(|clearance| by(*clearance))
        })
    };
    let rows = Drug::ALL.into_iter().filter(|drug| !chosen(*drug)).map(|drug| {
        let marks = dosing::dose_marks(drug, PatientGroup::Medical, &patient(90.0, 60.0, false));
        vec![both(drug.label()), sources(marks)]
    });
    table(page, &[text!("药物", "drug"), text!("依据", "evidence")], rows);
}

/// What every drug line waits for, one by one.
fn required(page: &mut String) {
    heading(page, text!("用药前必须知道的", "What is known before any drug"));
    paragraph(
        page,
        text!(
            "缺少任一项时，行照常成立，只有药物等待（期间用可用的器械），并指名所缺。“无法获知”不等于“否”。",
            "Where one is lacking the row fires all the same, only its drug waits (a usable device meanwhile), and what is lacking is named. \"Not known\" is never \"no\"."
        ),
    );
    let stale = |id: &str, value: f64| medical().without(id).also_measured(id, value, 73.0);
    let asked = [
        medical(),
        medical().without("weight"),
        medical().without("creatinine"),
        medical().without("platelets"),
        medical().without("haemoglobin"),
        medical().without("inr"),
        medical().without("aptt"),
        stale("platelets", 225.0),
        medical().aged(30, "female").open("CI_PREGNANCY"),
        medical().names("丹参片"),
        medical().allergic_to("不详"),
        medical().allergic_to("海鲜"),
        high_risk().open("bs_active_bleeding"),
        knee().open("CI_COAG"),
    ];
    let rows = asked.iter().map(|asked| {
        let answer = asked.answer();
        let waits = answer.drug().map(|drug| super::answer::strings(&drug["conditionalOn"]).join(", "));
        vec![asked.told(), waits.filter(|waits| !waits.is_empty()).unwrap_or("–".into()), answer.measures(), answer.again()]
    });
    let heads = [text!("情形", "situation"), text!("药物等待", "the drug waits for"), text!("处置", "output"), text!("复评", "re-check")];
    table(page, &heads, rows);
}
