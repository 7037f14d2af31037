//! `reachlight export`: the diagram in the language of another program.

mod png;

use document::export::flow_logs;
use editor::export::{Format, written};

use crate::args::{Export, Target};
use crate::failure::Failure;
use crate::{Outcome, input, output};

pub(crate) fn run(arguments: &Export) -> Result<Outcome, Failure> {
    let (document, _) = input::read(&arguments.inputs)?;
    let content = match arguments.to {
        Target::Png => png::picture(&document, arguments.theme)?,
        Target::Text(Format::FlowLogs) => {
            let logs = &arguments.logs;
            flow_logs(&document, &logs.format, &|record| logs.seen(record)).into_bytes()
        }
        Target::Text(format) => written(&document, format, arguments.theme).into_bytes(),
    };
    output::deliver(&content, arguments.file.as_deref())
}
