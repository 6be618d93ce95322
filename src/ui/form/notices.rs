//! What must be said before the form: what the host sent and was not taken, what stands in the way of a signature, and
//! what a reload would lose. Names items and places; never repeats a value.

use yew::{Html, html};

use crate::record::refusal::Refusal;
use crate::text::Lang;
use crate::ui::parts::button;
use crate::ui::words::{Words, around, words};
use crate::web::screen::{FormView, Screen, StorageNotice};

/// Whatever does not belong to one item.
pub fn view(screen: &Screen) -> Html {
    let (lang, words) = (screen.lang, words(screen.lang));
    html! {
        <>
            if screen.asks_reset {
                <div class="banner calm line" role="alert" data-ask="" tabindex="-1">
                    <p>{ words.reset }</p>
                    { button("reset-yes", "danger", words.reset_yes, false) }
                    { button("reset-no", "answer", words.reset_no, false) }
                </div>
            }
            if let Some(fault) = &screen.fault {
                <div class="banner bad line" role="alert" data-fault={fault.code}>
                    <p><b>{ fault.code }</b>{ " " }{ fault.text(lang).to_owned() }</p>
                    { button("dismiss", "quiet", words.dismiss, false) }
                </div>
            } else if let Some(refused) = &screen.refused {
                <div class="banner bad line" role="alert" data-refused={refused.code()} tabindex="-1">
                    <p>{ refused.text().get(lang) }</p>
                    { button("dismiss", "quiet", words.dismiss, false) }
                </div>
            }
            if let Some(notice) = screen.storage {
                <p class="banner warn" role="status" data-storage="">{ match notice {
                    StorageNotice::MemoryOnly => words.memory_only,
                    StorageNotice::Blocked => words.blocked,
                    StorageNotice::Full => words.full,
                } }</p>
            }
            if !screen.rejected.is_empty() {
                <div class="banner warn" role="status" data-rejected="">
                    <p><b>{ words.rejected }</b></p>
                    <ul>{ for screen.rejected.iter().map(|fact| html! {
                        <li><code>{ if fact.id.is_empty() { fact.path.clone() } else { fact.id.clone() } }</code>{ " " }{ fact.text(lang).to_owned() }{ " " }<small>{ fact.code }</small></li>
                    }) }</ul>
                </div>
            }
            if screen.form.as_ref().is_some_and(|form| form.restored) {
                <p class="banner calm" role="status" data-restored="">{ words.restored }</p>
            }
        </>
    }
}

/// What still stands in the way of the signature, each with its way to the item.
pub fn errors(form: &FormView, words: &Words, lang: Lang) -> Html {
    if !form.tried || form.blockers.is_empty() {
        return Html::default();
    }
    html! {
        <div class="banner bad errors" role="alert" data-errors="" tabindex="-1">
            <p><b>{ words.errors }</b></p>
            <ul>{ for form.blockers.iter().map(|refusal| html! { <li>{ refusal.text().get(lang) }{ links(form, refusal, words, lang) }</li> }) }</ul>
        </div>
    }
}

fn links(form: &FormView, refusal: &Refusal, words: &Words, lang: Lang) -> Html {
    const SHOWN: usize = 6;
    let items = refusal.items();
    let more = items.len().saturating_sub(SHOWN);
    html! {
        <span class="links">
            { for items.iter().take(SHOWN).map(|&index| {
                let item = &form.instrument.items[index];
                html! { <button type="button" class="link" data-goto={item.id}>{ item.label.get(lang) }</button> }
            }) }
            if more > 0 { <span>{ around(&words.and_more, more) }</span> }
        </span>
    }
}
