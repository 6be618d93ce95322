//! The measured values that an instrument asks, each with its unit, what the chart says of it, and why it is not taken.

use yew::AttrValue;

use crate::session::calculator::EnteredField;
use crate::session::units::unit_shown;
use crate::text::{Lang, Text, text};
use crate::ui::pen::Pen;
use crate::ui::words::words;

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
const UNKNOWN_SEX: Text = text!("不详", "Not known");

/// Under which attribute a field reports itself, and what stands before its own name there.
pub struct ValueHooks {
    pub attribute: &'static str,
    pub before: String,
}

pub fn values(pen: &mut Pen, fields: &[EnteredField], lang: Lang, locked: bool, hooks: &ValueHooks) {
    pen.when(!fields.is_empty(), |pen| {
        pen.tag("fieldset", "section values", |pen| {
            pen.line("legend", "", VALUES.get(lang));
            pen.tag("div", "entries", |pen| {
                for field in fields {
                    pen.tag("div", "entry", |pen| {
                        pen.key(field.id);
                        entry(pen, field, lang, locked, hooks);
                    });
                }
            });
        });
    });
}

fn entry(pen: &mut Pen, field: &EnteredField, lang: Lang, locked: bool, hooks: &ValueHooks) {
    let attribute = hooks.attribute;
    let hook = |part: &str| (attribute, AttrValue::from([&hooks.before, part, ".", field.id].concat()));
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
                pen.is_written(attribute, hook("value").1);
                pen.flag("aria-invalid", field.refused.is_some());
                pen.flag("disabled", locked);
                pen.value(Some(field.text.clone().into()));
            }),
        }
    });
    match field.units[..] {
        [] => pen.when(!field.fixed.is_empty(), |pen| pen.line("span", "unit", unit_shown(field.fixed, lang))),
        [unit] if field.unit == unit => pen.line("span", "unit", unit_shown(unit, lang)),
        _ => pen.tag("label", "note", |pen| {
            pen.line("span", "", UNIT.get(lang));
            let mut all = vec![("", CHOOSE_UNIT.get(lang))];
            all.extend(field.units.iter().map(|unit| (*unit, unit_shown(unit, lang))));
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
fn choice(pen: &mut Pen, (attribute, hook): (&'static str, AttrValue), chosen: &str, all: &[(&'static str, &'static str)], locked: bool) {
    pen.tag("select", "", |pen| {
        pen.is_written(attribute, hook);
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
