//! An instrument on its own: the values it asks, its items by the steps of its paper, what the answers come to so far, whom it is
//! not for, and the result as text. Each reading is drawn as its outcome, or as those that the open items still allow.
//!
//! Stands in the second part of the program (`scripts/split.mjs`): drawn only for a `CalculatorView`, which is made there too.

#[cfg(test)]
mod tests;

use std::rc::Rc;

use yew::AttrValue;

use super::form::block::proof;
use super::form::choice::{GroupChoice, Member, named};
use super::form::row::{self, ItemRow, Seen};
use super::parts::{About, button, decimal, fact_lines, figures, is_locked, link, score, shape, tags};
use super::pen::Pen;
use super::words::{Words, around, words};
use crate::clinical::cell::CellValue;
use crate::clinical::instrument::{From, Group, Instrument, Points, Risk};
use crate::clinical::instruments::UNDER_18;
use crate::clinical::outcome::{Outcome, Reading, Tone};
use crate::clinical::possible::Possible;
use crate::clinical::second;
use crate::session::calculator::{CalculatorView, EnteredField};
use crate::session::screen::{FormView, Screen};
use crate::text::{Lang, Text, text};

const NOTHING_SIGNED: Text = text!(
    "计算器：这里的答案不签名、不保存、不发送，也不进入病历；结果由医师判断。",
    "Calculator: nothing here is signed, kept or sent, and nothing enters the record. A physician judges the result."
);
const NOT_FOR: Text = text!("不适用于", "Not for");
const VALUES: Text = text!(
    "测量值（填后自动判断下方条目；也可不填，直接回答条目）",
    "Measured values (each decides its items below; or leave it empty and answer them)"
);
const UNIT: Text = text!("单位", "Unit");
const CHOOSE_UNIT: Text = text!("请选择单位", "Choose the unit");
const IN_CHART: Text = text!("病历：", "In the chart: ");
const ON_AIR: Text = text!(
    "吸氧时测得的数值不能说明问题：≥95%时请按未吸氧的情况直接回答条目。",
    "A value on oxygen says nothing: from 95 % up answer the item itself, as it is on room air."
);
const ITEMS: Text = text!("条目", "Items");
const CLOSED: Text = text!("按已选的阶段，此步不再询问，也不计分。", "Not asked and not counted: the step that was chosen ends here.");
const STILL: Text = text!("仍可能", "Still possible");
const BAND: Text = text!("分层", "Band");
const MISSING: Text = text!("尚缺：", "Not measured: ");
const COPY: Text = text!("复制结果（中英文）", "Copy the result (both languages)");
const COPIED: Text = text!("已复制。", "Copied.");
const NOT_COPIED: Text = text!("浏览器未允许复制：请在下面的文本中选择并复制。", "The browser did not copy: select the text below and copy it.");
const AS_TEXT: Text = text!("结果文本", "The result as text");
const CLEAR: Text = text!("清空", "Clear");
const ONE_AT_MOST: Text =
    text!("同组中至多一项成立，请核对：现按分值最高的一项计分。", "At most one of the group holds: check. The highest of them counts meanwhile.");
const ONE_HOLDS: Text = text!(
    "同组中须有且只有一项成立，请核对：仍可能的结果均已列出。",
    "Exactly one of the group holds: check. Every outcome that is still possible is listed."
);
const PEARLS: Text = text!("要点", "What to know");
const UNKNOWN_SEX: Text = text!("不详", "Not known");

/// The whole page of it.
#[inline(never)]
pub fn view(pen: &mut Pen, screen: &Rc<Screen>) {
    second::is_needed();
    let (Some(form), Some(view)) = (&screen.form, CalculatorView::of(screen)) else { return };
    let (lang, words, locked) = (screen.lang, words(screen.lang), is_locked(screen));
    pen.tag("div", "why", |pen| {
        pen.tag("p", "", |pen| {
            pen.line("b", "", words.why);
            pen.text(words.colon);
            pen.text(form.why.get(lang));
            pen.tag("span", "edition", |pen| pen.joined(&[words.edition, " ", form.instrument.edition]));
        });
    });
    pen.tag("p", "banner calm", |pen| {
        pen.is("data-calculator-note", "");
        pen.text(NOTHING_SIGNED.get(lang));
    });
    pen.tag("div", "body calculator", |pen| {
        pen.is("data-instrument-id", form.instrument.id);
        pen.tag("div", "main", |pen| {
            not_for(pen, form.instrument, lang);
            said_against(pen, form, view, lang);
            values(pen, &view.fields, lang, locked);
            steps(pen, form, view, lang, locked);
            about(pen, form.instrument, words, lang);
        });
        pen.tag("div", "side", |pen| {
            result(pen, form, view, words, lang, locked);
            as_text(pen, view, lang);
        });
    });
}

/// What the live region says of the result.
#[inline(never)]
pub fn heard(screen: &Screen) -> AttrValue {
    second::is_needed();
    CalculatorView::of(screen).map_or(AttrValue::default(), |view| view.heard.clone().into())
}

fn not_for(pen: &mut Pen, instrument: &'static Instrument, lang: Lang) {
    let rows = instrument.reads.map_or(&[][..], |reads| reads.not_for);
    pen.when(!rows.is_empty(), |pen| {
        pen.tag("div", "about notfor", |pen| {
            pen.is("data-not-for", "");
            pen.line("b", "", NOT_FOR.get(lang));
            pen.tag("ul", "", |pen| {
                for (text, marks) in rows {
                    pen.tag("li", "", |pen| {
                        pen.text(text.get(lang));
                        tags(pen, marks, lang);
                    });
                }
            });
        });
    });
}

/// This patient is one of those, or the answers do not go together: said with the reason, and nothing is taken away.
fn said_against(pen: &mut Pen, form: &FormView, view: &CalculatorView, lang: Lang) {
    let warn = |pen: &mut Pen, hook: &'static str, with: &dyn Fn(&mut Pen)| {
        pen.tag("p", "banner warn", |pen| {
            pen.is("role", "status");
            pen.is("data-misfit", hook);
            with(pen);
        });
    };
    pen.each(view.misfits.iter(), |pen, misfit| {
        warn(pen, misfit.id, &|pen| {
            pen.text(misfit.text.get(lang));
            tags(pen, misfit.marks, lang);
        });
    });
    pen.when(form.sheet.under_18, |pen| warn(pen, "under_18", &|pen| pen.text(UNDER_18.get(lang))));
    let choices = form.instrument.reads.map_or(&[][..], |reads| reads.choices);
    let twice = form.sheet.doubled.iter().chain(&view.readout.denied);
    pen.each(twice, |pen, group| {
        let said = if choices.contains(group) { ONE_HOLDS } else { ONE_AT_MOST };
        warn(pen, group, &|pen| pen.text(said.get(lang)));
    });
    pen.some(view.conflict.as_ref(), |pen, conflict| {
        pen.tag("p", "banner bad", |pen| {
            pen.is("role", "alert");
            pen.is("data-conflict", "");
            pen.written(conflict.text(lang).to_owned().into());
        });
    });
}

// ---- the values --------------------------------------------------------------------------------------------------

fn values(pen: &mut Pen, fields: &[EnteredField], lang: Lang, locked: bool) {
    pen.when(!fields.is_empty(), |pen| {
        pen.tag("fieldset", "section values", |pen| {
            pen.line("legend", "", VALUES.get(lang));
            pen.tag("div", "entries", |pen| {
                for field in fields {
                    pen.tag("div", "entry", |pen| {
                        pen.key(field.id);
                        entry(pen, field, lang, locked);
                    });
                }
            });
        });
    });
}

fn entry(pen: &mut Pen, field: &EnteredField, lang: Lang, locked: bool) {
    let hook = |part: &str| AttrValue::from([part, ".", field.id].concat());
    pen.tag("label", "note", |pen| {
        pen.line("span", "", field.name.get(lang));
        match field.id {
            "sex" => choice(
                pen,
                hook("value"),
                &field.text,
                &[("", UNKNOWN_SEX.get(lang)), ("female", words(lang).female), ("male", words(lang).male)],
                locked,
            ),
            _ => pen.tag("input", "", |pen| {
                pen.is("type", "text");
                pen.is("inputmode", "decimal");
                pen.is("maxlength", "16");
                pen.is("autocomplete", "off");
                pen.is_written("data-calculator", hook("value"));
                pen.flag("aria-invalid", field.refused.is_some());
                pen.flag("disabled", locked);
                pen.value(Some(field.text.clone().into()));
            }),
        }
    });
    match field.units[..] {
        [] => {}
        [unit] if field.unit == unit => pen.line("span", "unit", unit_word(unit, lang)),
        _ => pen.tag("label", "note", |pen| {
            pen.line("span", "", UNIT.get(lang));
            let mut all = vec![("", CHOOSE_UNIT.get(lang))];
            all.extend(field.units.iter().map(|unit| (*unit, unit_word(unit, lang))));
            choice(pen, hook("unit"), &field.unit, &all, locked);
        }),
    }
    pen.some(field.known.as_ref(), |pen, known| pen.tag("p", "evidence", |pen| pen.joined(&[IN_CHART.get(lang), known])));
    pen.when(field.on_air, |pen| pen.line("p", "help", ON_AIR.get(lang)));
    pen.some(field.refused.as_ref(), |pen, [zh, en]| {
        pen.tag("p", "conflict", |pen| {
            pen.is("role", "alert");
            pen.is("data-refused-value", field.id);
            pen.written(if lang == Lang::Zh { zh } else { en }.clone().into());
        });
    });
}

/// One of several, in a list that opens.
fn choice(pen: &mut Pen, hook: AttrValue, chosen: &str, all: &[(&'static str, &'static str)], locked: bool) {
    pen.tag("select", "", |pen| {
        pen.is_written("data-calculator", hook);
        pen.flag("disabled", locked);
        for (value, word) in all {
            pen.tag("option", "", |pen| {
                pen.is("value", value);
                pen.flag("selected", *value == chosen);
                pen.text(word);
            });
        }
    });
}

/// A unit as a ward writes it.
fn unit_word(unit: &'static str, lang: Lang) -> &'static str {
    match unit {
        "/min" => text!("次/分", "/min").get(lang),
        "mm[Hg]" => "mmHg",
        "Cel" => "°C",
        "10*9/L" => "×10⁹/L",
        "umol/L" => "μmol/L",
        "mL/min/{1.73_m2}" => "mL/min/1.73 m²",
        "ng/mL{FEU}" => "ng/mL FEU",
        "ug/L{FEU}" => "μg/L FEU",
        "mg/L{FEU}" => "mg/L FEU",
        "ug/mL{FEU}" => "μg/mL FEU",
        "ng/mL{DDU}" => "ng/mL DDU",
        "ug/L{DDU}" => "μg/L DDU",
        "mg/L{DDU}" => "mg/L DDU",
        "ug/mL{DDU}" => "μg/mL DDU",
        unit => unit,
    }
}

// ---- the items ---------------------------------------------------------------------------------------------------

/// The items that stand in no step, then step by step, each in the order of the table.
fn steps(pen: &mut Pen, form: &FormView, view: &CalculatorView, lang: Lang, locked: bool) {
    let instrument = form.instrument;
    let phases = instrument.reads.map_or(&[][..], |reads| reads.phases);
    let first: Vec<usize> =
        (0..instrument.items.len()).filter(|index| phases.iter().all(|phase| !phase.items.contains(&instrument.items[*index].id))).collect();
    // What the other steps hang on is asked before all else, in whatever order the table has them.
    let (before, after) = phases.split_at(phases.iter().take_while(|phase| phase.items.iter().any(|id| is_choice(instrument, id))).count());
    let step = |pen: &mut Pen, id: &'static str, title: Text, items: &[usize], closed: bool| {
        pen.tag("fieldset", "section", |pen| {
            pen.key(id);
            pen.is("data-step", id);
            pen.line("legend", "", title.get(lang));
            if closed {
                pen.line("p", "hint", CLOSED.get(lang));
            } else {
                rows(pen, form, items, lang, locked);
            }
        });
    };
    let of = |ids: &[&str]| ids.iter().filter_map(|id| instrument.index(id)).collect::<Vec<_>>();
    pen.each(before, |pen, phase| step(pen, phase.id, phase.title, &of(phase.items), view.readout.closed.contains(&phase.id)));
    pen.when(!first.is_empty(), |pen| step(pen, "items", ITEMS, &first, false));
    pen.each(after, |pen, phase| step(pen, phase.id, phase.title, &of(phase.items), view.readout.closed.contains(&phase.id)));
}

fn is_choice(instrument: &Instrument, id: &str) -> bool {
    let choices = instrument.reads.map_or(&[][..], |reads| reads.choices);
    instrument.groups.iter().any(|group| choices.contains(&group.id) && group.members.contains(&id))
}

fn rows(pen: &mut Pen, form: &FormView, items: &[usize], lang: Lang, locked: bool) {
    pen.tag("div", "rows", |pen| {
        for &index in items {
            if form.sheet.cells.get(index).is_none_or(|cell| cell.hidden) {
                continue;
            }
            match form.instrument.group_of(index) {
                Some(group) if form.instrument.members(group).next() == Some(index) => members(pen, form, group, lang, locked),
                Some(_) => {}
                None if matches!(form.instrument.items[index].from, From::Count(_)) => counted(pen, form, index, lang),
                None => single(pen, form, index, lang, locked),
            }
        }
    });
}

fn single(pen: &mut Pen, form: &FormView, index: usize, lang: Lang, locked: bool) {
    let item = &form.instrument.items[index];
    let row = ItemRow {
        item,
        seen: Seen::of(&form.sheet.cells[index], form.opened.contains(&index)),
        proof: proof(form, index),
        note: form.answers.note(index).map(|note| AttrValue::from(note.to_owned())),
        // A tick of a checklist has no points.
        mark: (item.points == Points(0)).then_some(""),
        lang,
        locked,
    };
    pen.part(item.id, row);
}

/// A quantity that is itself added: shown with what is known of it, entered above.
fn counted(pen: &mut Pen, form: &FormView, index: usize, lang: Lang) {
    let item = &form.instrument.items[index];
    pen.tag("div", "row decided", |pen| {
        pen.key(item.id);
        pen.is("data-row", item.id);
        pen.tag("p", "", |pen| pen.text(item.label.get(lang)));
        row::help(pen, item, lang);
        pen.some(proof(form, index), |pen, proof| {
            let line = proof.all.get(proof.at).map(|evidence| fact_lines(&evidence.lines, lang)).unwrap_or_default();
            pen.tag("p", "evidence", |pen| pen.written(line.into()));
        });
    });
}

/// An exclusive group as on any form; of a choice one member holds, so that there is no "none of these".
fn members(pen: &mut Pen, form: &FormView, group: &'static Group, lang: Lang, locked: bool) {
    let instrument = form.instrument;
    let seen = |index: usize| Seen::of(&form.sheet.cells[index], form.opened.contains(&index));
    if !instrument.reads.is_some_and(|reads| reads.choices.contains(&group.id)) {
        let members: Vec<Member> = instrument.members(group).map(|index| Member { index, seen: seen(index), proof: proof(form, index) }).collect();
        let note = form.answers.note(named(&members)).map(|note| AttrValue::from(note.to_owned()));
        pen.part(group.id, GroupChoice { instrument, group, members, note, lang, locked });
        return;
    }
    let values: Vec<(usize, CellValue)> = instrument.members(group).map(|index| (index, form.sheet.cells[index].value)).collect();
    let any = |value: CellValue| values.iter().any(|(_, of)| *of == value);
    let state = [CellValue::Yes, CellValue::Unknowable].into_iter().find(|value| any(*value)).unwrap_or(CellValue::Open);
    let has_points = values.iter().any(|(index, _)| instrument.items[*index].points != Points(0));
    pen.tag("fieldset", "group choice", |pen| {
        pen.key(group.id);
        pen.is("data-group", group.id);
        pen.is("data-answer", row::answer_id(state));
        pen.tag("legend", "", |pen| {
            pen.joined(&[group.title.get(lang), " "]);
            pen.line("span", "word", row::answer_word(state, words(lang)));
        });
        for (index, value) in values {
            let item = &instrument.items[index];
            pen.tag("div", if value == CellValue::Yes { "row on" } else { "row" }, |pen| {
                row::row(pen, item.id, value);
                pen.tag("label", "", |pen| {
                    row::input(pen, Some(group.id), item, value == CellValue::Yes, locked);
                    pen.text(item.label.get(lang));
                    pen.when(has_points, |pen| pen.tag("small", "", |pen| pen.joined(&[" ", &row::plus(item.points)])));
                });
                row::help(pen, item, lang);
            });
        }
        of_group(group, lang, locked).draw(pen, "quiet act unknown", words(lang).unknown, words(lang), Some(state == CellValue::Unknowable));
    });
}

/// "Cannot be known", of a choice.
fn of_group(group: &'static Group, lang: Lang, disabled: bool) -> About {
    About { action: "unknown", of: group.id, name: group.title.get(lang), disabled }
}

// ---- the result --------------------------------------------------------------------------------------------------

fn result(pen: &mut Pen, form: &FormView, view: &CalculatorView, words: &Words, lang: Lang, locked: bool) {
    let (instrument, readout) = (form.instrument, &view.readout);
    let settled = readout.readings.iter().all(|possible| possible.settled().is_some());
    pen.tag("div", "tally", |pen| {
        pen.some(readout.total, |pen, (floor, ceiling)| score(pen, floor, ceiling, settled, words));
        pen.each(readout.readings.iter().enumerate(), |pen, (index, possible)| reading(pen, instrument, possible, index == 0, lang));
        let first = readout.missing.first().map(|index| instrument.items[*index].id);
        pen.tag("p", "left one", |pen| {
            pen.some(first, |pen, id| link(pen, id, around(&words.left, asked(instrument, &readout.missing)).into()));
        });
        pen.when(!readout.unmeasured.is_empty(), |pen| {
            let all: Vec<&str> = readout.unmeasured.iter().map(|quantity| quantity.row().name.get(lang)).collect();
            pen.tag("p", "sub unmeasured", |pen| {
                pen.is("data-unmeasured", "");
                pen.joined(&[MISSING.get(lang), &all.join(words.separator)]);
            });
        });
        pen.when(!form.denied.is_empty(), |pen| {
            pen.tag("div", "denied", |pen| {
                pen.is("data-denied", "");
                button(pen, "undo", "answer", around(&words.undo, form.denied.len()).into(), locked);
            });
        });
        pen.when(readout.missing.iter().any(|index| !matches!(instrument.items[*index].from, From::Count(_))), |pen| {
            button(pen, "none-of-the-rest", "rest", words.none_of_the_rest.into(), locked);
        });
    });
    pen.some(readout.total, |pen, (floor, ceiling)| figures(pen, instrument, floor, ceiling, words, lang));
}

/// How many answers are left to give: a group is one.
fn asked(instrument: &'static Instrument, missing: &[usize]) -> usize {
    let is_first = |index: &&usize| {
        let group = instrument.group_of(**index);
        group.is_none_or(|group| instrument.members(group).find(|member| missing.contains(member)) == Some(**index))
    };
    missing.iter().filter(is_first).count()
}

/// One reading: what it came to, or what is still possible. The first is the band.
fn reading(pen: &mut Pen, instrument: &'static Instrument, possible: &Possible, is_band: bool, lang: Lang) {
    let title = instrument.reads.and_then(|reads| reads.readings.iter().find(|reading| reading.id == possible.reading));
    let cut = title.is_none_or(|reading| !matches!(reading.by, Reading::Rows(_)));
    pen.tag("div", "reading", |pen| {
        pen.is("data-reading-id", possible.reading);
        pen.line("p", "cap", title.map_or(BAND, |reading| reading.title).get(lang));
        match possible.settled() {
            Some(outcome) => badge(pen, &outcome, is_band, lang),
            None => {
                pen.tag("p", "badge", |pen| {
                    pen.is(if is_band { "data-band" } else { "data-reading-band" }, "open");
                    shape(pen, None);
                    pen.tag("span", "", |pen| pen.joined(&[STILL.get(lang), words(lang).colon, &possible.outcomes.len().to_string()]));
                });
                pen.tag("ul", if cut { "possible" } else { "possible rows-read" }, |pen| {
                    for outcome in &possible.outcomes {
                        pen.tag("li", "", |pen| {
                            pen.is("data-possible", outcome.id);
                            pen.text(outcome.label.get(lang));
                        });
                    }
                });
            }
        }
    });
}

/// An outcome in word and shape, and in the colour of its tone.
fn badge(pen: &mut Pen, outcome: &Outcome, is_band: bool, lang: Lang) {
    pen.tag("p", "badge", |pen| {
        if is_band {
            pen.is("part", "risk-badge");
        }
        pen.is(if is_band { "data-band" } else { "data-reading-band" }, outcome.id);
        pen.is("data-tone", outcome.tone.id());
        match outcome.tone {
            Tone::Low => shape(pen, Some(Risk::Low)),
            Tone::Moderate => shape(pen, Some(Risk::Moderate)),
            Tone::High => shape(pen, Some(Risk::High)),
            Tone::Neutral => square(pen),
        }
        pen.tag("span", "", |pen| {
            pen.text(outcome.label.get(lang));
            tags(pen, outcome.marks, lang);
        });
    });
}

/// Neither good nor bad.
fn square(pen: &mut Pen) {
    pen.tag("svg", "", |pen| {
        pen.is("viewBox", "0 0 20 20");
        pen.is("aria-hidden", "true");
        pen.tag("path", "", |pen| pen.is("d", "M3 3h14v14H3z"));
    });
}

/// The result to be copied, and the way to begin anew.
fn as_text(pen: &mut Pen, view: &CalculatorView, lang: Lang) {
    let act = |pen: &mut Pen, act: &'static str, word: Text| {
        pen.tag("button", "answer", |pen| {
            pen.is("type", "button");
            pen.is("data-calculator", act);
            pen.text(word.get(lang));
        });
    };
    pen.tag("div", "actions", |pen| {
        pen.is("part", "actions");
        act(pen, "copy", COPY);
        pen.tag("p", "hint", |pen| {
            pen.is("role", "status");
            pen.is("data-copied", "");
            pen.text(view.copied.map_or("", |copied| if copied { COPIED } else { NOT_COPIED }.get(lang)));
        });
        pen.tag("details", "astext", |pen| {
            pen.flag("open", view.copied == Some(false));
            pen.line("summary", "", AS_TEXT.get(lang));
            pen.tag("textarea", "told", |pen| {
                pen.is("readonly", "");
                pen.is("rows", "8");
                pen.is("data-told", "");
                pen.is("aria-label", AS_TEXT.get(lang));
                pen.value(Some(view.told.clone().into()));
            });
        });
        act(pen, "clear", CLEAR);
    });
}

fn about(pen: &mut Pen, instrument: &'static Instrument, words: &Words, lang: Lang) {
    pen.tag("div", "about pearls", |pen| {
        pen.is("data-about", "");
        pen.when(!instrument.caveats.is_empty(), |pen| pen.line("b", "", PEARLS.get(lang)));
        for (text, marks) in instrument.caveats {
            pen.tag("p", "", |pen| {
                pen.text(text.get(lang));
                tags(pen, marks, lang);
            });
        }
        evidence(pen, instrument, words, lang);
        pen.tag("p", "", |pen| {
            pen.joined(&[words.source, words.colon]);
            pen.line("cite", "", instrument.source.citation);
        });
    });
}

/// Every published figure, by the points that it is of.
fn evidence(pen: &mut Pen, instrument: &'static Instrument, words: &Words, lang: Lang) {
    pen.when(!instrument.figures.is_empty(), |pen| {
        pen.tag("table", "evidence-table", |pen| {
            pen.line("caption", "", words.incidence);
            pen.tag("tbody", "", |pen| {
                for figure in instrument.figures {
                    pen.tag("tr", "", |pen| {
                        pen.tag("th", "", |pen| {
                            pen.is("scope", "row");
                            let (from, to) = (decimal(figure.from.value(), ""), decimal(figure.to.value(), ""));
                            let most = figure.to >= instrument.max_points() && figure.from != figure.to;
                            pen.joined(&if figure.from == figure.to {
                                [from.as_str(), "", words.points]
                            } else if most {
                                ["≥", from.as_str(), words.points]
                            } else {
                                [from.as_str(), "–", to.as_str()]
                            });
                        });
                        pen.tag("td", "", |pen| {
                            pen.text(figure.text.get(lang));
                            pen.text(" ");
                            pen.line("cite", "", figure.source.citation);
                            tags(pen, figure.source.marks, lang);
                        });
                    });
                }
            });
        });
    });
}
