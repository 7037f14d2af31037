//! `reachlight export`: the diagram in the language of another program.

use document::{Document, export, file, text};
use editor::Derived;
use editor::svg::{self, Theme};

use crate::args::{Export, To};
use crate::failure::Failure;
use crate::{Outcome, input, output};

pub(crate) fn run(arguments: &Export) -> Result<Outcome, Failure> {
    let (document, _) = input::read(&arguments.inputs)?;
    output::deliver(&written(&document, arguments), arguments.file.as_deref())
}

fn written(document: &Document, arguments: &Export) -> String {
    match arguments.to {
        To::Reach => text::format(document),
        To::Json => file::write(document),
        To::Mermaid => export::mermaid(document),
        To::Dot => export::dot(document),
        To::Svg => picture(document, arguments.theme),
    }
}

/// As the page draws it, with what does not count left out if the diagram says so.
fn picture(document: &Document, theme: Theme) -> String {
    let derived = Derived::of(document).assuming(document, document.view.assumptions);
    svg::picture(document, &derived.scene, theme)
}
