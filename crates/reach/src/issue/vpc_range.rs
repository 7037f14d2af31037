//! A VPC's IPv4 CIDRs have masks /16 to /28, avoid the ranges with a meaning of their own, and do not overlap each other
//! (VPC-01, VPC-02, VPC-03, VPC-04, VPC-05, VPC-07); IPv6 CIDRs have masks /44 to /60 in steps of four (VPC-21).
//! AWS page: vpc/latest/userguide/vpc-cidr-blocks.html

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::address::{RFC1918, RFC6598, overlaps};
use crate::reason::reasons;
use crate::resolve::Draft;
use crate::topology::{Topology, VpcId};
use crate::trace::Fact;

reasons! {
    MASK: "InvalidVpcRange" ["VPC-01"] "VPC range too large or too small",
        "{cidr} cannot be a range of {at}: a VPC range has a mask from /16 (65,536 addresses) to /28 (16 \
         addresses).",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    FORBIDDEN: "InvalidVpcRange" ["VPC-03"] "Range not allowed for a VPC",
        "{cidr} cannot be a range of {at}: it overlaps {other_cidr}, which has a meaning of its own. Take a \
         private range, such as one inside 10.0.0.0/8.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    OVERLAPS_ITSELF: "X_REFUSED" ["VPC-07"] "VPC ranges overlap",
        "{cidr} cannot be a further range of {at}: it overlaps {other_cidr}, which the VPC already has. Choose a \
         range outside it.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    IPV6_MASK: "X_REFUSED" ["VPC-21"] "IPv6 range of this size not possible",
        "{cidr} cannot be an IPv6 range of {at}: it must be a /44, /48, /52, /56 or /60. Amazon gives a /56.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    PUBLIC_AS_PRIVATE: "X_PUBLIC_RANGE_AS_PRIVATE" ["VPC-04"] "Public range used as private",
        "{cidr} of {at} is a public range. It works inside the VPC, but it is not announced to the internet, and \
         its real owner cannot be reached from here. Prefer a private range.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";

    DOCKER_BRIDGE: "X_DOCKER_BRIDGE" ["VPC-05"] "Range used by Docker",
        "{cidr} of {at} overlaps 172.17.0.0/16, which some services (Cloud9, SageMaker) use for containers. They \
         cannot reach these addresses.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";
}

const RESERVED: [Ipv4Net; 4] = [
    Ipv4Net::new_assert(Ipv4Addr::new(0, 0, 0, 0), 8),
    Ipv4Net::new_assert(Ipv4Addr::new(127, 0, 0, 0), 8),
    Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16),
    Ipv4Net::new_assert(Ipv4Addr::new(224, 0, 0, 0), 4),
];
/// For benchmarking networks (RFC 2544); AWS counts it as neither private nor public (VPC-31).
const BENCHMARK: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(198, 19, 0, 0), 16);
const DOCKER: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(172, 17, 0, 0), 16);

pub(crate) fn check(drawn: &Topology, draft: &mut Draft) {
    for (id, vpc) in drawn.vpcs.iter() {
        let mut kept: Vec<Ipv4Net> = Vec::new();
        for cidr in vpc.cidrs.iter().map(Ipv4Net::trunc) {
            if is_possible(id, cidr, &kept, draft) {
                kept.push(cidr);
                remark(id, cidr, draft);
            }
        }
        let mut kept_ipv6: Vec<Ipv6Net> = Vec::new();
        for cidr in vpc.ipv6_cidrs.iter().map(Ipv6Net::trunc) {
            if is_possible_ipv6(id, cidr, &kept_ipv6, draft) {
                kept_ipv6.push(cidr);
            }
        }
        if kept == vpc.cidrs && kept_ipv6 == vpc.ipv6_cidrs {
            continue;
        }
        if let Some(record) = draft.topology.vpcs.get_mut(id) {
            record.cidrs = kept;
            record.ipv6_cidrs = kept_ipv6;
        }
    }
}

fn is_possible(vpc: &VpcId, cidr: Ipv4Net, others: &[Ipv4Net], draft: &mut Draft) -> bool {
    let net = IpNet::V4(cidr);
    let about = |other: Ipv4Net| vec![("cidr", Fact::Cidr(net)), ("other_cidr", Fact::Cidr(IpNet::V4(other)))];
    let clash = |other: &&Ipv4Net| overlaps(net, IpNet::V4(**other));
    if let Some(reserved) = RESERVED.iter().find(clash) {
        draft.error("vpc-range-reserved", &FORBIDDEN, vpc, about(*reserved));
    } else if !(16..=28).contains(&cidr.prefix_len()) {
        draft.error("vpc-range-size", &MASK, vpc, vec![("cidr", Fact::Cidr(net))]);
    } else if let Some(other) = others.iter().find(clash) {
        draft.error("vpc-ranges-overlap", &OVERLAPS_ITSELF, vpc, about(*other));
    } else {
        return true;
    }
    false
}

fn is_possible_ipv6(vpc: &VpcId, cidr: Ipv6Net, others: &[Ipv6Net], draft: &mut Draft) -> bool {
    let net = IpNet::V6(cidr);
    if !matches!(cidr.prefix_len(), 44 | 48 | 52 | 56 | 60) {
        draft.error("vpc-range-size", &IPV6_MASK, vpc, vec![("cidr", Fact::Cidr(net))]);
        return false;
    }
    let clash = others
        .iter()
        .map(|other| IpNet::V6(*other))
        .find(|other| overlaps(net, *other));
    if let Some(other) = clash {
        let facts = vec![("cidr", Fact::Cidr(net)), ("other_cidr", Fact::Cidr(other))];
        draft.error("vpc-ranges-overlap", &OVERLAPS_ITSELF, vpc, facts);
    }
    clash.is_none()
}

fn remark(vpc: &VpcId, cidr: Ipv4Net, draft: &mut Draft) {
    let facts = || vec![("cidr", Fact::Cidr(IpNet::V4(cidr)))];
    let is_inside = |range: &Ipv4Net| range.contains(&cidr);
    if !RFC1918.iter().any(is_inside) && !is_inside(&RFC6598) && !is_inside(&BENCHMARK) {
        draft.warn("public-range-as-private", &PUBLIC_AS_PRIVATE, vpc, facts());
    }
    if overlaps(IpNet::V4(cidr), IpNet::V4(DOCKER)) {
        draft.warn("docker-range", &DOCKER_BRIDGE, vpc, facts());
    }
}
