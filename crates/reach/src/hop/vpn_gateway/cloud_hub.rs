//! From site to site over one virtual private gateway: it announces each site's networks to the others (VPN-30, VPN-31). No
//! VPC, and nothing of one, is involved (VPN-32). AWS page: vpn/latest/s2svpn/VPN_CloudHub.html

use std::net::IpAddr;

use crate::hop::{direct_connect_gateway, site};
use crate::id::{Kind, Ref};
use crate::network::{LearnedPrefix, Network};
use crate::reason::reasons;
use crate::topology::{
    Topology, VirtualInterface, VirtualInterfaceId, VpcId, VpnConnection, VpnConnectionId, VpnGatewayId, VpnRouting,
};
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
    let is_known = other_site(walk, id).is_some();
    !is_in_vpc && (is_known || static_site(walk.network, id, walk.handed_over_by(), walk.destination()).is_some())
}

pub(super) fn pass_on(walk: &mut Walk<'_>, id: &VpnGatewayId) -> Next {
    let network = walk.network;
    let Some(learned) = other_site(walk, id) else {
        let Some(other) = static_site(network, id, walk.handed_over_by(), walk.destination()) else {
            return crate::hop::not_modelled(walk, &Ref::from(id));
        };
        let step = super::step_in(walk, &Ref::from(other));
        return walk.stop(id, step, Why::new(&NEEDS_BGP).element("other", other));
    };
    let step = Step::VpnGateway {
        prefix: learned.prefix,
        to: learned.connection.clone(),
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
    let leads =
        |learned: &&LearnedPrefix, to: IpAddr| learned.prefix.contains(&to) && Some(&learned.connection) != came_by;
    let all = network.vpn_prefixes(id).iter().chain(network.vpn_prefixes_down(id));
    let to = walk.destination();
    all.into_iter().find(|learned| leads(learned, to))
}

/// Another connection whose site has the address, and which is static: it brings nothing to the other sites, whatever prefixes it has.
pub(crate) fn static_site<'n>(
    network: &'n Network,
    gateway: &VpnGatewayId,
    came_by: Option<&Ref>,
    to: IpAddr,
) -> Option<&'n VpnConnectionId> {
    let topology = network.topology();
    let gateway = Ref::from(gateway);
    let has_it = |connection: &VpnConnection| {
        let device = topology.customer_gateways.get(&connection.customer_gateway)?;
        let site = topology.sites.get(device.site.as_ref()?)?;
        Some(site::contains(site, to))
    };
    let mut all = topology.vpn_connections.iter();
    let found = all.find(|(id, connection)| {
        let is_other = connection.gateway == gateway && came_by != Some(&Ref::from(*id));
        is_other && connection.routing != VpnRouting::Bgp && has_it(connection).unwrap_or_default()
    });
    found.map(|(id, _)| id)
}

fn obstacle(walk: &Walk<'_>, network: &Network, learned: &LearnedPrefix) -> Option<Why> {
    let topology = network.topology();
    let (near, far) = (walk.handed_over_by()?, &learned.connection);
    if is_behind_direct_connect_gateway(topology, far) {
        return Some(Why::new(&direct_connect_gateway::NOT_TO_VPN));
    }
    let (Some(near_asn), Some(far_asn)) = (asn(topology, near), asn(topology, far)) else {
        let is_far = asn(topology, far).is_none();
        let other = if is_far { far } else { near };
        return Some(Why::new(&NEEDS_BGP).element("other", other.clone()));
    };
    (near_asn == far_asn).then(|| {
        let why = Why::new(&SAME_ASN)
            .element("from", near.clone())
            .element("to", far.clone());
        why.fact("number", crate::trace::Fact::Number(near_asn))
    })
}

/// What comes by a VPN does not go on to a virtual interface of a Direct Connect gateway (VPN-33).
fn is_behind_direct_connect_gateway(topology: &Topology, connection: &Ref) -> bool {
    let id: Option<VirtualInterfaceId> = connection.to_id();
    let gateway = id.and_then(|id| topology.virtual_interfaces.get(&id)?.gateway.as_ref());
    gateway.is_some_and(|gateway| gateway.kind == Kind::DirectConnectGateway)
}

/// Of the far end; `None` for a static connection (VPN-31).
fn asn(topology: &Topology, connection: &Ref) -> Option<u32> {
    if let Some(id) = connection.to_id::<VirtualInterface>() {
        return Some(topology.virtual_interfaces.get(&id)?.asn);
    }
    let id: VpnConnectionId = connection.to_id()?;
    let record = topology.vpn_connections.get(&id)?;
    let device = topology.customer_gateways.get(&record.customer_gateway)?;
    (record.routing == VpnRouting::Bgp).then_some(device.asn)
}
