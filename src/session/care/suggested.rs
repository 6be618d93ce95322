//! What the host only suggests beside the items, in words for the screen. Stands in the second part of the program.

use super::said::identity;
use crate::clinical::chart::{Chart, Fact, FactValue, Instant, Sex};
use crate::clinical::limb::Limb;
use crate::clinical::medication::{DoseUnit, Medication, MedicationIntent, MedicationStatus, Rhythm};
use crate::clinical::operation::{Operation, OperationStatus, Procedure};
use crate::clinical::quantity::written;
use crate::clinical::second;
use crate::interop::json::Value;
use crate::record::local::{Wall, day_shown, shown};
use crate::session::evidence::line;
use crate::session::screen::{FactLine, Suggested};
use crate::text::{Lang, Text, text};

/// What the cards are made from.
pub struct Cards<'a> {
    pub chart: &'a Chart,
    /// Settled by a person since the last signature.
    pub told: &'a [(Fact, bool)],
    /// The host's chart, and the number of the patient on the desk: of another patient the same fact is another card.
    pub raw: &'a Value,
    pub sitting: u32,
    pub wall: &'a Wall,
    pub at: Instant,
    pub lang: Lang,
    pub fresh_hours: u32,
}

/// One entry for each that waits or was settled, however many facts it was read into, in the host's order: none moves under a
/// finger when one before it is settled.
#[inline(never)]
pub fn suggested(cards: &Cards<'_>) -> Vec<Suggested> {
    second::is_needed();
    let waiting = cards.chart.awaiting().map(|(_, fact)| (fact, None));
    let mut facts: Vec<(&Fact, Option<bool>)> = waiting.chain(cards.told.iter().map(|(fact, taken)| (fact, Some(*taken)))).collect();
    facts.sort_by_key(|(fact, _)| fact.given);
    let mut all: Vec<Suggested> = vec![];
    for (fact, settled) in facts {
        let words = words(fact, cards);
        if let Some(of) = all.iter_mut().find(|of| of.given == fact.given) {
            of.lines.push(words);
            continue;
        }
        let key = [&cards.sitting.to_string(), ".", &identity(cards.raw, fact.given)].concat();
        // Told twice in the same words, it is asked once.
        if all.iter().all(|of| of.key != key) {
            all.push(Suggested { key, given: fact.given, lines: vec![words], settled, heard: <[String; 2]>::default() });
        }
    }
    for of in &mut all {
        if let Some(taken) = of.settled {
            of.heard = heard(of, taken, cards.lang);
        }
    }
    all
}

fn heard(of: &Suggested, taken: bool, lang: Lang) -> [String; 2] {
    let told = of.lines.iter().map(|line| line.value.as_str()).collect::<Vec<_>>().join(comma(lang));
    let said = if taken { text!("已确认：", "Confirmed: ") } else { text!("已否定：", "Turned down: ") };
    let [before, after] = [text!("。还有 ", ". "), text!(" 项待确认。", " left to confirm.")];
    [[said.get(lang), &told, before.get(lang)].concat(), after.get(lang).into()]
}

fn comma(lang: Lang) -> &'static str {
    text!("，", ", ").get(lang)
}

fn words(fact: &Fact, cards: &Cards<'_>) -> FactLine {
    let lang = cards.lang;
    let line = line(fact, cards.at, lang, cards.fresh_hours);
    let kind = match &fact.value {
        FactValue::Medication(_) => text!("用药：", "Medicine: ").get(lang),
        FactValue::Allergy { .. } => text!("过敏：", "Allergy: ").get(lang),
        FactValue::Sex(Sex::Female) => text!("性别：女", "Sex: female").get(lang),
        FactValue::Sex(Sex::Male) => text!("性别：男", "Sex: male").get(lang),
        FactValue::Kept(_) => text!("转科", "Transfer").get(lang),
        _ => "",
    };
    let mut pieces = vec![[kind, &line.value].concat()];
    match &fact.value {
        FactValue::Operation(operation) => pieces.extend(of_operation(operation, lang)),
        FactValue::Medication(medication) => pieces.extend(of_medicine(medication, cards)),
        _ => {}
    }
    pieces.extend(when(fact, cards));
    FactLine { value: pieces.join(comma(lang)), ..line }
}

/// What is done, on which leg, and whether it is off.
pub(super) fn of_operation(operation: &Operation, lang: Lang) -> Vec<String> {
    let mut pieces = vec![];
    let named = operation.procedure.and_then(procedure).map(|name| name.get(lang));
    let limb = operation.limb.map(|limb| {
        let name = match limb {
            Limb::Left => text!("左侧", "left"),
            Limb::Right => text!("右侧", "right"),
            Limb::Both => text!("双侧", "both sides"),
        };
        name.get(lang)
    });
    let what: Vec<&str> = named.into_iter().chain(limb).collect();
    if !what.is_empty() {
        pieces.push(what.join(" "));
    }
    if operation.status == Some(OperationStatus::Cancelled) {
        pieces.push(text!("已取消", "cancelled").get(lang).into());
    }
    pieces
}

fn procedure(of: Procedure) -> Option<Text> {
    Some(match of {
        Procedure::Tha => text!("全髋关节置换", "total hip arthroplasty"),
        Procedure::Tka => text!("全膝关节置换", "total knee arthroplasty"),
        Procedure::HipFracture => text!("髋部骨折手术", "hip fracture surgery"),
        Procedure::Turp => text!("经尿道前列腺切除", "transurethral resection of the prostate"),
        Procedure::RadicalProstatectomy => text!("前列腺癌根治术", "radical prostatectomy"),
        Procedure::Neurosurgery => text!("神经外科手术", "neurosurgery"),
        Procedure::Spinal => text!("脊柱手术", "spinal surgery"),
        Procedure::Cardiac => text!("心脏手术", "cardiac surgery"),
        Procedure::Thoracic => text!("胸科手术", "thoracic surgery"),
        Procedure::Bariatric => text!("减重手术", "bariatric surgery"),
        Procedure::AbdominalPelvicCancer => text!("腹盆腔肿瘤手术", "abdominal or pelvic cancer surgery"),
        Procedure::Other => return None,
    })
}

/// Dose, rhythm, what for, the last dose, and whether it is given at all.
fn of_medicine(medicine: &Medication, cards: &Cards<'_>) -> Vec<String> {
    let lang = cards.lang;
    let mut pieces = vec![];
    if let Some(dose) = medicine.dose {
        let unit = match dose.unit {
            DoseUnit::Mg => " mg",
            DoseUnit::Iu => " IU",
            DoseUnit::Ml => " mL",
        };
        pieces.push([&written(dose.amount, 3), unit].concat());
    }
    let rhythm = medicine.rhythm.map(|rhythm| match rhythm {
        Rhythm::Daily => text!("每日1次", "once daily"),
        Rhythm::Every12h => text!("每12小时1次", "every 12 h"),
        Rhythm::Every8h => text!("每8小时1次", "every 8 h"),
        Rhythm::Continuous => text!("持续输注", "continuous infusion"),
    });
    let intent = medicine.intent.map(|intent| match intent {
        MedicationIntent::Prophylactic => text!("预防剂量", "prophylactic"),
        MedicationIntent::Therapeutic => text!("治疗剂量", "therapeutic"),
    });
    pieces.extend(rhythm.into_iter().chain(intent).map(|word| word.get(lang).to_owned()));
    let time = |label: Text, at: Instant| [label.get(lang), " ", &shown(cards.wall.of(at), cards.at, lang)].concat();
    pieces.extend(medicine.last_dose_at.map(|at| time(text!("末次给药", "last dose"), at)));
    match (medicine.stopped_at, medicine.ordered) {
        (Some(at), _) => pieces.push(time(text!("停药", "stopped"), at)),
        (None, MedicationStatus::Stopped) => pieces.push(text!("已停药", "stopped").get(lang).into()),
        (None, MedicationStatus::OnHold) => pieces.push(text!("暂停", "on hold").get(lang).into()),
        (None, MedicationStatus::Active) => {}
    }
    pieces
}

/// When it is or was, where the value itself tells.
fn when(fact: &Fact, cards: &Cards<'_>) -> Option<String> {
    let (label, began, all_day) = match &fact.value {
        FactValue::Operation(operation) => (text!("手术时间", "operation at"), operation.at?, operation.all_day),
        FactValue::Neuraxial(needle) => (text!("穿刺时间", "puncture at"), needle.at, needle.all_day),
        FactValue::Icu { from, .. } => (text!("自", "since"), *from, false),
        FactValue::Transfusion { at, .. } => (text!("时间", "at"), *at, false),
        _ => return None,
    };
    let time = if all_day { day_shown(began.date_naive(), cards.at) } else { shown(cards.wall.of(began), cards.at, cards.lang) };
    Some([label.get(cards.lang), " ", &time].concat())
}
