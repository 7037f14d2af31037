//! `reachlight import`: one diagram out of the inputs.

use document::{Document, file, text};

use crate::args::{Form, Format, Import};
use crate::failure::Failure;
use crate::input::{self, Note};
use crate::{Outcome, output};

pub(crate) fn run(arguments: &Import) -> Result<Outcome, Failure> {
    let (document, notes) = input::read(&arguments.inputs)?;
    tell(&notes, arguments.notes)?;
    output::deliver(written(&document, arguments.to).as_bytes(), arguments.file.as_deref())
}

pub(crate) fn written(document: &Document, form: Form) -> String {
    match form {
        Form::Reach => text::format(document),
        Form::Json => file::write(document),
    }
}

fn tell(notes: &[Note], format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        let text = serde_json::to_string_pretty(notes).map_err(|error| Failure::new(error.to_string()))?;
        output::complain(&text);
        return Ok(());
    }
    for note in notes {
        let place = match (note.file.as_str(), &note.path) {
            ("", _) => String::new(),
            (file, None) => format!("{file}: "),
            (file, Some(path)) => format!("{file} {path}: "),
        };
        let id = note.id.as_ref().map_or_else(String::new, |id| format!("{id}: "));
        let line = format!("{}: {place}{id}{}", note.kind.word(), note.text);
        output::complain(&line.replace(['\n', '\r'], " "));
    }
    Ok(())
}
