//! How a measure, what stands against one, and the rule behind it are worded, wherever they are drawn.

use super::words::PreventionWords;
use crate::clinical::measure::{DrugCourse, Measure, What};
use crate::clinical::naming;
use crate::clinical::prophylaxis::what_changes;
use crate::clinical::routes::NAMED;
use crate::record::in_force::Day;
use crate::session::screen::PreventionView;
use crate::text::Lang;
use crate::ui::parts::tags;
use crate::ui::pen::Pen;
use crate::ui::plan_words::day;
use crate::ui::wall::moment;

/// A row of the matrix by its id, a route by its name.
pub fn rule_name(rule: Option<&'static str>, lang: Lang) -> &'static str {
    let route = NAMED.iter().find(|route| Some(route.id) == rule).map(|route| route.label.get(lang));
    route.or(rule).unwrap_or("–")
}

/// Dose, start and stop, each with its own marks; or the leg.
pub fn detail(pen: &mut Pen, measure: &Measure, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    match &measure.what {
        What::Drug(course) => drug(pen, course, view, words, lang),
        What::Device { legs, .. } => pen.line("span", "dose", words.leg[*legs as usize]),
        What::Basic | What::Escalate => pen.when(false, |_| {}),
    }
}

fn drug(pen: &mut Pen, course: &DrugCourse, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    pen.tag("span", "dose", |pen| match &course.dose {
        Some(dose) => {
            let (zh, en) = dose.words();
            pen.written(if lang == Lang::Zh { zh } else { en }.into());
        }
        None => pen.text(words.no_dose),
    });
    tags(pen, course.dose_marks, lang);
    let when = course.start.map(|start| moment(start, lang));
    // Another anticoagulant still runs: the proposal is the change, in two steps.
    let other = course.instead_of.and_then(|fact| view.assessed.blood.all.iter().find(|drug| drug.fact == fact));
    pen.some(other, |pen, other| {
        pen.tag("small", "instead", |pen| {
            pen.is("data-instead-of", other.substance.id);
            let then = when.as_ref().map(|when| [words.then_at, " ", when, " ", words.then_start].concat());
            pen.joined(&[words.first_stop, other.substance.name.get(lang), then.as_deref().unwrap_or_default()]);
        });
    });
    pen.tag("small", "", |pen| {
        pen.joined(&[words.start, " ", when.as_deref().unwrap_or_default(), " ", course.start_rule.get(lang)]);
        tags(pen, course.start_marks, lang);
    });
    let stop = course.stop.map(|stop| moment(stop, lang));
    let of = u16::from(if course.extended { course.days.to } else { course.days.planned });
    pen.tag("small", "", |pen| {
        let [open, close] = words.brackets;
        let day = day(Day { n: course.day, of }, lang);
        pen.joined(&[words.stop, " ", stop.as_deref().unwrap_or(words.not_known), open, &day, close]);
        tags(pen, course.stop_marks, lang);
    });
}

/// The name of what stands against a measure.
pub fn name_of(id: &str, lang: Lang) -> &'static str {
    naming::name_of(id).unwrap_or_else(|| what_changes(id)).get(lang)
}
