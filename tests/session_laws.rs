//! Laws of the element's state, held against random sittings: charts, records, taps, signatures, amendments, suspicions, other
//! patients, other people, teaching, and a clock that jumps. Whatever comes: no panic; nothing is signed but by a person who is named,
//! by an act that signs, for the patient on the desk; what is only practised has no way out; what is refused changes nothing.
#![cfg(not(target_family = "wasm"))]

use chrono::TimeDelta;

use virchow::clinical::answers::Answer;
use virchow::clinical::chart::{Instant, Limb};
use virchow::clinical::formulary::Drug;
use virchow::clinical::{contraindication, instruments};
use virchow::interop::json::{Value, canonical, parse};
use virchow::interop::record::listed;
use virchow::interop::seal::Sealed;
use virchow::interop::shape::Place;
use virchow::interop::stored::write_draft;
use virchow::record::coded;
use virchow::record::event::Body;
use virchow::record::role::{Actor, Role};
use virchow::record::timepoint::TIMEPOINTS;
use virchow::session::begun::Begun;
use virchow::session::resume;
use virchow::session::screen::{Intent, Later, Mode, PlanIntent, Screen, Signing};
use virchow::session::sitting::Desk;
use virchow::session::step::{Cue, Outside, Parcel, SessionEffect};

const SEED: u64 = 0x5e55_1014;
const SITTINGS: u64 = 150;
const ACTS: u64 = 90;

/// Numbers without a pattern, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}

/// What a law found wrong, and after which act.
type Found = Vec<String>;

/// One element, its host and its store.
struct Element {
    desk: Desk,
    drawn: Screen,
    at: Instant,
    ids: u64,
    /// A signature that the store has been given and has not answered for.
    under_way: Option<Box<Parcel>>,
    /// What the store holds, by admission.
    stored: Vec<(String, Vec<Sealed>)>,
    /// What was seen happen, so that no law holds because nothing does.
    seen: Seen,
}

#[derive(Default, Debug)]
struct Seen {
    kept: usize,
    practised: usize,
    refused: usize,
    alerts: usize,
    amended: usize,
    plans: usize,
    suspicions: usize,
    laid: usize,
}

const PEOPLE: &[Option<(&str, Role)>] = &[
    None,
    Some(("n-1", Role::Nurse)),
    Some(("n-1", Role::Nurse)),
    Some(("d-1", Role::Physician)),
    Some(("d-1", Role::Physician)),
    Some(("d-2", Role::Physician)),
    Some(("t-1", Role::Trainee)),
];

const FACTS: &[&str] = &[
    r#"{ "id": "weight", "value": 64, "unit": "kg", "at": "2026-03-09T15:00:00+08:00" }"#,
    r#"{ "id": "height", "value": 165, "unit": "cm", "at": "2026-03-09T15:00:00+08:00" }"#,
    r#"{ "id": "creatinine", "value": 70, "unit": "umol/L", "at": "2026-03-09T15:00:00+08:00" }"#,
    r#"{ "id": "platelets", "value": 210, "unit": "10*9/L", "at": "2026-03-09T15:00:00+08:00" }"#,
    r#"{ "id": "haemoglobin", "value": 128, "unit": "g/L", "at": "2026-03-09T15:00:00+08:00" }"#,
    r#"{ "id": "inr", "value": 1, "at": "2026-03-09T15:00:00+08:00" }"#,
    r#"{ "id": "operation", "status": "suggested", "value": { "kind": "laparoscopic", "durationMin": 70, "at": "2026-03-11T01:00:00Z" } }"#,
    r#"{ "id": "medication", "value": { "name": "丹参片" } }"#,
    r#"{ "id": "pregnant", "value": true }"#,
    r#"{ "id": "no_such_fact", "value": 7 }"#,
];

fn chart(dice: &mut Dice) -> Value {
    let context = dice.of(&["adm-1", "adm-1", "adm-2", ""]);
    let setting = dice.of(&["medical", "medical", "surgical", "obstetric", "none"]);
    let patient = dice.of(&[
        r#"{ "ref": "Patient/1", "sex": "male", "birthDate": "1956-01-01" }"#,
        r#"{ "ref": "Patient/1", "sex": "male", "birthDate": "1956-01-01" }"#,
        r#"{ "ref": "Patient/2", "sex": "female", "birthDate": "1996-01-01" }"#,
        "{}",
    ]);
    let mut facts: Vec<&str> = if dice.coin() { FACTS[..6].to_vec() } else { vec![] };
    facts.extend((0..dice.below(3)).map(|_| dice.of(FACTS)));
    let demo = if dice.below(10) == 0 { r#""demo": true, "# } else { "" };
    let text = format!(
        r#"{{ {demo}"contextId": "{context}", "patient": {patient}, "encounter": {{ "setting": "{setting}" }}, "facts": [{}] }}"#,
        facts.join(",")
    );
    parse(&text, 32).expect("JSON")
}

fn tap(dice: &mut Dice, desk: &Desk) -> Intent {
    let item = dice.below(24) as usize;
    let answer = dice.of(&[Answer::Yes, Answer::No, Answer::No, Answer::Unknowable]);
    let row = || contraindication::TABLE;
    match dice.below(40) {
        0..=3 => Intent::Answer { item, answer: Some(answer) },
        4 => Intent::Answer { item, answer: None },
        5..=8 => Intent::NoneOfTheRest,
        9 => Intent::KeepDenied(dice.coin()),
        10 => Intent::Note { item, text: "why".into() },
        11 => Intent::Confirm { item, present: dice.coin() },
        12 => Intent::Override { item },
        13 => Intent::Restore { item },
        14 => Intent::Choose { instrument: dice.of(&["padua", "caprini"]), reason: "why".into() },
        15 => Intent::Timepoint(dice.of(TIMEPOINTS).id),
        16 => Intent::AmendReason(dice.of(&["", "a slip of the finger"]).into()),
        17 => Intent::CancelAmend,
        18 => Intent::StartNew,
        19 => Intent::ConfirmReset(dice.coin()),
        20..=22 => Intent::ToPrevention,
        23 => Intent::ToScore,
        24..=25 => Intent::Contraindication {
            id: row()[dice.below(row().len() as u64) as usize].id,
            value: dice.of(&[Some(Some(false)), Some(Some(true)), None]),
        },
        26 => Intent::Leg { id: row()[dice.below(row().len() as u64) as usize].id, limb: Limb::Left },
        27 => Intent::ChooseDrug(dice.of(&[None, Some(Drug::Enoxaparin.id()), Some("nadroparin")])),
        28 => Intent::ChooseDevice(dice.of(&[None, Some("ipc"), Some("gcs")])),
        29 => Intent::ChooseDose(dice.of(&[None, Some(0), Some(7)])),
        30 => Intent::OverrideConfirm { id: "enoxaparin", sure: true },
        31 => Intent::OverrideReason { id: "enoxaparin", text: "after a consultation".into() },
        32 => Intent::Declining(true),
        33 => Intent::DeclineFor(coded::DECLINED[dice.below(coded::DECLINED.len() as u64) as usize].id),
        34 => Intent::Plan(dice.of(&[PlanIntent::Change, PlanIntent::Hold, PlanIntent::Stop, PlanIntent::Resume, PlanIntent::Close]), "drug".into()),
        35 => Intent::Rescore,
        36 => {
            let shown = desk.screen().suggested.first().map(|of| of.key.clone());
            Intent::Settle { fact: shown.unwrap_or_default(), taken: dice.of(&[Some(true), Some(false), None]) }
        }
        37 => Intent::Dismiss,
        38 => Intent::ClockReason("the clock was set".into()),
        _ => {
            let (field, value) = dice.of(&[
                ("site", "dvt"),
                ("limb", "left"),
                ("signs", "leg_swelling"),
                ("act", "settle"),
                ("settles", "excluded"),
                ("note", "compression ultrasound"),
            ]);
            Intent::Field { field: field.into(), value: value.into() }
        }
    }
}

/// An act that asks for a signature, or goes on with one.
fn signing(dice: &mut Dice) -> Cue<'static> {
    match dice.below(12) {
        0..=3 => Cue::Tap(Intent::Sign),
        4 => Cue::Sign,
        5..=6 => Cue::Tap(Intent::Authorise),
        7 => Cue::Tap(Intent::Seal(dice.of(&[Signing::Decline, Signing::Handle, Signing::Review, Signing::Screen, Signing::Authorise]))),
        8 => Cue::Tap(Intent::ClockRight),
        9 => Cue::Tap(Intent::Field { field: "act".into(), value: "sign".into() }),
        10 => Cue::Tap(Intent::StartAmend),
        _ => Cue::Tap(Intent::SuspectedVte),
    }
}

fn asks_for_a_signature(cue: &Cue<'_>) -> bool {
    match cue {
        Cue::Sign | Cue::HostAsked(true) | Cue::GoOn => true,
        Cue::Tap(Intent::Sign | Intent::Authorise | Intent::Seal(_) | Intent::ClockRight) => true,
        Cue::Tap(Intent::Field { field, value }) => field == "act" && value == "sign",
        _ => false,
    }
}

/// Everything of a sitting that a refusal must leave as it is.
fn fingerprint(desk: &Desk) -> String {
    let open = desk.open.as_ref();
    let draft = desk.draft().map(|draft| write_draft(&draft));
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        desk.sitting(),
        open.map(|open| listed(open.record.events.iter())),
        draft,
        desk.user,
        // A refusal may find a place for what is typed; it types nothing.
        open.map(|open| (open.alerted, Begun::of(open).map(|begun| (begun.form.clone(), begun.entering.clone())).unwrap_or_default()))
    )
}

impl Element {
    fn new(at: Instant) -> Element {
        let mut desk = Desk::new(Default::default());
        desk.later = Later::Here;
        let drawn = desk.screen();
        Element { desk, drawn, at, ids: 0, under_way: None, stored: vec![], seen: Seen::default() }
    }

    /// One cue through the door, and what the laws say of it; the effect is performed.
    fn step(&mut self, cue: Cue<'_>, found: &mut Found) {
        let (signs, teaches, unreal) = (asks_for_a_signature(&cue), self.desk.practises(), self.desk.is_unreal());
        let before = fingerprint(&self.desk);
        let practised = self.desk.open.as_ref().map_or(0, |open| open.practised);
        let (ids, drawn) = (&mut self.ids, &self.drawn);
        let mut id = || {
            *ids += 1;
            format!("e-{ids}")
        };
        let effect = self.desk.step(cue, &mut Outside { at: self.at, drawn, ids: &mut id });
        let open = self.desk.open.as_ref();
        self.seen.practised += usize::from(open.map_or(0, |open| open.practised) > practised);
        if teaches && matches!(effect, SessionEffect::Keep(_) | SessionEffect::AskHost(_))
            || unreal && matches!(effect, SessionEffect::Alert | SessionEffect::Retry)
        {
            found.push("teaching: something of what is practised has a way out".into());
        }
        if !signs && matches!(effect, SessionEffect::Keep(_) | SessionEffect::AskHost(_)) {
            found.push("signature: an event that nobody asked for".into());
        }
        match effect {
            SessionEffect::Keep(parcel) => {
                let event = &parcel.sealed.event;
                if self.desk.user.as_ref() != Some(&event.by) {
                    found.push(format!("signature: an event of {:?}, who is not at the screen", event.by.id));
                }
                let context = open.map(|open| open.context.as_str());
                if parcel.sealed.json["contextId"].as_str() != context || Some(parcel.entry.context.as_str()) != context {
                    found.push("signature: an event of a patient who is not on the desk".into());
                }
                if self.under_way.is_some() {
                    found.push("signature: a second one while the first is being written".into());
                }
                self.under_way = Some(parcel);
            }
            SessionEffect::AskHost(_) => {
                // A host may do anything before it answers, and another patient is not signed for.
                let sitting = self.desk.sitting();
                if self.ids % 5 == 4 {
                    self.ids += 1;
                    self.lay(self.other(), true, found);
                    self.desk.intend(&Intent::NoneOfTheRest, self.at);
                }
                // Nor is the same one signed twice, where it signs itself from there.
                if self.ids % 5 == 2 {
                    self.ids += 1;
                    self.step(Cue::Sign, found);
                }
                let came = self.desk.sitting() != sitting;
                let held = self.under_way.is_some();
                self.step(Cue::HostAsked(self.ids % 7 != 6), found);
                if came && !held && self.under_way.is_some() {
                    found.push("signature: an event of another patient than the one whom it was asked for".into());
                }
            }
            SessionEffect::Refuse(_) => {
                self.seen.refused += 1;
                if fingerprint(&self.desk) != before {
                    found.push(format!("refusal: it changed\n  {before}\n  into\n  {}", fingerprint(&self.desk)));
                }
            }
            SessionEffect::Alert => {
                self.seen.alerts += 1;
                self.step(Cue::Alerted { heard: true }, found);
            }
            SessionEffect::AmendLater => self.step(Cue::MayAmend, found),
            SessionEffect::Nothing | SessionEffect::Draft | SessionEffect::Later | SessionEffect::LoadAgain | SessionEffect::Retry => {}
        }
    }

    /// The store answers for the signature that it was given.
    fn written(&mut self, kept: bool, found: &mut Found) {
        let Some(parcel) = self.under_way.take() else { return };
        let here = self.desk.open.as_ref().is_some_and(|open| open.context == parcel.entry.context && open.signing);
        if !kept {
            return if here {
                self.step(Cue::NotKept, found)
            };
        }
        let place = self.stored.iter().position(|(context, _)| *context == parcel.entry.context);
        let place = place.unwrap_or_else(|| {
            self.stored.push((parcel.entry.context.clone(), vec![]));
            self.stored.len() - 1
        });
        self.stored[place].1.push(parcel.sealed.clone());
        let body = &parcel.sealed.event.body;
        self.seen.kept += 1;
        self.seen.amended += usize::from(matches!(body, Body::Amended { .. } | Body::Reviewed { .. }));
        self.seen.plans += usize::from(matches!(body, Body::PlanAuthorised(_) | Body::PlanDeclined(_)));
        self.seen.suspicions += usize::from(body.is_of_suspicion());
        if here {
            self.step(Cue::Kept(&parcel), found);
            self.step(Cue::GoOn, found);
        }
    }

    /// A chart of somebody who is not on the desk, ready to be signed.
    fn other(&self) -> Value {
        let context = if self.desk.open.as_ref().is_some_and(|open| open.context == "adm-3") { "adm-4" } else { "adm-3" };
        let text = format!(r#"{{ "contextId": "{context}", "patient": {{}}, "encounter": {{ "setting": "medical" }}, "facts": [] }}"#);
        parse(&text, 32).expect("JSON")
    }

    /// Practice begins or ends: what was practised goes, as the runtime does it.
    fn turn(&mut self, change: impl FnOnce(&mut Desk)) {
        let before = self.desk.practises();
        change(&mut self.desk);
        if self.desk.practises() != before {
            self.desk.then_authorise = None;
            self.desk.begin_anew(self.at);
        }
        self.desk.lead(self.at);
    }

    fn lay(&mut self, raw: Value, force: bool, found: &mut Found) {
        let before = fingerprint(&self.desk);
        match self.desk.lay(raw, force, self.at) {
            Err(_) if fingerprint(&self.desk) != before => found.push("refusal: a chart that was refused changed something".into()),
            Err(_) => {}
            Ok(laid) => {
                self.seen.laid += 1;
                if laid.before.as_ref() == Some(&laid.sitting) {
                    return;
                }
                let context = laid.sitting.context.clone();
                let stored: Vec<Value> =
                    self.stored.iter().filter(|(of, _)| *of == context).flat_map(|(_, all)| all.iter().map(|sealed| sealed.json.clone())).collect();
                if let Some(open) = &mut self.desk.open {
                    open.loaded = true;
                }
                if !stored.is_empty() {
                    drop(resume::record(&mut self.desk, &Value::Array(stored), &Place::root("record")));
                }
                self.desk.reread(self.at);
                self.desk.lead(self.at);
            }
        }
    }

    /// A person goes a usual way, and something may come between any two taps of it.
    fn way(&mut self, dice: &mut Dice, found: &mut Found) {
        let told = |field: &str, value: &str| Intent::Field { field: field.into(), value: value.into() };
        let item = dice.below(24) as usize;
        let yes = Intent::Answer { item, answer: Some(Answer::Yes) };
        let taps = match dice.below(8) {
            0..=3 => vec![yes, Intent::NoneOfTheRest, Intent::Sign],
            4..=5 => vec![Intent::ToPrevention, Intent::NoneOfTheRest, Intent::Authorise],
            6 => vec![Intent::SuspectedVte, told("site", "dvt"), told("limb", "left"), told("signs", "leg_swelling"), told("act", "sign")],
            _ => vec![
                Intent::ToScore,
                Intent::StartAmend,
                Intent::AmendReason("a slip of the finger".into()),
                yes,
                Intent::NoneOfTheRest,
                Intent::Sign,
            ],
        };
        for tap in taps {
            if dice.below(12) == 0 {
                self.act(dice, found);
            }
            self.drawn = self.desk.screen();
            self.step(Cue::Tap(tap), found);
        }
        // The bleeding list, and the plan that follows it.
        for _ in 0..2 {
            if dice.below(6) != 0 {
                self.written(dice.below(8) != 0, found);
            }
        }
    }

    fn act(&mut self, dice: &mut Dice, found: &mut Found) {
        match dice.below(36) {
            30.. => self.way(dice, found),
            0 => self.lay(chart(dice), dice.below(4) == 0, found),
            1 => {
                let user = dice.of(PEOPLE).map(|(id, role)| Actor { id: id.into(), name: "某".into(), role });
                self.turn(|desk| desk.user = user);
            }
            2 if dice.below(3) == 0 => {
                let mode = dice.of(&[Mode::Live, Mode::Live, Mode::Live, Mode::Teaching, Mode::ReadOnly]);
                self.turn(|desk| desk.options.mode = mode);
            }
            3 => {
                let minutes = dice.of(&[1, 30, 600, 3000, -5, -600]);
                self.at += TimeDelta::minutes(minutes);
                self.desk.reread(self.at);
            }
            4 => self.written(dice.below(5) != 0, found),
            5 => self.step(Cue::Reset { discard: dice.coin() }, found),
            6..=11 => {
                // A person signs what stands on the screen, most of the time.
                if dice.below(6) != 0 {
                    self.drawn = self.desk.screen();
                }
                self.step(signing(dice), found);
                if dice.below(4) != 0 {
                    self.written(dice.below(8) != 0, found);
                }
            }
            _ => {
                let locked = self.desk.is_locked().then(|| fingerprint(&self.desk));
                let intent = tap(dice, &self.desk);
                // A form that is open may be closed by anybody, and what is entered be thrown away.
                let throws_away = matches!(intent, Intent::ConfirmReset(_) | Intent::ToScore | Intent::Field { .. });
                self.step(Cue::Tap(intent.clone()), found);
                if locked.is_some_and(|before| !throws_away && before != fingerprint(&self.desk)) {
                    found.push(format!("refusal: {intent:?} changed something on a page that is only read"));
                }
            }
        }
        self.drawn_is_whole();
        if dice.coin() {
            self.drawn = self.desk.screen();
        }
    }

    /// The screen can be made at any time, and everything that a host may ask.
    fn drawn_is_whole(&self) {
        let screen = self.desk.screen();
        let _ = (
            screen.asked().map(|sheet| sheet.tally.missing.len()),
            self.desk.state().id(),
            self.desk.blockers().len(),
            self.desk.asks_clock(self.at),
        );
        let _: Option<String> = self.desk.raw_chart().map(canonical);
    }
}

/// Plays all sittings, and gives what is found of one law.
fn played(law: &str) -> (Found, Seen) {
    let (mut all, mut seen) = (vec![], Seen::default());
    for number in 0..SITTINGS {
        let mut dice = Dice(SEED.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1);
        let mut element = Element::new("2026-03-10T08:00:00+08:00".parse().expect("a time"));
        let mut found = vec![];
        element.turn(|desk| desk.user = Some(Actor { id: "n-1".into(), name: "某".into(), role: Role::Nurse }));
        for act in 0..ACTS {
            if act == 0 {
                element.lay(chart(&mut dice), false, &mut found);
            }
            element.act(&mut dice, &mut found);
            all.extend(found.drain(..).filter(|one| one.starts_with(law)).map(|one| format!("sitting {number}, act {act}: {one}")));
        }
        let of = element.seen;
        seen.kept += of.kept;
        seen.practised += of.practised;
        seen.refused += of.refused;
        seen.alerts += of.alerts;
        seen.amended += of.amended;
        seen.plans += of.plans;
        seen.suspicions += of.suspicions;
        seen.laid += of.laid;
    }
    (all, seen)
}

fn none(found: &Found) {
    assert!(found.is_empty(), "{} found; the first:\n{}", found.len(), found[..found.len().min(5)].join("\n"));
}

#[test]
fn whatever_comes_an_element_goes_on_and_every_kind_of_act_comes() {
    assert!(instruments::ALL.len() > 1);
    let (_, seen) = played("");
    let all = [seen.kept, seen.practised, seen.refused, seen.alerts, seen.amended, seen.plans, seen.suspicions, seen.laid];
    assert!(all.iter().all(|times| *times > 3), "{seen:?}");
}

#[test]
fn nothing_is_signed_but_by_a_named_person_who_asked_for_it_and_for_the_patient_on_the_desk() {
    none(&played("signature").0);
}

#[test]
fn what_is_practised_has_no_way_out() {
    none(&played("teaching").0);
}

#[test]
fn what_is_refused_changes_nothing() {
    none(&played("refusal").0);
}
