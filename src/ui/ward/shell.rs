//! The frame around the pages once the vault is open: where one is, who is signed in, what went wrong, and the clock that
//! draws the pages again.

use std::rc::Rc;

use gloo::timers::callback::Interval;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::record::role::Role;
use crate::session::office::route::OfficePage;
use crate::text::{Lang, Text, text};
use crate::ui::office::hands::WardDoor;
use crate::ui::office::{Office, SharedRoom};
use crate::web::offline::leave_fragment;
use crate::web::vault::Vault;
use crate::web::ward::element::{arrive, pressed};
use crate::web::ward::{Book, Notices, Trouble};

use super::admission::Correct;
use super::admit::Admit;
use super::board::Board;
use super::data::Data;
use super::hands::Hands;
use super::house::{House, Setup};
use super::leaflet::LeafletPage;
use super::lifecycle::{Clock, ClockQuestion};
use super::patient::PatientPage;
use super::people::{Lead, People};
use super::print::{Handover, PatientSheet};
use super::referral::{Refer, ReferralPage, ReferralPaper, Referrals};
use super::refusal::RefusalPage;
use super::route::{Tab, WardPage};
use super::wall_card::WallCards;
use super::word::{PressResult, Word};
use super::words::words;

/// Every so often the board looks at the clock.
const TICK_MS: u32 = 20_000;

#[derive(Clone, PartialEq, Properties)]
pub struct ShellProps {
    pub lang: Lang,
    pub vault: Vault,
    pub speak: Callback<Lang>,
    pub lock: Callback<()>,
    /// A newer version of the program waits.
    pub update: bool,
    /// The quality office is asked for, by the address.
    pub office: Option<OfficePage>,
}

#[component]
pub fn Shell(props: &ShellProps) -> Html {
    let book = use_state(|| None::<Book>);
    let page = use_state(|| WardPage::Board);
    let word = use_state_eq(|| None::<Word>);
    // Heard, wherever it is seen.
    let said = use_state_eq(|| None::<Text>);
    let edition = use_state_eq(|| 0_u32);
    let counter = use_mut_ref(|| 0_u32);
    let notices = use_memo((), |()| Notices::default());
    let board = use_mut_ref(|| None::<Hands>);
    let way = use_mut_ref(|| 0_u32);
    // What the quality office of one person holds; of nobody else.
    let office = use_mut_ref(|| None::<(String, SharedRoom)>);
    let lang = props.lang;

    let beat = {
        let (edition, counter) = (edition.setter(), counter.clone());
        Callback::from(move |()| {
            *counter.borrow_mut() += 1;
            edition.set(*counter.borrow());
        })
    };
    {
        let (book, word, beat) = (book.clone(), word.clone(), beat.clone());
        use_effect_with(props.vault.clone(), move |vault| {
            let vault = vault.clone();
            spawn_local(async move {
                match Book::open(vault).await {
                    Ok(opened) => {
                        let beat = beat.clone();
                        opened.subscribe(Some(Rc::new(move || beat.emit(()))));
                        book.set(Some(opened));
                    }
                    Err(error) => word.set(Some(at_the_top(error))),
                }
            });
        });
    }
    {
        let beat = beat.clone();
        use_effect_with((), move |()| {
            let ticking = Interval::new(TICK_MS, move || beat.emit(()));
            move || drop(ticking)
        });
    }
    {
        let (book, notices) = ((*book).clone(), notices.clone());
        use_effect_with((*edition, lang), move |_| {
            if let Some(book) = book.filter(|book| book.state().settings.is_some()) {
                notices.look(&book.state().rows, book.now(), lang);
            }
        });
    }
    use_effect_with((*page).clone(), |page| {
        if *page != WardPage::Board {
            arrive("main > :not([hidden]) h2");
        }
    });
    let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let language = props.speak.reform(move |_: MouseEvent| other);
    let lock = {
        let (lock, book) = (props.lock.clone(), (*book).clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(book) = &book {
                book.subscribe(None);
                book.sign_out();
            }
            lock.emit(());
        })
    };
    let Some(book) = (*book).clone() else {
        let word = word.as_ref().and_then(|word| match &word.said {
            PressResult::Trouble(trouble) => Some(trouble.words(lang)),
            PressResult::Done(_) => None,
        });
        return html! { <main class="waits"><p role={if word.is_some() { "alert" } else { "status" }}>{ word.unwrap_or_else(|| text!("正在打开…", "Opening…").get(lang).into()) }</p></main> };
    };
    let go = {
        let (here, page, word, said, book) = ((*page).clone(), page.setter(), word.setter(), said.setter(), book.clone());
        Callback::from(move |to: WardPage| {
            // An import may have put other rows there.
            if here == WardPage::Data && to != WardPage::Data {
                let book = book.clone();
                spawn_local(async move { book.again().await });
            }
            word.set(None);
            said.set(None);
            if matches!(to, WardPage::Board) {
                book.close_patient();
            }
            *way.borrow_mut() += 1;
            let Some(context) = to.patient().filter(|context| book.opened(context).is_none()).map(str::to_owned) else { return page.set(to) };
            // One stays where one is until the patient is read, unless one has gone elsewhere meanwhile.
            let (way, mine, book, page, word) = (way.clone(), *way.borrow(), book.clone(), page.clone(), word.clone());
            spawn_local(async move {
                let read = book.open_patient(&context).await;
                if *way.borrow() == mine {
                    match read {
                        Ok(()) => page.set(to),
                        Err(error) => word.set(Some(at_the_top(error))),
                    }
                }
            });
        })
    };
    let hands = Hands {
        now: book.now(),
        dated: false,
        book: book.clone(),
        lang,
        edition: *edition,
        go: go.clone(),
        trouble: {
            let word = word.setter();
            Callback::from(move |error: Option<Trouble>| word.set(error.map(|error| Word { at: pressed(), said: PressResult::Trouble(error) })))
        },
        word: {
            let (word, said) = (word.setter(), said.setter());
            Callback::from(move |told: Word| {
                if let PressResult::Done(text) = &told.said {
                    said.set(Some(*text));
                }
                word.set(Some(told));
            })
        },
    };
    let (settings, user) = (book.state().settings.clone(), book.state().user.clone());
    // Shown at the first unlock of a ward that has no administrator, before a name is chosen, and until it is put off.
    let lead = user.is_none() && {
        let state = book.state();
        !state.house.put_off && !state.people.is_empty() && state.gaps().is_some_and(|gaps| gaps.administrator)
    };
    let to = |page: WardPage| go.reform(move |_: MouseEvent| page.clone());
    let nav = |target: WardPage, id: &'static str, word: &'static str| {
        let here = std::mem::discriminant(&target) == std::mem::discriminant(&*page);
        html! { <button type="button" data-page={id} aria-current={here.then_some("page")} onclick={to(target)}>{ word }</button> }
    };
    let (w, demo) = (words(lang), settings.as_ref().is_some_and(|settings| settings.demo));
    // The board stays where it is while a patient is looked at, and is drawn again when it is seen again: whoever comes back
    // finds the filter and the beds as they were. Another person begins with a board of their own.
    let board = user.as_ref().filter(|_| settings.is_some()).and_then(|user| {
        if *page == WardPage::Board {
            *board.borrow_mut() = Some(hands.clone());
        }
        let seen = board.borrow().clone()?;
        Some(html! { <div key="board" hidden={*page != WardPage::Board}><Board key={user.id.clone()} hands={seen} /></div> })
    });
    let shown = if settings.is_none() && !matches!(*page, WardPage::Data) {
        html! { <Setup {hands} /> }
    } else if !matches!(*page, WardPage::Data) && (*page == WardPage::Lead || lead) {
        html! { <Lead {hands} /> }
    } else if user.is_none() && !matches!(*page, WardPage::Data) {
        html! { <People {hands} asks={true} /> }
    } else {
        match (*page).clone() {
            WardPage::Board => html! {},
            WardPage::Admit => html! { <Admit {hands} /> },
            WardPage::Patient(context, tab) => html! { <PatientPage key={context.clone()} {hands} context={context.clone()} {tab} /> },
            WardPage::Correct(context) => html! { <Correct key={context.clone()} {hands} context={context.clone()} /> },
            WardPage::Handover => html! { <Handover {hands} /> },
            WardPage::Referrals => html! { <Referrals {hands} /> },
            WardPage::Refer(context) => html! { <Refer key={context.clone()} {hands} context={context.clone()} /> },
            WardPage::Referral(id) => html! { <ReferralPage key={id.clone()} {hands} id={id.clone()} /> },
            WardPage::ReferralSheet(id) => html! { <ReferralPaper {hands} {id} /> },
            WardPage::Sheet(context) => html! { <PatientSheet {hands} {context} /> },
            WardPage::Leaflet(context) => html! { <LeafletPage key={context.clone()} {hands} context={context.clone()} /> },
            WardPage::Refusal(context) => html! { <RefusalPage {hands} {context} /> },
            WardPage::WallCard => html! { <WallCards {hands} /> },
            WardPage::People => html! { <People {hands} asks={false} /> },
            WardPage::Lead => html! {},
            WardPage::House => html! { <House {hands} /> },
            WardPage::Data => html! {
                <>
                    <p class="way-back"><button type="button" data-action="back" onclick={to(WardPage::Board)}>{ match (settings.is_some(), user.is_some()) {
                        (true, true) => text!("← 看板", "← Board"),
                        (true, false) => text!("← 选择使用者", "← Who is at the screen"),
                        (false, _) => text!("← 建立病区", "← Found a ward"),
                    }.get(lang) }</button></p>
                    <Data {lang} vault={props.vault.clone()} update={props.update} />
                </>
            },
        }
    };
    // The office stands over the ward, which stays as it was left.
    let quality = user.as_ref().filter(|_| settings.is_some() && !lead).map(|user| {
        let may = matches!(user.role, Role::Quality | Role::Physician);
        let mut held = office.borrow_mut();
        if !may || held.as_ref().is_some_and(|(of, _)| *of != user.id) {
            *held = None;
        }
        (may, held.get_or_insert_with(|| (user.id.clone(), SharedRoom::default())).1.clone())
    });
    if user.is_none() {
        *office.borrow_mut() = None;
    }
    let above = props.office.clone().zip(quality.clone()).map(|(page, (may, room))| {
        let go = go.clone();
        let open = Callback::from(move |context: String| {
            leave_fragment();
            go.emit(WardPage::Patient(context, Tab::Story));
        });
        html! { <Office {lang} speak={props.speak.clone()} {page} {room} ward={Some(WardDoor { book: book.clone(), open })} {may} /> }
    });
    html! {
        <>
        { for above.clone() }
        <div hidden={above.is_some()} class={classes!("ward", demo.then_some("is-demo"), matches!(*page, WardPage::Patient(_, Tab::Score)).then_some("scores"))} lang={lang.tag()}>
            <a class="skip" href="#main">{ text!("跳到内容", "Skip to the content").get(lang) }</a>
            <header class="bar">
                <div class="who">
                    <h1>{ settings.as_ref().map_or(w.title.to_owned(), |settings| settings.name.clone()) }</h1>
                    if demo {
                        <strong class="demo" data-demo="">{ text!("演示 DEMO · 虚构患者，不得用于诊疗", "DEMO 演示 · fictional patients, not for care").get(lang) }</strong>
                    }
                </div>
                <nav aria-label={text!("主导航", "Main").get(lang)}>
                    { nav(WardPage::Board, "board", if settings.is_some() { w.board } else { text!("建立病区", "Found a ward").get(lang) }) }
                    if settings.is_some() && user.is_some() {
                        { nav(WardPage::Handover, "handover", text!("交班表", "Handover").get(lang)) }
                        { nav(WardPage::Referrals, "referrals", text!("转诊", "Referrals").get(lang)) }
                        { nav(WardPage::House, "house", text!("设置", "Settings").get(lang)) }
                    }
                    <a href="#/calc" data-page="calc">{ text!("评分", "Scores").get(lang) }</a>
                    if quality.as_ref().is_some_and(|(may, _)| *may) {
                        <a href="#/quality" data-page="quality">{ text!("质控", "Quality").get(lang) }</a>
                    }
                    <a href="#/train" data-page="train">{ text!("培训", "Training").get(lang) }</a>
                    <button type="button" data-page="data" aria-current={matches!(*page, WardPage::Data).then_some("page")} onclick={to(WardPage::Data)}>
                        { w.data }
                        if props.update {
                            <span class="mark">{ w.update }</span>
                        }
                    </button>
                </nav>
                <div class="me">
                    if let Some(user) = &user {
                        <button type="button" class="user" data-action="switch-user" data-user={user.role.id()} onclick={to(WardPage::People)}>
                            <span class="unseen">{ text!("当前登录：", "Signed in: ").get(lang) }</span>
                            <b>{ user.name.clone() }</b>{ " " }<span>{ user.role.label().get(lang) }</span>
                            <span class="switch">{ text!("换人", "Switch").get(lang) }</span>
                        </button>
                    }
                    <button type="button" data-action="language" lang={other.tag()} onclick={language}>{ if lang == Lang::Zh { "English" } else { "中文" } }</button>
                    <button type="button" data-action="lock" onclick={lock}>{ w.lock }</button>
                </div>
            </header>
            // Whatever page is printed says what it is: the bar above is not printed.
            if demo {
                <p class="demo on-paper" aria-hidden="true">{ text!("演示 DEMO · 虚构患者，不得用于诊疗", "DEMO 演示 · fictional patients, not for care").get(lang) }</p>
            }
            <main id="main">
                <Clock {lang} book={book.clone()} />
                { question(&book, lang) }
                { for word.as_ref().map(|told| told.shown(lang, dismissed(&word))) }
                { for board }
                { shown }
            </main>
            <p class="unseen" role="status" data-said="">{ (*said).map_or("", |said| said.get(lang)) }</p>
        </div>
        </>
    }
}

/// What a signature waits for: whether the clock of this device is right.
fn question(book: &Book, lang: Lang) -> Html {
    let asks = book.state().asks.clone();
    asks.map_or_else(Html::default, |asks| {
        let key = asks.refusal.told(lang);
        html! { <ClockQuestion {key} {lang} {asks} /> }
    })
}

fn dismissed(word: &UseStateHandle<Option<Word>>) -> Callback<MouseEvent> {
    let word = word.setter();
    Callback::from(move |_: MouseEvent| word.set(None))
}

/// What nobody pressed a button for.
fn at_the_top(error: Trouble) -> Word {
    Word { at: None, said: PressResult::Trouble(error) }
}
