//! `reachlight export`: the diagram in the language of another program.

use document::export::flow_logs;
use editor::export::{Format, written};

use crate::args::Export;
use crate::failure::Failure;
use crate::{Outcome, input, output};

pub(crate) fn run(arguments: &Export) -> Result<Outcome, Failure> {
    let (document, _) = input::read(&arguments.inputs)?;
    let text = match arguments.to {
        Format::FlowLogs => flow_logs(&document, &arguments.logs.format, &|record| arguments.logs.seen(record)),
        format => written(&document, format, arguments.theme),
    };
    output::deliver(&text, arguments.file.as_deref())
}
