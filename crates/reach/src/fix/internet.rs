//! The way to the internet (IG-01, IG-02, NG-01, EO-01): an internet gateway and a public address, a NAT gateway, or an egress-only
//! gateway. AWS page: vpc/latest/userguide/VPC_Internet_Gateway.html

use std::rc::Rc;

use super::exposure::Exposure;
use super::route::{Lead, Place, everything};
use super::scene::{Scene, attach, change, step};
use super::{Move, Step};
use crate::hop::internet::is_public;
use crate::id::{Kind, Ref};
use crate::network::Holder;
use crate::operation::Operation;
use crate::question::End;
use crate::reason::reasons;
use crate::route;
use crate::topology::{
    EgressOnlyInternetGateway, EgressOnlyInternetGatewayId, Element, InterfaceId, InternetGateway, InternetGatewayId,
    NatConnectivity, NatGateway, NatGatewayId, NatState, Role, SubnetId,
};
use crate::trace::Fact;

reasons! {
    ATTACH: "fix-attach-internet-gateway" ["IG-01"] "Attach the internet gateway",
        "Attach {at} to {vpc}.",
        "vpc/latest/userguide/working-with-igw.html";
    CREATE: "fix-create-internet-gateway" ["IG-01"] "Create an internet gateway",
        "Create an internet gateway {at} and attach it to {vpc}.",
        "vpc/latest/userguide/working-with-igw.html";
    CREATE_NAT: "fix-create-nat-gateway" ["NG-01", "NG-02"] "Create a NAT gateway",
        "Create a NAT gateway {at} with an Elastic IP address in {subnet}.",
        "vpc/latest/userguide/nat-gateway-working-with.html";
    CREATE_EGRESS_ONLY: "fix-create-egress-only-gateway" ["EO-01"] "Create an egress-only internet gateway",
        "Create an egress-only internet gateway {at} in {vpc}.",
        "vpc/latest/userguide/egress-only-internet-gateway.html";
    ZONE: "fix-nat-zone" ["NG-09"] "Add the zone to the NAT gateway",
        "Add {zone} to the Availability Zones of {at}, with an Elastic IP address.",
        "vpc/latest/userguide/nat-gateways-regional.html";
    PUBLIC: "fix-public-address" ["IG-02"] "Give it a public address",
        "Give {at} a public address, such as {address}.",
        "vpc/latest/userguide/WorkWithEIPs.html";
}

/// A public address where one is missing; a gateway that a route still names, attached.
pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let mut moves = Vec::new();
    if matches!(
        scene.code(),
        "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" | "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" | "INGRESS_RTB_NO_PUBLIC_IP"
    ) {
        moves.extend(
            interface(scene)
                .and_then(|id| public_address(scene, &id))
                .map(|step| vec![step]),
        );
    }
    if let Some(target) = scene.element("target").filter(|of| of.kind == Kind::InternetGateway)
        && let Some(vpc) = Place::vpc_of(scene)
        && let Some(step) = attach(scene, &ATTACH, target, &vpc)
    {
        moves.push(vec![step]);
    }
    moves.extend(from_outside(scene));
    moves.extend(zone(scene));
    moves
}

/// A regional NAT gateway in manual mode has public addresses of its own in each zone (NG-09).
fn zone(scene: &Scene<'_>) -> Option<Move> {
    let zone = scene
        .text("zone")
        .filter(|_| scene.at().kind == Kind::RegionalNatGateway)?;
    let address = scene.state.free_public_address()?;
    let network = &scene.state.network;
    let facts = vec![("zone", Fact::Text(zone.clone()))];
    change(scene, scene.at(), &ZONE, facts, |element| match element {
        Element::RegionalNatGateway(_, gateway) => {
            // By the last letter alone, where the others are.
            let region = network.region_of(&gateway.vpc).unwrap_or_default();
            let is_in_full = gateway.zones.iter().any(|known| known.starts_with(region));
            let letter = zone.strip_prefix(region).filter(|_| !is_in_full);
            let zone = letter.map_or_else(|| Rc::clone(&zone), Rc::from);
            if gateway.public_ipv4.len() == gateway.zones.len() {
                gateway.public_ipv4.push(address);
            }
            gateway.zones.push(zone);
            Some(())
        }
        _ => None,
    })
}

/// The default route leads out only: an internet gateway in its place lets both ways.
fn from_outside(scene: &Scene<'_>) -> Vec<Move> {
    let is_without_gateway =
        scene.code() == "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" && scene.at().kind == Kind::Internet;
    if scene.code() != "X_EIGW_INBOUND" && !is_without_gateway {
        return Vec::new();
    }
    let Some(place) = place_of_asked(scene) else {
        return Vec::new();
    };
    let Some((before, target)) = internet_gateway(&place) else {
        return Vec::new();
    };
    // Without a gateway nothing comes in; its route is what replies lack next.
    if is_without_gateway {
        return (!before.is_empty()).then_some(before).into_iter().collect();
    }
    place.follow(&Lead {
        before,
        target,
        range: everything(place.destination),
        exposure: Exposure::FROM_INTERNET,
    })
}

/// The table of whoever was asked for, as replies meet it.
fn place_of_asked<'a>(scene: &Scene<'a>) -> Option<Place<'a>> {
    let network = &scene.state.network;
    let End::Element(to) = &scene.state.trace.question.to else {
        return None;
    };
    let interface = network.topology().interfaces.get(&to.to_id()?)?;
    let table = network.route_table_of(&interface.subnet)?;
    let destination = scene.source()?;
    let chosen = route::select(network, &table, destination).chosen;
    let row = chosen.map(|chosen| chosen.route.destination.clone());
    let vpc = network.vpc_of(&interface.subnet)?.clone();
    Some(Place {
        scene: *scene,
        table,
        vpc,
        destination,
        row,
    })
}

/// What a default route could lead to.
pub(super) fn leads(place: &Place<'_>) -> Vec<Lead> {
    if !is_public(place.destination) || place.vpcs_there().next().is_some() && place.destination.is_ipv4() {
        return Vec::new();
    }
    let lead = |before: Vec<Step>, target: Ref, exposure| Lead {
        before,
        target,
        range: everything(place.destination),
        exposure,
    };
    let mut leads = Vec::new();
    leads.extend(internet_gateway(place).map(|(before, target)| lead(before, target, Exposure::FROM_INTERNET)));
    if place.destination.is_ipv4() {
        leads.extend(nat_gateways(place).map(|id| lead(Vec::new(), Ref::from(id), Exposure::TO_INTERNET)));
        let regional = place.scene.state.topology.regional_nat_gateways.iter();
        let own = regional.filter(|(_, record)| record.vpc == place.vpc);
        leads.extend(own.map(|(id, _)| lead(Vec::new(), Ref::from(id), Exposure::TO_INTERNET)));
        if let Some((step, target)) = new_nat_gateway(place) {
            leads.push(lead(vec![step], target, Exposure::TO_INTERNET));
        }
    } else {
        let (before, target) = egress_only_gateway(place);
        leads.push(lead(before, target, Exposure::TO_INTERNET));
    }
    leads
}

/// The VPC's own; else a detached one; else a new one.
fn internet_gateway(place: &Place<'_>) -> Option<(Vec<Step>, Ref)> {
    let scene = &place.scene;
    if let Some(id) = scene.state.network.internet_gateway_of(&place.vpc) {
        return Some((Vec::new(), Ref::from(id)));
    }
    let mut drawn = scene.state.topology.internet_gateways.iter();
    if let Some((id, _)) = drawn.find(|(_, gateway)| gateway.vpc.is_none()) {
        let at = Ref::from(id);
        return Some((vec![attach(scene, &ATTACH, &at, &Ref::from(&place.vpc))?], at));
    }
    let id = InternetGatewayId::new(scene.state.free_id("igw"));
    let at = Ref::from(&id);
    let record = InternetGateway {
        vpc: Some(place.vpc.clone()),
        ..InternetGateway::default()
    };
    let operation = Operation::Create(Element::InternetGateway(id, record));
    Some((
        vec![step(operation, &CREATE, &at, vpc_fact(place), Exposure::NOTHING)],
        at,
    ))
}

fn nat_gateways<'p>(place: &'p Place<'_>) -> impl Iterator<Item = &'p NatGatewayId> {
    let network = &place.scene.state.network;
    let all = network.topology().nat_gateways.iter();
    all.filter(|(_, gateway)| {
        let is_public = matches!(gateway.connectivity, NatConnectivity::Public(_));
        is_public && gateway.state == NatState::Available && network.vpc_of(&gateway.subnet) == Some(&place.vpc)
    })
    .map(|(id, _)| id)
}

/// In a subnet that leads to an internet gateway and does not follow the same table.
fn new_nat_gateway(place: &Place<'_>) -> Option<(Step, Ref)> {
    let (scene, network) = (&place.scene, &place.scene.state.network);
    let subnets = network.topology().subnets.iter();
    let is_public = |id: &SubnetId| network.public_route_of(id).is_some();
    let mut ids =
        subnets.filter(|(_, record)| record.vpc == place.vpc && record.route_table.as_ref() != Some(&place.table));
    let (subnet, ipv4) =
        ids.find_map(|(id, _)| Some((id.clone(), scene.state.free_address(id).filter(|_| is_public(id))?)))?;
    let id = NatGatewayId::new(scene.state.free_id("nat"));
    let at = Ref::from(&id);
    let facts = vec![("subnet", Fact::Element(Ref::from(&subnet)))];
    let record = NatGateway {
        name: None,
        subnet,
        ipv4,
        connectivity: NatConnectivity::Public(scene.state.free_public_address()?),
        state: NatState::Available,
    };
    let operation = Operation::Create(Element::NatGateway(id, record));
    Some((step(operation, &CREATE_NAT, &at, facts, Exposure::NOTHING), at))
}

fn egress_only_gateway(place: &Place<'_>) -> (Vec<Step>, Ref) {
    let scene = &place.scene;
    let mut known = scene.state.network.topology().egress_only_internet_gateways.iter();
    if let Some((id, _)) = known.find(|(_, gateway)| gateway.vpc.as_ref() == Some(&place.vpc)) {
        return (Vec::new(), Ref::from(id));
    }
    let id = EgressOnlyInternetGatewayId::new(scene.state.free_id("eigw"));
    let at = Ref::from(&id);
    let record = EgressOnlyInternetGateway {
        name: None,
        vpc: Some(place.vpc.clone()),
    };
    let operation = Operation::Create(Element::EgressOnlyInternetGateway(id, record));
    let create = step(operation, &CREATE_EGRESS_ONLY, &at, vpc_fact(place), Exposure::NOTHING);
    (vec![create], at)
}

fn vpc_fact(place: &Place<'_>) -> Vec<(&'static str, Fact)> {
    vec![("vpc", Fact::Element(Ref::from(&place.vpc)))]
}

/// The interface that lacks the address: that of the packet's source, or the one that was asked for.
fn interface(scene: &Scene<'_>) -> Option<InterfaceId> {
    let network = &scene.state.network;
    if scene.code() == "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" {
        let vpc = Place::vpc_of(scene)?.to_id()?;
        return match network.holder(&vpc, scene.source()?)? {
            Holder::Interface(id) => Some(id),
            _ => None,
        };
    }
    match &scene.state.trace.question.to {
        End::Element(to) => to.to_id(),
        _ => scene.at().to_id(),
    }
}

fn public_address(scene: &Scene<'_>, id: &InterfaceId) -> Option<Step> {
    let at = Ref::from(id);
    let address = scene.state.free_public_address()?;
    let operation = scene.state.change(&at, |element| match element {
        // A function's interfaces are the service's: nobody gives them a public address.
        Element::NetworkInterface(_, interface)
            if interface.public_ipv4.is_none() && interface.role != Role::Function =>
        {
            interface.public_ipv4 = Some(address);
            Some(())
        }
        _ => None,
    })?;
    let facts = vec![("address", Fact::Address(address.into()))];
    Some(step(operation, &PUBLIC, &at, facts, Exposure::FROM_INTERNET))
}
