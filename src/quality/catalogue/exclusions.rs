//! What takes a stay out of a count: rules that several indicators share.

use super::indicator::ExclusionRule;
use crate::quality::criterion::{Criterion, EpisodeColumn};
use crate::text::text;

static OUTPATIENT: Criterion = Criterion::Is(EpisodeColumn::Class, &["outpatient", "emergency"]);
static DAY_SURGERY: Criterion = Criterion::Is(EpisodeColumn::Class, &["day_surgery"]);
static CHILDREN: Criterion = Criterion::Is(EpisodeColumn::Service, &["neonatal", "paediatric"]);
static AGED_15: Criterion = Criterion::AgeAtLeast(15);
static UNDER_15: Criterion = Criterion::Not(&AGED_15);
static AGED_16: Criterion = Criterion::AgeAtLeast(16);
static UNDER_16: Criterion = Criterion::Not(&AGED_16);
static AGED_18: Criterion = Criterion::AgeAtLeast(18);
static UNDER_18: Criterion = Criterion::Not(&AGED_18);
static OVER_A_DAY: Criterion = Criterion::StayLongerThan(86_400);
static A_DAY_OR_LESS: Criterion = Criterion::Not(&OVER_A_DAY);
static A_DAY: Criterion = Criterion::StayAtLeast(86_400);
static UNDER_A_DAY: Criterion = Criterion::Not(&A_DAY);
static VTE_BEFORE: Criterion = Criterion::Is(EpisodeColumn::VteBefore, &["yes"]);
static DIED: Criterion = Criterion::Is(EpisodeColumn::Leaving, &["died"]);

pub const NO_OUTPATIENT: ExclusionRule =
    ExclusionRule { id: "outpatient", name: text!("门诊或急诊", "outpatient or emergency"), criterion: &OUTPATIENT };
pub const NO_DAY_SURGERY: ExclusionRule = ExclusionRule { id: "day_surgery", name: text!("日间手术", "day surgery"), criterion: &DAY_SURGERY };
pub const NO_CHILDREN: ExclusionRule =
    ExclusionRule { id: "children", name: text!("新生儿科或儿科", "neonatology or paediatrics"), criterion: &CHILDREN };
pub const FROM_15: ExclusionRule = ExclusionRule {
    id: "age",
    name: text!("入院时未满15岁（研究写作“>14岁”）", "under 15 at admission (the study: age > 14)"),
    criterion: &UNDER_15,
};
pub const FROM_16: ExclusionRule = ExclusionRule { id: "age", name: text!("入院时未满16岁", "under 16 at admission"), criterion: &UNDER_16 };
pub const FROM_18: ExclusionRule = ExclusionRule { id: "age", name: text!("入院时未满18岁", "under 18 at admission"), criterion: &UNDER_18 };
pub const LONGER_THAN_A_DAY: ExclusionRule =
    ExclusionRule { id: "stay", name: text!("住院不超过24小时", "stay of 24 h or less"), criterion: &A_DAY_OR_LESS };
pub const AT_LEAST_A_DAY: ExclusionRule =
    ExclusionRule { id: "stay", name: text!("住院不足24小时", "stay under 24 h"), criterion: &UNDER_A_DAY };
pub const NO_VTE_BEFORE: ExclusionRule =
    ExclusionRule { id: "vte_before", name: text!("入院前已有DVT或PE", "DVT or PE before admission"), criterion: &VTE_BEFORE };
pub const ALIVE: ExclusionRule = ExclusionRule { id: "died", name: text!("住院期间死亡", "died in the stay"), criterion: &DIED };
