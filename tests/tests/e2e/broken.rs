//! The program breaks in earnest: a banner, the diagram's text to copy, and nothing that only looks as if it worked.

use tests::browser::{Page, kind};
use xtask::browser::Kind;

use crate::steps::{hear, on_desktop, ready, rename_diagram, wait_for_title};

/// Nothing new can be drawn any more, and so the next thing that the program draws makes it panic.
fn take_the_page_away(page: &Page) {
    // A pointer over the drawing could show something new there at any moment.
    page.mouse().move_to(page.role("button", "Share").center()).perform();
    page.script(
        "Node.prototype.insertBefore = () => { throw new Error('taken away') }",
        &[],
    );
}

/// The program's memory is not what it wrote: its next step goes astray. (In Firefox a script of the driver has no way to that
/// memory; there the browser throws instead.)
fn lead_astray(page: &Page) {
    if kind() == Kind::Firefox {
        return throw_inside(page);
    }
    let script = "return import('./web.js').then((web) => web.default())
        .then((program) => { new Uint8Array(program.memory.buffer).fill(0xff) })";
    page.script(script, &[]);
}

/// Where the program expects no exception, the browser throws one.
fn throw_inside(page: &Page) {
    // Without a function of the driver's: what is thrown in one of those, Chromium shows to nobody.
    let throws = "Document.prototype.createTextNode = Document.prototype.createElement.bind(document, '')";
    page.script(throws, &[]);
}

fn expect_rescue(page: &Page) {
    page.wait_for("alertdialog", "Something broke. Your diagram is safe.");
    let text = page.role("textbox", "The diagram as text").value();
    assert!(text.contains("title \"Before it broke\""), "{text}");
    assert!(document::text::parse(&text).is_ok());
    page.role("button", "Copy the text").click();
    page.wait_for("button", "Copied");
    does_not_pretend(page);
    page.role("button", "Reload").click();
    page.wait_until_gone("alertdialog", "*");
    ready(page);
    wait_for_title(page, "Before it broke");
    page.wait_for_text("saved in this browser");
}

fn expect_complaint(page: &Page, words: &str) {
    let complaints = page.console().join("\n");
    assert!(complaints.contains(words) || kind() != Kind::Chromium, "{complaints}");
}

/// Whatever is pressed, nothing happens.
fn does_not_pretend(page: &Page) {
    let dialogs = || page.script("return document.querySelectorAll('[role=dialog]').length", &[]);
    let half_open = dialogs();
    let undo = page.css("[aria-label=Undo]").center();
    page.click_at(undo);
    page.press("Control+z");
    page.press("Control+k");
    assert_eq!(page.css("input.title").value(), "Before it broke");
    assert_eq!(dialogs(), half_open);
}

#[test]
fn a_panic_offers_the_diagram_and_stops() {
    on_desktop("", |page| {
        rename_diagram(page, "Before it broke");
        take_the_page_away(page);
        page.role("button", "Share").click();
        expect_rescue(page);
        expect_complaint(page, "panicked at");
    });
}

#[test]
fn a_trap_offers_the_diagram_and_stops() {
    on_desktop("", |page| {
        rename_diagram(page, "Before it broke");
        lead_astray(page);
        page.role("button", "Share").click();
        expect_rescue(page);
        expect_complaint(page, "RuntimeError");
    });
}

#[test]
fn an_exception_in_the_program_offers_the_diagram_and_stops() {
    on_desktop("", |page| {
        rename_diagram(page, "Before it broke");
        throw_inside(page);
        page.role("button", "Share").click();
        expect_rescue(page);
        expect_complaint(page, "DOMException");
    });
}

/// An edit is in the text as soon as it is made.
#[test]
fn the_last_edit_is_in_the_text() {
    on_desktop("", |page| {
        page.role("button", "Instance app-1*").click();
        page.press("Delete");
        hear(page, "Deleted app-1");
        take_the_page_away(page);
        page.role("button", "Share").click();
        page.wait_for("alertdialog", "*");
        let text = page.role("textbox", "The diagram as text").value();
        assert!(!text.contains("instance app-1"), "{text}");
        page.console();
    });
}
