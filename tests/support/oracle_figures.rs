//! The figures of §3 to §5 that decide a list, a row, an alert, a route or a time, each once: so that each can be put wrong
//! in turn, and the comparison with the program must notice.

macro_rules! figures {
    ($($name:ident: $value:literal, $step:literal, $what:literal;)+) => {
        #[derive(Clone, Debug)]
        pub struct Figures { $(#[doc = $what] pub $name: f64),+ }

        pub const FIGURES: Figures = Figures { $($name: $value),+ };

        impl Figures {
            /// Every figure one step down and one step up, by name.
            pub fn mutants() -> Vec<(String, Figures)> {
                let mut all = vec![];
                $(for step in [-$step, $step] {
                    let mut figures = FIGURES;
                    figures.$name += step;
                    all.push((format!("{} {:+}", stringify!($name), step), figures));
                })+
                all
            }
        }
    };
}

figures! {
    platelets_block: 50.0, 1.0, "§4.1 CI_PLT_LT_50, §3.1, §3.2: below, 10⁹/L";
    platelets_no_override: 20.0, 1.0, "§4.1 CI_PLT_LT_50: below";
    platelets_caution: 100.0, 1.0, "§4.1 CI_PLT_50_99: below";
    age_medical: 85.0, 1.0, "§3.2 bm_age_ge_85: from";
    inr: 1.5, 0.1, "§4.1 CI_COAG, §3.2: above";
    aptt: 60.0, 0.1, "§4.1 CI_COAG: above, s, where the profile has no limit";
    aptt_ratio: 1.5, 0.4, "§4.1 CI_COAG: above, times the laboratory's limit";
    doac_sample: 48.0, 4.0, "§4.1 CI_COAG: hours from the last dose to the sample";
    doac_sample_slow: 96.0, 30.0, "the same, dabigatran or a clearance below 30";
    systolic: 180.0, 1.0, "§4.1 CI_HTN: from, mmHg";
    diastolic: 110.0, 1.0, "§4.1 CI_HTN: from, mmHg";
    pressure: 24.0, 2.0, "§4.1 CI_HTN: hours";
    needle_before: 12.0, 1.0, "§3.1 bs_neuraxial_window: hours before a needle";
    needle_after: 12.0, 1.0, "and after it";
    lysis: 24.0, 2.0, "§4.1 CI_LYSIS_24H: hours";
    units: 2.0, 0.5, "§4.1 CI_ACTIVE_BLEED: more than";
    units_within: 24.0, 2.0, "hours";
    clearance_low: 30.0, 6.0, "§4.1 CI_RENAL_*, §3.1, §3.2: below, mL/min";
    clearance_least: 15.0, 4.0, "§4.1 CI_DOAC_RENAL, §4.6: below";
    host_differs: 0.3, 0.05, "§4.6: the host's figure against ours, part of ours";
    kg_fondaparinux: 50.0, 1.0, "§4.1 CI_WEIGHT_FON: below";
    kg_woman: 45.0, 1.0, "§4.1 CI_LOW_WEIGHT: below";
    kg_man: 57.0, 1.0, "§4.1 CI_LOW_WEIGHT: below";
    abi_block: 0.6, 0.02, "§4.2 MC_ISCHAEMIA: below";
    abi_stockings: 0.8, 0.02, "§4.2 MC_ISCHAEMIA: to";
    critical: 24.0, 3.0, "§4.1 CI_NEURO_EYE_OP: hours from the operation's end";
    woman_from: 12.0, 6.0, "§4.1 CI_PREGNANCY: years";
    woman_to: 55.0, 1.0, "§4.1 CI_PREGNANCY: years";
    joint_days: 38.0, 35.0, "§5.8 intensity of a DOAC: days since THA or TKA";
    hit_fall: 0.5, 0.02, "§5.7 AL_PLT_HIT: fall from";
    hit_count: 100.0, 1.0, "§5.7 AL_PLT_HIT: below, from a baseline of as many";
    amber_fall: 0.3, 0.02, "§5.7 AL_PLT_AMBER: fall from";
    hit_ended: 30.0, 28.0, "§5.7 AL_PLT_HIT: days since heparin ended";
    hit_thrombosis: 5.0, 1.0, "§5.7 AL_PLT_HIT: days of heparin before a confirmed thrombosis";
    hit_again: 0.2, 0.05, "§5.7 AL_PLT_HIT: a further fall after an answer";
    hb_fall: 20.0, 1.0, "§5.7 AL_HB_FALL: g/L";
    hb_fall_operated: 40.0, 1.0, "§5.7 AL_HB_FALL: across an operation";
    hb_low: 70.0, 1.0, "§5.7 AL_HB_LOW: below";
    hb_again: 5.0, 1.0, "§5.7 AL_HB_*: a further fall after an answer";
    inr_from: 2.0, 0.1, "§5.8 effective: INR from, where nobody gives a range";
    inr_to: 3.0, 0.1, "§4.1 CI_INR_HIGH: INR above, where nobody gives a range";
    inr_fresh: 72.0, 1.0, "§5.8 effective: hours that an INR is good for";
    inr_start: 1.5, 0.01, "§5.8: first dose after a VKA at an INR below";
    inr_start_fresh: 24.0, 5.0, "§5.8: hours that this INR is good for";
    infusion: 4.0, 2.0, "§5.8: hours after an infusion stops";
    due_from: 6.0, 1.0, "§5.8 interval: `nextDueAt` from, hours after the last dose";
    due_to: 36.0, 1.0, "and to";
    doubt: 2.0, 0.5, "§5.8: intervals after which a running drug is in doubt";
}
