use reach::id::{Kind, Ref};
use reach::topology::{Authorization, Client, ClientVpnEndpoint, ClientVpnRoute, ClientVpnTarget};

use super::place;
use crate::text::cursor::Parsed;
use crate::text::form::{Attributes, Form, attributes};
use crate::text::keyword;
use crate::text::printer::Printer;
use crate::text::value::Value;
use crate::text::written::{Change, Key, Reader, Start};

attributes! {
    ClientVpnEndpoint {
        "gateway" transit_gateway,
        "zones" zones,
        "groups" security_groups,
        "split-tunnel" split_tunnel,
    } ["vpc", "in", "allow", "client"]
}

impl Form for ClientVpnEndpoint {
    fn stand(&mut self, start: &Start<'_>) {
        self.vpc = start.parent.and_then(Ref::to_id);
    }

    /// The range of the clients.
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if reader.cursor.has_more(Self::WORDS) {
            self.client_cidr = reader.cursor.cidr4()?;
        }
        Ok(())
    }

    fn special(&mut self, word: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "vpc" => self.vpc.read(None, Self::WORDS, reader).map(|()| None),
            "in" => place::read(&mut self.associations, Kind::ClientVpnEndpoint, Self::WORDS, reader),
            "allow" => self.allow(reader),
            _ => self.client(reader),
        }
    }

    /// `10.1.0.0/16 -> private-a`, `172.20.0.0/22 -> local`.
    fn row(&mut self, reader: &mut Reader<'_>) -> Parsed<Key> {
        let destination = reader.cursor.cidr()?;
        let key = Some(destination.to_string());
        if reader.change == Change::Remove && reader.cursor.is_done() {
            reader.remove(&mut self.routes, |route| route.destination == destination)?;
            return Ok(key);
        }
        reader.cursor.require("->")?;
        let target = if reader.cursor.take("local") {
            ClientVpnTarget::Local
        } else if reader.cursor.take("transit-gateway") {
            ClientVpnTarget::TransitGateway
        } else {
            ClientVpnTarget::Subnet(reader.reference()?)
        };
        reader.change(&mut self.routes, vec![ClientVpnRoute { destination, target }])?;
        Ok(key)
    }

    fn print_head(&self, depth: usize, printer: &Printer<'_>) -> String {
        let vpc = self
            .vpc
            .as_ref()
            .map_or_else(String::new, |vpc| printer.container(depth, vpc));
        format!(" {}{vpc}", self.client_cidr.trunc())
    }

    fn print_rows(&self, id: &str, depth: usize, printer: &mut Printer<'_>) {
        place::print(&self.associations, id, depth, printer);
        for route in &self.routes {
            let destination = route.destination.trunc();
            let target = match &route.target {
                ClientVpnTarget::Local => "local".to_owned(),
                ClientVpnTarget::TransitGateway => "transit-gateway".to_owned(),
                ClientVpnTarget::Subnet(subnet) => printer.id(subnet),
            };
            printer.row(
                depth,
                id,
                &destination.to_string(),
                &format!("{destination} -> {target}"),
            );
        }
        for rule in &self.authorizations {
            let group = rule.group.as_ref();
            let group = group.map_or_else(String::new, |group| format!(" {}", keyword::value(group)));
            let destination = rule.destination.trunc();
            let line = format!("allow {destination}{group}");
            printer.row(depth, id, &format!("allow/{destination}"), &line);
        }
        for client in &self.clients {
            let groups: String = client
                .groups
                .iter()
                .map(|group| format!(" {}", keyword::value(group)))
                .collect();
            let line = format!("client {} {}{groups}", keyword::value(&client.name), client.address);
            printer.row(depth, id, &format!("client/{}", client.name), &line);
        }
    }
}

trait Rows {
    fn allow(&mut self, reader: &mut Reader<'_>) -> Parsed<Key>;
    fn client(&mut self, reader: &mut Reader<'_>) -> Parsed<Key>;
}

impl Rows for ClientVpnEndpoint {
    /// `allow CIDR [GROUP]`.
    fn allow(&mut self, reader: &mut Reader<'_>) -> Parsed<Key> {
        let destination = reader.cursor.cidr()?;
        let group = if reader.cursor.has_more(Self::WORDS) {
            Some(reader.cursor.text("a group")?)
        } else {
            None
        };
        reader.change(&mut self.authorizations, vec![Authorization { destination, group }])?;
        Ok(Some(format!("allow/{destination}")))
    }

    /// `client NAME ADDRESS [GROUP…]`.
    fn client(&mut self, reader: &mut Reader<'_>) -> Parsed<Key> {
        let name = reader.cursor.text("the name of a client")?;
        let key = Some(format!("client/{name}"));
        if reader.change == Change::Remove && !reader.cursor.has_more(Self::WORDS) {
            reader.remove(&mut self.clients, |client| client.name == name)?;
            return Ok(key);
        }
        let address = reader.cursor.address()?;
        let mut groups = Vec::new();
        while reader.cursor.has_more(Self::WORDS) {
            groups.push(reader.cursor.text("a group")?);
        }
        let client = Client { name, address, groups };
        reader.change(&mut self.clients, vec![client])?;
        Ok(key)
    }
}
