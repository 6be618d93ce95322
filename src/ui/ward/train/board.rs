//! The class on the wall: who stands where, the answers over the form, which items are got wrong most, agreement, before and after, and
//! the CSV. Shows figures of `training` and `quality`; it computes none.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::moment::clock_words;
use crate::clinical::instrument::Instrument;
use crate::clinical::quantity::written;
use crate::quality::distributions::{Estimate, NoFigure};
use crate::text::{Lang, Text, text};
use crate::training::attempt::LearnerName;
use crate::training::class::LessonClass;
use crate::training::class_figures::{PrePost, pre_post};
use crate::training::class_items::ItemDistribution;
use crate::training::edition::EditionStanding;
use crate::training::exercise::Exercise;
use crate::web::classroom::save;

#[derive(Clone, Properties)]
pub struct BoardProps {
    pub lang: Lang,
    pub class: Rc<LessonClass>,
    /// All lessons of this teacher, for before and after.
    pub others: Rc<Vec<LessonClass>>,
}

impl PartialEq for BoardProps {
    fn eq(&self, other: &BoardProps) -> bool {
        self.lang == other.lang && Rc::ptr_eq(&self.class, &other.class)
    }
}

#[component]
pub fn Board(props: &BoardProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let class = &props.class;
    let shown = use_state_eq(|| 0_usize);
    let before = use_state_eq(|| None::<usize>);
    let names = use_state_eq(|| true);
    let csv = {
        let class = Rc::clone(class);
        Callback::from(move |_: MouseEvent| save(&class.to_csv(lang), &format!("virchow-class-{}.csv", class.lesson.id)))
    };
    let hide = {
        let names = names.clone();
        Callback::from(move |_: MouseEvent| names.set(!*names))
    };
    let choose = |set: UseStateSetter<usize>| {
        Callback::from(move |event: Event| set.set(event.target_unchecked_into::<HtmlSelectElement>().value().parse().unwrap_or(0)))
    };
    let choose_before = {
        let before = before.setter();
        Callback::from(move |event: Event| before.set(event.target_unchecked_into::<HtmlSelectElement>().value().parse().ok()))
    };
    let exercises: Vec<Exercise> = class.lesson.exercises.iter().filter_map(|id| class.lesson.exercise(id)).collect();
    let exercise = exercises.get(*shown);
    let instruments = {
        let mut all: Vec<&'static Instrument> = exercises.iter().filter(|of| of.truth().is_some()).filter_map(Exercise::instrument).collect();
        all.dedup_by_key(|of| of.id);
        all.sort_by_key(|of| of.id);
        all.dedup_by_key(|of| of.id);
        all
    };
    let pairs = before.and_then(|index| props.others.get(index)).filter(|of| of.lesson.class == class.lesson.class).map(|of| pre_post(of, class));
    html! {
        <div class="board-of-class" data-class-board="">
            <section class="panel">
                <h3>{ [class.lesson.title.get(lang), " · ", &class.lesson.class].concat() }</h3>
                <div class="actions on-screen">
                    <button type="button" data-action="csv" onclick={csv}>{ t(text!("导出CSV", "Export CSV")) }</button>
                    <button type="button" data-action="hide-names" aria-pressed={(!*names).to_string()} onclick={hide}>{ t(text!("隐藏称呼", "Hide the names")) }</button>
                </div>
                { board(class, *names, lang) }
            </section>
            <section class="panel">
                <h3>{ t(text!("全班作答分布", "The answers of the class over the form")) }</h3>
                <label class="line-field"><span>{ t(text!("病例", "Case")) }</span>
                    <select data-choose="exercise" onchange={choose(shown.setter())}>{ for exercises.iter().enumerate().map(|(index, of)| html! { <option value={index.to_string()} selected={index == *shown}>{ of.title(lang) }</option> }) }</select>
                </label>
                if let Some(exercise) = exercise {
                    <p class="lesson-story-line">{ exercise.story(lang) }</p>
                    if let Some(instrument) = exercise.instrument() { { distribution(instrument, &class.distribution(&exercise.id()), lang) } }
                }
            </section>
            <section class="panel">
                <h3>{ t(text!("最常错的条目", "Items got wrong most")) }</h3>
                { worst(class, lang) }
            </section>
            <section class="panel">
                <h3>{ t(text!("一致性", "Agreement")) }</h3>
                <p class="what">{ t(text!("多人评同一批病例：分级用kappa（2人Cohen，3人以上Fleiss），总分用ICC(2,1)；括号内为95%可信区间。", "Several learners score the same cases: kappa for the band (Cohen of two, Fleiss of more), ICC(2,1) for totals; in brackets the 95 % interval.")) }</p>
                <table class="results"><thead><tr><th scope="col">{ t(text!("评分表", "Form")) }</th><th scope="col">{ t(text!("人 × 例", "learners × cases")) }</th><th scope="col">{ "kappa" }</th><th scope="col">{ "ICC" }</th></tr></thead>
                    <tbody>{ for instruments.iter().map(|of| {
                        let figures = class.rater_agreement(of.id);
                        html! { <tr data-agreement={of.id}><th scope="row">{ of.title.get(lang) }</th><td>{ format!("{} × {}", figures.raters, figures.cases) }</td><td>{ estimate(&figures.bands, 2, lang) }</td><td>{ estimate(&figures.totals, 2, lang) }</td></tr> }
                    }) }</tbody>
                </table>
            </section>
            <section class="panel">
                <h3>{ t(text!("课前课后对比", "Before and after")) }</h3>
                <label class="line-field"><span>{ t(text!("课前的一课", "The lesson before")) }</span>
                    <select data-choose="before" onchange={choose_before}><option value="" selected={before.is_none()}>{ t(text!("请选择", "choose")) }</option>
                        { for props.others.iter().enumerate().filter(|(_, of)| of.lesson.id != class.lesson.id && of.lesson.class == class.lesson.class).map(|(index, of)| html! { <option value={index.to_string()} selected={*before == Some(index)}>{ [of.lesson.title.get(lang), " · ", of.lesson.phase.text().get(lang)].concat() }</option> }) }
                    </select>
                </label>
                if let Some(pairs) = pairs { { paired(&pairs, *names, lang) } }
            </section>
        </div>
    }
}

fn board(class: &LessonClass, names: bool, lang: Lang) -> Html {
    let t = |text: Text| text.get(lang);
    let rows = class.board();
    if rows.is_empty() {
        return html! { <p class="empty">{ t(text!("还没有收到成绩。", "No results yet.")) }</p> };
    }
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label={t(text!("成绩", "Results"))}><table class="results" data-board="">
            <thead><tr><th scope="col">{ "#" }</th><th scope="col">{ t(text!("学员", "Learner")) }</th><th scope="col">{ t(text!("得分", "Marks")) }</th><th scope="col">{ t(text!("结果", "Result")) }</th><th scope="col">{ t(text!("用时", "Time")) }</th><th scope="col">{ t(text!("备注", "Remarks")) }</th></tr></thead>
            <tbody>{ for rows.into_iter().enumerate().map(|(index, result)| {
                let who = if names { result.who.shown().to_owned() } else { "•••".to_owned() };
                let anonymous = matches!(result.who, LearnerName::Anonymous(_)) && names;
                let passed = match result.passed { None => "–", Some(true) => t(text!("✓ 通过", "✓ passed")), Some(false) => t(text!("✗ 未通过", "✗ not passed")) };
                let mut remarks: Vec<String> = vec![];
                if result.over_time { remarks.push(t(text!("超时", "over time")).to_owned()); }
                if result.clock_back_min > 0 { remarks.push(format!("{} {}", t(text!("时钟回拨（分）", "clock set back (min)")), result.clock_back_min)); }
                if result.resumed > 0 { remarks.push(format!("{} {}", t(text!("中途继续", "resumed")), result.resumed)); }
                if result.standing != EditionStanding::Same { remarks.push(t(result.standing.text()).to_owned()); }
                html! { <tr key={result.attempt.clone()} data-result={result.attempt.clone()}><td>{ index + 1 }</td><th scope="row">{ who }{ if anonymous { t(text!("（化名）", " (alias)")) } else { "" } }</th><td><span class="bar-of"><progress max="100" value={result.percent.to_string()} aria-hidden="true"></progress><b>{ format!("{}%", result.percent) }</b></span></td><td>{ passed }</td><td>{ clock_words(result.seconds) }</td><td>{ remarks.join("; ") }</td></tr> }
            }) }</tbody>
        </table></div>
    }
}

/// Row by row in the order of the form: how many said yes, no, or nothing, and what is right.
fn distribution(instrument: &'static Instrument, items: &[ItemDistribution], lang: Lang) -> Html {
    let t = |text: Text| text.get(lang);
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label={t(text!("分布", "Distribution"))}><table class="results spread" data-distribution={instrument.id}>
            <thead><tr><th scope="col">{ t(text!("条目", "Item")) }</th><th scope="col">{ t(text!("应为", "Right")) }</th><th scope="col">{ t(text!("选是", "said yes")) }</th><th scope="col">{ t(text!("选否", "said no")) }</th><th scope="col">{ t(text!("未答或不知", "open")) }</th><th scope="col">{ t(text!("错误", "wrong")) }</th></tr></thead>
            <tbody>{ for instrument.items.iter().zip(items).map(|(item, of)| {
                let right = match of.right { Some(true) => t(text!("是", "yes")), Some(false) => t(text!("否", "no")), None => "–" };
                let all = of.all().max(1);
                html! { <tr data-item-row={item.id} data-wrong={of.wrong.to_string()}><th scope="row">{ item.label.get(lang) }</th><td>{ right }</td>
                    <td><progress max={all.to_string()} value={of.yes.to_string()} aria-hidden="true"></progress>{ of.yes }</td><td>{ of.no }</td><td>{ of.open + of.unknowable }</td><td>{ if of.wrong > 0 { format!("✗ {}", of.wrong) } else { "✓ 0".to_owned() } }</td></tr> }
            }) }</tbody>
        </table></div>
    }
}

fn worst(class: &LessonClass, lang: Lang) -> Html {
    let t = |text: Text| text.get(lang);
    let errors = class.item_errors();
    if errors.is_empty() {
        return html! { <p class="empty">{ t(text!("没有错误，或还没有成绩。", "No errors, or no results yet.")) }</p> };
    }
    html! {
        <table class="results"><thead><tr><th scope="col">{ t(text!("条目", "Item")) }</th><th scope="col">{ t(text!("错误率%（95%可信区间）", "wrong % (95 % interval)")) }</th><th scope="col">{ t(text!("漏 / 多 / 未答", "missed / added / open")) }</th></tr></thead>
            <tbody>{ for errors.iter().take(12).map(|of| {
                let instrument = class.lesson.exercises.iter().filter_map(|id| class.lesson.exercise(id)).filter_map(|of| of.instrument()).find(|held| held.id == of.instrument);
                let name = instrument.map(|held| [held.items[of.item].label.get(lang), " · ", held.title.get(lang)].concat()).unwrap_or_default();
                let rate = of.rate().map(|rate| Estimate { value: rate.value * 100.0, low: rate.low * 100.0, high: rate.high * 100.0 });
                html! { <tr><th scope="row">{ name }</th><td>{ estimate(&rate, 0, lang) }</td><td>{ format!("{} / {} / {}", of.missed, of.added, of.open) }</td></tr> }
            }) }</tbody>
        </table>
    }
}

/// `0.62 (0.40–0.81)`, or why there is none.
fn estimate(of: &Result<Estimate, NoFigure>, digits: u32, lang: Lang) -> String {
    match of {
        Ok(of) => format!("{} ({}–{})", written(of.value, digits), written(of.low, digits), written(of.high, digits)),
        Err(why) => why.text().get(lang).to_owned(),
    }
}

fn paired(of: &PrePost, names: bool, lang: Lang) -> Html {
    let t = |text: Text| text.get(lang);
    let p = |p: f64| if p < 0.001 { "P < 0.001".to_owned() } else { format!("P = {}", written(p, 3)) };
    let why = |why: &NoFigure| t(why.text()).to_owned();
    let row = |id: &'static str, name: Text, value: String| html! { <div data-pair={id}><dt>{ t(name) }</dt><dd>{ value }</dd></div> };
    let repeated = (!of.repeated.is_empty()).then(|| {
        let said = text!(
            "同一称呼有多份成绩，课前取第一份、课后取最后一份；若是不同的人，请改称呼后重交：",
            "Several results bear one name: of them the first before and the last after is taken. If these are two persons, let them hand in under other names: "
        );
        html! { <p class="alert" data-repeated={of.repeated.len().to_string()}>{ [t(said), &*if names { of.repeated.join(", ") } else { of.repeated.len().to_string() }].concat() }</p> }
    });
    html! {
        <>
        { repeated }
        <dl class="figures" data-paired="">
            { row("pairs", text!("两次都参加", "took both"), format!("{} ({} {} · {} {})", of.pairs, t(text!("仅课前", "before only")), of.only_before, t(text!("仅课后", "after only")), of.only_after)) }
            { row("means", text!("平均分 课前 → 课后", "mean before → after"), format!("{} → {}", written(of.mean_before, 1), written(of.mean_after, 1))) }
            { row("t", text!("配对t检验：变化（95%可信区间）", "paired t: change (95 % interval)"), of.t.as_ref().map_or_else(why, |t| format!("{}; {}", estimate(&Ok(t.change), 1, lang), p(t.p)))) }
            { row("ranks", text!("Wilcoxon符号秩检验", "Wilcoxon signed ranks"), of.ranks.as_ref().map_or_else(why, |ranks| p(ranks.p))) }
            { row("passed", text!("通过情况（McNemar）", "passes (McNemar)"), of.passed.as_ref().map_or_else(why, |passed| p(passed.p))) }
        </dl>
        </>
    }
}
