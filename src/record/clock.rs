//! The clock of the device that signs, held against the record, the chart and the clock of the host. There is no other clock:
//! the time of an event is what its device said, and no rule here proves it. What the rules give is order. A record never
//! runs backwards by itself, a colleague whose device is a little behind is never stopped, and an event that a wrong clock has
//! put into the future is passed with a reason. Reads no clock; `at` is always an argument.

use chrono::TimeDelta;

use super::refusal::{REASON_CHARS, Refusal};
use crate::clinical::chart::{Chart, Instant};

/// D: how far two clocks of a ward may stand apart without stopping a signature or asking about it.
pub const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// D: so long nothing new was measured or signed before a device that signs is asked whether its clock is right. A long stay
/// is looked at far more often; a clock that is wrong by a year or a month is found.
pub const QUIET: TimeDelta = TimeDelta::days(30);

/// What an event says of the clock beside its time: only where that was not simply the device's.
#[derive(Clone, Debug, PartialEq)]
pub enum Clock {
    /// The event before is a little ahead of this device, so this one has the time of that; the device's own time is here.
    Device(Instant),
    /// The event before, of this time, was signed by a clock that was ahead: a person went on, and said why.
    Passed { reason: String, after: Instant },
}

impl Clock {
    /// It explains why an event at `at` is earlier than the one before it, at `before`.
    pub fn explains(&self, at: Instant, before: Instant) -> bool {
        matches!(self, Clock::Passed { reason, after } if at < before && *after == before && !reason.trim().is_empty())
    }
}

/// When the next event is signed.
#[derive(Clone, Debug, PartialEq)]
pub struct SigningTime {
    pub at: Instant,
    pub clock: Option<Clock>,
}

/// The time of an event that is signed by a device at `device` onto a record that ends at `last`; `reason` is what a person
/// gave for going on where the end of the record is far ahead. It is not needed, and not written, where it is not.
pub fn signing(last: Option<Instant>, device: Instant, reason: Option<&str>) -> Result<SigningTime, Refusal> {
    let Some(last) = last.filter(|last| device < *last) else { return Ok(SigningTime { at: device, clock: None }) };
    if last <= device + TOLERANCE {
        return Ok(SigningTime { at: last.with_timezone(device.offset()), clock: Some(Clock::Device(device)) });
    }
    match reason.map(str::trim).filter(|reason| reason.chars().count() >= REASON_CHARS) {
        Some(reason) => Ok(SigningTime { at: device, clock: Some(Clock::Passed { reason: reason.into(), after: last }) }),
        None => Err(Refusal::ClockBehind { device, last: last.with_timezone(device.offset()) }),
    }
}

/// What a person at the screen has said of the device's clock while this patient is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClockStatement {
    /// Why to go on although the record ends ahead of this device.
    pub reason: Option<String>,
    /// When the person said that the clock is right, by that clock, and how far the host's stood from it then.
    pub right: Option<(Instant, TimeDelta)>,
}

impl ClockStatement {
    /// The clock is right: what is known is not older than now, and the host's clock is the one that differs.
    pub fn is_right(&mut self, device: Instant, host: Option<TimeDelta>) {
        self.right = Some((device, host.unwrap_or_default()));
    }

    /// Whether a signature may be made at `device`, or what must be asked first. `host`: how far the host's clock is ahead.
    pub fn asks(&self, last: Option<Instant>, chart: &Chart, device: Instant, host: Option<TimeDelta>) -> Option<Refusal> {
        if let Err(refusal) = signing(last, device, self.reason.as_deref()) {
            return Some(refusal);
        }
        // A person who passed an event of the future has looked at this clock.
        if last.is_some_and(|last| last > device + TOLERANCE) {
            return None;
        }
        let agreed = self.right.map_or(TimeDelta::zero(), |(_, host)| host);
        if let Some(host) = host.filter(|host| (*host - agreed).abs() > TOLERANCE) {
            return Some(Refusal::ClockUnlikeHost { device, host: device.checked_add_signed(host).unwrap_or(device) });
        }
        // What somebody vouched for is known, so that a clock which is set again afterwards is asked about again.
        let known = newest(chart).max(last).max(self.right.map(|(at, _)| at))?;
        let far = device.signed_duration_since(known) > QUIET;
        far.then(|| Refusal::ClockAhead { device, known: known.with_timezone(device.offset()) })
    }
}

/// The newest time that the host's chart knows: of a fact, or of the admission. A fact without a time says nothing.
fn newest(chart: &Chart) -> Option<Instant> {
    let facts = (0..chart.facts.len()).filter_map(|fact| chart.since(fact));
    facts.max().max(chart.admitted_at)
}

/// A time that a person gave lies in the future.
pub fn is_ahead(time: Instant, now: Instant) -> bool {
    time > now + TOLERANCE
}

/// A time that a person gave for something that follows `earliest`, which another device may have timed: a little before it
/// is taken for the same moment, and none where it is truly earlier.
pub fn following(time: Instant, earliest: Instant) -> Option<Instant> {
    (time + TOLERANCE >= earliest).then(|| time.max(earliest.with_timezone(time.offset())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::chart::{Fact, FactValue, Status};
    use crate::clinical::quantity::Quantity;

    fn at(minutes: i64) -> Instant {
        "2026-11-22T08:00:00+08:00".parse::<Instant>().expect("a time") + TimeDelta::minutes(minutes)
    }

    const DAY: i64 = 24 * 60;

    #[test]
    fn the_end_of_the_record_may_be_five_minutes_ahead_and_no_more() {
        assert_eq!(signing(None, at(0), None), Ok(SigningTime { at: at(0), clock: None }));
        assert_eq!(signing(Some(at(0)), at(0), None), Ok(SigningTime { at: at(0), clock: None }));
        assert_eq!(signing(Some(at(5)), at(0), None), Ok(SigningTime { at: at(5), clock: Some(Clock::Device(at(0))) }));
        let beyond = at(5) + TimeDelta::milliseconds(1);
        let refused = Err(Refusal::ClockBehind { device: at(0), last: beyond });
        assert_eq!(signing(Some(beyond), at(0), None), refused);
        // Words that say nothing pass nothing.
        assert_eq!(signing(Some(beyond), at(0), Some(" 快了 ")), refused);
        let passed = Clock::Passed { reason: "那台平板快了".into(), after: beyond };
        assert_eq!(signing(Some(beyond), at(0), Some(" 那台平板快了 ")), Ok(SigningTime { at: at(0), clock: Some(passed) }));
        // A reason that is not needed is not written.
        assert_eq!(signing(Some(at(-1)), at(0), Some("那台平板快了")), Ok(SigningTime { at: at(0), clock: None }));
    }

    fn chart(admitted: Option<i64>, facts: &[Option<i64>]) -> Chart {
        let fact = |minutes: &Option<i64>| Fact {
            value: FactValue::Measured(Quantity::Weight, 64.0),
            status: Status::Asserted,
            at: minutes.map(at),
            day: None,
            source: None,
            given: 0,
        };
        Chart { admitted_at: admitted.map(at), facts: facts.iter().map(fact).collect(), ..Chart::default() }
    }

    fn asked(said: &ClockStatement, last: Option<i64>, chart: &Chart, device: i64, host: Option<i64>) -> &'static str {
        match said.asks(last.map(at), chart, at(device), host.map(TimeDelta::minutes)) {
            None => "nothing",
            Some(Refusal::ClockAhead { .. }) => "ahead",
            Some(Refusal::ClockUnlikeHost { .. }) => "host",
            Some(Refusal::ClockBehind { .. }) => "behind",
            Some(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_clock_is_asked_about_after_thirty_days_without_anything_new() {
        let said = ClockStatement::default();
        assert_eq!(asked(&said, None, &chart(None, &[None]), 0, None), "nothing");
        for (last, chart) in [(Some(0), chart(None, &[])), (None, chart(Some(0), &[])), (None, chart(Some(-DAY), &[Some(0), Some(-9), None]))] {
            assert_eq!(asked(&said, last, &chart, 30 * DAY, None), "nothing");
            assert_eq!(asked(&said, last, &chart, 30 * DAY + 1, None), "ahead");
        }
        // An event that stands far ahead is a reason to say why one goes on.
        assert_eq!(asked(&said, Some(6), &chart(Some(-90 * DAY), &[]), 0, None), "behind");
    }

    #[test]
    fn the_clock_of_the_host_may_differ_by_five_minutes_either_way() {
        let (said, chart) = (ClockStatement::default(), chart(Some(0), &[]));
        for (host, expected) in [(5, "nothing"), (-5, "nothing"), (6, "host"), (-6, "host")] {
            assert_eq!(asked(&said, None, &chart, 0, Some(host)), expected, "{host}");
        }
    }

    #[test]
    fn once_the_clock_is_said_to_be_right_it_is_asked_about_only_when_it_changes() {
        let (mut said, chart) = (ClockStatement::default(), chart(Some(0), &[]));
        said.is_right(at(40 * DAY), Some(TimeDelta::minutes(60)));
        assert_eq!(asked(&said, None, &chart, 41 * DAY, Some(62)), "nothing");
        // Set a year ahead, or by an hour against the host's.
        assert_eq!(asked(&said, None, &chart, 400 * DAY, Some(62)), "ahead");
        assert_eq!(asked(&said, None, &chart, 41 * DAY, Some(0)), "host");
    }

    #[test]
    fn who_passed_an_event_of_the_future_is_not_asked_again() {
        let said = ClockStatement { reason: Some("那台平板快了".into()), right: None };
        assert_eq!(asked(&said, Some(400 * DAY), &chart(Some(-90 * DAY), &[]), 0, Some(60)), "nothing");
    }

    #[test]
    fn a_time_a_little_before_what_it_follows_is_that_moment() {
        assert_eq!(following(at(1), at(0)), Some(at(1)));
        assert_eq!(following(at(-5), at(0)), Some(at(0)));
        assert_eq!(following(at(-6), at(0)), None);
    }
}
