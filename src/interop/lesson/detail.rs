//! What the element tells a page while it teaches: the detail of `vte-lesson`. It names no patient, because there is none, and no learner that
//! the page has not named itself.

use crate::interop::json::Value;
use crate::interop::writing::Writing;
use crate::training::result::{LearnerResult, ResultLine};

/// `{ kind: "progress", lesson, case, answered, of, right, percent }` after an answer; `right` and `percent` are null where hints are not given.
pub fn progress(lesson: &str, case: &str, answered: usize, of: usize, told: Option<&ResultLine>) -> Value {
    let mut out = Writing::object();
    out.text("kind", "progress");
    out.text("lesson", lesson);
    out.text("case", case);
    out.whole("answered", answered);
    out.whole("of", of);
    out.flag("right", told.map(|line| line.right));
    match told {
        Some(line) => out.whole("percent", line.percent.into()),
        None => out.null("percent"),
    }
    out.value()
}

/// `{ kind: "result", lesson, case: null, result: { attempt, percent, passed, seconds, overTime, clockBackMin, resumed, edition, seal, lines: [{ case, percent,
/// right, unsafe, mistakes }] } }`.
pub fn result(of: &LearnerResult) -> Value {
    let mut out = Writing::object();
    out.text("kind", "result");
    out.text("lesson", &of.lesson);
    out.null("case");
    out.open("result");
    out.text("attempt", &of.attempt);
    out.whole("percent", of.percent.into());
    out.flag("passed", of.passed);
    out.whole("seconds", usize::try_from(of.seconds).unwrap_or_default());
    out.flag("overTime", Some(of.over_time));
    out.whole("clockBackMin", of.clock_back_min as usize);
    out.whole("resumed", of.resumed);
    super::shapes::write_edition(&mut out, &of.edition);
    out.text("seal", &of.seal);
    out.list("lines");
    for line in &of.lines {
        out.open("");
        out.text("case", &line.exercise);
        out.whole("percent", line.percent.into());
        out.flag("right", Some(line.right));
        out.flag("unsafe", Some(line.is_unsafe));
        out.texts("mistakes", &line.mistakes);
        out.end();
    }
    out.end();
    out.end();
    out.value()
}
