//! From a record to its rows: the only way. Amendments, reviews and dropped measures are settled by the fold
//! (`record::encounter`) before anything is read here; the header says what no event says.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike};

use super::criterion::FactColumn;
use super::episode::{EpisodeRow, FactKind, MOST_YEARS, NONE_WORD, Precision, SettledRow, Stretch, UNKNOWN, UNKNOWN_WORD};
use crate::clinical::chart::Instant;
use crate::clinical::instrument::Risk;
use crate::record::encounter::{Course, Encounter, Recorded, Standing};
use crate::record::happening::{Happening, Occurrence};
use crate::record::local::{Wall, day_written, meant};

/// What no event says of a stay: from the ward's own row of the admission, or from a file of the HIS. A text that nobody gave is
/// `None` and becomes unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    pub episode: String,
    pub patient_key: Option<String>,
    pub facility: Option<String>,
    pub tier: Option<String>,
    pub dept_admission: Option<String>,
    pub dept_assessment: Option<String>,
    pub dept_discharge: Option<String>,
    /// Where the header gives none, the record's own admission and discharge stand.
    pub admitted: Option<ToldMoment>,
    pub decided: Option<ToldMoment>,
    pub discharged: Option<ToldMoment>,
    pub birth_date: Option<NaiveDate>,
    /// Completed years at admission, where no date of birth is known.
    pub age: Option<u16>,
    pub sex: Option<String>,
    pub height_mm: Option<u32>,
    pub weight_g: Option<u32>,
    pub class: Option<String>,
    pub service: Option<String>,
    pub icu: Option<bool>,
    pub vte_before: Option<bool>,
    pub leaving: Option<String>,
}

/// A moment with how exactly the source gave it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToldMoment {
    pub at: Instant,
    pub precision: Precision,
}

impl ToldMoment {
    pub fn exactly(at: Instant) -> ToldMoment {
        ToldMoment { at, precision: Precision::Second }
    }

    /// From the first second of the hour or the day of the wall clock, wherever in it the source put the time.
    fn stretch(self, wall: &Wall) -> Stretch {
        let clock = wall.of(self.at);
        let start = match self.precision {
            Precision::Day => meant(clock.date_naive().and_time(NaiveTime::MIN), &|millis| (wall.east)(&wall.zone, millis)),
            Precision::Hour => clock - TimeDelta::seconds(i64::from(clock.minute() * 60 + clock.second())),
            Precision::Second | Precision::Unknown => clock,
        };
        let first = start.timestamp();
        Stretch { first, last: first + self.precision.width() }
    }
}

/// The rows of one stay. `wall` is the clock of the hospital, by which a discharge at 00:30 belongs to its month; `seq_of` tells the
/// place of an event in the record by its id, because the fold keeps ids. Of a record without any event nothing is known: one row of each
/// asked kind says so.
pub fn reduce(encounter: &Encounter, header: &Header, wall: &Wall, seq_of: &dyn Fn(&str) -> Option<u64>) -> (EpisodeRow, Vec<SettledRow>) {
    let mut facts = Gathered { episode: &header.episode, seq_of, rows: vec![] };
    encounter.assessments.iter().for_each(|recorded| facts.assessed(recorded));
    for screen in &encounter.screens {
        let value = match screen.what.high {
            Some(true) => "high",
            Some(false) => "not_high",
            None => "open",
        };
        facts.add(FactKind::BleedingScreened, &screen.what.instrument, value, screen.at, &screen.id);
    }
    encounter.courses.iter().for_each(|course| facts.ordered(course));
    for decision in &encounter.decisions {
        if let Some(code) = &decision.what.code {
            facts.add(FactKind::Declined, NONE_WORD, code, decision.at, &decision.id);
        }
    }
    for signed in &encounter.occurrences {
        facts.happened(&signed.what, signed.when(), &signed.id);
    }
    let mut rows = latest(facts.rows);
    // A header without a record says nothing of what was done in the stay; no row would say that nothing was.
    if encounter.events == 0 {
        rows.extend(FactKind::ASKED.map(|kind| SettledRow::untold(&header.episode, kind)));
    }
    let department = encounter.assessments.first().map(|recorded| recorded.at).map(|at| at_that_time(encounter, header, at));
    (episode(encounter, header, wall, department, &rows), rows)
}

/// Where the patient lay at a moment: the last transfer before it, else where the admission was.
fn at_that_time(encounter: &Encounter, header: &Header, at: Instant) -> Option<String> {
    let before = encounter.happened(Happening::Transferred).filter(|(when, _)| *when <= at);
    let moved = before.max_by_key(|(when, _)| *when).and_then(|(_, signed)| signed.what.detail("to").map(str::to_owned));
    moved.or_else(|| admission_department(encounter, header))
}

fn admission_department(encounter: &Encounter, header: &Header) -> Option<String> {
    let told = encounter.happened(Happening::Admitted).find_map(|(_, signed)| signed.what.detail("department").map(str::to_owned));
    header.dept_admission.clone().or(told)
}

struct Gathered<'a> {
    episode: &'a str,
    seq_of: &'a dyn Fn(&str) -> Option<u64>,
    rows: Vec<SettledRow>,
}

impl Gathered<'_> {
    fn add(&mut self, kind: FactKind, what: &str, value: &str, at: Instant, event: &str) -> &mut SettledRow {
        let seq = (self.seq_of)(event).and_then(|seq| i64::try_from(seq).ok()).unwrap_or(UNKNOWN);
        self.rows.push(SettledRow {
            episode: self.episode.to_owned(),
            kind,
            what: what.to_owned(),
            value: value.to_owned(),
            beside: NONE_WORD.to_owned(),
            state: NONE_WORD.to_owned(),
            at: Stretch::exactly(at.timestamp()),
            precision: Precision::Second,
            latest: false,
            seq,
        });
        self.rows.last_mut().expect("just pushed")
    }

    fn assessed(&mut self, recorded: &Recorded) {
        let governing = recorded.governing();
        let beside = recorded.nurse().map_or(NONE_WORD, |nurse| band(nurse.band));
        let row = self.add(FactKind::Assessed, &governing.instrument, band(governing.band), recorded.at, &recorded.id);
        row.beside = beside.to_owned();
    }

    /// A measure as ordered, and the first time that it was begun.
    fn ordered(&mut self, course: &Course) {
        let (what, value) = (course.measure.id.as_str().to_owned(), course.measure.kind.id());
        if let Some(plan) = &course.plan {
            let state = match course.standing() {
                _ if course.begun().is_some() => "begun",
                // Dropped, or refused for good, before it was begun.
                Standing::Withdrawn | Standing::Ended { .. } => "withdrawn",
                _ if !course.measure.conditional_on.is_empty() => "conditional",
                _ => "firm",
            };
            let row = self.add(FactKind::Ordered, &what, value, course.since, plan);
            row.state = state.to_owned();
        }
        if let Some(first) = course.changes.iter().find(|step| step.started) {
            self.add(FactKind::Given, &what, value, first.change.at, &first.id);
        }
    }

    fn happened(&mut self, what: &Occurrence, at: Instant, event: &str) {
        let detail = |field: &str, other: &'static str| what.detail(field).unwrap_or(other).to_owned();
        match what.what {
            Happening::Admitted | Happening::Discharged => {}
            Happening::Operated => {
                // Without a word it is an operation, as the event has it (docs/for-hosts/schema/event.json).
                let class = FactColumn::Value.listed(FactKind::Operated, what.detail("class").unwrap_or("operation"));
                let row = self.add(FactKind::Operated, NONE_WORD, class, what.ended_at.unwrap_or(at), event);
                // It was over some time after it began; nobody says when.
                if what.ended_at.is_none() {
                    (row.at, row.precision) = (Stretch::UNKNOWN, Precision::Unknown);
                }
            }
            Happening::Transferred => {
                self.add(FactKind::Transferred, NONE_WORD, &detail("to", UNKNOWN_WORD), at, event);
            }
            Happening::VteSuspected => {
                let state = if what.is_withdrawn() { "withdrawn" } else { "standing" };
                self.add(FactKind::Suspected, &detail("site", UNKNOWN_WORD), NONE_WORD, at, event).state = state.to_owned();
            }
            Happening::VteConfirmed => {
                // The fields are free text on the wire: a word that no criterion knows is not known, and not "elsewhere" or "never".
                let site = FactColumn::What.listed(FactKind::Confirmed, what.detail("site").unwrap_or(UNKNOWN_WORD));
                let onset = FactColumn::Value.listed(FactKind::Confirmed, what.detail("onset").unwrap_or("not_stated"));
                self.add(FactKind::Confirmed, site, onset, at, event);
            }
            Happening::VteExcluded => {
                self.add(FactKind::ExcludedVte, NONE_WORD, NONE_WORD, at, event);
            }
            Happening::PathwayStep => {
                self.add(FactKind::PathwayStep, &detail("step", UNKNOWN_WORD), NONE_WORD, at, event);
            }
            Happening::Referral => {
                self.add(FactKind::Referral, &detail("state", UNKNOWN_WORD), NONE_WORD, at, event);
            }
        }
    }
}

fn band(risk: Option<Risk>) -> &'static str {
    risk.map_or("open", Risk::id)
}

/// Marks the last row of each kind: of the latest time, and of the same time the one that was signed last.
fn latest(mut rows: Vec<SettledRow>) -> Vec<SettledRow> {
    for kind in FactKind::ALL {
        let last = (0..rows.len()).filter(|index| rows[*index].kind == kind).max_by_key(|index| (rows[*index].at.first, rows[*index].seq, *index));
        if let Some(last) = last {
            rows[last].latest = true;
        }
    }
    rows
}

fn episode(encounter: &Encounter, header: &Header, wall: &Wall, assessed: Option<Option<String>>, rows: &[SettledRow]) -> EpisodeRow {
    let told = |text: &Option<String>| text.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| UNKNOWN_WORD.to_owned());
    let flag = |flag: Option<bool>| flag.map_or(UNKNOWN_WORD, |flag| if flag { "yes" } else { "no" }).to_owned();
    let moment = |header: Option<ToldMoment>, record: Option<Instant>| header.or(record.map(ToldMoment::exactly));
    let admission = moment(header.admitted, encounter.admitted_at());
    let discharge = moment(header.discharged, encounter.discharged_at());
    let stretch = |moment: Option<ToldMoment>| moment.map_or(Stretch::UNKNOWN, |told| told.stretch(wall));
    let (admitted, discharged) = (stretch(admission), stretch(discharge));
    let day = |moment: Option<ToldMoment>| moment.map(|told| wall.of(told.at).date_naive());
    let (admitted_day, discharged_day) = (day(admission), day(discharge));
    let mut flaws = vec![];
    let mut stay = match (admitted.is_known(), discharged.is_known()) {
        (true, true) => Stretch { first: discharged.first - admitted.last, last: discharged.last - admitted.first },
        _ => Stretch::UNKNOWN,
    };
    if stay != Stretch::UNKNOWN && stay.last < 0 {
        flaws.push("discharge_before_admission");
        stay = Stretch::UNKNOWN;
    }
    // Nobody stays for less than nothing; and -1 is the unknown.
    stay.first = if stay == Stretch::UNKNOWN { UNKNOWN } else { stay.first.max(0) };
    if !admitted.is_known() {
        flaws.push("admission_unknown");
    }
    let age = match (header.birth_date, admitted_day, header.age) {
        (Some(born), Some(day), _) => match day.years_since(born) {
            Some(years) if years <= MOST_YEARS => i64::from(years),
            years => {
                flaws.push(if years.is_some() { "older_than_130" } else { "born_after_admission" });
                UNKNOWN
            }
        },
        (_, _, Some(age)) => i64::from(age),
        _ => UNKNOWN,
    };
    if discharged.is_known() && rows.iter().any(|row| row.at.first > discharged.last && row.kind != FactKind::Confirmed) {
        flaws.push("events_after_discharge");
    }
    let transfers = encounter.happened(Happening::Transferred).max_by_key(|(at, _)| *at);
    let moved = transfers.and_then(|(_, signed)| signed.what.detail("to").map(str::to_owned));
    let dept_admission = admission_department(encounter, header);
    EpisodeRow {
        episode: header.episode.clone(),
        patient_key: told(&header.patient_key),
        facility: told(&header.facility),
        tier: told(&header.tier),
        dept_assessment: told(&header.dept_assessment.clone().or(assessed.flatten())),
        dept_discharge: told(&header.dept_discharge.clone().or(moved).or(dept_admission.clone())),
        dept_admission: told(&dept_admission),
        admitted,
        admitted_precision: admission.map_or(Precision::Unknown, |told| told.precision),
        admitted_month: month(admitted_day),
        admitted_day: civil(admitted_day),
        decided: stretch(header.decided),
        discharged,
        discharged_precision: discharge.map_or(Precision::Unknown, |told| told.precision),
        discharged_month: month(discharged_day),
        discharged_day: civil(discharged_day),
        stay,
        age,
        sex: told(&header.sex),
        height_mm: header.height_mm.map_or(UNKNOWN, i64::from),
        weight_g: header.weight_g.map_or(UNKNOWN, i64::from),
        class: told(&header.class),
        service: told(&header.service),
        icu: flag(header.icu),
        vte_before: flag(header.vte_before),
        leaving: told(&header.leaving),
        flaws: if flaws.is_empty() { NONE_WORD.to_owned() } else { flaws.join(" ") },
    }
}

fn civil(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| UNKNOWN_WORD.to_owned(), day_written)
}

fn month(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| UNKNOWN_WORD.to_owned(), |day| day_written(day)[..7].to_owned())
}
