//! From what was asked to who sends and to which address: elements, names of places, and plain addresses.

mod element;
mod node;
mod outside;

use std::net::IpAddr;
use std::rc::Rc;

use super::addresses::Addresses;
use super::{
    DISCONNECTED, Fact, Finding, IPV4_ENDPOINT, LEFT_OUT, NO_ADDRESS, NO_SUCH_END, NOBODY_THERE, NOT_AN_END, ONE_WAY,
    OTHER_ADDRESS_FAMILY, OTHER_FAMILY, PEERING_FAILED,
};
use crate::address::Family;
use crate::dns;
use crate::hop::{client_vpn, internet, site};
use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::packet::PacketSet;
use crate::question::{End, Question};
use crate::reason::{NOT_MODELLED, Reason};
use crate::topology::{ClientVpnEndpointId, Vpc, VpcId};
use crate::walk::Party;
pub(crate) use element::place_of;
use element::{receiving_element, sending_element};
pub(super) use outside::the_internet;
use outside::{a_client, a_service, a_site, clients_in_the_internet};

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
    /// What the asked name leads to, if a name was asked for.
    pub(super) resolved: Option<Finding>,
    /// How else the service that was asked for can be had.
    pub(super) beside: Option<Rc<dns::Beside>>,
    /// What is assumed about the addresses of the service that was asked for.
    pub(super) assumed: Option<Finding>,
}

impl Flow {
    /// Each end stands for addresses of which some may fare otherwise.
    pub(super) fn are_both_many(&self) -> bool {
        let mut ends = [&self.sources, &self.destinations].into_iter();
        ends.all(|end| matches!(end, Addresses::Any { .. }))
    }
}

type Refused = Box<Finding>;

/// The family that both ends have: the asked one, else IPv4 before IPv6.
pub(super) fn resolve(network: &Network, question: &Question) -> Result<Flow, Refused> {
    if let Some(family) = question.family {
        return in_family(network, question, family);
    }
    in_family(network, question, Family::V4).or_else(|refused| {
        if refused.reason.code == NO_ADDRESS.code {
            let other = in_family(network, question, Family::V6);
            other.map_err(|other| if other.reason.is_unknown() { other } else { refused })
        } else {
            Err(refused)
        }
    })
}

/// Where the question leads: what a name is resolved to, else the end itself.
pub(crate) fn destination(network: &Network, question: &Question) -> Option<End> {
    let End::Domain(name) = &question.to else {
        return Some(question.to.clone());
    };
    let of_family = |family| {
        let (sender, _) = sender(network, &question.from, family).ok()?;
        dns::resolve(network, name, &sender, family).ok()
    };
    let families = [Family::V4, Family::V6].into_iter();
    let mut asked = families.filter(|family| question.family.is_none_or(|asked| asked == *family));
    asked.find_map(of_family).map(|answer| answer.end)
}

fn in_family(network: &Network, question: &Question, family: Family) -> Result<Flow, Refused> {
    let packets = PacketSet::of_question(question.traffic, question.source_ports, family);
    if family == Family::V6
        && let Some(endpoint) = among_clients(question)
    {
        return Err(refused(&client_vpn::IPV4_AMONG_CLIENTS, Ref::from(endpoint)));
    }
    let (sender, sources) = sender(network, &question.from, family)?;
    let (to, resolved) = match &question.to {
        End::Domain(name) => {
            let answer = dns::resolve(network, name, &sender, family)?;
            (answer.end, Some(answer.finding))
        }
        to => (to.clone(), None),
    };
    let (receiver, destinations) = receiver(network, &to, family, &sender)?;
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
    let assumed = match &receiver {
        Some(Party::Service { name, region, .. }) => network.assumed_addresses(name, region, family),
        _ => None,
    };
    let beside = match (&question.to, &receiver, sender.vpc(network)) {
        (End::Service { .. }, Some(Party::Service { name, region, .. }), Some(vpc)) => {
            dns::beside(network, vpc, name, region).map(Rc::new)
        }
        _ => None,
    };
    Ok(Flow {
        family,
        packets,
        sender,
        sources,
        assumed,
        beside,
        receiver,
        destinations,
        resolved,
    })
}

/// From client to client of one Client VPN endpoint (CVPN-16).
fn among_clients(question: &Question) -> Option<&ClientVpnEndpointId> {
    match (&question.from, &question.to) {
        (End::Client { endpoint, .. }, End::Client { endpoint: other, .. }) => (endpoint == other).then_some(endpoint),
        _ => None,
    }
}

/// A peering that failed is drawn all the same, so the sentence names it.
fn disconnected(network: &Network, from: &VpcId, to: &VpcId) -> Refused {
    let mut peerings = network.topology().peering_connections.iter();
    let failed = peerings.find(|(_, peering)| peering.other(from) == Some(to));
    let reason = match failed {
        Some(_) => &PEERING_FAILED,
        None if network.is_consumer_of(to, from) => &ONE_WAY,
        None => &DISCONNECTED,
    };
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
        End::Internet => Ok((Party::Internet, clients_in_the_internet(network, family)?)),
        End::Site { site, host } => a_site(network, site, host.as_ref(), family),
        End::Service { name, region } => {
            let region = region.clone().unwrap_or_else(|| Vpc::DEFAULT_REGION.into());
            a_service(network, name, &region, family)
        }
        End::Client { endpoint, client } => a_client(network, endpoint, client.as_ref(), family),
        End::Domain(name) => Err(not_modelled(&Ref::internet(), Some(name))),
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
        End::Client { endpoint, client } => a_client(network, endpoint, client.as_ref(), family).map(known),
        End::Domain(name) => Err(not_modelled(&sender.reference(), Some(name))),
        End::Injected { at, .. } => Err(refused(&NOT_AN_END, at.clone())),
    }
}

/// Nobody can say here who that is (DEC-26).
fn not_modelled(at: &Ref, name: Option<&Rc<str>>) -> Refused {
    let target = name.map_or_else(|| Fact::Element(at.clone()), |name| Fact::Text(Rc::clone(name)));
    let mut finding = refused(&NOT_MODELLED, at.clone());
    finding.facts.push(("target", target));
    finding
}

fn region_of(network: &Network, sender: &Party) -> Rc<str> {
    let region = sender.vpc(network).and_then(|vpc| network.region_of(vpc));
    region.unwrap_or(Vpc::DEFAULT_REGION).into()
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
        .find(|(id, record)| site::is_own(network, id, record, address))
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
    let is_endpoint = at.kind == Kind::InterfaceEndpoint;
    let reason = if is_endpoint { &IPV4_ENDPOINT } else { &NO_ADDRESS };
    let mut finding = refused(reason, at.clone());
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
