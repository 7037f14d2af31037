//! Each diagram has a place of its own in this browser: opening another one, or another tab, never takes it away.

use tests::browser::{Element, Page};

use crate::steps::{
    frame, hear, kept, lab_fragment, mend, on_desktop, open_new_diagram, ready, rename_diagram, wait_for_title,
};

const SAVED: &str = "saved in this browser";

fn gallery(page: &Page) -> Element<'_> {
    page.role("button", "Diagrams").click();
    page.role("dialog", "Diagrams")
}

fn open_from_gallery(page: &Page, title: &str) {
    page.role_in(&gallery(page), "button", &format!("{title}*")).click();
    wait_for_title(page, title);
}

/// The titles of the kept diagrams, the last one first.
fn mine(page: &Page) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.mine strong')].map((one) => one.textContent)";
    crate::steps::strings(&page.script(script, &[]))
}

#[test]
fn editing_a_link_or_a_sample_leaves_ones_own_diagram_alone() {
    on_desktop("", |page| {
        rename_diagram(page, "Mine");
        mend(page);
        page.open(&format!("?#{}", lab_fragment()));
        page.wait_for_text("shared diagram, not saved");
        rename_diagram(page, "From a link");
        page.wait_for_text(SAVED);
        open_from_gallery(page, "Two peered VPCs");
        rename_diagram(page, "From a sample");
        open_new_diagram(page);
        rename_diagram(page, "Empty");
        gallery(page);
        assert_eq!(mine(page), ["Empty", "From a sample", "From a link", "Mine"]);
        page.picture("gallery-with-own");
        page.press("Escape");
        page.wait_until_gone("dialog", "Diagrams");
        open_from_gallery(page, "Mine");
        page.wait_for_text(SAVED);
        page.wait_for("button", "Flow from app-1 to S3, tcp 443 allowed");
        frame(page, "VPC app-vpc");
    });
}

#[test]
fn only_an_edit_makes_a_place() {
    on_desktop("", |page| {
        open_from_gallery(page, "Two peered VPCs");
        page.wait_for("button", "Flow from shop-1 to orders-db*");
        // The page put it into the address itself: nobody shared it.
        page.reload();
        ready(page);
        wait_for_title(page, "Two peered VPCs");
        assert!(!page.css("body").text().contains("shared diagram"));
        open_new_diagram(page);
        assert!(kept(page).is_empty());
    });
}

#[test]
fn reloading_returns_to_the_diagram_one_was_in() {
    on_desktop("", |page| {
        rename_diagram(page, "First");
        open_from_gallery(page, "Two peered VPCs");
        rename_diagram(page, "Second");
        open_from_gallery(page, "First");
        page.reload();
        ready(page);
        wait_for_title(page, "First");
        page.wait_for_text(SAVED);
        // Reloaded at once: the address lags behind the edit.
        page.role("textbox", "Title of the diagram").fill("First, again");
        page.press("Enter");
        page.reload();
        ready(page);
        wait_for_title(page, "First, again");
        page.wait_for_text(SAVED);
        gallery(page);
        assert_eq!(mine(page), ["First, again", "Second"]);
    });
}

#[test]
fn a_mended_link_does_not_ask_again() {
    on_desktop(&format!("?#{}", lab_fragment()), |page| {
        page.wait_for("button", "Show me");
        mend(page);
        page.wait_until_gone("button", "Show me");
        page.press("Control+z");
        page.wait_for("button", "Flow from app-1 to S3, tcp 443: no route*");
        hear(page, "Undone");
        assert!(
            page.all("button", "Show me").is_empty(),
            "the question was answered once"
        );
        page.reload();
        ready(page);
        page.wait_for_text(SAVED);
        assert!(page.all("button", "Show me").is_empty());
    });
}

#[test]
fn a_deleted_diagram_comes_back_by_undo() {
    on_desktop("", |page| {
        rename_diagram(page, "Kept");
        open_from_gallery(page, "Two peered VPCs");
        rename_diagram(page, "Shown");
        let dialog = gallery(page);
        page.role_in(&dialog, "button", "Delete Kept").focus();
        page.press("Enter");
        hear(page, "Deleted Kept");
        assert!(!kept(page).iter().any(|text| text.contains("Kept")));
        // The keyboard is where it was.
        assert_eq!(page.focused().name(), "Bring Kept back");
        page.press("Enter");
        hear(page, "Kept is back");
        assert!(kept(page).iter().any(|text| text.contains("Kept")));
        page.role_in(&dialog, "button", "Delete Shown").click();
        page.role_in(&dialog, "button", "Bring Shown back").click();
        hear(page, "Shown is back");
        page.role_in(&dialog, "button", "Delete Kept").click();
        hear(page, "Deleted Kept");
        page.press("Escape");
        page.wait_until_gone("dialog", "Diagrams");
        gallery(page);
        assert_eq!(mine(page), ["Shown"]);
        page.press("Escape");
        page.wait_for_text(SAVED);
    });
}

#[test]
fn two_tabs_do_not_write_into_each_others_diagrams() {
    on_desktop("", |page| {
        rename_diagram(page, "Shared by two tabs");
        page.in_another_tab("", |page| {
            ready(page);
            wait_for_title(page, "Shared by two tabs");
            rename_diagram(page, "The second tab");
        });
        // This tab has not seen that; what it does is kept beside it.
        rename_diagram(page, "The first tab");
        page.wait_for_text("This diagram was changed in another tab as well.");
        page.role("button", "Close").click();
        rename_diagram(page, "The first tab, on");
        page.wait_until_gone("alert", "*");
        gallery(page);
        assert_eq!(mine(page), ["The first tab, on", "The second tab"]);
    });
}

#[test]
fn a_browser_that_keeps_nothing_is_said_once() {
    on_desktop("", |page| {
        page.script(
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
            &[],
        );
        mend(page);
        page.wait_for_text("This browser keeps nothing for this page.");
        page.wait_for_text("not saved: this browser keeps nothing for this page");
        page.role("button", "Close").click();
        page.wait_until_gone("alert", "*");
        page.role("textbox", "Title of the diagram").fill("Not kept");
        page.press("Enter");
        page.role("button", "Undo").until("the edit", |button| {
            button
                .attribute("title")
                .is_some_and(|title| title.contains("Change the title"))
        });
        assert!(page.all("alert", "*").is_empty());
        // Nothing is lost by opening another one.
        page.role_in(&gallery(page), "button", "Two peered VPCs*").click();
        wait_for_title(page, "Two peered VPCs");
        page.press("Control+z");
        wait_for_title(page, "Not kept");
    });
}

#[test]
fn who_may_only_look_can_edit_a_copy() {
    let mut document = document::link::decode(&lab_fragment()).unwrap();
    document.view.mode = Some(document::Mode::View);
    let link = document::link::encode(&document).unwrap();
    on_desktop(&format!("?#{link}"), |page| {
        page.wait_for_text("This diagram is for looking at.");
        page.role("button", "Instance app-1*").click();
        page.press("Delete");
        page.wait_for("alert", "*");
        page.role("button", "Edit a copy").click();
        page.wait_until_gone("button", "Edit a copy");
        assert!(kept(page).is_empty());
        mend(page);
        page.wait_for_text(SAVED);
        page.reload();
        ready(page);
        page.wait_for("button", "Flow from app-1 to S3, tcp 443 allowed");
        assert!(page.all("button", "Edit a copy").is_empty());
    });
}
