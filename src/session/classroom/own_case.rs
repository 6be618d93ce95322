//! A teacher's own case as it is typed: the form of an instrument is answered, what is measured is stated, and the engine says at once what that comes
//! to. No total is typed anywhere, and no patient is told of.

use crate::clinical::chart::{OperationKind, Sex};
use crate::clinical::decided::{Bound, From};
use crate::clinical::instrument::Instrument;
use crate::clinical::instruments;
use crate::clinical::quantity::Quantity;
use crate::interop::json::{MAX_DEPTH, Value, parse};
use crate::interop::lesson::here;
use crate::interop::lesson::shapes::{STORY, TITLE};
use crate::interop::shape::Read as _;
use crate::session::lesson::case::exact;
use crate::session::lesson::told::reading;
use crate::text::{Lang, Text, text};
use crate::training::bank;
use crate::training::case::StoryFact;
use crate::training::own::{OwnCase, StoryText};

/// The instruments of which a teacher makes cases: those that the cases of the bank drill.
pub fn instruments_of_cases() -> Vec<&'static Instrument> {
    let mut all: Vec<&'static Instrument> = vec![];
    for case in bank::all() {
        if !all.iter().any(|of| of.id == case.instrument.id) {
            all.push(case.instrument);
        }
    }
    all
}

/// Kinds of an operation, by their word in the form.
pub const OPERATIONS: [(&str, OperationKind, Text); 5] = [
    ("open", OperationKind::Open, text!("开放手术", "open operation")),
    ("laparoscopic", OperationKind::Laparoscopic, text!("腹腔镜手术", "laparoscopy")),
    ("arthroscopic", OperationKind::Arthroscopic, text!("关节镜手术", "arthroscopy")),
    ("elective_arthroplasty", OperationKind::ElectiveArthroplasty, text!("择期关节置换", "elective joint replacement")),
    ("other", OperationKind::Other, text!("其他", "other")),
];

/// What a form reads that a person measures: asked beside its items.
pub fn quantities(instrument: &'static Instrument) -> Vec<Quantity> {
    let mut all: Vec<Quantity> = vec![Quantity::Age];
    for item in instrument.items {
        let of: Vec<Quantity> = match item.from {
            From::BmiAbove(_) | From::BmiAtLeast(_) => vec![Quantity::Bmi, Quantity::Weight, Quantity::Height],
            From::Below(quantity, Bound::Printed(_) | Bound::LocalPlatelets)
            | From::AtLeast(quantity, _)
            | From::Above(quantity, _)
            | From::Between(quantity, _)
            | From::BelowOrAsked(quantity, _)
            | From::BelowAtAll(quantity, _)
            | From::MaleAtLeast(quantity, _)
            | From::Count(quantity)
            | From::BelowBySex { quantity, .. } => vec![quantity],
            From::AllMeet(limits) | From::AnyMeets(limits) => limits.iter().map(|limit| limit.quantity()).collect(),
            From::PressureAtLeast { .. } => vec![Quantity::Sbp, Quantity::Dbp],
            From::CreatinineOrAsked(_) => vec![Quantity::Creatinine],
            _ => vec![],
        };
        for quantity in of {
            if !all.contains(&quantity) {
                all.push(quantity);
            }
        }
    }
    all
}

/// Whether a form reads an operation.
pub fn reads_operation(instrument: &'static Instrument) -> bool {
    instrument.items.iter().any(|item| matches!(item.from, From::Surgery(_)))
}

/// Why a case is not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnRefused {
    pub why: Text,
    /// What it is about: an item or a quantity.
    pub about: Option<Text>,
}

impl OwnRefused {
    fn of(why: Text) -> OwnRefused {
        OwnRefused { why, about: None }
    }

    pub fn get(&self, lang: Lang) -> String {
        match self.about {
            Some(about) => [self.why.get(lang), " ", about.get(lang)].concat(),
            None => self.why.get(lang).to_owned(),
        }
    }
}

/// The case that a form tells of. `values`: its fields as JSON (`instrument`, `title`, `story_zh`, `story_en`, `why_zh`, `why_en`, `sex`, `operation`, `minutes`,
/// `q:ID` in the canonical unit, `item:ID`); `id` is drawn by the caller. A title and a story are wanted in one language at least.
pub fn own_case_of(values: &str, id: String) -> Result<OwnCase, OwnRefused> {
    let value: Value = parse(values, MAX_DEPTH).unwrap_or_default();
    let case = typed(&value, id)?;
    if case.title.is_empty() || case.story.is_empty() {
        return Err(OwnRefused::of(text!("请填写病例名称和故事。", "Give the case a title and a story.")));
    }
    let long = |told: &StoryText, most: usize| [&told.zh, &told.en].iter().any(|text| text.chars().count() > most);
    if long(&case.title, TITLE) || long(&case.story, STORY) || long(&case.why, STORY) {
        return Err(OwnRefused::of(text!(
            "文字太长：名称至多120字，故事和要点各至多4000字。",
            "Too long: 120 characters for the title, 4000 for story and point."
        )));
    }
    Ok(case)
}

/// The same while it is typed, without its words: for what it comes to.
fn typed(value: &Value, id: String) -> Result<OwnCase, OwnRefused> {
    let word = |key: &str| value.text(key).map(str::trim).filter(|word| !word.is_empty());
    let instrument = word("instrument")
        .and_then(|id| instruments_of_cases().into_iter().find(|of| of.id == id))
        .or_else(|| instruments::named("caprini"))
        .ok_or(OwnRefused::of(text!("请选择评分表。", "Choose a form.")))?;
    let both = |zh: &str, en: &str| StoryText::of(word(zh).unwrap_or_default(), word(en).unwrap_or_default());
    let mut given: Vec<StoryFact> = vec![];
    match word("sex") {
        Some("female") => given.push(StoryFact::Sex(Sex::Female)),
        Some("male") => given.push(StoryFact::Sex(Sex::Male)),
        _ => {}
    }
    for quantity in quantities(instrument) {
        let Some(text) = word(&["q:", quantity.row().id].concat()) else { continue };
        let unit = quantity.row().units.first().map(|unit| unit.name);
        let read = text.parse::<f64>().ok().and_then(|number| quantity.read(number, unit).ok());
        let why = text!("数值读不懂或不可能，请核对：", "A number that cannot be read or is not possible; check it:");
        given.push(StoryFact::Measured(quantity, read.ok_or(OwnRefused { why, about: Some(quantity.row().name) })?));
    }
    if let Some((_, kind, _)) = word("operation").and_then(|word| OPERATIONS.into_iter().find(|(of, ..)| *of == word)) {
        let why = text!("手术时长应为0至2880分钟，请核对。", "Minutes of the operation: 0 to 2880; check them.");
        let minutes = match word("minutes") {
            None => None,
            Some(text) => Some(text.parse::<f64>().ok().filter(|minutes| (0.0..=2880.0).contains(minutes)).ok_or(OwnRefused::of(why))?),
        };
        given.push(StoryFact::Operation { kind, minutes, procedure: None });
    }
    let ticked = |id: &str| word(&["item:", id].concat()).is_some();
    let holds: Vec<&'static str> =
        instrument.items.iter().filter(|item| ticked(item.id) && !matches!(item.from, From::Count(_))).map(|item| item.id).collect();
    let case = OwnCase {
        id,
        title: both("title_zh", "title_en"),
        story: both("story_zh", "story_en"),
        why: both("why_zh", "why_en"),
        instrument,
        given,
        holds,
        edition: here(),
    };
    settled(case)
}

/// What a measured fact decides is not ticked against it, and what it decides already need not be.
fn settled(mut case: OwnCase) -> Result<OwnCase, OwnRefused> {
    let contradictory = || {
        OwnRefused::of(text!("已知条件互相矛盾，请核对年龄、性别与体格数据。", "The facts contradict one another: check age, sex and measurements."))
    };
    let by_facts = OwnCase { holds: vec![], ..case.clone() }.truth().ok_or_else(contradictory)?;
    for (index, item) in case.instrument.items.iter().enumerate() {
        let decided = by_facts.sheet.cells[index].value == crate::clinical::cell::CellValue::No && is_decided(item.from, &case.given);
        if decided && case.holds.contains(&item.id) {
            let why = text!("勾选了与所填数据不符的条目，请改正其一：", "An item is ticked against the facts; mend the one or the other:");
            return Err(OwnRefused { why, about: Some(item.label) });
        }
    }
    case.holds.retain(|id| case.instrument.index(id).is_some_and(|index| by_facts.holds(index) != Some(true)));
    case.truth().ok_or_else(contradictory)?;
    Ok(case)
}

/// The facts that were given decide an item of this kind.
fn is_decided(from: From, given: &[StoryFact]) -> bool {
    let has = |wanted: &[Quantity]| given.iter().any(|fact| matches!(fact, StoryFact::Measured(quantity, _) if wanted.contains(quantity)));
    match from {
        From::Age { .. } => has(&[Quantity::Age]),
        From::BmiAbove(_) | From::BmiAtLeast(_) => has(&[Quantity::Bmi, Quantity::Weight]),
        From::Surgery(_) => given.iter().any(|fact| matches!(fact, StoryFact::Operation { .. })),
        From::Male => given.iter().any(|fact| matches!(fact, StoryFact::Sex(_))),
        From::Below(quantity, _) | From::AtLeast(quantity, _) | From::Above(quantity, _) | From::Between(quantity, _) => has(&[quantity]),
        _ => false,
    }
}

/// What a case comes to while it is typed: "5 · 高危", or why that is not known.
pub fn comes_to(values: &str, lang: Lang) -> Result<String, OwnRefused> {
    let case = typed(&parse(values, MAX_DEPTH).unwrap_or_default(), "x".to_owned())?;
    let Some(truth) = case.truth() else { return Ok(String::new()) };
    let total = exact(&truth).map(|total| [total.to_string(), text!("分 · ", " points · ").get(lang).to_owned()].concat()).unwrap_or_default();
    Ok([total, reading(&truth, lang)].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::classroom::files::{case_text, lesson_of, lesson_text, open_case, open_lesson};
    use crate::training::exercise::Exercise;

    const TYPED: &str = r#"{ "instrument": "caprini", "title_zh": "卧床的病例", "story_zh": "女，66岁，拟行腹腔镜手术90分钟，卧床。", "sex": "female", "q:age": "66",
        "operation": "laparoscopic", "minutes": "90", "item:bed_rest_gt_72h": "1" }"#;

    #[test]
    fn a_case_that_is_typed_is_marked_by_the_engine_and_travels_whole() {
        let case = own_case_of(TYPED, "c-1".into()).expect("a case");
        assert_eq!(case.story.en, case.story.zh, "one language stands for both");
        assert_eq!(case.holds, ["bed_rest_gt_72h"]);
        let truth = case.truth().expect("a truth");
        let holds = |id: &str| truth.holds(case.instrument.index(id).expect("an item"));
        assert_eq!((holds("age_61_74"), holds("laparoscopic_surgery"), holds("bed_rest_gt_72h")), (Some(true), Some(true), Some(true)));
        assert_eq!(open_case(&case_text(&case)), Ok(case.clone()));
        assert!(!case_text(&case).contains('\n'), "one line in the store");
        let lesson = lesson_of(r#"{ "title": "x", "class": "3A", "own:c-1": "1" }"#, std::slice::from_ref(&case), "l-1".into(), 1).expect("a lesson");
        assert_eq!((lesson.exercises.as_slice(), lesson.own.len()), (["own:c-1".to_owned()].as_slice(), 1));
        let read = open_lesson(&lesson_text(&lesson)).expect("a lesson");
        assert!(matches!(read.exercise("own:c-1"), Some(Exercise::Own(of)) if of == case));
        assert!(comes_to(TYPED, Lang::Zh).expect("a total").contains('分'));
    }

    #[test]
    fn what_contradicts_its_facts_or_is_empty_is_refused_and_named() {
        let with = |more: &str| own_case_of(&TYPED.replacen('{', &["{ ", more, ", "].concat(), 1), "c".into());
        let refused = with(r#""item:age_41_60": "1""#).expect_err("66 is not 41 to 60");
        assert!(refused.get(Lang::Zh).contains("41") && refused.get(Lang::En).contains("41"));
        assert!(with(r#""q:bmi": "900""#).is_err() && with(r#""q:bmi": "many""#).is_err());
        assert!(own_case_of(r#"{ "instrument": "padua" }"#, "c".into()).is_err(), "no story");
        assert!(own_case_of("rubbish", "c".into()).is_err());
        // What a fact decides already is not held twice.
        let twice = with(r#""item:age_61_74": "1""#).expect("a case");
        assert_eq!(twice.holds, ["bed_rest_gt_72h"]);
    }

    #[test]
    fn every_form_of_the_bank_can_be_typed() {
        for instrument in instruments_of_cases() {
            let all = quantities(instrument);
            assert!(all.contains(&Quantity::Age), "{}", instrument.id);
            let text = format!(r#"{{ "instrument": "{}", "title_en": "x", "story_en": "y" }}"#, instrument.id);
            assert!(own_case_of(&text, "c".into()).is_ok(), "{}", instrument.id);
        }
    }
}
