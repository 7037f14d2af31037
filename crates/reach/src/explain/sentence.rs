//! A finding's words with its facts filled in.

use super::{Names, element, packets};
use crate::id::{Direction, Kind, Ref, Row};
use crate::topology::Destination;
use crate::trace::{Fact, Finding};

/// The finding's words with the facts filled in.
pub fn sentence(finding: &Finding, names: &dyn Names) -> String {
    let (mut text, first) = fill(finding, names);
    if first == First::Ours {
        change_first(&mut text, str::make_ascii_uppercase);
    }
    if finding.reason.assumed {
        text.push_str(ASSUMED);
    }
    text
}

/// Behind what rests on no AWS page.
const ASSUMED: &str = " (Assumed: no AWS page says so.)";

/// The same after a colon, with a small letter unless it starts with a name.
pub(super) fn after_colon(finding: &Finding, names: &dyn Names) -> String {
    let (mut text, first) = fill(finding, names);
    // Abbreviations keep their capitals.
    let is_word = text.chars().nth(1).is_some_and(|letter| !letter.is_ascii_uppercase());
    if first != First::Name && is_word {
        change_first(&mut text, str::make_ascii_lowercase);
    }
    text
}

/// What a sentence starts with: capitals of names are nobody's to change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Template,
    Ours,
    Name,
}

fn fill(finding: &Finding, names: &dyn Names) -> (String, First) {
    let mut text = String::with_capacity(finding.reason.words.len() + 32);
    let mut first = First::Template;
    let mut rest = finding.reason.words;
    while let Some((before, place)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = place.split_once('}') else {
            text.push_str(place);
            return (text, first);
        };
        let is_start = text.is_empty();
        let is_ours = put(&mut text, finding, name, names);
        if is_start {
            first = if is_ours { First::Ours } else { First::Name };
        }
        rest = after;
    }
    text.push_str(rest);
    (text, first)
}

/// Appends the fact; true if its first letter is not part of a name.
fn put(text: &mut String, finding: &Finding, name: &str, names: &dyn Names) -> bool {
    if name == "at" {
        return put_element(text, &finding.at, names);
    }
    match finding.fact(name) {
        Some(Fact::Address(address)) => text.push_str(&address.to_string()),
        Some(Fact::Cidr(net)) => text.push_str(&net.to_string()),
        Some(Fact::Element(element)) => return put_element(text, element, names),
        Some(Fact::Row(row)) => return put_row(text, &row.row, names),
        Some(Fact::Packets(set)) => text.push_str(&packets::in_words(set)),
        Some(Fact::Number(number)) => text.push_str(&number.to_string()),
        Some(Fact::Text(words)) => text.push_str(words),
        None => text.push_str(name),
    }
    false
}

fn put_element(text: &mut String, of: &Ref, names: &dyn Names) -> bool {
    text.push_str(&element(of, names));
    of.kind == Kind::Internet
}

fn put_row(text: &mut String, row: &Row, names: &dyn Names) -> bool {
    let way = |direction: &Direction| match direction {
        Direction::In => "inbound rule ",
        Direction::Out => "outbound rule ",
    };
    match row {
        Row::Route(Destination::PrefixList(list)) => {
            text.push_str(&names.name(&Ref::from(list)));
            return false;
        }
        Row::Route(Destination::Cidr(net)) | Row::Prefix(net) => {
            text.push_str(&net.to_string());
            return false;
        }
        Row::Rule(direction, index) => {
            text.push_str(way(direction));
            text.push_str(&(index + 1).to_string());
        }
        Row::Entry(direction, Some(number)) => {
            text.push_str(way(direction));
            text.push_str(&number.to_string());
        }
        Row::Entry(direction, None) => {
            text.push_str(way(direction));
            text.push('*');
        }
        Row::Tunnel(number) => {
            text.push_str("tunnel ");
            text.push_str(&number.to_string());
        }
    }
    true
}

fn change_first(text: &mut str, change: impl Fn(&mut str)) {
    if let Some(head) = text.get_mut(..1) {
        change(head);
    }
}
