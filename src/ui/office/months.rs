//! The trend month by month, and two periods side by side.

use yew::prelude::*;

use crate::quality::contingency::written_p;
use crate::quality::count::{PlaceCounts, Placed};
use crate::quality::distributions::Estimate;
use crate::quality::means::MeanOf;
use crate::quality::report::{written_counts, written_interval};
use crate::quality::signals::{ChartVerdict, FEWEST};
use crate::session::office::months::{BeforeAfterView, before_after, trend};
use crate::text::{Text, text};

use super::hands::{OfficeHands, counts_cell, figure, how, indicator_field, site_field, title};

pub fn trend_page(hands: &OfficeHands) -> Html {
    let t = |text: Text| hands.t(text);
    let Some(view) = trend(&hands.room.borrow()) else { return html! {} };
    let months: Vec<&str> = view.months.iter().map(|month| month.month.as_str()).collect();
    let limits = |at: usize| view.limits.as_ref().and_then(|chart| chart.points.iter().find(|point| point.place == at));
    let fired: Vec<(Text, &[usize])> = [view.run.as_ref().map(|chart| &chart.verdict), view.limits.as_ref().map(|chart| &chart.verdict)]
        .into_iter()
        .flatten()
        .filter_map(|verdict| if let ChartVerdict::Signal(fired) = verdict { Some(fired) } else { None })
        .flatten()
        .map(|fired| (fired.rule.name(), fired.points.as_slice()))
        .collect();
    let few = view.run.as_ref().is_none_or(|chart| matches!(chart.verdict, ChartVerdict::TooFew(_)));
    html! {
        <>
            <h2 tabindex="-1">{ t(text!("趋势", "Trend")) }</h2>
            { indicator_field(hands) }{ site_field(hands) }
            <h3>{ title(hands, &view.of) }</h3>
            if few {
                <p class="alert" data-verdict="few">{ [t(text!("不足 ", "Fewer than ")), &FEWEST.to_string(), t(text!(" 个有数据的月份，不作判断。", " months with data: no verdict."))].concat() }</p>
            } else if !view.is_settled {
                <p class="alert" data-verdict="open">{ t(text!("不作判断：结论取决于分子无法判定的住院。", "No verdict: it would hang on stays whose numerator cannot be told.")) }</p>
            } else if fired.is_empty() {
                <p data-verdict="steady">{ t(text!("○ 没有规则被触发：各月的波动可由偶然解释。", "○ No rule fired: chance explains how the months differ.")) }</p>
            } else {
                <ol data-verdict="signal">{ for fired.iter().map(|(rule, points)| html! { <li><b>{ ["▲ ", t(*rule)].concat() }</b>{ t(text!("：", ": ")) }{ spans(hands, &months, points) }</li> }) }</ol>
            }
            { figure(hands, &view.of) }
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("逐月", "Month by month"))}><table class="results" data-trend=""><thead><tr>
                <th scope="col">{ t(text!("月份", "Month")) }</th><th scope="col">{ t(text!("分子", "Counted")) }</th><th scope="col">{ t(text!("分母", "Of")) }</th><th scope="col">{ t(text!("率", "Rate")) }</th><th scope="col">{ t(text!("95 % 区间", "95 % interval")) }</th><th scope="col">{ t(text!("控制限", "Limits")) }</th><th scope="col">{ t(text!("上列规则", "Rules above")) }</th>
            </tr></thead><tbody>{ for view.months.iter().enumerate().map(|(at, month)| html! {
                <tr><th scope="row">{ month.month.clone() }</th><td class="number">{ month.counts.numerator().to_string() }</td><td class="number">{ month.counts.denominator().to_string() }</td><td class="number">{ written_counts(&month.counts) }</td><td class="number">{ written_interval(&month.counts) }</td>
                <td class="number">{ limits(at).map_or_else(|| "–".to_owned(), |point| format!("{:.2}–{:.2} %", point.low * 100.0, point.high * 100.0)) }</td>
                <td>{ if view.is_settled && !few { numbers(&fired, at) } else { String::new() } }</td></tr>
            }) }</tbody></table></div>
            <p class="hint">{ t(text!("中位数链图（Anhøj）和 p′ 控制图（Laney，界限随分母变化）；没有数据的月份保留在表中，不计点。", "Run chart about the median (Anhøj) and p′ chart (Laney, limits by the denominator). A month without data keeps its row and has no point.")) }</p>
            { how(hands, &view.of) }
        </>
    }
}

/// Months in a row as from and to.
fn spans(hands: &OfficeHands, months: &[&str], points: &[usize]) -> String {
    let mut runs: Vec<[usize; 2]> = vec![];
    for at in points.iter().copied() {
        match runs.last_mut() {
            Some(run) if run[1] + 1 == at => run[1] = at,
            _ => runs.push([at, at]),
        }
    }
    let name = |at: usize| months.get(at).copied().unwrap_or_default();
    let written =
        |[from, to]: [usize; 2]| if from == to { name(from).to_owned() } else { [name(from), hands.t(text!(" 至 ", " to ")), name(to)].concat() };
    runs.into_iter().map(written).collect::<Vec<_>>().join(hands.t(text!("、", ", ")))
}

/// Which of the rules above this month is among.
fn numbers(fired: &[(Text, &[usize])], at: usize) -> String {
    let by: Vec<String> =
        (1..).zip(fired).filter(|(_, (_, points))| points.contains(&at)).map(|(number, _): (usize, _)| number.to_string()).collect();
    if by.is_empty() { String::new() } else { ["▲ ", &by.join(", ")].concat() }
}

pub fn before_after_page(hands: &OfficeHands) -> Html {
    let t = |text: Text| hands.t(text);
    let view = before_after(&hands.room.borrow());
    let (months, periods) = {
        let room = hands.room.borrow();
        (room.tally.months(), room.periods.clone())
    };
    let choice = |period: usize, end: usize, label: Text| {
        let chosen = hands.on_choice(move |room, month| {
            if let Some(periods) = &mut room.periods {
                periods[period][end] = month;
            }
        });
        let held = periods.as_ref().map(|periods| periods[period][end].clone());
        html! {
            <label class="line-field"><span>{ t(label) }</span><select data-period={format!("{period}-{end}")} onchange={chosen}>
                { for months.iter().map(|month| html! { <option value={month.clone()} selected={held.as_ref() == Some(month)}>{ month.clone() }</option> }) }
            </select></label>
        }
    };
    html! {
        <>
            <h2 tabindex="-1">{ t(text!("前后比较", "Before and after")) }</h2>
            <p class="alert" data-no-trial="">{ t(text!("前后比较不是试验：两个时期之间变化的不只是所推行的措施，差别不能只归因于它。人数很多时，再小的差别 p 值也会很小，请先看差值及其区间。", "Before and after is not a trial: more than the measure changed between the two periods, and a difference is not its effect alone. With many stays every p is small: look at the difference and its interval first.")) }</p>
            if periods.is_none() {
                <p>{ t(text!("至少需要两个月的数据。", "Two months of data are needed at least.")) }</p>
            } else {
                <fieldset><legend>{ t(text!("前", "Before")) }</legend>{ choice(0, 0, text!("从", "from")) }{ choice(0, 1, text!("到", "to")) }</fieldset>
                <fieldset><legend>{ t(text!("后", "After")) }</legend>{ choice(1, 0, text!("从", "from")) }{ choice(1, 1, text!("到", "to")) }</fieldset>
                { site_field(hands) }
            }
            if let Some(view) = view { { tables(hands, &view) } }
        </>
    }
}

/// Why there is no difference.
fn unknown(hands: &OfficeHands, counts: &[PlaceCounts; 2]) -> String {
    if counts.iter().any(|counts| counts.of(Placed::Open) > 0) {
        hands.t(text!("分子未知，不比较", "numerators not known: not compared")).to_owned()
    } else {
        "–".to_owned()
    }
}

fn points(of: Estimate) -> String {
    format!("{:+.2} ({:+.2} – {:+.2})", of.value * 100.0, of.low * 100.0, of.high * 100.0)
}

fn tables(hands: &OfficeHands, view: &BeforeAfterView) -> Html {
    let t = |text: Text| hands.t(text);
    let base = &view.baseline;
    let mean = |of: Option<MeanOf>| of.map_or_else(|| "–".to_owned(), |of| format!("{:.1} ± {:.1}", of.mean, of.sd));
    let men = |[men, women]: [u64; 2]| if men + women == 0 { "–".to_owned() } else { format!("{men} / {}", men + women) };
    let apart = |of: Option<f64>| of.map_or_else(|| "–".to_owned(), |of| format!("{of:.3}"));
    html! {
        <>
            <h3>{ t(text!("两个时期的患者", "Who they were")) }</h3>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("基线", "Baseline"))}><table class="results" data-baseline=""><thead><tr><th scope="col">{ t(text!("项目", "Item")) }</th><th scope="col">{ t(text!("前", "Before")) }</th><th scope="col">{ t(text!("后", "After")) }</th><th scope="col">{ t(text!("标准化差", "Standardised difference")) }</th></tr></thead><tbody>
                <tr><th scope="row">{ t(text!("出院人次（VTE风险评估率的分母）", "Discharges (denominator of the risk-assessment rate)")) }</th><td class="number">{ base.all[0].to_string() }</td><td class="number">{ base.all[1].to_string() }</td><td>{ "–" }</td></tr>
                <tr><th scope="row">{ t(text!("年龄，岁（均数 ± 标准差）", "Age, years (mean ± SD)")) }</th><td class="number">{ mean(base.ages[0]) }</td><td class="number">{ mean(base.ages[1]) }</td><td class="number">{ apart(base.age_apart) }</td></tr>
                <tr><th scope="row">{ t(text!("男性 / 性别已知", "Men / sex known")) }</th><td class="number">{ men(base.men[0]) }</td><td class="number">{ men(base.men[1]) }</td><td class="number">{ apart(base.men_apart) }</td></tr>
            </tbody></table></div>
            <h3>{ t(text!("指标", "Indicators")) }</h3>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("前后比较", "Before and after"))}><table class="results" data-compared=""><thead><tr>
                <th scope="col">{ t(text!("指标", "Indicator")) }</th><th scope="col">{ t(text!("前", "Before")) }</th><th scope="col">{ t(text!("后", "After")) }</th><th scope="col">{ t(text!("差值，百分点（95 % 区间，Newcombe）", "Difference, points (95 %, Newcombe)")) }</th><th scope="col">{ t(text!("p", "p")) }</th>
            </tr></thead><tbody>{ for view.lines.iter().map(|line| {
                let found = line.found.as_ref();
                let p = found.map_or_else(|| "–".to_owned(), |found| match (found.fisher, found.pearson) {
                    (Some(p), _) => [&written_p(p), " (Fisher)"].concat(),
                    (None, Some(test)) => [&written_p(test.p), " (χ²)"].concat(),
                    (None, None) => "–".to_owned(),
                });
                html! {
                    <tr><th scope="row">{ title(hands, &line.of) }{ how(hands, &line.of) }</th>{ counts_cell(hands, &line.counts[0]) }{ counts_cell(hands, &line.counts[1]) }
                        <td class="number">{ found.map_or_else(|| unknown(hands, &line.counts), |found| points(found.difference)) }</td><td class="number">{ p }</td></tr>
                }
            }) }</tbody></table></div>
        </>
    }
}
