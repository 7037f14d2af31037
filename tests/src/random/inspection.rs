//! Gateway Load Balancers with appliances, endpoints for them, and ways through these.

use ipnet::IpNet;
use reach::id::Ref;
use reach::topology::*;

use super::Dice;
use super::network::{address_in, endpoint_state, ipv4_net, of_vpc};
use super::services::{add_service, places, targets};

/// The Gateway Load Balancers and their endpoints; routes follow later.
pub(super) fn add(drawn: &mut Topology, dice: &mut Dice) {
    let vpcs: Vec<VpcId> = drawn.vpcs.ids().cloned().collect();
    let Some(provider) = dice.pick(&vpcs).filter(|_| dice.clone().chance(45)) else {
        return;
    };
    add_balancer(drawn, dice, provider);
    for vpc in &vpcs {
        let region = |vpc: &VpcId| drawn.vpcs.get(vpc).map(|vpc| vpc.region.clone());
        if region(vpc) == region(provider) && dice.chance(55) {
            add_endpoint(drawn, dice, provider, vpc);
        }
    }
}

/// With its node and an appliance in a subnet of their own, and some of the other machines as appliances, too.
fn add_balancer(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId) {
    let Some(subnet) = add_subnet(drawn, dice, vpc, 7, None) else {
        return;
    };
    let Some(ipv4) = address_in(drawn, &subnet, 10) else {
        return;
    };
    let mut appliance = NetworkInterface::new(subnet.clone(), Role::Instance, ipv4);
    appliance.source_dest_check = false;
    let group = SecurityGroupId::new(format!("{vpc}-appliances"));
    let mut rules = SecurityGroup::new(vpc.clone(), false);
    rules.inbound.push(Rule {
        traffic: Traffic::Udp(PortRange::single(6081)),
        peer: RulePeer::Cidr(reach::address::ANY_IPV4),
        description: None,
    });
    drawn.security_groups.insert(group.clone(), rules);
    appliance.security_groups.push(group);
    let id = InterfaceId::new(format!("{vpc}-appliance"));
    drawn.interfaces.insert(id.clone(), appliance);
    let mut balancer = LoadBalancer::new(vpc.clone(), LoadBalancerKind::Gateway);
    balancer.subnets = places(drawn, dice, vpc, 2, 64);
    let zone = |drawn: &Topology, subnet: &SubnetId| drawn.subnets.get(subnet).map(|it| it.zone.clone());
    let own = zone(drawn, &subnet);
    balancer.subnets.retain(|place| zone(drawn, &place.subnet) != own);
    balancer
        .subnets
        .extend(address_in(drawn, &subnet, 64).map(|ipv4| EndpointSubnet { subnet, ipv4 }));
    balancer.cross_zone = !dice.fault(60);
    let mut all = targets(drawn, dice, vpc, None);
    all.retain(|target| target.interface != id && dice.chance(50));
    if dice.chance(90) {
        all.push(ListenerTarget {
            interface: id,
            port: None,
        });
    }
    balancer.listeners.push(Listener {
        protocol: ListenerProtocol::Geneve,
        port: 6081,
        targets: all,
    });
    let id = LoadBalancerId::new(format!("{vpc}-gwlb"));
    drawn.load_balancers.insert(id.clone(), balancer);
    add_service(drawn, dice, vpc, "inspection", vec![id]);
}

/// One more subnet of the VPC, with a table of its own.
fn add_subnet(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId, third: u8, zone: Option<&str>) -> Option<SubnetId> {
    let record = drawn.vpcs.get(vpc)?;
    let second = record.cidrs.first()?.network().octets()[1];
    let own = format!("{}{}", record.region, ["a", "b"][dice.below(2)]);
    let mut subnet = Subnet::new(vpc.clone(), zone.unwrap_or(&own), ipv4_net(10, second, third, 24));
    let table = RouteTableId::new(format!("{vpc}-rtb-{third}"));
    drawn.route_tables.insert(table.clone(), RouteTable::new(vpc.clone()));
    subnet.route_table = Some(table);
    let id = SubnetId::new(format!("{vpc}-s{third}"));
    drawn.subnets.insert(id.clone(), subnet);
    Some(id)
}

/// A subnet for what stands in the way of packets: NAT gateways, and a machine that sends on.
pub(super) fn add_service_subnet(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId, number: u8) -> Option<SubnetId> {
    let subnet = add_subnet(drawn, dice, vpc, 9, None)?;
    if dice.chance(50) {
        let mut machine = NetworkInterface::new(subnet.clone(), Role::Instance, address_in(drawn, &subnet, 10)?);
        machine.source_dest_check = false;
        machine.masquerades = dice.chance(50);
        if dice.chance(60) {
            machine.public_ipv4 = Some([203, 0, 113, 180 + number].into());
        }
        let groups = of_vpc(drawn.security_groups.iter().map(|(id, it)| (id, &it.vpc)), vpc);
        machine.security_groups.extend(dice.pick(&groups).cloned());
        drawn
            .interfaces
            .insert(InterfaceId::new(format!("{vpc}-machine")), machine);
    }
    Some(subnet)
}

fn add_endpoint(drawn: &mut Topology, dice: &mut Dice, provider: &VpcId, vpc: &VpcId) {
    let balancer = drawn
        .load_balancers
        .get(&LoadBalancerId::new(format!("{provider}-gwlb")));
    let places = balancer.map(|balancer| balancer.subnets.clone()).unwrap_or_default();
    let place = dice.pick(&places).filter(|_| dice.clone().chance(90));
    let zone = place
        .and_then(|place| drawn.subnets.get(&place.subnet))
        .map(|it| it.zone.clone());
    let Some(subnet) = add_subnet(drawn, dice, vpc, 8, zone.as_deref()) else {
        return;
    };
    let endpoint = GatewayLoadBalancerEndpoint {
        name: None,
        subnet,
        service: EndpointServiceId::new(format!("{provider}-inspection")),
        state: endpoint_state(dice),
    };
    let id = GatewayLoadBalancerEndpointId::new(format!("{vpc}-gwlbe"));
    drawn.gateway_load_balancer_endpoints.insert(id, endpoint);
}

/// After all other routes: some VPCs send everything through their endpoint, there and back.
pub(super) fn steer(drawn: &mut Topology, dice: &mut Dice) {
    let endpoints: Vec<(Ref, SubnetId)> = drawn
        .gateway_load_balancer_endpoints
        .iter()
        .map(|(id, it)| (Ref::from(id), it.subnet.clone()))
        .collect();
    for (endpoint, own) in endpoints {
        let Some(vpc) = drawn.subnets.get(&own).map(|subnet| subnet.vpc.clone()) else {
            continue;
        };
        if dice.chance(65) {
            everything_through(drawn, dice, &vpc, &endpoint, &own);
        }
    }
}

fn everything_through(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId, endpoint: &Ref, own: &SubnetId) {
    let subnets = of_vpc(drawn.subnets.iter().map(|(id, it)| (id, &it.vpc)), vpc);
    let own_table = RouteTableId::new(format!("{vpc}-rtb-8"));
    let nets: Vec<Destination> = subnets
        .iter()
        .filter(|id| *id != own)
        .filter_map(|id| drawn.subnets.get(id)?.cidr)
        .map(|net| Destination::Cidr(IpNet::V4(net)))
        .collect();
    let through_all = dice.chance(90);
    let gateways = of_gateways(drawn, vpc);
    for (gateway, table) in gateways {
        if !through_all && dice.chance(50) {
            continue;
        }
        let mut edge = RouteTable::new(vpc.clone());
        edge.routes.extend(nets.iter().map(|destination| Route {
            destination: destination.clone(),
            target: Target::Element(endpoint.clone()),
        }));
        drawn.route_tables.insert(table.clone(), edge);
        if let Some(id) = gateway.to_id::<InternetGateway>()
            && let Some(record) = drawn.internet_gateways.get_mut(&id)
        {
            record.route_table = Some(table);
        } else if let Some(id) = gateway.to_id::<VpnGateway>()
            && let Some(record) = drawn.vpn_gateways.get_mut(&id)
        {
            record.route_table = Some(table);
        }
    }
    drawn.route_tables.amend(|id, table| {
        let is_edge = id.as_str().ends_with("edge");
        if table.vpc != *vpc || *id == own_table || is_edge {
            return None;
        }
        let mut table = table.clone();
        for route in &mut table.routes {
            let is_out = matches!(&route.target, Target::Element(to) if to.kind != reach::id::Kind::NetworkInterface);
            if is_out && matches!(route.destination, Destination::Cidr(_)) {
                route.target = Target::Element(endpoint.clone());
            }
        }
        Some(table)
    });
}

/// The gateways of the VPC that may have a table of their own, and what it is called.
fn of_gateways(drawn: &Topology, vpc: &VpcId) -> Vec<(Ref, RouteTableId)> {
    let internet = drawn
        .internet_gateways
        .iter()
        .filter(|(_, it)| it.vpc.as_ref() == Some(vpc));
    let vpn = drawn.vpn_gateways.iter().filter(|(_, it)| it.vpc.as_ref() == Some(vpc));
    let internet = internet.map(|(id, _)| (Ref::from(id), RouteTableId::new(format!("{vpc}-edge"))));
    let vpn = vpn.map(|(id, _)| (Ref::from(id), RouteTableId::new(format!("{vpc}-vgw-edge"))));
    internet.chain(vpn).collect()
}
