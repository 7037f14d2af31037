use serde_json::{Map, Value};

use super::Error;
use super::path::Path;
use super::wire::Wire;
use crate::text::did_you_mean;

/// The fields of one object while it is read; what nobody asked for is refused in the end.
#[derive(Debug)]
pub(super) struct Fields<'v> {
    object: &'v Map<String, Value>,
    path: Path<'v>,
    known: Vec<&'static str>,
}

impl<'v> Fields<'v> {
    pub(super) fn of(value: &'v Value, path: Path<'v>) -> Result<Self, Error> {
        let Some(object) = value.as_object() else {
            return Err(path.error("an object is expected here"));
        };
        Ok(Self {
            object,
            path,
            known: Vec::new(),
        })
    }

    pub(super) fn path(&self) -> Path<'v> {
        self.path
    }

    pub(super) fn optional<T: Wire>(&mut self, name: &'static str) -> Result<Option<T>, Error> {
        self.known.push(name);
        match self.object.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::read(value, &self.path.field(name)).map(Some),
        }
    }

    /// A field that is read in a way of its own.
    pub(super) fn with<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'v Value, Path<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        self.known.push(name);
        match self.object.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value, self.path.field(name)).map(Some),
        }
    }

    pub(super) fn required<T: Wire>(&mut self, name: &'static str) -> Result<T, Error> {
        let path = self.path;
        self.optional(name)?
            .ok_or_else(|| path.error(format!("the field `{name}` is missing")))
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        match self.object.keys().find(|key| !self.known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => {
                let fix = did_you_mean(key, self.known.iter().copied())
                    .unwrap_or_else(|| format!("Fields here are {}", self.known.join(", ")));
                Err(self.path.field(key).advise("this field is not known here", Some(fix)))
            }
        }
    }
}
