//! `reachlight export`: the diagram in the language of another program.

use document::{Document, export, file, text};

use crate::args::{Export, To};
use crate::failure::Failure;
use crate::{Outcome, input, output};

pub(crate) fn run(arguments: &Export) -> Result<Outcome, Failure> {
    let (document, _) = input::read(&arguments.inputs)?;
    output::deliver(&written(&document, arguments.to), arguments.file.as_deref())
}

fn written(document: &Document, to: To) -> String {
    match to {
        To::Reach => text::format(document),
        To::Json => file::write(document),
        To::Mermaid => export::mermaid(document),
        To::Dot => export::dot(document),
    }
}
