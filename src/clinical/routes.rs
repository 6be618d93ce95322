//! The routes (core specification §5.9): findings on which prevention is not the question, or not the only one. They are asked
//! after the blocks of §4.1 have been judged, and they hide none of them. The first that applies gives the output, each
//! other is named beside it, and what any of them forbids is forbidden.

use super::advice::Advice;
use super::blood::{Effect, Intensity, OnBoard};
use super::chart::{Chart, FactValue, Instant};
use super::formulary::Drug;
use super::matrix::Output;
use super::quantity::Quantity;
use super::situation::Situation;
use super::source::{Mark, Mark::D, Mark::V};
use super::substance::Class;
use crate::text::{Text, text};

/// What may be chosen beside a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drugs {
    None,
    LmwhSelectable,
}

/// A sentence with where it comes from.
pub type SourcedText = (Text, &'static [Mark]);

/// A route that gives the output.
pub struct Route {
    pub id: &'static str,
    pub output: Output,
    pub reasons: Vec<SourcedText>,
    /// A device is proposed where one is usable and the row of the matrix would give any measure.
    pub device: bool,
    pub drugs: Drugs,
    /// Not even basic prevention is worded: the green channel.
    pub no_prevention: bool,
    pub recheck_h: u16,
    pub protected: Option<bool>,
    /// When the effect of a drug that was stopped ends.
    pub effect_ends: Option<Instant>,
}

impl Route {
    fn new(id: &'static str, output: Output, reason: SourcedText) -> Route {
        Route {
            id,
            output,
            reasons: vec![reason],
            device: false,
            drugs: Drugs::None,
            no_prevention: false,
            recheck_h: 24,
            protected: None,
            effect_ends: None,
        }
    }
}

/// Every route, in the order in which it is asked.
pub const ROUTES: [&str; 6] = ["CI_HIT_ACUTE", "AL_PLT_HIT", "CI_ACUTE_VTE", "SUSPECTED_VTE", "NF_OBSTETRIC", "CI_THERAPEUTIC_AC"];

pub fn is_route(rule: &str) -> bool {
    ROUTES.contains(&rule)
}

pub const HIT_ACUTE: SourcedText = (
    text!(
        "疑似或确诊急性HIT：停用一切肝素（含冲管、涂层导管），急请血液科；多需治疗强度的非肝素抗凝，本程序不推荐任何预防方案",
        "Acute HIT suspected or confirmed: stop all heparin (flushes and coated lines too), urgent haematology; a non-heparin anticoagulant at treatment intensity is usually needed. No prophylaxis is proposed",
    ),
    &[V("HITT"), D(text!("先于其他流程，24小时复评", "before every other route, 24 h"))],
);
pub const HIT_ALERT: SourcedText =
    (HELD_FOR_HIT, &[V("HIT18"), V("4TGC"), V("FONFDA"), D(text!("基线≥100，30天内", "baseline of 100 or more, within 30 days"))]);
pub const ACUTE_VTE: SourcedText =
    (text!("已确诊急性VTE：立即转入治疗流程，不是预防", "Acute VTE confirmed: treat at once, this is not prevention"), &[V("HOSPT")]);
pub const ACUTE_VTE_BLOCKED: SourcedText = (
    text!(
        "同时存在抗凝禁忌或出血高危：请会诊决定，并考虑下腔静脉滤器；每24小时重新核对禁忌",
        "A contraindication to anticoagulation, or high bleeding risk, stands beside it: ask the consultant, CONSIDER_FILTER (vena cava filter); the gates are asked again every 24 h",
    ),
    &[D(text!("禁忌并列提示", "shown beside it"))],
);
pub const SUSPECTED: SourcedText = (
    text!(
        "疑似VTE，尚未确诊或排除：走绿色通道，先告知医师并安排检查；期间不加压、不按摩该肢体",
        "VTE is suspected and neither confirmed nor excluded: green channel. Tell the physician and arrange the test; meanwhile no compression and no massage of that leg",
    ),
    &[V("CNF"), D(text!("绿色通道", "the green channel"))],
);
pub const SUSPECTED_CHILD: SourcedText = (
    text!(
        "未满18岁：本程序不覆盖，请立即转诊至有儿科抗凝经验的医师",
        "Under 18: not covered here; refer at once to a physician with paediatric experience (REFER_NOW)"
    ),
    &[D(text!("儿童转诊", "children are referred"))],
);
pub const OBSTETRIC: SourcedText = (
    text!(
        "本流程不适用于妊娠及产褥期：请用RCOG 37a并请产科会诊",
        "This pathway does not cover pregnancy and the puerperium: use RCOG 37a and ask the obstetrician",
    ),
    &[D(text!("转产科流程", "to the obstetric pathway"))],
);
pub const PROTECTED: SourcedText = (
    text!(
        "已用治疗剂量抗凝，有效期内视为已保护，不再叠加任何预防药物",
        "Already anticoagulated at treatment dose: protected while it acts, no prophylactic drug is added"
    ),
    &[V("BORD"), V("GGC"), D(text!("何为有效；72小时复评", "what \"effective\" means; 72 h"))],
);
pub const OVERDUE: SourcedText = (
    text!("本次剂量已到期：请核对是否漏用或漏记", "This dose is due: check whether it was missed or not charted"),
    &[D(text!("2个给药间隔内仍视为有效", "effective for up to two intervals"))],
);
pub const WITH_BLOCK: SourcedText = (
    text!(
        "已用治疗剂量抗凝，同时存在禁忌：请会诊，是否停药或逆转由医师决定",
        "At treatment dose with a contraindication in force: consult. Whether to stop or to reverse is the physician's decision",
    ),
    &[D(text!("禁忌先于“已保护”", "a contraindication comes before \"protected\""))],
);
pub const ANSWERED: SourcedText = (
    text!(
        "该情况医师已答复并签名：在依据未变之前不重复提示",
        "A physician has answered and signed this: not repeated until a fact behind it changes"
    ),
    &[D(text!("已答复者72小时复评", "72 h once answered"))],
);
pub const TOO_LITTLE: SourcedText = (
    text!("INR低于目标下限，未被保护：桥接或预防剂量，请会诊", "INR below its lower end, not protected: bridging or a prophylactic dose, consult"),
    &[V("BORD"), D(text!("会诊决定", "by consultation"))],
);
pub const EFFECT_UNKNOWN: SourcedText = (
    text!(
        "已有抗凝药记录，但是否仍有效不明：先核实（INR、末次给药或用途），期间用器械",
        "An anticoagulant is on record and nobody can tell whether it acts: find out (INR, last dose, purpose); a device meanwhile",
    ),
    &[D(text!("有效性不明者24小时复评", "24 h while the effect is unknown"))],
);

/// A route by name, with the sentences that are its own.
pub struct Named {
    pub id: &'static str,
    pub label: Text,
    pub says: &'static [SourcedText],
}

/// How a reader is told of the routes, in their order.
pub static NAMED: [Named; 6] = [
    Named { id: "CI_HIT_ACUTE", label: text!("急性HIT", "Acute HIT"), says: &[HIT_ACUTE] },
    Named { id: "AL_PLT_HIT", label: text!("血小板下降报警", "Alert: falling platelets"), says: &[HIT_ALERT] },
    Named { id: "CI_ACUTE_VTE", label: text!("已确诊急性VTE", "Acute VTE confirmed"), says: &[ACUTE_VTE, ACUTE_VTE_BLOCKED] },
    Named { id: "SUSPECTED_VTE", label: text!("疑似VTE", "Suspected VTE"), says: &[SUSPECTED, SUSPECTED_CHILD] },
    Named { id: "NF_OBSTETRIC", label: text!("妊娠及产褥期", "Pregnancy and puerperium"), says: &[OBSTETRIC] },
    Named {
        id: "CI_THERAPEUTIC_AC",
        label: text!("已用治疗剂量抗凝", "Anticoagulated at treatment dose"),
        says: &[PROTECTED, OVERDUE, WITH_BLOCK, ANSWERED, TOO_LITTLE, EFFECT_UNKNOWN],
    },
];

/// The sentence of a route that stands beside another output.
pub fn beside(route: &str, situation: &Situation<'_>) -> SourcedText {
    match route {
        "CI_HIT_ACUTE" => HIT_ACUTE,
        "AL_PLT_HIT" => HIT_ALERT,
        "CI_ACUTE_VTE" => ACUTE_VTE,
        "SUSPECTED_VTE" => SUSPECTED,
        "NF_OBSTETRIC" => OBSTETRIC,
        _ => match treatment(situation) {
            Treatment::TooLittle => TOO_LITTLE,
            Treatment::Works { .. } => PROTECTED,
            Treatment::None | Treatment::Unknown => EFFECT_UNKNOWN,
        },
    }
}

/// Where somebody already anticoagulated stands.
enum Treatment {
    None,
    Works { until: Option<Instant>, overdue: bool },
    TooLittle,
    Unknown,
}

fn treatment(situation: &Situation<'_>) -> Treatment {
    let Situation { blood, judgement, .. } = *situation;
    let treated = || blood.treatments().filter(|drug| drug.intensity == Intensity::Treatment);
    let works = treated().filter_map(|drug| match drug.effect {
        Effect::Works { until, overdue } => Some((until, overdue)),
        _ => None,
    });
    // One that runs has no end; of several that were stopped the last end counts.
    if let Some((until, overdue)) = works.max_by_key(|(until, _)| (until.is_none(), *until)) {
        return Treatment::Works { until, overdue };
    }
    if treated().any(|drug| drug.effect == Effect::TooLittle) {
        return Treatment::TooLittle;
    }
    // A person says so: that it is still given, or that something is that is not on record.
    if judgement.has("CI_THERAPEUTIC_AC") && treated().all(|drug| drug.effect != Effect::Unknown("inr")) {
        return Treatment::Works { until: None, overdue: false };
    }
    let open = judgement.has("CI_THERAPEUTIC_AC") || judgement.open.iter().any(|open| open.row.id == "CI_THERAPEUTIC_AC");
    let unclear = |drug: &OnBoard| matches!(drug.effect, Effect::Unknown(_)) || drug.intensity == Intensity::Unknown && drug.effect != Effect::Over;
    if open && blood.treatments().any(unclear) { Treatment::Unknown } else { Treatment::None }
}

/// Names every route that applies, and hands out the one that gives the output; `None`: the matrix does.
pub fn taken(situation: &Situation<'_>, advice: &mut Advice) -> Option<Route> {
    let Situation { judgement, sheet, .. } = *situation;
    let treatment = treatment(situation);
    let suspected = situation.stay.suspicion.map_or(situation.vte_unknown, |suspicion| suspicion.paused);
    let applies = [
        judgement.has("CI_HIT_ACUTE"),
        judgement.holds_for_hit(),
        judgement.has("CI_ACUTE_VTE"),
        suspected,
        judgement.has("CI_PREGNANCY"),
        !matches!(treatment, Treatment::None),
    ];
    advice.routes = ROUTES.into_iter().zip(applies).filter(|(_, applies)| *applies).map(|(id, _)| id).collect();
    let blocked = judgement.blocks_every_drug().next().is_some();
    let bleeds = situation.bleeding.high == Some(true);
    let mut route = advice.routes.clone().into_iter().find_map(|id| match id {
        "CI_HIT_ACUTE" => Some(Route::new(id, Output::Escalate, HIT_ACUTE)),
        "CI_ACUTE_VTE" => {
            let mut route = Route::new(id, Output::Escalate, ACUTE_VTE);
            route.reasons.extend((blocked || bleeds).then_some(ACUTE_VTE_BLOCKED));
            Some(route)
        }
        "SUSPECTED_VTE" => {
            let reason = if sheet.under_18 { SUSPECTED_CHILD } else { SUSPECTED };
            Some(Route { no_prevention: true, ..Route::new(id, Output::Escalate, reason) })
        }
        "NF_OBSTETRIC" => Some(Route::new(id, Output::Basic, OBSTETRIC)),
        "CI_THERAPEUTIC_AC" => on_treatment(situation, &treatment),
        // The alert adds to what fires below it.
        _ => None,
    })?;
    advice.routes.retain(|id| *id != route.id);
    for id in &advice.routes {
        route.reasons.push(beside(id, situation));
    }
    route.no_prevention |= advice.routes.contains(&"SUSPECTED_VTE");
    // Two of them forbid a device: what any route forbids is forbidden.
    if advice.routes.iter().any(|id| matches!(*id, "CI_ACUTE_VTE" | "SUSPECTED_VTE")) {
        route.device = false;
    }
    if advice.routes.contains(&"AL_PLT_HIT") && route.output == Output::Basic {
        route.output = Output::Escalate;
    }
    if advice.routes.contains(&"NF_OBSTETRIC") {
        route.drugs = Drugs::None;
    }
    advice.routes.insert(0, route.id);
    Some(route)
}

/// Already anticoagulated: protected, not protected, or with something that forbids. `None` where nobody can tell whether
/// it acts: then the matrix gives the measures, and its drug waits for that.
fn on_treatment(situation: &Situation<'_>, treatment: &Treatment) -> Option<Route> {
    const ID: &str = "CI_THERAPEUTIC_AC";
    let forbidding = forbidding(situation);
    let reopened = situation.judgement.alerts.iter().any(|alert| !alert.answered && alert.id != "AL_PLT_AMBER");
    let acts = !matches!(treatment, Treatment::None);
    let effect_ends = match treatment {
        Treatment::Works { until, .. } => *until,
        _ => None,
    };
    if acts && (!forbidding.is_empty() || reopened) {
        let protected = matches!(treatment, Treatment::Works { .. });
        if !reopened && protected && answered(situation, &forbidding) {
            let mut route = Route::new(ID, Output::Basic, WITH_BLOCK);
            route.reasons.push(ANSWERED);
            return Some(Route { device: true, recheck_h: 72, protected: Some(true), effect_ends, ..route });
        }
        return Some(Route { device: true, protected: Some(false), effect_ends, ..Route::new(ID, Output::Escalate, WITH_BLOCK) });
    }
    match treatment {
        Treatment::Works { overdue, .. } => {
            let mut route = Route::new(ID, Output::Basic, PROTECTED);
            route.reasons.extend(overdue.then_some(OVERDUE));
            Some(Route { recheck_h: 72, protected: Some(true), effect_ends, ..route })
        }
        Treatment::TooLittle if answered(situation, &[]) => {
            let mut route = Route::new(ID, Output::Basic, TOO_LITTLE);
            route.reasons.push(ANSWERED);
            Some(Route { device: true, drugs: Drugs::LmwhSelectable, recheck_h: 72, protected: Some(false), ..route })
        }
        Treatment::TooLittle => {
            Some(Route { device: true, drugs: Drugs::LmwhSelectable, protected: Some(false), ..Route::new(ID, Output::Escalate, TOO_LITTLE) })
        }
        Treatment::Unknown | Treatment::None => None,
    }
}

/// The rows that stand against going on with a treatment: those that forbid every drug, and those that forbid the one that
/// runs.
fn forbidding(situation: &Situation<'_>) -> Vec<&'static str> {
    let mut all: Vec<&'static str> =
        situation.judgement.blocks_every_drug().filter(|present| present.questions_a_treatment()).map(|present| present.row.id).collect();
    for on_board in situation.blood.treatments().filter(|on_board| on_board.running) {
        let Some(drug) = drug_of(on_board) else { continue };
        for present in situation.judgement.against(drug).filter(|present| present.questions_a_treatment() && !present.row.route) {
            if !all.contains(&present.row.id) {
                all.push(present.row.id);
            }
        }
    }
    all
}

/// The drug of the tables that an anticoagulant on board is, or is judged as.
fn drug_of(on_board: &OnBoard) -> Option<Drug> {
    Drug::named(on_board.substance.id).or(match on_board.substance.class {
        Class::Ufh => Some(Drug::Ufh),
        Class::Lmwh => Some(Drug::Enoxaparin),
        _ => None,
    })
}

/// A physician has answered since every fact behind it, by a signed decision or to the rows themselves, and nothing of it is
/// of the kind that is asked again every day (bleeding, platelets, HIT, haemoglobin).
fn answered(situation: &Situation<'_>, forbidding: &[&str]) -> bool {
    let to_row = |id: &&str| situation.said.iter().rev().find(|(of, _)| of == id).and_then(|(_, said)| said.at);
    let to_rows = forbidding.iter().map(to_row).collect::<Option<Vec<Instant>>>().and_then(|times| times.into_iter().min());
    let Some(decided) = situation.stay.decided_at.max(to_rows) else { return false };
    let settles = |id: &&str| {
        matches!(*id, "CI_INR_HIGH" | "CI_VARICES" | "CI_VASC_LESION" | "CI_HTN") || id.starts_with("CI_DOAC_") || id.starts_with("CI_RENAL_")
    };
    forbidding.iter().all(settles) && !newer(situation.chart, decided)
}

/// A result, a medicine or a finding that came after the decision.
fn newer(chart: &Chart, decided: Instant) -> bool {
    (0..chart.facts.len()).any(|fact| {
        let bears = matches!(
            chart.facts[fact].value,
            FactValue::Measured(
                Quantity::Inr | Quantity::Platelets | Quantity::Haemoglobin | Quantity::Sbp | Quantity::Dbp | Quantity::Creatinine,
                _
            ) | FactValue::Medication(_)
                | FactValue::Finding { .. }
                | FactValue::Contraindication { .. }
        );
        bears && chart.since(fact).is_some_and(|since| since > decided)
    })
}

pub const HELD_FOR_HIT: Text = text!(
    "肝素暴露后血小板减半或降至<100×10⁹/L：先停用一切肝素（含冲管），做4Ts评分并请血液科，答复急性HIT条目后再定药物",
    "Platelets halved, or below 100×10⁹/L, after heparin: hold all heparin (flushes too), score the 4Ts, call haematology, and answer the item on acute HIT before any drug",
);
