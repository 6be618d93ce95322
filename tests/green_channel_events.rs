//! The green channel as it is signed: what may be entered by whom, what is refused with which words, and what the record makes of it.
#![cfg(not(target_family = "wasm"))]

#[path = "support/ward.rs"]
mod ward;

use chrono::Duration;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use virchow::clinical::chart::{Chart, Fact, FactValue, Instant, Limb, Medication, Sex};
use virchow::clinical::pathway::codes::ChannelCode as C;
use virchow::clinical::pathway::entries::{ENTRIES, entry};
use virchow::clinical::pathway::entry::{EntryFault, EntryValue, FieldKind, HEARD, PAST, PathEntry, YES_NO};
use virchow::clinical::pathway::evaluate::PreventionNow;
use virchow::clinical::pathway::gate_table::{GATES, GateSays};
use virchow::clinical::pathway::referral::ReferNeed;
use virchow::clinical::pathway::settings::ChannelSettings;
use virchow::clinical::pathway::state::PathState as S;
use virchow::clinical::pathway::tiers::Tier;
use virchow::clinical::quantity::Quantity;
use virchow::clinical::substance::{self, Recognised};
use virchow::interop::record::Record;
use virchow::interop::seal::Stamp;
use virchow::record::channel::notices::NoticeKind;
use virchow::record::channel::{Episode, episode, episode_of, stay_so_far};
use virchow::record::decide::{Command, decide};
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::refusal::{Refusal, StepFlaw as F};
use virchow::record::role::{Action, Role};
use virchow::text::Lang;
use ward::{actor, noon};

const N: Role = Role::Nurse;
const P: Role = Role::Physician;

fn min(minutes: i64) -> Instant {
    noon() + Duration::minutes(minutes)
}

/// A man of 60 of whom the laboratory is known; nobody has weighed him.
fn chart() -> Chart {
    let of = |quantity, value| Fact { at: Some(min(-120)), given: 0, ..Fact::of(FactValue::Measured(quantity, value)) };
    let facts = vec![of(Quantity::Age, 60.0), of(Quantity::Creatinine, 80.0), of(Quantity::Platelets, 200.0), of(Quantity::Inr, 1.0)];
    Chart { sex: Some(Sex::Male), facts, ..Chart::default() }
}

struct Stay {
    record: Record,
    chart: Chart,
    settings: ChannelSettings,
    of: String,
}

impl Stay {
    fn empty() -> Stay {
        Stay { record: Record::default(), chart: chart(), settings: ChannelSettings::of(Tier::County), of: String::new() }
    }

    /// A suspicion at noon.
    fn suspected(site: &str) -> Stay {
        let mut stay = Stay::empty();
        stay.of = stay.does(N, min(0), Occurrence::of(Happening::VteSuspected).with("site", site)).expect("suspected");
        stay
    }

    fn does(&mut self, role: Role, at: Instant, what: Occurrence) -> Result<String, Refusal> {
        self.commands(role, at, Command::Record(what))
    }

    fn commands(&mut self, role: Role, at: Instant, command: Command<'_>) -> Result<String, Refusal> {
        let by = actor(role);
        let bodies = decide(&self.record.encounter, command, &by, at)?;
        let mut next = self.record.events.len()..;
        let ids = &mut || format!("e-{}", next.next().expect("endless"));
        let added = self.record.append(bodies, &mut Stamp { context_id: "adm-0017", ids, at, by: &by });
        Ok(added.last().map(|sealed| sealed.event.id.clone()).unwrap_or_default())
    }

    fn step(&self, step: &str, answers: &[(&str, &str)]) -> Occurrence {
        Occurrence::step(&self.of, step, answers)
    }

    fn enters(&mut self, role: Role, minutes: i64, step: &str, answers: &[(&str, &str)]) -> Result<String, Refusal> {
        let what = self.step(step, answers).at(min(minutes));
        self.does(role, min(minutes), what)
    }

    fn refuses(&mut self, role: Role, step: &str, answers: &[(&str, &str)]) -> (F, String) {
        match self.enters(role, 5, step, answers) {
            Err(Refusal::Step(flaw, id)) => (flaw, id),
            other => panic!("{step} {answers:?}: {other:?}"),
        }
    }

    fn refers(&self, id: &str, state: &str) -> Occurrence {
        Occurrence::of(Happening::Referral)
            .with("of", &self.of)
            .with("id", id)
            .with("state", state)
            .with("person", "王医生")
            .with("way", "qr")
            .with("reason", "他院已接收")
            .with("note", "生命体征：BP 118/70；护送人员：李护士；末次抗凝：依诺肝素 60 mg 21:10")
    }

    fn now(&self, minutes: i64) -> Episode {
        episode(&self.record.encounter, &self.chart, &self.settings, min(minutes)).expect("an episode")
    }

    fn shows(&self, minutes: i64) -> (S, C, C) {
        let step = self.now(minutes).step;
        (step.state, step.step, step.interim.code)
    }
}

/// Every question of the card denied.
fn denied() -> Vec<(&'static str, &'static str)> {
    let fields = entry("history").expect("a row").fields;
    let no = |kind| match kind {
        FieldKind::Heard | FieldKind::YesNo => Some("no"),
        FieldKind::Past => Some("never"),
        _ => None,
    };
    let mut all: Vec<_> = fields.iter().filter(|field| !field.physician).filter_map(|field| Some((field.id, no(field.kind)?))).collect();
    all.push(("liver", "no_disease"));
    all.iter_mut().find(|(id, _)| *id == "passes_urine").expect("a field").1 = "yes";
    all
}

const STABLE: &[(&str, &str)] = &[
    ("consciousness", "alert"),
    ("sbp", "124 mm[Hg]"),
    ("dbp", "76 mm[Hg]"),
    ("heart_rate", "96 /min"),
    ("respiratory_rate", "20 /min"),
    ("spo2", "94 %"),
    ("oxygen", "air"),
    ("temperature", "36.8 Cel"),
];
const LIKELY: &[(&str, &str)] = &[("instrument", "wells_pe"), ("points", "6 {points}"), ("band", "likely")];
const ON_A_SCALE: &[(&str, &str)] = &[("weight", "60 kg"), ("source", "scale")];

/// A possible value of a field, by a number; often one that fits, sometimes one that does not.
fn value_of(kind: FieldKind, pick: u32) -> String {
    let pick_of = |codes: &[virchow::clinical::pathway::entry::EntryCode]| codes[pick as usize % codes.len()].id.to_owned();
    let at = |minutes: i64| min(minutes).to_rfc3339();
    match kind {
        _ if pick.is_multiple_of(41) => ["", "yes", "12", "x kg", "-3 kg", "1e9 kg", "maybe", "2026-13-01T00:00:00Z"][pick as usize / 41 % 8].into(),
        FieldKind::YesNo => pick_of(&YES_NO),
        FieldKind::Heard => pick_of(&HEARD),
        FieldKind::Past if pick.is_multiple_of(3) => at(-i64::from(pick % 200_000)),
        FieldKind::Past => pick_of(&PAST),
        FieldKind::OneOf(codes) => pick_of(codes),
        FieldKind::Measured(quantity) => {
            let row = quantity.row();
            format!("{:.1} {}", row.min + (row.max - row.min).min(300.0) * f64::from(pick % 100) / 100.0, row.units[0].name)
        }
        FieldKind::Ddimer => format!("{} {}", pick % 4000, ["ng/mL{FEU}", "mg/L{DDU}", "ng/mL"][pick as usize % 3]),
        FieldKind::Number(units) => {
            let unit = units[pick as usize % units.len()];
            format!("{:.0} {}", unit.min.ceil() + (unit.max - unit.min.ceil()) * f64::from(pick % 20) / 20.0, unit.id)
        }
        FieldKind::Time(_) => at(i64::from(pick % 3000) - 1500),
        FieldKind::Words(_) => "陈医生".into(),
        FieldKind::Scored(ids) => format!("{} 2000 {}", ids[pick as usize % ids.len()], ["ynu-", "", "nnnnnnn"][pick as usize % 3]),
        FieldKind::Gate(says) => {
            let rows: Vec<_> = GATES.iter().filter(|row| says.contains(&row.says)).collect();
            rows[pick as usize % rows.len()].id.into()
        }
    }
}

fn any_answers(row: &PathEntry, pick: u32) -> Vec<(&'static str, String)> {
    let mut all = vec![];
    for (index, field) in row.fields.iter().enumerate() {
        let own = pick.wrapping_mul(2_654_435_761).rotate_left(index as u32 * 7).wrapping_add(index as u32 * 97);
        if field.required || !own.is_multiple_of(3) || field.needs.is_some() {
            all.push((field.id, value_of(field.kind, own >> 3)));
        }
    }
    all
}

#[test]
fn the_table_of_entries_is_whole() {
    for (index, row) in ENTRIES.iter().enumerate() {
        assert!(ENTRIES[..index].iter().all(|other| other.id != row.id), "{} twice", row.id);
        assert!(row.id.len() <= 32 && entry(row.id).is_some_and(|found| found.id == row.id));
        for (place, field) in row.fields.iter().enumerate() {
            assert!(row.fields[..place].iter().all(|other| other.id != field.id), "{}: {} twice", row.id, field.id);
            assert!(
                field.id.len() <= 32 && field.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'),
                "{}",
                field.id
            );
            assert!(field.needs.is_none_or(|needs| row.field(needs).is_some()), "{}: {} needs what is not there", row.id, field.id);
        }
    }
}

#[test]
fn a_value_is_read_as_told_or_refused_without_repeating_it() {
    let read = |step: &str, item: &str, value: &'static str| entry(step).expect("a row").field(item).expect("a field").read(value);
    assert_eq!(read("vitals", "sbp", "84 mm[Hg]"), Ok(EntryValue::Number { value: 84.0, unit: "mm[Hg]" }));
    assert_eq!(read("vitals", "sbp", "84"), Err(EntryFault::Unit));
    assert_eq!(read("vitals", "sbp", "84 mmol/L"), Err(EntryFault::Unit));
    assert_eq!(read("vitals", "sbp", "840 mm[Hg]"), Err(EntryFault::Range { min: 20.0, max: 350.0, unit: "mm[Hg]" }));
    for wrong in ["", "mm[Hg]", "-84 mm[Hg]", "8,4 mm[Hg]", "1e2 mm[Hg]", "84. mm[Hg]", ".5 mm[Hg]", "12345678901234567 mm[Hg]"] {
        assert_eq!(read("vitals", "sbp", wrong), Err(EntryFault::NotANumber), "{wrong}");
    }
    let value = |text| match read("ddimer_result", "value", text) {
        Ok(EntryValue::Ddimer { value, kind }) => (value, kind.is_some()),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!([value("850 ng/mL{FEU}"), value("0.85 mg/L{DDU}"), value("0.85 mg/L")], [(850.0, true), (850.0, true), (850.0, false)]);
    assert_eq!(read("ddimer_result", "value", "850"), Err(EntryFault::Unit));
    assert_eq!(read("history", "bleeding", "perhaps"), Err(EntryFault::Value));
    assert_eq!(read("history", "stroke", "last year"), Err(EntryFault::NotATime));
    assert_eq!(read("gate_overridden", "gate", "g3_acute"), Err(EntryFault::NoOverride));
    assert!(matches!(read("gate_overridden", "gate", "g9_vessel"), Ok(EntryValue::Gate("g9_vessel"))));
}

#[test]
fn nothing_is_entered_without_a_suspicion_that_stands() {
    let mut stay = Stay::empty();
    stay.of = "e-0".into();
    assert_eq!(stay.refuses(N, "vitals", STABLE).0, F::NoEpisode);
    let mut stay = Stay::suspected("pe");
    let of = std::mem::replace(&mut stay.of, "e-9".into());
    assert_eq!(stay.refuses(N, "vitals", STABLE).0, F::OtherEpisode);
    stay.of = of;
    stay.enters(N, 5, "vitals", STABLE).expect("entered");
    stay.does(P, min(30), Occurrence::of(Happening::VteExcluded).with("method", "CTPA")).expect("excluded");
    assert!(episode(&stay.record.encounter, &stay.chart, &stay.settings, min(31)).is_none());
    assert!(episode_of(&stay.record.encounter, &stay.of, &stay.chart, &stay.settings, min(31)).is_some(), "its times are asked afterwards");
    assert!(matches!(stay.enters(N, 40, "ecg", &[]), Err(Refusal::Step(F::NoEpisode, _))));
}

/// Each refusal names its code, its place and a remedy in both languages, and never the value.
#[test]
#[rustfmt::skip]
fn what_may_not_be_signed_is_refused_with_place_and_remedy() {
    type Case = (Role, &'static str, &'static [(&'static str, &'static str)], F, &'static str, &'static str, &'static str);
    let cases: &[Case] = &[
        (N, "tea", &[], F::UnknownEntry, "tea", "E_ITEM", "/step"),
        (N, "vitals", &[], F::Empty, "vitals", "E_INCOMPLETE", "/answers"),
        (N, "vitals", &[("mood", "good")], F::UnknownField, "mood", "E_ITEM", "/answers/mood"),
        (N, "vitals", &[("consciousness", "sleepy4711")], F::UnknownValue, "consciousness", "E_ITEM", "/answers/consciousness"),
        (N, "vitals", &[("heart_rate", "4711")], F::Unit, "heart_rate", "E_UNIT", "/answers/heart_rate"),
        (N, "vitals", &[("heart_rate", "4711 /min")], F::Range, "heart_rate", "E_RANGE", "/answers/heart_rate"),
        (N, "vitals", &[("heart_rate", "fast4711")], F::NotANumber, "heart_rate", "E_RANGE", "/answers/heart_rate"),
        (N, "vitals", &[("sbp", "120 mm[Hg]")], F::Missing, "dbp", "E_INCOMPLETE", "/answers/dbp"),
        (N, "vitals", &[("spo2", "94 %")], F::Missing, "oxygen", "E_INCOMPLETE", "/answers/oxygen"),
        (N, "vitals", &[("collapse", "yes"), ("collapse", "no")], F::FieldTwice, "collapse", "E_CONFLICT", "/answers/collapse"),
        (N, "physician_told", &[("way", "telephone")], F::Missing, "name", "E_INCOMPLETE", "/answers/name"),
        (N, "own_estimate", &[("likelihood", "likely")], F::Physician, "", "E_ROLE", "/step"),
        (N, "interim_confirmed", &[("drug", "enoxaparin")], F::Physician, "", "E_ROLE", "/step"),
        (N, "senior_decision", &[("decision", "scan_weekly"), ("name", "王")], F::Physician, "", "E_ROLE", "/step"),
        (N, "treatment_plan", &[("plan", "treatment"), ("reason", "x")], F::Physician, "", "E_ROLE", "/step"),
        (N, "history", &[("stroke", "cannot_be_known")], F::Physician, "stroke", "E_ROLE", "/answers/stroke"),
        (N, "history", &[("head_cleared", "yes")], F::Physician, "head_cleared", "E_ROLE", "/answers/head_cleared"),
        (N, "history", &[("stroke", "2026-11-23T12:00:00+08:00")], F::Ahead, "stroke", "E_RANGE", "/answers/stroke"),
        (N, "history", &[("stroke", "long ago")], F::NotATime, "stroke", "E_RANGE", "/answers/stroke"),
        (N, "chest_ordered", &[("test", "ctpa"), ("expected_at", "2026-11-22T11:00:00+08:00")], F::Passed, "expected_at", "E_RANGE", "/answers/expected_at"),
        (N, "ddimer_result", &[("value", "850")], F::Unit, "value", "E_UNIT", "/answers/value"),
        (N, "ddimer_result", &[("value", "850 ng/mL{FEU}"), ("bedside", "yes")], F::NoCutOff, "device_cut_off", "E_INCOMPLETE", "/answers/device_cut_off"),
        (N, "probability", &[("instrument", "wells_pe")], F::Missing, "band", "E_INCOMPLETE", "/answers/band"),
        (N, "probability", &[("instrument", "years")], F::Missing, "years_items", "E_INCOMPLETE", "/answers/years_items"),
        (P, "gate_overridden", &[("gate", "g0_child"), ("reason", "必须")], F::NoOverride, "gate", "E_CONFLICT", "/answers/gate"),
        (P, "gate_overridden", &[("gate", "g9_vessel")], F::Missing, "reason", "E_INCOMPLETE", "/answers/reason"),
        (P, "gate_overridden", &[("gate", "g10_180"), ("reason", "必须")], F::UnknownValue, "gate", "E_ITEM", "/answers/gate"),
        (P, "gate_answered", &[("gate", "g1_asked"), ("name", "王"), ("answer", "有黑便")], F::OwnAnswer, "gate", "E_CONFLICT", "/answers/gate"),
        (P, "gate_answered", &[("gate", "g10_unmeasured"), ("name", "王"), ("answer", "正常")], F::OwnAnswer, "gate", "E_CONFLICT", "/answers/gate"),
        (P, "labs_reviewed", &[("note", "  ")], F::Words, "note", "E_RANGE", "/answers/note"),
    ];
    for (role, step, answers, flaw, id, code, path) in cases {
        let mut stay = Stay::suspected("pe");
        let Err(refusal) = stay.enters(*role, 5, step, answers) else { panic!("{step} {answers:?} is signed") };
        assert_eq!(refusal, Refusal::Step(*flaw, (*id).into()), "{step} {answers:?}");
        assert_eq!((refusal.code(), refusal.path(None).as_str()), (*code, *path), "{step} {answers:?}");
        for lang in [Lang::Zh, Lang::En] {
            let words = refusal.told(lang);
            assert!(words.len() > 10 && !words.contains("4711"), "{words}");
        }
        assert_eq!(stay.record.events.len(), 1, "nothing is signed");
    }
}

/// Every question that nobody has asked stays open whatever is written beside it.
#[test]
fn words_close_no_question_of_history() {
    for row in GATES.iter().filter(|row| row.id.ends_with("_asked")) {
        assert!(!row.is_answered_by_name(), "{}", row.id);
    }
    for id in ["g2_head", "g4_unknown", "g6_prophylactic_ask", "g7_planned", "g8_72h"] {
        assert!(GATES.iter().any(|row| row.id == id && row.is_answered_by_name()), "{id}: a person's to say");
    }
}

/// 5.6.8: a new set of vital signs that makes the patient unstable does so whatever explained the one before.
#[test]
fn another_cause_explains_what_was_measured_until_then() {
    let low =
        |sbp| -> Vec<(&'static str, &'static str)> { STABLE.iter().map(|(id, value)| (*id, if *id == "sbp" { sbp } else { *value })).collect() };
    let mut stay = Stay::suspected("pe");
    stay.enters(N, 2, "vitals", &low("84 mm[Hg]")).expect("entered");
    let unstable = stay.now(3).step.state;
    stay.enters(P, 4, "stability", &[("stable", "no"), ("other_cause", "hypovolaemia")]).expect("explained");
    assert_ne!(stay.now(5).step.state, unstable);
    stay.enters(N, 4, "vitals", &low("80 mm[Hg]")).expect("entered");
    assert_ne!(stay.now(5).step.state, unstable, "of that moment");
    stay.enters(N, 60, "vitals", &low("60 mm[Hg]")).expect("entered");
    assert_eq!(stay.now(61).step.state, unstable);
}

/// "4Ts now" (G3): low points answer the alert of the counts that were there, and not that of a later one.
#[test]
fn low_4ts_points_answer_no_alert_of_a_later_count() {
    let mut stay = Stay::suspected("pe");
    let count = |minute: i64, value| Fact { at: Some(min(minute)), ..Fact::of(FactValue::Measured(Quantity::Platelets, value)) };
    let heparin = substance::named("heparin").expect("a substance");
    let taken = FactValue::Medication(Medication::of(Recognised::Known(heparin)));
    const DAY: i64 = 24 * 60;
    stay.chart.facts.retain(|fact| !matches!(fact.value, FactValue::Measured(Quantity::Platelets, _)));
    stay.chart.facts.extend([count(-8 * DAY, 220.0), Fact { at: Some(min(-7 * DAY)), ..Fact::of(taken) }, count(5, 100.0)]);
    let asks = |stay: &Stay, minute| stay.now(minute).step.gates.fired.iter().any(|fired| fired.row.id == "g3_alert");
    assert!(asks(&stay, 9));
    let mut history = denied();
    history.push(("four_ts", "3 {points}"));
    stay.enters(N, 5, "history", &history).expect("entered");
    assert!(!asks(&stay, 10), "scored at the moment of the count");
    stay.chart.facts.push(count(6, 80.0));
    assert!(asks(&stay, 10), "scored a minute before it");
}

/// A bedside result at its device's own cut-off is not negative (D), nor one beside a cut-off of the other type.
#[test]
fn a_bedside_d_dimer_is_held_to_its_device() {
    let rules_out = |cut: &'static str| {
        let mut stay = Stay::suspected("pe");
        stay.enters(N, 2, "vitals", STABLE).expect("entered");
        stay.enters(P, 3, "probability", &[("instrument", "wells_pe"), ("points", "2 {points}"), ("band", "unlikely")]).expect("scored");
        let result = [("value", "420 ng/mL{FEU}"), ("bedside", "yes"), ("device_cut_off", cut)];
        stay.enters(N, 4, "ddimer_result", &result).expect("entered");
        stay.now(5).step.step
    };
    let excluded = rules_out("500 ng/mL{FEU}");
    assert_eq!(rules_out("421 ng/mL{FEU}"), excluded);
    for cut in ["420 ng/mL{FEU}", "400 ng/mL{FEU}", "500 ng/mL{DDU}"] {
        assert_ne!(rules_out(cut), excluded, "{cut}");
    }
}

/// G12: the lower of the two where they differ by more than 30 %.
#[test]
fn of_two_clearances_that_differ_the_lower_counts() {
    let counted = |crcl: &str| {
        let mut stay = Stay::suspected("pe");
        stay.enters(N, 2, "weight", ON_A_SCALE).expect("weighed");
        // A man of 60 with 60 kg and 300 µmol/L.
        stay.enters(N, 3, "labs", &[("creatinine", "300 umol/L"), ("crcl", crcl)]).expect("entered");
        stay.now(4).facts.labs.clearance.expect("known").value
    };
    let ours = counted("200 mL/min");
    assert!((19.0..21.0).contains(&ours), "{ours}");
    let (within, beyond) = (format!("{:.1} mL/min", ours * 1.29), format!("{:.1} mL/min", ours * 1.32));
    assert_eq!(format!("{:.1} mL/min", counted(&within)), within, "30 % is the doubt of the figure itself");
    assert_eq!(counted(&beyond), ours);
    assert_eq!(counted("12 mL/min"), 12.0);
}

#[test]
fn times_belong_to_the_episode_and_are_not_ahead() {
    let mut stay = Stay::suspected("pe");
    let told = |stay: &Stay, at| stay.step("physician_told", &[("name", "王")]).at(at);
    let early = told(&stay, min(-30));
    assert_eq!(stay.does(N, min(5), early), Err(Refusal::Step(F::BeforeSuspicion, "physician_told".into())));
    let ahead = told(&stay, min(30));
    assert_eq!(stay.does(N, min(5), ahead), Err(Refusal::Future));
    let picture = stay.step("chest_result", &[("result", "ctpa_negative")]).at(min(-60 * 24 * 30));
    stay.does(N, min(5), picture).expect("a picture may be of last month");
    assert_eq!(stay.now(6).step.state, S::Vitals, "and neither confirms nor excludes");
}

#[test]
fn words_longer_than_a_record_holds_are_refused() {
    let mut stay = Stay::suspected("pe");
    let long = stay.step("ecg", &[]).at(min(1)).with("note", &"长".repeat(501));
    let refused = stay.does(N, min(1), long).expect_err("refused");
    assert_eq!((&refused, refused.path(None).as_str()), (&Refusal::Step(F::Long, "note".into()), "/note"));
    let fits = stay.step("ecg", &[]).at(min(1)).with("note", &"长".repeat(500));
    stay.does(N, min(1), fits).expect("signed");
    assert_eq!(stay.refuses(N, "ecg", &[("finding", &"长".repeat(201))]).0, F::Words);
}

#[test]
fn saturation_on_oxygen_is_no_no_for_perc() {
    let mut stay = Stay::suspected("pe");
    let oxygen: Vec<_> = STABLE.iter().map(|(item, value)| (*item, if *item == "oxygen" { "oxygen" } else { value })).collect();
    stay.enters(N, 1, "vitals", &oxygen).expect("entered");
    assert_eq!(stay.refuses(N, "perc", &[("spo2_lt_95", "no")]), (F::OnOxygen, "spo2_lt_95".into()));
    stay.enters(N, 5, "perc", &[("spo2_lt_95", "yes")]).expect("below 95 on oxygen is below 95 on air");
    stay.enters(N, 6, "vitals", STABLE).expect("on air now");
    stay.enters(N, 7, "perc", &[("spo2_lt_95", "no")]).expect("measured on air");
}

/// PE at the county, from the red button to the first dose and the answer.
#[test]
fn a_likely_pe_goes_from_vital_signs_to_a_dose_and_an_answer() {
    let mut stay = Stay::suspected("pe");
    assert_eq!(stay.shows(1), (S::Vitals, C::TakeVitals, C::InterimNotYet));
    stay.enters(N, 3, "vitals", STABLE).expect("entered");
    assert_eq!(stay.shows(4).0, S::Score);
    stay.enters(N, 5, "physician_told", &[("name", "王医生"), ("way", "telephone")]).expect("told");
    stay.enters(P, 10, "probability", LIKELY).expect("scored");
    stay.enters(P, 12, "chest_ordered", &[("test", "ctpa"), ("expected_at", &min(150).to_rfc3339())]).expect("ordered");
    assert_eq!(stay.shows(13), (S::Image, C::CtpaNow, C::InterimAsk), "nobody has asked the questions before a dose");
    stay.enters(N, 15, "history", &denied()).expect("asked");
    assert_eq!(stay.shows(16).2, C::InterimAsk, "nobody knows the weight");
    stay.enters(N, 17, "weight", ON_A_SCALE).expect("weighed");
    let dosed = stay.now(18);
    let line = dosed.step.interim.proposal.expect("a proposal");
    assert_eq!((dosed.step.interim.code, line.amount, line.drug.id()), (C::InterimPropose, 60.0, "enoxaparin"));
    assert_eq!(dosed.facts.course.need_since, Some(min(10)), "the need arose with the score");
    assert_eq!(dosed.step.prophylaxis, PreventionNow::Paused);
    stay.enters(P, 20, "interim_confirmed", &[("drug", "enoxaparin"), ("dose", "60 mg"), ("interval", "12 h")]).expect("confirmed");
    assert!(stay.now(51).notices.iter().any(|notice| notice.kind == NoticeKind::AskIfGiven));
    stay.enters(N, 52, "interim_given", &[("drug", "enoxaparin"), ("dose", "60 mg"), ("interval", "12 h"), ("name", "李护士")]).expect("given");
    let after = stay.now(60);
    assert!(after.notices.is_empty(), "{:?}", after.notices);
    assert_eq!(after.step.interim.code, C::InterimAlready, "no second drug while the first works");
    stay.enters(P, 70, "chest_result", &[("result", "ctpa_positive")]).expect("read");
    let found = stay.now(71);
    assert_eq!((found.step.state, found.step.step), (S::ConfirmedPe, C::Severity));
    assert!(!found.step.orders.contains(&C::OnTreatment), "what was given because of the suspicion has not failed");
    stay.enters(P, 80, "treatment_plan", &[("plan", "treatment"), ("reason", "依诺肝素，转利伐沙班")]).expect("planned");
    assert_eq!(stay.shows(81).0, S::Treated);
    stay.does(P, min(90), Occurrence::of(Happening::VteConfirmed).with("site", "pe")).expect("confirmed");
    assert!(episode(&stay.record.encounter, &stay.chart, &stay.settings, min(91)).is_none());
}

#[test]
fn an_answer_given_again_governs_and_the_earlier_stays() {
    let mut stay = Stay::suspected("pe");
    stay.enters(N, 3, "vitals", STABLE).expect("entered");
    let first = stay.enters(P, 10, "probability", LIKELY).expect("scored");
    let second = stay.enters(P, 20, "probability", &[("instrument", "wells_pe"), ("band", "unlikely")]).expect("scored again");
    let episode = stay.now(21);
    assert_eq!(episode.step.state, S::Ddimer);
    let told: Vec<_> = episode.notices.iter().map(|notice| (notice.kind, notice.event.as_str(), notice.item)).collect();
    assert_eq!(told, [(NoticeKind::AnsweredAgain, second.as_str(), Some("band"))]);
    assert!(episode.entries.iter().any(|done| done.id == first));
    stay.enters(N, 30, "ddimer_result", &[("value", "300 ng/mL{FEU}")]).expect("kept, and said");
    let episode = stay.now(31);
    assert!(episode.notices.iter().any(|notice| notice.kind == NoticeKind::OutOfOrder && notice.step == "ddimer_result"));
    assert_eq!(episode.step.state, S::Excluded);
    assert_eq!(episode.step.prophylaxis, PreventionNow::BackToCore);
    let correction = Command::Record(stay.step("ddimer_result", &[("value", "3000 ng/mL{FEU}")]).at(min(30)));
    let of = stay.record.events.last().expect("one").event.id.clone();
    stay.commands(N, min(40), Command::Correct { of: &of, reason: "抄错一位", to: &correction }).expect("corrected");
    assert_eq!(stay.now(41).step.state, S::Image, "a correction is worked out from the beginning");
    let other = Command::Record(stay.step("ecg", &[]).at(min(30)));
    assert_eq!(stay.commands(N, min(41), Command::Correct { of: &of, reason: "错", to: &other }), Err(Refusal::Step(F::OtherEntry, "ecg".into())));
}

#[test]
fn a_ddimer_without_its_type_is_asked_and_excludes_nothing() {
    let mut stay = Stay::suspected("pe");
    stay.enters(N, 3, "vitals", STABLE).expect("entered");
    stay.enters(P, 10, "probability", &[("instrument", "wells_pe"), ("band", "unlikely")]).expect("scored");
    stay.enters(N, 15, "ddimer_ordered", &[]).expect("ordered");
    stay.enters(N, 60, "ddimer_result", &[("value", "0.3 mg/L")]).expect("entered");
    assert_eq!(stay.shows(61).1, C::FixUnit);
}

#[test]
fn a_suspicion_is_not_withdrawn_while_unstable_or_beside_a_positive_picture() {
    for (step, answers, flaw) in
        [("vitals", vec![("sbp", "80 mm[Hg]"), ("dbp", "50 mm[Hg]")], F::Unstable), ("scan_result", vec![("result", "proximal")], F::PositivePicture)]
    {
        let mut stay = Stay::suspected("dvt");
        stay.enters(N, 3, step, &answers).expect("entered");
        let taken_back = Command::Record(Occurrence::of(Happening::VteSuspected).at(min(0)).with("site", "dvt").with("status", "withdrawn"));
        let of = stay.of.clone();
        let refused = stay.commands(P, min(5), Command::Correct { of: &of, reason: "误报", to: &taken_back });
        assert_eq!(refused, Err(Refusal::Step(flaw, String::new())), "{step}");
        assert_eq!(refused.expect_err("refused").code(), "E_CONFLICT");
    }
    let mut stay = Stay::suspected("dvt");
    stay.enters(N, 3, "withdrawal_proposed", &[("reason", "双侧水肿，原有")]).expect("proposed");
    assert_eq!(stay.now(4).withdrawal_proposed_at, Some(min(3)));
    assert!(!stay.now(4).step.clocks.is_empty(), "the clocks go on");
}

#[test]
fn a_referral_moves_forward_and_the_first_acceptance_stands() {
    let mut stay = Stay::suspected("pe");
    let mut at = 5;
    let mut refers = |stay: &mut Stay, id: &str, state: &str| {
        at += 5;
        let what = stay.refers(id, state).at(min(at));
        stay.does(N, min(at), what)
    };
    let step = |flaw, id: &str| Err(Refusal::Step(flaw, id.into()));
    refers(&mut stay, "r-1", "drafted").expect("drafted");
    refers(&mut stay, "r-1", "sent").expect("sent");
    assert_eq!(refers(&mut stay, "r-1", "drafted"), step(F::StateTwice, "drafted"));
    let again = stay.refers("r-1", "sent").at(min(15));
    let events = stay.record.events.len();
    stay.does(N, min(30), again).expect("kept once");
    assert_eq!(stay.record.events.len(), events, "the same state with the same time is one");
    refers(&mut stay, "r-2", "sent").expect("a second hospital is asked");
    refers(&mut stay, "r-1", "departed").expect("accepted and received are not reported yet");
    assert_eq!(stay.now(60).referrals[0].not_reported().len(), 2);
    let late = stay.refers("r-1", "accepted").at(min(16));
    stay.does(N, min(61), late).expect("an earlier state told late");
    let now = stay.now(62);
    assert_eq!(now.facts.course.referral.expect("one").0, virchow::clinical::pathway::facts::ReferralState::Departed);
    let second = stay.refers("r-2", "accepted").at(min(63));
    assert_eq!(stay.does(N, min(63), second), step(F::Accepted, "accepted"));
    let cancelled = stay.refers("r-2", "cancelled").at(min(64));
    stay.does(N, min(64), cancelled).expect("cancelled");
    let after = stay.refers("r-2", "received").at(min(65));
    assert_eq!(stay.does(N, min(65), after), Err(Refusal::OutOfOrder));
    let bare = Occurrence::of(Happening::Referral).with("of", &stay.of).at(min(66));
    assert_eq!(stay.does(N, min(66), bare.clone()), step(F::NoReferral, ""));
    assert_eq!(stay.does(N, min(66), bare.clone().with("id", "r-3").with("state", "lost")), step(F::UnknownState, "lost"));
    assert_eq!(stay.does(N, min(66), bare.clone().with("id", "r-3").with("state", "sent")), step(F::Way, "sent"));
    assert_eq!(stay.does(N, min(66), bare.clone().with("id", "r-3").with("state", "received")), step(F::Person, "received"));
    assert_eq!(stay.does(N, min(66), bare.with("id", "r-3").with("state", "declined")), step(F::Reason, "declined"));
    let unsaid = Occurrence::of(Happening::Referral).with("of", &stay.of).with("id", "r-1").at(min(66));
    for state in ["departed", "arrived", "kept", "returned"] {
        assert_eq!(stay.does(N, min(66), unsaid.clone().with("state", state)), step(F::Note, state), "what it must say");
    }
    stay.does(P, min(70), Occurrence::of(Happening::VteConfirmed).with("site", "pe")).expect("confirmed");
    let arrived = stay.refers("r-1", "arrived").at(min(90));
    stay.does(N, min(90), arrived).expect("what comes of a referral is told after the suspicion is settled");
    let later = stay.refers("r-4", "drafted").at(min(91));
    stay.does(N, min(91), later).expect("a clot that was found may be referred");
    let mut stay = Stay::suspected("pe");
    stay.does(P, min(95), Occurrence::of(Happening::VteExcluded).with("method", "CTPA")).expect("excluded");
    let after = stay.refers("r-5", "drafted").at(min(96));
    assert_eq!(stay.does(N, min(96), after), step(F::NoEpisode, ""), "new symptoms are a new suspicion");
}

/// Found half-way: what was scored before is kept and not used, and no further score of that kind is taken.
#[test]
fn pregnancy_found_half_way_ends_the_scores_that_are_not_for_her() {
    let mut stay = Stay::suspected("pe");
    stay.enters(N, 3, "vitals", STABLE).expect("entered");
    let scored = stay.enters(P, 10, "probability", LIKELY).expect("scored, as nobody had asked");
    assert!(stay.now(11).notices.iter().all(|notice| notice.kind != NoticeKind::NotForPregnant));
    stay.enters(N, 12, "pregnancy", &[("gravidity", "pregnant")]).expect("found");
    let told: Vec<_> =
        stay.now(13).notices.into_iter().filter(|notice| notice.kind == NoticeKind::NotForPregnant).map(|notice| notice.event).collect();
    assert_eq!(told, [scored]);
    let perc = stay.step("perc", &[("age_ge_50", "no")]);
    for (what, place) in [(stay.step("probability", LIKELY), "instrument"), (perc, "")] {
        let what = what.at(min(14));
        assert_eq!(stay.does(P, min(14), what), Err(Refusal::Step(F::NotForPregnant, place.into())));
    }
    let years = stay.step("probability", &[("instrument", "years"), ("years_items", "1 {items}")]).at(min(15));
    stay.does(P, min(15), years).expect("YEARS may");
}

#[test]
fn an_old_record_with_a_suspicion_and_nothing_after_it_begins_at_the_first_step() {
    for (site, first) in
        [("dvt", C::TakeVitals), ("pe", C::TakeVitals), ("dvt_pe", C::TakeVitals), ("other", C::TakeVitals), ("dvt_left", C::TakeVitals)]
    {
        let stay = Stay::suspected(site);
        let episode = stay.now(60 * 24 * 400);
        assert_eq!((episode.step.state, episode.step.step), (S::Vitals, first), "{site}");
        assert!(episode.step.clocks.iter().all(|clock| clock.since <= clock.target));
    }
}

#[test]
fn unstable_vital_signs_after_the_end_open_a_new_episode_and_a_new_suspicion_asks_again() {
    let mut stay = Stay::suspected("pe");
    stay.enters(N, 3, "vitals", STABLE).expect("entered");
    stay.enters(N, 5, "history", &denied()).expect("asked");
    stay.enters(P, 10, "probability", LIKELY).expect("scored");
    stay.enters(P, 20, "treatment_plan", &[("plan", "without_treatment"), ("reason", "放弃")]).expect("planned");
    assert_eq!(stay.now(30).step.state, S::Treated);
    stay.enters(N, 100, "vitals", &[("sbp", "78 mm[Hg]"), ("dbp", "40 mm[Hg]"), ("heart_rate", "140 /min")]).expect("entered");
    let anew = stay.now(101);
    assert_eq!((anew.step.state, anew.began, anew.reopened), (S::Resus, min(100), 1));
    assert_eq!(anew.facts.history.bleeding, virchow::clinical::pathway::history::Heard::No, "with the old facts");
    stay.does(P, min(200), Occurrence::of(Happening::VteExcluded).with("method", "CTPA")).expect("excluded");
    stay.of = stay.does(N, min(4000), Occurrence::of(Happening::VteSuspected).with("site", "dvt")).expect("suspected anew");
    let second = stay.now(4001);
    assert_eq!((second.step.state, second.began), (S::Vitals, min(4000)));
    assert_eq!(second.facts.history.bleeding, virchow::clinical::pathway::history::Heard::Unasked, "a no of another time is asked again");
}

#[test]
fn looking_again_later_does_not_move_what_has_begun() {
    let mut stay = Stay::suspected("pe");
    stay.enters(N, 3, "vitals", STABLE).expect("entered");
    stay.enters(P, 10, "probability", &[("instrument", "wells_pe"), ("band", "unlikely")]).expect("scored");
    let since = |minutes| {
        let course = stay.now(minutes).facts.course;
        (course.need_since, course.step_since)
    };
    let seen = since(300);
    assert!(seen.0.is_some(), "a D-dimer that nobody expects within four hours is a need");
    for minutes in (301..2000).step_by(137) {
        assert_eq!(since(minutes), seen, "{minutes}");
    }
}

#[test]
fn a_physician_who_cannot_be_reached_is_followed_by_a_referral() {
    let mut stay = Stay::suspected("pe");
    stay.enters(N, 3, "vitals", STABLE).expect("entered");
    stay.enters(N, 18, "physician_unreachable", &[("name", "值班医师")]).expect("entered");
    assert_eq!(stay.now(19).step.refer, ReferNeed::Now);
    stay.enters(N, 25, "physician_told", &[("name", "王医生")]).expect("told");
    assert_eq!(stay.now(26).step.refer, ReferNeed::No);
}

/// Whatever is entered, signed or not: one answer, the same twice, nothing proposed through a gate, and every refusal has words.
#[test]
fn random_entries_never_panic_and_never_pass_a_gate() {
    let mut runner = TestRunner::new(ProptestConfig { cases: 300, ..ProptestConfig::default() });
    let deed = (0..ENTRIES.len(), any::<u32>(), 0i64..90, any::<bool>());
    runner
        .run(&(0..5usize, prop::collection::vec(deed, 0..24)), |(site, deeds)| {
            let mut stay = Stay::suspected(["dvt", "pe", "dvt_pe", "other", "dvt"][site]);
            let mut clock = 0;
            for (row, pick, pause, physician) in deeds {
                clock += pause;
                let row = &ENTRIES[row];
                let answers = any_answers(row, pick);
                let answers: Vec<(&str, &str)> = answers.iter().map(|(item, value)| (*item, value.as_str())).collect();
                if let Err(refusal) = stay.enters(if physician { P } else { N }, clock, row.id, &answers) {
                    prop_assert!(!refusal.told(Lang::Zh).is_empty() && refusal.code().starts_with("E_"));
                }
                let (one, two) = (stay.now(clock), stay.now(clock));
                prop_assert_eq!(format!("{:?}", one.step), format!("{:?}", two.step));
                let proposes = one.step.interim.code == C::InterimPropose;
                prop_assert_eq!(proposes, one.step.interim.proposal.is_some(), "one answer");
                prop_assert!(!proposes || one.step.gates.worst == GateSays::Caution, "I5");
                prop_assert!(!one.step.state.is_confirmed() || one.step.interim.code != C::InterimNone, "I16");
                let unstable = one.step.coarse.unstable() && one.step.state.rank() < 11;
                prop_assert!(!unstable || one.step.state.is_unstable(), "I3: {:?}", one.step.state);
                if let Some(line) = one.step.interim.proposal {
                    prop_assert!(one.step.gates.left.has(line.drug), "I14");
                }
                let excluded = matches!(one.step.state, S::Excluded | S::ExcludedByPerc);
                prop_assert!(!excluded || one.step.excluded_by.is_some(), "I7");
            }
            Ok(())
        })
        .expect("holds");
}

/// An episode of four weeks with a hundred entries loses none of them.
#[test]
fn a_long_episode_keeps_every_entry() {
    let mut stay = Stay::suspected("dvt");
    for round in 0..100 {
        stay.enters(N, round * 300 + 1, "vitals", STABLE).expect("entered");
    }
    let episode = stay.now(28 * 24 * 60);
    assert_eq!(episode.entries.len(), 100);
}

/// No plan while the episode is open; prevention as usual, but for devices on that leg, while a repeat scan is awaited.
#[test]
fn prevention_steps_aside_and_comes_back_for_a_repeat_scan() {
    let mut stay = Stay::empty();
    let suspected = Occurrence::of(Happening::VteSuspected).with("site", "dvt").with("limb", "left");
    stay.of = stay.does(N, min(0), suspected).expect("suspected");
    let told =
        |stay: &Stay, minutes| stay_so_far(&stay.record.encounter, &stay.chart, || stay.settings.clone(), min(minutes)).suspicion.expect("stands");
    assert!(told(&stay, 1).paused);
    stay.enters(N, 3, "vitals", STABLE).expect("entered");
    stay.enters(N, 4, "limb_check", &[("colour", "red"), ("very_painful", "no"), ("pulseless", "no"), ("numb", "no")]).expect("checked");
    stay.enters(P, 10, "probability", &[("instrument", "wells_dvt"), ("band", "likely")]).expect("scored");
    assert!(told(&stay, 11).paused);
    stay.enters(N, 60, "scan_result", &[("result", "negative")]).expect("entered");
    stay.enters(N, 90, "ddimer_result", &[("value", "3000 ng/mL{FEU}")]).expect("entered");
    assert_eq!(stay.now(91).step.state, S::Repeat);
    let waiting = told(&stay, 91);
    assert_eq!((waiting.paused, waiting.leg), (false, Some(Limb::Left)));
}

#[test]
fn the_two_types_are_a_nurses_and_a_physicians() {
    for action in [Action::Step, Action::Refer] {
        assert_eq!(action.right().who, [N, P]);
    }
    assert_eq!([Action::Step.event(), Action::Refer.event()], ["pathway_step", "referral"]);
}
