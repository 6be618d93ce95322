//! Exams and classes: the sealed attempt, what is merged and what is only said, the figures of a class, courses and repetition.
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta};
use proptest::prelude::*;
use virchow::clinical::answers::Answer;
use virchow::clinical::chart::Instant;
use virchow::clinical::instrument::From;
use virchow::clinical::source::{Mark, PLACES};
use virchow::interop::lesson::carry::{code_parts, from_fragment, read_short_attempt, short_attempt, to_codes, to_fragment};
use virchow::interop::lesson::here;
use virchow::interop::lesson::results::{read_results, write_results};
use virchow::quality::distributions::NoFigure;
use virchow::text::Lang;
use virchow::training::attempt::{AttemptRefused, AttemptState, LearnerName, LessonAttempt};
use virchow::training::attempt_step::AttemptStep;
use virchow::training::attempt_text::{read_step, written_step};
use virchow::training::certificate::{CertificateStanding, certificate};
use virchow::training::class::{LessonClass, MergedAs, NotMerged};
use virchow::training::class_figures::pre_post;
use virchow::training::class_table::csv_cell;
use virchow::training::course::{course, modules};
use virchow::training::edition::{EditionStanding, TableEdition};
use virchow::training::exercise::Exercise;
use virchow::training::lesson::{ExamTerms, Lesson, LessonPhase};
use virchow::training::own::StoryText;
use virchow::training::reading::Audience;
use virchow::training::repetition::{HOURS, RepetitionDeck};
use virchow::training::respond::{ChannelResponse, FormResponse, PlanResponse, Response};
use virchow::training::result::{NoResult, result_of};

fn start() -> Instant {
    DateTime::parse_from_rfc3339("2026-11-30T09:00:00+08:00").expect("an instant")
}

fn after(seconds: i64) -> Instant {
    start() + TimeDelta::seconds(seconds)
}

fn lesson(phase: LessonPhase, exercises: &[&str]) -> Lesson {
    Lesson {
        id: "l1".to_owned(),
        title: StoryText::of("新护士上岗考试", "Exam for new nurses"),
        class: "2026-N".to_owned(),
        phase,
        exercises: exercises.iter().map(|id| (*id).to_owned()).collect(),
        own: vec![],
        terms: (phase == LessonPhase::Exam).then_some(ExamTerms { minutes: 30, pass_percent: 80, shuffle: 7, valid_months: 12 }),
        edition: here(),
    }
}

fn exam() -> Lesson {
    lesson(LessonPhase::Exam, &["bank:12", "bank:16", "padua:5", "plan:bleeding_ulcer", "channel:melaena"])
}

/// The right answer, with `slips` items of a form turned over.
fn answer(lesson: &Lesson, id: &str, slips: usize) -> Response {
    let exercise = lesson.exercise(id).unwrap_or_else(|| panic!("{id}"));
    match exercise {
        Exercise::Plan(drill) => {
            let assessed = drill.truth().unwrap().assessed;
            Response::Plan(PlanResponse {
                bleeding: assessed.bleeding.items.clone(),
                bleeding_high: assessed.bleeding.high,
                contraindications: assessed.judgement.present.iter().map(|present| present.row.id).collect(),
                orders: assessed.advice.measures.iter().filter(|of| of.conditional_on.is_empty()).map(|of| of.what.id()).collect(),
            })
        }
        Exercise::Channel(drill) => {
            let truth = drill.truth();
            Response::Channel(ChannelResponse { step: Some(truth.step), interim: Some(truth.interim.code) })
        }
        _ => {
            let truth = exercise.truth().unwrap();
            let mut form = FormResponse::empty(truth.sheet.instrument);
            for (index, item) in truth.sheet.instrument.items.iter().enumerate() {
                if !matches!(item.from, From::Count(_)) {
                    form.cells[index] = Some(Answer::from_bool(truth.holds(index)));
                }
            }
            for cell in form.cells.iter_mut().take(slips) {
                *cell = Some(Answer::from_bool(cell.and_then(Answer::as_bool).map(|yes| !yes)));
            }
            Response::Form(form)
        }
    }
}

fn taken(lesson: &Lesson, id: &str, who: LearnerName, slips: usize) -> LessonAttempt {
    let mut attempt = LessonAttempt::new(lesson, id, who, lesson.edition.clone());
    attempt.start(lesson, start()).unwrap();
    for (place, index) in lesson.order(id).into_iter().enumerate() {
        let exercise = &lesson.exercises[index];
        attempt.answer(lesson, exercise, answer(lesson, exercise, slips), after(60 * (place as i64 + 1))).unwrap();
    }
    attempt.hand_in(lesson, after(60 * 10)).unwrap();
    attempt
}

fn named(name: &str) -> LearnerName {
    LearnerName::Named(name.to_owned())
}

fn anonymous(word: &str) -> LearnerName {
    LearnerName::Anonymous(word.to_owned())
}

#[test]
fn an_exam_that_is_right_is_passed_and_one_that_is_not_is_failed() {
    let lesson = exam();
    let right = result_of(&lesson, &taken(&lesson, "a1", named("李敏"), 0), &here()).unwrap();
    assert_eq!((right.percent, right.passed, right.over_time, right.clock_back_min, right.resumed), (100, Some(true), false, 0, 0));
    assert!(right.lines.iter().all(|line| line.right && !line.is_unsafe));
    let paper = certificate(&lesson, &right).unwrap();
    assert_eq!((paper.passed_on.to_string().as_str(), paper.valid_until.to_string().as_str()), ("2026-11-30", "2027-11-30"));
    assert_eq!(paper.refresher_from.to_string(), "2027-11-02");
    assert!(paper.remarks.is_empty() && !paper.anonymous);
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
    assert_eq!(paper.standing(at("2027-11-01T12:00:00+08:00")), CertificateStanding::Valid);
    assert_eq!(paper.standing(at("2027-11-02T00:00:00+08:00")), CertificateStanding::RefresherDue);
    assert_eq!(paper.standing(at("2027-12-01T00:00:00+08:00")), CertificateStanding::Ended);
    let wrong = result_of(&lesson, &taken(&lesson, "a2", named("王强"), 4), &here()).unwrap();
    assert_eq!(wrong.passed, Some(false));
    assert!(certificate(&lesson, &wrong).is_none(), "no certificate for a fail");
}

#[test]
fn neighbours_have_different_orders_and_one_attempt_has_the_same_again() {
    let exercises: Vec<String> = (1..=20).map(|no| format!("bank:{no}")).collect();
    let ids: Vec<&str> = exercises.iter().map(String::as_str).collect();
    let lesson = lesson(LessonPhase::Exam, &ids);
    let orders: BTreeSet<Vec<usize>> = (0..30).map(|no| lesson.order(&format!("a{no}"))).collect();
    assert!(orders.len() > 28);
    assert_eq!(lesson.order("a1"), lesson.order("a1"));
    assert_eq!(orders.iter().next().unwrap().iter().collect::<BTreeSet<_>>().len(), 20);
}

#[test]
fn the_time_ends_an_exam_and_nothing_is_answered_after_it() {
    let lesson = exam();
    let mut attempt = LessonAttempt::new(&lesson, "a1", anonymous("松树"), here());
    assert_eq!(attempt.answer(&lesson, "bank:12", answer(&lesson, "bank:12", 0), start()), Err(AttemptRefused::NotStarted));
    attempt.start(&lesson, start()).unwrap();
    attempt.answer(&lesson, "bank:12", answer(&lesson, "bank:12", 0), after(100)).unwrap();
    assert_eq!(attempt.state(&lesson, after(1799)), AttemptState::Running { left_s: Some(1) });
    assert_eq!(attempt.answer(&lesson, "bank:16", answer(&lesson, "bank:16", 0), after(5400)), Err(AttemptRefused::Over));
    assert_eq!(attempt.hand_in(&lesson, after(5401)), Err(AttemptRefused::Over));
    let result = result_of(&lesson, &attempt, &here()).unwrap();
    assert!(result.over_time && result.passed == Some(false) && result.percent == 20);
    assert_eq!(result.seconds, 1800, "found out an hour later: no longer than the exam");
    assert_eq!(attempt.hint(&lesson, "bank:12", after(10)), Err(AttemptRefused::Over));
}

#[test]
fn a_clock_set_back_is_said_and_gives_no_time() {
    let lesson = exam();
    let mut attempt = LessonAttempt::new(&lesson, "a1", anonymous("松树"), here());
    attempt.start(&lesson, start()).unwrap();
    attempt.answer(&lesson, "bank:12", answer(&lesson, "bank:12", 0), after(1500)).unwrap();
    // Twenty minutes back: five minutes are left, as before.
    assert_eq!(attempt.state(&lesson, after(300)), AttemptState::Running { left_s: Some(300) });
    attempt.answer(&lesson, "bank:16", answer(&lesson, "bank:16", 0), after(300)).unwrap();
    assert!(attempt.log.iter().any(|logged| logged.step == AttemptStep::ClockBack { minutes: 20 }));
    assert_eq!(attempt.state(&lesson, after(599)), AttemptState::Running { left_s: Some(1) });
    assert_eq!(attempt.tick(&lesson, after(600)), AttemptState::TimeUp);
    let result = result_of(&lesson, &attempt, &here()).unwrap();
    assert_eq!((result.clock_back_min, result.seconds), (20, 1800));
}

#[test]
fn a_clock_set_back_between_two_answers_gives_no_time_where_somebody_watched_it() {
    let lesson = exam();
    let mut attempt = LessonAttempt::new(&lesson, "a1", anonymous("松树"), here());
    attempt.start(&lesson, start()).unwrap();
    assert!(!attempt.clock_fell(after(1500), after(1490)), "the clock being set right");
    assert!(attempt.clock_fell(after(1500), after(60)));
    assert_eq!(attempt.state(&lesson, after(60)), AttemptState::Running { left_s: Some(300) });
    let read = read_results(&write_results(&[&attempt])).unwrap().remove(0).unwrap();
    assert_eq!(read, attempt);
    attempt.hand_in(&lesson, after(120)).unwrap();
    assert_eq!(result_of(&lesson, &attempt, &here()).unwrap().clock_back_min, 24);
}

#[test]
fn a_tab_closed_in_the_middle_goes_on_from_what_was_kept_and_the_time_ran() {
    let lesson = exam();
    let mut attempt = LessonAttempt::new(&lesson, "a1", anonymous("松树"), here());
    attempt.start(&lesson, start()).unwrap();
    attempt.answer(&lesson, "bank:12", answer(&lesson, "bank:12", 0), after(60)).unwrap();
    let kept = write_results(&[&attempt]);
    let mut again = read_results(&kept).unwrap().remove(0).unwrap();
    assert_eq!(again, attempt);
    assert_eq!(again.resume(&lesson, &here(), after(600)), Ok(AttemptState::Running { left_s: Some(1200) }));
    again.answer(&lesson, "bank:16", answer(&lesson, "bank:16", 0), after(700)).unwrap();
    again.hand_in(&lesson, after(800)).unwrap();
    let result = result_of(&lesson, &again, &here()).unwrap();
    assert_eq!((result.resumed, result.percent), (1, 40));
    // What was kept and then edited is not resumed.
    let edited = kept.replacen("answer bank:12 form padua n", "answer bank:12 form padua y", 1);
    assert_ne!(edited, kept);
    assert_eq!(read_results(&edited).unwrap().remove(0).unwrap().resume(&lesson, &here(), after(600)), Err(AttemptRefused::Edited));
}

#[test]
fn hints_are_given_in_practice_only() {
    let practice = lesson(LessonPhase::Practice, &["bank:12"]);
    let mut attempt = LessonAttempt::new(&practice, "a1", anonymous("松树"), here());
    attempt.start(&practice, start()).unwrap();
    attempt.hint(&practice, "bank:12", after(5)).unwrap();
    attempt.answer(&practice, "bank:12", answer(&practice, "bank:12", 3), after(10)).unwrap();
    attempt.answer(&practice, "bank:12", answer(&practice, "bank:12", 0), after(20)).unwrap();
    attempt.hand_in(&practice, after(30)).unwrap();
    let result = result_of(&practice, &attempt, &here()).unwrap();
    assert_eq!((result.hints, result.lines[0].tries, result.percent, result.passed), (1, 2, 100, None));
    let exam = exam();
    let mut attempt = LessonAttempt::new(&exam, "a2", anonymous("松树"), here());
    attempt.start(&exam, start()).unwrap();
    assert_eq!(attempt.hint(&exam, "bank:12", after(5)), Err(AttemptRefused::NoHints));
    assert_eq!(
        attempt.answer(&exam, "bank:40", answer(&lesson(LessonPhase::Practice, &["bank:40"]), "bank:40", 0), after(5)),
        Err(AttemptRefused::NoSuchExercise)
    );
}

#[test]
fn what_is_not_of_this_class_twice_edited_or_unfinished_is_said_and_not_merged() {
    let lesson = exam();
    let mut class = LessonClass::new(lesson.clone(), here());
    let one = taken(&lesson, "a1", named("李敏"), 0);
    assert_eq!(class.merge(&one), Ok(MergedAs::New));
    assert_eq!(class.merge(&one), Err(NotMerged::Twice));
    assert_eq!(class.merge(&taken(&lesson, "a1", named("李敏"), 3)), Err(NotMerged::TwiceAndDiffers));
    let other = Lesson { class: "2026-P".to_owned(), ..lesson.clone() };
    assert_eq!(class.merge(&taken(&other, "b1", named("赵云"), 0)), Err(NotMerged::OtherClass));
    let other = Lesson { id: "l2".to_owned(), ..lesson.clone() };
    assert_eq!(class.merge(&taken(&other, "b2", named("赵云"), 0)), Err(NotMerged::OtherLesson));
    let mut unfinished = LessonAttempt::new(&lesson, "b3", named("赵云"), here());
    unfinished.start(&lesson, start()).unwrap();
    assert_eq!(class.merge(&unfinished), Err(NotMerged::NotFinished));
    // Marks that the answers do not come to, sealed anew by somebody who knows how: marked again, and refused.
    let mut forged = taken(&lesson, "b4", named("赵云"), 4);
    for logged in &mut forged.log {
        if let AttemptStep::Marked { percent, passed, .. } = &mut logged.step {
            (*percent, *passed) = (100, Some(true));
        }
    }
    forged.seal_again();
    assert_eq!(class.merge(&forged), Err(NotMerged::Edited));
    assert_eq!(class.results().len(), 1);
    for why in [
        NotMerged::Twice,
        NotMerged::TwiceAndDiffers,
        NotMerged::OtherClass,
        NotMerged::OtherLesson,
        NotMerged::Edited,
        NotMerged::NotFinished,
        NotMerged::UnknownEdition,
    ] {
        assert!(why.text().zh().len() > 10 && why.text().en().len() > 20);
    }
}

#[test]
fn a_result_of_older_tables_stands_with_their_name_and_is_not_counted() {
    let old = Lesson { edition: TableEdition::of("0.1.0", "0123456789ab"), ..exam() };
    let attempt = taken(&old, "a1", named("李敏"), 0);
    let mut class = LessonClass::new(old.clone(), here());
    assert_eq!(class.merge(&attempt), Ok(MergedAs::Older));
    assert_eq!((class.results()[0].standing, class.counted().count(), class.results()[0].percent), (EditionStanding::Older, 0, 100));
    assert!(class.to_csv(Lang::En).contains("0.1.0 (older)"));
    let later = Lesson { edition: TableEdition::of("9.0.0", "0123456789ab"), ..exam() };
    let mut class = LessonClass::new(later.clone(), here());
    assert_eq!(class.merge(&taken(&later, "a1", named("李敏"), 0)), Err(NotMerged::UnknownEdition));
    assert_eq!(result_of(&later, &taken(&later, "a1", named("李敏"), 0), &here()), Err(NoResult::UnknownEdition));
}

#[test]
fn an_attempt_bears_the_edition_that_marks_it_and_not_that_of_its_lesson() {
    let old = Lesson { edition: TableEdition::of("0.1.0", "0123456789ab"), ..exam() };
    let mut attempt = LessonAttempt::new(&old, "a1", named("李敏"), here());
    attempt.start(&old, start()).unwrap();
    let begun = attempt.clone();
    attempt.hand_in(&old, after(60)).unwrap();
    let mut class = LessonClass::new(old.clone(), here());
    assert_eq!(class.merge(&attempt), Ok(MergedAs::New), "marked by the tables of today, and counted with them");
    // Begun by other tables it does not go on; what is over stays.
    let other = TableEdition::of("9.0.0", "0123456789ab");
    assert_eq!(begun.clone().resume(&old, &other, after(30)), Err(AttemptRefused::OtherTables));
    assert!(begun.clone().resume(&old, &here(), after(30)).is_ok() && attempt.resume(&old, &other, after(90)).is_ok());
}

#[test]
fn a_name_on_two_results_of_one_test_is_said() {
    let lesson = lesson(LessonPhase::PreTest, &["bank:12"]);
    let later = Lesson { id: "l2".to_owned(), phase: LessonPhase::PostTest, ..lesson.clone() };
    let (mut before, mut then) = (LessonClass::new(lesson.clone(), here()), LessonClass::new(later.clone(), here()));
    for (id, who) in [("a1", "李敏"), ("a2", "李敏"), ("a3", "王强")] {
        before.merge(&taken(&lesson, id, named(who), 0)).unwrap();
    }
    then.merge(&taken(&later, "b1", named("李敏"), 0)).unwrap();
    let compared = pre_post(&before, &then);
    assert_eq!((compared.pairs, compared.repeated), (1, vec!["李敏".to_owned()]));
}

#[test]
fn a_code_names_its_lesson_and_class_as_a_file_does() {
    let lesson = exam();
    let short = short_attempt(&taken(&lesson, "a1", named("李敏"), 0));
    for (index, wrong, path) in [(1, "a 1", "/id"), (2, "", "/lesson"), (3, " ", "/class"), (4, "named \u{7}", "/who")] {
        let lines: Vec<&str> = short.lines().enumerate().map(|(at, line)| if at == index { wrong } else { line }).collect();
        let refused = read_short_attempt(&lines.join("\n")).unwrap_err();
        assert_eq!((refused.code, &*refused.path), ("E_SCHEMA", path));
    }
}

#[test]
fn a_class_of_sixty_has_a_board_items_figures_and_a_table() {
    let lesson = lesson(LessonPhase::PreTest, &["bank:11", "bank:12", "bank:13", "bank:15", "bank:16", "padua:9"]);
    let later = Lesson { id: "l2".to_owned(), phase: LessonPhase::PostTest, ..lesson.clone() };
    let (mut before, mut then) = (LessonClass::new(lesson.clone(), here()), LessonClass::new(later.clone(), here()));
    for no in 0..60 {
        let who = if no % 2 == 0 { named(&format!("学员{no}")) } else { anonymous(&format!("W{no}")) };
        assert_eq!(before.merge(&taken(&lesson, &format!("a{no}"), who.clone(), no % 4)), Ok(MergedAs::New));
        if no < 55 {
            assert_eq!(then.merge(&taken(&later, &format!("b{no}"), who, usize::from(no % 4 == 3))), Ok(MergedAs::New));
        }
    }
    let board = before.board();
    assert_eq!(board.len(), 60);
    assert!(board.windows(2).all(|pair| pair[0].percent >= pair[1].percent));
    let items = before.distribution("bank:12");
    assert!(items.iter().all(|item| item.all() == 60));
    // Of each four learners three turned the first item over.
    assert_eq!(items[0].wrong, 45);
    let errors = before.item_errors();
    assert_eq!((errors[0].item, errors[0].wrong(), errors[0].answered), (0, 270, 360));
    let rate = errors[0].rate().unwrap();
    assert!((rate.value - 0.75).abs() < 1e-9 && rate.low < 0.75 && rate.high > 0.75);
    let compared = pre_post(&before, &then);
    assert_eq!((compared.pairs, compared.only_before, compared.only_after), (55, 5, 0));
    assert!(compared.mean_after > compared.mean_before && compared.t.unwrap().p < 0.001 && compared.ranks.unwrap().p < 0.001);
    assert_eq!(compared.passed, Err(NoFigure::NoVariation), "no pass mark in a test");
    let agreement = before.rater_agreement("padua");
    assert_eq!((agreement.raters, agreement.cases), (60, 6));
    assert!(agreement.bands.is_ok() && agreement.totals.is_ok());
    assert_eq!(before.rater_agreement("caprini").cases, 0);
    let table = before.to_csv(Lang::Zh);
    assert!(table.starts_with("\u{feff}学员,") && table.lines().count() == 61);
}

#[test]
fn two_learners_have_cohens_kappa_and_agree_wholly_when_they_do() {
    let lesson = lesson(LessonPhase::PreTest, &["bank:11", "bank:12", "bank:13", "bank:16"]);
    let mut class = LessonClass::new(lesson.clone(), here());
    class.merge(&taken(&lesson, "a1", named("甲"), 0)).unwrap();
    class.merge(&taken(&lesson, "a2", named("乙"), 0)).unwrap();
    let agreement = class.rater_agreement("padua");
    assert!((agreement.bands.unwrap().value - 1.0).abs() < 1e-9 && (agreement.totals.unwrap().value - 1.0).abs() < 1e-9);
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_defused() {
    for text in ["=1+1", "+cmd", "-2", "@x", "\t=1", "＝1"] {
        let cell = csv_cell(text);
        assert!(cell.trim_start_matches('"').starts_with('\''), "{cell}");
    }
    assert_eq!(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
    assert_eq!(csv_cell("李敏"), "李敏");
}

#[test]
fn a_name_that_is_a_formula_stands_defused_in_the_table() {
    let lesson = exam();
    let mut class = LessonClass::new(lesson.clone(), here());
    class.merge(&taken(&lesson, "a1", named("=HYPERLINK(\"x\")"), 0)).unwrap();
    assert!(class.to_csv(Lang::En).contains("\"'=HYPERLINK(\"\"x\"\")\""));
}

#[test]
fn what_was_wrong_comes_back_sooner() {
    let mut deck = RepetitionDeck::default();
    let hours = |from: Instant, to: Instant| (to - from).num_hours();
    deck.answered("bank:1", true, start());
    deck.answered("bank:2", false, start());
    assert_eq!(hours(start(), deck.cards[0].due), i64::from(HOURS[1]));
    assert_eq!(hours(start(), deck.cards[1].due), i64::from(HOURS[0]));
    assert!(deck.due(after(3600)).is_empty());
    assert_eq!(deck.due(after(10 * 3600)).iter().map(|card| &*card.exercise).collect::<Vec<_>>(), ["bank:2"]);
    // Right again and again: a box on each time, up to the last.
    let mut at = start();
    for step in 2..10 {
        at = deck.cards[0].due;
        deck.answered("bank:1", true, at);
        assert_eq!(usize::from(deck.cards[0].in_box), step.min(HOURS.len() - 1));
    }
    // Early and right changes nothing; wrong at the end goes to the first.
    let due = deck.cards[0].due;
    deck.answered("bank:1", true, at + TimeDelta::minutes(5));
    assert_eq!(deck.cards[0].due, due);
    deck.answered("bank:1", false, due);
    assert_eq!((deck.cards[0].in_box, hours(due, deck.cards[0].due)), (0, i64::from(HOURS[0])));
    assert_eq!(deck.next_due(), deck.cards.iter().map(|card| card.due).min());
}

#[test]
fn every_statement_of_a_course_has_its_place_and_every_exercise_is_there() {
    let mut ids = BTreeSet::new();
    for module in modules() {
        assert!(ids.insert(module.id), "{} twice", module.id);
        assert!(module.reading.len() >= 3 && !module.audiences.is_empty() && !module.exercises.is_empty(), "{}", module.id);
        for line in module.reading {
            for mark in line.marks {
                let (key, secondary) = match mark {
                    Mark::V(key) => (*key, false),
                    Mark::V2(key) => (*key, true),
                    Mark::K(_) | Mark::D(_) => continue,
                };
                assert!(PLACES.iter().any(|place| place.key == key && place.secondary == secondary), "{}: {key}", module.id);
            }
        }
        for id in module.exercises.iter().chain(&module.worked) {
            let exercise = Exercise::named(id, &[]).unwrap_or_else(|| panic!("{}: {id}", module.id));
            assert_eq!(exercise.id(), *id);
            assert!(!exercise.title(Lang::Zh).is_empty() && !exercise.story(Lang::En).is_empty());
        }
    }
    for audience in Audience::ALL {
        assert!(course(audience).count() >= 3, "{audience:?}");
        assert_eq!(Audience::named(audience.id()), Some(audience));
    }
    assert_eq!(course(Audience::WardNurse).count(), 11);
    // Every case of the bank belongs to some module.
    let used: BTreeSet<&str> = modules().flat_map(|module| module.exercises.iter().copied()).collect();
    let bank: Vec<String> = (1..=40).map(|no| format!("bank:{no}")).filter(|id| !used.contains(id.as_str())).collect();
    assert!(bank.len() <= 2, "in no module: {bank:?}");
}

fn step() -> impl Strategy<Value = AttemptStep> {
    prop_oneof![
        Just(AttemptStep::Started),
        Just(AttemptStep::Resumed),
        Just(AttemptStep::HandedIn),
        Just(AttemptStep::TimeUp),
        any::<u32>().prop_map(|minutes| AttemptStep::ClockBack { minutes }),
        Just(AttemptStep::Hint { exercise: "bank:7".to_owned() }),
        (prop::collection::vec(0_u8..4, 11), prop::option::of(-20_i16..200)).prop_map(|(cells, total)| {
            let mut form = FormResponse::empty(&virchow::clinical::instruments::PADUA);
            for (cell, value) in form.cells.iter_mut().zip(cells) {
                *cell = [None, Some(Answer::Yes), Some(Answer::No), Some(Answer::Unknowable)][usize::from(value)];
            }
            form.total = total.map(virchow::clinical::instrument::Points);
            AttemptStep::Answered { exercise: "bank:12".to_owned(), response: Response::Form(form) }
        }),
        (0_u8..=100, prop::option::of(any::<bool>())).prop_map(|(percent, passed)| AttemptStep::Marked {
            lines: vec![("bank:1".to_owned(), percent), ("own:x-1".to_owned(), 0)],
            percent,
            passed
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_step_is_read_back_to_the_letter(step in step()) {
        prop_assert_eq!(read_step(&written_step(&step)), Some(step));
    }

    #[test]
    fn a_line_that_is_no_step_is_refused_and_never_panics(line in ".{0,80}") {
        if let Some(step) = read_step(&line) {
            prop_assert_eq!(written_step(&step), line);
        }
    }

    /// One character of a results file changed: refused by its shape, or by its seal, or merged to the very same result.
    #[test]
    fn whatever_is_edited_is_not_merged(place in 0_usize..100_000, to in "[0-9a-z=:]") {
        let lesson = exam();
        let attempt = taken(&lesson, "a1", named("Li Min"), 1);
        let file = write_results(&[&attempt]);
        let place = place % file.len();
        if file.is_char_boundary(place) && file.is_char_boundary(place + 1) {
            let edited = [&file[..place], &to, &file[place + 1..]].concat();
            let mut class = LessonClass::new(lesson.clone(), here());
            if edited != file
                && let Ok(read) = read_results(&edited)
                && let Some(Ok(attempt)) = read.into_iter().next()
            {
                prop_assert!(class.merge(&attempt).is_err(), "{}", edited);
            }
        }
    }

    /// In whatever order and how often results come in, each is counted once.
    #[test]
    fn a_class_counts_each_attempt_once(order in prop::collection::vec(0_usize..6, 0..24)) {
        let lesson = exam();
        let attempts: Vec<LessonAttempt> = (0..6).map(|no| taken(&lesson, &format!("a{no}"), anonymous(&format!("w{no}")), no % 3)).collect();
        let mut class = LessonClass::new(lesson, here());
        for no in &order {
            let known = class.results().iter().any(|result| result.attempt == attempts[*no].id);
            prop_assert_eq!(class.merge(&attempts[*no]), if known { Err(NotMerged::Twice) } else { Ok(MergedAs::New) });
        }
        prop_assert_eq!(class.results().len(), order.iter().collect::<BTreeSet<_>>().len());
    }

    /// Whatever the codes say of moments: read or refused, and written again without a stop.
    #[test]
    fn a_moment_of_the_codes_is_of_our_time_or_refused(delta in prop::num::i64::ANY, minutes in -1500_i32..1500) {
        let lesson = exam();
        let short = short_attempt(&taken(&lesson, "a1", named("李敏"), 0));
        let line = short.lines().nth(7).unwrap();
        for delta in [delta, 8_210_266_876_799_999, -62_135_596_800_001, 253_402_300_799_999] {
            let changed = short.replacen(line, &format!("{delta} {minutes} start"), 1);
            if let Ok(read) = read_short_attempt(&changed) {
                write_results(&[&read]);
            }
        }
    }

    /// By link and by codes a text comes whole, or is said to be cut; a result is the same by file and by codes.
    #[test]
    fn what_is_carried_arrives_whole(slips in 0_usize..5, cut in 1_usize..400) {
        let lesson = exam();
        let attempt = taken(&lesson, "a1", named("李敏"), slips);
        let short = short_attempt(&attempt);
        let again = read_short_attempt(&short).unwrap();
        prop_assert_eq!(again.last_seal(), attempt.last_seal());
        prop_assert!(again.verify().is_ok());
        let fragment = to_fragment(&short).unwrap();
        prop_assert_eq!(from_fragment(&fragment).unwrap(), short.clone());
        let cut = fragment.len() - cut.min(fragment.len() - 5);
        prop_assert_eq!(from_fragment(&fragment[..cut]).unwrap_err().code, "E_INCOMPLETE");
        let codes = to_codes(&short).unwrap();
        let mut parts = code_parts();
        for code in codes.iter().rev() {
            parts.take(&code.to_ascii_lowercase()).unwrap();
        }
        prop_assert_eq!(parts.whole().unwrap().unwrap(), short.clone().into_bytes());
        prop_assert_eq!(read_short_attempt(&short.replacen("anonymous", "named", 1).replacen("bank:12 form padua n", "bank:12 form padua y", 1)).is_ok(), !short.contains("bank:12 form padua n"));
    }
}
