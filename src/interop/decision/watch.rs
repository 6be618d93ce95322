//! Section 8: what is watched, and the alerts of falling counts.

use chrono::TimeDelta;

use super::answer::ProgramAnswer;
use super::asked::{AskedPatient, medical, moderate_risk};
use super::body::{chart, fact, measured, medication};
use super::medicine::Medicine;
use super::moment::now;
use super::page::{both, grouped, heading, paragraph, ranges, scale, sources, table};
use super::whom::patient;
use crate::clinical::chart::{Fact, FactValue, Instant};
use crate::clinical::dosing::{self, PatientGroup};
use crate::clinical::formulary::Drug;
use crate::clinical::measure::{DrugCourse, Measure, What};
use crate::clinical::monitoring::{self, Check};
use crate::clinical::quantity::Quantity;
use crate::text::{Text, text};

pub fn section(page: &mut String) {
    courses(page);
    falls(page);
    answers(page);
}

fn courses(page: &mut String) {
    heading(page, text!("监测", "Monitoring"));
    let start = now();
    let mut rows = vec![];
    for (care, who) in [(PatientGroup::Surgical, text!("手术", "operated")), (PatientGroup::Medical, text!("非手术", "not operated"))] {
        let drugs: Vec<Drug> = Drug::PROPOSABLE.into_iter().filter(|drug| care == PatientGroup::Surgical || !drug.is_doac()).collect();
        for (drugs, tasks) in grouped(&drugs, |drug| tasks(drug, care, start)) {
            rows.extend(tasks.into_iter().map(|task| [vec![drugs.clone(), both(who)], task].concat()));
        }
    }
    let heads = [
        text!("药物", "drug"),
        text!("患者", "patient"),
        text!("项目", "what"),
        text!("从第几天", "from day"),
        text!("至", "to"),
        text!("间隔", "every"),
        text!("来源", "source"),
    ];
    table(page, &heads, rows);
    added(page);
    let device = Check::Device.row();
    page.push_str(&format!("\n{}（{}）\n", both(device.what), sources(device.marks)));
}

const LENGTH: i64 = 30;

/// A course of thirty days.
fn course(drug: Drug, care: PatientGroup, start: Instant) -> Measure {
    let what = What::Drug(DrugCourse {
        drug,
        dose: None,
        dose_marks: &[],
        start: Some(start),
        start_rule: text!("–", "–"),
        start_marks: &[],
        days: dosing::duration(drug, care, false, &patient(90.0, 60.0, false)),
        stop: Some(start + TimeDelta::days(LENGTH)),
        stop_marks: &[],
        day: 1,
        extended: false,
        instead_of: None,
    });
    Measure { what, conditional_on: vec![], meanwhile: false, remarks: vec![] }
}

/// What more is watched in whom: found figure by figure.
fn added(page: &mut String) {
    heading(page, text!("按患者增加的监测", "What is watched beside that, by patient"));
    let start = now();
    let watched = |drug: Drug, facts: Vec<Fact>| -> String {
        let plan = monitoring::plan(&course(drug, PatientGroup::Medical, start), PatientGroup::Medical, &chart(facts), start);
        let usual = monitoring::plan(&course(drug, PatientGroup::Medical, start), PatientGroup::Medical, &chart(vec![]), start);
        let more: Vec<String> = plan
            .iter()
            .filter(|task| !usual.iter().any(|other| (other.id, other.from) == (task.id, task.from)))
            .map(|task| format!("{}（第{1}天起 from day {1}）", both(task.what), task.from.map_or(0, |from| (from - start).num_days())))
            .collect();
        if more.is_empty() { "–".into() } else { more.join("; ") }
    };
    let heparin = |days: f64| Medicine { last: Some(days * 24.0), stopped: Some(days * 24.0), ..Medicine::prevention("heparin") };
    let mut rows = vec![];
    let mut list = |words: Text, all: Vec<(String, String)>| rows.extend(all.into_iter().map(|(range, said)| vec![both(words), range, said]));
    let by = |drug: Drug, quantity: Quantity, figures: &[f64]| ranges(figures, |value| watched(drug, vec![measured(quantity, value)]));
    list(text!("年龄，用普通肝素", "age, on unfractionated heparin"), by(Drug::Ufh, Quantity::Age, &scale(18.0, 95.0, 1.0)));
    list(text!("CrCl，用普通肝素", "CrCl, on unfractionated heparin"), by(Drug::Ufh, Quantity::Crcl, &scale(5.0, 90.0, 10.0)));
    list(text!("CrCl，用依诺肝素", "CrCl, on enoxaparin"), by(Drug::Enoxaparin, Quantity::Crcl, &scale(5.0, 90.0, 10.0)));
    list(text!("体重kg，用依诺肝素", "weight in kg, on enoxaparin"), by(Drug::Enoxaparin, Quantity::Weight, &scale(35.0, 90.0, 10.0)));
    list(text!("BMI，用依诺肝素", "BMI, on enoxaparin"), by(Drug::Enoxaparin, Quantity::Bmi, &scale(18.0, 60.0, 10.0)));
    list(
        text!("停用肝素后天数，再用依诺肝素", "days since a heparin was stopped, enoxaparin begun"),
        ranges(&scale(1.0, 60.0, 1.0), |days| watched(Drug::Enoxaparin, vec![fact(FactValue::Medication(medication(&heparin(days))))])),
    );
    table(page, &[text!("患者", "patient"), text!("范围", "range"), text!("增加", "added")], rows);
}

/// What is watched on a course of thirty days.
fn tasks(drug: Drug, care: PatientGroup, start: Instant) -> Vec<Vec<String>> {
    let measure = course(drug, care, start);
    let day = |at: Option<Instant>| match at.map(|at| (at - start).num_days()) {
        Some(LENGTH) => "停药 stop".into(),
        Some(day) if day > 20 => format!("停药前{0}天 {0} d before stop", LENGTH - day),
        Some(day) => day.to_string(),
        None => "–".to_owned(),
    };
    let every = |hours: Option<u16>| hours.map_or("一次 once".into(), |hours| format!("{hours} h"));
    let plan = monitoring::plan(&measure, care, &chart(vec![]), start);
    plan.iter().map(|task| vec![both(task.what), day(task.from), day(task.to), every(task.every_h), sources(task.marks)]).collect()
}

/// The alert, what is said, and what comes of it.
fn cells(answer: &ProgramAnswer) -> Vec<String> {
    let alerts: Vec<String> =
        answer.alerts().into_iter().map(|(id, answered)| if answered { format!("`{id}`（已答 answered）") } else { format!("`{id}`") }).collect();
    let alerts = if alerts.is_empty() { "无 none".to_owned() } else { alerts.join(", ") };
    let waits = answer.waits();
    let waits = if waits.is_empty() { "–".to_owned() } else { waits.join(", ") };
    vec![alerts, answer.rule(), answer.measures(), waits, answer.again()]
}

fn falls(page: &mut String) {
    heading(page, text!("血小板与血红蛋白的警报", "Alerts of platelets and haemoglobin"));
    let enoxaparin = Medicine { last: Some(10.0), ..Medicine::prevention("enoxaparin") };
    let from = |platelets: f64| medical().without("platelets").takes(&enoxaparin).also_measured("platelets", platelets, 144.0);
    let ufh = Medicine { since: 144.0, ..Medicine::treatment("heparin") };
    let fondaparinux = Medicine { last: Some(10.0), ..Medicine::prevention("fondaparinux") };
    let stopped = Medicine { last: Some(29.0 * 24.0), stopped: Some(29.0 * 24.0), since: 34.0 * 24.0, ..Medicine::prevention("heparin") };
    let none = |platelets: f64| medical().without("platelets").also_measured("platelets", platelets, 144.0);
    let before = |haemoglobin: f64| medical().without("haemoglobin").also_measured("haemoglobin", haemoglobin, 144.0);
    let operated = moderate_risk().without("haemoglobin").takes(&Medicine { last: Some(6.0), since: 8.0, ..enoxaparin });
    let platelets: [(AskedPatient, f64); 5] = [
        (from(200.0), 200.0),
        (from(95.0), 95.0),
        (none(200.0).takes(&fondaparinux), 200.0),
        (medical().without("platelets").also_measured("platelets", 200.0, 150.0).takes(&ufh), 200.0),
        (none(200.0), 200.0),
    ];
    let mut rows = vec![];
    for (asked, highest) in platelets {
        for (range, cells) in ranges(&scale(0.0, highest, 1.0), |value| cells(&asked.clone().measured_now("platelets", value).answer())) {
            rows.push([vec![asked.parts(), format!("血小板 platelets {range}")], cells].concat());
        }
    }
    let late = medical().without("platelets").also_measured("platelets", 200.0, 35.0 * 24.0).takes(&stopped);
    rows.push([vec![late.parts(), "血小板 platelets 100".into()], cells(&late.measured_now("platelets", 100.0).answer())].concat());
    let haemoglobin = [
        (before(131.0).takes(&Medicine { since: 150.0, ..enoxaparin }), 131.0),
        (before(131.0), 131.0),
        (operated.also_measured("haemoglobin", 128.0, 48.0), 128.0),
    ];
    for (asked, highest) in haemoglobin {
        for (range, cells) in ranges(&scale(50.0, highest, 1.0), |value| cells(&asked.clone().measured_now("haemoglobin", value).answer())) {
            rows.push([vec![asked.parts(), format!("Hb {range} g/L")], cells].concat());
        }
    }
    table(page, &heads(), rows);
}

fn heads() -> [Text; 7] {
    [
        text!("此前", "before"),
        text!("现值", "now"),
        text!("警报", "alert"),
        text!("行或路线", "row or route"),
        text!("处置", "output"),
        text!("等待", "waits for"),
        text!("复评", "re-check"),
    ]
}

/// An answer settles an alert until it happens again.
fn answers(page: &mut String) {
    heading(page, text!("警报答复之后", "Once an alert was answered"));
    paragraph(
        page,
        text!(
            "只有人答“否”才算答复；此后再下降到下列数值时重新报警。",
            "Only a person's no answers an alert; it is raised again at the values below."
        ),
    );
    let enoxaparin = Medicine { last: Some(10.0), ..Medicine::prevention("enoxaparin") };
    let answered = |id: &str, quantity: &str, first: f64, then: f64| {
        let asked = medical().without(quantity).takes(&enoxaparin).also_measured(quantity, first, 144.0).also_measured(quantity, then, 6.0);
        asked.said_before(id, 5.0)
    };
    let cases = [
        (answered("CI_HIT_ACUTE", "platelets", 240.0, 110.0), "platelets", "血小板 platelets", 110.0),
        (answered("CI_ACTIVE_BLEED", "haemoglobin", 100.0, 66.0), "haemoglobin", "Hb", 66.0),
    ];
    let mut rows = vec![];
    for (asked, quantity, words, highest) in cases {
        for (range, cells) in ranges(&scale(55.0, highest, 1.0), |value| cells(&asked.clone().measured_now(quantity, value).answer())) {
            rows.push([vec![asked.parts(), format!("{words} {range}")], cells].concat());
        }
    }
    table(page, &heads(), rows);
}
