//! Arrival in a VPC: whoever holds the destination address gets the packet, past the network ACL of its subnet (PW-09,
//! PW-10). What comes from outside meets no route table (ENG-05, RT-43): it can go to a holder and nowhere else.
//! AWS page: vpc/latest/reachability/explanation-codes.html

use super::{
    client_vpn, interface, interface_endpoint, load_balancer, nat_gateway, network_acl, regional_nat_gateway,
    resolver_endpoint, vpc_service,
};
use std::net::IpAddr;

use crate::id::{Direction, Ref};
use crate::network::{Holder, Network};
use crate::reason::reasons;
use crate::topology::{InterfaceId, VpcId};
use crate::trace::{Action, Step};
use crate::walk::{Came, Next, Party, Walk, Why};

reasons! {
    ARRIVES: "arrives" ["PW-09", "RT-43", "ENG-04"] "In the VPC",
        "{destination} belongs to {holder} in {at}, so the packet is delivered there; no route table is asked.",
        "vpc/latest/userguide/gateway-route-tables.html";
    ARRIVES_FROM_PEER: "arrives" ["PW-09", "PEER-26", "ENG-04"] "In the VPC",
        "{destination} belongs to {holder} in {at}. What comes over a peering connection can end at any network interface there; no route table is asked.",
        "vpc/latest/peering/vpc-peering-basics.html";
    NOBODY: "NO_POSSIBLE_DESTINATION" ["PW-09"] "Nobody has this address",
        "Nothing in {at} has the address {destination}.",
        "vpc/latest/reachability/explanation-codes.html";
    SOMEBODY_ELSE: "NO_POSSIBLE_DESTINATION" ["PW-09", "ENG-02"] "Somebody else has this address",
        "The packet ends at {at}, which has the address {destination} where this route leads; {meant} is somewhere else.",
        "vpc/latest/peering/peering-configurations-partial-access.html";
    WRONG_RECEIVER: "X_REPLY_TO_WRONG_VPC" ["ENG-07", "PEER-29"] "The reply goes to somebody else",
        "The reply ends at {at}, which has the address {destination}, too; {meant} waits for it in vain.",
        "vpc/latest/peering/peering-configurations-partial-access.html";
    WRONG_VPC: "X_REPLY_TO_WRONG_VPC" ["ENG-07", "PEER-29"] "The reply goes to the wrong VPC",
        "The reply ends in {at}, whose addresses contain {destination}, too; {meant} waits for it in vain.",
        "vpc/latest/peering/peering-configurations-partial-access.html";
    WRONG_SENDER: "NO_POSSIBLE_DESTINATION" ["ENG-02"] "The reply comes from another address",
        "The reply arrives at {at} from {source}, but the request went to another address, so it is not accepted.",
        "vpc/latest/reachability/explanation-codes.html";
}

/// Delivers inside the VPC.
pub(crate) fn arrive(walk: &mut Walk<'_>, vpc: VpcId) -> Next {
    let network = walk.network;
    if let Some(next) = vpc_service::refuse_remote(walk, &vpc) {
        return next;
    }
    let Some(holder) = network.holder(&vpc, walk.destination()) else {
        return nobody(walk, &vpc);
    };
    let comes_from_outside = !matches!(
        walk.came,
        Came::FromSubnet | Came::ByGatewayEndpoint | Came::ByTransitGateway
    );
    if comes_from_outside {
        let reason = if walk.came == Came::ByPeering {
            &ARRIVES_FROM_PEER
        } else {
            &ARRIVES
        };
        let why = Why::new(reason).element("holder", holder.reference());
        walk.pass(&vpc, Step::Local, Action::Pass, why);
    }
    if let Some(next) = refuse_holder(walk, &holder) {
        return next;
    }
    let Some(subnet) = network.subnet_of_holder(&holder).cloned() else {
        return nobody(walk, &vpc);
    };
    if walk.subnet.as_ref() != Some(&subnet) {
        network_acl::cross(walk, &subnet, Direction::In);
    }
    match &holder {
        Holder::Interface(id) => interface::receive(walk, id),
        Holder::NatGateway(id) => nat_gateway::receive(walk, id),
        Holder::RegionalNatGateway(id) => regional_nat_gateway::receive(walk, id),
        Holder::ClientVpnInterface { endpoint, subnet } => client_vpn::receive(walk, endpoint, subnet),
        Holder::ResolverInterface { endpoint, subnet } => resolver_endpoint::receive(walk, endpoint, subnet),
        Holder::EndpointInterface { endpoint, subnet } => interface_endpoint::receive(walk, endpoint, subnet),
        Holder::LoadBalancer { balancer, subnet } => load_balancer::receive(walk, balancer, subnet),
    }
}

fn nobody(walk: &mut Walk<'_>, vpc: &VpcId) -> Next {
    let meant = walk.expected.clone().filter(|_| walk.is_reply());
    match meant {
        Some(meant) if meant.vpc(walk.network) != Some(vpc) => {
            let why = Why::new(&WRONG_VPC).element("meant", meant.reference());
            walk.stop(vpc, Step::Local, why)
        }
        _ => super::nobody(walk, vpc, Step::Local, Why::new(&NOBODY)),
    }
}

/// What sent the request with its own address may get what is meant for its client.
fn refuse_holder(walk: &mut Walk<'_>, holder: &Holder) -> Option<Next> {
    if walk.is_remembered(&holder.reference()) {
        return None;
    }
    refuse(walk, &Party::of_holder(holder), &Step::Interface)
}

/// The address is right, but it is somebody else's there (ENG-07); or the answer is not to what was asked.
pub(crate) fn refuse(walk: &mut Walk<'_>, receiver: &Party, step: &Step) -> Option<Next> {
    let meant = walk.expected.clone()?;
    let at = receiver.reference();
    if meant.is(receiver) {
        let is_answer = !walk.is_reply() || Some(walk.packet.source) == walk.answers_from;
        return (!is_answer).then(|| walk.stop(at, step.clone(), Why::new(&WRONG_SENDER)));
    }
    let reason = if walk.is_reply() {
        &WRONG_RECEIVER
    } else {
        &SOMEBODY_ELSE
    };
    let why = Why::new(reason).element("meant", meant.reference());
    Some(walk.stop(at, step.clone(), why))
}

/// The element itself has the address.
pub(crate) fn is_held_by(network: &Network, element: &Ref, address: IpAddr) -> bool {
    let id: Option<InterfaceId> = element.to_id();
    let record = id.and_then(|id| network.topology().interfaces.get(&id));
    record.is_some_and(|record| interface::owns(record, address))
}
