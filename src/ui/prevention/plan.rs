//! The proposal and the physician's answer to it: what is proposed and why, what else could be chosen, what is not offered
//! and why not; authorise, change, or decline. Whoever may not decide reads the same.

use super::words::{Words, words};
use crate::clinical::contraindication;
use crate::clinical::instrument::Risk;
use crate::clinical::instruments;
use crate::clinical::measure::{Alternative, Fate, Measure, What};
use crate::clinical::prophylaxis::what_changes;
use crate::clinical::quantity::written;
use crate::clinical::source::Mark;
use crate::record::coded::DECLINED;
use crate::text::{Lang, text};
use crate::ui::form::tags;
use crate::ui::parts::{button, field, heading, is_locked, label, moment};
use crate::ui::pen::Pen;
use crate::ui::words::words as common;
use crate::web::screen::{Declining, PreventionView, Screen, Standing};

/// Which weight counts is in the formula; that the other stands beside it is ours.
const BOTH_WEIGHTS: Mark = Mark::D(text!("并列校正体重", "the adjusted weight beside the actual one"));

pub fn view(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words) = (screen.lang, words(screen.lang));
    let advice = &view.assessed.advice;
    let locked = is_locked(screen);
    pen.tag("div", "plan", |pen| {
        pen.is("part", "advice");
        pen.is("data-rule", advice.rule.unwrap_or("open"));
        heading(pen, screen.heading_level, 1, "cap", words.proposal.into());
        pen.each(&advice.reasons, |pen, reason| pen.line("p", "reason", reason.get(lang)));
        pen.tag("p", "hint", |pen| {
            pen.joined(&[words.row, " ", advice.rule.unwrap_or("–")]);
            tags(pen, &advice.marks, lang);
        });
        pen.tag("ul", "measures", |pen| {
            for measure in &advice.measures {
                proposed(pen, measure, words, lang);
            }
        });
        pen.when(!advice.missing.is_empty(), |pen| {
            pen.tag("div", "waits", |pen| {
                pen.line("p", "cap", words.waits);
                pen.tag("ul", "", |pen| {
                    let mut told: Vec<&str> = vec![];
                    for missing in &advice.missing {
                        let change = missing.change.get(lang);
                        if !told.contains(&change) {
                            told.push(change);
                            pen.line("li", "", change);
                        }
                    }
                });
            });
        });
        pen.some(advice.recheck_at, |pen, at| pen.tag("p", "", |pen| pen.joined(&[words.recheck, " ", &moment(at, lang)])));
        pen.some(view.standing.as_ref(), |pen, standing| stands(pen, standing, words, lang));
        if view.decides && !advice.alternatives.is_empty() {
            choices(pen, view, words, lang, locked);
        }
        not_offered(pen, view, words, lang);
        pen.when(!advice.monitoring.is_empty(), |pen| {
            pen.tag("details", "about", |pen| {
                pen.line("summary", "", words.watch);
                pen.tag("ul", "", |pen| {
                    for task in &advice.monitoring {
                        pen.tag("li", "", |pen| {
                            pen.text(task.what.get(lang));
                            tags(pen, task.marks, lang);
                            pen.some(task.from, |pen, from| pen.tag("small", "", |pen| pen.written(moment(from, lang).into())));
                        });
                    }
                });
            });
        });
        if view.decides {
            decide(pen, screen, view, words, locked);
        } else {
            pen.line("p", "banner calm", words.read_only);
        }
    });
}

fn proposed(pen: &mut Pen, measure: &Measure, words: &Words, lang: Lang) {
    pen.tag("li", measure.what.kind(), |pen| {
        pen.is("data-measure", measure.what.id());
        pen.tag("b", "", |pen| pen.text(measure.what.label().get(lang)));
        detail(pen, measure, words, lang);
        pen.when(measure.meanwhile, |pen| pen.line("small", "", words.meanwhile));
        pen.each(&measure.remarks, |pen, remark| pen.line("small", "caution", remark.get(lang)));
    });
}

/// Dose, start and stop, or the leg.
fn detail(pen: &mut Pen, measure: &Measure, words: &Words, lang: Lang) {
    match &measure.what {
        What::Drug(course) => {
            pen.tag("span", "dose", |pen| match &course.dose {
                Some(dose) => {
                    let (zh, en) = dose.words();
                    pen.written(if lang == Lang::Zh { zh } else { en }.into());
                }
                None => pen.text(words.no_dose),
            });
            tags(pen, course.dose_marks, lang);
            let when = course.start.map(|start| moment(start, lang));
            pen.tag("small", "", |pen| {
                pen.joined(&[words.start, " ", when.as_deref().unwrap_or_default(), " ", course.start_rule.get(lang)]);
                tags(pen, course.start_marks, lang);
            });
            let stop = course.stop.map(|stop| moment(stop, lang));
            let planned = course.days.planned.to_string();
            pen.tag("small", "", |pen| {
                pen.joined(&[words.stop, " ", stop.as_deref().unwrap_or_default(), " (", &planned, " ", words.days, ")"]);
                tags(pen, course.stop_marks, lang);
            });
        }
        What::Device { legs, .. } => pen.line("span", "dose", words.leg[*legs as usize]),
        What::Basic | What::Escalate => pen.when(false, |_| {}),
    }
}

/// What may be chosen, the proposal chosen beforehand.
fn choices(pen: &mut Pen, view: &PreventionView, words: &Words, lang: Lang, locked: bool) {
    for (drugs, title, chosen) in [(true, words.drug, &view.drug), (false, words.device, &view.device)] {
        let chosen_id = chosen.as_ref().map(|measure| measure.what.id());
        let name = if drugs { "vte-drug" } else { "vte-device" };
        pen.tag("fieldset", "choices", |pen| {
            pen.line("legend", "", title);
            let option = |pen: &mut Pen, id: &'static str, label: &'static str, note: &'static str| {
                pen.tag("label", if chosen_id.unwrap_or("") == id { "on" } else { "" }, |pen| {
                    pen.tag("input", "", |pen| {
                        pen.is("type", "radio");
                        pen.is("name", name);
                        pen.is(if drugs { "data-drug" } else { "data-device" }, id);
                        pen.flag("disabled", locked);
                        pen.checked(chosen_id.unwrap_or("") == id);
                    });
                    pen.text(label);
                    pen.when(!note.is_empty(), |pen| pen.line("small", "", note));
                });
            };
            let of = |blocked: bool| {
                let alternatives = view.assessed.advice.alternatives.iter().filter(move |alternative| alternative.is_drug == drugs);
                alternatives.filter(move |alternative| may_choose(alternative) && matches!(alternative.fate, Fate::Blocked { .. }) == blocked)
            };
            for alternative in of(false) {
                let note = if alternative.fate == Fate::Proposed { words.proposed } else { "" };
                option(pen, alternative.id, alternative.label.get(lang), note);
            }
            option(pen, "", words.none, "");
            // What is forbidden is chosen only by opening this, with a reason and a second confirmation.
            pen.when(of(true).next().is_some(), |pen| {
                pen.tag("details", "about", |pen| {
                    pen.flag("open", of(true).any(|alternative| chosen_id == Some(alternative.id)));
                    pen.line("summary", "", words.set_aside);
                    for alternative in of(true) {
                        option(pen, alternative.id, alternative.label.get(lang), words.blocked);
                    }
                });
            });
            let proposed = |id: &str| view.assessed.advice.measures.iter().any(|measure| measure.what.id() == id);
            let other = chosen.as_ref().filter(|measure| !proposed(measure.what.id()));
            pen.some(other, |pen, measure| pen.tag("div", "chosen", |pen| detail(pen, measure, words, lang)));
            let setting_aside = view.overrides.iter().find(|held| Some(held.id) == chosen_id);
            pen.some(setting_aside, |pen, held| {
                pen.tag("div", "banner bad", |pen| {
                    pen.each(&held.against, |pen, id| pen.line("p", "", name_of(id, lang)));
                    field(pen, words.override_why, |pen| {
                        pen.is("data-override", held.id);
                        pen.flag("disabled", locked);
                        pen.value(Some(held.reason.clone().into()));
                    });
                    pen.tag("label", "sure", |pen| {
                        pen.tag("input", "", |pen| {
                            pen.is("type", "checkbox");
                            pen.is("data-sure", held.id);
                            pen.flag("disabled", locked);
                            pen.checked(held.confirmed);
                        });
                        pen.text(words.override_sure);
                    });
                });
            });
        });
    }
}

/// Offered, or blocked by something that a physician may set aside.
fn may_choose(alternative: &Alternative) -> bool {
    alternative.fits && matches!(alternative.fate, Fate::Proposed | Fate::Offered | Fate::Selectable | Fate::Blocked { no_override: false, .. })
}

/// The name of what blocks: a contraindication, or the bleeding list.
fn name_of(id: &'static str, lang: Lang) -> &'static str {
    match (contraindication::named(id), instruments::named(id)) {
        (Some(row), _) => row.label.get(lang),
        (_, Some(list)) => label(list, Risk::High, lang),
        // A fact that is not known.
        _ => what_changes(id).get(lang),
    }
}

/// Why the others are not offered.
fn not_offered(pen: &mut Pen, view: &PreventionView, words: &Words, lang: Lang) {
    let others = || {
        view.assessed.advice.alternatives.iter().filter(|alternative| !matches!(alternative.fate, Fate::Proposed | Fate::Offered | Fate::Selectable))
    };
    pen.when(others().next().is_some(), |pen| {
        pen.tag("details", "about", |pen| {
            pen.line("summary", "", words.not_offered);
            pen.tag("ul", "", |pen| {
                for alternative in others() {
                    pen.tag("li", "", |pen| {
                        pen.line("b", "", alternative.label.get(lang));
                        match &alternative.fate {
                            Fate::Blocked { by, no_override } => {
                                pen.each(by, |pen, id| pen.line("span", "", name_of(id, lang)));
                                pen.when(*no_override, |pen| pen.line("span", "tag", words.no_override));
                            }
                            Fate::NotInStock => pen.line("span", "", words.not_in_stock),
                            _ => pen.line("span", "", words.not_for_this),
                        }
                    });
                }
            });
        });
    });
}

fn decide(pen: &mut Pen, screen: &Screen, view: &PreventionView, words: &Words, locked: bool) {
    pen.tag("div", "actions", |pen| {
        pen.is("part", "actions");
        match &view.declining {
            None => {
                button(pen, "authorise", "primary", words.authorise.into(), locked);
                button(pen, "decline-open", "answer", words.decline.into(), locked);
            }
            Some(declining) => decline(pen, screen, declining, words, locked),
        }
        pen.line("p", "hint", words.statement);
        pen.line("p", "hint", words.physician);
    });
}

fn decline(pen: &mut Pen, screen: &Screen, declining: &Declining, words: &Words, locked: bool) {
    let lang = screen.lang;
    pen.tag("fieldset", "choices", |pen| {
        pen.line("legend", "", words.decline_title);
        for reason in &DECLINED {
            pen.tag("label", if declining.code == Some(reason.id) { "on" } else { "" }, |pen| {
                pen.tag("input", "", |pen| {
                    pen.is("type", "radio");
                    pen.is("name", "vte-decline");
                    pen.is("data-decline", reason.id);
                    pen.flag("disabled", locked);
                    pen.checked(declining.code == Some(reason.id));
                });
                pen.text(reason.label.get(lang));
            });
        }
        field(pen, words.decline_note, |pen| {
            pen.is("data-decline-note", "");
            pen.flag("disabled", locked);
            pen.value((!declining.note.is_empty()).then(|| declining.note.clone().into()));
        });
    });
    button(pen, "decline", "primary", words.decline_sure.into(), locked);
    button(pen, "decline-close", "quiet", words.back.into(), locked);
}

fn stands(pen: &mut Pen, standing: &Standing, words: &Words, lang: Lang) {
    pen.tag("div", "standing", |pen| {
        pen.is("tabindex", "-1");
        pen.is("data-standing", if standing.declined.is_some() { "declined" } else { "authorised" });
        pen.line("p", "cap", if standing.declined.is_some() { words.declined } else { words.standing });
        pen.tag("p", "signs", |pen| {
            crate::ui::form::head::person(pen, &standing.by, lang);
            pen.joined(&[" · ", &moment(standing.at, lang)]);
        });
        pen.some(standing.declined, |pen, reason| pen.line("p", "", reason.get(lang)));
        pen.some(standing.note.as_ref(), |pen, note| pen.tag("p", "", |pen| pen.written(note.clone().into())));
        pen.tag("ul", "", |pen| {
            for (zh, en) in &standing.measures {
                pen.tag("li", "", |pen| pen.written(if lang == Lang::Zh { zh } else { en }.clone().into()));
            }
        });
    });
}

/// Creatinine clearance with the weight that went into it.
pub fn clearance(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let words = words(screen.lang);
    pen.some(view.assessed.advice.clearance, |pen, value| {
        let value = written(value, 1);
        let weight = screen.patient.as_ref().and_then(|patient| patient.weight_kg).map(|weight| written(weight, 1));
        pen.tag("p", "sub", |pen| match &weight {
            Some(weight) => pen.joined(&[words.clearance, " ", &value, " mL/min (", words.with_weight, " ", weight, " kg)"]),
            None => pen.joined(&[words.clearance, " ", &value, " mL/min ", common(screen.lang).separator, "HIS"]),
        });
        pen.some(view.assessed.advice.adjusted_kg, |pen, kg| {
            let kg = written(kg, 1);
            pen.tag("p", "sub", |pen| {
                pen.joined(&[words.adjusted, " ", &kg, " kg"]);
                tags(pen, &[BOTH_WEIGHTS], screen.lang);
            });
        });
    });
}
