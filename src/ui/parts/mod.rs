//! The smallest pieces: a button, a banner, the badge of a band, and how times and numbers are written. They show what
//! they are given; what a click means is read from the `data-*` hooks in `hand`.

use chrono::{Datelike, Timelike};
use yew::{AttrValue, Html, html};

use crate::clinical::chart::Instant;
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::tally::Tally;
use crate::text::Lang;

use super::words::Words;
use crate::web::screen::{Mode, Screen, State};

/// Nothing can be answered or signed: shown, not offered.
pub fn is_locked(screen: &Screen) -> bool {
    screen.disabled || screen.mode == Mode::ReadOnly || screen.state == State::Locked
}

/// A button that says what it does in `data-action`.
pub fn button(action: &'static str, class: &'static str, label: impl Into<AttrValue>, disabled: bool) -> Html {
    html! { <button type="button" {class} data-action={action} {disabled}>{ label.into() }</button> }
}

/// A button about one item: seen short, heard with the item's name.
pub fn button_about(action: &'static str, of: &'static str, name: &str, class: &'static str, label: &'static str, words: &Words, disabled: bool) -> Html {
    let heard = [label, words.colon, name].concat();
    html! { <button type="button" {class} data-action={action} data-for={of} aria-label={heard} {disabled}>{ label }</button> }
}

/// A heading at the level that the host's page asks for, `below` levels under the widget's own.
pub fn heading(level: u8, below: u8, class: &'static str, text: AttrValue) -> Html {
    const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let tag = TAGS[usize::from((level + below).clamp(1, 6) - 1)];
    html! { <@{tag} {class} tabindex="-1">{ text }</@> }
}

pub fn band_id(band: Option<Risk>) -> &'static str {
    band.map_or("open", Risk::id)
}

/// The band in colour, word and shape.
pub fn badge(band: Option<Risk>, word: AttrValue) -> Html {
    // Circle, triangle, octagon; a dashed ring while it is open.
    let shape = match band {
        Some(Risk::Low) => "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16z",
        Some(Risk::Moderate) => "M10 1 19.5 18H.5z",
        Some(Risk::High) => "M6 1h8l5 5v8l-5 5H6l-5-5V6z",
        None => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z",
    };
    html! {
        <p class="badge" part="risk-badge" data-band={band_id(band)}>
            <svg viewBox="0 0 20 20" aria-hidden="true"><path d={shape} /></svg>
            <span>{ word }</span>
        </p>
    }
}

/// The band's word; while it is open, what it is at least.
pub fn band_word(instrument: &'static Instrument, tally: &Tally, words: &Words, lang: Lang) -> AttrValue {
    match tally.band(instrument) {
        Some(risk) => AttrValue::Static(label(instrument, risk, lang)),
        None => {
            let least = instrument.band(tally.prudent);
            if least.risk == instrument.bands[0].risk {
                AttrValue::Static(words.band_open)
            } else {
                [words.band_open, words.separator, words.at_least, least.label.get(lang)].concat().into()
            }
        }
    }
}

pub fn label(instrument: &'static Instrument, risk: Risk, lang: Lang) -> &'static str {
    instrument.bands.iter().find(|band| band.risk == risk).map_or("", |band| band.label.get(lang))
}

/// "7 分", or "3–12 分": always begins with what is certain.
pub fn score(floor: Points, ceiling: Points, words: &Words) -> Html {
    let unit = if floor == ceiling && floor.0 == 10 { words.point } else { words.points };
    let most = if floor == ceiling { String::new() } else { ["–", &ceiling.to_string()].concat() };
    html! { <p class="score" part="score" data-score=""><b>{ floor.to_string() }</b><span class="most">{ most }</span><span>{ unit }</span></p> }
}

/// The published figures of the score, with where they were published. None while the score may still leave a row.
pub fn figures(instrument: &'static Instrument, floor: Points, ceiling: Points, words: &Words, lang: Lang) -> Html {
    let mut rows = instrument.figures.iter().filter(|row| row.from <= floor && ceiling <= row.to).peekable();
    if rows.peek().is_none() {
        return Html::default();
    }
    html! {
        <div class="figures" part="advice">
            <p class="cap">{ words.incidence }</p>
            { for rows.map(|row| html! { <p>{ row.text.get(lang) }<cite>{ row.source.citation }</cite></p> }) }
        </div>
    }
}

/// "11-22 08:20" or "22 Nov 08:20", at the offset it was recorded at.
pub fn moment(at: Instant, lang: Lang) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let clock = [&two(at.hour()), ":", &two(at.minute())].concat();
    match lang {
        Lang::Zh => [&two(at.month()), "-", &two(at.day()), " ", &clock].concat(),
        Lang::En => [&at.day().to_string(), " ", MONTHS[at.month0() as usize], " ", &clock].concat(),
    }
}

fn two(number: u32) -> String {
    let digits = number.to_string();
    if number < 10 { ["0", &digits].concat() } else { digits }
}

/// One decimal, halves away from zero; a whole number without it.
pub fn decimal(value: f64, unit: &str) -> String {
    let tenths = (value * 10.0).round() as i64;
    let whole = (tenths / 10).to_string();
    if tenths % 10 == 0 { [&whole, unit].concat() } else { [&whole, ".", &(tenths % 10).to_string(), unit].concat() }
}
