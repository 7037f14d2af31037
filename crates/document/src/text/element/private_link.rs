use reach::id::{Kind, Ref};
use reach::topology::{
    EndpointService, GatewayLoadBalancerEndpoint, Listener, ListenerTarget, LoadBalancer, LoadBalancerKind,
};

use super::place;
use crate::text::cursor::Parsed;
use crate::text::form::{Attributes, Form, attributes};
use crate::text::printer::Printer;
use crate::text::value::Value;
use crate::text::written::{Change, Key, Reader, Start};
use crate::words::{LISTENER_PROTOCOLS, LOAD_BALANCERS, value_of, word_of};

attributes! {
    LoadBalancer {
        "internet-facing" internet_facing,
        "public" public_ipv4,
        "groups" security_groups,
        "cross-zone" cross_zone,
        "enforce-private-link" enforce_private_link,
        "preserve-client-ip" preserve_client_ip,
    } ["vpc", "in", "listen"]
    EndpointService {
        "acceptance" acceptance_required,
        "principals" principals,
        "regions" regions,
        "private-dns-name" private_dns_name,
        "verified" verified,
        "state" state,
    } []
    GatewayLoadBalancerEndpoint { "state" state } ["subnet"]
}

impl Form for LoadBalancer {
    fn stand(&mut self, start: &Start<'_>) {
        self.vpc = start.parent();
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        let kind = reader
            .cursor
            .peek_bare()
            .and_then(|word| value_of(LOAD_BALANCERS, word));
        if let Some(kind) = kind {
            reader.cursor.advance();
            self.kind = kind;
        }
        Ok(())
    }

    fn special(&mut self, word: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "vpc" => {
                self.vpc = reader.reference()?;
                Ok(None)
            }
            "in" => place::read(&mut self.subnets, Kind::LoadBalancer, Self::WORDS, reader),
            _ => listen(&mut self.listeners, reader),
        }
    }

    fn missing(&self) -> Option<&'static str> {
        super::unless_inside(&self.vpc, "A load balancer stands inside a VPC")
    }

    fn print_head(&self, depth: usize, printer: &Printer<'_>) -> String {
        let kind = match self.kind {
            LoadBalancerKind::Network => String::new(),
            kind => format!(" {}", word_of(LOAD_BALANCERS, &kind)),
        };
        kind + &printer.container(depth, &self.vpc)
    }

    fn print_rows(&self, id: &str, depth: usize, printer: &mut Printer<'_>) {
        place::print(&self.subnets, id, depth, printer);
        for listener in &self.listeners {
            let protocol = word_of(LISTENER_PROTOCOLS, &listener.protocol);
            let mut line = format!("listen {protocol} {}", listener.port);
            for (index, target) in listener.targets.iter().enumerate() {
                let to = if index == 0 { " to " } else { " " };
                line.push_str(&format!("{to}{}", printer.id(&target.interface)));
                line.push_str(&target.port.map_or_else(String::new, |port| format!(" port {port}")));
            }
            printer.row(depth, id, &format!("listen/{protocol}/{}", listener.port), &line);
        }
    }
}

/// `listen PROTOCOL PORT [to INTERFACE [port PORT]…]`.
fn listen(listeners: &mut Vec<Listener>, reader: &mut Reader<'_>) -> Parsed<Key> {
    let protocol = reader.cursor.choice("a protocol", LISTENER_PROTOCOLS)?;
    let port = reader.cursor.number("a port")?;
    let key = Some(format!("listen/{}/{port}", word_of(LISTENER_PROTOCOLS, &protocol)));
    if reader.change == Change::Remove && !reader.cursor.has_more(LoadBalancer::WORDS) {
        reader.remove(listeners, |known| known.protocol == protocol && known.port == port)?;
        return Ok(key);
    }
    let mut targets = Vec::new();
    if reader.cursor.take("to") {
        while targets.is_empty() || reader.cursor.has_more(LoadBalancer::WORDS) {
            let interface = reader.reference()?;
            let port = if reader.cursor.take("port") {
                Some(reader.cursor.number("a port")?)
            } else {
                None
            };
            targets.push(ListenerTarget { interface, port });
        }
    }
    let listener = Listener {
        protocol,
        port,
        targets,
    };
    if reader.change == Change::Set {
        listeners.retain(|known| known.protocol != protocol || known.port != port);
        listeners.push(listener);
    } else {
        reader.change(listeners, vec![listener])?;
    }
    Ok(key)
}

impl Form for EndpointService {
    /// The load balancers.
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if reader.cursor.has_more(Self::WORDS) {
            self.load_balancers.read(Vec::new(), Self::WORDS, reader)?;
        }
        Ok(())
    }

    fn print_head(&self, _: usize, printer: &Printer<'_>) -> String {
        let balancers: String = self
            .load_balancers
            .iter()
            .map(|of| format!(" {}", printer.id(of)))
            .collect();
        balancers
    }
}

impl Form for GatewayLoadBalancerEndpoint {
    fn stand(&mut self, start: &Start<'_>) {
        self.subnet = start.parent();
    }

    /// The service.
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if reader.change == Change::Add || reader.cursor.has_more(Self::WORDS) {
            self.service = reader.reference()?;
        }
        Ok(())
    }

    fn special(&mut self, _: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        self.subnet = reader.reference()?;
        Ok(None)
    }

    fn missing(&self) -> Option<&'static str> {
        let is_loose = Ref::from(&self.subnet).id.is_empty();
        is_loose.then_some("A Gateway Load Balancer endpoint stands inside a subnet")
    }

    fn print_head(&self, depth: usize, printer: &Printer<'_>) -> String {
        format!(
            " {}{}",
            printer.id(&self.service),
            printer.container(depth, &self.subnet)
        )
    }
}
