//! How a value stands after the word of its attribute.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use ipnet::{IpNet, Ipv4Net};
use reach::id::{Id, Record, Ref};
use reach::sorted::SortedSet;
use reach::topology::*;

use super::cursor::{Cursor, Parsed};
use super::keyword;
use super::printer::{Printer, list, on_off};
use super::written::{Change, Reader};
use crate::words::{self, word_of};

/// A value of an attribute. `words` are the attributes of the element: a list ends before one of them.
pub(crate) trait Value: Sized + PartialEq {
    fn read(&mut self, usual: Self, words: &[&str], reader: &mut Reader<'_>) -> Parsed<()>;
    fn print(&self, printer: &Printer<'_>) -> String;
}

/// One item of a list, or a value by itself.
pub(crate) trait Item: Sized {
    fn read(reader: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self>;
    fn print(&self, printer: &Printer<'_>) -> String;
}

macro_rules! single {
    ($($value:ty),* $(,)?) => {
        $(impl Value for $value {
            fn read(&mut self, usual: Self, _: &[&str], reader: &mut Reader<'_>) -> Parsed<()> {
                let value = one(reader)?;
                *self = reader.value(value, usual);
                Ok(())
            }

            fn print(&self, printer: &Printer<'_>) -> String {
                Item::print(self, printer)
            }
        })*
    };
}

fn one<T: Item>(reader: &mut Reader<'_>) -> Parsed<T> {
    let mut cursor = reader.cursor;
    let value = T::read(reader, &mut cursor)?;
    reader.cursor = cursor;
    Ok(value)
}

fn all<T: Item>(words: &[&str], reader: &mut Reader<'_>) -> Parsed<Vec<T>> {
    let mut cursor = reader.cursor;
    let values = cursor.list(words, |cursor| T::read(reader, cursor))?;
    reader.cursor = cursor;
    Ok(values)
}

single!(
    bool,
    u8,
    u16,
    u32,
    Rc<str>,
    Ipv4Addr,
    Ipv4Net,
    Ref,
    AttachmentState,
    VirtualInterfaceKind,
    Preference,
    ServiceState,
    AddressType,
    NatState,
    EndpointState,
);

impl<T: Record> Value for Id<T> {
    fn read(&mut self, usual: Self, _: &[&str], reader: &mut Reader<'_>) -> Parsed<()> {
        let value = one(reader)?;
        *self = reader.value(value, usual);
        Ok(())
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        printer.id(self)
    }
}

/// `none` is no value.
impl<T: Item + PartialEq> Value for Option<T> {
    fn read(&mut self, usual: Self, _: &[&str], reader: &mut Reader<'_>) -> Parsed<()> {
        let value = if reader.cursor.take("none") {
            None
        } else {
            Some(one(reader)?)
        };
        *self = reader.value(value, usual);
        Ok(())
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Some(value) => value.print(printer),
            None => "none".to_owned(),
        }
    }
}

impl<T: Item + PartialEq> Value for Vec<T> {
    fn read(&mut self, _: Self, words: &[&str], reader: &mut Reader<'_>) -> Parsed<()> {
        let values = all(words, reader)?;
        reader.change(self, values)
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        list(self.iter().map(|value| value.print(printer)))
    }
}

impl<T: Item + Ord> Value for SortedSet<T> {
    fn read(&mut self, _: Self, words: &[&str], reader: &mut Reader<'_>) -> Parsed<()> {
        let values = all(words, reader)?;
        reader.change_set(self, values)
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        list(self.iter().map(|value| value.print(printer)))
    }
}

/// `none` is the empty set, which is something else than nothing said.
impl<T: Item + Ord> Value for Option<SortedSet<T>> {
    fn read(&mut self, _: Self, words: &[&str], reader: &mut Reader<'_>) -> Parsed<()> {
        let values = all(words, reader)?;
        let mut set = self.take().unwrap_or_default();
        reader.change_set(&mut set, values)?;
        *self = Some(set);
        Ok(())
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        list(self.iter().flat_map(|set| set.iter().map(|value| value.print(printer))))
    }
}

/// `none` is the empty list, which is something else than nothing said.
impl<T: Item + PartialEq> Value for Option<Vec<T>> {
    fn read(&mut self, usual: Self, words: &[&str], reader: &mut Reader<'_>) -> Parsed<()> {
        let values = all(words, reader)?;
        let mut list = self.take().unwrap_or_default();
        reader.change(&mut list, values)?;
        let is_left = reader.change != Change::Remove || !list.is_empty();
        *self = if is_left { Some(list) } else { usual };
        Ok(())
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        list(self.iter().flatten().map(|value| value.print(printer)))
    }
}

impl Item for bool {
    fn read(_: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self> {
        cursor.on_off()
    }

    fn print(&self, _: &Printer<'_>) -> String {
        on_off(*self).to_owned()
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Item for $number {
            fn read(_: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self> {
                cursor.number("a number")
            }

            fn print(&self, _: &Printer<'_>) -> String {
                self.to_string()
            }
        })*
    };
}

numbers!(u8, u16, u32);

impl Item for Rc<str> {
    fn read(_: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self> {
        cursor.text("a name")
    }

    fn print(&self, _: &Printer<'_>) -> String {
        keyword::value(self).into_owned()
    }
}

impl Item for Ipv4Addr {
    fn read(_: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self> {
        cursor.ipv4()
    }

    fn print(&self, _: &Printer<'_>) -> String {
        self.to_string()
    }
}

impl Item for IpNet {
    fn read(_: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self> {
        cursor.cidr()
    }

    fn print(&self, _: &Printer<'_>) -> String {
        self.trunc().to_string()
    }
}

impl Item for IpAddr {
    fn read(_: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self> {
        cursor.address()
    }

    fn print(&self, _: &Printer<'_>) -> String {
        self.to_string()
    }
}

impl Item for Ipv4Net {
    fn read(_: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self> {
        cursor.cidr4()
    }

    fn print(&self, _: &Printer<'_>) -> String {
        self.trunc().to_string()
    }
}

impl Item for Ref {
    fn read(reader: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self> {
        reader.scope.any(cursor)
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        printer.any(self)
    }
}

impl<T: Record> Item for Id<T> {
    fn read(reader: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self> {
        reader.scope.id(cursor)
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        printer.id(self)
    }
}

macro_rules! choices {
    ($($value:ty: $what:literal $words:expr;)*) => {
        $(impl Item for $value {
            fn read(_: &Reader<'_>, cursor: &mut Cursor<'_>) -> Parsed<Self> {
                cursor.choice($what, $words)
            }

            fn print(&self, _: &Printer<'_>) -> String {
                word_of($words, self).to_owned()
            }
        })*
    };
}

choices! {
    AttachmentState: "a state" words::ATTACHMENT_STATES;
    VirtualInterfaceKind: "a kind of interface" words::VIRTUAL_INTERFACES;
    Preference: "a preference" words::PREFERENCES;
    ServiceState: "a state" words::SERVICE_STATES;
    AddressType: "a type" words::ADDRESS_TYPES;
    NatState: "a state" words::NAT_STATES;
    EndpointState: "a state" words::ENDPOINT_STATES;
}
