//! Load balancers with their targets, services behind them, and endpoints for these services.

use std::net::Ipv4Addr;

use reach::topology::*;

use super::Dice;
use super::network::{address_in, endpoint_state, of_vpc};

pub(super) fn add(drawn: &mut Topology, dice: &mut Dice) {
    let vpcs: Vec<VpcId> = drawn.vpcs.ids().cloned().collect();
    for (number, vpc) in (0u8..).zip(&vpcs) {
        if dice.chance(45) {
            add_balancer(drawn, dice, vpc, number);
        }
    }
    let services: Vec<EndpointServiceId> = drawn.endpoint_services.ids().cloned().collect();
    for (vpc, number) in vpcs.iter().zip(0u32..) {
        for (service, index) in services.iter().zip(0u32..) {
            if dice.chance(55) {
                add_endpoint(drawn, dice, vpc, service, 4 * index + number);
            }
        }
    }
}

/// One of the VPC's subnets in each of so many Availability Zones.
pub(super) fn places(drawn: &Topology, dice: &mut Dice, vpc: &VpcId, most: usize, last: u32) -> Vec<EndpointSubnet> {
    let mut subnets = of_vpc(drawn.subnets.iter().map(|(id, it)| (id, &it.vpc)), vpc);
    dice.shuffle(&mut subnets);
    let (mut zones, mut places) = (Vec::new(), Vec::new());
    for subnet in subnets {
        let zone = drawn.subnets.get(&subnet).map(|it| it.zone.clone());
        if zones.contains(&zone) || places.len() == most {
            continue;
        }
        if let Some(ipv4) = address_in(drawn, &subnet, last) {
            zones.push(zone);
            places.push(EndpointSubnet { subnet, ipv4 });
        }
    }
    places
}

fn groups(drawn: &Topology, dice: &mut Dice, vpc: &VpcId, percent: usize) -> Vec<SecurityGroupId> {
    let all = of_vpc(drawn.security_groups.iter().map(|(id, it)| (id, &it.vpc)), vpc);
    dice.pick(&all)
        .filter(|_| dice.clone().chance(percent))
        .cloned()
        .into_iter()
        .collect()
}

pub(super) fn targets(drawn: &Topology, dice: &mut Dice, vpc: &VpcId, port: Option<u16>) -> Vec<ListenerTarget> {
    let here = |subnet: &SubnetId| drawn.subnets.get(subnet).is_some_and(|subnet| subnet.vpc == *vpc);
    let all: Vec<InterfaceId> = drawn
        .interfaces
        .iter()
        .filter(|(_, it)| here(&it.subnet))
        .map(|(id, _)| id.clone())
        .collect();
    let mut targets: Vec<ListenerTarget> = Vec::new();
    for _ in 0..dice.number(1, 3) {
        if let Some(interface) = dice.pick(&all).cloned()
            && targets.iter().all(|known| known.interface != interface)
        {
            targets.push(ListenerTarget { interface, port });
        }
    }
    targets
}

fn add_balancer(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId, number: u8) {
    let is_network = dice.chance(75);
    let kind = if is_network {
        LoadBalancerKind::Network
    } else {
        LoadBalancerKind::Application
    };
    let mut balancer = LoadBalancer::new(vpc.clone(), kind);
    balancer.subnets = places(drawn, dice, vpc, 2, 60);
    if balancer.subnets.is_empty() || !is_network && balancer.subnets.len() < 2 {
        return;
    }
    let has_gateway = drawn
        .internet_gateways
        .iter()
        .any(|(_, it)| it.vpc.as_ref() == Some(vpc));
    balancer.internet_facing = has_gateway && dice.chance(40);
    if balancer.internet_facing {
        let count = u8::try_from(balancer.subnets.len()).unwrap_or_default();
        balancer.public_ipv4 = (0..count)
            .map(|place| Ipv4Addr::new(203, 0, 113, 160 + 4 * number + place))
            .collect();
    }
    balancer.security_groups = groups(drawn, dice, vpc, if is_network { 40 } else { 90 });
    balancer.cross_zone = dice.chance(50);
    balancer.enforce_private_link = dice.chance(60);
    balancer.preserve_client_ip = dice.chance(50);
    let protocols: &[ListenerProtocol] = if is_network {
        &[ListenerProtocol::Tcp, ListenerProtocol::Tls, ListenerProtocol::TcpUdp]
    } else {
        &[ListenerProtocol::Https, ListenerProtocol::Http]
    };
    for port in [443, 80, 53] {
        if port != 443 && dice.chance(60) {
            continue;
        }
        let target_port = dice.chance(30).then_some(8443);
        balancer.listeners.push(Listener {
            protocol: *dice.pick(protocols).unwrap_or(&ListenerProtocol::Tcp),
            port,
            targets: targets(drawn, dice, vpc, target_port),
        });
    }
    let id = LoadBalancerId::new(format!("{vpc}-lb"));
    drawn.load_balancers.insert(id.clone(), balancer);
    if is_network && dice.chance(70) {
        let mut balancers = vec![id];
        balancers.extend(second(drawn, dice, vpc));
        add_service(drawn, dice, vpc, "service", balancers);
    }
}

/// PL-12: a service may have several.
fn second(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId) -> Option<LoadBalancerId> {
    if !dice.chance(20) {
        return None;
    }
    let mut balancer = LoadBalancer::new(vpc.clone(), LoadBalancerKind::Network);
    balancer.subnets = places(drawn, dice, vpc, 3, 62);
    balancer.listeners.push(Listener {
        protocol: ListenerProtocol::Tcp,
        port: 443,
        targets: targets(drawn, dice, vpc, None),
    });
    let id = LoadBalancerId::new(format!("{vpc}-lb2"));
    drawn.load_balancers.insert(id.clone(), balancer);
    Some(id)
}

pub(super) fn add_service(
    drawn: &mut Topology,
    dice: &mut Dice,
    vpc: &VpcId,
    name: &str,
    load_balancers: Vec<LoadBalancerId>,
) {
    let state = match dice.below(2) {
        _ if !dice.fault(10) => ServiceState::Available,
        0 => ServiceState::Failed,
        _ => ServiceState::Pending,
    };
    let service = EndpointService {
        name: None,
        load_balancers,
        acceptance_required: false,
        principals: ["*".into()].into_iter().collect(),
        regions: Default::default(),
        private_dns_name: None,
        verified: false,
        state,
    };
    drawn
        .endpoint_services
        .insert(EndpointServiceId::new(format!("{vpc}-{name}")), service);
}

/// An endpoint for the service, in a VPC of its Region.
fn add_endpoint(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId, service: &EndpointServiceId, number: u32) {
    let Some(record) = drawn.endpoint_services.get(service) else {
        return;
    };
    let balancer = record
        .load_balancers
        .first()
        .and_then(|id| drawn.load_balancers.get(id));
    let Some(balancer) = balancer.filter(|it| it.kind == LoadBalancerKind::Network).cloned() else {
        return;
    };
    let region = |vpc: &VpcId| drawn.vpcs.get(vpc).map(|vpc| vpc.region.clone());
    if region(vpc) != region(&balancer.vpc) {
        return;
    }
    let zone = |subnet: &SubnetId| drawn.subnets.get(subnet).map(|subnet| subnet.zone.clone());
    let zones: Vec<_> = balancer.subnets.iter().map(|place| zone(&place.subnet)).collect();
    let mut places = places(drawn, dice, vpc, 2, 70 + number);
    places.retain(|place| zones.contains(&zone(&place.subnet)) || dice.chance(6));
    if places.is_empty() {
        return;
    }
    let endpoint = InterfaceEndpoint {
        name: None,
        vpc: vpc.clone(),
        service: "".into(),
        subnets: places,
        security_groups: groups(drawn, dice, vpc, 80),
        private_dns: false,
        state: endpoint_state(dice),
        provider: Some(service.clone()),
        service_region: None,
        inbound_resolver_only: false,
        policy: None,
    };
    let id = InterfaceEndpointId::new(format!("{vpc}-vpce-{service}"));
    drawn.interface_endpoints.insert(id, endpoint);
}
