//! `reachlight link` and `reachlight open`: a diagram as an address, and back.

use document::link as share;

use crate::args::{Link, Open};
use crate::failure::Failure;
use crate::{Outcome, import, input, output};

pub(crate) fn make(arguments: &Link) -> Result<Outcome, Failure> {
    let (mut document, _) = input::read(&arguments.inputs)?;
    if arguments.mode.is_some() {
        document.view.mode = arguments.mode;
    }
    let fragment = share::encode(&document).map_err(|error| {
        let words = error.to_string();
        let (problem, fix) = words.split_once(". ").unwrap_or((&words, ""));
        Failure::new(problem).fix(fix)
    })?;
    let base = arguments.base.split('#').next().unwrap_or_default();
    output::print(&format!("{base}#{fragment}\n"))
}

pub(crate) fn open(arguments: &Open) -> Result<Outcome, Failure> {
    let link = arguments.inputs.names().first().map_or("", String::as_str);
    let document = if link == "-" {
        input::read(&arguments.inputs)?.0
    } else {
        input::open_link(link)?
    };
    output::deliver(
        import::written(&document, arguments.to).as_bytes(),
        arguments.file.as_deref(),
    )
}
