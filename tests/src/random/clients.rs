//! Client VPN endpoints, Resolver endpoints, and prefix lists of one's own.

use ipnet::{IpNet, Ipv4Net};
use reach::topology::*;

use super::Dice;
use super::network::{address_in, of_vpc};

pub(super) fn add(drawn: &mut Topology, dice: &mut Dice) {
    let vpcs: Vec<VpcId> = drawn.vpcs.ids().cloned().collect();
    if let Some(vpc) = dice.pick(&vpcs).filter(|_| dice.clone().chance(35)) {
        add_client_vpn(drawn, dice, vpc);
    }
    add_of_transit_gateway(drawn, dice);
    for vpc in &vpcs {
        if dice.chance(15) {
            add_resolver(drawn, dice, vpc);
        }
    }
    add_lists(drawn, dice);
}

fn net(text: &str) -> IpNet {
    text.parse().unwrap_or(reach::address::ANY_IPV4)
}

/// One subnet in each Availability Zone.
fn places(drawn: &Topology, dice: &mut Dice, vpc: &VpcId, most: usize, last: u32) -> Vec<EndpointSubnet> {
    let (mut zones, mut places) = (Vec::new(), Vec::new());
    for subnet in of_vpc(drawn.subnets.iter().map(|(id, it)| (id, &it.vpc)), vpc) {
        let zone = drawn.subnets.get(&subnet).map(|it| it.zone.clone());
        let address = address_in(drawn, &subnet, last).filter(|_| !dice.fault(30));
        if let Some(ipv4) = address.filter(|_| places.len() < most && !zones.contains(&zone)) {
            zones.push(zone);
            places.push(EndpointSubnet { subnet, ipv4 });
        }
    }
    places
}

fn add_client_vpn(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId) {
    let cidr = ClientVpnEndpoint::DEFAULT_CIDR;
    let mut endpoint = ClientVpnEndpoint::new(Some(vpc.clone()), cidr);
    let most = if dice.chance(30) { 2 } else { 1 };
    endpoint.associations = places(drawn, dice, vpc, most, 55);
    let groups = of_vpc(drawn.security_groups.iter().map(|(id, it)| (id, &it.vpc)), vpc);
    endpoint.security_groups = dice.pick(&groups).cloned().into_iter().collect();
    endpoint.split_tunnel = dice.chance(15);
    endpoint.clients = [(9, "eng"), (10, "dev")]
        .into_iter()
        .map(|(last, group)| client(cidr, last, group))
        .collect();
    for text in [
        "0.0.0.0/0",
        "10.0.0.0/8",
        "192.168.0.0/16",
        "198.51.100.0/24",
        "172.20.0.0/22",
    ] {
        for place in &endpoint.associations {
            if text == "172.20.0.0/22" {
                continue;
            }
            if dice.chance(if text == "0.0.0.0/0" { 90 } else { 40 }) {
                endpoint.routes.push(ClientVpnRoute {
                    destination: net(text),
                    target: ClientVpnTarget::Subnet(place.subnet.clone()),
                });
            }
        }
        if text == "172.20.0.0/22" && dice.chance(50) {
            endpoint.routes.push(ClientVpnRoute {
                destination: net(text),
                target: ClientVpnTarget::Local,
            });
        }
        if dice.chance(if text == "0.0.0.0/0" { 90 } else { 30 }) {
            let group = [None, None, None, None, None, None, Some("eng"), Some("dev")][dice.below(8)];
            endpoint.authorizations.push(Authorization {
                destination: net(text),
                group: group.map(Into::into),
            });
        }
    }
    drawn.client_vpn_endpoints.insert("cvpn".into(), endpoint);
}

/// CVPN-19: of a transit gateway with a range of its own.
fn add_of_transit_gateway(drawn: &mut Topology, dice: &mut Dice) {
    let Some((id, mut gateway)) = drawn
        .transit_gateways
        .iter()
        .next()
        .map(|(id, it)| (id.clone(), it.clone()))
    else {
        return;
    };
    if !dice.chance(12) {
        return;
    }
    gateway.cidr_blocks = vec![net("10.250.0.0/24")];
    drawn.transit_gateways.insert(id.clone(), gateway);
    let cidr = Ipv4Net::new_assert([172, 24, 0, 0].into(), 22);
    let mut endpoint = ClientVpnEndpoint::new(None, cidr);
    endpoint.transit_gateway = Some(id);
    endpoint.clients = vec![client(cidr, 9, "eng")];
    endpoint.routes = vec![ClientVpnRoute {
        destination: net("10.0.0.0/8"),
        target: ClientVpnTarget::TransitGateway,
    }];
    endpoint.authorizations = vec![Authorization {
        destination: net("0.0.0.0/0"),
        group: None,
    }];
    drawn.client_vpn_endpoints.insert("cvpn-tgw".into(), endpoint);
}

fn client(cidr: Ipv4Net, last: u32, group: &str) -> Client {
    Client {
        name: group.into(),
        address: std::net::Ipv4Addr::from(u32::from(cidr.network()) + last).into(),
        groups: vec![group.into()],
    }
}

fn add_resolver(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId) {
    let subnets = places(drawn, dice, vpc, 3, 66);
    if subnets.len() < 2 {
        return;
    }
    let groups = of_vpc(drawn.security_groups.iter().map(|(id, it)| (id, &it.vpc)), vpc);
    let endpoint = ResolverEndpoint {
        name: None,
        vpc: vpc.clone(),
        direction: if dice.chance(75) {
            ResolverDirection::Inbound
        } else {
            ResolverDirection::Outbound
        },
        subnets,
        security_groups: dice.pick(&groups).cloned().into_iter().collect(),
    };
    drawn
        .resolver_endpoints
        .insert(ResolverEndpointId::new(format!("{vpc}-resolver")), endpoint);
}

/// Lists that routes and rules may name.
fn add_lists(drawn: &mut Topology, dice: &mut Dice) {
    let lists: [&[&str]; 2] = [
        &["10.0.0.0/8", "2001:db8::/32"],
        &["198.51.100.0/24", "192.168.0.0/16", "10.2.0.0/16"],
    ];
    for (number, ranges) in lists.into_iter().enumerate() {
        if !dice.chance(40) {
            continue;
        }
        let list = PrefixList {
            name: None,
            region: Vpc::DEFAULT_REGION.into(),
            service: None,
            entries: ranges.iter().map(|text| net(text)).collect(),
        };
        drawn
            .prefix_lists
            .insert(PrefixListId::new(format!("pl-{number}")), list);
    }
}
