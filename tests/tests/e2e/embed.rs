//! The page in a frame of another site: little around the drawing, nothing to break, and the host hears the verdict.

use std::fs;

use document::Mode;
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
            for absent in ["Share", "Diagrams", "Undo", "Build"] {
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

/// The hop that is shown is in view, however narrow the frame, and what decided there is read without a click.
#[test]
fn the_shown_hop_is_in_view_with_what_decided() {
    let text = fs::read_to_string(site::folder().join("samples/missing-return-route.reach")).unwrap();
    let document = document::open(&text).unwrap();
    let link = document::link::encode(&document).unwrap();
    let hidden = "const list = document.querySelector('.embed-hops').getBoundingClientRect();
        const shown = document.querySelector('.embed-hops [aria-current]').getBoundingClientRect();
        return Math.round(Math.max(0, list.left - shown.left) + Math.max(0, shown.right - list.right))";
    for size in SIZES {
        in_frame(size, &link, |page| {
            page.enter_frame(&page.css("iframe"));
            ready(page);
            expect_step(page, "*rtb-api");
            page.until("the shown hop in view", || {
                (page.script(hidden, &[]) == json!(0)).then_some(())
            });
            let decision = page.css(".embed-decision");
            assert!(
                decision.text().contains("has no route back to 10.0."),
                "{} at {size:?}",
                decision.text()
            );
            page.leave_frame();
        });
    }
}

/// Nothing takes the place of what the author meant.
#[test]
fn a_broken_link_leaves_the_frame_empty_and_says_so() {
    let link = lab_fragment();
    in_frame(SIZES[1], &link[..link.len() - 20], |page| {
        page.enter_frame(&page.css("iframe"));
        ready(page);
        page.wait_for_text("this link is cut off");
        assert_eq!(page.script("return document.title", &[]), "Reachlight");
        assert!(!page.css(".embed-foot").text().contains("network"));
        assert_eq!(page.all("button", "Instance*").len(), 0);
        page.leave_frame();
    });
}

/// A link may ask for more than a frame gives.
#[test]
fn a_frame_is_never_edited_whatever_its_link_asks_for() {
    for mode in [Mode::Edit, Mode::Exercise] {
        let mut document = document::link::decode(&lab_fragment()).unwrap();
        document.view.mode = Some(mode);
        let link = document::link::encode(&document).unwrap();
        in_frame(SIZES[1], &link, |page| {
            page.enter_frame(&page.css("iframe"));
            ready(page);
            cannot_be_changed(page);
            page.wait_for_text("This diagram is for looking at.");
            page.press("Control+k");
            let list = page.role("dialog", "Search or run a command");
            for absent in [
                "New diagram",
                "Edit as text",
                "Delete",
                "Duplicate",
                "Open a diagram",
                "Undo",
            ] {
                assert!(page.all_in(&list, "option", absent).is_empty(), "{absent} as {mode:?}");
            }
            page.press("Escape");
            page.leave_frame();
        });
    }
}

/// Each frame has a document of its own: their ids do not meet, and neither do their steps or what they keep.
#[test]
fn two_frames_on_one_page_do_not_meet() {
    let server = Server::start(&site::folder(), "/", 0).unwrap();
    let frame = |name: &str| {
        let address = format!("{}?embed#{}", server.url(), lab_fragment());
        format!(r#"<iframe id="{name}" title="{name}" width="600" height="380" src="{address}"></iframe>"#)
    };
    let html = format!(
        r#"<!doctype html><link rel="icon" href="data:,"><title>A course</title>
<style>body {{ margin: 0 }} iframe {{ border: 0 }}</style>{}{}"#,
        frame("one"),
        frame("other")
    );
    let folder = Scratch::new();
    fs::write(folder.path().join("index.html"), html).unwrap();
    let host = Server::start(folder.path(), "/", 0).unwrap();
    visit_site(&host.url(), DESKTOP, "", |page| {
        page.enter_frame(&page.css("#other"));
        ready(page);
        expect_step(page, "*rtb-private");
        page.leave_frame();
        page.enter_frame(&page.css("#one"));
        steps(page);
        page.leave_frame();
        page.enter_frame(&page.css("#other"));
        expect_step(page, "*rtb-private");
        let twice = "const ids = [...document.querySelectorAll('[id]')].map((one) => one.id); return ids.length - new Set(ids).size";
        assert_eq!(page.script(twice, &[]), 0);
        assert_eq!(page.script("return localStorage.length", &[]), 0);
        page.leave_frame();
    });
}
