//! What ends a session that nobody ended: nobody there, another tab, data that were taken away. And what a person must know
//! of this device before trusting a time on the screen.

use std::cell::Cell;
use std::rc::Rc;

use chrono::TimeDelta;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::record::refusal::Refusal;
use crate::text::{Lang, Text, text};
use crate::web::offline::{self, Attendance, ClockDoubt};
use crate::web::vault::settings::VaultSettings;
use crate::web::vault::{Vault, VaultError};
use crate::web::ward::{Asks, Book};

/// Watches over an open vault: `close` is called when it is to be locked, with a reason where it was not for want of a touch.
#[hook]
pub fn use_guard(vault: Option<Vault>, close: Callback<Option<VaultError>>) {
    use_effect_with(vault, move |vault| {
        let attendance = vault.clone().map(|vault| {
            let lost = close.clone();
            vault.watch(Rc::new(move |error| lost.emit(Some(error))));
            // Read again whenever it may have been set: the row is small.
            let minutes = Rc::new(Cell::new(VaultSettings::default().idle_minutes));
            let look = {
                let (minutes, vault) = (Rc::clone(&minutes), vault.clone());
                move || {
                    let (minutes, vault) = (Rc::clone(&minutes), vault.clone());
                    spawn_local(async move { minutes.set(VaultSettings::read(&vault).await.idle_minutes) });
                }
            };
            look();
            let patience = move || f64::from(minutes.get()) * 60_000.0;
            Attendance::new(
                move || {
                    look();
                    patience()
                },
                move || close.emit(None),
            )
        });
        move || drop(attendance)
    });
}

/// Whether a new version lies ready.
#[hook]
pub fn use_update() -> bool {
    let found = use_state(|| false);
    {
        let found = found.clone();
        use_effect_with((), move |()| offline::updates(move || found.set(true)));
    }
    *found
}

#[derive(Clone, PartialEq, Properties)]
pub struct ClockProps {
    pub lang: Lang,
    pub book: Book,
}

/// Says that the clock of this device is wrong, where that can be known. Every time that is signed comes from it: until a
/// person says that it is right, the first signature for each patient asks.
#[component]
pub fn Clock(props: &ClockProps) -> Html {
    let doubt = use_state(|| None::<ClockDoubt>);
    {
        let (doubt, book) = (doubt.setter(), props.book.clone());
        use_effect_with((), move |()| {
            let (vault, refer) = (book.vault().clone(), book.referring());
            let found = move |found: ClockDoubt| {
                refer(TimeDelta::try_milliseconds(found.ahead() as i64));
                doubt.set(Some(found));
            };
            let jumped = found.clone();
            offline::on_clock_jump(move |millis| jumped(ClockDoubt::Jumped { millis }));
            spawn_local(async move {
                if let Some(behind) = offline::clock_doubt(&vault).await {
                    found(behind);
                }
            });
        });
    }
    let said = match *doubt {
        None => return html! {},
        Some(ClockDoubt::Behind { millis }) => {
            let text = text!(
                "本机时钟比最近一次记录早，可能设置有误。请先校准日期和时间，再签名。慢（分钟）：",
                "The clock of this device stands before its latest record. Set date and time before signing anything. Behind by (minutes):"
            );
            format!("{}{}", text.get(props.lang), (millis / 60_000.0) as u32)
        }
        Some(ClockDoubt::Jumped { .. }) => text!(
            "本机时钟刚刚被改动。请核对日期和时间，再签名。",
            "The clock of this device has just been changed. Check date and time before signing anything."
        )
        .get(props.lang)
        .into(),
    };
    let right = {
        let (doubt, book) = (doubt.setter(), props.book.clone());
        Callback::from(move |_: MouseEvent| {
            book.refer(None);
            doubt.set(None);
        })
    };
    html! {
        <div class="alert" role="alert" data-clock="">
            <p>{ said }</p>
            <button type="button" data-action="clock-is-right" onclick={right}>{ text!("已核对，时钟无误", "Checked: the clock is right").get(props.lang) }</button>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct QuestionProps {
    pub lang: Lang,
    pub asks: Asks,
}

/// Before a signature: both times, and one tap that the clock is right, or a reason for passing an event of the future.
#[component]
pub fn ClockQuestion(props: &QuestionProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let (asked, field) = (use_node_ref(), use_node_ref());
    {
        let asked = asked.clone();
        use_effect_with((), move |()| {
            if let Some(asked) = asked.cast::<HtmlElement>() {
                asked.focus().ok();
            }
        });
    }
    let behind = matches!(props.asks.refusal, Refusal::ClockBehind { .. });
    let go_on = {
        let (asks, field) = (props.asks.clone(), field.clone());
        Callback::from(move |_: MouseEvent| {
            let reason = field.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
            asks.answered(Some(&reason));
        })
    };
    let leave = {
        let asks = props.asks.clone();
        Callback::from(move |_: MouseEvent| asks.answered(None))
    };
    html! {
        <div ref={asked} class="trouble" role="alert" tabindex="-1" data-trouble={props.asks.refusal.code()} data-clock-asks="">
            <p>{ props.asks.refusal.told(lang) }</p>
            if behind {
                <label class="field wide">
                    <span>{ t(text!("继续签名的理由（必填，至少4字）", "Reason for going on (required, 4 characters or more)")) }</span>
                    <input ref={field} type="text" maxlength="500" autocomplete="off" data-clock-reason="" />
                </label>
            }
            <button type="button" class="primary" data-action="clock-right" onclick={go_on}>{ if behind { t(text!("按此理由继续签名", "Go on with this reason: sign")) } else { t(text!("时钟无误，签名", "The clock is right: sign")) } }</button>
            <button type="button" data-action="clock-leave" onclick={leave}>{ t(text!("暂不签名", "Do not sign yet")) }</button>
        </div>
    }
}
