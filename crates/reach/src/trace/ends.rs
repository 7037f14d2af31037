//! From what was asked to who sends and to which address: elements, names of places, and plain addresses.

use std::net::IpAddr;
use std::rc::Rc;

use crate::sorted::sort;
use ipnet::IpNet;

use super::addresses::{self, Addresses, Range};
use super::{
    DISCONNECTED, Fact, Finding, LEFT_OUT, NO_ADDRESS, NO_SUCH_END, NOBODY_THERE, NOT_AN_END, OTHER_ADDRESS_FAMILY,
    OTHER_FAMILY, PEERING_FAILED, UNKNOWN_SERVICE,
};
use crate::address::{Family, INTERNET_IPV4, INTERNET_IPV6};
use crate::hop::{internet, site};
use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::packet::PacketSet;
use crate::question::{End, Question};
use crate::reason::Reason;
use crate::topology::{
    InterfaceEndpointId, InterfaceId, NatConnectivity, NatGatewayId, NetworkInterface, SiteId, SubnetId, Vpc, VpcId,
};
use crate::walk::Party;

/// Who sends what to whom, made exact.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    pub(super) family: Family,
    pub(super) packets: PacketSet,
    pub(super) sender: Party,
    pub(super) sources: Addresses,
    /// Who must receive it; `None` if only the address was named.
    pub(super) receiver: Option<Party>,
    pub(super) destinations: Addresses,
}

type Refused = Box<Finding>;

/// The family that both ends have: the asked one, else IPv4 before IPv6.
pub(super) fn resolve(network: &Network, question: &Question) -> Result<Flow, Refused> {
    if let Some(family) = question.family {
        return in_family(network, question, family);
    }
    in_family(network, question, Family::V4).or_else(|refused| {
        if refused.reason.code == NO_ADDRESS.code {
            in_family(network, question, Family::V6).map_err(|_| refused)
        } else {
            Err(refused)
        }
    })
}

fn in_family(network: &Network, question: &Question, family: Family) -> Result<Flow, Refused> {
    let packets = PacketSet::of_question(question.traffic, question.source_ports, family);
    let (sender, sources) = sender(network, &question.from, family)?;
    let (receiver, destinations) = receiver(network, &question.to, family, &sender)?;
    if packets.is_empty() {
        let mut finding = refused(&OTHER_FAMILY, sender.reference());
        finding.facts.push(("family", Fact::Text(word(family).into())));
        return Err(finding);
    }
    let named = matches!(question.to, End::Element(_))
        .then_some(receiver.as_ref())
        .flatten();
    if let (Some(from), Some(to)) = (sender.vpc(network), named.and_then(|party| party.vpc(network)))
        && network.disconnected(from, to)
    {
        return Err(disconnected(network, from, to));
    }
    Ok(Flow {
        family,
        packets,
        sender,
        sources,
        receiver,
        destinations,
    })
}

/// A peering that failed is drawn all the same, so the sentence names it.
fn disconnected(network: &Network, from: &VpcId, to: &VpcId) -> Refused {
    let mut peerings = network.topology().peering_connections.iter();
    let failed = peerings.find(|(_, peering)| peering.other(from) == Some(to));
    let reason = failed.map_or(&DISCONNECTED, |_| &PEERING_FAILED);
    let mut finding = refused(reason, Ref::from(to));
    finding.facts.push(("from", Fact::Element(Ref::from(from))));
    finding.facts.push(("to", Fact::Element(Ref::from(to))));
    if let Some((peering, _)) = failed {
        finding.facts.push(("peering", Fact::Element(Ref::from(peering))));
    }
    finding
}

fn sender(network: &Network, end: &End, family: Family) -> Result<(Party, Addresses), Refused> {
    match end {
        End::Element(element) => sending_element(network, element, family),
        End::Address(address) => sending_address(network, *address, family),
        End::Internet => Ok((Party::Internet, the_internet(network, family)?)),
        End::Site { site, host } => a_site(network, site, host.as_ref(), family),
        End::Service { name, region } => {
            let region = region.clone().unwrap_or_else(|| Vpc::DEFAULT_REGION.into());
            a_service(network, name, &region, family)
        }
        End::Injected { at, address } => {
            let at = existing(network, at)?;
            of_family(*address, family, &at)?;
            Ok((Party::Injected(at), Addresses::One(*address)))
        }
    }
}

fn receiver(
    network: &Network,
    end: &End,
    family: Family,
    sender: &Party,
) -> Result<(Option<Party>, Addresses), Refused> {
    let known = |(party, addresses)| (Some(party), addresses);
    match end {
        End::Element(element) => receiving_element(network, element, family, sender).map(known),
        End::Address(address) => {
            of_family(*address, family, &Ref::internet())?;
            Ok((None, Addresses::One(*address)))
        }
        End::Internet => Ok((Some(Party::Internet), the_internet(network, family)?)),
        End::Site { site, host } => a_site(network, site, host.as_ref(), family).map(known),
        End::Service { name, region } => {
            let region = region.clone().unwrap_or_else(|| region_of(network, sender));
            a_service(network, name, &region, family).map(known)
        }
        End::Injected { at, .. } => Err(refused(&NOT_AN_END, at.clone())),
    }
}

fn region_of(network: &Network, sender: &Party) -> Rc<str> {
    let region = sender.vpc(network).and_then(|vpc| network.region_of(vpc));
    region.unwrap_or(Vpc::DEFAULT_REGION).into()
}

fn sending_element(network: &Network, element: &Ref, family: Family) -> Result<(Party, Addresses), Refused> {
    let element = existing(network, element)?;
    let topology = network.topology();
    if let Some(id) = element.to_id::<NetworkInterface>()
        && let Some(record) = topology.interfaces.get(&id)
    {
        let address = match family {
            Family::V4 => record.ipv4.map(IpAddr::V4),
            Family::V6 => record.ipv6.first().copied().map(IpAddr::V6),
        };
        let address = address.ok_or_else(|| no_address(&element, family))?;
        return Ok((Party::Interface(id), Addresses::One(address)));
    }
    if let Some(place) = place(network, &element) {
        return sender(network, &place, family);
    }
    receiving_element(network, &element, family, &Party::Internet)
}

/// The elements that stand for a place outside the VPCs.
fn place(network: &Network, element: &Ref) -> Option<End> {
    let site_of = |site: SiteId| End::Site { site, host: None };
    match element.kind {
        Kind::Internet | Kind::InternetGateway => Some(End::Internet),
        Kind::Site => element.to_id().map(site_of),
        Kind::CustomerGateway => {
            let id = element.to_id()?;
            network.topology().customer_gateways.get(&id)?.site.clone().map(site_of)
        }
        Kind::Service => {
            let (name, region) = element.id.split_once('@').unwrap_or((&element.id, Vpc::DEFAULT_REGION));
            Some(End::Service {
                name: name.into(),
                region: Some(region.into()),
            })
        }
        Kind::GatewayEndpoint => {
            let record = network.topology().gateway_endpoints.get(&element.to_id()?)?;
            Some(End::Service {
                name: record.service.clone(),
                region: network.region_of(&record.vpc).map(Rc::from),
            })
        }
        _ => None,
    }
}

/// The address that the sender would use: the public one from the internet, the private one from everywhere else.
fn receiving_element(
    network: &Network,
    element: &Ref,
    family: Family,
    sender: &Party,
) -> Result<(Party, Addresses), Refused> {
    let element = existing(network, element)?;
    if let Some(place) = place(network, &element) {
        let (party, addresses) = receiver(network, &place, family, sender)?;
        let party = party.ok_or_else(|| refused(&NOT_AN_END, element))?;
        return Ok((party, addresses));
    }
    let is_from_internet = match sender {
        Party::Internet => true,
        Party::Injected(at) => at.kind == Kind::InternetGateway,
        _ => false,
    };
    let found = match element.kind {
        Kind::NetworkInterface => of_interface(network, &element, family, is_from_internet),
        Kind::NatGateway => of_nat_gateway(network, &element, family, is_from_internet),
        Kind::InterfaceEndpoint => of_endpoint(network, &element, family, sender),
        _ => return Err(refused(&NOT_AN_END, element)),
    };
    let (party, address) = found.ok_or_else(|| no_address(&element, family))?;
    Ok((party, Addresses::One(address)))
}

fn of_interface(network: &Network, element: &Ref, family: Family, public: bool) -> Option<(Party, IpAddr)> {
    let id: InterfaceId = element.to_id()?;
    let record = network.topology().interfaces.get(&id)?;
    let address = match family {
        Family::V4 => record.public_ipv4.filter(|_| public).or(record.ipv4).map(IpAddr::V4),
        Family::V6 => record.ipv6.first().copied().map(IpAddr::V6),
    };
    Some((Party::Interface(id), address?))
}

fn of_nat_gateway(network: &Network, element: &Ref, family: Family, public: bool) -> Option<(Party, IpAddr)> {
    let id: NatGatewayId = element.to_id()?;
    let record = network.topology().nat_gateways.get(&id)?;
    let address = match record.connectivity {
        NatConnectivity::Public(address) if public => address,
        NatConnectivity::Public(_) | NatConnectivity::Private => record.ipv4,
    };
    (family == Family::V4).then_some((Party::NatGateway(id), IpAddr::V4(address)))
}

/// The endpoint's interface in the sender's subnet, else in its Availability Zone, else the first (EI-04).
fn of_endpoint(network: &Network, element: &Ref, family: Family, sender: &Party) -> Option<(Party, IpAddr)> {
    let id: InterfaceEndpointId = element.to_id()?;
    let topology = network.topology();
    let record = topology.interface_endpoints.get(&id)?;
    let home: Option<&SubnetId> = match sender {
        Party::Interface(id) => topology.interfaces.get(id).map(|record| &record.subnet),
        _ => None,
    };
    let zone = |subnet: &SubnetId| topology.subnets.get(subnet).map(|subnet| &subnet.zone);
    let distance = |subnet: &SubnetId| match home {
        Some(home) if home == subnet => 0,
        Some(home) if zone(home) == zone(subnet) => 1,
        _ => 2,
    };
    let nearest = record
        .subnets
        .iter()
        .min_by_key(|interface| distance(&interface.subnet))?;
    let party = Party::EndpointInterface {
        endpoint: id,
        subnet: nearest.subnet.clone(),
    };
    (family == Family::V4).then_some((party, IpAddr::V4(nearest.ipv4)))
}

/// Whoever owns the address sends: an interface, a host of a site, or somebody on the internet.
fn sending_address(network: &Network, address: IpAddr, family: Family) -> Result<(Party, Addresses), Refused> {
    of_family(address, family, &Ref::internet())?;
    let topology = network.topology();
    let private = topology.vpcs.ids().find_map(|vpc| network.holder(vpc, address));
    if let Some(holder) = private {
        return Ok((Party::of_holder(&holder), Addresses::One(address)));
    }
    if let Some((_, holder, private)) = network.holder_of_public(address) {
        return Ok((Party::of_holder(&holder), Addresses::One(IpAddr::V4(private))));
    }
    if let Some((id, record)) = topology
        .sites
        .iter()
        .find(|(_, record)| site::contains(record, address))
    {
        let host = record.hosts.iter().find(|host| host.address == address);
        let party = Party::Site {
            site: id.clone(),
            host: host.map(|host| Rc::clone(&host.name)),
        };
        return Ok((party, Addresses::One(address)));
    }
    if internet::is_public(address) {
        return Ok((Party::Internet, Addresses::One(address)));
    }
    let mut finding = refused(&NOBODY_THERE, Ref::internet());
    finding.facts.push(("address", Fact::Address(address)));
    Err(finding)
}

/// Any public address that no VPC uses for itself.
fn the_internet(network: &Network, family: Family) -> Result<Addresses, Refused> {
    let vpcs = network.topology().vpcs.iter();
    let taken = vpcs.flat_map(|(_, vpc)| {
        let ipv4 = vpc.cidrs.iter().copied().map(IpNet::V4);
        ipv4.chain(vpc.ipv6_cidrs.iter().copied().map(IpNet::V6))
    });
    let shown = match family {
        Family::V4 => IpAddr::V4(INTERNET_IPV4),
        Family::V6 => IpAddr::V6(INTERNET_IPV6),
    };
    Addresses::any(addresses::public(family, taken), Some(shown)).ok_or_else(|| no_address(&Ref::internet(), family))
}

fn a_site(
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
    let mut ranges: Vec<Range> = nets.copied().map(Range::of).collect();
    ranges.extend(hosts.clone().map(|address| Range::of(IpNet::from(address))));
    let shown = hosts.into_iter().next().or_else(|| {
        // A host near the start of the first range; the range's own first address is none.
        let range = ranges.first()?;
        Some(addresses::address((range.first + 10).min(range.last), family))
    });
    Ok((party(None), Addresses::any(disjoint(ranges), shown).ok_or_else(none)?))
}

fn a_service(network: &Network, name: &Rc<str>, region: &str, family: Family) -> Result<(Party, Addresses), Refused> {
    let at = Ref::service(name, region);
    let party = Party::Service {
        name: Rc::clone(name),
        region: region.into(),
        through: None,
    };
    let prefixes = network.service_prefixes(name, region, family);
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

fn existing(network: &Network, element: &Ref) -> Result<Ref, Refused> {
    if network.topology().contains(element) {
        Ok(element.clone())
    } else if network.is_left_out(element) {
        Err(refused(&LEFT_OUT, element.clone()))
    } else {
        Err(refused(&NO_SUCH_END, element.clone()))
    }
}

fn of_family(address: IpAddr, family: Family, at: &Ref) -> Result<(), Refused> {
    if Family::of(address) == family {
        Ok(())
    } else {
        let mut finding = refused(&OTHER_ADDRESS_FAMILY, at.clone());
        finding.facts.push(("address", Fact::Address(address)));
        finding.facts.push(("family", Fact::Text(word(family).into())));
        Err(finding)
    }
}

fn no_address(at: &Ref, family: Family) -> Refused {
    let mut finding = refused(&NO_ADDRESS, at.clone());
    finding.facts.push(("family", Fact::Text(word(family).into())));
    finding
}

fn refused(reason: &'static Reason, at: Ref) -> Refused {
    Box::new(Finding {
        reason,
        at,
        facts: Vec::new(),
    })
}

fn word(family: Family) -> &'static str {
    match family {
        Family::V4 => "IPv4",
        Family::V6 => "IPv6",
    }
}
