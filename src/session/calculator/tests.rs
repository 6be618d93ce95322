//! A calculator on the desk, without a browser: every instrument opens, says what `score()` says, and keeps nothing.

use super::*;
use crate::clinical::answers::Answer;
use crate::clinical::instrument::From;
use crate::clinical::instruments::{ALL, SCORED};
use crate::interop::headless::score;
use crate::interop::json::{Value, object, parse};
use crate::interop::shape::Read as _;
use crate::session::screen::Later;
use crate::session::sitting::Options;

fn at() -> Instant {
    "2026-03-10T08:00:00+08:00".parse().expect("a time")
}

/// A desk with this calculator on it, and no patient.
fn desk(id: &'static str) -> Desk {
    let mode = if SCORED.iter().any(|instrument| instrument.id == id) { Mode::Live } else { Mode::Calculator };
    let mut desk = Desk { later: Later::Here, options: Options { instrument: Some(id), mode, ..Options::default() }, ..Desk::default() };
    desk.reread(at());
    desk
}

fn view(desk: &Desk) -> Screen {
    let screen = desk.screen();
    assert!(CalculatorView::of(&screen).is_some(), "no calculator");
    screen
}

fn answer(desk: &mut Desk, item: usize, answer: Option<Answer>) {
    desk.intend(&Intent::Answer { item, answer }, at());
}

fn value(desk: &mut Desk, id: &str, text: &str) {
    tell(desk, &["value.", id].concat(), text);
}

/// The calculator's outcomes and those of `score()` for the same answers.
fn agree(desk: &Desk, facts: &[(&str, f64, &str)]) {
    let screen = view(desk);
    let (form, view) = (screen.form.as_ref().expect("a form"), CalculatorView::of(&screen).expect("a view"));
    let instrument = form.instrument;
    let said = instrument.items.iter().zip(&form.answers.cells).filter_map(|(item, said)| Some((item.id, said.as_ref()?.as_bool())));
    let mut input = crate::interop::writing::Writing::object();
    input.open("answers");
    for (id, said) in said {
        input.flag(id, said);
    }
    input.end();
    input.list("facts");
    for (id, value, unit) in facts {
        input.open("");
        input.text("id", id);
        input.number("value", *value);
        if !unit.is_empty() {
            input.text("unit", unit);
        }
        input.end();
    }
    input.end();
    let answer = parse(&score(instrument.id, &input.done()), 32).expect("JSON");
    assert!(answer["error"].is_null(), "{}", score(instrument.id, "{}"));
    for possible in &view.readout.readings {
        let told: Vec<&str> = if instrument.reads.is_some() {
            answer["outcomes"][possible.reading].items().iter().filter_map(Value::as_str).collect()
        } else {
            continue;
        };
        let shown: Vec<&str> = possible.outcomes.iter().map(|outcome| outcome.id).collect();
        assert_eq!(shown, told, "{} {}", instrument.id, possible.reading);
    }
    if let Some((floor, ceiling)) = view.readout.total {
        assert_eq!((Some(floor.value()), Some(ceiling.value())), (answer.number("floor"), answer.number("ceiling")), "{}", instrument.id);
    }
}

#[test]
fn every_instrument_opens_without_a_patient_and_has_all_its_items() {
    for instrument in ALL.iter().chain(SCORED) {
        let desk = desk(instrument.id);
        let screen = view(&desk);
        let form = screen.form.as_ref().expect("a form");
        assert_eq!((form.instrument.id, screen.stage.clone()), (instrument.id, Stage::Form));
        assert_eq!(form.sheet.cells.len(), instrument.items.len());
        agree(&desk, &[]);
    }
}

/// Answers drawn by a small generator of our own, in every instrument that is only calculated.
#[test]
fn what_it_shows_is_what_score_says_for_drawn_answers() {
    let mut seed = 20_261_130_u64;
    let mut dice = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for instrument in SCORED {
        for _ in 0..40 {
            let mut desk = desk(instrument.id);
            for item in 0..instrument.items.len() {
                if matches!(instrument.items[item].from, From::Count(_)) {
                    continue;
                }
                let said = [None, Some(Answer::Yes), Some(Answer::No), Some(Answer::No), Some(Answer::Unknowable)][dice(5) as usize];
                if said.is_some() {
                    answer(&mut desk, item, said);
                }
            }
            agree(&desk, &[]);
        }
    }
}

#[test]
fn a_value_decides_its_item_and_the_host_hears_it() {
    let mut desk = desk("wells_pe");
    value(&mut desk, "heart_rate", "101");
    agree(&desk, &[("heart_rate", 101.0, "/min")]);
    let screen = view(&desk);
    assert_eq!(CalculatorView::of(&screen).expect("a view").readout.total.map(|(floor, _)| floor.value()), Some(1.5));
    let told = parse(&change(&desk, &[2]), 32).expect("JSON");
    assert_eq!((told.text("instrument"), told.number("floor")), (Some("wells_pe"), Some(1.5)));
    assert_eq!(told["changed"].items().iter().filter_map(Value::as_str).collect::<Vec<_>>(), ["hr_gt_100"]);
    value(&mut desk, "heart_rate", "100");
    agree(&desk, &[("heart_rate", 100.0, "/min")]);
}

#[test]
fn a_d_dimer_without_its_unit_is_refused_with_the_reason_and_stays_as_it_was_typed() {
    let mut desk = desk("years");
    for item in 0..3 {
        answer(&mut desk, item, Some(Answer::No));
    }
    value(&mut desk, "d_dimer", "0.6");
    let screen = view(&desk);
    let field = CalculatorView::of(&screen).expect("a view").fields.iter().find(|field| field.id == "d_dimer").expect("a field");
    assert_eq!(field.text, "0.6");
    assert!(field.refused.as_ref().is_some_and(|[zh, en]| zh.contains("未选单位") && en.contains("never guessed")));
    agree(&desk, &[]);
    desk.changed.clear();
    tell(&mut desk, "unit.d_dimer", "mg/L{FEU}");
    let told = parse(&change(&desk, &desk.changed), 32).expect("JSON");
    assert!(!desk.changed.is_empty() && told["changed"].items().is_empty(), "the host hears of it, and no item changed");
    assert_eq!(told.text("band"), Some("excluded"));
    agree(&desk, &[("d_dimer", 0.6, "mg/L{FEU}")]);
    tell(&mut desk, "unit.d_dimer", "mg/L{DDU}");
    agree(&desk, &[("d_dimer", 0.6, "mg/L{DDU}")]);
    for wrong in ["0,6", "abc", "1e999", "-1"] {
        value(&mut desk, "d_dimer", wrong);
        let screen = view(&desk);
        let view = CalculatorView::of(&screen).expect("a view");
        assert!(view.fields.iter().any(|field| field.id == "d_dimer" && field.refused.is_some() && field.text == wrong), "{wrong}");
        assert!(screen.form.as_ref().is_some_and(|form| form.answers.cells[..3].iter().all(Option::is_some)), "the answers stay");
    }
}

#[test]
fn saturation_on_oxygen_is_not_read_as_on_air() {
    let mut desk = desk("perc");
    let index = |id: &str| SCORED.iter().find(|of| of.id == "perc").and_then(|of| of.index(id)).expect("an item");
    value(&mut desk, "spo2", "97");
    let screen = view(&desk);
    assert!(CalculatorView::of(&screen).expect("a view").fields.iter().any(|field| field.id == "spo2" && field.on_air));
    assert!(CalculatorView::of(&screen).expect("a view").readout.missing.contains(&index("spo2_lt_95")), "a person says so");
    value(&mut desk, "spo2", "94");
    assert!(!CalculatorView::of(&view(&desk)).expect("a view").readout.missing.contains(&index("spo2_lt_95")));
    agree(&desk, &[("spo2", 94.0, "%")]);
}

#[test]
fn none_of_the_rest_denies_no_choice_and_nothing_that_is_counted() {
    let mut nhs = desk("nhs_dh");
    nhs.intend(&Intent::NoneOfTheRest, at());
    agree(&nhs, &[]);
    let screen = view(&nhs);
    assert!(CalculatorView::of(&screen).expect("a view").readout.denied.is_empty(), "mobility is one of three");
    let mut pesi = desk("pesi");
    value(&mut pesi, "age", "70");
    pesi.intend(&Intent::NoneOfTheRest, at());
    assert_eq!(
        CalculatorView::of(&view(&pesi)).expect("a view").readout.total.map(|(floor, ceiling)| (floor.value(), ceiling.value())),
        Some((70.0, 70.0))
    );
    pesi.intend(&Intent::KeepDenied(false), at());
    assert!(view(&pesi).form.expect("a form").answers.is_empty());
}

fn chart(context: &str, encounter: Value, patient: &str) -> Value {
    let text =
        [r#"{ "contextId": ""#, context, r#"", "patient": "#, patient, r#", "facts": [{ "id": "heart_rate", "value": 120, "unit": "/min" }] }"#]
            .concat();
    let mut chart = parse(&text, 32).expect("JSON");
    chart.put("encounter", encounter);
    chart
}

const WOMAN: &str = r#"{ "ref": "Patient/1", "sex": "female", "birthDate": "1990-01-01" }"#;

#[test]
fn obstetric_patients_are_led_to_rcog_and_out_patients_to_khorana() {
    for (encounter, id) in [
        (object([("setting", "obstetric".into())]), "rcog_37a"),
        (object([("setting", "medical".into()), ("class", "outpatient".into())]), "khorana"),
        (object([("class", "outpatient".into())]), "khorana"),
    ] {
        let mut desk = Desk { later: Later::Here, ..Desk::default() };
        desk.lay(chart("adm-1", encounter, WOMAN), false, at()).expect("a chart");
        let screen = view(&desk);
        assert_eq!(screen.form.as_ref().map(|form| form.instrument.id), Some(id));
        assert!(screen.rejected.is_empty() && screen.fault.is_none(), "no dead end, and nothing is refused of the chart");
    }
}

#[test]
fn until_the_second_part_is_here_no_other_score_stands_in_its_place() {
    second::is_elsewhere();
    let mut desk = Desk::default();
    desk.lay(chart("adm-1", object([("setting", "obstetric".into())]), WOMAN), false, at()).expect("a chart");
    assert_eq!((desk.screen().stage, desk.screen().form.is_none(), desk.is_wanted()), (Stage::Coming, true, true));
    desk.arrived(true, at());
    assert_eq!(view(&desk).form.expect("a form").instrument.id, "rcog_37a");
    second::is_elsewhere();
    let mut alone = Desk { options: Options { instrument: Some("wells_pe"), ..Options::default() }, ..Desk::default() };
    alone.reread(at());
    assert!(alone.is_wanted() && alone.screen().stage == Stage::Coming);
    alone.arrived(true, at());
    assert!(!alone.is_wanted());
    assert_eq!(view(&alone).form.expect("a form").instrument.id, "wells_pe");
}

#[test]
fn nothing_of_it_is_kept_and_nothing_reaches_the_next_patient() {
    let mut desk = desk("wells_pe");
    desk.lay(chart("adm-1", object([("setting", "medical".into())]), WOMAN), false, at()).expect("a chart");
    assert_eq!(
        CalculatorView::of(&view(&desk)).expect("a view").readout.total.map(|(floor, _)| floor.value()),
        Some(1.5),
        "the heart rate of the chart"
    );
    answer(&mut desk, 0, Some(Answer::Yes));
    value(&mut desk, "heart_rate", "80");
    assert_eq!(CalculatorView::of(&view(&desk)).expect("a view").readout.total.map(|(floor, _)| floor.value()), Some(3.0), "what was measured now");
    assert!(desk.calculates() && desk.draft().is_none() && !desk.blockers().is_empty());
    desk.lay(chart("adm-2", object([("setting", "medical".into())]), WOMAN), false, at()).expect("nothing stands in the way of the next");
    let screen = view(&desk);
    assert!(screen.form.as_ref().is_some_and(|form| form.answers.is_empty()));
    assert!(CalculatorView::of(&screen).expect("a view").fields.iter().all(|field| field.text.is_empty()));
}

#[test]
fn a_patient_whom_the_score_is_not_for_is_named_with_the_reason_and_the_answers_stay() {
    let said = |desk: &Desk| CalculatorView::of(&view(desk)).expect("a view").misfits.iter().map(|misfit| misfit.id).collect::<Vec<_>>();
    let mut desk = desk("perc");
    answer(&mut desk, 0, Some(Answer::Yes));
    assert!(said(&desk).is_empty());
    let encounter = object([("setting", "obstetric".into()), ("admittedAt", "2026-03-09T08:00:00+08:00".into())]);
    desk.lay(chart("adm-1", encounter, WOMAN), false, at()).expect("a chart");
    assert_eq!(said(&desk), ["pregnant", "in_patient"]);
    let mut nhs = self::desk("nhs_dh");
    let pregnant = SCORED.iter().find(|of| of.id == "nhs_dh").and_then(|of| of.index("pregnancy_or_6w_postpartum")).expect("an item");
    answer(&mut nhs, pregnant, Some(Answer::Yes));
    assert_eq!(said(&nhs), ["pregnant"]);
    assert!(view(&nhs).form.expect("a form").answers.cells[pregnant].is_some());
    let mut child = self::desk("wells_dvt");
    value(&mut child, "age", "12");
    let _ = said(&child);
}

#[test]
fn the_result_is_told_in_both_languages_with_source_and_without_a_patient() {
    let mut desk = desk("wells_pe");
    desk.lay(chart("adm-1", object([("setting", "medical".into())]), r#"{ "label": "王某", "ref": "Patient/7", "sex": "male" }"#), false, at())
        .expect("a chart");
    answer(&mut desk, 0, Some(Answer::Yes));
    let screen = view(&desk);
    let told = &CalculatorView::of(&screen).expect("a view").told;
    for piece in
        ["Wells PE 评分", "得分：4.5–12.5分", "仍可能：", "未签名", "Score: 4.5–12.5 points", "still possible: ", "not signed", "Thromb Haemost"]
    {
        assert!(told.contains(piece), "{piece} is not in {told}");
    }
    assert!(!told.contains("王某") && !told.contains("Patient/7"));
}

/// The lines of the copied text that begin with this word, of the language that comes first.
fn line(desk: &Desk, word: &str) -> Option<String> {
    let told = CalculatorView::of(&view(desk)).expect("a view").told.clone();
    told.lines().find(|line| line.starts_with(word)).map(str::to_owned)
}

fn yes(desk: &mut Desk, id: &str) {
    let instrument = desk.screen().form.expect("a form").instrument;
    answer(desk, instrument.index(id).expect("an item"), Some(Answer::Yes));
}

fn unsay(desk: &mut Desk, id: &str) {
    let instrument = desk.screen().form.expect("a form").instrument;
    answer(desk, instrument.index(id).expect("an item"), None);
}

#[test]
fn what_is_copied_lists_only_what_is_asked_and_counts() {
    let mut nhs = desk("nhs_dh");
    for id in ["mob_surgical", "hip_fracture", "active_bleeding"] {
        yes(&mut nhs, id);
    }
    assert!(line(&nhs, "有：").is_some_and(|line| line.contains("髋部骨折") && line.contains("活动性出血")));
    // The assessment ends at the first step: what was answered below it counts no more.
    unsay(&mut nhs, "mob_surgical");
    yes(&mut nhs, "mob_medical_not_reduced");
    let lines: Vec<String> = ["有：", "尚未回答："].iter().filter_map(|word| line(&nhs, word)).collect();
    assert!(lines.iter().all(|line| !line.contains("髋部骨折") && !line.contains("活动性出血")), "{lines:?}");
    let mut rcog = desk("rcog_37a");
    for id in ["phase_postnatal", "elective_cs"] {
        yes(&mut rcog, id);
    }
    assert!(line(&rcog, "有：").is_some_and(|line| line.contains("剖宫产")));
    unsay(&mut rcog, "phase_postnatal");
    yes(&mut rcog, "phase_antenatal");
    assert!(line(&rcog, "有：").is_none(), "{:?}", line(&rcog, "有："));
}

#[test]
fn what_is_copied_names_the_group_of_each_answer_and_an_open_group_once() {
    let mut desk = desk("four_ts");
    let instrument = desk.screen().form.expect("a form").instrument;
    for index in instrument.members(instrument.group("G_OTHER").expect("a group")).take(1) {
        answer(&mut desk, index, Some(Answer::Yes));
    }
    let group = |id: &str| instrument.group(id).expect("a group").title.zh();
    let chosen = line(&desk, "所选：").expect("what was chosen");
    assert!(chosen.contains(&format!("{}—", group("G_OTHER"))), "{chosen}");
    assert!(line(&desk, "有：").is_none());
    let open = line(&desk, "尚未回答：").expect("what is open");
    assert_eq!(open, ["尚未回答：", &[group("G_THROMBOCYTOPENIA"), group("G_TIMING"), group("G_THROMBOSIS")].join("；")].concat());
}

#[test]
fn what_is_copied_begins_in_the_language_of_the_screen() {
    let mut desk = desk("wells_pe");
    let told = |desk: &Desk| CalculatorView::of(&view(desk)).expect("a view").told.clone();
    assert!(told(&desk).starts_with("Wells PE 评分") && told(&desk).contains("not signed"));
    desk.options.lang = crate::text::Lang::En;
    desk.reread(at());
    assert!(told(&desk).starts_with("Wells score") && told(&desk).contains("未签名"), "{}", told(&desk));
}

#[test]
fn units_are_written_as_a_ward_writes_them_beside_the_field_and_in_what_is_copied() {
    let mut desk = desk("pesi");
    let sbp = r#"{ "contextId": "adm-1", "patient": { "ref": "Patient/1" }, "encounter": { "setting": "medical" }, "facts": [
        { "id": "sbp", "value": 118, "unit": "mm[Hg]" }, { "id": "heart_rate", "value": 104, "unit": "/min" }] }"#;
    desk.lay(parse(sbp, 32).expect("JSON"), false, at()).expect("a chart");
    let known = |desk: &Desk, id: &str| {
        let screen = view(desk);
        CalculatorView::of(&screen).expect("a view").fields.iter().find(|field| field.id == id).expect("a field").known.clone()
    };
    assert_eq!((known(&desk, "sbp").as_deref(), known(&desk, "heart_rate").as_deref()), (Some("118 mmHg"), Some("104 次/分")));
    value(&mut desk, "sbp", "96");
    value(&mut desk, "age", "70");
    let entered = line(&desk, "录入的数值：").expect("what was entered");
    assert!(entered.contains("年龄 70 岁") && entered.contains("收缩压 96 mmHg"), "{entered}");
}
