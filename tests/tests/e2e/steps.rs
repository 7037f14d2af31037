//! What a person does and notices, in their words; the tests are put together from it.

use std::fs;

use serde_json::json;

use tests::browser::{DESKTOP, Element, Page, element::Point, visit};
use xtask::site;

/// Opens the page and waits until the diagram is drawn.
pub(crate) fn on_desktop(address: &str, test: impl FnOnce(&Page)) {
    visit(DESKTOP, address, |page| {
        ready(page);
        test(page);
    });
}

pub(crate) fn ready(page: &Page) {
    page.wait_for("graphics-document", "*");
}

/// The title of the diagram.
pub(crate) fn title(page: &Page) -> String {
    page.role("textbox", "Title of the diagram").value()
}

/// Waits until the title is `title`.
pub(crate) fn wait_for_title(page: &Page, title: &str) {
    page.role("textbox", "Title of the diagram")
        .until(&format!("the title {title:?}"), |field| field.value() == title);
}

/// Waits until the live region says something with `text` in it.
#[track_caller]
pub(crate) fn hear(page: &Page, text: &str) {
    let mut last = String::new();
    let script = "return document.querySelector('[aria-live=polite].off-screen').textContent";
    page.until(&format!("the announcement {text:?}"), || {
        page.script(script, &[])
            .as_str()
            .unwrap_or_default()
            .clone_into(&mut last);
        last.contains(text).then_some(())
    });
}

/// What is drawn: the names in the tree of the drawing, in order.
pub(crate) fn drawing(page: &Page) -> Vec<String> {
    let script =
        "return [...document.querySelectorAll('#canvas [aria-label]')].map((one) => one.getAttribute('aria-label'))";
    strings(&page.script(script, &[]))
}

/// The words that are written on a flow's line.
pub(crate) fn pill(flow: &Element<'_>) -> String {
    flow.text()
}

/// The verdict in the dock.
#[track_caller]
pub(crate) fn expect_verdict(page: &Page, verdict: &str) {
    let dock = page.role("region", "Trace");
    dock.until(&format!("the verdict {verdict:?} in the dock"), |dock| {
        dock.text().replace('\n', " ").contains(verdict)
    });
}

/// A button of the palette.
pub(crate) fn palette<'p>(page: &'p Page, title: &str) -> Element<'p> {
    page.role_in(&page.role("region", "Add"), "button", &format!("{title}*"))
}

/// Arms a palette item by a click and places it by another.
pub(crate) fn place(page: &Page, title: &str, at: Point) {
    page.click_at(palette(page, title).center());
    page.click_at(at);
}

/// Drags a palette item to where it shall go.
pub(crate) fn drag_in(page: &Page, title: &str, to: Point) {
    page.drag(palette(page, title).center(), to);
}

pub(crate) fn frame<'p>(page: &'p Page, name: &str) -> Element<'p> {
    page.role("graphics-object", &format!("{name}*"))
}

/// Something in the drawing that can be pressed: a card, a tab, a flow.
pub(crate) fn thing<'p>(page: &'p Page, name: &str) -> Element<'p> {
    page.role_in(&page.role("graphics-document", "*"), "button", &format!("{name}*"))
}

/// Free ground inside a frame: a little in from its lower left corner.
pub(crate) fn ground(frame: &Element<'_>) -> Point {
    let [left, _, _, bottom] = frame.bounds();
    (left + 12.0, bottom - 8.0)
}

pub(crate) fn open_new_diagram(page: &Page) {
    page.role("button", "Diagrams").click();
    page.role_in(&page.role("dialog", "Diagrams"), "button", "New diagram*")
        .click();
    wait_for_title(page, "Untitled network");
}

/// Presses Tab until the element with the keyboard is called `name`; a `*` at its end stands for anything.
#[track_caller]
pub(crate) fn tab_to(page: &Page, name: &str) {
    let mut seen = Vec::new();
    for _ in 0..120 {
        page.press("Tab");
        let now = page.focused().name();
        if name
            .strip_suffix('*')
            .map_or(now == name, |start| now.starts_with(start))
        {
            return;
        }
        seen.push(now);
    }
    panic!("Tab does not come to {name:?}, only to {seen:?}");
}

/// Waits until the keyboard is on something whose name begins with `name`.
#[track_caller]
pub(crate) fn expect_focus(page: &Page, name: &str) {
    page.until(&format!("the keyboard on {name:?}"), || {
        page.focused().name().starts_with(name).then_some(())
    });
}

/// N, the item's title, Enter: into what is selected.
#[track_caller]
pub(crate) fn add_by_keys(page: &Page, title: &str, made: &str) {
    page.press("n");
    expect_focus(page, "Find what to add");
    page.type_text(title);
    page.press("Enter");
    expect_focus(page, made);
}

/// Adds the gateway endpoint that the lab lacks.
pub(crate) fn mend(page: &Page) {
    place(page, "Gateway endpoint", ground(&frame(page, "Subnet private-a")));
    page.wait_for("button", "Flow from app-1 to S3, tcp 443 allowed");
}

pub(crate) fn rename_diagram(page: &Page, title: &str) {
    page.role("textbox", "Title of the diagram").fill(title);
    page.press("Enter");
    page.until(&format!("{title:?} in the browser's store"), || {
        kept(page).iter().any(|text| text.contains(title)).then_some(())
    });
}

/// What the browser keeps for the page.
pub(crate) fn kept(page: &Page) -> Vec<String> {
    strings(&page.script("return Object.values(localStorage)", &[]))
}

/// Ctrl+K, a few letters, Enter: a command, or an element by its name.
#[track_caller]
pub(crate) fn run_by_keys(page: &Page, words: &str) {
    page.press("Control+k");
    expect_focus(page, "Search or run a command");
    page.type_text(words);
    page.role("dialog", "Search or run a command");
    page.press("Enter");
    page.wait_until_gone("dialog", "Search or run a command");
}

/// Lets files of these names and contents fall on the page.
pub(crate) fn drop_files(page: &Page, files: &[(&str, &[u8])]) {
    let script = "
        const files = new DataTransfer();
        for (const [name, content] of arguments[0]) files.items.add(new File([new Uint8Array(content)], name));
        const falls = new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true });
        document.body.dispatchEvent(falls);
        return falls.defaultPrevented";
    assert_eq!(page.script(script, &[json!(files)]), true, "the page would be left");
}

/// A link to the lab as it is at first.
pub(crate) fn lab_fragment() -> String {
    let text = fs::read_to_string(site::folder().join("samples/s3-lab.reach")).unwrap();
    document::link::encode(&document::text::parse(&text).unwrap()).unwrap()
}

pub(crate) fn strings(list: &serde_json::Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|one| one.as_str().map(str::to_owned)).collect()
}
