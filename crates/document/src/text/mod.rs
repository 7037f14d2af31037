//! The text form: short, readable, the same thing as the drawing. Its grammar is in `GRAMMAR.md`.
//!
//! [`parse`] gives a document or every error with its place; [`format`] is canonical: `parse(format(d)) == d` and
//! `format(parse(format(d))) == format(d)`. [`parse_end`] and [`parse_traffic`] read the pieces that the command line uses,
//! [`parse_edit`] one change in one line; [`format_edits`] writes such lines.

mod cursor;
mod edit;
mod edit_lines;
mod element;
mod end;
mod error;
mod fill;
mod flow;
mod form;
mod format;
mod keyword;
mod lexer;
mod mark;
mod near;
mod parser;
mod place;
mod printer;
mod row;
mod scope;
mod traffic;
mod tree;
mod value;
mod view;
mod written;

pub use edit::parse_edit;
pub use edit_lines::format_edits;
pub use end::{EndError, Ends, family_of_end, format_end, parse_end};
pub use error::Error;
pub use fill::{next_address, next_public_address, next_subnet_cidr, next_vpc_cidr};
pub use format::{format, format_element};
pub use parser::parse;
pub use row::parse_row;

pub(crate) use lexer::LONGEST_NAME;
pub use near::did_you_mean;

use reach::topology::{PolicyCondition, PortRange, Topology, Traffic};

use crate::document::Flow;

/// Whether a text begins as the text form does, with mistakes or not.
pub fn is_likely(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    let word = first.and_then(|line| line.split_whitespace().next());
    word.is_some_and(|word| keyword::TOP.contains(&word) || keyword::kind_of(word).is_some())
}

/// Reads `tcp 443`, `icmp 8/0`, `all`.
pub fn parse_traffic(text: &str) -> Result<Traffic, Error> {
    one_line(text, |cursor| {
        let traffic = traffic::parse(cursor)?;
        cursor.finish()?;
        Ok(traffic)
    })
}

/// Writes what [`parse_traffic`] reads.
pub fn format_traffic(traffic: Traffic) -> String {
    traffic::print(traffic)
}

/// Reads `443`, `1024-65535`.
pub fn parse_ports(text: &str) -> Result<PortRange, Error> {
    one_line(text, |cursor| {
        let ports = traffic::range(cursor)?;
        cursor.finish()?;
        Ok(ports)
    })
}

/// Writes what [`parse_ports`] reads.
pub fn format_ports(ports: PortRange) -> String {
    traffic::print_range(ports)
}

/// Reads `if StringLike aws:PrincipalOrgID o-1 if …`: conditions of a policy that are kept and not read.
pub fn parse_conditions(text: &str) -> Result<Vec<PolicyCondition>, Error> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    one_line(text, |cursor| {
        let conditions = element::condition::read(&[], cursor)?;
        cursor.finish()?;
        Ok(conditions)
    })
}

/// Writes what [`parse_conditions`] reads.
pub fn format_conditions(conditions: &[PolicyCondition]) -> String {
    element::condition::print(conditions)
}

/// Reads a flow line, with or without the word `flow` before it.
pub fn parse_flow(text: &str, topology: &Topology) -> Result<Flow, Error> {
    let ends = Ends::of(topology);
    one_line(text, |cursor| {
        cursor.take("flow");
        flow::parse(cursor, &ends)
    })
}

/// Writes a flow line.
pub fn format_flow(flow: &Flow, topology: &Topology) -> String {
    flow::print(flow, topology, &scope::Ids::of(topology))
}

/// An id as it stands in a line: in quotes where it has to be.
pub fn format_id(id: &str) -> String {
    keyword::name(id).into_owned()
}

fn one_line<T>(text: &str, read: impl FnOnce(&mut cursor::Cursor<'_>) -> cursor::Parsed<T>) -> Result<T, Error> {
    let mut errors = Vec::new();
    let mut lines = lexer::lex(text, &mut errors).lines.into_iter();
    if let Some(error) = errors.into_iter().next() {
        return Err(error);
    }
    match (lines.next(), lines.next()) {
        (Some(line), None) => read(&mut cursor::Cursor::new(&line)),
        _ => Err(Error::new(1, 1, "one line is expected")),
    }
}
