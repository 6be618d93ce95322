//! Keeping house: founding a ward or opening the demonstration, who is at the screen, and what a hospital sets.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::clinical::source::Mark;
use crate::clinical::waits::{WAITS, Wait};
use crate::record::role::Role;
use crate::text::{Text, text};
use crate::web::ward::{Newcomer, Notices, Values};

use super::damage::UNSET;
use super::hands::{Hands, PageProps, hours_field, select, sent, text_field};
use super::shell::Page;

/// The hours are published defaults or ours, and the hospital's to set.
const HOURS: Mark = Mark::D(text!("以下各项时限", "the hours below"));
const DEMO_BEDS: usize = crate::web::ward::DEMO_BEDS;

fn newcomer(values: &Values) -> Newcomer {
    Newcomer { name: values.get("name").into(), role: Role::named(values.get("role")), pin: values.get("pin").into() }
}

fn person_fields(hands: &Hands) -> Html {
    let mut roles = vec![("", hands.t(text!("请选择", "Choose")))];
    roles.extend(Role::ALL.iter().map(|role| (role.id(), role.label().get(hands.lang))));
    html! {
        <>
            { text_field(hands.t(text!("姓名", "Name")), "name", String::new()) }
            { select(hands.t(text!("角色", "Role")), "role", &roles, "") }
            <label class="field short"><span>{ hands.t(text!("PIN（可不设，至少4位）", "PIN (optional, 4 or more)")) }</span><input type="password" name="pin" autocomplete="off" maxlength="32" /></label>
        </>
    }
}

/// A device without a ward: a real one, or the demonstration.
#[component]
pub fn Setup(props: &PageProps) -> Html {
    let hands = props.hands.clone();
    let found = {
        let hands = hands.clone();
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let (book, first) = (hands.book.clone(), newcomer(&values));
            let (ward, department) = (values.get("ward").to_owned(), values.get("department").to_owned());
            hands.attempt(async move { book.found(&ward, &department, &first).await }, text!("病区已建立", "The ward is founded"), || {});
        })
    };
    let show = {
        let hands = hands.clone();
        Callback::from(move |_: MouseEvent| {
            let book = hands.book.clone();
            hands.attempt(async move { book.show(DEMO_BEDS).await }, text!("演示病区已装入", "The demonstration is open"), || {});
        })
    };
    let t = |text| hands.t(text);
    html! {
        <div class="two">
            <section class="panel" aria-labelledby="found-title">
                <h2 id="found-title">{ t(text!("建立病区", "Found a ward")) }</h2>
                <p class="hint">{ t(text!("数据只加密存放在这台设备上。", "Data stay on this device, encrypted.")) }</p>
                <form class="form" onsubmit={found} data-form="found">
                    { text_field(t(text!("病区名称", "Name of the ward")), "ward", String::new()) }
                    { text_field(t(text!("科室", "Department")), "department", String::new()) }
                    <h3>{ t(text!("第一位使用者", "The first user")) }</h3>
                    { person_fields(&hands) }
                    <div class="actions"><button type="submit" class="primary" data-action="found">{ t(text!("建立", "Found")) }</button></div>
                </form>
            </section>
            <section class="panel is-demo" aria-labelledby="show-title">
                <h2 id="show-title">{ t(text!("演示病区", "Demonstration")) }</h2>
                <p>{ t(text!("装入40位虚构患者，用于演示和练习。全部标明“演示”，绝不与真实患者混在一起；随时可整体移除。", "Forty fictional patients, for showing and practice. All are labelled \"demo\", never mixed with real ones, and taken off again as a whole.")) }</p>
                <button type="button" data-action="demo" onclick={show}>{ t(text!("装入演示病区", "Open the demonstration")) }</button>
            </section>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct PeopleProps {
    pub hands: Hands,
    /// Nobody is signed in yet.
    pub asks: bool,
}

/// Who takes the tablet: the list of names, each with its role; a PIN where one is set.
#[component]
pub fn People(props: &PeopleProps) -> Html {
    let hands = props.hands.clone();
    let chosen = use_state(|| None::<String>);
    let removing = use_state(|| None::<String>);
    let t = |text| hands.t(text);
    let state = hands.book.state();
    let (people, user) = (state.people.clone(), state.user.clone());
    // Somebody whose row is damaged cannot sign in; all others can.
    let lost: Vec<String> = state.found.iter().filter(|found| found.key.starts_with("user/")).map(|found| found.words(hands.lang)).collect();
    drop(state);
    let enter = {
        let hands = hands.clone();
        move |id: String, pin: String| {
            let book = hands.book.clone();
            let go = hands.go.clone();
            hands.attempt(async move { book.sign_in(&id, &pin) }, text!("已登录", "Signed in"), move || go.emit(Page::Board));
        }
    };
    let add = {
        let hands = hands.clone();
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let (book, person) = (hands.book.clone(), newcomer(&values));
            hands.attempt(async move { book.add_person(&person).await }, text!("已加入名单", "Added to the list"), values.done());
        })
    };
    html! {
        <section class="panel" aria-labelledby="people-title">
            <h2 id="people-title">{ if props.asks { t(text!("请选择使用者", "Who is at the screen?")) } else { t(text!("换人", "Switch user")) } }</h2>
            if !lost.is_empty() {
                <div class="trouble" role="alert" data-lost-users={lost.len().to_string()}>
                    <p>{ t(text!("以下使用者的数据有问题；无法读取的不能登录，其他人照常。请导入此前的导出文件补回，或重新加入此人。",
                        "Something is wrong with the rows of these users; a row that cannot be read does not sign in, all others do. Import an earlier export, or add the person anew.")) }</p>
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
                            }
                        })
                    };
                    let remove = {
                        let (hands, removing, id) = (hands.clone(), removing.clone(), id.clone());
                        Callback::from(move |_: MouseEvent| {
                            if removing.as_ref() == Some(&id) {
                                let (book, id) = (hands.book.clone(), id.clone());
                                hands.attempt(async move { book.remove_person(&id).await }, text!("已移出名单", "Taken off the list"), || {});
                                removing.set(None);
                            } else {
                                removing.set(Some(id.clone()));
                            }
                        })
                    };
                    html! {
                        <li key={id.clone()}>
                            <button type="button" class="person" data-person={person.actor.role.id()} aria-current={own.then_some("true")} onclick={take}>
                                <b>{ person.actor.name.clone() }</b><span>{ person.actor.role.label().get(hands.lang) }</span>
                                if asks_pin { <small>{ "PIN" }</small> }
                            </button>
                            if *chosen == Some(id.clone()) {
                                <form class="form" onsubmit={pin} data-form="pin">
                                    <label class="field short"><span>{ "PIN" }</span><input type="password" name="pin" autocomplete="off" ref={focused()} /></label>
                                    <button type="submit">{ t(text!("登录", "Sign in")) }</button>
                                </form>
                            }
                            if !own && !props.asks {
                                <button type="button" class="quiet" data-remove={id.clone()} onclick={remove}>
                                    { if *removing == Some(id.clone()) { t(text!("确认移出名单", "Yes, take off the list")) } else { t(text!("移出名单", "Remove")) } }
                                    <span class="unseen">{ [" ", &person.actor.name].concat() }</span>
                                </button>
                            }
                        </li>
                    }
                }) }
            </ul>
            <details open={people.is_empty()}>
                <summary>{ t(text!("加入使用者", "Add a user")) }</summary>
                <form class="form" onsubmit={add} data-form="person">
                    { person_fields(&hands) }
                    <div class="actions"><button type="submit" data-action="add-person">{ t(text!("加入", "Add")) }</button></div>
                </form>
            </details>
        </section>
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

fn wait_word(wait: Wait) -> Text {
    match wait {
        Wait::Admission => text!("入院至首次评估", "Admission to first score"),
        Wait::TransferIn => text!("转入至评估", "Transfer to score"),
        Wait::PreOp => text!("术前评估最长提前", "Score before an operation at most this old"),
        Wait::PostOp => text!("术毕至评估", "End of operation to score"),
        Wait::Invasive => text!("操作前出血评估最长提前", "Bleeding screen before a procedure at most this old"),
        Wait::ConditionChange => text!("病情变化至评估", "Change of condition to score"),
        Wait::PeriodicHigh => text!("高危复评间隔", "Between scores at high risk"),
        Wait::PeriodicModerate => text!("中危复评间隔", "Between scores at moderate risk"),
        Wait::PeriodicLow => text!("低危复评间隔（0为不定期）", "Between scores at low risk (0: none)"),
        Wait::BleedHigh => text!("出血高危复评间隔", "Between screens while bleeding risk is high"),
        Wait::BleedScreen => text!("评分至出血评估", "Score to bleeding screen"),
        Wait::BleedFell => text!("出血风险降低至决定", "Bleeding risk fallen to decision"),
        Wait::Window => text!("出血窗已过至复评", "Bleeding window closed to screen"),
        Wait::Review => text!("护士评分至医师复核", "Nurse's score to review"),
        Wait::Plan => text!("评分至方案决定", "Score to decision"),
        Wait::DrugStart => text!("计划用药至首剂", "Planned start to first dose"),
        Wait::DrugStop => text!("意外停药至决定", "Unplanned stop to decision"),
        Wait::DrugStopAhead => text!("计划停药前多久须决定", "Before a planned stop, decide from"),
        Wait::PreDischarge => text!("出院前评估最长提前", "Score before discharge at most this old"),
        Wait::SuspectedVte => text!("疑似VTE至定论", "Suspicion to confirmation or exclusion"),
    }
}

/// Name, department, time zone, due times; notifications; the end of the demonstration.
#[component]
pub fn House(props: &PageProps) -> Html {
    let hands = props.hands.clone();
    let asked = use_state_eq(Notices::permission);
    let ending = use_state_eq(|| false);
    let t = |text| hands.t(text);
    let state = hands.book.state();
    let (Some(settings), profile, unset) = (state.settings.clone(), state.profile.clone(), state.unset) else { return html! {} };
    drop(state);
    let submit = {
        let hands = hands.clone();
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let mut hours = vec![];
            for row in &WAITS {
                hours.push((row.id, values.whole(row.id).unwrap_or(u16::MAX)));
            }
            let owned = |name: &str| values.get(name).to_owned();
            let (book, name, department, zone) = (hands.book.clone(), owned("ward"), owned("department"), owned("zone"));
            hands.attempt(async move { book.settle(&name, &department, &zone, &hours).await }, text!("设置已保存", "Settings saved"), || {});
        })
    };
    let ask = {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| {
            let asked = asked.clone();
            Notices::ask(move || asked.set(Notices::permission()));
        })
    };
    let end = {
        let (hands, ending) = (hands.clone(), ending.clone());
        Callback::from(move |_: MouseEvent| {
            if *ending {
                let book = hands.book.clone();
                hands.attempt(async move { book.end_demonstration().await }, text!("演示病区已移除", "The demonstration is removed"), || {});
            }
            ending.set(!*ending);
        })
    };
    html! {
        <>
            <section class="panel" aria-labelledby="house-title">
                <h2 id="house-title">{ t(text!("病区设置", "Ward settings")) }</h2>
                if unset {
                    <p class="trouble" role="alert" data-unset="">{ t(UNSET) }</p>
                }
                <form class="form" onsubmit={submit} data-form="house">
                    { text_field(t(text!("病区名称", "Name of the ward")), "ward", if unset { String::new() } else { settings.name.clone() }) }
                    { text_field(t(text!("科室", "Department")), "department", settings.department.clone()) }
                    { text_field(t(text!("时区（IANA）", "Time zone (IANA)")), "zone", profile.time_zone.clone()) }
                    <h3>{ t(text!("时限（小时）", "Due times (hours)")) }{ " " }{ for HOURS.tag(hands.lang).map(|words| html! { <span class="tag">{ words.concat() }</span> }) }</h3>
                    { for WAITS.iter().map(|row| {
                        hours_field(wait_word(row.wait).get(hands.lang), row.id, profile.due.hours(row.wait), (row.from, row.to))
                    }) }
                    <div class="actions"><button type="submit" class="primary" data-action="settle">{ t(text!("保存", "Save")) }</button></div>
                </form>
            </section>
            <section class="panel" aria-labelledby="notice-title">
                <h2 id="notice-title">{ t(text!("通知", "Notifications")) }</h2>
                <p>{ t(text!("有新的待办时在本机弹出通知。通知中没有姓名、床号和诊断。", "A notification on this device when something new waits. It holds no name, bed or diagnosis.")) }</p>
                { match asked.as_str() {
                    "granted" => html! { <p data-notice="granted">{ t(text!("已允许通知。", "Notifications are allowed.")) }</p> },
                    "denied" => html! { <p data-notice="denied">{ t(text!("浏览器已禁止本站通知，可在浏览器设置中改回。", "The browser forbids them for this site; change it in the browser's settings.")) }</p> },
                    "absent" => html! { <p data-notice="absent">{ t(text!("此浏览器不支持通知。", "This browser has no notifications.")) }</p> },
                    _ => html! { <button type="button" data-action="allow-notices" onclick={ask}>{ t(text!("允许通知", "Allow notifications")) }</button> },
                } }
            </section>
            if settings.demo {
                <section class="panel is-demo" aria-labelledby="end-title">
                    <h2 id="end-title">{ t(text!("结束演示", "End the demonstration")) }</h2>
                    <p>{ t(text!("移除本机全部演示患者和演示人员，回到建立病区的页面。", "Takes all demonstration patients and users off this device.")) }</p>
                    <button type="button" data-action="end-demo" onclick={end}>{ if *ending { t(text!("确认移除", "Yes, remove")) } else { t(text!("移除演示病区", "Remove the demonstration")) } }</button>
                </section>
            }
        </>
    }
}
