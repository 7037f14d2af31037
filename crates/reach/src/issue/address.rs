//! A private address lies in its subnet, is not one of the five that AWS keeps, and has one holder (VPC-17, VPC-23); a
//! public one is a public one, and has one holder, too (EA-01). AWS page: vpc/latest/userguide/subnet-sizing.html

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::address::{RFC1918, RFC6598, is_reserved_in, is_reserved_in_ipv6};
use crate::id::Ref;
use crate::reason::{Reason, reasons};
use crate::resolve::{Draft, element};
use crate::sorted::SortedMap;
use crate::topology::{EndpointSubnet, NatConnectivity, NetworkInterface, Role, Subnet, SubnetId, Topology, VpcId};
use crate::trace::Fact;

reasons! {
    OUTSIDE_SUBNET: "X_REFUSED" ["VPC-17"] "Address outside its subnet",
        "{at} cannot have {address}: it is not in the range of {subnet}. Choose an address inside it.",
        "vpc/latest/userguide/subnet-sizing.html";

    RESERVED: "X_REFUSED" ["VPC-17", "VPC-23"] "Address reserved by AWS",
        "{at} cannot have {address}: AWS keeps the first four addresses and the last one of every subnet for \
         itself.",
        "vpc/latest/userguide/subnet-sizing.html";

    IN_USE: "X_REFUSED" ["VPC-17"] "Address already in use",
        "{at} cannot have {address}: {other} has it. Choose a free one.",
        "vpc/latest/userguide/subnet-sizing.html";

    PUBLIC_IN_USE: "Resource.AlreadyAssociated" ["EA-01"] "Public address already in use",
        "{at} cannot have the public address {address}: it belongs to {other}. A public address is on one \
         interface at a time.",
        "vpc/latest/userguide/vpc-eips.html";

    OF_FUNCTION: "X_REFUSED" ["EA-01"] "A function has no public address",
        "{at} cannot have the public address {address}: nobody can give one to the network interface of a Lambda function. Take it away; to let the \
         function reach the internet, put it into a subnet whose table leads to a NAT gateway.",
        "lambda/latest/dg/configuration-vpc-internet.html";

    NEEDS_IPV4: "X_REFUSED" ["EI-13"] "Needs a subnet with IPv4",
        "{at} cannot be in {subnet}: it is of the IP address type IPv4, and {subnet} has no IPv4 range.",
        "vpc/latest/privatelink/create-interface-endpoint.html";

    NOT_PUBLIC: "X_REFUSED" ["EA-01"] "Not a public address",
        "{at} cannot have {address} as its public address: that is a private or reserved one.",
        "vpc/latest/userguide/vpc-eips.html";
}

/// Who has which address, so far.
#[derive(Default)]
pub(super) struct Taken {
    private: SortedMap<VpcId, SortedMap<IpAddr, Ref>>,
    public: SortedMap<Ipv4Addr, Ref>,
}

/// Without its primary address an interface, a NAT gateway or an endpoint's place cannot exist; other addresses are
/// taken off.
pub(super) fn check(_: &Topology, draft: &mut Draft) {
    let mut taken = Taken::default();
    interfaces(&mut taken, draft);
    nat_gateways(&mut taken, draft);
    endpoints(&mut taken, draft);
    load_balancers(&mut taken, draft);
}

fn interfaces(taken: &mut Taken, draft: &mut Draft) {
    let all = draft.topology.interfaces.clone();
    for (id, interface) in all.iter() {
        let at = Ref::from(id);
        let subnet = &interface.subnet;
        if let Some(ipv4) = interface.ipv4
            && !taken.claim(&at, subnet, IpAddr::V4(ipv4), draft)
        {
            draft.topology.remove(&at);
            draft.left_out.insert(at);
            continue;
        }
        let mut fits = |address| taken.claim(&at, subnet, address, draft);
        let ipv4 = interface.secondary_ipv4.iter().copied();
        let secondary_ipv4: Vec<Ipv4Addr> = ipv4.filter(|address| fits(IpAddr::V4(*address))).collect();
        let ipv6 = interface.ipv6.iter().copied();
        let ipv6: Vec<Ipv6Addr> = ipv6.filter(|address| fits(IpAddr::V6(*address))).collect();
        let public_ipv4 = interface.public_ipv4.filter(|address| {
            may_be_public(&at, interface, *address, draft) && taken.claim_public(&at, *address, draft)
        });
        let kept = (&secondary_ipv4, &ipv6, &public_ipv4);
        if kept == (&interface.secondary_ipv4, &interface.ipv6, &interface.public_ipv4) {
            continue;
        }
        let record = NetworkInterface {
            secondary_ipv4,
            ipv6,
            public_ipv4,
            ..interface.clone()
        };
        draft.topology.interfaces.insert(id.clone(), record);
    }
}

fn nat_gateways(taken: &mut Taken, draft: &mut Draft) {
    let all = draft.topology.nat_gateways.clone();
    for (id, gateway) in all.iter() {
        let at = Ref::from(id);
        let has_address = taken.claim(&at, &gateway.subnet, IpAddr::V4(gateway.ipv4), draft);
        let has_public = match gateway.connectivity {
            NatConnectivity::Public(address) => taken.claim_public(&at, address, draft),
            NatConnectivity::Private => true,
        };
        if !has_address || !has_public {
            draft.topology.remove(&at);
            draft.left_out.insert(at);
        }
    }
}

fn endpoints(taken: &mut Taken, draft: &mut Draft) {
    let all = draft.topology.interface_endpoints.clone();
    for (id, endpoint) in all.iter() {
        let at = Ref::from(id);
        let mut record = endpoint.clone();
        record.subnets.retain(|place| {
            has_ipv4(&at, place, draft) && taken.claim(&at, &place.subnet, IpAddr::V4(place.ipv4), draft)
        });
        if record != *endpoint {
            draft.topology.interface_endpoints.insert(id.clone(), record);
        }
    }
}

fn may_be_public(at: &Ref, interface: &NetworkInterface, address: Ipv4Addr, draft: &mut Draft) -> bool {
    let is_function = interface.role == Role::Function;
    if is_function {
        let facts = vec![("address", Fact::Address(IpAddr::V4(address)))];
        draft.error("public-address-of-function", &OF_FUNCTION, at.clone(), facts);
    }
    !is_function
}

/// EI-13: an endpoint for IPv4 stands in subnets with IPv4.
fn has_ipv4(at: &Ref, place: &EndpointSubnet, draft: &mut Draft) -> bool {
    let subnet = draft.topology.subnets.get(&place.subnet);
    let lacks_it = subnet.is_some_and(|subnet| subnet.cidr.is_none());
    if lacks_it {
        let facts = vec![("subnet", element(&place.subnet))];
        draft.error("endpoint-subnet-of-other-family", &NEEDS_IPV4, at.clone(), facts);
    }
    !lacks_it
}

/// A subnet that is not there is reported with the load balancer.
fn load_balancers(taken: &mut Taken, draft: &mut Draft) {
    let all = draft.topology.load_balancers.clone();
    for (id, balancer) in all.iter() {
        let at = Ref::from(id);
        let mut record = balancer.clone();
        record.retain_places(|place| {
            let is_there = draft.topology.subnets.contains(place.subnet.as_str());
            !is_there || taken.claim(&at, &place.subnet, IpAddr::V4(place.ipv4), draft)
        });
        record
            .public_ipv4
            .retain(|address| taken.claim_public(&at, *address, draft));
        if record != *balancer {
            draft.topology.load_balancers.insert(id.clone(), record);
        }
    }
}

impl Taken {
    /// What is there and was found right.
    pub(super) fn of(topology: &Topology) -> Self {
        let mut taken = Self::default();
        for (id, record) in topology.interfaces.iter() {
            let ipv4 = record.ipv4.iter().chain(&record.secondary_ipv4).copied();
            let addresses = ipv4.map(IpAddr::V4).chain(record.ipv6.iter().copied().map(IpAddr::V6));
            taken.note(id.into(), &record.subnet, addresses, record.public_ipv4, topology);
        }
        for (id, record) in topology.nat_gateways.iter() {
            let public = match record.connectivity {
                NatConnectivity::Public(address) => Some(address),
                NatConnectivity::Private => None,
            };
            let own = [IpAddr::V4(record.ipv4)];
            taken.note(id.into(), &record.subnet, own, public, topology);
        }
        for (id, record) in topology.interface_endpoints.iter() {
            for place in &record.subnets {
                taken.note(id.into(), &place.subnet, [IpAddr::V4(place.ipv4)], None, topology);
            }
        }
        taken
    }

    fn note(
        &mut self,
        at: Ref,
        subnet: &SubnetId,
        addresses: impl IntoIterator<Item = IpAddr>,
        public: Option<Ipv4Addr>,
        topology: &Topology,
    ) {
        if let Some(record) = topology.subnets.get(subnet) {
            let holders = self.private.entry(record.vpc.clone()).or_default();
            for address in addresses {
                holders.insert(address, at.clone());
            }
        }
        if let Some(public) = public {
            self.public.insert(public, at);
        }
    }

    pub(super) fn claim(&mut self, at: &Ref, subnet: &SubnetId, address: IpAddr, draft: &mut Draft) -> bool {
        let Some(record) = draft.topology.subnets.get(subnet) else {
            return false;
        };
        let (vpc, wrong) = (record.vpc.clone(), wrong(record, address));
        let mut facts = vec![("address", Fact::Address(address))];
        if let Some((name, reason)) = wrong {
            facts.push(("subnet", element(subnet)));
            draft.error(name, reason, at.clone(), facts);
            return false;
        }
        let holders = self.private.entry(vpc).or_default();
        if let Some(other) = holders.get(&address) {
            facts.push(("other", Fact::Element(other.clone())));
            draft.error("address-used-twice", &IN_USE, at.clone(), facts);
            return false;
        }
        holders.insert(address, at.clone());
        true
    }

    pub(super) fn claim_public(&mut self, at: &Ref, address: Ipv4Addr, draft: &mut Draft) -> bool {
        let mut facts = vec![("address", Fact::Address(IpAddr::V4(address)))];
        if !is_public(address) {
            draft.error("public-address-not-public", &NOT_PUBLIC, at.clone(), facts);
            return false;
        }
        if let Some(other) = self.public.get(&address) {
            facts.push(("other", Fact::Element(other.clone())));
            draft.error("public-address-used-twice", &PUBLIC_IN_USE, at.clone(), facts);
            return false;
        }
        self.public.insert(address, at.clone());
        true
    }
}

fn wrong(subnet: &Subnet, address: IpAddr) -> Option<(&'static str, &'static Reason)> {
    let (is_inside, is_reserved) = match address {
        IpAddr::V4(address) => match subnet.cidr {
            Some(cidr) => (cidr.contains(&address), is_reserved_in(cidr, address)),
            None => (false, false),
        },
        IpAddr::V6(address) => match subnet.ipv6_cidr {
            Some(cidr) => (cidr.contains(&address), is_reserved_in_ipv6(cidr, address)),
            None => (false, false),
        },
    };
    if !is_inside {
        Some(("address-outside-subnet", &OUTSIDE_SUBNET))
    } else if is_reserved {
        Some(("address-reserved", &RESERVED))
    } else {
        None
    }
}

/// Addresses for documentation count as public: diagrams use them as examples.
fn is_public(address: Ipv4Addr) -> bool {
    !(RFC1918.iter().any(|range| range.contains(&address))
        || RFC6598.contains(&address)
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.octets()[0] == 0)
}
