//! The page in a frame of another site: little around the drawing, nothing to break, and the host hears the verdict.

use std::fs;

use serde_json::{Value, json};
use tests::browser::{DESKTOP, Page, Scratch, Size, visit_site};
use xtask::{server::Server, site};

use crate::steps::{drawing, lab_fragment, ready};

const SIZES: [Size; 2] = [
    Size {
        width: 480,
        height: 320,
    },
    Size {
        width: 720,
        height: 480,
    },
];

/// Writes down what it is told, as any page may. The frame stands in the corner, because ChromeDriver counts the places of a
/// gesture from the corner of the whole page.
const HOST: &str = r#"<!doctype html><link rel="icon" href="data:,"><title>A course</title>
<style>body { margin: 0 } iframe { border: 0 }</style>
<script>window.heard = []; addEventListener("message", (event) => heard.push(event.data));</script>
<iframe title="Diagram" width="WIDTH" height="HEIGHT" src="ADDRESS"></iframe>"#;

/// Opens a host page, on a port of its own, with the diagram in a frame.
fn in_frame(size: Size, fragment: &str, test: impl FnOnce(&Page)) {
    let server = Server::start(&site::folder(), "/", 0).unwrap();
    let address = format!("{}?embed#{fragment}", server.url());
    let html = HOST
        .replace("WIDTH", &size.width.to_string())
        .replace("HEIGHT", &size.height.to_string())
        .replace("ADDRESS", &address);
    let folder = Scratch::new();
    fs::write(folder.path().join("index.html"), html).unwrap();
    let host = Server::start(folder.path(), "/", 0).unwrap();
    visit_site(&host.url(), DESKTOP, "", test);
}

/// Waits until the host page has heard a message of this type with this part.
fn heard(page: &Page, kind: &str, part: &Value) -> Value {
    page.until(&format!("a message {kind} with {part}"), || {
        let all = page.script("return heard", &[]);
        let fits = |message: &&Value| {
            message["type"] == kind
                && message["app"] == "reachlight"
                && message["v"] == 1
                && part
                    .as_object()
                    .into_iter()
                    .flatten()
                    .all(|(key, value)| message[key] == *value)
        };
        all.as_array()?.iter().find(fits).cloned()
    })
}

#[test]
fn the_host_page_hears_when_it_is_ready_and_what_the_verdict_is() {
    in_frame(SIZES[1], &lab_fragment(), |page| {
        let ready = heard(page, "ready", &json!({}));
        assert_eq!(ready["modes"], json!(["explore"]));
        page.enter_frame(&page.css("iframe"));
        page.role("combobox", "Flow").choose("✓ web-1 → app-1, tcp 8080");
        page.wait_for_text("Allowed");
        page.leave_frame();
        let allowed = heard(page, "trace", &json!({ "verdict": "allowed" }));
        assert_eq!(
            (&allowed["from"], &allowed["to"], &allowed["proto"], &allowed["port"]),
            (&json!("web-1"), &json!("app-1"), &json!("tcp"), &json!(8080))
        );
        page.enter_frame(&page.css("iframe"));
        page.role("combobox", "Flow").choose("✕ app-1 → S3, tcp 443");
        page.leave_frame();
        let blocked = heard(page, "trace", &json!({ "verdict": "blocked" }));
        assert_eq!(
            blocked["blockers"],
            json!([{ "leg": "forward", "element": "rtb-private", "code": "NO_ROUTE_TO_DESTINATION" }])
        );
    });
}

#[test]
fn an_embedded_diagram_has_little_around_it_and_can_be_stepped_but_not_changed() {
    for size in SIZES {
        in_frame(size, &lab_fragment(), |page| {
            page.enter_frame(&page.css("iframe"));
            ready(page);
            for absent in ["Share", "Samples", "Undo", "Build"] {
                assert!(page.all("button", absent).is_empty(), "{absent} at {size:?}");
            }
            assert!(page.all("tree", "*").is_empty());
            steps(page);
            cannot_be_changed(page);
            let sideways = "return [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]";
            assert_eq!(page.script(sideways, &[]), json!([0, 0]), "{size:?}");
            page.wait_for("link", "Open full editor*");
            page.leave_frame();
            page.picture(&format!("embed-{}x{}", size.width, size.height));
        });
    }
}

fn steps(page: &Page) {
    page.wait_for_text("Blocked at rtb-private: no route");
    while page.role("button", "Step back").is_enabled() {
        page.role("button", "Step back").click();
    }
    expect_step(page, "*app-1");
    page.role("button", "Step forward").click();
    expect_step(page, "*sg-app");
    page.role("button", "*default ACL").click();
    expect_step(page, "*default ACL");
}

/// The hop that is shown. (Where there is room, "step 1 of 4" says it as well.)
fn expect_step(page: &Page, name: &str) {
    let hops = page.role("list", "Hops");
    page.role_in(&hops, "button", name).until("the current step", |hop| {
        hop.attribute("aria-current").as_deref() == Some("step")
    });
}

fn cannot_be_changed(page: &Page) {
    let before = drawing(page);
    let at = page.role("button", "Instance app-1*").center();
    page.click_at(at);
    page.until("the keyboard on app-1", || {
        page.focused()
            .attribute("data-ref")
            .filter(|of| of == "interface:app-1")
    });
    page.drag(at, (at.0 + 40.0, at.1 - 20.0));
    page.press("Delete");
    page.press("Control+z");
    assert_eq!(drawing(page), before);
    assert!(page.all("textbox", "*").is_empty());
}
