//! The quality office: sources, the indicators, what stands behind a number, and the report that is handed in. One room in two
//! places: in the app behind an unlocked ward (`#/quality`, for quality staff and physicians), and alone (`quality.html`) for an office
//! without a ward. It signs nothing and stores nothing: what is brought in is gone with the page.

mod behind;
mod definitions;
pub mod hands;
mod incoming;
mod months;
mod overview;
mod refused;
mod report;
mod sites;
mod sources;
mod told;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::session::office::handed::DEMONSTRATION;
use crate::session::office::room::OfficeRoom;
use crate::session::office::route::{OfficePage, office_page};
use crate::text::{Lang, Text, text};
use crate::web::office::{breath, gb18030, salt_of_visit, wall};
use crate::web::offline;
use crate::web::ward::element::arrive;

use hands::{OfficeHands, WardDoor};

const TITLE: Text = text!("质控室", "Quality office");

/// Draws the office alone into `#office` of the page, where there is one.
pub fn start() {
    let root: Option<Element> = gloo::utils::document().get_element_by_id("office");
    if let Some(root) = root {
        yew::Renderer::<OfficeAlone>::with_root(root).render();
    }
}

#[component]
fn OfficeAlone() -> Html {
    let lang = use_state(offline::language);
    let room = use_memo((), |()| SharedRoom::default());
    use_effect_with(*lang, |lang| offline::speak(*lang, &["Virchow ", TITLE.get(*lang)].concat()));
    let fragment = use_state(offline::fragment);
    {
        let fragment = fragment.setter();
        use_effect_with((), move |()| offline::on_fragment(move |now| fragment.set(now)));
    }
    let speak = {
        let lang = lang.clone();
        Callback::from(move |to: Lang| lang.set(to))
    };
    let page = office_page(&fragment).unwrap_or(OfficePage::Sources);
    html! { <Office lang={*lang} {speak} {page} room={(*room).clone()} ward={None::<WardDoor>} may=true /> }
}

/// The room, which outlives its pages.
#[derive(Clone, Default)]
pub struct SharedRoom(pub Rc<RefCell<OfficeRoom>>);

impl PartialEq for SharedRoom {
    fn eq(&self, other: &SharedRoom) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct OfficeProps {
    pub lang: Lang,
    pub speak: Callback<Lang>,
    pub page: OfficePage,
    pub room: SharedRoom,
    pub ward: Option<WardDoor>,
    /// Whoever is signed in may look at it.
    pub may: bool,
}

fn page_name(page: &OfficePage) -> Text {
    match page {
        OfficePage::Sources => text!("来源", "Sources"),
        OfficePage::Overview => text!("总览", "Overview"),
        OfficePage::Trend => text!("趋势", "Trend"),
        OfficePage::BeforeAfter => text!("前后比较", "Before and after"),
        OfficePage::Sites => text!("机构与科室", "Sites and departments"),
        OfficePage::DataQuality => text!("数据质量", "Data quality"),
        OfficePage::Definitions => text!("指标定义", "Definitions"),
        OfficePage::Report => text!("月报", "Report"),
        OfficePage::Behind(..) => text!("数字背后的住院", "The stays behind a number"),
    }
}

#[component]
pub fn Office(props: &OfficeProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let beat = use_force_update();
    let going = use_mut_ref(|| false);
    let salt: Rc<Rc<str>> = use_memo((), |()| salt_of_visit().into());
    use_effect_with(props.page.clone(), |_| arrive("#office-main h2"));
    let zone = props.ward.as_ref().map_or_else(|| "Asia/Shanghai".to_owned(), |ward| ward.book.state().profile.time_zone.clone());
    let room = Rc::clone(&props.room.0);
    let changed = {
        let (beat, going, room) = (beat.clone(), going.clone(), Rc::clone(&room));
        Callback::from(move |()| {
            beat.force_update();
            if !going.replace(true) {
                let (beat, going, room) = (beat.clone(), going.clone(), Rc::clone(&room));
                spawn_local(async move {
                    go_on(&room, &beat).await;
                    going.replace(false);
                    beat.force_update();
                });
            }
        })
    };
    let hands = OfficeHands { lang, room: Rc::clone(&room), changed, ward: props.ward.clone(), wall: wall(&zone), salt: Rc::clone(&salt) };
    let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
    if let Some(ward) = &props.ward {
        room.borrow_mut().practice = ward.book.is_demo();
    }
    let (empty, counted, percent, demonstration) = {
        let room = room.borrow();
        (room.is_empty(), room.is_counted(), room.percent(), room.is_demonstration())
    };
    // What needs no number is shown at once.
    let inside = match &props.page {
        _ if !props.may => html! {
            <section class="panel" data-refused=""><h2 tabindex="-1">{ t(TITLE) }</h2>
                <p>{ t(text!("质控室由质控人员和医师打开。请在病区页换人后再进入；此处不能签名，也不改动任何记录。", "The quality office is opened by quality staff and physicians. Switch the user on the ward’s page; nothing is signed or changed here.")) }</p>
            </section>
        },
        OfficePage::Sources => sources::sources(&hands),
        OfficePage::Definitions => definitions::definitions(&hands),
        _ if empty => nothing_yet(&hands),
        _ if !counted => html! {
            <section class="panel"><h2 tabindex="-1">{ t(page_name(&props.page)) }</h2>
                <p role="status" data-counting={percent.to_string()}>{ [t(text!("正在计数… ", "Counting… ")), &percent.to_string(), " %"].concat() }</p>
            </section>
        },
        OfficePage::Overview => overview::overview(&hands),
        OfficePage::Trend => months::trend_page(&hands),
        OfficePage::BeforeAfter => months::before_after_page(&hands),
        OfficePage::Sites => sites::sites_page(&hands),
        OfficePage::DataQuality => told::data_quality(&hands),
        OfficePage::Report => report::report_page(&hands),
        OfficePage::Behind(id, place) => behind::behind(&hands, id, place),
    };
    html! {
        <div class={classes!("ward", "shelf", "office", demonstration.then_some("is-demo"))} lang={lang.tag()}>
            <a class="skip" href="#office-main" data-skip="" onclick={Callback::from(|event: MouseEvent| { event.prevent_default(); arrive("#office-main h2"); })}>{ t(text!("跳到内容", "Skip to the content")) }</a>
            <header class="bar">
                <div class="who"><h1>{ t(TITLE) }</h1>
                    if demonstration { <strong class="demo" data-demo="">{ t(DEMONSTRATION) }</strong> }
                </div>
                <nav aria-label={t(text!("主导航", "Main"))}>
                    if props.ward.is_some() { <a href="#" data-action="leave-office">{ t(text!("← 病区", "← Ward")) }</a> }
                    if props.may {
                        { for OfficePage::ALL.iter().map(|page| html! {
                            <a href={page.fragment()} data-page={page.id()} aria-current={(*page == props.page).then_some("page")}>{ t(page_name(page)) }</a>
                        }) }
                    }
                </nav>
                <div class="me"><button type="button" data-action="language" lang={other.tag()} onclick={props.speak.reform(move |_: MouseEvent| other)}>{ if lang == Lang::Zh { "English" } else { "中文" } }</button></div>
            </header>
            <main id="office-main">
                if demonstration && !empty { <p class="teaching-banner" data-banner="">{ t(BANNER) }</p> }
                { inside }
            </main>
        </div>
    }
}

const BANNER: Text = text!(
    "演示数据 DEMO：住院和数字均为虚构，不得上报，也不与真实数据一起计算",
    "DEMO 演示: every stay and number here is invented. Not to be handed in, and not counted together with real data"
);

fn nothing_yet(hands: &OfficeHands) -> Html {
    html! {
        <section class="panel" data-empty=""><h2 tabindex="-1">{ hands.t(text!("还没有数据", "No data yet")) }</h2>
            <p>{ hands.t(text!("先到“来源”选择数据，数字随后在这里出现。", "Choose data under Sources first; the numbers then appear here.")) }</p>
            <p><a class="button" href={OfficePage::Sources.fragment()} data-action="to-sources">{ hands.t(text!("选择来源", "Choose sources")) }</a></p>
        </section>
    }
}

/// Reads and counts in slices until nothing is left to do; in between the page is drawn and whoever types is heard.
async fn go_on(room: &Rc<RefCell<OfficeRoom>>, beat: &UseForceUpdateHandle) {
    let mut shown = offline::steady();
    loop {
        let began = offline::steady();
        let done = loop {
            let done = {
                let mut room = room.borrow_mut();
                let read = room.incoming.as_mut().is_none_or(|file| file.step(&gb18030));
                room.count() && read
            };
            if done || offline::steady() - began > 24.0 {
                break done;
            }
        };
        if done {
            return;
        }
        if began - shown > 250.0 {
            shown = began;
            beat.force_update();
        }
        breath().await;
    }
}
