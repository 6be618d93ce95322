//! The overview: the national pair and the seven of the study as cards, of the month that is looked at.

use yew::prelude::*;

use crate::clinical::source::Mark;
use crate::quality::count::Placed;
use crate::quality::report::{written_counts, written_interval};
use crate::session::office::route::OfficePage;
use crate::session::office::views::{ON_CARDS, OfficeCard, RateChange, card};
use crate::text::text;

use super::hands::{OfficeHands, figure, how, month_field, title};

/// A number that leads to its stays.
pub fn number_link(hands: &OfficeHands, id: &str, place: &str, count: u64) -> Html {
    let label = crate::quality::catalogue::named(id).map(|of| crate::session::office::views::place_name(&of, place, hands.lang)).unwrap_or_default();
    html! {
        <a class="number-link" href={OfficePage::Behind(id.to_owned(), place.to_owned()).fragment()} data-behind={place.to_owned()} aria-label={format!("{count} · {label}")}>{ count.to_string() }</a>
    }
}

pub fn overview(hands: &OfficeHands) -> Html {
    let cards: Vec<OfficeCard> = {
        let room = hands.room.borrow();
        ON_CARDS.iter().filter_map(|id| room.tally.index(id)).map(|indicator| card(&room, indicator)).collect()
    };
    html! {
        <>
            <h2 tabindex="-1">{ hands.t(text!("总览", "Overview")) }</h2>
            { month_field(hands) }
            <p class="hint">{ hands.t(text!("点数字看对应的住院；“–”表示没有人可计，与 0 % 不同。", "A number leads to its stays. A dash means nobody to count, which is not 0 %.")) }</p>
            <div class="quality-cards">{ for cards.iter().map(|card| one(hands, card)) }</div>
        </>
    }
}

fn one(hands: &OfficeHands, card: &OfficeCard) -> Html {
    let t = |text| hands.t(text);
    let (of, id) = (&card.of, card.of.id());
    let link = |place: &str, count: u64| number_link(hands, &id, place, count);
    let target = of.indicator.target.percent.map_or_else(String::new, |percent| format!("{percent} % · "));
    let open = card.counts.of(Placed::Open);
    let unverified = of.indicator.marks.iter().filter(|mark| matches!(mark, Mark::K(_))).filter_map(|mark| mark.tag(hands.lang));
    html! {
        <article class="panel quality-card" data-indicator={id.clone()} aria-label={title(hands, of)}>
            <h3>{ title(hands, of) }</h3>
            <p class="rate" data-rate="">{ written_counts(&card.counts) }</p>
            <p class="share"><span>{ t(text!("分子 / 分母", "counted / of")) }</span>{ link("numerator", card.counts.numerator()) }<span>{ "/" }</span>{ link("counted", card.counts.denominator()) }</p>
            <p>{ [t(text!("95 % 区间 ", "95 % interval ")), &written_interval(&card.counts)].concat() }</p>
            if open > 0 {
                <p class="alert">{ t(text!("分子无法判定 ", "Numerator cannot be told: ")) }{ link("open", open) }{ t(text!("；率只知道可能的范围", "; of the rate only a range is known")) }</p>
            }
            <p data-change="">{ change(hands, card) }</p>
            <p>{ [t(text!("目标：", "Target: ")), &target, t(of.indicator.target.whose)].concat() }</p>
            <dl class="places">
                <div><dt>{ t(text!("已排除", "Left out")) }</dt><dd>{ link("excluded", card.excluded) }</dd></div>
                <div><dt>{ t(text!("无法判定", "Cannot be told")) }</dt><dd>{ link("unknown", card.unknown) }</dd></div>
                <div><dt>{ t(text!("未归月", "Without a month")) }</dt><dd>{ link("undated", card.undated) }</dd></div>
            </dl>
            if card.unknown > 0 && card.counts.denominator() == 0 {
                <p class="alert">{ t(text!("全部住院因资料不全无法判定是否计入，率未知。点“无法判定”看缺什么。", "Of every stay something is missing that decides whether it counts: the rate is not known. The number under “cannot be told” leads to what is missing.")) }</p>
            }
            { for unverified.map(|tag| html! { <small class="tag">{ tag.concat() }</small> }) }
            { figure(hands, of) }
            { how(hands, of) }
        </article>
    }
}

/// In words and by a shape: nothing by colour.
fn change(hands: &OfficeHands, card: &OfficeCard) -> String {
    let points = |points: f64| format!("{points:.2}");
    match card.change {
        RateChange::Up(by) => {
            [hands.t(text!("▲ 较上月升高 ", "▲ up on the month before by ")), &points(by), hands.t(text!(" 个百分点", " points"))].concat()
        }
        RateChange::Down(by) => {
            [hands.t(text!("▼ 较上月降低 ", "▼ down on the month before by ")), &points(by), hands.t(text!(" 个百分点", " points"))].concat()
        }
        RateChange::Same => hands.t(text!("＝ 与上月持平", "＝ as in the month before")).to_owned(),
        RateChange::Open => hands.t(text!("○ 分子有未知，不与上月比较", "○ not compared: numerators are not known")).to_owned(),
        RateChange::NotComparable => hands.t(text!("○ 没有上月可比", "○ no month before to compare with")).to_owned(),
    }
}
