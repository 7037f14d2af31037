//! Looking at the whole and asking in one line: the table of who reaches whom, what a change did, what goes along with a flow, the menu of a thing.

use tests::browser::{PHONE, Page, visit};

use crate::steps::{expect_focus, expect_verdict, on_desktop, ready, thing};

#[test]
fn a_question_is_typed_where_commands_are() {
    on_desktop("", |page| {
        page.press("Control+k");
        expect_focus(page, "Search or run a command");
        page.type_text("web-1 to app-1 22");
        page.wait_for("option", "Trace web-1 → app-1, tcp 22");
        page.press("Enter");
        page.wait_until_gone("dialog", "Search or run a command");
        expect_verdict(page, "Blocked at sg-app");
        page.wait_for("button", "Flow from web-1 to app-1, tcp 22: no security-group rule*");
        page.press("Control+k");
        page.type_text("nobody to app-1");
        page.wait_for_text("No element is called nobody");
        page.press("Escape");
    });
}

#[test]
fn the_table_of_all_pairs_leads_to_their_traces() {
    on_desktop("", |page| {
        page.css("#canvas").focus();
        page.press("m");
        let dialog = page.role("dialog", "Who reaches whom");
        page.role_in(&dialog, "columnheader", "S3");
        page.role_in(&dialog, "rowheader", "app-1");
        page.role_in(&dialog, "button", "app-1 → S3: blocked, NO_ROUTE_TO_DESTINATION");
        page.role_in(&dialog, "combobox", "With").choose("tcp 443 (HTTPS)");
        page.picture("matrix");
        page.role_in(&dialog, "button", "web-1 → S3: allowed").click();
        page.wait_until_gone("dialog", "Who reaches whom");
        expect_verdict(page, "Allowed");
        page.wait_for("button", "Flow from web-1 to S3, tcp 443 allowed");
    });
}

#[test]
fn what_a_change_did_and_what_goes_along_is_said() {
    on_desktop("", |page| {
        page.role("treeitem", "Internet gateway igw*").click();
        page.press("Delete");
        page.wait_until_gone("treeitem", "Internet gateway igw*");
        page.press("b");
        let dialog = page.role("dialog", "What the last change did");
        page.role_in(&dialog, "button", "web-1 → Internet*").click();
        expect_verdict(page, "Blocked");
        page.role("button", "Flow logs and costs").click();
        let dialog = page.role("dialog", "Flow logs and costs");
        page.role_in(&dialog, "rowheader", "web-1");
        assert!(dialog.text().contains("ACCEPT OK"), "{}", dialog.text());
        page.press("Escape");
        page.wait_until_gone("dialog", "Flow logs and costs");
    });
}

#[test]
fn a_thing_has_a_menu_by_key_and_by_the_right_button() {
    on_desktop("", |page| {
        thing(page, "Instance app-1").focus();
        page.press("Shift+F10");
        let menu = page.role("menu", "What can be done");
        expect_focus(page, "Trace from here");
        page.press("ArrowDown");
        expect_focus(page, "Trace to here");
        page.press("Escape");
        page.wait_until_gone("menu", "What can be done");
        drop(menu);
        ask_for_menu(page, "interface:web-1");
        page.role("menuitem", "Trace to here").click();
        page.wait_for_text("To web-1: choose the sender");
        page.click_at(page.css("#canvas .node[data-ref^='internet:'] .card").center());
        page.wait_for("button", "Flow from Internet to web-1, tcp 443*");
    });
}

/// As browsers say it after the right button, and after a long touch where they do.
fn ask_for_menu(page: &Page, of: &str) {
    let script =
        "const at = document.querySelector(`#canvas [data-ref='${arguments[0]}']`), box = at.getBoundingClientRect();
        at.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2,
            clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }))";
    page.script(script, &[of.into()]);
}

#[test]
fn a_finger_that_rests_asks_for_the_menu() {
    if xtask::browser::Kind::Chromium != tests::browser::kind() {
        return; // only this one can be told to be a phone
    }
    visit(PHONE, "", |page| {
        ready(page);
        page.click_at(page.css("#canvas").center());
        page.touch()
            .move_to(page.css("#canvas .node[data-ref='interface:app-1'] .card").center())
            .down()
            .perform();
        page.wait_for("menuitem", "Trace from here");
    });
}

#[test]
fn a_trace_plays_by_itself() {
    on_desktop("", |page| {
        while page.role("button", "Step back").is_enabled() {
            page.role("button", "Step back").click();
        }
        page.role("button", "Play the steps").click();
        page.wait_for_text("step 4 of 4");
    });
}
