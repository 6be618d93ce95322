//! The command `wasm-bindgen`, as wasm-bindgen-cli writes it; only the log is left out.
fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os())
}
