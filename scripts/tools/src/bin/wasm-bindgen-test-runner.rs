//! The command `wasm-bindgen-test-runner`, which runs the browser tests, as wasm-bindgen-cli writes it; only the log is left out.
fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
