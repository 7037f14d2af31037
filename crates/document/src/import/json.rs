//! A walk over JSON text, list by list and element by element: of a large file, only one element at a time becomes values.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Deserializer;

/// What is wrong at a byte of the text.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    pub(crate) at: usize,
    pub(crate) problem: String,
    /// The text ends too early.
    pub(crate) is_cut: bool,
}

/// A value that is known to be JSON, by its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// The documents in a text: one, or several behind each other.
pub(crate) fn documents(text: &str) -> Result<Vec<Value<'_>>, Broken> {
    let mut all = Vec::new();
    let mut at = skip_space(text, 0);
    while at < text.len() {
        let end = skip(text, at)?;
        all.push(Value { text, start: at, end });
        at = skip_space(text, end);
        // A comma between documents is what joining files by hand leaves.
        if text.as_bytes().get(at) == Some(&b',') {
            at = skip_space(text, at + 1);
        }
    }
    Ok(all)
}

impl<'t> Value<'t> {
    pub(crate) fn as_str(&self) -> &'t str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    pub(crate) fn is_object(&self) -> bool {
        self.as_str().starts_with('{')
    }

    pub(crate) fn is_array(&self) -> bool {
        self.as_str().starts_with('[')
    }

    pub(crate) fn is_null(&self) -> bool {
        self.as_str() == "null"
    }

    /// `{}`, `[]`, null or an empty text.
    pub(crate) fn is_blank(&self) -> bool {
        let inner = self
            .as_str()
            .trim_matches(['{', '}', '[', ']', '"', ' ', '\t', '\r', '\n']);
        inner.is_empty() || inner == "null"
    }

    /// The text of a string, or of a number.
    pub(crate) fn to_text(self) -> Option<Cow<'t, str>> {
        let text = self.as_str();
        match text.as_bytes().first()? {
            b'"' => string(text),
            b'0'..=b'9' => Some(Cow::Borrowed(text)),
            _ => None,
        }
    }

    /// The members of an object; none of anything else.
    pub(crate) fn members(&self) -> Vec<(Cow<'t, str>, Value<'t>)> {
        let mut members = Vec::new();
        if self.is_object() {
            self.each_member(&mut members);
        }
        members
    }

    fn each_member(&self, members: &mut Vec<(Cow<'t, str>, Value<'t>)>) -> Option<()> {
        let mut at = skip_space(self.text, self.start + 1);
        while self.text.as_bytes().get(at) == Some(&b'"') {
            let end = skip(self.text, at).ok()?;
            let key = string(self.text.get(at..end)?)?;
            at = skip_space(self.text, end);
            at = skip_space(self.text, at + 1);
            let end = skip(self.text, at).ok()?;
            let value = Value {
                text: self.text,
                start: at,
                end,
            };
            members.push((key, value));
            at = self.after(end);
        }
        Some(())
    }

    /// The elements of an array, one after the other; none of anything else.
    pub(crate) fn each(&self, mut take: impl FnMut(usize, Value<'t>)) {
        let mut index = 0;
        self.walk(|text, at| {
            let end = skip(text, at).ok()?;
            take(index, Value { text, start: at, end });
            index += 1;
            Some(end)
        });
    }

    /// The elements of an array as values of a type; one that is something else is handed over as it is.
    pub(crate) fn each_as<T: DeserializeOwned>(&self, mut take: impl FnMut(usize, Result<T, Value<'t>>)) {
        let mut index = 0;
        self.walk(|text, at| {
            let mut stream = Deserializer::from_str(text.get(at..)?).into_iter::<T>();
            let end = match stream.next()? {
                Ok(value) => {
                    let end = at + stream.byte_offset();
                    take(index, Ok(value));
                    end
                }
                Err(_) => {
                    let end = skip(text, at).ok()?;
                    take(index, Err(Value { text, start: at, end }));
                    end
                }
            };
            index += 1;
            Some(end)
        });
    }

    fn walk(&self, mut step: impl FnMut(&'t str, usize) -> Option<usize>) {
        if !self.is_array() {
            return;
        }
        let mut at = skip_space(self.text, self.start + 1);
        while at + 1 < self.end {
            let Some(end) = step(self.text, at) else {
                return;
            };
            at = self.after(end);
        }
    }

    /// The place behind a comma, or the end.
    fn after(&self, end: usize) -> usize {
        let at = skip_space(self.text, end);
        if self.text.as_bytes().get(at) == Some(&b',') {
            skip_space(self.text, at + 1)
        } else {
            self.end
        }
    }
}

fn string(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str::<String>(text).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

fn skip_space(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let space = rest
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    from + space.count()
}

/// The end of the value that begins here.
fn skip(text: &str, at: usize) -> Result<usize, Broken> {
    let rest = text.get(at..).unwrap_or_default();
    let mut stream = Deserializer::from_str(rest).into_iter::<IgnoredAny>();
    match stream.next() {
        Some(Ok(_)) => Ok(at + stream.byte_offset()),
        Some(Err(error)) => Err(broken(rest, at, &error)),
        None => Err(Broken {
            at,
            problem: "a value is missing".to_owned(),
            is_cut: true,
        }),
    }
}

fn broken(rest: &str, at: usize, error: &serde_json::Error) -> Broken {
    let lines = rest.split_inclusive('\n').take(error.line().saturating_sub(1));
    let offset: usize = lines.map(str::len).sum();
    let words = error.to_string();
    // The library's text ends in its own words for the place.
    let words = words.split(" at line ").next().unwrap_or(&words);
    Broken {
        at: at + offset + error.column().saturating_sub(1),
        problem: words.to_owned(),
        is_cut: error.is_eof(),
    }
}

/// Line and column of a byte, from 1.
pub(crate) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.as_bytes().get(..at.min(text.len())).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    (line, before.len() - start + 1)
}
