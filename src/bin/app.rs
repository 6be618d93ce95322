//! The stand-alone ward page: starts the app in `#app`. Nothing is exported; what it does stands in the library.

use virchow::ui::ward;

/// Two-level segregated fit.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    // A panic traps, and the page says so. Its text could hold data, so nobody prints it.
    yew::set_custom_panic_hook(Box::new(|_| {}));
    ward::start();
}
