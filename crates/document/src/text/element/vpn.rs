use std::rc::Rc;

use ipnet::IpNet;
use reach::id::{Id, Kind, Ref};
use reach::topology::{
    CustomerGateway, CustomerGatewayId, Host, Site, SiteId, Tunnel, VpnConnection, VpnConnectionId, VpnOptions,
    VpnRouting,
};

use crate::text::cursor::{Cursor, Parsed};
use crate::text::keyword;
use crate::text::printer::{Printer, list, on_off};
use crate::text::value::Value;
use crate::text::written::{Change, Key, Reader, Start, Written};

impl Written for Site {
    const ATTRIBUTES: &'static [&'static str] = &["cidr", "host"];

    fn blank(_: &Start<'_>) -> Self {
        Site {
            name: None,
            cidrs: Vec::new(),
            hosts: Vec::new(),
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if !reader.cursor.has_more(Self::ATTRIBUTES) {
            return Ok(());
        }
        let cidrs = reader.cursor.list(Self::ATTRIBUTES, Cursor::cidr)?;
        reader.change(&mut self.cidrs, cidrs)
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        if word == "cidr" {
            let cidrs = reader.cursor.list(Self::ATTRIBUTES, Cursor::cidr)?;
            reader.change(&mut self.cidrs, cidrs)?;
            return Ok(None);
        }
        let name = reader.cursor.text("the name of a host")?;
        let key = Some(format!("host/{name}"));
        if reader.change == Change::Remove {
            reader.remove(&mut self.hosts, |host| host.name == name)?;
            // Its address may be written after it.
            reader.cursor.advance();
            return Ok(key);
        }
        let address = reader.cursor.address()?;
        self.hosts.push(Host { name, address });
        Ok(key)
    }

    fn print(&self, id: &SiteId, depth: usize, printer: &mut Printer<'_>) {
        let mut head = format!("site {}", keyword::name(id.as_str()));
        if !self.cidrs.is_empty() {
            head.push_str(&format!(" {}", nets(&self.cidrs)));
        }
        printer.head(depth, id.as_str(), &head, &self.name);
        for host in &self.hosts {
            let line = format!("host {} {}", keyword::name(&host.name), host.address);
            printer.row(depth + 1, id.as_str(), &format!("host/{}", host.name), &line);
        }
    }
}

impl Written for CustomerGateway {
    const ATTRIBUTES: &'static [&'static str] = &["site", "asn", "announces", "routes"];

    fn blank(_: &Start<'_>) -> Self {
        CustomerGateway {
            name: None,
            site: None,
            asn: CustomerGateway::DEFAULT_ASN,
            announces: None,
            routes: None,
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "site" => {
                self.site = reader.reference_or_none()?;
            }
            "asn" => {
                let asn = reader.cursor.number("an autonomous system number")?;
                self.asn = reader.value(asn, CustomerGateway::DEFAULT_ASN);
            }
            "announces" => prefixes(&mut self.announces, Self::ATTRIBUTES, reader)?,
            _ => prefixes(&mut self.routes, Self::ATTRIBUTES, reader)?,
        }
        Ok(None)
    }

    fn print(&self, id: &CustomerGatewayId, depth: usize, printer: &mut Printer<'_>) {
        let mut head = format!("customer-gateway {}", keyword::name(id.as_str()));
        if let Some(site) = &self.site {
            head.push_str(&format!(" site {}", printer.id(site)));
        }
        if self.asn != CustomerGateway::DEFAULT_ASN {
            head.push_str(&format!(" asn {}", self.asn));
        }
        printer.head(depth, id.as_str(), &head, &self.name);
        for (word, prefixes) in [("announces", &self.announces), ("routes", &self.routes)] {
            if let Some(prefixes) = prefixes {
                printer.line(depth + 1, &format!("{word} {}", nets(prefixes)));
            }
        }
    }
}

/// `announces 10.99.0.0/16`, `announces none`.
fn prefixes(known: &mut Option<Vec<IpNet>>, attributes: &[&str], reader: &mut Reader<'_>) -> Parsed<()> {
    let values = reader.cursor.list(attributes, Cursor::cidr)?;
    let mut prefixes = known.take().unwrap_or_default();
    reader.change(&mut prefixes, values)?;
    *known = (reader.change != Change::Remove || !prefixes.is_empty()).then_some(prefixes);
    Ok(())
}

impl Written for VpnConnection {
    const ATTRIBUTES: &'static [&'static str] = &[
        "bgp",
        "static",
        "tunnel",
        "as-path",
        "med",
        "accelerated",
        "large",
        "concentrator",
        "ipv6",
        "inside",
        "transport",
    ];

    fn blank(_: &Start<'_>) -> Self {
        VpnConnection {
            name: None,
            gateway: Ref::new(Kind::VpnGateway, ""),
            customer_gateway: Id::new(""),
            routing: VpnRouting::Bgp,
            tunnels: [Tunnel { up: true }; 2],
            options: VpnOptions::default(),
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    /// The gateway on the AWS side, then the customer gateway.
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        let attribute = |word: &str| word == "name" || Self::ATTRIBUTES.contains(&word);
        if reader.change == Change::Set && reader.cursor.peek_bare().is_none_or(attribute) {
            return Ok(());
        }
        self.gateway = reader.scope.any(&mut reader.cursor)?;
        self.customer_gateway = reader.reference()?;
        Ok(())
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "bgp" => self.routing = VpnRouting::Bgp,
            "static" => {
                let values = if reader.cursor.has_more(Self::ATTRIBUTES) {
                    reader.cursor.list(Self::ATTRIBUTES, Cursor::cidr)?
                } else {
                    Vec::new()
                };
                let mut prefixes = match &self.routing {
                    VpnRouting::Static(prefixes) => prefixes.clone(),
                    VpnRouting::Bgp => Vec::new(),
                };
                reader.change(&mut prefixes, values)?;
                self.routing = VpnRouting::Static(prefixes);
            }
            "tunnel" => {
                let index = reader.cursor.choice("a tunnel", &[("1", 0_usize), ("2", 1)])?;
                let up = reader.cursor.choice("a state", &[("up", true), ("down", false)])?;
                if let Some(tunnel) = self.tunnels.get_mut(index) {
                    tunnel.up = up;
                }
                return Ok(Some(format!("t{}", index + 1)));
            }
            word => option(&mut self.options, word, reader)?,
        }
        Ok(None)
    }

    fn print(&self, id: &VpnConnectionId, depth: usize, printer: &mut Printer<'_>) {
        let routing = match &self.routing {
            VpnRouting::Bgp => "bgp".to_owned(),
            VpnRouting::Static(prefixes) => format!("static {}", nets(prefixes)),
        };
        let head = format!(
            "vpn-connection {} {} {} {routing}{}",
            keyword::name(id.as_str()),
            printer.any(&self.gateway),
            printer.id(&self.customer_gateway),
            print_options(&self.options, printer)
        );
        printer.head(depth, id.as_str(), &head, &self.name);
        for (index, tunnel) in self.tunnels.iter().enumerate() {
            let row = format!("t{}", index + 1);
            let number = index + 1;
            if !tunnel.up {
                printer.row(depth + 1, id.as_str(), &row, &format!("tunnel {number} down"));
            } else if printer.has_comments(&crate::text::printer::row_key(id.as_str(), &row)) {
                printer.row(depth + 1, id.as_str(), &row, &format!("tunnel {number} up"));
            }
        }
    }
}

fn option(options: &mut VpnOptions, word: &str, reader: &mut Reader<'_>) -> Parsed<()> {
    let words = VpnConnection::ATTRIBUTES;
    let usual = VpnOptions::default();
    match word {
        "as-path" => options.as_path.read(usual.as_path, words, reader),
        "med" => options.med.read(None, words, reader),
        "accelerated" => options.accelerated.read(false, words, reader),
        "large" => options.large.read(false, words, reader),
        "concentrator" => options.concentrator.read(false, words, reader),
        "ipv6" => options.ipv6.read(false, words, reader),
        "inside" => options.inside_cidrs.read(Vec::new(), words, reader),
        _ => options.transport.read(None, words, reader),
    }
}

fn print_options(options: &VpnOptions, printer: &Printer<'_>) -> String {
    let usual = VpnOptions::default();
    let mut text = String::new();
    let mut add = |differs: bool, word: &str, value: String| {
        if differs {
            text.push_str(&format!(" {word} {value}"));
        }
    };
    add(options.as_path != usual.as_path, "as-path", options.as_path.to_string());
    add(options.med.is_some(), "med", options.med.print(printer));
    add(options.accelerated, "accelerated", on_off(true).to_owned());
    add(options.large, "large", on_off(true).to_owned());
    add(options.concentrator, "concentrator", on_off(true).to_owned());
    add(options.ipv6, "ipv6", on_off(true).to_owned());
    add(
        !options.inside_cidrs.is_empty(),
        "inside",
        options.inside_cidrs.print(printer),
    );
    add(
        options.transport.is_some(),
        "transport",
        options.transport.print(printer),
    );
    text
}

fn nets(nets: &[IpNet]) -> String {
    list(nets.iter().map(|net| net.trunc().to_string()))
}
