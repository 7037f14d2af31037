//! VPCs with their subnets, machines and gateways.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reach::topology::*;

use super::{Dice, beyond, clients, filters, inspection, routes, services};

/// A network of one to four VPCs and what joins them.
pub fn network(dice: &mut Dice) -> Topology {
    let mut drawn = Topology::default();
    dice.wear = [5, 25, 100][dice.below(3)];
    let vpcs = 1 + dice.below(4);
    for number in 0..vpcs {
        add_vpc(&mut drawn, dice, u8::try_from(number).unwrap_or_default());
    }
    peer(&mut drawn, dice);
    beyond::sites(&mut drawn, dice);
    beyond::transit_gateways(&mut drawn, dice);
    beyond::block_public_access(&mut drawn, dice);
    services::add(&mut drawn, dice);
    inspection::add(&mut drawn, dice);
    clients::add(&mut drawn, dice);
    filters::add_rules(&mut drawn, dice);
    routes::add(&mut drawn, dice);
    inspection::steer(&mut drawn, dice);
    drawn
}

fn add_vpc(drawn: &mut Topology, dice: &mut Dice, number: u8) {
    let id = VpcId::new(format!("v{number}"));
    let clashes = dice.chance(12);
    let second = if clashes { 1 } else { number + 1 };
    let mut vpc = Vpc::new(ipv4_net(10, second, 0, 16));
    if dice.chance(15) {
        vpc.region = "eu-west-1".into();
    }
    if dice.chance(20) {
        vpc.cidrs.push(ipv4_net(100, 64, number, 24));
    }
    if dice.chance(50) {
        vpc.ipv6_cidrs.push(ipv6_net(number, 0, 56));
    }
    vpc.dns_support = dice.chance(90);
    vpc.dns_hostnames = dice.chance(70);
    drawn.vpcs.insert(id.clone(), vpc);
    let tables = 1 + dice.below(3);
    for table in 0..tables {
        drawn.route_tables.insert(
            RouteTableId::new(format!("{id}-rtb{table}")),
            RouteTable::new(id.clone()),
        );
    }
    filters::add_empty(drawn, dice, &id);
    if dice.chance(30) {
        let main = RouteTableId::new(format!("{id}-rtb0"));
        change_vpc(drawn, &id, |vpc| vpc.main_route_table = Some(main));
    }
    if dice.chance(65) {
        let gateway = InternetGateway {
            vpc: dice.chance(96).then(|| id.clone()),
            ..InternetGateway::default()
        };
        drawn
            .internet_gateways
            .insert(InternetGatewayId::new(format!("{id}-igw")), gateway);
    }
    let subnets = dice.number(1, 4);
    for subnet in 0..subnets {
        add_subnet(drawn, dice, &id, number, second, subnet);
    }
    add_gateways(drawn, dice, &id, number);
}

fn change_vpc(drawn: &mut Topology, id: &VpcId, change: impl FnOnce(&mut Vpc)) {
    if let Some(vpc) = drawn.vpcs.get_mut(id) {
        change(vpc);
    }
}

fn add_subnet(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId, number: u8, second: u8, index: u8) {
    let id = SubnetId::new(format!("{vpc}-s{index}"));
    let record = drawn
        .vpcs
        .get(vpc)
        .cloned()
        .unwrap_or_else(|| Vpc::new(ipv4_net(10, 0, 0, 16)));
    let zone = format!("{}{}", record.region, ["a", "b", "c"][dice.below(3)]);
    let is_secondary = index == 3 && record.cidrs.len() > 1;
    let cidr = if is_secondary {
        ipv4_net(100, 64, number, 26)
    } else {
        ipv4_net(10, second, index, 24)
    };
    let mut subnet = Subnet::new(vpc.clone(), zone, cidr);
    if !record.ipv6_cidrs.is_empty() && dice.chance(80) {
        subnet.ipv6_cidr = Some(ipv6_net(number, index, 64));
    }
    if !dice.fault(25) {
        subnet.route_table = pick_of(dice, drawn.route_tables.iter().map(|(id, it)| (id, &it.vpc)), vpc);
    }
    if dice.chance(40) {
        subnet.network_acl = pick_of(dice, drawn.network_acls.iter().map(|(id, it)| (id, &it.vpc)), vpc);
    }
    let machines = dice.number(1, 3);
    for machine in 0..machines {
        add_interface(drawn, dice, &id, &subnet, (number, index, machine));
    }
    drawn.subnets.insert(id, subnet);
}

fn add_interface(drawn: &mut Topology, dice: &mut Dice, id: &SubnetId, subnet: &Subnet, (n, s, m): (u8, u8, u8)) {
    let Some(cidr) = subnet.cidr else { return };
    let host = |last: u8| Ipv4Addr::from(u32::from(cidr.network()) + u32::from(last));
    let role = match dice.below(100) {
        0..8 => Role::Database,
        8..11 => Role::Function,
        _ => Role::Instance,
    };
    let mut interface = NetworkInterface::new(id.clone(), role, host(10 + m));
    let has_gateway = drawn
        .internet_gateways
        .iter()
        .any(|(_, it)| it.vpc.as_ref() == Some(&subnet.vpc));
    if dice.chance(10) {
        interface.secondary_ipv4.push(host(20 + m));
    }
    if subnet.ipv6_cidr.is_some() && dice.chance(80) {
        interface.ipv6.push(ipv6(n, s, u16::from(16 + m)));
    }
    if dice.chance(if has_gateway { 40 } else { 5 }) && role != Role::Function {
        interface.public_ipv4 = Some(Ipv4Addr::new(203, 0, 113, 16 * n + 4 * s + m));
    }
    interface.state = match dice.below(2) {
        _ if !dice.fault(5) => InterfaceState::InUse,
        0 => InterfaceState::Stopped,
        _ => InterfaceState::Available,
    };
    if dice.chance(20) {
        interface.source_dest_check = false;
        interface.masquerades = dice.chance(30);
    }
    let groups: Vec<SecurityGroupId> = of_vpc(drawn.security_groups.iter().map(|(id, it)| (id, &it.vpc)), &subnet.vpc);
    let count = if dice.fault(100) {
        dice.below(3)
    } else {
        1 + dice.below(2)
    };
    for _ in 0..count {
        if let Some(group) = dice.pick(&groups)
            && !interface.security_groups.contains(group)
        {
            interface.security_groups.push(group.clone());
        }
    }
    drawn
        .interfaces
        .insert(InterfaceId::new(format!("{id}-i{m}")), interface);
}

fn add_gateways(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId, number: u8) {
    if dice.chance(30) {
        let gateway = EgressOnlyInternetGateway {
            name: None,
            vpc: Some(vpc.clone()),
        };
        drawn
            .egress_only_internet_gateways
            .insert(EgressOnlyInternetGatewayId::new(format!("{vpc}-eigw")), gateway);
    }
    let subnets = of_vpc(drawn.subnets.iter().map(|(id, it)| (id, &it.vpc)), vpc);
    let service = if dice.fault(50) {
        None
    } else {
        inspection::add_service_subnet(drawn, dice, vpc, number)
    };
    let of_nat = service.map_or_else(|| subnets.clone(), |subnet| vec![subnet]);
    for index in 0..dice.number(0, 2) {
        add_nat(drawn, dice, vpc, &of_nat, (number, index));
    }
    if dice.chance(12) {
        add_regional_nat(drawn, dice, vpc, number);
    }
    add_endpoints(drawn, dice, vpc, &subnets);
}

fn add_regional_nat(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId, number: u8) {
    let region = drawn.vpcs.get(vpc).map(|vpc| vpc.region.clone()).unwrap_or_default();
    let zones = ["a", "b"].map(|zone| format!("{region}{zone}").into());
    let nat = RegionalNatGateway {
        name: None,
        vpc: vpc.clone(),
        zones: zones.into_iter().filter(|_| dice.fault(60)).collect(),
        public_ipv4: vec![Ipv4Addr::new(203, 0, 113, 240 + number)],
        route_table: None,
        state: if dice.chance(90) {
            NatState::Available
        } else {
            NatState::Pending
        },
    };
    drawn
        .regional_nat_gateways
        .insert(RegionalNatGatewayId::new(format!("{vpc}-rnat")), nat);
}

fn add_nat(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId, subnets: &[SubnetId], (number, index): (u8, u8)) {
    let Some(subnet) = dice.pick(subnets) else { return };
    let Some(ipv4) = address_in(drawn, subnet, 40 + u32::from(index)) else {
        return;
    };
    let public = Ipv4Addr::new(203, 0, 113, 200 + 4 * number + index);
    let state = match dice.below(3) {
        _ if !dice.fault(15) => NatState::Available,
        0 => NatState::Pending,
        1 => NatState::Failed,
        _ => NatState::Deleted,
    };
    let nat = NatGateway {
        name: None,
        subnet: subnet.clone(),
        ipv4,
        connectivity: if dice.chance(70) {
            NatConnectivity::Public(public)
        } else {
            NatConnectivity::Private
        },
        state,
    };
    drawn
        .nat_gateways
        .insert(NatGatewayId::new(format!("{vpc}-nat{index}")), nat);
}

fn add_endpoints(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId, subnets: &[SubnetId]) {
    if dice.chance(35) {
        let tables = of_vpc(drawn.route_tables.iter().map(|(id, it)| (id, &it.vpc)), vpc);
        let endpoint = GatewayEndpoint {
            name: None,
            vpc: vpc.clone(),
            service: ["s3", "s3", "dynamodb"][dice.below(3)].into(),
            route_tables: tables.into_iter().filter(|_| dice.chance(60)).collect(),
            state: endpoint_state(dice),
            policy: None,
            address_type: AddressType::Ipv4,
        };
        drawn
            .gateway_endpoints
            .insert(GatewayEndpointId::new(format!("{vpc}-gwe")), endpoint);
    }
    let Some(subnet) = dice.pick(subnets).filter(|_| dice.chance(35)).cloned() else {
        return;
    };
    let Some(ipv4) = address_in(drawn, &subnet, 50) else {
        return;
    };
    let groups = of_vpc(drawn.security_groups.iter().map(|(id, it)| (id, &it.vpc)), vpc);
    let endpoint = InterfaceEndpoint {
        name: None,
        vpc: vpc.clone(),
        service: "sqs".into(),
        subnets: vec![EndpointSubnet { subnet, ipv4 }],
        security_groups: dice
            .pick(&groups)
            .filter(|_| dice.chance(70))
            .cloned()
            .into_iter()
            .collect(),
        private_dns: false,
        state: endpoint_state(dice),
        provider: None,
        service_region: None,
        inbound_resolver_only: false,
        policy: None,
    };
    drawn
        .interface_endpoints
        .insert(InterfaceEndpointId::new(format!("{vpc}-vpce")), endpoint);
}

pub(super) fn endpoint_state(dice: &mut Dice) -> EndpointState {
    match dice.below(2) {
        _ if !dice.fault(16) => EndpointState::Available,
        0 => EndpointState::Rejected,
        _ => EndpointState::Pending,
    }
}

fn peer(drawn: &mut Topology, dice: &mut Dice) {
    let vpcs: Vec<VpcId> = drawn.vpcs.ids().cloned().collect();
    for (index, one) in vpcs.iter().enumerate() {
        for other in vpcs.iter().skip(index + 1) {
            if !dice.chance(45) || overlap(drawn, one, other) {
                continue;
            }
            let state = match dice.below(2) {
                _ if !dice.fault(20) => PeeringState::Active,
                0 => PeeringState::PendingAcceptance,
                _ => PeeringState::Deleted,
            };
            let (one, other) = if dice.chance(50) { (one, other) } else { (other, one) };
            let peering = PeeringConnection::new(one.clone(), other.clone(), state);
            drawn
                .peering_connections
                .insert(PeeringId::new(format!("pcx-{one}-{other}")), peering);
        }
    }
}

pub(super) fn overlap(drawn: &Topology, one: &VpcId, other: &VpcId) -> bool {
    let cidrs = |id: &VpcId| drawn.vpcs.get(id).map(|vpc| vpc.cidrs.clone()).unwrap_or_default();
    let theirs = cidrs(other);
    let clash = |a: &Ipv4Net| {
        theirs
            .iter()
            .any(|b| reach::address::overlaps(IpNet::V4(*a), IpNet::V4(*b)))
    };
    cidrs(one).iter().any(clash)
}

/// The ids of those that are of this VPC.
pub(super) fn of_vpc<'a, T: Clone + 'a>(all: impl Iterator<Item = (&'a T, &'a VpcId)>, vpc: &VpcId) -> Vec<T> {
    all.filter(|(_, of)| *of == vpc).map(|(id, _)| id.clone()).collect()
}

fn of_places(places: &[EndpointSubnet]) -> impl Iterator<Item = IpAddr> {
    places.iter().map(|place| IpAddr::V4(place.ipv4))
}

fn pick_of<'a, T: Clone + 'a>(
    dice: &mut Dice,
    all: impl Iterator<Item = (&'a T, &'a VpcId)>,
    vpc: &VpcId,
) -> Option<T> {
    let own = of_vpc(all, vpc);
    dice.pick(&own).cloned()
}

pub(super) fn address_in(drawn: &Topology, subnet: &SubnetId, last: u32) -> Option<Ipv4Addr> {
    let cidr = drawn.subnets.get(subnet)?.cidr?;
    let address = Ipv4Addr::from(u32::from(cidr.network()) + last);
    cidr.contains(&address).then_some(address)
}

pub(super) fn ipv4_net(a: u8, b: u8, c: u8, mask: u8) -> Ipv4Net {
    Ipv4Net::new(Ipv4Addr::new(a, b, c, 0), mask)
        .map(|net| net.trunc())
        .unwrap_or_default()
}

fn ipv6_net(number: u8, index: u8, mask: u8) -> Ipv6Net {
    Ipv6Net::new(ipv6(number, index, 0), mask)
        .map(|net| net.trunc())
        .unwrap_or_default()
}

fn ipv6(number: u8, index: u8, last: u16) -> Ipv6Addr {
    let block = (u16::from(number) << 8) | u16::from(index);
    Ipv6Addr::new(0x2001, 0xdb8, 0, block, 0, 0, 0, last)
}

/// Every private address that something in the network has.
pub(super) fn private_addresses(drawn: &Topology) -> Vec<IpAddr> {
    let mut all = Vec::new();
    for (_, interface) in drawn.interfaces.iter() {
        all.extend(interface.ipv4.map(IpAddr::V4));
        all.extend(interface.secondary_ipv4.iter().copied().map(IpAddr::V4));
        all.extend(interface.ipv6.iter().copied().map(IpAddr::V6));
    }
    all.extend(drawn.nat_gateways.iter().map(|(_, nat)| IpAddr::V4(nat.ipv4)));
    for (_, endpoint) in drawn.interface_endpoints.iter() {
        let times = if endpoint.provider.is_some() { 3 } else { 1 };
        let own = endpoint.subnets.iter().map(|place| IpAddr::V4(place.ipv4));
        (0..times).for_each(|_| all.extend(own.clone()));
    }
    let balancers = drawn
        .load_balancers
        .iter()
        .filter(|(_, it)| it.kind != LoadBalancerKind::Gateway);
    all.extend(balancers.flat_map(|(_, it)| of_places(&it.subnets)));
    all.extend(
        drawn
            .resolver_endpoints
            .iter()
            .flat_map(|(_, it)| of_places(&it.subnets)),
    );
    for (_, endpoint) in drawn.client_vpn_endpoints.iter() {
        all.extend(of_places(&endpoint.associations));
        all.extend(endpoint.clients.iter().map(|client| client.address));
    }
    all
}
