//! Writes lines, with the comments that stand above them.

use std::rc::Rc;

use reach::id::{Id, Kind, Record, Ref};
use reach::sorted::SortedSet;
use reach::topology::Topology;

use super::keyword;
use super::lexer::quote;
use super::scope::Ids;
use crate::document::Comments;

#[derive(Debug)]
pub(crate) struct Printer<'d> {
    pub(crate) topology: &'d Topology,
    pub(crate) ids: Ids,
    comments: Option<&'d Comments>,
    printed: SortedSet<String>,
    text: String,
}

impl<'d> Printer<'d> {
    pub(crate) fn new(topology: &'d Topology, comments: Option<&'d Comments>) -> Self {
        Self {
            topology,
            ids: Ids::of(topology),
            comments,
            printed: SortedSet::new(),
            text: String::new(),
        }
    }

    pub(crate) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }

    pub(crate) fn line(&mut self, depth: usize, line: &str) {
        for _ in 0..depth {
            self.text.push_str("  ");
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// An empty line, but none at the top and never two.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The first line of an element, under its comments.
    pub(crate) fn head(&mut self, depth: usize, id: &str, line: &str, name: &Option<Rc<str>>) {
        self.comments(depth, &element_key(id));
        self.line(depth, line);
        if let Some(name) = name {
            self.line(depth + 1, &format!("name {}", quote(name)));
        }
    }

    /// A row of an element, under its comments.
    pub(crate) fn row(&mut self, depth: usize, id: &str, row: &str, line: &str) {
        self.comments(depth, &row_key(id, row));
        self.line(depth, line);
    }

    pub(crate) fn has_comments(&self, key: &str) -> bool {
        self.comments
            .is_some_and(|comments| comments.0.get(key).is_some_and(|lines| !lines.is_empty()))
    }

    pub(crate) fn comments(&mut self, depth: usize, key: &str) {
        let Some(lines) = self.comments.and_then(|comments| comments.0.get(key)) else {
            return;
        };
        if !self.printed.insert(key.to_owned()) {
            return;
        }
        for comment in lines {
            // A line break inside would end the comment.
            let comment = comment.replace(['\n', '\r'], " ");
            self.line(depth, &format!("# {comment}"));
        }
    }

    /// A reference to an element of a known kind.
    pub(crate) fn id<T: Record>(&self, id: &Id<T>) -> String {
        let deleted = if self.ids.knows(&Ref::from(id)) { "" } else { "deleted " };
        format!("{deleted}{}", keyword::name(id.as_str()))
    }

    pub(crate) fn ids<'i, T: Record + 'i>(&self, ids: impl IntoIterator<Item = &'i Id<T>>) -> String {
        list(ids.into_iter().map(|id| self.id(id)))
    }

    /// A reference to an element of any kind.
    pub(crate) fn any(&self, reference: &Ref) -> String {
        if self.ids.knows(reference) {
            keyword::name(&reference.id).into_owned()
        } else {
            format!("deleted {} {}", reference.kind.word(), keyword::name(&reference.id))
        }
    }

    /// ` vpc deleted vpc-1` on an element that cannot stand inside its container.
    pub(crate) fn container<T: Record>(&self, depth: usize, id: &Id<T>) -> String {
        if depth > 0 {
            return String::new();
        }
        let word = if T::KIND == Kind::Subnet { "subnet" } else { "vpc" };
        format!(" {word} {}", self.id(id))
    }
}

/// The values after each other, or `none`.
pub(crate) fn list(values: impl IntoIterator<Item = String>) -> String {
    let values: Vec<String> = values.into_iter().collect();
    if values.is_empty() {
        "none".to_owned()
    } else {
        values.join(" ")
    }
}

/// The key of the comments above an element.
pub(crate) fn element_key(id: &str) -> String {
    let reserved = matches!(id, "top" | "end" | "title" | "layout" | "view") || id.starts_with("flow/");
    if reserved { format!("{id}/") } else { id.to_owned() }
}

pub(crate) fn row_key(id: &str, row: &str) -> String {
    format!("{id}/{row}")
}

pub(crate) fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}
