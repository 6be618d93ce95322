//! The states of a lesson without a browser: coarse to fine, hints, second try, examination, and what crosses to the page. The
//! property that a practised sitting has no way out is `tests/session_laws.rs`.

use virchow::clinical::answers::Answer;
use virchow::clinical::chart::Instant;
use virchow::clinical::instrument::From;
use virchow::interop::json::{Value, parse};
use virchow::interop::shape::Read as _;
use virchow::record::role::{Actor, Role};
use virchow::session::calculator::handed::attempt;
use virchow::session::lesson::case::exact;
use virchow::session::lesson::read::{chart, context_of, points_typed, progress, read_attempt, read_lesson, result};
use virchow::session::lesson::{DrillStep, LessonCue, LessonDesk, LessonEffect, told};
use virchow::session::screen::{Intent, Mode};
use virchow::session::sitting::Desk;
use virchow::session::step::{Cue, Outside, SessionEffect};
use virchow::text::Lang;
use virchow::training::attempt_text::read_response;
use virchow::training::bank;
use virchow::training::exercise::{Exercise, next_step_of};
use virchow::training::respond::{FormResponse, Response};

fn json(text: &str) -> Value {
    parse(text, 32).expect("JSON")
}

fn lesson(text: &str) -> LessonDesk {
    read_lesson(&json(text)).unwrap_or_else(|rejected| panic!("{}", rejected.to_json()))
}

/// Every answer as the engine has it.
fn right(case: &Exercise) -> FormResponse {
    let truth = case.truth().expect("a case without contradictions");
    let instrument = truth.sheet.instrument;
    let mut response = FormResponse { next_step: next_step_of(case.aims_at()).map(str::to_owned), ..FormResponse::empty(instrument) };
    for index in 0..instrument.items.len() {
        if !matches!(instrument.items[index].from, From::Count(_)) {
            response.cells[index] = Some(Answer::from_bool(truth.holds(index)));
        }
    }
    response
}

/// The same with one item turned over.
fn wrong(case: &Exercise, item: &str) -> FormResponse {
    let mut response = right(case);
    let index = response.instrument.index(item).expect("an item");
    response.cells[index] = match response.cells[index] {
        Some(Answer::Yes) => Some(Answer::No),
        _ => Some(Answer::Yes),
    };
    response
}

#[test]
fn a_wrong_case_is_told_coarse_first_and_only_then_item_by_item() {
    let mut desk = lesson(r#"{ "id": "week-1", "cases": [{ "case": "T03" }, { "variant": "padua", "seed": 7 }] }"#);
    let attempt = wrong(desk.case().expect("a case"), "central_venous_access");
    assert_eq!(desk.step(LessonCue::Next), LessonEffect::Nothing, "a case is not skipped");
    assert_eq!(desk.step(LessonCue::HandIn(attempt)), LessonEffect::Progress);
    assert_eq!((desk.step, desk.tries, desk.done.len()), (DrillStep::Coarse, 1, 0));
    let marking = desk.marking.clone().expect("marked");
    let case = desk.case().expect("a case").clone();
    let verdicts: Vec<_> = told::coarse(&case, &marking, Lang::En).iter().map(|line| line.id).collect();
    assert_eq!(verdicts, ["band", "total"]);
    let told = json(&progress(&desk));
    assert_eq!((told.text("case"), told.text("lesson"), told.text("kind")), (Some("bank:3"), Some("week-1"), Some("progress")));
    assert_eq!(told["result"]["items"][0].text("item"), Some("central_venous_access"));
    // Item by item: the case is over, and the first attempt is its result.
    assert_eq!(desk.step(LessonCue::Show), LessonEffect::Result);
    let faults = told::faults(case.instrument().expect("a form"), &marking, Lang::Zh);
    assert_eq!((faults[0].kind, faults[0].item, faults[0].word.zh()), ("missed", "central_venous_access", "漏选"));
    assert!(!faults[0].sources.is_empty() || !faults[0].tags.is_empty(), "a rule says where it comes from");
    let named = told::mistakes(&marking, Lang::Zh);
    assert_eq!(named.iter().map(|line| line.id).collect::<Vec<_>>(), ["central_line"]);
    assert!(named[0].tags.iter().any(|tag| tag.starts_with("本院设定")), "a decision of ours is said to be one: {:?}", named[0].tags);
    // Tried again and right: the result of the case stays that of the first attempt.
    desk.step(LessonCue::Again);
    assert_eq!(desk.step(LessonCue::HandIn(right(&case))), LessonEffect::Progress, "a result is told once");
    let told = json(&result(&desk));
    assert_eq!((told["result"]["rightFirst"].as_bool(), told["result"]["right"].as_bool()), (Some(false), Some(true)));
    assert_eq!((told["result"]["tries"].as_u64(), told["result"]["total"].as_bool()), (Some(2), Some(false)));
    assert!(matches!(told["result"].text("response").and_then(read_response), Some(Response::Form(form)) if form.instrument.id == "caprini"));
    assert_eq!(desk.step(LessonCue::Next), LessonEffect::Open);
    assert_eq!((desk.at, desk.tries, desk.step), (1, 0, DrillStep::Filling));
    assert_eq!(desk.case().map(Exercise::id).as_deref(), Some("padua:7"));
}

#[test]
fn every_case_of_the_bank_is_right_by_its_model_and_wrong_by_one_item() {
    for case in bank::all() {
        let mut desk = LessonDesk::new(None, vec![Exercise::Bank(case)]);
        let drilled = Exercise::Bank(case);
        // A form that counts a number (PESI: age) is not right by ticks alone.
        if case.instrument.items.iter().any(|item| matches!(item.from, From::Count(_))) {
            continue;
        }
        assert_eq!(desk.step(LessonCue::HandIn(right(&drilled))), LessonEffect::Result, "{}", drilled.id());
        assert!(desk.done[0].right_first, "{}", drilled.id());
        assert_eq!(desk.step(LessonCue::Next), LessonEffect::Nothing);
        assert_eq!(desk.step, DrillStep::Over);
        for [zh, en] in told::hints(&drilled) {
            assert!(!zh.is_empty() && !en.is_empty());
        }
    }
}

#[test]
fn an_examination_shows_nothing_and_goes_on_at_once() {
    let mut desk = lesson(r#"{ "exam": true, "cases": [{ "case": "T01" }, { "case": "T02" }] }"#);
    assert!(desk.hints_of().is_empty());
    assert_eq!(desk.step(LessonCue::Hint), LessonEffect::Nothing);
    let first = wrong(desk.case().expect("a case"), "bed_rest_gt_72h");
    assert_eq!(desk.step(LessonCue::HandIn(first)), LessonEffect::ResultThenOpen);
    assert_eq!(json(&result(&desk))["result"]["right"].as_bool(), Some(false));
    assert_eq!(desk.go_on(), LessonEffect::Open);
    let last = right(desk.case().expect("a case"));
    assert_eq!(desk.step(LessonCue::HandIn(last)), LessonEffect::Result);
    assert_eq!((desk.step, json(&result(&desk))["result"]["last"].as_bool()), (DrillStep::Over, Some(true)));
    assert_eq!(desk.step(LessonCue::Again), LessonEffect::Nothing, "no second try");
}

#[test]
fn what_the_element_hands_in_is_read_and_nothing_of_a_person_leaves() {
    let said = json(
        r#"{ "contextId": "lesson-padua-7-1", "instrument": "padua", "answers": { "active_cancer": true, "age_ge_70": null, "nobody": true }, "typed": [{ "id": "age", "value": 71 }], "sex": "female" }"#,
    );
    let attempt = read_attempt(&said, "lesson-padua-7-1", " 4．5 ", None).expect("an attempt");
    assert!(read_attempt(&said, "lesson-padua-7-2", "", None).is_none(), "what stands there is of another opening, or of a patient");
    let cell = |id: &str| attempt.cells[attempt.instrument.index(id).expect("an item")];
    assert_eq!((cell("active_cancer"), cell("age_ge_70"), cell("previous_vte")), (Some(Answer::Yes), Some(Answer::Unknowable), None));
    assert_eq!((attempt.typed.len(), attempt.total), (1, points_typed("4.5")));
    assert_eq!((points_typed("four"), points_typed("1e9")), (None, None));
    assert!(read_attempt(&json("{}"), "", "", None).is_none(), "no form stands there");
    let desk = lesson(r#"{ "case": "T01" }"#);
    let laid = json(&chart(&desk, 3));
    assert_eq!(laid.text("contextId"), Some("lesson-bank-1-3"));
    assert!(laid.get("facts").is_none(), "nothing of the story is filled in");
    assert_eq!(laid.text("contextId"), Some(&*context_of(&desk, 3)));
}

/// Taps every item of the form on the desk as no, and signs.
fn signed(desk: &mut Desk) -> SessionEffect {
    let at: Instant = "2026-12-01T08:00:00+08:00".parse().expect("a time");
    desk.intend(&Intent::NoneOfTheRest, at);
    let drawn = desk.screen();
    desk.step(Cue::Tap(Intent::Sign), &mut Outside { at, drawn: &drawn, ids: &mut || "e-1".into() })
}

#[test]
fn a_case_in_a_form_that_turned_live_is_signed_for_nobody() {
    virchow::clinical::second::has_come();
    let at: Instant = "2026-12-01T08:00:00+08:00".parse().expect("a time");
    let nurse = || Some(Actor { id: "n-1".into(), name: "某".into(), role: Role::Nurse });
    let lesson = lesson(r#"{ "variant": "padua", "seed": 7 }"#);
    let live = || {
        let mut desk = Desk::new(Default::default());
        desk.user = nurse();
        desk.options.mode = Mode::Live;
        desk.options.instrument = Some("padua");
        desk
    };
    let mut desk = live();
    desk.lay(json(&chart(&lesson, 1)), false, at).expect("a chart");
    assert!(desk.practises() && desk.is_unreal());
    assert!(matches!(signed(&mut desk), SessionEffect::Nothing), "no parcel, and the host is not asked");
    assert_eq!(desk.open.as_ref().map(|open| open.practised), Some(1));
    // What is handed in names whose form it is.
    assert_eq!(json(&attempt(&desk)).text("contextId"), Some(&*context_of(&lesson, 1)));
    // A patient in the same form is signed for.
    let mut desk = live();
    desk.lay(json(r#"{ "contextId": "adm-1", "patient": {}, "encounter": { "setting": "medical" } }"#), false, at).expect("a chart");
    assert!(matches!(signed(&mut desk), SessionEffect::AskHost(_)));
}

#[test]
fn a_second_tap_in_an_examination_does_not_hand_in_the_next_case() {
    let mut desk = lesson(r#"{ "exam": true, "cases": [{ "case": "T01" }, { "case": "T02" }] }"#);
    let first = right(desk.case().expect("a case"));
    assert_eq!(desk.step(LessonCue::HandIn(first)), LessonEffect::ResultThenOpen);
    desk.go_on();
    for case in bank::all() {
        let said = json(&format!(r#"{{ "contextId": "c", "instrument": "{}", "answers": {{}}, "typed": [] }}"#, case.instrument.id));
        assert!(read_attempt(&said, "c", "", None).expect("a form").is_empty(), "{}: nothing decides an item of an empty form", case.instrument.id);
    }
    let empty = FormResponse::empty(desk.case().and_then(Exercise::instrument).expect("a form"));
    assert_eq!(desk.step(LessonCue::HandIn(empty)), LessonEffect::Nothing);
    assert!(desk.refused.is_some() && desk.done.len() == 1 && desk.step == DrillStep::Filling);
    let last = right(desk.case().expect("a case"));
    assert_eq!(desk.step(LessonCue::HandIn(last)), LessonEffect::Result);
}

#[test]
fn a_total_that_was_asked_for_and_left_empty_is_not_right() {
    let mut desk = lesson(r#"{ "byHand": true, "case": "T01" }"#);
    let case = desk.case().expect("a case").clone();
    assert_eq!(desk.step(LessonCue::HandIn(right(&case))), LessonEffect::Progress);
    assert_eq!(json(&progress(&desk))["result"]["writtenTotal"].as_bool(), Some(false));
    desk.step(LessonCue::Again);
    let total = case.truth().and_then(|truth| exact(&truth));
    assert_eq!(desk.step(LessonCue::HandIn(FormResponse { total, ..right(&case) })), LessonEffect::Result);
}

#[test]
fn a_lesson_that_names_nothing_known_is_refused_with_its_place() {
    for (text, code, path) in [
        (r#"{}"#, "E_SCHEMA", "/lesson"),
        (r#"{ "case": "T41" }"#, "E_ITEM", "/lesson/case"),
        (r#"{ "cases": [] }"#, "E_SCHEMA", "/lesson/cases"),
        (r#"{ "cases": [{ "case": "T01" }, { "variant": "pesi", "seed": 1 }] }"#, "E_INSTRUMENT", "/lesson/cases/1/variant"),
        (r#"{ "case": 1 }"#, "E_SCHEMA", "/lesson/case"),
    ] {
        let rejected = read_lesson(&json(text)).err().unwrap_or_else(|| panic!("{text} is taken"));
        assert_eq!((rejected.code, &*rejected.path), (code, path), "{text}");
        assert!(!rejected.message.zh.is_empty() && !rejected.message.en.is_empty());
    }
}

/// Numbers without a pattern, the same in every run.
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// Random teaching sessions: cases drilled by whoever is at the screen, tapped, signed, handed in and taken up again, while the mode of the element turns.
/// Whatever comes, nothing of it is asked of the host, kept, alerted or drafted, and no event in earnest stands in a record. 10 000 with `TEACHING_SESSIONS`.
#[test]
fn random_teaching_sessions_leave_the_clinical_stores_and_the_host_untouched() {
    virchow::clinical::second::has_come();
    let sessions: u64 = std::env::var("TEACHING_SESSIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(250);
    let at: Instant = "2026-12-01T08:00:00+08:00".parse().expect("a time");
    let roles = [Role::Nurse, Role::Physician, Role::Trainee];
    let (mut practised, mut handed) = (0, 0);
    for session in 1..=sessions {
        let mut draws = Draws(0x7ea_c4e5 ^ session.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let cases: Vec<Exercise> = (0..1 + draws.below(3))
            .map(|_| {
                let seed = draws.below(10_000);
                let id = [format!("bank:{}", 1 + seed % 40), format!("caprini:{seed}"), format!("padua:{seed}")][draws.below(3)].clone();
                Exercise::named(&id, &[]).expect("an exercise")
            })
            .collect();
        let mut lesson = LessonDesk::new(None, cases);
        (lesson.exam, lesson.by_hand) = (draws.below(4) == 0, draws.below(3) == 0);
        let mut desk = Desk::new(Default::default());
        desk.user = (draws.below(5) > 0).then(|| Actor { id: "n-1".into(), name: "某".into(), role: roles[draws.below(3)] });
        for turn in 0..3 {
            desk.options.mode = Mode::Teaching;
            desk.options.instrument = lesson.case().and_then(Exercise::instrument).map(|of| of.id);
            desk.lay(json(&chart(&lesson, turn)), true, at).expect("a chart");
            for _ in 0..12 {
                let item = draws.below(24);
                let answer = [Answer::Yes, Answer::No, Answer::Unknowable][draws.below(3)];
                let intent = match draws.below(9) {
                    0..=2 => Intent::Answer { item, answer: Some(answer) },
                    3 => Intent::NoneOfTheRest,
                    4 => Intent::ToPrevention,
                    5 => Intent::StartNew,
                    _ => Intent::Sign,
                };
                if draws.below(6) == 0 {
                    desk.options.mode = [Mode::Live, Mode::Teaching, Mode::Calculator][draws.below(3)];
                }
                let drawn = desk.screen();
                let cue = match draws.below(8) {
                    0 => Cue::Sign,
                    1 => Cue::HostAsked(true),
                    _ => Cue::Tap(intent),
                };
                let effect = desk.step(cue, &mut Outside { at, drawn: &drawn, ids: &mut || format!("e-{session}") });
                let out = matches!(effect, SessionEffect::AskHost(_) | SessionEffect::Keep(_) | SessionEffect::Alert | SessionEffect::Retry);
                assert!(!out, "session {session}: something of what is practised has a way out");
                assert!(desk.draft_under().is_none(), "session {session}: a draft of it would be stored");
                // What is practised stands in the sitting alone, and is counted as such.
                let earnest = desk.open.as_ref().map_or(0, |open| open.record.events.len() - open.practised);
                assert_eq!(earnest, 0, "session {session}: an event in the record");
            }
            practised += desk.open.as_ref().map_or(0, |open| open.practised);
            if let Some(form) = read_attempt(&json(&attempt(&desk)), &context_of(&lesson, turn), "5", None) {
                handed += usize::from(lesson.step(LessonCue::HandIn(form)) != LessonEffect::Nothing);
                for cue in [LessonCue::Hint, LessonCue::Show, LessonCue::Next] {
                    lesson.step(cue);
                }
            }
        }
    }
    assert!(practised > 0 && handed > 0, "nothing was signed for practice ({practised}), or nothing handed in ({handed})");
}
