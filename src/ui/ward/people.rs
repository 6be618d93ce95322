//! The people of the ward: who takes the tablet, a person's own PIN, what the administrator changes, the step of a ward that
//! has no administrator yet, and every change in words.

mod audit;
mod fields;
mod lead;

use yew::prelude::*;

use crate::record::role::Role;
use crate::text::{Text, text};
use crate::web::ward::Person;

use super::hands::{Hands, PageProps, sent};
use super::route::WardPage;
pub use audit::PeopleAudit;
use fields::{form, new_pin, role_field, secret};
pub use fields::{newcomer, person_fields};
pub use lead::Lead;
use lead::{ForgottenPin, NameAdministrator};

#[derive(Clone, PartialEq, Properties)]
pub struct PeopleProps {
    pub hands: Hands,
    /// Nobody is signed in yet.
    pub asks: bool,
}

/// Who takes the tablet: the list of names, each with its role; a PIN where one is set. Below it what may be changed.
#[component]
pub fn People(props: &PeopleProps) -> Html {
    let hands = props.hands.clone();
    let chosen = use_state(|| None::<String>);
    let t = |text| hands.t(text);
    {
        let book = hands.book.clone();
        use_effect_with((), move |()| move || book.leave_people());
    }
    let (people, user, lost) = {
        let state = hands.book.state();
        // Somebody whose row is damaged cannot sign in; all others can.
        let lost: Vec<String> = state.found.iter().filter(|found| found.key.starts_with("user/")).map(|found| found.words(hands.lang)).collect();
        (state.people.clone(), state.user.clone(), lost)
    };
    let enter = {
        let hands = hands.clone();
        move |id: String, pin: String| {
            let (book, go) = (hands.book.clone(), hands.go.clone());
            hands.attempt(async move { book.sign_in(&id, &pin).await }, text!("已登录", "Signed in"), move || go.emit(WardPage::Board));
        }
    };
    html! {
        <>
            <section class="panel" aria-labelledby="people-title">
                <h2 id="people-title">{ if props.asks { t(text!("请选择使用者", "Who is at the screen?")) } else { t(text!("换人", "Switch user")) } }</h2>
                if !lost.is_empty() {
                    <div class="trouble" role="alert" data-lost-users={lost.len().to_string()}>
                        <p>{ t(text!("以下使用者的数据有问题；无法读取的不能登录，其他人照常。请导入此前的导出文件补回；管理员的数据有问题时，用病区口令指定新的管理员。",
                            "Something is wrong with the rows of these users; a row that cannot be read does not sign in, all others do. Import an earlier export; where it is the administrator's, name another with the ward's passphrase.")) }</p>
                        <ul>{ for lost.iter().map(|words| html! { <li>{ words }</li> }) }</ul>
                    </div>
                }
                <ul class="people">
                    { for people.iter().map(|person| {
                        let id = person.actor.id.clone();
                        let asks_pin = person.pin.is_some();
                        let own = user.as_ref().is_some_and(|user| user.id == id);
                        let take = {
                            let (chosen, enter, id) = (chosen.clone(), enter.clone(), id.clone());
                            Callback::from(move |_: MouseEvent| if asks_pin { chosen.set(Some(id.clone())) } else { enter(id.clone(), String::new()) })
                        };
                        let pin = {
                            let (enter, id) = (enter.clone(), id.clone());
                            Callback::from(move |event: SubmitEvent| {
                                if let Some(values) = sent(&event) {
                                    enter(id.clone(), values.get("pin").to_owned());
                                    // A wrong one is not left standing.
                                    values.done()();
                                }
                            })
                        };
                        html! {
                            <li key={id.clone()}>
                                <button type="button" class="person" data-person={person.actor.role.id()} data-id={id.clone()} aria-current={own.then_some("true")} onclick={take}>
                                    <b>{ person.actor.name.clone() }</b><span>{ person.actor.role.label().get(hands.lang) }</span>
                                    if asks_pin { <small>{ "PIN" }</small> }
                                    if person.administrator { <small>{ t(text!("管理员", "administrator")) }</small> }
                                </button>
                                if *chosen == Some(id.clone()) {
                                    <form class="form" onsubmit={pin} data-form="pin">
                                        { secret("PIN", "pin", true) }
                                        <button type="submit" class="primary">{ t(text!("登录", "Sign in")) }</button>
                                    </form>
                                }
                            </li>
                        }
                    }) }
                </ul>
                if props.asks && people.is_empty() {
                    <AddPerson hands={hands.clone()} />
                }
                if props.asks && people.iter().any(|person| person.pin.is_some()) {
                    <p class="hint">{ t(text!("忘记PIN：请管理员重置。", "Forgotten PIN: the administrator resets it.")) }</p>
                    <ForgottenPin hands={hands.clone()} />
                }
            </section>
            if !props.asks {
                <Missing hands={hands.clone()} />
                <OwnPin hands={hands.clone()} />
                <Manage hands={hands.clone()} />
                <PeopleAudit hands={hands.clone()} />
            }
        </>
    }
}

/// What keeps a name from saying who signed, for as long as it lasts.
#[component]
pub fn Missing(props: &PageProps) -> Html {
    let hands = &props.hands;
    let Some(gaps) = hands.book.state().gaps() else { return html! {} };
    let said = if gaps.open.is_empty() {
        hands.t(text!("本病区尚无管理员：任何人都可以增加人员。", "This ward has no administrator: anybody can add people.")).to_owned()
    } else {
        [
            hands.t(text!(
                "以下人员没有PIN，任何人都可以用其姓名登录并签名：",
                "These people have no PIN, so anybody can sign in and sign under their names: "
            )),
            &gaps.open.join(hands.t(text!("、", ", "))),
            hands.t(text!("。", ".")),
            if gaps.administrator { hands.t(text!("本病区尚无管理员。", " There is no administrator yet.")) } else { "" },
        ]
        .concat()
    };
    let go = hands.go.reform(move |_: MouseEvent| if gaps.administrator { WardPage::Lead } else { WardPage::People });
    html! {
        <div class="missing" role="status" data-missing={if hands.book.state().administrator().is_none() { "administrator" } else { "pin" }}>
            <p>{ said }</p>
            <button type="button" data-action="mend-people" onclick={go}>{ hands.t(text!("去设置", "Set it up")) }</button>
        </div>
    }
}

/// A person's own PIN.
#[component]
fn OwnPin(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text| hands.t(text);
    let (user, people) = {
        let state = hands.book.state();
        (state.user.clone(), state.people.clone())
    };
    let Some(person) = people.iter().find(|person| user.as_ref().is_some_and(|user| user.id == person.actor.id)) else { return html! {} };
    let submit = form(
        hands,
        text!("PIN已保存", "The PIN is saved"),
        |values| values.done()(),
        |book, values| {
            let (before, pin, again) = (values.get("before").to_owned(), values.get("pin").to_owned(), values.get("again").to_owned());
            async move { book.change_own_pin(&before, &pin, &again).await }
        },
    );
    html! {
        <details class="panel" data-own-pin="">
            <summary>{ if person.pin.is_some() { t(text!("更改我的PIN", "Change my PIN")) } else { t(text!("设置我的PIN", "Set my PIN")) } }</summary>
            <form class="form" onsubmit={submit} data-form="own-pin">
                if person.pin.is_some() {
                    { secret(t(text!("现在的PIN", "Present PIN")), "before", false) }
                }
                { new_pin(hands, text!("新PIN（4至32位）", "New PIN (4 to 32)")) }
                <div class="actions"><button type="submit" data-action="own-pin">{ t(text!("保存", "Save")) }</button></div>
            </form>
        </details>
    }
}

#[component]
fn AddPerson(props: &PageProps) -> Html {
    let hands = &props.hands;
    let add = form(
        hands,
        text!("已加入名单", "Added to the list"),
        |values| values.done()(),
        |book, values| {
            let person = newcomer(values);
            async move { book.add_person(&person).await }
        },
    );
    html! {
        <form class="form" onsubmit={add} data-form="person">
            <h3>{ hands.t(text!("加入使用者", "Add a user")) }</h3>
            { person_fields(hands, text!("PIN（4至32位；签名人员必填）", "PIN (4 to 32; needed by who signs)")) }
            <div class="actions"><button type="submit" data-action="add-person">{ hands.t(text!("加入", "Add")) }</button></div>
        </form>
    }
}

/// What the administrator does to the list. Others read who that is.
#[component]
fn Manage(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text| hands.t(text);
    let (people, administrator, administers, manages) = {
        let state = hands.book.state();
        (state.people.clone(), state.administrator().cloned(), state.administers(), state.manages())
    };
    let inside = match &administrator {
        None => html! { <><p class="hint">{ t(NOBODY) }</p><AddPerson hands={hands.clone()} /><NameAdministrator hands={hands.clone()} /></> },
        Some(_) if manages => html! {
            <>
                <ul class="staff">{ for people.iter().map(|person| html! { <Staff key={person.actor.id.clone()} hands={hands.clone()} person={person.clone()} /> }) }</ul>
                <AddPerson hands={hands.clone()} />
            </>
        },
        Some(_) if administers => html! {
            <>
                <Prove hands={hands.clone()} />
                <ForgottenPin hands={hands.clone()} />
            </>
        },
        Some(person) => html! {
            <>
                <p>{ [t(text!("增减人员、更改角色和重置PIN由管理员办理：", "People are added and removed, and roles and PINs changed, by the administrator: ")), &person.actor.name, t(text!("。", "."))].concat() }</p>
                <ForgottenPin hands={hands.clone()} />
            </>
        },
    };
    html! {
        <section class="panel" aria-labelledby="manage-title" data-manage={manages.to_string()}>
            <h2 id="manage-title">{ t(text!("人员管理", "People of the ward")) }</h2>
            { inside }
        </section>
    }
}

/// The administrator's PIN, before people or settings are changed; it holds until the page is left.
#[component]
pub fn Prove(props: &PageProps) -> Html {
    let hands = &props.hands;
    let prove = form(
        hands,
        text!("可以更改", "You may change it"),
        |values| values.done()(),
        |book, values| {
            let pin = values.get("pin").to_owned();
            async move { book.prove(&pin).await }
        },
    );
    html! {
        <form class="form" onsubmit={prove} data-form="prove">
            { secret(hands.t(text!("管理员PIN", "The administrator's PIN")), "pin", false) }
            <div class="actions"><button type="submit" class="primary" data-action="prove">{ hands.t(text!("以管理员身份更改", "Change as the administrator")) }</button></div>
        </form>
    }
}

const NOBODY: Text = text!(
    "本病区尚无管理员：任何人都可以加入人员；移出人员、更改角色和重置PIN须先指定管理员。",
    "This ward has no administrator: anybody can add people. To remove people, change a role or reset a PIN, name an administrator first."
);

#[derive(Clone, PartialEq, Properties)]
struct StaffProps {
    hands: Hands,
    person: Person,
}

/// One person, as the administrator has it before them.
#[component]
fn Staff(props: &StaffProps) -> Html {
    let StaffProps { hands, person } = props;
    let asked = use_state_eq(|| None::<&'static str>);
    let t = |text| hands.t(text);
    let id = person.actor.id.clone();
    let role = {
        let id = id.clone();
        form(
            hands,
            text!("角色已更改", "The role is changed"),
            |_| (),
            move |book, values| {
                let (id, role) = (id.clone(), Role::named(values.get("role")));
                async move { book.change_role(&id, role).await }
            },
        )
    };
    let pin = {
        let id = id.clone();
        form(
            hands,
            text!("PIN已保存", "The PIN is saved"),
            |values| values.done()(),
            move |book, values| {
                let (id, pin, again) = (id.clone(), values.get("pin").to_owned(), values.get("again").to_owned());
                async move { book.give_pin(&id, &pin, &again).await }
            },
        )
    };
    // What cannot be taken back by the same tap is asked for twice.
    let twice = |act: &'static str| {
        let (hands, asked, id) = (hands.clone(), asked.clone(), id.clone());
        Callback::from(move |_: MouseEvent| {
            if *asked != Some(act) {
                return asked.set(Some(act));
            }
            asked.set(None);
            let (book, id) = (hands.book.clone(), id.clone());
            match act {
                "remove" => hands.attempt(async move { book.remove_person(&id).await }, text!("已移出名单", "Taken off the list"), || {}),
                _ => hands.attempt(async move { book.hand_on(&id).await }, text!("管理员已移交", "The administration is handed on"), || {}),
            }
        })
    };
    let word = |act: &'static str, once: Text, again: Text| {
        html! { <>{ t(if *asked == Some(act) { again } else { once }) }<span class="unseen">{ [" ", &person.actor.name].concat() }</span></> }
    };
    let pin_word = if person.pin.is_some() { text!("重置PIN", "Reset PIN") } else { text!("设置PIN", "Set PIN") };
    html! {
        <li data-staff={id.clone()}>
            <details>
                <summary>
                    <b>{ person.actor.name.clone() }</b>{ " " }<span>{ person.actor.role.label().get(hands.lang) }</span>
                    if person.administrator { <small>{ t(text!("管理员", "administrator")) }</small> }
                    <small class={person.is_open().then_some("open")}>{ if person.pin.is_some() { t(text!("有PIN", "has a PIN")) } else { t(text!("无PIN", "no PIN")) } }</small>
                </summary>
                <form class="form" onsubmit={role} data-form="role">
                    { role_field(hands, person.actor.role.id()) }
                    <button type="submit" data-action="change-role">{ t(text!("更改角色", "Change role")) }</button>
                </form>
                <form class="form" onsubmit={pin} data-form="give-pin">
                    { new_pin(hands, text!("新PIN（4至32位）", "New PIN (4 to 32)")) }
                    <button type="submit" data-action="give-pin">{ t(pin_word) }</button>
                </form>
                if !person.administrator {
                    <div class="actions">
                        <button type="button" data-action="hand-on" onclick={twice("hand-on")}>{ word("hand-on", text!("移交管理员", "Make administrator"), text!("确认移交", "Yes, hand it on")) }</button>
                        <button type="button" data-remove={id.clone()} onclick={twice("remove")}>{ word("remove", text!("移出名单", "Remove"), text!("确认移出名单", "Yes, take off the list")) }</button>
                    </div>
                }
            </details>
        </li>
    }
}
