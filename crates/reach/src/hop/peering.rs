//! A peering connection carries packets whose destination is inside the VPC that they enter, and nothing further (PEER-23,
//! DEC-19). What enters meets no route table there. AWS page: vpc/latest/peering/vpc-peering-basics.html

use crate::id::Ref;
use crate::issue::peering::OTHER_SIDE_UNKNOWN;
use crate::reason::reasons;
use crate::topology::{PeeringId, PeeringState, VpcId};
use crate::trace::{Action, Step};
use crate::walk::{Came, Next, Walk, Way, Why};

use super::{gateway_endpoint, internet};

reasons! {
    CROSSES: "crosses-peering" ["PEER-20", "DEC-19"] "Into the peer VPC",
        "{at} carries the packet from {from} to {to}: {destination} is inside {to}.",
        "vpc/latest/peering/vpc-peering-basics.html";
    AFTER_NAT: "peering-after-nat" ["PEER-33", "ENG-06"] "After a NAT gateway",
        "A NAT gateway may stand in front of a peering connection: its own address is in {from}, and replies find their way back to it.",
        "vpc/latest/userguide/nat-gateway-scenarios.html", assumed;
    NOT_IN_PEER: "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR" ["PEER-23", "PEER-24", "PEER-25", "RT-20", "ENG-06"] "Peering ends at the peer VPC",
        "{at} leads to {to} and no further, and {destination} is not inside {to}.",
        "vpc/latest/peering/vpc-peering-basics.html";
    NO_EDGE: "peer-has-gateway" ["IG-09", "PEER-25"] "The peer's gateway is the peer's",
        "{gateway} carries only what interfaces of {to} send and receive.",
        "vpc/latest/peering/vpc-peering-basics.html";
    NOT_ACTIVE: "BAD_STATE" ["DEC-20", "PEER-01"] "Peering not active",
        "{at} is {state}, so it carries nothing.",
        "vpc/latest/peering/vpc-peering-basics.html";
}

pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    let network = walk.network;
    let record = component
        .to_id()
        .and_then(|id: PeeringId| network.topology().peering_connections.get(&id));
    let (Some(record), Way::Out(from)) = (record, way) else {
        return super::not_modelled(walk, component);
    };
    let Some(to) = record.other(&from).cloned() else {
        return super::not_modelled(walk, component);
    };
    let step = Step::Peering {
        from: from.clone(),
        to: to.clone(),
    };
    let words = |why: Why| why.element("from", &from).element("to", &to);
    if record.state != PeeringState::Active {
        let why = words(Why::new(&NOT_ACTIVE)).text("state", record.state.word());
        return walk.stop(component.clone(), step, why);
    }
    if !network.topology().vpcs.contains(to.as_str()) {
        let why = Why::new(&OTHER_SIDE_UNKNOWN).element("other", &to);
        return walk.stop(component.clone(), step, why);
    }
    if !network.is_in_vpc(&to, walk.destination()) {
        gateway_endpoint::hint_if_wanted(walk, &to);
        let gateway = network
            .internet_gateway_of(&to)
            .filter(|_| internet::is_public(walk.destination()));
        let because = gateway.map(|gateway| Why::new(&NO_EDGE).element("gateway", gateway).element("to", &to));
        let why = words(Why::new(&NOT_IN_PEER)).because(because);
        return walk.stop(component.clone(), step, why);
    }
    let is_after_nat = !walk.is_reply() && walk.connection.by_nat_gateway().is_some();
    let why = Why::new(&CROSSES).because(is_after_nat.then(|| words(Why::new(&AFTER_NAT))));
    walk.pass(component.clone(), step, Action::Forward, words(why));
    enter_vpc(walk, &from, to)
}

/// Security groups of the other side know the sender only inside one Region (PEER-41).
fn enter_vpc(walk: &mut Walk<'_>, from: &VpcId, to: VpcId) -> Next {
    if walk.network.region_of(from) != walk.network.region_of(&to) {
        walk.sender = None;
    }
    walk.came = Came::ByPeering;
    walk.subnet = None;
    Next::Arrive(to)
}
