//! Pictures of the main screens for people to look at, and what must hold on every one of them.

use serde_json::json;
use tests::browser::{DESKTOP, PHONE, Page, Size, kind, visit};
use xtask::browser::Kind;

use crate::steps::{frame, ground, place, ready};

fn on_screens(screen: &str, test: impl Fn(&Page, bool)) {
    for (size, narrow) in [(DESKTOP, false), (PHONE, true)] {
        visit(size, "", |page| {
            ready(page);
            test(page, narrow);
            fits(page, size);
            for theme in ["light", "dark"] {
                if kind() == Kind::Chromium {
                    page.prefer("prefers-color-scheme", theme);
                    page.until("the end of all transitions", || {
                        (page.script("return document.getAnimations().length", &[]) == 0).then_some(())
                    });
                }
                page.picture(&format!("{screen}-{}x{}-{theme}", size.width, size.height));
            }
        });
    }
}

/// Nothing is wider than the screen.
fn fits(page: &Page, size: Size) {
    if kind() == Kind::Chromium {
        let measure = "return [innerWidth, document.documentElement.scrollWidth]";
        assert_eq!(page.script(measure, &[]), json!([size.width, size.width]));
    }
}

/// On a phone the palette is behind a button.
fn open_drawer(page: &Page, narrow: bool) {
    if narrow {
        page.role("button", "Add and outline").click();
    }
}

#[test]
fn the_first_screen() {
    on_screens("first", |page, _| page.wait_for("button", "Show me"));
}

#[test]
fn the_shown_blocker() {
    on_screens("blocker", |page, _| {
        page.role("button", "Show me").click();
        page.wait_for_text("Blocked at rtb-private: no route");
    });
}

#[test]
fn the_solved_lab() {
    on_screens("solved", |page, narrow| {
        open_drawer(page, narrow);
        place(page, "Gateway endpoint", ground(&frame(page, "Subnet private-a")));
        page.wait_for("button", "Flow from app-1 to S3, tcp 443 allowed");
    });
}

#[test]
fn a_sample_from_the_gallery() {
    on_screens("on-premises", |page, narrow| {
        open_drawer(page, narrow);
        page.role("button", "Diagrams").click();
        let gallery = page.role("dialog", "Diagrams");
        page.picture(if narrow { "gallery-390x844" } else { "gallery-1280x800" });
        page.role_in(&gallery, "button", "On-premises by VPN*").click();
        page.wait_until_gone("dialog", "Diagrams");
        page.wait_for("graphics-object", "VPC core-vpc*");
        // The drawing is what is seen, not the drawer that the gallery was opened from.
        if narrow {
            page.wait_until_gone("tree", "Outline");
        }
    });
}

#[test]
fn the_share_dialog() {
    on_screens("share", |page, _| {
        page.role("button", "Share").click();
        page.wait_for("textbox", "Link");
    });
}
