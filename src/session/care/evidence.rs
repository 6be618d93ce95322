//! What the host's facts say that only the questions after a score rest on. Stands in the second part of the program, as all of
//! `care`.

use crate::clinical::chart::{Class, FactValue};
use crate::clinical::contraindication;
use crate::clinical::quantity::written;
use crate::clinical::second;
use crate::text::{Lang, Text, text};

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

fn class(class: Class) -> Text {
    match class {
        Class::Antiplatelet => text!("抗血小板药", "antiplatelet"),
        Class::Thrombolytic => text!("溶栓药", "thrombolytic"),
        class if class.anticoagulates() => text!("抗凝药", "anticoagulant"),
        _ => text!("用药", "medication"),
    }
}
