//! How one element is read: its first line, its attributes (on that line or beneath it) and its rows.

use std::rc::Rc;

use reach::id::{Id, Record, Ref};
use reach::sorted::SortedSet;
use reach::topology::Element;

use super::Error;
use super::cursor::{Cursor, Parsed};
use super::printer::Printer;
use super::scope::Scope;
use super::tree::Node;

/// An element of the text form.
pub(crate) trait Written: Record + Clone + Sized
where
    Element: From<(Id<Self>, Self)>,
{
    /// The words that open an attribute or a row, besides `name`.
    const ATTRIBUTES: &'static [&'static str];
    /// The elements that can stand inside.
    const NESTED: &'static [&'static str] = &[];

    fn blank(start: &Start<'_>) -> Self;
    fn name(&mut self) -> &mut Option<Rc<str>>;

    /// What belongs after the id.
    fn head(&mut self, _: &mut Reader<'_>) -> Parsed<()> {
        Ok(())
    }

    /// The values after one of the [`Written::ATTRIBUTES`], which is already taken.
    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key>;

    /// A line that opens with no known word.
    fn row(&mut self, reader: &mut Reader<'_>) -> Parsed<Key> {
        let mut known: Vec<&str> = vec!["name"];
        known.extend(Self::ATTRIBUTES);
        known.extend(Self::NESTED);
        Err(reader.cursor.unknown_word(&known))
    }

    /// Called once all lines are read.
    fn complete(&mut self) {}

    /// What is still missing, in words, once all lines are read.
    fn missing(&self) -> Option<&'static str> {
        None
    }

    /// The element's own lines, without what stands inside it.
    fn print(&self, id: &Id<Self>, depth: usize, printer: &mut Printer<'_>);
}

/// The row that a comment belongs to, if the line is one: `10.0.0.0/16`, `in/100`.
pub(crate) type Key = Option<String>;

/// What a new record can be made from.
#[derive(Debug)]
pub(crate) struct Start<'n> {
    pub(crate) id: &'n Rc<str>,
    pub(crate) parent: Option<&'n Ref>,
    pub(crate) node: &'n Node<'n>,
    pub(crate) scope: &'n Scope,
}

impl Start<'_> {
    /// The parent, if it is of the kind that the record stands in; otherwise an empty id, which [`Written::missing`] reports.
    pub(crate) fn parent<T: Record>(&self) -> Id<T> {
        self.parent.and_then(Ref::to_id).unwrap_or_else(|| Id::new(""))
    }

    /// Whether the first line carries a mark like `main` or `default`.
    pub(crate) fn is_marked(&self, mark: &str) -> bool {
        self.node
            .line
            .tokens
            .iter()
            .skip(2)
            .any(|token| token.bare() == Some(mark))
    }

    /// Whether a line beneath opens with the word.
    pub(crate) fn has_line(&self, word: &str) -> bool {
        self.node
            .children
            .iter()
            .any(|child| child.line.tokens.first().and_then(|token| token.bare()) == Some(word))
    }
}

/// Whether values are added, taken away, or take the place of what was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Add,
    Remove,
    Set,
}

/// One line of an element while it is read.
#[derive(Debug)]
pub(crate) struct Reader<'n> {
    pub(crate) cursor: Cursor<'n>,
    pub(crate) scope: &'n mut Scope,
    pub(crate) id: Rc<str>,
    pub(crate) change: Change,
}

impl Reader<'_> {
    pub(crate) fn reference<T: Record>(&mut self) -> Parsed<Id<T>> {
        self.scope.id(&mut self.cursor)
    }

    pub(crate) fn references<T: Record>(&mut self, attributes: &[&str]) -> Parsed<Vec<Id<T>>> {
        let scope = &*self.scope;
        self.cursor.list(attributes, |cursor| scope.id(cursor))
    }

    /// A reference, or `none`.
    pub(crate) fn reference_or_none<T: Record>(&mut self) -> Parsed<Option<Id<T>>> {
        if self.cursor.take("none") {
            return Ok(None);
        }
        let id = Some(self.reference()?);
        Ok(self.value(id, None))
    }

    /// The value, or what stands without one if the line takes it away.
    pub(crate) fn value<V>(&self, value: V, without: V) -> V {
        if self.change == Change::Remove { without } else { value }
    }

    pub(crate) fn change<V: PartialEq>(&self, list: &mut Vec<V>, values: Vec<V>) -> Parsed<()> {
        match self.change {
            Change::Add => list.extend(values),
            Change::Set => *list = values,
            Change::Remove => {
                for value in values {
                    self.remove(list, |known| *known == value)?;
                }
            }
        }
        Ok(())
    }

    pub(crate) fn change_set<V: Ord>(&self, set: &mut SortedSet<V>, values: Vec<V>) -> Parsed<()> {
        match self.change {
            Change::Add => set.extend(values),
            Change::Set => *set = values.into_iter().collect(),
            Change::Remove => {
                for value in values {
                    if !set.remove(&value) {
                        return Err(self.not_there());
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes the first that is meant out of the list.
    pub(crate) fn remove<V>(&self, list: &mut Vec<V>, is_meant: impl FnMut(&V) -> bool) -> Parsed<()> {
        let at = list.iter().position(is_meant).ok_or_else(|| self.not_there())?;
        list.remove(at);
        Ok(())
    }

    /// What the line takes away does not exist.
    pub(crate) fn not_there(&self) -> Error {
        let here = self.cursor.error("");
        Error::new(here.line, 1, format!("`{}` has no such line", self.id))
            .fix("Write the line as it stands in the text form of the diagram")
    }
}

/// A record of any kind while it is read: one reader serves them all.
pub(crate) trait Lines {
    fn attributes(&self) -> &'static [&'static str];
    fn nested(&self) -> &'static [&'static str];
    fn name(&mut self) -> &mut Option<Rc<str>>;
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()>;
    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key>;
    fn row(&mut self, reader: &mut Reader<'_>) -> Parsed<Key>;
    fn complete(&mut self);
    fn missing(&self) -> Option<&'static str>;
}

impl<T: Written> Lines for T
where
    Element: From<(Id<T>, T)>,
{
    fn attributes(&self) -> &'static [&'static str] {
        T::ATTRIBUTES
    }

    fn nested(&self) -> &'static [&'static str] {
        T::NESTED
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        Written::name(self)
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        Written::head(self, reader)
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        Written::attribute(self, word, reader)
    }

    fn row(&mut self, reader: &mut Reader<'_>) -> Parsed<Key> {
        Written::row(self, reader)
    }

    fn complete(&mut self) {
        Written::complete(self);
    }

    fn missing(&self) -> Option<&'static str> {
        Written::missing(self)
    }
}

/// Reads all attributes that follow on a line.
pub(crate) fn attributes(record: &mut dyn Lines, reader: &mut Reader<'_>) -> Parsed<Key> {
    let mut key = None;
    while let Some(word) = reader.cursor.peek_bare() {
        if word == "name" {
            reader.cursor.advance();
            let name = Some(reader.cursor.text("a name")?);
            *record.name() = reader.value(name, None);
            continue;
        }
        let Some(known) = record.attributes().iter().copied().find(|known| *known == word) else {
            break;
        };
        reader.cursor.advance();
        key = record.attribute(known, reader)?;
    }
    if !reader.cursor.is_done() {
        let mut known = vec!["name"];
        known.extend(record.attributes());
        return Err(reader.cursor.unknown_word(&known));
    }
    Ok(key)
}

/// Reads one line beneath the element's first.
pub(crate) fn line(record: &mut dyn Lines, reader: &mut Reader<'_>) -> Parsed<Key> {
    let attribute = reader
        .cursor
        .peek_bare()
        .is_some_and(|word| word == "name" || record.attributes().contains(&word));
    if attribute {
        return attributes(record, reader);
    }
    let key = record.row(reader)?;
    reader.cursor.finish()?;
    Ok(key)
}
