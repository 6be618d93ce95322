//! The signature: on which occasion, by whom, and for an amendment why. The button is never disabled for what is
//! missing: pressing it says what is.

use yew::{AttrValue, Html, html};

use crate::record::timepoint::TIMEPOINTS;
use crate::ui::parts::button;
use crate::ui::words::{Words, said};
use crate::web::screen::{FormView, Mode, Screen, State};

pub fn view(screen: &Screen, form: &FormView, words: &Words, locked: bool) -> Html {
    let lang = screen.lang;
    if screen.mode == Mode::ReadOnly {
        return Html::default();
    }
    let sign = match form.amending {
        Some(_) => said(&screen.strings, "amend_sign", words.amend_sign),
        None => said(&screen.strings, "sign", words.sign),
    };
    html! {
        <div class="actions" part="actions">
            if form.amending.is_none() {
                <label class="note"><span>{ words.timepoint }</span>
                    <select data-timepoint="" disabled={locked}>
                        { for TIMEPOINTS.iter().map(|point| html! {
                            <option value={point.id} selected={point.id == form.timepoint.id}>{ point.label.get(lang) }</option>
                        }) }
                    </select>
                </label>
            }
            <p class="signs">
                { words.signs }{ words.colon }
                if let Some(user) = &screen.user { <b>{ user.name.clone() }</b>{ " " }{ user.role.label().get(lang) } } else { <b>{ words.nobody }</b> }
            </p>
            { button("sign", "primary", sign, locked || screen.state == State::Sending) }
            <p class="hint">{ said(&screen.strings, "statement", words.statement) }</p>
        </div>
    }
}

/// Above the items while an assessment is being amended: the reason, and the way back.
pub fn amending(form: &FormView, words: &Words, locked: bool) -> Html {
    let Some(reason) = &form.amending else { return Html::default() };
    let value = (!reason.is_empty()).then(|| AttrValue::from(reason.clone()));
    html! {
        <div class="banner calm amending">
            <p>{ words.amending }</p>
            <label class="note"><span>{ words.amend_reason }</span>
                <input type="text" data-reason="" {value} disabled={locked} maxlength="500" autocomplete="off" aria-required="true" /></label>
            { button("cancel-amend", "quiet", words.amend_cancel, locked) }
        </div>
    }
}
