//! Writes the elements of an SVG.

use std::fmt::{Arguments, Write as _};

use document::export::escape_xml;

use crate::kernel::geometry::{Rect, World};
use crate::scene::Anchor;

#[derive(Debug, Default)]
pub(super) struct Pen(String);

/// The page's type, each in a colour; one on a halo of the colour behind it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Type<'a> {
    Title(&'a str),
    Caption(&'a str),
    Mono(&'a str),
    Small(&'a str),
    Pill(&'a str),
    Halo(&'a str, &'a str),
}

const MONO: &str =
    "font-family=\"ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"11\"";

impl Type<'_> {
    fn look(self) -> String {
        match self {
            Type::Title(fill) => format!("fill=\"{fill}\" font-size=\"12.5\" font-weight=\"600\""),
            Type::Caption(fill) => format!("fill=\"{fill}\" font-size=\"11\""),
            Type::Mono(fill) => format!("fill=\"{fill}\" {MONO}"),
            Type::Small(fill) => format!("fill=\"{fill}\" font-size=\"10\""),
            Type::Pill(fill) => format!("fill=\"{fill}\" font-size=\"11.5\" font-weight=\"600\""),
            Type::Halo(fill, halo) => format!(
                "fill=\"{fill}\" font-size=\"11\" paint-order=\"stroke\" stroke=\"{halo}\" stroke-width=\"4\" stroke-linejoin=\"round\""
            ),
        }
    }
}

impl Pen {
    /// Writing to a string cannot fail.
    pub(super) fn put(&mut self, text: Arguments<'_>) {
        let _ = self.0.write_fmt(text);
    }

    pub(super) fn rect(&mut self, rect: Rect, radius: i32, look: Arguments<'_>) {
        let Rect { x, y, width, height } = rect;
        self.put(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" {look}/>\n"
        ));
    }

    pub(super) fn path(&mut self, data: &str, look: Arguments<'_>) {
        if !data.is_empty() {
            self.put(format_args!("<path {look} d=\"{data}\"/>\n"));
        }
    }

    pub(super) fn text(&mut self, at: World, anchor: Anchor, look: Type<'_>, words: &str) {
        if words.is_empty() {
            return;
        }
        self.start(at, anchor, look);
        self.put(format_args!("{}</text>\n", escape_xml(words)));
    }

    /// A title with its detail behind it.
    pub(super) fn title(&mut self, at: World, look: Type<'_>, words: &str, (colour, detail): (&str, &str)) {
        self.start(at, Anchor::Start, look);
        self.0.push_str(&escape_xml(words));
        if !detail.is_empty() {
            let detail = escape_xml(detail);
            self.put(format_args!(
                "<tspan dx=\"6\" font-weight=\"400\" fill=\"{colour}\" {MONO}>{detail}</tspan>"
            ));
        }
        self.0.push_str("</text>\n");
    }

    fn start(&mut self, at: World, anchor: Anchor, look: Type<'_>) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        self.put(format_args!(
            "<text x=\"{}\" y=\"{}\"{anchor} {}>",
            at.x,
            at.y,
            look.look()
        ));
    }

    pub(super) fn end(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }
}
