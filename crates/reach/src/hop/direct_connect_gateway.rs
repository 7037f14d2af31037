//! A Direct Connect gateway joins virtual interfaces with the virtual private or transit gateways that are associated with it, neither
//! VPC with VPC nor site with site (DX-07, DX-08, DX-09, VPN-33). AWS page: directconnect/latest/UserGuide/direct-connect-gateways-intro.html

pub(crate) mod out;

use std::net::IpAddr;

use ipnet::IpNet;

use crate::id::{Kind, Ref};
use crate::network::{Network, cidrs_of, has_session};
use crate::reason::{Reason, reasons};
use crate::topology::{
    Attached, DirectConnectAssociation, DirectConnectGateway, DirectConnectGatewayId, SiteId, Topology,
    VirtualInterface, Vpc, VpnGateway,
};
use crate::trace::{Action, Fact, Step};
use crate::walk::{Next, Walk, Way, Why};

reasons! {
    PASSES_ON: "through-direct-connect-gateway" ["DX-03", "DX-07"] "On to a virtual private gateway",
        "{at} passes the packet on to {to}, which is associated with it.",
        "directconnect/latest/UserGuide/direct-connect-gateways-intro.html";
    NO_TRANSIT: "X_DXGW_NO_TRANSIT" ["DX-07"] "Not from VPC to VPC, nor from site to site",
        "{at} joins sites with VPCs only: {destination} is behind another interface or VPC of it, and {at} does not carry packets between those.",
        "directconnect/latest/UserGuide/direct-connect-gateways-intro.html";
    SITE_LINK: "UNSUPPORTED_COMPONENT" ["DX-07", "DEC-26"] "SiteLink is not modelled",
        "SiteLink is on at both virtual interfaces, so the packet may go from site to site. This program does not model SiteLink.",
        "directconnect/latest/UserGuide/direct-connect-sitelink.html";
    NOT_TO_VPN: "X_DXGW_VIF_TO_VPN" ["VPN-33", "DX-07"] "Not to a VPN of the gateway",
        "{at} leads to the VPC of a virtual private gateway, not to what is behind its VPN connections.",
        "directconnect/latest/UserGuide/virtualgateways.html";
    NOBODY: "NO_ROUTE_TO_DESTINATION" ["DX-09"] "Nothing there leads to it",
        "Nothing that is associated with {at} leads to {destination}.",
        "directconnect/latest/UserGuide/allowed-to-prefixes.html";
    LEFT_OUT: "NO_ROUTE_TO_DESTINATION" ["DX-09"] "Left out of the allowed prefixes",
        "The allowed prefixes of {at} for {gateway} do not cover {prefix}, so the router of {site} is not told of a way to {destination}.",
        "directconnect/latest/UserGuide/allowed-to-prefixes.html";
    NOT_LISTED: "NO_ROUTE_TO_DESTINATION" ["DX-10"] "Not among the allowed prefixes",
        "For the transit gateway {gateway}, {at} announces its allowed prefixes and nothing else; none of them contains {destination}, so the router of {site} is told of no way there.",
        "directconnect/latest/UserGuide/allowed-to-prefixes.html";
    HAIRPIN: "X_DX_SUPERNET_HAIRPIN" ["DX-08"] "Turns round at Direct Connect",
        "The site announces a network that covers both VPCs, so packets between them turn round at {at}.",
        "directconnect/latest/UserGuide/direct-connect-gateways-intro.html";
}

/// From a virtual interface to the gateway that leads to the address; or from a transit gateway to an interface.
pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    let network = walk.network;
    let Some(record) = record(network, component) else {
        return super::not_modelled(walk, component);
    };
    if way == Way::Onward {
        return out::to_interface(walk, component, record);
    }
    let topology = network.topology();
    let to = walk.destination();
    let leads = |own: &&DirectConnectAssociation| announced_of(topology, own).iter().any(|cidr| cidr.contains(&to));
    if let Some(association) = record.associations.iter().find(leads) {
        let gateway = association.gateway.clone();
        if gateway.kind == Kind::TransitGateway {
            return out::into_transit_gateway(walk, component, &gateway);
        }
        let why = Why::new(&PASSES_ON).element("to", gateway.clone());
        walk.pass(component.clone(), Step::DirectConnectGateway, Action::Forward, why);
        return Next::Enter(gateway, Way::In);
    }
    let came_by = walk.handed_over_by();
    let reason = refuses(network, component, came_by, to).unwrap_or(&NOBODY);
    let step = Step::DirectConnectGateway;
    super::lacks(walk, component.clone(), step, component.clone(), Why::new(reason))
}

/// Why the gateway does not carry what comes by an interface to an address that it knows from elsewhere than a VPC.
pub(super) fn refuses(network: &Network, gateway: &Ref, came_by: Option<&Ref>, to: IpAddr) -> Option<&'static Reason> {
    if is_behind_vpn(network, record(network, gateway)?, to) {
        return Some(&NOT_TO_VPN);
    }
    let topology = network.topology();
    let behind = behind_interfaces(topology, gateway, came_by, to);
    let has_site_link = |of: &Ref| interface(topology, of).is_some_and(|record| record.site_link);
    let links = came_by.is_some_and(has_site_link) && behind.iter().any(|record| record.site_link);
    let reason = if links { &SITE_LINK } else { &NO_TRANSIT };
    (!behind.is_empty()).then_some(reason)
}

/// What the gateway tells the sites: of each VPC the ranges that the allowed prefixes cover (DX-09).
pub(super) fn announced(network: &Network, gateway: &Ref) -> Vec<IpNet> {
    let associations = record(network, gateway).map(|record| record.associations.as_slice());
    let associations = associations.unwrap_or_default().iter();
    associations
        .flat_map(|own| announced_of(network.topology(), own))
        .collect()
}

/// What would lead from the site to the address, if the allowed prefixes did not leave it out: the gateway, and why not.
pub(super) fn left_out(network: &Network, site: &SiteId, to: IpAddr) -> Option<(Ref, Why)> {
    let topology = network.topology();
    let interfaces = topology.virtual_interfaces.iter().map(|(_, record)| record);
    let told = interfaces.filter(|record| record.site.as_ref() == Some(site) && record.routes.is_none());
    let mut gateways = told
        .filter(|record| has_session(topology, record))
        .filter_map(|record| record.gateway.as_ref());
    gateways.find_map(|gateway| {
        let mut associations = record(network, gateway)?.associations.iter();
        let why = associations.find_map(|own| refusal(topology, own, to))?;
        Some((gateway.clone(), why.element("site", site)))
    })
}

/// Why the association says nothing of the address, though it is behind it.
fn refusal(topology: &Topology, own: &DirectConnectAssociation, to: IpAddr) -> Option<Why> {
    if announced_of(topology, own).iter().any(|prefix| prefix.contains(&to)) {
        return None;
    }
    if let Some(vpc) = vpc_of(topology, own) {
        let prefix = cidrs_of(vpc).find(|cidr| cidr.contains(&to))?;
        let why = Why::new(&LEFT_OUT).fact("prefix", Fact::Cidr(prefix));
        return Some(why.element("gateway", own.gateway.clone()));
    }
    let mut attachments = topology.transit_gateway_attachments.iter();
    let leads_there = attachments.any(|(_, attachment)| match &attachment.to {
        Attached::Vpc { vpc, .. } => {
            Ref::from(&attachment.gateway) == own.gateway && topology.vpcs.get(vpc).is_some_and(|vpc| has(vpc, to))
        }
        _ => false,
    });
    leads_there.then(|| Why::new(&NOT_LISTED).element("gateway", own.gateway.clone()))
}

/// The other VPC of the same Direct Connect gateway that has the address; packets cannot go there (DX-07), unless a site
/// announces a network that covers both (DX-08).
pub(super) fn other_vpc(network: &Network, own: &Ref, to: IpAddr) -> Option<(Ref, Ref)> {
    let mut all = network.topology().direct_connect_gateways.iter();
    all.find_map(|(id, record)| {
        let is_here = record
            .associations
            .iter()
            .any(|association| association.gateway == *own);
        let mut others = record
            .associations
            .iter()
            .filter(|association| association.gateway != *own);
        let other = others.find(|other| vpc_of(network.topology(), other).is_some_and(|vpc| has(vpc, to)))?;
        is_here.then(|| (Ref::from(id), other.gateway.clone()))
    })
}

/// DX-08: by an interface of this gateway that is up, towards a VPC that it announces there.
pub(super) fn turns_round(network: &Network, line: &Ref, other: &Ref, by: &Ref, to: IpAddr) -> bool {
    let topology = network.topology();
    let interface = by.to_id().and_then(|id| topology.virtual_interfaces.get(&id));
    let is_of_line =
        |interface: &VirtualInterface| interface.gateway.as_ref() == Some(line) && has_session(topology, interface);
    let associations = record(network, line).map(|record| record.associations.as_slice());
    let mut associations = associations.unwrap_or_default().iter();
    let is_told = associations
        .any(|own| own.gateway == *other && announced_of(topology, own).iter().any(|prefix| prefix.contains(&to)));
    interface.is_some_and(is_of_line) && is_told
}

fn record<'n>(network: &'n Network, gateway: &Ref) -> Option<&'n DirectConnectGateway> {
    let id: DirectConnectGatewayId = gateway.to_id()?;
    network.topology().direct_connect_gateways.get(&id)
}

fn vpc_of<'n>(topology: &'n Topology, association: &DirectConnectAssociation) -> Option<&'n Vpc> {
    let id = association.gateway.to_id::<VpnGateway>()?;
    topology.vpcs.get(topology.vpn_gateways.get(&id)?.vpc.as_ref()?)
}

fn has(vpc: &Vpc, address: IpAddr) -> bool {
    cidrs_of(vpc).any(|cidr| cidr.contains(&address))
}

/// For a transit gateway the allowed prefixes as they are (DX-10). Of a VPC an empty list allows whatever it has.
fn announced_of(topology: &Topology, association: &DirectConnectAssociation) -> Vec<IpNet> {
    let allowed = &association.allowed_prefixes;
    if association.gateway.kind == Kind::TransitGateway {
        return allowed.clone();
    }
    let covers = |cidr: &IpNet| allowed.is_empty() || allowed.iter().any(|prefix| prefix.contains(cidr));
    let vpc = vpc_of(topology, association);
    vpc.into_iter().flat_map(cidrs_of).filter(covers).collect()
}

fn is_behind_vpn(network: &Network, record: &DirectConnectGateway, to: IpAddr) -> bool {
    let gateways = record
        .associations
        .iter()
        .filter_map(|own| own.gateway.to_id::<VpnGateway>());
    gateways.into_iter().any(|gateway| {
        let known = network.vpn_prefixes(&gateway).iter();
        let known = known.chain(network.vpn_prefixes_down(&gateway));
        let mut by_vpn = known.filter(|learned| learned.connection.kind == Kind::VpnConnection);
        by_vpn.any(|learned| learned.prefix.contains(&to))
    })
}

fn behind_interfaces<'a>(
    topology: &'a Topology,
    gateway: &Ref,
    came_by: Option<&Ref>,
    to: IpAddr,
) -> Vec<&'a VirtualInterface> {
    let interfaces = topology.virtual_interfaces.iter();
    let others =
        interfaces.filter(|(id, record)| record.gateway.as_ref() == Some(gateway) && came_by != Some(&Ref::from(*id)));
    let leads = |record: &&VirtualInterface| {
        let announced = crate::network::announced_by(topology, record);
        announced.iter().any(|prefix| prefix.contains(&to))
    };
    others.map(|(_, record)| record).filter(leads).collect()
}

fn interface<'a>(topology: &'a Topology, of: &Ref) -> Option<&'a VirtualInterface> {
    topology.virtual_interfaces.get(&of.to_id::<VirtualInterface>()?)
}
