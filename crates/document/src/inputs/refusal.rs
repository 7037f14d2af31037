//! Why an input cannot be read: where, what, what to do.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::LARGEST;
use crate::{file, import, link, text};

/// Nothing of the input is in the diagram.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub file: String,
    pub at: Option<At>,
    pub problem: String,
    /// As a sentence without its full stop.
    pub fix: Option<String>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum At {
    /// Line and column, from 1.
    Line(usize, usize),
    /// `$.vpcs[3].cidrs[0]`.
    Path(String),
}

impl Refusal {
    pub fn new(file: &str, problem: impl Into<String>, fix: &str) -> Self {
        Self {
            file: file.to_owned(),
            at: None,
            problem: problem.into(),
            fix: Some(fix.to_owned()).filter(|fix| !fix.is_empty()),
        }
    }

    /// The file, and the place in it.
    pub fn place(&self) -> String {
        match &self.at {
            None => self.file.clone(),
            Some(At::Line(line, column)) => format!("{}:{line}:{column}", self.file),
            Some(At::Path(path)) => format!("{}: {path}", self.file),
        }
    }

    pub fn too_large(file: &str) -> Self {
        let problem = format!("this is larger than {} MiB", LARGEST >> 20);
        Self::new(file, problem, "Leave out what is not asked about")
    }

    /// The first mistake, and how many there are besides.
    pub(super) fn text(file: &str, errors: &[text::Error]) -> Self {
        let Some(first) = errors.first() else {
            return Self::new(file, "this text cannot be read", "Check its lines");
        };
        let more = match errors.len() - 1 {
            0 => String::new(),
            1 => " (and one more mistake)".to_owned(),
            several => format!(" (and {several} more mistakes)"),
        };
        Self {
            file: file.to_owned(),
            at: Some(At::Line(first.line as usize, first.column as usize)),
            problem: format!("{}{more}", first.problem),
            fix: first.fix.clone(),
        }
    }

    pub(super) fn json(file: &str, error: file::Error) -> Self {
        match error {
            file::Error::Syntax { line, column, problem } => Self {
                at: Some(At::Line(line, column)),
                ..Self::new(file, problem, "Check the JSON around this place")
            },
            file::Error::Content { path, problem, fix } => Self {
                file: file.to_owned(),
                at: Some(At::Path(path)),
                problem,
                fix,
            },
            other => Self::in_two_sentences(file, &other.to_string()),
        }
    }

    pub(super) fn link(file: &str, error: &link::LinkError) -> Self {
        Self::in_two_sentences(file, &error.to_string())
    }

    pub(super) fn import(error: &import::Error) -> Self {
        Self {
            at: error.place.map(|(line, column)| At::Line(line, column)),
            ..Self::new(&error.file, &*error.problem, &error.fix)
        }
    }

    fn in_two_sentences(file: &str, words: &str) -> Self {
        let (problem, fix) = words.split_once(". ").unwrap_or((words, ""));
        Self::new(file, problem, fix)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}.", self.place(), self.problem.trim_end_matches('.'))?;
        match self.fix.as_deref().map(|fix| fix.trim_end_matches(['.', '?'])) {
            None | Some("") => Ok(()),
            Some(fix) => write!(f, " {fix}{}", if fix.starts_with("Did you mean") { '?' } else { '.' }),
        }
    }
}

impl std::error::Error for Refusal {}
