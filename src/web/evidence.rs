//! What the host's facts say, in words for the screen: the patient's strip, and why an item is decided or suggested.

use super::screen::{Evidence, FactLine, Patient};
use crate::clinical::chart::{Chart, Class, Fact, FactValue, Instant, OperationKind, Sex};
use crate::clinical::contraindication;
use crate::clinical::instrument::From;
use crate::clinical::instruments;
use crate::clinical::quantity::{Quantity, written};
use crate::clinical::sheet::{By, Sheet};
use crate::interop::json::Value;
use crate::interop::shape::Read as _;
use crate::text::{Lang, Text, text};

/// The strip above the form.
pub fn patient(raw: &Value, chart: &Chart, at: Instant) -> Patient {
    let shown = |value: &Value, key: &str| value.text(key).map(str::to_owned);
    let measured = |quantity| chart.measured(quantity).map(|known| known.value);
    Patient {
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
    // Several facts in one value: the latest time, and the first source that is named.
    let derived = |value: String, facts: &[usize]| {
        let mut line = FactLine { value, at: None, source: None, stale: false };
        for &fact in facts {
            let fact = &chart.facts[fact];
            line.at = line.at.max(fact.at);
            line.source = line.source.take().or_else(|| fact.source.clone());
        }
        line.at = line.at.map(|then| then.with_timezone(at.offset()));
        line
    };
    let mut evidence = vec![];
    for (item, cell) in sheet.cells.iter().enumerate() {
        let mut lines = vec![];
        let mut say = |fact: usize| lines.push(line(&chart.facts[fact], at, lang, fresh_hours));
        match instrument.items[item].from {
            From::Age { .. } if !cell.hidden => {
                if let Some(age) = chart.age(at) {
                    lines.push(derived(format!("{} {}", age.value as u32, if lang == Lang::Zh { "岁" } else { "years" }), &age.from));
                }
            }
            From::BmiAbove(_) | From::BmiAtLeast(_) => {
                if let Some(bmi) = chart.bmi() {
                    lines.push(derived(format!("BMI {} kg/m²", written(bmi.value, 1)), &bmi.from));
                }
            }
            From::Surgery(_) => chart.operations().for_each(|(fact, _)| say(fact)),
            _ => {
                match &cell.by {
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

fn line(fact: &Fact, at: Instant, lang: Lang, fresh_hours: u32) -> FactLine {
    let zh = lang == Lang::Zh;
    let value = match &fact.value {
        FactValue::Measured(quantity, value) => {
            let row = quantity.row();
            format!("{} {} {}", row.name.get(lang), written(*value, 1), row.units[0].name)
        }
        FactValue::Finding { instrument, item, present } => {
            let label = instruments::named(instrument).and_then(|table| table.index(item).map(|index| table.items[index].label.get(lang)));
            format!(
                "{}{}{}",
                label.unwrap_or(item),
                if zh { "：" } else { ": " },
                if *present {
                    if zh { "是" } else { "yes" }
                } else if zh {
                    "否"
                } else {
                    "no"
                }
            )
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
                Some(minutes) => format!("{} {} {}", kind.get(lang), written(minutes, 0), if zh { "分钟" } else { "min" }),
                None => format!("{}，{}", kind.get(lang), if zh { "时长未知" } else { "length unknown" }),
            }
        }
        FactValue::Neuraxial(neuraxial) => {
            let kind =
                if neuraxial.catheter { text!("椎管内导管", "neuraxial catheter") } else { text!("椎管内穿刺", "neuraxial puncture") };
            kind.get(lang).into()
        }
        FactValue::Medication(medication) => class(medication.class()).get(lang).into(),
        FactValue::Icu { .. } => "ICU/CCU".into(),
        FactValue::Transfusion { units, .. } => format!("{} {} U", if zh { "输血" } else { "transfused" }, written(*units, 1)),
        FactValue::Contraindication { id, .. } => contraindication::named(id).map_or(*id, |row| row.label.get(lang)).into(),
        FactValue::Dialysis { .. } => text!("透析", "dialysis").get(lang).into(),
        FactValue::Abi { value, .. } => format!("ABI {}", written(*value, 2)),
        FactValue::InrTarget { low, high } => {
            format!("{} {}–{}", text!("INR目标", "INR target").get(lang), written(*low, 1), written(*high, 1))
        }
        FactValue::Sex(_) | FactValue::Allergy { .. } | FactValue::Kept(_) => String::new(),
    };
    let perishable = matches!(fact.value, FactValue::Measured(Quantity::Platelets | Quantity::Creatinine | Quantity::Inr, _));
    let stale = perishable && fact.at.is_some_and(|then| (at - then).num_hours() > i64::from(fresh_hours));
    FactLine { value, at: fact.at.map(|then| then.with_timezone(at.offset())), source: fact.source.clone(), stale }
}

fn class(class: Class) -> Text {
    match class {
        Class::Antiplatelet => text!("抗血小板药", "antiplatelet"),
        Class::Thrombolytic => text!("溶栓药", "thrombolytic"),
        class if class.anticoagulates() => text!("抗凝药", "anticoagulant"),
        _ => text!("用药", "medication"),
    }
}
