//! The stays behind a number, and of each stay what decided: the rules that fit, the facts, the event or line that each rests on.

use yew::prelude::*;

use crate::clinical::shelf::on_the_shelf;
use crate::quality::catalogue;
use crate::quality::catalogue::indicator::{Chosen, OPTIONS};
use crate::quality::count::{PlaceCounts, place};
use crate::quality::criterion::{Answered, FactColumn};
use crate::quality::episode::{DIAGNOSIS_WORD, FactKind, NONE_WORD, SettledRow, SettledStay, UNKNOWN, UNKNOWN_WORD};
use crate::quality::report::written_counts;
use crate::quality::sentence::{kind_name, word_of};
use crate::record::measure::MeasureId;
use crate::record::story::measure;
use crate::session::office::held::SourceKind;
use crate::session::office::room::OfficeRoom;
use crate::session::office::route::OfficePage;
use crate::session::office::views::{is_in, place_name, why};
use crate::text::{Text, text};

use super::hands::{OfficeHands, how, title};

/// Stays that are listed one by one; the others are counted.
const LISTED: usize = 100;

/// Stays of the month that may be counted anew by another reading while a page is drawn.
const COUNTED_ANEW: usize = 8_000;

pub fn behind(hands: &OfficeHands, id: &str, word: &str) -> Html {
    let t = |text: Text| hands.t(text);
    let Some(of) = catalogue::named(id) else {
        return html! { <section class="panel"><h2 tabindex="-1">{ t(text!("没有此指标", "No such indicator")) }</h2><p>{ t(text!("请从总览选择。", "Choose from the overview.")) }</p></section> };
    };
    let (all, shown) = stays(&hands.room.borrow(), &of, word);
    let period = hands.room.borrow().month.clone().unwrap_or_else(|| t(text!("全部月份", "all months")).to_owned());
    html! {
        <>
            <p class="way-back"><a href={OfficePage::Overview.fragment()} data-action="to-overview">{ t(text!("← 总览", "← Overview")) }</a></p>
            <h2 tabindex="-1">{ title(hands, &of) }</h2>
            <p><b data-place="">{ place_name(&of, word, hands.lang) }</b>{ format!(" · {period} · ") }<span data-stays={all.to_string()}>{ [&all.to_string(), t(text!(" 人次", " stays"))].concat() }</span></p>
            { how(hands, &of) }
            { readings(hands, &of) }
            if all > LISTED { <p class="hint">{ [t(text!("列出前 ", "The first ")), &LISTED.to_string(), t(text!(" 人次；请选择月份缩小范围。", " are listed; choose a month to see fewer."))].concat() }</p> }
            if all == 0 { <p>{ t(text!("没有住院在这里。", "No stay stands here.")) }</p> }
            <ul class="stays">{ for shown.iter().map(|(at, stay)| one(hands, &of, *at, stay)) }</ul>
        </>
    }
}

/// How many stays stand in a place of an indicator, and the first of them with their places among those that count. A reading that is
/// not the default is counted anew.
fn stays(room: &OfficeRoom, of: &Chosen, word: &str) -> (usize, Vec<(usize, SettledStay)>) {
    if let Some(indicator) = room.tally.index(&of.id()) {
        let at = room.tally.at(indicator, &room.filter(), |placed| is_in(word, placed));
        return (at.len(), at.into_iter().take(LISTED).filter_map(|at| Some((at, room.stay(at)?))).collect());
    }
    let Some(first) = room.tally.index(of.indicator.id) else { return (0, vec![]) };
    let at = room.tally.at(first, &room.filter(), |_| true);
    let mut found: Vec<(usize, SettledStay)> =
        at.into_iter().filter_map(|at| Some((at, room.stay(at)?))).filter(|(_, stay)| is_in(word, place(of, stay))).collect();
    let all = found.len();
    found.truncate(LISTED);
    (all, found)
}

/// What the text of the indicator leaves open, and what another reading would give.
fn readings(hands: &OfficeHands, of: &Chosen) -> Html {
    let t = |text: Text| hands.t(text);
    let others: Vec<Chosen> = OPTIONS.iter().filter_map(|row| Chosen::default_of(of.indicator).with(row.word)).collect();
    if others.is_empty() {
        return html! {};
    }
    let room = hands.room.borrow();
    let Some(first) = room.tally.index(of.indicator.id) else { return html! {} };
    let at = room.tally.at(first, &room.filter(), |_| true);
    if at.len() > COUNTED_ANEW {
        return html! { <p class="hint">{ t(text!("选择一个月份，可比较其他口径的结果。", "Choose a month to compare with other readings.")) }</p> };
    }
    let mut counts = vec![PlaceCounts::default(); others.len()];
    for stay in at.into_iter().filter_map(|at| room.stay(at)) {
        others.iter().zip(&mut counts).for_each(|(of, counts)| counts.add(place(of, &stay), 1));
    }
    let usual = Chosen::default_of(of.indicator);
    let line = |of: &Chosen, counts: &PlaceCounts| {
        html! {
            <tr><th scope="row"><a href={OfficePage::Behind(of.id(), "numerator".into()).fragment()}>{ title(hands, of) }</a><br /><small>{ of.id() }</small></th>
                <td class="number">{ format!("{} / {}", counts.numerator(), counts.denominator()) }</td><td class="number">{ written_counts(counts) }</td></tr>
        }
    };
    html! {
        <details class="how"><summary>{ t(text!("其他口径的结果", "What other readings give")) }</summary>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("其他口径", "Other readings"))}><table class="results">
                <thead><tr><th scope="col">{ t(text!("口径", "Reading")) }</th><th scope="col">{ t(text!("分子 / 分母", "counted / of")) }</th><th scope="col">{ t(text!("率", "Rate")) }</th></tr></thead>
                <tbody>{ line(&usual, &room.tally.counts(first, &room.filter())) }{ for others.iter().zip(&counts).map(|(of, counts)| line(of, counts)) }</tbody>
            </table></div>
        </details>
    }
}

fn one(hands: &OfficeHands, of: &Chosen, at: usize, stay: &SettledStay) -> Html {
    let t = |text: Text| hands.t(text);
    let row = &stay.episode;
    let (from, record) = {
        let room = hands.room.borrow();
        let Some(counted) = room.arranged.counted.get(at).copied() else { return html! {} };
        let Some(source) = room.sources.get(counted.of.source).map(|source| (source.kind, source.name.clone())) else { return html! {} };
        // The key of a stay of the ward is its admission; a front page that found its record leads there too.
        let context = match (source.0, counted.record) {
            (SourceKind::Ward, _) => Some(row.episode.clone()),
            (_, Some(record)) => room.sources.get(record.source).and_then(|source| source.stays.with(record.at, |stay| stay.episode.episode.clone())),
            _ => None,
        };
        (source, context)
    };
    let (kind, name) = from;
    let line = stay
        .facts
        .iter()
        .find(|fact| kind == SourceKind::FrontPages && (fact.state == DIAGNOSIS_WORD || fact.is_untold()) && fact.seq != UNKNOWN)
        .map(|fact| fact.seq);
    let source = match (kind, line) {
        (SourceKind::FrontPages, Some(line)) => [&name, t(text!(" · 行 ", " · line ")), &line.to_string()].concat(),
        (SourceKind::FrontPages | SourceKind::Tables, _) => name,
        (kind, _) => t(kind.name()).to_owned(),
    };
    let told = why(of, stay, hands.lang);
    let open = record.zip(hands.ward.clone()).map(|(context, ward)| {
        let pressed = Callback::from(move |_: MouseEvent| ward.open.emit(context.clone()));
        html! { <button type="button" data-action="open-record" onclick={pressed}>{ t(text!("打开该住院的记录", "Open the record of this stay")) }</button> }
    });
    html! {
        <li class="panel"><details data-stay="">
            <summary>{ [&hands.moment(row.admitted), " → ", &hands.moment(row.discharged), " · ", &hands.named(&row.dept_discharge), " · ", &source].concat() }</summary>
            <h3>{ t(text!("为什么在这里", "Why it stands here")) }</h3>
            <ul>{ for told.lines.iter().map(|(line, answer)| html! { <li><b>{ [t(answered(*answer)), " "].concat() }</b>{ line }</li> }) }</ul>
            <h3>{ t(text!("事实", "Facts")) }</h3>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("事实", "Facts"))}><table class="results"><thead><tr>
                <th scope="col">{ t(text!("类别", "Kind")) }</th><th scope="col">{ t(text!("内容", "What")) }</th><th scope="col">{ t(text!("结果", "Result")) }</th><th scope="col">{ t(text!("时间", "Time")) }</th><th scope="col">{ t(text!("依据", "Rests on")) }</th><th scope="col">{ t(text!("起决定作用", "Decides")) }</th>
            </tr></thead><tbody>{ for stay.facts.iter().map(|fact| fact_row(hands, kind, fact, told.deciding.contains(fact))) }</tbody></table></div>
            <p class="hint">{ [t(text!("年龄 ", "Age ")), &if row.age < 0 { t(text!("未知", "unknown")).to_owned() } else { row.age.to_string() }, " · ", t(text!("类别 ", "class ")), &word(hands, &row.class), " · ", t(text!("入院前VTE ", "VTE before ")), &word(hands, &row.vte_before)].concat() }</p>
            { for open }
        </details></li>
    }
}

fn answered(answer: Answered) -> Text {
    match answer {
        Answered::Yes => text!("✓ 符合", "✓ yes"),
        Answered::No => text!("✗ 不符合", "✗ no"),
        Answered::Unknown => text!("？无法判定", "？cannot be told"),
    }
}

fn word(hands: &OfficeHands, word: &str) -> String {
    match word {
        UNKNOWN_WORD => hands.t(text!("未知", "unknown")).to_owned(),
        NONE_WORD => "–".to_owned(),
        word => hands.t(word_of(word)).to_owned(),
    }
}

fn fact_row(hands: &OfficeHands, source: SourceKind, fact: &SettledRow, decides: bool) -> Html {
    let t = |text: Text| hands.t(text);
    if fact.is_untold() {
        return html! { <tr><td>{ t(kind_name(fact.kind)) }</td><td colspan="5">{ t(text!("来源未提供，是否有过不知道", "The source says nothing of it: whether there was one is not known")) }</td></tr> };
    }
    let said = |column: FactColumn| {
        let held = column.of(fact);
        let known = || match (column, fact.kind) {
            (FactColumn::What, FactKind::Assessed | FactKind::BleedingScreened) => on_the_shelf(held).map(|instrument| instrument.title),
            (FactColumn::What, FactKind::Ordered | FactKind::Given) => measure(&MeasureId::from(held)),
            _ => None,
        };
        if let Some(name) = known() {
            return t(name).to_owned();
        }
        if column.words(fact.kind).is_some() || matches!(held, UNKNOWN_WORD | NONE_WORD) { word(hands, held) } else { held.to_owned() }
    };
    let result = [said(FactColumn::Value), said(FactColumn::State)].into_iter().filter(|word| word != "–").collect::<Vec<_>>().join(" · ");
    let rests = match (fact.seq, fact.state.as_str()) {
        (UNKNOWN, _) => "–".to_owned(),
        (seq, DIAGNOSIS_WORD) => [t(SourceKind::FrontPages.seq_name()), " ", &seq.to_string()].concat(),
        (seq, _) => [t(if source == SourceKind::FrontPages { SourceKind::Ward } else { source }.seq_name()), " ", &seq.to_string()].concat(),
    };
    html! {
        <tr data-decides={decides.to_string()}><td>{ t(kind_name(fact.kind)) }</td><td>{ said(FactColumn::What) }</td><td>{ result }</td><td>{ hands.moment(fact.at) }</td><td>{ rests }</td><td>{ if decides { t(text!("◆ 是", "◆ yes")) } else { "" } }</td></tr>
    }
}
