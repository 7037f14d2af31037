//! What is chosen once stays chosen in this browser.

use tests::browser::{Page, kind};
use xtask::browser::Kind;

use crate::steps::{expect_focus, hear, on_desktop, ready, run_by_keys};

fn theme(page: &Page) -> Option<String> {
    page.css("html").attribute("data-theme")
}

fn ground(page: &Page) -> String {
    let script = "return getComputedStyle(document.body).backgroundColor";
    page.script(script, &[]).as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_theme_goes_round_and_stays() {
    on_desktop("", |page| {
        if kind() == Kind::Chromium {
            page.prefer("prefers-color-scheme", "light");
        }
        let system = ground(page);
        let mut seen = Vec::new();
        for (name, chosen) in [
            ("Theme: dark", Some("dark")),
            ("Theme: light", Some("light")),
            ("Theme: as the system is", None),
        ] {
            page.role("button", "Theme: *").click();
            hear(page, name);
            page.wait_for("button", name);
            assert_eq!(theme(page).as_deref(), chosen);
            page.reload();
            ready(page);
            page.wait_for("button", name);
            assert_eq!(theme(page).as_deref(), chosen);
            seen.push(ground(page));
        }
        assert_eq!(seen.get(1..), Some(&[system.clone(), system.clone()][..]));
        assert_ne!(seen.first(), Some(&system));
        page.open("?theme=dark");
        ready(page);
        assert_eq!(theme(page).as_deref(), Some("dark"), "the address wins");
    });
}

#[test]
fn single_key_shortcuts_are_turned_off_and_stay_off() {
    on_desktop("", |page| {
        page.press("?");
        let sheet = page.role("dialog", "Keys");
        page.role_in(&sheet, "checkbox", "Letters, digits and signs alone are shortcuts")
            .click();
        page.press("Escape");
        page.wait_until_gone("dialog", "Keys");
        for _ in 0..2 {
            page.press("n");
            page.press("?");
            page.press("Control+k");
            expect_focus(page, "Search or run a command");
            page.press("Escape");
            page.wait_until_gone("dialog", "*");
            page.reload();
            ready(page);
        }
        run_by_keys(page, "Keys");
        let sheet = page.role("dialog", "Keys");
        page.role_in(&sheet, "checkbox", "Letters*").click();
        page.press("Escape");
        page.wait_until_gone("dialog", "Keys");
        page.press("n");
        expect_focus(page, "Find what to add");
    });
}

#[test]
fn the_palette_is_searched_by_typing() {
    on_desktop("", |page| {
        let palette = page.role("region", "Add");
        let field = page.role_in(&palette, "textbox", "Find what to add");
        field.type_text("endpoint");
        let script = "return [...document.querySelectorAll('.palette-name')].map((one) => one.textContent)";
        let names = || crate::steps::strings(&page.script(script, &[]));
        page.until("only endpoints", || {
            let found = [
                "Gateway endpoint",
                "Interface endpoint",
                "Client VPN endpoint",
                "Endpoint service",
                "Gateway LB endpoint",
            ];
            (names() == found).then_some(())
        });
        field.type_text(" of none");
        page.wait_for_text("Nothing is called that.");
        page.press("Escape");
        page.until("all of them", || (names().len() > 10).then_some(()));
        assert_eq!(field.value(), "");
    });
}
