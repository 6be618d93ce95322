//! The board of patients by bed.

use yew::prelude::*;

use crate::text::Lang;
use crate::web::vault::Vault;

#[derive(Clone, PartialEq, Properties)]
pub struct BoardProps {
    pub lang: Lang,
    pub vault: Vault,
}

#[component]
pub fn Board(_props: &BoardProps) -> Html {
    html! { <section data-board=""></section> }
}
