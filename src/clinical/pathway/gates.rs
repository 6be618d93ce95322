//! The gates asked of a patient (extended specification 5.6.5): may this patient have a treatment dose now? All rows are
//! asked, in their order; the worst answer holds. A question of history that nobody answered is an `ASK`; one that a physician
//! accepted as unknowable is a caution, never a no.

use super::coarse::{Coarse, Gravidity};
use super::drug_gates::kidney;
use super::drugs::{DrugSituation, Remaining};
use super::facts::EpisodeFacts;
use super::judge::{GateAnswers, Judge};
use super::need::Needs;
use super::settings::ChannelSettings;
use crate::clinical::chart::Instant;

/// Asks every gate.
pub fn gates(of: &Coarse, needs: &Needs, facts: &EpisodeFacts, settings: &ChannelSettings, now: Instant) -> GateAnswers {
    let as_pregnant = of.gravidity != Gravidity::No || facts.person.breast_feeding;
    let situation = DrugSituation {
        left: Remaining::all(),
        kidney: kidney(facts, now),
        heparins_out: false,
        doac_out: as_pregnant,
        no_bolus: false,
        as_pregnant,
    };
    let mut judge = Judge { of, facts, settings, now, fired: vec![], situation, once: false, labs_missing: false };
    judge.age();
    judge.bleeding();
    judge.head();
    judge.hit();
    judge.platelets(needs);
    judge.coagulation();
    judge.blood();
    judge.neuraxial();
    judge.surgery();
    judge.lesions();
    judge.pressure();
    judge.liver();
    judge.kidneys();
    judge.others();
    judge.finish()
}
