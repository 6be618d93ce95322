//! The doses of RCOG 37a by booking weight, beside the score: what keeps a dose from being shown, the row of this weight for a
//! physician, and what is said beside the table. A reference: the physician decides.

use crate::clinical::rcog_doses::{NOTES, ObstetricDose, ObstetricDoses, WeightBand};
use crate::session::calculator::ObstetricView;
use crate::text::{Lang, Text, text};
use crate::ui::parts::tags;
use crate::ui::pen::Pen;

const TITLE: Text = text!("低分子肝素预防剂量参考（按孕早期建档体重）", "Doses of LMWH to prevent VTE, for reference (by booking weight)");
const DECIDES: Text = text!(
    "仅供参考，不是医嘱，也不是本程序的建议：由医师决定；以药品说明书为准。",
    "A reference, no order and no proposal of this program: the physician decides; the insert prevails."
);
const WEIGHT: Text = text!("孕早期建档体重（不是今日体重）", "Booking weight (early pregnancy, not today's)");
const FIRST: Text =
    text!("先逐项核对：有任一项者不显示剂量，与血液科讨论", "First, each of these: with any of them no dose is shown, discuss with a haematologist");
const REST: Text = text!("以上未答各项均已核对：无", "All of these that are open were checked: no");
const NOT_HERE: Text = text!(
    "剂量只向已登录的医师显示；计算器里没有人能确认剂量。",
    "Doses are shown to a physician who has signed in; nobody confirms a dose in a calculator."
);
const ASK: Text = text!("尚不显示剂量：", "No dose yet: ");
const ASK_WEIGHT: Text = text!("未填建档体重", "the booking weight is not told");
const ASK_ROWS: Text = text!("未核对的项数：", "rows not checked: ");
const DISCUSS: Text = text!("不显示剂量，与血液科讨论：", "No dose; discuss with a haematologist: ");
const HIGH: Text = text!("高预防剂量", "High prophylactic dose");
const SOURCE: &str = "RCOG Green-top Guideline 37a (April 2015), table 3";

pub fn obstetric(pen: &mut Pen, view: &ObstetricView, lang: Lang, locked: bool) {
    pen.tag("fieldset", "section doses", |pen| {
        pen.is("data-obstetric-doses", "");
        pen.line("legend", "", TITLE.get(lang));
        pen.line("p", "banner calm", DECIDES.get(lang));
        pen.tag("label", "note", |pen| {
            pen.tag("span", "", |pen| pen.joined(&[WEIGHT.get(lang), " kg"]));
            pen.tag("input", "", |pen| {
                pen.is("type", "text");
                pen.is("inputmode", "decimal");
                pen.is("maxlength", "16");
                pen.is("autocomplete", "off");
                pen.is("data-calculator", "dose.weight");
                pen.flag("aria-invalid", view.refused.is_some());
                pen.flag("disabled", locked);
                pen.value(Some(view.weight.clone().into()));
            });
        });
        pen.some(view.refused, |pen, [zh, en]| {
            pen.tag("p", "conflict", |pen| {
                pen.is("role", "alert");
                pen.text(if lang == Lang::Zh { zh } else { en });
            });
        });
        pen.line("p", "cap", FIRST.get(lang));
        for (row, said) in &view.rows {
            pen.tag("fieldset", "choices short", |pen| {
                pen.is("data-discuss", row.id);
                pen.tag("legend", "", |pen| {
                    pen.text(row.label.get(lang));
                    tags(pen, row.marks, lang);
                });
                for (id, word, value) in [("yes", text!("是", "yes"), true), ("no", text!("否", "no"), false)] {
                    let chosen = *said == Some(value);
                    pen.tag("label", if chosen { "on" } else { "" }, |pen| {
                        pen.tag("input", "", |pen| {
                            pen.is("type", "radio");
                            pen.is_written("name", ["vte-dose-", row.id].concat().into());
                            pen.is_written("data-calculator", ["dose.", row.id].concat().into());
                            pen.is("value", id);
                            pen.flag("disabled", locked);
                            pen.checked(chosen);
                        });
                        pen.text(word.get(lang));
                    });
                }
            });
        }
        pen.when(view.rows.iter().any(|(_, said)| said.is_none()), |pen| {
            pen.tag("button", "answer", |pen| {
                pen.is("type", "button");
                pen.is("data-calculator", "dose.rest");
                pen.flag("disabled", locked);
                pen.text(REST.get(lang));
            });
        });
        pen.tag("div", "answer-of-doses", |pen| {
            pen.is("role", "status");
            answer(pen, view, lang);
        });
        for (text, marks) in &NOTES {
            pen.tag("p", "help", |pen| {
                pen.text(text.get(lang));
                tags(pen, marks, lang);
            });
        }
        pen.line("cite", "help", SOURCE);
    });
}

fn answer(pen: &mut Pen, view: &ObstetricView, lang: Lang) {
    let comma = text!("；", "; ").get(lang);
    match &view.doses {
        None => pen.line("p", "hint", NOT_HERE.get(lang)),
        Some(ObstetricDoses::Ask { rows, booking_weight }) => {
            let mut lacks = vec![];
            if *booking_weight {
                lacks.push(ASK_WEIGHT.get(lang).to_owned());
            }
            if !rows.is_empty() {
                lacks.push([ASK_ROWS.get(lang), &rows.len().to_string()].concat());
            }
            pen.tag("p", "hint", |pen| {
                pen.is("data-doses", "ask");
                pen.joined(&[ASK.get(lang), &lacks.join(comma)]);
            });
        }
        Some(ObstetricDoses::Discuss(rows)) => pen.tag("p", "conflict", |pen| {
            pen.is("data-doses", "discuss");
            let all: Vec<&str> = rows.iter().map(|row| row.label.get(lang)).collect();
            pen.joined(&[DISCUSS.get(lang), &all.join(comma)]);
        }),
        Some(ObstetricDoses::Of { band, high }) => {
            table(pen, band, None, lang);
            pen.some(*high, |pen, high| table(pen, high, Some(HIGH), lang));
        }
    }
}

fn table(pen: &mut Pen, band: &WeightBand, title: Option<Text>, lang: Lang) {
    pen.tag("table", "evidence-table", |pen| {
        pen.is("data-doses", if title.is_some() { "high" } else { "band" });
        pen.tag("caption", "", |pen| {
            pen.text(title.unwrap_or(band.label).get(lang));
            tags(pen, band.marks, lang);
        });
        pen.tag("tbody", "", |pen| {
            for dose in &band.doses {
                pen.tag("tr", "", |pen| {
                    pen.tag("th", "", |pen| {
                        pen.is("scope", "row");
                        pen.text(dose.heparin.label().get(lang));
                    });
                    pen.tag("td", "", |pen| pen.written(line(dose, lang).into()));
                });
            }
        });
    });
}

/// "60 mg，每24小时；可分2次".
fn line(dose: &ObstetricDose, lang: Lang) -> String {
    let unit = if dose.heparin.unit() == "mg" { "mg" } else { text!("单位", "units").get(lang) };
    let mut line = [&crate::clinical::quantity::written(dose.amount, 1), " ", unit].concat();
    if dose.per_kg {
        line += text!("/kg/天", "/kg/day").get(lang);
    } else if dose.every_h == 12 {
        line += text!("，每12小时", " every 12 h").get(lang);
    } else {
        line += text!("，每日1次", " once daily").get(lang);
    }
    if dose.may_be_divided {
        line += text!("；可分2次给", "; may be given in 2 divided doses").get(lang);
    }
    line
}
