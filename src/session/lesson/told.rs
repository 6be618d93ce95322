//! A marking in words, coarse to fine: band, total, then each item with its rule, where the rule comes from, and the name of the
//! mistake. What is not verified or was decided by us is said beside the statement (`Mark::tag`).

use super::case::{NEXT_STEPS, exact};
use crate::clinical::instrument::{Instrument, Item, Points};
use crate::clinical::source::{Mark, PLACES};
use crate::text::{Lang, Text, text};
use crate::training::case::Scored;
use crate::training::exercise::{Exercise, next_step_of};
use crate::training::mark::{ItemFault, MarkVerdict, Marking};
use crate::training::mistakes::{Mistake, mistake};

/// One line of the coarse part.
pub struct VerdictLine {
    /// `band`, `total`, `written_total`, `next_step`.
    pub id: &'static str,
    pub name: Text,
    pub verdict: MarkVerdict,
    /// What is right; said only once the case is over.
    pub right: String,
}

/// One item that is not as it should be.
pub struct FaultLine {
    /// `missed`, `added`, `instead`, `open`.
    pub kind: &'static str,
    pub word: Text,
    /// The item that the line leads to, by id.
    pub item: &'static str,
    pub said: String,
    /// What counts, by the instrument's own row.
    pub rule: Option<&'static str>,
    pub sources: Vec<&'static str>,
    /// "本院设定：…", "来源未核实：…".
    pub tags: Vec<String>,
}

/// A usual mistake, by name.
pub struct MistakeLine {
    pub id: &'static str,
    pub name: &'static str,
    pub rule: &'static str,
    pub sources: Vec<&'static str>,
    pub tags: Vec<String>,
}

pub fn verdict_word(verdict: MarkVerdict) -> Text {
    match verdict {
        MarkVerdict::Right => text!("正确", "right"),
        MarkVerdict::Wrong => text!("不正确", "not right"),
        MarkVerdict::NotSaid => text!("未定", "left open"),
    }
}

/// Band, total, and what else the case asks.
pub fn coarse(case: &Exercise, marking: &Marking, lang: Lang) -> Vec<VerdictLine> {
    let truth = case.truth();
    let line = |id, name, verdict, right| VerdictLine { id, name, verdict, right };
    let total = truth.as_ref().and_then(exact).map(|total| total.to_string()).unwrap_or_default();
    let band = truth.as_ref().map(|truth| reading(truth, lang)).unwrap_or_default();
    let mut lines = vec![line("band", text!("结论（分级）", "Conclusion (band)"), marking.reading, band)];
    if truth.as_ref().and_then(exact).is_some() {
        lines.push(line("total", text!("总分", "Total"), marking.total, total.clone()));
    }
    if marking.written_total != MarkVerdict::NotSaid {
        lines.push(line("written_total", text!("您手算的总分", "The total you added up by hand"), marking.written_total, total));
    }
    if let Some(step) = next_step_of(case.aims_at()) {
        let right = NEXT_STEPS.iter().find(|(code, _)| *code == step).map_or("", |(_, name)| name.get(lang));
        lines.push(line("next_step", text!("下一步", "Next step"), marking.next_step, right.to_owned()));
    }
    lines
}

/// "高危" — every reading of the form that is settled.
pub fn reading(of: &Scored, lang: Lang) -> String {
    let words: Vec<&str> = of.readout.readings.iter().filter_map(|possible| possible.settled()).map(|outcome| outcome.label.get(lang)).collect();
    words.join(if lang == Lang::Zh { "；" } else { "; " })
}

/// The items that are not right, in the order of the form.
pub fn faults(instrument: &'static Instrument, marking: &Marking, lang: Lang) -> Vec<FaultLine> {
    let label = |index: usize| instrument.items[index].label.get(lang);
    let join = |parts: &[&str]| parts.concat();
    let (quote, end) = ("“", "”");
    let line = |kind, word, index: usize, said| {
        let item: &'static Item = &instrument.items[index];
        FaultLine {
            kind,
            word,
            item: item.id,
            said,
            rule: item.counts.map(|counts| counts.get(lang)),
            sources: sources(item.marks),
            tags: tags(item.marks, lang),
        }
    };
    let points = |index: usize| points_of(instrument.items[index].points, lang);
    marking
        .items
        .iter()
        .map(|fault| match *fault {
            ItemFault::Missed(index) => line("missed", text!("漏选", "Missed"), index, join(&[label(index), &points(index)])),
            ItemFault::Added(index) => line("added", text!("多选", "Wrongly added"), index, join(&[label(index), &points(index)])),
            ItemFault::Instead { ticked, right } => {
                let (was, but) = match lang {
                    Lang::Zh => ("选了", "，应选"),
                    Lang::En => ("ticked ", ", should be "),
                };
                let said = [was, quote, label(ticked), end, but, quote, label(right), end, &points(right)].concat();
                line("instead", text!("同组选错", "Wrong one of the group"), right, said)
            }
            ItemFault::Open(index) => line("open", text!("未作答", "Not answered"), index, label(index).to_owned()),
        })
        .collect()
}

/// The mistakes by name, as the table of usual mistakes says them.
pub fn mistakes(marking: &Marking, lang: Lang) -> Vec<MistakeLine> {
    let line = |row: &&'static Mistake| MistakeLine {
        id: row.id,
        name: row.name.get(lang),
        rule: row.rule.get(lang),
        sources: sources(row.marks),
        tags: tags(row.marks, lang),
    };
    marking.mistakes.iter().map(line).collect()
}

/// From the least that helps to the most: how many items hold, then the rule of each mistake that the case provokes.
pub fn hints(case: &Exercise) -> Vec<[String; 2]> {
    let truth = case.truth();
    let holding = truth.map_or(0, |truth| (0..truth.sheet.cells.len()).filter(|&index| truth.holds(index) == Some(true)).count());
    let count = holding.to_string();
    let mut all = vec![[
        ["本例共有 ", &count, " 个条目成立（含年龄、BMI等由数值决定的条目）。"].concat(),
        [&count, " items hold, those that a number decides (age, BMI) among them."].concat(),
    ]];
    let rules = case.aims_at().iter().filter_map(|id| mistake(id));
    all.extend(rules.map(|row| [row.rule.zh().to_owned(), row.rule.en().to_owned()]));
    all
}

fn points_of(points: Points, lang: Lang) -> String {
    match (points.0, lang) {
        (0, _) => String::new(),
        (_, Lang::Zh) => ["（", &points.to_string(), "分）"].concat(),
        (_, Lang::En) => [" (", &points.to_string(), if points.0 == 10 { " point)" } else { " points)" }].concat(),
    }
}

/// Where a rule was read, in the words of the list of places.
pub fn sources(marks: &'static [Mark]) -> Vec<&'static str> {
    let key = |mark: &Mark| match *mark {
        Mark::V(key) | Mark::V2(key) => Some(key),
        Mark::K(_) | Mark::D(_) => None,
    };
    let place = |key: &str| PLACES.iter().find(|place| place.key == key).map(|place| place.what);
    marks.iter().filter_map(key).filter_map(place).collect()
}

fn tags(marks: &'static [Mark], lang: Lang) -> Vec<String> {
    marks.iter().filter_map(|mark| mark.tag(lang)).map(|parts| parts.concat()).collect()
}
