//! Between a Direct Connect gateway and transit gateways: in by its attachment, for what the allowed prefixes announce to the site
//! (DX-10); out by the virtual interface that announces the best route (DX-14).
//! AWS page: directconnect/latest/UserGuide/direct-connect-transit-gateways.html

use std::cmp::Reverse;
use std::net::IpAddr;

use crate::id::Ref;
use crate::network::{announced_by, has_session, is_idle};
use crate::reason::{NOT_MODELLED, reasons};
use crate::topology::{DirectConnectGateway, Preference, VirtualInterface, VirtualInterfaceKind};
use crate::trace::{Action, Step};
use crate::walk::{Next, Walk, Way, Why};

reasons! {
    TO_TRANSIT_GATEWAY: "direct-connect-to-transit-gateway" ["DX-10", "DX-03"] "On to a transit gateway",
        "{at} passes the packet on to {to}. It announced its allowed prefixes to the site, whatever ranges the VPCs have.",
        "directconnect/latest/UserGuide/allowed-to-prefixes.html";
    NOT_ATTACHED: "BAD_STATE_ATTACHMENT" ["DX-03", "DEC-20"] "Not attached",
        "{at} has no attachment to {to} that could carry packets.",
        "vpc/latest/tgw/tgw-dcg-attachments.html";
    TO_INTERFACE: "direct-connect-to-interface" ["DX-14", "DX-03"] "To the site",
        "{at} sends the packet to {interface}, which announces the best route.",
        "directconnect/latest/UserGuide/routing-and-bgp.html";
    NO_INTERFACE: "NO_ROUTE_TO_DESTINATION" ["DX-19"] "No interface leads there",
        "No virtual interface of {at} that is up announces {destination}.",
        "directconnect/latest/UserGuide/routing-and-bgp.html";
}

pub(super) fn into_transit_gateway(walk: &mut Walk<'_>, component: &Ref, gateway: &Ref) -> Next {
    let network = walk.network;
    let attachment = gateway
        .to_id()
        .and_then(|gateway| network.attachment_of_direct_connect(&gateway, &component.to_id()?));
    let Some(attachment) = attachment else {
        let why = Why::new(&NOT_ATTACHED).element("to", gateway.clone());
        return walk.stop(component.clone(), Step::DirectConnectGateway, why);
    };
    let why = Why::new(&TO_TRANSIT_GATEWAY).element("to", gateway.clone());
    walk.pass(component.clone(), Step::DirectConnectGateway, Action::Forward, why);
    Next::Enter(Ref::from(attachment), Way::In)
}

/// A transit gateway hands the packet to the Direct Connect gateway.
pub(super) fn to_interface(walk: &mut Walk<'_>, component: &Ref, record: &DirectConnectGateway) -> Next {
    let topology = walk.network.topology();
    let to = walk.destination();
    let step = Step::DirectConnectGateway;
    let attachments = &topology.transit_gateway_attachments;
    let came_by = walk.transit.came_by.as_ref().and_then(|id| attachments.get(id));
    let own = came_by.map(|attachment| Ref::from(&attachment.gateway));
    let others = record
        .associations
        .iter()
        .filter(|other| Some(&other.gateway) != own.as_ref());
    let mut announced = others.flat_map(|other| &other.allowed_prefixes);
    if announced.any(|prefix| prefix.contains(&to)) {
        // DX-08: it may turn round at Direct Connect.
        let why = Why::new(&NOT_MODELLED).text(
            "target",
            "What is behind a transit gateway of the same Direct Connect gateway",
        );
        return walk.stop(component.clone(), step, why);
    }
    let all = topology.virtual_interfaces.iter();
    let own = all.filter(|(_, interface)| interface.gateway.as_ref() == Some(component));
    let up = own
        .filter(|(_, interface)| has_session(topology, interface) && interface.kind == VirtualInterfaceKind::Transit);
    let ways: Vec<_> = up
        .filter_map(|(id, interface)| Some((rank(announced_by(topology, interface), interface, to)?, id, interface)))
        .collect();
    let announces = |interface: &VirtualInterface| rank(announced_by(topology, interface), interface, to).is_some();
    let mut idle = topology.virtual_interfaces.iter().filter(|(_, interface)| {
        interface.gateway.as_ref() == Some(component) && is_idle(topology, interface) && announces(interface)
    });
    if let (true, Some((id, _))) = (ways.is_empty(), idle.next()) {
        let why = Why::new(&TO_INTERFACE).element("interface", id);
        walk.pass(component.clone(), step, Action::Forward, why);
        return Next::Enter(Ref::from(id), Way::Onward);
    }
    let Some((best, id, interface)) = ways.iter().min_by_key(|(rank, id, _)| (*rank, *id)) else {
        return walk.stop(component.clone(), step, Why::new(&NO_INTERFACE));
    };
    if ways
        .iter()
        .any(|(rank, _, other)| rank == best && other.site != interface.site)
    {
        let why = Why::new(&NOT_MODELLED).text("target", "Which of two sites with the same network gets a packet");
        return walk.stop(component.clone(), step, why);
    }
    let why = Why::new(&TO_INTERFACE).element("interface", *id);
    walk.pass(component.clone(), step, Action::Forward, why);
    Next::Enter(Ref::from(*id), Way::Onward)
}

type Rank = (Reverse<u8>, Reverse<Preference>, u8, u32);

/// The longer prefix, the higher preference, the shorter path, the lower MED; `None` if it does not announce the address.
fn rank(announced: &[ipnet::IpNet], interface: &VirtualInterface, to: IpAddr) -> Option<Rank> {
    let matching = announced.iter().filter(|prefix| prefix.contains(&to));
    let length = matching.map(ipnet::IpNet::prefix_len).max()?;
    Some((
        Reverse(length),
        Reverse(interface.preference),
        interface.as_path,
        interface.med.unwrap_or_default(),
    ))
}
