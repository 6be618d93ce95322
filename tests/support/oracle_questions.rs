//! What has to be asked (§4.3, §4.4, §4.5): items that something points to, and names that nobody recognises.

use std::collections::BTreeSet;

use super::super::person::Kind;
use super::blood::{Effect, Intensity, OnBoard};
use super::{Oracle, alerts::Alert};

impl Oracle<'_> {
    /// A stroke is said: within a month, or with the stockings (X_STROKE).
    pub(super) fn stroke_is_said(&self) -> bool {
        self.scored("stroke_lt_1mo") || self.yes("MC_STROKE_GCS")
    }

    /// Names of medicines that nobody recognises and that no person has settled.
    pub fn unrecognised_medicines(&self) -> bool {
        let unknown = self.orders().any(|order| order.pill.kind == Kind::Unknown);
        unknown && !self.person.no("unrecognised_medication")
    }

    pub fn unrecognised_allergens(&self) -> bool {
        self.person.allergies.iter().any(|allergy| allergy.forbids.is_none()) && !self.person.no("unrecognised_allergy")
    }

    /// A "no" to one leg leaves the other, where the fracture may be on it.
    fn other_leg_is_open(&self) -> bool {
        let Some(leg) = self.person.said.get("MC_FRACTURE_LIMB").filter(|word| word.yes == Some(false)).and_then(|word| word.limb) else {
            return false;
        };
        let cast = self.scored("plaster_cast_lt_1mo");
        let fracture = self.scored("hip_pelvis_leg_fracture_lt_1mo");
        let operated = |procedures: &[&str]| self.operations().find(|operation| operation.is(procedures)).map(|operation| operation.limb);
        let limb = operated(&["hip_fracture"]).or_else(|| if fracture { operated(&["tha"]) } else { None }).flatten();
        cast || limb.is_none_or(|limb| limb != leg)
    }

    /// Nobody has answered a row since another was answered.
    fn asked_since(&self, row: &str, reason: &str) -> bool {
        let host = |id: &str| {
            let told = self.person.told.iter().filter(|told| told.id == id && Some(told.yes) == self.host(id));
            told.map(|told| told.when.begins().unwrap_or(i64::MIN)).filter(|at| *at <= 0).max()
        };
        let time = |id: &str| self.person.said.get(id).map(|word| word.at.unwrap_or(0)).or_else(|| host(id));
        time(row).is_none_or(|answered| time(reason).is_some_and(|reason| answered < reason))
    }

    /// Rows that wait for a yes or no of their own, whatever silence means.
    pub fn suspected(&self) -> BTreeSet<&'static str> {
        let mut all = BTreeSet::new();
        let mut ask = |id: &'static str, is: bool| {
            if is {
                all.insert(id);
            }
        };
        let settled = |id: &str| self.word(id).flatten().is_some();
        let open = |id: &str, points: bool| points && !settled(id);
        ask("CI_ACTIVE_BLEED", self.bleeding_reopened() && !self.holds("CI_ACTIVE_BLEED"));
        ask("CI_HIT_ACUTE", self.stands(Alert::Hit));
        let stroke = self.scored("stroke_lt_1mo") || self.listed("bs_acute_stroke");
        let since = self.yes("MC_STROKE_GCS") && self.asked_since("CI_CNS_BLEED", "MC_STROKE_GCS");
        ask("CI_CNS_BLEED", !self.yes("CI_CNS_BLEED") && (open("CI_CNS_BLEED", stroke) || since));
        ask("MC_STROKE_GCS", open("MC_STROKE_GCS", self.scored("stroke_lt_1mo") || self.scored("acute_mi_stroke")) && !self.holds("MC_STROKE_GCS"));
        let clot = self.word("MC_ACUTE_DVT").is_some_and(|said| said != Some(false));
        ask("CI_ACUTE_VTE", clot && !self.yes("CI_ACUTE_VTE") && self.asked_since("CI_ACUTE_VTE", "MC_ACUTE_DVT"));
        ask("CI_DOAC_APS", open("CI_DOAC_APS", self.scored("lupus_anticoagulant") || self.scored("anticardiolipin")));
        let liver = self.yes("CI_DOAC_LIVER") && self.asked_since("CI_COAG", "CI_DOAC_LIVER");
        ask("CI_COAG", !self.holds("CI_COAG") && (liver || open("CI_COAG", self.coagulation_is_open())));
        let fractured = self.scored("hip_pelvis_leg_fracture_lt_1mo") || self.scored("plaster_cast_lt_1mo") || self.operation_is(&["hip_fracture"]);
        ask("MC_FRACTURE_LIMB", fractured && (open("MC_FRACTURE_LIMB", true) || self.other_leg_is_open()));
        ask("MC_CHF_OEDEMA", open("MC_CHF_OEDEMA", self.scored("heart_resp_failure")));
        ask("CI_PREGNANCY", open("CI_PREGNANCY", self.scored("pregnancy_postpartum")));
        let works = self.treated();
        let unknown = |drug: &OnBoard<'_>| match drug.intensity {
            Intensity::Unknown => drug.effect != Effect::Over,
            Intensity::Treatment => matches!(drug.effect, Effect::Unknown(lacks) if lacks != "inr"),
            Intensity::Prophylactic => false,
        };
        ask("CI_THERAPEUTIC_AC", !works && open("CI_THERAPEUTIC_AC", self.on_board().iter().any(unknown)));
        ask("unrecognised_medication", self.unrecognised_medicines());
        ask("unrecognised_allergy", self.unrecognised_allergens());
        // The host's word is asked about where no figure says itself that it is the kidney.
        let item = "bs_severe_renal_hepatic";
        let said = self.person.yes(item) || self.person.said(item).flatten().is_none() && self.yes_of_host(item) && !self.kidney_is_measured();
        let both = self.person.operated() && said;
        ask("kidney_or_liver", both && self.person.said("kidney_or_liver").flatten().is_none());
        all
    }

    /// Questions that are asked in words of their own (§4.3).
    pub fn wordings(&self) -> Vec<(&'static str, &'static str)> {
        let mut all = vec![("CI_CNS_BLEED", "出血性卒中、大面积梗死或出血转化？")];
        if self.scored("acute_mi_stroke") && !self.scored("stroke_lt_1mo") {
            all.push(("MC_STROKE_GCS", "心梗还是脑卒中？"));
        }
        all
    }
}
