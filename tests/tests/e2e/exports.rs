//! What is taken away as a file is the diagram, and pictures hold it so that it can be opened again, by dropping them on the page.

use std::fs;
use std::path::Path;

use document::{Document, picture, text};
use editor::export::{Format, written};
use editor::svg::Theme;
use serde_json::json;
use tests::browser::{Page, Scratch, kind};
use xtask::browser::Kind;

use crate::steps::{drop_files, hear, on_desktop, title, wait_for_title};

const NAME: &str = "s3-from-a-private-subnet";

/// The diagram that the page begins with.
fn lab() -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/samples/s3-lab.reach");
    let content = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    document::open(&content).unwrap_or_else(|error| panic!("{error:?}"))
}

fn open_export(page: &Page) {
    page.role("button", "Share").click();
    page.wait_for("dialog", "Share");
    page.role("button", "Pictures and other formats").click();
    page.wait_for("dialog", "Export");
}

/// Presses the button and gives back what arrives, once its end is there: the browser writes while we look.
fn download(page: &Page, folder: &Path, title: &str, file: &str, end: &[u8]) -> Vec<u8> {
    page.role("button", &format!("Download {title}")).click();
    hear(page, &format!("Downloaded {file}."));
    let path = folder.join(file);
    let whole = || fs::read(&path).ok().filter(|bytes| bytes.ends_with(end));
    page.until(&format!("the file {file}"), whole)
}

#[test]
fn pictures_hold_the_diagram() {
    if kind() == Kind::Firefox {
        return on_desktop("", open_export);
    }
    let folder = Scratch::new();
    on_desktop("", |page| {
        let into = json!({ "behavior": "allow", "downloadPath": folder.path() });
        page.devtools("Browser.setDownloadBehavior", &into);
        open_export(page);
        let svg = download(page, folder.path(), "SVG picture", &format!("{NAME}.svg"), b"</svg>\n");
        assert_eq!(
            String::from_utf8_lossy(&svg),
            written(&lab(), Format::Svg, Theme::Light)
        );
        let png = download(
            page,
            folder.path(),
            "PNG picture",
            &format!("{NAME}.png"),
            b"IEND\xaeB`\x82",
        );
        let inside = picture::of_png(&png).map(|read| read.map(|document| text::format(&document)));
        assert_eq!(inside, Some(Ok(text::format(&lab()))));
    });
}

#[test]
fn a_format_is_copied_in_the_chosen_colours() {
    on_desktop("", |page| {
        open_export(page);
        page.role("radio", "Dark").click();
        page.role("button", "Copy SVG picture").click();
        hear(page, "Copied.");
        page.press("Escape");
        page.wait_until_gone("dialog", "Export");
        page.press("Control+k");
        page.wait_for("dialog", "Search or run a command");
        page.type_text("open a link");
        page.press("Enter");
        page.wait_for("dialog", "Open a diagram");
        page.role("textbox", "The diagram as text").click();
        page.press("Control+v");
        let pasted = page.role("textbox", "The diagram as text").value();
        assert_eq!(pasted, written(&lab(), Format::Svg, Theme::Dark));
    });
}

#[test]
fn a_dropped_picture_opens_as_the_diagram_in_it() {
    on_desktop("", |page| {
        let other = Document {
            title: "Dropped".into(),
            ..lab()
        };
        let picture = written(&other, Format::Svg, Theme::Dark);
        drop_files(page, &[("picture.svg", picture.as_bytes())]);
        wait_for_title(page, "Dropped");
        drop_files(page, &[("notes.txt", b"\x80\x81")]);
        page.wait_for_text("notes.txt could not be opened.");
        drop_files(page, &[("vpcs.json", br#"{"Vpcs": []}"#)]);
        page.wait_for_text("vpcs.json could not be opened.");
        assert_eq!(title(page), "Dropped");
    });
}
