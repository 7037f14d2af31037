//! What is read, and what is said of the parameters in it.

use std::collections::BTreeMap;

use crate::failure::Failure;

#[derive(Clone, Debug, Default)]
pub(crate) struct Inputs {
    names: Vec<String>,
    /// Of CloudFormation's templates.
    parameters: BTreeMap<String, String>,
}

impl Inputs {
    pub(crate) fn push(&mut self, name: String) {
        self.names.push(name);
    }

    /// `NAME=VALUE`.
    pub(crate) fn parameter(&mut self, text: &str) -> Result<(), Failure> {
        match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                self.parameters.insert(name.trim().to_owned(), value.to_owned());
                Ok(())
            }
            _ => Err(Failure::new("--param needs a name and a value").fix("Write --param NAME=VALUE")),
        }
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn parameters(&self) -> &BTreeMap<String, String> {
        &self.parameters
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Each by itself, with what is said of all.
    pub(crate) fn each(self) -> Vec<Inputs> {
        let parameters = self.parameters;
        let one = |name| Inputs {
            names: vec![name],
            parameters: parameters.clone(),
        };
        self.names.into_iter().map(one).collect()
    }
}
