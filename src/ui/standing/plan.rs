//! The plan in force: each measure with its dose in both units, its leg, start and stop, its day, how it stands, and what was
//! set aside for it by whom. What a physician declined or what has ended is said; nothing that is only proposed stands here.

use super::{decides, row};
use crate::clinical::chart::Instant;
use crate::clinical::naming;
use crate::record::in_force::{Held, InForce, Ordered, Refused};
use crate::record::measure::MeasureKind;
use crate::record::role::Actor;
use crate::record::story;
use crate::text::{Lang, Text, text};
use crate::ui::parts::{button, heading, moment};
use crate::ui::pen::Pen;
use crate::web::screen::Screen;
use crate::web::standing::Holds;

pub fn view(pen: &mut Pen, screen: &Screen, holds: &Holds, locked: bool) {
    let lang = screen.lang;
    pen.tag("section", "panel in-force", |pen| {
        pen.is("data-panel", "plan");
        pen.is("data-plan", holds.plan.id());
        heading(pen, screen.heading_level, 2, "cap", title(&holds.plan).get(lang).into());
        match &holds.plan {
            InForce::Nothing => pen.line("p", "", text!("医师尚未决定预防方案。", "No physician has decided on prevention yet.").get(lang)),
            InForce::Plan(ordered) | InForce::Ended(ordered) => authorised(pen, ordered, lang),
            InForce::Declined(refused) => declined(pen, refused, lang),
        }
        pen.when(!locked, |pen| {
            let (label, class) = match &holds.plan {
                InForce::Nothing if decides(screen) => (text!("决定预防方案", "Decide on prevention"), "primary"),
                _ if decides(screen) => (text!("更改、暂停或停止方案", "Change, hold or stop the plan"), "answer"),
                _ => (text!("出血评估与预防", "Bleeding and prevention"), "answer"),
            };
            button(pen, "prevention", class, label.get(lang).into(), false);
        });
    });
}

fn title(plan: &InForce) -> Text {
    match plan {
        InForce::Nothing => text!("预防方案：尚无", "Plan: none yet"),
        InForce::Plan(_) => text!("现行预防方案", "The plan in force"),
        InForce::Declined(_) => text!("预防方案：未采用", "Plan: declined"),
        InForce::Ended(_) => text!("预防方案：已全部结束", "Plan: all of it has ended"),
    }
}

fn authorised(pen: &mut Pen, ordered: &Ordered, lang: Lang) {
    measures(pen, &ordered.measures, lang);
    for given in &ordered.overrides {
        let against = naming::name_of(&given.id).map_or(given.id.as_str(), |name| name.get(lang));
        let reason = [
            against,
            text!("——", ": ").get(lang),
            &given.reason,
            text!("（", " (").get(lang),
            &person(&ordered.by, lang),
            text!("）", ")").get(lang),
        ];
        pen.tag("div", "override", |pen| {
            pen.is("data-overridden", "");
            row(pen, "override", text!("越过的禁忌", "Set aside"), reason.concat(), lang);
        });
    }
    by(pen, &ordered.by, text!("授权", "Authorised by"), ordered.at, lang);
    pen.when(ordered.overtaken, |pen| {
        let again = text!(
            "此后评分有新的签署或更正，请医师确认方案是否仍适用。",
            "A score was signed or amended since: a physician looks whether the plan still fits."
        );
        pen.line("p", "banner warn", again.get(lang));
    });
    left_over(pen, &ordered.left_over, lang);
}

fn declined(pen: &mut Pen, refused: &Refused, lang: Lang) {
    let reason = refused.reason().map_or(refused.code.as_str(), |coded| coded.label.get(lang)).to_owned();
    row(pen, "declined", text!("理由", "Reason"), reason, lang);
    pen.some(refused.note.as_ref(), |pen, note| row(pen, "note", text!("说明", "Note"), note.clone(), lang));
    by(pen, &refused.by, text!("决定", "Decided by"), refused.at, lang);
    left_over(pen, &refused.left_over, lang);
}

fn left_over(pen: &mut Pen, held: &[Held], lang: Lang) {
    pen.when(!held.is_empty(), |pen| {
        let still = text!("不在现行方案内、但仍在执行，请医师决定：", "Not in the plan and still in use; a physician decides:");
        pen.line("p", "banner warn", still.get(lang));
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
            pen.tag("b", "", |pen| pen.written(name(held, lang).into()));
            pen.when(what.kind != MeasureKind::Escalate, |pen| pen.line("span", "tag", story::standing(held.standing).get(lang)));
            pen.some(held.day, |pen, day| {
                let (n, of) = (day.n.to_string(), day.of.to_string());
                pen.tag("span", "tag day", |pen| match lang {
                    Lang::Zh => pen.joined(&["第 ", &n, " 天 / 共 ", &of, " 天"]),
                    Lang::En => pen.joined(&["day ", &n, " of ", &of]),
                });
            });
        });
        pen.some(dose(held, lang), |pen, dose| pen.tag("p", "dose", |pen| pen.written(dose.into())));
        pen.some(times(held, lang), |pen, times| pen.tag("p", "times", |pen| pen.written(times.into())));
        pen.some(why(held, lang), |pen, why| pen.tag("p", "why", |pen| pen.written(why.into())));
        pen.when(held.past_stop, |pen| {
            let past = text!("计划的停止时间已过，尚无人记录停止。", "The planned stop has passed, and nobody has recorded one.");
            pen.line("p", "banner warn", past.get(lang));
        });
    });
}

fn name(held: &Held, lang: Lang) -> String {
    story::measure(&held.measure.id).map_or_else(|| held.measure.id.as_str().to_owned(), |name| name.get(lang).to_owned())
}

/// The dose as ordered, with the other unit beside it; of a device, the leg.
fn dose(held: &Held, lang: Lang) -> Option<String> {
    let leg = held.measure.limb.map(|limb| story::limb(limb).get(lang).to_owned());
    let Some(dose) = &held.measure.dose else { return leg };
    let (zh, en) = dose.words();
    let ordered = if lang == Lang::Zh { zh } else { en };
    let other = held.other_unit().map(|other| [text!("（", " (").get(lang), other.get(lang), text!("）", ")").get(lang)].concat());
    Some([ordered, other.unwrap_or_default()].concat())
}

fn times(held: &Held, lang: Lang) -> Option<String> {
    let times = [
        (text!("首剂 ", "first dose "), held.begun.filter(|_| held.measure.kind == MeasureKind::Drug)),
        (text!("计划开始 ", "planned start "), held.measure.start.filter(|_| held.begun.is_none())),
        (text!("计划停止 ", "planned stop "), held.measure.stop),
    ];
    let told: Vec<String> = times.into_iter().filter_map(|(word, at)| Some([word.get(lang), &moment(at?, lang)].concat())).collect();
    (!told.is_empty()).then(|| told.join(" · "))
}

fn why(held: &Held, lang: Lang) -> Option<String> {
    let why = held.why.as_ref()?;
    let reason = why.reason().map_or(why.code.as_str(), |coded| coded.label.get(lang));
    let mut told = [reason, " · ", &moment(why.at, lang), " · ", &person(&why.by, lang)].concat();
    if let Some(note) = &why.note {
        told += text!("：", ": ").get(lang);
        told += note;
    }
    Some(told)
}

fn by(pen: &mut Pen, by: &Actor, word: Text, at: Instant, lang: Lang) {
    row(pen, "by", word, [&person(by, lang), " · ", &moment(at, lang)].concat(), lang);
}

fn person(by: &Actor, lang: Lang) -> String {
    [&by.name, " ", by.role.label().get(lang)].concat()
}

/// What is to be had now, in one line a measure.
pub fn brief(pen: &mut Pen, holds: &Holds, lang: Lang) {
    let live: Vec<&Held> = holds.plan.live().collect();
    pen.tag("ul", "brief", |pen| {
        pen.is("data-plan", holds.plan.id());
        pen.when(live.is_empty(), |pen| pen.tag("li", "", |pen| pen.text(title(&holds.plan).get(lang))));
        pen.each(live, |pen, held| {
            pen.tag("li", "", |pen| {
                pen.is_written("data-measure", held.measure.id.as_str().to_owned().into());
                let day = held.day.map(|day| match lang {
                    Lang::Zh => format!(" · 第 {} 天 / 共 {} 天", day.n, day.of),
                    Lang::En => format!(" · day {} of {}", day.n, day.of),
                });
                let dose = dose(held, lang).map(|dose| [" ", &dose].concat());
                let stands = if held.measure.kind == MeasureKind::Escalate { "" } else { story::standing(held.standing).get(lang) };
                let apart = if stands.is_empty() { "" } else { " · " };
                pen.joined(&[&name(held, lang), &dose.unwrap_or_default(), &day.unwrap_or_default(), apart, stands]);
            });
        });
    });
}
