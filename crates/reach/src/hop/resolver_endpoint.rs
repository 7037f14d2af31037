//! An inbound Resolver endpoint takes DNS queries from outside the VPC at its network interfaces, as far as its security groups let
//! them in; an outbound one only sends (DN-09). AWS page: Route53/latest/DeveloperGuide/resolver-getting-started.html

use super::security_group;
use crate::id::{Direction, Ref};
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::topology::{PortRange, ResolverDirection, ResolverEndpointId, SubnetId, Traffic};
use crate::trace::{Action, Step};
use crate::walk::{Next, Party, Walk, Why};

reasons! {
    RECEIVES: "resolver-receives" ["DN-09"] "At the Resolver endpoint",
        "{destination} is an address of {at}, which asks the resolver of its VPC.",
        "Route53/latest/DeveloperGuide/resolver-getting-started.html";
    ANSWERS: "resolver-answers" ["DN-09"] "The resolver answers",
        "The resolver answers through {at}.",
        "Route53/latest/DeveloperGuide/resolver-getting-started.html";
    DNS_ONLY: "PROTOCOL_RESTRICTION" ["DN-09"] "DNS only",
        "{at} takes DNS queries, TCP or UDP to port 53, and not {packets}.",
        "Route53/latest/DeveloperGuide/resolver-getting-started.html";
    ONLY_SENDS: "NO_POSSIBLE_DESTINATION" ["DN-09"] "It only sends",
        "{at} is an outbound endpoint: it sends queries out and takes none in.",
        "Route53/latest/DeveloperGuide/resolver-getting-started.html";
}

const DNS: PortRange = PortRange { from: 53, to: 53 };

/// The packet is in the endpoint's subnet and has its address there.
pub(crate) fn receive(walk: &mut Walk<'_>, id: &ResolverEndpointId, subnet: &SubnetId) -> Next {
    let at = Ref::from(id);
    let network = walk.network;
    let Some(record) = network.topology().resolver_endpoints.get(id) else {
        return super::not_modelled(walk, &at);
    };
    security_group::check(walk, at.clone(), &record.security_groups, Direction::In);
    if record.direction == ResolverDirection::Outbound {
        return walk.stop(at, Step::Interface, Why::new(&ONLY_SENDS));
    }
    let taken = PacketSet::of_rule(Traffic::Tcp(DNS)).or(&PacketSet::of_rule(Traffic::Udp(DNS)));
    if let Some(next) = walk.restrict(&at, &Step::Interface, &taken, Why::new(&DNS_ONLY)) {
        return next;
    }
    let party = Party::ResolverInterface {
        endpoint: id.clone(),
        subnet: subnet.clone(),
    };
    walk.deliver(at, Step::Interface, party, Why::new(&RECEIVES))
}

/// The way back starts in the endpoint's subnet. What outbound endpoints send is not asked about.
pub(crate) fn answer(walk: &mut Walk<'_>, id: &ResolverEndpointId, subnet: &SubnetId) -> Next {
    let at = Ref::from(id);
    let network = walk.network;
    let record = network.topology().resolver_endpoints.get(id);
    let Some(record) = record.filter(|_| walk.is_reply()) else {
        return super::not_modelled(walk, &at);
    };
    walk.pass(at.clone(), Step::Interface, Action::Forward, Why::new(&ANSWERS));
    walk.sender = Some(at.clone());
    security_group::check(walk, at, &record.security_groups, Direction::Out);
    Next::Leave(subnet.clone())
}
