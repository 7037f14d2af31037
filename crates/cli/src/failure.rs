use std::fmt;

use document::inputs::Refusal;

/// Bad usage or unreadable input: file, place in it, what is wrong, what to do. Shown in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The file and the place in it; `None` for the command line.
    place: Option<String>,
    problem: String,
    fix: Option<String>,
}

impl Failure {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self {
            place: None,
            problem: problem.into(),
            fix: None,
        }
    }

    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
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

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = String::from("reachlight: ");
        if let Some(place) = &self.place {
            line.push_str(place);
            line.push_str(": ");
        }
        line.push_str(self.problem.trim_end_matches('.'));
        line.push('.');
        if let Some(fix) = &self.fix {
            line.push(' ');
            line.push_str(fix.trim_end_matches(['.', '?']));
            line.push(if fix.starts_with("Did you mean") { '?' } else { '.' });
        }
        // One line, whatever a file name holds.
        f.write_str(&line.replace(['\n', '\r'], " "))
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let place = refusal.place();
        Failure::new(refusal.problem).at(place).fix_if(refusal.fix)
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Failure::new(error.to_string()).fix("See reachlight --help")
    }
}
