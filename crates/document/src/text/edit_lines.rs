//! Changes into the lines that [`super::parse_edit`] reads: what a fix shows.

use reach::id::{Direction, Id, Ref};
use reach::operation::{Operation, PeeringEvent, Side};
use reach::topology::*;

use super::element::{print_entry, print_route, print_rule};
use super::form::Attributes;
use super::format;
use super::keyword;
use super::printer::{Printer, list, on_off};
use super::scope::Ids;
use crate::words::{ENDPOINT_STATES, INTERFACE_STATES, word_of};

/// The lines of these changes, carried out one after the other. Each line is read against the network as the lines before leave it.
pub fn format_edits(topology: &Topology, operations: &[Operation]) -> Vec<String> {
    let mut topology = topology.clone();
    let mut lines = Vec::new();
    for operation in operations {
        let before = topology.clone();
        write(operation, &mut topology);
        lines.extend(of_operation(&before, &topology, operation));
    }
    lines
}

fn write(operation: &Operation, topology: &mut Topology) {
    match operation {
        Operation::Create(element) | Operation::Update(element) => topology.put(element.clone()),
        Operation::Delete(of) => {
            topology.remove(of);
        }
        Operation::Peering(..) => {}
        Operation::AsParticipant(inner) => write(inner, topology),
    }
}

fn of_operation(before: &Topology, after: &Topology, operation: &Operation) -> Vec<String> {
    match operation {
        Operation::Create(element) | Operation::Update(element) => match known(before, &element.reference()) {
            Some(known) => changed(&known, element, after),
            None => created(element, after),
        },
        Operation::Delete(of) => vec![format!("delete {}", keyword::name(&of.id))],
        Operation::AsParticipant(inner) => {
            let lines = of_operation(before, after, inner);
            lines.iter().map(|line| format!("as participant {line}")).collect()
        }
        Operation::Peering(id, event) => {
            let name = keyword::name(id.as_str());
            vec![match event {
                PeeringEvent::Accept => format!("accept {name}"),
                PeeringEvent::AcceptBy(side) => format!("accept {name} as {}", side_word(*side)),
                PeeringEvent::Reject => format!("reject {name}"),
                PeeringEvent::Expire => format!("expire {name}"),
                PeeringEvent::Delete(side) => format!("delete {name} as {}", side_word(*side)),
            }]
        }
    }
}

const fn side_word(side: Side) -> &'static str {
    match side {
        Side::Requester => "requester",
        Side::Accepter => "accepter",
    }
}

/// The record as drawn, or as AWS made it by itself.
pub(super) fn known(topology: &Topology, of: &Ref) -> Option<Element> {
    let made_by_aws = || {
        let is_known = Ids::of(topology).knows(of);
        is_known
            .then(|| reach::resolve(topology).0.topology().get(of))
            .flatten()
    };
    topology.get(of).or_else(made_by_aws)
}

/// The element's first line, then one line for each further one.
fn created(element: &Element, topology: &Topology) -> Vec<String> {
    let parent = format::container(topology, element);
    let depth = usize::from(parent.is_some());
    let mut printer = Printer::new(topology, None);
    format::print_element(element, depth, &mut printer);
    let text = printer.finish();
    let id = keyword::name(&element.reference().id).into_owned();
    let parent = parent.map_or_else(String::new, |parent| format!("{} ", keyword::name(&parent.id)));
    let prefix = |index: usize| if index == 0 { parent.as_str() } else { id.as_str() };
    let line = |(index, line): (usize, &str)| {
        let between = if index == 0 { "" } else { " " };
        format!("+ {}{between}{}", prefix(index), line.trim())
    };
    text.lines().enumerate().map(line).collect()
}

fn changed(before: &Element, after: &Element, topology: &Topology) -> Vec<String> {
    let printer = Printer::new(topology, None);
    let id = keyword::name(&after.reference().id).into_owned();
    let mut changes = Changes { id, lines: Vec::new() };
    rows(before, after, &printer, &mut changes);
    attributes(before, after, &printer, &mut changes);
    changes.lines
}

struct Changes {
    id: String,
    lines: Vec<String>,
}

impl Changes {
    /// Rows that are gone, then rows that are new.
    fn rows(&mut self, before: &[String], after: &[String]) {
        let gone = before.iter().filter(|row| !after.contains(row)).map(|row| ("-", row));
        let new = after.iter().filter(|row| !before.contains(row)).map(|row| ("+", row));
        for (sign, row) in gone.chain(new) {
            self.lines.push(format!("{sign} {} {row}", self.id));
        }
    }

    fn set(&mut self, word: &str, before: &str, after: &str) {
        if before != after {
            self.lines.push(format!("= {} {word} {after}", self.id));
        }
    }

    fn switch(&mut self, word: &str, before: bool, after: bool) {
        self.set(word, on_off(before), on_off(after));
    }

    fn all(&mut self, before: Vec<Value>, after: Vec<Value>) {
        for ((word, before), (_, after)) in before.into_iter().zip(after) {
            self.set(word, &before, &after);
        }
    }
}

type Value = (&'static str, String);

/// Tables of rows: routes, rules, prefixes.
fn rows(before: &Element, after: &Element, printer: &Printer<'_>, changes: &mut Changes) {
    match (before, after) {
        (Element::SecurityGroup(_, before), Element::SecurityGroup(_, after)) => {
            let rules = |direction, rules: &[Rule]| -> Vec<String> {
                let print = |rule| print_rule(direction, rule, &printer.ids);
                rules.iter().map(print).collect()
            };
            let of = |group: &SecurityGroup| {
                let mut all = rules(Direction::In, &group.inbound);
                all.extend(rules(Direction::Out, &group.outbound));
                all
            };
            changes.rows(&of(before), &of(after));
        }
        (Element::NetworkAcl(_, before), Element::NetworkAcl(_, after)) => {
            let entries = |direction, entries: &[AclEntry]| -> Vec<String> {
                entries.iter().map(|entry| print_entry(direction, entry)).collect()
            };
            let of = |acl: &NetworkAcl| {
                let mut all = entries(Direction::In, &acl.inbound);
                all.extend(entries(Direction::Out, &acl.outbound));
                all
            };
            changes.rows(&of(before), &of(after));
        }
        (Element::RouteTable(_, before), Element::RouteTable(_, after)) => {
            let routes = |table: &RouteTable| -> Vec<String> {
                let routes = table.routes.iter();
                routes.map(|route| print_route(route, printer)).collect()
            };
            changes.rows(&routes(before), &routes(after));
            let gateways = |table: &RouteTable| -> Vec<String> {
                let gateways = table.propagating.iter();
                gateways
                    .map(|gateway| format!("propagate {}", printer.id(gateway)))
                    .collect()
            };
            changes.rows(&gateways(before), &gateways(after));
        }
        (Element::TransitGatewayRouteTable(..), Element::TransitGatewayRouteTable(..))
        | (Element::ClientVpnEndpoint(..), Element::ClientVpnEndpoint(..))
        | (Element::BlockPublicAccess(..), Element::BlockPublicAccess(..))
        | (Element::InterfaceEndpoint(..), Element::InterfaceEndpoint(..))
        | (Element::LoadBalancer(..), Element::LoadBalancer(..))
        | (Element::PrefixList(..), Element::PrefixList(..)) => {
            changes.rows(&body(before, printer), &body(after, printer));
        }
        _ => {}
    }
}

/// The lines beneath the first.
fn body(element: &Element, printer: &Printer<'_>) -> Vec<String> {
    let mut own = Printer::new(printer.topology, None);
    format::print_element(element, 1, &mut own);
    let text = own.finish();
    text.lines().skip(1).map(|line| line.trim().to_owned()).collect()
}

/// What an element has once.
fn attributes(before: &Element, after: &Element, printer: &Printer<'_>, changes: &mut Changes) {
    match (before, after) {
        (Element::Vpc(_, before), Element::Vpc(_, after)) => {
            changes.switch("dns-support", before.dns_support, after.dns_support);
            changes.switch("dns-hostnames", before.dns_hostnames, after.dns_hostnames);
        }
        (Element::Subnet(_, before), Element::Subnet(_, after)) => {
            let of = |table: &Option<RouteTableId>| reference(table.as_ref(), printer);
            changes.set("routes", &of(&before.route_table), &of(&after.route_table));
        }
        (Element::NetworkInterface(_, before), Element::NetworkInterface(_, after)) => {
            let public = |record: &NetworkInterface| {
                record
                    .public_ipv4
                    .map_or_else(|| "none".to_owned(), |address| address.to_string())
            };
            changes.set("public", &public(before), &public(after));
            changes.switch("source-dest-check", before.source_dest_check, after.source_dest_check);
            changes.switch("masquerade", before.masquerades, after.masquerades);
            let state = |record: &NetworkInterface| word_of(INTERFACE_STATES, &record.state);
            changes.set("state", state(before), state(after));
        }
        (Element::InternetGateway(_, before), Element::InternetGateway(_, after)) => {
            changes.set(
                "vpc",
                &reference(before.vpc.as_ref(), printer),
                &reference(after.vpc.as_ref(), printer),
            );
        }
        (Element::VpnGateway(_, before), Element::VpnGateway(_, after)) => {
            changes.set(
                "vpc",
                &reference(before.vpc.as_ref(), printer),
                &reference(after.vpc.as_ref(), printer),
            );
        }
        (Element::PeeringConnection(_, before), Element::PeeringConnection(_, after)) => {
            changes.switch("requester-dns", before.requester_dns, after.requester_dns);
            changes.switch("accepter-dns", before.accepter_dns, after.accepter_dns);
        }
        (Element::GatewayEndpoint(_, before), Element::GatewayEndpoint(_, after)) => {
            changes.set(
                "routes",
                &printer.ids(&before.route_tables),
                &printer.ids(&after.route_tables),
            );
            let state = |state| word_of(ENDPOINT_STATES, state);
            changes.set("state", state(&before.state), state(&after.state));
        }
        (Element::InterfaceEndpoint(_, before), Element::InterfaceEndpoint(_, after)) => {
            changes.switch("private-dns", before.private_dns, after.private_dns);
            let state = |state| word_of(ENDPOINT_STATES, state);
            changes.set("state", state(&before.state), state(&after.state));
        }
        _ => beyond(before, after, printer, changes),
    }
}

/// The same beyond VPCs.
fn beyond(before: &Element, after: &Element, printer: &Printer<'_>, changes: &mut Changes) {
    match (before, after) {
        (Element::VpnConnection(_, before), Element::VpnConnection(_, after)) => {
            for (index, (before, after)) in before.tunnels.iter().zip(&after.tunnels).enumerate() {
                let word = |tunnel: &Tunnel| if tunnel.up { "up" } else { "down" };
                changes.set(&format!("tunnel {}", index + 1), word(before), word(after));
            }
            let prefixes = |record: &VpnConnection| match &record.routing {
                VpnRouting::Bgp => String::new(),
                VpnRouting::Static(prefixes) => nets(prefixes),
            };
            changes.set("static", &prefixes(before), &prefixes(after));
        }
        (Element::CustomerGateway(_, before), Element::CustomerGateway(_, after)) => {
            let of = |list: &Option<Vec<ipnet::IpNet>>| list.as_ref().map(|list| nets(list)).unwrap_or_default();
            changes.set("announces", &of(&before.announces), &of(&after.announces));
            changes.set("routes", &of(&before.routes), &of(&after.routes));
        }
        (Element::VirtualInterface(_, before), Element::VirtualInterface(_, after)) => {
            let word = |up| if up { "up" } else { "down" };
            changes.set("bgp", word(before.up), word(after.up));
        }
        (Element::DirectConnectGateway(_, before), Element::DirectConnectGateway(_, after)) => {
            for association in &after.associations {
                let same = before
                    .associations
                    .iter()
                    .find(|known| known.gateway == association.gateway);
                let known = same.map(|known| nets(&known.allowed_prefixes));
                let word = format!("to {} prefixes", printer.any(&association.gateway));
                changes.set(&word, &known.unwrap_or_default(), &nets(&association.allowed_prefixes));
            }
        }
        (Element::EndpointService(_, before), Element::EndpointService(_, after)) => {
            changes.all(values(before, printer), values(after, printer));
        }
        (Element::LoadBalancer(_, before), Element::LoadBalancer(_, after)) => {
            changes.all(values(before, printer), values(after, printer));
        }
        (Element::GatewayLoadBalancerEndpoint(_, before), Element::GatewayLoadBalancerEndpoint(_, after)) => {
            changes.all(values(before, printer), values(after, printer));
        }
        (Element::RegionalNatGateway(_, before), Element::RegionalNatGateway(_, after)) => {
            changes.all(values(before, printer), values(after, printer));
        }
        (Element::TransitGateway(_, before), Element::TransitGateway(_, after)) => {
            changes.all(values(before, printer), values(after, printer));
        }
        (Element::TransitGatewayAttachment(_, before), Element::TransitGatewayAttachment(_, after)) => {
            let association = |record: &TransitGatewayAttachment| match &record.association {
                Association::Table(table) => printer.id(table),
                Association::None | Association::ByDefault => "none".to_owned(),
            };
            changes.set("associate", &association(before), &association(after));
            let subnets = |record: &TransitGatewayAttachment| match &record.to {
                Attached::Vpc { subnets, .. } => printer.ids(subnets),
                _ => String::new(),
            };
            changes.set("in", &subnets(before), &subnets(after));
            changes.all(values(before, printer), values(after, printer));
        }
        _ => {}
    }
}

fn values(record: &impl Attributes, printer: &Printer<'_>) -> Vec<Value> {
    let values = record.values(printer).into_iter();
    values.map(|(word, value, _)| (word, value)).collect()
}

fn reference<T: reach::id::Record>(id: Option<&Id<T>>, printer: &Printer<'_>) -> String {
    id.map_or_else(|| "none".to_owned(), |id| printer.id(id))
}

fn nets(list_of: &[ipnet::IpNet]) -> String {
    list(list_of.iter().map(|net| net.trunc().to_string()))
}
