//! Network ACLs: at the edge of the subnet, in order, without memory (NA-01 to NA-08).

use reach::id::Direction;
use reach::topology::*;

use super::outcome::Outcome;
use super::packet::{Packet, has};
use super::world::World;

/// What refuses the packet when it leaves the subnet (PW-06).
pub fn egress(world: &World<'_>, subnet: &SubnetId, packet: &Packet) -> Option<Outcome> {
    judge(world, subnet, Direction::Out, packet)
}

/// What refuses it when it enters the subnet (PW-10).
pub fn ingress(world: &World<'_>, subnet: &SubnetId, packet: &Packet) -> Option<Outcome> {
    judge(world, subnet, Direction::In, packet)
}

fn judge(world: &World<'_>, subnet: &SubnetId, direction: Direction, packet: &Packet) -> Option<Outcome> {
    let (id, acl) = acl_of(world, subnet)?;
    let (mut entries, other) = match direction {
        Direction::In => (acl.inbound, packet.source),
        Direction::Out => (acl.outbound, packet.destination),
    };
    entries.sort_by_key(|entry| entry.number);
    let first = entries
        .into_iter()
        .find(|entry| packet.fits(entry.traffic) && has(entry.cidr, other));
    match first {
        Some(entry) if entry.action == AclAction::Allow => None,
        _ => Some(Outcome::dropped("SUBNET_ACL_RESTRICTION", id.as_str())),
    }
}

fn acl_of(world: &World<'_>, subnet: &SubnetId) -> Option<(NetworkAclId, NetworkAcl)> {
    let subnet = world.subnet(subnet)?;
    let vpc = world.vpc(&subnet.vpc)?;
    let implicit = Vpc::implicit_network_acl(&subnet.vpc);
    let own = subnet.network_acl.clone().or_else(|| vpc.default_network_acl.clone());
    let id = own.unwrap_or(implicit);
    let drawn = world.drawn.network_acls.get(&id).cloned();
    let acl = drawn.unwrap_or_else(|| NetworkAcl::default_of(subnet.vpc.clone(), world.has_ipv6(&subnet.vpc)));
    Some((id, acl))
}
