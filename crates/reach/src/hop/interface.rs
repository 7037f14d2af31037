//! A network interface sends and receives only packets that carry one of its own addresses, unless its source/destination
//! check is off (SD-01); and only while it is in use (PW-02). AWS page: vpc/latest/userguide/work-with-nat-instances.html

use std::net::IpAddr;

use super::{local, nat_instance, network_acl, security_group, vpc_service};
use crate::id::{Direction, Ref};
use crate::reason::reasons;
use crate::topology::{InterfaceId, InterfaceState, NetworkInterface, Role};
use crate::trace::{Action, Step};
use crate::walk::{Next, Party, Walk, Way, Why};

reasons! {
    SENDS: "sends" ["PW-02", "PW-04"] "Sends",
        "{at} sends {packets} from {source} to {destination}.",
        "vpc/latest/userguide/using-eni.html";
    ANSWERS: "answers" ["PW-02", "PW-04", "ENG-02"] "Answers",
        "{at} answers {destination}: {packets}.",
        "vpc/latest/userguide/using-eni.html";
    RECEIVES: "receives" ["PW-12", "PW-13"] "Delivered",
        "{at} receives the packet: {destination} is its address.",
        "vpc/latest/userguide/using-eni.html";
    ANSWERED: "answered" ["PW-12", "ENG-02"] "The reply is back",
        "The reply is back at {at}.",
        "vpc/latest/userguide/using-eni.html";
    FORWARDS: "forwards" ["SD-01"] "Sends on",
        "{at} sends the packet on: its source/destination check is off, so it may handle packets for others.",
        "vpc/latest/userguide/work-with-nat-instances.html";
    NOT_RUNNING: "BAD_STATE" ["PW-02"] "Not running",
        "{at} is stopped, so it neither sends nor receives.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_ATTACHED: "BAD_STATE" ["PW-02"] "Not attached",
        "{at} is not attached to anything that could send or receive.",
        "vpc/latest/reachability/explanation-codes.html";
    FOREIGN_SOURCE: "ENI_SOURCE_DEST_CHECK_RESTRICTION" ["SD-01", "PW-04"] "Source/destination check",
        "{at} may send only from its own addresses, and {source} is not one of them. Its source/destination check is on.",
        "vpc/latest/userguide/work-with-nat-instances.html";
    FOREIGN_DESTINATION: "ENI_SOURCE_DEST_CHECK_RESTRICTION" ["SD-01", "PW-12"] "Source/destination check",
        "{at} drops the packet, because {destination} is not one of its addresses. Turn off its source/destination check to let it send packets on.",
        "vpc/latest/userguide/work-with-nat-instances.html";
    MANAGED: "ENI_ADDRESS_RESTRICTION" ["SD-02"] "Not a machine that sends on",
        "{at} is managed by AWS: it passes only packets from or to its own addresses, and there is no setting for that. Route to an instance instead.",
        "vpc/latest/reachability/explanation-codes.html";
    ONLY_SENDS: "NO_POSSIBLE_DESTINATION" ["PW-13"] "Nobody calls a function here",
        "{at} is the network interface of a Lambda function: the function opens connections through it and takes none. Call a function through Lambda, \
         or through what invokes it.",
        "lambda/latest/dg/foundation-networking.html";
    OTHER_ZONE: "TGW_ATTACH_VPC_AZ_RESTRICTION" ["TGW-35", "DEC-30"] "Each direction stays in its own zone",
        "Appliance mode is off at {at}, so requests and replies come out of it in the Availability Zones that they come from, and meet different machines. Turn it on.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    OTHER_MACHINE: "X_ASYMMETRIC_APPLIANCE" ["DEC-30", "PW-24"] "The reply takes another way",
        "The reply goes to {at}, but the request went through {other}: {at} does not know the connection. Send replies the way that requests come.",
        "vpc/latest/userguide/route-table-options.html";
}

/// The first steps of a leg that starts here.
pub(crate) fn send(walk: &mut Walk<'_>, id: &InterfaceId) -> Next {
    let network = walk.network;
    let Some(record) = network.topology().interfaces.get(id) else {
        return super::not_modelled(walk, &Ref::from(id));
    };
    // Whatever is special about a destination: what does not run sends nothing.
    if let Some(next) = refuse_state(walk, id, record) {
        return next;
    }
    if let Some(next) = vpc_service::special(walk, id, record) {
        return next;
    }
    if record.source_dest_check && !owns(record, walk.packet.source) {
        return walk.stop(id, Step::Interface, Why::new(&FOREIGN_SOURCE));
    }
    let reason = if walk.is_reply() { &ANSWERS } else { &SENDS };
    walk.pass(id, Step::Interface, Action::Forward, Why::new(reason));
    walk.sender = owns(record, walk.packet.source).then(|| Ref::from(id));
    security_group::check(walk, Ref::from(id), &record.security_groups, Direction::Out);
    Next::Leave(record.subnet.clone())
}

/// The packet is in the interface's subnet and has one of its addresses.
pub(crate) fn receive(walk: &mut Walk<'_>, id: &InterfaceId) -> Next {
    let network = walk.network;
    let Some(record) = network.topology().interfaces.get(id) else {
        return super::not_modelled(walk, &Ref::from(id));
    };
    security_group::check(walk, Ref::from(id), &record.security_groups, Direction::In);
    if let Some(next) = refuse_state(walk, id, record) {
        return next;
    }
    if walk.is_remembered(&Ref::from(id)) {
        return nat_instance::give_back(walk, id, record);
    }
    if record.role == Role::Function && !walk.is_reply() {
        return walk.stop(id, Step::Interface, Why::new(&ONLY_SENDS));
    }
    let why = Why::new(if walk.is_reply() { &ANSWERED } else { &RECEIVES });
    walk.deliver(id, Step::Interface, Party::Interface(id.clone()), why)
}

/// A route points here: the machine is a middlebox and sends the packet on.
pub(crate) fn forward(walk: &mut Walk<'_>, component: &Ref, _way: Way) -> Next {
    let network = walk.network;
    let record = component.to_id().and_then(|id: InterfaceId| {
        let record = network.topology().interfaces.get(&id)?;
        Some((id, record))
    });
    let Some((id, record)) = record else {
        return super::not_modelled(walk, component);
    };
    if walk.subnet.as_ref() != Some(&record.subnet) {
        network_acl::cross(walk, &record.subnet, Direction::In);
    }
    if owns(record, walk.destination()) {
        let party = Party::Interface(id.clone());
        if !walk.is_remembered(component)
            && let Some(next) = local::refuse(walk, &party, &Step::Interface)
        {
            return next;
        }
        return receive(walk, &id);
    }
    security_group::check(walk, component.clone(), &record.security_groups, Direction::In);
    if let Some(next) = refuse_state(walk, &id, record) {
        return next;
    }
    let is_managed = matches!(record.role, Role::Database | Role::Function);
    if record.source_dest_check || is_managed {
        let reason = if is_managed { &MANAGED } else { &FOREIGN_DESTINATION };
        return walk.stop(&id, Step::Interface, Why::new(reason));
    }
    if let Some(other) = other_machine(walk, component) {
        hint_at_zone(walk);
        return walk.stop(&id, Step::Interface, Why::new(&OTHER_MACHINE).element("other", other));
    }
    if record.masquerades {
        return nat_instance::send_on(walk, &id, record);
    }
    walk.pass(&id, Step::Interface, Action::Forward, Why::new(&FORWARDS));
    walk.sender = None;
    walk.connection.middleboxes.push(component.clone());
    security_group::check(walk, component.clone(), &record.security_groups, Direction::Out);
    Next::Leave(record.subnet.clone())
}

/// The machine that forwarded the request, if this is the reply and comes by another one.
pub(super) fn other_machine(walk: &Walk<'_>, component: &Ref) -> Option<Ref> {
    let before = &walk.connection.middleboxes_before;
    let is_other = walk.is_reply() && !before.contains(component);
    before.first().filter(|_| is_other).cloned()
}

/// The reply came out of a transit gateway in another zone than the request did.
pub(super) fn hint_at_zone(walk: &mut Walk<'_>) {
    if let Some(attachment) = walk.transit.other_zone.clone() {
        walk.hint(&attachment, Why::new(&OTHER_ZONE));
    }
}

/// One of its private addresses.
pub(crate) fn owns(record: &NetworkInterface, address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => record.ipv4 == Some(address) || record.secondary_ipv4.contains(&address),
        IpAddr::V6(address) => record.ipv6.contains(&address),
    }
}

fn refuse_state(walk: &mut Walk<'_>, id: &InterfaceId, record: &NetworkInterface) -> Option<Next> {
    let reason = match record.state {
        InterfaceState::InUse => return None,
        InterfaceState::Stopped => &NOT_RUNNING,
        InterfaceState::Available => &NOT_ATTACHED,
    };
    Some(walk.stop(id, Step::Interface, Why::new(reason)))
}
