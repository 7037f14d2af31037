//! The program comes in two halves: who only reads never fetches the second, and who edits never notices.

use tests::{
    browser::{DESKTOP, Page, visit},
    reading,
};

/// How often the second half was asked for.
fn fetches(page: &Page) -> u64 {
    let script = "return performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('web_rest.wasm')).length";
    page.script(script, &[]).as_u64().unwrap_or_default()
}

/// Nothing that is fetched ahead arrives from now on.
fn hold_fetches(page: &Page) {
    page.script("window.fetch = () => new Promise(() => {})", &[]);
}

fn delete(page: &Page, thing: &str) {
    page.click_at(page.css(&reading::node(thing)).center());
    page.press("Delete");
    page.until("its removal", || {
        let gone = page.script(
            "return document.querySelector(arguments[0]) === null",
            &[reading::node(thing).into()],
        );
        (gone == true).then_some(())
    });
}

#[test]
fn the_second_half_is_fetched_once_and_only_when_editing_begins() {
    visit(DESKTOP, "", |page| {
        reading::arrive(page);
        reading::step_through_a_trace(page);
        assert_eq!(fetches(page), 0, "reading needs no second half");
        page.click_at(page.css(&reading::node("interface:app-1")).center());
        page.until("the second half", || (fetches(page) == 1).then_some(()));
        delete(page, "interface:web-1");
        assert_eq!(fetches(page), 1);
    });
}

#[test]
fn looking_at_everything_needs_no_second_half_and_an_edit_waits_for_it() {
    visit(DESKTOP, "", |page| {
        reading::arrive(page);
        hold_fetches(page);
        reading::step_through_a_trace(page);
        reading::select(page);
        reading::pan_and_zoom(page);
        assert_eq!(fetches(page), 0, "looking needs no second half");
        delete(page, "interface:web-1");
        assert_eq!(fetches(page), 1);
    });
}

#[test]
fn a_second_half_that_does_not_arrive_is_said_and_the_diagram_is_kept() {
    visit(DESKTOP, "", |page| {
        reading::arrive(page);
        hold_fetches(page);
        page.script(
            "XMLHttpRequest.prototype.send = () => { throw new Error('no network') }",
            &[],
        );
        page.click_at(page.css(&reading::node("interface:web-1")).center());
        page.press("Delete");
        page.wait_for_text("Something broke. Your diagram is safe.");
        // The console names the failure, as it should here.
        page.console();
    });
}
