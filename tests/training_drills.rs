//! The drills beyond the score: what the engine says of each, and how answers are held against it.
#![cfg(not(target_family = "wasm"))]

#[allow(dead_code, reason = "what is expected of an admission beyond its plan is held against it elsewhere")]
#[path = "support/admissions.rs"]
mod admissions;

use std::collections::BTreeSet;

use virchow::clinical::instant::{date, time};
use virchow::clinical::measure::What;
use virchow::clinical::pathway::codes::ChannelCode;
use virchow::text::Lang;
use virchow::training::channel_cases::CHANNEL_DRILLS;
use virchow::training::channel_drill::{interims, steps};
use virchow::training::plan_cases::PLAN_DRILLS;
use virchow::training::plan_drill::{OrderVerdict, PlanDrill, PlanTruth, orderable};
use virchow::training::respond::{ChannelResponse, PlanResponse};

fn truth(drill: &PlanDrill) -> PlanTruth {
    drill.truth().unwrap_or_else(|| panic!("{}: contradicts itself", drill.id))
}

/// What the engine itself would answer.
fn model(drill: &PlanDrill) -> PlanResponse {
    let PlanTruth { assessed, .. } = truth(drill);
    PlanResponse {
        bleeding: assessed.bleeding.items.clone(),
        bleeding_high: assessed.bleeding.high,
        contraindications: assessed.judgement.present.iter().map(|present| present.row.id).collect(),
        orders: assessed.advice.measures.iter().filter(|measure| measure.conditional_on.is_empty()).map(|measure| measure.what.id()).collect(),
    }
}

#[test]
fn each_drill_is_the_admission_that_the_engine_is_held_to() {
    let files = admissions::all();
    let all: Vec<_> = files.iter().flat_map(|(_, all)| all).collect();
    let mut ids = BTreeSet::new();
    for drill in PLAN_DRILLS {
        assert!(ids.insert(drill.id), "{} twice", drill.id);
        assert!(time(drill.at).is_some() && time(drill.admitted).is_some() && date(drill.born).is_some(), "{}", drill.id);
        let admission =
            all.iter().find(|admission| admission.advice_zh == drill.why.get(Lang::Zh)).unwrap_or_else(|| panic!("{}: no admission", drill.id));
        let expect = &admission.expect;
        let PlanTruth { assessed, sheet } = truth(drill);
        if let Some(rule) = &expect.rule {
            assert!(assessed.advice.rule.is_some_and(|fired| rule.all().contains(&fired)), "{}: {:?}", drill.id, assessed.advice.rule);
        }
        if let Some(total) = expect.total {
            assert_eq!(f64::from(sheet.tally.floor.0) / 10.0, total, "{}", drill.id);
        }
        if let Some(wanted @ ("yes" | "no")) = expect.bleeding.as_deref() {
            assert_eq!(assessed.bleeding.high, Some(wanted == "yes"), "{}: {:?}", drill.id, assessed.bleeding);
        }
        let drugs: Vec<&str> =
            assessed.advice.measures.iter().filter(|measure| matches!(measure.what, What::Drug(_))).map(|measure| measure.what.id()).collect();
        assert!(!expect.no_drug || drugs.is_empty(), "{}: {drugs:?}", drill.id);
        for id in &expect.never {
            assert!(assessed.advice.measures.iter().all(|measure| measure.what.id() != id), "{}: {id}", drill.id);
        }
    }
    assert_eq!(ids.len(), 12);
}

#[test]
fn what_the_engine_says_is_right_and_every_slip_is_named() {
    for drill in PLAN_DRILLS {
        let right = model(drill);
        let marking = drill.mark(&right).unwrap();
        assert!(marking.is_right() && !marking.is_unsafe(), "{}: {marking:?}", drill.id);
        assert!(!marking.reasons.is_empty(), "{}: says no reason", drill.id);
        // Each thing left out is overlooked.
        for left_out in &right.orders {
            let mut less = right.clone();
            less.orders.retain(|order| order != left_out);
            let marking = drill.mark(&less).unwrap();
            assert!(
                marking.orders.iter().any(|order| order.id == *left_out && order.verdict == OrderVerdict::Overlooked),
                "{}: {left_out}",
                drill.id
            );
            assert!(!marking.is_right());
        }
        // Each item and row left out is missed, each further one is added.
        for item in &right.bleeding {
            let mut less = right.clone();
            less.bleeding.retain(|of| of != item);
            assert!(drill.mark(&less).unwrap().bleeding_missed.iter().any(|(id, _)| id == item), "{}: {item}", drill.id);
        }
        let PlanTruth { assessed, .. } = truth(drill);
        for present in assessed.judgement.present.iter().filter(|present| assessed.bears(present.row)) {
            let mut less = right.clone();
            less.contraindications.retain(|of| *of != present.row.id);
            assert!(drill.mark(&less).unwrap().rows_missed.iter().any(|(id, _)| *id == present.row.id), "{}: {}", drill.id, present.row.id);
        }
        let wrong = PlanResponse { bleeding_high: right.bleeding_high.map(|high| !high), ..right.clone() };
        assert!(!drill.mark(&wrong).unwrap().is_right());
    }
}

#[test]
fn an_order_through_a_block_is_unsafe_and_says_by_which_row() {
    let mut blocked = 0;
    for drill in PLAN_DRILLS {
        let PlanTruth { assessed, .. } = truth(drill);
        for (id, _) in orderable() {
            if assessed.advice.measures.iter().any(|measure| measure.what.id() == id) {
                continue;
            }
            let mut more = model(drill);
            more.orders.push(id);
            let marking = drill.mark(&more).unwrap();
            let order = marking.orders.iter().find(|order| order.id == id).unwrap();
            let forbidden = assessed.judgement.present.iter().any(|present| {
                present.severity.forbids()
                    && (virchow::clinical::formulary::Drug::named(id).is_some_and(|drug| present.applies.has_drug(drug))
                        || virchow::clinical::formulary::Device::named(id)
                            .is_some_and(|device| present.applies.has_device(device) && assessed.judgement.legs_for(device).is_none()))
            });
            if forbidden {
                assert_eq!(order.verdict, OrderVerdict::Unsafe, "{}: {id} {order:?}", drill.id);
                assert!(order.because.iter().all(|why| !why.get(Lang::Zh).contains("尚未回答")), "{}: {id} {order:?}", drill.id);
                assert!(!order.because.is_empty() && marking.is_unsafe() && marking.orders[0].verdict == OrderVerdict::Unsafe);
                blocked += 1;
            } else {
                assert_ne!(order.verdict, OrderVerdict::Right, "{}: {id}", drill.id);
            }
        }
    }
    assert!(blocked > 30, "only {blocked}");
}

/// The golden vectors of 5.6.11 that the drills stand on (`tests/green_channel.rs`): the step and the answer on the drug.
const CHANNEL: [(&str, ChannelCode, ChannelCode); 12] = [
    ("pe_likely", ChannelCode::CtpaNow, ChannelCode::InterimPropose),
    ("vitals_missing", ChannelCode::TakeVitals, ChannelCode::InterimAsk),
    ("melaena", ChannelCode::CtpaNow, ChannelCode::InterimBlock),
    ("needle_23h", ChannelCode::CtpaNow, ChannelCode::InterimHold),
    ("platelets_30", ChannelCode::CtpaNow, ChannelCode::InterimHold),
    ("clearance_20", ChannelCode::Vq, ChannelCode::InterimPropose),
    ("on_apixaban", ChannelCode::CtpaNow, ChannelCode::InterimAlready),
    ("shock", ChannelCode::CallResusPert, ChannelCode::InterimPropose),
    ("pregnancy_not_asked", ChannelCode::AskPregnancy, ChannelCode::InterimPropose),
    ("pe_unlikely", ChannelCode::OrderDdimer, ChannelCode::InterimNone),
    ("perc_absent", ChannelCode::StopExcluded, ChannelCode::InterimNone),
    ("bleeding_unasked", ChannelCode::CtpaNow, ChannelCode::InterimAsk),
];

#[test]
fn each_drill_of_the_channel_is_what_its_golden_vector_says() {
    let found: Vec<(&str, ChannelCode, ChannelCode)> = CHANNEL_DRILLS
        .iter()
        .map(|drill| {
            let truth = drill.truth();
            (drill.id, truth.step, truth.interim.code)
        })
        .collect();
    assert_eq!(found, CHANNEL);
    for drill in CHANNEL_DRILLS {
        let truth = drill.truth();
        assert!(steps().any(|code| code == truth.step) && interims().any(|code| code == truth.interim.code), "{}: not to be chosen", drill.id);
        let right = ChannelResponse { step: Some(truth.step), interim: Some(truth.interim.code) };
        assert!(drill.mark(&right).is_right() && !drill.mark(&right).unsafe_dose, "{}", drill.id);
        // Every other answer is wrong, and a dose through a gate is dangerous.
        for step in steps().filter(|step| *step != truth.step) {
            assert!(!drill.mark(&ChannelResponse { step: Some(step), ..right.clone() }).is_right());
        }
        for interim in interims().filter(|interim| *interim != truth.interim.code) {
            let marking = drill.mark(&ChannelResponse { interim: Some(interim), ..right.clone() });
            assert!(!marking.is_right());
            assert_eq!(marking.unsafe_dose, interim == ChannelCode::InterimPropose, "{}", drill.id);
        }
        let gated = matches!(
            truth.interim.code,
            ChannelCode::InterimAsk | ChannelCode::InterimHold | ChannelCode::InterimBlock | ChannelCode::InterimAlready
        );
        assert!(!gated || !drill.mark(&right).because.is_empty(), "{}: names no gate", drill.id);
    }
}
