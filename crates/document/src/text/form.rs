//! Elements whose lines follow one pattern: the word, the id, what is special, then attributes that differ from the usual.

use std::rc::Rc;

use reach::id::{Id, Record};
use reach::topology::Element;

use super::cursor::Parsed;
use super::keyword;
use super::printer::Printer;
use super::written::{Key, Reader, Start, Written};
use crate::records::Usual;

/// The attributes that are a word and a value; made by [`attributes!`](super::form::attributes).
pub(crate) trait Attributes {
    /// These, and those that the element reads by itself.
    const WORDS: &'static [&'static str];

    fn name(&self) -> &Option<Rc<str>>;
    fn name_mut(&mut self) -> &mut Option<Rc<str>>;

    /// Whether the word is one of these.
    fn read(&mut self, word: &str, reader: &mut Reader<'_>) -> Parsed<bool>;
    /// Each with its value, and whether that is worth saying.
    fn values(&self, printer: &Printer<'_>) -> Vec<(&'static str, String, bool)>;
}

/// What is special about an element.
pub(crate) trait Form: Record + Clone + Usual + Attributes {
    /// The elements that can stand inside.
    const NESTED: &'static [&'static str] = &[];

    /// Takes what the element stands in.
    fn stand(&mut self, _: &Start<'_>) {}

    /// What belongs after the id.
    fn head(&mut self, _: &mut Reader<'_>) -> Parsed<()> {
        Ok(())
    }

    /// An attribute that is more than a word and a value.
    fn special(&mut self, _: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        Err(reader.cursor.unknown_word(Self::WORDS))
    }

    /// A line that opens with no known word.
    fn row(&mut self, reader: &mut Reader<'_>) -> Parsed<Key> {
        let mut known: Vec<&str> = vec!["name"];
        known.extend(Self::WORDS);
        known.extend(Self::NESTED);
        Err(reader.cursor.unknown_word(&known))
    }

    fn missing(&self) -> Option<&'static str> {
        None
    }

    /// What stands between the id and the attributes, with a space before it.
    fn print_head(&self, _depth: usize, _: &Printer<'_>) -> String {
        String::new()
    }

    fn print_rows(&self, _id: &str, _depth: usize, _: &mut Printer<'_>) {}
}

impl<T: Form> Written for T
where
    Element: From<(Id<T>, T)>,
{
    const ATTRIBUTES: &'static [&'static str] = T::WORDS;
    const NESTED: &'static [&'static str] = T::NESTED;

    fn blank(start: &Start<'_>) -> Self {
        let mut record = T::usual();
        record.stand(start);
        record
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        self.name_mut()
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        Form::head(self, reader)
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        if Attributes::read(self, word, reader)? {
            return Ok(None);
        }
        self.special(word, reader)
    }

    fn row(&mut self, reader: &mut Reader<'_>) -> Parsed<Key> {
        Form::row(self, reader)
    }

    fn missing(&self) -> Option<&'static str> {
        Form::missing(self)
    }

    fn print(&self, id: &Id<Self>, depth: usize, printer: &mut Printer<'_>) {
        let mut head = format!("{} {}", T::KIND.word(), keyword::name(id.as_str()));
        head.push_str(&self.print_head(depth, printer));
        for (word, value, _) in self.values(printer).iter().filter(|(_, _, said)| *said) {
            head.push_str(&format!(" {word} {value}"));
        }
        printer.head(depth, id.as_str(), &head, Attributes::name(self));
        self.print_rows(id.as_str(), depth + 1, printer);
    }
}

/// Names the attributes of a record, then in brackets the words that it reads by itself.
macro_rules! attributes {
    ($($record:ident { $($word:literal $field:ident),* $(,)? } [$($special:literal),*])*) => {
        $(impl $crate::text::form::Attributes for $record {
            const WORDS: &'static [&'static str] = &[$($special,)* $($word,)*];

            fn name(&self) -> &Option<std::rc::Rc<str>> {
                &self.name
            }

            fn name_mut(&mut self) -> &mut Option<std::rc::Rc<str>> {
                &mut self.name
            }

            fn read(
                &mut self,
                word: &str,
                reader: &mut $crate::text::written::Reader<'_>,
            ) -> $crate::text::cursor::Parsed<bool> {
                let _usual = <Self as $crate::records::Usual>::usual();
                let _reader = reader;
                match word {
                    $($word => $crate::text::value::Value::read(&mut self.$field, _usual.$field, Self::WORDS, _reader).map(|()| true),)*
                    _ => Ok(false),
                }
            }

            fn values(&self, _printer: &$crate::text::printer::Printer<'_>) -> Vec<(&'static str, String, bool)> {
                let _usual = <Self as $crate::records::Usual>::usual();
                vec![$((
                    $word,
                    $crate::text::value::Value::print(&self.$field, _printer),
                    self.$field != _usual.$field,
                ),)*]
            }
        })*
    };
}
pub(crate) use attributes;
