//! A link holds the whole diagram; whoever opens it loses nothing of theirs, and a broken one says what is wrong with it.

use tests::browser::Page;

use crate::steps::{drawing, kept, lab_fragment, mend, on_desktop, ready, rename_diagram, title, wait_for_title};

const ALLOWED: &str = "Flow from app-1 to S3, tcp 443 allowed";

/// The address in the Share dialog's field.
fn share(page: &Page) -> String {
    page.role("button", "Share").click();
    page.wait_for("dialog", "Share");
    let link = page.role("textbox", "Link").value();
    page.press("Escape");
    page.wait_until_gone("dialog", "Share");
    link
}

#[test]
fn a_shared_diagram_is_the_same_for_another_visitor() {
    on_desktop("", |page| {
        mend(page);
        let field = page.role("textbox", "Title of the diagram");
        field.fill("The lab, <mended>");
        page.press("Enter");
        let (link, drawn) = (share(page), drawing(page));
        page.another_visitor("", |visitor| {
            visitor.open_url(&link);
            wait_for_title(visitor, "The lab, <mended>");
            visitor.wait_for("button", ALLOWED);
            assert_eq!(drawing(visitor), drawn);
            visitor.wait_for_text("shared diagram, not saved");
            assert!(kept(visitor).is_empty());
        });
    });
}

#[test]
fn a_link_does_not_overwrite_ones_own_diagram() {
    on_desktop("", |page| {
        mend(page);
        page.role("textbox", "Title of the diagram").fill("Mine");
        page.press("Enter");
        page.wait_for_text("saved in this browser");
        page.until("the diagram in the browser's store", || {
            kept(page).iter().any(|text| text.contains("Mine")).then_some(())
        });
        let mine = kept(page);
        page.open(&format!("?#{}", lab_fragment()));
        wait_for_title(page, "S3 from a private subnet");
        page.wait_for_text("shared diagram, not saved");
        assert_eq!(kept(page), mine);
        page.open("");
        wait_for_title(page, "Mine");
        page.wait_for("button", ALLOWED);
    });
}

#[test]
fn a_diagram_is_there_again_after_reloading() {
    on_desktop("", |page| {
        mend(page);
        page.until("the diagram in the address", || {
            (!page.fragment().is_empty()).then_some(())
        });
        let drawn = drawing(page);
        page.reload();
        ready(page);
        page.wait_for_text("saved in this browser");
        page.wait_for("button", ALLOWED);
        assert_eq!(drawing(page), drawn);
    });
}

#[test]
fn a_broken_link_says_what_is_wrong_and_changes_nothing() {
    let good = lab_fragment();
    let middle = good.len() / 2;
    let other = if good[middle..].starts_with('A') { 'B' } else { 'A' };
    let damaged = format!("{}{other}{}", &good[..middle], &good[middle + 1..]);
    let newer = sealed(&format!("2{}", &good[1..good.len() - CHECK]));
    let broken = [
        (&damaged[..], "this link is damaged"),
        (&good[..good.len() - 20], "this link is cut off"),
        (&newer, "this link was made by a newer version"),
        ("hello world", "this is not a link to a diagram"),
    ];
    on_desktop("", |page| {
        mend(page);
        page.until("the diagram in the browser's store", || {
            (!kept(page).is_empty()).then_some(())
        });
        let mine = kept(page);
        for (number, (fragment, words)) in broken.into_iter().enumerate() {
            page.open(&format!("?{number}#{fragment}"));
            page.wait_for("alert", "*");
            page.wait_for_text("The link could not be opened.");
            page.wait_for_text(words);
            page.wait_for_text("Nothing of yours was changed.");
            page.wait_for("button", ALLOWED);
            assert_eq!(kept(page), mine);
            page.role("button", "Close").click();
            page.wait_until_gone("alert", "*");
        }
    });
}

/// Typed into the address of the page that is open, so that nothing is loaded again.
#[test]
fn a_broken_link_in_the_address_leaves_the_diagram_that_is_shown() {
    on_desktop("", |page| {
        mend(page);
        page.until("the diagram in the address", || {
            (!page.fragment().is_empty()).then_some(())
        });
        page.script("location.hash = '1damaged'", &[]);
        page.wait_for_text("The link could not be opened.");
        page.wait_for("button", ALLOWED);
    });
}

/// From the message about a broken link: once more with the whole of it, in whatever form. It opens beside what is there.
#[test]
fn a_broken_link_can_be_pasted_again() {
    on_desktop("", |page| {
        rename_diagram(page, "Mine");
        let mine = kept(page);
        page.open("?#1damaged");
        page.role("button", "Paste it again").click();
        let dialog = page.role("dialog", "Open a diagram");
        let field = page.role_in(&dialog, "textbox", "The diagram as text");
        let open = page.role_in(&dialog, "button", "Open");
        let whole = lab_fragment();
        for (pasted, words) in [
            (&whole[..whole.len() - 20], "this link is cut off"),
            ("{\"vpcs\": 1}", "this JSON is not"),
            ("vpc a 10.0.0.0/99", "line 1"),
        ] {
            field.fill(&if pasted.starts_with(['{', 'v']) {
                pasted.to_owned()
            } else {
                format!("#{pasted}")
            });
            open.click();
            page.wait_for_text(words);
        }
        field.fill(&format!("https://example.org/#{whole}"));
        open.click();
        wait_for_title(page, "S3 from a private subnet");
        page.wait_until_gone("alert", "*");
        assert_eq!(kept(page), mine);
    });
}

const CHECK: usize = 6;

/// With the check that every version's links end with: CRC-32 in six base62 characters, lowest first.
fn sealed(body: &str) -> String {
    let mut crc = u32::MAX;
    for byte in body.bytes() {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ ((crc & 1) * 0xedb8_8320);
        }
    }
    let digits: Vec<char> = ('0'..='9').chain('A'..='Z').chain('a'..='z').collect();
    let mut rest = !crc as usize;
    let mut text = body.to_owned();
    for _ in 0..CHECK {
        text.push(digits[rest % 62]);
        rest /= 62;
    }
    text
}

/// Names and titles are text, wherever they are shown.
#[test]
fn names_with_markup_are_shown_as_text() {
    const NAME: &str = "<img src=x onerror=alert(1)>";
    on_desktop("", |page| {
        for place in ["title", "element"] {
            let field = match place {
                "title" => page.role("textbox", "Title of the diagram"),
                _ => {
                    page.role("treeitem", "EC2 instance app-1*").click();
                    page.role("textbox", "Name")
                }
            };
            field.fill(NAME);
            page.press("Enter");
            field.until("the name", |field| field.value() == NAME);
        }
        page.wait_for("treeitem", &format!("EC2 instance {NAME}*"));
        page.wait_for("button", &format!("Flow from {NAME} to S3*"));
        assert_eq!(title(page), NAME);
        let link = share(page);
        page.another_visitor("", |visitor| {
            visitor.open_url(&link);
            wait_for_title(visitor, NAME);
            visitor.wait_for("treeitem", &format!("EC2 instance {NAME}*"));
            assert_eq!(visitor.script("return document.querySelectorAll('img').length", &[]), 0);
        });
    });
}
