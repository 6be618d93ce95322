//! What stands where a form would: no patient, a question that only a person can answer, or a reason why there is none.

use yew::{Html, html};

use crate::clinical::instruments;
use crate::ui::parts::{heading, is_locked};
use crate::ui::words::{said, words};
use crate::web::screen::{Screen, Stage};

pub fn view(screen: &Screen) -> Html {
    let (lang, words) = (screen.lang, words(screen.lang));
    let title = |text: &'static str| heading(screen.heading_level, 1, "ask", text.into());
    match &screen.stage {
        Stage::NoPatient => html! { <p class="empty">{ said(&screen.strings, "empty", words.empty) }</p> },
        Stage::AskSetting => html! {
            <div class="asks">
                { title(words.ask_setting) }
                <p class="hint">{ words.ask_setting_hint }</p>
                { for instruments::ALL.iter().map(|instrument| html! {
                    <button type="button" class="big" data-instrument={instrument.id} disabled={is_locked(screen)}>
                        <b>{ if instrument.setting == "surgical" { words.surgical } else { words.medical } }</b>
                        <span>{ instrument.title.get(lang) }</span>
                    </button>
                }) }
            </div>
        },
        Stage::NotYet { why } => html! { <div class="banner warn" role="alert">{ title(words.not_yet) }<p>{ why.get(lang) }</p></div> },
        Stage::Contradiction { zh, en } => html! {
            <div class="banner bad" role="alert" data-contradiction="">
                { title(words.contradiction) }
                <p>{ match lang { crate::text::Lang::Zh => zh.clone(), crate::text::Lang::En => en.clone() } }</p>
            </div>
        },
        Stage::Form | Stage::Signed => Html::default(),
    }
}
