//! The primary range of a VPC is for good (VPC-08). A further range must suit what is there: the other ranges (VPC-07,
//! VPC-30), the routes (VPC-09) and the peers (VPC-11, VPC-12, VPC-13). AWS page: vpc/latest/userguide/vpc-cidr-blocks.html

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::{Accepted, Refusal, refuse};
use crate::address::{RFC1918, overlaps};
use crate::id::Ref;
use crate::issue::peering::{first_overlap, is_live, obstacle};
use crate::issue::{Level, vpc_range};
use crate::network::{RouteOrigin, cidrs_of};
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::topology::{Destination, NetworkAcl, PeeringState, SecurityGroup, Topology, Vpc, VpcId};
use crate::trace::{Fact, Finding};

reasons! {
    PRIMARY: "X_REFUSED" ["VPC-08"] "The primary range stays",
        "{cidr} is the primary range of {at}: it cannot be removed or resized while something is in the VPC. Add \
         a further range, or make a new VPC.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    NOT_TOGETHER: "X_REFUSED" ["VPC-30"] "These ranges do not go together",
        "{cidr} cannot be a further range of {at}, which already has {other_cidr}: AWS does not allow these two in \
         one VPC. Choose a range from the same block as the first one, or one from 100.64.0.0/10.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    ROUTED: "X_REFUSED" ["VPC-09"] "Range is routed elsewhere",
        "{cidr} cannot be a further range of {at}: {table} already sends {other_cidr} to somewhere else, and the \
         new range would swallow it. Delete that route first, or choose another range.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    OVERLAPS_PEER: "X_REFUSED" ["VPC-11"] "Range overlaps a peer",
        "{cidr} cannot be a further range of {at}: it overlaps {other_cidr} of {other}, which is peered with it by \
         {peering}. Choose a range that no peer has.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    REQUEST_OPEN: "X_REFUSED" ["VPC-12"] "A peering request is open",
        "{at} cannot get {cidr} while its request {peering} waits for an answer. Delete the request, add the range, \
         and request again.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    REQUEST_FAILS: "peering-request-failed" ["VPC-13", "PEER-05"] "The peering request failed",
        "{at} has failed: {cidr}, which was added to {accepter}, overlaps {other_cidr} of {requester}.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    HOST_BITS: "host-bits-cleared" ["VPC-02"] "Written as a network",
        "{cidr} is the network that was meant: AWS clears the bits behind the mask.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    SAME_ELSEWHERE: "same-range-elsewhere" ["VPC-26"] "Another VPC has these addresses",
        "{at} has {cidr}, which overlaps {other_cidr} of {other}. Both work by themselves, but the two cannot be peered.",
        "vpc/latest/userguide/vpc-cidr-blocks.html", assumed;

    TOO_MANY: "X_QUOTA" ["VPC-06"] "Too many ranges",
        "{at} cannot have {number} ranges of one family: five are the default quota, which AWS can raise to 50.",
        "vpc/latest/userguide/amazon-vpc-limits.html";
}

const QUOTA: usize = 5;

pub(super) fn create(id: &VpcId, vpc: &mut Vpc, result: &mut Accepted) -> Result<(), Refusal> {
    for cidr in vpc.cidrs.iter_mut().filter(|cidr| **cidr != cidr.trunc()) {
        *cidr = cidr.trunc();
        result.warnings.push(Finding {
            reason: &HOST_BITS,
            at: Ref::from(id),
            facts: vec![("cidr", Fact::Cidr(IpNet::V4(*cidr)))],
        });
    }
    suitable(id, vpc)?;
    result.warnings.extend(same_elsewhere(id, vpc, &result.topology));
    Ok(())
}

/// The first VPC of the same account and Region whose addresses overlap (VPC-26).
fn same_elsewhere(id: &VpcId, vpc: &Vpc, topology: &Topology) -> Option<Finding> {
    let near =
        |(other, record): &(&VpcId, &Vpc)| *other != id && record.region == vpc.region && record.account == vpc.account;
    let (other, (own, its)) = topology.vpcs.iter().filter(near).find_map(|(other, record)| {
        let overlap = first_overlap(cidrs_of(vpc), || cidrs_of(record))?;
        Some((other, overlap))
    })?;
    Some(Finding {
        reason: &SAME_ELSEWHERE,
        at: Ref::from(id),
        facts: vec![
            ("cidr", Fact::Cidr(own)),
            ("other_cidr", Fact::Cidr(its)),
            ("other", element(other)),
        ],
    })
}

fn suitable(id: &VpcId, vpc: &Vpc) -> Result<(), Refusal> {
    possible(id, vpc)?;
    within_quota(id, vpc)?;
    for (index, cidr) in vpc.cidrs.iter().enumerate() {
        together(id, cidr.trunc(), vpc.cidrs.get(..index).unwrap_or_default())?;
    }
    Ok(())
}

pub(super) fn update(id: &VpcId, before: &Vpc, after: &Vpc, result: &mut Accepted) -> Result<(), Refusal> {
    let (old, new) = (canonical(before), canonical(after));
    if old == new && before.ipv6_cidrs == after.ipv6_cidrs {
        return Ok(());
    }
    if old.first() != new.first() {
        // With nothing in it, another VPC in its place is the same thing.
        if let (true, Some(primary)) = (is_in_use(id, &result.topology), old.first()) {
            return refuse(&PRIMARY, id, vec![("cidr", Fact::Cidr(IpNet::V4(*primary)))]);
        }
        return suitable(id, after);
    }
    possible(id, after)?;
    within_quota(id, after)?;
    let mut present: Vec<Ipv4Net> = old.iter().filter(|cidr| new.contains(cidr)).copied().collect();
    for cidr in new.iter().filter(|cidr| !old.contains(cidr)) {
        suits_peers(id, IpNet::V4(*cidr), &result.topology)?;
        suits_routes(id, *cidr, &result.topology)?;
        together(id, *cidr, &present)?;
        present.push(*cidr);
    }
    let old: Vec<Ipv6Net> = before.ipv6_cidrs.iter().map(Ipv6Net::trunc).collect();
    for cidr in after
        .ipv6_cidrs
        .iter()
        .map(Ipv6Net::trunc)
        .filter(|cidr| !old.contains(cidr))
    {
        suits_peers(id, IpNet::V6(cidr), &result.topology)?;
    }
    fail_requests(id, after, result);
    if before.ipv6_cidrs.is_empty() && !after.ipv6_cidrs.is_empty() {
        admit_ipv6(id, after, &mut result.topology);
    }
    Ok(())
}

/// With the first IPv6 range AWS adds its IPv6 rules to the groups, and to the default ACL, that still have the rules it
/// made (SG-03, NA-05).
fn admit_ipv6(id: &VpcId, vpc: &Vpc, topology: &mut Topology) {
    let [made, wanted] = [false, true].map(SecurityGroup::default_outbound);
    topology.security_groups.amend(|_, group| {
        (group.vpc == *id && group.outbound == made).then(|| SecurityGroup {
            outbound: wanted.clone(),
            ..group.clone()
        })
    });
    let default = vpc.default_network_acl.clone();
    let default = default.unwrap_or_else(|| Vpc::implicit_network_acl(id));
    let [made, wanted] = [false, true].map(|has_ipv6| NetworkAcl::default_of(id.clone(), has_ipv6));
    topology.network_acls.amend(|acl_id, acl| {
        let is_unmodified = acl.inbound == made.inbound && acl.outbound == made.outbound;
        (*acl_id == default && is_unmodified).then(|| NetworkAcl {
            name: acl.name.clone(),
            ..wanted.clone()
        })
    });
}

/// Host bits are cleared silently (VPC-02).
fn canonical(vpc: &Vpc) -> Vec<Ipv4Net> {
    vpc.cidrs.iter().map(Ipv4Net::trunc).collect()
}

fn is_in_use(id: &VpcId, topology: &Topology) -> bool {
    let in_peering =
        |peering: &crate::topology::PeeringConnection| is_live(peering.state) && peering.other(id).is_some();
    topology.subnets.iter().any(|(_, subnet)| subnet.vpc == *id)
        || topology
            .peering_connections
            .iter()
            .any(|(_, peering)| in_peering(peering))
}

/// Masks, forbidden ranges and overlaps with itself (VPC-01, VPC-03, VPC-07, VPC-21).
fn possible(id: &VpcId, vpc: &Vpc) -> Result<(), Refusal> {
    let mut alone = Topology::default();
    alone.vpcs.insert(id.clone(), vpc.clone());
    let mut draft = Draft::new(&alone);
    vpc_range::check(&alone, &mut draft);
    match draft.issues.into_iter().find(|issue| issue.level == Level::Error) {
        Some(issue) => Err(Refusal { finding: issue.finding }),
        None => Ok(()),
    }
}

fn within_quota(id: &VpcId, vpc: &Vpc) -> Result<(), Refusal> {
    let number = vpc.cidrs.len().max(vpc.ipv6_cidrs.len());
    if number <= QUOTA {
        return Ok(());
    }
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    refuse(&TOO_MANY, id, vec![("number", Fact::Number(number))])
}

const fn block(a: u8, b: u8, mask: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, 0, 0), mask)
}

/// The table of VPC-30.
fn together(id: &VpcId, cidr: Ipv4Net, present: &[Ipv4Net]) -> Result<(), Refusal> {
    let clash = present
        .iter()
        .find(|other| forbidden_beside(other).iter().any(|block| block.contains(&cidr)));
    let low_ten = present.iter().find(|other| block(10, 0, 15).contains(*other));
    let low_ten = low_ten.filter(|_| block(10, 0, 16).contains(&cidr));
    match clash.or(low_ten) {
        Some(other) => {
            let facts = vec![
                ("cidr", Fact::Cidr(IpNet::V4(cidr))),
                ("other_cidr", Fact::Cidr(IpNet::V4(*other))),
            ];
            refuse(&NOT_TOGETHER, id, facts)
        }
        None => Ok(()),
    }
}

fn forbidden_beside(present: &Ipv4Net) -> Vec<Ipv4Net> {
    const TEN: Ipv4Net = block(10, 0, 8);
    const ONE_SEVEN_TWO: Ipv4Net = block(172, 16, 12);
    const ONE_NINE_TWO: Ipv4Net = block(192, 168, 16);
    const BENCHMARK: Ipv4Net = block(198, 19, 16);
    if TEN.contains(present) {
        vec![ONE_SEVEN_TWO, ONE_NINE_TWO, BENCHMARK]
    } else if ONE_SEVEN_TWO.contains(present) {
        vec![TEN, ONE_NINE_TWO, block(172, 31, 16), BENCHMARK]
    } else if ONE_NINE_TWO.contains(present) {
        vec![TEN, ONE_SEVEN_TWO, BENCHMARK]
    } else if BENCHMARK.contains(present) {
        RFC1918.to_vec()
    } else {
        RFC1918.into_iter().chain([BENCHMARK]).collect()
    }
}

/// A new range may lie inside a routed destination, but not be it or contain it (VPC-09).
fn suits_routes(id: &VpcId, cidr: Ipv4Net, topology: &Topology) -> Result<(), Refusal> {
    let (network, _) = crate::resolve(topology);
    let tables = network
        .topology()
        .route_tables
        .iter()
        .filter(|(_, table)| table.vpc == *id);
    for (table, _) in tables {
        for route in network
            .routes(table)
            .iter()
            .filter(|route| route.origin != RouteOrigin::Local)
        {
            let Destination::Cidr(destination) = route.destination else {
                continue;
            };
            if IpNet::V4(cidr).contains(&destination) {
                let facts = vec![
                    ("cidr", Fact::Cidr(IpNet::V4(cidr))),
                    ("other_cidr", Fact::Cidr(destination)),
                    ("table", element(table)),
                ];
                return refuse(&ROUTED, id, facts);
            }
        }
    }
    Ok(())
}

fn suits_peers(id: &VpcId, cidr: IpNet, topology: &Topology) -> Result<(), Refusal> {
    for (peering_id, peering) in topology.peering_connections.iter() {
        let mut facts = vec![("cidr", Fact::Cidr(cidr)), ("peering", element(peering_id))];
        match peering.state {
            PeeringState::PendingAcceptance if peering.requester == *id => return refuse(&REQUEST_OPEN, id, facts),
            PeeringState::Active => {}
            _ => continue,
        }
        let Some((other, record)) = peering
            .other(id)
            .and_then(|other| Some((other, topology.vpcs.get(other)?)))
        else {
            continue;
        };
        if let Some(overlap) = cidrs_of(record).find(|own| overlaps(*own, cidr)) {
            facts.extend([("other", element(other)), ("other_cidr", Fact::Cidr(overlap))]);
            return refuse(&OVERLAPS_PEER, id, facts);
        }
    }
    Ok(())
}

/// The accepter may add what it likes; a request that no longer works fails (VPC-13).
fn fail_requests(id: &VpcId, after: &Vpc, result: &mut Accepted) {
    let mut topology = result.topology.clone();
    topology.vpcs.insert(id.clone(), after.clone());
    for (peering_id, peering) in topology.peering_connections.iter() {
        if peering.state != PeeringState::PendingAcceptance || peering.accepter != *id {
            continue;
        }
        let Some((_, mut facts)) = obstacle(peering, &topology) else {
            continue;
        };
        // The obstacle names the requester's range first.
        for (name, _) in &mut facts {
            *name = match *name {
                "cidr" => "other_cidr",
                "other_cidr" => "cidr",
                name => name,
            };
        }
        if let Some(record) = result.topology.peering_connections.get_mut(peering_id) {
            record.state = PeeringState::Failed;
        }
        result.warnings.push(Finding {
            reason: &REQUEST_FAILS,
            at: Ref::from(peering_id),
            facts,
        });
    }
}
