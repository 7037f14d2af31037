//! Inputs into documents: files, folders, standard input, links. What a file holds is found out from its content.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use document::import::{Added, Import, Importer, NoteKind, Side, Source, is_cloudformation_yaml, is_terraform_source};
use document::{Document, file, link, picture, text};
use serde::{Serialize, Serializer};

use crate::args::Inputs as Arguments;
use crate::failure::Failure;
use crate::merge::Merged;

/// Nothing larger is read.
const LARGEST: u64 = 512 << 20;
const NOTHING: &str = "nothing of a network is in this file";
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

/// The inputs so far: diagrams, and other people's files, which become one network at the end.
#[derive(Default)]
struct Inputs {
    merged: Merged,
    importer: Importer,
}

/// All inputs as one document, with the remarks.
pub(crate) fn read(inputs: &Arguments) -> Result<(Document, Vec<Note>), Failure> {
    let all = gather(inputs, Side::After)?;
    finish(all, inputs)
}

/// The network before a Terraform plan and the one after it; nothing if the input is no plan.
pub(crate) fn read_plan(inputs: &Arguments) -> Result<Option<[Document; 2]>, Failure> {
    let before = gather(inputs, Side::Before)?;
    if !before.importer.has_plan() {
        return Ok(None);
    }
    let after = finish(gather(inputs, Side::After)?, inputs)?;
    Ok(Some([finish(before, inputs)?.0, after.0]))
}

fn gather(inputs: &Arguments, side: Side) -> Result<Inputs, Failure> {
    let mut all = Inputs {
        importer: Importer::of(side),
        ..Inputs::default()
    };
    for (name, value) in inputs.parameters() {
        all.importer.give(name, value);
    }
    for input in inputs.names() {
        read_one(input, &mut all)?;
    }
    Ok(all)
}

fn finish(all: Inputs, inputs: &Arguments) -> Result<(Document, Vec<Note>), Failure> {
    let Inputs { mut merged, importer } = all;
    if !importer.is_empty() || importer.has_plan() {
        let import = importer.finish();
        parameters_fit(&import)?;
        merged.import(import);
    } else if merged.is_empty() {
        let fix = "The lists in it are empty: ask AWS for another Region or account";
        return Err(Failure::new(NOTHING).at(inputs.names().join(", ")).fix(fix));
    }
    Ok(merged.finish())
}

/// Whether templates have all the values that they need, and no others.
fn parameters_fit(import: &Import) -> Result<(), Failure> {
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
        return add("standard input", bytes, false, all);
    }
    let path = Path::new(input);
    if path.is_dir() {
        let mut files = Vec::new();
        list(path, DEEPEST, &mut files)?;
        for file in &files {
            add(&file.display().to_string(), bytes_of(file)?, true, all)?;
        }
        return if all.merged.is_empty() && all.importer.is_empty() {
            Err(Failure::new("this folder holds no network")
                .at(input)
                .fix("Name a folder with .reach files, diagrams or answers of aws commands as JSON"))
        } else {
            Ok(())
        };
    }
    if path.exists() {
        return add(input, bytes_of(path)?, false, all);
    }
    if link::is_link(input) || input.contains("://") || input.starts_with('#') {
        let document = open_link(input)?;
        all.merged.add("the link", document);
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

/// Adds what a file holds. In a folder, a file that is something else is only remarked upon.
fn add(name: &str, bytes: Vec<u8>, in_folder: bool, all: &mut Inputs) -> Result<(), Failure> {
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::new(format!("this is larger than {} MiB", LARGEST >> 20))
            .at(name)
            .fix("Leave out what is not asked about"));
    }
    if picture::is_png(&bytes) {
        return drawn(name, picture::of_png(&bytes), in_folder, all);
    }
    let Ok(content) = std::str::from_utf8(&bytes) else {
        // PowerShell writes UTF-16.
        return match bytes.as_slice() {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => import(name, bytes, in_folder, all),
            [b'P', b'K', ..] if !in_folder => {
                Err(Failure::new("this is packed, as `terraform plan -out` writes a plan")
                    .at(name)
                    .fix("Give the output of `terraform show -json` for it, or what is in it"))
            }
            _ => other(name, in_folder, all, "this is not text"),
        };
    };
    let start = content.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with(['{', '[']) {
        return match is_diagram(start).then(|| file::read(content.trim_start_matches('\u{feff}'))) {
            Some(Ok(document)) => {
                all.merged.add(name, document);
                Ok(())
            }
            Some(Err(error)) if error != file::Error::NotADiagram => Err(json_failure(name, &error)),
            _ => import(name, bytes, in_folder, all),
        };
    }
    if link::is_link(start) || is_bare_link(start) {
        let document = open_link(start.trim()).map_err(|failure| failure.at(name))?;
        all.merged.add(name, document);
        return Ok(());
    }
    if start.starts_with('<') && start.contains("<svg") {
        return drawn(name, picture::of_svg(start), in_folder, all);
    }
    if is_cloudformation_yaml(start) {
        return import(name, bytes, in_folder, all);
    }
    if in_folder && !text::is_likely(content) {
        return other(name, in_folder, all, "this is not a diagram");
    }
    if start.starts_with('<') {
        return import(name, bytes, in_folder, all);
    }
    match text::parse(content) {
        Ok(document) => {
            all.merged.add(name, document);
            Ok(())
        }
        Err(_) if is_terraform_source(content) => import(name, bytes, in_folder, all),
        Err(errors) => Err(text_failure(name, &errors)),
    }
}

/// A picture with its diagram, if nobody dropped it.
fn drawn(
    name: &str,
    read: Option<Result<Document, file::Error>>,
    in_folder: bool,
    all: &mut Inputs,
) -> Result<(), Failure> {
    match read {
        Some(Ok(document)) => {
            all.merged.add(name, document);
            Ok(())
        }
        Some(Err(error)) => Err(json_failure(name, &error)),
        None => other(name, in_folder, all, "there is no diagram in this picture"),
    }
}

/// Whether the JSON may be one of our own. A large one of somebody else's is not parsed to find out.
fn is_diagram(content: &str) -> bool {
    content.contains("\"reachlight\"")
}

/// What other programs wrote.
fn import(name: &str, bytes: Vec<u8>, in_folder: bool, all: &mut Inputs) -> Result<(), Failure> {
    let source = Source {
        name: name.to_owned(),
        bytes,
    };
    match all.importer.add(source) {
        Ok(Added::Something) => Ok(()),
        Ok(Added::Nothing) => other(name, in_folder, all, NOTHING),
        Err(error) => {
            let place = match error.place {
                Some((line, column)) => format!("{name}:{line}:{column}"),
                None => name.to_owned(),
            };
            Err(Failure::new(&*error.problem).at(place).fix(&*error.fix))
        }
    }
}

/// A fragment alone: `#1…`.
fn is_bare_link(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('#') && !text.contains(char::is_whitespace) && text.len() > 12
}

fn other(name: &str, in_folder: bool, all: &mut Inputs, problem: &str) -> Result<(), Failure> {
    if !in_folder {
        let fix = "This version reads the text form (.reach), the diagram JSON, share links, AWS JSON, Terraform's JSON and CloudFormation's templates";
        return Err(Failure::new(problem).at(name).fix(fix));
    }
    all.merged
        .note(NoteKind::Ignored, name, None, format!("{problem}; it was left out"));
    Ok(())
}

/// The first mistake, and how many there are besides.
fn text_failure(name: &str, errors: &[text::Error]) -> Failure {
    let Some(first) = errors.first() else {
        return Failure::new("this text cannot be read").at(name);
    };
    let more = match errors.len() - 1 {
        0 => String::new(),
        1 => " (and one more mistake)".to_owned(),
        several => format!(" (and {several} more mistakes)"),
    };
    Failure::new(format!("{}{more}", first.problem))
        .at(format!("{name}:{}:{}", first.line, first.column))
        .fix_if(first.fix.clone())
}

fn json_failure(name: &str, error: &file::Error) -> Failure {
    match error {
        file::Error::Syntax { line, column, problem } => Failure::new(problem.clone())
            .at(format!("{name}:{line}:{column}"))
            .fix("Check the JSON around this place"),
        file::Error::Content { path, problem, fix } => Failure::new(problem.clone())
            .at(format!("{name}: {path}"))
            .fix_if(fix.clone()),
        other => {
            let words = other.to_string();
            let (problem, fix) = words.split_once(". ").unwrap_or((&words, ""));
            Failure::new(problem).at(name).fix(fix)
        }
    }
}
