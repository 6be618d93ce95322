//! What is drawn later: what is folded away, once somebody unfolds it; the far end of a long list, once the screen stands.
//! What a person sees first is whole at once.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct FoldProps {
    pub title: AttrValue,
    /// Unfolded from the start.
    #[prop_or_default]
    pub open: bool,
    #[prop_or_default]
    pub happening: Option<&'static str>,
    #[prop_or_default]
    pub class: Option<&'static str>,
    pub children: Html,
}

/// Folded away under a line. What was unfolded once stays drawn: something may be typed there.
#[component]
pub fn Fold(props: &FoldProps) -> Html {
    let drawn = use_state_eq(|| props.open);
    let toggled = {
        let drawn = drawn.setter();
        Callback::from(move |event: Event| {
            if event.target_unchecked_into::<web_sys::Element>().has_attribute("open") {
                drawn.set(true);
            }
        })
    };
    html! {
        <details class={props.class} data-happening={props.happening} open={props.open} ontoggle={toggled}>
            <summary>{ props.title.clone() }</summary>
            if *drawn {
                { props.children.clone() }
            }
        </details>
    }
}

/// The first of a list are on the screen before the next are begun.
const FRAME_MS: u32 = 16;

/// How many of `total` are drawn: the `first`, a screenful, at once, and `then` more at a time while the browser has nothing
/// else to do. Another list `of` the same kind begins anew.
#[hook]
pub fn use_growing<T: PartialEq + Clone + 'static>(first: usize, then: usize, total: usize, of: T) -> usize {
    let grown = use_state_eq(|| (of.clone(), first));
    let drawn = if grown.0 == of { grown.1 } else { first };
    use_effect_with((drawn, total, of), move |(drawn, total, of)| {
        let more = (drawn < total).then(|| {
            let (pause, next) = (if *drawn == first { FRAME_MS } else { 0 }, (of.clone(), drawn + then));
            Timeout::new(pause, move || grown.set(next))
        });
        move || drop(more)
    });
    drawn.min(total)
}
