//! What must be let in by name: clients of a Client VPN endpoint (CVPN-07, CVPN-09), and VPCs by Block Public Access (BP-03).
//! AWS page: vpn/latest/clientvpn-admin/cvpn-working-rules.html

use ipnet::IpNet;

use super::Move;
use super::exposure::{Exposure, addresses};
use super::scene::{Scene, host, step};
use crate::id::{Kind, Ref};
use crate::network::cidrs_of;
use crate::question::End;
use crate::reason::reasons;
use crate::topology::{
    Authorization, ClientVpnEndpoint, ClientVpnRoute, ClientVpnTarget, Element, Exclusion, ExclusionMode,
};
use crate::trace::Fact;

reasons! {
    AUTHORIZE: "fix-authorize-clients" ["CVPN-09"] "Add an authorization rule",
        "Add an authorization rule for {cidr} to {at}.",
        "vpn/latest/clientvpn-admin/cvpn-working-rules.html";
    ROUTE: "fix-client-vpn-route" ["CVPN-07"] "Add a route to the endpoint",
        "Add a route for {cidr} over {subnet} to {at}.",
        "vpn/latest/clientvpn-admin/cvpn-working-routes.html";
    EXCLUDE: "fix-exclude" ["BP-03"] "Add an exclusion",
        "Exclude {target} from {at}.",
        "vpc/latest/userguide/security-vpc-bpa-basics.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    match scene.code() {
        "X_CVPN_NOT_AUTHORIZED" => authorize(scene).into_iter().collect(),
        "X_CVPN_NO_ROUTE" => routes(scene),
        "VPC_BLOCK_PUBLIC_ACCESS_ENABLED" => exclude(scene).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// For the one address, and for the client's own group if it has one.
fn authorize(scene: &Scene<'_>) -> Option<Move> {
    let cidr = host(scene.destination()?);
    let asked = match &scene.state.trace.question.from {
        End::Client { client, .. } => client.clone(),
        _ => None,
    };
    let operation = scene.state.change(scene.at(), |element| {
        let endpoint = endpoint(element)?;
        let client = asked.and_then(|name| endpoint.clients.iter().find(|client| client.name == name));
        let group = client.and_then(|client| client.groups.first().cloned());
        endpoint.authorizations.push(Authorization {
            destination: cidr,
            group,
        });
        Some(())
    })?;
    let facts = vec![("cidr", Fact::Cidr(cidr))];
    let opens = Exposure::inbound(addresses(cidr));
    Some(vec![step(operation, &AUTHORIZE, scene.at(), facts, opens)])
}

/// Over each subnet that the endpoint is associated with.
fn routes(scene: &Scene<'_>) -> Vec<Move> {
    let topology = scene.state.network.topology();
    let record = scene.at().to_id().and_then(|id| topology.client_vpn_endpoints.get(&id));
    let (Some(record), Some(destination)) = (record, scene.destination()) else {
        return Vec::new();
    };
    let vpcs = topology.vpcs.iter().flat_map(|(_, vpc)| cidrs_of(vpc));
    let sites = topology.sites.iter().flat_map(|(_, site)| site.cidrs.iter().copied());
    let found: Option<IpNet> = vpcs.chain(sites).find(|range| range.contains(&destination));
    let cidr = found.unwrap_or_else(|| super::route::everything(destination));
    let over = |subnet: &crate::topology::SubnetId| {
        let operation = scene.state.change(scene.at(), |element| {
            endpoint(element)?.routes.push(ClientVpnRoute {
                destination: cidr,
                target: ClientVpnTarget::Subnet(subnet.clone()),
            });
            Some(())
        })?;
        let facts = vec![("cidr", Fact::Cidr(cidr)), ("subnet", Fact::Element(Ref::from(subnet)))];
        Some(vec![step(operation, &ROUTE, scene.at(), facts, Exposure::NOTHING)])
    };
    record
        .associations
        .iter()
        .filter_map(|place| over(&place.subnet))
        .collect()
}

fn endpoint(element: &mut Element) -> Option<&mut ClientVpnEndpoint> {
    match element {
        Element::ClientVpnEndpoint(_, endpoint) => Some(endpoint),
        _ => None,
    }
}

fn exclude(scene: &Scene<'_>) -> Option<Move> {
    let at = scene.element("peer").filter(|of| of.kind == Kind::BlockPublicAccess)?;
    let target = scene.element("target")?;
    let operation = scene.state.change(at, |element| match element {
        Element::BlockPublicAccess(_, access) => {
            access.exclusions.retain(|exclusion| exclusion.of != *target);
            access.exclusions.push(Exclusion {
                of: target.clone(),
                mode: ExclusionMode::Bidirectional,
            });
            Some(())
        }
        _ => None,
    })?;
    let facts = vec![("target", Fact::Element(target.clone()))];
    Some(vec![step(operation, &EXCLUDE, at, facts, Exposure::FROM_INTERNET)])
}
