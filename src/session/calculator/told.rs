//! The result of a calculator in words: for the live region, and whole and in both languages to be copied. Names no patient.

use super::entered::Entered;
use crate::clinical::cell::CellValue;
use crate::clinical::instrument::{Group, Instrument};
use crate::clinical::points::Points;
use crate::clinical::possible::{Possible, Readout};
use crate::clinical::sheet::Sheet;
use crate::interop::seal::RULES_VERSION;
use crate::text::{Lang, Text, text};

const POINTS: Text = text!("分", " points");
const STILL: Text = text!("仍可能：", "still possible: ");
const NOT_SIGNED: Text =
    text!("计算器结果，未签名，不是病历记录；由医师判断。", "Result of a calculator: not signed, no part of the record; a physician judges.");

/// The points and the outcome of the first reading.
pub fn result(instrument: &Instrument, readout: &Readout, lang: Lang) -> String {
    let total = readout.total.map(|total| points(total, lang));
    let first = readout.readings.first().map(|possible| match possible.settled() {
        Some(outcome) => outcome.label.get(lang).to_owned(),
        None => [STILL.get(lang), &said_of(possible, lang)].concat(),
    });
    let parts: Vec<String> = total.into_iter().chain(first).collect();
    [instrument.title.get(lang), colon(lang), &parts.join(comma(lang))].concat()
}

/// All of it, in the language of the screen first.
pub fn both(instrument: &'static Instrument, sheet: &Sheet, readout: &Readout, entered: &Entered, first: Lang) -> String {
    let second = if first == Lang::Zh { Lang::En } else { Lang::Zh };
    [first, second].map(|lang| in_one(instrument, sheet, readout, entered, lang)).join("\n\n")
}

fn in_one(instrument: &'static Instrument, sheet: &Sheet, readout: &Readout, entered: &Entered, lang: Lang) -> String {
    let (colon, comma) = (colon(lang), comma(lang));
    let edition = [text!("，版本", ", edition ").get(lang), instrument.edition].concat();
    let mut lines = vec![[instrument.title.get(lang), &edition].concat()];
    if let Some(total) = readout.total {
        lines.push([text!("得分", "Score").get(lang), colon, &points(total, lang)].concat());
    }
    for possible in &readout.readings {
        let title = instrument.reads.and_then(|reads| reads.readings.iter().find(|reading| reading.id == possible.reading));
        let title = title.map_or(text!("分层", "Band"), |reading| reading.title);
        let still = if possible.settled().is_some() { "" } else { STILL.get(lang) };
        lines.push([title.get(lang), colon, still, &said_of(possible, lang)].concat());
    }
    let asked = |wanted: &dyn Fn(usize) -> bool| {
        let labels = (0..sheet.cells.len()).filter(|index| is_asked(instrument, sheet, readout, *index) && wanted(*index));
        labels.map(|index| named(instrument, index, lang)).collect::<Vec<_>>().join(comma)
    };
    // Of a group of which one member holds, open or not known, its name says it once.
    let open = |wanted: &dyn Fn(usize) -> bool| {
        let mut all: Vec<String> = vec![];
        for index in (0..sheet.cells.len()).filter(|index| is_asked(instrument, sheet, readout, *index) && wanted(*index)) {
            let label = choice_of(instrument, index).map_or_else(|| named(instrument, index, lang), |group| group.title.get(lang).to_owned());
            if !all.contains(&label) {
                all.push(label);
            }
        }
        all.join(comma)
    };
    let value = |index: usize| sheet.cells[index].value;
    let is_choice = |index: usize| choice_of(instrument, index).is_some();
    let mut list = |title: Text, all: String| {
        if !all.is_empty() {
            lines.push([title.get(lang), colon, &all].concat());
        }
    };
    list(text!("所选", "Chosen"), asked(&|index| is_choice(index) && value(index) == CellValue::Yes));
    list(text!("有", "Yes"), asked(&|index| !is_choice(index) && value(index) == CellValue::Yes));
    list(text!("录入的数值", "Entered"), entered.taken(lang).join(comma));
    list(text!("无法得知", "Cannot be known"), open(&|index| value(index) == CellValue::Unknowable));
    list(text!("尚未回答", "Not answered"), open(&|index| readout.missing.contains(&index)));
    list(text!("尚缺数值", "Not measured"), readout.unmeasured.iter().map(|of| of.row().name.get(lang)).collect::<Vec<_>>().join(comma));
    lines.push([text!("来源", "Source").get(lang), colon, instrument.source.citation].concat());
    lines.push([NOT_SIGNED.get(lang), " Virchow ", RULES_VERSION].concat());
    lines.join("\n")
}

/// It is for this patient, and no step that it stands in has been closed by an answer: only such an item counts.
fn is_asked(instrument: &Instrument, sheet: &Sheet, readout: &Readout, index: usize) -> bool {
    let phases = instrument.reads.map_or(&[][..], |reads| reads.phases);
    let closed = phases.iter().any(|phase| readout.closed.contains(&phase.id) && phase.items.contains(&instrument.items[index].id));
    !closed && !sheet.cells[index].hidden
}

/// The group of this item, where exactly one of its members holds.
fn choice_of(instrument: &'static Instrument, index: usize) -> Option<&'static Group> {
    instrument.group_of(index).filter(|group| instrument.reads.is_some_and(|reads| reads.choices.contains(&group.id)))
}

/// The label of an item; of a group with its name before it, without which "none" says nothing.
fn named(instrument: &'static Instrument, index: usize, lang: Lang) -> String {
    let label = instrument.items[index].label.get(lang);
    instrument.group_of(index).map_or_else(|| label.to_owned(), |group| [group.title.get(lang), "—", label].concat())
}

fn points((floor, ceiling): (Points, Points), lang: Lang) -> String {
    if floor == ceiling {
        [&floor.to_string(), POINTS.get(lang)].concat()
    } else {
        [&floor.to_string(), "–", &ceiling.to_string(), POINTS.get(lang)].concat()
    }
}

fn colon(lang: Lang) -> &'static str {
    text!("：", ": ").get(lang)
}

fn comma(lang: Lang) -> &'static str {
    text!("；", "; ").get(lang)
}

/// The outcome of a reading, or those that the open items still allow.
fn said_of(possible: &Possible, lang: Lang) -> String {
    let labels: Vec<&str> = possible.outcomes.iter().map(|outcome| outcome.label.get(lang)).collect();
    labels.join(text!("；或", "; or ").get(lang))
}
