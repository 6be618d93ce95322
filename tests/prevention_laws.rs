//! What must hold of every proposal, whoever the patient is: laws over a hundred thousand random patients, each compared
//! with an oracle that was written from the specification's text, and each looked at again with a fact more, on another
//! route, some days later, in another order and with everything answered that was open.
//!
//! The crowd is walked through once; each test asks for its laws.
#![cfg(not(target_family = "wasm"))]

#[path = "support/additions.rs"]
mod additions;
#[path = "support/court.rs"]
mod court;
#[path = "support/laws_change.rs"]
mod laws_change;
#[path = "support/laws_proposal.rs"]
mod laws_proposal;
#[path = "support/laws_text.rs"]
mod laws_text;
#[path = "support/oracle.rs"]
mod oracle;
#[path = "support/person.rs"]
mod person;

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::thread;

use chrono::TimeDelta;
use court::Court;
use oracle::Oracle;
use person::{Dice, PILLS, Person};
use virchow::clinical::formulary::Drug;

const PATIENTS: u64 = 100_000;

static CROWD: LazyLock<Court> = LazyLock::new(|| {
    let parts = 4;
    let courts = thread::scope(|scope| {
        let walk = |part| {
            move || {
                let mut court = Court::default();
                (0..PATIENTS).filter(|number| number % parts == part).for_each(|number| one(number, &mut court));
                court
            }
        };
        let threads: Vec<_> = (0..parts).map(|part| scope.spawn(walk(part))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a walk through the crowd")).collect::<Vec<_>>()
    });
    courts.into_iter().fold(Court::default(), Court::joined)
});

fn one(number: u64, court: &mut Court) {
    let mut dice = Dice(number);
    let person = Person::random(&mut dice);
    let (sheet, assessed) = person.assessed();
    let oracle = Oracle::of(&person);
    court.patient = number;
    laws_text::agrees(&person, &oracle, &assessed, court);
    laws_proposal::proposed(&person, &oracle, &sheet, &assessed, court);
    laws_change::completed(&person, &sheet, &assessed, &mut dice, court);
    laws_change::silence(&person, &assessed, court);
    // Each of these assesses once more: every patient stands before one of them, and every second has a fact more.
    match number % 5 {
        0 => {
            laws_change::later(&person, &sheet, &assessed, &mut dice, court);
            laws_change::answered_later(&person, &assessed, &mut dice, court);
            if number.is_multiple_of(50) {
                laws_change::by_the_bridge(&person, &assessed, &mut dice, court);
            }
        }
        1 => laws_change::shuffled(&person, &sheet, &assessed, &mut dice, court),
        2 => laws_change::again(&person, &assessed, &mut dice, court),
        _ => laws_change::on_a_route(&person, &assessed, &mut dice, court),
    }
    if number.is_multiple_of(2) {
        laws_change::a_fact_more(&person, &assessed, &mut dice, court);
    }
}

#[test]
fn what_is_in_the_blood_is_read_as_the_text_reads_it() {
    CROWD.upholds(&[("what is on board", 100_000), ("intensity", 20_000), ("effect", 15_000), ("earliest start", 20_000)]);
}

#[test]
fn alerts_and_questions_are_those_of_the_text() {
    CROWD.upholds(&[("alerts", 100_000), ("questions", 100_000), ("a question in its own words", 1000), ("what cannot be known stays open", 20_000)]);
}

#[test]
fn bleeding_and_contraindications_are_those_of_the_text() {
    CROWD.upholds(&[("bleeding", 100_000), ("bleeding high", 20_000), ("rows in force", 100_000)]);
}

#[test]
fn routes_are_those_of_the_text() {
    CROWD.upholds(&[
        ("routes", 100_000),
        ("the first route speaks", 12_000),
        ("no route proposes a drug", 12_000),
        ("where the effect is unknown no drug is firm", 1000),
        ("HIT and a confirmed clot escalate", 2000),
        ("AL_PLT_HIT adds ESCALATE, whatever fires", 150),
        ("a suspicion words no prevention", 1500),
        ("a block on the treatment route escalates", 4000),
        ("too low an INR escalates", 500),
        ("too low an INR offers no LMWH", 500),
        ("protected on a route only", 50_000),
        ("protected only while it works", 4000),
        ("protected no longer than it works", 4000),
    ]);
}

#[test]
fn every_proposal_is_allowed_and_whole() {
    CROWD.upholds(&[
        ("a proposed drug is allowed", 200_000),
        ("a proposal is whole", 80_000),
        ("basic prevention first", 90_000),
        ("one drug at most", 100_000),
        ("another drug that runs is stopped first", 400),
        ("the dose is that of the text", 15_000),
        ("no dose without a reason", 1000),
        ("what is forbidden is not to be had without an override", 1_000_000),
        ("dabigatran and aspirin are never offered", 1_000_000),
        ("a device that is there", 50_000),
        ("a device on offer has a leg", 150_000),
        ("no device on a leg that forbids it", 50_000),
        ("a sleeve waits for the broken leg", 1000),
        ("stockings wait for a stroke", 10),
    ]);
}

#[test]
fn no_dose_starts_before_the_blood_the_needle_and_the_operation_allow() {
    CROWD.upholds(&[
        ("no start in the past", 15_000),
        ("no start too near a needle or an operation", 15_000),
        ("no start before what is in the blood allows", 1500),
        ("the own dose is not given twice", 100),
    ]);
}

#[test]
fn a_firm_proposal_rests_on_nothing_unknown() {
    CROWD.upholds(&[("a firm proposal rests on nothing unknown", 250_000)]);
}

#[test]
fn what_is_settled_stays_settled_whatever_the_rest_turns_out_to_be() {
    CROWD.upholds(&[
        ("what is firm stays allowed", 10_000),
        ("no DOAC is firm before a fracture is excluded", 10_000),
        ("a firm device stays allowed", 40_000),
        ("what is forbidden stays forbidden", 300_000),
        ("a forbidden device stays forbidden", 250_000),
        ("settled bleeding is never turned", 50_000),
    ]);
}

#[test]
fn silence_read_as_absence_only_settles_what_was_open() {
    CROWD.upholds(&[
        ("silence takes no row away", 100_000),
        ("silence answers nothing that something points to", 40_000),
        ("silence changes no settled bleeding", 30_000),
        ("what absence proposes doubt does not forbid", 8000),
        ("absence waits for no more than doubt", 8000),
        ("the dose does not hang on silence", 8000),
    ]);
}

#[test]
fn a_route_hides_nothing() {
    CROWD.upholds(&[
        ("the route is taken", 30_000),
        ("a route hides no contraindication", 80_000),
        ("a route hides no question", 100_000),
        ("a route hides no alert", 1000),
        ("a route takes no high bleeding away", 30_000),
        ("a block holds on every route", 250_000),
        ("no drug on any route", 250_000),
        ("devices keep to the legs on every route", 4000),
        ("every route looks again, with whatever else", 30_000),
    ]);
}

#[test]
fn a_fact_more_takes_no_warning_away() {
    CROWD.upholds(&[
        ("a fact more takes no warning away", 40_000),
        ("a block more takes every drug away", 1000),
        ("a block more brings the next look no later", 1000),
    ]);
    for kind in additions::KINDS {
        assert!(CROWD.seen["fact added"].contains_key(kind), "{kind} was never added");
    }
    let unused: Vec<String> = additions::REASONS.iter().map(additions::named).filter(|reason| !CROWD.seen["reason"].contains_key(reason)).collect();
    assert_eq!(unused, Vec::<String>::new(), "an exception that nothing needs");
}

#[test]
fn what_is_later_is_not_seen() {
    CROWD.upholds(&[
        ("what is later is not seen by the score", 15_000),
        ("what is later is not seen", 15_000),
        ("what is answered later is not seen", 15_000),
        ("what is later changes no answer to a host", 1500),
        ("a host is answered what the chart is", 1500),
    ]);
}

#[test]
fn the_order_of_facts_is_nothing() {
    CROWD.upholds(&[("the order of facts is nothing", 15_000), ("the order of facts is nothing to the score", 15_000)]);
}

#[test]
fn the_planned_stop_stays_when_the_patient_is_assessed_again() {
    CROWD.upholds(&[("the planned stop stays", 800), ("the day of the course goes on", 800), ("extended only past the planned day", 30)]);
}

#[test]
fn every_route_and_row_looks_again_in_time() {
    CROWD.upholds(&[
        ("every route looks again", 12_000),
        ("a route that protects nobody looks again in 24 h", 8000),
        ("a protected patient is looked at again", 4000),
        ("a drug that waits is looked at in 24 h", 6000),
        ("bleeding high or open is looked at in 24 h", 25_000),
        ("an alert is looked at in 24 h", 2500),
        ("a suspicion is looked at in 24 h", 3000),
        ("an escalation is looked at in 24 h", 10_000),
        ("a row without its drug or device is looked at in 24 h", 25_000),
        ("every row with a drug looks again in three days", 25_000),
        ("a low surgical risk with a device looks again in a week", 200),
        ("no look in the past", 100_000),
    ]);
}

/// A law over nothing holds of nothing: every row, route, drug and alert was met.
#[test]
fn the_crowd_is_wide() {
    let met = |kind: &str, all: &[&str]| {
        let missing: Vec<&&str> = all.iter().filter(|what| !CROWD.seen[kind].contains_key(**what)).collect();
        assert!(missing.is_empty(), "{kind}: {missing:?} never met");
    };
    let rows = ["S0", "S1", "S1b", "S2", "S2b", "S2c", "S3", "S4", "S4b", "S4c", "S4d", "S5", "S6", "M0", "M1", "M1b", "M1c", "M2", "M3", "I1", "O1"];
    let routes = ["CI_HIT_ACUTE", "AL_PLT_HIT", "CI_ACUTE_VTE", "SUSPECTED_VTE", "NF_OBSTETRIC", "CI_THERAPEUTIC_AC"];
    met("rule", &rows);
    met("route", &routes);
    met("drug proposed", &Drug::PROPOSABLE.map(Drug::id));
    met("alert", &["Hit false", "Hit true", "Amber false", "HbFall false", "HbFall true", "HbLow false", "HbLow true"]);
    // The order of choice is no row that is present.
    let in_force: Vec<&str> = oracle::rows::TEXT.iter().map(|row| row.id).filter(|id| *id != "CI_DOAC_MEDICAL").collect();
    met("row in force", &in_force);
    met(
        "row asked",
        &["CI_ACTIVE_BLEED", "CI_ACUTE_VTE", "CI_CNS_BLEED", "CI_COAG", "CI_DOAC_APS", "CI_HIT_ACUTE", "CI_PREGNANCY", "CI_THERAPEUTIC_AC"],
    );
    met("row asked", &["MC_CHF_OEDEMA", "MC_FRACTURE_LIMB", "MC_STROKE_GCS", "kidney_or_liver", "unrecognised_allergy", "unrecognised_medication"]);
    let on_board: BTreeSet<&str> =
        PILLS.iter().filter(|pill| pill.acts()).flat_map(|pill| pill.is).copied().filter(|id| oracle::blood::is_anticoagulant(id)).collect();
    met("drug on board", &on_board.into_iter().collect::<Vec<_>>());
}

/// A description and its chart say the same: the oracle is asked of what the program is asked.
#[test]
fn patients_are_drawn_the_same_every_time() {
    let draw = |number| format!("{:?}", Person::random(&mut Dice(number)));
    assert_eq!(draw(7), draw(7));
    assert_ne!(draw(7), draw(8));
    assert_eq!(person::after(90) - person::noon(), TimeDelta::minutes(90));
    assert_eq!(person::minutes(person::after(-90)), -90);
}
