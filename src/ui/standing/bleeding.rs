//! The bleeding screen as it was signed: how it came out, what counted, and which contraindications hold until when.

use crate::clinical::contraindication::TABLE;
use crate::clinical::instrument::Risk;
use crate::clinical::instruments;
use crate::clinical::naming;
use crate::record::assessment::AnswerLine;
use crate::record::event::ContraindicationLine;
use crate::record::story;
use crate::session::screen::Screen;
use crate::session::standing::{Holds, LatestScreen};
use crate::text::{Lang, Text, text};
use crate::ui::parts::{badge, heading};
use crate::ui::pen::Pen;
use crate::ui::prevention::concerns;
use crate::ui::wall::moment;

pub fn view(pen: &mut Pen, screen: &Screen, holds: &Holds) {
    let lang = screen.lang;
    pen.tag("section", "panel", |pen| {
        pen.is("data-panel", "bleeding");
        heading(pen, screen.heading_level, 2, "cap", text!("出血风险评估", "Bleeding screen").get(lang).into());
        match &holds.bleeding {
            None => pen.line("p", "", text!("尚未签名。", "Not signed yet.").get(lang)),
            Some(bleeding) => screened(pen, bleeding, lang),
        }
    });
}

fn screened(pen: &mut Pen, bleeding: &LatestScreen, lang: Lang) {
    let signed = &bleeding.signed;
    let screen = &signed.what;
    let list = instruments::named(&screen.instrument);
    let risk = screen.high.map(|high| if high { Risk::High } else { Risk::Low });
    pen.tag("div", "outcome", |pen| {
        pen.is("data-bleeding", screen.high.map_or("open", |high| if high { "high" } else { "low" }));
        badge(pen, risk, story::bleeding(screen.high).get(lang).into());
        pen.tag("span", "hint", |pen| pen.written(list.map_or(screen.instrument.clone(), |list| list.title.get(lang).to_owned()).into()));
    });
    pen.tag("p", "signs", |pen| {
        let by = [&signed.by.name, " ", signed.by.role.label().get(lang), " · ", &moment(signed.at, lang)].concat();
        pen.joined(&[text!("签名：", "Signed: ").get(lang), &by]);
    });
    pen.when(bleeding.is_older, |pen| {
        pen.line(
            "p",
            "banner warn",
            text!("签于最近一次评分之前，需重新评估出血。", "Signed before the latest score: screen for bleeding again.").get(lang),
        );
    });
    let name = |line: &AnswerLine| {
        let item = instruments::halves(&line.item).and_then(|(_, id)| list?.items.iter().find(|item| item.id == id));
        item.map_or(line.item.clone(), |item| item.label.get(lang).to_owned())
    };
    answers(pen, screen.answers.iter().filter(|line| line.value == Some(true)).map(name), text!("计为“是”", "Yes"), lang);
    answers(pen, screen.answers.iter().filter(|line| line.value.is_none()).map(name), text!("无法获知", "Not known"), lang);
    answers(
        pen,
        screen.contraindications.iter().filter(|line| line.holds()).map(|line| present(line, lang)),
        text!("禁忌或慎用", "Contraindications or cautions"),
        lang,
    );
}

fn answers(pen: &mut Pen, all: impl Iterator<Item = String>, title: Text, lang: Lang) {
    let all: Vec<String> = all.collect();
    pen.when(!all.is_empty(), |pen| {
        pen.line("p", "sub", title.get(lang));
        pen.tag("ul", "signed-yes", |pen| pen.each(all, |pen, name| pen.tag("li", "", |pen| pen.written(name.into()))));
    });
}

fn present(line: &ContraindicationLine, lang: Lang) -> String {
    let mut told = naming::name_of(&line.item).map_or(line.item.clone(), |name| name.get(lang).to_owned());
    // What forbids one drug must not read as if it forbade them all.
    if let Some(row) = TABLE.iter().find(|row| row.id == line.item) {
        told += text!("（涉及：", " (concerns: ").get(lang);
        told += &concerns(row.applies, lang);
        told += text!("）", ")").get(lang);
    }
    if let Some(limb) = line.limb {
        told += " · ";
        told += story::limb(limb).get(lang);
    }
    if let Some(until) = line.until {
        told += text!("，至 ", ", until ").get(lang);
        told += &moment(until, lang);
    }
    told
}

/// One word of it, beside a further form.
pub fn brief(pen: &mut Pen, holds: &Holds, lang: Lang) {
    pen.some(holds.bleeding.as_ref(), |pen, bleeding| {
        pen.tag("span", "", |pen| pen.joined(&[story::bleeding(bleeding.signed.what.high).get(lang), " · ", &moment(bleeding.signed.at, lang)]));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::assessment::AnswerSource;

    #[test]
    fn what_forbids_one_drug_names_it() {
        let line = ContraindicationLine {
            item: "CI_DOAC_APS".into(),
            value: Some(true),
            limb: None,
            until: None,
            source: AnswerSource::Derived,
            at: None,
            names: vec![],
        };
        assert!(present(&line, Lang::Zh).ends_with("（涉及：DOAC）"));
        assert!(present(&line, Lang::En).ends_with(" (concerns: DOACs)"));
        assert_eq!(present(&ContraindicationLine { item: "CI_OF_TOMORROW".into(), ..line }, Lang::En), "CI_OF_TOMORROW");
    }
}
