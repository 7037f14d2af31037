//! The built page in a real browser, over WebDriver.
//!
//! ```no_run
//! use tests::browser::{DESKTOP, visit};
//!
//! visit(DESKTOP, "", |page| {
//!     page.role("button", "Share").click();
//!     page.wait_for("dialog", "Share*");
//!     page.press("Escape");
//! });
//! ```
//!
//! [`visit`] serves `dist/` on a free port under a sub-path, starts a driver and a browser with a fresh profile, opens the page, runs
//! the test, and ends all of it. It fails if the browser's console holds an error at the end, such as one of the
//! content security policy, and leaves a picture in `target/screenshots/` when the test fails.
//!
//! Elements are found by ARIA role and accessible name, as a screen reader finds them; `*` at the start or the
//! end of a name stands for anything. Everything waits until it is so, up to [`PATIENCE`], and never longer than needed.
//!
//! | module | what is in it |
//! |---|---|
//! | [`page`] | opening, finding, waiting, scripts, pictures |
//! | [`element`] | one element: click, type, text, place |
//! | [`input`] | pointer gestures and keys, as a device would send them |
//! | `console` | what the browser complained about |
//! | `driver`, `wire` | the driver's process and its protocol |
//!
//! A test's way to fail is to panic, so these helpers do.
#![allow(clippy::panic, clippy::print_stderr)]

mod console;
mod driver;
pub mod element;
pub mod input;
pub mod page;
mod scratch;
mod wire;

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::PathBuf,
    time::Duration,
};

use xtask::{server::Server, site};

pub use driver::kind;
pub use element::Element;
pub use input::Pointer;
pub use page::Page;
pub use scratch::Scratch;

/// How long anything may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// The size of the view, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

pub const DESKTOP: Size = Size {
    width: 1280,
    height: 800,
};
pub const PHONE: Size = Size {
    width: 390,
    height: 844,
};

/// The folder the site is served under, because it must work from any.
const MOUNT: &str = "/some/where/";

/// Opens the page at `address` (a query and fragment, or nothing) in a fresh profile and runs `test` on it.
pub fn visit(size: Size, address: &str, test: impl FnOnce(&Page)) {
    let folder = site::folder();
    assert!(
        folder.join("index.html").is_file(),
        "the site is not built: run `cargo xtask build` first"
    );
    let server = Server::start(&folder, MOUNT, 0).unwrap_or_else(|error| panic!("the site cannot be served: {error}"));
    visit_site(&server.url(), size, address, test);
}

/// The same for a site that is already served: a second visitor, say, or a page that embeds ours.
pub fn visit_site(site: &str, size: Size, address: &str, test: impl FnOnce(&Page)) {
    visit_prepared(&Page::new(site, size), address, test);
}

/// The same on a system that is set to dark.
pub fn visit_dark(site: &str, size: Size, address: &str, test: impl FnOnce(&Page)) {
    let page = Page::new(site, size);
    page.prefer_dark();
    visit_prepared(&page, address, test);
}

fn visit_prepared(page: &Page, address: &str, test: impl FnOnce(&Page)) {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        page.open(address);
        test(page);
        page.expect_clean_console();
    }));
    if let Err(failure) = outcome {
        page.picture_of_failure();
        resume_unwind(failure);
    }
}

/// The folder for pictures of the page.
pub fn screenshots() -> PathBuf {
    xtask::shell::root().join("target/screenshots")
}

/// True under `cargo xtask test --long`.
pub fn long() -> bool {
    std::env::var_os("REACHLIGHT_LONG").is_some()
}
