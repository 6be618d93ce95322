//! The row of the matrix that fired, as it stands in the rules: for whom, at which risk and bleeding, with what usable, what it
//! puts out and when it is looked at again. A route, which stands before the matrix, says its own sentences.

use super::detail::rule_name;
use super::words::PreventionWords;
use crate::clinical::matrix::{Level, MATRIX, MatrixBlock, Output, Rule};
use crate::session::screen::PreventionView;
use crate::text::{Lang, Text, text};
use crate::ui::parts::tags;
use crate::ui::pen::Pen;

pub fn view(pen: &mut Pen, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    let advice = &view.assessed.advice;
    pen.some(advice.rule, |pen, id| {
        pen.tag("details", "about", |pen| {
            pen.is("data-fold", "rule");
            pen.is("data-rule-row", id);
            pen.flag("open", view.screened);
            pen.tag("summary", "", |pen| pen.joined(&[words.row, " ", rule_name(advice.rule, lang)]));
            let rows = MATRIX.iter().filter(|rule| rule.id == id && advice.reasons.contains(&rule.reason));
            pen.tag("ul", "rule", |pen| rows.for_each(|rule| row(pen, rule, lang)));
            pen.each(&advice.reasons, |pen, reason| pen.line("p", "", reason.get(lang)));
            pen.tag("p", "hint", |pen| tags(pen, &advice.marks, lang));
        });
    });
}

fn row(pen: &mut Pen, rule: &Rule, lang: Lang) {
    let mut all = vec![block(rule.block).get(lang).to_owned()];
    if rule.levels.len() < 4 {
        let levels: Vec<&str> = rule.levels.iter().map(|of| level(*of).get(lang)).collect();
        all.push([RISK.get(lang), &levels.join(text!("、", ", ").get(lang))].concat());
    }
    let either =
        |name: Text, yes: Text, no: Text, told: Option<bool>| told.map(|told| [name.get(lang), if told { yes } else { no }.get(lang)].concat());
    let [usable, unusable] = [text!("可用", "usable"), text!("不可用", "not usable")];
    all.extend(either(text!("出血：", "bleeding: "), text!("高危", "high"), text!("非高危", "not high"), rule.bleeding_high));
    all.extend(either(text!("药物：", "drug: "), usable, unusable, rule.drug));
    all.extend(either(text!("器械：", "device: "), usable, unusable, rule.device));
    let recheck = rule.recheck_h.map_or_else(
        || text!("情况变化时复评", "again on change").get(lang).to_owned(),
        |hours| [&*hours.to_string(), text!("小时后复评", " h to the next look").get(lang)].concat(),
    );
    pen.tag("li", "", |pen| {
        pen.joined(&[&all.join(text!("；", "; ").get(lang)), " → "]);
        pen.line("b", "", output(rule.output).get(lang));
        pen.joined(&[text!("；", "; ").get(lang), &recheck]);
        tags(pen, rule.marks, lang);
    });
}

const RISK: Text = text!("VTE风险：", "VTE risk: ");

fn block(of: MatrixBlock) -> Text {
    match of {
        MatrixBlock::Ortho => text!("骨科大手术", "major orthopaedic surgery"),
        MatrixBlock::Surgical => text!("外科", "surgical"),
        MatrixBlock::Intensive => text!("ICU非手术", "ICU, non-surgical"),
        MatrixBlock::Medical => text!("内科", "medical"),
    }
}

fn level(of: Level) -> Text {
    match of {
        Level::VeryLow => text!("极低危", "very low"),
        Level::Low => text!("低危", "low"),
        Level::Moderate => text!("中危", "moderate"),
        Level::High => text!("高危", "high"),
    }
}

fn output(of: Output) -> Text {
    match of {
        Output::Basic => text!("仅基础预防", "basic only"),
        Output::Mechanical => text!("机械预防", "mechanical"),
        Output::Drug => text!("药物", "drug"),
        Output::Usable => text!("可用的一种", "the one that is usable"),
        Output::Either => text!("药物或机械，任选其一", "drug or mechanical"),
        Output::Both => text!("药物加机械", "drug plus mechanical"),
        Output::Escalate => text!("会诊或上报", "consult or escalate"),
    }
}
