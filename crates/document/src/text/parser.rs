//! A whole text into a document: names first, then VPCs, then everything that refers to them, then the open addresses.

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::sorted::sort;
use reach::topology::*;

use super::cursor::Cursor;
use super::lexer::{self, Lexed, Line};
use super::printer::{element_key, row_key};
use super::scope::Scope;
use super::tree::{self, Node};
use super::written::{self, Change, Lines, Reader, Start, Written};
use super::{Ends, Error, fill, flow, keyword, mark, view};
use crate::document::{Comments, Document, Flow, View};
use crate::layout::Layout;

/// Nothing larger is read.
pub(crate) const LARGEST: usize = 1 << 20;

/// More errors than this help nobody.
const MOST_ERRORS: usize = 50;

pub fn parse(text: &str) -> Result<Document, Vec<Error>> {
    if text.len() > LARGEST {
        return Err(vec![
            Error::new(1, 1, "this text is larger than 1 MiB").fix("Leave out what the question is not about"),
        ]);
    }
    let mut errors = Vec::new();
    let Lexed { lines, top, end } = lexer::lex(text, &mut errors);
    let nodes = tree::grow(lines, &mut errors);
    let mut parser = Parser::default();
    for error in errors {
        parser.report(error);
    }
    parser.comment("top", top);
    parser.declare(&nodes, true);
    parser.read(&nodes);
    parser.comment("end", end);
    parser.complete()
}

#[derive(Debug, Default)]
struct Parser {
    scope: Scope,
    errors: Vec<Error>,
    comments: Comments,
    title: Option<Rc<str>>,
    flows: Vec<Flow>,
    layout: Layout,
    view: View,
}

impl Parser {
    fn report(&mut self, error: Error) {
        if !self.is_full() {
            self.errors.push(error);
        }
    }

    fn comment(&mut self, key: &str, lines: Vec<Rc<str>>) {
        if !lines.is_empty() {
            self.comments.0.entry(key.into()).or_default().extend(lines);
        }
    }

    fn comments_of(&mut self, key: &str, line: &Line<'_>) {
        self.comment(key, line.comments.clone());
    }

    /// Notes all ids, so that a line can name what is written below it.
    fn declare(&mut self, nodes: &[Node<'_>], outside: bool) {
        // What AWS makes with them comes last: a line of the text may stand for it.
        let (mut vpcs, mut gateways) = (Vec::new(), Vec::new());
        for node in nodes {
            let (Some(first), Some(second)) = (node.line.tokens.first(), node.line.tokens.get(1)) else {
                continue;
            };
            let Some(word) = first.bare() else {
                continue;
            };
            let opens = keyword::INSIDE.iter().any(|words| words.contains(&word));
            let Some(kind) = keyword::kind_of(word).filter(|_| outside || opens) else {
                continue;
            };
            let reference = Ref::new(kind, second.value.as_ref());
            if let Some(known) = self.scope.ids.taken(&reference.id) {
                self.report(
                    second
                        .error(format!(
                            "`{}` is already the id of {}",
                            reference.id,
                            super::scope::with_article(known)
                        ))
                        .fix("Ids are unique over all kinds; take another, and a name if it should look the same"),
                );
            }
            if kind == Kind::Vpc {
                vpcs.extend(reference.to_id::<Vpc>());
            }
            gateways.extend(reference.to_id::<TransitGateway>());
            self.scope.ids.add(reference);
            if !keyword::inside(kind).is_empty() {
                self.declare(&node.children, false);
            }
        }
        for vpc in &vpcs {
            self.scope.ids.add_implicit(vpc);
        }
        for gateway in &gateways {
            self.scope.ids.add_implicit_table(gateway);
        }
    }

    fn read(&mut self, nodes: &[Node<'_>]) {
        let is_vpc = |node: &&Node<'_>| node.line.tokens.first().and_then(|token| token.bare()) == Some("vpc");
        let mut insides = Vec::new();
        for node in nodes.iter().filter(is_vpc) {
            let vpc = self.element::<Vpc>(node, None);
            insides.push((vpc, node));
        }
        self.clear_host_bits();
        for (vpc, node) in insides {
            self.nested(node, vpc.as_ref(), keyword::IN_VPC);
        }
        for node in nodes.iter().filter(|node| !is_vpc(node)) {
            self.top(node);
        }
        // Flows look into what they name, so they come last.
        let topology = self.scope.topology.clone();
        let ends = Ends::with(&topology, self.scope.ids.clone());
        for node in nodes {
            let mut cursor = Cursor::new(&node.line);
            if !self.is_full() && cursor.take("flow") {
                self.read_flow(cursor, node, &ends);
            }
        }
    }

    /// VPC-02. An edit keeps them, to say that they go; in a document they are gone already.
    fn clear_host_bits(&mut self) {
        self.scope.topology.vpcs.amend(|_, vpc| {
            let first = vpc.cidrs.first().filter(|cidr| **cidr != cidr.trunc())?.trunc();
            let mut vpc = vpc.clone();
            vpc.cidrs.splice(..1, [first]);
            Some(vpc)
        });
    }

    /// Further errors are not listed, so nothing more needs to be read.
    fn is_full(&self) -> bool {
        self.errors.len() >= MOST_ERRORS
    }

    /// The elements inside an element; its own lines are read already.
    fn nested(&mut self, node: &Node<'_>, parent: Option<&Ref>, words: &[&str]) {
        for child in &node.children {
            let word = child.line.tokens.first().and_then(|token| token.bare());
            if let Some(word) = word.filter(|word| words.contains(word)) {
                self.any_element(word, child, parent);
            }
        }
    }

    fn top(&mut self, node: &Node<'_>) {
        if self.is_full() {
            return;
        }
        let mut cursor = Cursor::new(&node.line);
        let Some(word) = cursor.peek_bare() else {
            if cursor.peek().is_some() {
                self.report(cursor.error("a word like vpc or flow is expected here"));
            }
            return;
        };
        if keyword::kind_of(word).is_some() {
            self.any_element(word, node, None);
            return;
        }
        cursor.advance();
        match word {
            "title" => self.read_title(cursor, node),
            "flow" => {}
            "layout" => self.read_layout(cursor, node),
            "view" => self.read_view(cursor, node),
            _ => {
                let known: Vec<&str> = keyword::TOP
                    .iter()
                    .chain(keyword::INSIDE.iter().copied().flatten())
                    .copied()
                    .collect();
                self.report(Cursor::new(&node.line).unknown_word(&known));
            }
        }
    }

    fn any_element(&mut self, word: &str, node: &Node<'_>, parent: Option<&Ref>) {
        let Some(kind) = keyword::kind_of(word).filter(|_| !self.is_full()) else {
            return;
        };
        macro_rules! read {
            ($($record:ident: $table:ident,)*) => {
                match kind {
                    $(Kind::$record => self.element::<$record>(node, parent),)*
                    Kind::Internet | Kind::Service => None,
                }
            };
        }
        let made = reach::for_records!(read);
        if matches!(kind, Kind::Subnet | Kind::TransitGateway) {
            self.nested(node, made.as_ref(), keyword::inside(kind));
        }
    }

    /// Reads an element with its lines, reports what is wrong, and keeps what is right.
    fn element<T: Written>(&mut self, node: &Node<'_>, parent: Option<&Ref>) -> Option<Ref>
    where
        Element: From<(Id<T>, T)>,
    {
        let (id, cursor) = self.id(node)?;
        let mut record = T::blank(&Start {
            id: &id,
            parent,
            node,
            scope: &self.scope,
        });
        self.lines(&mut record, &id, cursor, node);
        let reference = Ref::new(T::KIND, Rc::clone(&id));
        self.scope.topology.put(Element::from((Id::new(id), record)));
        Some(reference)
    }

    /// The element's id, and what follows it on the line.
    fn id<'n>(&mut self, node: &'n Node<'n>) -> Option<(Rc<str>, Cursor<'n>)> {
        let mut cursor = Cursor::new(&node.line);
        cursor.advance();
        match cursor.new_id() {
            Ok(id) if id.is_empty() => {
                self.report(Cursor::new(&node.line).error("an id cannot be empty"));
                None
            }
            Ok(id) => {
                self.comments_of(&element_key(&id), &node.line);
                Some((id, cursor))
            }
            Err(error) => {
                self.report(error);
                None
            }
        }
    }

    /// The rest of the first line, and the lines beneath.
    fn lines(&mut self, record: &mut dyn Lines, id: &Rc<str>, cursor: Cursor<'_>, node: &Node<'_>) {
        let mut reader = Reader {
            cursor,
            scope: &mut self.scope,
            id: Rc::clone(id),
            change: Change::Add,
        };
        let head = record
            .head(&mut reader)
            .and_then(|()| written::attributes(record, &mut reader));
        if let Err(error) = head {
            self.report(error);
        }
        for child in &node.children {
            self.line(record, id, child);
        }
        record.complete();
        if let Some(missing) = record.missing() {
            let place = Cursor::new(&node.line);
            let fix = format!("{missing}: indent it under one");
            self.report(place.error("this has no place here").fix(fix));
        }
    }

    fn line(&mut self, record: &mut dyn Lines, id: &Rc<str>, child: &Node<'_>) {
        let first = child.line.tokens.first();
        if first.is_none()
            || first
                .and_then(|token| token.bare())
                .is_some_and(|word| record.nested().contains(&word))
        {
            return;
        }
        let mut reader = Reader {
            cursor: Cursor::new(&child.line),
            scope: &mut self.scope,
            id: Rc::clone(id),
            change: Change::Add,
        };
        match written::line(record, &mut reader) {
            Ok(key) => {
                let key = key.map_or_else(|| element_key(id), |row| row_key(id, &row));
                self.comments_of(&key, &child.line);
            }
            Err(error) => self.report(error),
        }
        self.leaf(child);
    }

    /// Nothing can stand under this line.
    fn leaf(&mut self, node: &Node<'_>) {
        if let Some(inside) = node.children.first() {
            let place = Cursor::new(&inside.line);
            self.report(
                place
                    .error("nothing can stand inside the line above")
                    .fix("Indent it less"),
            );
        }
    }

    fn read_title(&mut self, mut cursor: Cursor<'_>, node: &Node<'_>) {
        self.comments_of("title", &node.line);
        let title = cursor
            .text("the title, in quotes,")
            .and_then(|title| cursor.finish().map(|()| title));
        match title {
            Ok(title) => self.title = Some(title),
            Err(error) => self.report(error.fix("Put the title in quotes")),
        }
        self.leaf(node);
    }

    fn read_flow(&mut self, mut cursor: Cursor<'_>, node: &Node<'_>, ends: &Ends<'_>) {
        self.comments_of(&format!("flow/{}", self.flows.len()), &node.line);
        match flow::parse(&mut cursor, ends) {
            Ok(flow) => self.flows.push(flow),
            Err(error) => self.report(error),
        }
        self.leaf(node);
    }

    fn read_layout(&mut self, cursor: Cursor<'_>, node: &Node<'_>) {
        self.comments_of("layout", &node.line);
        if let Err(error) = cursor.finish() {
            self.report(error.fix("Write each place on a line of its own beneath `layout`"));
        }
        for child in &node.children {
            self.comments_of("layout", &child.line);
            if child.line.tokens.is_empty() || self.is_full() {
                continue;
            }
            match view::place(&mut Cursor::new(&child.line), &self.scope) {
                Ok((element, place)) => {
                    self.layout.places.insert(element, place);
                }
                Err(error) => self.report(error),
            }
            self.leaf(child);
        }
    }

    fn read_view(&mut self, mut cursor: Cursor<'_>, node: &Node<'_>) {
        self.comments_of("view", &node.line);
        match view::parse(&mut cursor) {
            Ok(view) => self.view = view,
            Err(error) => self.report(error),
        }
        self.leaf(node);
    }

    fn complete(mut self) -> Result<Document, Vec<Error>> {
        for mark in std::mem::take(&mut self.scope.marks) {
            if let Err(error) = mark::apply(&mut self.scope, &mark) {
                self.report(error);
            }
        }
        if self.errors.is_empty() {
            let mut errors = Vec::new();
            fill::fill(&mut self.scope, |error| errors.push(error));
            for error in errors {
                self.report(error);
            }
        }
        if !self.errors.is_empty() {
            sort(&mut self.errors);
            return Err(self.errors);
        }
        let usual = Document::default();
        Ok(Document {
            title: self.title.unwrap_or(usual.title),
            topology: Rc::new(self.scope.topology),
            layout: Rc::new(self.layout),
            flows: Rc::new(self.flows),
            view: self.view,
            comments: Rc::new(self.comments),
        })
    }
}
