//! A result as xAPI statements (version 1.0.3), for a learning record store. The actor is an account of the page's choosing, never a name or a mail address:
//! `home` is the page's own address, `account` what it knows the learner by.

use crate::interop::json::{Value, canonical};
use crate::interop::writing::Writing;
use crate::training::lesson::Lesson;
use crate::training::result::LearnerResult;

/// Verbs of the ADL vocabulary.
const VERBS: [(&str, &str, &str); 3] = [
    ("http://adlnet.gov/expapi/verbs/passed", "通过", "passed"),
    ("http://adlnet.gov/expapi/verbs/failed", "未通过", "failed"),
    ("http://adlnet.gov/expapi/verbs/completed", "完成", "completed"),
];
const ANSWERED: (&str, &str, &str) = ("http://adlnet.gov/expapi/verbs/answered", "作答", "answered");

/// A list of statements: one for the lesson, one for each exercise that was answered. Object ids stand under `home`.
pub fn statements(lesson: &Lesson, result: &LearnerResult, home: &str, account: &str) -> String {
    let mut out = Writing::object();
    out.list("all");
    let verb = match result.passed {
        Some(true) => VERBS[0],
        Some(false) => VERBS[1],
        None => VERBS[2],
    };
    out.open("");
    begin(&mut out, home, account, verb);
    object(
        &mut out,
        home,
        &["lesson/", &lesson.id].concat(),
        "http://adlnet.gov/expapi/activities/lesson",
        Some((&lesson.title.zh, &lesson.title.en)),
    );
    outcome(&mut out, result.percent, result.passed, Some(result.seconds));
    out.time("timestamp", Some(result.ended));
    out.end();
    for line in result.lines.iter().filter(|line| line.response.is_some()) {
        out.open("");
        begin(&mut out, home, account, ANSWERED);
        object(&mut out, home, &["exercise/", &line.exercise.replace(':', "/")].concat(), "http://adlnet.gov/expapi/activities/assessment", None);
        outcome(&mut out, line.percent, Some(line.right), None);
        out.open("context");
        out.open("contextActivities");
        out.list("parent");
        out.open("");
        out.text("id", &[home.trim_end_matches('/'), "/lesson/", &lesson.id].concat());
        out.end();
        out.end();
        out.end();
        out.end();
        out.time("timestamp", Some(result.ended));
        out.end();
    }
    out.end();
    let value = out.value();
    canonical(value.get("all").unwrap_or(&Value::Null))
}

fn begin(out: &mut Writing, home: &str, account: &str, (id, zh, en): (&str, &str, &str)) {
    out.open("actor");
    out.text("objectType", "Agent");
    out.open("account");
    out.text("homePage", home);
    out.text("name", account);
    out.end();
    out.end();
    out.open("verb");
    out.text("id", id);
    out.open("display");
    out.text("zh-CN", zh);
    out.text("en", en);
    out.end();
    out.end();
}

fn object(out: &mut Writing, home: &str, path: &str, kind: &str, title: Option<(&str, &str)>) {
    out.open("object");
    out.text("objectType", "Activity");
    out.text("id", &[home.trim_end_matches('/'), "/", path].concat());
    out.open("definition");
    out.text("type", kind);
    if let Some((zh, en)) = title {
        out.open("name");
        out.text("zh-CN", zh);
        out.text("en", en);
        out.end();
    }
    out.end();
    out.end();
}

fn outcome(out: &mut Writing, percent: u8, success: Option<bool>, seconds: Option<i64>) {
    out.open("result");
    out.open("score");
    out.number("scaled", f64::from(percent) / 100.0);
    out.whole("raw", percent.into());
    out.whole("min", 0);
    out.whole("max", 100);
    out.end();
    if let Some(success) = success {
        out.flag("success", Some(success));
    }
    out.flag("completion", Some(true));
    if let Some(seconds) = seconds {
        // ISO 8601, whole seconds.
        out.text("duration", &["PT", &seconds.max(0).to_string(), "S"].concat());
    }
    out.end();
}
