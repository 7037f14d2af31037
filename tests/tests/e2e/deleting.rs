//! What is deleted leaves what it leaves in AWS, and says what went with it.

use tests::browser::Page;

use crate::steps::{expect_verdict, frame, hear, on_desktop, run_by_keys, thing, wait_for_title};

fn open_sample(page: &Page, title: &str) {
    page.role("button", "Samples").click();
    page.role_in(&page.role("dialog", "Samples"), "button", &format!("{title}*"))
        .click();
    wait_for_title(page, title);
}

#[test]
fn a_deleted_peering_leaves_its_routes_as_blackholes() {
    on_desktop("", |page| {
        open_sample(page, "Two peered VPCs");
        let flows = page.all("button", "Flow from *");
        assert!(flows.iter().any(|flow| flow.name().ends_with("allowed")));
        let peering = page.role_in(&page.role("tree", "Outline"), "treeitem", "Peering*");
        let name = peering.name();
        peering.click();
        page.role("button", "Delete connection").click();
        page.wait_for_text("Blackhole");
        expect_verdict(page, "Blocked");
        assert!(!name.is_empty());
    });
}

#[test]
fn a_deleted_vpc_says_what_went_with_it() {
    on_desktop("", |page| {
        let [left, top, ..] = frame(page, "VPC app-vpc").bounds();
        page.click_at((left + 60.0, top + 12.0));
        page.wait_for("button", "Delete VPC");
        page.press("Delete");
        page.wait_until_gone("graphics-object", "VPC app-vpc*");
        page.wait_for_text("Deleted app-vpc with 2 subnets");
        hear(page, "Deleted app-vpc with 2 subnets");
        let toast = page.css(".toast");
        page.role_in(&toast, "button", "Undo").click();
        page.wait_for("graphics-object", "VPC app-vpc*");
        thing(page, "Instance app-1");
        thing(page, "Internet gateway igw, at app-vpc");
        page.wait_for("button", "Flow from web-1 to app-1, tcp 8080 allowed");
        run_by_keys(page, "Fit the whole");
    });
}
