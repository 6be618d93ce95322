//! How fast a score is, natively: through the typed core, and through the JSON text that a host hands in.
#![cfg_attr(target_family = "wasm", no_main)]
#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::assess::{Screening, assess as assess_all};
use virchow::clinical::cell::Unanswered;
use virchow::clinical::chart::{Chart, Fact, FactValue, Instant, Operation, OperationKind, Sex};
use virchow::clinical::instrument::Instrument;
use virchow::clinical::instruments::{CAPRINI, PADUA};
use virchow::clinical::pathway::coarse::{Kind, Likelihood, Sign};
use virchow::clinical::pathway::evaluate::evaluate;
use virchow::clinical::pathway::facts::{EpisodeFacts, OtherVitals, PressureReading, WeightFact, WeightSource};
use virchow::clinical::pathway::history::HistoryFacts;
use virchow::clinical::pathway::settings::ChannelSettings;
use virchow::clinical::pathway::tiers::Tier;
use virchow::clinical::profile::Profile;
use virchow::clinical::quantity::Quantity;
use virchow::clinical::sheet::fill;
use virchow::clinical::situation::StaySoFar;
use virchow::interop::assess::assess;
use virchow::interop::headless::score;
use virchow::interop::lesson::here;
use virchow::training::attempt::{LearnerName, LessonAttempt};
use virchow::training::class::LessonClass;
use virchow::training::lesson::{Lesson, LessonPhase};
use virchow::training::mark::Attempt as LearnerForm;
use virchow::training::own::StoryText;
use virchow::training::respond::{FormResponse, Response};
use virchow::training::variant::{MADE_UP, variant};

fn answered(instrument: &'static Instrument, yes: &[&str]) -> Answers {
    let mut answers = Answers::empty(instrument);
    for (index, item) in instrument.items.iter().enumerate() {
        answers.cells[index] = Some(if yes.contains(&item.id) { Answer::Yes } else { Answer::No });
    }
    answers
}

/// A class of sixty, and a thousand patients who are made up and marked.
fn taught(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("training");
    group.sample_size(20);
    group.throughput(Throughput::Elements(1000));
    let made = |seed: u64| {
        let made = variant(MADE_UP[seed as usize % MADE_UP.len()], seed);
        let answers = Answers::empty(made.instrument);
        made.mark(&LearnerForm { answers, chart: Chart::default(), total: None, next_step: None }).is_ok()
    };
    group.bench_function("1000 variants made and marked", |bench| bench.iter(|| (0..1000).filter(|&seed| made(black_box(seed))).count()));
    let lesson = Lesson {
        id: "l".to_owned(),
        title: StoryText::of("班", "class"),
        class: "c".to_owned(),
        phase: LessonPhase::PreTest,
        exercises: (1..=10).map(|no| format!("bank:{no}")).collect(),
        own: vec![],
        terms: None,
        edition: here(),
    };
    let sixty: Vec<LessonAttempt> = (0..60)
        .map(|no| {
            let mut attempt = LessonAttempt::new(&lesson, &format!("a{no}"), LearnerName::Anonymous(format!("w{no}")), here());
            let _ = attempt.start(&lesson, Instant::default());
            for exercise in &lesson.exercises {
                let instrument = lesson.exercise(exercise).and_then(|of| of.instrument()).unwrap_or(&CAPRINI);
                let _ = attempt.answer(&lesson, exercise, Response::Form(FormResponse::empty(instrument)), Instant::default());
            }
            let _ = attempt.hand_in(&lesson, Instant::default());
            attempt
        })
        .collect();
    group.throughput(Throughput::Elements(60));
    group.bench_function("a class of 60 merged and counted", |bench| {
        bench.iter(|| {
            let mut class = LessonClass::new(lesson.clone(), here());
            sixty.iter().filter(|attempt| class.merge(black_box(attempt)).is_ok()).count() + class.item_errors().len() + class.board().len()
        });
    });
    group.finish();
}

fn fact(value: FactValue) -> Fact {
    Fact { given: 0, ..Fact::of(value) }
}

fn typed(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("typed");
    group.throughput(Throughput::Elements(1));
    let at = Instant::default();
    let nothing = Chart::default();

    let padua = answered(&PADUA, &["active_cancer", "age_ge_70", "heart_resp_failure"]);
    group.bench_function("padua", |bench| bench.iter(|| fill(black_box(&nothing), black_box(&padua), Unanswered::Unknown, at)));

    let mut derived = padua.clone();
    derived.cells[PADUA.index("age_ge_70").expect("an item of Padua")] = None;
    let mut chart = Chart::default();
    chart.facts.push(fact(FactValue::Measured(Quantity::Age, 71.0)));
    group.bench_function("padua with age as a fact", |bench| bench.iter(|| fill(black_box(&chart), black_box(&derived), Unanswered::Unknown, at)));

    let caprini = answered(&CAPRINI, &["age_61_74", "laparoscopic_surgery", "malignancy"]);
    group.bench_function("caprini", |bench| bench.iter(|| fill(black_box(&nothing), black_box(&caprini), Unanswered::Unknown, at)));

    let silent = Answers::empty(&CAPRINI);
    let operation = Operation {
        all_day: false,
        kind: OperationKind::Laparoscopic,
        status: None,
        at: None,
        duration_min: Some(70.0),
        anaesthesia_min: None,
        procedure: None,
        limb: None,
        haemostasis_at: None,
    };
    chart.facts.push(fact(FactValue::Operation(operation)));
    group.bench_function("caprini with age and operation as facts", |bench| {
        bench.iter(|| fill(black_box(&chart), black_box(&silent), Unanswered::Absent, at))
    });

    // Score, bleeding, contraindications, advice: an operated patient with everything known.
    let (profile, screening) = (Profile::default(), Screening::default());
    chart.sex = Some(Sex::Female);
    for (quantity, value) in [
        (Quantity::Weight, 64.0),
        (Quantity::Height, 158.0),
        (Quantity::Creatinine, 80.0),
        (Quantity::Platelets, 210.0),
        (Quantity::Haemoglobin, 128.0),
        (Quantity::Inr, 1.0),
    ] {
        chart.facts.push(fact(FactValue::Measured(quantity, value)));
    }
    group.bench_function("the whole assessment", |bench| {
        bench.iter(|| {
            let sheet = fill(black_box(&chart), black_box(&silent), Unanswered::Absent, at).expect("no contradiction");
            assess_all(&sheet, &chart, &screening, &profile, &StaySoFar::default(), Unanswered::Absent, at)
        })
    });
    group.finish();
}

fn json(criterion: &mut Criterion) {
    const BRIDGE: &str = r#"{"answers":{"active_cancer":true},"facts":[{"id":"age","value":71}],"unanswered":"unknown"}"#;
    const EVERY: &str = r#"{"answers":{"active_cancer":true,"previous_vte":false,"reduced_mobility":false,"thrombophilia":false,"recent_trauma_surgery":false,"age_ge_70":true,"heart_resp_failure":true,"acute_mi_stroke":false,"acute_infection_rheum":false,"bmi_ge_30":false,"hormonal_treatment":false}}"#;
    const CAPRINI_OF_FACTS: &str = r#"{"unanswered":"absent","facts":[{"id":"sex","value":"female"},{"id":"age","value":68},{"id":"bmi","value":27.3},{"id":"operation","value":{"kind":"laparoscopic","durationMin":70}}]}"#;
    const ADMISSION: &str = r#"{"at":"2026-11-22T09:30:00+08:00","unanswered":"absent","chart":{"contextId":"adm-0017","patient":{"sex":"female","birthDate":"1958-03-02"},"encounter":{"setting":"surgical"},"facts":[{"id":"weight","value":64,"unit":"kg"},{"id":"height","value":158,"unit":"cm"},{"id":"creatinine","value":80,"unit":"umol/L"},{"id":"platelets","value":210,"unit":"10*9/L"},{"id":"haemoglobin","value":128,"unit":"g/L"},{"id":"inr","value":1},{"id":"operation","value":{"kind":"laparoscopic","durationMin":70,"at":"2026-11-23T09:00:00+08:00"}}]}}"#;
    for text in [score("padua", BRIDGE), score("padua", EVERY), score("caprini", CAPRINI_OF_FACTS), assess(ADMISSION)] {
        assert!(!text.contains("\"error\":{\"code\":\"E_SCHEMA"), "a benchmark of a refusal measures nothing");
    }
    let mut group = criterion.benchmark_group("json");
    group.throughput(Throughput::Elements(1));
    group.bench_function("padua, the bridge's example", |bench| bench.iter(|| score(black_box("padua"), black_box(BRIDGE))));
    group.bench_function("padua, every item answered", |bench| bench.iter(|| score(black_box("padua"), black_box(EVERY))));
    group.bench_function("caprini from facts", |bench| bench.iter(|| score(black_box("caprini"), black_box(CAPRINI_OF_FACTS))));
    group.bench_function("assess an admission", |bench| bench.iter(|| assess(black_box(ADMISSION))));
    group.finish();
}

/// The next step of a suspicion: PE likely, everything answered, no picture yet.
fn green_channel(criterion: &mut Criterion) {
    let at = Instant::default();
    let mut facts = EpisodeFacts::begun(Kind::Pe, at);
    facts.person.age = Some(60);
    facts.person.sex = Some(Sex::Male);
    facts.person.weight = Some(WeightFact { kg: 60.0, from: WeightSource::Scale, at, doubtful: false });
    facts.vitals.pressures = vec![PressureReading { systolic: 120.0, diastolic: 70.0, at }];
    facts.vitals.pulse_known = true;
    facts.vitals.others = OtherVitals::Measured;
    facts.tests.pe = Likelihood::Likely;
    facts.tests.limb_threat = Sign::No;
    facts.history = HistoryFacts::denied();
    let settings = ChannelSettings::of(Tier::County);
    criterion.bench_function("green channel, next step", |bench| bench.iter(|| evaluate(black_box(&facts), black_box(&settings), at)));
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(std::time::Duration::from_millis(500)).measurement_time(std::time::Duration::from_secs(2)).without_plots();
    targets = typed, json, green_channel, taught
}
criterion_main!(benches);
