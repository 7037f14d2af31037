use std::rc::Rc;

use reach::id::Ref;
use reach::topology::{
    InternetGateway, InternetGatewayId, NatConnectivity, NatGateway, NatGatewayId, NatState, RouteTableId, Subnet,
    VpnGateway, VpnGatewayId,
};

use crate::text::cursor::Parsed;
use crate::text::keyword;
use crate::text::printer::Printer;
use crate::text::scope::{OPEN, Wanted};
use crate::text::written::{Change, Key, Reader, Start, Written};
use crate::words::{NAT_STATES, word_of};

impl Written for InternetGateway {
    const ATTRIBUTES: &'static [&'static str] = &["routes", "vpc"];

    fn blank(start: &Start<'_>) -> Self {
        InternetGateway {
            name: None,
            vpc: start.parent.and_then(Ref::to_id),
            route_table: None,
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        if word == "routes" {
            self.route_table = reader.reference_or_none()?;
        } else {
            self.vpc = reader.reference_or_none()?;
        }
        Ok(None)
    }

    fn print(&self, id: &InternetGatewayId, depth: usize, printer: &mut Printer<'_>) {
        let vpc = self
            .vpc
            .as_ref()
            .map_or_else(String::new, |vpc| printer.container(depth, vpc));
        let table = edge_table(&self.route_table, printer);
        let head = format!("internet-gateway {}{vpc}{table}", keyword::name(id.as_str()));
        printer.head(depth, id.as_str(), &head, &self.name);
    }
}

/// The gateway route table, for what comes in.
fn edge_table(table: &Option<RouteTableId>, printer: &Printer<'_>) -> String {
    table
        .as_ref()
        .map_or_else(String::new, |table| format!(" routes {}", printer.id(table)))
}

impl Written for VpnGateway {
    const ATTRIBUTES: &'static [&'static str] = &["asn", "routes", "vpc"];

    fn blank(start: &Start<'_>) -> Self {
        VpnGateway {
            name: None,
            vpc: start.parent.and_then(Ref::to_id),
            asn: VpnGateway::DEFAULT_ASN,
            route_table: None,
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        if word == "asn" {
            let asn = reader.cursor.number("an autonomous system number")?;
            self.asn = reader.value(asn, VpnGateway::DEFAULT_ASN);
        } else if word == "routes" {
            self.route_table = reader.reference_or_none()?;
        } else {
            self.vpc = reader.reference_or_none()?;
        }
        Ok(None)
    }

    fn print(&self, id: &VpnGatewayId, depth: usize, printer: &mut Printer<'_>) {
        let vpc = self
            .vpc
            .as_ref()
            .map_or_else(String::new, |vpc| printer.container(depth, vpc));
        let mut head = format!("vpn-gateway {}{vpc}", keyword::name(id.as_str()));
        if self.asn != VpnGateway::DEFAULT_ASN {
            head.push_str(&format!(" asn {}", self.asn));
        }
        head.push_str(&edge_table(&self.route_table, printer));
        printer.head(depth, id.as_str(), &head, &self.name);
    }
}

impl Written for NatGateway {
    const ATTRIBUTES: &'static [&'static str] = &["public", "private", "state", "subnet"];

    fn blank(start: &Start<'_>) -> Self {
        NatGateway {
            name: None,
            subnet: start.parent(),
            ipv4: OPEN,
            connectivity: NatConnectivity::Public(OPEN),
            state: NatState::Available,
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        let own = || Ref::from(NatGatewayId::new(Rc::clone(&reader.id)));
        let says_which = reader.cursor.has_word(&["public", "private"]);
        if !says_which && reader.change == Change::Add {
            reader.scope.want(Wanted::Public(own()), &reader.cursor);
        }
        if !reader.cursor.has_more(Self::ATTRIBUTES) {
            if reader.change == Change::Add {
                reader.scope.want(Wanted::Private(own()), &reader.cursor);
            }
            return Ok(());
        }
        self.ipv4 = reader.cursor.ipv4()?;
        Ok(())
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "public" => match reader.cursor.ipv4_if() {
                Some(address) => self.connectivity = NatConnectivity::Public(address),
                None => {
                    self.connectivity = NatConnectivity::Public(OPEN);
                    let own = Ref::from(NatGatewayId::new(Rc::clone(&reader.id)));
                    reader.scope.want(Wanted::Public(own), &reader.cursor);
                }
            },
            "private" => self.connectivity = NatConnectivity::Private,
            "state" => self.state = reader.cursor.choice("a state", NAT_STATES)?,
            _ => self.subnet = reader.reference()?,
        }
        Ok(None)
    }

    fn missing(&self) -> Option<&'static str> {
        super::unless_inside(&self.subnet, "A NAT gateway stands inside a subnet")
    }

    fn print(&self, id: &NatGatewayId, depth: usize, printer: &mut Printer<'_>) {
        let mut head = format!("nat-gateway {} {}", keyword::name(id.as_str()), self.ipv4);
        head.push_str(&printer.container::<Subnet>(depth, &self.subnet));
        match self.connectivity {
            NatConnectivity::Public(address) => head.push_str(&format!(" public {address}")),
            NatConnectivity::Private => head.push_str(" private"),
        }
        if self.state != NatState::Available {
            head.push_str(&format!(" state {}", word_of(NAT_STATES, &self.state)));
        }
        printer.head(depth, id.as_str(), &head, &self.name);
    }
}
