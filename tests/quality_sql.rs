//! Two ways to one integer: what Rust counts and what the generated SQL counts on DuckDB, for every indicator, option and group, over
//! random alliances. `QUALITY_PYTHON` names a Python with DuckDB (`scripts/setup.sh` makes one); without it the test says that it skips.
//! `QUALITY_ALLIANCES` is how many (20; `make quality` takes 1000); where it
//! is set, the test fails rather than skips.
#![cfg(not(target_family = "wasm"))]

mod support {
    pub mod alliances;
}

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Map, Value};
use support::alliances::alliance;
use virchow::interop::quality::rows::{episode_line, settled_line};
use virchow::quality::catalogue::{every_choice, named};
use virchow::quality::count::{count, place};
use virchow::quality::episode::SettledStay;
use virchow::quality::sql::sql;

fn alliances() -> u64 {
    std::env::var("QUALITY_ALLIANCES").ok().and_then(|count| count.parse().ok()).unwrap_or(20)
}

/// A Python that knows DuckDB, or the reason why there is none.
fn python() -> Option<PathBuf> {
    let python = PathBuf::from(std::env::var_os("QUALITY_PYTHON")?);
    let knows = Command::new(&python).args(["-c", "import duckdb"]).output().is_ok_and(|output| output.status.success());
    knows.then_some(python)
}

#[test]
fn rust_and_duckdb_count_the_same() {
    let Some(python) = python() else {
        assert!(std::env::var_os("QUALITY_ALLIANCES").is_none(), "QUALITY_ALLIANCES is set, and QUALITY_PYTHON names no Python with DuckDB");
        eprintln!("SKIPPED: no Python with DuckDB (QUALITY_PYTHON; scripts/setup.sh test makes one where the wheel can be had)");
        return;
    };
    let stays: Vec<SettledStay> = (0..alliances()).flat_map(|number| alliance(number, 24)).collect();
    let folder = std::env::temp_dir().join(format!("virchow-quality-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let episode: Vec<String> = stays.iter().map(|stay| episode_line(&stay.episode)).collect();
    let settled: Vec<String> = stays.iter().flat_map(|stay| &stay.facts).map(settled_line).collect();
    fs::write(folder.join("episode.ndjson"), episode.join("\n")).expect("written");
    fs::write(folder.join("settled.ndjson"), settled.join("\n")).expect("written");
    let choices = every_choice();
    let queries: Map<String, Value> = choices.iter().map(|of| (of.id(), sql(of).into())).collect();
    assert_eq!(queries.len(), choices.len(), "two choices of one id");
    fs::write(folder.join("queries.json"), Value::Object(queries).to_string()).expect("written");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/quality_duckdb.py");
    let ran = Command::new(python).arg(script).arg(&folder).output().expect("it runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let answers: Value = serde_json::from_str(&fs::read_to_string(folder.join("answers.json")).expect("answers")).expect("JSON");
    let (mut compared, mut places) = (0, BTreeMap::new());
    for of in &choices {
        let mut ours: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        for (key, counts) in count(of, &stays) {
            for (placed, stays) in &counts.0 {
                let group = [&key.month, &key.facility, &key.tier, &key.department].map(String::clone);
                *ours.entry([&group[..], &[placed.word()]].concat()).or_default() += stays;
                *places.entry(placed.word()).or_insert(0) += stays;
            }
        }
        let theirs: BTreeMap<Vec<String>, u64> = answers[of.id()]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| ((0..5).map(|column| row[column].as_str().expect("a text").to_owned()).collect(), row[5].as_u64().expect("a count")))
            .collect();
        if ours != theirs {
            let differs = ours.keys().chain(theirs.keys()).find(|key| ours.get(*key) != theirs.get(*key)).expect("a difference");
            panic!("{}: {differs:?}: Rust {:?}, DuckDB {:?}\n{}", of.id(), ours.get(differs), theirs.get(differs), sql(of));
        }
        compared += ours.len();
    }
    // Every place there is was met.
    for word in ["numerator", "denominator", "open", "outside", "outside_unknown", "undated", "excluded_1", "unknown_1", "excluded_6", "unknown_6"] {
        assert!(places.get(word).is_some_and(|count| *count > 0), "no stay ended in {word}");
    }
    println!("{} stays, {} definitions, {compared} integers", stays.len(), choices.len());
    fs::remove_dir_all(&folder).expect("removed");
}

/// Whatever the definition: every stay stands in one place, and the sums over months and sites are the whole.
#[test]
fn every_stay_ends_in_one_place_and_groups_add_up() {
    let stays: Vec<SettledStay> = (0..20).flat_map(|number| alliance(number, 24)).collect();
    for of in every_choice() {
        let all: u64 = count(&of, &stays).values().map(|counts| counts.all()).sum();
        assert_eq!(all, stays.len() as u64, "{}", of.id());
        let one = stays.iter().filter(|stay| place(&of, stay).word() == "numerator").count() as u64;
        assert_eq!(count(&of, &stays).values().map(|counts| counts.numerator()).sum::<u64>(), one, "{}", of.id());
        assert_eq!(named(&of.id()), Some(of), "its id names it");
    }
}

/// The text is of the words that both engines have: no dates, windows, filters, divisions or nulls that decide.
#[test]
fn the_sql_keeps_to_what_both_engines_read_alike() {
    for of in every_choice() {
        let text = sql(&of);
        let body = text.lines().skip(1).collect::<Vec<_>>().join("\n").to_lowercase();
        for word in [" over ", "filter", "/", " date", "date_", "date(", "interval", "coalesce", "cast", "::", "extract", "limit", "with "] {
            assert!(!body.contains(word), "{}: {word}\n{text}", of.id());
        }
    }
}
