//! `reachlight import`: one diagram out of the inputs.

use document::{Document, file, text};

use crate::args::{Form, Format, Import};
use crate::failure::Failure;
use crate::input::{self, Note, NoteKind};
use crate::{Outcome, output};

pub(crate) fn run(arguments: &Import) -> Result<Outcome, Failure> {
    let (document, notes) = input::read(&arguments.inputs)?;
    tell(&notes, arguments.notes)?;
    output::deliver(&written(&document, arguments.to), arguments.file.as_deref())
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
        let kind = match note.kind {
            NoteKind::Read => "read",
            NoteKind::Ignored => "ignored",
            NoteKind::Conflict => "conflict",
        };
        output::complain(&format!("{kind}: {}: {}", note.file, note.text).replace(['\n', '\r'], " "));
    }
    Ok(())
}
