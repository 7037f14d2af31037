//! Out of a subnet: straight to a neighbour, or past the network ACL to the route table (PW-05, PW-06).
//! AWS page: vpc/latest/userguide/subnet-route-tables.html

use super::{load_balancer, network_acl, route_table};
use crate::id::{Direction, Ref};
use crate::reason::reasons;
use crate::topology::SubnetId;
use crate::walk::{Came, Next, Walk, Why};

reasons! {
    NEIGHBOURS: "neighbours" ["PW-05", "PW-20", "NA-02", "RT-07", "SG-17"] "Neighbours in a subnet",
        "Both ends are in {subnet}, so no network ACL and no route table stands between them; security groups do.",
        "vpc/latest/userguide/vpc-network-acls.html";
}

/// Something in the subnet has sent the packet.
pub(crate) fn leave(walk: &mut Walk<'_>, subnet: SubnetId) -> Next {
    let network = walk.network;
    let Some(vpc) = network.vpc_of(&subnet) else {
        return super::not_modelled(walk, &Ref::from(&subnet));
    };
    walk.came = Came::FromSubnet;
    walk.subnet = Some(subnet.clone());
    if let Some(next) = load_balancer::take_back(walk, &subnet) {
        return next;
    }
    // Inside a subnet there is neither a network ACL nor a route table (NA-02, RT-07).
    if network.subnet_at(vpc, walk.destination()) == Some(&subnet) {
        walk.ahead(Why::new(&NEIGHBOURS).element("subnet", &subnet));
        return Next::Arrive(vpc.clone());
    }
    network_acl::cross(walk, &subnet, Direction::Out);
    route_table::look_up(walk, &subnet, vpc)
}
