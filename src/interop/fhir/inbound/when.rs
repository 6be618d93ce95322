//! Dates and times of any precision. A year, a month and a day are what they say: an interval, with a first and a last
//! instant. Nothing is rounded away, and no precision is made up.

use std::borrow::Cow;

use chrono::{Datelike as _, Days, Months, NaiveDate, TimeDelta};

use crate::clinical::chart::{Chart, Instant, begins};
use crate::interop::json::Value;
use crate::interop::shape::{Read as _, date, time};

/// How precisely a moment is told.
#[derive(Clone, Debug, PartialEq)]
enum Told {
    /// An instant, as it was written.
    Instant(String),
    Day,
    /// A month, a year, or an age.
    Coarse,
    /// A time without an offset: somewhere within a day and a half. It tells what was certainly before, and nothing else.
    Local,
}

/// A moment as it is told: not before `earliest` and not after `latest`.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldTime {
    pub earliest: Instant,
    pub latest: Instant,
    told: Told,
}

impl ToldTime {
    /// What a chart takes as an instant.
    pub fn instant(&self) -> Option<&str> {
        match &self.told {
            Told::Instant(text) => Some(text),
            Told::Day | Told::Coarse | Told::Local => None,
        }
    }

    /// What a chart takes as a moment: an instant or a civil date.
    pub fn moment(&self) -> Option<String> {
        match &self.told {
            Told::Instant(text) => Some(text.clone()),
            Told::Day => Some(self.earliest.date_naive().to_string()),
            Told::Coarse | Told::Local => None,
        }
    }

    /// The same, where a value must not be younger than it is: the first day of a month or year.
    pub fn at_the_earliest(&self) -> String {
        self.moment().unwrap_or_else(|| self.earliest.date_naive().to_string())
    }

    /// Only a month, a year or an age is told.
    pub fn is_coarse(&self) -> bool {
        matches!(self.told, Told::Coarse | Told::Local)
    }

    /// A time without an offset.
    pub fn is_local(&self) -> bool {
        self.told == Told::Local
    }
}

/// One FHIR `date`, `dateTime` or `instant`.
pub fn read(text: &str) -> Option<ToldTime> {
    let whole: Cow<'_, str> = match text.get(16..) {
        // Some senders leave out the seconds.
        Some(zone) if text.as_bytes().get(10) == Some(&b'T') && (zone == "Z" || zone.starts_with(['+', '-'])) => {
            [&text[..16], ":00", zone].concat().into()
        }
        _ => text.into(),
    };
    if let Some(at) = time(&whole) {
        return Some(ToldTime { earliest: at, latest: at, told: Told::Instant(whole.into_owned()) });
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        4 if digits(text) => {
            let first = date(&[text, "-01-01"].concat())?;
            between(first, first.checked_add_months(Months::new(12))?, Told::Coarse)
        }
        7 => {
            let first = date(&[text, "-01"].concat())?;
            between(first, first.checked_add_months(Months::new(1))?, Told::Coarse)
        }
        // Nobody reads it as UTC.
        _ if text.as_bytes().get(10) == Some(&b'T') => {
            let day = date(text.get(..10)?)?;
            between(day.checked_sub_days(Days::new(1))?, day.checked_add_days(Days::new(2))?, Told::Local)
        }
        10 => {
            let day = date(text)?;
            between(day, day.checked_add_days(Days::new(1))?, Told::Day)
        }
        _ => None,
    }
}

/// From the beginning of a civil day to the beginning of another, in China.
fn between(first: NaiveDate, next: NaiveDate, told: Told) -> Option<ToldTime> {
    let zone = Chart::default().offset();
    Some(ToldTime { earliest: begins(first, zone)?, latest: begins(next, zone)? - TimeDelta::seconds(1), told })
}

/// The beginning of what a resource is about, and the end of it.
pub struct Span {
    /// Where it stands in the resource.
    pub field: &'static str,
    pub begin: ToldTime,
    /// The last instant at which it can have begun or still been going on.
    pub latest: Instant,
    /// The end of a period, where it is told.
    pub end: Option<ToldTime>,
}

/// The kinds of a choice that tell a date; others (a text, a range) are `unread`.
pub struct DateChoice {
    date_time: &'static str,
    instant: &'static str,
    period: &'static str,
    timing: &'static str,
    unread: [&'static str; 3],
}

pub const EFFECTIVE: DateChoice = DateChoice {
    date_time: "effectiveDateTime",
    instant: "effectiveInstant",
    period: "effectivePeriod",
    timing: "effectiveTiming",
    unread: ["", "", ""],
};
pub const PERFORMED: DateChoice = DateChoice {
    date_time: "performedDateTime",
    instant: "",
    period: "performedPeriod",
    timing: "",
    unread: ["performedString", "performedAge", "performedRange"],
};
/// The same in R5.
pub const OCCURRENCE: DateChoice = DateChoice {
    date_time: "occurrenceDateTime",
    instant: "",
    period: "occurrencePeriod",
    timing: "occurrenceTiming",
    unread: ["occurrenceString", "occurrenceAge", "occurrenceRange"],
};
pub const ONSET: DateChoice =
    DateChoice { date_time: "onsetDateTime", instant: "", period: "onsetPeriod", timing: "", unread: ["onsetString", "onsetRange", "onsetAge"] };

impl DateChoice {
    /// What is told of it, if it can be read.
    pub fn of(&self, resource: &Value) -> Option<Span> {
        for field in [self.date_time, self.instant] {
            if let Some(when) = resource.text(field).and_then(read) {
                return Some(Span { field, latest: when.latest, begin: when, end: None });
            }
        }
        let period = &resource[self.period];
        let (start, end) = (period.text("start").and_then(read), period.text("end").and_then(read));
        if let Some(begin) = start.or(end.clone()) {
            let latest = end.as_ref().map_or(begin.latest, |end| end.latest.max(begin.latest));
            return Some(Span { field: self.period, begin, latest, end });
        }
        let events = resource[self.timing]["event"].items().iter().filter_map(|event| read(event.as_str()?));
        // A value of several times is as old as the first of them.
        let first = events.min_by_key(|when| when.earliest)?;
        Some(Span { field: self.timing, latest: first.latest, begin: first, end: None })
    }

    /// A field that is there and of which no date could be read.
    pub fn unread(&self, resource: &Value) -> Option<&'static str> {
        let [one, two, three] = self.unread;
        let fields = [self.date_time, self.instant, self.period, self.timing, one, two, three];
        fields.into_iter().find(|field| resource.get(field).is_some_and(|value| !value.is_null()))
    }
}

/// The year of life that an `Age` names, of somebody born on this day.
pub fn at_age(age: &Value, born: Option<NaiveDate>) -> Option<ToldTime> {
    let years = age.number("value").filter(|years| (0.0..150.0).contains(years))?;
    if !matches!(age.text("code").or(age.text("unit")), Some("a" | "year" | "years" | "yr" | "岁")) {
        return None;
    }
    let first = born?.checked_add_months(Months::new(12 * years.floor() as u32))?;
    between(first, first.checked_add_months(Months::new(12))?, Told::Coarse)
}

/// A date of birth is a whole date or it is told to be none.
pub fn is_partial_date(text: &str) -> bool {
    read(text).is_some_and(|when| when.is_coarse() && !when.is_local() && when.earliest.year() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(text: &str) -> (String, String) {
        let when = read(text).expect("a date");
        (when.earliest.to_rfc3339(), when.latest.to_rfc3339())
    }

    #[test]
    fn a_date_of_any_precision_is_an_interval() {
        assert_eq!(ends("2019"), ("2019-01-01T00:00:00+08:00".into(), "2019-12-31T23:59:59+08:00".into()));
        assert_eq!(ends("2024-02"), ("2024-02-01T00:00:00+08:00".into(), "2024-02-29T23:59:59+08:00".into()));
        assert_eq!(ends("2026-11-22"), ("2026-11-22T00:00:00+08:00".into(), "2026-11-22T23:59:59+08:00".into()));
        assert_eq!(ends("2026-11-22T00:10:00Z").0, "2026-11-22T00:10:00+00:00");
        assert_eq!(read("2026-11-22T08:10+08:00").and_then(|when| when.moment()), Some("2026-11-22T08:10:00+08:00".into()));
        let local = read("2026-11-22T08:10:00").expect("a day and a half");
        assert!(local.is_local() && local.moment().is_none() && local.instant().is_none());
        for bad in ["", "196", "19x6", "2026-13", "2026-02-30", "yesterday", "二〇二六", "2026-11-22 08:00"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
