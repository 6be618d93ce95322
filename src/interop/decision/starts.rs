//! Section 5: when a drug starts, around an operation and after what is in the blood.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::asked::{AskedPatient, high_risk, knee, medical};
use super::body::{chart, fact, measured, medication, operation};
use super::medicine::Medicine;
use super::moment::now;
use super::page::{both, grouped, heading, number, paragraph, ranges, scale, sources, table};
use super::whom::patient;
use super::words::Phrase;
use crate::clinical::blood::{Blood, NotBefore};
use crate::clinical::chart::{Chart, Fact, FactValue, Instant, Medication, Operation, OperationStatus, Procedure};
use crate::clinical::dosing::{self, Dose, Joint, PatientGroup};
use crate::clinical::formulary::Drug;
use crate::clinical::quantity::Quantity;
use crate::clinical::timing::{self, Question, Start};
use crate::text::{Text, text};

pub fn section(page: &mut String) {
    paragraph(
        page,
        text!(
            "起始时间取下列各项与第7节中最晚者；说不出时间的写明规则并等待。",
            "A start is the latest of what follows and of section 7; where no time can be told the rule is said, and the drug waits."
        ),
    );
    around_operations(page);
    after_other_drugs(page);
    running(page);
}

pub fn started(drug: Drug, dose: Option<Dose>, care: PatientGroup, early: bool, chart: &Chart, blood: &Blood) -> Start {
    let waits = blood.waits();
    timing::start(&Question {
        drug,
        dose,
        care,
        early,
        released: false,
        clearance: Some(90.0),
        chart,
        blood,
        medical_start_h: 24,
        waits: &waits,
        at: now(),
    })
}

fn usual(drug: Drug, care: PatientGroup) -> Option<Dose> {
    dosing::dose(drug, care, &patient(90.0, 60.0, false))
}

/// Words, the operation, whose care, whether the risk without it is high.
type Situation = (Text, Option<Operation>, PatientGroup, bool);

fn around_operations(page: &mut String) {
    heading(page, text!("手术前后", "Around an operation"));
    let planned = operation(OperationStatus::Planned, 20, None);
    let soon = operation(OperationStatus::Planned, 11, None);
    let done = operation(OperationStatus::Done, -2, None);
    let spine = operation(OperationStatus::Done, -2, Some(Procedure::Spinal));
    let overtaken = operation(OperationStatus::Planned, -5, None);
    let endless = Operation { duration_min: None, ..operation(OperationStatus::Done, -5, None) };
    let hip = PatientGroup::Ortho(Joint::HipFracture);
    let phases: [Situation; 10] = [
        (text!("无手术（内科、ICU）", "No operation (medical, ICU)"), None, PatientGroup::Medical, false),
        (text!("拟行手术", "Operation planned"), Some(planned), PatientGroup::Surgical, false),
        (
            text!("拟行手术，不计手术仍≥5分，距手术≥12小时", "Planned, score without it ≥5, 12 h ahead or more"),
            Some(planned),
            PatientGroup::Surgical,
            true,
        ),
        (text!("同上，距手术<12小时", "The same, less than 12 h ahead"), Some(soon), PatientGroup::Surgical, true),
        (text!("髋部骨折待手术，距手术≥12小时", "Hip fracture awaiting surgery, 12 h ahead or more"), Some(planned), hip, false),
        (text!("同上，距手术<12小时", "The same, less than 12 h ahead"), Some(soon), hip, false),
        (text!("手术已做", "Operation done"), Some(done), PatientGroup::Surgical, false),
        (text!("开颅、脊柱手术已做", "Operation on brain or spine done"), Some(spine), PatientGroup::Surgical, false),
        (
            text!("手术已做，时长不明，开始未满24小时", "Done, its length not told, begun less than 24 h ago"),
            Some(endless),
            PatientGroup::Surgical,
            false,
        ),
        (text!("拟行时间已过，未记录是否已做", "Planned time has passed, not said whether done"), Some(overtaken), PatientGroup::Surgical, false),
    ];
    let mut rows = vec![];
    for (title, operation, care, early) in phases {
        let chart = chart(operation.into_iter().map(|operation| fact(FactValue::Operation(operation))).collect());
        let end = operation.and_then(|operation| operation.ends_at());
        // A DOAC is chosen after an elective arthroplasty only.
        let arthroplasty = care == PatientGroup::Surgical && !early;
        let drugs: Vec<Drug> = Drug::PROPOSABLE.into_iter().filter(|drug| arthroplasty || !drug.is_doac()).collect();
        for (drugs, said) in grouped(&drugs, |drug| {
            let start = started(drug, usual(drug, care), care, early, &chart, &Blood::default());
            vec![when(start.at, end), both(start.rule), sources(start.marks)]
        }) {
            rows.push([vec![both(title), drugs], said].concat());
        }
    }
    let heads = [text!("情形", "phase"), text!("药物", "drug"), text!("最早", "earliest"), text!("规则", "rule"), text!("来源", "source")];
    table(page, &heads, rows);
    let settings = [24, 14].map(|hours| {
        let asked = medical().set("medical_start_h", json!(hours));
        let rule = asked.answer().drug().map(|drug| Phrase::read(&drug["startRule"]).both());
        vec![format!("`medical_start_h` {hours}"), rule.unwrap_or_default()]
    });
    table(page, &[text!("本院设定（内科）", "setting of the hospital, medical"), text!("规则", "rule")], settings);
}

fn when(start: Option<Instant>, end: Option<Instant>) -> String {
    match (start, end) {
        (None, _) => "等待 waits".to_owned(),
        (Some(at), Some(end)) if at >= end => format!("术后{0} h / {0} h after it ends", (at - end).num_hours()),
        (Some(at), _) if at == now() => "即可 now".into(),
        (Some(at), _) => format!("+{} h", (at - now()).num_hours()),
    }
}

/// What may be on board, with the facts beside it that decide.
type OnBoard = (Medicine, Vec<Fact>, String);

fn on_board() -> Vec<OnBoard> {
    let plain = |medicine: Medicine| (Medicine { last: Some(0.0), ..medicine }, vec![], String::new());
    let told = |medicine: Medicine, facts: Vec<Fact>, words: String| (Medicine { last: Some(0.0), ..medicine }, facts, words);
    let often = |medicine: Medicine, often| Medicine { often: Some(often), ..medicine };
    let stopped = |medicine: Medicine| Medicine { stopped: Some(0.0), ..medicine };
    let (lmwh, full) = (Medicine::prevention("enoxaparin"), Medicine::treatment("enoxaparin"));
    let ufh = Medicine::prevention("heparin");
    let infusion = often(Medicine::treatment("heparin"), "continuous");
    let aptt = |value: f64| vec![measured(Quantity::Aptt, value)];
    let clearance = |value: f64| vec![measured(Quantity::Crcl, value)];
    let dabigatran = Medicine::treatment("dabigatran");
    let mut all = vec![
        plain(lmwh),
        plain(often(lmwh, "q12h")),
        plain(full),
        plain(often(full, "q12h")),
        plain(ufh),
        plain(often(ufh, "q12h")),
        plain(often(ufh, "q8h")),
        (Medicine { last: None, ..lmwh }, vec![], "末次给药时间不明 last dose not told".into()),
        told(infusion, aptt(31.0), String::new()),
        told(stopped(infusion), aptt(60.0), "APTT 60 s".into()),
        told(stopped(infusion), aptt(60.1), "APTT 60.1 s".into()),
        told(stopped(infusion), vec![], "APTT未测 no APTT".into()),
        plain(Medicine::prevention("fondaparinux")),
        plain(Medicine::treatment("fondaparinux")),
        plain(Medicine::treatment("apixaban")),
        plain(Medicine::treatment("rivaroxaban")),
        plain(Medicine::treatment("rivaroxaban").dose(15.0, "mg", "q12h")),
        plain(Medicine::treatment("edoxaban")),
        told(dabigatran, clearance(30.0), "CrCl ≥30".into()),
        told(dabigatran, clearance(29.9), "CrCl <30".into()),
        told(dabigatran, vec![], "CrCl未知 unknown".into()),
        plain(stopped(Medicine::treatment("argatroban"))),
        plain(stopped(Medicine::treatment("bivalirudin"))),
    ];
    for id in ["danaparoid", "sulodexide", "nafamostat", "batroxobin", "desirudin", "betrixaban", "anticoagulant"] {
        all.push(plain(Medicine::treatment(id)));
    }
    let warfarin = stopped(Medicine::treatment("warfarin"));
    for inr in [1.49, 1.5] {
        all.push(told(warfarin, vec![measured(Quantity::Inr, inr)], format!("INR {}", number(inr))));
    }
    all.push(told(warfarin, vec![], "INR未测 not measured".into()));
    all
}

/// When the next dose may be given; what it waits for; and the rule.
fn next((medicine, facts, _): &OnBoard) -> (String, Start) {
    let medication = fact(FactValue::Medication(medication(medicine)));
    let chart = chart([vec![medication], facts.clone()].concat());
    let blood = Blood::of(&chart, now());
    let when = match not_before(&chart) {
        Some(NotBefore::Now) => "即可 now".into(),
        Some(NotBefore::At(at)) => format!("+{} h", number((at - now()).num_minutes() as f64 / 60.0)),
        Some(NotBefore::Waits(id)) => format!("待 waits for `{id}`"),
        None => "–".to_owned(),
    };
    (when, started(Drug::Dalteparin, usual(Drug::Dalteparin, PatientGroup::Medical), PatientGroup::Medical, false, &chart, &blood))
}

fn after_other_drugs(page: &mut String) {
    heading(page, text!("体内已有抗凝药时：下一剂或另一种药不早于", "What is in the blood: the next dose, or another drug, not before"));
    paragraph(page, text!("自末次给药起算，持续输注自停用起。", "From the last dose, of an infusion from its stop."));
    let rows = on_board().into_iter().map(|on_board| {
        let (when, start) = next(&on_board);
        vec![AskedPatient::name_of(&on_board.0, on_board.0.stopped.is_some()), on_board.2.clone(), when, both(start.rule), sources(start.marks)]
    });
    let heads =
        [text!("体内药物", "on board"), text!("条件", "condition"), text!("不早于", "not before"), text!("规则", "rule"), text!("来源", "source")];
    table(page, &heads, rows);
    // A figure that is not the usual interval shows whether it was believed.
    let told: Vec<f64> = scale(1.0, 48.0, 1.0).into_iter().filter(|hours| *hours != 24.0).collect();
    let rows = ranges(&told, |hours| {
        let medicine = Medicine { last: Some(0.0), ..Medicine::prevention("enoxaparin") };
        let due = now() + TimeDelta::hours(hours as i64);
        let medication = Medication { next_due_at: Some(due), ..medication(&medicine) };
        match not_before(&chart(vec![fact(FactValue::Medication(medication))])) {
            Some(NotBefore::At(at)) if at == due => "按所告知 as told".to_owned(),
            Some(NotBefore::At(at)) => format!("+{} h", (at - now()).num_hours()),
            _ => "–".to_owned(),
        }
    });
    let heads = [
        text!("医院告知的下一剂：末次给药后小时数", "next dose as the host tells it, hours after the last"),
        text!("低分子肝素（预防）不早于", "LMWH for prevention, not before"),
    ];
    table(page, &heads, rows.into_iter().map(|(range, said)| vec![range, said]));
}

fn not_before(chart: &Chart) -> Option<NotBefore> {
    Blood::of(chart, now()).all.first().map(|drug| drug.not_before)
}

/// A prophylactic drug that runs: the next dose of the same, or the change to another.
fn running(page: &mut String) {
    heading(page, text!("续用与换药", "Going on, and changing"));
    let own = Medicine { last: Some(6.0), ..Medicine::prevention("enoxaparin").dose(40.0, "mg", "qd") };
    let other = Medicine { last: Some(12.0), ..Medicine::prevention("fondaparinux").dose(2.5, "mg", "qd") };
    let apixaban = Medicine { last: Some(2.0), ..Medicine::prevention("apixaban").dose(2.5, "mg", "q12h") };
    let asked = [medical().takes(&own), high_risk().takes(&own), medical().takes(&other), knee().takes(&apixaban)];
    let rows = asked.iter().map(|asked| {
        let answer = asked.answer();
        let drug = answer.drug().cloned().unwrap_or_default();
        let start = super::answer::hours_to(&drug["start"]).map_or("–".into(), |hours| format!("+{} h", number(hours)));
        vec![asked.told(), answer.measures(), start, Phrase::read(&drug["startRule"]).both()]
    });
    let heads = [text!("情形", "situation"), text!("处置", "output"), text!("下一剂", "next dose"), text!("规则", "rule")];
    table(page, &heads, rows);
}

/// The hours of starts as far as `docs/for-clinicians/rules.json` digests them.
pub fn rules() -> Value {
    let after = |procedure: Option<Procedure>| {
        let done = operation(OperationStatus::Done, -2, procedure);
        Drug::PROPOSABLE.map(|drug| json!({ "drug": drug.id(), "hours": timing::after_operation(drug, &done) }))
    };
    let blood: Vec<Value> = on_board()
        .iter()
        .map(|on_board| json!({ "onBoard": AskedPatient::name_of(&on_board.0, on_board.0.stopped.is_some()), "condition": on_board.2, "notBefore": next(on_board).0 }))
        .collect();
    json!({ "afterOperation": after(None), "afterBrainOrSpine": after(Some(Procedure::Spinal)), "afterOtherDrugs": blood })
}
