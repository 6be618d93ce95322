//! The element as a learner's seat: for as long as this stands in the page, with the lesson that is given to it.

use std::rc::Rc;

use yew::prelude::*;

use crate::text::Lang;
use crate::web::classroom::LearnerSeat;

#[derive(Clone, PartialEq, Properties)]
pub struct SeatProps {
    pub lang: Lang,
    /// The JSON of `el.lesson`; another text is another lesson.
    pub lesson: AttrValue,
    /// Each detail of `vte-lesson`, as JSON.
    pub heard: Callback<String>,
}

#[component]
pub fn LessonSeat(props: &SeatProps) -> Html {
    let (place, seat) = (use_node_ref(), use_mut_ref(|| None::<LearnerSeat>));
    // Whoever listens now, and not who did when the element was made.
    let listener = use_mut_ref(|| props.heard.clone());
    listener.replace(props.heard.clone());
    {
        let (place, seat, lang) = (place.clone(), seat.clone(), props.lang);
        use_effect_with(props.lesson.clone(), move |lesson| {
            if seat.borrow().is_none()
                && let Some(host) = place.cast::<web_sys::Element>()
            {
                let heard = Rc::new(move |detail| {
                    let listener = listener.borrow().clone();
                    listener.emit(detail);
                });
                *seat.borrow_mut() = Some(LearnerSeat::take(&host, lang, heard));
            }
            if let Some(seat) = seat.borrow().as_ref() {
                seat.give(lesson);
            }
        });
    }
    {
        let seat = seat.clone();
        use_effect_with(props.lang, move |lang| {
            if let Some(seat) = seat.borrow().as_ref() {
                seat.speak(*lang);
            }
        });
    }
    html! { <div class="bench" ref={place}></div> }
}
