//! Every version and limit that the set-up and the checks hold to. (wasm-bindgen's is the one in `Cargo.lock`.)

pub const TRUNK: &str = "0.21.14";
pub const GECKODRIVER: &str = "0.37.1";
pub const CFN_LINT: &str = "1.51.0";
pub const MERMAID: &str = "12.3.0";
/// The last that runs on Node.js 20.
pub const JSDOM: &str = "26.1.0";
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// What the first load may transfer, in bytes after brotli: HTML, styles, scripts and the program's first half.
pub const FIRST_LOAD_LIMIT: usize = 250_000;

pub const DEFAULT_PORT: u16 = 8080;
