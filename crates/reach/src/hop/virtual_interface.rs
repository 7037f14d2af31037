//! A virtual interface of Direct Connect joins a site with a virtual private gateway, or with what is behind a Direct Connect gateway
//! (DX-01, DX-02), while its BGP session is up (DX-19). AWS page: directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html

use std::net::IpAddr;

use ipnet::IpNet;

use super::{direct_connect_gateway, internet};
use crate::id::{Kind, Ref};
use crate::network::{MOST_ANNOUNCED, Network, cidrs_of, has_session, is_idle};
use crate::reason::reasons;
use crate::topology::{SiteId, VirtualInterface, VirtualInterfaceId, VirtualInterfaceKind, VpnGateway};
use crate::trace::{Action, Fact, Step};
use crate::walk::{Next, Walk, Way, Why};

reasons! {
    CARRIES: "through-virtual-interface" ["DX-01", "DX-02"] "Over Direct Connect",
        "{at} carries the packet over Direct Connect.",
        "directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html";
    PUBLIC: "UNSUPPORTED_COMPONENT" ["DX-01", "DEC-26"] "A public virtual interface",
        "{at} leads to the public addresses of AWS, which is not modelled here, so this program cannot say whether the packets get through.",
        "directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html";
    IDLE: "X_BGP_IDLE" ["DX-17"] "The BGP session is down",
        "The router announces more than {limit} prefixes over {at}, so AWS takes the BGP session down, and nothing passes. Announce fewer, wider ones.",
        "directconnect/latest/UserGuide/limits.html";
    DOWN: "BAD_STATE" ["DX-19", "DEC-20"] "The BGP session is down",
        "The BGP session of {at} is down, so it carries nothing.",
        "directconnect/latest/UserGuide/routing-and-bgp.html";
}

pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    let network = walk.network;
    let id: Option<VirtualInterfaceId> = component.to_id();
    let record = id.and_then(|id| network.topology().virtual_interfaces.get(&id));
    if record.is_some_and(|record| record.kind == VirtualInterfaceKind::Public) {
        return walk.stop(component.clone(), Step::VirtualInterface, Why::new(&PUBLIC));
    }
    let Some((record, gateway)) = record.and_then(|record| Some((record, record.gateway.clone()?))) else {
        return super::not_modelled(walk, component);
    };
    if is_idle(network.topology(), record) {
        let limit = Fact::Number(MOST_ANNOUNCED as u32);
        let why = Why::new(&IDLE).fact("limit", limit);
        return walk.stop(component.clone(), Step::VirtualInterface, why);
    }
    if !record.up {
        return walk.stop(component.clone(), Step::VirtualInterface, Why::new(&DOWN));
    }
    walk.pass(
        component.clone(),
        Step::VirtualInterface,
        Action::Forward,
        Why::new(&CARRIES),
    );
    match (way, &record.site) {
        (Way::In, _) => Next::Enter(gateway, Way::In),
        (way, Some(site)) => Next::Enter(Ref::from(site), way),
        (_, None) => super::not_modelled(walk, component),
    }
}

/// The site's way to the address over Direct Connect, and how long a prefix leads there. A public interface may lead to any public
/// address (DX-01).
pub(crate) fn way_out(network: &Network, site: &SiteId, to: IpAddr) -> Option<(Ref, u8)> {
    let leads = |id: &VirtualInterfaceId| {
        let record = network.topology().virtual_interfaces.get(id);
        internet::is_public(to) || record.is_some_and(|record| record.kind != VirtualInterfaceKind::Public)
    };
    let all = known(network, site).filter(|(id, _)| leads(id));
    let ways = all.filter_map(|(id, prefixes)| {
        let lengths = prefixes
            .iter()
            .filter(|prefix| prefix.contains(&to))
            .map(IpNet::prefix_len);
        Some((Ref::from(id), lengths.max()?))
    });
    // Equal ones: the first by id.
    ways.fold(None, |best: Option<(Ref, u8)>, way| match best {
        Some(best) if best.1 >= way.1 => Some(best),
        _ => Some(way),
    })
}

/// What the site's routers know over Direct Connect, of each interface.
pub(crate) fn known<'n>(
    network: &'n Network,
    site: &'n SiteId,
) -> impl Iterator<Item = (&'n VirtualInterfaceId, Vec<IpNet>)> {
    let topology = network.topology();
    let all = topology.virtual_interfaces.iter();
    let own = all.filter(move |(_, record)| record.site.as_ref() == Some(site) && has_session(topology, record));
    own.map(|(id, record)| match &record.routes {
        Some(routes) => (id, routes.clone()),
        None => (id, announced(network, id, record)),
    })
}

/// AWS announces nothing to a site that its Direct Connect gateway does not carry to. The site's router is taken to send for it all
/// the same, so that the gateway can say why it refuses (DX-07, VPN-33).
pub(crate) fn refused_elsewhere(network: &Network, site: &SiteId, to: IpAddr) -> Option<Ref> {
    let topology = network.topology();
    let own = topology.virtual_interfaces.iter().filter(|(_, record)| {
        let is_own = record.site.as_ref() == Some(site) && record.kind != VirtualInterfaceKind::Public;
        is_own && record.routes.is_none() && has_session(topology, record)
    });
    let mut refused = own.filter_map(|(id, record)| {
        let (id, gateway) = (Ref::from(id), record.gateway.as_ref()?);
        direct_connect_gateway::refuses(network, gateway, Some(&id), to).map(|_| id)
    });
    refused.next()
}

/// The site has an interface over which AWS announces something.
pub(crate) fn is_of(network: &Network, site: &SiteId) -> bool {
    let topology = network.topology();
    let mut all = topology.virtual_interfaces.iter();
    all.any(|(_, record)| record.site.as_ref() == Some(site) && has_session(topology, record))
}

/// The kind that all of the site's interfaces have, over which AWS announces something.
pub(crate) fn kind_of(network: &Network, site: &SiteId) -> Option<VirtualInterfaceKind> {
    let topology = network.topology();
    let all = topology.virtual_interfaces.iter();
    let own = all.filter(|(_, record)| record.site.as_ref() == Some(site) && has_session(topology, record));
    let mut kinds = own.map(|(_, record)| record.kind);
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}

/// The site's interface that would carry something, if its router announced less (DX-17).
pub(crate) fn idle_of(network: &Network, site: &SiteId) -> Option<Ref> {
    let topology = network.topology();
    let mut all = topology.virtual_interfaces.iter();
    let idle = all.find(|(_, record)| record.site.as_ref() == Some(site) && is_idle(topology, record));
    idle.map(|(id, _)| Ref::from(id))
}

/// The site's interface over which nothing is announced, as its BGP session is down (DX-19).
pub(crate) fn down_of(network: &Network, site: &SiteId) -> Option<Ref> {
    let mut all = network.topology().virtual_interfaces.iter();
    let down = all.find(|(_, record)| record.site.as_ref() == Some(site) && !record.up);
    down.map(|(id, _)| Ref::from(id))
}

fn announced(network: &Network, id: &VirtualInterfaceId, record: &VirtualInterface) -> Vec<IpNet> {
    let topology = network.topology();
    let Some(gateway) = record
        .gateway
        .as_ref()
        .filter(|_| record.kind != VirtualInterfaceKind::Public)
    else {
        return vec![crate::address::ANY_IPV4, crate::address::ANY_IPV6];
    };
    if gateway.kind == Kind::DirectConnectGateway {
        return direct_connect_gateway::announced(network, gateway);
    }
    let Some(gateway) = gateway.to_id::<VpnGateway>() else {
        return Vec::new();
    };
    let vpc = topology
        .vpn_gateways
        .get(&gateway)
        .and_then(|record| topology.vpcs.get(record.vpc.as_ref()?));
    let own = vpc.into_iter().flat_map(cidrs_of);
    let others = network.vpn_prefixes(&gateway).iter();
    let others = others
        .filter(|learned| learned.connection != Ref::from(id))
        .map(|learned| learned.prefix);
    own.chain(others).collect()
}
