//! Mutants of the contraindications: each row taken out or put wrong by one step in severity, members, threshold or
//! manner, and each must be noticed. What is noticed by: a second listing of §4 by hand, and the oracle's judgement of
//! random patients.
#![cfg(not(target_family = "wasm"))]

#[path = "support/row_oracle.rs"]
mod oracle;
#[path = "support/row_person.rs"]
mod person;

use std::collections::BTreeSet;

use person::{Dice, Person, noon};
use virchow::clinical::blood::Blood;
use virchow::clinical::chart::Chart;
use virchow::clinical::contraindication::{Known, Row, Severity, TABLE, When, judge_by};
use virchow::clinical::formulary::{Device, Drug, Set};
use virchow::clinical::profile::Profile;
use virchow::clinical::sheet::{Sheet, Unanswered};

/// Id, severity, members, exceptions, then: per leg, no override, a route of its own, follows another row. Written from
/// §4.1, §4.2 and §5.9.
type Line = (&'static str, &'static str, &'static str, Option<(&'static str, &'static str)>, [bool; 3], Option<&'static str>);

const ALL: &str = "enoxaparin nadroparin dalteparin ufh fondaparinux rivaroxaban apixaban dabigatran";
const LMWH: &str = "enoxaparin nadroparin dalteparin";
const HEPARINS: &str = "enoxaparin nadroparin dalteparin ufh";
const DOACS: &str = "rivaroxaban apixaban dabigatran";
const DEVICES: &str = "ipc vfp gcs";
const LEGS: &str = "ipc gcs";

const PLAIN: [bool; 3] = [false; 3];
const LEG: [bool; 3] = [true, false, false];
const FIXED: [bool; 3] = [false, true, false];
const ROUTE: [bool; 3] = [false, true, true];

#[rustfmt::skip]
const TEXT: &[Line] = &[
    ("CI_ACTIVE_BLEED", "block", ALL, None, PLAIN, None),
    ("CI_CNS_BLEED", "block", ALL, None, PLAIN, None),
    ("CI_HIGH_BLEED_OP", "block_until", ALL, None, PLAIN, None),
    ("CI_NEURO_EYE_OP", "block_until", ALL, None, PLAIN, None),
    ("CI_VARICES", "block", ALL, None, PLAIN, None),
    ("CI_VASC_LESION", "block", ALL, None, PLAIN, None),
    ("CI_PLT_LT_50", "block", ALL, None, PLAIN, None),
    ("CI_PLT_50_99", "caution", ALL, None, PLAIN, None),
    ("CI_COAG", "block", ALL, None, PLAIN, None),
    ("CI_INR_HIGH", "block", ALL, None, PLAIN, None),
    ("CI_PLT_FUNCTION", "caution", ALL, None, PLAIN, None),
    ("CI_DAPT", "caution", ALL, None, PLAIN, None),
    ("CI_HTN", "caution", ALL, None, PLAIN, None),
    ("CI_NEURAXIAL", "block_until", ALL, None, PLAIN, None),
    ("CI_LYSIS_24H", "block", ALL, None, PLAIN, None),
    ("CI_FALL_HEAD", "caution", ALL, None, PLAIN, None),
    ("CI_HIT_ACUTE", "block", ALL, None, ROUTE, None),
    ("CI_HIT", "block", HEPARINS, None, FIXED, Some("CI_HIT_ACUTE")),
    ("CI_ALLERGY", "block", ALL, None, PLAIN, None),
    ("CI_THERAPEUTIC_AC", "block", ALL, None, ROUTE, None),
    ("CI_ACUTE_VTE", "block", ALL, None, ROUTE, None),
    ("CI_PREGNANCY", "block", ALL, None, [false, false, true], None),
    ("CI_RENAL_LMWH", "caution", LMWH, None, PLAIN, None),
    ("CI_RENAL_NAD", "block", "nadroparin", None, PLAIN, None),
    ("CI_RENAL_FON", "block", "fondaparinux", None, PLAIN, None),
    ("CI_WEIGHT_FON", "block", "fondaparinux", None, PLAIN, None),
    ("CI_FON_PLT", "block", "fondaparinux", None, PLAIN, None),
    ("CI_FON_PREG", "block", "fondaparinux", None, PLAIN, Some("CI_PREGNANCY")),
    ("CI_ENDOCARDITIS", "caution", "enoxaparin nadroparin dalteparin fondaparinux", Some(("block", "nadroparin fondaparinux")), PLAIN, None),
    ("CI_DOAC_LIVER", "block", "rivaroxaban apixaban", None, PLAIN, None),
    ("CI_DOAC_RENAL", "block", DOACS, Some(("block", "dabigatran")), PLAIN, None),
    ("CI_DOAC_PREG", "block", DOACS, None, PLAIN, Some("CI_PREGNANCY")),
    ("CI_DOAC_APS", "block", DOACS, None, PLAIN, None),
    ("CI_DOAC_DDI", "block", DOACS, None, PLAIN, None),
    ("CI_DOAC_HIPFX", "caution", "rivaroxaban apixaban", None, PLAIN, None),
    ("CI_DOAC_MEDICAL", "block", DOACS, None, PLAIN, None),
    ("CI_LOW_WEIGHT", "caution", "enoxaparin", None, PLAIN, None),
    ("MC_CHF_OEDEMA", "block", DEVICES, None, PLAIN, None),
    ("MC_SEVERE_LEG_OEDEMA", "block", LEGS, None, PLAIN, None),
    ("MC_ACUTE_DVT", "block", DEVICES, None, PLAIN, Some("CI_ACUTE_VTE")),
    ("MC_LOCAL_SKIN", "block", DEVICES, Some(("caution", "vfp")), LEG, None),
    ("MC_ISCHAEMIA", "block", DEVICES, None, LEG, None),
    ("MC_DEFORMITY", "block", LEGS, None, PLAIN, None),
    ("MC_BYPASS_GRAFT", "block", "gcs", None, PLAIN, None),
    ("MC_NEUROPATHY", "caution", "gcs", None, PLAIN, None),
    ("MC_STROKE_GCS", "block", "gcs", None, FIXED, None),
    ("MC_UNSCREENED_IMMOBILE", "caution", "ipc vfp", None, PLAIN, None),
    ("MC_FRACTURE_LIMB", "block", LEGS, None, LEG, None),
];

/// The columns of a row as text.
type Columns = (String, String, Option<(String, String)>, [bool; 3], Option<&'static str>);

fn listed(row: &Row) -> Columns {
    let members = |set: Set| set.ids().join(" ");
    let except = row.except.map(|(severity, of)| (severity.id().to_owned(), members(of)));
    let flags = [row.per_limb, row.no_override, row.route];
    (format!("{} {}", row.id, row.severity.id()), members(row.applies), except, flags, row.also)
}

/// The columns, against the listing by hand.
fn columns_differ(table: &[Row]) -> bool {
    table.len() != TEXT.len()
        || table.iter().zip(TEXT).any(|(row, (id, severity, members, except, flags, also))| {
            let except = except.map(|(severity, of)| (severity.to_owned(), of.to_owned()));
            listed(row) != (format!("{id} {severity}"), (*members).to_owned(), except, *flags, *also)
        })
}

/// A random patient and what the oracle says: in force, and asked because something points to it.
struct Asked {
    person: Person,
    chart: Chart,
    blood: Blood,
    sheet: Sheet,
    bleeding: Sheet,
    wanted: Found,
}

type Found = (BTreeSet<(&'static str, bool)>, BTreeSet<&'static str>);

fn asked(number: u64) -> Asked {
    let person = Person::random(&mut Dice(number));
    let (sheet, assessed) = person.assessed();
    // The kidneys by a person's word, and the operation by the clock: as the assessment lays them beside the facts.
    let chart = Chart { renal_failure: oracle::without_kidneys(&person), ..person.chart() }.as_of(noon()).into_owned();
    let blood = Blood::of(&chart, noon());
    let wanted = (oracle::contraindicated(&person), oracle::suspected(&person));
    Asked { chart, blood, sheet, bleeding: (*assessed.bleeding_sheet).clone(), wanted, person }
}

fn judged(table: &'static [Row], asked: &Asked) -> Found {
    let unanswered = if asked.person.silence_is_absence { Unanswered::Absent } else { Unanswered::Unknown };
    let known = Known {
        chart: &asked.chart,
        sheets: &[&asked.sheet, &asked.bleeding],
        said: &asked.person.rows_said(),
        settled: &[],
        unanswered,
        profile: &Profile::default(),
        blood: &asked.blood,
        at: noon(),
    };
    let judgement = judge_by(table, &known);
    let present = judgement.present.iter().map(|present| (present.row.id, present.severity.forbids())).collect();
    (present, judgement.open.iter().filter(|open| open.suspected).map(|open| open.row.id).collect())
}

fn judgement_differs(table: &'static [Row], asked: &Asked) -> bool {
    judged(table, asked) != asked.wanted
}

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
    // A man's pregnancy is no answer that anyone gives, the order of choice asks nobody, and the rule of acute stroke only
    // words a question that the crossings of the forms ask.
    if !matches!(when, When::Asked | When::ByChoice | When::WomenOnly | When::AcuteStroke) {
        steps.push(When::Asked);
    }
    steps
}

#[test]
fn every_mutant_of_the_contraindications_is_noticed() {
    let crowd: Vec<Asked> = (0..3000).map(asked).collect();
    assert!(!columns_differ(TABLE), "the table itself passes");
    for (number, asked) in crowd.iter().enumerate() {
        let found = judged(TABLE, asked);
        let differs = |one: &Found, other: &Found| {
            (one.0.difference(&other.0).copied().collect::<Vec<_>>(), one.1.difference(&other.1).copied().collect::<Vec<_>>())
        };
        assert!(
            found == asked.wanted,
            "patient {number}: found {:?}, by the text {:?}\n{:?}",
            differs(&found, &asked.wanted),
            differs(&asked.wanted, &found),
            asked.person
        );
    }
    let mut mutants: Vec<(String, Vec<Row>)> = vec![];
    for (index, row) in TABLE.iter().enumerate() {
        let mut with = |what: String, changed: Row| {
            let rows = TABLE.iter().enumerate().map(|(other, row)| if other == index { Row { ..changed } } else { Row { ..*row } });
            mutants.push((format!("{}: {what}", row.id), rows.collect()));
        };
        for severity in [Severity::Block, Severity::BlockUntil, Severity::Caution].into_iter().filter(|severity| *severity != row.severity) {
            with(severity.id().into(), Row { severity, ..*row });
        }
        let members =
            Drug::ALL.into_iter().map(|drug| (drug.id(), Set::drugs([drug]))).chain(Device::ALL.map(|device| (device.id(), Set::devices([device]))));
        for (id, member) in members {
            with(format!("{id} the other way"), Row { applies: Set(row.applies.0 ^ member.0), ..*row });
        }
        for when in steps(row.when) {
            with(format!("{when:?}"), Row { when, ..*row });
        }
        with("per leg the other way".into(), Row { per_limb: !row.per_limb, ..*row });
        with("override the other way".into(), Row { no_override: !row.no_override, ..*row });
        with("route the other way".into(), Row { route: !row.route, ..*row });
        if row.also.is_some() {
            with("follows nothing".into(), Row { also: None, ..*row });
        }
        if row.except.is_some() {
            with("without exception".into(), Row { except: None, ..*row });
        }
        let without = TABLE.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, row)| Row { ..*row }).collect();
        mutants.push((format!("{}: removed", row.id), without));
    }
    let total = mutants.len();
    let mut survivors = vec![];
    for (name, table) in mutants {
        let table: &'static [Row] = Box::leak(table.into_boxed_slice());
        if !columns_differ(table) && !crowd.iter().any(|asked| judgement_differs(table, asked)) {
            survivors.push(name);
        }
    }
    println!("contraindications: {} of {total} mutants noticed", total - survivors.len());
    assert_eq!(survivors, Vec::<String>::new());
}
