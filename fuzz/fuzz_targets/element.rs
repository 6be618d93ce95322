#![no_main]
//! What a page tells an element, one message after another: charts, records, users, profiles, drafts, and taps between
//! them. The input is a list of `{ what, value }`; after each the screen is drawn.
use std::collections::BTreeMap;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use virchow::clinical::instruments;
use virchow::interop::chart::read_user;
use virchow::interop::json::Value;
use virchow::interop::profile::read_profile;
use virchow::interop::shape::Place;
use virchow::interop::stored::{read_draft, write_draft};
use virchow::text::Lang;
use virchow::session::resume;
use virchow::session::screen::Intent;
use virchow::session::sitting::{Desk, Open};
use virchow_fuzz::{noon, read};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { virchow_fuzz::bend(data, size, max_size, seed) });

fn context(desk: &Desk) -> Option<String> {
    desk.open.as_ref().map(|open| open.context.clone())
}

fuzz_target!(|data: &[u8]| {
    let Some(steps) = read(data) else { return };
    let (mut desk, at) = (Desk::default(), noon());
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    for step in steps.items().iter().take(12) {
        let (what, value) = (step["what"].as_str().unwrap_or_default(), &step["value"]);
        let place = Place::root("it");
        let (before, dirty) = (context(&desk), desk.open.as_ref().is_some_and(Open::is_dirty));
        match what {
            "chart" | "open" => {
                let force = what == "open";
                if let (Some(context), Some(draft)) = (&before, desk.draft()) {
                    kept.insert(context.clone(), write_draft(&draft));
                }
                let laid = desk.lay(value.clone(), force, at);
                if laid.is_err() {
                    assert_eq!(context(&desk), before, "refused, so the patient of before stands");
                } else {
                    assert_eq!(context(&desk).as_deref(), value["contextId"].as_str());
                    assert!(force || !dirty || context(&desk) == before, "unsigned answers keep their patient");
                }
            }
            "record" => drop(resume::record(&mut desk, value, &place)),
            "user" => desk.user = read_user(value, &place).ok(),
            "profile" => {
                desk.profile = read_profile(value, &place).unwrap_or_default();
                desk.reread(at);
            }
            "draft" => {
                if let Ok(draft) = read_draft(value, &place) {
                    resume::draft(&mut desk, draft, at);
                }
            }
            "lang" => {
                desk.options.lang = if desk.options.lang == Lang::En { Lang::Zh } else { Lang::En };
                desk.reread(at);
            }
            "instrument" => {
                desk.options.instrument = value.as_str().and_then(instruments::named).map(|instrument| instrument.id);
                desk.reread(at);
            }
            "choose" => desk.intend(&Intent::Choose { instrument: if value.is_null() { "padua" } else { "caprini" }, reason: "why".into() }, at),
            "rest" => desk.intend(&Intent::NoneOfTheRest, at),
            "prevention" => desk.intend(&Intent::ToPrevention, at),
            "discard" => desk.discard(at),
            _ => {}
        }
        let screen = desk.screen();
        let _ = (
            screen.asked().map(|sheet| sheet.tally.missing.len()),
            desk.state().id(),
            desk.blockers().len(),
            desk.open.as_ref().map(|open| open.head().seq),
        );
        let _: Option<&Value> = desk.raw_chart();
    }
    // What would be stored can be read again.
    if let Some(draft) = desk.draft() {
        let written = write_draft(&draft);
        let value = virchow::interop::json::parse(&written, 32).expect("JSON");
        assert!(read_draft(&value, &Place::root("draft")).is_ok(), "{written}");
    }
});
