//! What every page is given: the book, the language, the time, and ways to go elsewhere, to do something, and to say what
//! went wrong.

use std::future::Future;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::clinical::chart::Instant;
use crate::record::happening::SHORT;
use crate::record::local::{Zone, field};
use crate::record::story::Teller;
use crate::text::{Lang, Text, text};
use crate::web::ward::element::pressed;
use crate::web::ward::{Book, Trouble, Values, WardPatient};

use super::route::WardPage;
use super::word::{PressResult, Word};

#[derive(Clone, PartialEq)]
pub struct Hands {
    pub book: Book,
    pub lang: Lang,
    /// To the minute: pages are drawn again as time passes.
    pub now: Instant,
    /// For paper, which is read in another year too: every time says its year.
    pub dated: bool,
    /// Moves on with every change of the book.
    pub edition: u32,
    pub go: Callback<WardPage>,
    pub trouble: Callback<Option<Trouble>>,
    /// What came of it, and where it is said.
    pub word: Callback<Word>,
}

#[derive(Clone, PartialEq, Properties)]
pub struct PageProps {
    pub hands: Hands,
}

impl Hands {
    pub fn t(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    /// Does it; what stands in the way is shown, what was done is said, and then follows `after`.
    pub fn attempt(&self, deed: impl Future<Output = Result<(), Trouble>> + 'static, said: Text, after: impl FnOnce() + 'static) {
        self.trouble.emit(None);
        // Beside the button: by the time there is an answer nobody knows any more which one it was.
        let (word, at) = (self.word.clone(), pressed());
        spawn_local(async move {
            match deed.await {
                Ok(()) => {
                    word.emit(Word { at, said: PressResult::Done(said) });
                    after();
                }
                Err(error) => word.emit(Word { at, said: PressResult::Trouble(error) }),
            }
        });
    }

    pub fn moment(&self, at: Instant) -> String {
        self.telling(|teller| teller.moment(at))
    }

    /// In the words of a record, by the clock of the ward.
    pub fn telling<T>(&self, tell: impl FnOnce(&Teller<'_>) -> T) -> T {
        let zone = self.book.zone();
        let now = if self.dated { Instant::default() } else { self.now };
        tell(&Teller { lang: self.lang, zone: &zone as Zone<'_>, now })
    }

    /// The same for a sheet of paper.
    pub fn on_paper(&self) -> Hands {
        Hands { dated: true, ..self.clone() }
    }

    /// The value of a date-and-time field.
    pub fn field(&self, at: Instant) -> String {
        field(at, &self.book.zone() as Zone<'_>)
    }

    pub fn time(&self, values: &Values, name: &str) -> Option<Instant> {
        values.time(name, &self.book.zone() as Zone<'_>)
    }
}

/// A form was sent: its values, and the page stays.
pub fn sent(event: &SubmitEvent) -> Option<Values> {
    event.prevent_default();
    let form = event.target()?.dyn_into::<Element>().ok()?;
    Some(Values::of(form))
}

// ---- fields --------------------------------------------------------------------------------------------------------

#[derive(Clone, PartialEq, Properties)]
struct FieldProps {
    label: AttrValue,
    name: &'static str,
    kind: &'static str,
    class: &'static str,
    /// What stands in it at first.
    initial: String,
    #[prop_or_default]
    bounds: Option<(u16, u16)>,
}

/// A field that is the person's once it is there: pages are drawn again as time passes, and after a refusal, and what was
/// typed must stand. So its value is set once and never drawn.
#[component]
fn Field(props: &FieldProps) -> Html {
    let field = use_node_ref();
    {
        let (field, initial) = (field.clone(), props.initial.clone());
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.set_value(&initial);
            }
        });
    }
    let number = props.bounds.map(|(from, to)| (from.to_string(), to.to_string()));
    let mode = (props.class == "field short" && props.kind == "text").then_some("decimal");
    html! {
        <label class={props.class}>
            <span>{ props.label.clone() }if let Some((from, to)) = &number { <small>{ format!("{from}–{to}") }</small> }</span>
            <input ref={field} type={props.kind} name={props.name} inputmode={mode} autocomplete="off"
                maxlength={(props.kind == "text").then(|| most(props.name))} min={number.as_ref().map(|(from, _)| from.clone())} max={number.map(|(_, to)| to)} />
        </label>
    }
}

/// Characters that a field takes. An event holds no more of these, and nobody could read a record with one that does.
fn most(name: &str) -> String {
    let most = if matches!(name, "method" | "from" | "to" | "department") { SHORT } else { 200 };
    most.to_string()
}

fn field_of(label: &str, name: &'static str, kind: &'static str, class: &'static str, initial: String) -> Html {
    html! { <Field label={label.to_owned()} {name} {kind} {class} {initial} /> }
}

pub fn text_field(label: &str, name: &'static str, initial: String) -> Html {
    field_of(label, name, "text", "field", initial)
}

pub fn number_field(label: &str, name: &'static str) -> Html {
    field_of(label, name, "text", "field short", String::new())
}

pub fn number_field_with(label: &str, name: &'static str, initial: String) -> Html {
    field_of(label, name, "text", "field short", initial)
}

pub fn date_field(label: &str, name: &'static str, initial: String) -> Html {
    field_of(label, name, "date", "field", initial)
}

/// A whole number within bounds.
pub fn hours_field(label: &str, name: &'static str, initial: u16, bounds: (u16, u16)) -> Html {
    html! { <Field label={label.to_owned()} {name} kind="number" class="field short" initial={initial.to_string()} bounds={Some(bounds)} /> }
}

pub fn moment_field(label: &str, name: &'static str, initial: String) -> Html {
    field_of(label, name, "datetime-local", "field", initial)
}

/// A time that is now where nobody says otherwise.
pub fn now_field(hands: &Hands, label: Text) -> Html {
    moment_field(&[hands.t(label), hands.t(text!("（不填即现在）", " (empty: now)"))].concat(), "at", String::new())
}

pub fn note_field(label: &str, name: &'static str) -> Html {
    field_of(label, name, "text", "field wide", String::new())
}

/// Options by id and word; the first is chosen beforehand unless `chosen` says otherwise.
pub fn select(label: &str, name: &'static str, options: &[(&str, &str)], chosen: &str) -> Html {
    html! {
        <label class="field"><span>{ label.to_owned() }</span>
            <select {name}>
                { for options.iter().map(|(id, word)| html! { <option value={(*id).to_owned()} selected={*id == chosen}>{ (*word).to_owned() }</option> }) }
            </select>
        </label>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct RecordProps {
    pub hands: Hands,
    pub patient: Rc<WardPatient>,
}
