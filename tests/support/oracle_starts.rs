//! Before what no dose may be given: needles and catheters (§5.6), operations (§5.3, §5.5).

use super::super::person::HOUR;
use super::Oracle;

/// Hours from this drug's prophylactic dose to a needle, never below the 12 h of the window.
pub fn before_needle(drug: &str, dose: f64, clearance: Option<f64>, age: Option<f64>) -> i64 {
    let slow = clearance.is_none_or(|rate| rate < 30.0);
    match drug {
        "enoxaparin" | "nadroparin" | "dalteparin" if slow => 24,
        "dalteparin" if dose != 2500.0 => 15,
        "fondaparinux" | "apixaban" => 36,
        "rivaroxaban" if slow => 30,
        "rivaroxaban" if age.is_none_or(|age| age >= 60.0) => 26,
        "rivaroxaban" => 24,
        _ => 12,
    }
}

/// Hours from the removal of a catheter to the next dose.
pub fn after_removal(drug: &str) -> i64 {
    match drug {
        "ufh" => 1,
        "enoxaparin" | "nadroparin" | "dalteparin" => 4,
        "fondaparinux" => 12,
        _ => 6,
    }
}

pub fn after_traumatic(drug: &str) -> i64 {
    if drug == "apixaban" { 48 } else { 24 }
}

/// Hours after the end of an operation; brain and spine never before 24.
pub fn after_operation(drug: &str, critical: bool) -> i64 {
    match drug {
        _ if critical => 24,
        "fondaparinux" | "rivaroxaban" => 6,
        _ => 12,
    }
}

impl Oracle<'_> {
    /// Why this drug may not start then (minutes from now); `None`: it may. `released`: an anaesthetist has.
    pub fn too_soon(&self, drug: &str, dose: f64, start: i64, released: bool) -> Option<&'static str> {
        for needle in &self.person.needles {
            let latest = if needle.all_day { needle.at + 24 * HOUR } else { needle.at };
            if start <= needle.at - before_needle(drug, dose, self.clearance(), self.person.age) * HOUR {
                continue;
            }
            if start < latest + 12 * HOUR {
                return Some("inside the window of a needle");
            }
            if needle.traumatic && start < latest + after_traumatic(drug) * HOUR {
                return Some("too soon after a bloody tap");
            }
            let beside = ["enoxaparin", "nadroparin", "dalteparin", "ufh"].contains(&drug) && released && needle.at <= 0;
            match needle.removed {
                _ if !needle.catheter || beside => {}
                Some(removed) if start < removed + after_removal(drug) * HOUR => return Some("too soon after a catheter"),
                Some(_) => {}
                None => return Some("beside a catheter"),
            }
        }
        for operation in self.operations() {
            let end = operation.ends();
            let after = after_operation(drug, operation.is(&["neurosurgery", "spinal"])) * HOUR;
            let known = operation.minutes.is_some() || operation.all_day;
            if self.done(operation) {
                if known && start < end + after {
                    return Some("too soon after the operation");
                }
            } else if start > operation.begins - 12 * HOUR && known && start < end + after {
                return Some("around the operation");
            }
        }
        None
    }
}

/// Rows whose own re-check is 24 h (§5.2).
pub fn needs_24_h(rule: Option<&str>) -> bool {
    let rows = ["S2c", "S3", "S4c", "S4d", "S5", "S6", "M1b", "M1c", "M2", "M3", "I1"];
    rule.is_some_and(|rule| rows.contains(&rule))
}
