use std::fmt;

/// What is wrong at one place of a text, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Error {
    /// Both count from 1; columns are characters, not bytes.
    pub line: u32,
    pub column: u32,
    /// What stands there and what was expected.
    pub problem: String,
    /// A likely way out, as a sentence without its full stop.
    pub fix: Option<String>,
}

impl Error {
    pub(crate) fn new(line: u32, column: u32, problem: impl Into<String>) -> Self {
        Self {
            line,
            column,
            problem: problem.into(),
            fix: None,
        }
    }

    pub(crate) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    pub(crate) fn fix_if(mut self, fix: Option<String>) -> Self {
        self.fix = fix;
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.problem)?;
        match &self.fix {
            Some(fix) => write!(f, ". {fix}."),
            None => f.write_str("."),
        }
    }
}

impl std::error::Error for Error {}
