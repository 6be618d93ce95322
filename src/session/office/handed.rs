//! What is handed in: the month's report as a table for a spreadsheet and as JSON. Exact integers, no row of a patient, no key of a stay.

use super::room::OfficeRoom;
use crate::interop::writing::Writing;
use crate::quality::catalogue::named;
use crate::quality::count::Placed;
use crate::quality::report::{MonthlyReport, ReportLine, csv, monthly, rows};
use crate::text::{Lang, Text, text};

/// The report of the month that is looked at; none where no month is.
pub fn report(room: &OfficeRoom, lang: Lang) -> Option<MonthlyReport> {
    let month = room.month.as_deref()?;
    let departments = room.tally.departments();
    let departments: Vec<&str> = departments.iter().map(String::as_str).collect();
    let mut made = monthly(&room.stays_of_month(month), month, &departments, lang);
    made.departments.sort_by(|one, other| one.department.cmp(&other.department));
    Some(made)
}

pub fn lines(report: &MonthlyReport) -> impl Iterator<Item = &ReportLine> {
    report.national.iter().chain(&report.alliance).chain(&report.review)
}

/// Of one line: each rule with how many it left out, and how many it may.
pub fn exclusions(line: &ReportLine) -> Vec<(Text, u64, u64)> {
    let rules = named(&line.id).map(|of| of.indicator.exclusions).unwrap_or_default();
    let counts = |rule| (line.counts.of(Placed::Excluded(rule)), line.counts.of(Placed::ExclusionUnknown(rule)));
    rules.iter().enumerate().map(|(rule, row)| (row.name, counts(rule).0, counts(rule).1)).collect()
}

/// The report for a spreadsheet: UTF-8 with its mark, formulas defused. `demonstration` stands in the first line.
pub fn report_csv(report: &MonthlyReport, facility: &str, demonstration: bool, signers: &[String; 2], lang: Lang) -> String {
    let word = |text: Text| text.get(lang).to_owned();
    let mut table = vec![];
    if demonstration {
        table.push(vec![word(DEMONSTRATION)]);
    }
    table.push(vec![word(text!("机构", "Facility")), facility.to_owned()]);
    table.extend(rows(report, lang));
    table.push(vec![]);
    table.push([text!("编号", "Id"), text!("排除条件", "Left out"), text!("人次", "Stays"), text!("无法判定", "Cannot be told")].map(word).to_vec());
    for line in lines(report) {
        let of_line =
            exclusions(line).into_iter().map(|(name, out, unknown)| vec![line.id.clone(), word(name), out.to_string(), unknown.to_string()]);
        table.extend(of_line);
    }
    table.push(vec![]);
    for (name, who) in [text!("填报人", "Filled in by"), text!("审核人", "Checked by")].into_iter().zip(signers) {
        table.push(vec![word(name), who.clone()]);
    }
    csv(&table)
}

pub const DEMONSTRATION: Text = text!("演示数据：虚构住院，不得上报", "DEMONSTRATION: invented stays, not to be handed in");

/// The same for a program.
pub fn report_json(report: &MonthlyReport, facility: &str, demonstration: bool) -> String {
    let mut out = Writing::object();
    let number = |out: &mut Writing, name: &str, count: u64| out.whole(name, count as usize);
    out.whole("v", 1);
    out.flag("demo", Some(demonstration));
    out.text("facility", facility);
    out.text("month", &report.month);
    out.list("indicators");
    for line in lines(report) {
        out.open("");
        out.text("id", &line.id);
        out.maybe("label", line.label);
        out.both("name", line.name);
        number(&mut out, "numerator", line.counts.numerator());
        number(&mut out, "denominator", line.counts.denominator());
        match line.rate {
            Some(rate) => {
                out.open("rate");
                out.number("value", rate.value);
                out.number("low", rate.low);
                out.number("high", rate.high);
                out.end();
            }
            None => out.null("rate"),
        }
        match line.counts.range() {
            Some([least, most]) => {
                out.open("range");
                out.number("least", least);
                out.number("most", most);
                out.end();
            }
            None => out.null("range"),
        }
        out.list("places");
        for (placed, count) in &line.counts.0 {
            out.open("");
            out.text("place", &placed.word());
            number(&mut out, "count", *count);
            out.end();
        }
        out.end();
        out.texts("how", &line.how.iter().map(String::as_str).collect::<Vec<_>>());
        out.end();
    }
    out.end();
    out.list("departments");
    for line in &report.departments {
        out.open("");
        out.text("department", &line.department);
        let columns = [
            ("discharged", line.discharged),
            ("assessed", line.assessed),
            ("atRisk", line.at_risk),
            ("bleedingAssessed", line.bleeding),
            ("drug", line.drug),
            ("device", line.device),
            ("vte", line.vte),
        ];
        columns.into_iter().for_each(|(name, count)| number(&mut out, name, count));
        out.end();
    }
    out.end();
    out.done()
}
