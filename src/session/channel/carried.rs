//! What earlier entries of the episode already say of the items of a score, so that nobody answers it twice. A value is a measured
//! fact; of a yes or no only that is taken over which the item asks itself, and where the item asks for more it is a hint that waits
//! for a yes or no (D). That nobody said something is never a no.

use super::entered::EnteredStep;
use crate::clinical::chart::{Chart, Fact, FactValue, Status};
use crate::clinical::finding::Finding;
use crate::clinical::instruments::named;
use crate::clinical::pathway::coarse::{Coarse, Stability};
use crate::clinical::pathway::entry::{EntryValue, FieldKind};
use crate::text::{Lang, Text, text};

/// An answer of an entry, and the items that it answers.
struct CarriedRow {
    entry: &'static str,
    field: &'static str,
    answer: &'static str,
    says: ItemSays,
    to: &'static [(&'static str, &'static str)],
}

#[derive(Clone, Copy, PartialEq)]
enum ItemSays {
    Yes,
    No,
    /// A yes to a question that asks for less than the item: waits for a person.
    MayBe,
}

use ItemSays::{MayBe, No, Yes};

const fn row(
    entry: &'static str,
    field: &'static str,
    answer: &'static str,
    says: ItemSays,
    to: &'static [(&'static str, &'static str)],
) -> CarriedRow {
    CarriedRow { entry, field, answer, says, to }
}

const HAEMOPTYSIS: &[(&str, &str)] =
    &[("wells_pe", "haemoptysis"), ("geneva", "haemoptysis"), ("geneva_simplified", "haemoptysis"), ("years", "haemoptysis")];
const CANCER: &[(&str, &str)] = &[("wells_pe", "malignancy"), ("wells_dvt", "active_cancer")];
const CANCER_EVER: &[(&str, &str)] = &[("geneva", "active_cancer"), ("geneva_simplified", "active_cancer"), ("pesi", "cancer"), ("spesi", "cancer")];
const PREVIOUS: &[(&str, &str)] = &[("wells_pe", "previous_vte"), ("geneva", "previous_vte"), ("geneva_simplified", "previous_vte")];
const LEG: &[(&str, &str)] = &[("wells_pe", "clinical_dvt"), ("years", "clinical_dvt")];
const OF_THE_LEG: &[(&str, &str)] = &[
    ("wells_dvt", "localised_tenderness"),
    ("wells_dvt", "entire_leg_swollen"),
    ("geneva", "palpation_pain_oedema"),
    ("geneva_simplified", "palpation_pain_oedema"),
];
const MIND: &[(&str, &str)] = &[("pesi", "altered_mental_status")];
const HEART: &[(&str, &str)] = &[("esc_2019", "rv_dysfunction")];
const TROPONIN: &[(&str, &str)] = &[("esc_2019", "troponin_raised")];
const PREGNANT: &[(&str, &str)] = &[("hestia", "pregnant")];
const HIT: &[(&str, &str)] = &[("hestia", "hit_history")];

#[rustfmt::skip]
const ROWS: &[CarriedRow] = &[
    row("symptoms", "haemoptysis", "yes", Yes, HAEMOPTYSIS),
    row("symptoms", "haemoptysis", "no", No, HAEMOPTYSIS),
    row("perc", "haemoptysis", "yes", Yes, HAEMOPTYSIS),
    row("perc", "haemoptysis", "no", No, HAEMOPTYSIS),
    row("test_conditions", "active_cancer", "yes", Yes, CANCER),
    row("test_conditions", "active_cancer", "yes", Yes, CANCER_EVER),
    row("test_conditions", "active_cancer", "no", No, CANCER),
    row("perc", "prior_vte", "yes", Yes, PREVIOUS),
    row("perc", "prior_vte", "no", No, PREVIOUS),
    row("perc", "prior_vte", "no", No, &[("wells_dvt", "previous_dvt")]),
    row("perc", "prior_vte", "yes", MayBe, &[("wells_dvt", "previous_dvt")]),
    row("perc", "surgery_trauma_4w", "yes", MayBe, &[("wells_pe", "immobile_or_surgery"), ("geneva", "surgery_fracture_1m"), ("geneva_simplified", "surgery_fracture_1m")]),
    row("symptoms", "leg_signs", "yes", MayBe, LEG),
    row("limb_check", "leg_signs", "yes", MayBe, LEG),
    row("symptoms", "leg_signs", "no", No, LEG),
    row("limb_check", "leg_signs", "no", No, LEG),
    row("symptoms", "leg_signs", "no", No, OF_THE_LEG),
    row("limb_check", "leg_signs", "no", No, OF_THE_LEG),
    row("vitals", "consciousness", "alert", No, MIND),
    row("vitals", "consciousness", "confused", Yes, MIND),
    row("vitals", "consciousness", "voice", Yes, MIND),
    row("vitals", "consciousness", "pain", Yes, MIND),
    row("vitals", "consciousness", "unresponsive", Yes, MIND),
    row("echo", "right_heart", "dysfunction", Yes, HEART),
    row("echo", "right_heart", "normal", No, HEART),
    row("severity", "rv_dysfunction", "yes", Yes, HEART),
    row("severity", "rv_dysfunction", "no", No, HEART),
    row("severity", "troponin_raised", "yes", Yes, TROPONIN),
    row("severity", "troponin_raised", "no", No, TROPONIN),
    row("pregnancy", "gravidity", "pregnant", Yes, PREGNANT),
    row("pregnancy", "gravidity", "no", No, PREGNANT),
    row("history", "hit_acute", "yes", Yes, HIT),
    row("history", "hit_past", "yes", Yes, HIT),
    row("history", "hit_past", "no", No, HIT),
    row("history", "bleeding", "yes", Yes, &[("hestia", "active_or_high_bleeding")]),
    row("history", "bleeding_disorder", "yes", Yes, &[("hestia", "active_or_high_bleeding")]),
    row("history", "liver", "no_disease", No, &[("hestia", "severe_liver_impairment")]),
    row("history", "anticoagulant", "no", No, &[("hestia", "pe_on_anticoagulation")]),
];

/// What the chart says of a cancer elsewhere: a hint.
const HINTS: &[(Finding, &[(&str, &str)])] =
    &[(Finding::ActiveCancer, CANCER), (Finding::ActiveCancer, CANCER_EVER), (Finding::Malignancy, CANCER_EVER), (Finding::HitHistory, HIT)];

const JUDGED: Text = text!("绿色通道对血流动力学的判断", "haemodynamics as the green channel judges them");
const ENTERED: Text = text!("录入：", "entered: ");
const CALVES: Text = text!("录入：患肢检查，两侧小腿周径", "entered: limb check, both calves");

fn found(instrument: &'static str, item: &'static str, present: bool) -> FactValue {
    FactValue::Finding { instrument, item, present }
}

/// The facts of the entries (the latest first in `entered`) and of the state of the episode; `limb`: the suspected side.
pub fn carried(entered: &[EnteredStep], coarse: &Coarse, limb: Option<&str>, chart: &Chart, lang: Lang) -> Vec<Fact> {
    let mut facts: Vec<Fact> = vec![];
    let latest = |entry: &str, field: &str| entered.iter().filter(|of| of.entry.id == entry).find_map(|of| Some((of, of.answer(field)?)));
    let source = |of: &EnteredStep| Some([ENTERED.get(lang), of.entry.label.get(lang)].concat());
    for of in entered.iter().filter(|of| matches!(of.entry.id, "vitals" | "labs" | "weight")) {
        for (id, value) in of.answers.iter().filter(|(id, _)| *id != "usual_sbp") {
            let Some(field) = of.entry.field(id) else { continue };
            if let (FieldKind::Measured(quantity), Ok(EntryValue::Number { value, .. })) = (field.kind, field.read(value)) {
                facts.push(Fact { at: Some(of.at), source: source(of), ..Fact::of(FactValue::Measured(quantity, value)) });
            }
        }
    }
    for row in ROWS {
        let Some((of, _)) = latest(row.entry, row.field).filter(|(_, said)| *said == row.answer) else { continue };
        let status = if row.says == MayBe { Status::Suggested } else { Status::Asserted };
        for (instrument, item) in row.to {
            facts.push(Fact { at: Some(of.at), source: source(of), status, ..Fact::of(found(instrument, item, row.says != No)) });
        }
    }
    let judged = match coarse.vitals {
        Stability::Unstable => Some(true),
        Stability::Stable => Some(false),
        Stability::Unknown => None,
    };
    if let Some(unstable) = judged {
        let mut say = |instrument, item| facts.push(Fact { source: Some(JUDGED.get(lang).into()), ..Fact::of(found(instrument, item, unstable)) });
        say("esc_2019", "unstable");
        // Hestia asks for less than instability: a stable patient is not therefore a no.
        if unstable {
            say("hestia", "haemodynamically_unstable");
        }
    }
    let calf = |side: &str| {
        let (of, said) = latest("limb_check", side)?;
        match of.entry.field(side)?.read(said) {
            Ok(EntryValue::Number { value, .. }) => Some((of, value)),
            _ => None,
        }
    };
    if let (Some((of, left)), Some((_, right)), Some(limb)) = (calf("calf_left"), calf("calf_right"), limb) {
        let more = match limb {
            "left" => Some(left - right),
            "right" => Some(right - left),
            _ => None,
        };
        facts.extend(more.map(|more| Fact {
            at: Some(of.at),
            source: Some(CALVES.get(lang).into()),
            // Of numbers of one decimal: exactly 3.0 counts.
            ..Fact::of(found("wells_dvt", "calf_swelling_3cm", more > 3.0 - 1e-9))
        }));
    }
    let mut hints: Vec<Fact> = vec![];
    for (_, fact) in chart.asserted() {
        let FactValue::Finding { instrument, item, present: true } = fact.value else { continue };
        let finding = named(instrument).and_then(|table| table.items[table.index(item)?].finding);
        for (instrument, item) in HINTS.iter().filter(|(of, _)| Some(*of) == finding).flat_map(|(_, to)| to.iter()) {
            hints.push(Fact { value: found(instrument, item, true), status: Status::Suggested, ..fact.clone() });
        }
    }
    facts.extend(hints);
    facts
}

/// A severity score of the same sitting answers the question of the class for it.
pub fn of_score(title: Text, present: bool, lang: Lang) -> Fact {
    let source = [text!("此处评分：", "scored here: ").get(lang), title.get(lang)].concat();
    Fact { source: Some(source), ..Fact::of(found("esc_2019", "pesi_iii_or_spesi_1", present)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::instruments::scored;
    use crate::clinical::pathway::entries::entry;

    #[test]
    fn every_row_names_an_answer_and_items_that_there_are() {
        for row in ROWS {
            let field = entry(row.entry).and_then(|of| of.field(row.field)).expect("a field");
            assert!(field.read(row.answer).is_ok(), "{} {} {}", row.entry, row.field, row.answer);
            for (instrument, item) in row.to {
                assert!(scored(instrument).and_then(|table| table.index(item)).is_some(), "{instrument}.{item}");
            }
        }
        for (instrument, item) in HINTS.iter().flat_map(|(_, to)| to.iter()) {
            assert!(scored(instrument).and_then(|table| table.index(item)).is_some(), "{instrument}.{item}");
        }
    }
}
