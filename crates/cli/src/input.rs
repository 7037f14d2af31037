//! Inputs of the command line: files, folders, standard input, links.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use document::import::{self, NoteKind, Side};
use document::inputs::{Gathered, Given, Inputs, LARGEST};
use document::{Document, link, text};
use serde::{Serialize, Serializer};

use crate::args::Inputs as Arguments;
use crate::failure::Failure;

/// How deep folders are followed.
const DEEPEST: usize = 32;

/// A remark on what was read.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Note {
    #[serde(serialize_with = "word")]
    pub(crate) kind: NoteKind,
    pub(crate) file: String,
    pub(crate) path: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) text: String,
}

fn word<S: Serializer>(kind: &NoteKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.word())
}

impl From<import::Note> for Note {
    fn from(note: import::Note) -> Self {
        Self {
            kind: note.kind,
            file: note.file.to_string(),
            path: Some(note.path.to_string()).filter(|path| !path.is_empty()),
            id: note.id.as_deref().map(str::to_owned),
            text: note.text.to_string(),
        }
    }
}

/// All inputs as one document, with the remarks.
pub(crate) fn read(inputs: &Arguments) -> Result<(Document, Vec<Note>), Failure> {
    let all = gather(inputs, Side::After)?;
    finish(all, inputs)
}

/// The network before a Terraform plan and the one after it; nothing if the input is no plan.
pub(crate) fn read_plan(inputs: &Arguments) -> Result<Option<[Document; 2]>, Failure> {
    let before = gather(inputs, Side::Before)?;
    if !before.has_plan() {
        return Ok(None);
    }
    let after = finish(gather(inputs, Side::After)?, inputs)?;
    Ok(Some([finish(before, inputs)?.0, after.0]))
}

fn gather(inputs: &Arguments, side: Side) -> Result<Inputs, Failure> {
    let mut all = Inputs::of(side);
    for (name, value) in inputs.parameters() {
        all.say(name, value);
    }
    for input in inputs.names() {
        read_one(input, &mut all)?;
    }
    Ok(all)
}

fn finish(all: Inputs, inputs: &Arguments) -> Result<(Document, Vec<Note>), Failure> {
    let gathered = all.finish(&inputs.names().join(", "))?;
    parameters_fit(&gathered)?;
    let notes = gathered.notes.into_iter().map(Note::from).collect();
    Ok((gathered.document, notes))
}

/// Whether templates have all the values that they need, and no others.
fn parameters_fit(import: &Gathered) -> Result<(), Failure> {
    if let Some(name) = import.unknown_parameters.first() {
        let known = import.parameters.iter().map(|name| &**name);
        let fix = text::did_you_mean(name, known).unwrap_or_else(|| match import.parameters.is_empty() {
            true => "No template among the inputs has any".to_owned(),
            false => format!("The templates have {}", import.parameters.join(", ")),
        });
        return Err(Failure::new(format!("--param: no template has a parameter `{name}`")).fix(fix));
    }
    let Some(first) = import.missing.first() else {
        return Ok(());
    };
    let of_one_file = import.missing.iter().filter(|one| one.file == first.file);
    let names: Vec<&str> = of_one_file.clone().map(|one| &*one.name).collect();
    let (problem, say) = match names.as_slice() {
        [one] => (format!("the parameter {one} has no value"), "Say what it is"),
        several => (
            format!("the parameters {} have no values", several.join(", ")),
            "Say what they are",
        ),
    };
    let examples: Vec<String> = of_one_file
        .map(|one| format!("--param {}={}", one.name, one.example))
        .collect();
    let fix = format!("{say}, as in {}", examples.join(" "));
    Err(Failure::new(problem).at(&*first.file).fix(fix))
}

fn read_one(input: &str, all: &mut Inputs) -> Result<(), Failure> {
    if input == "-" {
        let mut bytes = Vec::new();
        let source = std::io::stdin().lock();
        source
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::new(format!("cannot be read: {error}")).at("standard input"))?;
        return Ok(all.add("standard input", bytes, Given::ByName)?);
    }
    let path = Path::new(input);
    if path.is_dir() {
        let mut files = Vec::new();
        list(path, DEEPEST, &mut files)?;
        for file in &files {
            all.add(&file.display().to_string(), bytes_of(file)?, Given::InFolder)?;
        }
        return if all.is_empty() {
            Err(Failure::new("this folder holds no network")
                .at(input)
                .fix("Name a folder with .reach files, diagrams or answers of aws commands as JSON"))
        } else {
            Ok(())
        };
    }
    if path.exists() {
        return Ok(all.add(input, bytes_of(path)?, Given::ByName)?);
    }
    if link::is_link(input) || input.contains("://") || input.starts_with('#') {
        let document = open_link(input)?;
        all.add_document("the link", document);
        return Ok(());
    }
    Err(Failure::new("there is no such file or folder")
        .at(input)
        .fix("Name a file, a folder, - for standard input, or a share link"))
}

pub(crate) fn open_link(text: &str) -> Result<Document, Failure> {
    let opened = link::open(text).map_err(|error| {
        let words = error.to_string();
        let (problem, fix) = words.split_once(". ").unwrap_or((&words, ""));
        Failure::new(problem).fix(fix)
    })?;
    Ok(opened.document)
}

/// All files of a folder and the folders in it, in the order of their names; hidden ones are left out.
fn list(folder: &Path, deepest: usize, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(format!("this folder cannot be read: {error}")).at(folder.display().to_string())
    };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        entries.push(entry.map_err(unreadable)?.path());
    }
    entries.sort();
    let is_hidden = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'))
    };
    for path in entries.into_iter().filter(|path| !is_hidden(path)) {
        if !path.is_dir() {
            files.push(path);
        } else if deepest > 0 {
            list(&path, deepest - 1, files)?;
        }
    }
    Ok(())
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(format!("this file cannot be read: {error}")).at(path.display().to_string())
    };
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    Ok(bytes)
}
