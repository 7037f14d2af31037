use super::Error;

/// Where a value stands in the JSON; written only when there is something to say about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    Field(&'p str),
    Item(usize),
}

impl<'p> Path<'p> {
    pub(super) const ROOT: Path<'static> = Path {
        parent: None,
        step: Step::Root,
    };

    pub(super) fn field(&'p self, name: &'p str) -> Path<'p> {
        Path {
            parent: Some(self),
            step: Step::Field(name),
        }
    }

    pub(super) fn item(&'p self, index: usize) -> Path<'p> {
        Path {
            parent: Some(self),
            step: Step::Item(index),
        }
    }

    pub(super) fn error(&self, problem: impl Into<String>) -> Error {
        self.advise(problem, None)
    }

    pub(super) fn advise(&self, problem: impl Into<String>, fix: Option<String>) -> Error {
        let mut path = String::new();
        self.write(&mut path);
        Error::Content {
            path,
            problem: problem.into(),
            fix,
        }
    }

    fn write(&self, path: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(path);
        }
        match self.step {
            Step::Root => path.push('$'),
            Step::Field(name) => {
                path.push('.');
                path.extend(name.chars().take(60));
            }
            Step::Item(index) => path.push_str(&format!("[{index}]")),
        }
    }
}
