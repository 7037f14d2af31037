//! The keyboard is never left without a place: in lists that follow on lists, while a list gets shorter, and after what was done.

use tests::browser::Page;

use crate::steps::{expect_focus, on_desktop, run_by_keys, wait_for_title};

#[test]
fn a_field_shows_what_stands_there_when_it_was_said_otherwise() {
    on_desktop("", |page| {
        page.role("treeitem", "VPC app-vpc*").click();
        let field = page.role("textbox", "IPv4 CIDR");
        field.fill("10.0.0.5/16");
        page.press("Enter");
        field.until("the block as AWS writes it", |field| field.value() == "10.0.0.0/16");
        page.role("treeitem", "Route table rtb-public*").click();
        let destination = page.role("textbox", "Destination, row 2");
        destination.fill(" 0.0.0.0/0 ");
        page.press("Enter");
        destination.until("the destination as AWS writes it", |field| field.value() == "0.0.0.0/0");
    });
}

/// Somewhere in the page, not on the page as a whole.
#[track_caller]
fn expect_in_the_drawing(page: &Page) {
    let script = "return !!document.activeElement.closest('svg.canvas, .stage svg')";
    page.until("the keyboard in the drawing", || {
        (page.script(script, &[]) == true).then_some(())
    });
}

#[test]
fn a_list_that_follows_on_a_list_has_the_keyboard() {
    on_desktop("", |page| {
        page.role("treeitem", "VPC app-vpc*").click();
        run_by_keys(page, "connect");
        page.wait_for("dialog", "Connect app-vpc with");
        expect_focus(page, "Connect app-vpc with");
        assert_eq!(page.focused().value(), "");
        page.press("Escape");
        page.wait_until_gone("dialog", "Connect app-vpc with");
        expect_in_the_drawing(page);
    });
}

#[test]
fn a_sample_is_found_by_typing() {
    on_desktop("", |page| {
        page.role("button", "Diagrams").click();
        page.role("textbox", "Find a sample").click();
        page.type_text("tunnel");
        assert_eq!(page.role("textbox", "Find a sample").value(), "tunnel");
        page.wait_until_gone("button", "S3 from a private subnet*");
        page.press("Enter");
        page.wait_until_gone("dialog", "Diagrams");
        expect_in_the_drawing(page);
    });
}

#[test]
fn what_is_done_gives_the_keyboard_back_to_the_drawing() {
    on_desktop("", |page| {
        page.role("textbox", "Title of the diagram").fill("Mine");
        page.press("Enter");
        wait_for_title(page, "Mine");
        expect_in_the_drawing(page);
        page.press("t");
        page.role("button", "Cancel*").click();
        page.wait_until_gone("button", "Cancel*");
        expect_in_the_drawing(page);
    });
}

#[test]
fn escape_leaves_a_field_for_the_drawing() {
    on_desktop("", |page| {
        page.role("treeitem", "VPC app-vpc*").click();
        page.role("textbox", "IPv4 CIDR").fill("10.9.0.0/16");
        page.press("Escape");
        expect_in_the_drawing(page);
        assert_eq!(page.role("textbox", "IPv4 CIDR").value(), "10.0.0.0/16");
    });
}

#[test]
fn delete_in_the_outline_deletes() {
    on_desktop("", |page| {
        page.role("treeitem", "Internet gateway igw*").click();
        page.press("ArrowDown");
        page.press("ArrowUp");
        page.press("Delete");
        page.wait_until_gone("treeitem", "Internet gateway igw*");
        // The keyboard goes on at the next one; what may not be deleted keeps it.
        expect_focus(page, "Subnet private-a");
        page.press("Delete");
        expect_focus(page, "Subnet public-a");
        page.press("End");
        let last = page.focused().name();
        page.press("Delete");
        page.wait_for_text("it goes when the VPC goes");
        assert_eq!(page.focused().name(), last);
    });
}
