//! A teacher's own case as a file: read whole, its truth worked out once to see that it has one, and held against the total that it states.

use super::shapes::{CASE, CASE_FORMAT, edition_of, format_of, id_of, story_of, told_of, write_edition, write_story};
use crate::clinical::chart::{OperationKind, Procedure, Sex};
use crate::clinical::decided::From;
use crate::clinical::instrument::{Instrument, Points};
use crate::clinical::instruments;
use crate::clinical::quantity::Quantity;
use crate::interop::json::{Value, canonical};
use crate::interop::rejected::Rejected;
use crate::interop::shape::{MAX_BYTES, Place, Read as _, check, parse};
use crate::interop::writing::Writing;
use crate::training::case::StoryFact;
use crate::training::edition::{EditionStanding, TableEdition};
use crate::training::own::{NO_REAL_PATIENT, OwnCase};

/// How an operation's kind is written, as in a chart.
const KINDS: [(&str, OperationKind); 5] = [
    ("open", OperationKind::Open),
    ("laparoscopic", OperationKind::Laparoscopic),
    ("arthroscopic", OperationKind::Arthroscopic),
    ("elective_arthroplasty", OperationKind::ElectiveArthroplasty),
    ("other", OperationKind::Other),
];

/// A case that was read, and what its edition is to this program.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadCase {
    pub case: OwnCase,
    pub standing: EditionStanding,
}

/// Writes a case, with the total that the engine makes of it and the warning.
pub fn write_case(case: &OwnCase) -> String {
    let mut out = Writing::object();
    write_fields(&mut out, case);
    canonical(&out.value())
}

pub(super) fn write_fields(out: &mut Writing, case: &OwnCase) {
    out.text("format", CASE_FORMAT);
    out.text("id", &case.id);
    write_story(out, "title", &case.title);
    write_story(out, "story", &case.story);
    write_story(out, "why", &case.why);
    out.text("instrument", case.instrument.id);
    out.list("facts");
    case.given.iter().for_each(|fact| write_fact(out, fact));
    out.end();
    out.texts("holds", &case.holds);
    if let Some(total) = total_of(case) {
        out.points("total", total);
    }
    write_edition(out, &case.edition);
    out.both("warning", NO_REAL_PATIENT);
}

/// The total that the engine makes of it; nothing for a form without points.
pub fn total_of(case: &OwnCase) -> Option<Points> {
    case.truth()?.readout.total.and_then(|(floor, ceiling)| (floor == ceiling).then_some(floor))
}

fn write_fact(out: &mut Writing, fact: &StoryFact) {
    out.open("");
    match *fact {
        StoryFact::Sex(sex) => {
            out.text("id", "sex");
            out.text("value", if sex == Sex::Male { "male" } else { "female" });
        }
        StoryFact::Measured(quantity, value) => {
            out.text("id", quantity.row().id);
            out.number("value", value);
            out.given("unit", quantity.row().units.first().map(|unit| unit.name).filter(|name| !name.is_empty()));
        }
        StoryFact::Operation { kind, minutes, procedure } => {
            out.text("id", "operation");
            out.open("value");
            out.given("kind", KINDS.iter().find(|(_, of)| *of == kind).map(|(word, _)| *word));
            if let Some(minutes) = minutes {
                out.number("durationMin", minutes);
            }
            out.given("procedure", procedure.map(Procedure::id));
            out.end();
        }
    }
    out.end();
}

/// Reads a case. `E_PROTOCOL`: no case, or of another version; `E_SCHEMA`, `E_ITEM`, `E_RANGE`: with the place; `E_CONFLICT`: its facts contradict one another, or its
/// total contradicts its items, with both numbers.
pub fn read_case(text: &str, here: &TableEdition) -> Result<ReadCase, Rejected> {
    let place = Place::root("");
    let value = parse(text.trim(), MAX_BYTES, &place)?;
    format_of(&value, CASE_FORMAT, &place)?;
    read_value(&value, here, &place)
}

/// The same, of a case inside a lesson.
pub(super) fn read_value(value: &Value, here: &TableEdition, place: &Place<'_>) -> Result<ReadCase, Rejected> {
    check(value, &CASE, place)?;
    let edition = edition_of(value);
    let standing = edition.standing(here);
    if standing == EditionStanding::Unknown {
        let text = standing.text();
        return Err(place.key("edition").reject("E_PROTOCOL", text.zh(), text.en()));
    }
    let id = value.text("instrument").unwrap_or_default();
    let Some(instrument) = instruments::named(id).or_else(|| instruments::scored(id)) else {
        return Err(place.key("instrument").reject(
            "E_INSTRUMENT",
            "没有这个评分表，病例未导入。请从列表中选择。",
            "There is no such instrument; the case was not imported. Choose one of the list.",
        ));
    };
    let at_facts = place.key("facts");
    let given =
        value["facts"].items().iter().enumerate().map(|(index, fact)| read_fact(fact, &at_facts.index(index))).collect::<Result<Vec<_>, _>>()?;
    let at_holds = place.key("holds");
    let holds = value["holds"]
        .items()
        .iter()
        .enumerate()
        .map(|(index, item)| read_item(instrument, item, &at_holds.index(index)))
        .collect::<Result<Vec<_>, _>>()?;
    let case = OwnCase {
        id: id_of(value, "id", place)?,
        title: told_of(value, "title", place)?,
        story: told_of(value, "story", place)?,
        why: story_of(value, "why"),
        instrument,
        given,
        holds,
        edition,
    };
    if case.truth().is_none() {
        return Err(place.key("facts").reject(
            "E_CONFLICT",
            "病例的已知条件互相矛盾，无法评分，未导入。请核对年龄、性别与体格数据。",
            "The facts of this case contradict one another, so that it has no score; not imported. Check age, sex and measurements.",
        ));
    }
    agrees(&case, value.number("total"), place)?;
    Ok(ReadCase { case, standing })
}

/// The total that is stated and the one that the items come to.
fn agrees(case: &OwnCase, stated: Option<f64>, place: &Place<'_>) -> Result<(), Rejected> {
    let Some((stated, total)) = stated.zip(total_of(case)) else { return Ok(()) };
    let total = f64::from(total.0) / 10.0;
    if (stated - total).abs() < 0.05 {
        return Ok(());
    }
    // Both numbers are of an invented patient and of the teacher's own making: without them he cannot mend it.
    let shown = |number: f64| crate::clinical::quantity::written(number.clamp(-999.0, 9999.0), 1);
    let (stated, total) = (shown(stated), shown(total));
    Err(place.key("total").reject(
        "E_CONFLICT",
        ["写明的总分为", &stated, "，而条目合计为", &total, "，病例未导入。请改正条目或总分。"].concat(),
        ["The total says ", &stated, " and the items come to ", &total, "; the case was not imported. Mend the items or the total."].concat(),
    ))
}

/// An unknown item is refused by its name: it is a word of the tables, cut to 64 characters, and of no patient.
fn read_item(instrument: &'static Instrument, item: &Value, place: &Place<'_>) -> Result<&'static str, Rejected> {
    let id = item.as_str().unwrap_or_default();
    let found = instrument.index(id).map(|index| &instrument.items[index]);
    match found {
        Some(item) if !matches!(item.from, From::Count(_)) => Ok(item.id),
        Some(_) => Err(place.reject(
            "E_ITEM",
            "此条目由数值计算，不能直接勾选。请在已知条件中填写该数值。",
            "This item is counted from a quantity and cannot be ticked. State the quantity among the facts.",
        )),
        None => {
            let shown: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')).take(64).collect();
            Err(place.reject(
                "E_ITEM",
                ["评分表“", instrument.title.zh(), "”没有条目“", &shown, "”，病例未导入。请改用该表的条目编号。"].concat(),
                ["“", instrument.title.en(), "” has no item “", &shown, "”; the case was not imported. Use the ids of that form."].concat(),
            ))
        }
    }
}

fn read_fact(fact: &Value, place: &Place<'_>) -> Result<StoryFact, Rejected> {
    let at = place.key("value");
    let value = &fact["value"];
    match fact.text("id").unwrap_or_default() {
        "sex" => match value.as_str() {
            Some("female") => Ok(StoryFact::Sex(Sex::Female)),
            Some("male") => Ok(StoryFact::Sex(Sex::Male)),
            _ => Err(at.reject("E_SCHEMA", "性别应为 female 或 male。", "Expected female or male.")),
        },
        "operation" => {
            let Some((_, kind)) = KINDS.iter().find(|(word, _)| value.text("kind") == Some(word)) else {
                let words = KINDS.map(|(word, _)| word).join(" | ");
                return Err(at.key("kind").reject("E_SCHEMA", ["手术方式应为：", &words].concat(), ["Expected one of ", &words].concat()));
            };
            let minutes = value.number("durationMin");
            if minutes.is_some_and(|minutes| !(0.0..=2880.0).contains(&minutes)) {
                return Err(at.key("durationMin").reject("E_RANGE", "手术时长应在0至2880分钟之间。", "Expected 0 to 2880 minutes."));
            }
            let procedure = match value.text("procedure") {
                None => None,
                Some(word) => Some(
                    Procedure::named(word)
                        .ok_or_else(|| at.key("procedure").reject("E_SCHEMA", "没有这个术式编号，请核对。", "No such procedure: check its id."))?,
                ),
            };
            Ok(StoryFact::Operation { kind: *kind, minutes, procedure })
        }
        id => {
            let Some(quantity) = Quantity::named(id) else {
                return Err(place.key("id").reject(
                    "E_ITEM",
                    "没有这个数据项，病例未导入。请用 sex、operation 或检查项目编号。",
                    "There is no such fact; the case was not imported. Use sex, operation, or the id of a quantity.",
                ));
            };
            let Some(number) = fact.number("value") else { return Err(at.reject("E_SCHEMA", "此处应为数字。", "Expected a number here.")) };
            quantity
                .read(number, fact.text("unit").or_else(|| quantity.row().units.first().map(|unit| unit.name)))
                .map(|value| StoryFact::Measured(quantity, value))
                .map_err(|_| {
                    place.reject(
                        "E_RANGE",
                        "数值或单位超出可信范围，未采用。请核对。",
                        "Value or unit outside what is plausible: not taken. Check it.",
                    )
                })
        }
    }
}
