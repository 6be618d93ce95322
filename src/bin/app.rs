//! The stand-alone pages: starts the ward in `#app` (`ward.html`) or the quality office in `#office` (`quality.html`), whichever the page
//! has. Nothing is exported; what they do stands in the library.

use virchow::ui::{office, ward};

/// Two-level segregated fit.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    // A panic traps, and the page says so. Its text could hold data, so nobody prints it.
    yew::set_custom_panic_hook(Box::new(|_| {}));
    ward::start();
    office::start();
}
