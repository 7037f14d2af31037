//! Behind the endpoint: a Gateway Load Balancer in its Availability Zone hands each new connection to any of its appliances, and
//! both directions of it to the same one (PL-05, PL-12, PL-15, DEC-27).
//! AWS page: elasticloadbalancing/latest/gateway/introduction.html

use std::net::{IpAddr, Ipv4Addr};

use super::super::endpoint_service;
use super::super::load_balancer::{listener, own};
use super::{NO_APPLIANCE, NOT_IN_ZONE, ONE_OF_SEVERAL};
use crate::id::Ref;
use crate::network::Network;
use crate::packet::PacketSet;
use crate::reason::{NOT_MODELLED, Reason};
use crate::topology::{
    EndpointService, EndpointSubnet, GatewayLoadBalancerEndpoint, InterfaceId, LoadBalancer, LoadBalancerId,
    LoadBalancerKind, PortRange, SubnetId, Traffic,
};
use crate::trace::{ANY_APPLIANCE, ANY_BALANCER, Blocker, Fact, Finding, Leg, Packet, Pick};
use crate::walk::{Choices, Party, Walk, Why};

/// Ways to one appliance that are looked at.
const MOST_WAYS: usize = 16;

/// The endpoint on the way.
pub(super) struct Visit<'a> {
    pub(super) at: &'a Ref,
    pub(super) record: &'a GatewayLoadBalancerEndpoint,
    pub(super) service: &'a EndpointService,
    /// The endpoints whose own packets to an appliance these are, this one included.
    pub(super) visiting: Vec<Ref>,
}

/// Where nothing takes the packet, and why.
pub(super) type Refused = Box<(Ref, Why)>;

/// A load balancer in the endpoint's zone.
struct Behind<'n> {
    id: &'n LoadBalancerId,
    record: &'n LoadBalancer,
    place: &'n EndpointSubnet,
}

/// Whether GENEVE packets get to the appliance and back, by some of their ways or by all.
#[derive(Default)]
struct Fate<'n> {
    /// `None` stands for a load balancer that has none to pick.
    appliance: Option<&'n InterfaceId>,
    passes: bool,
    refused: Option<Blocker>,
}

/// The load balancer whose appliance takes the packet, and what to say if AWS picks one of several.
pub(super) fn visit(walk: &mut Walk<'_>, visit: &Visit<'_>) -> Result<(LoadBalancerId, Option<Why>), Refused> {
    let network = walk.network;
    if let Some(lost) = endpoint_service::lost(network, &visit.record.service, visit.service) {
        return Err(Box::new((visit.at.clone(), lost)));
    }
    if let Some(known) = walk
        .connection
        .visited(visit.at, &walk.packet)
        .filter(|_| walk.is_reply())
    {
        return Ok((known, None));
    }
    let all: Vec<(Behind<'_>, Vec<Fate<'_>>)> = in_zone(network, visit)
        .into_iter()
        .map(|behind| {
            let fates = fates(network, visit, &behind);
            (behind, fates)
        })
        .collect();
    if all.is_empty() {
        let why = Why::new(&NOT_IN_ZONE)
            .text("zone", zone_of(network, &visit.record.subnet))
            .element("service", &visit.record.service);
        return Err(Box::new((visit.at.clone(), why)));
    }
    let (balancer, several) = pick(&mut walk.choices, visit, &all)?;
    let packet = walk.packet.clone();
    walk.connection
        .visits
        .push((visit.at.clone(), balancer.clone(), packet));
    Ok((balancer, several))
}

/// One of the load balancers and one of its appliances. Where all let everything through, it does not matter which.
fn pick(
    choices: &mut Choices,
    visit: &Visit<'_>,
    all: &[(Behind<'_>, Vec<Fate<'_>>)],
) -> Result<(LoadBalancerId, Option<Why>), Refused> {
    let matters = all
        .iter()
        .flat_map(|(_, fates)| fates)
        .any(|fate| fate.refused.is_some());
    let mut one_of = |count: usize, pick: &dyn Fn(usize) -> Option<Pick>| match matters {
        true => choices.random(count, pick),
        false => 0,
    };
    let unclear = || {
        Box::new((
            visit.at.clone(),
            Why::new(&NOT_MODELLED).element("target", visit.at.clone()),
        ))
    };
    let picked = one_of(all.len(), &|picked| {
        let (behind, _) = all.get(picked)?;
        let pick = Pick::new(&ANY_BALANCER, &visit.record.service, all.len(), behind.id);
        Some(pick.address(IpAddr::V4(behind.place.ipv4)))
    });
    let (behind, fates) = all.get(picked).ok_or_else(unclear)?;
    let picked = one_of(fates.len(), &|picked| {
        let appliance = fates.get(picked)?.appliance?;
        Some(Pick::new(&ANY_APPLIANCE, behind.id, fates.len(), appliance))
    });
    let fate = fates.get(picked).ok_or_else(unclear)?;
    let is_open = fate.passes && fate.refused.is_some();
    let passes = fate.passes && (!is_open || one_of(2, &|_| None) == 0);
    match &fate.refused {
        Some(refused) if !passes => Err(Box::new((refused.finding.at.clone(), Why::of_blocker(refused.clone())))),
        _ => Ok((behind.id.clone(), several(behind, fates, fate))),
    }
}

fn several(behind: &Behind<'_>, fates: &[Fate<'_>], fate: &Fate<'_>) -> Option<Why> {
    let appliance = fate.appliance.filter(|_| fates.len() > 1)?;
    let why = Why::new(&ONE_OF_SEVERAL)
        .fact("number", Fact::Number(fates.len() as u32))
        .element("other", behind.id)
        .element("target", appliance);
    Some(why)
}

fn zone_of<'n>(network: &'n Network, id: &SubnetId) -> &'n str {
    let subnet = network.topology().subnets.get(id);
    subnet.map(|subnet| &*subnet.zone).unwrap_or_default()
}

fn in_zone<'n>(network: &'n Network, visit: &'n Visit<'_>) -> Vec<Behind<'n>> {
    let zone = zone_of(network, &visit.record.subnet);
    let balancers = visit.service.load_balancers.iter();
    let mut all: Vec<Behind<'n>> = balancers
        .filter_map(|id| {
            let record = network.topology().load_balancers.get(id)?;
            let is_here = |place: &&EndpointSubnet| zone_of(network, &place.subnet) == zone;
            let place = record.subnets.iter().find(is_here)?;
            (record.kind == LoadBalancerKind::Gateway).then_some(Behind { id, record, place })
        })
        .collect();
    // In which order they are written does not matter.
    all.sort_by_key(|behind| behind.id);
    all
}

/// Of every appliance that it may take.
fn fates<'n>(network: &'n Network, visit: &Visit<'_>, behind: &Behind<'n>) -> Vec<Fate<'n>> {
    let zone = zone_of(network, &visit.record.subnet);
    let listeners = &behind.record.listeners;
    if listeners.iter().any(|own| network.has_lost_target(behind.id, own.port)) {
        return vec![refused(&listener::LOST_TARGET, behind.id.into(), Vec::new())];
    }
    let of = |own| {
        let near = listener::near(&listener::usable(network, behind.record, own), behind.record, zone);
        listener::in_use(near)
    };
    let appliances = listeners.iter().flat_map(of);
    let fates: Vec<Fate<'n>> = appliances
        .map(|usable| Fate {
            appliance: Some(&usable.target.interface),
            ..fate(network, visit, behind, usable.address)
        })
        .collect();
    if fates.is_empty() {
        let facts = vec![
            ("other", Fact::Element(behind.id.into())),
            ("zone", Fact::Text(zone.into())),
        ];
        return vec![refused(&NO_APPLIANCE, visit.at.clone(), facts)];
    }
    fates
}

/// By every way, as other endpoints may lie on it.
fn fate<'n>(network: &Network, visit: &Visit<'_>, behind: &Behind<'_>, appliance: Ipv4Addr) -> Fate<'n> {
    let mut fate = Fate::default();
    let mut given = Vec::new();
    for _ in 0..MOST_WAYS {
        let (refused, choices) = reaches(network, visit, behind, IpAddr::V4(appliance), given);
        fate.passes |= refused.is_none();
        fate.refused = fate.refused.or(refused);
        match choices.next() {
            Some(next) => given = next,
            None => return fate,
        }
    }
    let target = ("target", Fact::Element(visit.at.clone()));
    refused(&NOT_MODELLED, visit.at.clone(), vec![target])
}

fn refused<'n>(reason: &'static Reason, at: Ref, facts: Vec<(&'static str, Fact)>) -> Fate<'n> {
    let blocker = Blocker {
        leg: Leg::Forward,
        finding: Finding { reason, at, facts },
        by: None,
        direction: None,
        hop: None,
    };
    Fate {
        refused: Some(blocker),
        ..Fate::default()
    }
}

/// Why GENEVE packets of the load balancer do not get to the appliance and back; `None` if they do.
fn reaches(
    network: &Network,
    visit: &Visit<'_>,
    behind: &Behind<'_>,
    appliance: IpAddr,
    given: Vec<usize>,
) -> (Option<Blocker>, Choices) {
    let sender = Party::LoadBalancer {
        balancer: behind.id.clone(),
        subnet: behind.place.subnet.clone(),
    };
    let own = IpAddr::V4(behind.place.ipv4);
    let geneve = PacketSet::of_rule(Traffic::Udp(PortRange::single(own::GENEVE)));
    let packet = Packet {
        source: own,
        destination: appliance,
        packets: geneve.with_nat_ports(),
    };
    let mut there = Walk::new(network, Leg::Forward, packet, None);
    there.visiting = visit.visiting.clone();
    there.choices = Choices::new(given);
    there.run(&sender);
    let receiver = match (&there.delivered, there.journal.blockers.first()) {
        (Some(receiver), None) => receiver.clone(),
        (_, blocker) => return (blocker.cloned(), there.choices),
    };
    let packet = Packet {
        source: appliance,
        destination: own,
        packets: there.packet.packets.replies(),
    };
    let mut back = Walk::new(network, Leg::Return, packet, Some(sender));
    back.visiting = visit.visiting.clone();
    back.answers_from = Some(appliance);
    back.connection = there.connection;
    back.choices = there.choices;
    back.run(&receiver);
    let refused = back.journal.blockers.first().cloned();
    (refused, back.choices)
}
