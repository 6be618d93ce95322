//! What came of a press: said beside the button that was pressed, in a place of its own there. What has no such place any more
//! (the page was left, nothing was pressed) is said at the top.

use gloo::timers::callback::Timeout;
use web_sys::Element;
use yew::prelude::*;

use crate::text::{Lang, Text, text};
use crate::web::ward::Trouble;
use crate::web::ward::element::beside;

#[derive(Clone, PartialEq)]
pub enum PressResult {
    Trouble(Trouble),
    Done(Text),
}

#[derive(Clone, PartialEq)]
pub struct Word {
    /// The button.
    pub at: Option<Element>,
    pub said: PressResult,
}

impl Word {
    /// As it stands in the page: in its place, or at the top where there is none. What was done is said at the top to nobody:
    /// the live region of the page has it.
    pub fn shown(&self, lang: Lang, dismiss: Callback<MouseEvent>) -> Html {
        let place = self.at.as_ref().and_then(beside);
        let html = match &self.said {
            PressResult::Trouble(trouble) => html! { <Troubled {lang} trouble={trouble.clone()} {dismiss} /> },
            PressResult::Done(_) if place.is_none() => return html! {},
            PressResult::Done(text) => html! { <p class="done" data-done="">{ "✓ " }{ text.get(lang) }</p> },
        };
        match place {
            Some(place) => create_portal(html, place),
            None => html,
        }
    }
}

#[derive(Clone, PartialEq, Properties)]
struct TroubledProps {
    lang: Lang,
    trouble: Trouble,
    dismiss: Callback<MouseEvent>,
}

#[component]
fn Troubled(props: &TroubledProps) -> Html {
    let TroubledProps { lang, trouble, dismiss } = props;
    html! {
        <div class="trouble" role="alert" data-trouble={trouble.code()}>
            { match trouble {
                Trouble::Pause { seconds, wrong } => html! { <Pause lang={*lang} seconds={*seconds} wrong={*wrong} /> },
                _ => html! { <p>{ trouble.words(*lang) }</p> },
            } }
            <button type="button" data-action="dismiss" onclick={dismiss}>{ text!("知道了", "Dismiss").get(*lang) }</button>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PauseProps {
    lang: Lang,
    seconds: u32,
    wrong: bool,
}

/// After wrong PINs: the seconds count down, for the eye; a screen reader hears them once, and that the time is over.
#[component]
fn Pause(props: &PauseProps) -> Html {
    let PauseProps { lang, seconds, wrong } = *props;
    let left = use_state(|| seconds);
    {
        let left = left.clone();
        use_effect_with((seconds, wrong), move |(seconds, _)| left.set(*seconds));
    }
    {
        let left = left.clone();
        use_effect_with(*left, move |&now| {
            let tick = (now > 0).then(|| Timeout::new(1000, move || left.set(now - 1)));
            move || drop(tick)
        });
    }
    let said = if wrong {
        text!("PIN不正确。再试前请等待（秒）：", "This is not the PIN. Seconds to wait before the next try: ")
    } else {
        text!("此前PIN输入有误，此次未核对。请等待（秒）：", "Not looked at, after wrong PINs. Seconds to wait: ")
    };
    if *left == 0 {
        return html! { <p data-countdown="0">{ text!("现在可以重新输入PIN。", "Enter the PIN again now.").get(lang) }</p> };
    }
    html! { <p>{ said.get(lang) }<b role="timer" data-countdown={left.to_string()}>{ *left }</b></p> }
}
