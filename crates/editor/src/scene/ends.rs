//! Where the ends of a flow are drawn.

use std::net::IpAddr;
use std::rc::Rc;

use document::Document;
use reach::id::{Kind, Ref};
use reach::question::End;
use reach::sorted::sort;
use reach::topology::{SubnetId, Topology, Vpc};
use reach::trace::{Step, Trace};

use super::Source;

/// One drawing of an element: the element, and which part of it.
pub(super) type Spot = (Ref, Option<Rc<str>>);

/// The internet and the services that flows name or pass.
pub(super) fn outside(document: &Document, traces: &[Rc<Trace>]) -> Vec<Ref> {
    let mut found = Vec::new();
    for flow in document.flows.iter() {
        let question = &flow.question;
        found.extend(derived(&document.topology, &question.from, &question.to));
        found.extend(derived(&document.topology, &question.to, &question.from));
    }
    let hops = traces.iter().flat_map(|trace| trace.forward.iter().chain(&trace.reply));
    found.extend(hops.map(|hop| &hop.at).filter(|at| is_derived(at)).cloned());
    let blockers = traces.iter().flat_map(|trace| &trace.blockers);
    found.extend(
        blockers
            .map(|blocker| &blocker.finding.at)
            .filter(|at| is_derived(at))
            .cloned(),
    );
    sort(&mut found);
    found.dedup();
    found
}

fn is_derived(of: &Ref) -> bool {
    matches!(of.kind, Kind::Internet | Kind::Service)
}

fn derived(topology: &Topology, end: &End, other: &End) -> Option<Ref> {
    match end {
        End::Internet => Some(Ref::internet()),
        End::Service { name, region } => {
            let region = region.clone().or_else(|| region_of(topology, other));
            let region = region.unwrap_or_else(|| first_region(topology));
            Some(Ref::service(name, &region))
        }
        End::Element(of) if is_derived(of) => Some(of.clone()),
        End::Address(address) if owner(topology, *address).is_none() => Some(Ref::internet()),
        _ => None,
    }
}

fn first_region(topology: &Topology) -> Rc<str> {
    let first = topology.vpcs.iter().next().map(|(_, vpc)| Rc::clone(&vpc.region));
    first.unwrap_or_else(|| Vpc::DEFAULT_REGION.into())
}

fn region_of(topology: &Topology, end: &End) -> Option<Rc<str>> {
    let of = match end {
        End::Element(of) | End::Injected { at: of, .. } => of.clone(),
        End::Address(address) => owner(topology, *address)?.0,
        _ => return None,
    };
    let subnet = match of.kind {
        Kind::NetworkInterface => topology.interfaces.get(&of.to_id()?)?.subnet.clone(),
        Kind::NatGateway => topology.nat_gateways.get(&of.to_id()?)?.subnet.clone(),
        Kind::Subnet => of.to_id()?,
        _ => return None,
    };
    let vpc = &topology.subnets.get(&subnet)?.vpc;
    Some(Rc::clone(&topology.vpcs.get(vpc)?.region))
}

/// The drawing that stands for this end of a question; `other` is the end at the other side.
pub(super) fn spot(source: &Source<'_>, end: &End, other: &End) -> Option<Spot> {
    match end {
        End::Element(of) if !is_derived(of) => Some((of.clone(), None)),
        End::Injected { at, .. } => Some((at.clone(), None)),
        End::Site { site, host } => Some((site.into(), host.clone())),
        End::Client { endpoint, .. } => Some((endpoint.into(), None)),
        End::Domain(_) => None,
        End::Address(address) => owner(source.topology(), *address).or_else(|| Some((Ref::internet(), None))),
        End::Element(_) | End::Internet | End::Service { .. } => {
            derived(source.topology(), end, other).map(|of| (of, None))
        }
    }
}

/// Whose address it is, as drawn.
fn owner(topology: &Topology, address: IpAddr) -> Option<Spot> {
    for (id, record) in topology.interfaces.iter() {
        let own = record
            .ipv4
            .iter()
            .chain(&record.secondary_ipv4)
            .chain(&record.public_ipv4);
        if own
            .copied()
            .map(IpAddr::V4)
            .chain(record.ipv6.iter().copied().map(IpAddr::V6))
            .any(|own| own == address)
        {
            return Some((id.into(), None));
        }
    }
    for (id, record) in topology.nat_gateways.iter() {
        let public = match record.connectivity {
            reach::topology::NatConnectivity::Public(address) => Some(IpAddr::V4(address)),
            reach::topology::NatConnectivity::Private => None,
        };
        if IpAddr::V4(record.ipv4) == address || public == Some(address) {
            return Some((id.into(), None));
        }
    }
    for (id, record) in topology.interface_endpoints.iter() {
        let mut places = record.subnets.iter().enumerate();
        if let Some((index, place)) = places.find(|(_, place)| IpAddr::V4(place.ipv4) == address) {
            return Some((id.into(), (index > 0).then(|| place.subnet.text())));
        }
    }
    let balancers = topology.load_balancers.iter();
    let mut balancers = balancers.filter(|(_, record)| {
        let own = record.subnets.iter().map(|place| place.ipv4);
        own.chain(record.public_ipv4.iter().copied())
            .any(|own| IpAddr::V4(own) == address)
    });
    if let Some((id, _)) = balancers.next() {
        return Some((id.into(), None));
    }
    for (id, site) in topology.sites.iter() {
        if let Some(host) = site.hosts.iter().find(|host| host.address == address) {
            return Some((id.into(), Some(Rc::clone(&host.name))));
        }
    }
    container(topology, address)
}

/// The subnet, VPC or site whose range has the address.
fn container(topology: &Topology, address: IpAddr) -> Option<Spot> {
    let subnet = topology.subnets.iter().find(|(_, subnet)| match address {
        IpAddr::V4(address) => subnet.cidr.is_some_and(|cidr| cidr.contains(&address)),
        IpAddr::V6(address) => subnet.ipv6_cidr.is_some_and(|cidr| cidr.contains(&address)),
    });
    let site = || {
        topology
            .sites
            .iter()
            .find(|(_, site)| site.cidrs.iter().any(|cidr| cidr.contains(&address)))
    };
    subnet
        .map(|(id, _)| (id.into(), None))
        .or_else(|| site().map(|(id, _)| (id.into(), None)))
}

impl Source<'_> {
    /// The subnet in which the drawing stands.
    pub(super) fn subnet_of(&self, spot: &Spot) -> Option<SubnetId> {
        let topology = self.topology();
        let subnet = match spot.0.kind {
            Kind::NetworkInterface => topology.interfaces.get(&spot.0.to_id()?)?.subnet.clone(),
            Kind::NatGateway => topology.nat_gateways.get(&spot.0.to_id()?)?.subnet.clone(),
            Kind::InterfaceEndpoint => match &spot.1 {
                Some(part) => SubnetId::new(Rc::clone(part)),
                None => {
                    let endpoint = topology.interface_endpoints.get(&spot.0.to_id()?)?;
                    let mut subnets = endpoint.subnets.iter().map(|place| &place.subnet);
                    subnets.find(|subnet| topology.subnets.get(subnet).is_some())?.clone()
                }
            },
            Kind::GatewayLoadBalancerEndpoint => {
                let endpoint = topology.gateway_load_balancer_endpoints.get(&spot.0.to_id()?)?;
                endpoint.subnet.clone()
            }
            Kind::Subnet => spot.0.to_id()?,
            _ => return None,
        };
        topology.subnets.get(&subnet).map(|_| subnet)
    }
}
/// The drawing at which a hop of a trace takes place, where it has one of its own.
pub(super) fn hop_spot(source: &Source<'_>, at: &Ref, step: &Step, destination: IpAddr) -> Option<Spot> {
    match (step, at.kind) {
        (Step::Site { host }, _) => Some((at.clone(), host.clone())),
        (_, Kind::InterfaceEndpoint) => {
            let endpoint = source.topology().interface_endpoints.get(&at.to_id()?)?;
            let mut places = endpoint.subnets.iter().enumerate();
            let place = places.find(|(_, place)| IpAddr::V4(place.ipv4) == destination);
            Some((
                at.clone(),
                place
                    .filter(|(index, _)| *index > 0)
                    .map(|(_, place)| place.subnet.text()),
            ))
        }
        // The table of a transit gateway is drawn as the gateway.
        (_, Kind::TransitGatewayRouteTable) => {
            let table = source.topology().transit_gateway_route_tables.get(&at.to_id()?)?;
            Some(((&table.gateway).into(), None))
        }
        _ => source.rect(at).map(|_| (at.clone(), None)),
    }
}

/// Where a flow to a name ends: at what it was delivered to, else at what did not know the name.
pub(super) fn answer_spot(source: &Source<'_>, trace: &Trace) -> Option<Spot> {
    let delivered = trace.forward.iter().rev().find_map(|hop| {
        let spot = hop_spot(source, &hop.at, &hop.step, hop.packet.destination)?;
        matches!(hop.step, Step::Site { .. } | Step::Interface | Step::InterfaceEndpoint).then_some(spot)
    });
    let asked = || {
        let at = &trace.blockers.first()?.finding.at;
        source.rect(at).map(|_| (at.clone(), None))
    };
    delivered.or_else(asked)
}
