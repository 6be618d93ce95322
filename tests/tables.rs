//! Files that are generated from the tables and the shapes. Each is compared with what is committed;
//! `UPDATE=1 cargo test --no-default-features --test tables` writes them. The digest of the rules is built into the
//! program, so after a change of a table run it twice.
#![cfg(not(target_family = "wasm"))]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use virchow::clinical::contraindication::{QUESTIONS, TABLE};
use virchow::clinical::finding::SHARED;
use virchow::clinical::formulary::Drug;
use virchow::clinical::matrix::MATRIX;
use virchow::clinical::monitoring::CHECKS;
use virchow::clinical::not_for::{NOT_FOR, named};
use virchow::clinical::routes::ROUTES;
use virchow::clinical::source::Mark;
use virchow::clinical::substance::SUBSTANCES;
use virchow::interop::cited::cited;
use virchow::interop::decision::decision_table;
use virchow::interop::lesson::shapes as lesson_shapes;
use virchow::interop::seal::{RULES_SHA256, hex};
use virchow::interop::shape::Shape;
use virchow::interop::tables::{evidence, findings, not_for, rules, schema, typescript, units};
use virchow::interop::{assess, channel_profile, chart, event, facts, headless, plan, profile, quality, referral};
use virchow::record::coded::declined;

/// What a host sends and gets, by the name of its schema, with one line on when.
fn messages() -> [(&'static str, &'static Shape, &'static str); 25] {
    [
        ("chart", &chart::CHART, "What the host knows of a patient: set on the element, or handed to assess. Never sent by us."),
        ("fact", &chart::FACT, "One entry of chart.facts, or of the facts of score and derive."),
        ("operation", &facts::OPERATION, "The value of a fact with the id operation."),
        ("user", &chart::USER, "Who is at the screen: set on the element before anything is signed."),
        ("profile", &profile::PROFILE, "What the hospital has set: read whole, or refused whole."),
        (
            "channel",
            &channel_profile::CHANNEL,
            "The green channel's settings: the value of profile.channel, beside profile.tier and profile.formulary.",
        ),
        ("event", &event::EVENT, "One signed line of the record: sent once it is signed and stored, never for a draft."),
        ("assessed", &event::ASSESSED, "The body of an event of type assessed."),
        ("reviewed", &event::REVIEWED, "The body of an event of type reviewed: a physician's second look at an assessment."),
        ("bleeding_screened", &event::SCREENED, "The body of an event of type bleeding_screened."),
        ("measure", &plan::MEASURE, "One measure: of a proposal, and of a plan that was authorised."),
        ("plan_authorised", &plan::PLAN, "The body of an event of type plan_authorised: a physician's decision, never an order to a dispensary."),
        ("plan_declined", &plan::DECLINED, "The body of an event of type plan_declined."),
        ("measure_changed", &event::CHANGED, "The body of an event of type measure_started or measure_stopped."),
        (
            "happened",
            &event::HAPPENED,
            "The body of an event of type admitted, transferred, operated, discharged, vte_suspected, vte_confirmed, vte_excluded, pathway_step or referral; never of what is only planned.",
        ),
        ("amended", &event::AMENDED, "The body of an event of type amended; the event it names stays as it is."),
        (
            "referral",
            &referral::REFERRAL,
            "A referral between two hospitals (virchow-referral/1): the sheet, and the states that the sending side knows. Encrypted as a file and as codes.",
        ),
        ("score", &headless::SCORE, "The argument of score and derive."),
        ("assess", &assess::ASSESS, "The argument of assess."),
        ("header", &quality::shapes::HEADER, "What no event says of a stay: handed to reduce of more/quality.js."),
        ("episode", &quality::shapes::EPISODE, "A row of the table episode: one stay. Unknown is a value of its own, never null."),
        ("settled", &quality::shapes::SETTLED, "A row of the table settled: one fact of a stay that holds after the fold."),
        ("teaching_case", &lesson_shapes::CASE, "A teacher's own case (virchow-case/1): an invented patient, never a real one."),
        ("lesson", &lesson_shapes::LESSON, "A lesson or an exam (virchow-lesson/1): exercises for a class, with the teacher's own cases."),
        ("lesson_attempt", &lesson_shapes::ATTEMPT, "One attempt of a file of results (virchow-results/1): a sealed log."),
    ]
}

/// Compares `text` with the committed file, or writes it.
fn kept(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().expect("a folder")).expect("created");
        if fs::read_to_string(&file).ok().as_deref() != Some(text) {
            fs::write(&file, text).expect("written");
        }
        return;
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    if committed != text {
        let line = committed.lines().zip(text.lines()).take_while(|(old, new)| old == new).count() + 1;
        panic!(
            "{path} differs from the tables, first in line {line}. Run `UPDATE=1 cargo test --no-default-features --test tables` twice and commit the result."
        );
    }
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("JSON");
    text.push('\n');
    text
}

fn canonical(value: &Value) -> String {
    virchow::interop::json::canonical(&virchow::interop::json::parse(&value.to_string(), 100).expect("JSON"))
}

#[test]
fn rules_and_their_digest() {
    let rules = canonical(&rules());
    kept("docs/for-clinicians/rules.json", &rules);
    kept("src/clinical/rules.sha256", &(hex(&Sha256::digest(rules.as_bytes())) + "\n"));
}

/// What is built in is what is committed: every signature names it.
#[test]
fn the_built_in_digest_is_that_of_the_rules() {
    if std::env::var_os("UPDATE").is_none() {
        let digest = hex(&Sha256::digest(canonical(&rules()).as_bytes()));
        assert_eq!(RULES_SHA256, digest, "run `UPDATE=1 cargo test --no-default-features --test tables` twice");
    }
}

#[test]
fn evidence_of_every_rule() {
    let text = evidence();
    assert!(["caprini", "padua"].iter().all(|id| text.contains(id)));
    kept("docs/for-clinicians/evidence.md", &text);
}

/// A key that was read only at second hand says so wherever it is cited.
#[test]
fn a_secondary_source_is_called_one() {
    assert_eq!(cited(&[Mark::V("POL"), Mark::V2("DRO")]), "V:POL; V2:DRO secondary / 二手资料");
    let text = evidence();
    let cells = text.split(['|', ';']).map(str::trim).filter(|cell| cell.starts_with("V2:"));
    assert!(cells.clone().count() > 5 && cells.clone().all(|cell| cell.ends_with(" secondary / 二手资料")));
}

/// The page and the evidence table name the same people, and the reason for declining as the screen words it.
#[test]
fn whom_the_program_is_not_for() {
    let (page, evidence) = (not_for(), evidence());
    for row in NOT_FOR {
        let line = page.lines().find(|line| line.starts_with(&format!("| `{}` |", row.id))).expect("a line");
        assert!(line.contains(row.who.zh()) && line.contains(row.what.en()) && evidence.contains(line), "{}", row.id);
    }
    let (row, reason) = (named("NF_PALLIATIVE").expect("a row"), declined("end_of_life").expect("a reason").label);
    assert!(row.what.zh().contains(reason.zh()) && row.what.en().contains(reason.en()));
    kept("docs/for-clinicians/not-for.md", &page);
}

/// Every row, drug, contraindication, crossing and substance is on the page that a clinician signs, in nine sections.
#[test]
fn the_decision_table_for_signature() {
    let page = decision_table();
    let sections: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(sections.len(), 10, "{sections:?}");
    let signed = |number: usize| page.contains(&format!("\n## {number} ")) && page.contains(&format!("\n| {number} "));
    assert!((1..=9).all(signed), "{sections:?}");
    let lines = |id: &str| page.lines().any(|line| line.starts_with(&format!("| `{id}`")));
    let rows = TABLE.iter().chain(QUESTIONS).map(|row| row.id);
    let missing: Vec<&str> = rows.chain(NOT_FOR.iter().map(|row| row.id)).chain(ROUTES).filter(|id| !lines(id)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    for rule in MATRIX {
        assert!(page.contains(&format!("| {} |", rule.id)) && page.contains(rule.reason.en()) && page.contains(rule.reason.zh()), "{}", rule.id);
    }
    for drug in Drug::ALL {
        assert!(page.contains(drug.label().zh()) && page.contains(drug.id()), "{}", drug.id());
    }
    for row in SHARED {
        let crosses = |line: &str| {
            line.contains(&format!("`{}`", row.from.item)) && line.contains(&format!("`{}`", row.to.item)) && line.contains(row.why.zh())
        };
        assert!(page.lines().any(crosses), "{} to {}", row.from.item, row.to.item);
    }
    for substance in SUBSTANCES {
        assert!(page.contains(&format!("{} {}", substance.name.zh(), substance.name.en())), "{}", substance.id);
    }
    for check in &CHECKS {
        assert!(page.contains(check.what.zh()) && page.contains(check.what.en()), "{}", check.id);
    }
    for alert in ["AL_PLT_HIT", "AL_PLT_AMBER", "AL_HB_FALL", "AL_HB_LOW"] {
        assert!(page.contains(&format!("`{alert}`")), "{alert}");
    }
    kept("docs/for-clinicians/decision-table.md", &page);
}

#[test]
fn schemas_of_every_message() {
    kept("docs/for-hosts/schema/units.json", &pretty(&units()));
    kept("docs/for-hosts/schema/findings.json", &pretty(&findings()));
    for (name, shape, when) in messages() {
        let mut schema = schema(shape);
        let fields = schema.as_object_mut().expect("an object");
        fields.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        fields.insert("title".into(), json!(name));
        fields.insert("description".into(), json!(when));
        kept(&format!("docs/for-hosts/schema/{name}.json"), &pretty(&schema));
    }
}

#[test]
fn types_of_every_message() {
    let mut text = String::from("// Generated from the shapes in src/interop/; a test fails when it differs.\n");
    for (name, shape, when) in messages() {
        let title: String = name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
        let _ = write!(text, "\n/** {when} */\nexport type {title} = {};\n", typescript(shape, 0));
    }
    kept("docs/for-hosts/schema/types.d.ts", &text);
}
