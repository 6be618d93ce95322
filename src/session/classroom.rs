//! The classroom of the app as plain state: where its address leads, how a case is sorted, what is kept of a learner's repetitions, and
//! an examination that a learner gives himself. `files` is what goes in and out of it, `decision` a drill of the plan or of the green channel
//! (`decision_told` in words), `own_case` a teacher's own case as it is typed. What is kept are ids of invented cases, counts and moments.

pub mod decision;
pub mod decision_told;
pub mod files;
pub mod own_case;

use chrono::DateTime;

use crate::clinical::chart::Instant;
use crate::clinical::shelf::{SHELF, ShelfUse};
use crate::text::{Text, text};
use crate::training::bank;
use crate::training::case::TeachingCase;
use crate::training::edition::TableEdition;
use crate::training::exercise::Exercise;
use crate::training::lesson::{ExamTerms, Lesson, LessonPhase, USUAL_TERMS};
use crate::training::own::StoryText;
use crate::training::repetition::{RepetitionCard, RepetitionDeck};

/// Where in the classroom one is.
#[derive(Clone, PartialEq, Debug)]
pub enum ClassroomPage {
    /// The cases, and what is due again.
    List,
    /// One exercise, by its id.
    Drill(String),
    /// Whatever is due again.
    Due,
    /// A lesson that a teacher gave away, as it stands in the link.
    Given(String),
    /// The courses for each audience.
    Course,
    /// An examination of one's own.
    SelfTest,
    /// The teacher's page.
    Teach,
}

/// Of the address's fragment; `None` where it is of something else. What nobody knows leads to the list.
pub fn classroom_page(fragment: &str) -> Option<ClassroomPage> {
    if fragment == "#/teach" {
        return Some(ClassroomPage::Teach);
    }
    let rest = fragment.strip_prefix("#/train")?;
    if let Some(asked) = rest.strip_prefix('?') {
        let of = |name: &str| asked.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        let id = match (of("case"), of("variant")) {
            (Some(id), _) => id.strip_prefix('T').map_or_else(|| id.to_owned(), |no| ["bank:", no.trim_start_matches('0')].concat()),
            (None, Some(instrument)) => [instrument, ":", of("seed").unwrap_or("1")].concat(),
            (None, None) => String::new(),
        };
        let is_there = Exercise::named(&id, &[]).is_some();
        return Some(if is_there { ClassroomPage::Drill(id) } else { ClassroomPage::List });
    }
    match rest.strip_prefix('/') {
        None if !rest.is_empty() => None,
        Some("due") => Some(ClassroomPage::Due),
        Some("course") => Some(ClassroomPage::Course),
        Some("exam") => Some(ClassroomPage::SelfTest),
        Some(rest) => Some(rest.strip_prefix("lesson=").map_or(ClassroomPage::List, |lesson| ClassroomPage::Given(lesson.to_owned()))),
        None => Some(ClassroomPage::List),
    }
}

/// By how many of the usual mistakes a case provokes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaseLevel {
    Plain,
    OneTrap,
    ManyTraps,
}

impl CaseLevel {
    pub const ALL: [CaseLevel; 3] = [CaseLevel::Plain, CaseLevel::OneTrap, CaseLevel::ManyTraps];

    pub fn of(case: &TeachingCase) -> CaseLevel {
        match case.aims_at.len() {
            0 => CaseLevel::Plain,
            1 => CaseLevel::OneTrap,
            _ => CaseLevel::ManyTraps,
        }
    }

    pub fn id(self) -> &'static str {
        match self {
            CaseLevel::Plain => "plain",
            CaseLevel::OneTrap => "one",
            CaseLevel::ManyTraps => "many",
        }
    }

    pub fn text(self) -> Text {
        match self {
            CaseLevel::Plain => text!("基础", "plain"),
            CaseLevel::OneTrap => text!("一个易错点", "one usual mistake"),
            CaseLevel::ManyTraps => text!("多个易错点", "several usual mistakes"),
        }
    }
}

/// The cases of the bank by what their form is used for.
pub fn by_use() -> Vec<(&'static ShelfUse, Vec<&'static TeachingCase>)> {
    let of =
        |shelf: &'static ShelfUse| bank::all().filter(|case| shelf.instruments.iter().any(|row| row.id == case.instrument.id)).collect::<Vec<_>>();
    SHELF.iter().map(|shelf| (shelf, of(shelf))).filter(|(_, cases)| !cases.is_empty()).collect()
}

/// Ten cases at random, by the usual terms.
pub fn self_test(seed: u64, here: TableEdition) -> Lesson {
    let mut lesson = Lesson {
        id: format!("self-{seed}"),
        title: StoryText::from(text!("VTE评分自测", "VTE scores: a test of one's own")),
        class: "self".into(),
        phase: LessonPhase::Exam,
        exercises: bank::all().filter_map(|case| case.no).map(|no| format!("bank:{no}")).collect(),
        own: vec![],
        terms: Some(ExamTerms { shuffle: seed, ..USUAL_TERMS }),
        edition: here,
    };
    let drawn = lesson.order(&lesson.id).into_iter().take(10).map(|index| lesson.exercises[index].clone()).collect();
    lesson.exercises = drawn;
    lesson
}

/// Exercises to be practised, one after the other.
pub fn practice(ids: &[&str], here: TableEdition) -> Lesson {
    Lesson {
        id: "practice".into(),
        title: StoryText::from(text!("练习", "Practice")),
        class: "self".into(),
        phase: LessonPhase::Practice,
        exercises: ids.iter().map(|id| (*id).to_owned()).collect(),
        own: vec![],
        terms: None,
        edition: here,
    }
}

/// The repetitions as they are kept: a line a card.
pub fn written_deck(deck: &RepetitionDeck) -> String {
    let line = |card: &RepetitionCard| format!("{} {} {} {} {}", card.exercise, card.in_box, card.due.timestamp(), card.asked, card.wrong);
    deck.cards.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads what [`written_deck`] wrote. A line that cannot be read is left out; the others stand. A teacher's own case is of its lesson and is
/// never in a deck: nobody could open it again from there.
pub fn read_deck(text: &str, at: Instant) -> RepetitionDeck {
    let card = |line: &str| {
        let mut parts = line.split(' ');
        let exercise = parts.next().filter(|id| Exercise::named(id, &[]).is_some())?.to_owned();
        let in_box = parts.next()?.parse().ok().filter(|held| usize::from(*held) < crate::training::repetition::HOURS.len())?;
        let due = DateTime::from_timestamp(parts.next()?.parse().ok()?, 0)?.with_timezone(at.offset());
        Some(RepetitionCard { exercise, in_box, due, asked: parts.next()?.parse().ok()?, wrong: parts.next()?.parse().ok()? })
    };
    RepetitionDeck { cards: text.lines().filter_map(card).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("a time")
    }

    #[test]
    fn an_address_leads_to_a_case_a_lesson_or_the_list() {
        let drill = |id: &str| Some(ClassroomPage::Drill(id.into()));
        assert_eq!(classroom_page("#/train?case=T01"), drill("bank:1"));
        assert_eq!(classroom_page("#/train?variant=caprini&seed=7"), drill("caprini:7"));
        assert_eq!(classroom_page("#/train?case=plan:hepatectomy"), drill("plan:hepatectomy"));
        assert_eq!(classroom_page("#/train?case=channel:shock"), drill("channel:shock"));
        assert_eq!(classroom_page("#/train?case=T99"), Some(ClassroomPage::List));
        assert_eq!(classroom_page("#/train"), Some(ClassroomPage::List));
        assert_eq!(classroom_page("#/train/exam"), Some(ClassroomPage::SelfTest));
        assert_eq!(classroom_page("#/train/lesson=vt1.abc.def"), Some(ClassroomPage::Given("vt1.abc.def".into())));
        assert_eq!(classroom_page("#/teach"), Some(ClassroomPage::Teach));
        assert_eq!((classroom_page("#/training"), classroom_page("#/calc"), classroom_page("")), (None, None, None));
    }

    #[test]
    fn all_cases_are_listed_once() {
        let listed: usize = by_use().iter().map(|(_, cases)| cases.len()).sum();
        assert_eq!(listed, bank::all().count());
    }

    #[test]
    fn what_was_wrong_is_kept_and_comes_back() {
        let now = at("2026-12-01T08:00:00+08:00");
        let mut deck = RepetitionDeck::default();
        deck.answered("bank:3", false, now);
        deck.answered("caprini:7", true, now);
        deck.answered("plan:hepatectomy", true, now);
        let again = read_deck(&[&*written_deck(&deck), "\nbank:99 0 0 0 0\nrubbish"].concat(), now);
        assert_eq!(again, deck);
        assert_eq!(again.due(now + chrono::TimeDelta::hours(11)).first().map(|card| &*card.exercise), Some("bank:3"));
    }

    #[test]
    fn a_test_of_ones_own_has_ten_cases_and_another_seed_another_ten() {
        let here = TableEdition::of("1", "00");
        let (one, two) = (self_test(1, here.clone()), self_test(2, here));
        assert_eq!(one.exercises.len(), 10);
        assert_ne!(one.exercises, two.exercises);
        assert!(one.exercises.iter().all(|id| one.exercise(id).is_some()));
    }
}
