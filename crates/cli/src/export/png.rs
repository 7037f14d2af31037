//! The picture in dots, with the diagram inside: the page lets its browser do this, here the fonts of the system are asked.

use document::{Document, picture};
use editor::export;
use editor::svg::Theme;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, Query};
use resvg::usvg::{Options, Tree};

use crate::failure::Failure;

/// Dots for each pixel of the picture: sharp on a fine screen and in print.
const FINE: f32 = 2.0;
/// As many as the page makes at the most.
const MOST_DOTS: f32 = 16_000_000.0;

pub(super) fn picture(document: &Document, theme: Theme) -> Result<Vec<u8>, Failure> {
    let (svg, _) = export::picture(document, theme);
    let mut options = Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_system_fonts();
    let family = family(fonts).ok_or_else(|| {
        Failure::new("--to png: this system has no font").fix("Install one, such as DejaVu Sans, or use --to svg")
    })?;
    fonts.set_sans_serif_family(family.clone());
    fonts.set_monospace_family(monospaced(fonts).unwrap_or(family));
    let failed = |why: String| Failure::new(format!("the picture cannot be made: {why}")).fix("Use --to svg");
    let tree = Tree::from_str(&svg, &options).map_err(|error| failed(error.to_string()))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = FINE.min((MOST_DOTS / (width * height).max(1.0)).sqrt());
    let dots = |length: f32| (length * scale).floor().max(1.0) as u32;
    let mut pixmap = Pixmap::new(dots(width), dots(height)).ok_or_else(|| failed("it is too large".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let png = pixmap.encode_png().map_err(|error| failed(error.to_string()))?;
    picture::into_png(&png, document).ok_or_else(|| failed("it takes no diagram".to_owned()))
}

/// What stands for any font without serifs: one that is common, else any upright one.
fn family(fonts: &Database) -> Option<String> {
    const COMMON: [&str; 7] = [
        "Arial",
        "Helvetica",
        "DejaVu Sans",
        "Liberation Sans",
        "Noto Sans",
        "Roboto",
        "Segoe UI",
    ];
    first_of(fonts, &COMMON).or_else(|| Some(fonts.faces().next()?.families.first()?.0.clone()))
}

fn monospaced(fonts: &Database) -> Option<String> {
    const COMMON: [&str; 5] = [
        "DejaVu Sans Mono",
        "Liberation Mono",
        "Menlo",
        "Consolas",
        "Courier New",
    ];
    let any = || {
        fonts
            .faces()
            .find(|face| face.monospaced)?
            .families
            .first()
            .map(|(name, _)| name.clone())
    };
    first_of(fonts, &COMMON).or_else(any)
}

fn first_of(fonts: &Database, names: &[&str]) -> Option<String> {
    let is_there = |name: &&&str| {
        let families = &[Family::Name(name)];
        fonts
            .query(&Query {
                families,
                ..Query::default()
            })
            .is_some()
    };
    names.iter().find(is_there).map(|name| (*name).to_owned())
}
