//! What is deleted leaves what it leaves in AWS, and says what went with it.

use tests::browser::Page;

use crate::steps::{expect_verdict, frame, hear, on_desktop, thing, wait_for_title};

fn open_sample(page: &Page, title: &str) {
    page.role("button", "Diagrams").click();
    page.role_in(&page.role("dialog", "Diagrams"), "button", &format!("{title}*"))
        .click();
    wait_for_title(page, title);
}

#[test]
fn a_deleted_peering_leaves_its_routes_as_blackholes() {
    on_desktop("", |page| {
        open_sample(page, "Two peered VPCs");
        page.wait_for("button", "Flow from shop-1 to orders-db, tcp 5432 allowed");
        page.role("treeitem", "Peering connection pcx-shop-data*").click();
        page.role("button", "Delete connection").click();
        expect_verdict(page, "Blocked at rtb-shop");
        for (table, destination) in [("rtb-shop", "172.31.0.0/16"), ("rtb-data", "10.0.0.0/16")] {
            page.role("treeitem", &format!("Route table {table}")).click();
            page.wait_for("cell", "blackhole");
            let destinations: Vec<String> = page
                .all("textbox", "Destination*")
                .iter()
                .map(|field| field.value())
                .collect();
            assert_eq!(destinations, [destination], "the route of {table} stays");
        }
        page.press("Control+z");
        page.wait_for("button", "Flow from shop-1 to orders-db, tcp 5432 allowed");
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
        page.wait_for_text("Deleted app-vpc, subnet private-a, app-1");
        hear(page, "Deleted app-vpc, subnet private-a, app-1");
        let toast = page.css(".toast");
        page.role_in(&toast, "button", "Undo").click();
        page.wait_for("graphics-object", "VPC app-vpc*");
        page.until("the keyboard in the drawing", || {
            page.focused()
                .attribute("class")
                .filter(|class| class.contains("canvas") || page.focused().attribute("data-ref").is_some())
        });
        thing(page, "Instance app-1");
        thing(page, "Internet gateway igw, at app-vpc");
        page.wait_for("button", "Flow from web-1 to app-1, tcp 8080 allowed");
    });
}
