//! The people of the ward: who takes the tablet, a person's own PIN, what the administrator changes, the step of a ward that
//! has no administrator yet, and every change in words.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::record::role::Role;
use crate::record::story::Teller;
use crate::text::{Text, text};
use crate::web::ward::{Book, Deed, Newcomer, PIN_CHARACTERS, Person, PersonChange, Trouble, Values};

use super::hands::{Hands, PageProps, select, sent, text_field};
use super::route::WardPage;

pub fn newcomer(values: &Values) -> Newcomer {
    Newcomer {
        name: values.get("name").into(),
        role: Role::named(values.get("role")),
        pin: values.get("pin").into(),
        again: values.get("again").into(),
    }
}

/// A field for a secret. See gate.rs on `autocomplete`.
fn secret(label: &str, name: &'static str, asked: bool) -> Html {
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
fn new_pin(hands: &Hands, label: Text) -> Html {
    html! {
        <>
            { secret(hands.t(label), "pin", false) }
            { secret(hands.t(text!("再输入一次PIN", "The PIN once more")), "again", false) }
        </>
    }
}

fn role_field(hands: &Hands, chosen: &str) -> Html {
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
fn form<F>(hands: &Hands, said: Text, after: impl Fn(Values) + Clone + 'static, deed: impl Fn(Book, &Values) -> F + 'static) -> Callback<SubmitEvent>
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
    // Deed cannot be taken back by the same tap is asked for twice.
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

/// The way out where the administrator cannot be asked.
#[component]
fn ForgottenPin(props: &PageProps) -> Html {
    html! {
        <details>
            <summary>{ props.hands.t(text!("管理员忘记PIN，或已不在本病区？", "The administrator's PIN is forgotten, or the administrator has left?")) }</summary>
            <NameAdministrator hands={props.hands.clone()} />
        </details>
    }
}

/// By the passphrase of the ward: where nobody administers, or the administrator's PIN is forgotten.
#[component]
fn NameAdministrator(props: &PageProps) -> Html {
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

const HEADS: [Text; 4] = [text!("时间", "When"), text!("变更", "Change"), text!("人员", "Whom"), text!("操作人", "By")];

/// Every change of the people, newest first.
#[component]
pub fn PeopleAudit(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text| hands.t(text);
    let changes = hands.book.state().house.changes.clone();
    let zone = hands.book.zone();
    let teller = Teller { lang: hands.lang, zone: &zone, now: hands.now };
    let by = |change: &PersonChange| match &change.by {
        Some(by) => [&by.name, " ", by.role.label().get(hands.lang)].concat(),
        None => t(text!("无人登录", "nobody signed in")).into(),
    };
    let what = |change: &PersonChange| match change.from {
        Some(from) if change.what == Deed::Role => {
            [change.what.label().get(hands.lang), t(text!("：", ": ")), from.label().get(hands.lang), " → ", change.of.role.label().get(hands.lang)]
                .concat()
        }
        _ => change.what.label().get(hands.lang).into(),
    };
    html! {
        <section class="panel audit" aria-labelledby="people-audit-title" data-people-audit={changes.len().to_string()}>
            <h3 id="people-audit-title">{ t(text!("审计：人员变更", "Audit: changes of people")) }</h3>
            <p class="hint">{ t(text!("时间以本机时钟为准。PIN只防同事误用或冒用，不能证明是谁在操作。", "Times are the device's own. A PIN keeps a colleague's hand off; it does not prove who was there.")) }</p>
            if changes.is_empty() {
                <p>{ t(text!("尚无人员变更记录。", "No change of people is noted.")) }</p>
            } else {
                <div class="scroll" tabindex="0" role="region" aria-label={t(text!("人员变更表", "Table of changes of people"))}>
                <table role="table" class="cards">
                    <thead role="rowgroup"><tr role="row">{ for HEADS.iter().map(|head| html! { <th role="columnheader" scope="col">{ t(*head) }</th> }) }</tr></thead>
                    <tbody role="rowgroup">
                        { for changes.iter().rev().map(|change| html! {
                            <tr role="row" data-change={change.what.id()}>
                                <td role="cell" data-head={t(HEADS[0])}>{ teller.exactly(change.at) }</td>
                                <td role="cell" data-head={t(HEADS[1])}>{ what(change) }</td>
                                <td role="cell" data-head={t(HEADS[2])}>{ [&change.of.name, " ", change.of.role.label().get(hands.lang)].concat() }</td>
                                <td role="cell" data-head={t(HEADS[3])}>{ by(change) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
                </div>
            }
        </section>
    }
}
