//! The plan in force: each measure with its dose in both units, its leg, start and stop, its day, how it stands, and what was
//! set aside for it by whom. What a physician declined or what has ended is said; nothing that is only proposed stands here.

use super::panel::{decides, row};
use crate::clinical::chart::Instant;
use crate::record::in_force::{Held, InForce, Ordered, Refused};
use crate::record::measure::MeasureKind;
use crate::record::role::Actor;
use crate::record::story;
use crate::session::screen::Screen;
use crate::session::standing::Holds;
use crate::text::{Lang, Text, text};
use crate::ui::parts::{button, heading};
use crate::ui::pen::Pen;
use crate::ui::plan_words::{self as words, person};
use crate::ui::wall::moment;

pub fn view(pen: &mut Pen, screen: &Screen, holds: &Holds, locked: bool) {
    let lang = screen.lang;
    pen.tag("section", "panel in-force", |pen| {
        pen.is("data-panel", "plan");
        pen.is("data-plan", holds.plan.id());
        heading(pen, screen.heading_level, 2, "cap", words::title(&holds.plan).get(lang).into());
        match &holds.plan {
            InForce::Nothing => pen.line("p", "", text!("医师尚未决定预防方案。", "No physician has decided on prevention yet.").get(lang)),
            InForce::Plan(ordered) | InForce::Ended(ordered) => authorised(pen, &holds.plan, ordered, lang),
            InForce::Declined(refused) => declined(pen, refused, lang),
        }
        let worn = |held: &Held| held.measure.kind == MeasureKind::Device;
        pen.when(holds.vte.is_some() && holds.plan.live().any(worn), |pen| {
            pen.tag("p", "banner warn", |pen| {
                pen.is("data-compression", "off");
                pen.text(words::COMPRESSION_OFF.get(lang));
            });
        });
        pen.when(!locked, |pen| {
            let (label, class) = match &holds.plan {
                InForce::Nothing if decides(screen) => (text!("决定预防方案", "Decide on prevention"), "primary"),
                _ if decides(screen) => (text!("更改、暂停或停用方案", "Change, hold or stop the plan"), "answer"),
                _ => (text!("出血评估与预防", "Bleeding and prevention"), "answer"),
            };
            button(pen, "prevention", class, label.get(lang).into(), false);
        });
    });
}

fn authorised(pen: &mut Pen, plan: &InForce, ordered: &Ordered, lang: Lang) {
    measures(pen, &ordered.measures, lang);
    for given in &ordered.overrides {
        row(pen, "weighed", text!("已权衡", "Weighed against"), words::weighed(given, &ordered.by, lang), lang);
    }
    by(pen, &ordered.by, text!("授权", "Authorised by"), ordered.at, lang);
    let overtaken = plan.plan().is_some_and(|plan| plan.overtaken);
    pen.when(overtaken, |pen| pen.line("p", "banner warn", words::OVERTAKEN.get(lang)));
    let contradicted = plan.plan().is_some_and(|plan| plan.contradicted);
    pen.when(contradicted, |pen| {
        pen.tag("p", "banner bad", |pen| {
            pen.is("role", "alert");
            pen.is("data-contradicted", "");
            pen.text(words::CONTRADICTED.get(lang));
        });
    });
    left_over(pen, &ordered.left_over, lang);
}

fn declined(pen: &mut Pen, refused: &Refused, lang: Lang) {
    let reason = words::reason(refused.reason(), &refused.code, lang);
    row(pen, "declined", text!("理由", "Reason"), reason.to_owned(), lang);
    pen.some(refused.note.as_ref(), |pen, note| row(pen, "note", text!("说明", "Note"), note.clone(), lang));
    by(pen, &refused.by, text!("决定", "Decided by"), refused.at, lang);
    left_over(pen, &refused.left_over, lang);
}

fn left_over(pen: &mut Pen, held: &[Held], lang: Lang) {
    pen.when(!held.is_empty(), |pen| {
        pen.line("p", "banner warn", words::LEFT_OVER.get(lang));
        measures(pen, held, lang);
    });
}

fn measures(pen: &mut Pen, all: &[Held], lang: Lang) {
    pen.tag("ul", "measures", |pen| pen.each(all, |pen, held| measure(pen, held, lang)));
}

fn measure(pen: &mut Pen, held: &Held, lang: Lang) {
    let what = &held.measure;
    pen.tag("li", what.kind.id(), |pen| {
        pen.is_written("data-measure", what.id.as_str().to_owned().into());
        pen.is("data-stands", held.id());
        pen.tag("p", "name", |pen| {
            pen.tag("b", "", |pen| pen.written(words::name(held, lang).to_owned().into()));
            pen.when(what.kind != MeasureKind::Escalate, |pen| pen.line("span", "tag", story::standing(held.standing).get(lang)));
            pen.some(held.day, |pen, day| pen.tag("span", "tag day", |pen| pen.written(words::day(day, lang).into())));
        });
        pen.some(words::dose(held, lang), |pen, dose| pen.tag("p", "dose", |pen| pen.written(dose.into())));
        let times = words::times(held, lang);
        pen.when(!times.is_empty(), |pen| pen.tag("p", "times", |pen| pen.written(times.join(" · ").into())));
        pen.some(held.why.as_ref(), |pen, why| pen.tag("p", "why", |pen| pen.written(words::why(why, lang).into())));
        pen.when(held.past_stop, |pen| pen.line("p", "banner warn", words::PAST_STOP.get(lang)));
    });
}

fn by(pen: &mut Pen, by: &Actor, word: Text, at: Instant, lang: Lang) {
    row(pen, "by", word, [&person(by, lang), " · ", &moment(at, lang)].concat(), lang);
}

/// What is to be had now, in one line a measure.
pub fn brief(pen: &mut Pen, holds: &Holds, lang: Lang) {
    let live: Vec<&Held> = holds.plan.live().collect();
    pen.tag("ul", "brief", |pen| {
        pen.is("data-plan", holds.plan.id());
        pen.when(live.is_empty(), |pen| pen.tag("li", "", |pen| pen.text(words::title(&holds.plan).get(lang))));
        pen.each(live, |pen, held| {
            pen.tag("li", "", |pen| {
                pen.is_written("data-measure", held.measure.id.as_str().to_owned().into());
                let day = held.day.map(|day| [" · ", &words::day(day, lang)].concat());
                let dose = words::dose(held, lang).map(|dose| [" ", &dose].concat());
                let stands = if held.measure.kind == MeasureKind::Escalate { "" } else { story::standing(held.standing).get(lang) };
                let apart = if stands.is_empty() { "" } else { " · " };
                pen.joined(&[words::name(held, lang), &dose.unwrap_or_default(), &day.unwrap_or_default(), apart, stands]);
            });
        });
    });
}
