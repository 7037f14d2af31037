//! The hands-on lab: a private instance cannot reach S3; a gateway endpoint mends it. By pointer, by drag, by keyboard, and back again.

use tests::browser::{DESKTOP, Page};

use crate::steps::{
    add_by_keys, drag_in, expect_focus, expect_verdict, frame, ground, hear, on_desktop, palette, pill, place,
    run_by_keys, strings, tab_to, thing, title,
};

const FLOW: &str = "Flow from app-1 to S3, tcp 443";
const NOW_ALLOWED: &str = "app-1 → S3 is now allowed";

/// The flow that the lab is about is red, and the other one is not.
fn expect_red(page: &Page) {
    page.wait_for(
        "button",
        "Flow from app-1 to S3, tcp 443: no route to S3, at rtb-private",
    );
    assert_eq!(pill(&thing(page, FLOW)).trim(), "✕ tcp 443: no route to S3");
    assert_eq!(
        page.all("button", "Flow from web-1 to app-1, tcp 8080 allowed").len(),
        1
    );
    let classes =
        "return [...document.querySelectorAll('.flow-lines .flow')].map((flow) => flow.classList.contains('blocked'))";
    let red = page.script(classes, &[]);
    assert_eq!(
        red.as_array().map(|all| all.iter().filter(|one| **one == true).count()),
        Some(1)
    );
}

fn expect_green(page: &Page) {
    page.wait_for("button", "Flow from app-1 to S3, tcp 443 allowed");
    assert_eq!(pill(&thing(page, FLOW)).trim(), "✓ tcp 443 allowed");
}

fn show_me(page: &Page) {
    page.wait_for_text("app-1 cannot reach S3. Why?");
    page.role("button", "Show me").click();
    page.wait_until_gone("button", "Show me");
    // The inspector stands at what blocks, and the dock at the step that says so.
    assert_eq!(page.role("textbox", "Name").value(), "rtb-private");
    page.wait_for_text("No row matches 52.216.8.1 (S3): the packet is dropped here");
    expect_verdict(page, "Blocked at rtb-private: no route");
    expect_verdict(page, "step 4 of 4");
}

#[test]
fn the_lab_is_solved_by_clicks() {
    on_desktop("", |page| {
        assert_eq!(title(page), "S3 from a private subnet");
        expect_red(page);
        show_me(page);
        place(page, "Gateway endpoint", ground(&frame(page, "Subnet private-a")));
        expect_green(page);
        expect_verdict(page, "Allowed");
        hear(page, NOW_ALLOWED);
        page.wait_for("button", "Gateway endpoint vpce-s3-1*");
        assert_eq!(
            palette(page, "Gateway endpoint").attribute("aria-pressed").as_deref(),
            Some("false")
        );
    });
}

#[test]
fn the_lab_is_solved_by_a_drag() {
    on_desktop("", |page| {
        show_me(page);
        drag_in(page, "Gateway endpoint", frame(page, "Subnet private-a").center());
        expect_green(page);
        expect_verdict(page, "Allowed");
        hear(page, NOW_ALLOWED);
    });
}

#[test]
fn the_lab_is_solved_by_keys() {
    on_desktop("", |page| {
        tab_to(page, "Show me");
        page.press("Enter");
        page.wait_until_gone("button", "Show me");
        expect_verdict(page, "Blocked at rtb-private: no route");
        run_by_keys(page, "private-a");
        expect_focus(page, "Subnet private-a");
        add_by_keys(page, "Gateway endpoint", "Gateway endpoint vpce-s3-1");
        expect_green(page);
        expect_verdict(page, "Allowed");
        hear(page, NOW_ALLOWED);
    });
}

/// Nothing has to be scrolled, and the keyboard goes from the question to the fix, and from there to the verdict.
#[test]
fn the_lab_is_solved_by_the_first_fix() {
    on_desktop("", |page| {
        show_me(page);
        let in_sight = |bottom: f64| assert!(bottom <= f64::from(DESKTOP.height), "{bottom} is out of sight");
        in_sight(page.role("button", "How to fix it").bounds()[3]);
        tab_to(page, "How to fix it");
        page.press("Enter");
        expect_focus(page, "Apply: Create a gateway endpoint");
        in_sight(page.focused().bounds()[3]);
        page.press("Enter");
        expect_green(page);
        page.until("the keyboard on the verdict", || {
            page.focused().text().contains("Allowed").then_some(())
        });
    });
}

#[test]
fn everything_in_the_lab_is_undone_and_done_again() {
    on_desktop("", |page| {
        expect_red(page);
        place(page, "Gateway endpoint", ground(&frame(page, "Subnet private-a")));
        expect_green(page);
        let [_, _, right, bottom] = frame(page, "Subnet public-a").bounds();
        page.drag(thing(page, "Instance app-1").center(), (right - 60.0, bottom - 30.0));
        page.wait_for("button", "*app-1, 10.0.0.11, in public-a*");
        page.press("Delete");
        page.wait_until_gone("button", "Instance app-1*");
        page.press("Control+z");
        page.wait_for("button", "*app-1, 10.0.0.11, in public-a*");
        page.press("Control+z");
        page.wait_for("button", "*app-1, 10.0.1.10, in private-a*");
        expect_green(page);
        page.press("Control+z");
        hear(page, "Undone: ");
        expect_red(page);
        assert!(!page.role("button", "Undo").is_enabled());
        for _ in 0..3 {
            page.press("Control+y");
        }
        page.wait_until_gone("button", "Instance app-1*");
        assert!(!page.role("button", "Redo").is_enabled());
        for _ in 0..3 {
            page.press("Control+z");
        }
        expect_red(page);
        let problems = page.script(
            "return [...document.querySelectorAll('.problem')].map((one) => one.textContent)",
            &[],
        );
        assert!(strings(&problems).is_empty(), "{problems}");
    });
}
