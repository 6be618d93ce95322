//! A ward of fictional patients for showing and for practice: forty stays from a seed, each lived through `decide` like a
//! real one, so that nothing on the screen could not have come about on a ward. The same seed and the same moment give the
//! same ward, to the byte. Every label, row and event says that it is a demonstration; it never mixes with a real ward.

mod chart;
mod course;
mod dice;

use chrono::TimeDelta;

use super::json::Value;
use super::record::Record;
use super::seal::{Sealed, Stamp, is_demo};
use super::shape::Read as _;
use super::ward::{AdmissionRow, Noted};
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::assess::{Assessed, Screening, assess};
use crate::clinical::bleeding::is_surgical;
use crate::clinical::bleeding::unanswered as empty_list;
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{Chart, Instant, Said};
use crate::clinical::contraindication;
use crate::clinical::formulary::Device;
use crate::clinical::instrument::{From, Instrument};
use crate::clinical::profile::Profile;
use crate::clinical::routing::{InstrumentRoute, route};
use crate::clinical::sheet::{Sheet, fill};
use crate::clinical::situation::StaySoFar;
use crate::record::decide::{Authorisation, Command, Handled, decide};
use crate::record::encounter::Standing;
use crate::record::event::MeasureLine;
use crate::record::happening::{Happening, Occurrence};
use crate::record::in_force::InForce;
use crate::record::measure::{MeasureId, MeasureKind};
use crate::record::role::{Actor, Role};
use chart::{chart, operation};
use course::{COURSES, DemoCourse};
use dice::{Dice, id};

pub const BEDS: usize = 40;
pub const SEED: u64 = 20_261_122;

/// One stay: its row, and every event of it.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoStay {
    pub row: AdmissionRow,
    pub record: Vec<Sealed>,
}

/// The people of the demonstration.
pub fn people() -> [Actor; 4] {
    let person = |id: &str, name: &str, role| Actor { id: id.into(), name: name.into(), role };
    [
        person("demo-nurse", "演示护士", Role::Nurse),
        person("demo-physician", "演示医师", Role::Physician),
        person("demo-pharmacist", "演示药师", Role::Pharmacist),
        person("demo-quality", "演示质控员", Role::Quality),
    ]
}

/// An event of a demonstration. Version 0.1.0 did not mark its events: those are known by who signed them.
pub fn is_of_demo(event: &Value) -> bool {
    let by = &event["by"];
    is_demo(event) || people().iter().any(|person| by.text("id") == Some(&person.id) && by.text("name") == Some(&person.name))
}

/// The ward as it stands at `now`.
pub fn ward(seed: u64, beds: usize, profile: &Profile, now: Instant) -> Vec<DemoStay> {
    // To the minute: a demonstration has no seconds.
    let now = now - TimeDelta::nanoseconds(now.timestamp_nanos_opt().unwrap_or_default().rem_euclid(60_000_000_000));
    (0..beds).map(|bed| Living::lived(seed, bed, profile, now)).collect()
}

/// A stay while it is lived.
struct Living<'a> {
    dice: Dice,
    profile: &'a Profile,
    now: Instant,
    row: AdmissionRow,
    record: Record,
    /// Answered with yes, of whatever instrument is due.
    yes: Vec<&'static str>,
    bleeds: bool,
}

impl Living<'_> {
    fn lived(seed: u64, bed: usize, profile: &Profile, now: Instant) -> DemoStay {
        let course = COURSES[bed % COURSES.len()];
        let mut dice = Dice((seed ^ (bed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1);
        for _ in 0..4 {
            dice.next();
        }
        let days = match course {
            DemoCourse::Fresh => 0,
            DemoCourse::Forgotten => 1,
            DemoCourse::AwaitsReview | DemoCourse::Operated => dice.between(2, 3),
            _ => dice.between(3, 9),
        };
        let admitted = now - TimeDelta::days(days) - TimeDelta::minutes(dice.between(130, 600));
        let surgical = course == DemoCourse::Operated || bed.is_multiple_of(3);
        let row = AdmissionRow::new(chart(&mut dice, bed, surgical, course, admitted, now));
        let record = Record { demo: true, ..Record::default() };
        let mut living = Living { dice, profile, now, row, record, yes: vec![], bleeds: false };
        living.live(course, admitted, surgical);
        let Living { mut row, record, .. } = living;
        row.fold(&record.encounter, record.head(), profile, now);
        DemoStay { row, record: record.events }
    }

    fn live(&mut self, course: DemoCourse, admitted: Instant, surgical: bool) {
        let hours = |hours: i64| admitted + TimeDelta::hours(hours);
        self.happens(Role::Nurse, admitted + TimeDelta::minutes(10), Occurrence::of(Happening::Admitted).at(admitted).with("department", "演示病区"));
        self.yes = match course {
            DemoCourse::Low => vec!["swollen_legs"],
            DemoCourse::Operated => vec!["varicose_veins"],
            _ if surgical && self.dice.one_in(2) => vec!["varicose_veins", "swollen_legs"],
            _ if surgical => vec!["malignancy", "varicose_veins", "bed_rest_gt_72h"],
            _ => vec!["active_cancer", "reduced_mobility"],
        };
        self.bleeds = course == DemoCourse::Bleeds;
        if matches!(course, DemoCourse::Fresh | DemoCourse::Forgotten) {
            return;
        }
        let scored = hours(self.dice.between(1, 7));
        self.score(Role::Nurse, scored, "ADMISSION");
        self.inform(scored + TimeDelta::minutes(20));
        if course == DemoCourse::AwaitsReview {
            return;
        }
        let reviewed = scored + TimeDelta::minutes(self.dice.between(40, 300));
        self.review(reviewed);
        if course != DemoCourse::Low {
            self.screen(Role::Physician, reviewed + TimeDelta::minutes(15));
            match course {
                DemoCourse::Declined => self.decline(reviewed + TimeDelta::minutes(25)),
                _ => self.order(reviewed + TimeDelta::minutes(25)),
            }
        }
        self.begin(reviewed + TimeDelta::minutes(90));
        match course {
            DemoCourse::Operated => self.operation(),
            DemoCourse::Interrupted => self.interruptions(reviewed),
            DemoCourse::Suspected | DemoCourse::Excluded => self.suspicion(course, reviewed),
            _ => {}
        }
        self.days(course);
        if course == DemoCourse::Discharged {
            let leaves = self.now - TimeDelta::hours(self.dice.between(2, 30));
            self.score(Role::Physician, leaves - TimeDelta::hours(2), "PRE_DISCHARGE");
            for measure in self.in_use() {
                self.stop(leaves - TimeDelta::minutes(30), &measure, "discharge");
            }
            self.happens(Role::Physician, leaves, Occurrence::of(Happening::Discharged).with("to", "home"));
        } else if self.dice.one_in(6) {
            self.row.ahead.discharge_at = Some(self.now + TimeDelta::hours(self.dice.between(10, 30)));
        }
        if self.dice.one_in(9) {
            self.row.ahead.changes.push(Noted { at: self.now - TimeDelta::hours(3), what: "mobility".into(), by: people()[0].name.clone() });
        }
    }

    /// Again every three days or so while it lasts.
    fn days(&mut self, course: DemoCourse) {
        let Some(mut at) = self.record.encounter.latest().map(|latest| latest.at) else { return };
        loop {
            at += TimeDelta::hours(self.dice.between(58, 78));
            let skips = course == DemoCourse::Declined || course == DemoCourse::Bleeds && self.dice.one_in(2);
            if at > self.now - TimeDelta::hours(1) || skips || course == DemoCourse::Low {
                return;
            }
            self.score(Role::Nurse, at, "PERIODIC_HIGH");
            if self.dice.one_in(4) {
                return;
            }
            self.review(at + TimeDelta::hours(2));
            self.screen(Role::Physician, at + TimeDelta::minutes(140));
            self.order(at + TimeDelta::minutes(150));
            self.begin(at + TimeDelta::minutes(200));
        }
    }

    fn operation(&mut self) {
        let began = self.now - TimeDelta::hours(self.dice.between(18, 30));
        let minutes = self.dice.between(55, 150);
        let over = began + TimeDelta::minutes(minutes);
        self.score(Role::Physician, began - TimeDelta::hours(5), "PRE_OP");
        for measure in self.in_use().into_iter().filter(|id| !matches!(id, MeasureId::Basic | MeasureId::Device(Device::Ipc))) {
            self.stop(began - TimeDelta::hours(13), &measure, "procedure");
        }
        let dry = over + TimeDelta::hours(3);
        let operated = Occurrence {
            ended_at: Some(over),
            haemostasis_at: Some(dry),
            ..Occurrence::of(Happening::Operated).at(began).with("class", "operation")
        };
        if self.happens(Role::Physician, dry, operated.with("kind", "laparoscopic"))
            && let Some(index) = self.row.planned_operation()
        {
            self.row.replace_fact(index, Some(operation("done", began, minutes, Some(dry))));
        }
        if self.dice.one_in(2) {
            self.score(Role::Nurse, over + TimeDelta::hours(5), "POST_OP");
            self.review(over + TimeDelta::hours(7));
            self.screen(Role::Physician, over + TimeDelta::hours(8));
            self.order(over + TimeDelta::minutes(500));
            self.begin(over + TimeDelta::hours(14));
        }
    }

    fn interruptions(&mut self, from: Instant) {
        let Some(drug) =
            self.record.encounter.in_use().find(|course| course.measure.kind == MeasureKind::Drug).map(|course| course.measure.id.clone())
        else {
            return;
        };
        self.stop(from + TimeDelta::hours(26), &drug, "missed");
        self.stop(from + TimeDelta::hours(30), &drug, "held");
        self.start(from + TimeDelta::hours(48), &drug);
    }

    fn suspicion(&mut self, course: DemoCourse, from: Instant) {
        let at = if course == DemoCourse::Suspected { self.now - TimeDelta::hours(self.dice.between(2, 28)) } else { from + TimeDelta::hours(30) };
        self.happens(Role::Nurse, at, Occurrence::of(Happening::VteSuspected).with("site", "dvt"));
        if course == DemoCourse::Suspected {
            self.enters(at);
            return;
        }
        if self.dice.one_in(3) {
            let confirmed = Occurrence::of(Happening::VteConfirmed).with("site", "dvt").with("onset", "in_hospital").with("method", "下肢静脉超声");
            self.happens(Role::Physician, at + TimeDelta::hours(9), confirmed);
        } else {
            self.happens(Role::Physician, at + TimeDelta::hours(9), Occurrence::of(Happening::VteExcluded).with("method", "下肢静脉超声"));
        }
        let moved = at + TimeDelta::hours(12);
        self.happens(Role::Nurse, moved, Occurrence::of(Happening::Transferred).with("from", "演示急诊").with("to", "演示病区"));
        let scored = moved + TimeDelta::hours(self.dice.between(2, 30));
        self.score(Role::Nurse, scored, "TRANSFER_IN");
    }

    /// What the nurse enters into the green channel in the first minutes.
    fn enters(&mut self, suspected_at: Instant) {
        let Some(of) = self.record.encounter.suspected().map(|suspected| suspected.id.clone()) else { return };
        let vitals = [
            ("consciousness", "alert"),
            ("sbp", "124 mm[Hg]"),
            ("dbp", "76 mm[Hg]"),
            ("heart_rate", "88 /min"),
            ("respiratory_rate", "18 /min"),
            ("spo2", "96 %"),
            ("oxygen", "air"),
            ("temperature", "36.8 Cel"),
        ];
        let told = [("name", "演示医师"), ("way", "telephone")];
        for (minutes, entry, answers) in [(4, "vitals", &vitals[..]), (9, "physician_told", &told[..])] {
            self.happens(Role::Nurse, suspected_at + TimeDelta::minutes(minutes), Occurrence::step(&of, entry, answers));
        }
    }

    // ---- one step --------------------------------------------------------------------------------------------------

    /// What `decide` does not allow does not happen, on this ward as on any other; nor does what lies ahead.
    fn does(&mut self, role: Role, at: Instant, command: Command<'_>) -> bool {
        let by = people().into_iter().find(|person| person.role == role).unwrap_or_else(|| people()[0].clone());
        if at > self.now {
            return false;
        }
        let Ok(bodies) = decide(&self.record.encounter, command, &by, at) else { return false };
        let dice = &mut self.dice;
        self.record.append(bodies, &mut Stamp { context_id: &self.row.context, ids: &mut || id(dice, at), at, by: &by });
        true
    }

    fn happens(&mut self, role: Role, at: Instant, occurrence: Occurrence) -> bool {
        self.does(role, at, Command::Record(occurrence))
    }

    fn inform(&mut self, at: Instant) {
        self.does(Role::Nurse, at, Command::Inform { whom: "both", at });
    }

    fn filled(&self, at: Instant) -> Option<(Chart, Answers, Sheet)> {
        let chart = self.row.read(self.profile, at);
        let InstrumentRoute::To { instrument, .. } = route(&chart, self.profile) else { return None };
        let answers = answered(instrument, &self.yes, chart.operations().next().is_some());
        let sheet = fill(&chart, &answers, Unanswered::Unknown, at).ok()?;
        Some((chart, answers, sheet))
    }

    fn score(&mut self, role: Role, at: Instant, timepoint: &str) {
        if let Some((_, answers, sheet)) = self.filled(at) {
            self.does(role, at, Command::Assess { sheet: &sheet, answers: &answers, timepoint });
        }
    }

    /// Most are confirmed; some find one more factor.
    fn review(&mut self, at: Instant) {
        let Some(of) = self.record.encounter.latest().map(|latest| latest.id.clone()) else { return };
        if self.dice.one_in(4) {
            self.yes.push("central_venous_access");
            self.yes.push("heart_resp_failure");
            if let Some((_, answers, sheet)) = self.filled(at) {
                self.does(Role::Physician, at, Command::Review { of: &of, changed: Some((&sheet, &answers)) });
            }
        } else {
            self.does(Role::Physician, at, Command::Review { of: &of, changed: None });
        }
    }

    fn assessed(&self, at: Instant) -> Option<(Assessed, Screening)> {
        let (chart, _, sheet) = self.filled(at)?;
        let mut screening = Screening::default();
        let mut list = empty_list(is_surgical(&chart, sheet.instrument), self.profile);
        let present: &[&str] = if self.bleeds { &["bm_active_gi_ulcer", "bs_active_bleeding"] } else { &[] };
        list.cells = answered(list.instrument, present, false).cells;
        screening.bleeding.push(list);
        for row in contraindication::TABLE {
            screening.contraindications.push((row.id, Said::now(Some(false))));
        }
        let assessed = assess(&sheet, &chart, &screening, self.profile, &StaySoFar::default(), Unanswered::Unknown, at).ok()?;
        Some((assessed, screening))
    }

    fn screen(&mut self, role: Role, at: Instant) {
        if let Some((assessed, screening)) = self.assessed(at) {
            self.does(role, at, Command::Screen { assessed: &assessed, screening: &screening });
        }
    }

    /// As proposed.
    fn order(&mut self, at: Instant) {
        let (Some((assessed, _)), Some(of)) = (self.assessed(at), self.record.encounter.latest().map(|latest| latest.id.clone())) else { return };
        let measures: Vec<MeasureLine> = assessed.advice.measures.iter().map(MeasureLine::of).collect();
        let in_force = InForce::of(&self.record.encounter, at);
        let wanted = Authorisation {
            of: &of,
            measures: &measures,
            overrides: &[],
            screen: None,
            assessed: &assessed,
            monitoring: &assessed.advice.monitoring,
            replaces: in_force.plan().map(|plan| plan.id.as_str()),
        };
        self.does(Role::Physician, at, Command::Authorise(wanted));
    }

    fn decline(&mut self, at: Instant) {
        if let Some(of) = self.record.encounter.latest().map(|latest| latest.id.clone()) {
            self.does(Role::Physician, at, Command::Decline { of: &of, code: "patient_refused", note: Some("家属商议后暂不用药") });
        }
    }

    /// Everything that was ordered and is due by now is begun.
    fn begin(&mut self, at: Instant) {
        let ordered: Vec<(MeasureId, Option<Instant>)> = self
            .record
            .encounter
            .courses
            .iter()
            .filter(|course| course.standing() == Standing::Authorised && course.measure.id != MeasureId::Escalate)
            // What is ordered for after an operation waits for it.
            .filter(|course| course.measure.start.is_none_or(|start| start <= at + TimeDelta::hours(6)))
            .map(|course| (course.measure.id.clone(), course.measure.start))
            .collect();
        for (index, (id, start)) in ordered.into_iter().enumerate() {
            let at = start.map_or(at, |start| start.max(at)) + TimeDelta::minutes(5 * index as i64);
            self.start(at, &id);
        }
    }

    fn in_use(&self) -> Vec<MeasureId> {
        self.record.encounter.in_use().map(|course| course.measure.id.clone()).collect()
    }

    fn start(&mut self, at: Instant, measure: &MeasureId) {
        self.does(Role::Nurse, at, Command::Start(Handled { measure, at, plan: None }));
    }

    fn stop(&mut self, at: Instant, measure: &MeasureId, code: &str) {
        self.does(Role::Nurse, at, Command::Stop { what: Handled { measure, at, plan: None }, code, note: None });
    }
}

/// Everything that a person is asked, denied but for `yes`.
fn answered(instrument: &'static Instrument, yes: &[&str], operated: bool) -> Answers {
    let mut answers = Answers::empty(instrument);
    for (index, item) in instrument.items.iter().enumerate() {
        let measured =
            matches!(item.from, From::Age { .. } | From::BmiAbove(_) | From::BmiAtLeast(_) | From::Below(..) | From::Filtration { .. } | From::Male);
        // Without an operation a person says that there is none.
        if !(measured || operated && matches!(item.from, From::Surgery(_))) {
            answers.cells[index] = Some(if yes.contains(&item.id) { Answer::Yes } else { Answer::No });
        }
    }
    answers
}
