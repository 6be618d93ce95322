//! The green channel against the golden vectors of the extended specification, 5.6.11: every row and every variant of a cell.
//! Where a cell holds several variants, each is a case with the row's number and its place.
#![cfg(not(target_family = "wasm"))]

use chrono::{DateTime, TimeDelta};
use virchow::clinical::blood::Intensity;
use virchow::clinical::chart::{Instant, Neuraxial, Sex};
use virchow::clinical::formulary::Drug;
use virchow::clinical::pathway::clocks::PathClock;
use virchow::clinical::pathway::coarse::{Chest, Gravidity, Kind, Likelihood, PercAnswer, RightHeart, Scan, Sign};
use virchow::clinical::pathway::codes::ChannelCode as C;
use virchow::clinical::pathway::evaluate::{ChannelStep, PreventionNow, evaluate};
use virchow::clinical::pathway::facts::*;
use virchow::clinical::pathway::history::*;
use virchow::clinical::pathway::referral::ReferNeed;
use virchow::clinical::pathway::settings::ChannelSettings;
use virchow::clinical::pathway::state::PathState;
use virchow::clinical::pathway::tiers::{Availability, Means, Tier};
use virchow::clinical::substance::{SUBSTANCES, Substance};
use virchow::record::role::Role;
use virchow::session::channel::entering::Entering;
use virchow::session::channel::{ChannelView, InterimView, Looking};

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).expect("an instant")
}

/// Ten in the morning, half an hour after the suspicion.
fn now() -> Instant {
    at("2026-03-10T10:00:00+08:00")
}

fn ago(hours: f64) -> Instant {
    now() - TimeDelta::seconds((hours * 3600.0) as i64)
}

fn lab(value: f64, hours: f64) -> Option<LabValue> {
    Some(LabValue { value, at: ago(hours) })
}

fn reading(systolic: f64, diastolic: f64, minutes: f64) -> PressureReading {
    PressureReading { systolic, diastolic, at: ago(minutes / 60.0) }
}

fn substance(id: &str) -> &'static Substance {
    SUBSTANCES.iter().find(|row| row.id == id).expect("a substance")
}

fn running(id: &str, intensity: Intensity, hours: Option<f64>, interval_h: i64) -> InBlood {
    InBlood {
        substance: substance(id),
        intensity,
        running: true,
        infusion: false,
        last_dose_at: hours.map(ago),
        interval_h: Some(interval_h),
        stop_explained: false,
        still_taken: None,
    }
}

fn prophylactic(hours: f64) -> InBlood {
    running("enoxaparin", Intensity::Prophylactic, Some(hours), 24)
}

fn needle(hours: f64, catheter: bool, out: Option<f64>) -> Neuraxial {
    Neuraxial { catheter, at: ago(hours), all_day: false, removed_at: out.map(ago), traumatic: false }
}

fn needles(facts: &mut EpisodeFacts, one: Neuraxial) {
    (facts.history.needle, facts.history.needles) = (Heard::Yes, vec![one]);
}

fn blood(facts: &mut EpisodeFacts, one: InBlood) {
    (facts.history.anticoagulant, facts.blood) = (Heard::Yes, vec![one]);
}

/// 60 years, male, 60 kg, in-patient, county, 120/70 five minutes ago, stable, all history denied, CrCl 80, count 200, INR 1.0,
/// PE likely, CTPA expected in 90 min.
fn base() -> (EpisodeFacts, ChannelSettings) {
    let mut facts = EpisodeFacts::begun(Kind::Pe, ago(0.5));
    facts.symptoms_since = Some(ago(3.0));
    facts.person = PersonFacts {
        age: Some(60),
        sex: Some(Sex::Male),
        gravidity: Gravidity::No,
        in_labour_or_delivery_near: false,
        breast_feeding: false,
        in_patient: true,
        weight: Some(WeightFact { kg: 60.0, from: WeightSource::Scale, at: ago(2.0), doubtful: false }),
        height_cm: Some(170.0),
        dose_checked: false,
    };
    facts.vitals.pressures = vec![reading(120.0, 70.0, 5.0)];
    facts.vitals.pulse_known = true;
    facts.vitals.others = OtherVitals::Measured;
    facts.tests.pe = Likelihood::Likely;
    facts.tests.active_cancer = Sign::No;
    facts.tests.leg_signs = Sign::No;
    facts.tests.limb_threat = Sign::No;
    facts.tests.chest.expected_at = Some(ago(-1.5));
    facts.history = HistoryFacts::denied();
    facts.labs.clearance = lab(80.0, 2.0);
    facts.labs.platelets = lab(200.0, 2.0);
    facts.labs.inr = lab(1.0, 2.0);
    facts.course.physician_told_at = Some(ago(0.4));
    facts.course.physician_seen_at = Some(ago(0.2));
    facts.course.ecg_at = Some(ago(0.4));
    (facts, ChannelSettings::of(Tier::County))
}

/// DVT of a leg, scored; the rest as the base.
fn leg(facts: &mut EpisodeFacts, dvt: Likelihood) {
    facts.kind = Kind::Dvt;
    facts.tests.pe = Likelihood::Unknown;
    facts.tests.dvt = dvt;
    facts.tests.chest = Awaited::default();
}

fn township_at_night(facts: &mut EpisodeFacts, settings: &mut ChannelSettings) {
    *settings = ChannelSettings::of(Tier::Township);
    // Ten in the evening: what is to be had by day is not.
    settings.day_from = chrono::NaiveTime::from_hms_opt(12, 0, 0).expect("a time");
    facts.tests.chest.expected_at = None;
}

fn positive_ddimer(facts: &mut EpisodeFacts) {
    facts.tests.ddimers = vec![DdimerFact { value: 3000.0, unit: Some(DdimerUnit::Feu), at: ago(0.3), on_treatment: false, over_device: false }];
}

/// What a case expects; what it does not say is as in the base.
struct Expect {
    name: &'static str,
    change: fn(&mut EpisodeFacts, &mut ChannelSettings),
    step: C,
    interim: C,
    /// The proposal, as `written` writes it.
    line: Option<&'static str>,
    /// Hours until the answer ends.
    until_h: Option<i64>,
    prophylaxis: PreventionNow,
    refer: ReferNeed,
    clocks: &'static [PathClock],
    orders: &'static [C],
    /// The row of the gates that decides.
    gate: Option<&'static str>,
}

const E: Expect = Expect {
    name: "",
    change: |_, _| {},
    step: C::CtpaNow,
    interim: C::InterimPropose,
    line: None,
    until_h: None,
    prophylaxis: PreventionNow::Paused,
    refer: ReferNeed::No,
    clocks: &[PathClock::Ctpa],
    orders: &[],
    gate: None,
};

const GATE: &[PathClock] = &[PathClock::Ctpa, PathClock::Interim, PathClock::GateAnswer];
const ENOXAPARIN: Option<&str> = Some("enoxaparin 60 mg q12h");

const fn asks(name: &'static str, gate: &'static str, change: fn(&mut EpisodeFacts, &mut ChannelSettings)) -> Expect {
    Expect { name, change, interim: C::InterimAsk, gate: Some(gate), clocks: GATE, ..E }
}

const fn holds(name: &'static str, gate: &'static str, change: fn(&mut EpisodeFacts, &mut ChannelSettings)) -> Expect {
    Expect { name, change, interim: C::InterimHold, gate: Some(gate), clocks: GATE, ..E }
}

const fn blocks(name: &'static str, gate: &'static str, change: fn(&mut EpisodeFacts, &mut ChannelSettings)) -> Expect {
    Expect { name, change, interim: C::InterimBlock, gate: Some(gate), ..E }
}

const fn proposes(name: &'static str, change: fn(&mut EpisodeFacts, &mut ChannelSettings)) -> Expect {
    Expect { name, change, line: ENOXAPARIN, clocks: &[PathClock::Ctpa, PathClock::Interim], ..E }
}

fn written(answer: &ChannelStep) -> String {
    let Some(line) = answer.interim.proposal else { return String::new() };
    let drug = line.drug.id();
    let mut text = match (line.infusion, line.interval_h) {
        (Some((bolus, rate)), _) => format!("{drug} {bolus} U, then {rate} U/h"),
        (None, Some(hours)) => format!("{drug} {} {} q{hours}h", line.amount, line.unit),
        (None, None) => drug.to_owned(),
    };
    if line.once {
        text += " once";
    }
    text
}

#[rustfmt::skip]
const VECTORS: &[Expect] = &[
    proposes("V1.1 base", |_, _| {}),
    Expect { name: "V1.2 CTPA in 60 min", change: |f, _| f.tests.chest.expected_at = Some(ago(-1.0)), interim: C::InterimNone, ..E },

    proposes("V2.1 18 y", |f, _| f.person.age = Some(18)),
    Expect { name: "V2.2 17 y", change: |f, _| f.person.age = Some(17), step: C::ReferNow, interim: C::InterimBlock, prophylaxis: PreventionNow::BackToCore, refer: ReferNeed::Now, clocks: &[PathClock::RefSent], gate: Some("g0_child"), ..E },
    asks("V2.3 age not told", "g0_age", |f, _| f.person.age = None),

    proposes("V3.1 blood-streaked sputum", |_, _| {}),
    blocks("V3.2 melaena", "g1_bleeding", |f, _| f.history.bleeding = Heard::Yes),
    asks("V3.3 Hb 118 -> 92 on enoxaparin 40 mg, last 13 h ago", "g1_haemoglobin", |f, _| { f.history.haemoglobin_alert = true; blood(f, prophylactic(13.0)) }),
    asks("V3.4 bleeding not answered", "g1_asked", |f, _| f.history.bleeding = Heard::Unasked),

    proposes("V4.1 ICH 91 d ago", |f, _| f.history.intracranial_bleed = Past::At(ago(91.0 * 24.0))),
    blocks("V4.2 ICH 89 d ago", "g2_bleed", |f, _| f.history.intracranial_bleed = Past::At(ago(89.0 * 24.0))),
    proposes("V4.3 ischaemic stroke day 15, CT clean", |f, _| { f.history.stroke = Past::At(ago(15.0 * 24.0)); f.history.stroke_kind = StrokeKind::Ischaemic }),
    holds("V4.4 day 14", "g2_stroke", |f, _| { f.history.stroke = Past::At(ago(14.0 * 24.0)); f.history.stroke_kind = StrokeKind::Ischaemic }),
    asks("V4.5 fall with head injury today, no CT", "g2_head", |f, _| f.history.head_injury = Past::At(ago(3.0))),

    blocks("V5.1 lysis 6 h ago for stroke", "g2_lysis", |f, _| { f.history.lysis = Past::At(ago(6.0)); f.history.lysis_reason = LysisReason::Stroke }),
    blocks("V5.2 lysis 6 h ago, not told for what", "g2_lysis", |f, _| f.history.lysis = Past::At(ago(6.0))),
    holds("V5.3 lysis for heart attack", "g2_lysis_other", |f, _| { f.history.lysis = Past::At(ago(6.0)); f.history.lysis_reason = LysisReason::Other }),
    holds("V5.4 lysis for PE, APTT 2.1 x upper limit", "g6_lysis_pe", |f, _| { f.history.lysis = Past::At(ago(6.0)); f.history.lysis_reason = LysisReason::Pe; f.labs.aptt_of_limit = lab(2.1, 1.0) }),

    proposes("V6.1 day 7 of enoxaparin 40 mg, 260 -> 131", |f, _| { f.history.platelet_alert = PlateletAlert::Amber; f.labs.platelets = lab(131.0, 2.0); blood(f, prophylactic(14.0)) }),
    asks("V6.2 260 -> 130, 4Ts open", "g3_alert", |f, _| { f.history.platelet_alert = PlateletAlert::Hit; f.labs.platelets = lab(130.0, 2.0); blood(f, prophylactic(14.0)) }),
    proposes("V6.3 4Ts 3", |f, _| { f.history.platelet_alert = PlateletAlert::Hit; f.history.four_ts = Some(3); f.labs.platelets = lab(130.0, 2.0); blood(f, prophylactic(14.0)) }),
    holds("V6.4 4Ts 4", "g3_acute", |f, _| { f.history.platelet_alert = PlateletAlert::Hit; f.history.four_ts = Some(4); f.labs.platelets = lab(130.0, 2.0); blood(f, prophylactic(14.0)) }),

    Expect { name: "V7.1 HIT 2 years ago", change: |f, _| f.history.hit_past = Heard::Yes, line: Some("apixaban 10 mg q12h"), ..E },
    Expect { name: "V7.2 the same and unstable", change: |f, _| { f.history.hit_past = Heard::Yes; f.vitals.arrest = true }, step: C::CallResusPert, refer: ReferNeed::Now, clocks: &[PathClock::GateAnswer, PathClock::Pert], ..holds("", "g17_haematologist", |_, _| {}) },
    Expect { name: "V7.3 the same and pregnant", change: |f, _| { f.history.hit_past = Heard::Yes; pregnant(f) }, step: C::OrderDdimer, refer: ReferNeed::Now, clocks: &[PathClock::GateAnswer], ..holds("", "g13_heparins_out", |_, _| {}) },

    blocks("V8.1 count 24", "g4_below_25", |f, _| f.labs.platelets = lab(24.0, 2.0)),
    holds("V8.2 count 25", "g4_25", |f, _| f.labs.platelets = lab(25.0, 2.0)),
    holds("V8.3 count 49", "g4_25", |f, _| f.labs.platelets = lab(49.0, 2.0)),
    proposes("V8.4 count 50 stable", |f, _| f.labs.platelets = lab(50.0, 2.0)),
    Expect { orders: &[C::LabsNotAwaited], ..proposes("V8.5 count unknown", |f, _| f.labs.platelets = None) },
    asks("V8.6 count unknown, cirrhosis (no varices, INR 1.1)", "g4_unknown", |f, _| { f.labs.platelets = None; f.history.low_count_cause = Heard::Yes; f.history.liver = LiverFact::Compensated; f.labs.inr = lab(1.1, 2.0) }),
    proposes("V8.7 INR 1.5", |f, _| f.labs.inr = lab(1.5, 2.0)),
    holds("V8.8 INR 1.6, no VKA", "g5_inr", |f, _| f.labs.inr = lab(1.6, 2.0)),

    proposes("V9.1 enoxaparin 40 mg 12 h ago", |f, _| blood(f, prophylactic(12.0))),
    asks("V9.2 11 h ago", "g6_prophylactic_ask", |f, _| blood(f, prophylactic(11.0))),
    Expect { step: C::Us24h, until_h: Some(1), clocks: &[PathClock::Us, PathClock::GateAnswer], ..holds("V9.3 DVT unlikely, D-dimer positive, US in 6 h, dose 11 h ago", "g6_prophylactic", |f, _| { leg(f, Likelihood::Unlikely); positive_ddimer(f); f.tests.scan.expected_at = Some(ago(-6.0)); blood(f, prophylactic(11.0)) }) },

    Expect { name: "V10.1 apixaban 5 mg bd, last 4 h ago", change: |f, _| blood(f, running("apixaban", Intensity::Treatment, Some(4.0), 12)), interim: C::InterimAlready, until_h: Some(8), ..E },
    Expect { name: "V10.2 13 h", change: |f, _| blood(f, running("apixaban", Intensity::Treatment, Some(13.0), 12)), interim: C::InterimAlready, orders: &[C::DoseDue], ..E },
    asks("V10.3 25 h", "g6_stale", |f, _| blood(f, running("apixaban", Intensity::Treatment, Some(25.0), 12))),
    asks("V10.4 not told", "g6_last_dose", |f, _| blood(f, running("apixaban", Intensity::Treatment, None, 12))),

    Expect { name: "V11.1 warfarin, INR 2.0 (20 h old)", change: |f, _| { warfarin(f); f.labs.inr = lab(2.0, 20.0) }, interim: C::InterimAlready, ..E },
    proposes("V11.2 INR 1.9 (20 h)", |f, _| { warfarin(f); f.labs.inr = lab(1.9, 20.0) }),
    asks("V11.3 INR 1.9 (30 h)", "g6_vka_inr", |f, _| { warfarin(f); f.labs.inr = lab(1.9, 30.0) }),
    holds("V11.4 INR 3.1", "g6_vka_high", |f, _| { warfarin(f); f.labs.inr = lab(3.1, 20.0) }),

    proposes("V12.1 UFH stopped 1 h ago for a procedure, ratio 2.3", |f, _| ufh_stopped(f, 2.3)),
    asks("V12.2 ratio 2.4", "g6_ufh_stopped", |f, _| ufh_stopped(f, 2.4)),
    blocks("V12.3 melaena on apixaban", "g1_bleeding", |f, _| { f.history.bleeding = Heard::Yes; blood(f, running("apixaban", Intensity::Treatment, Some(4.0), 12)) }),

    proposes("V13.1 lumbar puncture 24 h ago", |f, _| needles(f, needle(24.0, false, None))),
    Expect { until_h: Some(1), ..holds("V13.2 23 h", "g7_needle", |f, _| needles(f, needle(23.0, false, None))) },
    holds("V13.3 catheter in", "g7_catheter", |f, _| needles(f, needle(30.0, true, None))),
    Expect { until_h: Some(1), ..holds("V13.4 catheter out 3 h ago, needle 30 h ago", "g7_needle", |f, _| needles(f, needle(30.0, true, Some(3.0)))) },

    proposes("V14.1 knee replacement ended 73 h ago", |f, _| { f.history.major_operation = Past::At(ago(73.0)); needles(f, needle(75.0, false, None)) }),
    asks("V14.2 40 h", "g8_72h", |f, _| { f.history.major_operation = Past::At(ago(40.0)); needles(f, needle(42.0, false, None)) }),
    holds("V14.3 11 h", "g8_12h", |f, _| { f.history.major_operation = Past::At(ago(11.0)); needles(f, needle(13.0, false, None)) }),
    Expect { until_h: Some(4), ..holds("V14.4 liver biopsy 20 h ago", "g8_puncture", |f, _| f.history.organ_puncture = Past::At(ago(20.0))) },

    proposes("V15.1 healed ulcer 2 years ago", |_, _| {}),
    holds("V15.2 ulcer now", "g9_label", |f, _| f.history.label_lesion = Heard::Yes),
    blocks("V15.3 varices suspected", "g9_vessel", |f, _| f.history.vessel_lesion = Heard::Yes),
    blocks("V15.4 dissection thought of", "g9_dissection", |f, _| f.history.dissection = Heard::Yes),

    proposes("V16.1 179/109", |f, _| f.vitals.pressures = vec![reading(179.0, 109.0, 5.0)]),
    asks("V16.2 180/100", "g10_180", |f, _| f.vitals.pressures = vec![reading(180.0, 100.0, 5.0)]),
    holds("V16.3 230/100", "g10_230", |f, _| f.vitals.pressures = vec![reading(230.0, 100.0, 5.0)]),
    asks("V16.4 reading 61 min old", "g10_unmeasured", |f, _| f.vitals.pressures = vec![reading(120.0, 70.0, 61.0)]),
    proposes("V16.5 fatty liver", |f, _| f.history.liver = LiverFact::Compensated),
    asks("V16.6 Child-Pugh B, INR 1.4", "g11_liver", |f, _| { f.history.liver = LiverFact::Decompensated; f.labs.inr = lab(1.4, 2.0) }),

    proposes("V17.1 CrCl 30", |f, _| f.labs.clearance = lab(30.0, 2.0)),
    Expect { step: C::Vq, line: Some("enoxaparin 60 mg q24h"), ..proposes("V17.2 29.9", |f, _| f.labs.clearance = lab(29.9, 2.0)) },
    Expect { step: C::Vq, line: Some("enoxaparin 60 mg q24h"), ..proposes("V17.3 15", |f, _| f.labs.clearance = lab(15.0, 2.0)) },
    Expect { step: C::Vq, line: Some("ufh 4800 U, then 1080 U/h"), ..proposes("V17.4 14.9", |f, _| f.labs.clearance = lab(14.9, 2.0)) },
    Expect { refer: ReferNeed::Now, orders: &[C::NoDrug, C::ReferNow], clocks: &[PathClock::RefSent], ..holds("V17.5 dialysis with creatinine 90 in a township", "g17_no_drug", |f, s| { *s = ChannelSettings::of(Tier::Township); f.tests.chest.expected_at = None; f.history.dialysis = Heard::Yes }) },

    Expect { line: Some("enoxaparin 60 mg q12h once"), refer: ReferNeed::Now, orders: &[C::ReferNow], clocks: &[PathClock::RefSent], ..proposes("V18.1 township, 22:00, no creatinine, denied, 79 y", |f, s| { township_at_night(f, s); f.labs.clearance = None; f.person.age = Some(79) }) },
    Expect { refer: ReferNeed::Now, orders: &[C::NoDrug, C::ReferNow], clocks: &[PathClock::RefSent, PathClock::GateAnswer], ..holds("V18.2 80 y", "g17_no_drug", |f, s| { township_at_night(f, s); f.labs.clearance = None; f.person.age = Some(80) }) },
    Expect { refer: ReferNeed::Now, orders: &[C::ReferNow], clocks: &[PathClock::RefSent, PathClock::GateAnswer], ..asks("V18.3 kidney disease not known", "g12_asked", |f, s| { township_at_night(f, s); f.labs.clearance = None; f.history.kidney_disease = Heard::Unasked }) },

    Expect { step: C::OrderDdimer, clocks: &[PathClock::Ddimer, PathClock::Interim], ..proposes("V19.1 28 weeks, no leg signs, YEARS open", |f, _| pregnant(f)) },
    Expect { step: C::OrderDdimer, clocks: &[PathClock::Ddimer], ..blocks("V19.2 vaginal bleeding", "g1_bleeding", |f, _| { pregnant(f); f.history.bleeding = Heard::Yes }) },
    Expect { step: C::OrderDdimer, line: Some("ufh 4800 U, then 1080 U/h"), clocks: &[PathClock::Ddimer], ..proposes("V19.3 in labour", |f, _| { pregnant(f); f.person.in_labour_or_delivery_near = true }) },
    Expect { step: C::AskPregnancy, clocks: &[PathClock::Preg], ..proposes("V19.4 woman 30 y, not asked, DVT likely, US in 6 h", |f, s| { leg(f, Likelihood::Likely); f.tests.scan.expected_at = Some(ago(-6.0)); f.person.sex = Some(Sex::Female); f.person.age = Some(30); f.person.gravidity = Gravidity::Unasked; s.interim_agent = Drug::Apixaban }) },

    Expect { line: Some("apixaban 10 mg q12h"), ..proposes("V20.1 heparin allergy", |f, _| f.history.heparin_allergy = Heard::Yes) },
    asks("V20.2 unrecognised allergy", "g14_unrecognised", |f, _| f.history.unrecognised_allergy = true),
    proposes("V20.3 ketoconazole with apixaban", |f, s| { s.interim_agent = Drug::Apixaban; f.history.interaction = Heard::Yes }),
    proposes("V20.4 APS with rivaroxaban", |f, s| { s.interim_agent = Drug::Rivaroxaban; f.history.antiphospholipid = Heard::Yes }),
    Expect { line: Some("fondaparinux 7.5 mg q24h"), ..proposes("V20.5 heparin allergy, only fondaparinux, CrCl 51", |f, s| { f.history.heparin_allergy = Heard::Yes; s.stock = vec![Drug::Fondaparinux]; f.labs.clearance = lab(51.0, 2.0) }) },
    Expect { refer: ReferNeed::Now, orders: &[C::NoDrug, C::ReferNow], clocks: &[PathClock::RefSent], ..holds("V20.6 CrCl 50", "g17_no_drug", |f, s| { f.history.heparin_allergy = Heard::Yes; s.stock = vec![Drug::Fondaparinux]; f.labs.clearance = lab(50.0, 2.0) }) },

    Expect { line: Some("enoxaparin 60 mg q12h once"), ..proposes("V21.1 no scale: patient says 68 kg", |f, _| weighs(f, 68.0, WeightSource::ByWord)) },
    Expect { line: Some("enoxaparin 60 mg q12h once"), ..proposes("V21.2 physician's estimate 68 signed", |f, _| weighs(f, 68.0, WeightSource::Estimate { signed: true })) },
    asks("V21.3 not signed", "g18_unknown", |f, _| weighs(f, 68.0, WeightSource::Estimate { signed: false })),
    Expect { line: Some("enoxaparin 150 mg q12h"), ..proposes("V21.4 scale 150 kg (200 cm)", |f, _| { weighs(f, 150.0, WeightSource::Scale); f.person.height_cm = Some(200.0) }) },
    asks("V21.5 151 kg", "g18_second", |f, _| { weighs(f, 151.0, WeightSource::Scale); f.person.height_cm = Some(200.0) }),

    Expect { step: C::CallResusPert, line: Some("ufh 4800 U, then 1080 U/h"), refer: ReferNeed::Now, clocks: &[PathClock::Pert, PathClock::RefSent], orders: &[C::ReferNow], ..proposes("V22.1 84/50 twice in 20 min, no CT, no echo: county", |f, s| { shock(f); s.means[Means::Ctpa as usize] = Availability::No; s.means[Means::Echo as usize] = Availability::No }) },
    Expect { step: C::CallResusPert, refer: ReferNeed::Now, clocks: &[PathClock::Pert, PathClock::RefSent], orders: &[C::NoDrug, C::ReferNow], ..holds("V22.2 village", "g17_no_drug", |f, s| { shock(f); *s = ChannelSettings::of(Tier::Village) }) },

    Expect { name: "V23 CTPA negative, RV dilated, dose given", change: |f, _| { shock(f); chest(f, Chest::CtpaNegative, 0.1); f.tests.right_heart = RightHeart::Dysfunction; f.course.interim_given_at = Some(ago(0.2)) }, step: C::OtherCause, interim: C::InterimStop, clocks: &[PathClock::SeniorDecision], ..E },

    Expect { step: C::Severity, clocks: &[PathClock::Interim, PathClock::SeverityKnown, PathClock::SeniorDecision], ..proposes("V24.1 CTPA positive, no dose yet", |f, _| chest(f, Chest::CtpaPositive, 0.1)) },
    Expect { step: C::Severity, orders: &[C::ConsiderFilter], clocks: &[PathClock::SeverityKnown, PathClock::SeniorDecision], ..blocks("V24.2 with melaena", "g1_bleeding", |f, _| { chest(f, Chest::CtpaPositive, 0.1); f.history.bleeding = Heard::Yes }) },

    Expect { name: "V25.1 DVT likely, US negative, D-dimer positive, dose given", change: |f, _| repeat(f, 1.0), step: C::RepeatUs, interim: C::InterimStop, prophylaxis: PreventionNow::BackToCore, clocks: &[PathClock::RepeatUs], ..E },
    Expect { name: "V25.2 day 15, no scan", change: |f, _| { repeat(f, 15.0); f.course.interim_given_at = None }, step: C::CallPatient, interim: C::InterimNone, prophylaxis: PreventionNow::BackToCore, clocks: &[PathClock::CallBack], ..E },
    Expect { step: C::Treat, clocks: &[PathClock::Interim], ..proposes("V25.3 scan positive on day 20", |f, _| { repeat(f, 20.0); f.course.interim_given_at = None; f.tests.scans.push(ScanFact { result: Scan::Proximal, at: ago(0.5) }) }) },

    Expect { name: "V26.1 out-patient, own estimate < 15 %, PERC all absent", change: |f, _| out_patient(f), step: C::StopExcluded, interim: C::InterimNone, prophylaxis: PreventionNow::BackToCore, clocks: &[], ..E },
    Expect { name: "V26.2 the same, kind both", change: |f, _| { out_patient(f); f.kind = Kind::Both }, step: C::Score, interim: C::InterimNotYet, clocks: &[PathClock::Score], ..E },

    Expect { name: "V27.1 PE unlikely, D-dimer in 3 h", change: |f, _| { f.tests.pe = Likelihood::Unlikely; f.tests.ddimer.expected_at = Some(ago(-3.0)) }, step: C::OrderDdimer, interim: C::InterimNone, clocks: &[PathClock::Ddimer], ..E },
    Expect { step: C::OrderDdimer, clocks: &[PathClock::Ddimer], ..proposes("V27.2 nobody orders it for 5 h", |f, _| { f.suspected_at = ago(5.0); f.symptoms_since = Some(ago(8.0)); f.tests.pe = Likelihood::Unlikely }) },
    Expect { step: C::OrderDdimer, refer: ReferNeed::SameDay, orders: &[C::ReferSameDay], clocks: &[PathClock::Ddimer], ..proposes("V27.3 township at night, none before morning", |f, s| { township_at_night(f, s); f.tests.pe = Likelihood::Unlikely; f.tests.ddimer.expected_at = Some(ago(-10.0)) }) },

    Expect { step: C::Score, line: Some("ufh 4800 U, then 1080 U/h"), refer: ReferNeed::Now, orders: &[C::CallVascularNow, C::ReferNow], clocks: &[PathClock::PhysicianSeen, PathClock::Score], ..proposes("V28 leg blue, pulseless, not scored: county without vascular surgeon", |f, _| { leg(f, Likelihood::Unknown); f.tests.limb_threat = Sign::Yes; f.course.physician_seen_at = None }) },

    proposes("V29.1 CTPA of last month positive, anticoagulant since stopped", |f, _| chest(f, Chest::CtpaPositive, 30.0 * 24.0)),
    proposes("V29.2 CTPA of last month negative", |f, _| chest(f, Chest::CtpaNegative, 30.0 * 24.0)),

    Expect { name: "V30.1 probability open at 60 min, physician silent 60 min more", change: |f, _| silent(f, 2.0), step: C::AskGestalt, interim: C::InterimAsk, clocks: &[PathClock::GateAnswer], ..E },
    Expect { name: "V30.2 and the next senior silent too", change: |f, _| silent(f, 3.1), step: C::AskGestalt, interim: C::InterimAsk, refer: ReferNeed::Now, orders: &[C::ReferNow], clocks: &[PathClock::GateAnswer, PathClock::RefSent], ..E },
];

fn pregnant(facts: &mut EpisodeFacts) {
    (facts.person.sex, facts.person.age, facts.person.gravidity) = (Some(Sex::Female), Some(30), Gravidity::Yes);
    facts.tests.pe = Likelihood::Unknown;
    facts.tests.chest.expected_at = None;
}

fn warfarin(facts: &mut EpisodeFacts) {
    blood(facts, running("warfarin", Intensity::Treatment, Some(20.0), 24));
}

fn ufh_stopped(facts: &mut EpisodeFacts, ratio: f64) {
    let stopped = InBlood { running: false, infusion: true, stop_explained: true, ..running("heparin", Intensity::Treatment, Some(1.0), 24) };
    blood(facts, stopped);
    facts.history.aptt_explained = true;
    facts.labs.aptt_ratio = lab(ratio, 1.0);
}

fn weighs(facts: &mut EpisodeFacts, kg: f64, from: WeightSource) {
    facts.person.weight = Some(WeightFact { kg, from, at: ago(0.3), doubtful: false });
}

fn shock(facts: &mut EpisodeFacts) {
    facts.vitals.pressures = vec![reading(84.0, 50.0, 25.0), reading(84.0, 50.0, 5.0)];
    facts.tests.chest.expected_at = None;
}

fn chest(facts: &mut EpisodeFacts, result: Chest, hours: f64) {
    facts.tests.chests = vec![ChestFact { result, at: ago(hours) }];
}

/// DVT likely, D-dimer positive, and a negative proximal scan so many days ago, of which a dose was given.
fn repeat(facts: &mut EpisodeFacts, days: f64) {
    leg(facts, Likelihood::Likely);
    let begun = days * 24.0;
    facts.suspected_at = ago(begun + 1.0);
    facts.symptoms_since = Some(ago(begun + 8.0));
    facts.tests.ddimers =
        vec![DdimerFact { value: 3000.0, unit: Some(DdimerUnit::Feu), at: ago(begun + 0.5), on_treatment: false, over_device: false }];
    facts.tests.scans = vec![ScanFact { result: Scan::Negative, at: ago(begun) }];
    facts.course.interim_given_at = Some(ago(begun + 0.2));
    facts.course.labs_reviewed = true;
}

fn out_patient(facts: &mut EpisodeFacts) {
    facts.person.in_patient = false;
    facts.tests.pe = Likelihood::Unknown;
    facts.tests.perc = PercAnswer::AllAbsent;
}

fn silent(facts: &mut EpisodeFacts, hours: f64) {
    facts.suspected_at = ago(hours);
    facts.tests.pe = Likelihood::Unknown;
    facts.tests.chest.expected_at = None;
}

fn found(expect: &Expect) -> Vec<String> {
    let (mut facts, mut settings) = base();
    (expect.change)(&mut facts, &mut settings);
    let answer = evaluate(&facts, &settings, now());
    let mut wrong = vec![];
    let mut held = |what: &str, found: String, wanted: String| {
        if found != wanted {
            wrong.push(format!("{}: {what} is {found}, expected {wanted}", expect.name));
        }
    };
    held("step", answer.step.id().into(), expect.step.id().into());
    let rows: Vec<&str> = answer.interim.because.iter().map(|fired| fired.row.id).collect();
    held("interim", format!("{} {rows:?}", answer.interim.code.id()), format!("{} {rows:?}", expect.interim.id()));
    if let Some(line) = expect.line {
        held("proposal", written(&answer), line.into());
    }
    if let Some(gate) = expect.gate {
        held("gate", format!("{rows:?}"), if rows.contains(&gate) { format!("{rows:?}") } else { gate.into() });
    }
    if let Some(hours) = expect.until_h {
        held("until", format!("{:?}", answer.interim.until), format!("{:?}", Some(now() + TimeDelta::hours(hours))));
    }
    held("prophylaxis", format!("{:?}", answer.prophylaxis), format!("{:?}", expect.prophylaxis));
    held("refer", format!("{:?}", answer.refer), format!("{:?}", expect.refer));
    for clock in expect.clocks {
        let runs: Vec<&str> = answer.clocks.iter().map(|running| running.clock.id()).collect();
        held("clocks", if runs.contains(&clock.id()) { clock.id().into() } else { format!("{runs:?}") }, clock.id().into());
    }
    for order in expect.orders {
        let orders: Vec<&str> = answer.orders.iter().map(|code| code.id()).collect();
        held("orders", if orders.contains(&order.id()) { order.id().into() } else { format!("{orders:?}") }, order.id().into());
    }
    wrong
}

#[test]
fn every_golden_vector_of_5_6_11_and_every_variant_of_its_cells() {
    let wrong: Vec<String> = VECTORS.iter().flat_map(found).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), VECTORS.len(), wrong.join("\n"));
    let rows: std::collections::BTreeSet<&str> = VECTORS.iter().map(|case| case.name.split(['.', ' ']).next().unwrap_or_default()).collect();
    assert_eq!((rows.len(), VECTORS.len()), (30, VECTORS.len()), "{rows:?}");
}

/// A host tells in any order, and a clock that runs ahead dates a value into the future: neither changes an answer.
#[test]
fn neither_the_order_of_the_facts_nor_what_is_dated_later_changes_an_answer() {
    let later = ago(-1.0);
    for case in VECTORS {
        let (mut facts, mut settings) = base();
        (case.change)(&mut facts, &mut settings);
        let answer = evaluate(&facts, &settings, now());
        facts.vitals.pressures.push(PressureReading { systolic: 60.0, diastolic: 40.0, at: later });
        facts.tests.ddimers.push(DdimerFact { value: 10.0, unit: Some(DdimerUnit::Feu), at: later, on_treatment: false, over_device: false });
        facts.tests.chests.push(ChestFact { result: Chest::CtpaPositive, at: later });
        facts.tests.scans.push(ScanFact { result: Scan::Proximal, at: later });
        facts.vitals.pressures.reverse();
        facts.tests.ddimers.reverse();
        facts.tests.chests.reverse();
        facts.tests.scans.reverse();
        let again = evaluate(&facts, &settings, now());
        assert_eq!(format!("{answer:?}"), format!("{again:?}"), "{}", case.name);
    }
    // A weight, a count or a clearance of tomorrow is not known today.
    let (mut facts, settings) = base();
    facts.labs.platelets = lab(10.0, -1.0);
    let counted = evaluate(&facts, &settings, now());
    facts.labs.platelets = None;
    assert_eq!(format!("{counted:?}"), format!("{:?}", evaluate(&facts, &settings, now())));
}

/// "Cannot be known" of what may have lowered an unknown count is a caution, never a no; a count that is there needs no such word.
#[test]
fn a_cause_of_a_low_count_that_cannot_be_known_is_a_caution_and_never_a_no() {
    let (mut facts, settings) = base();
    let answer = |facts: &EpisodeFacts| evaluate(facts, &settings, now());
    facts.labs.platelets = None;
    facts.history.low_count_cause = Heard::CannotBeKnown;
    let unknown = answer(&facts);
    assert_eq!((unknown.interim.code, unknown.gates.has("cannot_be_known"), unknown.gates.has("g4_unknown")), (C::InterimPropose, true, false));
    facts.history.low_count_cause = Heard::No;
    assert!(!answer(&facts).gates.has("cannot_be_known"));
    facts.history.low_count_cause = Heard::Unasked;
    assert_eq!(answer(&facts).interim.code, C::InterimAsk);
    facts.history.low_count_cause = Heard::CannotBeKnown;
    facts.labs.platelets = lab(200.0, 2.0);
    assert!(!answer(&facts).gates.has("cannot_be_known"));
}

/// Each of these situations has a screen with its step, what stands above it and a form to go on with; and a nurse is shown no
/// dose before a physician has confirmed one.
#[test]
fn every_golden_vector_has_its_screen_and_a_nurse_is_shown_no_dose_in_any() {
    for case in VECTORS {
        let (mut facts, mut settings) = base();
        (case.change)(&mut facts, &mut settings);
        let step = evaluate(&facts, &settings, now());
        for role in [Role::Nurse, Role::Physician] {
            let looking = Looking { role: Some(role), entered: &[], entering: &Entering::default(), now: now() };
            let view = ChannelView::of(&step, &settings, looking);
            assert_eq!((view.step.code, view.step.state), (step.step, step.state), "{}", case.name);
            assert_eq!(view.clocks.len(), step.clocks.len(), "{}", case.name);
            for urgent in [C::CallVascularNow, C::ReferNow] {
                assert_eq!(view.urgent.contains(&urgent), step.orders.contains(&urgent), "{}", case.name);
            }
            let forms = || view.forms.drawn.iter().chain(&view.forms.next).chain(&view.forms.rest);
            let waits = step.state.rank() < 9 || step.state.is_confirmed();
            assert!(!waits || forms().next().is_some(), "{}: nothing to enter", case.name);
            match &view.interim {
                InterimView::Waits => assert_eq!(role, Role::Nurse, "{}", case.name),
                InterimView::Said(said) => {
                    assert_eq!(role, Role::Physician, "{}", case.name);
                    assert_eq!((said.code, said.proposal.is_some()), (step.interim.code, step.interim.code == C::InterimPropose), "{}", case.name);
                }
            }
            assert!(role != Role::Nurse || !view.orders.contains(&C::LabsNotAwaited), "{}", case.name);
        }
    }
}

#[test]
fn dabigatran_with_a_low_clearance_is_not_followed_by_rivaroxaban_within_48_h() {
    let line = |hours| {
        let (mut facts, mut settings) = base();
        settings.interim_agent = Drug::Rivaroxaban;
        facts.labs.clearance = lab(40.0, 2.0);
        blood(&mut facts, InBlood { running: false, ..running("dabigatran", Intensity::Treatment, Some(hours), 12) });
        evaluate(&facts, &settings, now()).interim.proposal.map(|line| line.drug)
    };
    assert_eq!((line(13.0), line(47.9), line(48.0)), (Some(Drug::Enoxaparin), Some(Drug::Enoxaparin), Some(Drug::Rivaroxaban)));
}

#[test]
fn who_takes_nothing_by_mouth_is_proposed_no_tablet_where_the_heparins_are_out() {
    let (mut facts, settings) = base();
    facts.history.heparin_allergy = Heard::Yes;
    facts.history.by_mouth_impossible = Heard::Yes;
    assert_eq!(evaluate(&facts, &settings, now()).interim.proposal.map(|line| line.drug), Some(Drug::Fondaparinux));
}

#[test]
fn after_a_fall_that_lasted_only_a_physician_calls_the_patient_stable() {
    let (mut facts, settings) = base();
    facts.vitals.usual_systolic = Some(150.0);
    facts.vitals.pressures = vec![reading(105.0, 70.0, 50.0), reading(105.0, 70.0, 30.0), reading(115.0, 70.0, 10.0)];
    assert!(evaluate(&facts, &settings, now()).state.is_unstable());
    facts.vitals.said_stable_at = Some(ago(0.1));
    assert!(!evaluate(&facts, &settings, now()).state.is_unstable());
}

/// G7: after a traumatic tap apixaban waits for 48 h, other drugs for 24.
#[test]
fn apixaban_waits_48_h_after_a_traumatic_needle() {
    let line = |hours, traumatic| {
        let (mut facts, mut settings) = base();
        settings.interim_agent = Drug::Apixaban;
        facts.history.needle = Heard::Yes;
        facts.history.needles = vec![Neuraxial { traumatic, ..needle(hours, false, None) }];
        evaluate(&facts, &settings, now()).interim.proposal.map(|line| line.drug)
    };
    assert_eq!((line(47.9, true), line(48.0, true), line(24.0, false)), (Some(Drug::Enoxaparin), Some(Drug::Apixaban), Some(Drug::Apixaban)));
}

#[test]
fn a_negative_ddimer_that_comes_after_a_positive_one_excludes_nothing() {
    let state = |values: &[(f64, f64)]| {
        let (mut facts, settings) = base();
        facts.tests.pe = Likelihood::Unlikely;
        let fact =
            |&(value, hours): &(f64, f64)| DdimerFact { value, unit: Some(DdimerUnit::Feu), at: ago(hours), on_treatment: false, over_device: false };
        facts.tests.ddimers = values.iter().map(fact).collect();
        evaluate(&facts, &settings, now()).state
    };
    assert_eq!(state(&[(300.0, 0.2)]), PathState::Excluded);
    assert_eq!(state(&[(3000.0, 0.4)]), PathState::Image);
    assert_eq!(state(&[(3000.0, 0.4), (300.0, 0.2)]), PathState::Image);
    assert_eq!(state(&[(300.0, 0.4), (3000.0, 0.2)]), PathState::Image);
}

#[test]
fn an_aptt_of_long_before_the_infusion_was_stopped_says_nothing() {
    let row = |aptt_hours| {
        let (mut facts, settings) = base();
        ufh_stopped(&mut facts, 1.2);
        facts.labs.aptt_ratio = lab(1.2, aptt_hours);
        evaluate(&facts, &settings, now()).interim.code
    };
    // The infusion was stopped an hour ago.
    assert_eq!((row(0.5), row(5.0), row(5.1), row(48.0)), (C::InterimPropose, C::InterimPropose, C::InterimAsk, C::InterimAsk));
}

#[test]
fn of_ill_kidneys_without_a_creatinine_prophylactic_lmwh_lasts_a_day() {
    let code = |kidney_disease, hours| {
        let (mut facts, mut settings) = base();
        leg(&mut facts, Likelihood::Unlikely);
        positive_ddimer(&mut facts);
        facts.tests.scan.expected_at = Some(ago(-6.0));
        facts.labs.clearance = None;
        facts.history.kidney_disease = kidney_disease;
        settings.interim_agent = Drug::Enoxaparin;
        blood(&mut facts, prophylactic(hours));
        let gates = evaluate(&facts, &settings, now()).gates.fired;
        gates.iter().any(|fired| fired.row.id == "g6_prophylactic")
    };
    assert_eq!((code(Heard::No, 13.0), code(Heard::Yes, 13.0), code(Heard::Yes, 23.9), code(Heard::Yes, 24.0)), (false, true, true, false));
}
