//! A customer gateway is the device at the far end of the tunnels: it hands packets to its site (VPN-01).
//! AWS page: vpn/latest/s2svpn/your-cgw.html

use crate::id::Ref;
use crate::reason::reasons;
use crate::topology::CustomerGatewayId;
use crate::trace::{Action, Step};
use crate::walk::{Next, Walk, Way, Why};

reasons! {
    HANDS_OVER: "to-site" ["VPN-01"] "To the site",
        "{at} takes the packet out of the tunnel and hands it to {site}.",
        "vpn/latest/s2svpn/your-cgw.html";
    INTO_TUNNEL: "into-tunnel" ["VPN-01", "VPN-21"] "Into the tunnel",
        "{at} sends what is for {destination} into {connection}.",
        "vpn/latest/s2svpn/your-cgw.html";
    ANNOUNCED: "announced-by-transit-gateway" ["VPN-51"] "Announced to it",
        "The transit gateway announces over {connection} what is in the table that the attachment is associated with; so {at} knows the way.",
        "vpc/latest/tgw/tgw-vpn-attachments.html";
    BY_HAND: "routes-on-the-device" ["VPN-21", "VPN-51"] "Written on the device",
        "{connection} is static, so nothing is announced over it: the ways to AWS are written on {at} by hand. Which they are is not drawn, so they are taken to be those of the transit gateway's table.",
        "vpn/latest/s2svpn/VPNRoutingTypes.html";
    NOT_ANNOUNCED: "not-announced-by-transit-gateway" ["VPN-51"] "Not announced to it",
        "The transit gateway announces over {connection} the routes of the table that the attachment is associated with, blackholes left out; none is for {destination}.",
        "vpc/latest/tgw/tgw-vpn-attachments.html";
    NO_ROUTE: "NO_ROUTE_TO_DESTINATION" ["VPN-21"] "No route to AWS",
        "{at} has no route that sends {destination} into a tunnel.",
        "vpn/latest/s2svpn/SetUpVPNConnections.html";
    NO_SITE: "NO_POSSIBLE_DESTINATION" ["VPN-01"] "Nothing behind it",
        "No site is drawn behind {at} that could have the address {destination}.",
        "vpn/latest/s2svpn/your-cgw.html";
}

/// From a tunnel to the site. The other way starts at the site, which knows its gateways.
pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    let network = walk.network;
    let record = component
        .to_id()
        .and_then(|id: CustomerGatewayId| network.topology().customer_gateways.get(&id));
    let Some(site) = record.and_then(|record| record.site.clone()) else {
        let why = Why::new(&NO_SITE);
        return super::lacks(walk, component.clone(), Step::CustomerGateway, component.clone(), why);
    };
    let why = Why::new(&HANDS_OVER).element("site", &site);
    walk.pass(component.clone(), Step::CustomerGateway, Action::Forward, why);
    Next::Enter(Ref::from(&site), way)
}
