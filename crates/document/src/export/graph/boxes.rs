//! Which elements are boxes and frames, what stands in them, and where.

use std::fmt::Display;

use reach::id::{Id, Kind, Record, Ref};
use reach::sorted::SortedMap;
use reach::topology::*;

use super::{Draft, Key};

pub(super) fn boxes(topology: &Topology) -> SortedMap<Key, Draft> {
    let mut drafts = SortedMap::new();
    for of in topology.references() {
        let Some(element) = topology.get(&of) else { continue };
        let Some((parent, is_frame, details)) = box_of(&element) else {
            continue;
        };
        let mut lines = vec![name(topology, &of)];
        lines.extend(details.into_iter().filter(|line| !line.is_empty()));
        let parent = parent.map(Key::Element);
        drafts.insert(
            Key::Element(of),
            Draft {
                parent,
                lines,
                is_frame,
            },
        );
    }
    for (id, site) in topology.sites.iter() {
        for host in &site.hosts {
            let draft = Draft {
                parent: Some(Key::Element(id.into())),
                lines: vec![host.name.to_string(), host.address.to_string()],
                is_frame: false,
            };
            drafts.insert(Key::Host(id.clone(), host.name.clone()), draft);
        }
    }
    drafts
}

/// What a person calls it.
pub(super) fn name(topology: &Topology, of: &Ref) -> String {
    topology.given_name(of).unwrap_or(&of.id).to_string()
}

type Box = (Option<Ref>, bool, Vec<String>);

fn box_of(element: &Element) -> Option<Box> {
    let kind = element.reference().kind.title().to_owned();
    let node = |parent: Option<Ref>, details: Vec<String>| Some((parent, false, details));
    match element {
        Element::Vpc(_, it) => Some((
            None,
            true,
            vec![
                listed(it.cidrs.iter()),
                listed(it.ipv6_cidrs.iter()),
                it.region.to_string(),
            ],
        )),
        Element::Subnet(_, it) => Some((of(&it.vpc), true, subnet(it))),
        Element::Site(_, it) => Some((None, true, vec![listed(it.cidrs.iter())])),
        Element::NetworkInterface(_, it) => node(of(&it.subnet), interface(it)),
        Element::NatGateway(_, it) => node(of(&it.subnet), vec![kind, it.ipv4.to_string()]),
        Element::GatewayLoadBalancerEndpoint(_, it) => node(of(&it.subnet), vec![kind]),
        Element::InternetGateway(_, it) => node(it.vpc.as_ref().map(Ref::from), vec![kind]),
        Element::EgressOnlyInternetGateway(_, it) => node(it.vpc.as_ref().map(Ref::from), vec![kind]),
        Element::VpnGateway(_, it) => node(it.vpc.as_ref().map(Ref::from), vec![kind]),
        Element::RegionalNatGateway(_, it) => node(of(&it.vpc), vec![kind]),
        Element::GatewayEndpoint(_, it) => node(of(&it.vpc), vec![kind, it.service.to_string()]),
        Element::InterfaceEndpoint(_, it) => {
            let place = place(&it.vpc, &it.subnets);
            node(place, vec![kind, it.service.to_string(), addresses(&it.subnets)])
        }
        Element::LoadBalancer(_, it) => node(place(&it.vpc, &it.subnets), vec![kind, addresses(&it.subnets)]),
        Element::ResolverEndpoint(_, it) => node(place(&it.vpc, &it.subnets), vec![kind, addresses(&it.subnets)]),
        Element::ClientVpnEndpoint(_, it) => {
            node(it.vpc.as_ref().map(Ref::from), vec![kind, it.client_cidr.to_string()])
        }
        Element::CustomerGateway(_, it) => node(it.site.as_ref().map(Ref::from), vec![kind]),
        Element::TransitGateway(_, it) => node(None, vec![kind, it.region.to_string()]),
        Element::DirectConnectGateway(..) | Element::EndpointService(..) => node(None, vec![kind]),
        // These join two things: lines, and boxes only where an end is missing.
        Element::PeeringConnection(..)
        | Element::VpnConnection(..)
        | Element::VirtualInterface(..)
        | Element::TransitGatewayAttachment(..) => None,
        // Tables, rules and names are not drawn.
        Element::RouteTable(..)
        | Element::NetworkAcl(..)
        | Element::SecurityGroup(..)
        | Element::PrefixList(..)
        | Element::TransitGatewayRouteTable(..)
        | Element::BlockPublicAccess(..)
        | Element::HostedZone(..)
        | Element::ResolverRule(..)
        | Element::ResourcePolicy(..) => None,
    }
}

fn of<T: Record>(id: &Id<T>) -> Option<Ref> {
    Some(id.into())
}

fn subnet(it: &Subnet) -> Vec<String> {
    let cidrs = listed(it.cidr.iter());
    let six = listed(it.ipv6_cidr.iter());
    let table = it.route_table.as_ref().map(|table| format!("routes {table}"));
    vec![cidrs, six, it.zone.to_string(), table.unwrap_or_default()]
}

fn interface(it: &NetworkInterface) -> Vec<String> {
    let public = it.public_ipv4.map(|address| format!("public {address}"));
    let state = match it.state {
        InterfaceState::InUse => "",
        InterfaceState::Stopped => "stopped",
        InterfaceState::Available => "not attached",
    };
    vec![
        listed(it.ipv4.iter().chain(&it.secondary_ipv4)),
        listed(it.ipv6.iter()),
        public.unwrap_or_default(),
        state.to_owned(),
    ]
}

/// What has an interface in one subnet stands there; in several, in the VPC.
fn place(vpc: &VpcId, subnets: &[EndpointSubnet]) -> Option<Ref> {
    match subnets {
        [only] => of(&only.subnet),
        _ => of(vpc),
    }
}

fn addresses(subnets: &[EndpointSubnet]) -> String {
    listed(subnets.iter().map(|place| place.ipv4))
}

pub(super) fn listed(items: impl Iterator<Item = impl Display>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

/// The public side of a service, or the internet: drawn once something leads there.
pub(super) fn derived(of: &Ref) -> Draft {
    let lines = match (of.kind, of.id.split_once('@')) {
        (Kind::Service, Some((service, region))) => vec![service.to_owned(), region.to_owned()],
        _ => vec!["Internet".to_owned()],
    };
    Draft {
        parent: None,
        lines,
        is_frame: false,
    }
}
