//! `reachlight export`: the diagram in the language of another program.

use document::{Document, export, file, text};
use editor::{Derived, drawio, report, svg};

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
        To::Terraform => export::terraform(document),
        To::Cloudformation => export::cloudformation(document),
        To::FlowLogs => export::flow_logs(document, &arguments.logs.format, &|record| arguments.logs.seen(record)),
        To::Report if !arguments.html => export::report::markdown(document),
        To::Svg | To::Drawio | To::Report => drawn(document, arguments),
    }
}

/// As the page draws it, without what does not count if the diagram says so.
fn drawn(document: &Document, arguments: &Export) -> String {
    let derived = Derived::of(document).assuming(document, document.view.assumptions);
    match arguments.to {
        To::Drawio => drawio::drawio(document, &derived.scene),
        To::Report => report::html(document, &derived.scene),
        _ => svg::picture(document, &derived.scene, arguments.theme),
    }
}
