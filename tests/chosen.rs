//! What a person chooses in place of the proposal is dosed by the same chart as the proposal.
#![cfg(not(target_family = "wasm"))]

#[path = "support/ward.rs"]
mod ward;

use virchow::clinical::answers::Answer;
use virchow::clinical::assess::{Choice, chosen};
use virchow::clinical::instruments::CN_BLEED_MEDICAL;
use virchow::clinical::measure::What;
use virchow::clinical::profile::Profile;
use virchow::clinical::situation::StaySoFar;
use ward::{assessed, chart, noon, padua, screening, sheet};

/// A person's word that the kidneys have failed reaches the dose of another drug: none above a clearance of 15.
#[test]
fn a_chosen_drug_is_dosed_by_failed_kidneys() {
    let answers = padua(true);
    let dose = |failed: bool| {
        let mut screening = screening(&[], &[]);
        if failed {
            let index = CN_BLEED_MEDICAL.index("bm_renal_gfr_lt_30").expect("an item");
            screening.answers(&CN_BLEED_MEDICAL).cells[index] = Some(Answer::Yes);
        }
        let assessed = assessed(&answers, &screening, noon());
        assert_eq!(assessed.kidneys_failed, failed);
        let (profile, stay) = (Profile::default(), StaySoFar::default());
        let choice = Choice { id: "enoxaparin", dose_option: None };
        let measure = chosen(&sheet(&answers, noon()), &chart(noon()), &screening, &profile, &stay, &assessed, choice, noon());
        measure.and_then(|measure| match measure.what {
            What::Drug(course) => course.dose,
            _ => None,
        })
    };
    assert!(dose(false).is_some(), "with healthy kidneys there is a dose");
    assert_ne!(dose(true), dose(false), "failed kidneys never get the dose of healthy ones");
}
