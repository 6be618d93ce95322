//! Why a row of the contraindications needs no answer: the value, or the part of the record, that decides it.

use crate::clinical::assess::Assessed;
use crate::clinical::chart::{Chart, Instant, Sex};
use crate::clinical::contraindication;
use crate::clinical::contraindication::row::{Row, When};
use crate::clinical::naming;
use crate::clinical::quantity::{Quantity, written};
use crate::session::evidence::measured;
use crate::text::{Lang, Text, text};

/// The name of a row.
pub fn label(id: &str) -> Text {
    contraindication::named(id).map_or(text!("未命名的条目", "an item without a name"), |row| row.label)
}

pub fn why(row: &'static Row, chart: &Chart, assessed: &Assessed, at: Instant, lang: Lang) -> Option<String> {
    // What it waits for is said with the row.
    if let Some(open) = assessed.judgement.open_of(row.id) {
        let name = naming::name_of(open.lacks)?;
        return Some([text!("待：", "Waits for: ").get(lang), name.get(lang)].concat());
    }
    let value = |quantity: Quantity| {
        let known = chart.measured(quantity)?;
        Some([quantity.row().name.get(lang), " ", &measured(quantity, known.value)].concat())
    };
    let all = |quantities: &[Quantity]| {
        let told: Vec<String> = quantities.iter().filter_map(|of| value(*of)).collect();
        (!told.is_empty()).then(|| told.join(text!("，", ", ").get(lang)))
    };
    let word = |text: Text| Some(text.get(lang).to_owned());
    let reason = match row.when {
        When::Platelets { .. } | When::FallOnDrug => value(Quantity::Platelets),
        When::ClearanceBelow(_) | When::DoacClearance => {
            chart.creatinine_clearance(at).map(|known| ["CrCl ", &written(known.value, 0), " mL/min"].concat())
        }
        When::WeightBelow(_) | When::LowWeight => value(Quantity::Weight),
        When::InrAboveTarget => word(text!("未用维生素K拮抗剂，或INR不高于目标", "No vitamin K antagonist, or an INR within its range")),
        When::Coagulation => all(&[Quantity::Inr, Quantity::Aptt]),
        When::HighPressure => all(&[Quantity::Sbp, Quantity::Dbp]),
        When::Pregnancy | When::WomenOnly => match (chart.sex(), chart.age(at)) {
            (Some(Sex::Male), _) => word(text!("男性", "a man")),
            (_, Some(age)) => Some([&written(age.value.floor(), 0), text!("岁", " years").get(lang)].concat()),
            _ => None,
        },
        When::HipFracture => word(text!("依据手术记录", "by the operations on record")),
        When::Interaction | When::TwoAntiplatelets | When::TherapeuticDose | When::Thrombolysis => {
            word(text!("依据用药记录", "by the medicines on record"))
        }
        When::NeuraxialWindow => word(text!("依据椎管内操作记录", "by the neuraxial procedures on record")),
        When::Allergy => word(text!("依据过敏记录", "by the allergies on record")),
        When::Ischaemia => word(text!("依据踝肱指数", "by the ankle-brachial index")),
        _ => None,
    };
    reason.or_else(|| word(text!("依据病历资料", "by what is on record")))
}
