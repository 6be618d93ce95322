//! What the sections of this page are given, and what each has to say.

use yew::prelude::*;

use crate::text::{Lang, Text};
use crate::web::vault::Vault;

#[derive(Clone, PartialEq, Properties)]
pub struct Section {
    pub lang: Lang,
    pub vault: Vault,
}

/// What a section has to say after something was tried.
#[derive(Clone, PartialEq)]
pub enum Said {
    Nothing,
    Busy(Text),
    Done(String),
    Failed(Text),
}

impl Said {
    pub fn busy(&self) -> bool {
        matches!(self, Said::Busy(_))
    }

    pub fn show(&self, lang: Lang) -> Html {
        match self {
            Said::Nothing => html! { <p role="status"></p> },
            Said::Busy(text) => html! { <p role="status">{ text.get(lang) }</p> },
            Said::Done(text) => html! { <p role="status" class="done">{ text }</p> },
            Said::Failed(text) => html! { <p role="alert" class="wrong">{ text.get(lang) }</p> },
        }
    }
}
