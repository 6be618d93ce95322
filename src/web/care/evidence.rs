//! What the host's facts say that only the questions after a score rest on, and the values that contradict one another there.
//! Stands in the second part of the program, as all of `care`.

use crate::clinical::chart::{Chart, Class, FactValue, Instant};
use crate::clinical::contraindication;
use crate::clinical::quantity::{Quantity, written};
use crate::clinical::second;
use crate::text::{Lang, Text, text};
use crate::web::evidence::{NOT_USED, compared, measured};
use crate::web::screen::FactLine;

/// A fact in words, of those that no item of a score rests on.
#[inline(never)]
pub fn words(fact: &FactValue, lang: Lang) -> String {
    second::is_needed();
    let zh = lang == Lang::Zh;
    match fact {
        FactValue::Neuraxial(neuraxial) => {
            let kind =
                if neuraxial.catheter { text!("椎管内导管", "neuraxial catheter") } else { text!("椎管内穿刺", "neuraxial puncture") };
            kind.get(lang).into()
        }
        FactValue::Medication(medication) => match medication.substance() {
            Some(substance) => substance.name.get(lang).into(),
            None if medication.name.is_empty() => class(medication.class()).get(lang).into(),
            None => medication.name.clone(),
        },
        FactValue::Icu { .. } => "ICU/CCU".into(),
        FactValue::Transfusion { units, .. } => format!("{} {} U", if zh { "输血" } else { "transfused" }, written(*units, 1)),
        FactValue::Contraindication { id, .. } => contraindication::named(id).map_or(*id, |row| row.label.get(lang)).into(),
        FactValue::Dialysis { .. } => NO_KIDNEYS.get(lang).into(),
        FactValue::Abi { value, .. } => format!("ABI {}", written(*value, 2)),
        FactValue::InrTarget { low, high } => {
            format!("{} {}–{}", text!("INR目标", "INR target").get(lang), written(*low, 1), written(*high, 1))
        }
        FactValue::Allergy { name, .. } => name.clone(),
        _ => String::new(),
    }
}

/// What a dialysis, or kidneys that are said to have failed, mean for every dose (core specification §4.6).
pub const NO_KIDNEYS: Text = text!("透析/严重肾衰：按 CrCl<15", "dialysis or failed kidneys: as CrCl <15");
const USED: Text = text!("采用", "used");

/// The quantities that a drug line hangs on of which more than one value is on record, or one without a time: the one that
/// counts first. Of the kidneys also the host's own figure, where it contradicts ours (§4.6).
pub fn contested(chart: &Chart, at: Instant, lang: Lang, fresh_hours: u32) -> Vec<Vec<FactLine>> {
    const ASKED: [Quantity; 6] = [Quantity::Platelets, Quantity::Haemoglobin, Quantity::Creatinine, Quantity::Inr, Quantity::Aptt, Quantity::Weight];
    let mut all = vec![];
    for quantity in ASKED {
        let lines = chart.measured(quantity).and_then(|known| known.from.first().map(|&fact| compared(chart, fact, at, lang, fresh_hours)));
        all.extend(
            lines.filter(|lines| {
                lines.len() > 1 || quantity != Quantity::Weight && lines.iter().any(|line| !line.note.is_empty() && line.at.is_none())
            }),
        );
    }
    if let Some((quantity, ours, host)) = chart.contradicting_kidney(at) {
        let row = quantity.row();
        let figure = |value: f64, by: Text, used: bool| FactLine {
            value: [row.name.get(lang), " ", &measured(quantity, value)].concat(),
            source: Some(by.get(lang).into()),
            note: if used { USED } else { NOT_USED }.get(lang).into(),
            ..FactLine::default()
        };
        let (computed, given) = (text!("本程序计算", "computed here"), text!("HIS提供", "of the host"));
        all.push(vec![figure(ours, computed, ours <= host), figure(host, given, host < ours)]);
    }
    all
}

fn class(class: Class) -> Text {
    match class {
        Class::Antiplatelet => text!("抗血小板药", "antiplatelet"),
        Class::Thrombolytic => text!("溶栓药", "thrombolytic"),
        class if class.anticoagulates() => text!("抗凝药", "anticoagulant"),
        _ => text!("用药", "medication"),
    }
}
