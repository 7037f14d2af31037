//! What an import read, assumed, left out and could not make sense of, each with its place.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::raw::Text;

/// A remark on what was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Note {
    pub file: Text,
    pub kind: NoteKind,
    /// JSON path in the file: `$.Vpcs[3].CidrBlock`; empty for the file as a whole.
    pub path: Text,
    /// The id of the thing, if it is about one.
    pub id: Option<Text>,
    pub text: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// A place in a file of Terraform's or CloudFormation's with their names, where AWS's field was at fault.
fn in_own_words(path: &Text) -> Text {
    if let Some((resource, rest)) = path.split_once(".Properties.").filter(|_| path.contains(".Resources.")) {
        return in_properties(resource, rest).into();
    }
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

/// The same below the properties of a resource of CloudFormation's.
fn in_properties(resource: &str, rest: &str) -> String {
    let mut words = format!("{resource}.Properties");
    for step in rest.split('.') {
        let name = step.split('[').next().unwrap_or_default();
        let own = match name {
            "IpPermissions" | "ingress" => "SecurityGroupIngress".to_owned(),
            "IpPermissionsEgress" | "egress" => "SecurityGroupEgress".to_owned(),
            "CidrBlockAssociationSet" => "CidrBlock".to_owned(),
            "Ipv6CidrBlockAssociationSet" => "Ipv6CidrBlock".to_owned(),
            // Several resources make these lists.
            "Routes" | "Entries" | "NetworkInterfaces" | "Associations" => break,
            name if name.starts_with(|letter: char| letter.is_ascii_lowercase()) => pascal(name),
            name => name.to_owned(),
        };
        words.push('.');
        words.push_str(&step.replacen(name, &own, 1));
    }
    words
}

/// `subnet_id` as `SubnetId`.
fn pascal(name: &str) -> String {
    let capital = |word: &str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        first.to_ascii_uppercase() + rest
    };
    name.split('_').map(capital).collect()
}

/// `SubnetId` as `subnet_id`.
pub(super) fn snake(name: &str) -> String {
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
pub(crate) struct Notes {
    all: Vec<Note>,
    /// Files and paths of which it was said what is wrong there.
    explained: BTreeSet<(Text, Text)>,
}

impl Notes {
    pub(crate) fn add(&mut self, kind: NoteKind, at: &Origin, id: Option<&Text>, text: impl Into<Text>) {
        self.all.push(Note {
            file: at.file.clone(),
            kind,
            path: at.path.clone(),
            id: id.cloned(),
            text: text.into(),
        });
    }

    /// Why a value at a place is not known: nothing more general needs to be said of it.
    pub(crate) fn explain(&mut self, at: &Origin, id: &Text, text: &str) {
        self.explained.insert((at.file.clone(), at.path.clone()));
        self.add(NoteKind::NotModelled, at, Some(id), text);
    }

    pub(crate) fn is_explained(&self, at: &Origin) -> bool {
        let has = |at: &Origin| self.explained.contains(&(at.file.clone(), in_own_words(&at.path)));
        !self.explained.is_empty() && has(at)
    }

    pub(crate) fn finish(mut self) -> Vec<Note> {
        for note in &mut self.all {
            note.path = in_own_words(&note.path);
        }
        self.all.sort();
        self.all.dedup();
        self.all
    }
}
