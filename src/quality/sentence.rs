//! A definition as a sentence, in both languages: 计算口径, "how it is counted". Made of the criteria themselves, so that it cannot
//! say anything else than what is counted.

use super::catalogue::indicator::{Chosen, DepartmentOf, MonthOf};
use super::criterion::{Anchor, ColumnSays, Criterion, EVER, EpisodeColumn, FactColumn, FactTest, TimeWindow};
use super::episode::FactKind;
use crate::text::{Lang, Text, text};

/// How one indicator is counted, a line for each part.
pub fn sentence(of: &Chosen, lang: Lang) -> Vec<String> {
    let indicator = of.indicator;
    let label = |text: Text| text.get(lang);
    let mut lines = vec![];
    let when = match indicator.clock {
        MonthOf::Discharge => text!("按出院月份", "by the month of discharge"),
        MonthOf::Admission => text!("按入院月份", "by the month of admission"),
    };
    let department = match of.department {
        DepartmentOf::Discharge => text!("科室按出院科室", "department: that of discharge"),
        DepartmentOf::Admission => text!("科室按入院科室", "department: that of admission"),
        DepartmentOf::Assessment => text!("科室按首次评估时所在科室", "department: that of the first assessment"),
    };
    let comma = label(text!("；", "; "));
    lines.push([label(text!("单位：", "Unit: ")), indicator.unit.label().get(lang), comma, label(when), comma, label(department)].concat());
    let rules: Vec<String> = indicator.exclusions.iter().enumerate().map(|(index, rule)| format!("{}. {}", index + 1, rule.name.get(lang))).collect();
    lines.push([label(text!("依次排除：", "Left out, in this order: ")), &rules.join(comma)].concat());
    lines.push([label(text!("分母：", "Denominator: ")), &spoken(of.population(), lang)].concat());
    lines.push([label(text!("分子：分母中", "Numerator: of these, those ")), &spoken(of.numerator(), lang)].concat());
    lines.push(
        label(text!(
            "无法判定的（缺少资料或时间不够精确）：是否排除或是否属于分母无法判定的，不计入；分子无法判定的留在分母，率中未计入分子；人数均另列",
            "What cannot be told (missing, or timed too coarsely): where it is an exclusion or the denominator, the stay is not counted; where it is the numerator, it stays in the denominator, is not in the numerator; each number is shown"
        ))
        .to_owned(),
    );
    for row in super::catalogue::indicator::OPTIONS.iter().filter(|row| indicator.options.contains(&row.of)) {
        let chosen = of.chosen().any(|chosen| chosen.word == row.word);
        let sibling = of.chosen().any(|chosen| chosen.of == row.of && chosen.word != row.word);
        // The word is that of the choice; the default has none.
        let word = [label(text!("，", ", ")), "`", row.word, "`"].concat();
        let (now, now_word, other, other_word) = if chosen {
            (row.chosen, &*word, row.default, label(text!("，默认", ", the default")))
        } else {
            (row.default, label(text!("，默认", ", the default")), row.chosen, &*word)
        };
        if !sibling {
            let parts = [
                label(text!("可选：", "Option: ")),
                now.get(lang),
                now_word,
                label(text!("（另一口径：", " (other reading: ")),
                other.get(lang),
                other_word,
                label(text!("）", ")")),
            ];
            lines.push(parts.concat());
        }
    }
    if let Some(days) = indicator.ripens {
        let [before, after] = match lang {
            Lang::Zh => ["出院满", "天之前显示为“尚未到期”"],
            Lang::En => ["Shown as not yet ripe until ", " days after discharge are over"],
        };
        lines.push(format!("{before}{days}{after}"));
    }
    if let Some(beside) = indicator.beside {
        lines.push(label(beside).to_owned());
    }
    for mark in indicator.marks {
        if let Some(tag) = mark.tag(lang) {
            lines.push(tag.concat());
        }
    }
    lines
}

/// A criterion in words.
pub fn spoken(criterion: &Criterion, lang: Lang) -> String {
    let pick = |zh: String, en: String| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    match criterion {
        Criterion::AgeAtLeast(years) => pick(format!("入院时满{years}岁"), format!("aged {years} or over at admission")),
        Criterion::StayLongerThan(seconds) => pick(format!("住院超过{}小时", seconds / 3600), format!("a stay of more than {} h", seconds / 3600)),
        Criterion::StayAtLeast(seconds) => pick(format!("住院至少{}小时", seconds / 3600), format!("a stay of at least {} h", seconds / 3600)),
        Criterion::Is(column, words) => {
            let words: Vec<&str> = words.iter().map(|word| word_of(word).get(lang)).collect();
            [column_name(*column).get(lang), text!("为", " ").get(lang), &words.join(text!("或", " or ").get(lang))].concat()
        }
        Criterion::Some(test) => spoken_fact(test, lang),
        // "With a" becomes "without a"; what is no fact is said as it is and denied.
        Criterion::Not(Criterion::Some(test)) if test.within.is_none() => match lang {
            Lang::Zh => ["没", &spoken_fact(test, lang)].concat(),
            Lang::En => spoken_fact(test, lang).replacen("with ", "without ", 1),
        },
        Criterion::Not(inner) => pick(format!("不符合“{}”", spoken(inner, lang)), format!("not ({})", spoken(inner, lang))),
        Criterion::All([]) => pick("未被排除的全部住院".into(), "every stay that is not left out".into()),
        Criterion::All(parts) => joined(parts, text!("，并且", ", and ").get(lang), lang),
        Criterion::Any(parts) => joined(parts, text!("，或者", ", or ").get(lang), lang),
    }
}

fn joined(parts: &[&Criterion], word: &str, lang: Lang) -> String {
    let [open, close] = match lang {
        Lang::Zh => ["（", "）"],
        Lang::En => ["(", ")"],
    };
    let parts: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Criterion::All(inner) | Criterion::Any(inner) if inner.len() > 1 => [open, &spoken(part, lang), close].concat(),
            _ => spoken(part, lang),
        })
        .collect();
    parts.join(word)
}

fn spoken_fact(test: &FactTest, lang: Lang) -> String {
    let mut text = String::new();
    let windows: Vec<String> = test.windows().map(|window| spoken_window(window, lang)).collect();
    if !windows.is_empty() {
        text.push_str(&windows.join(text!("，", " and ").get(lang)));
        text.push_str(text!("，", ": ").get(lang));
    }
    let kind = kind_name(test.kind).get(lang);
    let article = if kind.starts_with(['o', 'e', 'a', 'i']) { "an " } else { "a " };
    text.push_str(match (lang, test.latest) {
        (Lang::Zh, true) => "最后一次",
        (Lang::Zh, false) => "有",
        (Lang::En, true) => "with the last ",
        (Lang::En, false) => "with ",
    });
    if lang == Lang::En && !test.latest {
        text.push_str(article);
    }
    text.push_str(kind);
    for says in test.says {
        text.push_str(&spoken_says(says, lang));
    }
    text
}

fn spoken_says(says: &ColumnSays, lang: Lang) -> String {
    let words: Vec<&str> = says.words.iter().map(|word| word_of(word).get(lang)).collect();
    let column = match says.column {
        FactColumn::What => text!("部位", "site"),
        FactColumn::Value => text!("结果", "result"),
        FactColumn::Beside => text!("护士评分", "nurse's score"),
        FactColumn::State => text!("状态", "state"),
    };
    match lang {
        Lang::Zh => format!("（{}：{}）", column.zh(), words.join("或")),
        Lang::En => format!(" ({}: {})", column.en(), words.join(" or ")),
    }
}

fn spoken_window(window: &TimeWindow, lang: Lang) -> String {
    let anchor = match &window.anchor {
        Anchor::Admission => text!("入院", "admission").get(lang).to_owned(),
        Anchor::Decision => text!("决定收治", "the decision to admit").get(lang).to_owned(),
        Anchor::Discharge => text!("出院", "discharge").get(lang).to_owned(),
        Anchor::First(test) => match lang {
            Lang::Zh => format!("首次“{}”", spoken_fact(test, lang).trim_start_matches('有')),
            Lang::En => {
                let fact = spoken_fact(test, lang);
                format!("the first {}", fact.trim_start_matches("with ").trim_start_matches("an ").trim_start_matches("a "))
            }
        },
    };
    let span = |seconds: i64| {
        let (hours, rest) = (seconds.abs() / 3600, seconds.abs() % 3600);
        match (hours % 24, rest, hours >= 48, lang) {
            (0, 0, true, Lang::Zh) => format!("{}天", hours / 24),
            (0, 0, true, Lang::En) => format!("{} days", hours / 24),
            (_, 0, _, Lang::Zh) => format!("{hours}小时"),
            (_, 0, _, Lang::En) => format!("{hours} h"),
            (_, _, _, Lang::Zh) => format!("{hours}小时{rest}秒"),
            (_, _, _, Lang::En) => format!("{hours} h {rest} s"),
        }
    };
    // A second more than whole hours is "more than" them, and from the first second after the anchor is "after" it.
    match (window.from, window.to, lang) {
        (from, 0, Lang::Zh) if from <= -EVER => format!("不晚于{anchor}"),
        (from, 0, Lang::En) if from <= -EVER => format!("not later than {anchor}"),
        (from, to, Lang::Zh) if from <= -EVER => format!("不晚于{anchor}后{}", span(to)),
        (from, to, Lang::En) if from <= -EVER => format!("not later than {} after {anchor}", span(to)),
        (0, to, Lang::Zh) if to >= EVER => format!("不早于{anchor}"),
        (0, to, Lang::En) if to >= EVER => format!("not before {anchor}"),
        (from, to, Lang::Zh) if to >= EVER && from % 3600 == 1 => format!("{anchor}后超过{}", span(from - 1)),
        (from, to, Lang::En) if to >= EVER && from % 3600 == 1 => format!("more than {} after {anchor}", span(from - 1)),
        (from, to, Lang::Zh) if to >= EVER => format!("{anchor}满{}之后", span(from)),
        (from, to, Lang::En) if to >= EVER => format!("{} or more after {anchor}", span(from)),
        (from, 0, Lang::Zh) => format!("{anchor}前{}之内", span(from)),
        (from, 0, Lang::En) => format!("within {} before {anchor}", span(from)),
        (0, to, Lang::Zh) => format!("{anchor}后{}之内（含）", span(to)),
        (0, to, Lang::En) => format!("from {anchor} to {} after it, both included", span(to)),
        (1, to, Lang::Zh) => format!("{anchor}后{}之内", span(to)),
        (1, to, Lang::En) => format!("within {} after {anchor}", span(to)),
        (from, to, Lang::Zh) => format!("{anchor}后{}至{}", span(from), span(to)),
        (from, to, Lang::En) => format!("{} to {} after {anchor}", span(from), span(to)),
    }
}

fn column_name(column: EpisodeColumn) -> Text {
    match column {
        EpisodeColumn::Class => text!("就诊类别", "class"),
        EpisodeColumn::Service => text!("专科", "service"),
        EpisodeColumn::Icu => text!("入住ICU", "in intensive care:"),
        EpisodeColumn::VteBefore => text!("入院前已有DVT或PE", "DVT or PE before admission:"),
        EpisodeColumn::Leaving => text!("离院方式", "left:"),
    }
}

/// The name of a kind of fact.
pub fn kind_name(kind: FactKind) -> Text {
    match kind {
        FactKind::Assessed => text!("VTE风险评估", "VTE risk assessment"),
        FactKind::BleedingScreened => text!("出血风险评估", "bleeding assessment"),
        FactKind::Ordered => text!("预防医嘱", "order of prevention"),
        FactKind::Given => text!("已执行的预防措施", "measure of prevention begun"),
        FactKind::Declined => text!("不采用预防方案", "plan declined"),
        FactKind::Operated => text!("手术或操作", "operation or procedure"),
        FactKind::Transferred => text!("转科", "transfer"),
        FactKind::Suspected => text!("疑似VTE", "suspicion of VTE"),
        FactKind::Confirmed => text!("确诊VTE", "confirmed VTE"),
        FactKind::ExcludedVte => text!("排除VTE", "VTE excluded"),
        FactKind::PathwayStep => text!("绿色通道记录", "entry in the green channel"),
        FactKind::Referral => text!("转诊", "referral"),
    }
}

/// A word of the tables, as a person says it.
pub fn word_of(word: &str) -> Text {
    match word {
        "low" => text!("低危", "low"),
        "moderate" => text!("中危", "moderate"),
        "high" => text!("高危", "high"),
        "not_high" => text!("非高危", "not high"),
        "open" => text!("未定", "open"),
        "device" => text!("机械", "device"),
        "drug" => text!("药物", "drug"),
        "basic" => text!("基础预防", "basic measures"),
        "escalate" => text!("升级处理", "escalated"),
        "firm" => text!("有效医嘱", "firm"),
        "begun" => text!("已开始", "begun"),
        "conditional" => text!("附条件未开始", "on a condition, not begun"),
        "withdrawn" => text!("已撤销", "withdrawn"),
        "in_hospital" => text!("院内发生", "arose in hospital"),
        "on_admission" => text!("入院时已有", "present on admission"),
        "not_stated" => text!("发生时机未注明", "onset not stated"),
        "operation" => text!("手术", "operation"),
        "discharge_diagnosis" => text!("出院诊断", "diagnosis at discharge"),
        "dvt" => text!("DVT", "DVT"),
        "pe" => text!("PE", "PE"),
        "dvt_pe" => text!("DVT合并PE", "DVT and PE"),
        "died" => text!("死亡", "died"),
        "icu" => text!("重症医学", "intensive care"),
        "yes" => text!("是", "yes"),
        "no" => text!("否", "no"),
        "inpatient" => text!("住院", "inpatient"),
        "day_surgery" => text!("日间手术", "day surgery"),
        "emergency" => text!("急诊", "emergency"),
        "outpatient" => text!("门诊", "outpatient"),
        "neonatal" => text!("新生儿科", "neonatology"),
        "paediatric" => text!("儿科", "paediatrics"),
        _ => text!("其他", "other"),
    }
}
