//! Mutants of the contraindications and of every figure that decides beside them: each row taken out or put wrong by one step
//! in severity, members, threshold or manner, each figure of the text one step down and up; each must be noticed. What is
//! noticed by: a second listing of §4 by hand, and the oracle's judgement of random patients.
#![cfg(not(target_family = "wasm"))]

#[path = "support/court.rs"]
mod court;
#[path = "support/edges.rs"]
mod edges;
#[path = "support/laws_text.rs"]
mod laws_text;
#[path = "support/oracle.rs"]
mod oracle;
#[path = "support/person.rs"]
mod person;

use std::collections::BTreeSet;

use court::Court;
use edges::edges;
use laws_text::Found;
use oracle::rows::{self, TEXT};
use oracle::{Figures, Oracle};
use person::{Dice, Person, noon};
use virchow::clinical::assess::Assessed;
use virchow::clinical::blood::Blood;
use virchow::clinical::chart::Chart;
use virchow::clinical::contraindication::CaseFacts;
use virchow::clinical::contraindication::judgement::Judgement;
use virchow::clinical::contraindication::row::{Row, Severity, When};
use virchow::clinical::contraindication::{QUESTIONS, TABLE, judge_by};
use virchow::clinical::formulary::{Device, Drug, Set};
use virchow::clinical::sheet::Sheet;

/// The columns of a row as text: severity and members, exceptions, per leg, no override, the row it follows, a route.
type Columns = (String, Option<String>, bool, bool, Option<&'static str>, bool);

fn columns(row: &Row) -> Columns {
    let members = |severity: Severity, set: Set| format!("{} {}", severity.id(), set.ids().join(" "));
    let except = row.except.map(|(severity, of)| members(severity, of));
    (members(row.severity, row.applies), except, row.per_limb, row.no_override, row.also, row.route)
}

fn written(row: &rows::Row) -> Columns {
    let members = |severity: &str, of: &[&str]| format!("{severity} {}", of.join(" "));
    let except = row.except.map(|(severity, of)| members(severity, of));
    (members(row.severity, row.members), except, row.per_limb, row.no_override, row.follows, row.route)
}

/// The columns, against the listing by hand.
fn columns_differ(table: &[Row], text: &[rows::Row]) -> bool {
    table.len() != text.len()
        || text.iter().any(|wanted| table.iter().find(|row| row.id == wanted.id).is_none_or(|row| columns(row) != written(wanted)))
}

/// A random patient, what the program judged him by, and what the text says.
struct Asked {
    person: Person,
    chart: Chart,
    sheet: Sheet,
    assessed: Assessed,
    wanted: Found,
    suspected: BTreeSet<&'static str>,
}

fn asked(person: Person) -> Asked {
    let (sheet, assessed) = person.assessed();
    let oracle = Oracle::of(&person);
    let chart = person.chart().as_of(noon()).into_owned();
    let chart = Chart {
        renal_failure: assessed.advice.without_kidneys,
        untimed_are_recent: person.yes("untimed_results"),
        still_given: person.said("last_dose").flatten(),
        ..chart
    };
    let (wanted, suspected) = (laws_text::by_the_text(&oracle), laws_text::suspected_by_the_text(&oracle));
    Asked { chart, sheet, assessed, wanted, suspected, person }
}

/// Those of whom the table as it is says what the text says: a mutant is told by what it changes.
fn crowd() -> Vec<Asked> {
    let random: Vec<Asked> = (0..8000).map(|number| asked(Person::random(&mut Dice(number)))).collect();
    let all = random.len();
    let mut crowd: Vec<Asked> = random.into_iter().filter(|asked| !judgement_differs(TABLE, asked)).collect();
    assert!(crowd.len() * 20 > all * 17, "the table itself passes: {} of {all}", crowd.len());
    crowd.extend(edges().into_iter().map(|(_, person)| asked(person)));
    crowd
}

fn judged(table: &'static [Row], asked: &Asked) -> Judgement {
    let profile = asked.person.profile();
    let blood = Blood::of(&asked.chart, noon());
    let known = CaseFacts {
        chart: &asked.chart,
        sheets: &[&asked.sheet, &asked.assessed.bleeding_sheet],
        said: &asked.person.rows_said(),
        settled: &asked.person.settled(),
        unanswered: asked.person.unanswered(),
        profile: &profile,
        blood: &blood,
        at: noon(),
    };
    judge_by(table, &known)
}

/// What is in force, what is asked whatever silence means, and which rows are open at all.
fn judgement_differs(table: &'static [Row], asked: &Asked) -> bool {
    let judgement = judged(table, asked);
    let open = |judgement: &Judgement| judgement.open.iter().map(|open| open.row.id).collect::<BTreeSet<_>>();
    laws_text::rows_in_force(&judgement) != asked.wanted
        || laws_text::rows_suspected(&asked.person, &judgement) != asked.suspected
        || open(&judgement) != open(&asked.assessed.judgement)
        || laws_text::wordings(&judgement) != laws_text::wordings(&asked.assessed.judgement)
}

/// What decides a row one step away, or by the manner of every other row.
fn steps(when: When) -> Vec<When> {
    let mut steps = match when {
        When::Platelets { from, below } => {
            let mut steps = [below - 1.0, below + 1.0].map(|below| When::Platelets { from, below }).to_vec();
            if from > 0.0 {
                steps.extend([from - 1.0, from + 1.0].map(|from| When::Platelets { from, below }));
            }
            steps
        }
        When::ClearanceBelow(limit) => [limit - 5.0, limit + 5.0].map(When::ClearanceBelow).to_vec(),
        When::WeightBelow(limit) => [limit - 1.0, limit + 1.0].map(When::WeightBelow).to_vec(),
        _ => vec![],
    };
    for row in TABLE {
        if row.when != when && !steps.contains(&row.when) {
            steps.push(row.when);
        }
    }
    steps
}

fn copy(row: &Row) -> Row {
    Row { ..*row }
}

/// Every row put wrong in turn: the mutant's name, and the table with it.
fn mutants(table: &[Row], columns_only: bool) -> Vec<(String, Vec<Row>)> {
    let mut mutants: Vec<(String, Vec<Row>)> = vec![];
    for (index, row) in table.iter().enumerate() {
        let mut with = |what: String, changed: Row| {
            let mut rows: Vec<Row> = table.iter().map(copy).collect();
            rows[index] = changed;
            mutants.push((format!("{}: {what}", row.id), rows));
        };
        for severity in [Severity::Block, Severity::BlockUntil, Severity::Caution].into_iter().filter(|severity| *severity != row.severity) {
            with(severity.id().into(), Row { severity, ..*row });
        }
        let members =
            Drug::ALL.into_iter().map(|drug| (drug.id(), Set::drugs([drug]))).chain(Device::ALL.map(|device| (device.id(), Set::devices([device]))));
        for (id, member) in members {
            with(format!("{id} the other way"), Row { applies: Set(row.applies.0 ^ member.0), ..*row });
        }
        with("per leg the other way".into(), Row { per_limb: !row.per_limb, ..*row });
        with("override the other way".into(), Row { no_override: !row.no_override, ..*row });
        with("a route the other way".into(), Row { route: !row.route, ..*row });
        if row.also.is_some() {
            with("follows nothing".into(), Row { also: None, ..*row });
        }
        if row.except.is_some() {
            with("without exception".into(), Row { except: None, ..*row });
        }
        for when in if columns_only { vec![] } else { steps(row.when) } {
            with(format!("{when:?}"), Row { when, ..*row });
        }
        let without = table.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, row)| copy(row)).collect();
        mutants.push((format!("{}: removed", row.id), without));
    }
    mutants
}

/// These change nothing that a judgement says, and why.
const EQUIVALENT: [(&str, &str); 3] = [
    ("CI_HIT: UntilHaemostasis", "a history of HIT has no end, whatever ends the row"),
    ("CI_RENAL_LMWH: DoacClearance", "the row is a caution below 15 as it is from 15 to 30"),
    ("MC_ACUTE_DVT: ClotInLeg", "no answer to a row is older than itself"),
];

#[test]
fn every_mutant_of_the_contraindications_is_noticed() {
    assert!(!columns_differ(TABLE, TEXT), "the table itself passes");
    let (crowd, mutants) = (crowd(), mutants(TABLE, false));
    let total = mutants.len();
    let mut survivors = vec![];
    for (name, table) in mutants {
        let table: &'static [Row] = Box::leak(table.into_boxed_slice());
        if !columns_differ(table, TEXT) && !crowd.iter().any(|asked| judgement_differs(table, asked)) {
            survivors.push(name);
        }
    }
    println!("contraindications: {} of {total} mutants noticed", total - survivors.len());
    assert_eq!(survivors, EQUIVALENT.map(|(name, _)| name));
}

/// What the questions of our own hold is listed by hand; when they are asked the laws compare with the text.
#[test]
fn every_mutant_of_the_questions_is_noticed() {
    assert!(!columns_differ(QUESTIONS, &rows::QUESTIONS), "the table itself passes");
    let mutants = mutants(QUESTIONS, true);
    let survivors: Vec<&str> = mutants.iter().filter(|(_, table)| !columns_differ(table, &rows::QUESTIONS)).map(|(name, _)| name.as_str()).collect();
    println!("questions: {} of {} mutants noticed", mutants.len() - survivors.len(), mutants.len());
    assert_eq!(survivors, Vec::<&str>::new());
}

/// What stands at an edge is judged as the text judges it.
#[test]
fn both_sides_of_every_edge_are_those_of_the_text() {
    for (name, person) in edges() {
        let (asked, mut court) = (asked(person), Court::default());
        laws_text::agrees(&asked.person, &Oracle::of(&asked.person), &asked.assessed, &mut court);
        let broken: Vec<String> = court.laws().filter(|(_, law)| law.broken > 0).map(|(law, kept)| format!("{law}: {:?}", kept.by)).collect();
        assert_eq!(broken, Vec::<String>::new(), "{name}");
    }
}

/// Every threshold of alerts, rows, lists, routes and times, put wrong in the text: the comparison with the program sees it.
#[test]
fn every_figure_of_the_text_matters() {
    let (crowd, mutants) = (crowd(), Figures::mutants());
    let agrees = |figures: &Figures, asked: &Asked| {
        let mut court = Court::default();
        laws_text::agrees(&asked.person, &Oracle { person: &asked.person, figures }, &asked.assessed, &mut court);
        court.laws().map(|(_, law)| law.broken).sum::<usize>()
    };
    let before: Vec<usize> = crowd.iter().map(|asked| agrees(&oracle::FIGURES, asked)).collect();
    let noticed = |figures: &Figures| crowd.iter().zip(&before).any(|(asked, before)| agrees(figures, asked) > *before);
    let survivors: Vec<&str> = mutants.iter().filter(|(_, figures)| !noticed(figures)).map(|(name, _)| name.as_str()).collect();
    println!("figures: {} of {} mutants noticed", mutants.len() - survivors.len(), mutants.len());
    assert_eq!(survivors, Vec::<&str>::new());
}
