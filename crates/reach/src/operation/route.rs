//! A new route needs a target that is there and fits the table's VPC; a peering connection may still wait to be accepted.
//! A table has at most 500 static routes of a family (VPC-27). AWS page: vpc/latest/userguide/route-table-options.html

use ipnet::IpNet;

use super::{Refusal, refuse};
use crate::id::{Kind, Ref};
use crate::issue::peering::is_live;
use crate::network::is_attached;
use crate::reason::{Reason, reasons};
use crate::resolve::element;
use crate::topology::{
    Destination, EgressOnlyInternetGateway, InternetGateway, NatGateway, NetworkInterface, PeeringConnection, Route,
    RouteTable, RouteTableId, SubnetId, Target, Topology, TransitGateway, VpcId, VpnGateway,
};
use crate::trace::Fact;

reasons! {
    TARGET_MISSING: "X_REFUSED" ["RT-21"] "Target does not exist",
        "{at} cannot send {destination} to {target}, which does not exist. Create it first, or choose another target.",
        "vpc/latest/userguide/route-table-options.html";

    INTERNET_GATEWAY_ELSEWHERE: "X_REFUSED" ["IG-01"] "Internet gateway not attached here",
        "{at} cannot send {destination} to {target}: it is not attached to {vpc}. Attach it first.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";

    EGRESS_ONLY_ELSEWHERE: "X_REFUSED" ["EO-01"] "Egress-only internet gateway not attached here",
        "{at} cannot send {destination} to {target}: it is not attached to {vpc}. Attach it first.",
        "vpc/latest/userguide/egress-only-internet-gateway.html";

    NOT_ATTACHED: "X_REFUSED" ["TGW-13"] "Not attached to the transit gateway",
        "{at} cannot send {destination} to {target}: {vpc} has no attachment to it. Attach the VPC first.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";

    VPN_GATEWAY_ELSEWHERE: "X_REFUSED" ["VPN-02"] "Virtual private gateway not attached here",
        "{at} cannot send {destination} to {target}: it is not attached to {vpc}. Attach it first.",
        "vpc/latest/userguide/route-table-options.html";

    PEERING_ELSEWHERE: "X_REFUSED" ["PEER-04"] "Peering of other VPCs",
        "{at} cannot send {destination} to {target}: {vpc} is not one of its two sides. A peering connection carries \
         only what its own two VPCs send.",
        "vpc/latest/peering/vpc-peering-routing.html";

    PEERING_OVER: "X_REFUSED" ["PEER-01"] "Peering is not usable any more",
        "{at} cannot send {destination} to {target}: it is {state}. Request a new peering connection and use that.",
        "vpc/latest/peering/vpc-peering-routing.html";

    IN_OTHER_VPC: "X_REFUSED" ["RT-06", "NG-01"] "Target in another VPC",
        "{at} cannot send {destination} to {target}: it is not in {vpc}. A route table leads only to what is in its own VPC.",
        "vpc/latest/userguide/route-table-options.html";

    TOO_MANY: "RouteLimitExceeded" ["VPC-27", "RT-16"] "Too many routes",
        "{at} cannot have {number} routes of one family: 500 is the default quota (1,000 at most).",
        "vpc/latest/userguide/amazon-vpc-limits.html";
}

const QUOTA: usize = 500;

pub(super) fn update(
    id: &RouteTableId,
    before: Option<&RouteTable>,
    after: &RouteTable,
    topology: &Topology,
) -> Result<(), Refusal> {
    let is_new = |route: &&Route| before.is_none_or(|before| before.vpc != after.vpc || !before.routes.contains(route));
    for route in after.routes.iter().filter(is_new) {
        if let Some((reason, fact)) = unfit(&route.target, &after.vpc, topology) {
            let target = match &route.target {
                Target::Element(element) => Fact::Element(element.clone()),
                Target::Local => Fact::Text("local".into()),
                Target::NotModelled(words) => Fact::Text(words.clone()),
            };
            let destination = Fact::Text(route.destination.to_string().into());
            let mut facts = vec![
                ("destination", destination),
                ("target", target),
                ("vpc", element(&after.vpc)),
            ];
            facts.extend(fact.map(|fact| ("state", fact)));
            return refuse(reason, id, facts);
        }
    }
    within_quota(id, before, after, topology)
}

type Unfit = (&'static Reason, Option<Fact>);

/// Why the VPC cannot use the target. What no table can have as a target is an issue of its own.
fn unfit(target: &Target, vpc: &VpcId, topology: &Topology) -> Option<Unfit> {
    let Target::Element(target) = target else {
        return None;
    };
    if !topology.contains(target) {
        return Some((&TARGET_MISSING, None));
    }
    let reason = match target.kind {
        Kind::InternetGateway => {
            let gateway = topology.internet_gateways.get(&target.to_id::<InternetGateway>()?)?;
            (gateway.vpc.as_ref() != Some(vpc)).then_some(&INTERNET_GATEWAY_ELSEWHERE)
        }
        Kind::VpnGateway => {
            let gateway = topology.vpn_gateways.get(&target.to_id::<VpnGateway>()?)?;
            (gateway.vpc.as_ref() != Some(vpc)).then_some(&VPN_GATEWAY_ELSEWHERE)
        }
        Kind::EgressOnlyInternetGateway => {
            let id = target.to_id::<EgressOnlyInternetGateway>()?;
            let gateway = topology.egress_only_internet_gateways.get(&id)?;
            (gateway.vpc.as_ref() != Some(vpc)).then_some(&EGRESS_ONLY_ELSEWHERE)
        }
        Kind::RegionalNatGateway => {
            let gateway = topology.regional_nat_gateways.get(&target.to_id()?)?;
            (gateway.vpc != *vpc).then_some(&IN_OTHER_VPC)
        }
        Kind::GatewayLoadBalancerEndpoint => {
            let endpoint = topology.gateway_load_balancer_endpoints.get(&target.to_id()?)?;
            (!is_in(&endpoint.subnet, vpc, topology)).then_some(&IN_OTHER_VPC)
        }
        Kind::TransitGateway => {
            let id = target.to_id::<TransitGateway>()?;
            (!is_attached(vpc, &id, topology)).then_some(&NOT_ATTACHED)
        }
        Kind::PeeringConnection => return unfit_peering(target, vpc, topology),
        Kind::NatGateway => {
            let gateway = topology.nat_gateways.get(&target.to_id::<NatGateway>()?)?;
            (!is_in(&gateway.subnet, vpc, topology)).then_some(&IN_OTHER_VPC)
        }
        Kind::NetworkInterface => {
            let interface = topology.interfaces.get(&target.to_id::<NetworkInterface>()?)?;
            (!is_in(&interface.subnet, vpc, topology)).then_some(&IN_OTHER_VPC)
        }
        _ => None,
    };
    reason.map(|reason| (reason, None))
}

fn unfit_peering(target: &Ref, vpc: &VpcId, topology: &Topology) -> Option<Unfit> {
    let peering = topology
        .peering_connections
        .get(&target.to_id::<PeeringConnection>()?)?;
    if peering.other(vpc).is_none() {
        return Some((&PEERING_ELSEWHERE, None));
    }
    (!is_live(peering.state)).then(|| (&PEERING_OVER, Some(Fact::Text(peering.state.word().into()))))
}

fn is_in(subnet: &SubnetId, vpc: &VpcId, topology: &Topology) -> bool {
    topology.subnets.get(subnet).is_some_and(|subnet| subnet.vpc == *vpc)
}

/// IPv4 and IPv6 are counted apart; a prefix list counts with its entries (RT-16).
fn within_quota(
    id: &RouteTableId,
    before: Option<&RouteTable>,
    after: &RouteTable,
    topology: &Topology,
) -> Result<(), Refusal> {
    let count = |table: &RouteTable| {
        let mut sizes = (0, 0);
        for route in &table.routes {
            match &route.destination {
                Destination::Cidr(IpNet::V4(_)) => sizes.0 += 1,
                Destination::Cidr(IpNet::V6(_)) => sizes.1 += 1,
                Destination::PrefixList(list) => {
                    sizes.0 += topology.prefix_lists.get(list).map_or(0, |list| list.entries.len());
                }
            }
        }
        sizes.0.max(sizes.1)
    };
    let number = count(after);
    if number <= QUOTA || before.is_some_and(|before| count(before) >= number) {
        return Ok(());
    }
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    refuse(&TOO_MANY, id, vec![("number", Fact::Number(number))])
}
