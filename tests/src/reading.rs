//! What someone does who looks at the first diagram and changes nothing.
//!
//! What runs until the first screen is there and its trace has been stepped through belongs to the half of the program that is
//! loaded at once: the example `learn` notes it, and a browser test holds the built page to it.

use crate::browser::Page;

/// The first screen is there, drawn and explained, and the browser has shown it.
pub fn open(page: &Page) {
    page.wait_for("main", "*");
    page.wait_for_text("app-1 cannot reach S3.");
    settle(page);
}

fn settle(page: &Page) {
    page.script(
        "const frame = () => new Promise(requestAnimationFrame);
        return frame().then(frame).then(frame).then(() => true)",
        &[],
    );
}

/// The same on a wide screen, which has room for the steps as well.
pub fn arrive(page: &Page) {
    open(page);
    page.role("button", "Step back");
}

/// Moves the pointer over the first screen, as everyone does before doing anything.
pub fn point(page: &Page) {
    let places = [
        "#canvas",
        "#canvas .node[data-ref='interface:app-1'] .card",
        "#canvas .node[data-ref='internet-gateway:igw'] .card",
        ".dock .hop",
        "main",
    ];
    for place in places {
        page.mouse().glide_to(page.css(place).center()).perform();
    }
    settle(page);
}

/// Follows the packet of the first question, and the other flow.
pub fn step_through_a_trace(page: &Page) {
    page.role("button", "Show me").click();
    for _ in 0..3 {
        page.role("button", "Step back").click();
    }
    page.role("button", "Step forward").click();
    page.css(".dock .hop").click();
    page.css(".dock .hop:not(.current)").click();
    page.wait_for_text("step 2 of 4");
}

/// Selects one thing of each kind that is drawn, by pointer and in the outline, and reads its details.
pub fn select(page: &Page) {
    let things = [
        "interface:web-1",
        "interface:app-1",
        "internet-gateway:igw",
        "internet:internet",
        "service:s3@us-east-1",
    ];
    for thing in things {
        page.click_at(page.css(&node(thing)).center());
    }
    for thing in ["route-table:rtb-private", "subnet:private-a", "vpc:app-vpc"] {
        page.click_at(page.css(&format!("#canvas [data-ref='{thing}'] text")).center());
    }
    let items = page.script("return document.querySelectorAll('[role=treeitem]').length", &[]);
    for number in 1..=items.as_u64().unwrap_or_default() {
        page.script(
            "document.querySelectorAll('[role=treeitem]')[arguments[0] - 1].click()",
            &[number.into()],
        );
    }
    page.press("Escape");
}

/// The card of something drawn as one.
pub fn node(thing: &str) -> String {
    format!("#canvas .node[data-ref='{thing}'] .card")
}

pub fn pan_and_zoom(page: &Page) {
    for button in ["Zoom in", "Zoom out", "Fit"] {
        page.role("button", button).click();
    }
    let [x, y, width, height] = page.css("#canvas").bounds();
    let (middle, edge) = ((x + width / 2.0, y + height / 2.0), (x + 20.0, y + height - 20.0));
    page.wheel(middle, 0, 50);
    page.mouse()
        .move_to(edge)
        .down()
        .glide_to((edge.0 + 60.0, edge.1 - 40.0))
        .up()
        .perform();
    page.role("button", "Fit").click();
}
