//! Headers and rows between JSON and the quality tables. A row is read whole or refused with its place, never with its value, and a
//! refused row changes no other.

use super::shapes::{EPISODE, HEADER, SETTLED};
use crate::interop::json::{Tree, Value};
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Place, Read as _, check};
use crate::interop::writing::Writing;
use crate::quality::criterion::FactColumn;
use crate::quality::episode::{EpisodeRow, FactKind, MOST_YEARS, NONE_WORD, Precision, SettledRow, Stretch, TABLES_VERSION, UNKNOWN, UNKNOWN_WORD};
use crate::quality::reduce::{Header, ToldMoment};
use crate::record::local::{Wall, meant};

fn refuse_newer(value: &Tree<'_>, place: &Place<'_>) -> Result<(), Rejected> {
    match value["v"].as_u64() {
        Some(version) if version > TABLES_VERSION => Err(place.key("v").reject(
            "E_PROTOCOL",
            "此表由更新的版本写成，未读取。请升级后再试。",
            "Written by a newer version: not read. Upgrade and try again.",
        )),
        _ => Ok(()),
    }
}

/// Reads a header, with the wall clock that it names. `east` knows the zones.
pub fn read_header(value: &Tree<'_>, east: crate::record::local::East, place: &Place<'_>) -> Result<(Header, Wall), Rejected> {
    refuse_newer(value, place)?;
    check(value, &HEADER, place)?;
    let mut wall = Wall { east, ..Wall::default() };
    if let Some(zone) = value.text("timeZone") {
        zone.clone_into(&mut wall.zone);
    }
    let told = |key: &str| value.text(key).filter(|text| *text != UNKNOWN_WORD && !text.is_empty()).map(str::to_owned);
    let moment = |key: &str, precision: &str| {
        let exactly = value.text(precision).and_then(Precision::named).filter(|precision| *precision != Precision::Unknown);
        let zone = |millis| (wall.east)(&wall.zone, millis);
        match (value.time(key), value.day(key)) {
            (Some(at), _) => Some(ToldMoment { at, precision: exactly.unwrap_or(Precision::Second) }),
            (None, Some(day)) => Some(ToldMoment { at: meant(day.and_time(chrono::NaiveTime::MIN), &zone), precision: Precision::Day }),
            (None, None) => None,
        }
    };
    let size = |key: &str, least: f64, most: f64, times: f64| match value.number(key) {
        None => Ok(None),
        Some(given) if (least..=most).contains(&given) => Ok(Some((given * times).round() as u32)),
        Some(_) => Err(out_of_range(&place.key(key))),
    };
    let age = match value["age"].as_u64() {
        Some(years) => {
            Some(u16::try_from(years).ok().filter(|years| u32::from(*years) <= MOST_YEARS).ok_or_else(|| out_of_range(&place.key("age")))?)
        }
        None => None,
    };
    let header = Header {
        episode: told("episode").ok_or_else(|| without_key(&place.key("episode")))?,
        patient_key: told("patientKey"),
        facility: told("facility"),
        tier: told("tier"),
        dept_admission: told("deptAdmission"),
        dept_assessment: told("deptAssessment"),
        dept_discharge: told("deptDischarge"),
        admitted: moment("admittedAt", "admittedPrecision"),
        decided: moment("decidedAt", "decidedPrecision"),
        discharged: moment("dischargedAt", "dischargedPrecision"),
        birth_date: value.day("birthDate"),
        age,
        sex: told("sex"),
        height_mm: size("heightCm", 20.0, 260.0, 10.0)?,
        weight_g: size("weightKg", 0.2, 500.0, 1000.0)?,
        class: told("class"),
        service: told("service"),
        icu: value["icu"].as_bool(),
        vte_before: value["vteBefore"].as_bool(),
        leaving: told("leaving"),
    };
    Ok((header, wall))
}

fn out_of_range(place: &Place<'_>) -> Rejected {
    place.reject("E_RANGE", "数值超出可能的范围，请核对来源和单位。", "Outside what is possible. Check the source and the unit.")
}

fn without_key(place: &Place<'_>) -> Rejected {
    place.reject("E_SCHEMA", "没有住院标识，无法对应。请补上。", "No key of the stay: it cannot be told apart. Add it.")
}

/// A whole number of a row; absent and null are unknown.
fn whole(value: &Tree<'_>, key: &str, place: &Place<'_>) -> Result<i64, Rejected> {
    match value.number(key) {
        None => Ok(UNKNOWN),
        Some(number) if number.fract() == 0.0 && (-1.0..=9e11).contains(&number) => Ok(number as i64),
        Some(_) => Err(place.key(key).reject(
            "E_RANGE",
            "此处应为整数（未知为-1）。请核对来源。",
            "Expected a whole number here (-1 is unknown). Check the source.",
        )),
    }
}

/// Two columns that are one time. A last before the first contradicts itself.
fn stretch(value: &Tree<'_>, [first, last]: [&str; 2], place: &Place<'_>) -> Result<Stretch, Rejected> {
    let from = whole(value, first, place)?;
    let to = if value[last].is_null() { from } else { whole(value, last, place)? };
    if (from == UNKNOWN) != (to == UNKNOWN) || to < from {
        return Err(place.key(last).reject(
            "E_CONFLICT",
            "时间的两个端点矛盾（应同为-1，或后者不早于前者）。请核对来源。",
            "The two ends of this time contradict each other (both -1, or the last not before the first). Check the source.",
        ));
    }
    Ok(Stretch { first: from, last: to })
}

fn column(value: &Tree<'_>, key: &str, other: &str) -> String {
    value.text(key).filter(|text| !text.is_empty()).unwrap_or(other).to_owned()
}

/// `2026-01`, or unknown.
fn month(value: &Tree<'_>, key: &str, place: &Place<'_>) -> Result<String, Rejected> {
    let month = column(value, key, UNKNOWN_WORD);
    if month == UNKNOWN_WORD || is_month(&month) {
        return Ok(month);
    }
    Err(not_a_month(&place.key(key)))
}

pub(super) fn is_month(text: &str) -> bool {
    text.len() == 7 && crate::interop::shape::part_of_date(text)
}

pub(super) fn not_a_month(place: &Place<'_>) -> Rejected {
    place.reject("E_SCHEMA", "此处应为月份（如 2026-01）。", "Expected a month here (as 2026-01).")
}

/// Reads a row of `episode`.
pub fn read_episode(value: &Tree<'_>, place: &Place<'_>) -> Result<EpisodeRow, Rejected> {
    refuse_newer(value, place)?;
    check(value, &EPISODE, place)?;
    let told = |key: &str| column(value, key, UNKNOWN_WORD);
    let precision = |key: &str| value.text(key).and_then(Precision::named).unwrap_or(Precision::Unknown);
    let time = |columns| stretch(value, columns, place);
    Ok(EpisodeRow {
        episode: value.text("episode").filter(|key| !key.is_empty()).ok_or_else(|| without_key(&place.key("episode")))?.to_owned(),
        patient_key: told("patient_key"),
        facility: told("facility"),
        tier: told("tier"),
        dept_admission: told("dept_admission"),
        dept_assessment: told("dept_assessment"),
        dept_discharge: told("dept_discharge"),
        admitted: time(["admitted_at", "admitted_last"])?,
        admitted_precision: precision("admitted_precision"),
        admitted_day: told("admitted_day"),
        admitted_month: month(value, "admitted_month", place)?,
        decided: time(["decided_at", "decided_last"])?,
        discharged: time(["discharged_at", "discharged_last"])?,
        discharged_precision: precision("discharged_precision"),
        discharged_day: told("discharged_day"),
        discharged_month: month(value, "discharged_month", place)?,
        stay: time(["stay_least", "stay_most"])?,
        age: match whole(value, "age", place)? {
            years if years > i64::from(MOST_YEARS) => return Err(out_of_range(&place.key("age"))),
            years => years,
        },
        sex: told("sex"),
        height_mm: whole(value, "height_mm", place)?,
        weight_g: whole(value, "weight_g", place)?,
        class: told("class"),
        service: told("service"),
        icu: told("icu"),
        vte_before: told("vte_before"),
        leaving: told("leaving"),
        flaws: column(value, "flaws", NONE_WORD),
    })
}

/// Reads a row of `settled`.
pub fn read_settled(value: &Tree<'_>, place: &Place<'_>) -> Result<SettledRow, Rejected> {
    refuse_newer(value, place)?;
    check(value, &SETTLED, place)?;
    let kind = value.text("kind").and_then(FactKind::named);
    let kind = kind.ok_or_else(|| place.key("kind").reject("E_SCHEMA", "未知的类别。", "An unknown kind."))?;
    let word = |of: FactColumn| {
        // No nurse signed, where nobody says so, is as little known as anything else of a score.
        let other = if of == FactColumn::Beside && kind != FactKind::Assessed { NONE_WORD } else { UNKNOWN_WORD };
        let word = column(value, of.id(), other);
        match of.words(kind) {
            Some(words) if !words.contains(&word.as_str()) => Err(not_listed(words, &place.key(of.id()))),
            _ => Ok(word),
        }
    };
    Ok(SettledRow {
        episode: value.text("episode").filter(|key| !key.is_empty()).ok_or_else(|| without_key(&place.key("episode")))?.to_owned(),
        kind,
        what: word(FactColumn::What)?,
        value: word(FactColumn::Value)?,
        beside: word(FactColumn::Beside)?,
        state: word(FactColumn::State)?,
        at: stretch(value, ["at", "at_last"], place)?,
        precision: value.text("precision").and_then(Precision::named).unwrap_or(Precision::Unknown),
        latest: value.text("latest") == Some("yes"),
        seq: whole(value, "seq", place)?,
    })
}

/// A word that no list of this kind has would count as no: the row is refused instead.
fn not_listed(words: &[&str], place: &Place<'_>) -> Rejected {
    let words = words.join(" | ");
    place.reject(
        "E_SCHEMA",
        format!("此类事实的这一列应为以下之一：{words}；不知道的写unknown。该行未计。"),
        format!("Of this kind this column is one of {words}; what is not known is written unknown. The row is not counted."),
    )
}

fn put(out: &mut Writing, name: &str, number: i64) {
    out.number(name, number as f64);
}

/// A row of `episode` as an object named `name`.
pub fn write_episode(out: &mut Writing, name: &str, row: &EpisodeRow) {
    out.open(name);
    episode_fields(out, row);
    out.end();
}

/// A row of `episode` as a line of NDJSON.
pub fn episode_line(row: &EpisodeRow) -> String {
    let mut out = Writing::object();
    episode_fields(&mut out, row);
    out.done()
}

fn episode_fields(out: &mut Writing, row: &EpisodeRow) {
    out.whole("v", TABLES_VERSION as usize);
    let texts = |out: &mut Writing, texts: &[(&str, &str)]| texts.iter().for_each(|(name, text)| out.text(name, text));
    texts(
        out,
        &[
            ("episode", &row.episode),
            ("patient_key", &row.patient_key),
            ("facility", &row.facility),
            ("tier", &row.tier),
            ("dept_admission", &row.dept_admission),
            ("dept_assessment", &row.dept_assessment),
            ("dept_discharge", &row.dept_discharge),
        ],
    );
    let times = |out: &mut Writing, [first, last]: [&str; 2], of: Stretch| {
        put(out, first, of.first);
        put(out, last, of.last);
    };
    times(out, ["admitted_at", "admitted_last"], row.admitted);
    texts(out, &[("admitted_precision", row.admitted_precision.id()), ("admitted_day", &row.admitted_day), ("admitted_month", &row.admitted_month)]);
    times(out, ["decided_at", "decided_last"], row.decided);
    times(out, ["discharged_at", "discharged_last"], row.discharged);
    texts(
        out,
        &[
            ("discharged_precision", row.discharged_precision.id()),
            ("discharged_day", &row.discharged_day),
            ("discharged_month", &row.discharged_month),
        ],
    );
    times(out, ["stay_least", "stay_most"], row.stay);
    put(out, "age", row.age);
    out.text("sex", &row.sex);
    put(out, "height_mm", row.height_mm);
    put(out, "weight_g", row.weight_g);
    texts(
        out,
        &[
            ("class", &row.class),
            ("service", &row.service),
            ("icu", &row.icu),
            ("vte_before", &row.vte_before),
            ("leaving", &row.leaving),
            ("flaws", &row.flaws),
        ],
    );
}

/// A row of `settled` as an object named `name`.
pub fn write_settled(out: &mut Writing, name: &str, row: &SettledRow) {
    out.open(name);
    settled_fields(out, row);
    out.end();
}

/// A row of `settled` as a line of NDJSON.
pub fn settled_line(row: &SettledRow) -> String {
    let mut out = Writing::object();
    settled_fields(&mut out, row);
    out.done()
}

fn settled_fields(out: &mut Writing, row: &SettledRow) {
    out.whole("v", TABLES_VERSION as usize);
    let texts = [
        ("episode", &*row.episode),
        ("kind", row.kind.id()),
        ("what", &row.what),
        ("value", &row.value),
        ("beside", &row.beside),
        ("state", &row.state),
    ];
    texts.into_iter().for_each(|(name, text)| out.text(name, text));
    put(out, "at", row.at.first);
    put(out, "at_last", row.at.last);
    out.text("precision", row.precision.id());
    out.text("latest", if row.latest { "yes" } else { "no" });
    put(out, "seq", row.seq);
}

/// Rows of one table that were read, and what was refused of the others.
pub fn read_rows<T>(rows: &[Value], place: &Place<'_>, read: impl Fn(&Value, &Place<'_>) -> Result<T, Rejected>) -> (Vec<T>, Vec<Rejected>) {
    let (mut taken, mut refused) = (Vec::with_capacity(rows.len()), vec![]);
    for (index, row) in rows.iter().enumerate() {
        match read(row, &place.index(index)) {
            Ok(row) => taken.push(row),
            Err(rejected) => refused.push(rejected),
        }
    }
    (taken, refused)
}
