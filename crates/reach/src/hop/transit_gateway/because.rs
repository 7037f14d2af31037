//! What stands behind a look-up in a transit gateway: where the route comes from, which others there might be, and what is
//! missing. AWS page: vpc/latest/tgw/how-transit-gateways-work.html

use crate::id::Ref;
use crate::issue::attachment::NOT_PROPAGATED;
use crate::network::{Network, TransitRoute, TransitRouteOrigin, announced_by, is_point_to_point, learned};
use crate::reason::reasons;
use crate::route;
use crate::topology::{
    Attached, Destination, SiteId, TransitGatewayAttachment, TransitGatewayAttachmentId, TransitGatewayId,
    TransitGatewayRouteTableId, TransitGatewayTarget, VirtualInterfaceKind, VpnConnectionId, VpnRouting,
};
use crate::trace::Fact;
use crate::transit_route::Chosen;
use crate::walk::{Walk, Why};

reasons! {
    PROPAGATED: "transit-gateway-propagated" ["TGW-11"] "Propagated",
        "Nobody wrote this route: {target} propagates {prefix} to {at}.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    PROPAGATED_BY_VPN: "vpn-attachment-propagated" ["VPN-50", "TGW-11"] "Learned over BGP",
        "Nobody wrote this route: {target} propagates {prefix} to {at} as long as a tunnel of its VPN connection is up.",
        "vpc/latest/tgw/tgw-vpn-attachments.html";
    PROPAGATED_BY_DIRECT_CONNECT: "direct-connect-attachment-propagated" ["TGW-56", "TGW-11"] "Learned over BGP",
        "Nobody wrote this route: {target} propagates {prefix} to {at} as long as a virtual interface brings it.",
        "vpc/latest/tgw/tgw-dcg-attachments.html";
    BY_DEFAULT: "default-transit-gateway-table" ["TGW-05", "TGW-06"] "The default table",
        "{at} is the default table of {gateway}: attachments that say nothing else are associated with it and propagate to it.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    ONE_OF_TWINS: "one-of-twins" ["TGW-41", "TGW-40"] "The other VPC gets nothing",
        "{other} has these addresses, too. A transit gateway does not share packets out between VPCs: only the routes of the one attached first are propagated.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    FIRST_OF_TWINS: "first-of-twins" ["TGW-40"] "Taken to be attached first",
        "Which of the two was attached first is not drawn; {target} is taken to be, as its id comes first.",
        "vpc/latest/tgw/tgw-vpc-attachments.html", assumed;
    STATIC_INTO_TWIN: "static-into-twin" ["TGW-43"] "Only because of this static route",
        "The routes of {target} are not propagated, as {other} has these addresses, too; a static route leads there all the same.",
        "vpc/latest/tgw/tgw-vpc-attachments.html", assumed;
    BEHIND_NAT: "nat-before-transit-gateway" ["TGW-45"] "From a routable address",
        "A NAT gateway put its own address {source} in place of the sender's, so overlapping addresses behind it do no harm.",
        "vpc/latest/userguide/nat-gateway-scenarios.html";
    ESCAPES_BLACKHOLE: "escapes-blackhole" ["TGW-21", "TGW-20"] "The blackhole is less specific",
        "{row} is a blackhole, but a more specific route wins.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    NOT_FILTERED: "not-filtered" ["VPN-52"] "Nobody announced it",
        "The other side never announced {prefix}; because of the static route it is sent there all the same.",
        "vpc/latest/tgw/tgw-vpn-attachments.html";
    ECMP: "equal-cost-ways" ["VPN-53"] "Shared between connections",
        "{other} brings {prefix} over BGP, too, and VPN ECMP is on, so connections are shared out between the two; one of them is shown.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    OTHER_TABLE: "other-transit-gateway-table" ["TGW-12", "TGW-10"] "Another table has it",
        "{other} has a route for it, but that is the table of other attachments.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    POINT_TO_POINT: "point-to-point-range" ["DX-13"] "The range between two routers",
        "{prefix} is the range between the routers at both ends of {interface}. A transit gateway learns no such range, even if the router announces it.",
        "directconnect/latest/UserGuide/direct-connect-transit-gateways.html";
    NEEDS_STATIC: "static-over-peering" ["TGW-51"] "A peering needs static routes",
        "{peering} leads to another transit gateway. Routes do not propagate over a peering: write a static route on each side.",
        "vpc/latest/tgw/tgw-peering.html";
}

/// Said where a packet of a VPC comes in.
pub(super) fn into(walk: &Walk<'_>, id: &TransitGatewayAttachmentId) -> Option<Why> {
    let translated = walk.connection.by_nat_gateway()?;
    let network = walk.network;
    let has_twin = network.twin_of(id).is_some() || network.twins_after(id).next().is_some();
    let is_own = translated.before.destination == walk.destination() && !walk.is_reply();
    (has_twin && is_own).then(|| Why::new(&BEHIND_NAT))
}

/// Why there is this route, and what else there might be.
pub(super) fn route(
    walk: &Walk<'_>,
    gateway: &TransitGatewayId,
    table: &TransitGatewayRouteTableId,
    chosen: Chosen<'_>,
) -> Vec<Why> {
    let network = walk.network;
    let prefix = || Fact::Cidr(chosen.prefix);
    let TransitGatewayTarget::Attachment(target) = &chosen.route.target else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let origin = match chosen.route.origin {
        TransitRouteOrigin::Static => None,
        TransitRouteOrigin::PropagatedVpn | TransitRouteOrigin::PropagatedPrivateVpn => Some(&PROPAGATED_BY_VPN),
        TransitRouteOrigin::PropagatedDirectConnect => Some(&PROPAGATED_BY_DIRECT_CONNECT),
        _ => Some(&PROPAGATED),
    };
    all.extend(origin.map(|reason| Why::new(reason).element("target", target).fact("prefix", prefix())));
    if let Some(record) = network.topology().transit_gateways.get(gateway)
        && record.default_association_of(gateway).as_ref() == Some(table)
    {
        all.push(Why::new(&BY_DEFAULT).element("gateway", gateway));
    }
    if let (TransitRouteOrigin::Static, Some(other)) = (chosen.route.origin, network.twin_of(target)) {
        all.push(
            Why::new(&STATIC_INTO_TWIN)
                .element("target", target)
                .element("other", other),
        );
    }
    let twin = network.twins_after(target).find(|twin| holds(network, twin, walk));
    if let Some(twin) = twin {
        all.push(Why::new(&ONE_OF_TWINS).element("other", twin));
        if chosen.route.origin != TransitRouteOrigin::Static {
            all.push(Why::new(&FIRST_OF_TWINS).element("target", target));
        }
    }
    let mut others = network.transit_routes(table).iter();
    let blackhole = others.find(|other| {
        let entries = network.entries(&other.destination);
        other.target == TransitGatewayTarget::Blackhole
            && entries.iter().any(|entry| entry.contains(&walk.destination()))
    });
    all.extend(blackhole.map(|other| {
        let row = route::row(table, &other.destination);
        Why::new(&ESCAPES_BLACKHOLE).fact("row", Fact::Row(row))
    }));
    all.extend(
        equal_cost(network, gateway, table, chosen)
            .map(|other| Why::new(&ECMP).element("other", other).fact("prefix", prefix())),
    );
    all
}

/// A VPC has the destination, and would bring this table a route to it if it overlapped no other (TGW-40).
pub(super) fn warn_of_twin(walk: &mut Walk<'_>, table: &TransitGatewayRouteTableId, chosen: Option<Chosen<'_>>) {
    let network = walk.network;
    let target = chosen.map(|chosen| &chosen.route.target);
    let propagates = |record: &TransitGatewayAttachment| {
        let tables = record.propagations.as_ref();
        tables.is_some_and(|tables| tables.contains(table))
    };
    let meant = walk.expected.as_ref().and_then(|party| party.vpc(network));
    let is_meant = |record: &TransitGatewayAttachment| match (&record.to, meant) {
        (Attached::Vpc { vpc, .. }, Some(meant)) => vpc == meant,
        _ => true,
    };
    let attachments = network.topology().transit_gateway_attachments.iter();
    let all = attachments.filter(|(id, record)| {
        let is_chosen = target == Some(&TransitGatewayTarget::Attachment((*id).clone()));
        propagates(record) && !is_chosen && is_meant(record) && holds(network, id, walk)
    });
    for (id, other) in all
        .filter_map(|(id, _)| Some((id, network.twin_of(id)?)))
        .collect::<Vec<_>>()
    {
        walk.warn(id, Why::new(&NOT_PROPAGATED).element("other", other));
    }
}

/// The VPC of the attachment has the destination's address, too.
fn holds(network: &Network, id: &TransitGatewayAttachmentId, walk: &Walk<'_>) -> bool {
    match network
        .topology()
        .transit_gateway_attachments
        .get(id)
        .map(|record| &record.to)
    {
        Some(Attached::Vpc { vpc, .. }) => network.is_in_vpc(vpc, walk.destination()),
        _ => false,
    }
}

/// Another VPN attachment that brings the same prefix and is as good, but leads to another site: which of the two AWS takes is not known.
pub(super) fn leads_elsewhere(network: &Network, table: &TransitGatewayRouteTableId, chosen: Chosen<'_>) -> bool {
    let Some(own) = site(network, chosen.route) else {
        return false;
    };
    let mut routes = network.transit_routes(table).iter();
    routes.any(|other| {
        let is_alike = other.origin == chosen.route.origin && other.preference == chosen.route.preference;
        let is_same = is_alike && other.destination == chosen.route.destination;
        is_same && site(network, other).is_some_and(|site| site != own)
    })
}

/// The site, if it has one, that a learned route leads to.
fn site<'n>(network: &'n Network, route: &TransitRoute) -> Option<Option<&'n SiteId>> {
    let topology = network.topology();
    let (TransitGatewayTarget::Attachment(id), false) = (&route.target, route.origin == TransitRouteOrigin::Static)
    else {
        return None;
    };
    let Attached::Vpn(connection) = &topology.transit_gateway_attachments.get(id)?.to else {
        return None;
    };
    let device = &topology.vpn_connections.get(connection)?.customer_gateway;
    Some(topology.customer_gateways.get(device)?.site.as_ref())
}

/// Another VPN attachment that brings the same prefix over BGP from the same AS.
fn equal_cost<'n>(
    network: &'n Network,
    gateway: &TransitGatewayId,
    table: &TransitGatewayRouteTableId,
    chosen: Chosen<'_>,
) -> Option<&'n TransitGatewayAttachmentId> {
    let is_on = network.topology().transit_gateways.get(gateway)?.vpn_ecmp;
    let own = asn(network, chosen.route).filter(|_| is_on)?;
    let mut routes = network.transit_routes(table).iter();
    let same = routes.find(|other| {
        let is_other = other.target != chosen.route.target && other.destination == chosen.route.destination;
        let is_alike = other.preference == chosen.route.preference;
        is_other && is_alike && asn(network, other) == Some(own)
    });
    match &same?.target {
        TransitGatewayTarget::Attachment(other) => Some(other),
        TransitGatewayTarget::Blackhole => None,
    }
}

/// The AS that a learned route comes from.
fn asn(network: &Network, route: &TransitRoute) -> Option<u32> {
    let topology = network.topology();
    let TransitGatewayTarget::Attachment(id) = &route.target else {
        return None;
    };
    let Attached::Vpn(connection) = &topology.transit_gateway_attachments.get(id)?.to else {
        return None;
    };
    let device = &topology.vpn_connections.get(connection)?.customer_gateway;
    let asn = topology.customer_gateways.get(device)?.asn;
    (route.origin == TransitRouteOrigin::PropagatedVpn).then_some(asn)
}

/// Said where a static route leads to a connection.
pub(super) fn to_connection(network: &Network, connection: &VpnConnectionId, chosen: Chosen<'_>) -> Option<Why> {
    let topology = network.topology();
    let record = topology.vpn_connections.get(connection)?;
    let is_known = learned(topology, record)
        .iter()
        .any(|known| known.contains(&chosen.prefix));
    let is_bgp = record.routing == VpnRouting::Bgp;
    let is_static = chosen.route.origin == TransitRouteOrigin::Static;
    (is_static && is_bgp && !is_known).then(|| Why::new(&NOT_FILTERED).fact("prefix", Fact::Cidr(chosen.prefix)))
}

/// Who has the route that is missing here.
pub(super) fn no_route(walk: &Walk<'_>, gateway: &TransitGatewayId, table: &TransitGatewayRouteTableId) -> Vec<Why> {
    let network = walk.network;
    let topology = network.topology();
    let mut tables = topology.transit_gateway_route_tables.iter();
    let leads_there = |route: &TransitRoute| match &route.destination {
        Destination::Cidr(cidr) => cidr.contains(&walk.destination()),
        Destination::PrefixList(_) => false,
    };
    let other = tables.find(|(id, record)| {
        record.gateway == *gateway && *id != table && network.transit_routes(id).iter().any(leads_there)
    });
    let mut attachments = topology.transit_gateway_attachments.iter();
    let peering = attachments.find(|(_, record)| {
        record.gateway == *gateway && matches!(record.to, Attached::Peering(_)) && !record.state.is_gone()
    });
    let other = other.map(|(id, _)| Why::new(&OTHER_TABLE).element("other", id));
    let peering = peering.map(|(id, _)| Why::new(&NEEDS_STATIC).element("peering", Ref::from(id)));
    other.into_iter().chain(peering).chain(point_to_point(walk)).collect()
}

/// The address is in a range between the two routers of a Direct Connect session.
fn point_to_point(walk: &Walk<'_>) -> Option<Why> {
    let topology = walk.network.topology();
    let to = walk.destination();
    let mut interfaces = topology.virtual_interfaces.iter();
    interfaces.find_map(|(id, interface)| {
        let announced = announced_by(topology, interface).iter();
        let mut own = announced.filter(|prefix| is_point_to_point(prefix) && prefix.contains(&to));
        let is_transit = interface.kind == VirtualInterfaceKind::Transit;
        let prefix = own.next().filter(|_| is_transit)?;
        let why = Why::new(&POINT_TO_POINT).element("interface", id);
        Some(why.fact("prefix", Fact::Cidr(*prefix)))
    })
}
