//! The top of the surface: what this is, who is at the screen, whose form it is and why this score.

use yew::AttrValue;

use crate::clinical::quantity::counted;
use crate::record::role::Actor;
use crate::session::screen::{Chrome, Mode, Patient, Screen, Stage};
use crate::text::Lang;
use crate::ui::parts::{button, decimal, field, heading, is_locked};
use crate::ui::pen::{Pen, same_frame};
use crate::ui::words::{Words, said, words};

/// Whether two screens have the same header.
pub fn same(one: &Screen, other: &Screen) -> bool {
    same_frame(one, other) && one.heading_level == other.heading_level && one.patient == other.patient && title(one) == title(other)
}

pub fn view(pen: &mut Pen, screen: &Screen, _: bool) {
    let (lang, words) = (screen.lang, words(screen.lang));
    let mark = match screen.mode {
        _ if screen.practises => Some(words.teaching),
        Mode::ReadOnly => Some(words.read_only),
        _ => None,
    };
    pen.when(screen.chrome != Chrome::None, |pen| {
        pen.tag("div", "header", |pen| {
            pen.is("part", "header");
            pen.tag("div", "top", |pen| {
                heading(pen, screen.heading_level, 0, "title", title(screen));
                pen.some(mark, |pen, mark| pen.line("span", "mark", mark));
                pen.some(screen.user.as_ref(), |pen, user| pen.tag("span", "user", |pen| person(pen, user, lang)));
                pen.when(screen.patient.is_some() && !is_locked(screen), |pen| alarm(pen, screen, words));
            });
            pen.some(screen.patient.as_ref(), |pen, patient| pen.tag("dl", "strip", |pen| strip(pen, patient, screen.chrome, words)));
        });
    });
}

fn title(screen: &Screen) -> AttrValue {
    match (&screen.form, &screen.stage) {
        (Some(form), Stage::Form) => AttrValue::Static(form.instrument.title.get(screen.lang)),
        _ => said(&screen.strings, "title", words(screen.lang).title),
    }
}

/// A name with its role.
pub fn person(pen: &mut Pen, person: &Actor, lang: Lang) {
    pen.tag("b", "", |pen| pen.written(person.name.clone().into()));
    pen.joined(&[" ", person.role.label().get(lang)]);
}

fn strip(pen: &mut Pen, patient: &Patient, chrome: Chrome, words: &Words) {
    let sex = patient.female.map(|female| if female { words.female } else { words.male }.to_owned());
    let age = patient.age_years.map(|years| [&counted(years as usize), words.years].concat());
    let [sex_waits, age_waits, height_waits, weight_waits, bmi_waits] = patient.awaited;
    let waits = |waits: bool, value: Option<String>| value.or_else(|| waits.then(|| words.unconfirmed.to_owned()));
    let mut cell = |there: bool, name: &'static str, value: Option<String>| {
        pen.when(there, |pen| {
            pen.tag("div", if value.is_some() { "" } else { "absent" }, |pen| {
                pen.line("dt", "", name);
                pen.tag("dd", "", |pen| pen.written(value.map_or(AttrValue::Static(words.absent), AttrValue::from)));
            });
        });
    };
    let full = chrome == Chrome::Full;
    cell(true, words.patient, patient.label.clone());
    cell(true, words.bed, patient.bed.clone());
    cell(true, words.sex, waits(sex_waits, sex));
    cell(true, words.age, waits(age_waits, age));
    cell(full, words.department, patient.department.clone());
    cell(full, words.height, waits(height_waits, patient.height_cm.map(|value| decimal(value, " cm"))));
    cell(full, words.weight, waits(weight_waits, patient.weight_kg.map(|value| decimal(value, " kg"))));
    cell(full, "BMI", waits(bmi_waits, patient.bmi.map(|value| decimal(value, ""))));
}

/// The way out of the score: suspected VTE goes to a physician at once.
fn alarm(pen: &mut Pen, screen: &Screen, words: &Words) {
    button(pen, "suspected-vte", "alarm", said(&screen.strings, "suspected_vte", words.suspected_vte), false);
}

/// The same at the end of a screen without a header.
pub fn suspected(pen: &mut Pen, screen: &Screen, words: &Words) {
    pen.when(screen.chrome == Chrome::None && !is_locked(screen), |pen| alarm(pen, screen, words));
}

/// Whether two screens give the same reason.
pub fn same_why(one: &Screen, other: &Screen) -> bool {
    let shown = |screen: &Screen| {
        screen.form.as_ref().map(|form| (form.instrument.id, form.why, form.switched, form.alternative.map(|of| of.id), form.amending.is_some()))
    };
    same_frame(one, other) && shown(one) == shown(other)
}

/// Why this score and not another; the other, for a reason.
pub fn why(pen: &mut Pen, screen: &Screen, switching: bool) {
    let Some(form) = &screen.form else { return };
    let (lang, words) = (screen.lang, words(screen.lang));
    let other = form.alternative.filter(|_| !is_locked(screen) && form.amending.is_none());
    pen.tag("div", "why", |pen| {
        pen.tag("p", "", |pen| {
            // An amendment keeps the score of the assessment that it amends: nobody chose one now.
            pen.when(form.amending.is_none(), |pen| {
                pen.line("b", "", words.why);
                pen.text(words.colon);
                pen.text(form.why.get(lang));
                pen.when(form.switched, |pen| pen.line("span", "tag", words.switched));
            });
            pen.tag("span", "edition", |pen| pen.joined(&[words.edition, " ", form.instrument.edition]));
        });
        pen.some(other, |pen, other| {
            pen.tag("div", if switching { "switch" } else { "" }, |pen| {
                pen.when(switching, |pen| field(pen, words.switch_reason, |pen| pen.is("data-switch-reason", "")));
                pen.tag("button", if switching { "answer" } else { "quiet" }, |pen| {
                    pen.is("type", "button");
                    pen.is("data-instrument", other.id);
                    pen.joined(&[if switching { words.switch_yes } else { words.switch_to }, " ", other.title.get(lang)]);
                });
                pen.when(switching, |pen| button(pen, "switch-no", "quiet", AttrValue::Static(words.cancel), false));
            });
        });
    });
}
