//! One change in one line: what fixes, cases and the palette say.

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::operation::{Operation, PeeringEvent, Side};
use reach::topology::*;

use super::cursor::{Cursor, Parsed};
use super::scope::Scope;
use super::tree::Node;
use super::written::{self, Change, Reader, Start, Written};
use super::{Error, edit_lines, fill, keyword, lexer};

const VERBS: &[&str] = &["+", "-", "=", "accept", "reject", "expire", "delete"];

/// Reads a line like `+ rtb-a 10.1.0.0/16 -> pcx-ab` as a change of the topology.
///
/// The change is not carried out, and AWS's rules are not asked: that is [`reach::attempt`]'s part.
pub fn parse_edit(text: &str, topology: &Topology) -> Result<Operation, Error> {
    if text.len() > super::parser::LARGEST {
        return Err(Error::new(1, 1, "this line is too long"));
    }
    let mut errors = Vec::new();
    let mut lines = lexer::lex(text, &mut errors).lines.into_iter();
    if let Some(error) = errors.into_iter().next() {
        return Err(error);
    }
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return Err(
            Error::new(1, 1, "an edit is one line").fix("Write + or -, an element, and the line to add or remove")
        );
    };
    read(&line, &mut Scope::of(topology))
}

fn read(line: &lexer::Line<'_>, scope: &mut Scope) -> Parsed<Operation> {
    let mut cursor = Cursor::new(line);
    // `as participant + …`: by an account that the VPC's subnets are only shared with.
    if cursor.take("as") {
        cursor.choice("who", &[("participant", ())])?;
        let mut rest = line.clone();
        rest.tokens.drain(..2.min(rest.tokens.len()));
        return read(&rest, scope).map(|inner| Operation::AsParticipant(Box::new(inner)));
    }
    let verb = match cursor.peek_bare().filter(|word| VERBS.contains(word)) {
        Some(verb) => verb,
        None => return Err(cursor.unknown_word(VERBS)),
    };
    cursor.advance();
    match verb {
        "+" => plus(cursor, line, scope),
        "-" => minus(cursor, scope),
        "=" => equals(cursor, scope),
        "delete" => delete(cursor, scope),
        event => peering(event, cursor, scope),
    }
}

/// The next word, if it is an element's keyword.
fn opening<'n>(cursor: &Cursor<'n>) -> Option<&'n str> {
    cursor.peek_bare().filter(|word| keyword::kind_of(word).is_some())
}

/// `+ LINE` makes an element that stands by itself, `+ PARENT LINE` one inside the parent, or a row of it.
fn plus(mut cursor: Cursor<'_>, line: &lexer::Line<'_>, scope: &mut Scope) -> Parsed<Operation> {
    if opening(&cursor).is_some() {
        return create(line, 1, None, scope);
    }
    let parent = scope.any(&mut cursor)?;
    let holds = keyword::inside(parent.kind);
    match opening(&cursor).filter(|word| holds.contains(word)) {
        Some(_) => create(line, 2, Some(parent), scope),
        None => change(&parent, cursor, Change::Add, scope),
    }
}

/// `- PARENT LINE` takes a row away, or an element inside the parent.
fn minus(mut cursor: Cursor<'_>, scope: &mut Scope) -> Parsed<Operation> {
    if opening(&cursor).is_some() {
        cursor.advance();
        return Ok(Operation::Delete(scope.any(&mut cursor)?));
    }
    let parent = scope.any(&mut cursor)?;
    if !keyword::inside(parent.kind).is_empty() && opening(&cursor).is_some() {
        cursor.advance();
        return Ok(Operation::Delete(scope.any(&mut cursor)?));
    }
    change(&parent, cursor, Change::Remove, scope)
}

/// `= KIND ID …` or `= ID …`: the attributes that the line names get new values.
fn equals(mut cursor: Cursor<'_>, scope: &mut Scope) -> Parsed<Operation> {
    if opening(&cursor).is_some() {
        cursor.advance();
    }
    let element = scope.any(&mut cursor)?;
    change(&element, cursor, Change::Set, scope)
}

fn delete(mut cursor: Cursor<'_>, scope: &Scope) -> Parsed<Operation> {
    let place = cursor;
    let element = scope.any(&mut cursor)?;
    // `delete pcx-1 as accepter` says whose side deletes the peering.
    if let Some(side) = side(&mut cursor)? {
        cursor.finish()?;
        let id = element
            .to_id::<PeeringConnection>()
            .ok_or_else(|| place.error("a peering connection is expected here"))?;
        return Ok(Operation::Peering(id, PeeringEvent::Delete(side)));
    }
    cursor.finish()?;
    Ok(Operation::Delete(element))
}

/// `as requester`: from that side, by its owner.
fn side(cursor: &mut Cursor<'_>) -> Parsed<Option<Side>> {
    if !cursor.take("as") {
        return Ok(None);
    }
    let side = cursor.choice(
        "a side",
        &[("requester", Side::Requester), ("accepter", Side::Accepter)],
    )?;
    Ok(Some(side))
}

fn peering(event: &str, mut cursor: Cursor<'_>, scope: &Scope) -> Parsed<Operation> {
    let id: PeeringId = scope.id(&mut cursor)?;
    let side = if event == "accept" { side(&mut cursor)? } else { None };
    cursor.finish()?;
    let event = match event {
        "accept" => side.map_or(PeeringEvent::Accept, PeeringEvent::AcceptBy),
        "reject" => PeeringEvent::Reject,
        _ => PeeringEvent::Expire,
    };
    Ok(Operation::Peering(id, event))
}

fn create(line: &lexer::Line<'_>, skip: usize, parent: Option<Ref>, scope: &mut Scope) -> Parsed<Operation> {
    let mut line = line.clone();
    line.tokens.drain(..skip.min(line.tokens.len()));
    let node = Node {
        line,
        children: Vec::new(),
    };
    let word = Cursor::new(&node.line).peek_bare().unwrap_or_default();
    let parent = parent.as_ref();
    macro_rules! make {
        ($($record:ident: $table:ident,)*) => {
            match keyword::kind_of(word) {
                $(Some(Kind::$record) => new::<$record>(&node, parent, scope),)*
                Some(Kind::Internet | Kind::Service) | None => Err(Cursor::new(&node.line).unknown_word(keyword::TOP)),
            }
        };
    }
    reach::for_records!(make)
}

fn new<T: Written>(node: &Node<'_>, parent: Option<&Ref>, scope: &mut Scope) -> Parsed<Operation>
where
    Element: From<(Id<T>, T)>,
{
    let mut cursor = Cursor::new(&node.line);
    cursor.advance();
    let id = cursor.new_id()?;
    let own = Ref::new(T::KIND, Rc::clone(&id));
    scope.ids.add(own.clone());
    let mut record = T::blank(&Start {
        id: &id,
        parent,
        node,
        scope,
    });
    let mut reader = Reader {
        cursor,
        scope,
        id: Rc::clone(&id),
        change: Change::Add,
    };
    record.head(&mut reader)?;
    written::attributes(&mut record, &mut reader)?;
    record.complete();
    if let Some(missing) = record.missing() {
        let fix = format!("{missing}: write that one's id after the `+`");
        return Err(Cursor::new(&node.line).error("this has no place here").fix(fix));
    }
    filled(own, Element::from((Id::new(id), record)), scope).map(Operation::Create)
}

fn change(element: &Ref, cursor: Cursor<'_>, change: Change, scope: &mut Scope) -> Parsed<Operation> {
    let is_drawn = scope.topology.contains(element);
    let Some(record) = edit_lines::known(&scope.topology, element) else {
        return Err(cursor.error("an element that is drawn is expected before this"));
    };
    if !is_drawn {
        // What AWS made by itself becomes a record with the first change to it.
        scope.topology.put(record.clone());
    }
    macro_rules! set {
        ($($record:ident: $table:ident,)*) => {
            match record {
                $(Element::$record(id, record) => changed(id, record, cursor, change, scope),)*
            }
        };
    }
    let changed = reach::for_records!(set)?;
    Ok(if is_drawn {
        Operation::Update(changed)
    } else {
        Operation::Create(changed)
    })
}

fn changed<T: Written>(
    id: Id<T>,
    mut record: T,
    cursor: Cursor<'_>,
    change: Change,
    scope: &mut Scope,
) -> Parsed<Element>
where
    Element: From<(Id<T>, T)>,
{
    let mut reader = Reader {
        cursor,
        scope,
        id: id.text(),
        change,
    };
    if change == Change::Set {
        record.head(&mut reader)?;
        written::attributes(&mut record, &mut reader)?;
    } else {
        written::line(&mut record, &mut reader)?;
    }
    record.complete();
    let own = Ref::from(&id);
    filled(own, Element::from((id, record)), scope)
}

/// The element with its open addresses found.
fn filled(own: Ref, element: Element, scope: &mut Scope) -> Parsed<Element> {
    if let Some(mark) = scope.marks.first() {
        return Err(Error::new(
            mark.line,
            mark.column,
            "an edit changes one element, and this mark is the VPC's",
        )
        .fix("Change the VPC: = VPC main-route-table ID, default-security-group ID or default-network-acl ID"));
    }
    if scope.wants.is_empty() {
        return Ok(element);
    }
    scope.topology.put(element.clone());
    let mut first = None;
    fill::fill(scope, |error| {
        first.get_or_insert(error);
    });
    match first {
        Some(error) => Err(error),
        None => Ok(scope.topology.get(&own).unwrap_or(element)),
    }
}
