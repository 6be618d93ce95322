//! What is watched while a drug or device is used (§5.7), with dates. The alerts on a count or a haemoglobin are not here:
//! they are judged from the values themselves.

use chrono::TimeDelta;

use super::chart::{Chart, Class, FactValue, Instant};
use super::dosing::PatientGroup;
use super::formulary::Drug;
use super::measure::{Measure, What};
use super::quantity::Quantity;
use super::source::{Mark, Mark::D, Mark::V, Mark::V2};
use crate::text::{Text, text};

/// What is watched; the count for HIT by the risk of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    Baseline,
    PlateletsHigh,
    PlateletsMiddle,
    PlateletsLow,
    Creatinine,
    Bleeding,
    AntiXa,
    Device,
    Stop,
}

/// One row of §5.7: what is looked at, how often, and where each statement of it comes from.
#[derive(Debug)]
pub struct CheckRow {
    pub check: Check,
    pub id: &'static str,
    pub what: Text,
    /// `None` for once.
    pub every_h: Option<u16>,
    pub marks: &'static [Mark],
}

const fn row(check: Check, id: &'static str, what: Text, every_h: Option<u16>, marks: &'static [Mark]) -> CheckRow {
    assert!(!marks.is_empty(), "a rule without a source");
    CheckRow { check, id, what, every_h, marks }
}

const ONCE: Option<u16> = None;
const DAILY: Option<u16> = Some(24);

// In the order of the specification, and of [`Check`].
#[rustfmt::skip]
pub static CHECKS: [CheckRow; 9] = [
    row(Check::Baseline, "baseline", text!("用药前：血常规、PT/INR、APTT、肌酐（CrCl）、肝功能、体重", "Before the first dose: blood count, PT/INR, APTT, creatinine (CrCl), liver, weight"), ONCE, &[V("UWLM"), V("BORD"), D(text!("肝功能和体重", "liver tests and weight"))]),
    row(Check::PlateletsHigh, "platelets", text!("HIT高风险：第4~14天至少隔日查血小板", "High HIT risk: platelets at least every other day, days 4–14"), Some(48), &[V("HIT18")]),
    row(Check::PlateletsMiddle, "platelets", text!("HIT中风险：第4~14天每2~3天查血小板", "Intermediate HIT risk: platelets every 2–3 days, days 4–14"), Some(72), &[V("HIT18"), V("HITT")]),
    row(Check::PlateletsLow, "platelets", text!("HIT低风险：第5~7天查一次血小板", "Low HIT risk: one platelet count on days 5–7"), ONCE, &[V("HIT18"), D(text!("仍查一次", "one count all the same"))]),
    row(Check::Creatinine, "creatinine", text!("每3天查肌酐", "Creatinine every 3 days"), Some(72), &[V("UWLM"), D(text!("每3天，限于用低分子肝素或磺达肝癸钠、≥75岁或CrCl<50者", "every 3 days, on LMWH or fondaparinux, from 75 years, or CrCl <50"))]),
    row(Check::Bleeding, "bleeding", text!("每日查出血、注射部位、血红蛋白；血红蛋白较此前最高值下降≥20 g/L（与术前值相比则≥40 g/L），或<70 g/L，立即报告医师", "Daily: bleeding, injection site, haemoglobin; tell the physician at once of a fall of 20 g/L or more from the highest before (40 g/L from a value before the operation), or of a value below 70 g/L"), DAILY, &[V("ISTHMB"), V("CG92"), V2("TKAHB"), D(text!("以此报警、<70 g/L、比较的基线、跨手术40 g/L", "as an alert, below 70 g/L, the value compared with, 40 g/L across an operation"))]),
    row(Check::AntiXa, "anti_xa", text!("抗Xa活性不作常规监测；CrCl<30且用药时间较长，或体重过低、过高者，可考虑测定", "Anti-Xa is not routine; consider it where CrCl is below 30 and the course is long, or at extremes of weight"), ONCE, &[V("UWLM"), V2("DRO"), D(text!("体重界限：<45 kg或BMI≥40", "limits of weight: below 45 kg, or BMI 40 and more"))]),
    row(Check::Device, "device", text!("每日查看器械下皮肤；IPC每日使用≥18小时", "Daily: the skin under the device; IPC worn 18 h a day or more"), DAILY, &[V("SUO")]),
    row(Check::Stop, "stop", text!("计划停药前48小时：复评，决定停药或延长", "48 h before the planned stop: reassess, stop or extend"), ONCE, &[D(text!("提前48小时", "48 h ahead"))]),
];

/// Something to do, from when until when; `every_h` is `None` for once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonitoringTask {
    pub id: &'static str,
    pub what: Text,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    pub every_h: Option<u16>,
    pub marks: &'static [Mark],
}

impl Check {
    pub fn row(self) -> &'static CheckRow {
        &CHECKS[self as usize]
    }

    fn task(self, from: Option<Instant>, to: Option<Instant>) -> MonitoringTask {
        let row = self.row();
        MonitoringTask { id: row.id, what: row.what, from, to, every_h: row.every_h, marks: row.marks }
    }
}

/// The plan that goes with a proposed drug.
pub fn plan(drug: &Measure, care: PatientGroup, chart: &Chart, at: Instant) -> Vec<MonitoringTask> {
    let What::Drug(course) = &drug.what else { return vec![] };
    let (drug, start, stop) = (course.drug, course.start, course.stop);
    let days = |days: i64| start.map(|start| start + TimeDelta::days(days));
    let mut tasks = vec![Check::Baseline.task(Some(at), start), Check::Bleeding.task(start, stop)];
    if let Some((check, first)) = platelets(drug, care) {
        let exposed = heparin_within_30_days(chart, at) && drug.class().is_heparin();
        let from = if exposed { start } else { days(first) };
        // The single count of a low risk falls on days 5 to 7.
        let last = days(if check.row().every_h.is_some() { 14 } else { 7 });
        tasks.push(check.task(from, last.map(|end| stop.map_or(end, |stop| stop.min(end)))));
    }
    if creatinine_is_watched(drug, chart, at) {
        tasks.push(Check::Creatinine.task(days(3), stop));
    }
    if anti_xa_may_be_measured(drug, chart, at) {
        tasks.push(Check::AntiXa.task(start, stop));
    }
    tasks.push(Check::Stop.task(stop.map(|stop| stop - TimeDelta::hours(48)), stop));
    tasks
}

/// What goes with a device for as long as it is worn.
pub fn of_device(at: Instant) -> MonitoringTask {
    Check::Device.task(Some(at), None)
}

/// Platelets by the risk of HIT, and the first day of them.
fn platelets(drug: Drug, care: PatientGroup) -> Option<(Check, i64)> {
    let operated = matches!(care, PatientGroup::Ortho(_) | PatientGroup::Surgical);
    match (drug.class(), operated) {
        (Class::Ufh, true) => Some((Check::PlateletsHigh, 4)),
        (Class::Ufh, false) | (Class::Lmwh, true) => Some((Check::PlateletsMiddle, 4)),
        (Class::Lmwh | Class::Fondaparinux, _) => Some((Check::PlateletsLow, 5)),
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

fn creatinine_is_watched(drug: Drug, chart: &Chart, at: Instant) -> bool {
    matches!(drug.class(), Class::Lmwh | Class::Fondaparinux)
        || chart.age(at).is_some_and(|age| age.value >= 75.0)
        || chart.creatinine_clearance(at).is_some_and(|clearance| clearance.value < 50.0)
}

/// Of a low-molecular-weight heparin, where the kidney or the weight makes its effect hard to foresee. The limits of weight
/// are those at which §5.4 offers another dose.
fn anti_xa_may_be_measured(drug: Drug, chart: &Chart, at: Instant) -> bool {
    drug.class() == Class::Lmwh
        && (chart.creatinine_clearance(at).is_some_and(|clearance| clearance.value < 30.0)
            || chart.measured(Quantity::Weight).is_some_and(|weight| weight.value < 45.0)
            || chart.bmi().is_some_and(|bmi| bmi.value >= 40.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::chart::Fact;
    use crate::clinical::dosing::{Days, Joint};
    use crate::clinical::measure::DrugCourse;
    use crate::text::Lang;

    fn noon() -> Instant {
        "2026-03-10T12:00:00+08:00".parse().expect("a time")
    }

    fn measured(facts: &[(Quantity, f64)]) -> Chart {
        let facts = facts.iter().map(|(quantity, value)| Fact { at: Some(noon()), ..Fact::of(FactValue::Measured(*quantity, *value)) });
        Chart { facts: facts.collect(), ..Chart::default() }
    }

    fn planned(drug: Drug, care: PatientGroup, chart: &Chart) -> Vec<MonitoringTask> {
        let days = Days { from: 6, to: 14, planned: 10 };
        let what = What::Drug(DrugCourse {
            drug,
            dose: None,
            dose_marks: &[],
            start: Some(noon()),
            start_rule: text!("–", "–"),
            start_marks: &[],
            days,
            stop: Some(noon() + TimeDelta::days(10)),
            stop_marks: &[],
            day: 1,
            extended: false,
            instead_of: None,
        });
        plan(&Measure { what, conditional_on: vec![], meanwhile: false, remarks: vec![] }, care, chart, noon())
    }

    fn tags(check: Check) -> Vec<String> {
        check.row().marks.iter().filter_map(|mark| mark.tag(Lang::Zh)).map(|parts| parts.concat()).collect()
    }

    #[test]
    fn every_check_finds_its_row() {
        for row in &CHECKS {
            assert_eq!(row.check.row().what, row.what);
        }
    }

    #[test]
    fn a_tag_names_only_what_was_not_read() {
        assert_eq!(tags(Check::Baseline), ["本院设定：肝功能和体重"]);
        assert_eq!(tags(Check::PlateletsHigh), Vec::<String>::new(), "read in the guideline");
        assert_eq!(tags(Check::PlateletsLow), ["本院设定：仍查一次"]);
        assert!(CHECKS.iter().flat_map(|row| row.marks).all(|mark| !matches!(mark, Mark::K(_))), "nothing of §5.7 is unread any more");
    }

    #[test]
    fn platelets_are_counted_by_the_risk_of_hit() {
        let counted = |drug, care| planned(drug, care, &Chart::default()).into_iter().find(|task| task.id == "platelets").map(|task| task.what);
        let is = |check: Check| Some(check.row().what);
        assert_eq!(counted(Drug::Ufh, PatientGroup::Ortho(Joint::Knee)), is(Check::PlateletsHigh));
        assert_eq!(counted(Drug::Ufh, PatientGroup::Medical), is(Check::PlateletsMiddle));
        assert_eq!(counted(Drug::Enoxaparin, PatientGroup::Surgical), is(Check::PlateletsMiddle));
        assert_eq!(counted(Drug::Enoxaparin, PatientGroup::Intensive), is(Check::PlateletsLow));
        assert_eq!(counted(Drug::Fondaparinux, PatientGroup::Surgical), is(Check::PlateletsLow));
        assert_eq!(counted(Drug::Rivaroxaban, PatientGroup::Ortho(Joint::Hip)), None);
    }

    #[test]
    fn anti_xa_is_named_only_for_a_low_molecular_heparin_whose_effect_is_hard_to_foresee() {
        let named = |drug, chart: &Chart| planned(drug, PatientGroup::Medical, chart).iter().any(|task| task.id == "anti_xa");
        let weight = |kg| measured(&[(Quantity::Weight, kg), (Quantity::Height, 160.0)]);
        assert_eq!([44.9, 45.0, 102.3, 102.4].map(|kg| named(Drug::Enoxaparin, &weight(kg))), [true, false, false, true]);
        assert!(!named(Drug::Ufh, &weight(44.9)) && !named(Drug::Fondaparinux, &weight(44.9)));
        assert!(!named(Drug::Enoxaparin, &Chart::default()));
    }

    #[test]
    fn the_daily_look_says_when_the_physician_is_told() {
        let zh = Check::Bleeding.row().what.zh();
        assert!(["≥20 g/L", "≥40 g/L", "<70 g/L", "立即报告医师"].iter().all(|part| zh.contains(part)), "{zh}");
    }
}
