//! Routes that lead somewhere, most of them.

use ipnet::IpNet;
use reach::address::{ANY_IPV4, ANY_IPV6};
use reach::id::Ref;
use reach::topology::*;

use super::Dice;
use super::network::of_vpc;

pub(super) fn add(drawn: &mut Topology, dice: &mut Dice) {
    let tables: Vec<RouteTableId> = drawn.route_tables.ids().cloned().collect();
    for id in tables {
        let Some(mut table) = drawn.route_tables.get(&id).cloned() else {
            continue;
        };
        let is_service = ["-7", "-8", "-9"].iter().any(|end| id.as_str().ends_with(end));
        for (destination, target) in wishes(drawn, dice, &table.vpc) {
            // What they are in the way of is not sent back to them.
            if is_service && is_in_the_way(&target) {
                continue;
            }
            let target = through_nat(drawn, dice, &table.vpc, &destination, &target)
                .filter(|_| !is_service)
                .unwrap_or(target);
            let is_new = table.routes.iter().all(|route| route.destination != destination);
            let is_own = matches!(destination, Destination::Cidr(net) if is_inside(drawn, &table.vpc, net));
            if is_new && !is_own {
                table.routes.push(Route {
                    destination,
                    target: Target::Element(target),
                });
            }
        }
        for (gateway, record) in drawn.vpn_gateways.iter() {
            if record.vpc.as_ref() == Some(&table.vpc) && !dice.fault(40) {
                table.propagating.insert(gateway.clone());
            }
        }
        steer(drawn, dice, &mut table);
        drawn.route_tables.insert(id, table);
    }
    edge_tables(drawn, dice);
}

/// NG-02: to another VPC from the address of a private NAT gateway.
fn through_nat(drawn: &Topology, dice: &mut Dice, vpc: &VpcId, destination: &Destination, to: &Ref) -> Option<Ref> {
    use reach::id::Kind;
    let is_ipv4 = matches!(destination, Destination::Cidr(IpNet::V4(_)));
    let is_far = matches!(to.kind, Kind::PeeringConnection | Kind::TransitGateway);
    let here = |subnet: &SubnetId| drawn.subnets.get(subnet).is_some_and(|subnet| subnet.vpc == *vpc);
    let mut nats = drawn.nat_gateways.iter();
    let found = nats.find(|(_, nat)| nat.connectivity == NatConnectivity::Private && here(&nat.subnet))?;
    (is_ipv4 && is_far && dice.chance(50)).then(|| Ref::from(found.0))
}

fn is_in_the_way(target: &Ref) -> bool {
    use reach::id::Kind;
    let kinds = [
        Kind::NatGateway,
        Kind::NetworkInterface,
        Kind::GatewayLoadBalancerEndpoint,
        Kind::RegionalNatGateway,
    ];
    kinds.contains(&target.kind)
}

fn is_inside(drawn: &Topology, vpc: &VpcId, net: IpNet) -> bool {
    let cidrs = drawn.vpcs.get(vpc).map(|vpc| vpc.cidrs.clone()).unwrap_or_default();
    cidrs.into_iter().any(|cidr| IpNet::V4(cidr).contains(&net))
}

/// Targets of the VPC with destinations that make sense for them, in any order.
fn wishes(drawn: &Topology, dice: &mut Dice, vpc: &VpcId) -> Vec<(Destination, Ref)> {
    let mut wishes = to_gateways(drawn, dice, vpc);
    wishes.extend(to_others(drawn, dice, vpc));
    let lists: Vec<PrefixListId> = drawn.prefix_lists.ids().cloned().collect();
    let region = drawn.vpcs.get(vpc).map(|vpc| vpc.region.clone());
    for (destination, target) in &mut wishes {
        // An endpoint of AWS's own and an internet gateway take lists as well as any.
        if let Some(list) = dice.pick(&lists).filter(|_| dice.clone().chance(12))
            && drawn.prefix_lists.get(list).map(|list| list.region.clone()) == region
            && target.kind != reach::id::Kind::EgressOnlyInternetGateway
        {
            *destination = Destination::PrefixList(list.clone());
        }
    }
    dice.shuffle(&mut wishes);
    wishes
}

fn to_gateways(drawn: &Topology, dice: &mut Dice, vpc: &VpcId) -> Vec<(Destination, Ref)> {
    let mut wishes = Vec::new();
    let internet = ["0.0.0.0/0", "198.51.100.0/24", "203.0.113.0/24", "10.0.0.0/8"];
    for id in drawn
        .internet_gateways
        .iter()
        .filter(|(_, it)| it.vpc.as_ref() == Some(vpc))
        .map(|(id, _)| id)
    {
        if !dice.fault(40) {
            let usual = usize::from(dice.chance(15)) * dice.below(internet.len());
            wishes.push((cidr(internet[usual]), Ref::from(id)));
            wishes.push((Destination::Cidr(ANY_IPV6), Ref::from(id)));
        }
    }
    for (id, _) in drawn
        .egress_only_internet_gateways
        .iter()
        .filter(|(_, it)| it.vpc.as_ref() == Some(vpc))
    {
        if dice.chance(60) {
            wishes.push((Destination::Cidr(ANY_IPV6), Ref::from(id)));
        }
    }
    for (id, nat) in drawn.nat_gateways.iter() {
        let is_here = drawn.subnets.get(&nat.subnet).is_some_and(|subnet| subnet.vpc == *vpc);
        if is_here && dice.chance(50) {
            let destination = ["0.0.0.0/0", "0.0.0.0/0", "192.168.0.0/16", "10.0.0.0/8"][dice.below(4)];
            wishes.push((cidr(destination), Ref::from(id)));
        }
        if is_here && dice.chance(60) {
            wishes.push((cidr("64:ff9b::/96"), Ref::from(id)));
        }
    }
    for (id, _) in drawn.regional_nat_gateways.iter().filter(|(_, it)| it.vpc == *vpc) {
        if dice.chance(60) {
            wishes.push((cidr("0.0.0.0/0"), Ref::from(id)));
        }
    }
    for (id, _) in drawn.vpn_gateways.iter().filter(|(_, it)| it.vpc.as_ref() == Some(vpc)) {
        if dice.chance(40) {
            let destination = ["192.168.0.0/16", "192.168.1.0/24", "0.0.0.0/0", "10.0.0.0/8"][dice.below(4)];
            wishes.push((cidr(destination), Ref::from(id)));
        }
    }
    wishes
}

fn to_others(drawn: &Topology, dice: &mut Dice, vpc: &VpcId) -> Vec<(Destination, Ref)> {
    let mut wishes = Vec::new();
    for (id, peering) in drawn.peering_connections.iter() {
        let Some(other) = peering.other(vpc) else { continue };
        if !dice.fault(25) {
            wishes.push((towards(drawn, dice, other), Ref::from(id)));
        }
        if let Some(net) = drawn.vpcs.get(other).and_then(|vpc| vpc.ipv6_cidrs.first())
            && dice.chance(60)
        {
            wishes.push((Destination::Cidr(IpNet::V6(*net)), Ref::from(id)));
        }
    }
    for (_, attachment) in drawn.transit_gateway_attachments.iter() {
        if matches!(&attachment.to, Attached::Vpc { vpc: of, .. } if of == vpc) && !dice.fault(20) {
            let destination = ["0.0.0.0/0", "10.0.0.0/8", "192.168.0.0/16", "198.51.100.0/24"][dice.below(4)];
            wishes.push((cidr(destination), Ref::from(&attachment.gateway)));
            if !dice.fault(100) {
                wishes.push((cidr("10.0.0.0/8"), Ref::from(&attachment.gateway)));
                wishes.push((cidr("192.168.0.0/16"), Ref::from(&attachment.gateway)));
            }
            if dice.chance(50) {
                wishes.push((cidr("2001:db8::/32"), Ref::from(&attachment.gateway)));
            }
            let has_endpoint = drawn.gateway_endpoints.iter().any(|(_, it)| it.vpc == *vpc);
            if !has_endpoint && dice.chance(30) {
                wishes.push((Destination::PrefixList("pl-s3".into()), Ref::from(&attachment.gateway)));
            }
        }
    }
    for (id, endpoint) in drawn.gateway_load_balancer_endpoints.iter() {
        let is_here = drawn
            .subnets
            .get(&endpoint.subnet)
            .is_some_and(|subnet| subnet.vpc == *vpc);
        if is_here && dice.chance(10) {
            let destination = ["0.0.0.0/0", "10.0.0.0/8", "::/0", "198.51.100.0/24"][dice.below(4)];
            wishes.push((cidr(destination), Ref::from(id)));
        }
    }
    for (id, interface) in drawn.interfaces.iter() {
        let is_here = drawn
            .subnets
            .get(&interface.subnet)
            .is_some_and(|subnet| subnet.vpc == *vpc);
        if is_here && dice.chance(if interface.source_dest_check { 2 } else { 20 }) {
            let destination = ["0.0.0.0/0", "10.0.0.0/8", "::/0", "198.51.100.0/24"][dice.below(4)];
            wishes.push((cidr(destination), Ref::from(id)));
        }
    }
    wishes
}

/// The other VPC as a whole, one of its subnets, one machine, or everything.
fn towards(drawn: &Topology, dice: &mut Dice, other: &VpcId) -> Destination {
    let whole = drawn.vpcs.get(other).and_then(|vpc| vpc.cidrs.first().copied());
    let subnets = of_vpc(drawn.subnets.iter().map(|(id, it)| (id, &it.vpc)), other);
    let subnet = dice.pick(&subnets).and_then(|id| drawn.subnets.get(id)?.cidr);
    let net = match dice.below(8) {
        0 => subnet,
        1 => return Destination::Cidr(ANY_IPV4),
        _ => whole,
    };
    net.map_or(Destination::Cidr(ANY_IPV4), |net| Destination::Cidr(IpNet::V4(net)))
}

/// RT-06: a subnet's whole range to an appliance or a NAT gateway.
fn steer(drawn: &Topology, dice: &mut Dice, table: &mut RouteTable) {
    if !dice.chance(15) {
        return;
    }
    let subnets = of_vpc(drawn.subnets.iter().map(|(id, it)| (id, &it.vpc)), &table.vpc);
    let Some(net) = dice.pick(&subnets).and_then(|id| drawn.subnets.get(id)?.cidr) else {
        return;
    };
    let appliances = appliances(drawn, &table.vpc);
    let is_new = table
        .routes
        .iter()
        .all(|route| route.destination != Destination::Cidr(IpNet::V4(net)));
    if let Some(appliance) = dice.pick(&appliances).filter(|_| is_new) {
        table.routes.push(Route {
            destination: Destination::Cidr(IpNet::V4(net)),
            target: Target::Element(appliance.clone()),
        });
    }
}

fn appliances(drawn: &Topology, vpc: &VpcId) -> Vec<Ref> {
    let here = |subnet: &SubnetId| drawn.subnets.get(subnet).is_some_and(|subnet| subnet.vpc == *vpc);
    let all = drawn.interfaces.iter();
    let appliances = all.filter(|(_, it)| here(&it.subnet) && !it.source_dest_check);
    let endpoints = drawn.gateway_load_balancer_endpoints.iter();
    let endpoints = endpoints
        .filter(|(_, it)| here(&it.subnet))
        .map(|(id, _)| Ref::from(id));
    appliances.map(|(id, _)| Ref::from(id)).chain(endpoints).collect()
}

/// RT-40 to RT-45.
fn edge_tables(drawn: &mut Topology, dice: &mut Dice) {
    let gateways: Vec<(InternetGatewayId, InternetGateway)> = drawn
        .internet_gateways
        .iter()
        .map(|(id, it)| (id.clone(), it.clone()))
        .collect();
    for (id, mut gateway) in gateways {
        let Some(vpc) = gateway.vpc.clone().filter(|_| dice.chance(20)) else {
            continue;
        };
        let table = RouteTableId::new(format!("{vpc}-edge"));
        drawn.route_tables.insert(table.clone(), edge_table(drawn, dice, &vpc));
        gateway.route_table = Some(table);
        drawn.internet_gateways.insert(id, gateway);
    }
    let gateways: Vec<(VpnGatewayId, VpnGateway)> = drawn
        .vpn_gateways
        .iter()
        .map(|(id, it)| (id.clone(), it.clone()))
        .collect();
    for (id, mut gateway) in gateways {
        let Some(vpc) = gateway.vpc.clone().filter(|_| dice.chance(15)) else {
            continue;
        };
        let table = RouteTableId::new(format!("{vpc}-vgw-edge"));
        drawn.route_tables.insert(table.clone(), edge_table(drawn, dice, &vpc));
        gateway.route_table = Some(table);
        drawn.vpn_gateways.insert(id, gateway);
    }
}

fn edge_table(drawn: &Topology, dice: &mut Dice, vpc: &VpcId) -> RouteTable {
    let mut table = RouteTable::new(vpc.clone());
    steer_all(drawn, dice, &mut table);
    table
}

fn steer_all(drawn: &Topology, dice: &mut Dice, table: &mut RouteTable) {
    let subnets = of_vpc(drawn.subnets.iter().map(|(id, it)| (id, &it.vpc)), &table.vpc);
    let net = dice.pick(&subnets).and_then(|id| drawn.subnets.get(id)?.cidr);
    let appliances = appliances(drawn, &table.vpc);
    if let (Some(net), Some(appliance)) = (net, dice.pick(&appliances)) {
        table.routes.push(Route {
            destination: Destination::Cidr(IpNet::V4(net)),
            target: Target::Element(appliance.clone()),
        });
    }
}

fn cidr(text: &str) -> Destination {
    Destination::Cidr(text.parse().unwrap_or(ANY_IPV4))
}
