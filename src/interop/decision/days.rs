//! Section 6: how long, counted from what, and what happens past the planned day.

use serde_json::{Value, json};

use super::asked::{AskedPatient, high_risk, knee, medical, moderate_risk};
use super::medicine::Medicine;
use super::page::{both, grouped, heading, number, paragraph, ranges, scale, sources, table};
use super::whom::{CARES, patient};
use crate::clinical::dosing::{self, Days, DoseFactors, Joint, PatientGroup};
use crate::clinical::formulary::Drug;
use crate::clinical::prophylaxis::STOPS_AT_DISCHARGE;
use crate::text::{Text, text};

pub fn section(page: &mut String) {
    paragraph(
        page,
        text!(
            "计划停药日在公布疗程之内，由本规格选定（D）：可改，不可缺。",
            "The planned day of the stop lies inside the published range and is ours (D): it is moved, never skipped."
        ),
    );
    let heads = [text!("情况", "situation"), text!("药物", "drug"), text!("天", "days"), text!("计划", "planned"), text!("来源", "source")];
    table(page, &heads, lengths());
    paragraph(page, STOPS_AT_DISCHARGE);
    counted(page);
    past(page);
}

/// Whose course, words, an operation for cancer, moderate risk, kept in bed with a fracture.
type Course = (PatientGroup, Text, bool, bool, bool);

fn courses() -> Vec<Course> {
    let mut all: Vec<Course> = CARES.iter().map(|(care, title)| (*care, *title, false, false, false)).collect();
    all.extend([
        (PatientGroup::Surgical, text!("其他手术 Caprini 3~4", "other surgery, Caprini 3–4"), false, true, false),
        (PatientGroup::Surgical, text!("腹盆腔肿瘤手术 Caprini ≥5", "abdominal or pelvic cancer surgery, Caprini ≥5"), true, false, false),
        (
            PatientGroup::Surgical,
            text!("髋部、骨盆或下肢骨折卧床，未手术", "fracture of hip, pelvis or leg, kept in bed, not operated"),
            false,
            false,
            true,
        ),
    ]);
    all
}

fn days((care, _, cancer, moderate, in_bed): &Course, drug: Drug) -> (Days, String) {
    let patient = DoseFactors { fracture_in_bed: *in_bed, ..patient(90.0, 60.0, *moderate) };
    (dosing::duration(drug, *care, *cancer, &patient), sources(dosing::duration_marks(drug, *care, *cancer, &patient)))
}

fn drugs_of(care: PatientGroup) -> Vec<Drug> {
    Drug::PROPOSABLE.into_iter().filter(|drug| !drug.is_doac() || matches!(care, PatientGroup::Ortho(Joint::Hip | Joint::Knee))).collect()
}

fn lengths() -> Vec<Vec<String>> {
    let mut rows = vec![];
    for course in courses() {
        for (drugs, said) in grouped(&drugs_of(course.0), |drug| {
            let (days, marks) = days(&course, drug);
            vec![format!("{}–{}", days.from, days.to), days.planned.to_string(), marks]
        }) {
            rows.push([vec![both(course.1), drugs], said].concat());
        }
    }
    rows
}

/// From which moment the days of this patient count: found from the planned stop, which is that moment and the planned days.
fn counted(page: &mut String) {
    heading(page, text!("天数从何时起算", "From what the days are counted"));
    paragraph(
        page,
        text!(
            "从不自评估当天起算：复评不改变计划停药日。第n天=自起算时刻的整天数+1。",
            "Never from the day of the assessment: a reassessment does not move the stop. Day n is the whole days since that moment, and one."
        ),
    );
    let before = |since: f64, last: f64, id| Medicine { since, last: Some(last), ..Medicine::prevention(id) };
    let asked = [
        (medical(), vec![]),
        (medical().takes(&before(120.0, 24.0, "enoxaparin")), vec![(text!("首剂", "the first dose"), 120.0)]),
        (
            medical().takes(&Medicine { stopped: Some(80.0), ..before(120.0, 96.0, "heparin") }).takes(&before(72.0, 24.0, "enoxaparin")),
            vec![(text!("首剂（换药不重新起算）", "the first dose, a change of drug does not restart it"), 120.0)],
        ),
        (medical().first_dose(144.0), vec![(text!("本院记录的首剂", "the first dose that our record tells"), 144.0)]),
        (high_risk(), vec![(text!("手术结束", "the end of the operation"), 20.0)]),
        (
            high_risk().takes(&before(48.0, 24.0, "enoxaparin")),
            vec![(text!("手术结束（术前已给药）", "the end of the operation, though a dose came before it"), 20.0)],
        ),
        (knee(), vec![(text!("手术结束", "the end of the operation"), 22.0)]),
    ];
    let rows = asked.into_iter().map(|(asked, known)| {
        let answer = asked.answer();
        let drug = answer.drug().cloned().unwrap_or_default();
        let planned = drug["days"]["planned"].as_f64().unwrap_or_default();
        let base = super::answer::hours_to(&drug["stop"]).unwrap_or_default() - planned * 24.0;
        let start = super::answer::hours_to(&drug["start"]).unwrap_or_default();
        let from = known.iter().find(|(_, ago)| (base + ago).abs() < 0.1).map(|(words, _)| both(*words));
        let from = from.unwrap_or_else(|| {
            assert!((base - start).abs() < 0.1, "{}: counted from {base} h", asked.told());
            both(text!("拟定的首剂", "the planned first dose"))
        });
        vec![
            asked.told(),
            from,
            drug["day"].to_string(),
            number(planned),
            format!("+{} h", number(super::answer::hours_to(&drug["stop"]).unwrap_or_default())),
        ]
    });
    let heads = [
        text!("情形", "situation"),
        text!("起算", "counted from"),
        text!("今为第几天", "today is day"),
        text!("计划天数", "planned days"),
        text!("距停药", "to the stop"),
    ];
    table(page, &heads, rows);
}

/// Past the planned day, and past the range.
fn past(page: &mut String) {
    heading(page, text!("超过计划停药日", "Past the planned day"));
    let since = |days: f64| medical().first_dose(days * 24.0);
    let operated = |days: f64| moderate_risk().ended(days * 24.0);
    let mut rows = vec![];
    let mut by_day = |words: Text, asked: &dyn Fn(f64) -> AskedPatient| {
        for (range, cells) in ranges(&scale(0.0, 16.0, 1.0), |day| {
            let answer = asked(day).answer();
            let drug = answer.drug().cloned().unwrap_or_default();
            let stop = super::answer::hours_to(&drug["stop"]).map_or("–".into(), |hours| number(hours / 24.0 + day));
            let said =
                answer.reasons().into_iter().filter(|reason| reason.contains("疗程") || reason.contains("计划停药")).collect::<Vec<_>>().join("; ");
            vec![answer.drugs(), stop, said, answer.again()]
        }) {
            rows.push([vec![both(words), range], cells].concat());
        }
    };
    by_day(text!("内科，依诺肝素", "medical, enoxaparin"), &since);
    by_day(text!("普通外科 Caprini 3，依诺肝素", "general surgery, Caprini 3, enoxaparin"), &operated);
    let heads = [
        text!("情况", "situation"),
        text!("已过整天数", "whole days gone"),
        text!("药物", "drug"),
        text!("停药日（自起算的天数）", "stop, days from the count"),
        text!("说明", "what is said"),
        text!("复评", "re-check"),
    ];
    table(page, &heads, rows);
}

/// The lengths as far as `docs/for-clinicians/rules.json` digests them.
pub fn rules() -> Value {
    let mut all = vec![];
    for course in courses() {
        for drug in drugs_of(course.0) {
            let (days, _) = days(&course, drug);
            all.push(json!({ "situation": course.1.en(), "drug": drug.id(), "from": days.from, "to": days.to, "planned": days.planned }));
        }
    }
    Value::Array(all)
}
