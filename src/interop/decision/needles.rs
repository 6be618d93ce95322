//! Section 7: needles, catheters and operations: a new start around them, and doses that were given.

use serde_json::{Value, json};

use super::asked::{Asked, Medicine, now};
use super::body::{chart, fact, measured};
use super::gaps::{ACTS, Gap, by_band, given};
use super::page::{heading, named, paragraph, sources, table};
use super::starts::started;
use super::whom::{CARES, patient};
use crate::clinical::blood::Blood;
use crate::clinical::chart::{FactValue, Neuraxial};
use crate::clinical::contraindication::Judgement;
use crate::clinical::dosing::{self, Care, Dose, Patient};
use crate::clinical::formulary::Drug;
use crate::clinical::profile::Profile;
use crate::clinical::quantity::Quantity;
use crate::clinical::timing;
use crate::text::text;

pub fn section(page: &mut String) {
    paragraph(
        page,
        text!(
            "由麻醉医师（手术由术者）确认。任何药物：穿刺前12小时至后12小时为窗口（恰好12小时可给），导管在位时窗口不关闭；下列间隔与窗口取晚者。",
            "The anaesthetist confirms, the surgeon before an operation. For any drug a window from 12 h before to 12 h after the puncture (exactly 12 h before is allowed), open while a catheter stays; of window and interval the later wins."
        ),
    );
    new_starts(page);
    given_doses(page);
}

/// A drug as it would be proposed: every dose that any situation gives it.
fn doses(drug: Drug) -> Vec<Dose> {
    let mut all: Vec<Dose> = vec![];
    for (care, _) in CARES {
        for moderate in [true, false] {
            for weight in [60.0, 80.0] {
                let patient = Patient { bmi: Some(45.0), ..patient(90.0, weight, moderate) };
                let options = dosing::options(drug, care, &patient).into_iter().map(|option| option.dose);
                for dose in dosing::dose(drug, care, &patient).into_iter().chain(options) {
                    if !all.iter().any(|other| (other.amount, other.frequency) == (dose.amount, dose.frequency)) {
                        all.push(dose);
                    }
                }
            }
        }
    }
    all
}

/// From the last dose to a needle, of each dose with one answer.
fn before(drug: Drug) -> Vec<(String, String)> {
    let mut all: Vec<(Vec<String>, String)> = vec![];
    for dose in doses(drug) {
        let answer = by_band(|clearance, age| {
            // Twice daily is offered from a clearance of 30 only.
            let offered =
                drug != Drug::Enoxaparin || dose.frequency == dosing::Frequency::Daily || clearance.is_some_and(|clearance| clearance >= 30.0);
            if offered { Gap::Hours(timing::before_needle(drug, Some(dose), clearance, age)) } else { Gap::NotOffered }
        });
        let words = format!("{} {} {}", super::page::number(dose.amount), dose.unit, dose.frequency.id());
        match all.iter_mut().find(|(_, other)| *other == answer) {
            Some((doses, _)) => doses.push(words),
            None => all.push((vec![words], answer)),
        }
    }
    all.into_iter().map(|(doses, answer)| (doses.join(", "), answer)).collect()
}

/// Hours after the puncture at which a drug starts.
fn after(drug: Drug, neuraxial: Neuraxial) -> String {
    let chart = chart(vec![measured(Quantity::Age, 60.0), fact(FactValue::Neuraxial(neuraxial))]);
    let start = started(drug, Care::Surgical, false, &chart, &Blood::default(), false);
    start.at.map_or("拔除后 after removal".into(), |at| format!("{} h", (at - neuraxial.at).num_hours()))
}

fn new_starts(page: &mut String) {
    heading(page, text!("新用药", "A new start"));
    let needle = Neuraxial { catheter: false, at: now(), all_day: false, removed_at: None, traumatic: false };
    let catheter = Patient { neuraxial_catheter: true, catheter_in_place: true, ..patient(90.0, 60.0, false) };
    let mut rows = vec![];
    for drug in Drug::PROPOSABLE {
        let order = |care| dosing::order_of_choice(care, &catheter, &Judgement::default(), &Profile::default());
        let beside = CARES.iter().any(|(care, _)| order(*care).contains(&drug));
        for (doses, before) in before(drug) {
            rows.push(vec![
                format!("{}: {doses}", named(drug)),
                before,
                after(drug, needle),
                after(drug, Neuraxial { all_day: true, ..needle }),
                after(drug, Neuraxial { traumatic: true, ..needle }),
                format!("{} h", timing::after_removal(drug)),
                if beside { "麻醉医师放行后 once released" } else { "不用 not used" }.into(),
            ]);
        }
    }
    let heads = [
        text!("药物与剂量", "drug and dose"),
        text!("末剂→穿刺", "last dose to needle"),
        text!("穿刺→首剂", "needle to first dose"),
        text!("穿刺只知日期：自该日零时", "of a needle of which only the day is known, from its midnight"),
        text!("损伤性穿刺→首剂", "bloody tap to first dose"),
        text!("拔除椎管内导管→首剂", "removal of the catheter to first dose"),
        text!("导管在位", "catheter in place"),
    ];
    table(page, &heads, rows);
}

/// What may have been given.
fn lines() -> Vec<Medicine> {
    let often = |medicine: Medicine, often| Medicine { often: Some(often), ..medicine };
    let untold = |id| Medicine { treatment: None, ..Medicine::treatment(id) };
    let (lmwh, full) = (Medicine::prevention("enoxaparin"), Medicine::treatment("enoxaparin"));
    let heparin = Medicine::prevention("heparin");
    let dalteparin = Medicine::prevention("dalteparin");
    let mut all = vec![
        lmwh,
        often(lmwh, "q12h"),
        full,
        untold("lmwh"),
        dalteparin.dose(2500.0, "IU", "qd"),
        dalteparin.dose(5000.0, "IU", "qd"),
        dalteparin,
        heparin.dose(5000.0, "IU", "q12h"),
        heparin.dose(7500.0, "IU", "q12h"),
        Medicine::treatment("heparin").dose(12_500.0, "IU", "q12h"),
        heparin,
        untold("heparin"),
        often(Medicine::treatment("heparin"), "continuous"),
        Medicine::prevention("fondaparinux").dose(2.5, "mg", "qd"),
        Medicine::treatment("fondaparinux").dose(7.5, "mg", "qd"),
        Medicine::treatment("rivaroxaban").dose(10.0, "mg", "qd"),
        Medicine::treatment("rivaroxaban").dose(20.0, "mg", "qd"),
        Medicine::treatment("apixaban").dose(2.5, "mg", "q12h"),
        Medicine::treatment("apixaban").dose(5.0, "mg", "q12h"),
        Medicine::treatment("edoxaban"),
        Medicine::treatment("dabigatran"),
        Medicine::treatment("warfarin"),
    ];
    let others = [
        "argatroban",
        "bivalirudin",
        "desirudin",
        "danaparoid",
        "sulodexide",
        "nafamostat",
        "batroxobin",
        "betrixaban",
        "doac",
        "clopidogrel",
        "ticagrelor",
        "prasugrel",
        "ticlopidine",
        "cilostazol",
        "indobufen",
        "tirofiban",
        "eptifibatide",
        "abciximab",
        "aspirin",
        "dipyridamole",
        "ibuprofen",
        "alteplase",
        "urokinase",
        "lumbrokinase",
    ];
    all.extend(others.map(untold));
    all
}

fn given_doses(page: &mut String) {
    heading(page, text!("已给的剂量", "Doses that were given"));
    paragraph(
        page,
        text!(
            "自末次给药起的最短间隔；不足者警告并给出最早时间，末次给药时间不明者警告并等待。DOAC均为无髋膝关节置换者（有置换且剂量告知者同行）。",
            "The least interval from the last dose; a shorter one is warned of with the earliest time, and a last dose that nobody tells is warned of too. DOACs are those of a patient without THA or TKA."
        ),
    );
    // Lines with one answer share a line.
    let mut rows: Vec<(Vec<String>, Vec<String>)> = vec![];
    for medicine in lines() {
        let mut cells: Vec<String> = ACTS.iter().map(|act| by_band(|clearance, age| given(&medicine, *act, clearance, age).0)).collect();
        let (_, why, marks) = given(&medicine, ACTS[0], Some(90.0), Some(50.0));
        cells.push(why.map_or(String::new(), |why| format!("{} / {}", why.zh(), why.en())));
        cells.push(sources(marks));
        let name = name(&medicine);
        match rows.iter_mut().find(|(_, other)| *other == cells) {
            Some((names, _)) => names.push(name),
            None => rows.push((vec![name], cells)),
        }
    }
    let heads = [
        text!("已给药物", "given"),
        text!("→穿刺", "to a needle"),
        text!("→拔除椎管内导管", "to the removal of a catheter"),
        text!("→手术", "to an operation"),
        text!("提示", "what is said"),
        text!("来源（穿刺）", "source, needle"),
    ];
    table(page, &heads, rows.into_iter().map(|(names, cells)| [vec![names.join("；")], cells].concat()));
}

fn name(medicine: &Medicine) -> String {
    let anticoagulant = crate::clinical::substance::named(medicine.id).is_some_and(|substance| substance.class.anticoagulates());
    if anticoagulant {
        let all = Asked::name_of(medicine, false);
        return all.replace("，在用", "").replace(", running", "");
    }
    let words = medicine.name();
    format!("{} / {}", words.zh, words.en)
}

/// The hours around needles as far as `docs/rules.json` digests them.
pub fn rules() -> Value {
    let new = |drug: Drug| {
        let before: Vec<Value> = before(drug).into_iter().map(|(doses, hours)| json!({ "doses": doses, "hours": hours })).collect();
        json!({ "drug": drug.id(), "beforeNeedle": before, "afterRemoval": timing::after_removal(drug), "afterTraumatic": timing::after_traumatic(drug) })
    };
    let line = |medicine: &Medicine| {
        let to = |act: usize| by_band(|clearance, age| given(medicine, ACTS[act], clearance, age).0);
        json!({ "given": name(medicine), "needle": to(0), "removal": to(1), "operation": to(2) })
    };
    json!({ "newStarts": Drug::PROPOSABLE.map(new), "givenDoses": lines().iter().map(line).collect::<Vec<_>>() })
}
