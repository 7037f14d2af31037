//! What must be let in by name: clients of a Client VPN endpoint (CVPN-07, CVPN-09), and VPCs by Block Public Access (BP-03).
//! AWS page: vpn/latest/clientvpn-admin/cvpn-working-rules.html

use ipnet::IpNet;

use super::Move;
use super::exposure::{Exposure, addresses};
use super::scene::{Scene, change, host, step};
use crate::id::{Kind, Ref};
use crate::network::cidrs_of;
use crate::question::End;
use crate::reason::reasons;
use crate::topology::{
    Authorization, ClientVpnEndpoint, ClientVpnRoute, ClientVpnTarget, Element, EndpointSubnet, Exclusion,
    ExclusionMode, SubnetId,
};
use crate::trace::Fact;

reasons! {
    AUTHORIZE: "fix-authorize-clients" ["CVPN-09"] "Add an authorization rule",
        "Add an authorization rule to {at}: {name} may reach {cidr}.",
        "vpn/latest/clientvpn-admin/cvpn-working-rules.html";
    ROUTE: "fix-client-vpn-route" ["CVPN-07"] "Add a route to the endpoint",
        "Add a route for {cidr} over {subnet} to {at}.",
        "vpn/latest/clientvpn-admin/cvpn-working-routes.html";
    AMONG_CLIENTS: "fix-route-among-clients" ["CVPN-16", "CVPN-07"] "Add a route between clients",
        "Add a route for {cidr}, the clients' own range, to {at}, with the target local.",
        "vpn/latest/clientvpn-admin/scenario-client-to-client.html";
    ASSOCIATE: "fix-associate-client-vpn" ["CVPN-05"] "Associate a subnet",
        "Associate {at} with {subnet}.",
        "vpn/latest/clientvpn-admin/cvpn-working-target.html";
    EXCLUDE: "fix-exclude" ["BP-03"] "Add an exclusion",
        "Exclude {target} from {at}, for {direction}.",
        "vpc/latest/userguide/security-vpc-bpa-basics.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    match scene.code() {
        "X_CVPN_NOT_AUTHORIZED" => authorize(scene).into_iter().collect(),
        "X_CVPN_NO_ROUTE" => routes(scene, scene.at()),
        // Past the tunnel, to an address that is not public.
        "NO_POSSIBLE_DESTINATION" => match &scene.state.trace.question.from {
            End::Client { endpoint, .. } if scene.at().kind == Kind::Internet => routes(scene, &Ref::from(endpoint)),
            _ => Vec::new(),
        },
        "X_CVPN_NOT_ASSOCIATED" => associate(scene).into_iter().collect(),
        "VPC_BLOCK_PUBLIC_ACCESS_ENABLED" => exclude(scene),
        _ => Vec::new(),
    }
}

/// For the one address, and for the client's own group if it has one; rules for a group do not count between clients (CVPN-16).
fn authorize(scene: &Scene<'_>) -> Option<Move> {
    let cidr = host(scene.destination()?);
    let asked = match &scene.state.trace.question.from {
        End::Client { client, .. } => client.clone(),
        _ => None,
    };
    let mut clients = "all clients".into();
    let operation = scene.state.change(scene.at(), |element| {
        let endpoint = endpoint(element)?;
        let client = asked.and_then(|name| endpoint.clients.iter().find(|client| client.name == name));
        let group = client.and_then(|client| client.groups.first().cloned());
        let group = group.filter(|_| !is_client(endpoint, cidr));
        if let Some(group) = &group {
            clients = format!("the group {group}").into();
        }
        endpoint.authorizations.push(Authorization {
            destination: cidr,
            group,
        });
        Some(())
    })?;
    let facts = vec![("cidr", Fact::Cidr(cidr)), ("name", Fact::Text(clients))];
    let opens = Exposure::inbound(addresses(cidr));
    Some(vec![step(operation, &AUTHORIZE, scene.at(), facts, opens)])
}

/// Over each subnet that the endpoint is associated with.
fn routes(scene: &Scene<'_>, at: &Ref) -> Vec<Move> {
    let topology = scene.state.network.topology();
    let record = at.to_id().and_then(|id| topology.client_vpn_endpoints.get(&id));
    let (Some(record), Some(destination)) = (record, scene.destination()) else {
        return Vec::new();
    };
    if is_client(record, host(destination)) {
        return among_clients(scene, record).into_iter().collect();
    }
    let vpcs = topology.vpcs.iter().flat_map(|(_, vpc)| cidrs_of(vpc));
    let sites = topology.sites.iter().flat_map(|(_, site)| site.cidrs.iter().copied());
    let found: Option<IpNet> = vpcs.chain(sites).find(|range| range.contains(&destination));
    let cidr = found.unwrap_or_else(|| super::route::everything(destination));
    let over = |subnet: &crate::topology::SubnetId| {
        let operation = scene.state.change(at, |element| {
            endpoint(element)?.routes.push(ClientVpnRoute {
                destination: cidr,
                target: ClientVpnTarget::Subnet(subnet.clone()),
            });
            Some(())
        })?;
        let facts = vec![("cidr", Fact::Cidr(cidr)), ("subnet", Fact::Element(Ref::from(subnet)))];
        Some(vec![step(operation, &ROUTE, at, facts, Exposure::NOTHING)])
    };
    record
        .associations
        .iter()
        .filter_map(|place| over(&place.subnet))
        .collect()
}

fn is_client(endpoint: &ClientVpnEndpoint, cidr: IpNet) -> bool {
    IpNet::V4(endpoint.client_cidr).contains(&cidr)
}

fn among_clients(scene: &Scene<'_>, record: &ClientVpnEndpoint) -> Option<Move> {
    let cidr = IpNet::V4(record.client_cidr);
    let facts = vec![("cidr", Fact::Cidr(cidr))];
    change(scene, scene.at(), &AMONG_CLIENTS, facts, |element| {
        endpoint(element)?.routes.push(ClientVpnRoute {
            destination: cidr,
            target: ClientVpnTarget::Local,
        });
        Some(())
    })
}

/// With the subnet of whom the client wants, if it is of the endpoint's VPC; else with the VPC's first.
fn associate(scene: &Scene<'_>) -> Option<Move> {
    let network = &scene.state.network;
    let record = network.topology().client_vpn_endpoints.get(&scene.at().to_id()?)?;
    let vpc = record.vpc.as_ref()?;
    let asked = match &scene.state.trace.question.to {
        End::Element(to) => to.to_id().and_then(|id| network.topology().interfaces.get(&id)),
        _ => None,
    };
    let is_of_vpc = |subnet: &SubnetId| network.vpc_of(subnet) == Some(vpc);
    let near = asked.map(|interface| interface.subnet.clone()).filter(is_of_vpc);
    let first = || network.topology().subnets.ids().find(|id| is_of_vpc(id)).cloned();
    let subnet = near.or_else(first)?;
    let ipv4 = scene.state.free_address(&subnet)?;
    let facts = vec![("subnet", Fact::Element(Ref::from(&subnet)))];
    change(scene, scene.at(), &ASSOCIATE, facts, |element| {
        endpoint(element)?.associations.push(EndpointSubnet { subnet, ipv4 });
        Some(())
    })
}

fn endpoint(element: &mut Element) -> Option<&mut ClientVpnEndpoint> {
    match element {
        Element::ClientVpnEndpoint(_, endpoint) => Some(endpoint),
        _ => None,
    }
}

/// What only has to go out does not have to be let in (BP-03).
fn exclude(scene: &Scene<'_>) -> Vec<Move> {
    let ways = [
        (
            ExclusionMode::Egress,
            "what is sent out and its replies",
            Exposure::TO_INTERNET,
        ),
        (ExclusionMode::Bidirectional, "both directions", Exposure::FROM_INTERNET),
    ];
    let moves = ways.into_iter().map(|(mode, direction, exposure)| {
        let at = scene.element("peer").filter(|of| of.kind == Kind::BlockPublicAccess)?;
        let target = scene.element("target")?;
        let operation = scene.state.change(at, |element| match element {
            Element::BlockPublicAccess(_, access) => {
                access.exclusions.retain(|exclusion| exclusion.of != *target);
                let of = target.clone();
                access.exclusions.push(Exclusion { of, mode });
                Some(())
            }
            _ => None,
        })?;
        let facts = vec![
            ("target", Fact::Element(target.clone())),
            ("direction", Fact::Text(direction.into())),
        ];
        Some(vec![step(operation, &EXCLUDE, at, facts, exposure)])
    });
    moves.flatten().collect()
}
