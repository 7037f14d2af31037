use std::rc::Rc;

use reach::id::Kind;
use reach::sorted::SortedSet;
use reach::topology::*;

use super::{condition, place};
use crate::records::Usual;
use crate::text::cursor::Parsed;
use crate::text::keyword;
use crate::text::printer::{Printer, on_off};
use crate::text::value::Value;
use crate::text::written::{Change, Key, Reader, Start, Written};
use crate::words::{ADDRESS_TYPES, EFFECTS, ENDPOINT_STATES, word_of};

impl Written for GatewayEndpoint {
    const ATTRIBUTES: &'static [&'static str] = &["routes", "state", "address-type", "policy", "vpc"];

    fn blank(start: &Start<'_>) -> Self {
        GatewayEndpoint {
            name: None,
            vpc: start.parent(),
            service: "".into(),
            route_tables: SortedSet::new(),
            state: EndpointState::Available,
            policy: None,
            address_type: AddressType::Ipv4,
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
            "address-type" => self.address_type.read(AddressType::Ipv4, Self::ATTRIBUTES, reader)?,
            "policy" => return policy(&mut self.policy, Self::ATTRIBUTES, reader),
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
        if self.address_type != AddressType::Ipv4 {
            head.push_str(&format!(" address-type {}", word_of(ADDRESS_TYPES, &self.address_type)));
        }
        printer.head(depth, id.as_str(), &head, &self.name);
        print_policy(self.policy.as_deref(), id.as_str(), depth + 1, printer);
    }
}

impl Written for InterfaceEndpoint {
    const ATTRIBUTES: &'static [&'static str] = &[
        "groups",
        "private-dns",
        "inbound-resolver-only",
        "region",
        "in",
        "state",
        "policy",
        "vpc",
    ];

    fn blank(start: &Start<'_>) -> Self {
        InterfaceEndpoint {
            name: None,
            vpc: start.parent(),
            service: "".into(),
            subnets: Vec::new(),
            security_groups: Vec::new(),
            private_dns: false,
            state: EndpointState::Available,
            provider: None,
            service_region: None,
            inbound_resolver_only: false,
            policy: None,
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if !reader.cursor.has_more(Self::ATTRIBUTES) && reader.change != Change::Add {
            return Ok(());
        }
        let names_provider = reader.cursor.peek().is_some_and(|token| {
            token.bare() == Some("deleted") || reader.scope.ids.kind(&token.value) == Some(Kind::EndpointService)
        });
        if names_provider {
            self.provider = Some(reader.reference()?);
            self.service = "".into();
        } else {
            reader.cursor.take("service");
            self.provider = None;
            self.service = reader.cursor.text("a service, as in sqs,")?;
        }
        Ok(())
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "groups" => {
                let groups = reader.references(Self::ATTRIBUTES)?;
                reader.change(&mut self.security_groups, groups)?;
            }
            "private-dns" => self.private_dns = reader.cursor.on_off()?,
            "in" => return place::read(&mut self.subnets, Kind::InterfaceEndpoint, Self::ATTRIBUTES, reader),
            "inbound-resolver-only" => self.inbound_resolver_only = reader.cursor.on_off()?,
            "region" => self.service_region.read(None, Self::ATTRIBUTES, reader)?,
            "policy" => return policy(&mut self.policy, Self::ATTRIBUTES, reader),
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
            self.print_service(printer),
            printer.container(depth, &self.vpc)
        );
        if !self.security_groups.is_empty() {
            head.push_str(&format!(" groups {}", printer.ids(&self.security_groups)));
        }
        if self.private_dns {
            head.push_str(&format!(" private-dns {}", on_off(true)));
        }
        if self.inbound_resolver_only {
            head.push_str(&format!(" inbound-resolver-only {}", on_off(true)));
        }
        if let Some(region) = &self.service_region {
            head.push_str(&format!(" region {}", keyword::value(region)));
        }
        head.push_str(&print_state(self.state));
        printer.head(depth, id.as_str(), &head, &self.name);
        place::print(&self.subnets, id.as_str(), depth + 1, printer);
        print_policy(self.policy.as_deref(), id.as_str(), depth + 1, printer);
    }
}

trait Service {
    fn print_service(&self, printer: &Printer<'_>) -> String;
}

impl Service for InterfaceEndpoint {
    /// AWS's service, or somebody's endpoint service; `service` stands before a name of AWS's that is the id of one.
    fn print_service(&self, printer: &Printer<'_>) -> String {
        match &self.provider {
            Some(provider) => printer.id(provider),
            None if printer.ids.kind(&self.service) == Some(Kind::EndpointService) => {
                format!("service {}", keyword::value(&self.service))
            }
            None => keyword::value(&self.service).into_owned(),
        }
    }
}

/// `policy allow|deny RESOURCE [action ACTION] [principal PRINCIPAL] [from CIDR|ELEMENT] [if CONDITION]`; `policy none` has no statement.
fn policy(policy: &mut Option<Vec<Statement>>, words: &[&str], reader: &mut Reader<'_>) -> Parsed<Key> {
    if reader.cursor.take("none") {
        *policy = reader.value(Some(Vec::new()), None);
        return Ok(None);
    }
    let mut statements = policy.clone().unwrap_or_default();
    let key = statement(&mut statements, words, reader)?;
    *policy = Some(statements);
    Ok(key)
}

/// One statement more, or less.
pub(super) fn statement(statements: &mut Vec<Statement>, words: &[&str], reader: &mut Reader<'_>) -> Parsed<Key> {
    let effect = reader.cursor.choice("an effect", EFFECTS)?;
    let mut statement = Statement {
        effect,
        ..Statement::usual()
    };
    let limits = |word: &str| matches!(word, "action" | "principal" | "from" | condition::IF);
    if reader.cursor.has_more(words) && !reader.cursor.peek_bare().is_some_and(limits) {
        statement.resource = reader.cursor.text("a resource")?;
    }
    if reader.cursor.take("action") {
        statement.action = reader.cursor.text("an action, as in s3:GetObject,")?;
    }
    if reader.cursor.take("principal") {
        statement.principal = reader.cursor.text("a principal")?;
    }
    if reader.cursor.take("from") {
        if reader.cursor.peek_bare().is_some_and(|word| word.contains('/')) {
            statement.source_ip = Some(reader.cursor.cidr()?);
        }
        if reader.cursor.has_more(words) && reader.cursor.peek_bare() != Some(condition::IF) {
            statement.source = Some(reader.scope.any(&mut reader.cursor)?);
        }
    }
    statement.conditions = condition::read(words, &mut reader.cursor)?;
    let key = Some(format!("policy/{}", statement.resource));
    reader.change(statements, vec![statement])?;
    Ok(key)
}

fn print_policy(policy: Option<&[Statement]>, id: &str, depth: usize, printer: &mut Printer<'_>) {
    if policy.is_some_and(<[Statement]>::is_empty) {
        printer.line(depth, "policy none");
    }
    print_statements(policy.unwrap_or_default(), id, depth, printer);
}

pub(super) fn print_statements(statements: &[Statement], id: &str, depth: usize, printer: &mut Printer<'_>) {
    for statement in statements {
        let mut line = format!(
            "policy {} {}",
            word_of(EFFECTS, &statement.effect),
            keyword::value(&statement.resource)
        );
        for (word, value) in [("action", &statement.action), ("principal", &statement.principal)] {
            if **value != *"*" {
                line.push_str(&format!(" {word} {}", keyword::value(value)));
            }
        }
        let source_ip = statement.source_ip.map(|net| net.trunc().to_string());
        let source = statement.source.as_ref().map(|source| printer.any(source));
        if source_ip.is_some() || source.is_some() {
            line.push_str(" from");
        }
        for from in source_ip.into_iter().chain(source) {
            line.push_str(&format!(" {from}"));
        }
        if !statement.conditions.is_empty() {
            line.push_str(&format!(" {}", condition::print(&statement.conditions)));
        }
        printer.row(depth, id, &format!("policy/{}", statement.resource), &line);
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
