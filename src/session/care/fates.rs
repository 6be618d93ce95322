//! Why a drug or a device is not offered where no contraindication forbids it: the kidney, the operation, the row of the rules.
//! Follows the order of choice of `clinical::dosing`, step by step.

use super::questions::Care;
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::contraindication;
use crate::clinical::dosing::{Joint, PatientGroup as Kind, without_heparins};
use crate::clinical::formulary::{Drug, HEPARINS};
use crate::clinical::matrix::Output;
use crate::clinical::measure::{Alternative, Fate};
use crate::clinical::quantity::written;
use crate::clinical::routes::NAMED;
use crate::text::{Lang, Text, text};

impl Care {
    /// Of each that has no place here, its own reason.
    pub(super) fn fates(&self, chart: &Chart, at: Instant, lang: Lang) -> Vec<(&'static str, String)> {
        let others = self.assessed.advice.alternatives.iter().filter(|alternative| alternative.fate == Fate::NotForThis);
        others.map(|alternative| (alternative.id, self.fate(alternative, chart, at, lang))).collect()
    }

    fn fate(&self, alternative: &Alternative, chart: &Chart, at: Instant, lang: Lang) -> String {
        let advice = &self.assessed.advice;
        let word = |text: Text| text.get(lang).to_owned();
        if alternative.is_drug && self.sheet.under_18 {
            return word(text!("未满18岁：本程序不提出药物", "under 18: no drug is proposed here"));
        }
        if let Some(drug) = Drug::named(alternative.id).filter(|_| !alternative.fits)
            && let Some(reason) = self.no_place(drug, chart, at, lang)
        {
            return reason;
        }
        if let Some(route) = NAMED.iter().find(|route| Some(route.id) == advice.rule) {
            return word(route.label);
        }
        let rule = [text!("规则 ", "rule ").get(lang), advice.rule.unwrap_or("–"), text!("：", ": ").get(lang)].concat();
        let what = match advice.output {
            Output::Basic => text!("仅基础预防", "basic prophylaxis only"),
            Output::Mechanical => text!("用机械预防，不用药物", "mechanical, no drug"),
            _ => text!("不在此情形的用药顺序内", "not in the order of choice here"),
        };
        [&rule, what.get(lang)].concat()
    }

    /// What takes a drug off the order of choice of this patient.
    fn no_place(&self, drug: Drug, chart: &Chart, at: Instant, lang: Lang) -> Option<String> {
        let kind = self.assessed.advice.care;
        let clearance = self.assessed.advice.clearance.or_else(|| chart.creatinine_clearance(at).map(|known| known.value));
        let word = |text: Text| Some(text.get(lang).to_owned());
        let kidney = |range: &str| {
            let value = clearance.map(|clearance| written(clearance, 0)).unwrap_or_default();
            let [open, close] = [text!("（本例 ", " (here "), text!("）", ")")].map(|word| word.get(lang));
            Some(["CrCl ", range, " mL/min", open, &value, close].concat())
        };
        let below_30 = clearance.is_some_and(|clearance| clearance < 30.0);
        let in_place = chart.neuraxials().any(|(_, of)| of.catheter && of.at <= at && of.removed_at.is_none_or(|removed| removed > at));
        if drug == Drug::Aspirin {
            return word(text!("不以阿司匹林替代抗凝药", "aspirin is no substitute for an anticoagulant"));
        }
        if in_place && !HEPARINS.has_drug(drug) {
            return word(text!("椎管内导管留置期间只用肝素类", "heparins only beside a neuraxial catheter"));
        }
        if below_30 && !HEPARINS.has_drug(drug) {
            return kidney("<30");
        }
        if without_heparins(&self.assessed.judgement) {
            return None;
        }
        match (kind, drug) {
            (Kind::Ortho(_), Drug::Fondaparinux) if clearance.is_some_and(|clearance| clearance <= 50.0) => kidney("30–50"),
            (Kind::Ortho(Joint::HipFracture), drug) if drug.is_doac() => word(text!("髋部骨折手术无适应证", "not licensed in hip-fracture surgery")),
            (Kind::Ortho(_), drug) if drug.is_doac() => word(text!("本流程不列入骨科用药顺序", "not in the orthopaedic order of choice here")),
            (Kind::Medical | Kind::Intensive, drug) if drug.is_doac() => contraindication::named("CI_DOAC_MEDICAL").and_then(|row| word(row.label)),
            (Kind::Surgical, drug) if drug.is_doac() => word(text!("仅用于髋、膝关节置换术后", "only after hip or knee arthroplasty")),
            (_, Drug::Fondaparinux) => {
                word(text!("仅列入骨科大手术，或不能用任何肝素者", "only in major orthopaedic surgery, or where no heparin may be given"))
            }
            _ => None,
        }
    }
}
