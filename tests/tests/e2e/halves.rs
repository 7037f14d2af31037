//! The program comes in two halves: the first shows the first screen and its trace, the second comes when a person does.

use tests::{
    browser::{DESKTOP, PHONE, Page, visit, visit_dark},
    reading,
};
use xtask::{server::Server, site};

/// How often the second half was asked for.
fn requests(page: &Page) -> u64 {
    let script = "return performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('web_rest.wasm')).length";
    page.script(script, &[]).as_u64().unwrap_or_default()
}

/// The second half is here and compiled.
fn wait_for_second_half(page: &Page) {
    page.until("the second half", || {
        let marks = page.script("return performance.getEntriesByName('rest').length", &[]);
        (marks == 1).then_some(())
    });
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
fn the_first_screen_needs_no_second_half() {
    visit(DESKTOP, "", |page| {
        reading::arrive(page);
        assert_eq!(requests(page), 0);
    });
}

/// Stepping is in the first half but for what depends on when the browser does what: that may ask for the second, once.
#[test]
fn stepping_works_while_the_second_half_is_on_its_way() {
    visit(DESKTOP, "", |page| {
        reading::arrive(page);
        hold_fetches(page);
        reading::step_through_a_trace(page);
        assert!(requests(page) <= 1, "{} requests", requests(page));
    });
}

#[test]
fn the_first_screen_of_a_dark_phone_needs_no_second_half() {
    if xtask::browser::Kind::Chromium != tests::browser::kind() {
        return; // only this one can be told to be dark
    }
    let server = Server::start(&site::folder(), "/", 0).unwrap();
    visit_dark(&server.url(), PHONE, "", |page| {
        reading::open(page);
        assert_eq!(requests(page), 0);
    });
}

/// Everything that reading is, and then what only the second half can do.
fn read_and_edit(page: &Page) {
    reading::step_through_a_trace(page);
    reading::select(page);
    reading::pan_and_zoom(page);
    delete(page, "interface:web-1");
}

#[test]
fn the_second_half_is_fetched_once_at_the_first_sign_of_a_person() {
    visit(DESKTOP, "", |page| {
        reading::arrive(page);
        reading::point(page);
        wait_for_second_half(page);
        read_and_edit(page);
        assert_eq!(requests(page), 1);
    });
}

#[test]
fn what_needs_the_second_half_waits_for_it_and_asks_once() {
    visit(DESKTOP, "", |page| {
        reading::arrive(page);
        hold_fetches(page);
        read_and_edit(page);
        assert_eq!(requests(page), 1);
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
