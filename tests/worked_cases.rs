//! Worked cases, driven through the JSON text that a host hands in: golden vectors of the specification, teaching
//! cases, both sides of every threshold, and everything that must be refused.
#![cfg(not(target_family = "wasm"))]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/judging.rs"]
mod judging;

use std::collections::BTreeSet;
use std::fs;

use cases::Teaching;
use judging::{fault, is_chinese};
use virchow::clinical::instruments::{ALL, SCORED};

#[test]
fn caprini_cases() {
    run("caprini");
}

#[test]
fn padua_cases() {
    run("padua");
}

#[test]
fn surgical_bleeding_cases() {
    run("cn_bleed_surgical");
}

#[test]
fn medical_bleeding_cases() {
    run("cn_bleed_medical");
}

#[test]
fn improve_bleeding_cases() {
    run("improve_bleeding");
}

#[test]
fn prevention_cases() {
    run("prevention");
}

/// A folder of an instrument without a form runs because the instrument is there: nobody has to remember a test of its own.
#[test]
fn cases_of_every_instrument_that_is_only_scored() {
    for instrument in SCORED {
        run(instrument.id);
    }
}

/// A file in the wrong place, or without a case, would otherwise prove nothing in silence.
#[test]
fn every_case_file_is_run() {
    let known: BTreeSet<&str> = ALL.iter().chain(SCORED).map(|instrument| instrument.id).chain(["prevention", "changes"]).collect();
    let mut names = BTreeSet::new();
    for folder in fs::read_dir(cases::folder()).expect("tests/cases") {
        let folder = folder.expect("an entry").path();
        let instrument = folder.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        // tests/admissions.rs runs these.
        if instrument == "admissions" {
            continue;
        }
        assert!(folder.is_dir() && known.contains(instrument.as_str()), "{instrument}: not the folder of an instrument");
        for file in fs::read_dir(&folder).expect("a folder") {
            let file = file.expect("an entry").path();
            assert_eq!(file.extension().and_then(|extension| extension.to_str()), Some("toml"), "{}: not a case file", file.display());
            assert!(!cases::read(&file).is_empty(), "{}: no case", file.display());
        }
        for (file, case) in cases::of(&instrument) {
            assert!(names.insert(format!("{instrument}: {}", case.name)), "{file}: \"{}\" stands twice", case.name);
        }
    }
    assert_eq!(names.len(), known.iter().map(|instrument| cases::of(instrument).len()).sum::<usize>());
}

/// The drills will show these to a learner: each is whole, and each shows a mistake.
#[test]
fn teaching_cases_are_complete() {
    let teaching: Vec<Teaching> = ["caprini", "padua"].into_iter().flat_map(cases::of).filter_map(|(_, case)| case.teaching).collect();
    let mut numbers: Vec<u32> = teaching.iter().map(|case| case.no).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=16).collect::<Vec<_>>());
    for case in &teaching {
        assert!(case.zh.chars().any(is_chinese), "case {}: no Chinese text", case.no);
        assert!(!case.en.trim().is_empty() && !case.why.trim().is_empty() && !case.error_tag.is_empty(), "case {}", case.no);
    }
}

fn run(instrument: &str) {
    let cases = cases::of(instrument);
    assert!(cases.len() >= 30, "{instrument}: only {} cases", cases.len());
    let wrong: Vec<String> =
        cases.iter().filter_map(|(file, case)| fault(instrument, case).map(|what| format!("{file}: {}: {what}", case.name))).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
