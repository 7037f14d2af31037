//! A packet that somebody puts in at an element, with a source address of their choice: what would happen to it?

use super::interface;
use crate::id::{Kind, Ref};
use crate::reason::reasons;
use crate::topology::{NetworkInterface, Subnet, Vpc};
use crate::trace::{Action, Step};
use crate::walk::{Next, Party, Walk, Way, Why};

reasons! {
    PUT_IN: "put-in" ["PW-00"] "Put in here",
        "A packet from {source} to {destination} is put in at {at}.",
        "vpc/latest/reachability/how-reachability-analyzer-works.html";
    BACK: "back-where-put-in" ["ENG-02"] "The reply is back",
        "The reply is back at {at}, where the packet was put in.",
        "vpc/latest/reachability/how-reachability-analyzer-works.html";
    NO_PLACE: "NO_SOURCE_OR_DESTINATION" ["PW-02"] "Nothing can be put in here",
        "No packet can be put in at {at}.",
        "vpc/latest/reachability/explanation-codes.html";
}

/// The first hop of a leg that starts with an injected packet.
pub(crate) fn send(walk: &mut Walk<'_>, at: &Ref) -> Next {
    if let Some(id) = at.to_id::<NetworkInterface>() {
        return interface::send(walk, &id);
    }
    if let Some(subnet) = at.to_id::<Subnet>() {
        walk.pass(at.clone(), Step::Other, Action::Forward, Why::new(&PUT_IN));
        return Next::Leave(subnet);
    }
    if let Some(vpc) = at.to_id::<Vpc>() {
        walk.pass(at.clone(), Step::Other, Action::Forward, Why::new(&PUT_IN));
        return Next::Arrive(vpc);
    }
    match at.kind {
        Kind::InternetGateway | Kind::VpnGateway | Kind::VpnConnection => {
            walk.pass(at.clone(), Step::Other, Action::Forward, Why::new(&PUT_IN));
            Next::Enter(at.clone(), Way::In)
        }
        _ => walk.stop(at.clone(), Step::Other, Why::new(&NO_PLACE)),
    }
}

/// The answer comes by the element at which the packet was put in.
pub(crate) fn deliver(walk: &mut Walk<'_>, at: &Ref) -> Next {
    walk.deliver(at.clone(), Step::Other, Party::Injected(at.clone()), Why::new(&BACK))
}
