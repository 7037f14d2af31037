use std::rc::Rc;

use reach::id::Kind;
use reach::sorted::SortedSet;
use reach::topology::{EndpointState, GatewayEndpoint, GatewayEndpointId, InterfaceEndpoint, InterfaceEndpointId};

use super::place;

use crate::text::cursor::Parsed;
use crate::text::keyword;
use crate::text::printer::{Printer, on_off};
use crate::text::written::{Change, Key, Reader, Start, Written};
use crate::words::{ENDPOINT_STATES, word_of};

impl Written for GatewayEndpoint {
    const ATTRIBUTES: &'static [&'static str] = &["routes", "state", "vpc"];

    fn blank(start: &Start<'_>) -> Self {
        GatewayEndpoint {
            name: None,
            vpc: start.parent(),
            service: "".into(),
            route_tables: SortedSet::new(),
            state: EndpointState::Available,
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        service(&mut self.service, Self::ATTRIBUTES, reader)
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "routes" => {
                let tables = reader.references(Self::ATTRIBUTES)?;
                reader.change_set(&mut self.route_tables, tables)?;
            }
            "state" => self.state = reader.cursor.choice("a state", ENDPOINT_STATES)?,
            _ => self.vpc = reader.reference()?,
        }
        Ok(None)
    }

    fn missing(&self) -> Option<&'static str> {
        super::unless_inside(&self.vpc, "A gateway endpoint stands inside a VPC")
    }

    fn print(&self, id: &GatewayEndpointId, depth: usize, printer: &mut Printer<'_>) {
        let mut head = format!(
            "gateway-endpoint {} {}{}",
            keyword::name(id.as_str()),
            keyword::value(&self.service),
            printer.container(depth, &self.vpc)
        );
        if !self.route_tables.is_empty() {
            head.push_str(&format!(" routes {}", printer.ids(&self.route_tables)));
        }
        head.push_str(&print_state(self.state));
        printer.head(depth, id.as_str(), &head, &self.name);
    }
}

impl Written for InterfaceEndpoint {
    const ATTRIBUTES: &'static [&'static str] = &["groups", "private-dns", "in", "state", "vpc"];

    fn blank(start: &Start<'_>) -> Self {
        InterfaceEndpoint {
            name: None,
            vpc: start.parent(),
            service: "".into(),
            subnets: Vec::new(),
            security_groups: Vec::new(),
            private_dns: false,
            state: EndpointState::Available,
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        service(&mut self.service, Self::ATTRIBUTES, reader)
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "groups" => {
                let groups = reader.references(Self::ATTRIBUTES)?;
                reader.change(&mut self.security_groups, groups)?;
            }
            "private-dns" => self.private_dns = reader.cursor.on_off()?,
            "in" => return place::read(&mut self.subnets, Kind::InterfaceEndpoint, Self::ATTRIBUTES, reader),
            "state" => self.state = reader.cursor.choice("a state", ENDPOINT_STATES)?,
            _ => self.vpc = reader.reference()?,
        }
        Ok(None)
    }

    fn missing(&self) -> Option<&'static str> {
        super::unless_inside(&self.vpc, "An interface endpoint stands inside a VPC")
    }

    fn print(&self, id: &InterfaceEndpointId, depth: usize, printer: &mut Printer<'_>) {
        let mut head = format!(
            "interface-endpoint {} {}{}",
            keyword::name(id.as_str()),
            keyword::value(&self.service),
            printer.container(depth, &self.vpc)
        );
        if !self.security_groups.is_empty() {
            head.push_str(&format!(" groups {}", printer.ids(&self.security_groups)));
        }
        if self.private_dns {
            head.push_str(&format!(" private-dns {}", on_off(true)));
        }
        head.push_str(&print_state(self.state));
        printer.head(depth, id.as_str(), &head, &self.name);
        place::print(&self.subnets, id.as_str(), depth + 1, printer);
    }
}

fn service(service: &mut Rc<str>, attributes: &[&str], reader: &mut Reader<'_>) -> Parsed<()> {
    if reader.cursor.has_more(attributes) || reader.change == Change::Add {
        *service = reader.cursor.text("a service, as in s3,")?;
    }
    Ok(())
}

fn print_state(state: EndpointState) -> String {
    if state == EndpointState::Available {
        return String::new();
    }
    format!(" state {}", word_of(ENDPOINT_STATES, &state))
}
