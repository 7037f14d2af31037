//! Places outside the VPCs as ends: all addresses that they have.

use std::net::IpAddr;
use std::rc::Rc;

use ipnet::IpNet;

use super::super::addresses::{self, Addresses, Range};
use super::super::{Fact, NO_SUCH_END, UNKNOWN_SERVICE};
use super::{Refused, existing, no_address, refused};
use crate::address::{Family, INTERNET_IPV4, INTERNET_IPV6};
use crate::hop::{client_vpn, site};
use crate::id::Ref;
use crate::network::Network;
use crate::service::{self, Source};
use crate::sorted::sort;
use crate::topology::{ClientVpnEndpointId, SiteId};
use crate::walk::Party;

/// Any public address that no VPC uses for itself.
pub(in crate::trace) fn the_internet(network: &Network, family: Family) -> Result<Addresses, Refused> {
    without(network, family, Vec::new())
}

/// Who may begin to send from there. A service behind a gateway endpoint answers and never begins (EG-13), so its addresses are not
/// among them; where they are asked about, they are named.
pub(super) fn clients_in_the_internet(network: &Network, family: Family) -> Result<Addresses, Refused> {
    let endpoints = network.topology().gateway_endpoints.iter();
    let services = endpoints.flat_map(|(_, endpoint)| {
        let region = network.region_of(&endpoint.vpc).unwrap_or_default();
        network.service_prefixes(&endpoint.service, region, family)
    });
    without(network, family, services.collect())
}

fn without(network: &Network, family: Family, services: Vec<IpNet>) -> Result<Addresses, Refused> {
    let vpcs = network.topology().vpcs.iter();
    let taken = vpcs.flat_map(|(_, vpc)| {
        let ipv4 = vpc.cidrs.iter().copied().map(IpNet::V4);
        ipv4.chain(vpc.ipv6_cidrs.iter().copied().map(IpNet::V6))
    });
    let shown = match family {
        Family::V4 => IpAddr::V4(INTERNET_IPV4),
        Family::V6 => IpAddr::V6(INTERNET_IPV6),
    };
    Addresses::any(addresses::public(family, taken.chain(services)), Some(shown))
        .ok_or_else(|| no_address(&Ref::internet(), family))
}

pub(super) fn a_site(
    network: &Network,
    id: &SiteId,
    host: Option<&Rc<str>>,
    family: Family,
) -> Result<(Party, Addresses), Refused> {
    let at = existing(network, &Ref::from(id))?;
    let none = || no_address(&at, family);
    let site = network
        .topology()
        .sites
        .get(id)
        .ok_or_else(|| refused(&NO_SUCH_END, at.clone()))?;
    let party = |host: Option<&Rc<str>>| Party::Site {
        site: id.clone(),
        host: host.cloned(),
    };
    let is_asked = |address: &IpAddr| Family::of(*address) == family;
    if let Some(name) = host {
        let known = site.hosts.iter().find(|host| host.name == *name);
        let known = known.ok_or_else(|| refused(&NO_SUCH_END, at.clone()))?;
        let address = Some(known.address).filter(is_asked).ok_or_else(none)?;
        return Ok((party(host), Addresses::One(address)));
    }
    let nets = site.cidrs.iter().filter(|net| is_asked(&net.addr()));
    let hosts = site.hosts.iter().map(|host| host.address).filter(is_asked);
    let mut ranges: Vec<Range> = nets.copied().flat_map(|net| site_range(network, id, net)).collect();
    ranges.extend(hosts.clone().map(|address| Range::of(IpNet::from(address))));
    let shown = hosts.into_iter().next().or_else(|| {
        // A host near the start of the first range; the range's own first address is none.
        let range = ranges.first()?;
        Some(addresses::address((range.first + 10).min(range.last), family))
    });
    Ok((party(None), Addresses::any(disjoint(ranges), shown).ok_or_else(none)?))
}

/// What of a site's network is its own: networks inside of it that lead to AWS are somebody else's (VPN-29).
fn site_range(network: &Network, id: &SiteId, net: IpNet) -> Vec<Range> {
    let is_inside = |told: &IpNet| net.contains(told) && told.prefix_len() > net.prefix_len();
    let told = site::told(network, id).into_iter().filter(is_inside);
    told.fold(vec![Range::of(net)], |ranges, told| {
        let rest = ranges.into_iter().flat_map(|range| range.without(Range::of(told)));
        rest.collect()
    })
}

/// A named client, or somebody in no group with an address that is free.
pub(super) fn a_client(
    network: &Network,
    endpoint: &ClientVpnEndpointId,
    client: Option<&Rc<str>>,
    family: Family,
) -> Result<(Party, Addresses), Refused> {
    let at = existing(network, &Ref::from(endpoint))?;
    // CVPN-17, DEC-09: clients have IPv6 addresses, too, and nobody says how replies find them.
    let none = || match family {
        Family::V4 => no_address(&at, family),
        Family::V6 => refused(&client_vpn::IPV6, at.clone()),
    };
    let record = network.topology().client_vpn_endpoints.get(endpoint);
    let record = record.ok_or_else(|| refused(&NO_SUCH_END, at.clone()))?;
    let address = match client {
        Some(name) => {
            let known = client_vpn::find(record, name);
            known.ok_or_else(|| refused(&NO_SUCH_END, at.clone()))?.address
        }
        None => {
            let taken = |address: &IpAddr| record.clients.iter().any(|client| client.address == *address);
            let free = record.client_cidr.hosts().skip(1).map(IpAddr::V4);
            free.into_iter().find(|address| !taken(address)).ok_or_else(none)?
        }
    };
    if Family::of(address) != family {
        return Err(none());
    }
    let party = Party::Client {
        endpoint: endpoint.clone(),
        client: client.cloned(),
    };
    Ok((party, Addresses::One(address)))
}

pub(super) fn a_service(
    network: &Network,
    name: &Rc<str>,
    region: &str,
    family: Family,
) -> Result<(Party, Addresses), Refused> {
    let at = Ref::service(name, region);
    let party = Party::Service {
        name: Rc::clone(name),
        region: region.into(),
        through: None,
    };
    let prefixes = network.service_prefixes(name, region, family);
    if network.service_source(name, region, family) == Some(Source::StandIn)
        && let Some((block, other)) = prefixes
            .iter()
            .find_map(|block| Some((*block, network.stand_in_used_by(*block)?)))
    {
        let mut finding = refused(&service::IN_USE, at);
        finding
            .facts
            .extend([("cidr", Fact::Cidr(block)), ("other", Fact::Element(other))]);
        return Err(finding);
    }
    let ranges = disjoint(prefixes.into_iter().map(Range::of).collect());
    let shown = network.service_address(name, region, family);
    let addresses = Addresses::any(ranges, shown).ok_or_else(|| refused(&UNKNOWN_SERVICE, at))?;
    Ok((party, addresses))
}

/// Each address once.
fn disjoint(mut ranges: Vec<Range>) -> Vec<Range> {
    sort(&mut ranges);
    let mut all: Vec<Range> = Vec::new();
    for range in ranges {
        match all.last_mut() {
            Some(last) if range.first <= last.last => last.last = last.last.max(range.last),
            _ => all.push(range),
        }
    }
    all
}
