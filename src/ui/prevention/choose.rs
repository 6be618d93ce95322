//! The physician's answer: another drug, dose or device than the proposal, what is set aside for it, and authorise or decline.

use super::detail::{detail, name_of};
use super::words::{PreventionWords, words};
use crate::clinical::measure::{Alternative, Fate};
use crate::record::coded::DECLINED;
use crate::record::refusal::Refusal;
use crate::session::screen::{Declining, Override, PreventionView, Screen};
use crate::text::Lang;
use crate::ui::parts::{button, field, is_locked, link, one_of, tags};
use crate::ui::pen::Pen;

/// What may be chosen, and the buttons.
pub fn view(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words, locked) = (screen.lang, words(screen.lang), is_locked(screen));
    choices(pen, screen, view, words, lang, locked);
    decide(pen, screen, view, words, locked);
}

/// What may be chosen, the proposal chosen beforehand.
fn choices(pen: &mut Pen, screen: &Screen, view: &PreventionView, words: &PreventionWords, lang: Lang, locked: bool) {
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
                let note = match alternative.fate {
                    Fate::Proposed => words.proposed,
                    Fate::Selectable => words.selectable,
                    _ => "",
                };
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
            let other = chosen.as_ref().filter(|measure| !proposed(measure.what.id()) || drugs && view.dose_option.is_some());
            pen.some(other, |pen, measure| pen.tag("div", "chosen", |pen| detail(pen, measure, view, words, lang)));
            let alternative = view.assessed.advice.alternatives.iter().find(|alternative| Some(alternative.id) == chosen_id);
            let options = alternative.filter(|alternative| !alternative.options.is_empty());
            pen.some(options, |pen, alternative| doses(pen, view, alternative, words, lang, locked));
            let setting_aside = view.overrides.iter().find(|held| Some(held.id) == chosen_id);
            pen.some(setting_aside, |pen, held| set_aside(pen, screen, view, held, words, lang, locked));
        });
    }
}

/// Doses outside the label: shown beside the usual one, never proposed, one tap with a reason.
fn doses(pen: &mut Pen, view: &PreventionView, alternative: &Alternative, words: &PreventionWords, lang: Lang, locked: bool) {
    pen.tag("fieldset", "choices doses", |pen| {
        pen.line("legend", "", words.off_label);
        let option = |pen: &mut Pen, at: Option<usize>, id: &'static str, draw: &dyn Fn(&mut Pen)| {
            let on = view.dose_option == at;
            pen.tag("label", if on { "on" } else { "" }, |pen| {
                pen.tag("input", "", |pen| {
                    pen.is("type", "radio");
                    pen.is("name", "vte-dose");
                    pen.is("data-dose", id);
                    pen.flag("disabled", locked);
                    pen.checked(on);
                });
                draw(pen);
            });
        };
        option(pen, None, "", &|pen| pen.text(words.usual_dose));
        for (index, (dose, id)) in alternative.options.iter().zip(PLACES).enumerate() {
            option(pen, Some(index), id, &|pen| {
                let (zh, en) = dose.dose.words();
                pen.tag("b", "", |pen| pen.written(if lang == Lang::Zh { zh } else { en }.into()));
                pen.line("small", "", dose.why.get(lang));
                tags(pen, dose.marks, lang);
            });
        }
    });
}

/// How a place is written in a hook; a drug has three doses outside the label at most.
const PLACES: [&str; 4] = ["0", "1", "2", "3"];

/// What is set aside, by name, with the reason and the second confirmation. What is only not answered is amber and leads to its
/// question; red is what is there.
fn set_aside(pen: &mut Pen, screen: &Screen, view: &PreventionView, held: &Override, words: &PreventionWords, lang: Lang, locked: bool) {
    let lack_of = |id: &str| view.details.waiting.iter().flat_map(|waiting| &waiting.lacks).find(|lack| lack.id == id);
    let present = held.against.iter().any(|id| lack_of(id).is_none());
    let refused = matches!(&screen.refused, Some(Refusal::OverrideNeeded(_)));
    pen.tag("div", if present { "banner bad" } else { "banner warn" }, |pen| {
        pen.each(&held.against, |pen, id| {
            let lack = lack_of(id);
            let names = lack.map(|lack| lack.names.join(words.comma)).unwrap_or_default();
            let [open, close] = words.brackets;
            let why = lack.map(|lack| [open, lack.why.words().get(lang), close].concat());
            pen.tag("p", "", |pen| {
                pen.is_written("data-against", id.clone().into());
                let name = [name_of(id, lang), if names.is_empty() { "" } else { words.colon }, &names, why.as_deref().unwrap_or_default()].concat();
                match lack.and_then(|lack| lack.row) {
                    Some(row) => link(pen, row, name.into()),
                    None => pen.written(name.into()),
                }
            });
        });
        field(pen, words.override_why, |pen| {
            pen.is("data-override", held.id);
            pen.flag("disabled", locked);
            if refused {
                pen.is("aria-invalid", "true");
                pen.is("aria-describedby", "vte-why");
            }
            pen.value(Some(held.reason.clone().into()));
        });
        pen.when(refused, |pen| error(pen, "vte-why", words.give_reason));
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
}

/// What is wrong, at the field that mends it.
pub fn error(pen: &mut Pen, id: &'static str, text: &'static str) {
    pen.tag("p", "conflict", |pen| {
        pen.is("id", id);
        pen.is("data-error", id);
        pen.text(text);
    });
}

/// Offered, or blocked by something that a physician may set aside.
fn may_choose(alternative: &Alternative) -> bool {
    alternative.fits && matches!(alternative.fate, Fate::Proposed | Fate::Offered | Fate::Selectable | Fate::Blocked { no_override: false, .. })
}

fn decide(pen: &mut Pen, screen: &Screen, view: &PreventionView, words: &PreventionWords, locked: bool) {
    pen.tag("div", "actions", |pen| {
        pen.is("part", "actions");
        match &view.declining {
            None => {
                button(pen, "authorise", "primary", if screen.practises { words.practise_plan } else { words.authorise }.into(), locked);
                // What is ordered is stopped or changed, not declined.
                pen.when(!view.in_hand().again || view.in_force().plan().is_none(), |pen| {
                    button(pen, "decline-open", "answer", words.decline.into(), locked);
                });
            }
            Some(declining) => decline(pen, screen, declining, words, locked),
        }
        pen.line("p", "hint", words.statement);
        pen.line("p", "hint", words.physician);
    });
}

fn decline(pen: &mut Pen, screen: &Screen, declining: &Declining, words: &PreventionWords, locked: bool) {
    let lang = screen.lang;
    let refused = matches!(&screen.refused, Some(Refusal::ReasonCode | Refusal::ReasonWords));
    pen.tag("fieldset", "choices", |pen| {
        pen.line("legend", "", words.decline_title);
        pen.when(refused, |pen| error(pen, "vte-code", words.give_code));
        for reason in &DECLINED {
            one_of(pen, ["vte-decline", "data-decline"], [reason.id, reason.label.get(lang)], declining.code == Some(reason.id), locked);
        }
        field(pen, words.decline_note, |pen| {
            pen.is("data-decline-note", "");
            if refused {
                pen.is("aria-describedby", "vte-code");
            }
            pen.flag("disabled", locked);
            pen.value((!declining.note.is_empty()).then(|| declining.note.clone().into()));
        });
    });
    button(pen, "decline", "primary", words.decline_sure.into(), locked);
    button(pen, "decline-close", "quiet", words.back.into(), locked);
}
