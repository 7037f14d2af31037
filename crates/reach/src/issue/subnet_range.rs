//! A subnet's range lies inside one range of its VPC, has a mask /16 to /28 (IPv6: /44 to /64 in steps of four) and does
//! not overlap another subnet's (VPC-15, VPC-16, VPC-20, VPC-22). AWS page: vpc/latest/userguide/subnet-sizing.html

use std::net::IpAddr;

use crate::sorted::SortedMap;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::address::{ANY_IPV4, ANY_IPV6, overlaps};
use crate::network::cidrs_of;
use crate::reason::{Reason, reasons};
use crate::resolve::{Draft, element};
use crate::topology::{Subnet, SubnetId, Topology, Vpc, VpcId};
use crate::trace::Fact;

reasons! {
    OUTSIDE_VPC: "InvalidSubnet.Range" ["VPC-15"] "Subnet outside its VPC",
        "{at} cannot have {cidr}: the range is not inside {vpc} ({ranges}). Choose a part of the VPC's range.",
        "vpc/latest/userguide/subnet-sizing.html";

    MASK: "InvalidSubnet.Range" ["VPC-15"] "Subnet too large or too small",
        "{at} cannot have {cidr}: a subnet's mask is from /16 to /28.",
        "vpc/latest/userguide/subnet-sizing.html";

    IPV6_MASK: "X_REFUSED" ["VPC-22"] "IPv6 subnet of this size not possible",
        "{at} cannot have {cidr}: an IPv6 subnet is a /44, /48, /52, /56, /60 or /64.",
        "vpc/latest/userguide/subnet-sizing.html";

    OVERLAPS: "InvalidSubnet.Conflict" ["VPC-16"] "Subnets overlap",
        "{at} and {other} both contain {cidr}. Subnets of a VPC cannot overlap: give one of them another range.",
        "vpc/latest/userguide/subnet-sizing.html";

    NO_RANGE: "InvalidSubnet.Range" ["VPC-20"] "Subnet without a range",
        "{at} has neither an IPv4 nor an IPv6 range. Give it a part of the range of its VPC.",
        "vpc/latest/userguide/subnet-sizing.html";
}

pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    let mut taken = Taken::default();
    for (id, subnet) in drawn.subnets.iter() {
        let Some(vpc) = draft.topology.vpcs.get(&subnet.vpc).cloned() else {
            continue;
        };
        canonical(id, subnet, draft);
        if let Some((name, reason, cidr)) = wrong(subnet, &vpc) {
            let mut facts = vec![("vpc", element(&subnet.vpc)), ("ranges", ranges(&vpc))];
            facts.extend(cidr.map(|cidr| ("cidr", Fact::Cidr(cidr))));
            draft.leave_out(name, reason, id, facts);
        } else if let Some((other, cidr)) = taken.claim(id, subnet) {
            let facts = vec![("other", element(&other)), ("cidr", Fact::Cidr(cidr))];
            draft.leave_out("subnets-overlap", &OVERLAPS, id, facts);
        }
    }
}

/// Host bits are cleared silently (VPC-02).
fn canonical(id: &SubnetId, subnet: &Subnet, draft: &mut Draft) {
    let (cidr, ipv6) = (
        subnet.cidr.as_ref().map(Ipv4Net::trunc),
        subnet.ipv6_cidr.as_ref().map(Ipv6Net::trunc),
    );
    if (cidr, ipv6) == (subnet.cidr, subnet.ipv6_cidr) {
        return;
    }
    if let Some(record) = draft.topology.subnets.get_mut(id) {
        record.cidr = cidr;
        record.ipv6_cidr = ipv6;
    }
}

type Wrong = (&'static str, &'static Reason, Option<IpNet>);

fn wrong(subnet: &Subnet, vpc: &Vpc) -> Option<Wrong> {
    let own = subnet
        .cidr
        .map(IpNet::V4)
        .into_iter()
        .chain(subnet.ipv6_cidr.map(IpNet::V6));
    if subnet.cidr.is_none() && subnet.ipv6_cidr.is_none() {
        return Some(("subnet-without-range", &NO_RANGE, None));
    }
    for net in own {
        let size = net.prefix_len();
        let fits = cidrs_of(vpc).any(|range| range.contains(&net.trunc()));
        match net {
            IpNet::V4(_) if !(16..=28).contains(&size) => return Some(("subnet-range-size", &MASK, Some(net))),
            IpNet::V6(_) if !(44..=64).contains(&size) || size % 4 != 0 => {
                return Some(("subnet-range-size", &IPV6_MASK, Some(net)));
            }
            _ if !fits => return Some(("subnet-outside-vpc", &OUTSIDE_VPC, Some(net))),
            _ => {}
        }
    }
    None
}

fn ranges(vpc: &Vpc) -> Fact {
    let texts: Vec<String> = cidrs_of(vpc).map(|cidr| cidr.to_string()).collect();
    Fact::Text(if texts.is_empty() {
        "which has none".into()
    } else {
        texts.join(", ").into()
    })
}

/// The ranges of the subnets so far, by VPC and first address. Canonical ranges are nested or apart, so only two can be
/// in the way: the last that starts before, and the first that starts inside.
#[derive(Default)]
struct Taken(SortedMap<(VpcId, IpAddr), (IpNet, SubnetId)>);

impl Taken {
    /// The subnet that already has a part of the range, and the shared part; otherwise the range is taken now.
    fn claim(&mut self, id: &SubnetId, subnet: &Subnet) -> Option<(SubnetId, IpNet)> {
        let own = subnet
            .cidr
            .map(IpNet::V4)
            .into_iter()
            .chain(subnet.ipv6_cidr.map(IpNet::V6));
        let own: Vec<IpNet> = own.map(|net| net.trunc()).collect();
        let clash = own.iter().find_map(|net| self.clash(&subnet.vpc, *net));
        if clash.is_none() {
            let vpc = &subnet.vpc;
            self.0.extend(
                own.into_iter()
                    .map(|net| ((vpc.clone(), net.network()), (net, id.clone()))),
            );
        }
        clash
    }

    fn clash(&self, vpc: &VpcId, net: IpNet) -> Option<(SubnetId, IpNet)> {
        let key = |address| (vpc.clone(), address);
        let zero = if net.addr().is_ipv4() {
            ANY_IPV4.network()
        } else {
            ANY_IPV6.network()
        };
        let before = self
            .0
            .last_up_to(&key(net.network()))
            .filter(|(at, _)| **at >= key(zero));
        let inside = self
            .0
            .first_from(&key(net.network()))
            .filter(|(at, _)| **at <= key(net.broadcast()));
        let mut near = before.into_iter().chain(inside).map(|(_, taken)| taken);
        let (other, owner) = near.find(|(other, _)| overlaps(*other, net))?;
        Some((owner.clone(), if net.contains(other) { *other } else { net }))
    }
}
