//! A document into its canonical text.

use reach::id::{Kind, Ref};
use reach::sorted::{SortedMap, sort_by_key};
use reach::topology::{Element, Topology};

use super::printer::Printer;
use super::written::Written;
use super::{flow, view};
use crate::document::{Document, View};

pub fn format(document: &Document) -> String {
    let topology = &*document.topology;
    let mut printer = Printer::new(topology, Some(&document.comments));
    printer.comments(0, "top");
    printer.gap();
    if document.title != Document::default().title || printer.has_comments("title") {
        printer.comments(0, "title");
        printer.line(0, &format!("title {}", super::lexer::quote(&document.title)));
    }
    print_topology(topology, &mut printer);
    printer.gap();
    for (index, flow) in document.flows.iter().enumerate() {
        printer.comments(0, &format!("flow/{index}"));
        let line = flow::print(flow, topology, &printer.ids);
        printer.line(0, &line);
    }
    if !document.layout.places.is_empty() || printer.has_comments("layout") {
        printer.gap();
        printer.comments(0, "layout");
        printer.line(0, "layout");
        view::print_layout(&document.layout, &mut printer);
    }
    if document.view != View::default() || printer.has_comments("view") {
        if document.flows.is_empty() || !document.layout.places.is_empty() {
            printer.gap();
        }
        printer.comments(0, "view");
        printer.line(0, &view::print(&document.view));
    }
    if printer.has_comments("end") {
        printer.gap();
        printer.comments(0, "end");
    }
    printer.finish()
}

/// One element with its rows and what stands inside it, as it would stand at the top of a text.
pub fn format_element(topology: &Topology, element: &Ref) -> String {
    let mut printer = Printer::new(topology, None);
    let inside = Inside::of(topology);
    if let Some(record) = topology.get(element) {
        print_with_inside(&record, 0, &inside, &mut printer);
    }
    printer.finish()
}

/// Everything in its place: VPCs with what is in them, then what stands by itself.
fn print_topology(topology: &Topology, printer: &mut Printer<'_>) {
    let inside = Inside::of(topology);
    for (id, vpc) in topology.vpcs.iter() {
        printer.gap();
        print_with_inside(&Element::Vpc(id.clone(), vpc.clone()), 0, &inside, printer);
    }
    let mut last = None;
    for element in &inside.loose {
        let Some(record) = topology.get(element) else {
            continue;
        };
        if last != Some(family(element.kind)) {
            printer.gap();
        }
        last = Some(family(element.kind));
        print_with_inside(&record, 0, &inside, printer);
    }
}

/// Kinds that stand together without an empty line.
fn family(kind: Kind) -> u8 {
    match kind {
        Kind::PeeringConnection => 0,
        Kind::PrefixList => 1,
        Kind::Site | Kind::CustomerGateway | Kind::VpnConnection => 2,
        Kind::TransitGatewayAttachment | Kind::TransitGatewayRouteTable => 4,
        Kind::DirectConnectGateway | Kind::VirtualInterface => 5,
        _ => 3,
    }
}

/// Which element stands inside which.
#[derive(Debug, Default)]
struct Inside {
    of: SortedMap<Ref, Vec<Ref>>,
    loose: Vec<Ref>,
}

impl Inside {
    fn of(topology: &Topology) -> Self {
        let mut inside = Self::default();
        for element in topology.references() {
            let container = topology.get(&element).and_then(|record| container(topology, &record));
            match container.filter(|container| topology.contains(container)) {
                Some(container) => inside.of.entry(container).or_default().push(element),
                None if element.kind != Kind::Vpc => inside.loose.push(element),
                None => {}
            }
        }
        for elements in inside.of.values_mut() {
            sort_by_key(elements, |element| order(element.kind));
        }
        sort_by_key(&mut inside.loose, |element| order(element.kind));
        inside
    }
}

pub(super) fn container(topology: &Topology, element: &Element) -> Option<Ref> {
    Some(match element {
        Element::NetworkInterface(_, record) => Ref::from(&record.subnet),
        Element::NatGateway(_, record) => Ref::from(&record.subnet),
        Element::GatewayLoadBalancerEndpoint(_, record) => Ref::from(&record.subnet),
        Element::TransitGatewayAttachment(_, record) => Ref::from(&record.gateway),
        Element::TransitGatewayRouteTable(_, record) => Ref::from(&record.gateway),
        Element::Vpc(..) => return None,
        other => super::place::vpc_of(topology, &other.reference())?.into(),
    })
}

/// The order in which kinds are written.
fn order(kind: Kind) -> u8 {
    match kind {
        Kind::Vpc => 0,
        Kind::InternetGateway => 1,
        Kind::VpnGateway => 2,
        Kind::RouteTable => 3,
        Kind::SecurityGroup => 4,
        Kind::NetworkAcl => 5,
        Kind::Subnet => 6,
        Kind::NatGateway => 7,
        Kind::NetworkInterface => 8,
        Kind::GatewayEndpoint => 9,
        Kind::InterfaceEndpoint => 10,
        Kind::PeeringConnection => 11,
        Kind::PrefixList => 12,
        Kind::Site => 13,
        Kind::CustomerGateway => 14,
        Kind::VpnConnection => 15,
        Kind::EgressOnlyInternetGateway => 1,
        Kind::TransitGateway => 16,
        Kind::TransitGatewayAttachment => 17,
        Kind::TransitGatewayRouteTable => 18,
        Kind::DirectConnectGateway => 19,
        Kind::VirtualInterface => 20,
        Kind::ClientVpnEndpoint => 10,
        Kind::RegionalNatGateway => 2,
        Kind::GatewayLoadBalancerEndpoint => 8,
        Kind::LoadBalancer | Kind::ResolverEndpoint => 10,
        Kind::EndpointService => 21,
        Kind::BlockPublicAccess => 22,
        Kind::HostedZone => 23,
        Kind::ResolverRule => 24,
        Kind::ResourcePolicy => 25,
        Kind::Internet | Kind::Service => 99,
    }
}

fn print_with_inside(element: &Element, depth: usize, inside: &Inside, printer: &mut Printer<'_>) {
    print_element(element, depth, printer);
    let children = inside.of.get(&element.reference());
    for child in children.into_iter().flatten() {
        if let Some(record) = printer.topology.get(child) {
            print_with_inside(&record, depth + 1, inside, printer);
        }
    }
}

pub(super) fn print_element(element: &Element, depth: usize, printer: &mut Printer<'_>) {
    macro_rules! print {
        ($($record:ident: $table:ident,)*) => {
            match element {
                $(Element::$record(id, record) => record.print(id, depth, printer),)*
            }
        };
    }
    reach::for_records!(print)
}
