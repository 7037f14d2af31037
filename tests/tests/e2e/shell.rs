//! The page as a file: it loads from any folder, keeps to its security policy, and transfers what we count.

use std::{collections::BTreeSet, fs};

use serde_json::Value;
use tests::{
    browser::{DESKTOP, PHONE, Scratch, visit, visit_site},
    reading,
};
use xtask::{server::Server, site, size};

#[test]
fn the_page_loads() {
    visit(DESKTOP, "", |page| {
        page.wait_until_gone("status", "Loading*");
        page.wait_for("main", "*");
        assert_eq!(page.title(), "S3 from a private subnet – Reachlight");
        page.picture("start-1280x800");
    });
}

#[test]
fn a_phone_shows_the_page_without_scrolling_sideways() {
    visit(PHONE, "", |page| {
        page.wait_for("main", "*");
        let sideways = page.script("return document.documentElement.scrollWidth - innerWidth", &[]);
        assert_eq!(sideways, 0);
        page.picture("start-390x844");
    });
}

#[test]
fn the_first_load_transfers_what_the_budget_counts() {
    visit(DESKTOP, "", |page| {
        reading::arrive(page);
        let script = "return performance.getEntriesByType('resource').map((entry) => entry.name)";
        let asked = page.script(script, &[]);
        let names = asked
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|url| url.starts_with("http"));
        let mut transferred: BTreeSet<String> = names.map(|url| url.replace(page.site(), "")).collect();
        transferred.insert("index.html".to_owned());
        let html = fs::read_to_string(site::folder().join("index.html")).unwrap();
        let counted: BTreeSet<String> = size::first_load(&html).into_iter().collect();
        assert_eq!(transferred, counted);
    });
}

/// Many course platforms put pages of others into a frame that may run scripts but belongs to no origin.
#[test]
fn the_page_runs_in_a_sandboxed_frame_of_another_site() {
    let server = Server::start(&site::folder(), "/", 0).unwrap();
    let host = Scratch::new();
    let frame = format!(
        r#"<!doctype html><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" src="{}?embed"></iframe>"#,
        server.url()
    );
    fs::write(host.path().join("index.html"), frame).unwrap();
    let host_server = Server::start(host.path(), "/", 0).unwrap();
    visit_site(&host_server.url(), DESKTOP, "", |page| {
        page.enter_frame(&page.css("iframe"));
        page.wait_for("main", "*");
    });
}

#[test]
fn a_program_that_does_not_arrive_is_said() {
    let broken = Scratch::new();
    for file in ["index.html", "boot.js", "style.css", "later.js", "web.js"] {
        fs::copy(site::folder().join(file), broken.path().join(file)).unwrap();
    }
    let server = Server::start(broken.path(), "/", 0).unwrap();
    visit_site(&server.url(), DESKTOP, "", |page| {
        page.wait_for_text("Reachlight could not start: /web_bg.wasm answered 404");
        // The console names the missing file, as it should here.
        page.console();
    });
}
