//! G11 to G18: liver, kidney, pregnancy, allergy, interactions, stock and weight: mostly which drugs are left; and the worst of
//! all gates with what may be proposed.

use chrono::TimeDelta;

use super::coarse::{Gravidity, Likelihood, Sign};
use super::drugs::{AGENTS, DOACS, DrugChoice, Kidney, by_weight, choose, dose, dosing_weight};
use super::facts::{EpisodeFacts, LabValue, WeightSource};
use super::gate_table::GateSays;
use super::history::{Heard, LiverFact};
use super::judge::{GateAnswers, Judge};
use crate::clinical::chart::{Instant, Sex};
use crate::clinical::formulary::Drug;

/// The clearance that counts: fresh, or an older one that is below 30.
pub(super) fn kidney(facts: &EpisodeFacts, now: Instant) -> Kidney {
    if facts.history.dialysis == Heard::Yes {
        return Kidney::Below15;
    }
    let fresh = |value: &LabValue| now - value.at <= TimeDelta::hours(72) && !facts.labs.kidneys_struck_since;
    facts.labs.clearance.filter(fresh).map_or(Kidney::Unknown, |value| Kidney::of(value.value))
}

impl Judge<'_> {
    pub(super) fn liver(&mut self) {
        match self.facts.history.liver {
            LiverFact::Unasked => self.fire("g11_asked", None),
            LiverFact::Decompensated => {
                self.fire("g11_liver", None);
                self.doac_out();
            }
            LiverFact::AcuteFailure => {
                self.fire("g11_failure", None);
                self.doac_out();
            }
            LiverFact::CannotBeKnown => self.fire("cannot_be_known", None),
            LiverFact::NoDisease | LiverFact::Compensated => {}
        }
    }

    pub(super) fn doac_out(&mut self) {
        self.situation.left.take(&DOACS);
        self.situation.doac_out = true;
    }

    pub(super) fn kidneys(&mut self) {
        let history = &self.facts.history;
        let questions = [history.kidney_disease, history.dialysis];
        self.heard("g12_asked", &questions);
        match self.situation.kidney {
            Kidney::Below15 => self.situation.left.only(Drug::Ufh),
            Kidney::From15 => {
                self.fire("g12_15", None);
                self.situation.left.take(&[Drug::Fondaparinux]);
            }
            Kidney::From30 => self.situation.left.take(&[Drug::Fondaparinux]),
            Kidney::Above50 => {}
            Kidney::Unknown => {
                self.fire("g12_unknown", None);
                self.doac_out();
                self.situation.left.take(&[Drug::Fondaparinux]);
                self.once = true;
                // An older clearance below 30 is known kidney disease. What is not answered yet is asked, and takes nothing out.
                let old = self.facts.labs.clearance.is_some_and(|value| value.value < 30.0);
                let said = questions.iter().any(|heard| matches!(heard, Heard::Yes | Heard::CannotBeKnown));
                let aged = self.facts.person.age.is_some_and(|age| age >= 80);
                if old || said || aged || !history.passes_urine && !questions.contains(&Heard::Unasked) {
                    self.situation.left.take(&[Drug::Enoxaparin]);
                }
            }
        }
    }

    /// G13 to G16.
    pub(super) fn others(&mut self) {
        let (history, person) = (&self.facts.history, &self.facts.person);
        if self.situation.as_pregnant {
            self.situation.left.take(&[Drug::Fondaparinux, Drug::Apixaban, Drug::Rivaroxaban]);
            self.when(matches!(self.of.gravidity, Gravidity::Unasked | Gravidity::CannotBeKnown), "g13_as_pregnant");
            if person.in_labour_or_delivery_near || self.situation.kidney == Kidney::From15 {
                self.situation.left.take(&[Drug::Enoxaparin]);
            }
        }
        if history.heparin_allergy == Heard::Yes {
            self.fire("g14_allergy", None);
            self.heparins_out();
        }
        if self.situation.as_pregnant && self.situation.heparins_out {
            self.fire("g13_heparins_out", None);
        }
        self.when(history.unrecognised_allergy && history.heparin_allergy != Heard::Unasked, "g14_unrecognised");
        self.heard("g14_asked", &[history.heparin_allergy]);
        for (heard, row) in [(history.interaction, "g15_interaction"), (history.antiphospholipid, "g16_aps")] {
            if heard == Heard::Yes {
                self.fire(row, None);
                self.doac_out();
            }
        }
        // A DOAC on unstable vital signs or before a lysis: not in its row of 5.6.6.
        // Nor for who cannot take anything by mouth, also where the heparins are out (line 3 says nothing of it: D).
        if self.of.unstable() || history.intervention_likely || history.by_mouth_impossible == Heard::Yes {
            self.doac_out();
        }
    }

    /// G17, G18 and the questions that only a chosen drug asks; then the worst of all.
    pub(super) fn finish(mut self) -> GateAnswers {
        let choice = choose(&self.situation, self.of, self.facts, self.settings, self.now);
        let (drug, then_refer) = match choice {
            DrugChoice::Drug(drug) => (Some(drug), false),
            DrugChoice::DrugThenRefer(drug) => (Some(drug), true),
            DrugChoice::Haematologist | DrugChoice::NoDrug => (None, false),
        };
        self.when(choice == DrugChoice::Haematologist, "g17_haematologist");
        self.when(choice == DrugChoice::NoDrug, "g17_no_drug");
        let history = &self.facts.history;
        if drug.is_some_and(|drug| DOACS.contains(&drug)) {
            self.heard("g15_asked", &[history.interaction, history.by_mouth_impossible, history.mucosal_cancer]);
            self.heard("g16_asked", &[history.antiphospholipid]);
        }
        let weight = self.weight();
        if let Some(drug) = drug.filter(|drug| by_weight(*drug)) {
            self.when(weight.is_none(), "g18_unknown");
            self.heavy(drug, weight);
        }
        let worst = self.fired.iter().map(|fired| fired.row.says).max().unwrap_or(GateSays::Caution);
        let mut proposal = drug.and_then(|drug| dose(drug, weight, self.situation.kidney, self.situation.no_bolus));
        if let Some(line) = &mut proposal {
            let on_scale = self.facts.person.weight.is_some_and(|weight| weight.from == WeightSource::Scale);
            line.once = self.once || by_weight(line.drug) && !on_scale;
            line.then_refer = then_refer;
        }
        let mut left = self.situation.left;
        left.take(&AGENTS.into_iter().filter(|drug| !self.settings.stock.contains(drug)).collect::<Vec<_>>());
        GateAnswers {
            worst,
            proposal: proposal.filter(|_| worst == GateSays::Caution),
            left,
            labs_missing: self.labs_missing,
            no_drug: matches!(choice, DrugChoice::NoDrug | DrugChoice::Haematologist),
            fired: self.fired,
        }
    }

    /// The weight that a dose is worked out from, where it is fresh, in doubt of nobody, and of a kind that counts here.
    pub(super) fn weight(&self) -> Option<f64> {
        let weight = self.facts.person.weight?;
        let fresh = self.now - weight.at <= TimeDelta::days(7) && !weight.doubtful;
        let limb_threat = self.of.limb() && self.of.limb_threat == Sign::Yes;
        let grave = self.of.lung() && self.of.pe == Likelihood::Likely || self.of.unstable() || limb_threat || self.of.pregnant();
        let counts = match weight.from {
            WeightSource::Scale | WeightSource::ByWord => true,
            WeightSource::Estimate { signed } => signed && grave,
        };
        (fresh && counts).then(|| dosing_weight(weight)).flatten()
    }

    pub(super) fn heavy(&mut self, drug: Drug, kg: Option<f64>) {
        let (Some(kg), person) = (kg, &self.facts.person) else { return };
        let bmi = person.height_cm.map(|cm| kg / (cm / 100.0).powi(2));
        let dose = dose(drug, Some(kg), self.situation.kidney, true).map_or(0.0, |line| line.amount);
        let edge = !(40.0..=150.0).contains(&kg) || bmi.is_some_and(|bmi| bmi >= 40.0) || drug == Drug::Enoxaparin && dose > 150.0;
        self.when(edge && !person.dose_checked, "g18_second");
        let light = match person.sex {
            Some(Sex::Female) => 45.0,
            _ => 57.0,
        };
        self.when(kg < light || kg > 120.0, "weight_edge");
    }
}
