//! What ends a session that nobody ended: nobody there, another tab, data that were taken away. And what a person must know
//! of this device before trusting a time on the screen.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::text::{Lang, text};
use crate::web::offline::{self, Attendance, ClockDoubt};
use crate::web::vault::settings::Settings;
use crate::web::vault::{Vault, VaultError};

/// Watches over an open vault: `close` is called when it is to be locked, with a reason where it was not for want of a touch.
#[hook]
pub fn use_guard(vault: Option<Vault>, close: Callback<Option<VaultError>>) {
    use_effect_with(vault, move |vault| {
        let attendance = vault.clone().map(|vault| {
            let lost = close.clone();
            vault.watch(Rc::new(move |error| lost.emit(Some(error))));
            // Read again whenever it may have been set: the row is small.
            let minutes = Rc::new(Cell::new(Settings::default().idle_minutes));
            let look = {
                let (minutes, vault) = (Rc::clone(&minutes), vault.clone());
                move || {
                    let (minutes, vault) = (Rc::clone(&minutes), vault.clone());
                    spawn_local(async move { minutes.set(Settings::read(&vault).await.idle_minutes) });
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
    pub vault: Vault,
}

/// Says that the clock of this device is wrong, where that can be known. Every time that is signed comes from it.
#[component]
pub fn Clock(props: &ClockProps) -> Html {
    let doubt = use_state(|| None::<ClockDoubt>);
    {
        let (doubt, vault) = (doubt.clone(), props.vault.clone());
        use_effect_with((), move |()| {
            let jumped = doubt.clone();
            offline::on_clock_jump(move || jumped.set(Some(ClockDoubt::Jumped)));
            spawn_local(async move {
                if let Some(found) = offline::clock_doubt(&vault).await {
                    doubt.set(Some(found));
                }
            });
        });
    }
    let said = match *doubt {
        None => return html! {},
        Some(ClockDoubt::Behind { minutes }) => {
            let text = text!(
                "本机时钟比最近一次记录早，可能设置有误。请先校准日期和时间，再签名。慢（分钟）：",
                "The clock of this device stands before its latest record. Set date and time before signing anything. Behind by (minutes):"
            );
            format!("{}{minutes}", text.get(props.lang))
        }
        Some(ClockDoubt::Jumped) => text!(
            "本机时钟刚刚被改动。请核对日期和时间，再签名。",
            "The clock of this device has just been changed. Check date and time before signing anything."
        )
        .get(props.lang)
        .into(),
    };
    html! { <p class="alert" role="alert" data-clock="">{ said }</p> }
}
