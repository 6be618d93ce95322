//! What a form comes to when it is sent: a wish to be signed, what it means for the chart, or both.

use std::rc::Rc;

use yew::prelude::*;

use crate::clinical::chart::Instant;
use crate::record::story::VALUES;
use crate::text::Text;
use crate::ui::ward::hands::{Hands, sent};
use crate::web::ward::{AdmissionRow, Trouble, Values, WardPatient, Wish};

#[derive(Clone, PartialEq, Properties)]
pub struct FormProps {
    pub hands: Hands,
    pub patient: Rc<WardPatient>,
}

/// A form of a patient, as it was sent.
pub struct Sent<'a> {
    pub hands: &'a Hands,
    pub values: &'a Values,
}

impl Sent<'_> {
    pub fn time(&self, name: &str) -> Option<Instant> {
        self.hands.time(self.values, name)
    }

    /// When it was: what was entered, or now. A field has no seconds: what was entered for this minute is not before what was
    /// signed in it.
    pub fn at(&self) -> Instant {
        let now = self.hands.book.now();
        self.time("at").filter(|at| *at > now || (now - *at).num_seconds() >= 60).unwrap_or(now)
    }

    /// The name under which it goes into the chart.
    pub fn by(&self) -> String {
        self.hands.book.state().user.as_ref().map(|user| user.name.clone()).unwrap_or_default()
    }
}

/// What a form comes to: a wish to be signed, what it means for the chart, or both; and what is said once it is done.
pub struct FormResult {
    wish: Option<Wish>,
    edit: Option<Edit>,
    said: Text,
}

pub type Edit = Box<dyn Fn(&mut AdmissionRow)>;

impl FormResult {
    pub fn sign(wish: Wish, said: Text) -> FormResult {
        FormResult { wish: Some(wish), edit: None, said }
    }

    /// Nobody signs what only goes into the chart.
    pub fn note(edit: impl Fn(&mut AdmissionRow) + 'static, said: Text) -> FormResult {
        FormResult { wish: None, edit: Some(Box::new(edit)), said }
    }

    pub fn with(mut self, edit: impl Fn(&mut AdmissionRow) + 'static) -> FormResult {
        self.edit = Some(Box::new(edit));
        self
    }
}

/// What a form does when it is sent: what was entered becomes a deed and is done, and the form is emptied; what stands in the
/// way is said, and what was entered stays.
pub fn sends(props: &FormProps, deed: impl Fn(Sent<'_>) -> Result<FormResult, Trouble> + 'static) -> Callback<SubmitEvent> {
    let FormProps { hands, patient } = props.clone();
    Callback::from(move |event: SubmitEvent| {
        let Some(values) = sent(&event) else { return };
        match deed(Sent { hands: &hands, values: &values }) {
            Err(trouble) => hands.trouble.emit(Some(trouble)),
            Ok(FormResult { wish, edit, said }) => {
                let (book, context) = (hands.book.clone(), patient.row.context.clone());
                let doing = async move {
                    match (wish, edit) {
                        (Some(wish), edit) => book.act(&context, &wish, edit.as_deref()).await,
                        (None, Some(edit)) => book.note(&context, &*edit).await,
                        (None, None) => Ok(()),
                    }
                };
                hands.attempt(doing, said, values.done());
            }
        }
    })
}

/// Options of a coded detail, with an empty one before them.
pub fn coded(hands: &Hands, field: &str, empty: Option<Text>) -> Vec<(&'static str, &'static str)> {
    let mut options = vec![];
    options.extend(empty.map(|text| ("", text.get(hands.lang))));
    options.extend(VALUES.iter().filter(|(of, ..)| *of == field).map(|(_, id, text)| (*id, text.get(hands.lang))));
    options
}
