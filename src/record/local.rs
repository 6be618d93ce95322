//! Local time: what the clock on the wall shows, and what a person means who writes it. Deadlines know nothing of it.
//! The zone is a question to the outside: seconds east of UTC at a moment.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Timelike};

use crate::clinical::chart::Instant;
use crate::clinical::quantity::{counted, written as written_out};
use crate::text::Lang;

/// Seconds east of UTC at milliseconds since the epoch.
pub type Zone<'a> = &'a dyn Fn(i64) -> i32;

/// The same moment as the wall clock of the zone shows it.
pub fn local(at: Instant, zone: Zone<'_>) -> Instant {
    at.with_timezone(&offset(zone(at.timestamp_millis())))
}

/// What knows the zones of the world: seconds east of UTC in a zone (IANA) at milliseconds since the epoch.
pub type East = fn(&str, i64) -> i32;

/// The clock on the wall of one hospital: its zone by name, and who knows its offsets.
#[derive(Clone)]
pub struct Wall {
    pub zone: String,
    pub east: East,
}

impl Default for Wall {
    fn default() -> Wall {
        Wall { zone: "Asia/Shanghai".into(), east: china }
    }
}

impl PartialEq for Wall {
    fn eq(&self, other: &Wall) -> bool {
        self.zone == other.zone
    }
}

impl Wall {
    /// The same moment as this clock shows it.
    pub fn of(&self, at: Instant) -> Instant {
        local(at, &|millis| (self.east)(&self.zone, millis))
    }
}

/// China has had one offset since 1991: what holds where nobody can be asked about other zones.
pub fn china(_: &str, _: i64) -> i32 {
    8 * 3600
}

/// Every time that a person reads: `11-22 08:20`, `22 Nov 08:20`, and of another year than `now` with the year. Both moments
/// as the clock on the wall shows them ([`local`]).
pub fn shown(at: Instant, now: Instant, lang: Lang) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let clock = [" ", &two(at.hour()), ":", &two(at.minute())].concat();
    let year = if at.year() == now.year() { String::new() } else { year(at) };
    match lang {
        Lang::Zh => [&*year, if year.is_empty() { "" } else { "-" }, &two(at.month()), "-", &two(at.day()), &clock].concat(),
        Lang::En => [&*counted(at.day() as usize), " ", MONTHS[at.month0() as usize], if year.is_empty() { "" } else { " " }, &year, &clock].concat(),
    }
}

/// `11-22`, and of another year than `now` with the year.
pub fn day_shown(day: NaiveDate, now: Instant) -> String {
    let date = [&*two(day.month()), "-", &two(day.day())].concat();
    if day.year() == now.year() { date } else { [&year(day), "-", &date].concat() }
}

fn two(number: u32) -> String {
    [if number < 10 { "0" } else { "" }, &counted(number as usize)].concat()
}

fn year(day: impl Datelike) -> String {
    written_out(f64::from(day.year()), 0)
}

/// The moment that a wall clock shows. In the hour that a change of the clocks repeats it is the first of the two; one
/// that the change leaves out is read as if the clocks had not yet changed.
pub fn meant(wall: NaiveDateTime, zone: Zone<'_>) -> Instant {
    let as_if_utc = wall.and_utc().timestamp_millis();
    let at = |seconds: i32| as_if_utc - i64::from(seconds) * 1000;
    // A day on either side has seen or not yet seen the change.
    let (before, after) = (zone(as_if_utc - 86_400_000), zone(as_if_utc + 86_400_000));
    let fits = |seconds: &i32| zone(at(*seconds)) == *seconds;
    let seconds = [before, after].into_iter().find(fits).unwrap_or(before);
    let millis = at(seconds);
    DateTime::from_timestamp_millis(millis).unwrap_or_default().with_timezone(&offset(zone(millis)))
}

/// `2026-11-22T08:10`, as a field of a form gives it.
pub fn written(text: &str, zone: Zone<'_>) -> Option<Instant> {
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()).map(|wall| meant(wall, zone))
}

/// `2026-11-22 08:10:05`, at the offset that the moment has. Written by hand: `chrono`'s own forms weigh more than this.
pub fn exactly(at: Instant) -> String {
    [&*year(at), "-", &two(at.month()), "-", &two(at.day()), " ", &two(at.hour()), ":", &two(at.minute()), ":", &two(at.second())].concat()
}

/// `2026-11-22`, as `chrono` writes a day.
pub fn day_written(day: NaiveDate) -> String {
    let (sign, year) = (if day.year() < 0 { "-" } else { "" }, counted(day.year().unsigned_abs() as usize));
    let sign = if day.year() > 9999 { "+" } else { sign };
    [sign, &"0000"[year.len().min(4)..], &year, "-", &two(day.month()), "-", &two(day.day())].concat()
}

/// RFC 3339 with the offset that the moment has, to the second or the millisecond. By the letter of `chrono`, which a test holds it to.
pub fn rfc3339(at: Instant, millis: bool) -> String {
    let (offset, nanos) = (at.offset().local_minus_utc(), at.nanosecond());
    // A leap second is the sixtieth.
    let (second, milli) = (at.second() + nanos / 1_000_000_000, nanos % 1_000_000_000 / 1_000_000);
    let fraction = if millis { [".", if milli < 100 { "0" } else { "" }, &two(milli)].concat() } else { String::new() };
    let minutes = (offset.unsigned_abs() + 30) / 60;
    let east = if offset < 0 { "-" } else { "+" };
    let time = [&*two(at.hour()), ":", &two(at.minute()), ":", &two(second), &fraction].concat();
    [&*day_written(at.date_naive()), "T", &time, east, &two(minutes / 60), ":", &two(minutes % 60)].concat()
}

/// The value of such a field.
pub fn field(at: Instant, zone: Zone<'_>) -> String {
    local(at, zone).format("%Y-%m-%dT%H:%M").to_string()
}

fn offset(seconds: i32) -> FixedOffset {
    FixedOffset::east_opt(seconds).unwrap_or(FixedOffset::east_opt(0).expect("zero is an offset"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Central Europe in 2026: clocks go on at 01:00 UTC of 29 March and back at 01:00 UTC of 25 October.
    fn summer(millis: i64) -> i32 {
        let of = |text: &str| text.parse::<Instant>().expect("a time").timestamp_millis();
        if (of("2026-03-29T01:00:00Z")..of("2026-10-25T01:00:00Z")).contains(&millis) { 7200 } else { 3600 }
    }

    #[test]
    fn times_are_written_as_chrono_writes_them() {
        use chrono::SecondsFormat::{Millis, Secs};
        for (text, east) in [
            ("2026-11-22T08:10:05.007+08:00", 8 * 3600),
            ("2026-01-02T03:04:05.999999999Z", 0),
            ("1999-12-31T23:59:60.5Z", 3600),
            ("0000-01-01T00:00:00-23:59", -4 * 3600 - 1800),
            ("9999-12-31T23:59:59.1-12:00", 5 * 3600 + 2700),
            ("9999-12-31T23:59:59.12+00:00", 14 * 3600),
            ("1926-06-30T23:59:59.012Z", 29_143),
            ("1926-06-30T23:59:59Z", -29_171),
            ("0000-01-01T00:00:00Z", -3600),
        ] {
            let at: Instant = text.parse().expect("a time");
            for at in [at, at.with_timezone(&offset(east))] {
                assert_eq!(rfc3339(at, true), at.to_rfc3339_opts(Millis, false));
                assert_eq!(rfc3339(at, false), at.to_rfc3339_opts(Secs, false));
                assert_eq!(day_written(at.date_naive()), at.date_naive().to_string());
            }
        }
    }

    fn check(wall: &str, expected: &str) {
        let meant = written(wall, &summer).expect("a time");
        assert_eq!(meant.to_rfc3339(), expected, "{wall}");
    }

    #[test]
    fn what_is_written_is_the_moment_that_the_clock_on_the_wall_shows() {
        check("2026-01-05T08:10", "2026-01-05T08:10:00+01:00");
        check("2026-07-05T08:10", "2026-07-05T08:10:00+02:00");
        check("2026-03-29T01:59", "2026-03-29T01:59:00+01:00");
        check("2026-03-29T03:00", "2026-03-29T03:00:00+02:00");
        // Left out by the change: the clocks had not changed.
        check("2026-03-29T02:30", "2026-03-29T03:30:00+02:00");
        // There twice: the first.
        check("2026-10-25T02:30", "2026-10-25T02:30:00+02:00");
        check("2026-10-25T03:00", "2026-10-25T03:00:00+01:00");
        check("2026-12-31T23:59", "2026-12-31T23:59:00+01:00");
        assert_eq!(written("2026-02-30T08:10", &summer), None);
        assert_eq!(written("", &summer), None);
    }

    #[test]
    fn a_time_of_another_year_is_shown_with_its_year() {
        let of = |text: &str| text.parse::<Instant>().expect("a time");
        let now = of("2026-01-02T09:00:00+08:00");
        let cases = [
            ("2026-11-02T08:05:00+08:00", "11-02 08:05", "2 Nov 08:05"),
            ("2025-12-31T23:59:00+08:00", "2025-12-31 23:59", "31 Dec 2025 23:59"),
            // In UTC it is still the year before.
            ("2025-12-31T16:30:00Z", "01-01 00:30", "1 Jan 00:30"),
        ];
        for (at, zh, en) in cases {
            let at = Wall::default().of(of(at));
            assert_eq!((shown(at, now, Lang::Zh), shown(at, now, Lang::En)), (zh.into(), en.into()));
        }
        let day = |text: &str| day_shown(text.parse().expect("a day"), now);
        assert_eq!((day("2026-03-04"), day("2024-03-04")), ("03-04".into(), "2024-03-04".into()));
    }

    #[test]
    fn a_field_reads_back_as_it_was_written() {
        for hours in 0..24 * 366 {
            let at = "2026-01-01T00:10:00Z".parse::<Instant>().expect("a time") + chrono::TimeDelta::hours(hours);
            let back = written(&field(at, &summer), &summer).expect("a time");
            // Only the repeated hour is ambiguous.
            assert!(back == at || at - back == chrono::TimeDelta::hours(1), "{at} {back}");
        }
    }
}
