//! What stands on the screen of an episode, as it is read, in both languages.

use crate::clinical::chart::{Instant, Sex};
use crate::clinical::pathway::clocks::{CLOCKS, ClockOwner};
use crate::clinical::pathway::coarse::{Kind, Likelihood, Sign};
use crate::clinical::pathway::codes::{AskItem, CODES, ChannelCode as C, Gate};
use crate::clinical::pathway::entries::{ENTRIES, entry};
use crate::clinical::pathway::entry::FieldKind;
use crate::clinical::pathway::evaluate::evaluate;
use crate::clinical::pathway::facts::{Awaited, EpisodeFacts, OtherVitals, PressureReading, WeightFact, WeightSource};
use crate::clinical::pathway::history::HistoryFacts;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::state::STATES;
use crate::clinical::pathway::tiers::Tier;
use crate::record::role::Role;
use crate::session::care::tests::{MEDICAL, actor, at, desk, plain};
use crate::session::channel::entering::{Entering, MADE};
use crate::session::channel::scores::{SCORED_ENTRIES, ScoreView};
use crate::session::channel::{ChannelView, ClockView, EnteredStep, InterimView, Looking};
use crate::session::screen::Screen;
use crate::text::Lang;
use crate::ui::pen::{draw, written_out};

/// Words that name a drug of this pathway.
const DRUGS: [&str; 12] = [
    "依诺肝素",
    "普通肝素",
    "磺达肝癸钠",
    "利伐沙班",
    "阿哌沙班",
    "Enoxaparin",
    "Unfractionated",
    "Fondaparinux",
    "Rivaroxaban",
    "Apixaban",
    " mg",
    "U/h",
];

fn facts(now: Instant) -> EpisodeFacts {
    let before = |minutes| now - chrono::TimeDelta::minutes(minutes);
    let mut facts = EpisodeFacts::begun(Kind::Pe, before(30));
    facts.person.age = Some(60);
    facts.person.sex = Some(Sex::Male);
    facts.person.weight = Some(WeightFact { kg: 60.0, from: WeightSource::Scale, at: before(60), doubtful: false });
    facts.vitals.pressures = vec![PressureReading { systolic: 120.0, diastolic: 70.0, at: before(5) }];
    facts.vitals.pulse_known = true;
    facts.vitals.others = OtherVitals::Measured;
    facts.tests.pe = Likelihood::Likely;
    facts.tests.active_cancer = Sign::No;
    facts.tests.leg_signs = Sign::No;
    facts.tests.chest = Awaited { ordered_at: Some(now), expected_at: Some(now + chrono::TimeDelta::minutes(90)) };
    facts.history = HistoryFacts::denied();
    facts
}

fn view(facts: &EpisodeFacts, role: Role, entered: &[EnteredStep], entering: &Entering) -> ChannelView {
    let (now, settings) = (at(5), ChannelSettings::of(Tier::County));
    ChannelView::of(&evaluate(facts, &settings, now), &settings, Looking { role: Some(role), entered, entering, now })
}

fn screen(lang: Lang, role: Role) -> Screen {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    desk.user = Some(actor(role));
    desk.options.lang = lang;
    desk.options.heading_level = 2;
    desk.rework(at(5));
    desk.screen()
}

fn page(view: &ChannelView, lang: Lang) -> String {
    let screen = screen(lang, view.role.unwrap_or(Role::Nurse));
    written_out(&draw(|pen| {
        super::lead(pen, &screen, view);
        super::view(pen, &screen, view);
    }))
}

/// Without the forms, in which a drug is named as what somebody may have taken, and without what the hospital has.
fn said(view: &ChannelView, lang: Lang) -> String {
    let mut view = view.clone();
    view.forms = Default::default();
    (view.here.has, view.here.by_day, view.here.lacks) = (vec![], vec![], vec![]);
    page(&view, lang)
}

#[test]
fn every_code_stands_there_in_words_as_the_step_and_above_it_or_beside_it() {
    let mut view = view(&facts(at(5)), Role::Nurse, &[], &Entering::default());
    for lang in [Lang::Zh, Lang::En] {
        for row in &CODES {
            view.step.code = row.code;
            let drawn = said(&view, lang);
            assert!(drawn.contains(&row.text.get(lang).replace('<', "&lt;")), "{}: {drawn}", row.id);
            assert!(drawn.contains(&format!("data-next=\"{}\"", row.id)), "{}", row.id);
        }
        for state in &STATES {
            view.step.state = state.state;
            assert!(said(&view, lang).contains(&format!("data-channel=\"{}\"", state.id)));
        }
        view.urgent = vec![C::CallVascularNow, C::ReferNow];
        let drawn = said(&view, lang);
        let place = |piece: &str| drawn.find(piece).unwrap_or_else(|| panic!("{piece}: {drawn}"));
        assert!(
            place("data-order=\"CALL_VASCULAR_NOW\"") < place("data-order=\"REFER_NOW\"") && place("data-order=\"REFER_NOW\"") < place("data-next")
        );
        view.urgent.clear();
    }
}

#[test]
fn a_nurse_reads_that_it_waits_for_the_physician_and_no_drug_line() {
    for (lang, waits) in [(Lang::Zh, "等待医师"), (Lang::En, "Waits for the physician")] {
        let nurse = said(&view(&facts(at(5)), Role::Nurse, &[], &Entering::default()), lang);
        assert!(nurse.contains(waits) && nurse.contains("data-interim=\"WAITS\""), "{nurse}");
        for drug in DRUGS {
            assert!(!nurse.contains(drug), "{drug}: {nurse}");
        }
        let physician = said(&view(&facts(at(5)), Role::Physician, &[], &Entering::default()), lang);
        let line = if lang == Lang::Zh {
            "依诺肝素 60 mg 皮下注射，给药间隔12小时，本建议仅一个间隔"
        } else {
            "Enoxaparin 60 mg under the skin (SC), interval 12 h; this is for one interval"
        };
        assert!(physician.contains(line), "{physician}");
        let proposal =
            if lang == Lang::Zh { "建议，须医师确认；以手中药品的说明书为准" } else { "A proposal: a physician confirms it" };
        assert!(physician.contains(proposal) && physician.contains("take:proposal"), "{physician}");
        assert!(physician.contains("本院设定") || physician.contains("local setting"), "marks travel");
    }
}

#[test]
fn a_confirmed_dose_is_told_and_a_change_since_is_said_before_it_is_given() {
    let answers = [("drug", "enoxaparin"), ("dose", "60 mg"), ("interval", "12 h")].map(|(field, value)| (field, value.to_owned())).to_vec();
    let entered = EnteredStep { entry: entry("interim_confirmed").expect("an entry"), at: at(5), by: actor(Role::Physician), answers };
    let nurse = said(&view(&facts(at(5)), Role::Nurse, std::slice::from_ref(&entered), &Entering::default()), Lang::Zh);
    assert!(nurse.contains("医师已确认：药物 依诺肝素；剂量") && nurse.contains("60 mg") && nurse.contains("take:confirmed"), "{nurse}");
    assert!(!nurse.contains("take:proposal") && !nurse.contains("data-proposal"), "what is proposed now is the physician's to read");
    let mut bleeding = facts(at(5));
    bleeding.history.bleeding = crate::clinical::pathway::history::Heard::Yes;
    let moved = said(&view(&bleeding, Role::Nurse, &[entered], &Entering::default()), Lang::Zh);
    assert!(moved.contains("data-moved") && moved.contains("给药前请医师重新确认") && !moved.contains("take:confirmed"), "{moved}");
    assert!(moved.contains("data-gate=\"g1_bleeding\""), "{moved}");
}

#[test]
fn what_is_asked_is_named_and_no_place_of_the_wording_stays_empty() {
    let mut view = view(&facts(at(5)), Role::Physician, &[], &Entering::default());
    let InterimView::Said(said_of) = &view.interim else { panic!("said") };
    let mut said_of = said_of.clone();
    for lang in [Lang::Zh, Lang::En] {
        for row in CODES.iter().filter(|row| row.id.starts_with("INTERIM_")) {
            for (items, gates) in [(vec![], vec![]), (vec![AskItem::Weight, AskItem::Pressure], vec![Gate::Weight]), (vec![], vec![Gate::Age])] {
                (said_of.code, said_of.items, said_of.gates) = (row.code, items, gates);
                view.interim = InterimView::Said(said_of.clone());
                assert!(!said(&view, lang).contains('{'), "{}", row.id);
            }
        }
    }
}

#[test]
fn a_clock_says_how_long_it_runs_its_target_and_in_words_that_it_is_late() {
    let mut view = view(&facts(at(5)), Role::Nurse, &[], &Entering::default());
    for row in &CLOCKS {
        view.clocks = vec![ClockView { clock: row.clock, minutes: 130, target: 60, overdue: Some(70), owner: ClockOwner::Physician }];
        let (zh, en) = (said(&view, Lang::Zh), said(&view, Lang::En));
        assert!(zh.contains("已2小时10分钟，时限60分钟") && zh.contains("已超时70分钟，现由医师负责"), "{zh}");
        assert!(en.contains("2 h 10 min so far, target 60 min") && en.contains("Overdue by 70 min, now with the physician"), "{en}");
    }
    view.clocks[0].owner = ClockOwner::Refer;
    assert!(said(&view, Lang::Zh).contains("现应转诊"));
}

#[test]
fn every_form_can_be_drawn_in_both_languages_and_holds_what_was_typed() {
    for entry in ENTRIES.iter().filter(|entry| entry.id != "withdrawn") {
        let mut entering = Entering::default();
        entering.opened = Some(entry.id);
        entering.put(entry, "when", "time", "2026-11-22T08:10");
        // Of a score the fields of its result are drawn once it was made elsewhere.
        if SCORED_ENTRIES.contains(&entry.id) {
            entering.put(entry, MADE, "word", "elsewhere");
        }
        for role in [Role::Nurse, Role::Physician] {
            for lang in [Lang::Zh, Lang::En] {
                let view = view(&facts(at(5)), role, &[], &entering);
                let drawn = page(&view, lang);
                let may = crate::session::channel::forms::may(entry, Some(role));
                assert_eq!(drawn.contains(&format!("data-entry=\"{}\"", entry.id)), may, "{} {role:?}", entry.id);
                assert_eq!(drawn.contains(&format!("value=\"enter:{}\"", entry.id)), may, "{} {role:?}", entry.id);
                for field in entry.fields.iter().filter(|field| {
                    // A score that is ticked is a list of its own.
                    may && !field.physician && entry.id != "history" && !matches!(field.kind, FieldKind::Scored(_))
                }) {
                    assert!(drawn.contains(&format!("data-field=\"{}\"", field.id)), "{} {}", entry.id, field.id);
                }
                if role == Role::Nurse {
                    assert!(!drawn.contains("value=\"cannot_be_known\""), "{}: a physician accepts that", entry.id);
                }
            }
        }
    }
}

#[test]
fn every_question_of_the_card_stands_in_one_group() {
    let history = entry("history").expect("an entry");
    let grouped: Vec<&str> = crate::session::channel::forms::GROUPS.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
    for field in history.fields {
        assert_eq!(grouped.iter().filter(|id| **id == field.id).count(), 1, "{}", field.id);
    }
    assert_eq!(grouped.len(), history.fields.len());
}

#[test]
fn hestia_stands_folded_with_the_reason_until_the_class_is_low() {
    let mut entering = Entering::default();
    entering.opened = Some("disposition");
    let hestia = crate::clinical::instruments::scored("hestia").expect("a table");
    let with_class = |class: Option<&str>| {
        let entered = class.map(|class| EnteredStep {
            entry: entry("severity").expect("an entry"),
            at: at(5),
            by: actor(Role::Physician),
            answers: vec![("class", class.to_owned())],
        });
        let mut view = view(&facts(at(5)), Role::Physician, entered.as_slice(), &entering);
        let readout = crate::session::calculator::scoring::Scoring::new(hestia).readout;
        view.scores = vec![ScoreView {
            instrument: hestia,
            entry: "disposition",
            leads: true,
            rows: vec![],
            fields: vec![],
            readout,
            misfits: vec![],
            conflict: None,
            begun: false,
            items: String::new(),
        }];
        view
    };
    for class in [None, Some("int_low"), Some("int_high")] {
        for (lang, why) in [(Lang::Zh, "按住院处理"), (Lang::En, "treat in hospital")] {
            let drawn = page(&with_class(class), lang);
            let (_, list) = drawn.split_once("data-fold=\"score-hestia\"").expect("it is folded");
            assert!(list.contains(why) && list.contains("data-score=\"hestia\""), "{class:?} {lang:?}");
        }
    }
    let low = page(&with_class(Some("low")), Lang::Zh);
    assert!(low.contains("data-score=\"hestia\"") && !low.contains("score-hestia"), "{low}");
}
