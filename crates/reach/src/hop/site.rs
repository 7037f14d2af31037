//! A site is a network that is not AWS's. Its hosts send what is for elsewhere to a customer gateway that has a route for it
//! (VPN-21); what AWS announces to the device is the route where nothing else is said.
//! AWS page: vpn/latest/s2svpn/SetUpVPNConnections.html

use std::cmp::Reverse;
use std::net::IpAddr;
use std::rc::Rc;

use ipnet::IpNet;

use super::vpn_gateway::cloud_hub;
use super::{customer_gateway, direct_connect_gateway, internet, local, virtual_interface};
use crate::id::Ref;
use crate::network::{Network, RouteState, TransitRoute, cidrs_of};
use crate::reason::{NOT_MODELLED, Reason, reasons};
use crate::topology::{
    Association, CustomerGateway, CustomerGatewayId, Site, SiteId, TransitGatewayAttachmentId,
    TransitGatewayRouteTableId, TransitGatewayTarget, VirtualInterfaceKind, VpnConnection, VpnConnectionId, VpnGateway,
    VpnRouting,
};
use crate::trace::{Action, Fact, Step};
use crate::walk::{Next, Party, Walk, Way, Why};

reasons! {
    SENDS: "site-sends" ["VPN-21"] "From the site",
        "{source} in {at} sends {packets} to {destination}.",
        "vpn/latest/s2svpn/how_it_works.html";
    ANSWERS: "site-answers" ["VPN-21", "ENG-02"] "Answers",
        "{source} in {at} answers {destination}: {packets}.",
        "vpn/latest/s2svpn/how_it_works.html";
    RECEIVES: "site-receives" ["VPN-21"] "Delivered",
        "{destination} is in {at}: the packet has arrived.",
        "vpn/latest/s2svpn/how_it_works.html";
    NO_WAY_OUT: "NO_ROUTE_TO_DESTINATION" ["VPN-21"] "No way to AWS",
        "{at} is joined to AWS neither by a VPN connection nor by Direct Connect.",
        "vpn/latest/s2svpn/how_it_works.html";
    NOT_TOLD: "NO_ROUTE_TO_DESTINATION" ["DX-09"] "Not announced to the site",
        "AWS announces to {at} no network over Direct Connect that contains {destination}.",
        "directconnect/latest/UserGuide/allowed-to-prefixes.html";
    NOT_LISTED: "NO_ROUTE_TO_DESTINATION" ["DX-10"] "Not announced to the site",
        "Over Direct Connect to a transit gateway AWS announces to {at} the allowed prefixes and nothing else, and none contains {destination}.",
        "directconnect/latest/UserGuide/allowed-to-prefixes.html";
    PUBLIC_ONLY: "NO_ROUTE_TO_DESTINATION" ["DX-01"] "Not over a public virtual interface",
        "{at} has a public virtual interface, over which AWS announces its public addresses only; {destination} is none.",
        "directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html";
    LINE_DOWN: "site-line-down" ["DX-19"] "Its line is down",
        "The BGP session of {line} is down, so nothing is announced over it.",
        "directconnect/latest/UserGuide/routing-and-bgp.html";
    LARGER: "X_ONPREM_OVERLAPS_VPC" ["VPN-29", "DX-08"] "A larger network than the VPC's",
        "{at} has {cidr}, and AWS tells it of {other_cidr} inside of that. The more specific network wins, so these addresses are the VPC's for {at}, too.",
        "vpn/latest/s2svpn/vpn-route-priority.html";
    NOT_HERE: "NO_POSSIBLE_DESTINATION" ["VPN-20"] "Not in the site",
        "{destination} is not in {at}.",
        "vpc/latest/reachability/explanation-codes.html";
}

/// A host of the site sends.
pub(crate) fn send(walk: &mut Walk<'_>, id: &SiteId, host: Option<Rc<str>>) -> Next {
    let network = walk.network;
    let Some(site) = network.topology().sites.get(id) else {
        return super::not_modelled(walk, &Ref::from(id));
    };
    let step = Step::Site { host };
    let reason = if walk.is_reply() { &ANSWERS } else { &SENDS };
    walk.pass(id, step.clone(), Action::Forward, Why::new(reason));
    let destination = walk.destination();
    let ways = ways_out(network, id);
    let tables = ways.iter().filter_map(|way| way.table(network));
    walk.journal.asked.extend(tables.map(|(_, table)| Ref::from(table)));
    match place(network, id, site, destination) {
        // A line that nobody knows may lead to a more specific network.
        Place::Own if network.is_incomplete(&Ref::from(id)) && !is_meant(walk, id, site) => {
            return super::lacks(walk, id, step, id, Why::new(&NOT_HERE));
        }
        Place::Own => return deliver(walk, id, site),
        Place::Within { own, told } if is_of_vpc(network, destination) => {
            let why = Why::new(&LARGER).fact("cidr", Fact::Cidr(own));
            walk.warn(id, why.fact("other_cidr", Fact::Cidr(told)));
        }
        Place::Within { .. } | Place::Elsewhere => {}
    }
    let by_vpn = ways.iter().filter(|way| way.is_up());
    let by_vpn = by_vpn.filter_map(|way| way.longest_match(network, destination)).max();
    // Direct Connect goes first (DX-15), where the VPN knows nothing more specific.
    if let Some((interface, length)) = virtual_interface::way_out(network, id, destination)
        && by_vpn.is_none_or(|by_vpn| by_vpn <= length)
    {
        return Next::Enter(interface, Way::In);
    }
    if by_vpn.is_none()
        && let Some(interface) = virtual_interface::idle_of(network, id)
    {
        return Next::Enter(interface, Way::In);
    }
    let best = ways
        .iter()
        .filter_map(|way| Some((way, way.longest_match(network, destination)?)))
        .min_by_key(|(way, length)| (!way.is_up(), Reverse(*length), way.id));
    if best.is_none()
        && let Some((gateway, why)) = direct_connect_gateway::left_out(network, id, destination)
    {
        return walk.stop(gateway, Step::DirectConnectGateway, why);
    }
    let best = best.map(|(way, _)| way);
    let best = best.or_else(|| ways.iter().find(|way| way.is_for_static_site(network, destination)));
    if best.is_none()
        && let Some(interface) = virtual_interface::refused_elsewhere(network, id, destination)
    {
        return Next::Enter(interface, Way::In);
    }
    let Some(first) = ways.first() else {
        let line = virtual_interface::down_of(network, id);
        let has_line = line.is_some() || virtual_interface::is_of(network, id);
        let reason = match virtual_interface::kind_of(network, id) {
            Some(VirtualInterfaceKind::Transit) => &NOT_LISTED,
            Some(VirtualInterfaceKind::Public) => &PUBLIC_ONLY,
            _ if has_line => &NOT_TOLD,
            _ => &NO_WAY_OUT,
        };
        let down = line.map(|line| Why::new(&LINE_DOWN).element("line", line));
        return super::lacks(walk, id, step, id, Why::new(reason).because(down));
    };
    match best {
        Some(way) => {
            let why = Why::new(&customer_gateway::INTO_TUNNEL)
                .element("connection", way.id)
                .because(way.told(network, &customer_gateway::ANNOUNCED));
            walk.pass(way.device_id, Step::CustomerGateway, Action::Forward, why);
            Next::Enter(Ref::from(way.id), Way::In)
        }
        None => {
            let why =
                Why::new(&customer_gateway::NO_ROUTE).because(first.told(network, &customer_gateway::NOT_ANNOUNCED));
            super::lacks(walk, first.device_id, Step::CustomerGateway, id, why)
        }
    }
}

/// The packet is for the site itself, or for one of its hosts.
fn is_meant(walk: &Walk<'_>, id: &SiteId, site: &Site) -> bool {
    let is_site = matches!(&walk.expected, Some(Party::Site { site, .. }) if site == id);
    is_site || site.hosts.iter().any(|host| host.address == walk.destination())
}

/// From the customer gateway into the site.
pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, _way: Way) -> Next {
    let network = walk.network;
    let found = component.to_id().and_then(|id: SiteId| {
        let record = network.topology().sites.get(&id)?;
        Some((id, record))
    });
    let Some((id, site)) = found else {
        return super::not_modelled(walk, component);
    };
    let step = Step::Site { host: None };
    match place(network, &id, site, walk.destination()) {
        Place::Own if network.is_incomplete(component) && !is_meant(walk, &id, site) => {
            return super::lacks(walk, &id, step, &id, Why::new(&NOT_HERE));
        }
        Place::Own => return deliver(walk, &id, site),
        // Its routers may send it on by another line.
        Place::Within { .. } => {
            let why = Why::new(&NOT_MODELLED).text("target", "What a site sends on to somebody else");
            return walk.stop(&id, step, why);
        }
        Place::Elsewhere => {}
    }
    // What the site does with other addresses, its own way to the internet say, is not drawn.
    if internet::is_public(walk.destination()) {
        return walk.stop(
            &id,
            step,
            Why::new(&NOT_MODELLED).text("target", "What lies behind the site"),
        );
    }
    walk.stop(&id, step, Why::new(&NOT_HERE))
}

fn deliver(walk: &mut Walk<'_>, id: &SiteId, site: &Site) -> Next {
    let destination = walk.destination();
    let host = site.hosts.iter().find(|host| host.address == destination);
    let host = host.map(|host| Rc::clone(&host.name));
    let party = Party::Site {
        site: id.clone(),
        host: host.clone(),
    };
    let step = Step::Site { host };
    if let Some(next) = local::refuse(walk, &party, &step) {
        return next;
    }
    walk.deliver(id, step, party, Why::new(&RECEIVES))
}

pub(crate) fn contains(site: &Site, address: IpAddr) -> bool {
    own(site, address).is_some()
}

/// The site's most specific network with the address; a host is one of its own.
fn own(site: &Site, address: IpAddr) -> Option<IpNet> {
    let hosts = site.hosts.iter().map(|host| IpNet::from(host.address));
    let all = site.cidrs.iter().copied().chain(hosts);
    all.filter(|cidr| cidr.contains(&address)).max_by_key(IpNet::prefix_len)
}

/// Where the site's routers have an address.
enum Place {
    Own,
    /// In its own network, but a more specific one inside of that leads to AWS (VPN-29).
    Within {
        own: IpNet,
        told: IpNet,
    },
    Elsewhere,
}

fn place(network: &Network, id: &SiteId, site: &Site, address: IpAddr) -> Place {
    let Some(own) = own(site, address) else {
        return Place::Elsewhere;
    };
    let all = told(network, id).into_iter();
    let told = all
        .filter(|prefix| prefix.contains(&address))
        .max_by_key(IpNet::prefix_len);
    match told {
        Some(told) if told.prefix_len() > own.prefix_len() => Place::Within { own, told },
        _ => Place::Own,
    }
}

/// The site itself has the address, and not a network inside of the site's that leads to AWS.
pub(crate) fn is_own(network: &Network, id: &SiteId, site: &Site, address: IpAddr) -> bool {
    matches!(place(network, id, site, address), Place::Own)
}

/// What the site's routers send to AWS.
pub(crate) fn told(network: &Network, id: &SiteId) -> Vec<IpNet> {
    let mut all: Vec<IpNet> = virtual_interface::known(network, id)
        .flat_map(|(_, known)| known)
        .collect();
    for way in ways_out(network, id) {
        match &way.device.routes {
            Some(routes) => all.extend(routes),
            None => all.extend(way.announced(network)),
        }
    }
    all
}

fn is_of_vpc(network: &Network, address: IpAddr) -> bool {
    let mut vpcs = network.topology().vpcs.iter();
    vpcs.any(|(_, vpc)| cidrs_of(vpc).any(|cidr| cidr.contains(&address)))
}

/// One VPN connection of a device of the site.
struct WayOut<'n> {
    device_id: &'n CustomerGatewayId,
    device: &'n CustomerGateway,
    id: &'n VpnConnectionId,
    connection: &'n VpnConnection,
}

fn ways_out<'n>(network: &'n Network, site: &SiteId) -> Vec<WayOut<'n>> {
    let topology = network.topology();
    let connections = topology.vpn_connections.iter();
    connections
        .filter_map(|(id, connection)| {
            let device_id = &connection.customer_gateway;
            let device = topology.customer_gateways.get(device_id)?;
            (device.site.as_ref() == Some(site)).then_some(WayOut {
                device_id,
                device,
                id,
                connection,
            })
        })
        .collect()
}

impl WayOut<'_> {
    fn is_up(&self) -> bool {
        self.connection.tunnels.iter().any(|tunnel| tunnel.up)
    }

    /// The length of the longest prefix that the device sends into this connection and that contains the address.
    fn longest_match(&self, network: &Network, destination: IpAddr) -> Option<u8> {
        let length = |prefixes: &mut dyn Iterator<Item = IpNet>| {
            prefixes
                .filter(|prefix| prefix.contains(&destination))
                .map(|prefix| prefix.prefix_len())
                .max()
        };
        match &self.device.routes {
            Some(routes) => length(&mut routes.iter().copied()),
            None => length(&mut self.announced(network)),
        }
    }

    /// AWS tells a static site nothing of the others on its gateway, nor the others of it. Its device is taken to send for them all
    /// the same, so that the gateway can say why it refuses (VPN-31).
    fn is_for_static_site(&self, network: &Network, destination: IpAddr) -> bool {
        let Some(gateway) = self.connection.gateway.to_id::<VpnGateway>() else {
            return false;
        };
        let own = Ref::from(self.id);
        let known = network.vpn_prefixes(&gateway).iter();
        let mut others = known.filter(|learned| learned.connection != own);
        let is_from_static =
            self.connection.routing != VpnRouting::Bgp && others.any(|learned| learned.prefix.contains(&destination));
        let is_to_static = || cloud_hub::static_site(network, &gateway, Some(&own), destination).is_some();
        self.device.routes.is_none() && self.is_up() && (is_from_static || is_to_static())
    }

    /// What AWS announces to the device: the VPC's CIDRs, and over BGP the prefixes of the gateway's other connections; a
    /// transit gateway announces the table that its attachment is associated with.
    fn announced<'n>(&'n self, network: &'n Network) -> impl Iterator<Item = IpNet> + 'n {
        let topology = network.topology();
        let gateway = self.connection.gateway.to_id::<VpnGateway>();
        let vpc = gateway
            .as_ref()
            .and_then(|id| topology.vpcs.get(topology.vpn_gateways.get(id)?.vpc.as_ref()?));
        let own = vpc.into_iter().flat_map(|vpc| vpc.cidrs.iter().copied().map(IpNet::V4));
        let known = gateway.map(|id| network.vpn_prefixes(&id)).unwrap_or_default();
        let others = known
            .iter()
            .filter(|learned| learned.connection != Ref::from(self.id) && self.connection.routing == VpnRouting::Bgp);
        let of_table = self
            .table(network)
            .map(|(attachment, table)| (attachment, network.transit_routes(table)));
        let of_table = of_table.into_iter().flat_map(move |(attachment, routes)| {
            let is_announced = move |route: &&TransitRoute| {
                let back = TransitGatewayTarget::Attachment(attachment.clone());
                // TGW-20: only the preferred route is listed; a static one that drops hides what is propagated.
                let hides =
                    |other: &TransitRoute| other.state != RouteState::Active && other.destination == route.destination;
                route.state == RouteState::Active && route.target != back && !routes.iter().any(hides)
            };
            routes.iter().filter(is_announced)
        });
        let of_table = of_table.flat_map(|route| network.entries(&route.destination).into_owned());
        own.chain(others.map(|learned| learned.prefix)).chain(of_table)
    }

    /// From where the device knows what it knows, if nobody wrote it down: over BGP it is told.
    fn told(&self, network: &Network, over_bgp: &'static Reason) -> Option<Why> {
        if self.device.routes.is_some() || self.table(network).is_none() {
            return None;
        }
        let reason = match self.connection.routing {
            VpnRouting::Bgp => over_bgp,
            VpnRouting::Static(_) => &customer_gateway::BY_HAND,
        };
        Some(Why::new(reason).element("connection", self.id))
    }

    /// The connection's attachment to a transit gateway, and the table that is announced over it (VPN-51).
    fn table<'n>(
        &self,
        network: &'n Network,
    ) -> Option<(&'n TransitGatewayAttachmentId, &'n TransitGatewayRouteTableId)> {
        let attachment = network.attachment_of_connection(self.id)?;
        match &network
            .topology()
            .transit_gateway_attachments
            .get(attachment)?
            .association
        {
            Association::Table(table) => Some((attachment, table)),
            Association::ByDefault | Association::None => None,
        }
    }
}
