//! Keeping house: founding a ward or opening the demonstration; settings of the ward (`administer`) and of this device.

use yew::prelude::*;

use crate::text::text;
use crate::web::ward::Notices;
use crate::web::ward::element::{set_theme, theme};

use super::administer::Administer;
use super::hands::{PageProps, sent, text_field};
use super::people::{newcomer, person_fields};
use super::route::WardPage;

const DEMO_BEDS: usize = crate::web::ward::DEMO_BEDS;

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
                    <h3>{ t(text!("第一位使用者（管理员）", "The first user (administrator)")) }</h3>
                    { person_fields(&hands, text!("PIN（4至32位）", "PIN (4 to 32)")) }
                    <p class="hint">{ t(text!("第一位使用者任本病区管理员：增减人员、更改角色、重置PIN。之后可移交。", "The first user administers the ward: adds and removes people, changes roles, resets PINs. It can be handed on.")) }</p>
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

/// Light or dark, for the whole tablet and the form in it.
#[component]
fn Look(props: &PageProps) -> Html {
    let hands = &props.hands;
    let chosen = use_state_eq(theme);
    let t = |text| hands.t(text);
    let themes =
        [("auto", text!("跟随设备", "As the device")), ("light", text!("浅色", "Light")), ("dark", text!("深色（夜班）", "Dark (night shift)"))];
    html! {
        <section class="panel" aria-labelledby="look-title">
            <h2 id="look-title">{ t(text!("外观", "Appearance")) }</h2>
            <p class="hint">{ t(text!("只影响这台设备的屏幕；打印总是白底黑字。", "Of this device's screen alone; paper is always black on white.")) }</p>
            <div class="filters" role="group" aria-labelledby="look-title">
                { for themes.into_iter().map(|(id, word)| {
                    let set = {
                        let chosen = chosen.clone();
                        Callback::from(move |_: MouseEvent| {
                            set_theme(id);
                            chosen.set(id.into());
                        })
                    };
                    html! { <button type="button" data-theme-choice={id} aria-pressed={(*chosen == id).to_string()} onclick={set}>{ t(word) }</button> }
                }) }
            </div>
        </section>
    }
}

/// What the ward has set, people and roles; how this device looks; notifications; the end of the demonstration.
#[component]
pub fn House(props: &PageProps) -> Html {
    let hands = props.hands.clone();
    let asked = use_state_eq(Notices::permission);
    let ending = use_state_eq(|| false);
    let t = |text| hands.t(text);
    let Some(settings) = hands.book.state().settings.clone() else { return html! {} };
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
            <Administer hands={hands.clone()} />
            <section class="panel" aria-labelledby="wall-title">
                <h2 id="wall-title">{ t(text!("绿色通道墙贴卡", "Wall card of the green channel")) }</h2>
                <p>{ t(text!("疑似肺栓塞、疑似深静脉血栓各一张（A4双面）：正面最初几分钟，背面路径和时限。", "One A4 sheet each for suspected pulmonary embolism and deep vein thrombosis: the first minutes in front, path and clocks on the back.")) }</p>
                <button type="button" data-action="wall-card" onclick={hands.go.reform(|_: MouseEvent| WardPage::WallCard)}>{ t(text!("查看和打印", "Look and print")) }</button>
            </section>
            <Look hands={hands.clone()} />
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
