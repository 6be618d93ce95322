//! Due times against a calendar written a second time, without the library: minutes since 1970 counted from civil dates
//! by hand, and each trigger as one plain question to a list of lines. Ten thousand random admissions, each event at an
//! offset of its own, so that a deadline that moved with the clocks would show.
#![cfg(not(target_family = "wasm"))]

#[path = "support/ward.rs"]
mod ward;

use virchow::clinical::chart::Instant;
use virchow::clinical::dosing::{Dose, Frequency};
use virchow::clinical::instrument::{Points, Risk};
use virchow::clinical::waits::DueTimes;
use virchow::record::assessment::Assessment;
use virchow::record::due::{self, Expected, TaskState};
use virchow::record::encounter::Encounter;
use virchow::record::event::{BleedingScreen, Body, Change, ContraindicationLine, Declined, Event, MeasureLine, Plan, SignedText, Watch};
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::measure::MeasureKind;
use virchow::record::role::Role;
use ward::actor;

// ---- a calendar of its own -----------------------------------------------------------------------------------------

/// Minutes from 1970 to a civil date and time at an offset, month by month.
fn minutes(year: i64, month: i64, day: i64, hour: i64, minute: i64, offset: i64) -> i64 {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = |year: i64| [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut days = 0;
    for year in 1970..year {
        days += if leap(year) { 366 } else { 365 };
    }
    days += lengths(year)[..month as usize - 1].iter().sum::<i64>() + day - 1;
    (days * 24 + hour) * 60 + minute - offset
}

/// The same moment as RFC 3339 at an offset, counting days down.
fn written(moment: i64, offset: i64) -> String {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let local = moment + offset;
    let (mut days, rest) = (local.div_euclid(1440), local.rem_euclid(1440));
    let mut year = 1970;
    while days >= if leap(year) { 366 } else { 365 } {
        days -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let mut month = 1;
    for length in [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let sign = if offset < 0 { '-' } else { '+' };
    let at = offset.abs();
    format!("{year:04}-{month:02}-{:02}T{:02}:{:02}:00{sign}{:02}:{:02}", days + 1, rest / 60, rest % 60, at / 60, at % 60)
}

fn instant(moment: i64, offset: i64) -> Instant {
    written(moment, offset).parse().expect("a time")
}

#[test]
fn the_calendar_of_the_test_is_a_calendar() {
    assert_eq!(minutes(1970, 1, 1, 0, 0, 0), 0);
    assert_eq!(minutes(2000, 3, 1, 0, 0, 0) - minutes(2000, 2, 28, 0, 0, 0), 2 * 1440);
    for (moment, offset) in [(minutes(2026, 11, 22, 8, 10, 480), 480), (minutes(2028, 2, 29, 23, 59, -300), -300)] {
        assert_eq!(instant(moment, offset).timestamp(), moment * 60);
    }
    assert_eq!(written(minutes(2026, 11, 22, 8, 10, 480), 480), "2026-11-22T08:10:00+08:00");
}

// ---- a stay as lines -----------------------------------------------------------------------------------------------

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Admit,
    /// Band 0 to 2, by a nurse, on the occasion of an operation or a discharge.
    Score {
        band: usize,
        nurse: bool,
        occasion: &'static str,
    },
    /// Confirmed, or changed to a band; of the score with this index.
    Review {
        of: usize,
        band: Option<usize>,
    },
    Screen {
        high: bool,
        until: Option<i64>,
    },
    /// Authorises enoxaparin from a time to a time.
    Order {
        of: usize,
        start: i64,
        stop: i64,
    },
    Decline {
        of: usize,
    },
    Start,
    Stop {
        code: &'static str,
    },
    Transfer,
    Operate {
        class: &'static str,
        end: i64,
    },
    Suspect,
    Settle {
        excluded: bool,
    },
    Discharge,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    at: i64,
    what: What,
}

/// A plain generator: the same stays on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}

const CODES: [&str; 6] = ["missed", "held", "completed", "bleeding", "patient_refused", "adverse"];

fn stay(dice: &mut Dice) -> Vec<Line> {
    let mut at = minutes(2026, 1 + dice.below(12) as i64, 1 + dice.below(28) as i64, dice.below(24) as i64, dice.below(60) as i64, 480);
    let mut lines: Vec<Line> = vec![];
    if dice.below(5) > 0 {
        lines.push(Line { at, what: What::Admit });
    }
    for _ in 0..dice.below(14) {
        at += [7, 60, 400, 1440, 2880, 5000][dice.below(6) as usize] + dice.below(90) as i64;
        let scores = lines.iter().filter(|line| matches!(line.what, What::Score { .. })).count();
        let latest = scores.checked_sub(1);
        let course = courses(&lines).into_iter().next_back().filter(|course| course.live());
        let what = match (dice.below(13), latest) {
            (0..=2, _) | (_, None) => What::Score {
                band: dice.below(3) as usize,
                nurse: dice.coin(),
                occasion: ["CONDITION_CHANGE", "PRE_OP", "PRE_DISCHARGE"][dice.below(3) as usize],
            },
            (3, Some(of)) => What::Review { of, band: dice.coin().then(|| dice.below(3) as usize) },
            (4 | 5, _) => What::Screen { high: dice.coin(), until: dice.coin().then(|| at + 30 + dice.below(900) as i64) },
            (6, Some(of)) => {
                let start = at - 100 + dice.below(1000) as i64;
                What::Order { of, start, stop: at + 60 + dice.below(9000) as i64 }
            }
            (7, Some(of)) => What::Decline { of },
            (8, _) if course.as_ref().is_some_and(|course| !course.running()) => What::Start,
            (9, _) if course.is_some() => What::Stop { code: CODES[dice.below(6) as usize] },
            (8 | 9, _) => What::Suspect,
            (10, _) => What::Transfer,
            (11, _) => What::Operate { class: ["operation", "invasive", "neuraxial"][dice.below(3) as usize], end: at - dice.below(5) as i64 },
            (_, _) if suspected(&lines) => What::Settle { excluded: dice.coin() },
            (_, _) => What::Transfer,
        };
        lines.push(Line { at, what });
    }
    if dice.below(4) == 0 {
        lines.push(Line { at: at + 1 + dice.below(3000) as i64, what: What::Discharge });
    }
    lines
}

fn suspected(lines: &[Line]) -> bool {
    let last = lines.iter().rev().find(|line| matches!(line.what, What::Suspect | What::Settle { .. }));
    last.is_some_and(|line| line.what == What::Suspect)
}

const BANDS: [Risk; 3] = [Risk::Low, Risk::Moderate, Risk::High];

fn assessment(band: usize, occasion: &str) -> Assessment {
    Assessment {
        instrument: "caprini".into(),
        edition: "2005".into(),
        timepoint: occasion.into(),
        answers: vec![],
        floor: Points::whole(band as i16),
        ceiling: Points::whole(band as i16),
        band: Some(BANDS[band]),
        sub_band: None,
        suggestions: String::new(),
    }
}

fn events(lines: &[Line], dice: &mut Dice) -> Vec<Event> {
    let mut scores: Vec<String> = vec![];
    let mut events = vec![];
    for (index, line) in lines.iter().enumerate() {
        // Any offset that is a clock somewhere, another one for every line.
        let mut at = |moment| instant(moment, [480, 540, -300, -240, 0, 345][dice.below(6) as usize]);
        let happened = |what| Body::Happened(Occurrence::of(what));
        let (role, body) = match line.what {
            What::Admit => (Role::Nurse, Body::admitted()),
            What::Score { band, nurse, occasion } => {
                scores.push(format!("e{index}"));
                (if nurse { Role::Nurse } else { Role::Physician }, Body::Assessed(assessment(band, occasion)))
            }
            What::Review { of, band } => {
                (Role::Physician, Body::Reviewed { of: scores[of].clone(), changed: band.map(|band| assessment(band, "CONDITION_CHANGE")) })
            }
            What::Screen { high, until } => {
                let line = |until| ContraindicationLine {
                    item: "CI_HIGH_BLEED_OP".into(),
                    value: Some(true),
                    limb: None,
                    until: Some(at(until)),
                    source: "person".into(),
                    at: None,
                    names: vec![],
                };
                let screen = BleedingScreen {
                    instrument: "cn_bleed_surgical".into(),
                    edition: "CN".into(),
                    answers: vec![],
                    contraindications: until.map(line).into_iter().collect(),
                    high: Some(high),
                    improve: None,
                };
                (Role::Nurse, Body::BleedingScreened(screen))
            }
            What::Order { of, start, stop } => {
                let drug = MeasureLine {
                    dose: Some(Dose { amount: 40.0, unit: "mg", oral: false, frequency: Frequency::Daily, from_day_4: None, reduced: false }),
                    start: Some(at(start)),
                    stop: Some(at(stop)),
                    ..MeasureLine::plain("enoxaparin".into(), MeasureKind::Drug)
                };
                let text = SignedText { zh: "每日查".into(), en: "daily".into() };
                let watch = Watch { id: "bleeding".into(), text, from: Some(at(start)), to: Some(at(stop)), every_h: Some(24) };
                let plan = Plan {
                    of: scores[of].clone(),
                    rule: None,
                    screen: None,
                    measures: vec![drug],
                    overrides: vec![],
                    monitoring: vec![watch],
                    replaces: None,
                };
                (Role::Physician, Body::PlanAuthorised(plan))
            }
            What::Decline { of } => (Role::Physician, Body::PlanDeclined(Declined { of: scores[of].clone(), code: "short_stay".into(), note: None })),
            What::Start => (
                Role::Nurse,
                Body::MeasureStarted(Change { measure: "enoxaparin".into(), at: at(line.at), code: None, informed: None, note: None, plan: None }),
            ),
            What::Stop { code } => (
                Role::Nurse,
                Body::MeasureStopped(Change {
                    measure: "enoxaparin".into(),
                    at: at(line.at),
                    code: Some(code.into()),
                    informed: None,
                    note: None,
                    plan: None,
                }),
            ),
            What::Transfer => (Role::Nurse, happened(Happening::Transferred)),
            What::Operate { class, end } => {
                let begun = line.at - 5;
                let occurrence = Occurrence { ended_at: Some(at(end)), ..Occurrence::of(Happening::Operated).at(at(begun)).with("class", class) };
                (Role::Physician, Body::Happened(occurrence))
            }
            What::Suspect => (Role::Nurse, happened(Happening::VteSuspected)),
            What::Settle { excluded: true } => (Role::Physician, happened(Happening::VteExcluded)),
            What::Settle { excluded: false } => (Role::Physician, happened(Happening::VteConfirmed)),
            What::Discharge => (Role::Physician, happened(Happening::Discharged)),
        };
        events.push(Event { id: format!("e{index}"), seq: index as u64 + 1, at: at(line.at), by: actor(role), body, clock: None });
    }
    events
}

// ---- the oracle ----------------------------------------------------------------------------------------------------

/// A course of the one drug, retold.
#[derive(Clone, Debug)]
struct Drug {
    ordered: i64,
    plan: usize,
    start: i64,
    stop: i64,
    dropped: bool,
    /// Line, time, and the code of a stop.
    log: Vec<(usize, i64, Option<&'static str>)>,
}

impl Drug {
    fn ended(&self) -> Option<i64> {
        let over = |code: &str| !matches!(code, "missed" | "held");
        self.log.iter().rev().find_map(|(_, at, code)| code.filter(|code| over(code)).map(|_| *at))
    }

    fn begun(&self) -> Option<i64> {
        self.log.iter().find(|(_, _, code)| code.is_none()).map(|(_, at, _)| *at)
    }

    fn live(&self) -> bool {
        self.ended().is_none() && (!self.dropped || self.begun().is_some())
    }

    fn running(&self) -> bool {
        self.log.iter().rev().find(|(_, _, code)| *code != Some("missed")).is_some_and(|(_, _, code)| code.is_none())
    }
}

fn courses(lines: &[Line]) -> Vec<Drug> {
    let mut all: Vec<Drug> = vec![];
    for (index, line) in lines.iter().enumerate() {
        let live = all.iter_mut().rev().find(|drug| drug.live());
        match (line.what, live) {
            (What::Order { start, stop, .. }, Some(drug)) => (drug.plan, drug.start, drug.stop, drug.dropped) = (index, start, stop, false),
            (What::Order { start, stop, .. }, None) => {
                all.push(Drug { ordered: line.at, plan: index, start, stop, dropped: false, log: vec![] });
            }
            (What::Decline { .. }, Some(drug)) if drug.begun().is_none() => drug.dropped = true,
            (What::Start, Some(drug)) => drug.log.push((index, line.at, None)),
            (What::Stop { code }, Some(drug)) => drug.log.push((index, line.at, Some(code))),
            _ => {}
        }
    }
    all
}

type Row = (String, String, i64, String);

/// Trigger, line, deadline and standing of everything, by asking the lines.
fn oracle(lines: &[Line], now: i64, low_hours: i64) -> Vec<Row> {
    const HOUR: i64 = 60;
    let gone = lines.iter().find(|line| line.what == What::Discharge).map(|line| line.at);
    let mut rows: Vec<Row> = vec![];
    // Too late to do it still: at an operation, at a discharge, or when the next score took its place.
    let mut say = |id: &str, of: Option<usize>, opens: i64, deadline: i64, done: Option<i64>, final_: bool| {
        let standing = match done {
            Some(at) if at <= deadline => format!("done {at}"),
            Some(at) => format!("late {at}"),
            None => match gone {
                Some(gone) if gone < deadline => return,
                Some(_) => "missed".into(),
                None if now > deadline && final_ => "missed".into(),
                None if now > deadline => "overdue".into(),
                None if now >= opens => "open".into(),
                None => "waiting".into(),
            },
        };
        rows.push((id.into(), of.map_or(String::new(), |of| format!("e{of}")), deadline, standing));
    };
    let times = |wanted: &dyn Fn(What) -> bool, from: i64| lines.iter().filter(|line| wanted(line.what)).map(|line| line.at).find(|at| *at >= from);
    let score = |what: What| matches!(what, What::Score { .. });
    let screen = |what: What| matches!(what, What::Screen { .. });
    let decision = |what: What| matches!(what, What::Order { .. } | What::Decline { .. });
    let min = |all: &[Option<i64>]| all.iter().flatten().min().copied();
    let scores: Vec<usize> = (0..lines.len()).filter(|index| score(lines[*index].what)).collect();
    let band = |nth: usize| {
        let last = lines.iter().rev().find_map(|line| match line.what {
            What::Review { of, band } if of == nth => Some(band),
            _ => None,
        });
        let What::Score { band, .. } = lines[scores[nth]].what else { unreachable!() };
        last.flatten().unwrap_or(band)
    };
    let risky = |at: i64| (0..scores.len()).rev().find(|nth| lines[scores[*nth]].at <= at).is_some_and(|nth| band(nth) > 0);
    let admitted = lines.iter().find(|line| line.what == What::Admit).map(|line| line.at);
    let mut windows: Vec<i64> = vec![];
    let mut operated_before = admitted;

    for (index, line) in lines.iter().enumerate() {
        let at = line.at;
        let occasion = |id: &str, since: Option<i64>, by: i64, screens_too: bool| {
            let fits = |other: &&Line| match other.what {
                What::Score { occasion, .. } => {
                    other.at <= by && (other.at >= by - 24 * HOUR || occasion == id && since.is_none_or(|since| other.at >= since))
                }
                What::Screen { .. } => screens_too && other.at <= by && other.at >= by - 24 * HOUR,
                _ => false,
            };
            lines.iter().filter(fits).map(|other| other.at).min()
        };
        match line.what {
            What::Admit => say("ADMISSION", Some(index), at, at + 24 * HOUR, times(&score, at), false),
            What::Transfer => say("TRANSFER_IN", Some(index), at, at + 24 * HOUR, times(&score, at), false),
            What::Operate { class: "operation", end } => {
                say("PRE_OP", Some(index), at - 5 - 24 * HOUR, at - 5, occasion("PRE_OP", operated_before, at - 5, false), true);
                say("POST_OP", Some(index), end, end + 24 * HOUR, times(&score, end), false);
                operated_before = Some(end);
            }
            What::Operate { class, end } => {
                say("INVASIVE", Some(index), at - 5 - 24 * HOUR, at - 5, occasion("INVASIVE", None, at - 5, true), true);
                let shut = end + 12 * HOUR;
                if class == "neuraxial" && risky(shut) && !windows.contains(&shut) {
                    windows.push(shut);
                    say("WINDOW", Some(index), shut, shut + 6 * HOUR, min(&[times(&screen, shut), times(&decision, shut)]), false);
                }
            }
            What::Suspect => {
                let settled = times(&|what| matches!(what, What::Settle { .. }), at);
                say("SUSPECTED_VTE", Some(index), at, at + 24 * HOUR, settled, false);
            }
            What::Settle { excluded: true } => say("CONDITION_CHANGE", Some(index), at, at + 24 * HOUR, times(&score, at), false),
            What::Discharge => say("PRE_DISCHARGE", Some(index), at - 24 * HOUR, at, occasion("PRE_DISCHARGE", admitted, at, false), true),
            _ => {}
        }
    }

    for nth in 0..scores.len() {
        let (index, at) = (scores[nth], lines[scores[nth]].at);
        let What::Score { band: first_band, nurse, .. } = lines[index].what else { unreachable!() };
        let next = scores.get(nth + 1).map(|next| lines[*next].at);
        let (id, hours) = [("PERIODIC_LOW", low_hours), ("PERIODIC_MODERATE", 168), ("PERIODIC_HIGH", 72)][band(nth)];
        if hours > 0 {
            say(id, Some(index), at + hours * HOUR * 2 / 3, at + hours * HOUR, next, false);
        }
        // What the next score overtook in time is dropped; what was late by then is missed.
        let mut unless_overtaken = |id: &str, deadline: i64, done: Option<i64>, next: Option<i64>| match next {
            Some(next) if done.is_none() && next <= deadline => {}
            Some(_) if done.is_none() => say(id, Some(index), at, deadline, None, true),
            _ => say(id, Some(index), at, deadline, done, false),
        };
        let decided = lines.iter().find(|line| matches!(line.what, What::Order { of, .. } | What::Decline { of } if of == nth)).map(|line| line.at);
        if nurse && first_band > 0 {
            let reviewed = lines.iter().find(|line| matches!(line.what, What::Review { of, .. } if of == nth)).map(|line| line.at);
            let anew = lines[index + 1..].iter().find(|line| matches!(line.what, What::Score { nurse: false, .. })).map(|line| line.at);
            unless_overtaken("REVIEW", at + 24 * HOUR, min(&[reviewed, decided, anew]), next);
        }
        if band(nth) > 0 {
            let mut deadline = at + 24 * HOUR;
            if let Some(admitted) = admitted
                && nth == 0
                && admitted + 24 * HOUR >= at
            {
                deadline = deadline.min(admitted + 24 * HOUR);
            }
            unless_overtaken("BLEED_SCREEN", deadline, times(&screen, at), next);
            // A clot that was found is treated: no plan of prevention is waited for from then on.
            let confirmed = lines.iter().find(|line| matches!(line.what, What::Settle { excluded: false })).map(|line| line.at);
            if confirmed.is_none_or(|found| found > at) {
                unless_overtaken("PLAN", at + 24 * HOUR, decided, min(&[next, confirmed]));
            }
        }
    }

    let screens: Vec<usize> = (0..lines.len()).filter(|index| screen(lines[*index].what)).collect();
    for (nth, index) in screens.iter().enumerate() {
        let at = lines[*index].at;
        let What::Screen { high, until } = lines[*index].what else { unreachable!() };
        let next = screens.get(nth + 1).map(|next| lines[*next].at);
        if !risky(at) {
            continue;
        }
        let before = nth > 0 && matches!(lines[screens[nth - 1]].what, What::Screen { high: true, .. });
        if high {
            say("BLEED_HIGH", Some(*index), at + 16 * HOUR, at + 24 * HOUR, next, false);
        } else if before {
            say("BLEED_FELL", Some(*index), at, at + 24 * HOUR, times(&decision, at), false);
        }
        if let Some(until) = until
            && next.is_none_or(|next| next >= until)
            && risky(until)
            && !windows.contains(&until)
        {
            windows.push(until);
            say("WINDOW", Some(*index), until, until + 6 * HOUR, min(&[times(&screen, until), times(&decision, until)]), false);
        }
    }

    let mut monitored: Vec<Row> = vec![];
    for drug in courses(lines) {
        for (nth, (index, at, code)) in drug.log.iter().enumerate() {
            let Some(code) = code else { continue };
            if matches!(*code, "bleeding" | "adverse") {
                say("CONDITION_CHANGE", Some(*index), *at, at + 24 * HOUR, times(&score, *at), false);
            }
            if !matches!(*code, "completed" | "missed") {
                let resumed = drug.log[nth..].iter().find(|(_, _, code)| code.is_none()).map(|(_, at, _)| *at);
                say("DRUG_STOP", Some(*index), *at, at + 24 * HOUR, min(&[resumed, times(&score, *at), times(&decision, *at)]), false);
            }
        }
        let plan = Some(drug.plan);
        let waiting = drug.live() && !drug.running() && drug.log.iter().all(|(_, _, code)| *code == Some("missed"));
        if drug.begun().is_some() || waiting {
            let from = drug.start.max(drug.ordered);
            say("DRUG_START", plan, from, from + 6 * HOUR, drug.begun(), false);
        }
        let opens = drug.stop - 48 * HOUR;
        if (drug.live() || drug.ended().is_some()) && drug.ended().is_none_or(|ended| ended >= opens) {
            let from = opens.max(drug.ordered + 1);
            say("DRUG_STOP", plan, opens, drug.stop, min(&[drug.ended(), times(&score, from), times(&decision, from)]), false);
        }
        if drug.live() && gone.is_none() {
            let moved = drug.begun().map_or(0, |begun| begun - drug.start);
            let (mut day, to) = (drug.start + moved, drug.stop + moved);
            while day + 24 * HOUR <= now {
                day += 24 * HOUR;
            }
            if day <= to {
                let standing = if now >= day { "standing" } else { "waiting" };
                monitored.push(("MONITORING".into(), format!("e{}", drug.plan), day + 24 * HOUR, standing.into()));
            }
        }
    }
    rows.extend(monitored);
    rows.sort();
    rows
}

fn told(due: &due::Due) -> Row {
    let standing = match due.state {
        TaskState::Waiting => "waiting".into(),
        TaskState::Open => "open".into(),
        TaskState::Overdue => "overdue".into(),
        TaskState::Missed => "missed".into(),
        TaskState::Done { at } => format!("done {}", at.timestamp() / 60),
        TaskState::DoneLate { at } => format!("late {}", at.timestamp() / 60),
        TaskState::Standing => "standing".into(),
    };
    (due.trigger.id.into(), due.of.clone().unwrap_or_default(), due.deadline.timestamp() / 60, standing)
}

#[test]
fn ten_thousand_admissions_are_due_as_the_naive_calendar_says() {
    let mut dice = Dice(0x5eed_0017_cafe_f00d);
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let (mut events_seen, mut rows_seen) = (0, 0);
    for admission in 0..10_000 {
        let lines = stay(&mut dice);
        let mut events = events(&lines, &mut dice);
        let end = lines.last().map_or(minutes(2026, 1, 1, 0, 0, 0), |line| line.at);
        let now = end + [0, 30, 700, 1441, 3000, 12_000][dice.below(6) as usize] + dice.below(40) as i64;
        let low = [0, 168][dice.below(2) as usize];
        let mut times = DueTimes::default();
        assert!(times.set(virchow::clinical::waits::Wait::PeriodicLow, low as u16));
        let encounter = Encounter::of(&events);
        let at = instant(now, [480, -240][dice.below(2) as usize]);
        let mut rows: Vec<Row> = due::all(&encounter, &Expected::default(), &times, at).iter().map(told).collect();
        rows.sort();
        let wanted = oracle(&lines, now, low);
        assert_eq!(rows, wanted, "admission {admission} at {now}: {lines:#?}");
        // The same events an hour off on every label: nothing moves.
        for event in &mut events {
            event.at = event.at.with_timezone(&virchow_offset(event.at));
        }
        let again = Encounter::of(&events);
        let mut moved: Vec<Row> = due::all(&again, &Expected::default(), &times, at).iter().map(told).collect();
        moved.sort();
        assert_eq!(moved, rows, "a change of the clocks moved a deadline");
        events_seen += lines.len();
        rows_seen += rows.len();
        for (id, .., standing) in rows {
            *seen.entry(format!("{id} {}", standing.split(' ').next().unwrap_or_default())).or_default() += 1;
        }
    }
    println!("10000 admissions, {events_seen} events, {rows_seen} due times; {seen:?}");
    for trigger in &due::TRIGGERS {
        let count: usize = seen.iter().filter(|(key, _)| key.starts_with(&format!("{} ", trigger.id))).map(|(_, count)| count).sum();
        assert!(count > 50, "{} was seen {count} times", trigger.id);
    }
    for standing in ["waiting", "open", "overdue", "missed", "done", "late", "standing"] {
        assert!(seen.keys().any(|key| key.ends_with(standing)), "{standing}");
    }
}

/// One hour further east.
fn virchow_offset(at: Instant) -> chrono::FixedOffset {
    chrono::FixedOffset::east_opt(at.offset().local_minus_utc() + 3600).expect("an offset")
}

/// Where the chart knows what is ahead, it is due before it comes.
#[test]
fn what_the_chart_expects_is_due_ahead() {
    let at = |hours: i64| instant(minutes(2026, 3, 28, 12, 0, 60) + hours * 60, 60);
    let expected = Expected {
        admitted_at: Some(at(0)),
        operations_at: vec![at(40)],
        invasive_at: vec![at(30)],
        discharge_at: Some(at(90)),
        changes_at: vec![at(3)],
    };
    let state = |hours: i64| {
        let all = due::all(&Encounter::default(), &expected, &DueTimes::default(), at(hours));
        all.iter().map(|due| (due.trigger.id, due.state)).collect::<Vec<_>>()
    };
    use TaskState::{Missed, Open, Overdue, Waiting};
    assert_eq!(state(4), [("ADMISSION", Open), ("CONDITION_CHANGE", Open), ("INVASIVE", Waiting), ("PRE_OP", Waiting), ("PRE_DISCHARGE", Waiting)]);
    assert_eq!(
        state(41),
        [("ADMISSION", Overdue), ("CONDITION_CHANGE", Overdue), ("INVASIVE", Missed), ("PRE_OP", Missed), ("PRE_DISCHARGE", Waiting)]
    );
    // The clocks of Europe went forward in between: 24 h are 24 h.
    let deadline = due::all(&Encounter::default(), &expected, &DueTimes::default(), at(4))[0].deadline;
    assert_eq!(deadline, "2026-03-29T13:00:00+02:00".parse::<Instant>().expect("a time"));
}
