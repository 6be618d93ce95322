//! What the functions answer.

use std::collections::BTreeMap;

use super::argument::{argument, chosen};
use super::rows::{is_month, not_a_month, read_episode, read_header, read_rows, read_settled, write_episode, write_settled};
use super::shapes::{COMPARE, EVALUATE, REDUCE};

use crate::interop::event::read_record;
use crate::interop::json::{Tree, Value};
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Place, Read as _, check};
use crate::interop::writing::Writing;
use crate::quality::catalogue::indicator::{Chosen, MonthOf, OPTIONS};
use crate::quality::catalogue::{NOT_COUNTED, all};
use crate::quality::contingency::{self, TestResult, written_p};
use crate::quality::count::{GroupKey, MonthSpan, PlaceCounts, Placed, count, total};
use crate::quality::distributions::{Estimate, NoFigure};
use crate::quality::episode::{SettledStay, UNKNOWN_WORD};
use crate::quality::rates::Share;
use crate::quality::sentence::sentence;
use crate::record::encounter::Encounter;
use crate::record::local::East;
use crate::text::Lang;

fn answer(result: Result<String, Rejected>) -> String {
    result.unwrap_or_else(|rejected| rejected.to_json())
}

fn lines(out: &mut Writing, name: &str, of: &Chosen) {
    out.open(name);
    for (key, lang) in [("zh", Lang::Zh), ("en", Lang::En)] {
        let lines = sentence(of, lang);
        out.texts(key, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    }
    out.end();
}

/// Every indicator with its names, its sentence, its options and its marks.
pub fn catalogue() -> String {
    let mut out = Writing::object();
    out.whole("v", 1);
    out.list("indicators");
    for indicator in all() {
        let of = Chosen::default_of(indicator);
        out.open("");
        out.text("id", indicator.id);
        out.maybe("label", indicator.label);
        out.both("name", indicator.name);
        out.text("clock", if indicator.clock == MonthOf::Discharge { "discharge" } else { "admission" });
        out.both("unit", indicator.unit.label());
        out.list("exclusions");
        for rule in indicator.exclusions {
            out.open("");
            out.text("id", rule.id);
            out.both("name", rule.name);
            out.end();
        }
        out.end();
        out.open("target");
        match indicator.target.percent {
            Some(percent) => out.whole("percent", percent.into()),
            None => out.null("percent"),
        }
        out.flag("higherIsBetter", Some(indicator.target.higher_is_better));
        out.both("whose", indicator.target.whose);
        out.end();
        out.list("options");
        for row in OPTIONS.iter().filter(|row| indicator.options.contains(&row.of)) {
            out.open("");
            out.text("word", row.word);
            out.both("default", row.default);
            out.both("chosen", row.chosen);
            out.end();
        }
        out.end();
        match indicator.ripens {
            Some(days) => out.whole("ripensAfterDays", days.into()),
            None => out.null("ripensAfterDays"),
        }
        out.list("marks");
        indicator.marks.iter().for_each(|mark| out.text("", &mark.written()));
        out.end();
        lines(&mut out, "how", &of);
        out.end();
    }
    out.end();
    out.list("notCounted");
    for (id, name, why) in NOT_COUNTED {
        out.open("");
        out.text("id", id);
        out.both("name", name);
        out.both("why", why);
        out.end();
    }
    out.end();
    out.done()
}

/// The two rows of one record: `{ v, episode, settled }`.
pub fn reduce(input: &str, east: East) -> String {
    answer(argument(input, |input, place| {
        check(input, &REDUCE, place)?;
        let (header, wall) = read_header(&input["header"], east, &place.key("header"))?;
        let sealed = read_record(&input["record"].kept(), &place.key("record")).map_err(|(rejected, _)| rejected)?;
        let seqs: BTreeMap<&str, u64> = sealed.iter().map(|sealed| (sealed.event.id.as_str(), sealed.event.seq)).collect();
        let encounter = Encounter::of(sealed.iter().map(|sealed| &*sealed.event));
        let (episode, settled) = crate::quality::reduce::reduce(&encounter, &header, &wall, &|id| seqs.get(id).copied());
        let mut out = Writing::object();
        out.whole("v", 1);
        write_episode(&mut out, "episode", &episode);
        out.list("settled");
        settled.iter().for_each(|row| write_settled(&mut out, "", row));
        out.end();
        Ok(out.done())
    }))
}

/// Both tables as stays, and what was refused of them: rows that do not read, a second row of one stay, facts of a stay that has no row.
pub fn stays(episode: &[Value], settled: &[Value], place: &Place<'_>) -> (Vec<SettledStay>, Vec<Rejected>) {
    let (at_episode, at_settled) = (place.key("episode"), place.key("settled"));
    let (rows, mut refused) = read_rows(episode, &at_episode, |row, place| Ok((read_episode(row, place)?, place.pointer())));
    let (facts, more) = read_rows(settled, &at_settled, |row, place| Ok((read_settled(row, place)?, place.pointer())));
    refused.extend(more);
    let mut found: BTreeMap<String, SettledStay> = BTreeMap::new();
    for (episode, path) in rows {
        match found.get(&episode.episode) {
            // The same row from two files is one stay.
            Some(held) if held.episode == episode => {}
            Some(_) => refused.push(Rejected::new(
                "E_CONFLICT",
                path,
                "同一住院有两行且内容不同，只计第一行。请核对来源。",
                "Two rows of one stay that differ: the first is counted. Check the source.",
            )),
            None => {
                found.insert(episode.episode.clone(), SettledStay { episode, facts: vec![] });
            }
        }
    }
    for (fact, path) in facts {
        match found.get_mut(&fact.episode) {
            // One stay in two files: a fact is counted once.
            Some(stay) if stay.facts.contains(&fact) => {}
            Some(stay) => stay.facts.push(fact),
            None => refused.push(Rejected::new(
                "E_CONFLICT",
                path,
                "此事实所属的住院在住院表中没有，未计。请补上住院表。",
                "The stay of this fact has no row in the table of stays: not counted. Add the row.",
            )),
        }
    }
    (found.into_values().collect(), refused)
}

/// The numbers of each indicator: total, and the groups asked for.
pub fn evaluate(input: &str) -> String {
    answer(argument(input, |input, place| {
        check(input, &EVALUATE, place)?;
        let at_period = place.key("period");
        let month = |key: &str| match input["period"].text(key) {
            Some(month) if is_month(month) => Ok(Some(month.to_owned())),
            Some(_) => Err(not_a_month(&at_period.key(key))),
            None => Ok(None),
        };
        let period = MonthSpan { from: month("from")?, to: month("to")? };
        let at_ids = place.key("indicators");
        let ids = input["indicators"].items();
        let asked: Vec<Chosen> = if input["indicators"].is_null() {
            all().map(Chosen::default_of).collect()
        } else {
            ids.iter().enumerate().map(|(index, id)| chosen(id.as_str().unwrap_or_default(), &at_ids.index(index))).collect::<Result<_, _>>()?
        };
        let groups: Vec<&str> = input["groupBy"].items().iter().filter_map(Tree::as_str).collect();
        let kept = |rows: &Tree<'_>| rows.items().iter().map(Tree::kept).collect::<Vec<Value>>();
        let (stays, refused) = stays(&kept(&input["episode"]), &kept(&input["settled"]), place);
        let mut out = Writing::object();
        out.whole("v", 1);
        out.whole("stays", stays.len());
        out.list("results");
        for of in &asked {
            let counted = count(of, &stays);
            out.open("");
            out.text("id", &of.id());
            out.both("name", of.indicator.name);
            out.maybe("label", of.indicator.label);
            let inside = || counted.iter().filter(|(key, _)| period.has(&key.month));
            out.flag("ripe", ripe(of, input.day("asOf"), inside().map(|(key, _)| key.month.as_str()).filter(|month| *month != UNKNOWN_WORD).max()));
            write_counts(&mut out, "total", of, &total(inside().map(|(_, counts)| counts)));
            if !groups.is_empty() {
                let mut by: BTreeMap<Vec<String>, PlaceCounts> = BTreeMap::new();
                for (key, counts) in inside() {
                    by.entry(groups.iter().map(|group| of_group(key, group).to_owned()).collect()).or_default().join(counts);
                }
                out.list("groups");
                for (key, counts) in &by {
                    out.open("");
                    out.open("by");
                    groups.iter().zip(key).for_each(|(group, word)| out.text(group, word));
                    out.end();
                    write_counts(&mut out, "counts", of, counts);
                    out.end();
                }
                out.end();
            }
            lines(&mut out, "how", of);
            out.end();
        }
        out.end();
        out.list("refused");
        refused.iter().for_each(|rejected| rejected.write(&mut out, ""));
        out.end();
        Ok(out.done())
    }))
}

/// Whether the days after the last discharge of the count are over; null where nobody said what day it is, or nothing has to ripen.
fn ripe(of: &Chosen, today: Option<chrono::NaiveDate>, last_month: Option<&str>) -> Option<bool> {
    let days = of.indicator.ripens?;
    let first = crate::interop::shape::date(&[last_month?, "-01"].concat())?;
    let after = first.checked_add_months(chrono::Months::new(1))?.checked_add_days(chrono::Days::new(days.into()))?;
    Some(today? >= after)
}

fn of_group<'a>(key: &'a GroupKey, group: &str) -> &'a str {
    match group {
        "month" => &key.month,
        "facility" => &key.facility,
        "tier" => &key.tier,
        _ => &key.department,
    }
}

fn write_counts(out: &mut Writing, name: &str, of: &Chosen, counts: &PlaceCounts) {
    out.open(name);
    let number = |out: &mut Writing, name: &str, count: u64| out.whole(name, count as usize);
    number(out, "numerator", counts.numerator());
    number(out, "denominator", counts.denominator());
    number(out, "open", counts.of(Placed::Open));
    match (Share { counted: counts.numerator(), all: counts.denominator() }).rate() {
        Ok(rate) => write_estimate(out, "rate", rate),
        Err(_) => out.null("rate"),
    }
    match counts.range() {
        Some([least, most]) => {
            out.open("range");
            out.number("least", least);
            out.number("most", most);
            out.end();
        }
        None => out.null("range"),
    }
    out.list("excluded");
    for (index, rule) in of.indicator.exclusions.iter().enumerate() {
        out.open("");
        out.text("id", rule.id);
        number(out, "count", counts.of(Placed::Excluded(index)));
        number(out, "unknown", counts.of(Placed::ExclusionUnknown(index)));
        out.end();
    }
    out.end();
    number(out, "outside", counts.of(Placed::Outside));
    number(out, "outsideUnknown", counts.of(Placed::OutsideUnknown));
    number(out, "undated", counts.of(Placed::Undated));
    number(out, "all", counts.all());
    out.end();
}

fn write_estimate(out: &mut Writing, name: &str, of: Estimate) {
    out.open(name);
    out.number("value", of.value);
    out.number("low", of.low);
    out.number("high", of.high);
    out.end();
}

/// Two shares: the difference with its interval first, then the tests.
pub fn compare(input: &str) -> String {
    answer(argument(input, |input, place| {
        check(input, &COMPARE, place)?;
        let share = |counted: &str, all: &str| {
            let share = Share { counted: input[counted].as_u64().unwrap_or_default(), all: input[all].as_u64().unwrap_or_default() };
            if share.counted > share.all {
                return Err(place.key(counted).reject("E_CONFLICT", "分子大于分母，请核对。", "More counted than there are. Check both."));
            }
            Ok(share)
        };
        let (one, other) = (share("a", "n")?, share("b", "m")?);
        if one.all.max(other.all) > 100_000_000 {
            return Err(place.reject("E_RANGE", "人数超过一亿，未计算。", "More than a hundred million: not computed."));
        }
        let mut out = Writing::object();
        out.whole("v", 1);
        match contingency::compare(one, other) {
            Ok(found) => {
                write_estimate(&mut out, "difference", found.difference);
                write_estimate(&mut out, "first", found.one);
                write_estimate(&mut out, "second", found.other);
                write_test(&mut out, "pearson", found.pearson);
                write_test(&mut out, "yates", found.yates);
                match found.fisher {
                    Some(p) => write_p(&mut out, "fisher", p),
                    None => out.null("fisher"),
                }
                out.number("smallestExpected", found.expected);
            }
            Err(why) => none(&mut out, why),
        }
        Ok(out.done())
    }))
}

fn none(out: &mut Writing, why: NoFigure) {
    out.null("difference");
    out.both("why", why.text());
}

fn write_test(out: &mut Writing, name: &str, test: Option<TestResult>) {
    match test {
        Some(test) => {
            out.open(name);
            out.number("statistic", test.statistic);
            out.number("p", test.p);
            out.text("written", &written_p(test.p));
            out.end();
        }
        None => out.null(name),
    }
}

fn write_p(out: &mut Writing, name: &str, p: f64) {
    out.open(name);
    out.number("p", p);
    out.text("written", &written_p(p));
    out.end();
}
