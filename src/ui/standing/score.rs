//! The score as it was signed, with every answer, the physician's second look, and beside it what today's chart says otherwise.

use std::rc::Rc;

use super::panel::teller;
use super::previous::range;
use crate::clinical::instrument::Instrument;
use crate::clinical::instruments;
use crate::record::assessment::{AnswerLine, AnswerSource};
use crate::record::encounter::Recorded;
use crate::session::screen::Screen;
use crate::session::standing::{Holds, Recount, Turned};
use crate::text::{Lang, Text, text};
use crate::ui::form::row::plus;
use crate::ui::form::signed;
use crate::ui::parts::{button, heading};
use crate::ui::pen::Pen;
use crate::ui::wall::moment;
use crate::ui::words::words as common;

pub fn view(pen: &mut Pen, screen: &Screen, holds: &Holds, recorded: &Rc<Recorded>, locked: bool) {
    let (lang, words) = (screen.lang, common(screen.lang));
    let instrument = instruments::named(&recorded.assessment.instrument);
    pen.tag("section", "panel result previous", |pen| {
        pen.is("data-panel", "score");
        heading(pen, screen.heading_level, 2, "cap", text!("已签名的评分", "The signed score").get(lang).into());
        match instrument {
            Some(instrument) => signed::result(pen, instrument, recorded, true, words, lang),
            // Of a form that this version does not have: as it stands in the record.
            None => unknown(pen, recorded, lang),
        }
        review(pen, recorded, lang);
        rules(pen, holds, recorded, instrument, lang);
        pen.some(holds.recount.as_ref(), |pen, recount| otherwise(pen, recount, recorded, lang));
        pen.some(instrument, |pen, instrument| {
            signed::counted(pen, instrument, recorded, words, lang);
            all(pen, instrument, recorded, lang);
        });
        pen.when(!locked, |pen| {
            pen.tag("div", "actions", |pen| {
                pen.is("part", "actions");
                let asks = holds.called.is_some() || matches!(holds.recount, Some(Recount::Form { .. }));
                button(pen, "new", if asks { "primary" } else { "answer" }, words.new.into(), false);
                pen.when(instrument.is_some(), |pen| button(pen, "amend", "answer", words.amend.into(), false));
            });
        });
    });
}

fn unknown(pen: &mut Pen, recorded: &Rc<Recorded>, lang: Lang) {
    let assessment = &recorded.assessment;
    pen.tag("p", "score", |pen| {
        pen.is("data-score", "");
        pen.tag("b", "", |pen| pen.written(range(assessment.floor, assessment.ceiling).into()));
        pen.text(common(lang).points);
    });
    pen.tag("p", "hint", |pen| {
        pen.joined(&[
            text!("本版没有这一量表，按记录原样显示：", "This version has no such form; shown as it stands in the record: ").get(lang),
            &assessment.instrument,
            " ",
            &assessment.edition,
        ]);
    });
}

/// The physician's second look; that it is still to come stands with what is due.
fn review(pen: &mut Pen, recorded: &Rc<Recorded>, lang: Lang) {
    pen.some(recorded.review.as_ref(), |pen, review| {
        let what = match &review.changed {
            None => text!("医师复核：按原样确认", "Physician's review: confirmed as signed").get(lang).to_owned(),
            Some(changed) => [text!("医师复核：改为 ", "Physician's review: changed to ").get(lang), &teller(lang).score(changed)].concat(),
        };
        pen.tag("p", "line", |pen| {
            pen.is("data-review", if review.changed.is_some() { "changed" } else { "confirmed" });
            pen.tag("b", "", |pen| pen.written(what.into()));
            pen.joined(&[" · ", &review.by.name, " · ", &moment(review.at, lang)]);
        });
    });
}

/// Signed by other rules, or with another edition of the form, than today's.
fn rules(pen: &mut Pen, holds: &Holds, recorded: &Rc<Recorded>, instrument: Option<&'static Instrument>, lang: Lang) {
    let edition = instrument.filter(|instrument| instrument.edition != recorded.assessment.edition);
    pen.some(holds.rules.as_ref(), |pen, rules| {
        pen.tag("p", "hint", |pen| {
            pen.is("data-rules", "");
            pen.joined(&[
                text!("按较早的规则签署（规则版本 ", "Signed by earlier rules (version ").get(lang),
                rules,
                text!("）；签署的评分与方案不随规则改变。", "); what was signed does not change with them.").get(lang),
            ]);
        });
    });
    pen.some(edition, |pen, instrument| {
        pen.tag("p", "hint", |pen| {
            pen.is("data-edition", "");
            let before = text!("签署时的量表版本 ", "Edition of the form as signed: ").get(lang);
            pen.joined(&[before, &recorded.assessment.edition, text!("，现为 ", "; now ").get(lang), instrument.edition]);
        });
    });
}

/// What today's chart says otherwise. The signed score stands; this stands beside it.
fn otherwise(pen: &mut Pen, recount: &Recount, recorded: &Rc<Recorded>, lang: Lang) {
    pen.tag("div", "banner warn recount", |pen| {
        pen.is("role", "status");
        match recount {
            Recount::Score { now, turned } => {
                pen.is("data-recount", "score");
                let then = recorded.governing();
                let same = (now.floor, now.ceiling) == (then.floor, then.ceiling);
                pen.tag("p", "", |pen| {
                    pen.line(
                        "b",
                        "",
                        text!("病历资料在签名后有变。按现在的资料：", "The chart has changed since the signature. By today's: ").get(lang),
                    );
                    pen.tag("span", "", |pen| {
                        pen.is("data-recounted", "");
                        pen.written(teller(lang).score(now).into());
                    });
                    pen.text(if same { text!("（总分不变）", " (the total is the same)").get(lang) } else { "" });
                });
                pen.tag("ul", "", |pen| pen.each(turned, |pen, turned| changed(pen, turned, lang)));
                pen.line(
                    "p",
                    "",
                    text!(
                        "已签名的评分保持原样；如需采用，请重新评估或更正。",
                        "The signed score stands as it was signed; assess anew or amend to use this."
                    )
                    .get(lang),
                );
            }
            Recount::Form { instrument, why, floor, ceiling } => {
                pen.is("data-recount", "form");
                let points = [instrument.title.get(lang), " ", &range(*floor, *ceiling), common(lang).points].concat();
                pen.tag("p", "", |pen| {
                    pen.line("b", "", text!("按现在的病历应使用另一量表：", "By today's chart another form is called for: ").get(lang));
                    pen.tag("span", "", |pen| {
                        pen.is("data-recounted", "");
                        pen.written(points.into());
                    });
                    pen.joined(&[text!("（仅按病历资料，未问诊）——", " (from the chart alone, nothing asked yet): ").get(lang), why.get(lang)]);
                });
                pen.line("p", "", text!("已签名的评分保持原样；请重新评估。", "The signed score stands as it was signed; assess anew.").get(lang));
            }
            Recount::Contradicts { item } => {
                pen.is("data-recount", "contradicts");
                pen.tag("p", "", |pen| {
                    pen.line("b", "", text!("现在的病历与已签名的答案矛盾：", "Today's chart contradicts a signed answer: ").get(lang));
                    pen.joined(&[
                        text!("病历为男性，而已签“", "the chart says male, and signed is “").get(lang),
                        item.get(lang),
                        text!("”。请核对后更正。", "”. Check which is right, then amend.").get(lang),
                    ]);
                });
            }
        }
    });
}

fn changed(pen: &mut Pen, turned: &Turned, lang: Lang) {
    pen.tag("li", "", |pen| {
        pen.joined(&[turned.item.get(lang), text!("：", ": ").get(lang), value(turned.then).get(lang), " → ", value(turned.now).get(lang)]);
    });
}

fn value(value: Option<bool>) -> Text {
    match value {
        Some(true) => text!("是", "yes"),
        Some(false) => text!("否", "no"),
        None => text!("无法获知", "not known"),
    }
}

/// Every answer with where it came from, folded: what counted stands above.
fn all(pen: &mut Pen, instrument: &'static Instrument, recorded: &Rc<Recorded>, lang: Lang) {
    let answers = &recorded.assessment.answers;
    let count = answers.len().to_string();
    pen.tag("details", "answers", |pen| {
        pen.is("data-answers", "");
        pen.tag("summary", "", |pen| pen.joined(&[text!("全部答案（", "All answers (").get(lang), &count, text!("）", ")").get(lang)]));
        pen.tag("ul", "", |pen| pen.each(answers, |pen, line| answer(pen, instrument, line, lang)));
    });
}

fn answer(pen: &mut Pen, instrument: &'static Instrument, line: &AnswerLine, lang: Lang) {
    let index = instruments::halves(&line.item).and_then(|(_, id)| instrument.index(id));
    let label = index.map_or(line.item.as_str(), |index| instrument.items[index].label.get(lang));
    let source = match line.source {
        AnswerSource::Person => text!("签名人填写", "answered"),
        AnswerSource::Derived => text!("由数据计算", "computed"),
        AnswerSource::Host => text!("来自病历数据", "from the chart"),
        AnswerSource::Nobody | AnswerSource::Other(_) => text!("未答", "not answered"),
    };
    pen.tag("li", "", |pen| {
        pen.is_written("data-answer-of", line.item.clone().into());
        pen.tag("span", "", |pen| {
            pen.joined(&[label, text!("：", ": ").get(lang), value(line.value).get(lang)]);
            pen.tag("small", "", |pen| {
                pen.joined(&[source.get(lang), if line.note.is_some() { " · " } else { "" }, line.note.as_deref().unwrap_or_default()])
            });
        });
        pen.when(line.points.0 != 0, |pen| pen.tag("span", "points", |pen| pen.written(plus(line.points))));
    });
}
