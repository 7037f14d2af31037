//! The JSON form: for files, for other programs, for what is kept in the browser.
//!
//! `{"reachlight": 1, …}`: the number is the version of the form. A field that this version does not know is refused with its
//! place, so that nothing is lost silently; a newer version says so.

mod fields;
mod path;
mod v1;
mod wire;

use std::fmt;

use serde_json::Value;

use crate::document::Document;

/// Nothing larger is read.
const LARGEST: usize = 16 << 20;

/// Why a JSON text is not a diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// It is not JSON: the place counts from 1.
    Syntax {
        line: usize,
        column: usize,
        problem: String,
    },
    /// It is JSON, and something in it is not as it should be: `$.vpcs[3].cidrs[0]`.
    Content {
        path: String,
        problem: String,
        /// A likely way out, as a sentence without its full stop.
        fix: Option<String>,
    },
    /// A later version of this program wrote it.
    NewerVersion {
        version: u64,
    },
    /// It is JSON of something else.
    NotADiagram,
    TooLarge,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Syntax { line, column, problem } => write!(f, "line {line}, column {column}: {problem}."),
            Error::Content {
                path,
                problem,
                fix: None,
            } => write!(f, "{path}: {problem}."),
            Error::Content {
                path,
                problem,
                fix: Some(fix),
            } => write!(f, "{path}: {problem}. {fix}."),
            Error::NewerVersion { version } => write!(
                f,
                "this diagram was saved by a newer version (form {version}, this one knows 1). Use the newer version."
            ),
            Error::NotADiagram => write!(
                f,
                "this JSON is not a diagram: it has no `\"reachlight\": 1`. Save the diagram again, or import the file."
            ),
            Error::TooLarge => write!(
                f,
                "this file is larger than 16 MiB. Split it, or leave out what is not asked about."
            ),
        }
    }
}

impl std::error::Error for Error {}

/// Reads any version of the form.
pub fn read(text: &str) -> Result<Document, Error> {
    if text.len() > LARGEST {
        return Err(Error::TooLarge);
    }
    let value: Value = serde_json::from_str(text).map_err(|error| syntax(&error))?;
    let version = value.as_object().and_then(|object| object.get("reachlight"));
    match version.and_then(Value::as_u64) {
        Some(1) => v1::read(&value),
        Some(version) if version > 1 => Err(Error::NewerVersion { version }),
        _ => Err(Error::NotADiagram),
    }
}

/// Writes the newest version of the form, indented, with a line break at the end.
pub fn write(document: &Document) -> String {
    format!("{:#}\n", v1::write(document))
}

fn syntax(error: &serde_json::Error) -> Error {
    let words = error.to_string();
    // The library's text ends in its own words for the place.
    let words = words.split(" at line ").next().unwrap_or(&words);
    let problem = if error.is_eof() {
        "this JSON ends before it is complete: copy the whole of it".to_owned()
    } else if words == "recursion limit exceeded" {
        "this JSON is nested too deeply for a diagram".to_owned()
    } else {
        format!("this is not JSON: {words}")
    };
    Error::Syntax {
        line: error.line(),
        column: error.column(),
        problem,
    }
}
