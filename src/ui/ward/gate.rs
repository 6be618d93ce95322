//! Before the ward: create the vault, or unlock it, or read why there is none.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::text::{Lang, text};
use crate::web::vault::{Standing, Vault, VaultError};

#[derive(Clone, PartialEq, Properties)]
pub struct GateProps {
    pub lang: Lang,
    pub speak: Callback<Lang>,
    pub opened: Callback<Vault>,
}

#[component]
pub fn Gate(props: &GateProps) -> Html {
    let standing = use_state(|| None::<Standing>);
    let wrong = use_state(|| None::<VaultError>);
    let passphrase = use_node_ref();
    {
        let standing = standing.clone();
        use_effect_with((), move |()| spawn_local(async move { standing.set(Some(Vault::standing().await)) }));
    }
    let lang = props.lang;
    let creating = *standing == Some(Standing::Absent);
    let submit = {
        let (passphrase, wrong, opened) = (passphrase.clone(), wrong.clone(), props.opened.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(field) = passphrase.cast::<HtmlInputElement>() else { return };
            let (said, wrong, opened) = (field.value(), wrong.clone(), opened.clone());
            field.set_value("");
            spawn_local(async move {
                let outcome = if creating { Vault::create(&said).await } else { Vault::unlock(&said).await };
                match outcome {
                    Ok(vault) => opened.emit(vault),
                    Err(error) => wrong.set(Some(error)),
                }
            });
        })
    };
    let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let speak = props.speak.reform(move |_: MouseEvent| other);
    html! {
        <main class="gate">
            <h1>{ text!("Virchow 病区", "Virchow ward").get(lang) }</h1>
            <button type="button" data-action="language" onclick={speak}>{ if lang == Lang::Zh { "English" } else { "中文" } }</button>
            { match *standing {
                None => html! {},
                Some(Standing::Unavailable(why)) => html! { <p role="alert" data-why="">{ why.text().get(lang) }</p> },
                Some(_) => html! {
                    <form onsubmit={submit} data-gate={if creating { "create" } else { "unlock" }}>
                        <label>{ text!("口令", "Passphrase").get(lang) }<input ref={passphrase} type="password" name="passphrase" autocomplete="off" /></label>
                        <button type="submit">{ if creating { text!("创建", "Create") } else { text!("解锁", "Unlock") }.get(lang) }</button>
                        if let Some(error) = *wrong {
                            <p role="alert">{ error.text().get(lang) }</p>
                        }
                    </form>
                },
            } }
        </main>
    }
}
