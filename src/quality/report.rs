//! What is handed in, as plain data: the month's lines with their sentences, and a table as CSV that a spreadsheet opens rightly and
//! runs nothing of. No patient rows.

use super::catalogue::indicator::Chosen;
use super::catalogue::named;
use super::catalogue::notion::{Choices, Notion};
use super::count::{MonthSpan, PlaceCounts, Placed, count, place, total};
use super::criterion::Answered;
use super::distributions::Estimate;
use super::episode::SettledStay;
use super::rates::Share;
use super::sentence::sentence;
use crate::text::{Lang, Text, text};

/// UTF-8 with its mark, without which a spreadsheet takes Chinese for garbage.
pub const BOM: &str = "\u{feff}";

/// One cell. What a spreadsheet would run as a formula is defused with an apostrophe; quotes, commas and line breaks are quoted.
pub fn cell(text: &str) -> String {
    let defused = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { ["'", text].concat() } else { text.to_owned() };
    if defused.contains(['"', ',', '\n', '\r']) { ["\"", &defused.replace('"', "\"\""), "\""].concat() } else { defused }
}

/// A table as CSV: the mark first, lines ended as RFC 4180 has it.
pub fn csv(rows: &[Vec<String>]) -> String {
    let mut out = BOM.to_owned();
    for row in rows {
        out.push_str(&row.iter().map(|text| cell(text)).collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
    }
    out
}

/// One line of the monthly report.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportLine {
    pub id: String,
    pub label: Option<&'static str>,
    pub name: Text,
    pub counts: PlaceCounts,
    /// None of nobody: shown as a dash, never as 0 %.
    pub rate: Option<Estimate>,
    pub how: Vec<String>,
}

/// The month of one hospital.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthlyReport {
    pub month: String,
    pub national: Vec<ReportLine>,
    pub alliance: Vec<ReportLine>,
    pub review: Vec<ReportLine>,
    pub departments: Vec<DepartmentLine>,
}

/// A row of the usual department table: how many of each, among the discharges that the national pair counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepartmentLine {
    pub department: String,
    pub discharged: u64,
    pub assessed: u64,
    pub at_risk: u64,
    /// Of those at risk: bleeding assessed, a drug ordered, a device ordered.
    pub bleeding: u64,
    pub drug: u64,
    pub device: u64,
    /// DVT or PE confirmed by the discharge, also where it was there on admission.
    pub vte: u64,
}

impl DepartmentLine {
    fn of(department: &str) -> DepartmentLine {
        DepartmentLine { department: department.to_owned(), ..DepartmentLine::default() }
    }
}

/// Columns of the department table, in the usual order.
#[rustfmt::skip]
pub static DEPARTMENT_COLUMNS: [Text; 8] = [
    text!("科室", "Department"), text!("出院人次", "Discharges"), text!("评估", "Assessed"), text!("中高危", "Moderate or high"),
    text!("出血评估（中高危中）", "Bleeding assessed (of those)"), text!("药物（中高危中）", "Drug (of those)"), text!("机械（中高危中）", "Device (of those)"), text!("确诊DVT/PTE", "Confirmed DVT/PE"),
];

/// The report of a month. `departments` are those that the hospital has: one that had nobody stands there with noughts.
pub fn monthly(stays: &[SettledStay], month: &str, departments: &[&str], lang: Lang) -> MonthlyReport {
    let lines = |ids: &[&str]| ids.iter().filter_map(|id| Some(line(&named(id)?, stays, month, lang))).collect();
    MonthlyReport {
        month: month.to_owned(),
        national: lines(&["nqt_vte_assess_rate", "nqt_vte_proper_prevention_rate"]),
        alliance: lines(&["alliance_1", "alliance_2", "alliance_3", "alliance_4", "alliance_5", "alliance_6", "alliance_7"]),
        review: lines(&["rev_postop_pe", "rev_postop_dvt", "icu_dvt_prev"]),
        departments: by_department(stays, month, departments),
    }
}

fn span(month: &str) -> MonthSpan {
    MonthSpan { from: Some(month.to_owned()), to: Some(month.to_owned()) }
}

fn line(of: &Chosen, stays: &[SettledStay], month: &str, lang: Lang) -> ReportLine {
    let period = span(month);
    let counts = total(count(of, stays).iter().filter(|(key, _)| period.has(&key.month)).map(|(_, counts)| counts));
    let rate = Share { counted: counts.numerator(), all: counts.denominator() }.rate().ok();
    ReportLine { id: of.id(), label: of.indicator.label, name: of.indicator.name, counts, rate, how: sentence(of, lang) }
}

/// Counts by department of discharge, all of one population: the discharges of the month that the national pair counts. What is asked of
/// each stay are the notions of the catalogue with their defaults; what cannot be told counts in no column but the discharges.
fn by_department(stays: &[SettledStay], month: &str, departments: &[&str]) -> Vec<DepartmentLine> {
    let mut lines: Vec<DepartmentLine> = departments.iter().map(|name| DepartmentLine::of(name)).collect();
    let Some(national) = named("nqt_vte_assess_rate") else { return lines };
    let counted = stays
        .iter()
        .filter(|stay| stay.episode.discharged_month == month)
        .filter(|stay| matches!(place(&national, stay), Placed::Denominator | Placed::Open | Placed::Numerator));
    let choices = Choices::default();
    for stay in counted {
        let department = &stay.episode.dept_discharge;
        let at = lines.iter().position(|line| line.department == *department).unwrap_or_else(|| {
            lines.push(DepartmentLine::of(department));
            lines.len() - 1
        });
        let line = &mut lines[at];
        let is = |notion: Notion| notion.meaning(&choices).holds(stay) == Answered::Yes;
        let at_risk = is(Notion::AtRisk);
        line.discharged += 1;
        line.assessed += u64::from(is(Notion::Assessed));
        line.at_risk += u64::from(at_risk);
        line.bleeding += u64::from(at_risk && is(Notion::BleedingAssessed));
        line.drug += u64::from(at_risk && is(Notion::DrugUsed));
        line.device += u64::from(at_risk && is(Notion::DeviceUsed));
        line.vte += u64::from(is(Notion::VteConfirmed));
    }
    lines
}

/// A rate as it is printed: two decimals, and a dash of nobody.
pub fn written_rate(rate: Option<Estimate>) -> String {
    rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.2} %", rate.value * 100.0))
}

/// The rate of a count as it is printed. Where a numerator is open it is not known, only between what: the least and the most that it
/// may be.
pub fn written_counts(counts: &PlaceCounts) -> String {
    match counts.range() {
        Some([least, most]) if counts.of(Placed::Open) > 0 => format!("{:.2}–{:.2} %", least * 100.0, most * 100.0),
        _ => written_rate(Share { counted: counts.numerator(), all: counts.denominator() }.rate().ok()),
    }
}

/// Its 95 % interval; a dash where the rate itself is not known.
pub fn written_interval(counts: &PlaceCounts) -> String {
    match (Share { counted: counts.numerator(), all: counts.denominator() }).rate() {
        Ok(rate) if counts.of(Placed::Open) == 0 => format!("{:.2}–{:.2} %", rate.low * 100.0, rate.high * 100.0),
        _ => "–".to_owned(),
    }
}

/// The report as rows for a spreadsheet: lines with their four integers, then the departments, then how each is counted.
pub fn rows(report: &MonthlyReport, lang: Lang) -> Vec<Vec<String>> {
    let word = |text: Text| text.get(lang).to_owned();
    let mut rows = vec![vec![word(text!("月份", "Month")), report.month.clone()]];
    rows.push(
        [
            text!("编号", "Id"),
            text!("指标", "Indicator"),
            text!("分子", "Numerator"),
            text!("分母", "Denominator"),
            text!("率", "Rate"),
            text!("95%区间", "95 % interval"),
            text!("分子未知", "Numerator unknown"),
            text!("排除", "Excluded"),
            text!("无法判定", "Cannot be told"),
        ]
        .map(word)
        .to_vec(),
    );
    for line in report.national.iter().chain(&report.alliance).chain(&report.review) {
        let sum = |take: fn(Placed) -> bool| line.counts.0.iter().filter(|(placed, _)| take(**placed)).map(|(_, count)| count).sum::<u64>();
        let interval = written_interval(&line.counts);
        rows.push(vec![
            line.label.map_or_else(|| line.id.clone(), |label| format!("{} ({label})", line.id)),
            word(line.name),
            line.counts.numerator().to_string(),
            line.counts.denominator().to_string(),
            written_counts(&line.counts),
            interval,
            line.counts.of(Placed::Open).to_string(),
            sum(|placed| matches!(placed, Placed::Excluded(_))).to_string(),
            sum(|placed| matches!(placed, Placed::ExclusionUnknown(_) | Placed::OutsideUnknown)).to_string(),
        ]);
    }
    rows.push(vec![]);
    rows.push(DEPARTMENT_COLUMNS.map(word).to_vec());
    for line in &report.departments {
        let numbers = [line.discharged, line.assessed, line.at_risk, line.bleeding, line.drug, line.device, line.vte];
        rows.push([vec![line.department.clone()], numbers.map(|number| number.to_string()).to_vec()].concat());
    }
    rows.push(vec![]);
    rows.push(vec![word(text!("计算口径", "How each is counted"))]);
    for line in report.national.iter().chain(&report.alliance).chain(&report.review) {
        rows.extend(line.how.iter().map(|how| vec![line.id.clone(), how.clone()]));
    }
    rows
}
