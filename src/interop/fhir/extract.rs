//! One signed event as one transaction Bundle. The event says what there is; this file says which resources it becomes.
//!
//! | event | resources beside Provenance and Device |
//! |---|---|
//! | assessed | QuestionnaireResponse, Observation, RiskAssessment, Task (review, reassessment) |
//! | reviewed | Task (done); changed: the three of an assessment again |
//! | bleeding_screened | QuestionnaireResponse, Observation, RiskAssessment, DetectedIssue each contraindication |
//! | plan_authorised | MedicationRequest, DeviceRequest, ServiceRequest (proposals), DetectedIssue each override, Task |
//! | plan_declined | Task |
//! | measure_started, measure_stopped | Task; with the record at hand the proposal of that measure, on hold or stopped |
//! | pathway_step, referral | Task |
//! | amended | what the corrected body becomes, as amended |
//! | all others | none |
//!
//! With the record at hand a plan that is no longer in force goes out as its Provenance alone: nothing that is put out
//! contradicts the plan in force.
//!
//! What was not signed yet makes a `collection`, in progress and preliminary, without requests and without Provenance.

use super::case::{OutgoingEvent, Parts};
use super::{element, follow, requests, score};
use crate::interop::json::Value;
use crate::interop::rejected::Rejected;
use crate::record::event::Body;
use crate::record::happening::Happening;
use crate::record::local::East;

/// `extract({ event, options })`.
pub fn extract(input: &Value, east: East) -> Result<Value, Rejected> {
    Ok(bundle(&OutgoingEvent::read(input, east)?))
}

pub fn bundle(case: &OutgoingEvent) -> Value {
    let mut parts = Parts { case, entries: vec![], targets: vec![] };
    match case.body() {
        Body::Assessed(assessment) => {
            score::assessment(&mut parts, case, assessment);
            follow::after_assessment(&mut parts, case, assessment);
        }
        Body::Reviewed { of, changed } => {
            if let Some(assessment) = changed {
                score::assessment(&mut parts, case, assessment);
            }
            follow::reviewed(&mut parts, case, of, changed.is_some());
        }
        Body::BleedingScreened(screen) => {
            score::screen(&mut parts, case, screen);
            requests::contraindications(&mut parts, case, screen);
        }
        // Of a plan that another has taken the place of only its signature goes out.
        Body::PlanAuthorised(_) if case.is_superseded() => {}
        Body::PlanAuthorised(plan) => {
            requests::plan(&mut parts, case, plan);
            follow::plan(&mut parts, case, plan);
        }
        Body::PlanDeclined(declined) => follow::declined(&mut parts, case, declined),
        Body::MeasureStarted(change) => {
            follow::started(&mut parts, case, change);
            requests::changed(&mut parts, case, change);
        }
        Body::MeasureStopped(change) => {
            follow::stopped(&mut parts, case, change);
            requests::changed(&mut parts, case, change);
        }
        Body::Happened(occurrence) if occurrence.what == Happening::PathwayStep => follow::stepped(&mut parts, case, occurrence),
        Body::Happened(occurrence) if occurrence.what == Happening::Referral => follow::referred(&mut parts, case, occurrence),
        // What happens to the patient is the host's own knowledge: only that it was signed here goes out.
        Body::Happened(_) | Body::Amended { .. } => {}
    }
    if !case.draft {
        follow::provenance(&mut parts, case);
    }
    element([
        ("resourceType", "Bundle".into()),
        ("type", if case.draft { "collection" } else { "transaction" }.into()),
        ("identifier", case.identifier("bundle")),
        ("timestamp", case.at()),
        ("entry", Value::Array(parts.entries)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::json::{canonical, parse};
    use crate::interop::shape::Read as _;
    use crate::record::local::china;

    fn event(kind: &str, body: &str) -> Value {
        let hash = "b".repeat(64);
        let text = format!(
            "{{\"event\":{{\"v\":1,\"id\":\"e&1\",\"seq\":1,\"contextId\":\"adm\",\"type\":\"{kind}\",\"at\":\"2026-11-22T09:30:00+08:00\",\"by\":{{\"id\":\"d\",\"name\":\"王\",\"role\":\"physician\"}},\"body\":{body},\"hash\":\"{hash}\"}}}}"
        );
        parse(&text, 32).expect("JSON")
    }

    /// A second delivery must create nothing: the Bundle is the same to the letter, and every entry asks first.
    #[test]
    fn the_same_event_gives_the_same_bundle_and_every_entry_asks_first() {
        let input = event("plan_authorised", "{\"of\":\"e-0\",\"measures\":[{\"id\":\"ipc\",\"kind\":\"device\"}],\"overrides\":[]}");
        let bundle = extract(&input, china).expect("a bundle");
        assert_eq!(canonical(&bundle), canonical(&extract(&input, china).expect("a bundle")));
        for entry in bundle["entry"].items() {
            assert!(entry["request"].text("ifNoneExist").is_some_and(|query| !query.contains("e&1")), "an id is escaped in a query");
        }
        let text = canonical(&bundle);
        assert!(text.contains("\"intent\":\"proposal\"") && !text.contains("\"intent\":\"order\""));
    }

    #[test]
    fn what_only_happened_becomes_provenance_of_the_encounter() {
        let bundle = extract(&event("admitted", "{}"), china).expect("a bundle");
        let kinds: Vec<&str> = bundle["entry"].items().iter().filter_map(|entry| entry["resource"].text("resourceType")).collect();
        assert_eq!(kinds, ["Device", "Provenance"]);
        assert_eq!(bundle["entry"][1]["resource"]["target"][0].text("type"), Some("Encounter"));
    }

    /// The place is named from the root of what was handed in; the value is not.
    #[test]
    fn an_event_that_is_none_is_refused_at_its_place() {
        let refused = extract(&event("assessed", "{\"instrument\":\"padua\",\"edition\":7}"), china).expect_err("refused");
        assert_eq!((refused.code, refused.path.as_str()), ("E_SCHEMA", "/event/body/edition"));
    }
}
