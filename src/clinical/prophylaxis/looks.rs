//! What stands beside the measures: facts to confirm, the kidney alone, what is looked at again.

use super::wording::{KIDNEY_ALONE, PAST_RANGE, SUGGESTED_OPERATION};
use crate::clinical::advice::Advice;
use crate::clinical::chart::Chart;
use crate::clinical::dosing::PatientGroup;
use crate::clinical::formulary::Drug;
use crate::clinical::formulas;
use crate::clinical::matrix::Level::{High, Low, Moderate, VeryLow};
use crate::clinical::matrix::{Level, Output, Rule};
use crate::clinical::measure::{Fate, Missing, What};
use crate::clinical::options::{hours, is_running};
use crate::clinical::profile::Profile;
use crate::clinical::quantity::Quantity;
use crate::clinical::routes;
use crate::clinical::situation::Situation;
use crate::clinical::source::Mark::{D, V2};
use crate::clinical::waits::Wait;
use crate::text::text;

/// An operation is only suggested: it counts in no score, and no proposal stands as if there were none.
pub(super) fn suggested_operation(situation: &Situation<'_>, advice: &mut Advice) {
    const ID: &str = "operation";
    if !situation.chart.awaits_operation() {
        return;
    }
    for measure in advice.measures.iter_mut().filter(|measure| matches!(measure.what, What::Drug(_) | What::Device { .. })) {
        if !measure.conditional_on.contains(&ID) {
            measure.conditional_on.push(ID);
        }
    }
    advice.missing.retain(|missing| missing.id != ID);
    advice.missing.push(Missing { id: ID, change: SUGGESTED_OPERATION });
}

/// The kidney alone makes bleeding high in an operated patient, and nothing else stands against unfractionated heparin: a
/// physician may choose it without setting anything aside. The device stays the proposal.
pub(super) fn kidney_alone(situation: &Situation<'_>, advice: &mut Advice) {
    let Situation { chart, at, .. } = *situation;
    let rates = [chart.creatinine_clearance(at), chart.filtration(at)];
    let judgement = situation.judgement;
    let alone = matches!(advice.rule, Some("S3" | "S5" | "O1"))
        && matches!(situation.care, PatientGroup::Surgical | PatientGroup::Ortho(_))
        && situation.bleeding.items == ["bs_severe_renal_hepatic"]
        && rates.into_iter().flatten().any(|rate| rate.value < 30.0)
        && !judgement.open.iter().any(|open| open.row.id == "kidney_or_liver")
        && !situation.sheet.under_18
        && !judgement.holds_for_hit()
        && judgement.against(Drug::Ufh).next().is_none()
        && situation.profile.formulary.contains(&Drug::Ufh);
    if !alone {
        return;
    }
    if let Some(ufh) = advice.alternatives.iter_mut().find(|alternative| alternative.id == Drug::Ufh.id()) {
        ufh.fate = Fate::Selectable;
        ufh.fits = true;
    }
    advice.say(KIDNEY_ALONE, &[V2("LOTH"), D(text!("可选，不作推荐", "offered, not proposed"))]);
}

/// The next look: the row's or the route's, 24 h wherever something is open or high, and sooner where a window ends.
pub(super) fn looks(situation: &Situation<'_>, advice: &mut Advice) {
    let Situation { bleeding, judgement, blood, at, .. } = *situation;
    let waits = advice.measures.iter().any(|measure| matches!(measure.what, What::Drug(_)) && !measure.conditional_on.is_empty());
    // Where every drug is forbidden and something is still asked of it, the question waits all the same.
    let asked = advice.drug().is_none() && advice.output != Output::Basic && judgement.open_for(Drug::Enoxaparin).next().is_some();
    let drug_waits = waits || asked;
    let alert = judgement.standing_alerts().next().is_some();
    // Bleeding that is high for the treatment drug alone says nothing that the route does not say.
    let only_antithrombotic = advice.protected == Some(true) && bleeding.items == ["bs_concomitant_antithrombotic"];
    let bleeds = bleeding.high != Some(false) && !only_antithrombotic;
    if advice.reasons.contains(&PAST_RANGE) {
        advice.look_again(at + hours(24));
    }
    // An alert, a route or a suspicion is looked at whether or not the score is finished.
    let untold = advice.protected.is_none() && advice.routes.contains(&"CI_THERAPEUTIC_AC");
    let must = alert || untold || situation.stay.suspicion.is_some();
    let unused = advice.output == Output::Escalate
        || matches!(situation.care, PatientGroup::Ortho(_)) && advice.rule.is_some_and(|rule| !routes::is_route(rule)) && advice.drug().is_none();
    if must || unused || advice.rule.is_some() && (drug_waits || bleeds) {
        advice.look_again(at + hours(24));
    }
    if advice.measures.iter().any(|measure| matches!(measure.what, What::Drug(_))) {
        let windows = judgement.present.iter().filter(|present| present.row.id == "CI_NEURAXIAL").filter_map(|present| present.until);
        let change = blood.free_from().filter(|(when, _)| *when > at && !is_running(blood)).map(|(when, _)| when);
        for when in windows.chain(change) {
            advice.look_again(when);
        }
    }
}

/// Hours to the next look: the row's, or sooner where the hospital looks sooner; a low risk only where it has set a time.
pub(super) fn recheck_h(rule: &Rule, level: Level, bleeding_high: bool, profile: &Profile) -> Option<u16> {
    let wait = match level {
        Moderate | High if bleeding_high => Wait::BleedHigh,
        High => Wait::PeriodicHigh,
        Moderate => Wait::PeriodicModerate,
        Low | VeryLow => Wait::PeriodicLow,
    };
    let set = Some(profile.due.hours(wait)).filter(|hours| *hours > 0);
    rule.recheck_h.into_iter().chain(set).min()
}

/// Devine's ideal weight and 0.4 of what is above it, from a BMI of 30.
pub(super) fn adjusted_weight(chart: &Chart) -> Option<f64> {
    let weight = chart.measured(Quantity::Weight)?.value;
    let ideal = formulas::ideal_body_weight_kg(chart.measured(Quantity::Height)?.value, chart.sex()?)?;
    chart.bmi().filter(|bmi| bmi.value >= 30.0).map(|_| formulas::adjusted_body_weight_kg(ideal, weight))
}
