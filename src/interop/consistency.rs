//! What of a chart was not used, and what in it contradicts something else: listed with its place, so that silence means
//! taken. Never holds a value of the patient; names of medicines are the host's own words.

use chrono::NaiveDate;

use super::writing::Writing;
use crate::clinical::chart::{Chart, FactValue, Instant, OperationStatus};
use crate::clinical::contraindication::judgement::Judgement;
use crate::clinical::limb::Limb;
use crate::clinical::profile::Thresholds;
use crate::clinical::prophylaxis::SUGGESTED_OPERATION;
use crate::clinical::quantity::{QUANTITIES, Quantity};
use crate::clinical::suggested::heavier;
use crate::text::{Text, text};

/// Everything that [`Chart::as_of`] left out, and every contradiction between facts.
pub fn list(out: &mut Writing, chart: &Chart, thresholds: &Thresholds, at: Instant) {
    for left_out in chart.not_taken(at) {
        issue(out, left_out.code, &["/chart", &left_out.pointer()].concat(), left_out.why);
    }
    let chart = &*chart.as_of(at);
    for row in QUANTITIES {
        rivals(out, chart, row.quantity);
    }
    if chart.contradicting_kidney(at).is_some() {
        let host = [Quantity::Crcl, Quantity::Egfr].into_iter().find_map(|quantity| chart.measured(quantity));
        let path = host.map(|known| fact(chart.facts[known.from[0]].given)).unwrap_or_default();
        issue(out, "E_CONFLICT", &path, KIDNEYS);
    }
    both_ways(out, chart);
    codes(out, chart);
    suggestions(out, chart, thresholds, at);
}

/// What is only suggested, and would change what is proposed: an operation, a value that forbids more than the one that counts.
fn suggestions(out: &mut Writing, chart: &Chart, thresholds: &Thresholds, at: Instant) {
    for (_, operation) in
        chart.awaiting().filter(|(_, fact)| matches!(&fact.value, FactValue::Operation(of) if of.status != Some(OperationStatus::Cancelled)))
    {
        issue(out, "E_INCOMPLETE", &fact(operation.given), SUGGESTED_OPERATION);
    }
    for of in heavier(chart, thresholds, at) {
        issue(out, "E_INCOMPLETE", &fact(chart.facts[of.fact].given), HEAVIER);
    }
}

/// A medicine whose ATC code says something else than its name: named, so that it can be found on the order.
fn codes(out: &mut Writing, chart: &Chart) {
    let mut told = None;
    for (index, medication) in chart.all_medications() {
        let Some(code) = &medication.other_code else { continue };
        let given = chart.facts[index].given;
        if told.replace(given) == Some(given) {
            continue;
        }
        out.open("");
        out.text("code", "E_CONFLICT");
        out.text("path", &fact(given));
        out.pair(
            "message",
            &[&medication.name, "（", code, "）：名称与ATC编码不一致，两者均计入。请核对医嘱。"].concat(),
            &[&medication.name, " (", code, "): the name and the ATC code differ, either counts. Check the order."].concat(),
        );
        out.end();
    }
}

/// The names that a question about names holds.
pub fn names(out: &mut Writing, judgement: &Judgement) {
    for question in ["unrecognised_medication", "unrecognised_allergy"] {
        let mut names: Vec<&str> = judgement.names.iter().filter(|(of, _)| *of == question).map(|(_, name)| name.as_str()).collect();
        if names.is_empty() {
            continue;
        }
        // Not in the order of the host's list, which means nothing.
        names.sort_unstable();
        let (zh, en) = (names.join("、"), names.join(", "));
        let (about_zh, about_en) = match question {
            "unrecognised_medication" => ("其中有抗凝、抗血小板、溶栓药吗？", "Is any of these an anticoagulant, antiplatelet or thrombolytic?"),
            _ => ("过敏原中有肝素类、磺达肝癸钠或口服抗凝药吗？", "Is any of these allergies to a heparin, fondaparinux or an oral anticoagulant?"),
        };
        out.open("");
        out.text("code", "E_ITEM");
        out.text("path", "/chart/facts");
        out.pair("message", &[&zh, "：", about_zh].concat(), &[&en, ": ", about_en].concat());
        out.text("id", question);
        out.end();
    }
}

const HEAVIER: Text = text!(
    "HIS提示的结果比现采用的更不利，尚未确认：未采用，用药建议以其确认为条件。",
    "The host suggests a value that is worse than the one in use, and nobody has confirmed it: not used; what is proposed depends on it.",
);
const KIDNEYS: Text = text!(
    "HIS的肌酐清除率或eGFR与本程序计算值相差30%以上：两者均显示，取较低者。",
    "The host's clearance or eGFR differs from ours by more than 30 %: both are shown, the lower counts.",
);
const UNTIMED: Text =
    text!("检验时间不明：请确认是否本次住院72小时内的结果。", "A result without a time: confirm that it is of this stay and of the last 72 h.");
const TWO_AT_ONCE: Text =
    text!("同一时刻有两个结果：取对用药安全更不利者。", "Two results of one moment: the one that is worse for the safety of a drug holds.");
const TWO_LOWER: Text = text!("同一时刻有两个结果：取较低者。请核对。", "Two results of one moment: the lower one is used. Check them.");
const WEIGHTS: Text =
    text!("有日期与无日期的数值相差10%以上：采用有日期者。", "A dated and an undated value differ by more than 10 %: the dated one is used.");
const BOTH_WAYS: Text =
    text!("HIS对同一条目既报“是”又报“否”：在有人答复前按“是”处理。", "The host says yes and no to one item: yes holds until a person answers.");

fn fact(given: usize) -> String {
    ["/chart/facts/", &given.to_string()].concat()
}

fn issue(out: &mut Writing, code: &str, path: &str, message: Text) {
    out.open("");
    out.text("code", code);
    out.text("path", path);
    out.both("message", message);
    out.end();
}

/// Values that do not count beside the one that does, and laboratory values without a time.
fn rivals(out: &mut Writing, chart: &Chart, quantity: Quantity) {
    let Some(held) = chart.measured(quantity) else { return };
    let held_fact = &chart.facts[held.from[0]];
    let laboratory = matches!(quantity, Quantity::Platelets | Quantity::Creatinine | Quantity::Inr | Quantity::Haemoglobin | Quantity::Aptt);
    let untimed = |at: Option<Instant>, day: Option<NaiveDate>| at.is_none() && day.is_none();
    if laboratory && untimed(held_fact.at, held_fact.day) && !chart.untimed_are_recent {
        issue(out, "E_TIME", &fact(held_fact.given), UNTIMED);
    }
    for (index, value) in chart.rivals(quantity) {
        let rival = &chart.facts[index];
        let differs = (value - held.value).abs() > held.value.abs() * 1e-9;
        if !differs {
            continue;
        }
        if untimed(rival.at, rival.day) {
            let far = (value - held.value).abs() > held.value * 0.1 + 1e-9;
            match quantity {
                Quantity::Weight | Quantity::Height if far => issue(out, "E_CONFLICT", &fact(rival.given), WEIGHTS),
                _ if laboratory && !chart.untimed_are_recent => issue(out, "E_TIME", &fact(rival.given), UNTIMED),
                _ => {}
            }
        } else {
            let both = if quantity.worse().is_some() { TWO_AT_ONCE } else { TWO_LOWER };
            issue(out, "E_CONFLICT", &fact(rival.given), both);
        }
    }
}

/// A yes and a no of the host to one item, or to one row of one leg.
fn both_ways(out: &mut Writing, chart: &Chart) {
    let said: Vec<(&str, &str, Limb, bool, usize)> = chart
        .asserted()
        .filter_map(|(_, fact)| match fact.value {
            FactValue::Finding { instrument, item, present } => Some((instrument, item, Limb::Both, present, fact.given)),
            FactValue::Contraindication { id, said } => Some(("", id, said.limb.unwrap_or(Limb::Both), said.value?, fact.given)),
            _ => None,
        })
        .collect();
    for (list, item, limb, yes, given) in &said {
        let differs = |(of, other, leg, present, _): &(&str, &str, Limb, bool, usize)| {
            let same_leg = leg == limb || [*leg, *limb].contains(&Limb::Both);
            of == list && other == item && same_leg && present != yes
        };
        // At the no, which does not hold, whatever their order.
        if !yes && said.iter().any(differs) {
            issue(out, "E_CONFLICT", &fact(*given), BOTH_WAYS);
        }
    }
}
