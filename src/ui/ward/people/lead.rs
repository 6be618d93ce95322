//! Naming the administrator: of a ward that has none, or whose administrator's PIN is forgotten.

use super::fields::{form, new_pin, secret};
use crate::text::text;
use crate::ui::ward::hands::{PageProps, select};
use crate::ui::ward::route::WardPage;
use yew::prelude::*;

/// The way out where the administrator cannot be asked.
#[component]
pub(super) fn ForgottenPin(props: &PageProps) -> Html {
    html! {
        <details>
            <summary>{ props.hands.t(text!("管理员忘记PIN，或已不在本病区？", "The administrator's PIN is forgotten, or the administrator has left?")) }</summary>
            <NameAdministrator hands={props.hands.clone()} />
        </details>
    }
}

/// By the passphrase of the ward: where nobody administers, or the administrator's PIN is forgotten.
#[component]
pub(super) fn NameAdministrator(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text| hands.t(text);
    let people = hands.book.state().people.clone();
    let mut names = vec![("", t(text!("请选择", "Choose")))];
    names.extend(people.iter().map(|person| (person.actor.id.as_str(), person.actor.name.as_str())));
    let go = hands.go.clone();
    let submit = form(
        hands,
        text!("管理员已指定", "The administrator is named"),
        move |values| {
            values.done()();
            go.emit(WardPage::People);
        },
        |book, values| {
            let (who, pin, again) = (values.get("who").to_owned(), values.get("pin").to_owned(), values.get("again").to_owned());
            let passphrase = values.exactly("passphrase").to_owned();
            async move { book.name_administrator(&who, &pin, &again, &passphrase).await }
        },
    );
    html! {
        <form class="form" onsubmit={submit} data-form="name-administrator">
            { select(t(text!("由谁管理人员", "Who administers")), "who", &names, "") }
            { new_pin(hands, text!("此人的新PIN（4至32位）", "A new PIN for this person (4 to 32)")) }
            { secret(t(text!("病区口令", "The ward's passphrase")), "passphrase", false) }
            <div class="actions"><button type="submit" class="primary" data-action="name-administrator">{ t(text!("指定管理员", "Name the administrator")) }</button></div>
        </form>
    }
}

/// The step of a ward that was founded before there were administrators. Nobody is kept from work by it.
#[component]
pub fn Lead(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text| hands.t(text);
    let later = {
        let hands = hands.clone();
        Callback::from(move |_: MouseEvent| {
            let (book, go) = (hands.book.clone(), hands.go.clone());
            hands.attempt(async move { book.put_off().await }, text!("以后再设置", "Put off"), move || go.emit(WardPage::Board));
        })
    };
    html! {
        <section class="panel" aria-labelledby="lead-title" data-lead="">
            <h2 id="lead-title">{ t(text!("请指定本病区的管理员", "Choose who administers this ward")) }</h2>
            <p>{ t(text!(
                "从此版本起，人员由管理员增减，签名人员各有PIN，每次人员变更都记入审计。现在任何人都可以用名单上的任何姓名登录并签名。",
                "From this version on an administrator adds and removes people, everybody who signs has a PIN, and each change of people is noted under Audit. At present anybody can sign in and sign under any name on the list."
            )) }</p>
            <ol class="steps">
                <li>{ t(text!("选定管理员（通常为护士长），设置PIN，输入病区口令。", "Choose the administrator (usually the head nurse), set a PIN, enter the ward's passphrase.")) }</li>
                <li>{ t(text!("随后由管理员为其他签名人员设置PIN。", "The administrator then sets a PIN for the others who sign.")) }</li>
            </ol>
            <NameAdministrator hands={hands.clone()} />
            <p class="hint">{ t(text!("可以稍后再做：所有人都能照常登录和签名，看板上会一直提示。", "This can wait: everybody signs in and signs as before, and the board goes on saying what is missing.")) }</p>
            <div class="actions"><button type="button" data-action="put-off" onclick={later}>{ t(text!("稍后再说", "Not now")) }</button></div>
        </section>
    }
}
