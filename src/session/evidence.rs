//! What the host's facts say, in words for the screen: the patient's strip, and why an item is decided or suggested.

use super::care::evidence::words as words_of_care;
use super::screen::{Evidence, FactLine, Patient};
use crate::clinical::cell::By;
use crate::clinical::chart::{Chart, Fact, FactValue, Instant, OperationKind, Sex, begins};
use crate::clinical::instrument::From;
use crate::clinical::instruments;
use crate::clinical::quantity::{Quantity, counted, written};
use crate::clinical::second;
use crate::clinical::sheet::Sheet;
use crate::interop::json::Value;
use crate::interop::shape::Read as _;
use crate::record::local::day_shown;
use crate::text::{Lang, Text, text};

/// The strip above the form.
pub fn patient(raw: &Value, chart: &Chart, at: Instant) -> Patient {
    let shown = |value: &Value, key: &str| value.text(key).map(str::to_owned);
    let measured = |quantity| chart.measured(quantity).map(|known| known.value);
    let awaits = |quantity| measured(quantity).is_none() && chart.awaits(quantity);
    let awaits_sex = chart.awaiting().any(|(_, fact)| matches!(fact.value, FactValue::Sex(_)));
    Patient {
        awaited: [awaits_sex, awaits(Quantity::Age), awaits(Quantity::Height), awaits(Quantity::Weight), awaits(Quantity::Bmi)],
        label: shown(&raw["patient"], "label"),
        bed: shown(&raw["patient"], "bed"),
        department: shown(&raw["encounter"], "department"),
        female: chart.sex().map(|sex| sex == Sex::Female),
        age_years: chart.age(at).map(|age| age.value as u32),
        weight_kg: measured(Quantity::Weight),
        height_cm: measured(Quantity::Height),
        bmi: chart.bmi().map(|bmi| bmi.value),
    }
}

/// For each item that a fact decides, suggests or disagrees with: the facts in words.
pub fn evidence(sheet: &Sheet, chart: &Chart, at: Instant, lang: Lang, fresh_hours: u32) -> Vec<Evidence> {
    let instrument = sheet.instrument;
    let chart = &*chart.as_of(at);
    // Several facts in one value: it is as old as the oldest of them, and has the first source that is named. Where the first, a
    // weight, has no time, that of a height says nothing.
    let derived = |value: String, facts: &[usize]| {
        let mut line = FactLine { value, ..FactLine::default() };
        let mut oldest = None;
        for (place, &fact) in facts.iter().enumerate() {
            let (since, of) = (chart.since(fact), &chart.facts[fact]);
            if since.is_some() && (place == 0 || oldest > since) {
                oldest = since;
                line.at = of.at;
                line.note = of.day.map(|day| day_shown(day, at)).unwrap_or_default();
            }
            line.source = line.source.take().or_else(|| of.source.clone());
        }
        line
    };
    let mut evidence = vec![];
    for (item, cell) in sheet.cells.iter().enumerate() {
        let mut lines = vec![];
        let mut say = |fact: usize| lines.extend(compared(chart, fact, at, lang, fresh_hours));
        match instrument.items[item].from {
            From::Age { .. } if !cell.hidden => {
                if let Some(age) = chart.age(at) {
                    lines.push(derived([&*counted(age.value as usize), if lang == Lang::Zh { " 岁" } else { " years" }].concat(), &age.from));
                }
            }
            From::BmiAbove(_) | From::BmiAtLeast(_) => {
                if let Some(bmi) = chart.bmi() {
                    lines.push(derived(["BMI ", &written(bmi.value, 1), " kg/m²"].concat(), &bmi.from));
                    lines.extend(bmi.from.iter().flat_map(|&fact| rivals(chart, fact, at, lang, fresh_hours)));
                }
            }
            From::Surgery(_) => chart.operations().for_each(|(fact, _)| say(fact)),
            _ => {
                match &cell.by {
                    // A yes and a no of the host: both, until a person says which.
                    By::Host(_) if cell.disputed => {
                        let of = |fact: &Fact| matches!(fact.value, FactValue::Finding { instrument: list, item: of, .. } if list == instrument.id && of == instrument.items[item].id);
                        chart.asserted().filter(|(_, fact)| of(fact)).for_each(|(fact, _)| say(fact));
                    }
                    By::Derived(from) => from.iter().for_each(|&fact| say(fact)),
                    By::Host(fact) => say(*fact),
                    _ => {}
                }
                if let Some(fact) = cell.suggestion.and_then(|suggestion| suggestion.fact) {
                    say(fact);
                }
            }
        }
        if !lines.is_empty() {
            evidence.push(Evidence { item, lines });
        }
    }
    evidence
}

pub(super) fn line(fact: &Fact, at: Instant, lang: Lang, fresh_hours: u32) -> FactLine {
    let zh = lang == Lang::Zh;
    let value = match &fact.value {
        FactValue::Measured(quantity, value) => {
            let row = quantity.row();
            [row.name.get(lang), " ", &measured(*quantity, *value)].concat()
        }
        FactValue::Finding { instrument, item, present } => {
            let label = instruments::named(instrument).and_then(|table| table.index(item).map(|index| table.items[index].label.get(lang)));
            let said = match (present, zh) {
                (true, true) => "：是",
                (true, false) => ": yes",
                (false, true) => "：否",
                (false, false) => ": no",
            };
            [label.unwrap_or(item), said].concat()
        }
        FactValue::Operation(operation) => {
            let kind = match operation.kind {
                OperationKind::Open => text!("开放手术", "open"),
                OperationKind::Laparoscopic => text!("腹腔镜手术", "laparoscopic"),
                OperationKind::Arthroscopic => text!("关节镜手术", "arthroscopic"),
                OperationKind::ElectiveArthroplasty => text!("择期关节置换", "elective arthroplasty"),
                OperationKind::Other => text!("手术", "operation"),
            };
            match operation.minutes() {
                Some(minutes) => [kind.get(lang), " ", &written(minutes, 0), if zh { " 分钟" } else { " min" }].concat(),
                None => [kind.get(lang), if zh { "，时长未知" } else { ", length unknown" }].concat(),
            }
        }
        FactValue::Sex(_) | FactValue::Kept(_) => String::new(),
        asked_later if second::is_here() => words_of_care(asked_later, lang),
        // No item of a score rests on any other.
        _ => String::new(),
    };
    let perishable = matches!(fact.value, FactValue::Measured(Quantity::Platelets | Quantity::Creatinine | Quantity::Inr, _));
    // A day alone is as old as its beginning (T3).
    let since = fact.at.or_else(|| begins(fact.day?, *at.offset()));
    let stale = perishable && since.is_some_and(|then| (at - then).num_hours() > i64::from(fresh_hours));
    let note = fact.day.filter(|_| fact.at.is_none()).map(|day| day_shown(day, at)).unwrap_or_default();
    FactLine { value, at: fact.at, source: fact.source.clone(), stale, note }
}

const NO_TIME: Text = text!("时间不明", "time not known");
pub(super) const NOT_USED: Text = text!("未采用", "not used");
const SAME_MOMENT: Text = text!("同一时刻的另一结果", "another result of the same moment");
const NO_HOUR: Text = text!("当日未注明时刻", "of that day, without an hour");
const OTHER_WEIGHT: Text = text!("未注明日期，相差10%以上", "undated, and more than 10 % off");

fn is_laboratory(quantity: Quantity) -> bool {
    matches!(quantity, Quantity::Platelets | Quantity::Haemoglobin | Quantity::Creatinine | Quantity::Inr | Quantity::Aptt)
}

/// A fact that counts, and beside it the values that do not (§5.10): nothing that somebody measured disappears.
pub(super) fn compared(chart: &Chart, fact: usize, at: Instant, lang: Lang, fresh_hours: u32) -> Vec<FactLine> {
    let Some(of) = chart.facts.get(fact) else { return vec![] };
    let mut held = line(of, at, lang, fresh_hours);
    if matches!(of.value, FactValue::Measured(quantity, _) if is_laboratory(quantity)) && of.at.is_none() && of.day.is_none() {
        held.note = NO_TIME.get(lang).into();
    }
    let mut lines = vec![held];
    lines.extend(rivals(chart, fact, at, lang, fresh_hours));
    lines
}

/// The values that do not count beside the one that does, each with why.
fn rivals(chart: &Chart, fact: usize, at: Instant, lang: Lang, fresh_hours: u32) -> Vec<FactLine> {
    let FactValue::Measured(quantity, held) = chart.facts[fact].value else { return vec![] };
    if chart.measured(quantity).is_none_or(|known| known.from.first() != Some(&fact)) {
        return vec![];
    }
    let mut lines = vec![];
    for (index, value) in chart.rivals(quantity) {
        let rival = &chart.facts[index];
        let (differs, far) = ((value - held).abs() > held.abs() * 1e-9, (value - held).abs() > held.abs() * 0.1 + 1e-9);
        let why = match (rival.at, rival.day) {
            _ if !differs => continue,
            (None, None) if is_laboratory(quantity) => NO_TIME,
            (None, None) if far && matches!(quantity, Quantity::Weight | Quantity::Height) => OTHER_WEIGHT,
            (None, None) => continue,
            (None, Some(_)) => NO_HOUR,
            (Some(_), _) => SAME_MOMENT,
        };
        lines.push(FactLine {
            note: [why.get(lang), if lang == Lang::Zh { "，" } else { ", " }, NOT_USED.get(lang)].concat(),
            ..line(rival, at, lang, fresh_hours)
        });
    }
    lines
}

/// The canonical unit of a quantity as a ward writes it; empty where it has none.
#[inline(always)]
pub fn unit_written(quantity: Quantity) -> &'static str {
    match quantity.row().units[0].name {
        "10*9/L" => "×10⁹/L",
        "umol/L" => "μmol/L",
        "mL/min/{1.73_m2}" => "mL/min/1.73 m²",
        "mm[Hg]" => "mmHg",
        "Cel" => "°C",
        "kg/m2" => "kg/m²",
        unit if unit.starts_with('{') => "",
        unit => unit,
    }
}

/// A value with its unit as a ward writes it.
pub fn measured(quantity: Quantity, value: f64) -> String {
    let unit = unit_written(quantity);
    let value = written(value, 1);
    if unit.is_empty() { value } else { [&value, " ", unit].concat() }
}
