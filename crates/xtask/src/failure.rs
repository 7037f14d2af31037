use std::{fmt, io, path::PathBuf, process::ExitStatus};

pub type Result<T> = std::result::Result<T, Failure>;

/// Why a command could not do its work, in words for the person who ran it.
#[derive(Debug)]
pub enum Failure {
    Usage(String),
    File { path: PathBuf, source: io::Error },
    CannotRun { program: String, source: io::Error },
    Exited { program: String, status: ExitStatus },
    Missing { what: String, advice: String },
    Network { what: String, source: io::Error },
    TooLarge { bytes: usize, limit: usize },
    CannotSplit(String),
    Checks { failed: usize },
}

impl Failure {
    pub fn missing(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::Missing {
            what: what.into(),
            advice: advice.into(),
        }
    }

    pub fn file(path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::File {
            path: path.into(),
            source,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(what) => write!(f, "{what}"),
            Self::File { path, source } => write!(f, "{}: {source}", path.display()),
            Self::CannotRun { program, source } => write!(f, "`{program}` could not be started: {source}"),
            Self::Exited { program, status } => write!(f, "`{program}` failed ({status})"),
            Self::Missing { what, advice } => write!(f, "{what}: {advice}"),
            Self::Network { what, source } => write!(f, "{what}: {source}"),
            Self::TooLarge { bytes, limit } => {
                write!(f, "the first load is {bytes} bytes after brotli; the limit is {limit}")
            }
            Self::CannotSplit(why) => write!(f, "the program cannot be cut in two: {why}"),
            Self::Checks { failed: 1 } => write!(f, "1 check failed"),
            Self::Checks { failed } => write!(f, "{failed} checks failed"),
        }
    }
}

impl std::error::Error for Failure {}
