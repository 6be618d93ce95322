//! What the sections of this page are given, and what each has to say.

use yew::prelude::*;

use crate::text::{Lang, Text};
use crate::web::vault::Vault;

#[derive(Clone, PartialEq, Properties)]
pub struct SectionProps {
    pub lang: Lang,
    pub vault: Vault,
}

/// What a section has to say after something was tried.
#[derive(Clone, PartialEq)]
pub enum SectionStatus {
    Nothing,
    Busy(Text),
    Done(String),
    Failed(Text),
}

impl SectionStatus {
    pub fn busy(&self) -> bool {
        matches!(self, SectionStatus::Busy(_))
    }

    pub fn show(&self, lang: Lang) -> Html {
        match self {
            SectionStatus::Nothing => html! { <p role="status"></p> },
            SectionStatus::Busy(text) => html! { <p role="status">{ text.get(lang) }</p> },
            SectionStatus::Done(text) => html! { <p role="status" class="done">{ text }</p> },
            SectionStatus::Failed(text) => html! { <p role="alert" class="wrong">{ text.get(lang) }</p> },
        }
    }
}
