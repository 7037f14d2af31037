use std::rc::Rc;

use reach::id::Kind;
use reach::topology::{Destination, PrefixList, PrefixListId, Route, RouteTable, RouteTableId, Target, Vpc};

use crate::text::cursor::{Cursor, Parsed};
use crate::text::keyword;
use crate::text::lexer::quote;
use crate::text::printer::Printer;
use crate::text::written::{Change, Key, Reader, Start, Written};

impl Written for RouteTable {
    const ATTRIBUTES: &'static [&'static str] = &["main", "propagate", "vpc"];

    fn blank(start: &Start<'_>) -> Self {
        RouteTable::new(start.parent())
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "main" => super::mark(&self.vpc, Kind::RouteTable, reader),
            "propagate" => {
                let gateways = reader.references(Self::ATTRIBUTES)?;
                reader.change_set(&mut self.propagating, gateways)?;
            }
            _ => self.vpc = reader.reference()?,
        }
        Ok(None)
    }

    fn row(&mut self, reader: &mut Reader<'_>) -> Parsed<Key> {
        let destination = destination(reader)?;
        let key = Some(destination.to_string());
        if reader.change == Change::Remove {
            let target = if reader.cursor.is_done() {
                None
            } else {
                Some(target(reader)?)
            };
            reader.remove(&mut self.routes, |route| {
                route.destination == destination && target.as_ref().is_none_or(|target| route.target == *target)
            })?;
            return Ok(key);
        }
        let target = target(reader)?;
        self.routes.push(Route { destination, target });
        Ok(key)
    }

    fn missing(&self) -> Option<&'static str> {
        super::unless_inside(&self.vpc, "A route table stands inside a VPC")
    }

    fn print(&self, id: &RouteTableId, depth: usize, printer: &mut Printer<'_>) {
        let mut head = format!(
            "route-table {}{}",
            keyword::name(id.as_str()),
            printer.container(depth, &self.vpc)
        );
        let main = printer
            .topology
            .vpcs
            .get(&self.vpc)
            .and_then(|vpc| vpc.main_route_table.as_ref());
        if main == Some(id) {
            head.push_str(" main");
        }
        printer.head(depth, id.as_str(), &head, &self.name);
        for route in &self.routes {
            let line = print_route(route, printer);
            printer.row(depth + 1, id.as_str(), &route.destination.to_string(), &line);
        }
        if !self.propagating.is_empty() {
            printer.line(depth + 1, &format!("propagate {}", printer.ids(&self.propagating)));
        }
    }
}

/// A CIDR, or a prefix list's id.
pub(super) fn destination(reader: &mut Reader<'_>) -> Parsed<Destination> {
    let is_id = reader.cursor.peek().is_some_and(|token| {
        token
            .bare()
            .is_none_or(|word| word == "deleted" || reader.scope.ids.kind(word).is_some() || word.starts_with("pl-"))
    });
    if is_id {
        return Ok(Destination::PrefixList(reader.reference()?));
    }
    let looks_like_word = reader.cursor.peek_bare().is_some_and(|word| {
        !word.contains(['.', ':', '/'])
            && word.starts_with(|first: char| first.is_ascii_alphabetic() || !first.is_ascii())
    });
    if looks_like_word {
        let error = reader.cursor.unknown_word(&["name", "main", "propagate"]);
        return Err(error.fix("A route is written as `10.1.0.0/16 -> pcx-1`; other lines open with name or propagate"));
    }
    Ok(Destination::Cidr(reader.cursor.cidr()?))
}

/// The route's line.
pub(crate) fn print_route(route: &Route, printer: &Printer<'_>) -> String {
    format!(
        "{} -> {}",
        print_destination(&route.destination, printer),
        print_target(&route.target, printer)
    )
}

pub(super) fn print_destination(destination: &Destination, printer: &Printer<'_>) -> String {
    match destination {
        Destination::Cidr(cidr) => cidr.trunc().to_string(),
        Destination::PrefixList(list) => printer.id(list),
    }
}

fn target(reader: &mut Reader<'_>) -> Parsed<Target> {
    reader.cursor.require("->")?;
    if reader.cursor.take("local") {
        return Ok(Target::Local);
    }
    if reader.cursor.take("not-modelled") {
        return Ok(Target::NotModelled(
            reader.cursor.text("what the route points at, in quotes,")?,
        ));
    }
    Ok(Target::Element(reader.scope.any(&mut reader.cursor)?))
}

fn print_target(target: &Target, printer: &Printer<'_>) -> String {
    match target {
        Target::Local => "local".to_owned(),
        Target::Element(element) => printer.any(element),
        Target::NotModelled(words) => format!("not-modelled {}", quote(words)),
    }
}

impl Written for PrefixList {
    const ATTRIBUTES: &'static [&'static str] = &["service", "region"];

    fn blank(_: &Start<'_>) -> Self {
        PrefixList {
            name: None,
            region: Vpc::DEFAULT_REGION.into(),
            service: None,
            entries: Vec::new(),
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        if word == "service" {
            let service = Some(reader.cursor.text("a service")?);
            self.service = reader.value(service, None);
        } else {
            let region = reader.cursor.text("a Region")?;
            self.region = reader.value(region, Vpc::DEFAULT_REGION.into());
        }
        Ok(None)
    }

    fn row(&mut self, reader: &mut Reader<'_>) -> Parsed<Key> {
        let entries = reader.cursor.list(Self::ATTRIBUTES, Cursor::cidr)?;
        let key = entries.first().map(ToString::to_string);
        reader.change(&mut self.entries, entries)?;
        Ok(key)
    }

    fn print(&self, id: &PrefixListId, depth: usize, printer: &mut Printer<'_>) {
        let mut head = format!("prefix-list {}", keyword::name(id.as_str()));
        if let Some(service) = &self.service {
            head.push_str(&format!(" service {}", keyword::value(service)));
        }
        if *self.region != *Vpc::DEFAULT_REGION {
            head.push_str(&format!(" region {}", keyword::value(&self.region)));
        }
        printer.head(depth, id.as_str(), &head, &self.name);
        for entry in &self.entries {
            let entry = entry.trunc().to_string();
            printer.row(depth + 1, id.as_str(), &entry, &entry);
        }
    }
}
