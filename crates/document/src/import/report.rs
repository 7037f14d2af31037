//! What an import read, assumed, left out and could not make sense of, each with its place.

use std::fmt;

use super::raw::Text;

/// A remark on what was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    pub file: Text,
    pub kind: NoteKind,
    /// JSON path in the file: `$.Vpcs[3].CidrBlock`; empty for the file as a whole.
    pub path: Text,
    /// The id of the thing, if it is about one.
    pub id: Option<Text>,
    pub text: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// How much of what was found.
    Read,
    /// Not in the input: AWS's default stands for it.
    Assumed,
    /// In the input, and without a part in the diagram.
    Ignored,
    /// Two inputs say different things.
    Conflict,
    /// In the input, and beyond this program: flows that touch it are `unknown`.
    NotModelled,
}

impl NoteKind {
    pub const fn word(self) -> &'static str {
        match self {
            NoteKind::Read => "read",
            NoteKind::Assumed => "assumed",
            NoteKind::Ignored => "ignored",
            NoteKind::Conflict => "conflict",
            NoteKind::NotModelled => "not-modelled",
        }
    }
}

/// Why a file cannot be read. Nothing of it is in the diagram.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Error {
    pub file: Text,
    /// Line and column, from 1, where there is a place.
    pub place: Option<(usize, usize)>,
    pub problem: Text,
    /// What to do, as a sentence without its full stop.
    pub fix: Text,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}. {}.", self.problem, self.fix)
    }
}

impl std::error::Error for Error {}

/// Where a thing was found, and whose it is by that place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    /// It only adds to a thing: the place of the thing itself goes first.
    pub(crate) is_part: bool,
    pub(crate) file: Text,
    /// `$.Vpcs[3]`, or the address of a resource.
    pub(crate) path: Text,
    pub(crate) account: Option<Text>,
    pub(crate) region: Option<Text>,
}

/// A place in a Terraform file with Terraform's names, where AWS's field was at fault.
fn in_own_words(path: &Text) -> Text {
    let is_terraform = path.contains(".resources[") || path.contains(".resource_changes[");
    let is_of_aws = |step: &str| step.starts_with(|letter: char| letter.is_ascii_uppercase());
    if !is_terraform || !path.split('.').any(is_of_aws) {
        return path.clone();
    }
    let mut words: Vec<String> = Vec::new();
    for step in path.split('.') {
        let name = step.split('[').next().unwrap_or_default();
        match name {
            "IpPermissions" => words.push(step.replacen(name, "ingress", 1)),
            "IpPermissionsEgress" => words.push(step.replacen(name, "egress", 1)),
            // Several resources and blocks make these lists.
            "Routes" | "Entries" | "NetworkInterfaces" => break,
            _ if is_of_aws(name) => words.push(step.replacen(name, &snake(name), 1)),
            _ => words.push(step.to_owned()),
        }
    }
    words.join(".").into()
}

/// `SubnetId` as `subnet_id`.
fn snake(name: &str) -> String {
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

/// The remarks so far; their order does not matter, they are sorted at the end.
#[derive(Debug, Default)]
pub(crate) struct Notes(Vec<Note>);

impl Notes {
    pub(crate) fn add(&mut self, kind: NoteKind, at: &Origin, id: Option<&Text>, text: impl Into<Text>) {
        self.0.push(Note {
            file: at.file.clone(),
            kind,
            path: at.path.clone(),
            id: id.cloned(),
            text: text.into(),
        });
    }

    pub(crate) fn finish(mut self) -> Vec<Note> {
        for note in &mut self.0 {
            note.path = in_own_words(&note.path);
        }
        self.0.sort();
        self.0.dedup();
        self.0
    }
}
