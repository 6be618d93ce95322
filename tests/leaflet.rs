//! The leaflet for the patient: every measure has plain words in both languages, every combination of measures is explained, and
//! the dose and the times on it are those that a physician authorised. How it reads is measured, crudely: English by the grade
//! of Flesch and Kincaid, Chinese by the length of its sentences and by words that a ward uses and a farmer does not.
#![cfg(not(target_family = "wasm"))]

use chrono::TimeDelta;
use virchow::clinical::chart::{Instant, Limb};
use virchow::clinical::dosing::{Dose, Frequency};
use virchow::clinical::first_minutes::LUNG;
use virchow::clinical::formulary::{Device, Drug};
use virchow::clinical::leaflet::blocks::{BlockShape, FOOTER, LeafletBlock, LeafletTopic, Picture};
use virchow::clinical::leaflet::refusal;
use virchow::clinical::leaflet::words::{CHOSEN, TITLE, TOPICS, WARNING};
use virchow::clinical::leaflet::{ToExplain, plain_dose};
use virchow::clinical::source::{Mark, PLACES};
use virchow::record::encounter::Encounter;
use virchow::record::event::{BleedingScreen, Body, Change, Declined, Event, MeasureLine, Plan};
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::leaflet::{CODE_BYTES, ForYou, Leaflet, LeafletBasis, NoLeaflet, aloud, short_form};
use virchow::record::local::Zone;
use virchow::record::measure::{MeasureId, MeasureKind};
use virchow::record::role::{Actor, Role};
use virchow::record::story::VALUES;
use virchow::text::{Lang, Text};

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

// ---- a record ------------------------------------------------------------------------------------------------------

fn at(hours: i64) -> Instant {
    "2026-11-22T08:00:00+08:00".parse::<Instant>().expect("a time") + TimeDelta::hours(hours)
}

fn record(bodies: Vec<(i64, Body)>) -> Encounter {
    let by = || Actor { id: "d-1".into(), name: "周医生".into(), role: Role::Physician };
    let events: Vec<Event> = bodies
        .into_iter()
        .zip(1..)
        .map(|((hours, body), seq)| Event { id: format!("e-{seq}"), seq, at: at(hours), by: by(), body, clock: None })
        .collect();
    Encounter::of(&events)
}

fn plan(measures: Vec<MeasureLine>) -> Body {
    Body::PlanAuthorised(Plan { of: "e-0".into(), rule: None, screen: None, measures, overrides: vec![], monitoring: vec![], replaces: None })
}

fn dose(amount: f64, unit: &'static str, oral: bool, frequency: Frequency) -> Dose {
    Dose { amount, unit, oral, frequency, from_day_4: None, reduced: false }
}

fn drug(drug: Drug) -> MeasureLine {
    let given = match drug {
        Drug::Enoxaparin => dose(40.0, "mg", false, Frequency::Daily),
        Drug::Nadroparin => Dose { from_day_4: Some(0.4), ..dose(0.3, "mL", false, Frequency::Daily) },
        Drug::Dalteparin => dose(5000.0, "IU", false, Frequency::Daily),
        Drug::Ufh => dose(5000.0, "U", false, Frequency::Every8h),
        Drug::Fondaparinux => dose(1.5, "mg", false, Frequency::Daily),
        Drug::Rivaroxaban => dose(10.0, "mg", true, Frequency::Daily),
        Drug::Apixaban => dose(2.5, "mg", true, Frequency::Every12h),
        Drug::Dabigatran => dose(150.0, "mg", true, Frequency::Daily),
        Drug::Aspirin => dose(100.0, "mg", true, Frequency::Daily),
    };
    MeasureLine { dose: Some(given), start: Some(at(4)), stop: Some(at(244)), ..MeasureLine::plain(MeasureId::Drug(drug), MeasureKind::Drug) }
}

fn device(device: Device) -> MeasureLine {
    MeasureLine { limb: Some(Limb::Left), ..MeasureLine::plain(MeasureId::Device(device), MeasureKind::Device) }
}

/// Every measure that a plan can name.
fn every_measure() -> Vec<MeasureLine> {
    let mut all = vec![MeasureLine::plain(MeasureId::Basic, MeasureKind::Basic), MeasureLine::plain(MeasureId::Escalate, MeasureKind::Escalate)];
    all.extend(Device::ALL.map(device));
    all.extend(Drug::ALL.map(drug));
    all
}

/// Of another zone than the ward's default, so that nothing is right by chance.
fn india(_: i64) -> i32 {
    5 * 3600 + 1800
}

const ZONE: Zone<'_> = &india;

fn words_of(leaflet: &Leaflet, lang: Lang) -> String {
    aloud(leaflet, "0531-8912 0000", lang, ZONE).join("\n")
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

// ---- what stands on it ---------------------------------------------------------------------------------------------

#[test]
fn every_measure_has_plain_words_in_both_languages_and_its_explanation() {
    for measure in every_measure() {
        let id = measure.id.clone();
        let leaflet = Leaflet::of(&record(vec![(0, plan(vec![measure.clone()]))]), at(1)).expect("a leaflet");
        assert_eq!(leaflet.basis, LeafletBasis::Plan(at(0)));
        let [chosen] = &leaflet.chosen[..] else { panic!("{id:?}: {:?}", leaflet.chosen) };
        let (zh, en) = (chosen.name(Lang::Zh), chosen.name(Lang::En));
        assert!(zh.chars().any(is_chinese), "{id:?}: {zh}");
        assert!(en.chars().any(|c| c.is_ascii_alphabetic()) && !en.chars().any(is_chinese), "{id:?}: {en}");
        for lang in BOTH {
            let lines = chosen.lines(lang, ZONE);
            assert!(id == MeasureId::Escalate || !lines.is_empty(), "{id:?}");
            assert!(lang == Lang::Zh || !lines.concat().chars().any(is_chinese), "{id:?}: {lines:?}");
        }
        let has = |topic: &str| leaflet.topics.iter().any(|known| known.id == topic);
        let swallowed = measure.dose.as_ref().is_some_and(|dose| dose.oral);
        let is_drug = measure.kind == MeasureKind::Drug;
        assert_eq!((has("injections"), has("tablets"), has("bleeding")), (is_drug && !swallowed, swallowed, is_drug), "{id:?}");
        assert_eq!(has("pump"), id == MeasureId::Device(Device::Ipc));
        assert_eq!(has("foot_pump"), id == MeasureId::Device(Device::Vfp));
        assert_eq!(has("stockings"), id == MeasureId::Device(Device::Gcs));
        assert!(has("moving") && has("warning") && has("calling"), "{id:?}: for everybody");
    }
}

#[test]
fn every_combination_of_measures_is_whole_in_both_languages() {
    let all = every_measure();
    for bits in 0..1_u32 << all.len() {
        // All of the devices and basic measures, with at most two drugs: more no plan names.
        let chosen: Vec<MeasureLine> =
            all.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, measure)| measure.clone()).collect();
        if chosen.is_empty() || chosen.iter().filter(|measure| measure.kind == MeasureKind::Drug).count() > 2 {
            continue;
        }
        let leaflet = Leaflet::of(&record(vec![(0, plan(chosen.clone()))]), at(1)).expect("a leaflet");
        assert_eq!(leaflet.chosen.len(), chosen.len());
        let ids: Vec<&str> = leaflet.topics.iter().map(|topic| topic.id).collect();
        assert!(ids.iter().enumerate().all(|(place, id)| !ids[..place].contains(id)), "{ids:?}");
        let english = words_of(&leaflet, Lang::En);
        assert!(!english.chars().any(is_chinese), "{english}");
        let chinese = words_of(&leaflet, Lang::Zh);
        for measure in &leaflet.chosen {
            for (lang, text) in [(Lang::Zh, &chinese), (Lang::En, &english)] {
                assert!(text.contains(&measure.name(lang)), "{lang:?}");
            }
        }
    }
}

#[test]
fn the_dose_and_the_times_are_those_of_the_plan_by_the_clock_of_the_ward() {
    let lines = |measure: MeasureLine, lang| {
        Leaflet::of(&record(vec![(0, plan(vec![measure]))]), at(1)).expect("a leaflet").chosen[0].lines(lang, ZONE).join(" ")
    };
    // 12:00 and, ten days on, again 12:00 in Shanghai: 9:30 in India.
    let zh = lines(drug(Drug::Enoxaparin), Lang::Zh);
    assert_eq!(
        zh,
        "每次 40 毫克（mg），每天1次，打在皮肤下面。药盒上也写作 4000 AxaIU。 什么时候开始：2026年11月22日9点30分。 用到：2026年12月2日9点30分。"
    );
    let en = lines(drug(Drug::Enoxaparin), Lang::En);
    assert_eq!(
        en,
        "40 mg each time, once a day, under the skin. The box may say 4000 anti-Xa IU. Begins: 22 November 2026, 09:30. Until: 2 December 2026, 09:30."
    );
    // A dose for weak kidneys is printed as it was authorised, and so is one that no table has: nothing is rounded.
    for (amount, unit, zh, en) in [
        (1.5, "mg", "每次 1.5 毫克（mg）", "1.5 mg each time"),
        (20.0, "mg", "每次 20 毫克（mg）", "20 mg each time"),
        (0.25, "mL", "每次 0.25 毫升（mL）", "0.25 mL each time"),
        (2500.0, "IU", "每次 2500 单位（IU）", "2500 units (IU) each time"),
        (5000.0, "U", "每次 5000 单位（U）", "5000 units (U) each time"),
    ] {
        for reduced in [false, true] {
            let given = Dose { reduced, ..dose(amount, unit, false, Frequency::Every12h) };
            let measure = MeasureLine { dose: Some(given), ..drug(Drug::Fondaparinux) };
            let said = lines(measure.clone(), Lang::Zh);
            assert!(said.starts_with(&format!("{zh}，每12小时1次，打在皮肤下面。")), "{said}");
            assert!(lines(measure, Lang::En).starts_with(&format!("{en}, every 12 hours, under the skin.")));
        }
    }
    let nadroparin = lines(drug(Drug::Nadroparin), Lang::En);
    assert!(nadroparin.starts_with("0.3 mL each time, once a day, under the skin. From day 4 after surgery: 0.4 mL each time."), "{nadroparin}");
    let zh = plain_dose(&drug(Drug::Nadroparin).dose.expect("a dose"), Lang::Zh);
    assert_eq!(zh, "每次 0.3 毫升（mL），每天1次，打在皮肤下面。手术后第4天起，每次 0.4 毫升（mL）");
}

#[test]
fn it_says_how_each_measure_stands() {
    let started = |id: &MeasureId, hours| (hours, Body::MeasureStarted(Change::plain(id, at(hours))));
    let stopped =
        |id: &MeasureId, hours, code: &str| (hours, Body::MeasureStopped(Change { code: Some(code.into()), ..Change::plain(id, at(hours)) }));
    let (enoxaparin, ipc) = (MeasureId::Drug(Drug::Enoxaparin), MeasureId::Device(Device::Ipc));
    let first = (0, plan(vec![drug(Drug::Enoxaparin), device(Device::Ipc)]));
    let standing = |events: Vec<(i64, Body)>, hours: i64| {
        let leaflet = Leaflet::of(&record(events), at(hours)).expect("a leaflet");
        (leaflet.chosen.iter().map(|chosen| (chosen.held.measure.id.clone(), chosen.for_you)).collect::<Vec<_>>(), leaflet)
    };
    let (all, _) = standing(vec![first.clone()], 1);
    assert_eq!(all, [(enoxaparin.clone(), ForYou::ToBegin), (ipc.clone(), ForYou::ToBegin)]);
    let (all, leaflet) = standing(vec![first.clone(), started(&enoxaparin, 4), started(&ipc, 5), stopped(&ipc, 6, "held")], 7);
    assert_eq!(all, [(enoxaparin.clone(), ForYou::Going), (ipc.clone(), ForYou::Paused)]);
    assert!(leaflet.chosen[0].lines(Lang::En, ZONE).concat().contains("Begun: 22 November 2026, 09:30"));
    assert!(leaflet.chosen[1].lines(Lang::Zh, ZONE).concat().contains("现在先停着"));
    // Stopped for good: it stands there no more, and nothing explains it.
    let (all, leaflet) = standing(vec![first.clone(), started(&enoxaparin, 4), started(&ipc, 5), stopped(&enoxaparin, 6, "bleeding")], 7);
    assert_eq!(all, [(ipc.clone(), ForYou::Going)]);
    assert!(!leaflet.topics.iter().any(|topic| topic.id == "injections"));
    // Another plan: what it leaves out and nobody stopped is said so.
    let (all, _) = standing(vec![first.clone(), started(&ipc, 5), (8, plan(vec![drug(Drug::Rivaroxaban)]))], 9);
    assert_eq!(all, [(MeasureId::Drug(Drug::Rivaroxaban), ForYou::ToBegin), (ipc.clone(), ForYou::LeftOver)]);
    // Past the planned stop nobody is told to go on.
    let (_, leaflet) = standing(vec![first.clone(), started(&enoxaparin, 4)], 300);
    assert!(leaflet.chosen[0].lines(Lang::Zh, ZONE).concat().contains("原定停的时间已经过了"));
    // Declined, ended, undecided.
    let declined = Body::PlanDeclined(Declined { of: "e-0".into(), code: "patient_refused".into(), note: None });
    let (all, leaflet) = standing(vec![(0, declined)], 1);
    assert_eq!((all.len(), leaflet.basis), (0, LeafletBasis::Declined(at(0))));
    let (all, leaflet) = standing(
        vec![
            (0, plan(vec![device(Device::Gcs)])),
            started(&MeasureId::Device(Device::Gcs), 1),
            stopped(&MeasureId::Device(Device::Gcs), 2, "completed"),
        ],
        3,
    );
    assert_eq!((all.len(), leaflet.basis), (0, LeafletBasis::Ended(at(0))));
    let (all, leaflet) = standing(vec![], 0);
    assert_eq!((all.len(), leaflet.basis), (0, LeafletBasis::Undecided));
    for basis in [LeafletBasis::Undecided, LeafletBasis::Plan(at(0)), LeafletBasis::Declined(at(0)), LeafletBasis::Ended(at(0))] {
        let leaflet = Leaflet { basis, chosen: vec![], topics: vec![], overtaken: false };
        assert!(leaflet.basis_words(Lang::Zh, ZONE).chars().any(is_chinese) && !leaflet.basis_words(Lang::En, ZONE).chars().any(is_chinese));
    }
}

#[test]
fn there_is_none_while_prevention_stands_aside() {
    let happened = |what, hours| (hours, Body::Happened(Occurrence::of(what)));
    let of = |events| Leaflet::of(&record(events), at(9)).map(|leaflet| leaflet.chosen.len());
    let ordered = || (0, plan(vec![device(Device::Ipc)]));
    assert_eq!(of(vec![ordered(), happened(Happening::VteSuspected, 1)]), Err(NoLeaflet::Suspected));
    assert_eq!(of(vec![ordered(), happened(Happening::VteSuspected, 1), happened(Happening::VteConfirmed, 2)]), Err(NoLeaflet::Confirmed));
    assert_eq!(of(vec![ordered(), happened(Happening::VteSuspected, 1), happened(Happening::VteExcluded, 2)]), Ok(1));
    let screen = Body::BleedingScreened(BleedingScreen {
        instrument: "cn_bleed_medical".into(),
        edition: "1".into(),
        answers: vec![],
        contraindications: vec![],
        high: Some(true),
        improve: None,
    });
    assert_eq!(of(vec![(0, plan(vec![drug(Drug::Enoxaparin)])), (1, screen)]), Err(NoLeaflet::Contradicted));
    for why in [NoLeaflet::Suspected, NoLeaflet::Confirmed, NoLeaflet::Contradicted] {
        assert!(why.words().zh().chars().any(is_chinese) && !why.words().en().chars().any(is_chinese), "{}", why.id());
    }
}

// ---- codes ---------------------------------------------------------------------------------------------------------

#[test]
fn the_short_form_fits_its_codes_cuts_no_dose_and_names_nobody() {
    for measures in [vec![], vec![drug(Drug::Enoxaparin), device(Device::Ipc)], every_measure()] {
        let events = if measures.is_empty() { vec![] } else { vec![(0, plan(measures))] };
        let leaflet = Leaflet::of(&record(events), at(1)).expect("a leaflet");
        for lang in BOTH {
            let codes = short_form(&leaflet, "0531-8912 0000", lang, ZONE);
            assert!(codes.iter().all(|code| code.len() <= CODE_BYTES), "{:?}", codes.iter().map(String::len).collect::<Vec<_>>());
            assert!(codes.len() <= if leaflet.chosen.len() <= 2 { 3 } else { 9 }, "{}", codes.len());
            for chosen in &leaflet.chosen {
                let dose = chosen.held.measure.dose.as_ref().map(|dose| plain_dose(dose, lang));
                let whole = |code: &&String| code.contains(&chosen.name(lang)) && dose.as_ref().is_none_or(|dose| code.contains(dose));
                assert_eq!(codes.iter().filter(whole).count(), 1, "{}: {codes:?}", chosen.name(lang));
            }
            let all = codes.join("\n");
            assert!(all.contains("120") && all.contains("0531-8912 0000") && all.contains(WARNING.heading.get(lang)));
            assert!(!all.contains("周医生") && !all.contains("e-1"));
        }
    }
}

#[test]
fn what_is_read_aloud_is_the_whole_sheet_and_no_line_to_write_on() {
    let leaflet = Leaflet::of(&record(vec![(0, plan(every_measure()))]), at(1)).expect("a leaflet");
    for lang in BOTH {
        let with = words_of(&leaflet, lang);
        let without = aloud(&leaflet, " ", lang, ZONE).join("\n");
        assert!(with.contains("0531-8912 0000") && !without.contains("0531"));
        for topic in TOPICS {
            for block in topic.blocks {
                assert_eq!(without.contains(block.text.get(lang)), block.shape != BlockShape::Blank, "{}", block.id);
            }
        }
        assert!(with.starts_with(TITLE.get(lang)) && with.contains(CHOSEN.get(lang)) && with.ends_with(FOOTER.get(lang)));
    }
}

// ---- words ---------------------------------------------------------------------------------------------------------

fn every_block() -> Vec<&'static LeafletBlock> {
    let refusal = refusal::TO_WRITE_IN.iter().chain(&refusal::MEANS).chain(&refusal::DECIDES).chain(&refusal::SIGNERS);
    TOPICS.iter().flat_map(|topic| topic.blocks).chain(refusal).collect()
}

#[test]
fn every_block_has_its_source_and_what_no_source_prints_is_marked_ours() {
    for block in every_block() {
        assert!(block.marks.iter().any(|mark| matches!(mark, Mark::D(_))), "{}", block.id);
        for mark in block.marks {
            if let Mark::V(key) | Mark::V2(key) = mark {
                let place = PLACES.iter().find(|place| place.key == *key).unwrap_or_else(|| panic!("{}: {key}", block.id));
                assert_eq!(place.secondary, matches!(mark, Mark::V2(_)), "{}: {key}", block.id);
            }
        }
        // The only number of medicine on it is one that was read.
        let numbered = block.text.en().contains(|c: char| c.is_ascii_digit()) && !block.text.en().contains("120");
        assert_eq!(numbered, block.id == "hours", "{}: {}", block.id, block.text.en());
        assert!(block.text.zh().chars().any(is_chinese) && !block.text.en().chars().any(is_chinese), "{}", block.id);
    }
    for topic in TOPICS {
        assert!(topic.picture.is_some(), "{}", topic.id);
    }
    for picture in Picture::ALL {
        assert!(TOPICS.iter().any(|topic| topic.picture == Some(picture)), "{picture:?} is drawn for nothing");
    }
    assert!(FOOTER.zh().contains('D') && FOOTER.en().contains("to be approved by the hospital"));
}

#[test]
fn the_warning_signs_are_those_of_the_red_button() {
    let of: Vec<&str> = WARNING.blocks.iter().filter(|block| block.shape == BlockShape::Sign).map(|block| block.id).collect();
    let known: Vec<&str> = VALUES.iter().filter(|(field, ..)| *field == "signs").map(|(_, id, _)| *id).collect();
    for id in &of {
        assert!(known.contains(id), "{id}");
    }
    // A person does not see that his pressure is low; everything else of the lung is told.
    for id in LUNG.iter().filter(|id| **id != "unstable") {
        assert!(of.contains(id), "{id}");
    }
    let of_a_leg = known.iter().filter(|id| id.starts_with("leg_") || **id == "limb_threat");
    assert!(of_a_leg.clone().all(|id| of.contains(id)) && of_a_leg.count() == 4);
}

// ---- how it reads --------------------------------------------------------------------------------------------------

/// Vowels that stand together are one, and a last silent e is none.
fn syllables(word: &str) -> usize {
    let word = word.to_ascii_lowercase();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut count = 0;
    let mut before = false;
    for c in word.chars() {
        count += usize::from(is_vowel(c) && !before);
        before = is_vowel(c);
    }
    if word.ends_with('e') && !word.ends_with("le") && count > 1 {
        count -= 1;
    }
    count.max(1)
}

fn sentences(text: &str) -> Vec<&str> {
    text.split(['.', '?', '!', ':', ';', '\n']).map(str::trim).filter(|sentence| sentence.contains(|c: char| c.is_alphabetic())).collect()
}

/// Flesch and Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59.
fn grade(text: &str) -> f64 {
    let sentences = sentences(text);
    let words: Vec<&str> =
        sentences.iter().flat_map(|of| of.split(|c: char| !(c.is_alphabetic() || c == '\''))).filter(|word| !word.is_empty()).collect();
    let beats: usize = words.iter().map(|word| syllables(word)).sum();
    0.39 * words.len() as f64 / sentences.len() as f64 + 11.8 * beats as f64 / words.len() as f64 - 15.59
}

fn lines(blocks: &[LeafletBlock], lang: Lang) -> String {
    blocks.iter().map(|block| block.text.get(lang)).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_grade_is_measured_as_flesch_and_kincaid_say() {
    assert!(grade("The cat sat on the mat.") < 1.0);
    assert!(grade("Pharmacological thromboprophylaxis necessitates individualised haemorrhagic assessment.") > 20.0);
    assert_eq!(["needle", "leg", "injection", "since", "hurt", "doctor"].map(syllables), [2, 1, 3, 1, 1, 2]);
}

#[test]
fn the_english_can_be_read_at_twelve() {
    let topic = |topic: &LeafletTopic| [topic.heading.en(), "\n", &lines(topic.blocks, Lang::En)].concat();
    for of in TOPICS {
        let found = grade(&topic(of));
        assert!(found <= 6.0, "{}: grade {found:.1}", of.id);
    }
    let whole = TOPICS.map(topic).join("\n");
    assert!(grade(&whole) <= 5.0, "the whole: grade {:.1}", grade(&whole));
    let refusal: Vec<LeafletBlock> = [&refusal::MEANS[..], &refusal::DECIDES].concat();
    assert!(grade(&lines(&refusal, Lang::En)) <= 6.0, "refusal: grade {:.1}", grade(&lines(&refusal, Lang::En)));
    // With what comes from a plan, drugs and devices by name.
    let leaflet = Leaflet::of(&record(vec![(0, plan(vec![drug(Drug::Ufh), device(Device::Ipc), device(Device::Gcs)]))]), at(1)).expect("a leaflet");
    let all = grade(&words_of(&leaflet, Lang::En));
    assert!(all <= 6.0, "as printed: grade {all:.1}");
}

/// Words of the ward: a patient is told what they mean instead.
#[rustfmt::skip]
const JARGON: [&str; 34] = [
    "抗凝", "皮下", "预防性", "禁忌", "静脉", "栓塞", "踝泵", "踝关节", "VTE", "DVT", "PE", "D-二聚体", "肝素化", "剂型", "评估", "间歇", "梯度", "气压治疗", "下肢", "患肢",
    "肿胀", "疼痛", "呼吸困难", "咯血", "晕厥", "皮温", "周径", "血流动力学", "机械", "药物预防", "不良反应", "并发症", "依从", "宣教",
];

#[test]
fn the_chinese_is_short_and_has_none_of_the_words_of_the_ward() {
    let length = |sentence: &str| sentence.chars().filter(|c| c.is_alphanumeric()).count();
    let texts: Vec<Text> =
        TOPICS.iter().flat_map(|topic| std::iter::once(topic.heading).chain(topic.blocks.iter().map(|block| block.text))).collect();
    let more = refusal::MEANS.iter().chain(&refusal::DECIDES).chain(&refusal::SIGNERS).map(|block| block.text);
    let all: Vec<&str> = texts.iter().copied().chain(more).map(Text::zh).collect();
    let mut lengths: Vec<usize> =
        all.iter().flat_map(|text| text.split(['。', '：', '；', '？', '！'])).map(length).filter(|long| *long > 0).collect();
    lengths.sort_unstable();
    let (median, longest) = (lengths[lengths.len() / 2], lengths[lengths.len() - 1]);
    assert!(median <= 15 && longest <= 25, "median {median}, longest {longest}");
    for text in &all {
        for word in JARGON {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    // What comes from a plan too, but for the letters behind the name of a device, which stand on the order.
    let leaflet = Leaflet::of(&record(vec![(0, plan(every_measure()))]), at(1)).expect("a leaflet");
    for chosen in &leaflet.chosen {
        let said = [chosen.name(Lang::Zh), chosen.lines(Lang::Zh, ZONE).concat()].concat();
        for word in JARGON {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
}

#[test]
fn nothing_to_explain_still_tells_everybody_to_move_and_when_to_call() {
    let ids: Vec<&str> = ToExplain::NOTHING.topics().iter().map(|topic| topic.id).collect();
    assert_eq!(ids, ["moving", "warning", "calling"]);
}
