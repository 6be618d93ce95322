//! Section 8: what is watched, and the alerts of falling counts.

use chrono::TimeDelta;

use super::answer::Answer;
use super::asked::{Asked, Medicine, medical, moderate_risk, now};
use super::body::chart;
use super::page::{both, grouped, heading, paragraph, ranges, scale, sources, table};
use super::whom::patient;
use crate::clinical::chart::Instant;
use crate::clinical::dosing::{self, Care};
use crate::clinical::formulary::Drug;
use crate::clinical::measure::{DrugCourse, Measure, What};
use crate::clinical::monitoring::{self, Check};
use crate::text::text;

pub fn section(page: &mut String) {
    courses(page);
    falls(page);
    answers(page);
}

fn courses(page: &mut String) {
    heading(page, text!("监测", "Monitoring"));
    let start = now();
    let mut rows = vec![];
    for (care, who) in [(Care::Surgical, text!("手术", "operated")), (Care::Medical, text!("非手术", "not operated"))] {
        let drugs: Vec<Drug> = Drug::PROPOSABLE.into_iter().filter(|drug| care == Care::Surgical || !drug.is_doac()).collect();
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
    paragraph(
        page,
        text!(
            "30天内用过肝素者血小板监测自首剂起。≥75岁或CrCl<50者任何药物均每3天查肌酐。",
            "Heparin in the last 30 days: platelets from the first dose. From 75 years or CrCl <50: creatinine every 3 days with any drug."
        ),
    );
    for check in [Check::AntiXa, Check::Device] {
        let row = check.row();
        page.push_str(&format!("\n{}（{}）\n", both(row.what), sources(row.marks)));
    }
}

/// What is watched on a course of thirty days.
fn tasks(drug: Drug, care: Care, start: Instant) -> Vec<Vec<String>> {
    const LENGTH: i64 = 30;
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
    let measure = Measure { what, conditional_on: vec![], meanwhile: false, remarks: vec![] };
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
fn cells(answer: &Answer) -> Vec<String> {
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
    let platelets: [(Asked, f64); 5] = [
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

fn heads() -> [crate::text::Text; 7] {
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
