//! The fields of a person: name, role, and a PIN that nobody sees.

use crate::record::role::Role;
use crate::text::{Text, text};
use crate::ui::ward::hands::{Hands, select, sent, text_field};
use crate::web::ward::{Book, Newcomer, PIN_CHARACTERS, Trouble, Values};
use web_sys::HtmlInputElement;
use yew::prelude::*;

pub fn newcomer(values: &Values) -> Newcomer {
    Newcomer {
        name: values.get("name").into(),
        role: Role::named(values.get("role")),
        pin: values.get("pin").into(),
        again: values.get("again").into(),
    }
}

/// A field for a secret. See gate.rs on `autocomplete`.
pub(super) fn secret(label: &str, name: &'static str, asked: bool) -> Html {
    let maxlength = (name != "passphrase").then(|| PIN_CHARACTERS.end().to_string());
    html! {
        <label class="field short"><span>{ label.to_owned() }</span>
            if asked {
                <input type="password" {name} autocomplete="off" {maxlength} ref={focused()} />
            } else {
                <input type="password" {name} autocomplete="off" {maxlength} />
            }
        </label>
    }
}

/// A PIN that is set: typed twice, because nobody sees it.
pub(super) fn new_pin(hands: &Hands, label: Text) -> Html {
    html! {
        <>
            { secret(hands.t(label), "pin", false) }
            { secret(hands.t(text!("再输入一次PIN", "The PIN once more")), "again", false) }
        </>
    }
}

pub(super) fn role_field(hands: &Hands, chosen: &str) -> Html {
    let mut roles = vec![("", hands.t(text!("请选择", "Choose")))];
    roles.extend(Role::ALL.iter().map(|role| (role.id(), role.label().get(hands.lang))));
    select(hands.t(text!("角色", "Role")), "role", &roles, chosen)
}

pub fn person_fields(hands: &Hands, pin: Text) -> Html {
    html! {
        <>
            { text_field(hands.t(text!("姓名", "Name")), "name", String::new()) }
            { role_field(hands, "") }
            { new_pin(hands, pin) }
        </>
    }
}

/// The field is there because it was asked for.
fn focused() -> NodeRef {
    let field = NodeRef::default();
    let later = field.clone();
    gloo::timers::callback::Timeout::new(0, move || {
        if let Some(field) = later.cast::<HtmlInputElement>() {
            let _ = field.focus();
        }
    })
    .forget();
    field
}

/// A form that does something with its values: what was done is said, then follows `after`.
pub(super) fn form<F>(
    hands: &Hands,
    said: Text,
    after: impl Fn(Values) + Clone + 'static,
    deed: impl Fn(Book, &Values) -> F + 'static,
) -> Callback<SubmitEvent>
where
    F: Future<Output = Result<(), Trouble>> + 'static,
{
    let hands = hands.clone();
    Callback::from(move |event: SubmitEvent| {
        let Some(values) = sent(&event) else { return };
        let (deed, after) = (deed(hands.book.clone(), &values), after.clone());
        hands.attempt(deed, said, move || after(values));
    })
}
