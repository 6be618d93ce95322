//! The score that a form asks for, ticked in its place: each item as yes, no or not known, with what chart and earlier entries already
//! say, and what the answers come to or still may. Beside the class of ESC stand PESI and sPESI, which answer one of its items.

use super::super::calculator::values::{ValueHooks, values};
use super::super::form::row::{help, plus};
use super::super::parts::{fact_lines, tags};
use super::super::pen::Pen;
use super::press::act;
use crate::clinical::cell::CellValue;
use crate::clinical::instrument::Points;
use crate::clinical::pathway::entry::PathEntry;
use crate::clinical::points::Points as Total;
use crate::session::channel::ChannelView;
use crate::session::channel::entering::{EntryPart, MADE};
use crate::session::channel::home::conditions;
use crate::session::channel::scores::{SCORED_ENTRIES, ScoreRow, ScoreView, ScoredHow, how};
use crate::text::{Lang, Text, text};

const HOW: Text = text!("评分方式", "How the score is come by");
const HERE: Text = text!("在此逐项评分", "Item by item, here");
const ELSEWHERE: Text = text!("别处已评分，只录入结果", "Made elsewhere: enter its result");
const OF_ELSEWHERE: Text = text!(
    "所录为别处评分的结果；逐项答案不入记录，本程序未核对。",
    "What is entered is the result of a score made elsewhere; its items are not in the record, and this program has not checked it."
);
const STILL: Text = text!("仍可能：", "Still possible: ");
const OR: Text = text!("；或", "; or ");
const REST: Text = text!("以上未答各项均已问过：无", "All of these that are open were asked: no");
const HINT_YES: Text = text!("提示为“是”，请核实后作答：", "Points to yes; look, and answer: ");
const HINT_NO: Text = text!("提示为“否”，请核实后作答：", "Points to no; look, and answer: ");
const KNOWN: Text = text!("已知：", "Known: ");
const AGAINST: Text = text!("与已有记录不符：", "Against what is on record: ");
const BESIDE: Text = text!("在此评分（其结果回答上面一项）", "Score it here (its result answers the item above)");
const ABOUT: Text = text!("不适用人群与要点", "Whom it is not for, and what to know");
const TO_HOME: Text = text!("居家治疗的条件", "Conditions of treatment at home");
const FOLDED: Text = text!("（第一项条件尚不满足，暂不需要）", " (not needed while the first condition is not met)");
const WHY_FOLDED: Text = text!(
    "Hestia只用于ESC 2019分级已定为低危者。现分级未定或不是低危：按住院处理，以下各项不必作答；作答不改变这一条。",
    "Hestia is for an ESC 2019 class that is low and final. As the class is not final or not low, treat in hospital: nothing below need be answered, and an answer does not change this."
);
const NOT_ALL: Text = text!(
    "不满足全部条件时按住院处理；医师仍决定居家的，须写明理由。",
    "Where one is not met: in hospital. A physician who decides for home all the same says why."
);

/// The list that leads this form, where it has one.
pub fn leading<'v>(view: &'v ChannelView, entry: &PathEntry) -> Option<&'v ScoreView> {
    view.scores.iter().find(|list| list.entry == entry.id && list.leads).filter(|_| SCORED_ENTRIES.contains(&entry.id))
}

/// Whether a field is drawn: what the list fills is not typed beside it, and the items are no field for typing.
pub fn is_drawn(view: &ChannelView, entry: &PathEntry, field: &str) -> bool {
    let Some(list) = leading(view, entry) else { return field != "items" };
    let filled = crate::session::channel::scores::filled_by_list(entry.id, list.instrument.id).contains(&field);
    field != "items" && !(filled && how(&view.entering, entry.id, list.begun) == ScoredHow::Here)
}

/// Whether the score is made here or was made elsewhere.
pub fn ways(pen: &mut Pen, view: &ChannelView, entry: &'static PathEntry, lang: Lang) {
    let Some(list) = leading(view, entry) else { return };
    let chosen = how(&view.entering, entry.id, list.begun);
    pen.tag("fieldset", "choices short", |pen| {
        pen.line("legend", "", HOW.get(lang));
        for (id, word, of) in [("here", HERE, ScoredHow::Here), ("elsewhere", ELSEWHERE, ScoredHow::Elsewhere)] {
            pen.tag("label", if chosen == of { "on" } else { "" }, |pen| {
                pen.tag("input", "", |pen| {
                    pen.is("type", "radio");
                    pen.is_written("name", ["vte-channel-", entry.id, "-made"].concat().into());
                    pen.is_written("data-suspicion", [entry.id, "/", MADE, "/", EntryPart::Word.id()].concat().into());
                    pen.is("value", id);
                    pen.checked(chosen == of);
                });
                pen.text(word.get(lang));
            });
        }
    });
    pen.when(chosen == ScoredHow::Elsewhere, |pen| pen.line("p", "hint", OF_ELSEWHERE.get(lang)));
}

/// The lists of a form, where they are ticked here.
pub fn lists(pen: &mut Pen, view: &ChannelView, entry: &'static PathEntry, lang: Lang) {
    let Some(lead) = leading(view, entry).filter(|list| how(&view.entering, entry.id, list.begun) == ScoredHow::Here) else { return };
    // Hestia is asked of a low class; of any other its list is at hand, folded, with the reason.
    let first_is_unmet = lead.instrument.id == "hestia" && conditions(view)[0].met != Some(true);
    if first_is_unmet {
        pen.tag("details", "beside", |pen| {
            pen.is("data-fold", "score-hestia");
            pen.tag("summary", "", |pen| pen.joined(&[lead.instrument.title.get(lang), FOLDED.get(lang)]));
            pen.tag("p", "banner calm", |pen| {
                pen.is("data-not-needed", "hestia");
                pen.text(WHY_FOLDED.get(lang));
                tags(pen, conditions(view)[0].marks, lang);
            });
            list(pen, lead, lang);
        });
    } else {
        list(pen, lead, lang);
    }
    pen.each(view.scores.iter().filter(|other| other.entry == entry.id && !other.leads), |pen, other| {
        pen.tag("details", "beside", |pen| {
            pen.is_written("data-fold", ["score-", other.instrument.id].concat().into());
            pen.tag("summary", "", |pen| pen.joined(&[other.instrument.title.get(lang), text!("：", ": ").get(lang), BESIDE.get(lang)]));
            list(pen, other, lang);
        });
    });
}

fn list(pen: &mut Pen, of: &ScoreView, lang: Lang) {
    pen.tag("div", "ticked", |pen| {
        pen.is("data-score", of.instrument.id);
        pen.is("role", "group");
        pen.is("aria-label", of.instrument.title.get(lang));
        pen.tag("p", "cap", |pen| {
            pen.joined(&[of.instrument.title.get(lang), text!("，版本 ", ", edition ").get(lang), of.instrument.edition]);
        });
        pen.each(&of.misfits, |pen, misfit| {
            pen.tag("p", "banner warn", |pen| {
                pen.is("data-misfit", misfit.id);
                pen.text(misfit.text.get(lang));
                tags(pen, misfit.marks, lang);
            });
        });
        values(pen, &of.fields, lang, false, &ValueHooks { attribute: "data-suspicion", before: ["score/", of.instrument.id, "/"].concat() });
        pen.each(&of.rows, |pen, row| item(pen, of, row, lang));
        let rest = of.rows.iter().any(|row| of.readout.missing.contains(&row.index) && row.hint.is_none());
        // The four questions of ESC are results of tests: nobody denies them in passing (D).
        pen.when(rest && of.instrument.id != "esc_2019", |pen| act(pen, ["none:", of.instrument.id].concat(), "answer", REST.get(lang)));
        result(pen, of, lang);
        pen.some(of.conflict.as_ref(), |pen, [zh, en]| {
            pen.tag("p", "banner bad", |pen| {
                pen.is("role", "alert");
                pen.written(if lang == Lang::Zh { zh } else { en }.clone().into());
            });
        });
        about(pen, of, lang);
    });
}

fn item(pen: &mut Pen, of: &ScoreView, row: &ScoreRow, lang: Lang) {
    let item = &of.instrument.items[row.index];
    pen.tag("div", "one", |pen| {
        pen.key(item.id);
        pen.is("data-score-item", item.id);
        pen.is("data-answer", word(row.value));
        pen.tag("fieldset", "choices short", |pen| {
            pen.tag("legend", "", |pen| {
                pen.text(item.label.get(lang));
                pen.when(item.points != Points(0), |pen| pen.tag("small", "", |pen| pen.joined(&[" ", &plus(item.points)])));
            });
            for (id, label, value) in [
                ("yes", text!("是", "yes"), CellValue::Yes),
                ("no", text!("否", "no"), CellValue::No),
                ("unknown", text!("不详（无法得知）", "not known"), CellValue::Unknowable),
            ] {
                let chosen = row.value == value;
                pen.tag("label", if chosen { "on" } else { "" }, |pen| {
                    pen.tag("input", "", |pen| {
                        pen.is("type", "radio");
                        pen.is_written("name", ["vte-score-", of.instrument.id, "-", item.id].concat().into());
                        pen.is_written("data-suspicion", ["score/", of.instrument.id, "/", item.id].concat().into());
                        pen.is("value", id);
                        pen.checked(chosen);
                    });
                    pen.text(label.get(lang));
                });
            }
        });
        help(pen, item, lang);
        let lines = fact_lines(&row.lines, lang);
        let before = match row.hint {
            Some(true) => HINT_YES,
            Some(false) => HINT_NO,
            None if row.conflict => AGAINST,
            None => KNOWN,
        };
        pen.when(!lines.is_empty() && (row.hint.is_some() || row.conflict || !row.said), |pen| {
            pen.tag("p", if row.conflict { "conflict" } else { "evidence" }, |pen| {
                pen.is("data-known", item.id);
                pen.joined(&[before.get(lang), &lines]);
            });
        });
    });
}

fn word(value: CellValue) -> &'static str {
    match value {
        CellValue::Yes => "yes",
        CellValue::No => "no",
        CellValue::Unknowable => "unknown",
        CellValue::Open => "open",
    }
}

fn result(pen: &mut Pen, of: &ScoreView, lang: Lang) {
    let colon = text!("：", ": ").get(lang);
    pen.tag("div", "score-result", |pen| {
        pen.is("data-score-band", of.settled("band").unwrap_or("open"));
        pen.some(of.readout.total, |pen, (floor, ceiling)| {
            pen.tag("p", "", |pen| {
                let total = |points: Total| points.to_string();
                let range = if floor == ceiling { total(floor) } else { [&total(floor), "–", &total(ceiling)].concat() };
                pen.joined(&[text!("得分", "Points").get(lang), colon, &range]);
            });
        });
        for possible in &of.readout.readings {
            let title = of.instrument.reads.and_then(|reads| reads.readings.iter().find(|reading| reading.id == possible.reading));
            pen.tag("p", if possible.reading == "band" { "big-word" } else { "" }, |pen| {
                pen.some(title, |pen, title| pen.joined(&[title.title.get(lang), colon]));
                match possible.settled() {
                    Some(outcome) => {
                        pen.text(outcome.label.get(lang));
                        tags(pen, outcome.marks, lang);
                    }
                    None => {
                        let labels: Vec<&str> = possible.outcomes.iter().map(|outcome| outcome.label.get(lang)).collect();
                        pen.joined(&[STILL.get(lang), &labels.join(OR.get(lang))]);
                    }
                }
            });
        }
        let missing = of.readout.missing.len();
        pen.when(missing > 0, |pen| {
            pen.tag("p", "hint", |pen| {
                pen.is_written("data-score-missing", missing.to_string().into());
                pen.joined(&[
                    text!("尚未回答：", "Not answered: ").get(lang),
                    &missing.to_string(),
                    text!("项（未答不算“否”）", " (which is not a no)").get(lang),
                ]);
            });
        });
    });
}

fn about(pen: &mut Pen, of: &ScoreView, lang: Lang) {
    let not_for = of.instrument.reads.map_or(&[][..], |reads| reads.not_for);
    pen.tag("details", "", |pen| {
        pen.is_written("data-fold", ["about-", of.instrument.id].concat().into());
        pen.line("summary", "", ABOUT.get(lang));
        pen.tag("ul", "steps", |pen| {
            for (text, marks) in not_for {
                pen.tag("li", "", |pen| {
                    pen.joined(&[text!("不适用于：", "Not for: ").get(lang), text.get(lang)]);
                    tags(pen, marks, lang);
                });
            }
            for (text, marks) in of.instrument.caveats {
                pen.tag("li", "", |pen| {
                    pen.text(text.get(lang));
                    tags(pen, marks, lang);
                });
            }
        });
        pen.line("cite", "hint", of.instrument.source.citation);
    });
}

/// Beside the place of treatment: what treatment at home rests on, and how each stands.
pub fn to_home(pen: &mut Pen, view: &ChannelView, lang: Lang) {
    pen.tag("div", "conditions", |pen| {
        pen.is("data-conditions", "");
        pen.line("p", "cap", TO_HOME.get(lang));
        pen.tag("ul", "steps", |pen| {
            for condition in conditions(view) {
                let (state, said) = match condition.met {
                    Some(true) => ("met", text!("满足", "met")),
                    Some(false) => ("not_met", text!("不满足", "not met")),
                    None => ("unknown", text!("未知（不算满足）", "not known (not met)")),
                };
                pen.tag("li", "", |pen| {
                    pen.is("data-condition", condition.id);
                    pen.is("data-met", state);
                    pen.tag("b", "", |pen| pen.joined(&[said.get(lang), text!("：", ": ").get(lang)]));
                    pen.text(condition.text.get(lang));
                    tags(pen, condition.marks, lang);
                });
            }
        });
        pen.line("p", "hint", NOT_ALL.get(lang));
    });
}
