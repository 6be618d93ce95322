//! The data of this device: export, import, storage, update.

use yew::prelude::*;

use crate::text::Lang;
use crate::web::vault::Vault;

#[derive(Clone, PartialEq, Properties)]
pub struct DataProps {
    pub lang: Lang,
    pub vault: Vault,
}

#[component]
pub fn Data(_props: &DataProps) -> Html {
    html! { <section data-data=""></section> }
}
