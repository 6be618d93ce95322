//! The drills of the plan.

use super::plan_drill::PlanDrill;

pub fn plan_drill(id: &str) -> Option<&'static PlanDrill> {
    PLAN_DRILLS.iter().find(|drill| drill.id == id)
}

pub static PLAN_DRILLS: &[PlanDrill] = &[];
