//! Security groups: the union of what all groups of an interface allow; stateful (SG-01 to SG-17).

use std::net::IpAddr;

use reach::id::Direction;
use reach::topology::*;

use super::outcome::{Drop, Outcome};
use super::packet::has;
use super::walk::Flight;
use super::world::{Owner, World, is_address_of};

const MISMATCH: &str = "ENI_SG_RULES_MISMATCH";

/// Whose rules let the packet out (PW-03).
pub fn egress(world: &World<'_>, interface: &InterfaceId, flight: &Flight) -> Option<Outcome> {
    let vpc = world.vpc_of_interface(interface)?;
    let groups = groups_of(world, &vpc, &world.interface(interface)?.security_groups);
    judge(world, &vpc, &groups, Direction::Out, flight)
}

/// The same for what is not drawn as an interface: the nodes of load balancers, the interfaces of Client VPN.
pub fn egress_of(world: &World<'_>, vpc: &VpcId, groups: &[SecurityGroupId], flight: &Flight) -> Option<Outcome> {
    let groups = groups_of(world, vpc, groups);
    judge(world, vpc, &groups, Direction::Out, flight)
}

/// Whose rules let the packet into the interface (PW-11).
pub fn ingress(world: &World<'_>, vpc: &VpcId, groups: &[SecurityGroupId], flight: &Flight) -> Option<Outcome> {
    let groups = groups_of(world, vpc, groups);
    judge(world, vpc, &groups, Direction::In, flight)
}

fn judge(
    world: &World<'_>,
    vpc: &VpcId,
    groups: &[(SecurityGroupId, SecurityGroup)],
    direction: Direction,
    flight: &Flight,
) -> Option<Outcome> {
    let mut code = MISMATCH;
    let mut rules = 0;
    for (_, group) in groups {
        for rule in rules_of(group, direction) {
            rules += 1;
            if !flight.packet.fits(rule.traffic) {
                continue;
            }
            match peer_fits(world, vpc, &rule.peer, direction, flight) {
                Fit::Yes => {
                    if let RulePeer::SecurityGroup(_) = rule.peer {
                        world.picks.meet("security group in a rule");
                    }
                    return None;
                }
                Fit::No => {}
                Fit::LostIdentity(why) => code = why,
            }
        }
    }
    if rules == 0 {
        code = "SG_HAS_NO_RULES";
    }
    let at = groups.iter().map(|(id, _)| id.as_str().to_owned()).collect();
    Some(Outcome::Dropped(Drop { code, at }))
}

fn rules_of(group: &SecurityGroup, direction: Direction) -> &[Rule] {
    match direction {
        Direction::In => &group.inbound,
        Direction::Out => &group.outbound,
    }
}

/// The interface's groups, or its VPC's default one (SG-04), each with what it says.
fn groups_of(world: &World<'_>, vpc: &VpcId, named: &[SecurityGroupId]) -> Vec<(SecurityGroupId, SecurityGroup)> {
    let implicit = Vpc::implicit_security_group(vpc);
    let default = world.vpc(vpc).and_then(|vpc| vpc.default_security_group.clone());
    let ids = if named.is_empty() {
        vec![default.unwrap_or_else(|| implicit.clone())]
    } else {
        named.to_vec()
    };
    let mut groups = Vec::new();
    for id in ids {
        if let Some(drawn) = world.drawn.security_groups.get(&id) {
            groups.push((id, drawn.clone()));
        } else if id == implicit {
            let made = SecurityGroup::default_of(vpc.clone(), id.clone(), world.has_ipv6(vpc));
            groups.push((id, made));
        }
    }
    groups
}

enum Fit {
    Yes,
    No,
    /// The rule names a group of the sender, and on the way that was lost.
    LostIdentity(&'static str),
}

fn peer_fits(world: &World<'_>, vpc: &VpcId, peer: &RulePeer, direction: Direction, flight: &Flight) -> Fit {
    let other = match direction {
        Direction::In => flight.packet.source,
        Direction::Out => flight.packet.destination,
    };
    let fits = |is: bool| if is { Fit::Yes } else { Fit::No };
    match peer {
        RulePeer::Cidr(cidr) => fits(has(*cidr, other)),
        RulePeer::PrefixList(list) => fits_list(world, list, other),
        // PEER-41, SG-09: no rule can name a group of another Region.
        RulePeer::SecurityGroup(group) if region_of_group(world, group) != Some(world.region_of(vpc)) => Fit::No,
        RulePeer::SecurityGroup(group) if direction == Direction::In => source_is_member(world, group, flight),
        RulePeer::SecurityGroup(group) => match (is_member_reachable(world, vpc, group, other), &flight.sender) {
            (true, Some(_)) => Fit::Yes,
            // PW-08: what an appliance sends on fits no rule that names a group (SG-11).
            (true, None) => Fit::LostIdentity("SG_REFERENCES_NOT_PRESERVED"),
            (false, _) => Fit::No,
        },
    }
}

fn region_of_group<'a>(world: &'a World<'_>, group: &SecurityGroupId) -> Option<&'a str> {
    let drawn = world.drawn.security_groups.get(group).map(|group| group.vpc.clone());
    let implicit = || {
        let mut vpcs = world.drawn.vpcs.ids();
        vpcs.find(|vpc| Vpc::implicit_security_group(vpc) == *group).cloned()
    };
    Some(world.region_of(&drawn.or_else(implicit)?))
}

fn fits_list(world: &World<'_>, list: &PrefixListId, other: IpAddr) -> Fit {
    if !world.ranges_of(list).into_iter().any(|range| has(range, other)) {
        return Fit::No;
    }
    world.picks.meet("prefix list in a rule");
    Fit::Yes
}

/// SG-07: the source is a private address of an interface that has the group, and is known to be (SG-09 to SG-11).
fn source_is_member(world: &World<'_>, group: &SecurityGroupId, flight: &Flight) -> Fit {
    match (&flight.sender, &flight.lost) {
        (Some(sender), _) if has_group(world, sender, group) && has_address(world, sender, flight.packet.source) => {
            Fit::Yes
        }
        (_, Some((before, code))) if has_group(world, before, group) => Fit::LostIdentity(code),
        _ => Fit::No,
    }
}

/// An outbound rule's group: of the own VPC, or of one peered with it in the same Region (SG-09, PEER-42).
fn is_member_reachable(world: &World<'_>, vpc: &VpcId, group: &SecurityGroupId, address: IpAddr) -> bool {
    let mut vpcs = world
        .drawn
        .vpcs
        .ids()
        .filter(|other| *other == vpc || are_peered(world, vpc, other));
    vpcs.any(|near| {
        world
            .owner(near, address)
            .is_some_and(|owner| has_group(world, &owner, group))
    })
}

pub fn are_peered(world: &World<'_>, one: &VpcId, other: &VpcId) -> bool {
    let joins = |it: &PeeringConnection| it.state == PeeringState::Active && it.other(one) == Some(other);
    world.region_of(one) == world.region_of(other) && world.drawn.peering_connections.iter().any(|(_, it)| joins(it))
}

fn has_group(world: &World<'_>, owner: &Owner, group: &SecurityGroupId) -> bool {
    let groups = match owner {
        Owner::Interface(id) => {
            let (Some(vpc), Some(interface)) = (world.vpc_of_interface(id), world.interface(id)) else {
                return false;
            };
            groups_of(world, &vpc, &interface.security_groups)
        }
        Owner::InterfaceEndpoint(id, _) => {
            let Some(endpoint) = world.drawn.interface_endpoints.get(id) else {
                return false;
            };
            groups_of(world, &endpoint.vpc, &endpoint.security_groups)
        }
        Owner::LoadBalancer(id, _) => {
            let Some(balancer) = world.drawn.load_balancers.get(id) else {
                return false;
            };
            match super::load_balancer::is_without_groups(balancer) {
                true => Vec::new(),
                false => groups_of(world, &balancer.vpc, &balancer.security_groups),
            }
        }
        Owner::ClientVpn(id, subnet) => {
            let endpoint = world.drawn.client_vpn_endpoints.get(id);
            let (Some(endpoint), Some(subnet)) = (endpoint, world.subnet(subnet)) else {
                return false;
            };
            groups_of(world, &subnet.vpc, &endpoint.security_groups)
        }
        Owner::Resolver(id, _) => {
            let Some(endpoint) = world.drawn.resolver_endpoints.get(id) else {
                return false;
            };
            groups_of(world, &endpoint.vpc, &endpoint.security_groups)
        }
        Owner::NatGateway(_) | Owner::RegionalNatGateway(_) => return false,
    };
    groups.iter().any(|(own, _)| own == group)
}

fn has_address(world: &World<'_>, owner: &Owner, address: IpAddr) -> bool {
    let is_one = |places: &[EndpointSubnet]| places.iter().any(|place| IpAddr::V4(place.ipv4) == address);
    let drawn = world.drawn;
    match owner {
        Owner::Interface(id) => world.interface(id).is_some_and(|it| is_address_of(it, address)),
        Owner::InterfaceEndpoint(id, _) => {
            let endpoint = drawn.interface_endpoints.get(id);
            endpoint.is_some_and(|it| is_one(&it.subnets))
        }
        Owner::LoadBalancer(id, _) => drawn.load_balancers.get(id).is_some_and(|it| is_one(&it.subnets)),
        Owner::ClientVpn(id, _) => {
            let endpoint = drawn.client_vpn_endpoints.get(id);
            endpoint.is_some_and(|it| is_one(&it.associations))
        }
        Owner::Resolver(id, _) => drawn.resolver_endpoints.get(id).is_some_and(|it| is_one(&it.subnets)),
        Owner::NatGateway(_) | Owner::RegionalNatGateway(_) => false,
    }
}
