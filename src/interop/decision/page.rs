//! How the page is written: phrases in both languages, tables, and what shares a line.

use std::fmt::{Debug, Write as _};

use crate::clinical::formulary::Drug;
use crate::clinical::source::Mark;
use crate::interop::cited::cited;
use crate::text::Text;

pub fn both(text: Text) -> String {
    format!("{} / {}", text.zh(), text.en())
}

pub fn sources(of: &[Mark]) -> String {
    cited(of)
}

pub fn named(drug: Drug) -> String {
    format!("{} {}", drug.label().zh(), drug.id())
}

/// A heading within a section.
pub fn heading(page: &mut String, title: Text) {
    let _ = write!(page, "\n### {}\n", both(title));
}

/// A paragraph, Chinese first.
pub fn paragraph(page: &mut String, text: Text) {
    let _ = write!(page, "\n{}\n\n{}\n", text.zh(), text.en());
}

/// A table: the words of its head, and the cells of each row.
pub fn table(page: &mut String, heads: &[Text], rows: impl IntoIterator<Item = Vec<String>>) {
    let words = |head: &Text| if head.zh() == head.en() { head.en().to_owned() } else { format!("{} {}", head.zh(), head.en()) };
    let words: Vec<String> = heads.iter().map(words).collect();
    let _ = write!(page, "\n| {} |\n|{}\n", words.join(" | "), "---|".repeat(heads.len()));
    for row in rows {
        assert_eq!(row.len(), heads.len(), "cells of a row: {row:?}");
        let _ = writeln!(page, "| {} |", row.join(" | "));
    }
}

/// The one answer of all; a range that holds two is no range.
pub fn agreed<T: PartialEq + Debug>(mut answers: impl Iterator<Item = T>) -> T {
    let first = answers.next().expect("a range is not empty");
    answers.for_each(|other| assert_eq!(first, other, "an edge inside a range"));
    first
}

/// Neighbours that agree are one: the first and last of each run, and what it says.
pub fn merged<T: PartialEq + Clone>(cells: &[T]) -> Vec<((usize, usize), T)> {
    let mut runs: Vec<((usize, usize), T)> = vec![];
    for (index, cell) in cells.iter().enumerate() {
        match runs.last_mut() {
            Some(((_, end), last)) if last == cell => *end = index,
            _ => runs.push(((index, index), cell.clone())),
        }
    }
    runs
}

/// What each value of a scale is answered with, neighbours that agree in one range: `≤14.9`, `15–29.9`, `≥30`.
pub fn ranges<T: PartialEq + Clone>(scale: &[f64], answer: impl Fn(f64) -> T) -> Vec<(String, T)> {
    let answers: Vec<T> = scale.iter().map(|&value| answer(value)).collect();
    let last = scale.len() - 1;
    let words = |(from, to): (usize, usize)| match (from, to) {
        (0, to) if to == last => "任何 any".to_owned(),
        (0, to) => format!("≤{}", number(scale[to])),
        (from, to) if to == last => format!("≥{}", number(scale[from])),
        (from, to) if from == to => number(scale[from]),
        (from, to) => format!("{}–{}", number(scale[from]), number(scale[to])),
    };
    merged(&answers).into_iter().map(|(range, said)| (words(range), said)).collect()
}

/// A scale in steps of a tenth or of any other part of one.
pub fn scale(from: f64, to: f64, parts: f64) -> Vec<f64> {
    let (first, last) = ((from * parts).round() as i64, (to * parts).round() as i64);
    (first..=last).map(|step| step as f64 / parts).collect()
}

/// Without trailing zeros.
pub fn number(value: f64) -> String {
    crate::clinical::quantity::written(value, 2)
}

/// Situations that say the same share a line.
pub fn together<T: PartialEq>(rows: impl Iterator<Item = (Text, T)>) -> Vec<(String, T)> {
    let mut all: Vec<(Vec<Text>, T)> = vec![];
    for (title, cells) in rows {
        match all.iter_mut().find(|(_, other)| *other == cells) {
            Some((titles, _)) => titles.push(title),
            None => all.push((vec![title], cells)),
        }
    }
    let joined = |titles: &[Text], language: fn(&Text) -> &'static str, with: &str| titles.iter().map(language).collect::<Vec<_>>().join(with);
    all.into_iter()
        .map(|(titles, cells)| (format!("{} / {}", joined(&titles, |text| text.zh(), "、"), joined(&titles, |text| text.en(), ", ")), cells))
        .collect()
}

/// Drugs with one answer stand in one line.
pub fn grouped<T: PartialEq>(drugs: &[Drug], answer: impl Fn(Drug) -> T) -> Vec<(String, T)> {
    let mut groups: Vec<(Vec<Drug>, T)> = vec![];
    for &drug in drugs {
        let said = answer(drug);
        match groups.iter_mut().find(|(_, other)| *other == said) {
            Some((group, _)) => group.push(drug),
            None => groups.push((vec![drug], said)),
        }
    }
    groups.into_iter().map(|(group, said)| (group.into_iter().map(named).collect::<Vec<_>>().join(", "), said)).collect()
}
