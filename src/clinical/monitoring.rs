//! What is watched while a drug or device is used (§5.7), with dates.

use chrono::TimeDelta;

use super::chart::{Chart, Class, FactValue, Instant};
use super::dosing::Care;
use super::formulary::Drug;
use super::measure::{Measure, What};
use super::quantity::Quantity;
use super::source::{Mark, Mark::D, Mark::K, Mark::V};
use crate::text::{Text, text};

/// Something to do, from when until when; `every_h` is `None` for once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Task {
    pub id: &'static str,
    pub what: Text,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    pub every_h: Option<u16>,
    pub mark: Mark,
}

/// The plan that goes with a proposed drug.
pub fn plan(drug: &Measure, care: Care, chart: &Chart, at: Instant) -> Vec<Task> {
    let What::Drug(course) = &drug.what else { return vec![] };
    let (drug, start, stop) = (course.drug, course.start, course.stop);
    let days = |days: i64| start.map(|start| start + TimeDelta::days(days));
    let mut tasks = vec![
        Task {
            id: "baseline",
            what: text!(
                "用药前：血常规、PT/INR、APTT、肌酐（CrCl）、肝功能、体重",
                "Before the first dose: blood count, PT/INR, APTT, creatinine (CrCl), liver, weight",
            ),
            from: Some(at),
            to: start,
            every_h: None,
            mark: K(text!("来源未核实", "source not verified")),
        },
        Task {
            id: "bleeding",
            what: text!(
                "每日查出血、注射部位、血红蛋白；下降≥20 g/L即报告",
                "Daily: bleeding, injection site, haemoglobin; report a fall of 20 g/L or more",
            ),
            from: start,
            to: stop,
            every_h: Some(24),
            mark: K(text!("来源未核实", "source not verified")),
        },
    ];
    if let Some((what, first, every_h, mark)) = platelets(drug, care) {
        let exposed = heparin_within_30_days(chart, at) && drug.class().is_heparin();
        let from = if exposed { start } else { days(first) };
        // The single count of a low risk falls on days 5 to 7.
        let last = days(if every_h.is_some() { 14 } else { 7 });
        tasks.push(Task { id: "platelets", what, from, to: last.map(|end| stop.map_or(end, |stop| stop.min(end))), every_h, mark });
    }
    let kidney = matches!(drug.class(), Class::Lmwh | Class::Fondaparinux)
        || chart.age(at).is_some_and(|age| age.value >= 75.0)
        || chart.creatinine_clearance(at).is_some_and(|clearance| clearance.value < 50.0);
    if kidney {
        tasks.push(Task {
            id: "creatinine",
            what: text!("每3天查肌酐", "Creatinine every 3 days"),
            from: days(3),
            to: stop,
            every_h: Some(72),
            mark: D(text!("间隔为本规格决定", "the interval is our decision")),
        });
    }
    tasks.push(Task {
        id: "stop",
        what: text!("计划停药前48小时：复评，决定停药或延长", "48 h before the planned stop: reassess, stop or extend"),
        from: stop.map(|stop| stop - TimeDelta::hours(48)),
        to: stop,
        every_h: None,
        mark: D(text!("提前48小时", "48 h ahead")),
    });
    tasks
}

/// What goes with a device for as long as it is worn.
pub fn of_device(at: Instant) -> Task {
    Task {
        id: "device",
        what: text!("每日查看器械下皮肤；IPC每日使用≥18小时", "Daily: the skin under the device; IPC worn 18 h a day or more"),
        from: Some(at),
        to: None,
        every_h: Some(24),
        mark: V("SUO"),
    }
}

/// Platelets for HIT by the risk of it: first day, interval.
fn platelets(drug: Drug, care: Care) -> Option<(Text, i64, Option<u16>, Mark)> {
    let operated = matches!(care, Care::Ortho(_) | Care::Surgical);
    match (drug.class(), operated) {
        (Class::Ufh, true) => Some((
            text!("HIT高风险：第4~14天至少隔日查血小板", "High HIT risk: platelets at least every other day, days 4–14"),
            4,
            Some(48),
            V("HIT18"),
        )),
        (Class::Ufh, false) | (Class::Lmwh, true) => {
            Some((text!("HIT中风险：第4~14天每2~3天查血小板", "Intermediate HIT risk: platelets every 2–3 days, days 4–14"), 4, Some(72), V("HIT18")))
        }
        (Class::Lmwh | Class::Fondaparinux, _) => {
            Some((text!("HIT低风险：第5~7天查一次血小板", "Low HIT risk: one platelet count on days 5–7"), 5, None, D(text!("查一次", "one count"))))
        }
        _ => None,
    }
}

/// Heparin in the last 30 days: HIT may come at once.
fn heparin_within_30_days(chart: &Chart, at: Instant) -> bool {
    chart.asserted().any(|(_, fact)| match &fact.value {
        FactValue::Medication(medication) if medication.is_heparin() => {
            let last = medication.last_dose_at.or(medication.stopped_at).or(fact.at);
            last.is_none_or(|last| at - last <= TimeDelta::days(30))
        }
        _ => false,
    })
}

/// Platelets at the start of a course, for the reader of a later count.
pub fn baseline(chart: &Chart) -> Option<f64> {
    chart.measured(Quantity::Platelets).map(|known| known.value)
}
