//! A definition as SQL over `episode` and `settled`: one text for DuckDB and Spark, of `select`, `join`, `case`, `min`, `max`,
//! `count` and `group by` on whole numbers and texts. No dates, windows, filters, divisions, and nothing that a null decides: every
//! criterion is written twice, as what certainly holds and as what possibly does.
//!
//! The answer has one row for each month, facility, tier, department and place, with the number of stays: a period is the sum of its
//! months, a province the sum of its tables.

use std::fmt::Write as _;

use super::catalogue::indicator::{Chosen, DepartmentOf, MonthOf};
use super::criterion::{Anchor, Criterion, FactTest, TimeWindow};
use super::episode::{UNKNOWN, UNTOLD_WORD};

/// Later than every time there is.
const NEVER: &str = "900000000000";

/// The text for one indicator as chosen.
pub fn sql(of: &Chosen) -> String {
    let mut writer = Writer::default();
    let mut gates = String::new();
    for (index, rule) in of.indicator.exclusions.iter().enumerate() {
        let [yes, _] = writer.both(rule.criterion);
        let _ = writeln!(gates, "      when {yes} then 'excluded_{}'", index + 1);
    }
    for (index, rule) in of.indicator.exclusions.iter().enumerate() {
        let [_, possible] = writer.both(rule.criterion);
        let _ = writeln!(gates, "      when {possible} then 'unknown_{}'", index + 1);
    }
    let [in_population, perhaps] = writer.both(of.population());
    let [counted, perhaps_counted] = writer.both(of.numerator());
    let month = match of.indicator.clock {
        MonthOf::Discharge => "e.discharged_month",
        MonthOf::Admission => "e.admitted_month",
    };
    let department = match of.department {
        DepartmentOf::Discharge => "e.dept_discharge",
        DepartmentOf::Admission => "e.dept_admission",
        DepartmentOf::Assessment => "e.dept_assessment",
    };
    let mut text = format!("-- {} {} / {}\n", of.id(), of.indicator.name.zh(), of.indicator.name.en());
    let _ = write!(
        text,
        "select month, facility, tier, department, place, count(*) as n\nfrom (\n  select {month} as month, e.facility as facility, e.tier as tier, {department} as department,\n    case\n      when {month} = 'unknown' then 'undated'\n{gates}      when not ({perhaps}) then 'outside'\n      when not ({in_population}) then 'outside_unknown'\n      when {counted} then 'numerator'\n      when {perhaps_counted} then 'open'\n      else 'denominator'\n    end as place\n  from episode e"
    );
    if !writer.facts.is_empty() {
        let _ = write!(text, "\n  join (\n{}\n  ) f on f.episode = e.episode", writer.facts_query());
    }
    text.push_str("\n) p\ngroup by month, facility, tier, department, place\n");
    text
}

#[derive(Default)]
struct Writer {
    facts: Vec<&'static FactTest>,
    anchors: Vec<&'static FactTest>,
}

impl Writer {
    /// What certainly holds, and what possibly does. `not` turns one into the other.
    fn both(&mut self, criterion: &'static Criterion) -> [String; 2] {
        match criterion {
            Criterion::AgeAtLeast(years) => [format!("e.age >= {years}"), format!("(e.age >= {years} or e.age = {UNKNOWN})")],
            Criterion::StayLongerThan(seconds) => longer(*seconds + 1),
            Criterion::StayAtLeast(seconds) => longer(*seconds),
            Criterion::Is(column, words) => {
                let name = ["e.", column.id()].concat();
                [is_one_of(&name, words), is_one_of(&name, &[words, &["unknown"][..]].concat())]
            }
            Criterion::Some(test) => {
                let index = place(&mut self.facts, test);
                for window in test.windows() {
                    if let Anchor::First(first) = &window.anchor {
                        place(&mut self.anchors, first);
                    }
                }
                [format!("f.f{index} = 2"), format!("f.f{index} >= 1")]
            }
            Criterion::Not(inner) => {
                let [yes, possible] = self.both(inner);
                [format!("not ({possible})"), format!("not ({yes})")]
            }
            Criterion::All([]) => ["1 = 1"; 2].map(str::to_owned),
            Criterion::Any([]) => ["1 = 0"; 2].map(str::to_owned),
            Criterion::All(parts) => self.joined(parts, " and "),
            Criterion::Any(parts) => self.joined(parts, " or "),
        }
    }

    fn joined(&mut self, parts: &'static [&'static Criterion], word: &str) -> [String; 2] {
        let (yes, possible): (Vec<String>, Vec<String>) = parts.iter().map(|part| self.both(part)).map(|[yes, possible]| (yes, possible)).unzip();
        [format!("({})", yes.join(word)), format!("({})", possible.join(word))]
    }

    /// Of each stay, what each test of a fact comes to: 0 no, 1 unknown, 2 yes.
    fn facts_query(&self) -> String {
        let mut text = String::from("    select e.episode as episode");
        for (index, test) in self.facts.iter().enumerate() {
            let (mut yes, mut possible) = said(test);
            for window in test.windows() {
                let [certain, perhaps] = self.window(window);
                yes.push(certain);
                possible.push(perhaps);
            }
            let _ = write!(
                text,
                ",\n      max(case when s.kind is null then 0 when {} then 2 when {} then 1 else 0 end) as f{}",
                yes.join(" and "),
                possible.join(" and "),
                index + 1
            );
        }
        text.push_str("\n    from episode e\n    left join settled s on s.episode = e.episode");
        if !self.anchors.is_empty() {
            let _ = write!(text, "\n    left join (\n{}\n    ) a on a.episode = e.episode", self.anchors_query());
        }
        text.push_str("\n    group by e.episode");
        text
    }

    /// Of each stay and anchor: whether there is one (0, 1 it may be, 2), whether its time is known, and between which seconds it lies.
    fn anchors_query(&self) -> String {
        let mut text = String::from("      select s.episode as episode");
        for (index, test) in self.anchors.iter().enumerate() {
            let (yes, possible) = said(test);
            let (yes, possible, number) = (yes.join(" and "), possible.join(" and "), index + 1);
            let _ = write!(
                text,
                ",\n        max(case when {yes} then 2 when {possible} then 1 else 0 end) as a{number},\n        max(case when {possible} and s.at = {UNKNOWN} then 1 else 0 end) as a{number}_untimed,\n        min(case when {possible} then s.at else {NEVER} end) as a{number}_first,\n        min(case when {yes} then s.at_last else {NEVER} end) as a{number}_last"
            );
        }
        text.push_str("\n      from settled s\n      group by s.episode");
        text
    }

    /// Inside the window certainly, and possibly.
    fn window(&self, window: &TimeWindow) -> [String; 2] {
        let (from, to) = (window.from, window.to);
        let (there, known, first, last) = match &window.anchor {
            Anchor::Admission => ("1 = 1".to_owned(), "e.admitted_at >= 0".to_owned(), "e.admitted_at".to_owned(), "e.admitted_last".to_owned()),
            Anchor::Decision => ("1 = 1".to_owned(), "e.decided_at >= 0".to_owned(), "e.decided_at".to_owned(), "e.decided_last".to_owned()),
            Anchor::Discharge => {
                ("1 = 1".to_owned(), "e.discharged_at >= 0".to_owned(), "e.discharged_at".to_owned(), "e.discharged_last".to_owned())
            }
            Anchor::First(test) => {
                let number = self.anchors.iter().position(|known| known == test).map_or(0, |index| index + 1);
                let known = format!("a.a{number} = 2 and a.a{number}_untimed = 0");
                (format!("a.a{number} >= 1"), known, format!("a.a{number}_first"), format!("a.a{number}_last"))
            }
        };
        let certain = format!("{known} and s.at >= 0 and s.at - {last} >= {from} and s.at_last - {first} <= {to}");
        let inside = format!("s.at_last - {first} >= {from} and s.at - {last} <= {to}");
        [certain, format!("{there} and (not ({known}) or s.at < 0 or ({inside}))")]
    }
}

/// What a fact must be and say, certainly and possibly.
fn said(test: &FactTest) -> (Vec<String>, Vec<String>) {
    let kind = format!("s.kind = '{}'", test.kind.id());
    let mut yes = vec![kind.clone(), format!("s.state <> '{UNTOLD_WORD}'")];
    let mut told = vec![];
    if test.latest {
        told.push("s.latest = 'yes'".to_owned());
    }
    yes.extend(told.iter().cloned());
    for says in test.says {
        let name = ["s.", says.column.id()].concat();
        yes.push(is_one_of(&name, says.words));
        told.push(is_one_of(&name, &[says.words, says.maybe].concat()));
    }
    let possible = match told.as_slice() {
        [] => vec![kind],
        told => vec![kind, format!("(s.state = '{UNTOLD_WORD}' or ({}))", told.join(" and "))],
    };
    (yes, possible)
}

fn longer(least: i64) -> [String; 2] {
    [format!("e.stay_least >= {least}"), format!("(e.stay_least = {UNKNOWN} or e.stay_most >= {least})")]
}

fn is_one_of(name: &str, words: &[&str]) -> String {
    match words {
        [word] => format!("{name} = '{word}'"),
        words => format!("{name} in ('{}')", words.join("', '")),
    }
}

fn place(known: &mut Vec<&'static FactTest>, test: &'static FactTest) -> usize {
    match known.iter().position(|held| *held == test) {
        Some(index) => index + 1,
        None => {
            known.push(test);
            known.len()
        }
    }
}
