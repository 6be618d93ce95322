//! The proposal: the routes that stand before it, what is in the blood, what is proposed and why, what it waits for by name,
//! what is not offered and why not, and the plan in force. Whoever may not decide reads the same; the answer is `choose`'s.

use super::detail::{detail, name_of, rule_name};
use super::words::{PreventionWords, words};
use super::{blood, choose, in_force, rule};
use crate::clinical::formulary::{Device, Drug};
use crate::clinical::lacking::{Lack, Why};
use crate::clinical::measure::{Fate, Measure};
use crate::clinical::quantity::written;
use crate::clinical::routes::NAMED;
use crate::clinical::source::Mark;
use crate::record::in_force::InForce;
use crate::session::care::evidence::NO_KIDNEYS;
use crate::session::screen::{PreventionView, Screen, Waiting};
use crate::text::{Lang, text};
use crate::ui::parts::{button, heading, link, tags};
use crate::ui::pen::Pen;
use crate::ui::wall::moment;
use crate::ui::words::{around, words as common};

/// Which weight counts is in the formula; that the other stands beside it is ours.
const BOTH_WEIGHTS: Mark = Mark::D(text!("并列校正体重", "the adjusted weight beside the actual one"));

pub fn view(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words) = (screen.lang, words(screen.lang));
    pen.tag("div", "plan", |pen| {
        pen.is("part", "advice");
        pen.is("data-rule", view.assessed.advice.rule.unwrap_or("open"));
        in_force::view(pen, screen, view);
        // One plan stands here. What was proposed before a physician decided is history, and no paper has it.
        if view.open {
            pen.when(view.in_hand().again, |pen| {
                pen.tag("div", "", |pen| {
                    pen.is("tabindex", "-1");
                    pen.flag("data-here", true);
                    pen.line("p", "cap", in_force::NEW_PLAN.get(lang));
                    button(pen, "keep-plan", "quiet", in_force::KEEP.get(lang).into(), false);
                });
            });
            proposal(pen, screen, view, words, lang);
        } else {
            routes(pen, view, words, lang);
        }
        if view.decides && view.open {
            choose::view(pen, screen, view);
        } else if !view.decides {
            pen.line("p", "banner calm", words.read_only);
        }
    });
}

/// What was proposed before a physician decided.
fn history(pen: &mut Pen, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    let authorised = matches!(view.in_force(), InForce::Plan(_) | InForce::Ended(_));
    pen.tag("details", "about", |pen| {
        pen.is("data-superseded", "");
        let title = if authorised { in_force::SUPERSEDED } else { in_force::SET_ASIDE }.get(lang);
        // Of what was practised nothing is authorised.
        pen.line("summary", "", if view.practised { words.proposal } else { title });
        reasons(pen, view, words, lang);
        // What was ordered as it was proposed stands in the plan, and once.
        let otherwise: Vec<&Measure> = view.assessed.advice.measures.iter().filter(|measure| !in_force::orders(view, measure)).collect();
        pen.when(otherwise.is_empty() && !view.practised, |pen| pen.line("p", "hint", in_force::AS_PROPOSED.get(lang)));
        pen.tag("ul", "", |pen| pen.each(otherwise, |pen, measure| pen.line("li", "", measure.what.label().get(lang))));
    });
}

/// What is proposed now, and everything around it.
fn proposal(pen: &mut Pen, screen: &Screen, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    let advice = &view.assessed.advice;
    pen.tag("div", "proposal", |pen| {
        // Paper shows what is in force, and never a proposal beside it.
        pen.flag("data-beside", view.in_force().plan().is_some());
        heading(pen, screen.heading_level, 1, "cap", words.proposal.into());
        routes(pen, view, words, lang);
        reasons(pen, view, words, lang);
        pen.tag("ul", "measures", |pen| {
            for measure in &advice.measures {
                // A drug that is ordered already goes on with its course: the days are those that would be signed.
                let goes_on =
                    view.drug.as_deref().filter(|drug| view.in_hand().again && view.dose_option.is_none() && drug.what.id() == measure.what.id());
                proposed(pen, goes_on.unwrap_or(measure), view, words, lang);
            }
        });
    });
    recheck(pen, view, words, lang);
}

fn recheck(pen: &mut Pen, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    let at = view.assessed.advice.recheck_at.map(|at| moment(at, lang));
    pen.tag("p", "recheck", |pen| pen.joined(&[words.recheck, words.colon, at.as_deref().unwrap_or(words.on_change)]));
}

/// What is waited for, measure by measure, while a decision is wanted.
pub fn waiting(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words) = (screen.lang, words(screen.lang));
    let waiting = if view.open { &*view.details.waiting } else { &[] };
    pen.each(waiting, |pen, waiting| waits(pen, waiting, words, lang));
}

/// What stands behind the proposal: what is in the blood, the row of the rules, what is not offered, and what is watched.
/// Open where nothing is left to ask.
pub fn why(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words) = (screen.lang, words(screen.lang));
    pen.tag("div", "plan why", |pen| {
        heading(pen, screen.heading_level, 1, "cap", words.behind.into());
        blood::view(pen, screen, view);
        // Of a plan in force what is watched is as it was signed. When to look again is a task of the record, which says it where
        // all tasks stand: reckoned here it would move with every look.
        if view.open {
            rule::view(pen, view, words, lang);
            not_offered(pen, view, words, lang);
            watch(pen, view, words, lang);
        } else {
            in_force::watched(pen, view, words, lang);
            history(pen, view, words, lang);
        }
    });
}

/// Each route that applies: its name, its sentences, and whether a drug that was given protects.
fn routes(pen: &mut Pen, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    let advice = &view.assessed.advice;
    pen.when(!advice.routes.is_empty(), |pen| {
        pen.tag("ul", "routes", |pen| {
            for route in NAMED.iter().filter(|route| advice.routes.contains(&route.id)) {
                pen.tag("li", "", |pen| {
                    pen.is("data-route", route.id);
                    pen.line("b", "", route.label.get(lang));
                    for (sentence, marks) in route.says.iter().filter(|(sentence, _)| advice.reasons.contains(sentence)) {
                        pen.tag("p", "", |pen| {
                            pen.text(sentence.get(lang));
                            tags(pen, marks, lang);
                        });
                    }
                    pen.when(route.id == "CI_THERAPEUTIC_AC", |pen| protection(pen, view, words, lang));
                });
            }
        });
    });
}

fn protection(pen: &mut Pen, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    let advice = &view.assessed.advice;
    let (id, word) = match advice.protected {
        Some(true) => ("yes", words.protected),
        Some(false) => ("no", words.not_protected),
        None => ("unknown", words.protection_unknown),
    };
    let until = advice.protected_until.map(|until| [" ", words.until, " ", &moment(until, lang)].concat());
    pen.tag("p", "protection", |pen| {
        pen.is("data-protected", id);
        pen.joined(&[word, until.as_deref().unwrap_or_default()]);
    });
}

/// The row that fired, and why; what a route says stands with the route.
fn reasons(pen: &mut Pen, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    let advice = &view.assessed.advice;
    let of_routes = || NAMED.iter().filter(|route| advice.routes.contains(&route.id)).flat_map(|route| route.says);
    let own = advice.reasons.iter().filter(|reason| of_routes().all(|(sentence, _)| sentence != *reason));
    pen.each(own, |pen, reason| pen.line("p", "reason", reason.get(lang)));
    let told = of_routes().filter(|(sentence, _)| advice.reasons.contains(sentence));
    let told: Vec<Mark> = told.flat_map(|(_, marks)| marks.iter().copied()).collect();
    let marks: Vec<Mark> = advice.marks.iter().filter(|mark| !told.contains(mark)).copied().collect();
    pen.tag("p", "hint", |pen| {
        let name = [words.row, " ", rule_name(advice.rule, lang)].concat();
        match advice.rule {
            Some(_) => link(pen, "rule", name.into()),
            None => pen.written(name.into()),
        }
        tags(pen, &marks, lang);
    });
}

fn proposed(pen: &mut Pen, measure: &Measure, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    pen.tag("li", measure.what.kind(), |pen| {
        pen.is("data-measure", measure.what.id());
        pen.tag("b", "", |pen| pen.text(measure.what.label().get(lang)));
        detail(pen, measure, view, words, lang);
        pen.when(measure.meanwhile, |pen| pen.line("small", "", words.meanwhile));
        pen.each(&measure.remarks, |pen, remark| pen.line("small", "caution", remark.get(lang)));
        let alternative = view.assessed.advice.alternatives.iter().find(|alternative| alternative.id == measure.what.id());
        pen.each(alternative.into_iter().flat_map(|alternative| &alternative.options), |pen, option| {
            let (zh, en) = option.dose.words();
            pen.tag("small", "option", |pen| {
                pen.joined(&[words.off_label, words.colon, if lang == Lang::Zh { &zh } else { &en }, words.separator, option.why.get(lang)]);
                tags(pen, option.marks, lang);
            });
        });
    });
}

/// How much is named at once before the rest folds away.
const SHOWN: usize = 8;

/// What a measure waits for, one by one: what is wrong with it is said, what nobody has answered comes last.
fn waits(pen: &mut Pen, waiting: &Waiting, words: &PreventionWords, lang: Lang) {
    let label = match (Drug::named(waiting.of), Device::named(waiting.of)) {
        (Some(drug), _) => drug.label().get(lang),
        (_, Some(device)) => device.label().get(lang),
        _ => "",
    };
    let cap = match (Drug::named(waiting.of), waiting.of) {
        (Some(_), _) => words.waits,
        (None, "score") => words.score_open,
        _ => words.device_waits,
    };
    let (plain, told): (Vec<&Lack>, Vec<&Lack>) = waiting.lacks.iter().partition(|lack| lack.why == Why::NotAnswered);
    let all: Vec<&Lack> = told.into_iter().chain(plain).collect();
    let (first, rest) = all.split_at(all.len().min(SHOWN));
    pen.tag("div", "waits", |pen| {
        pen.is("data-waits", waiting.of);
        pen.tag("p", "cap", |pen| pen.joined(&[label, if label.is_empty() { "" } else { words.colon }, cap]));
        pen.tag("ul", "", |pen| first.iter().for_each(|one| lack(pen, one, words, lang)));
        pen.when(!rest.is_empty(), |pen| {
            pen.tag("details", "", |pen| {
                pen.tag("summary", "", |pen| pen.written(around(&words.and_more, rest.len()).into()));
                pen.tag("ul", "", |pen| rest.iter().for_each(|one| lack(pen, one, words, lang)));
            });
        });
    });
}

/// "未识别的药物…：丹参片（待确认）"; what is answered on this screen leads there.
fn lack(pen: &mut Pen, lack: &Lack, words: &PreventionWords, lang: Lang) {
    let names = lack.names.join(words.comma);
    pen.tag("li", "", |pen| {
        pen.is("data-lack", lack.id);
        match lack.row {
            Some(row) => link(pen, row, lack.name.get(lang).into()),
            None => pen.line("span", "", lack.name.get(lang)),
        }
        pen.when(!names.is_empty(), |pen| pen.tag("b", "", |pen| pen.written(names.clone().into())));
        pen.line("span", "word", lack.why.words().get(lang));
    });
}

fn watch(pen: &mut Pen, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    let tasks = &view.assessed.advice.monitoring;
    pen.when(!tasks.is_empty(), |pen| {
        pen.tag("details", "about", |pen| {
            pen.flag("open", view.screened);
            pen.line("summary", "", words.watch);
            pen.tag("ul", "", |pen| {
                for task in tasks {
                    pen.tag("li", "", |pen| {
                        pen.text(task.what.get(lang));
                        tags(pen, task.marks, lang);
                        pen.some(task.from, |pen, from| pen.tag("small", "", |pen| pen.written(moment(from, lang).into())));
                    });
                }
            });
        });
    });
}

/// Why the others are not offered.
fn not_offered(pen: &mut Pen, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    let others = || {
        view.assessed.advice.alternatives.iter().filter(|alternative| !matches!(alternative.fate, Fate::Proposed | Fate::Offered | Fate::Selectable))
    };
    pen.when(others().next().is_some(), |pen| {
        pen.tag("details", "about", |pen| {
            pen.flag("open", view.screened);
            pen.line("summary", "", words.not_offered);
            pen.tag("ul", "", |pen| {
                for alternative in others() {
                    pen.tag("li", "", |pen| {
                        pen.is("data-alternative", alternative.id);
                        pen.tag("b", "", |pen| pen.joined(&[alternative.label.get(lang), words.colon]));
                        match &alternative.fate {
                            Fate::Blocked { by, no_override } => {
                                pen.each(by, |pen, id| pen.line("span", "", name_of(id, lang)));
                                pen.when(*no_override, |pen| pen.line("span", "tag", words.no_override));
                            }
                            Fate::NotInStock => pen.line("span", "", words.not_in_stock),
                            _ => {
                                let reason = view.details.fates.iter().find(|(id, _)| *id == alternative.id).map(|(_, reason)| reason.clone());
                                pen.tag("span", "", |pen| pen.written(reason.unwrap_or_else(|| words.not_for_this.into()).into()));
                            }
                        }
                    });
                }
            });
        });
    });
}

/// Creatinine clearance with the weight that went into it.
pub fn clearance(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let words = words(screen.lang);
    let advice = &view.assessed.advice;
    // Of kidneys that have failed a figure would only mislead.
    pen.when(advice.without_kidneys, |pen| {
        pen.tag("p", "sub", |pen| {
            pen.is("data-kidneys", "");
            pen.line("strong", "", NO_KIDNEYS.get(screen.lang));
        });
    });
    pen.some(advice.clearance.filter(|_| !advice.without_kidneys), |pen, value| {
        let value = written(value, 1);
        let weight = advice.weight_kg.map(|weight| written(weight, 1));
        pen.tag("p", "sub", |pen| match &weight {
            Some(weight) => pen.joined(&[words.clearance, " ", &value, " mL/min (", words.with_weight, " ", weight, " kg)"]),
            None => pen.joined(&[words.clearance, " ", &value, " mL/min ", common(screen.lang).separator, "HIS"]),
        });
        pen.some(advice.adjusted_kg, |pen, kg| {
            let kg = written(kg, 1);
            pen.tag("p", "sub", |pen| {
                pen.joined(&[words.adjusted, " ", &kg, " kg"]);
                tags(pen, &[BOTH_WEIGHTS], screen.lang);
            });
        });
    });
}
