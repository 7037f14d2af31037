//! Two VPCs and a peering connection from nothing, by pointer and by keyboard: blocked until the last rule is there.

use serde_json::json;
use tests::browser::{Page, element::Point};

use crate::steps::{
    add_by_keys, drag_in, drawing, expect_focus, expect_verdict, frame, hear, on_desktop, open_new_diagram, palette,
    run_by_keys, tab_to, thing,
};

const NOTHING: &str = "Blocked at vpc-2: nothing connects the VPCs";
const NO_ROUTE: &str = "Blocked at vpc-1.main: no route";
const NO_RULE: &str = "Blocked at vpc-2.default-sg";

#[test]
fn two_peered_vpcs_are_drawn_by_the_pointer() {
    on_desktop("", |page| {
        open_new_diagram(page);
        draw_two_vpcs(page);
        watch(page);
        pull_a_peering(page);
        page.wait_for_text("Status: pending-acceptance");
        page.role("button", "Accept request").click();
        hear(page, "pcx-1 is accepted");
        expect_verdict(page, NO_ROUTE);
        let missing = page.all("button", "Add both");
        assert_eq!(missing.len(), 2, "each missing route is a row of its own");
        missing.first().unwrap().click();
        expect_verdict(page, NO_RULE);
        let dock = page.role("region", "Trace");
        page.role_in(&dock, "button", "vpc-2.default-sg: No*").click();
        page.role_in(&dock, "button", "vpc-2.default-sg").click();
        let inspector = page.role("complementary", "Inspector");
        page.all("button", "Add rule").first().unwrap().click();
        page.role_in(&inspector, "combobox", "Protocol").choose("TCP");
        page.role_in(&inspector, "textbox", "Ports").fill("443");
        page.role_in(&inspector, "combobox", "Source").fill("10.0.0.0/16");
        page.role_in(&inspector, "button", "Add").click();
        expect_allowed(page);
    });
}

fn expect_allowed(page: &Page) {
    hear(page, "app-1 → app-2 is now allowed");
    expect_verdict(page, "Allowed");
    page.wait_for("button", "Flow from app-1 to app-2, tcp 443 allowed");
}

/// A place on the drawing's ground, as parts of its width and height.
fn on_board(page: &Page, across: f64, down: f64) -> Point {
    let [left, top, right, bottom] = page.role("graphics-document", "*").bounds();
    (left + (right - left) * across, top + (bottom - top) * down)
}

fn inside(page: &Page, name: &str) -> Point {
    frame(page, name).center()
}

fn draw_two_vpcs(page: &Page) {
    // Room for two.
    for _ in 0..3 {
        page.role("button", "Zoom out").click();
    }
    drag_in(page, "VPC", on_board(page, 0.1, 0.3));
    page.wait_for("graphics-object", "VPC vpc-1, 10.0.0.0/16*");
    drag_in(page, "Subnet", inside(page, "VPC vpc-1"));
    page.wait_for("graphics-object", "Subnet subnet-1, 10.0.0.0/24, in vpc-1*");
    drag_in(page, "Instance", inside(page, "Subnet subnet-1"));
    page.wait_for("button", "Instance app-1, 10.0.0.10, in subnet-1*");
    drag_in(page, "VPC", on_board(page, 0.6, 0.3));
    page.wait_for("graphics-object", "VPC vpc-2, 10.1.0.0/16*");
    drag_in(page, "Subnet", inside(page, "VPC vpc-2"));
    page.wait_for("graphics-object", "Subnet subnet-2, 10.1.0.0/24, in vpc-2*");
    drag_in(page, "Instance", inside(page, "Subnet subnet-2"));
    page.wait_for("button", "Instance app-2, 10.1.0.10, in subnet-2*");
}

/// T, a click on the one and a click on the other.
fn watch(page: &Page) {
    page.press("t");
    hear(page, "Choose the sender, then the receiver");
    page.click_at(thing(page, "Instance app-1").center());
    page.click_at(thing(page, "Instance app-2").center());
    hear(page, "app-1 → app-2 is blocked");
    expect_verdict(page, NOTHING);
}

/// From the handle that appears at the border of one VPC to the other.
fn pull_a_peering(page: &Page) {
    let [left, top, right, _] = frame(page, "VPC vpc-1").bounds();
    let handle = ((left + right) / 2.0, top);
    page.mouse().move_to(handle).perform();
    let shown = "return [...document.querySelectorAll('.overlay .handle')].some((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return left <= arguments[0] && arguments[0] <= right && top <= arguments[1] && arguments[1] <= bottom;
    })";
    page.until("a handle under the pointer", || {
        (page.script(shown, &[json!(handle.0), json!(handle.1)]) == true).then_some(())
    });
    let [left, top, right, _] = frame(page, "VPC vpc-2").bounds();
    page.drag(handle, ((left + right) / 2.0, top + 10.0));
    hear(page, "vpc-1 asks vpc-2 for a peering connection, pcx-1. Accept it next");
    page.wait_for("graphics-symbol", "Peering connection pcx-1 between vpc-1 and vpc-2*");
}

#[test]
fn two_peered_vpcs_are_drawn_by_keys() {
    on_desktop("", |page| {
        run_by_keys(page, "New diagram");
        hear(page, "A new diagram");
        for number in 1..=2 {
            add_by_keys(page, "VPC", &format!("VPC vpc-{number}"));
            add_by_keys(page, "Subnet", &format!("Subnet subnet-{number}"));
            add_by_keys(page, "Instance", &format!("Instance app-{number}"));
        }
        watch_by_keys(page);
        peer_by_keys(page);
        expect_verdict(page, NO_ROUTE);
        tab_to(page, "Add both");
        page.press("Enter");
        expect_verdict(page, NO_RULE);
        add_a_rule_by_keys(page);
        expect_allowed(page);
    });
}

/// From the first element on, Tab goes through the drawing.
fn go_to(page: &Page, name: &str) {
    page.press("Home");
    expect_focus(page, "VPC vpc-1");
    if !name.starts_with("VPC vpc-1") {
        tab_to(page, &format!("{name}*"));
    }
}

fn watch_by_keys(page: &Page) {
    page.press("t");
    hear(page, "Choose the sender, then the receiver");
    go_to(page, "Instance app-1");
    page.press("Enter");
    hear(page, "From app-1. Go to the other end and press Enter");
    go_to(page, "Instance app-2");
    page.press("Enter");
    hear(page, "app-1 → app-2 is blocked");
    expect_verdict(page, NOTHING);
}

/// C lists what the VPC can be connected with; then F6 goes on to the inspector of what was made.
fn peer_by_keys(page: &Page) {
    go_to(page, "VPC vpc-1");
    page.press("c");
    expect_focus(page, "Connect vpc-1 with");
    page.type_text("vpc-2");
    page.press("Enter");
    expect_focus(page, "Peering connection pcx-1");
    page.press("F6");
    tab_to(page, "Accept request");
    page.press("Enter");
    hear(page, "pcx-1 is accepted");
}

fn add_a_rule_by_keys(page: &Page) {
    page.press("F6");
    tab_to(page, "vpc-2.default-sg: No*");
    page.press("Enter");
    tab_to(page, "vpc-2.default-sg");
    page.press("Enter");
    page.wait_for("heading", "vpc-2.default-sg");
    page.press("Shift+F6");
    tab_to(page, "Add rule");
    page.press("Enter");
    tab_to(page, "Protocol");
    page.press("t");
    tab_to(page, "Ports");
    page.type_text("443");
    tab_to(page, "Source");
    page.type_text("10.0.0.0/16");
    page.press("Enter");
}

#[test]
fn a_connector_says_what_comes_next_and_begins_where_it_is_dropped() {
    on_desktop("", |page| {
        let is_lit = |page: &Page| palette(page, "Peering").attribute("aria-pressed").as_deref() == Some("true");
        page.click_at(palette(page, "Peering").center());
        page.wait_for_text("A peering joins two VPCs: add a VPC first.");
        add_by_keys(page, "VPC", "VPC vpc-1");
        page.click_at(palette(page, "Peering").center());
        page.wait_for_text("Click the VPC that asks, then the one that accepts");
        assert!(is_lit(page));
        page.press("Escape");
        page.wait_until_gone("button", "Cancel*");
        assert!(!is_lit(page));
        drag_in(page, "Peering", frame(page, "Subnet private-a").center());
        page.wait_for_text("From app-vpc: choose the VPC that accepts");
        page.press("Escape");
        page.wait_until_gone("button", "Cancel*");
    });
}

#[test]
fn what_the_palette_cannot_place_keeps_its_words() {
    on_desktop("", |page| {
        let before = drawing(page).len();
        page.press("n");
        expect_focus(page, "Find what to add");
        page.type_text("instance");
        page.press("Enter");
        page.wait_for_text("lives in a subnet");
        assert_eq!(page.focused().value(), "instance");
        page.press("Enter");
        assert_eq!(drawing(page).len(), before);
    });
}
