//! `score` of an instrument that no form shows (`instruments::SCORED`), and what `instruments` says of how it reads. Stands in
//! the second part of the program. The answer is a set for each reading: what the open items still allow.

use super::chart::{Bare, contradicted, read_facts, resolve};
use super::json::Tree;
use super::question::{SCORE, issues, told_at, unanswered, unread, without_a_time};
use super::rejected::Rejected;
use super::shape::{MAX_BYTES, Place, Read as _, Shape, check, read as read_text};
use super::writing::Writing;
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::chart::{Chart, FactValue, Sex};
use crate::clinical::contradiction::Contradiction;
use crate::clinical::finding::Key;
use crate::clinical::instrument::{From, Instrument};
use crate::clinical::instruments::{halves, scored};
use crate::clinical::outcome::{Cut, CutsOf, Reading};
use crate::clinical::possible::{Readout, read};
use crate::clinical::second;
use crate::clinical::sheet::{Sheet, fill};
use crate::text::{Text, text};

const ONE_AT_MOST: Text =
    text!("同组中至多一项成立，请核对：现按分值最高的一项计分。", "At most one of the group holds: check. The highest of them counts meanwhile.",);
const ONE_HOLDS: Text = text!(
    "同组中须有且只有一项成立，请核对：仍可能的结果均已列出。",
    "Exactly one of the group holds: check. Every outcome that is still possible is listed."
);

/// `score(id, input)`.
#[inline(never)]
pub fn score(id: &str, input: &str) -> Result<String, Rejected> {
    second::is_needed();
    let place = Place::root("");
    let instrument = scored(id).ok_or_else(|| place.key("instrument").reject("E_INSTRUMENT", "未知评分。", "Unknown instrument."))?;
    let mut input = read_text(input, MAX_BYTES, &place)?;
    check(&input, &SCORE, &place)?;
    let chart = chart_of(&mut input, instrument, &place)?;
    let mut ignored = vec![];
    let answers = answers_of(&input["answers"], instrument, &place.key("answers"), &mut ignored)?;
    let at = input.time("at").or_else(|| chart.facts.iter().filter_map(told_at).max()).unwrap_or_default();
    let at_answers = place.key("answers");
    let mut sheet = fill(&chart, &answers, unanswered(&input), at).map_err(|found| contradicted(&found, instrument, &place, &at_answers))?;
    let readout = read(&sheet, &chart, at);
    // Two members of a choice are no two points of which the higher counts: both outcomes stay possible. Of any other group it does.
    let is_choice = |group: &&str| instrument.reads.is_some_and(|reads| reads.choices.contains(group));
    let (twice, doubled): (Vec<&str>, Vec<&str>) = sheet.doubled.iter().copied().partition(is_choice);
    sheet.doubled = doubled;
    let mut out = Writing::object();
    write(&mut out, &sheet, &readout);
    out.list("issues");
    issues(&mut out, &sheet);
    for group in twice.into_iter().chain(readout.denied.iter().copied()) {
        out.open("");
        out.text("code", "E_CONFLICT");
        out.text("path", "");
        // Of a choice one holds; of another group perhaps none.
        let is_choice = instrument.reads.is_some_and(|reads| reads.choices.contains(&group));
        out.both("message", if is_choice { ONE_HOLDS } else { ONE_AT_MOST });
        out.text("id", group);
        out.end();
    }
    for refused in ignored.iter().chain(&unread(&input)) {
        refused.write(&mut out, "");
    }
    out.end();
    Ok(out.done())
}

/// Reads the facts. A key that is qualified with this instrument means its item; one of another means what it says there.
fn chart_of(input: &mut Tree<'_>, instrument: &'static Instrument, place: &Place<'_>) -> Result<Chart, Rejected> {
    let at_facts = place.key("facts");
    if let Tree::Object(fields) = &mut *input
        && let Some(Tree::Array(facts)) = fields.get_mut("facts")
    {
        for (index, fact) in facts.iter_mut().enumerate() {
            let Tree::Object(fields) = fact else { continue };
            let id = fields.get("id").and_then(Tree::as_str).unwrap_or_default();
            let Some(item) = own_item(instrument, id).map_err(|Unknown| unknown(&at_facts.index(index).key("id")))? else { continue };
            if is_a_quantity(instrument, item) {
                return Err(wants_a_quantity(&at_facts.index(index).key("id")));
            }
            fields.put("id", Tree::String(instrument.items[item].id.into()));
        }
    }
    let mut chart = Chart::default();
    if let Some((.., rejected)) = read_facts(input["facts"].items(), &at_facts, &mut chart, &|_| Bare::Of(instrument)).into_iter().next() {
        return Err(rejected);
    }
    let asks = |of: &dyn Fn(From) -> bool| instrument.items.iter().any(|item| of(item.from));
    let in_time = |fact: &FactValue| match fact {
        FactValue::Icu { .. } => asks(&|from| matches!(from, From::IntensiveCare | From::IntensiveCareStay)),
        FactValue::Dialysis { from: begun, to } => {
            begun.or(*to).is_some() && asks(&|from| matches!(from, From::CreatinineOrAsked(_) | From::ClearanceBelow(_)))
        }
        _ => false,
    };
    if input.time("at").is_none() && chart.facts.iter().any(|fact| in_time(&fact.value)) {
        return Err(without_a_time(place));
    }
    if chart.sex() == Some(Sex::Male) {
        for (_, fact) in chart.asserted() {
            let FactValue::Finding { instrument: of, item, present: true } = fact.value else { continue };
            if let Some(item) = instrument.items.iter().find(|held| of == instrument.id && held.id == item && held.female_only) {
                let key = Key { instrument: instrument.id, item: item.id };
                let found = Contradiction::MaleWith { key, label: item.label, fact: Some(fact.given) };
                return Err(contradicted(&found, instrument, place, &place.key("answers")));
            }
        }
    }
    Ok(chart)
}

/// Reads the answers. What belongs to another instrument is listed and not taken: one word has other definitions elsewhere.
fn answers_of(value: &Tree<'_>, instrument: &'static Instrument, place: &Place<'_>, ignored: &mut Vec<Rejected>) -> Result<Answers, Rejected> {
    let mut answers = Answers::empty(instrument);
    for (key, answer) in value.fields() {
        let place = place.key(key);
        let Some(index) = own_item(instrument, key).map_err(|Unknown| unknown(&place))? else {
            resolve(key, Bare::Only(instrument)).map_err(|unknown| unknown.reject(&place))?;
            ignored.push(place.reject("E_ITEM", "属于其他评分，本评分未采用。", "Of another instrument: not taken by this one."));
            continue;
        };
        check(answer, &Shape::Or(&[Shape::Flag, Shape::Null]), &place)?;
        if is_a_quantity(instrument, index) && answer.as_bool().is_some() {
            return Err(wants_a_quantity(&place));
        }
        answers.cells[index] = Some(Answer::from_bool(answer.as_bool()));
    }
    Ok(answers)
}

/// A key of this instrument that names none of its items.
struct Unknown;

/// The item that a key names, bare or qualified; `None` where it is of something else.
fn own_item(instrument: &Instrument, key: &str) -> Result<Option<usize>, Unknown> {
    match halves(key) {
        Some((list, item)) if list == instrument.id => instrument.index(item).map(Some).ok_or(Unknown),
        _ => Ok(instrument.index(key)),
    }
}

fn unknown(place: &Place<'_>) -> Rejected {
    place.reject("E_ITEM", "未知条目，未采用。请核对条目编号。", "Unknown item: not taken. Check its id.")
}

fn is_a_quantity(instrument: &Instrument, item: usize) -> bool {
    matches!(instrument.items[item].from, From::Count(_))
}

fn wants_a_quantity(place: &Place<'_>) -> Rejected {
    place.reject("E_SCHEMA", "此条目按数值计分，请以数据（如age）给出。", "This item counts a quantity: give it as a fact (such as age).")
}

/// The answer, in the order of the bridge, with each reading under its own name.
fn write(out: &mut Writing, sheet: &Sheet, readout: &Readout) {
    let instrument = sheet.instrument;
    out.text("instrument", instrument.id);
    out.text("edition", instrument.edition);
    match readout.total {
        Some((floor, ceiling)) => {
            out.points("floor", floor);
            out.points("ceiling", ceiling);
        }
        None => {
            out.null("floor");
            out.null("ceiling");
        }
    }
    out.list("missing");
    for &index in &readout.missing {
        out.text("", instrument.items[index].id);
    }
    for quantity in &readout.unmeasured {
        out.text("", quantity.row().id);
    }
    out.end();
    out.open("points");
    for &(index, points) in &readout.counted {
        out.points(instrument.items[index].id, points);
    }
    out.end();
    for possible in &readout.readings {
        out.maybe(possible.reading, possible.settled().map(|outcome| outcome.id));
    }
    out.open("outcomes");
    for possible in &readout.readings {
        out.texts(possible.reading, &possible.outcomes.iter().map(|outcome| outcome.id).collect::<Vec<_>>());
    }
    out.end();
}

/// `vte-change` of a calculator: the answer of `score`, and the items that changed.
pub fn change(sheet: &Sheet, readout: &Readout, changed: &[usize]) -> String {
    let mut out = Writing::object();
    write(&mut out, sheet, readout);
    out.items("changed", sheet, changed);
    out.done()
}

/// What `instruments` says beside the items: the steps, how it reads, and whom it is not for. Of bands of one sum, nothing.
#[inline(never)]
pub fn describe(out: &mut Writing, instrument: &Instrument) {
    second::is_needed();
    let Some(reads) = instrument.reads else { return };
    out.list("phases");
    for phase in reads.phases {
        out.open("");
        out.text("id", phase.id);
        out.both("title", phase.title);
        out.texts("items", phase.items);
        out.given("unless", phase.unless);
        out.end();
    }
    out.end();
    out.texts("choices", reads.choices);
    out.list("readings");
    for reading in reads.readings {
        out.open("");
        out.text("id", reading.id);
        out.both("title", reading.title);
        out.list("outcomes");
        let mut told = vec![];
        match &reading.by {
            Reading::Sum(cuts) => told.extend(cuts.iter().map(|Cut { from, outcome }| (None, Some(*from), *outcome))),
            Reading::SumBy(rows) => {
                for CutsOf { member, cuts } in *rows {
                    told.extend(cuts.iter().map(|Cut { from, outcome }| (Some(*member), Some(*from), *outcome)));
                }
            }
            Reading::Rows(rows) => {
                for row in *rows {
                    if !told.iter().any(|(.., outcome)| *outcome == row.outcome) {
                        told.push((None, None, row.outcome));
                    }
                }
            }
        }
        for (member, from, outcome) in told {
            out.open("");
            out.text("id", outcome.id);
            out.given("chosen", member);
            if let Some(from) = from {
                out.points("from", from);
            }
            out.text("zh", outcome.label.zh());
            out.text("en", outcome.label.en());
            out.text("tone", outcome.tone.id());
            out.end();
        }
        out.end();
        out.end();
    }
    out.end();
    out.list("notFor");
    for (text, _) in reads.not_for {
        out.both("", *text);
    }
    out.end();
}
