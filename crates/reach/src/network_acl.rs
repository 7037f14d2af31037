//! A network ACL reads its entries in the order of their numbers; the first one that fits a packet decides, and what fits
//! none is denied (NA-03, NA-04). Its entries know CIDRs only, of one family each (NA-06, NA-07).
//! AWS page: vpc/latest/userguide/nacl-rules.html

use std::net::IpAddr;

use crate::id::{Direction, Ref, Row, RowRef};
use crate::packet::PacketSet;
use crate::reason::{Reason, reasons};
use crate::sorted::sort_by_key;
use crate::topology::{AclAction, AclEntry, NetworkAcl, NetworkAclId};
use crate::trace::PassedOver;

reasons! {
    ADMITS_OUT: "acl-allows" ["NA-04", "PW-06"] "Allowed",
        "{row} of {at} allows {packets} {direction} {subnet}.",
        "vpc/latest/userguide/nacl-rules.html";
    ADMITS_IN: "acl-allows" ["NA-04", "PW-10"] "Allowed",
        "{row} of {at} allows {packets} {direction} {subnet}.",
        "vpc/latest/userguide/nacl-rules.html";
    LARGE_PACKETS: "X_NOTICE" ["NA-11"] "Large packets may get stuck",
        "{at} does not let ICMP type 3, code 4 into {subnet}: that message says that a packet is too large for the way, and without it large packets get lost.",
        "vpc/latest/userguide/nacl-rules.html";
    NO_ENTRIES: "acl-without-rules" ["NA-05"] "A new network ACL",
        "{at} has no {way} rules, as every network ACL that you create: it denies everything until you add some.",
        "vpc/latest/userguide/vpc-network-acls.html";
    SERVICE_ADDRESS: "acl-knows-no-lists" ["EG-10", "NA-15"] "Addresses of a service",
        "The addresses of {service} are public ones, through {endpoint}, too; a network ACL knows no prefix lists, so a rule must name the addresses.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    REFUSES: "SUBNET_ACL_RESTRICTION" ["NA-04", "NA-03"] "The network ACL denies it",
        "{row} of {at} denies {packets} {direction} {subnet}, from {source} to {destination}.",
        "vpc/latest/userguide/nacl-rules.html";
    REFUSES_BY_DEFAULT: "SUBNET_ACL_RESTRICTION" ["NA-04", "NA-03"] "No network ACL rule allows it",
        "No {way} rule of {at} allows {packets} from {source} to {destination}, so its last rule (*) denies them.",
        "vpc/latest/userguide/nacl-rules.html";
    REFUSES_REPLY: "SUBNET_ACL_RESTRICTION" ["NA-09", "NA-03"] "The network ACL denies the reply",
        "{at} does not remember connections, so the reply needs a rule of its own, and {row} denies {packets}.",
        "vpc/latest/userguide/vpc-network-acls.html";
    REFUSES_REPLY_BY_DEFAULT: "SUBNET_ACL_RESTRICTION" ["NA-09", "NA-03"] "No network ACL rule allows the reply",
        "{at} does not remember connections, so the reply needs a rule of its own, and no {way} rule allows {packets}.",
        "vpc/latest/userguide/vpc-network-acls.html";
    PORTS_OF_SYSTEMS: "client-ports-of-systems" ["NA-09"] "Whose ports these are",
        "Which ports clients use depends on their system: here some replies are lost to {client}.",
        "vpc/latest/userguide/vpc-network-acls.html";
    OTHER_PACKETS: "entry-for-other-packets" ["NA-08", "NA-04"] "Other packets",
        "It is about other packets.",
        "vpc/latest/userguide/nacl-rules.html";
    OTHER_ADDRESSES: "entry-for-other-addresses" ["NA-06", "NA-07"] "Other addresses",
        "It is about other addresses.",
        "vpc/latest/userguide/nacl-rules.html";
    DECIDED_BEFORE: "decided-before" ["NA-04"] "Decided before",
        "A rule with a lower number has decided already.",
        "vpc/latest/userguide/nacl-rules.html";
}

/// What the ACL does with a set of packets between two addresses.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub(crate) admitted: PacketSet,
    /// The first entry that admits some of them.
    pub(crate) admitted_by: Option<RowRef>,
    /// The first entry that refuses some of them; the final `*` if no other does.
    pub(crate) refused_by: Option<RowRef>,
    pub(crate) passed_over: Vec<PassedOver>,
}

/// `peer` is the packet's source on the way in, its destination on the way out (NA-06).
pub(crate) fn judge(
    id: &NetworkAclId,
    acl: &NetworkAcl,
    direction: Direction,
    peer: IpAddr,
    packets: &PacketSet,
) -> Judgement {
    let mut rest = packets.clone();
    let mut judgement = Judgement {
        admitted: PacketSet::empty(),
        admitted_by: None,
        refused_by: None,
        passed_over: Vec::new(),
    };
    let row = |number: Option<u16>| RowRef {
        of: Ref::from(id),
        row: Row::Entry(direction, number),
    };
    for entry in in_order(acl, direction) {
        let is_about_peer = entry.cidr.contains(&peer);
        let fits = if is_about_peer {
            rest.of_these(entry.traffic)
        } else {
            PacketSet::empty()
        };
        let row = row(Some(entry.number));
        if fits.is_empty() {
            let reason = why_not(is_about_peer, rest.is_empty());
            judgement.passed_over.push(PassedOver { by: row, reason });
            continue;
        }
        rest = rest.minus(&fits);
        judgement.decide(entry.action, row, &fits);
    }
    if !rest.is_empty() {
        judgement.decide(AclAction::Deny, row(None), &rest);
    }
    judgement
}

impl Judgement {
    fn decide(&mut self, action: AclAction, row: RowRef, packets: &PacketSet) {
        match action {
            AclAction::Allow => {
                self.admitted = self.admitted.or(packets);
                self.admitted_by.get_or_insert(row);
            }
            AclAction::Deny => {
                self.refused_by.get_or_insert(row);
            }
        }
    }
}

fn why_not(is_about_peer: bool, is_decided: bool) -> &'static Reason {
    match (is_decided, is_about_peer) {
        (true, _) => &DECIDED_BEFORE,
        (false, true) => &OTHER_PACKETS,
        (false, false) => &OTHER_ADDRESSES,
    }
}

fn in_order(acl: &NetworkAcl, direction: Direction) -> Vec<&AclEntry> {
    let entries = match direction {
        Direction::In => &acl.inbound,
        Direction::Out => &acl.outbound,
    };
    let mut entries: Vec<&AclEntry> = entries.iter().collect();
    sort_by_key(&mut entries, |entry| entry.number);
    entries
}

#[cfg(test)]
mod tests;
