//! What a line between two elements makes: one table of kinds, with a reason where nothing fits.

mod flow;
mod lead;
mod service;
mod transit;
mod vpn;

use std::rc::Rc;

use ipnet::IpNet;
use reach::address::overlaps;
use reach::id::{Id, Kind, Ref};
use reach::operation::Operation;
use reach::question::Question;
use reach::topology::{Element, PeeringConnection, PeeringState, Topology, VpcId};

use super::{Drawing, Edit, Refused, change, containment, free};
use crate::words;

pub(crate) use flow::no_end;
pub use flow::{end, question};
pub use lead::add_routes;
use lead::lead;
use vpn::{gateway_to_customer, gateway_to_site, vpc_to_site};

/// What comes of a connection.
#[derive(Clone, Debug, PartialEq)]
pub enum Connection {
    /// A change of the network.
    Edit(Edit),
    /// A flow to watch.
    Flow(Question),
}

/// Connects two elements, in whichever direction makes sense.
pub fn connect(drawing: Drawing<'_>, from: &Ref, to: &Ref) -> Result<Connection, Refused> {
    if from == to {
        return Err("Choose two different ends.".into());
    }
    let network = |drawing, a: &Ref, b: &Ref| between(drawing, a, b).map(|made| made.map(Connection::Edit));
    if let Some(made) = network(drawing, from, to) {
        return made;
    }
    // From a machine to a load balancer goes a request; the other way a target is meant.
    let asks = from.kind == Kind::NetworkInterface && to.kind == Kind::LoadBalancer;
    if let Some(made) = network(drawing, to, from).filter(|_| !asks) {
        return made;
    }
    question(drawing.topology, from, to)
        .map(Connection::Flow)
        .map_err(|_| nothing(drawing.topology, from, to))
}

/// True if a line can start here at all.
pub fn can_start(topology: &Topology, from: &Ref) -> bool {
    topology.contains(from)
        && !matches!(
            from.kind,
            Kind::PrefixList | Kind::ResourcePolicy | Kind::VpnConnection | Kind::TransitGatewayRouteTable
        )
}

/// The table of kinds. `None`: nothing in this direction.
fn between(drawing: Drawing<'_>, a: &Ref, b: &Ref) -> Option<Result<Edit, Refused>> {
    Some(match (a.kind, b.kind) {
        (Kind::Vpc, Kind::Vpc) => peering(drawing, &a.to_id()?, &b.to_id()?),
        (Kind::InternetGateway | Kind::VpnGateway | Kind::EgressOnlyInternetGateway, Kind::Vpc) => {
            attach(drawing, a, b)
        }
        (Kind::Vpc, Kind::Site) => vpc_to_site(drawing, &a.to_id()?, b),
        (Kind::VpnGateway | Kind::TransitGateway, Kind::Site) => gateway_to_site(drawing, a, b),
        (Kind::VpnGateway | Kind::TransitGateway, Kind::CustomerGateway) => gateway_to_customer(drawing, a, b),
        (Kind::Subnet, Kind::RouteTable) => associate(drawing, a, b),
        (Kind::Subnet, Kind::NetworkAcl) => associate(drawing, a, b),
        (
            Kind::NetworkInterface
            | Kind::InterfaceEndpoint
            | Kind::LoadBalancer
            | Kind::ClientVpnEndpoint
            | Kind::ResolverEndpoint,
            Kind::SecurityGroup,
        ) => join_group(drawing, a, b),
        (
            Kind::Subnet | Kind::RouteTable,
            Kind::InternetGateway
            | Kind::NatGateway
            | Kind::PeeringConnection
            | Kind::GatewayEndpoint
            | Kind::VpnGateway
            | Kind::NetworkInterface
            | Kind::EgressOnlyInternetGateway
            | Kind::RegionalNatGateway
            | Kind::TransitGateway
            | Kind::GatewayLoadBalancerEndpoint,
        ) => lead(drawing, a, b),
        _ => return transit::between(drawing, a, b).or_else(|| service::between(drawing, a, b)),
    })
}

fn peering(drawing: Drawing<'_>, requester: &VpcId, accepter: &VpcId) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    if let Some((ours, theirs)) = overlap(topology, requester, accepter) {
        return Err(format!("Peering needs CIDRs that do not overlap: {ours} and {theirs} do.").into());
    }
    let id = free::id(topology, "pcx");
    let record = PeeringConnection::new(requester.clone(), accepter.clone(), PeeringState::PendingAcceptance);
    let (from, to) = (
        words::name(topology, &requester.into()),
        words::name(topology, &accepter.into()),
    );
    let operation = Operation::Create((Id::new(Rc::clone(&id)), record).into());
    let mut edit = Edit::new(format!("Peer {from} with {to}"), vec![operation]);
    edit.said = Some(format!("{from} asks {to} for a peering connection, {id}. Accept it next").into());
    edit.select = Some(vec![Ref::new(Kind::PeeringConnection, id)]);
    Ok(edit)
}

fn overlap(topology: &Topology, a: &VpcId, b: &VpcId) -> Option<(IpNet, IpNet)> {
    let blocks = |id: &VpcId| -> Vec<IpNet> {
        topology.vpcs.get(id).map_or_else(Vec::new, |vpc| {
            let ipv4 = vpc.cidrs.iter().map(|cidr| IpNet::V4(*cidr));
            ipv4.chain(vpc.ipv6_cidrs.iter().map(|cidr| IpNet::V6(*cidr))).collect()
        })
    };
    let others = blocks(b);
    blocks(a)
        .into_iter()
        .flat_map(|ours| others.iter().map(move |theirs| (ours, *theirs)))
        .find(|(ours, theirs)| overlaps(*ours, *theirs))
}

fn attach(drawing: Drawing<'_>, gateway: &Ref, vpc: &Ref) -> Result<Edit, Refused> {
    let target: VpcId = Id::new(Rc::clone(&vpc.id));
    let (name, place) = (
        words::name(drawing.topology, gateway),
        words::name(drawing.topology, vpc),
    );
    let operations = change(drawing, gateway, |element| {
        match element {
            Element::InternetGateway(_, record) => record.vpc = Some(target),
            Element::VpnGateway(_, record) => record.vpc = Some(target),
            Element::EgressOnlyInternetGateway(_, record) => record.vpc = Some(target),
            _ => {}
        }
        Ok(())
    })?;
    if operations.is_empty() {
        return Err(format!("{name} is attached to {place} already.").into());
    }
    let mut edit = Edit::new(format!("Attach {name} to {place}"), operations);
    edit.said = Some(format!("{name} is attached to {place}").into());
    edit.places.insert(gateway.clone(), None);
    Ok(edit)
}

fn associate(drawing: Drawing<'_>, subnet: &Ref, with: &Ref) -> Result<Edit, Refused> {
    let (name, other) = (
        words::name(drawing.topology, subnet),
        words::name(drawing.topology, with),
    );
    let operations = change(drawing, subnet, |element| {
        if let Element::Subnet(_, record) = element {
            match with.kind {
                Kind::RouteTable => record.route_table = with.to_id(),
                _ => record.network_acl = with.to_id(),
            }
        }
        Ok(())
    })?;
    if operations.is_empty() {
        return Err(format!("{name} uses {other} already.").into());
    }
    let mut edit = Edit::new(format!("Associate {name} with {other}"), operations);
    edit.said = Some(format!("{name} uses {other}").into());
    Ok(edit)
}

fn join_group(drawing: Drawing<'_>, of: &Ref, group: &Ref) -> Result<Edit, Refused> {
    let (name, other) = (words::name(drawing.topology, of), words::name(drawing.topology, group));
    let operations = change(drawing, of, |element| {
        let groups = match element {
            Element::NetworkInterface(_, record) => &mut record.security_groups,
            Element::InterfaceEndpoint(_, record) => &mut record.security_groups,
            Element::LoadBalancer(_, record) => &mut record.security_groups,
            Element::ClientVpnEndpoint(_, record) => &mut record.security_groups,
            Element::ResolverEndpoint(_, record) => &mut record.security_groups,
            _ => return Ok(()),
        };
        let id = Id::new(Rc::clone(&group.id));
        if !groups.contains(&id) {
            groups.push(id);
        }
        Ok(())
    })?;
    if operations.is_empty() {
        return Err(format!("{name} is in {other} already.").into());
    }
    let mut edit = Edit::new(format!("Put {name} into {other}"), operations);
    edit.said = Some(format!("{name} is in {other}").into());
    Ok(edit)
}

/// The refusal for kinds that no line joins.
pub(crate) fn nothing(topology: &Topology, from: &Ref, to: &Ref) -> Refused {
    let (a, b) = (words::name(topology, from), words::name(topology, to));
    let hint = match (from.kind, to.kind) {
        (Kind::TransitGateway, _) | (_, Kind::TransitGateway) => {
            "A transit gateway connects to VPCs, sites, Direct Connect gateways and other transit gateways."
        }
        (Kind::DirectConnectGateway, _) | (_, Kind::DirectConnectGateway) => {
            "A Direct Connect gateway connects to sites, virtual private gateways and transit gateways."
        }
        (Kind::EndpointService, _) | (_, Kind::EndpointService) => {
            "An endpoint service connects to load balancers, and to the VPCs, subnets and endpoints that use it."
        }
        (Kind::Subnet, Kind::Subnet) => "Packets go from instance to instance: connect two of those.",
        (Kind::Vpc, _) | (_, Kind::Vpc) => "A VPC connects to another VPC, a gateway or an on-premises site.",
        (Kind::Subnet, _) | (_, Kind::Subnet) => "A subnet connects to a route table, a network ACL or a gateway.",
        _ => "Packets start and end at instances, sites, services and the internet.",
    };
    format!("Nothing connects {a} with {b}. {hint}").into()
}

/// Everything that `from` can be connected to, in containment order: the list of the keyboard path.
pub fn targets(drawing: Drawing<'_>, from: &Ref) -> Vec<Ref> {
    let mut all = containment::order(drawing.topology);
    all.push(Ref::internet());
    all.retain(|to| to != from && connect(drawing, from, to).is_ok());
    all
}
