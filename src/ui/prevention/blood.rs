//! What is in the blood, and what was given too close to a needle, a catheter or an operation (core specification §5.6 and
//! §5.8). Read by whoever stands at the bed: each drug with its times, each warning with the earliest safe time.

use super::words::{PreventionWords, words};
use crate::clinical::blood::{Effect, Intensity, OnBoard};
use crate::clinical::chart::MedicationIntent;
use crate::clinical::given::{Act, Gravity, TooSoon};
use crate::clinical::instrument::Risk;
use crate::session::screen::{PreventionView, Screen};
use crate::text::Lang;
use crate::ui::parts::{shape, tags};
use crate::ui::pen::Pen;
use crate::ui::wall::moment;

pub fn view(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words) = (screen.lang, words(screen.lang));
    let blood = &view.assessed.blood.all;
    pen.when(!blood.is_empty(), |pen| {
        pen.tag("div", "blood", |pen| {
            pen.line("p", "cap", words.blood);
            pen.tag("ul", "", |pen| {
                for drug in blood {
                    on_board(pen, drug, words, lang);
                }
            });
        });
    });
    let warnings = &view.assessed.advice.warnings;
    pen.when(!warnings.is_empty(), |pen| {
        pen.tag("ul", "too-soon", |pen| {
            for warning in warnings {
                too_soon(pen, warning, words, lang);
            }
        });
    });
}

/// "依诺肝素 预防剂量 · 使用中 · 末次给药 11-22 08:00 · 下次应给 11-23 08:00".
fn on_board(pen: &mut Pen, drug: &OnBoard, words: &PreventionWords, lang: Lang) {
    let intensity = match drug.intensity {
        Intensity::Prophylactic => words.prophylactic,
        Intensity::Treatment => words.treatment,
        Intensity::Unknown => words.intensity_unknown,
    };
    let last = drug.last_dose.map(|last| moment(last, lang));
    let next = drug.next_due.filter(|_| drug.running).map(|next| moment(next, lang));
    let mut told = vec![intensity.to_owned(), if drug.running { words.running } else { words.stopped_drug }.to_owned()];
    told.push(last.map_or_else(|| words.no_last_dose.to_owned(), |last| [words.last_dose, " ", &last].concat()));
    told.extend(next.map(|next| [words.next_due, " ", &next].concat()));
    told.push(effect(drug, words, lang));
    pen.tag("li", "", |pen| {
        pen.is("data-blood", drug.substance.id);
        pen.is("data-intensity", drug.intensity.id());
        pen.line("b", "", drug.substance.name.get(lang));
        pen.tag("span", "", |pen| pen.joined(&[" ", &told.iter().filter(|piece| !piece.is_empty()).cloned().collect::<Vec<_>>().join(" · ")]));
        let overdue = matches!(drug.effect, Effect::Works { overdue: true, .. });
        pen.when(overdue, |pen| pen.line("strong", "caution", words.overdue));
        let against_intent = drug.intensity == Intensity::Treatment && drug.intent() == Some(MedicationIntent::Prophylactic);
        pen.when(against_intent, |pen| pen.line("small", "caution", words.against_intent));
    });
}

fn effect(drug: &OnBoard, words: &PreventionWords, lang: Lang) -> String {
    match drug.effect {
        Effect::Works { until: Some(until), .. } => [words.acts_until, " ", &moment(until, lang)].concat(),
        Effect::Works { .. } => words.acts.to_owned(),
        Effect::TooLittle => words.too_little.to_owned(),
        Effect::Unknown("inr") => words.effect_needs_inr.to_owned(),
        Effect::Unknown(_) => words.effect_needs_dose.to_owned(),
        Effect::Over => words.effect_over.to_owned(),
    }
}

/// A hard one in word and shape, not in colour alone.
fn too_soon(pen: &mut Pen, warning: &TooSoon, words: &PreventionWords, lang: Lang) {
    let hard = warning.gravity == Gravity::Hard;
    let planned = match (warning.planned, warning.act) {
        (Some(planned), _) => [" ", &moment(planned, lang)].concat(),
        (None, Act::CatheterRemoval) => [" ", words.removal_not_planned].concat(),
        (None, _) => String::new(),
    };
    let earliest = warning.earliest.map(|earliest| moment(earliest, lang));
    pen.tag("li", if hard { "hard" } else { "soft" }, |pen| {
        pen.is("data-warning", warning.act.id());
        pen.is("data-gravity", warning.gravity.id());
        shape(pen, Some(if hard { Risk::High } else { Risk::Moderate }));
        pen.line("strong", "", if hard { words.hard } else { words.soft });
        pen.tag("span", "", |pen| pen.joined(&[warning.act.label().get(lang), &planned]));
        pen.tag("span", "", |pen| {
            pen.joined(&[warning.substance.name.get(lang), words.colon, warning.why.get(lang)]);
            tags(pen, warning.marks, lang);
        });
        pen.tag("b", "", |pen| {
            pen.joined(&[warning.act.earliest().get(lang), words.colon, earliest.as_deref().unwrap_or(words.not_known)]);
        });
        pen.line("small", "", if warning.act == Act::Operation { words.surgeon_decides } else { words.anaesthetist_decides });
    });
}
