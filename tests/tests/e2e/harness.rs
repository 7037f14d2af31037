//! The tests' own tools, tried on a small page that writes down what happens to it.

use std::fs;

use serde_json::json;
use tests::browser::{DESKTOP, PHONE, Page, Scratch, visit_site};
use xtask::server::Server;

const SMALL_PAGE: &str = r#"<!doctype html>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Small</title>
<style>#pad { width: 200px; height: 100px; background: tan; touch-action: none } .hidden { visibility: hidden }</style>
<button aria-label="Share diagram">⇪</button> <button class="hidden">Share diagram</button> <button>Undo</button>
<section aria-label="Routes"><button>Undo</button></section>
<label>CIDR <input value="10.0.0.0/16"></label>
<select aria-label="Target"><option>local</option><option>igw-1</option></select>
<svg width="20" height="20" role="img" aria-label="VPC lab, 10.0.0.0/16"><rect width="20" height="20"></rect></svg>
<div id="pad" tabindex="0" role="application" aria-label="Pad"></div>
<pre id="seen"></pre>
<script>
  const write = (line) => document.getElementById("seen").append(line + "\n");
  const note = (event) => write([event.type, event.pointerType ?? event.key, event.clientX, event.shiftKey].join(" "));
  for (const kind of ["pointerdown", "pointermove", "pointerup", "wheel", "keydown"]) pad.addEventListener(kind, note);
  document.querySelector("button").addEventListener("click", () => write("share"));
</script>"#;

fn on_small_page(size: tests::browser::Size, test: impl FnOnce(&Page)) {
    let folder = Scratch::new();
    fs::write(folder.path().join("index.html"), SMALL_PAGE).unwrap();
    let server = Server::start(folder.path(), "/", 0).unwrap();
    visit_site(&server.url(), size, "", test);
}

/// What happened since this was last asked.
fn seen(page: &Page) -> Vec<String> {
    let script =
        "const seen = document.getElementById('seen'), text = seen.textContent; seen.textContent = ''; return text";
    page.script(script, &[])
        .as_str()
        .unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn elements_are_found_as_a_screen_reader_finds_them() {
    on_small_page(DESKTOP, |page| {
        page.role("button", "Share diagram").click();
        assert_eq!(seen(page), ["share"]);
        assert_eq!(page.all("button", "Share*").len(), 1, "the hidden one is not there");
        page.until("two of them", || (page.all("button", "Undo").len() == 2).then_some(()));
        assert_eq!(
            page.role_in(&page.role("region", "Routes"), "button", "Undo").role(),
            "button"
        );
        assert_eq!(page.role("img", "VPC lab*").attribute("width").as_deref(), Some("20"));
        page.wait_until_gone("button", "Redo");
    });
}

#[test]
fn fields_are_filled_by_keys() {
    on_small_page(DESKTOP, |page| {
        let field = page.role("textbox", "CIDR");
        field.fill("10.1.0.0/16");
        assert_eq!(field.value(), "10.1.0.0/16");
        let target = page.role("combobox", "Target");
        target.choose("igw-1");
        assert_eq!(target.value(), "igw-1");
        page.press("Tab");
        page.press("Tab");
        assert_eq!(page.focused().name(), "Pad");
        page.press("Shift+ArrowLeft");
        assert_eq!(seen(page).last().map(String::as_str), Some("keydown ArrowLeft  true"));
    });
}

#[test]
fn gestures_reach_the_page_as_a_device_makes_them() {
    on_small_page(DESKTOP, |page| {
        let (x, y) = page.role("application", "Pad").center();
        page.drag((x - 50.0, y), (x + 50.0, y));
        let drag = seen(page);
        assert!(
            drag.iter()
                .filter(|event| event.starts_with("pointermove mouse"))
                .count()
                > 4,
            "{drag:?}"
        );
        assert_eq!(
            drag.last(),
            Some(&format!("pointerup mouse {} false", (x + 50.0).round()))
        );
        page.mouse().holding("Shift").move_to((x, y)).down().up().perform();
        assert!(seen(page).contains(&format!("pointerdown mouse {} true", x.round())));
        page.wheel((x, y), 0, 100);
        page.until("the wheel", || {
            seen(page).iter().any(|event| event.starts_with("wheel")).then_some(())
        });
        page.touch()
            .move_to((x, y))
            .down()
            .glide_to((x + 30.0, y))
            .up()
            .perform();
        assert!(seen(page).iter().any(|event| event.starts_with("pointerdown touch")));
    });
}

#[test]
fn the_view_has_the_size_that_was_asked_for() {
    let measure = "return [innerWidth, innerHeight]";
    on_small_page(DESKTOP, |page| {
        assert_eq!(page.script(measure, &[]), json!([1280, 800]))
    });
    if xtask::browser::Kind::Chromium == tests::browser::kind() {
        on_small_page(PHONE, |page| assert_eq!(page.script(measure, &[]), json!([390, 844])));
    }
}
