//! Inputs of any kind, in any number, into one diagram: our own forms, links, pictures, and other people's files.
//!
//! ```text
//! name, bytes ──Form::of──▶ our own: a Document, merged by ids ──┐
//!                      └──▶ another program's: Importer ─────────┴─▶ Gathered: document, remarks, parameters to ask for
//! ```
//!
//! The command line and the page's importer read by this; the page's first program does not.

pub mod answer;
mod merge;
mod refusal;

use std::str;

use crate::document::Document;
use crate::form::{Form, bare};
use crate::import::{Added, Importer, Note, NoteKind, Parameter, Side, Source};
use crate::{file, link, picture, text};
use merge::Merged;
pub use refusal::{At, Refusal};

/// Nothing larger is read.
pub const LARGEST: u64 = 512 << 20;

const NOTHING: &str = "nothing of a network is in this file";
const READ: &str = "This version reads the text form (.reach), the diagram JSON, share links, AWS JSON, Terraform's JSON and CloudFormation's templates";

/// How somebody came to give an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// Itself: it has to be something that can be read.
    ByName,
    /// With the folder that it is in: what is something else is only remarked upon.
    InFolder,
}

/// The inputs so far.
#[derive(Debug, Default)]
pub struct Inputs {
    merged: Merged,
    importer: Importer,
}

/// What came out of all inputs.
#[derive(Debug)]
pub struct Gathered {
    pub document: Document,
    pub notes: Vec<Note>,
    /// Parameters of templates that decide something and have no value.
    pub missing: Vec<Parameter>,
    /// The names of all parameters of templates …
    pub parameters: Vec<String>,
    /// … and those that were said and are none.
    pub unknown_parameters: Vec<String>,
}

impl Inputs {
    /// For what plans change: the network before, or after.
    pub fn of(side: Side) -> Self {
        Self {
            importer: Importer::of(side),
            ..Self::default()
        }
    }

    /// Says the value of a parameter of templates; `AWS::Region` is one, too.
    pub fn say(&mut self, parameter: &str, value: &str) {
        self.importer.give(parameter, value);
    }

    pub fn has_plan(&self) -> bool {
        self.importer.has_plan()
    }

    pub fn is_empty(&self) -> bool {
        self.merged.is_empty() && self.importer.is_empty()
    }

    pub fn add_document(&mut self, name: &str, document: Document) {
        self.merged.add(name, document);
    }

    /// Adds what a file holds.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>, given: Given) -> Result<(), Refusal> {
        if bytes.len() as u64 > LARGEST {
            return Err(Refusal::too_large(name));
        }
        let form = Form::of(&bytes);
        let content = str::from_utf8(&bytes).map(bare).unwrap_or_default();
        match form {
            Form::Png => self.drawn(name, picture::of_png(&bytes), given),
            Form::Svg => self.drawn(name, picture::of_svg(content), given),
            Form::Json => match file::read(content) {
                Err(file::Error::NotADiagram) => self.import(name, bytes, given),
                read => self.read(name, read.map_err(|error| Refusal::json(name, error))),
            },
            Form::Link => self.read(
                name,
                link::decode(content.trim()).map_err(|error| Refusal::link(name, &error)),
            ),
            Form::Text | Form::Blank if given == Given::InFolder && !text::is_likely(content) => {
                self.other(name, given, "this is not a diagram")
            }
            Form::Text | Form::Blank => self.read(
                name,
                text::parse(content).map_err(|errors| Refusal::text(name, &errors)),
            ),
            Form::Page | Form::Terraform if given == Given::InFolder => {
                self.other(name, given, "this is not a diagram")
            }
            Form::Page | Form::Terraform | Form::Foreign => self.import(name, bytes, given),
            Form::Packed if given == Given::ByName => Err(Refusal::new(name, PACKED, UNPACK)),
            Form::Packed | Form::Bytes => self.other(name, given, "this is not text"),
        }
    }

    fn read(&mut self, name: &str, read: Result<Document, Refusal>) -> Result<(), Refusal> {
        self.merged.add(name, read?);
        Ok(())
    }

    /// A picture with its diagram, if nobody dropped it.
    fn drawn(&mut self, name: &str, read: Option<Result<Document, file::Error>>, given: Given) -> Result<(), Refusal> {
        match read {
            Some(read) => self.read(name, read.map_err(|error| Refusal::json(name, error))),
            None => self.other(name, given, "there is no diagram in this picture"),
        }
    }

    /// What other programs wrote.
    fn import(&mut self, name: &str, bytes: Vec<u8>, given: Given) -> Result<(), Refusal> {
        let source = Source {
            name: name.to_owned(),
            bytes,
        };
        match self.importer.add(source).map_err(|error| Refusal::import(&error))? {
            Added::Something => Ok(()),
            Added::Nothing => self.other(name, given, NOTHING),
        }
    }

    fn other(&mut self, name: &str, given: Given, problem: &str) -> Result<(), Refusal> {
        if given == Given::ByName {
            return Err(Refusal::new(name, problem, READ));
        }
        let text = format!("{problem}; it was left out");
        self.merged.note(NoteKind::Ignored, name, None, text);
        Ok(())
    }

    /// One diagram out of everything that was added; `names` is what to call all of it.
    pub fn finish(self, names: &str) -> Result<Gathered, Refusal> {
        let Self { mut merged, importer } = self;
        let (mut missing, mut parameters, mut unknown_parameters) = <(Vec<_>, Vec<_>, Vec<_>)>::default();
        if !importer.is_empty() || importer.has_plan() {
            let import = importer.finish();
            merged.import(import.document, import.notes);
            (missing, parameters, unknown_parameters) = (import.missing, import.parameters, import.unknown_parameters);
        } else if merged.is_empty() {
            return Err(Refusal::new(names, NOTHING, EMPTY));
        }
        let (document, notes) = merged.finish();
        Ok(Gathered {
            document,
            notes,
            missing,
            parameters,
            unknown_parameters,
        })
    }
}

const EMPTY: &str = "The lists in it are empty: ask AWS for another Region or account";
const PACKED: &str = "this is packed, as `terraform plan -out` writes a plan";
const UNPACK: &str = "Give the output of `terraform show -json` for it, or what is in it";
