//! The data of this device: export and import, hand-over to a HIS, room on the disk, settings, a new version.

mod aside;
mod device;
mod export;
mod handover;
mod import;
mod section;

use yew::prelude::*;

use crate::text::Lang;
use crate::web::vault::Vault;
pub use device::{Spoken, Update};
pub use handover::Codes;
pub use section::SectionStatus;

#[derive(Clone, PartialEq, Properties)]
pub struct DataProps {
    pub lang: Lang,
    pub vault: Vault,
    /// A new version lies ready.
    #[prop_or_default]
    pub update: bool,
}

#[component]
pub fn Data(props: &DataProps) -> Html {
    let DataProps { lang, vault, update } = props.clone();
    let imports = use_state(|| 0_u32);
    let done = {
        let imports = imports.clone();
        Callback::from(move |()| imports.set(*imports + 1))
    };
    html! {
        <div class="data" data-data="">
            if update {
                <Update {lang} />
            }
            <handover::Handover {lang} vault={vault.clone()} />
            <export::Export {lang} vault={vault.clone()} />
            <import::Import {lang} vault={vault.clone()} {done} />
            <aside::KeptAside {lang} vault={vault.clone()} imports={*imports} />
            <device::Room {lang} />
            <device::Idle {lang} vault={vault.clone()} />
            <device::Passphrase {lang} {vault} />
        </div>
    }
}
