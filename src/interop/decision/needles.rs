//! Section 7: needles, catheters and operations: a new start around them, and doses that were given.

use serde_json::{Value, json};

use super::body::{chart, fact, measured};
use super::gaps::{ACTS, Gap, by_band, given};
use super::medicine::Medicine;
use super::moment::now;
use super::page::{heading, named, number, paragraph, sources, table};
use super::starts::started;
use super::whom::{CARES, patient};
use super::words::Phrase;
use crate::clinical::blood::Blood;
use crate::clinical::chart::{FactValue, Neuraxial};
use crate::clinical::contraindication::judgement::Judgement;
use crate::clinical::dosing::{self, Dose, DoseFactors, PatientGroup};
use crate::clinical::formulary::Drug;
use crate::clinical::profile::Profile;
use crate::clinical::quantity::Quantity;
use crate::clinical::substance;
use crate::clinical::timing;
use crate::text::text;

pub fn section(page: &mut String) {
    paragraph(
        page,
        text!(
            "由麻醉医师（手术由术者）确认。穿刺前后的窗口对任何药物都成立（时限见第9节“椎管内穿刺后小时数”），导管在位时窗口不关闭；下列间隔与窗口取晚者。",
            "The anaesthetist confirms, the surgeon before an operation. A window around the puncture holds for any drug (its hours: section 9), and stays open while a catheter stays; of window and interval the later wins."
        ),
    );
    new_starts(page);
    given_doses(page);
}

/// A drug as it would be proposed, or offered beside that, in some situation.
fn doses(drug: Drug) -> Vec<Dose> {
    let mut all: Vec<Dose> = vec![];
    for (care, _) in CARES {
        for dose in doses_of(drug, care, true) {
            if !all.iter().any(|other| (other.amount, other.frequency) == (dose.amount, dose.frequency)) {
                all.push(dose);
            }
        }
    }
    all
}

fn doses_of(drug: Drug, care: PatientGroup, with_options: bool) -> Vec<Dose> {
    let mut all = vec![];
    for moderate in [true, false] {
        for weight in [60.0, 80.0] {
            let patient = DoseFactors { bmi: Some(45.0), ..patient(90.0, weight, moderate) };
            all.extend(dosing::dose(drug, care, &patient));
            if with_options {
                all.extend(dosing::options(drug, care, &patient).into_iter().map(|option| option.dose));
            }
        }
    }
    all
}

/// From the last dose to a needle; a dose that is only shown beside the proposal, where it is shown.
fn before(drug: Drug, dose: Dose) -> String {
    by_band(|clearance, age| {
        let shown = |of: &Dose| (of.amount, of.frequency) == (dose.amount, dose.frequency);
        let heavy = |clearance: f64| DoseFactors { bmi: Some(45.0), ..patient(clearance, 60.0, false) };
        let offered = CARES.iter().any(|(care, _)| {
            doses_of(drug, *care, false).iter().any(shown)
                || clearance.is_some_and(|clearance| dosing::options(drug, *care, &heavy(clearance)).iter().any(|option| shown(&option.dose)))
        });
        if offered { Gap::Hours(timing::before_needle(drug, Some(dose), clearance, age)) } else { Gap::NotOffered }
    })
}

/// Hours after the puncture at which a drug starts.
fn after(drug: Drug, dose: Dose, neuraxial: Neuraxial) -> String {
    let chart = chart(vec![measured(Quantity::Age, 60.0), fact(FactValue::Neuraxial(neuraxial))]);
    let start = started(drug, Some(dose), PatientGroup::Surgical, false, &chart, &Blood::default());
    start.at.map_or("拔除后 after removal".into(), |at| format!("{} h", (at - neuraxial.at).num_hours()))
}

/// Whether a dose may be given beside a catheter that stays.
fn beside(drug: Drug, dose: Dose) -> bool {
    CARES.iter().any(|(care, _)| {
        let patient = DoseFactors { bmi: Some(45.0), neuraxial_catheter: true, catheter_in_place: true, ..patient(90.0, 60.0, false) };
        let order = dosing::order_of_choice(*care, &patient, &Judgement::default(), &Profile::default());
        let same = |other: &Dose| (other.amount, other.frequency) == (dose.amount, dose.frequency);
        let proposed = doses_of(drug, *care, false).iter().any(same);
        order.contains(&drug) && (proposed || dosing::options(drug, *care, &patient).iter().any(|option| same(&option.dose)))
    })
}

fn new_starts(page: &mut String) {
    heading(page, text!("新用药", "A new start"));
    let needle = Neuraxial { catheter: false, at: now(), all_day: false, removed_at: None, traumatic: false };
    // Doses of one drug with one answer share a line.
    let mut rows: Vec<(Drug, Vec<String>, Vec<String>)> = vec![];
    for drug in Drug::PROPOSABLE {
        for dose in doses(drug) {
            let cells = vec![
                before(drug, dose),
                after(drug, dose, needle),
                after(drug, dose, Neuraxial { all_day: true, ..needle }),
                after(drug, dose, Neuraxial { traumatic: true, ..needle }),
                format!("{} h", timing::after_removal(drug)),
                if beside(drug, dose) { "麻醉医师放行后 once released" } else { "不用 not used" }.into(),
            ];
            let words = format!("{} {} {}", number(dose.amount), dose.unit, dose.frequency.id());
            match rows.iter_mut().find(|(other, _, said)| *other == drug && *said == cells) {
                Some((_, doses, _)) => doses.push(words),
                None => rows.push((drug, vec![words], cells)),
            }
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
    table(page, &heads, rows.into_iter().map(|(drug, doses, cells)| [vec![format!("{}: {}", named(drug), doses.join(", "))], cells].concat()));
}

/// What may have been given, and whether after a hip or knee replacement.
fn lines() -> Vec<(Medicine, bool)> {
    let after_joint = [
        Medicine::prevention("rivaroxaban").dose(10.0, "mg", "qd"),
        Medicine::prevention("apixaban").dose(2.5, "mg", "q12h"),
        Medicine::prevention("dabigatran").dose(220.0, "mg", "qd"),
    ];
    medicines().into_iter().map(|medicine| (medicine, false)).chain(after_joint.map(|medicine| (medicine, true))).collect()
}

fn medicines() -> Vec<Medicine> {
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
        Medicine { stopped: Some(0.0), ..often(Medicine::treatment("heparin"), "continuous") },
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
            "自末次给药起的最短间隔；不足者警告并给出最早时间，末次给药时间不明者亦警告。",
            "The least interval from the last dose; a shorter one is warned of with the earliest time, and a last dose that nobody tells is warned of too."
        ),
    );
    // Lines with one answer share a line.
    let mut rows: Vec<(Vec<String>, Vec<String>)> = vec![];
    for line in lines() {
        let mut cells: Vec<String> = ACTS.iter().map(|act| by_band(|clearance, age| given(&line, *act, clearance, age).0)).collect();
        let (_, why, marks) = given(&line, ACTS[0], Some(90.0), Some(50.0));
        cells.push(why.map_or(String::new(), |why| format!("{} / {}", why.zh(), why.en())));
        cells.push(sources(marks));
        let name = name(&line);
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

fn name((medicine, joint): &(Medicine, bool)) -> String {
    let anticoagulant = substance::named(medicine.id).is_some_and(|substance| substance.class.anticoagulates());
    let Phrase { mut zh, mut en } = if anticoagulant { medicine.purpose() } else { medicine.name() };
    if medicine.stopped.is_some() {
        zh.push_str("，已停");
        en.push_str(", stopped");
    }
    if *joint { format!("{zh}，髋膝关节置换后 / {en}, after THA or TKA") } else { format!("{zh} / {en}") }
}

/// The hours around needles as far as `docs/for-clinicians/rules.json` digests them.
pub fn rules() -> Value {
    let new = |drug: Drug| {
        let dose = |dose: Dose| json!({ "amount": dose.amount, "frequency": dose.frequency.id(), "hours": before(drug, dose) });
        let before: Vec<Value> = doses(drug).into_iter().map(dose).collect();
        json!({ "drug": drug.id(), "beforeNeedle": before, "afterRemoval": timing::after_removal(drug), "afterTraumatic": timing::after_traumatic(drug) })
    };
    let line = |line: &(Medicine, bool)| {
        let to = |act: usize| by_band(|clearance, age| given(line, ACTS[act], clearance, age).0);
        json!({ "given": name(line), "needle": to(0), "removal": to(1), "operation": to(2) })
    };
    json!({ "newStarts": Drug::PROPOSABLE.map(new), "givenDoses": lines().iter().map(line).collect::<Vec<_>>() })
}
