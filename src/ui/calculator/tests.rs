//! What a calculator draws, as it is read, in both languages.

use crate::clinical::answers::Answer;
use crate::clinical::chart::Instant;
use crate::clinical::instrument::From;
use crate::clinical::instruments::{ALL, SCORED};
use crate::record::local::Wall;
use crate::session::calculator::CalculatorView;
use crate::session::screen::{Intent, Later, Mode, Screen};
use crate::session::sitting::{Desk, Options};
use crate::text::Lang;
use crate::ui::pen::{draw, written_out};
use std::rc::Rc;

fn at() -> Instant {
    "2026-03-10T08:00:00+08:00".parse().expect("a time")
}

fn desk(id: &'static str, lang: Lang) -> Desk {
    let options = Options { instrument: Some(id), mode: Mode::Calculator, lang, heading_level: 2, ..Options::default() };
    let mut desk = Desk::new(Wall::default());
    desk.later = Later::Here;
    desk.options = options;
    desk.reread(at());
    desk
}

fn page(screen: Screen) -> String {
    let screen = Rc::new(screen);
    written_out(&draw(|pen| super::view(pen, &screen)))
}

#[test]
fn every_instrument_is_drawn_with_each_item_its_sources_and_whom_it_is_not_for() {
    for instrument in ALL.iter().chain(SCORED) {
        for lang in [Lang::Zh, Lang::En] {
            let page = page(desk(instrument.id, lang).screen());
            for item in instrument.items {
                let hook = if matches!(item.from, From::Count(_)) { "data-row" } else { "data-item" };
                assert!(page.contains(&format!("{hook}=\"{}\"", item.id)), "{} {}", instrument.id, item.id);
                assert!(page.contains(item.label.get(lang).replace('<', "&lt;").as_str()), "{} {}", instrument.id, item.label.get(lang));
            }
            for (text, _) in instrument.reads.map_or(&[][..], |reads| reads.not_for).iter().chain(instrument.caveats) {
                assert!(page.contains(text.get(lang).replace('<', "&lt;").as_str()), "{} {}", instrument.id, text.get(lang));
            }
            assert!(page.contains(&instrument.source.citation.replace('&', "&amp;")), "{}", instrument.id);
            assert!(page.contains("data-band=") && page.contains("data-calculator=\"copy\""));
            assert!(!page.contains("data-action=\"sign\""), "nothing is signed");
        }
    }
}

#[test]
fn each_reading_is_drawn_with_its_outcome_or_with_those_that_are_still_possible() {
    for instrument in SCORED {
        let mut desk = desk(instrument.id, Lang::En);
        for answer in [Answer::No, Answer::Yes] {
            for item in (0..instrument.items.len()).step_by(2) {
                desk.intend(&Intent::Answer { item, answer: Some(answer) }, at());
            }
            let screen = desk.screen();
            let readings = CalculatorView::of(&screen).expect("a calculator").readout.readings.clone();
            let page = page(screen);
            for (index, possible) in readings.iter().enumerate() {
                let hook = if index == 0 { "data-band" } else { "data-reading-band" };
                match possible.settled() {
                    Some(outcome) => assert!(page.contains(&format!("{hook}=\"{}\"", outcome.id)), "{} {}", instrument.id, outcome.id),
                    None => {
                        assert!(page.contains(&format!("{hook}=\"open\"")), "{}", instrument.id);
                        for outcome in &possible.outcomes {
                            assert!(page.contains(&format!("data-possible=\"{}\"", outcome.id)), "{} {}", instrument.id, outcome.id);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_step_that_is_over_is_said_to_be_not_asked() {
    let mut desk = desk("rcog_37a", Lang::Zh);
    let antenatal = SCORED.iter().find(|of| of.id == "rcog_37a").and_then(|of| of.index("phase_antenatal")).expect("an item");
    desk.intend(&Intent::Answer { item: antenatal, answer: Some(Answer::Yes) }, at());
    let page = page(desk.screen());
    assert!(page.contains("此步不再询问") && !page.contains("data-item=\"elective_cs\"") && page.contains("data-item=\"hyperemesis\""));
    assert!(!page.contains("data-group-none=\"G_PHASE\"") && page.contains("data-group-none=\"G_BMI\""), "one phase holds, a group may be none");
}

#[test]
fn how_much_is_open_is_said_in_words_and_what_is_possible_stands_outside_the_bar() {
    for (lang, said, bare) in [(Lang::Zh, "未定，尚有5种可能", "仍可能：5"), (Lang::En, "Open: 5 outcomes are still possible", "possible: 5")]
    {
        let page = page(desk("pesi", lang).screen());
        assert!(page.contains(said) && !page.contains(bare), "{lang:?}");
        let (before, list) = page.split_once("data-still").expect("a list");
        assert!(!before.contains("data-possible=") && list.contains("data-possible="), "the bar has no list");
    }
}

#[test]
fn every_value_has_its_unit_as_a_ward_writes_it() {
    for (id, lang, unit) in [("pesi", Lang::Zh, ">岁<"), ("pesi", Lang::En, ">years<"), ("khorana", Lang::Zh, ">kg/m²<"), ("pesi", Lang::En, "mmHg")]
    {
        assert!(page(desk(id, lang).screen()).contains(unit), "{id} {unit}");
    }
    for instrument in ALL.iter().chain(SCORED) {
        for lang in [Lang::Zh, Lang::En] {
            let page = page(desk(instrument.id, lang).screen());
            // What a list of units sends is UCUM, and no text.
            for ucum in [">mm[Hg]", " mm[Hg]", "*9/L<", "{FEU}<", "{1.73_m2}<", ">Cel<", ">kg/m2<"] {
                assert!(!page.contains(ucum), "{} {lang:?} {ucum}", instrument.id);
            }
        }
    }
}
