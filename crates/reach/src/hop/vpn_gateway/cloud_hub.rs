//! From site to site over one virtual private gateway: it announces each site's networks to the others (VPN-30, VPN-31). No
//! VPC, and nothing of one, is involved (VPN-32). AWS page: vpn/latest/s2svpn/VPN_CloudHub.html

use std::net::IpAddr;

use crate::id::Ref;
use crate::network::{LearnedPrefix, Network};
use crate::reason::reasons;
use crate::topology::{VpcId, VpnConnection, VpnConnectionId, VpnGatewayId, VpnRouting};
use crate::trace::Step;
use crate::walk::{Next, Walk, Way, Why};

reasons! {
    PASSES_ON: "cloud-hub" ["VPN-30", "VPN-31", "VPN-46"] "On to another site",
        "{at} knows {prefix} from {to} and passes the packet on from site to site.",
        "vpn/latest/s2svpn/VPN_CloudHub.html";
    PAST_THE_VPC: "past-the-vpc" ["VPN-32"] "Past the VPC",
        "No route table, network ACL or security group of a VPC is asked.",
        "vpn/latest/s2svpn/VPN_CloudHub.html", assumed;
    NEEDS_BGP: "X_CLOUDHUB_NEEDS_BGP" ["VPN-31"] "Between sites both need BGP",
        "{at} passes packets from site to site only between connections with BGP, and {other} is static.",
        "vpn/latest/s2svpn/VPN_CloudHub.html";
    SAME_ASN: "X_CLOUDHUB_DUPLICATE_ASN" ["VPN-31"] "Both sites have the same ASN",
        "{at} does not tell the two sites of each other: the customer gateways of {from} and {to} have the same ASN, {number}.",
        "vpn/latest/s2svpn/VPN_CloudHub.html";
}

/// Nothing in the VPC has the address, and another connection leads to it.
pub(super) fn is_for_another_site(walk: &Walk<'_>, id: &VpnGatewayId, vpc: Option<&VpcId>) -> bool {
    let is_in_vpc = vpc.is_some_and(|vpc| walk.network.is_in_vpc(vpc, walk.destination()));
    !is_in_vpc && other_site(walk, id).is_some()
}

pub(super) fn pass_on(walk: &mut Walk<'_>, id: &VpnGatewayId) -> Next {
    let network = walk.network;
    let Some(learned) = other_site(walk, id) else {
        return crate::hop::not_modelled(walk, &Ref::from(id));
    };
    let step = Step::VpnGateway {
        prefix: learned.prefix,
        to: Ref::from(&learned.connection),
    };
    if let Some(why) = obstacle(walk, network, learned) {
        return walk.stop(id, step, why);
    }
    let why = Why::new(&PASSES_ON).because([Why::new(&PAST_THE_VPC)]);
    super::hand_over(walk, id, learned, why, Way::Onward)
}

/// What another connection than the one that the packet came by brings.
fn other_site<'n>(walk: &Walk<'n>, id: &VpnGatewayId) -> Option<&'n LearnedPrefix> {
    let network = walk.network;
    let came_by = walk.handed_over_by();
    let leads = |learned: &&LearnedPrefix, to: IpAddr| {
        learned.prefix.contains(&to) && Some(&Ref::from(&learned.connection)) != came_by
    };
    let all = network.vpn_prefixes(id).iter().chain(network.vpn_prefixes_down(id));
    let to = walk.destination();
    all.into_iter().find(|learned| leads(learned, to))
}

fn obstacle(walk: &Walk<'_>, network: &Network, learned: &LearnedPrefix) -> Option<Why> {
    let connections = &network.topology().vpn_connections;
    let devices = &network.topology().customer_gateways;
    let from: VpnConnectionId = walk.handed_over_by()?.to_id()?;
    let (near, far) = (connections.get(&from)?, connections.get(&learned.connection)?);
    let is_static = |connection: &VpnConnection| connection.routing != VpnRouting::Bgp;
    if is_static(far) {
        return Some(Why::new(&NEEDS_BGP).element("other", &learned.connection));
    }
    if is_static(near) {
        return Some(Why::new(&NEEDS_BGP).element("other", &from));
    }
    let asn = |connection: &VpnConnection| devices.get(&connection.customer_gateway).map(|device| device.asn);
    let (near, far) = (asn(near)?, asn(far)?);
    (near == far).then(|| {
        let why = Why::new(&SAME_ASN)
            .element("from", &from)
            .element("to", &learned.connection);
        why.fact("number", crate::trace::Fact::Number(near))
    })
}
