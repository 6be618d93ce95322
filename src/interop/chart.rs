//! The host's chart and user, from JSON to the core. A chart that is no chart is refused whole; what cannot be used of a
//! single fact is listed with its place, code and remedy, and the rest is taken (`unreadable`).

mod key;
mod shapes;

use super::facts::{SAID, read_compound, said, shape_of};
use super::json::{Tree, Value};
use super::rejected::Rejected;
use super::shape::{self, Place, Read as _, Shape, check, date, part_of_date};
use super::unreadable;
use crate::clinical::chart::{Chart, Fact, FactValue, Instant, Said, Setting, Sex, Status};
use crate::clinical::contradiction::{Contradiction, contradiction, of_a_woman};
use crate::clinical::finding::CONTRAINDICATIONS;
use crate::clinical::instrument::Instrument;
use crate::clinical::instruments;
use crate::clinical::quantity::{Quantity, Unit, Unusable, written};
use crate::clinical::second;
use crate::record::role::{Actor, Role};
use crate::text::find;
pub use key::{Bare, ChartKey, UnknownItem, resolve};
pub use shapes::{CHART, FACT, USER, USER_SHAPE};

/// Facts of later rules, kept as they came.
pub(super) const KEPT: &[&str] = &["transfer"];

/// A chart read: what the core may know, and what it was not given.
pub struct ReadChart {
    pub chart: Chart,
    /// What was not taken of the facts, with the index in the host's list.
    pub rejected: Vec<(usize, String, Rejected)>,
}

/// Whether a chart or a fact of it holds a key that nobody reads: then it is worth looking for it (`unknown`).
pub fn is_strange(chart: &Tree<'_>) -> bool {
    shape::is_strange(chart, &CHART)
        || chart["facts"].items().iter().any(|fact| {
            let id = fact.text("id").unwrap_or_default();
            shape::is_strange(fact, &FACT) || !KEPT.contains(&id) && shape::is_strange(&fact["value"], shape_of(id).unwrap_or(&SAID))
        })
}

/// Reads a chart whose shape was checked. `governing` tells what the bare keys of findings mean, once the rest is known.
pub fn read_chart(value: &Tree<'_>, place: &Place<'_>, governing: &dyn Fn(&Chart) -> Bare) -> Result<ReadChart, Rejected> {
    check(value, &CHART, place)?;
    let patient = &value["patient"];
    let encounter = &value["encounter"];
    let mut chart = Chart {
        sex: patient.text("sex").and_then(sex),
        birth_date: patient.text("birthDate").and_then(date),
        admitted_at: encounter.time("admittedAt"),
        setting: match encounter.text("setting") {
            Some("surgical") => Some(Setting::Surgical),
            Some("medical") => Some(Setting::Medical),
            Some("obstetric") => Some(Setting::Obstetric),
            _ => None,
        },
        outpatient: encounter.text("class") == Some("outpatient"),
        ..Chart::default()
    };
    let facts = value["facts"].items();
    let mut rejected = read_facts(facts, &place.key("facts"), &mut chart, governing);
    if patient.text("birthDate").is_some_and(part_of_date) {
        rejected.push((usize::MAX, "birthDate".into(), part_of_birth_date(&place.key("patient"))));
    }
    Ok(ReadChart { chart, rejected })
}

/// A year or a month of birth is no birthday: half of those who are born in 1956 are 70 on a day of 2026, half are not.
fn part_of_birth_date(patient: &Place<'_>) -> Rejected {
    patient.key("birthDate").reject(
        "E_SCHEMA",
        "出生日期只有年或年月，无法据此计算年龄，未采用。请直接回答年龄条目，或由HIS传入完整日期或年龄（age）。",
        "The birth date is only a year or a month, no age follows from it: not taken. Answer the items on age, or let the host send the whole date or the age.",
    )
}

/// Reads facts into `chart`: first what decides the instrument, then the findings whose bare keys depend on it.
pub fn read_facts(facts: &[Tree<'_>], place: &Place<'_>, chart: &mut Chart, governing: &dyn Fn(&Chart) -> Bare) -> Vec<(usize, String, Rejected)> {
    let mut rejected = vec![];
    let mut findings = vec![];
    for (index, fact) in facts.iter().enumerate() {
        let (rest, read) = read_part(fact, &place.index(index), &mut |refused| rejected.push((index, name(fact), refused)), read_fact);
        match read {
            Some(Some(values)) => {
                let fact = rest.as_ref().unwrap_or(fact);
                chart.facts.extend(values.into_iter().map(|value| with_provenance(value, fact, index)));
            }
            Some(None) => findings.push((index, rest)),
            // Until then nobody asks; it is read again.
            None if !second::is_here() => {}
            None => {
                let open = unreadable::left_open(fact.text("id").unwrap_or_default(), &fact["value"], index);
                chart.facts.extend(open.into_iter().map(|value| left_open(value, index)));
            }
        }
    }
    let bare = governing(chart);
    for (index, rest) in findings {
        let fact = rest.as_ref().unwrap_or(&facts[index]);
        let read = |fact: &Tree<'_>, place: &Place<'_>| read_finding(fact, place, bare);
        let (rest, read) = read_part(fact, &place.index(index), &mut |refused| rejected.push((index, name(fact), refused)), read);
        match read {
            Some(value) => chart.facts.push(with_provenance(value, rest.as_ref().unwrap_or(fact), index)),
            None => chart.facts.extend(finding_left_open(fact, bare).map(|value| left_open(value, index))),
        }
    }
    rejected
}

/// Reads a fact; what is refused in it is listed and left out, and the rest is read again. The rest, where something was
/// left out, and what was read; `None` where nothing can be.
fn read_part<T>(
    fact: &Tree<'_>,
    place: &Place<'_>,
    list: &mut dyn FnMut(Rejected),
    read: impl Fn(&Tree<'_>, &Place<'_>) -> Result<T, Rejected>,
) -> (Option<Value>, Option<T>) {
    let mut rest = None;
    let mut before = None;
    loop {
        let left = rest.as_ref().unwrap_or(fact);
        let refused = match read(left, place) {
            Ok(read) => return (rest, Some(read)),
            Err(refused) => refused,
        };
        let next = unreadable::without_the_refused(left, place, &refused);
        // What is missing because it was left out is listed already.
        if before.as_ref() != Some(&refused.path) {
            before = Some(refused.path.clone());
            list(refused);
        }
        match next {
            Some(next) => rest = Some(next),
            None => return (rest, None),
        }
    }
}

/// A value that stays open because the host's own could not be read.
fn left_open(value: FactValue, given: usize) -> Fact {
    Fact { given, status: unreadable::status(&value), ..Fact::of(value) }
}

/// What a finding or a contraindication leaves open when its value cannot be read: nobody said that there is none.
fn finding_left_open(fact: &Tree<'_>, bare: Bare) -> Option<FactValue> {
    match resolve(fact.text("id")?, bare).ok()? {
        ChartKey::Row(id) => Some(FactValue::Contraindication { id, said: Said::now(None) }),
        ChartKey::Item(instrument, item) => Some(FactValue::Finding { instrument, item, present: true }),
        ChartKey::Question(_) | ChartKey::Later => None,
    }
}

fn name(fact: &Tree<'_>) -> String {
    fact.text("id").unwrap_or_default().chars().take(64).collect()
}

/// `None`: a finding, to be read when the instrument is known.
fn read_fact(fact: &Tree<'_>, place: &Place<'_>) -> Result<Option<Vec<FactValue>>, Rejected> {
    check(fact, &FACT, place)?;
    let id = fact.text("id").unwrap_or_default();
    let value = &fact["value"];
    let at_value = place.key("value");
    let one = if let Some(quantity) = Quantity::named(id) {
        check(value, &Shape::Number, &at_value)?;
        let canonical = quantity
            .read(fact.number("value").unwrap_or(f64::NAN), fact.text("unit"))
            .map_err(|unusable| explain(quantity, unusable, fact, place))?;
        FactValue::Measured(quantity, canonical)
    } else if id == "sex" {
        check(value, &Shape::OneOf(&["female", "male"]), &at_value)?;
        match value.as_str().and_then(sex) {
            Some(sex) => FactValue::Sex(sex),
            None => return Ok(None),
        }
    } else if let Some(compound) = read_compound(id, value, &at_value) {
        return compound.map(Some);
    } else if KEPT.contains(&id) {
        FactValue::Kept(id.into())
    } else {
        return Ok(None);
    };
    Ok(Some(vec![one]))
}

fn with_provenance(value: FactValue, fact: &Tree<'_>, given: usize) -> Fact {
    Fact {
        value,
        given,
        status: if fact.text("status") == Some("suggested") { Status::Suggested } else { Status::Asserted },
        at: fact.time("at"),
        day: fact.day("at"),
        source: fact.text("source").map(str::to_owned),
    }
}

fn read_finding(fact: &Tree<'_>, place: &Place<'_>, bare: Bare) -> Result<FactValue, Rejected> {
    let id = fact.text("id").unwrap_or_default();
    let key = resolve(id, bare).map_err(|unknown| unknown.reject(&place.key("id")))?;
    let at_value = place.key("value");
    Ok(match key {
        ChartKey::Row(id) => FactValue::Contraindication { id, said: said(&fact["value"], &at_value)? },
        ChartKey::Item(instrument, item) => {
            check(&fact["value"], &Shape::Flag, &at_value)?;
            FactValue::Finding { instrument, item, present: fact["value"].as_bool() == Some(true) }
        }
        ChartKey::Question(_) | ChartKey::Later => {
            check(&fact["value"], &Shape::Flag, &at_value)?;
            FactValue::Kept(id.into())
        }
    })
}

fn sex(word: &str) -> Option<Sex> {
    match word {
        "female" => Some(Sex::Female),
        "male" => Some(Sex::Male),
        _ => None,
    }
}

fn explain(quantity: Quantity, unusable: Unusable, fact: &Tree<'_>, place: &Place<'_>) -> Rejected {
    let name = quantity.row().name;
    let maybe_mg = quantity == Quantity::Creatinine && fact.number("value").is_some_and(|given| (0.0..18.0).contains(&given));
    match unusable {
        Unusable::Unit { accepted } => {
            let list = &*accepted.iter().map(|unit: &Unit| unit.name).collect::<Vec<_>>().join(", ");
            place.key("unit").reject(
                "E_UNIT",
                [name.zh(), "：单位缺失或无法识别，未采用。可用单位：", list, "。"].concat(),
                [name.en(), ": unit missing or unknown, not taken. Accepted: ", list, "."].concat(),
            )
        }
        Unusable::OutOfRange { .. } if maybe_mg && fact.text("unit").is_some_and(|unit| find(unit, "mg").is_none()) => place.key("value").reject(
            "E_RANGE",
            "血肌酐低于18 µmol/L，未采用：单位可能为 mg/dL，请核对。",
            "Creatinine below 18 µmol/L, not taken: the unit may be mg/dL, check it.",
        ),
        Unusable::OutOfRange { min, max, unit } => {
            let (min, max) = (&*written(min, 1), &*written(max, 1));
            place.key("value").reject(
                "E_RANGE",
                [name.zh(), "：应在", min, "至", max, " ", unit, "之间，未采用。请核对数值和单位。"].concat(),
                [name.en(), ": expected ", min, " to ", max, " ", unit, ", not taken. Check value and unit."].concat(),
            )
        }
    }
}

/// Reads a user.
pub fn read_user(value: &Tree<'_>, place: &Place<'_>) -> Result<Actor, Rejected> {
    check(value, &USER, place)?;
    let field = |key: &str| value.text(key).unwrap_or_default().to_owned();
    let role = Role::named(&field("role")).ok_or_else(|| place.key("role").reject("E_SCHEMA", "未知角色。", "Unknown role."))?;
    Ok(Actor { id: field("id"), name: field("name"), role })
}

/// For a form, which must not stop at a contradiction: takes the facts that cannot be true out of the chart, so that
/// their items are open again, and lists them. A man's pregnancy goes, one that is only suggested too: nobody is asked to
/// confirm it. Of age and birth date, neither is believed.
pub fn take_out_contradictions(read: &mut ReadChart, at: Instant, place: &Place<'_>) {
    // Each round takes something out, so this ends.
    while let Some(found) = contradiction(&read.chart, at) {
        let chart = &mut read.chart;
        let (fact, name) = match found {
            Contradiction::BornAfter => {
                chart.birth_date = None;
                (usize::MAX, "birthDate")
            }
            Contradiction::SexTwice { .. } => {
                chart.sex = None;
                chart.facts.retain(|fact| !matches!(fact.value, FactValue::Sex(_)));
                (usize::MAX, "sex")
            }
            Contradiction::AgeAgainstBirthDate { .. } => {
                chart.birth_date = None;
                chart.facts.retain(|fact| !matches!(fact.value, FactValue::Measured(Quantity::Age, _)));
                (usize::MAX, "age")
            }
            Contradiction::FemaleWith { fact } => {
                chart.facts.retain(|other| other.given != fact);
                (fact, "operation")
            }
            Contradiction::MaleWith { key, fact, .. } => {
                let given = fact.unwrap_or(usize::MAX);
                chart.facts.retain(|other| other.given != given);
                (given, key.item)
            }
        };
        read.rejected.push((fact, name.into(), contradicted(&found, &instruments::PADUA, place, place)));
    }
    if read.chart.sex() == Some(Sex::Male) {
        // What was asserted is gone by now.
        read.chart.facts.retain(|fact| {
            let Some(found) = of_a_woman(fact) else { return true };
            if let Contradiction::MaleWith { key, .. } = &found {
                read.rejected.push((fact.given, key.item.into(), contradicted(&found, &instruments::PADUA, place, place)));
            }
            false
        });
    }
}

/// A contradiction in words, at its place: `chart` and `answers` name where the two were handed in.
pub fn contradicted(contradiction: &Contradiction, instrument: &Instrument, chart: &Place<'_>, answers: &Place<'_>) -> Rejected {
    match contradiction {
        Contradiction::MaleWith { key, label, fact } => {
            let qualified = [key.instrument, ".", key.item].concat();
            let bare = [instrument.id, CONTRAINDICATIONS].contains(&key.instrument);
            let (facts, item) = (chart.key("facts"), answers.key(if bare { key.item } else { &qualified }));
            let place = fact.map_or(item, |fact| facts.index(fact));
            place.reject(
                "E_CONFLICT",
                ["性别为男，不能有“", label.zh(), "”。请核对性别或该条目。"].concat(),
                ["Male, so \"", label.en(), "\" cannot be. Check the sex or the item."].concat(),
            )
        }
        Contradiction::SexTwice { fact } => {
            chart.key("facts").index(*fact).reject("E_CONFLICT", "性别前后不一致。请核对HIS数据。", "Two sexes are given. Check the host's data.")
        }
        Contradiction::FemaleWith { fact } => chart.key("facts").index(*fact).reject(
            "E_CONFLICT",
            "性别为女，不能有前列腺手术。请核对HIS数据。",
            "Female, so an operation on the prostate cannot be. Check the host's data.",
        ),
        Contradiction::BornAfter => chart.key("patient").key("birthDate").reject(
            "E_CONFLICT",
            "出生日期晚于评估时间，或年龄超过130岁。请核对HIS数据。",
            "The birth date is after the time of assessment, or more than 130 years before it. Check the host's data.",
        ),
        Contradiction::AgeAgainstBirthDate { fact } => chart.key("facts").index(*fact).reject(
            "E_CONFLICT",
            "年龄与出生日期相差一年以上。请核对HIS数据。",
            "Age and birth date differ by more than a year. Check the host's data.",
        ),
    }
}
