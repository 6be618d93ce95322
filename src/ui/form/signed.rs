//! The result after the signature: score, band, figure, what counted, whether the hospital system has it, what happens
//! next, and the two ways on.

use yew::{AttrValue, Html, html};

use super::head;
use super::row::plus;
use crate::clinical::instrument::{Instrument, Risk};
use crate::clinical::instruments;
use crate::clinical::source::Mark;
use crate::record::encounter::Recorded;
use crate::record::event::AnswerLine;
use crate::record::timepoint;
use crate::text::Lang;
use crate::ui::parts::{badge, button, figures, heading, is_locked, label, moment, score};
use crate::ui::words::{Words, around, said, words};
use crate::web::screen::{Delivery, Screen};

/// "Notify the physician when moderate or above": a hospital's printed rule.
pub const NOTIFY: &[Mark] = &[Mark::V("POL")];

pub fn view(screen: &Screen) -> Html {
    let (lang, words) = (screen.lang, words(screen.lang));
    let Some(recorded) = &screen.previous else { return Html::default() };
    let assessment = &recorded.assessment;
    let Some(instrument) = instruments::named(&assessment.instrument) else { return Html::default() };
    let band = assessment.band;
    let sub = assessment.sub_band.as_deref().and_then(|id| instrument.sub_bands.iter().find(|band| band.id == id));
    let locked = is_locked(screen);
    html! {
        <div class="body">
            <div class="main">
                <div class="result">
                    { heading(screen.heading_level, 1, "signed", AttrValue::Static(words.signed)) }
                    <p class="hint">{ instrument.title.get(lang) }
                        if let Some(point) = timepoint::named(&assessment.timepoint) { { " · " }{ point.label.get(lang) } }
                    </p>
                    <div class="outcome">
                        { score(assessment.floor, assessment.ceiling, words) }
                        { badge(band, band.map_or(words.band_open, |risk| label(instrument, risk, lang)).into()) }
                        if let Some(sub) = sub { <p class="sub">{ sub.label.get(lang) }</p> }
                    </div>
                    <p class="signs">{ words.signed_by }{ words.colon }<b>{ recorded.by.name.clone() }</b>{ " " }{ recorded.by.role.label().get(lang) }{ " · " }{ moment(recorded.at, lang) }
                        if recorded.amendments > 0 { { " · " }{ around(&words.amended_times, recorded.amendments as usize) } }
                    </p>
                    { figures(instrument, assessment.floor, assessment.ceiling, words, lang) }
                </div>
                { counted(instrument, recorded, words, lang) }
            </div>
            <div class="side">
                { delivery(&screen.delivery, words) }
                { next(screen, band, words) }
                if !locked {
                    <div class="actions" part="actions">
                        { button("new", "primary", words.new, false) }
                        { button("amend", "answer", words.amend, false) }
                    </div>
                }
                { head::suspected(screen, words, false) }
            </div>
        </div>
    }
}

/// What happens next, in one sentence.
fn next(screen: &Screen, band: Option<Risk>, words: &Words) -> Html {
    let sentence = match band {
        Some(Risk::Low) => said(&screen.strings, "next_low", words.next_low),
        Some(_) => said(&screen.strings, "next_elevated", words.next_elevated),
        None => return Html::default(),
    };
    html! { <div class="next" part="advice" data-band={band.map(Risk::id)}><p class="cap">{ words.next }</p><p>{ sentence }</p></div> }
}

/// Whether the hospital system has it. Not confirmed until it says so.
pub fn delivery(delivery: &Delivery, words: &Words) -> Html {
    let times = |attempt: &u32| if *attempt > 1 { around(&words.attempts, *attempt as usize) } else { String::new() };
    let (state, text) = match delivery {
        Delivery::Idle => return Html::default(),
        Delivery::Sending { attempt } => ("sending", [words.sending, &times(attempt)].concat()),
        Delivery::Waiting { attempt } => ("waiting", [words.waiting, &times(attempt)].concat()),
        Delivery::Confirmed => ("confirmed", words.confirmed.to_owned()),
        Delivery::Rejected { reason } => ("rejected", [words.refused_by_host, words.colon, reason.as_deref().unwrap_or(words.no_reason)].concat()),
    };
    let again = matches!(delivery, Delivery::Waiting { .. } | Delivery::Rejected { .. });
    html! {
        <div class="delivery" role="status" data-delivery={state}>
            <p>{ text }</p>
            if again { { button("retry", "quiet", words.retry, false) } }
        </div>
    }
}

/// What was signed yes with its points, and what could not be known. Read only.
fn counted(instrument: &'static Instrument, recorded: &Recorded, words: &Words, lang: Lang) -> Html {
    let lines = |value: Option<bool>| recorded.assessment.answers.iter().filter(move |line| line.value == value);
    let mut yes = lines(Some(true)).peekable();
    let mut unknown = lines(None).peekable();
    html! {
        <div class="counted">
            <p class="cap">{ words.counted }</p>
            if yes.peek().is_some() { <ul>{ for yes.map(|line| signed_line(instrument, line, lang)) }</ul> } else { <p>{ words.counted_none }</p> }
            if unknown.peek().is_some() {
                <p class="cap">{ words.not_known_items }</p>
                <ul>{ for unknown.map(|line| signed_line(instrument, line, lang)) }</ul>
            }
        </div>
    }
}

fn signed_line(instrument: &'static Instrument, line: &AnswerLine, lang: Lang) -> Html {
    let Some((_, id)) = line.item.split_once('.') else { return Html::default() };
    let name = instrument.index(id).map_or("", |index| instrument.items[index].label.get(lang));
    html! {
        <li>
            <span>{ name }if let Some(note) = &line.note { <small>{ note.clone() }</small> }</span>
            if line.points.0 > 0 { <span class="points">{ plus(line.points) }</span> }
        </li>
    }
}
