//! The running score: points, band, what is missing, "none of the rest", and the published figure. Within reach at all
//! times: at the lower edge of a narrow surface, beside the rows of a wide one.

use yew::{Html, html};

use super::Unit;
use crate::ui::parts::{badge, band_word, button, figures, score};
use crate::ui::words::{Words, around, said};
use crate::web::screen::{FormView, Screen};

pub fn view(screen: &Screen, form: &FormView, units: &[Unit], awaiting: usize, words: &Words, locked: bool) -> Html {
    let (sheet, instrument, lang) = (&form.sheet, form.instrument, screen.lang);
    let tally = &sheet.tally;
    let left = open_units(units, &tally.missing);
    let first = tally.missing.first().map(|&index| instrument.items[index].id);
    let waiting = (awaiting > 0).then(|| sheet.unconfirmed().first().map(|&index| instrument.items[index].id)).flatten();
    html! {
        <>
            <div class="tally" data-tally="">
                { score(tally.floor, tally.ceiling, words) }
                { badge(tally.band(instrument), band_word(instrument, tally, words, lang)) }
                if let Some(sub) = tally.sub_band(instrument) { <p class="sub">{ sub.label.get(lang) }</p> }
                <p class="left">
                    if let Some(id) = waiting { <button type="button" class="link" data-goto={id}>{ around(&words.to_confirm, awaiting) }</button> }
                    if let Some(id) = first {
                        <button type="button" class="link" data-goto={id}>{ around(&words.left, left) }</button>
                    } else if waiting.is_none() {
                        { button("to-sign", "link done", words.all_answered, false) }
                    }
                </p>
                { button("none-of-the-rest", if left > 0 { "rest" } else { "rest quiet" }, said(&screen.strings, "none_of_the_rest", words.none_of_the_rest), locked) }
            </div>
            if tally.is_provisional(instrument) { <p class="banner warn">{ words.provisional }</p> }
            { figures(instrument, tally.floor, tally.ceiling, words, lang) }
        </>
    }
}

/// How many answers are left to give: a group is one.
fn open_units(units: &[Unit], missing: &[usize]) -> usize {
    let is_open = |unit: &&Unit| match unit {
        Unit::Single(index) => missing.contains(index),
        Unit::Group(_, members) => members.iter().any(|member| missing.contains(member)),
    };
    units.iter().filter(is_open).count()
}
