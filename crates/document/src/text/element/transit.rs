use reach::id::{Id, Kind, Ref};
use reach::topology::{
    Association, Attached, EgressOnlyInternetGateway, SubnetId, TransitGateway, TransitGatewayAttachment,
    TransitGatewayRoute, TransitGatewayRouteTable, TransitGatewayTarget,
};

use super::route::{destination, print_destination};
use crate::text::cursor::Parsed;
use crate::text::form::{Attributes, Form, attributes};
use crate::text::keyword;
use crate::text::printer::Printer;
use crate::text::value::Value;
use crate::text::written::{Change, Key, Reader, Start};

attributes! {
    EgressOnlyInternetGateway {} ["vpc"]
    TransitGateway {
        "region" region,
        "account" account,
        "asn" asn,
        "cidr-blocks" cidr_blocks,
        "default-association" default_association,
        "default-propagation" default_propagation,
        "dns-support" dns_support,
        "vpn-ecmp" vpn_ecmp,
        "sg-referencing" sg_referencing,
        "auto-accept" auto_accept,
        "share" shared_with,
    } ["default-table", "association-table", "propagation-table"]
    TransitGatewayAttachment {
        "state" state,
        "propagate" propagations,
        "appliance-mode" appliance_mode,
        "ipv6" ipv6,
        "sg-referencing" sg_referencing,
        "dns-support" dns_support,
    } ["gateway", "in", "associate"]
    TransitGatewayRouteTable {} ["gateway"]
}

impl Form for EgressOnlyInternetGateway {
    fn stand(&mut self, start: &Start<'_>) {
        self.vpc = start.parent.and_then(Ref::to_id);
    }

    fn special(&mut self, _: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        self.vpc.read(None, Self::WORDS, reader).map(|()| None)
    }

    fn print_head(&self, depth: usize, printer: &Printer<'_>) -> String {
        self.vpc
            .as_ref()
            .map_or_else(String::new, |vpc| printer.container(depth, vpc))
    }
}

impl Form for TransitGateway {
    const NESTED: &'static [&'static str] = keyword::IN_TRANSIT_GATEWAY;

    /// `default-table` is for both.
    fn special(&mut self, word: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        let mut table = None;
        table.read(None, Self::WORDS, reader)?;
        if word != "propagation-table" {
            self.association_table = table.clone();
        }
        if word != "association-table" {
            self.propagation_table = table;
        }
        Ok(None)
    }

    fn print_head(&self, _: usize, printer: &Printer<'_>) -> String {
        let one = |word: &str, table: &Option<_>| {
            let table = table.as_ref();
            table.map_or_else(String::new, |table: &Id<TransitGatewayRouteTable>| {
                format!(" {word} {}", printer.id(table))
            })
        };
        if self.association_table == self.propagation_table {
            return one("default-table", &self.association_table);
        }
        one("association-table", &self.association_table) + &one("propagation-table", &self.propagation_table)
    }
}

impl Form for TransitGatewayAttachment {
    fn stand(&mut self, start: &Start<'_>) {
        self.gateway = start.parent();
    }

    /// What is attached; `connect ATTACHMENT [CIDR…]` and `network-function` say themselves what they are.
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        let attribute = |word: &str| word == "name" || Self::WORDS.contains(&word);
        let follows = !reader.cursor.is_done() && !reader.cursor.peek_bare().is_some_and(attribute);
        if reader.change == Change::Set && !follows {
            return Ok(());
        }
        self.to = attached(reader)?;
        Ok(())
    }

    fn special(&mut self, word: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "gateway" => self.gateway = reader.reference()?,
            "associate" => {
                let mut table = None;
                table.read(None, Self::WORDS, reader)?;
                let association = table.map_or(Association::None, Association::Table);
                self.association = reader.value(association, Association::ByDefault);
            }
            _ => {
                let wrong = reader.cursor.error("subnets are only for the attachment of a VPC");
                let Attached::Vpc { subnets, .. } = &mut self.to else {
                    return Err(wrong);
                };
                subnets.read(Vec::<SubnetId>::new(), Self::WORDS, reader)?;
            }
        }
        Ok(None)
    }

    fn missing(&self) -> Option<&'static str> {
        let is_loose = self.gateway.as_str().is_empty();
        is_loose.then_some("An attachment stands inside a transit gateway")
    }

    fn print_head(&self, depth: usize, printer: &Printer<'_>) -> String {
        let mut head = print_attached(&self.to, printer);
        if depth == 0 {
            head.push_str(&format!(" gateway {}", printer.id(&self.gateway)));
        }
        if let Attached::Vpc { subnets, .. } = &self.to
            && !subnets.is_empty()
        {
            head.push_str(&format!(" in {}", printer.ids(subnets)));
        }
        match &self.association {
            Association::ByDefault => {}
            Association::None => head.push_str(" associate none"),
            Association::Table(table) => head.push_str(&format!(" associate {}", printer.id(table))),
        }
        head
    }
}

fn attached(reader: &mut Reader<'_>) -> Parsed<Attached> {
    if reader.cursor.take("network-function") {
        return Ok(Attached::NetworkFunction);
    }
    if reader.cursor.take("connect") {
        let transport = reader.reference()?;
        let mut prefixes = Vec::new();
        if reader.cursor.has_more(TransitGatewayAttachment::WORDS) {
            prefixes = reader
                .cursor
                .list(TransitGatewayAttachment::WORDS, crate::text::cursor::Cursor::cidr)?;
        }
        return Ok(Attached::Connect { transport, prefixes });
    }
    let wrong = reader
        .cursor
        .error("a VPC, a connection, a gateway or another attachment is expected here");
    let element = reader.scope.any(&mut reader.cursor)?;
    let id = std::rc::Rc::clone(&element.id);
    Ok(match element.kind {
        Kind::Vpc => Attached::Vpc {
            vpc: Id::new(id),
            subnets: Vec::new(),
        },
        Kind::VpnConnection => Attached::Vpn(Id::new(id)),
        Kind::DirectConnectGateway => Attached::DirectConnectGateway(Id::new(id)),
        Kind::ClientVpnEndpoint => Attached::ClientVpn(Id::new(id)),
        Kind::TransitGatewayAttachment => Attached::Peering(Id::new(id)),
        _ => return Err(wrong),
    })
}

fn print_attached(to: &Attached, printer: &Printer<'_>) -> String {
    match to {
        Attached::Connect { transport, prefixes } => {
            let prefixes: String = prefixes.iter().map(|net| format!(" {}", net.trunc())).collect();
            format!(" connect {}{prefixes}", printer.id(transport))
        }
        to => match to.element() {
            Some(element) => format!(" {}", printer.any(&element)),
            None => " network-function".to_owned(),
        },
    }
}

impl Form for TransitGatewayRouteTable {
    fn stand(&mut self, start: &Start<'_>) {
        self.gateway = start.parent();
    }

    fn special(&mut self, _: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        self.gateway = reader.reference()?;
        Ok(None)
    }

    /// `10.2.0.0/16 -> att-b`, `10.3.0.0/16 -> blackhole`.
    fn row(&mut self, reader: &mut Reader<'_>) -> Parsed<Key> {
        let destination = destination(reader)?;
        let key = Some(destination.to_string());
        let is_short = reader.change == Change::Remove && reader.cursor.is_done();
        let target = if is_short { None } else { Some(target(reader)?) };
        if reader.change == Change::Remove {
            let is_it = |route: &TransitGatewayRoute| {
                route.destination == destination && target.as_ref().is_none_or(|target| route.target == *target)
            };
            let at = self.routes.iter().position(is_it);
            self.routes.remove(at.ok_or_else(|| reader.not_there())?);
        } else if let Some(target) = target {
            self.routes.push(TransitGatewayRoute { destination, target });
        }
        Ok(key)
    }

    fn missing(&self) -> Option<&'static str> {
        let is_loose = self.gateway.as_str().is_empty();
        is_loose.then_some("A transit gateway route table stands inside a transit gateway")
    }

    fn print_head(&self, depth: usize, printer: &Printer<'_>) -> String {
        if depth > 0 {
            return String::new();
        }
        format!(" gateway {}", printer.id(&self.gateway))
    }

    fn print_rows(&self, id: &str, depth: usize, printer: &mut Printer<'_>) {
        for route in &self.routes {
            let target = match &route.target {
                TransitGatewayTarget::Attachment(attachment) => printer.id(attachment),
                TransitGatewayTarget::Blackhole => "blackhole".to_owned(),
            };
            let line = format!("{} -> {target}", print_destination(&route.destination, printer));
            printer.row(depth, id, &route.destination.to_string(), &line);
        }
    }
}

fn target(reader: &mut Reader<'_>) -> Parsed<TransitGatewayTarget> {
    reader.cursor.require("->")?;
    if reader.cursor.take("blackhole") {
        return Ok(TransitGatewayTarget::Blackhole);
    }
    reader.reference().map(TransitGatewayTarget::Attachment)
}
