//! `flow "ping" internet -> web-1 icmp 8 family 4 source-ports 32768-61000 expect allowed`.

use reach::address::Family;
use reach::question::{End, Question};
use reach::topology::{Topology, Traffic};

use super::cursor::{Cursor, Parsed};
use super::lexer::quote;
use super::scope::Ids;
use super::{Ends, end, keyword, traffic};
use crate::document::{Expectation, Flow};
use crate::words::{Words, word_of};

const FAMILIES: Words<Family> = &[("4", Family::V4), ("6", Family::V6)];
const WORDS: &[&str] = &["family", "source-ports", "resource", "action", "principal", "expect"];

/// What follows the word `flow`.
pub(crate) fn parse(cursor: &mut Cursor<'_>, ends: &Ends<'_>) -> Parsed<Flow> {
    let named = cursor.peek_at(1).is_some_and(|token| token.raw != "->");
    let name = if named { cursor.quoted() } else { None };
    let (from, from_family) = one_end(cursor, ends)?;
    cursor.require("->")?;
    let (to, to_family) = one_end(cursor, ends)?;
    let traffic = match cursor.peek_bare() {
        Some(word) if traffic::is_traffic(word) => traffic::parse(cursor)?,
        _ => Traffic::All,
    };
    let mut flow = Flow {
        name,
        question: Question::new(from, to, traffic),
        expectation: None,
    };
    flow.question.family = from_family.or(to_family);
    while let Some(word) = cursor.peek_bare().filter(|word| WORDS.contains(word)) {
        cursor.advance();
        match word {
            "family" => flow.question.family = Some(cursor.choice("an address family", FAMILIES)?),
            "resource" => flow.question.resource = Some(cursor.text("the name of a bucket or a table")?),
            "action" => flow.question.action = Some(cursor.text("an action, as in s3:GetObject,")?),
            "principal" => flow.question.principal = Some(cursor.text("the ARN of who asks")?),
            "source-ports" => flow.question.source_ports = traffic::range(cursor)?,
            _ => flow.expectation = Some(expectation(cursor)?),
        }
    }
    if cursor.is_done() {
        return Ok(flow);
    }
    let known: Vec<&str> = WORDS
        .iter()
        .copied()
        .chain(["all", "tcp", "udp", "icmp", "icmpv6", "protocol"])
        .collect();
    Err(cursor.unknown_word(&known))
}

fn one_end(cursor: &mut Cursor<'_>, ends: &Ends<'_>) -> Parsed<(End, Option<Family>)> {
    let token = cursor.token("an end of the flow")?;
    let found = ends
        .parse(token.raw)
        .map_err(|error| token.error(error.problem).fix_if(error.fix))?;
    let family = token.bare().and_then(end::family_of_end);
    Ok((found, family))
}

/// A verdict, or the code of the first blocker.
fn expectation(cursor: &mut Cursor<'_>) -> Parsed<Expectation> {
    let known = cursor.peek_bare().and_then(Expectation::from_word);
    let place = *cursor;
    let code = cursor.text("a verdict (allowed, partial, blocked, unknown, authorized, refused) or a code")?;
    if let Some(known) = known {
        return Ok(known);
    }
    let is_code = |text: &str| text.starts_with(|first: char| first.is_ascii_uppercase());
    if place.peek_bare().is_some() && !is_code(&code) {
        return Err(place.unknown_word(&Expectation::WORDS));
    }
    Ok(Expectation::Code(code))
}

pub(crate) fn print(flow: &Flow, topology: &Topology, ids: &Ids) -> String {
    let question = &flow.question;
    let mut line = "flow".to_owned();
    if let Some(name) = &flow.name {
        line.push_str(&format!(" {}", quote(name)));
    }
    line.push_str(&format!(
        " {} -> {}",
        end::print(&question.from, topology, ids),
        end::print(&question.to, topology, ids)
    ));
    if question.traffic != Traffic::All {
        line.push_str(&format!(" {}", traffic::print(question.traffic)));
    }
    if let Some(family) = question.family {
        line.push_str(&format!(" family {}", word_of(FAMILIES, &family)));
    }
    if question.source_ports != Question::CLIENT_PORTS {
        line.push_str(&format!(
            " source-ports {}",
            traffic::print_range(question.source_ports)
        ));
    }
    let request = [
        ("resource", &question.resource),
        ("action", &question.action),
        ("principal", &question.principal),
    ];
    for (word, value) in request {
        if let Some(value) = value {
            line.push_str(&format!(" {word} {}", keyword::value(value)));
        }
    }
    match &flow.expectation {
        None => {}
        Some(Expectation::Code(code)) => line.push_str(&format!(" expect {}", print_code(code))),
        Some(known) => line.push_str(&format!(" expect {}", known.word())),
    }
    line
}

fn print_code(code: &str) -> String {
    let is_code = code.starts_with(|first: char| first.is_ascii_uppercase());
    if is_code {
        keyword::value(code).into_owned()
    } else {
        quote(code)
    }
}
