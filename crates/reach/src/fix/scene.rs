//! What a source of moves looks at: the state, the first thing that blocks there, and the packet that met it.

use std::net::IpAddr;
use std::rc::Rc;

use ipnet::IpNet;

use super::exposure::Exposure;
use super::state::State;
use super::{Move, Step};
use crate::address::Family;
use crate::hop::internet;
use crate::id::{Direction, Ref};
use crate::network::Network;
use crate::operation::Operation;
use crate::packet::PacketSet;
use crate::question::End;
use crate::reason::Reason;
use crate::topology::{Element, PrefixListId, Topology, Vpc};
use crate::trace::{Blocker, Fact, Finding, Hop, Leg, destination, place_of};

#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    /// Before any edit.
    pub(super) start: &'a Topology,
    pub(super) state: &'a State,
    pub(super) blocker: &'a Blocker,
}

/// Who is at the other end of a packet, as a rule may name it.
#[derive(Clone, Debug)]
pub(super) enum Far {
    One(IpAddr),
    Ranges(Vec<IpNet>),
    Service {
        /// As in `s3` of `eu-west-1`.
        name: Rc<str>,
        region: Rc<str>,
        list: Option<PrefixListId>,
        prefixes: Vec<IpNet>,
    },
    Anybody(Family),
}

impl<'a> Scene<'a> {
    /// The first blocker; `None` if nothing blocks.
    pub(super) fn of(start: &'a Topology, state: &'a State) -> Option<Self> {
        let blocker = state.stopped().first_blocker()?;
        Some(Self { start, state, blocker })
    }

    pub(super) fn code(&self) -> &'static str {
        self.blocker.finding.reason.code
    }

    pub(super) fn at(&self) -> &'a Ref {
        &self.blocker.finding.at
    }

    pub(super) fn hops(&self) -> &'a [Hop] {
        match self.blocker.leg {
            Leg::Forward => &self.state.stopped().forward,
            Leg::Return => &self.state.stopped().reply,
        }
    }

    pub(super) fn hop(&self) -> Option<&'a Hop> {
        self.hops().get(self.blocker.hop?)
    }

    pub(super) fn element(&self, fact: &str) -> Option<&'a Ref> {
        match self.blocker.finding.fact(fact)? {
            Fact::Element(element) => Some(element),
            _ => None,
        }
    }

    pub(super) fn text(&self, fact: &str) -> Option<Rc<str>> {
        match self.blocker.finding.fact(fact)? {
            Fact::Text(text) => Some(Rc::clone(text)),
            _ => None,
        }
    }

    fn address(&self, fact: &str) -> Option<IpAddr> {
        match self.blocker.finding.fact(fact)? {
            Fact::Address(address) => Some(*address),
            _ => None,
        }
    }

    pub(super) fn source(&self) -> Option<IpAddr> {
        let told = self.address("source");
        told.or_else(|| self.hop().map(|hop| hop.packet.source))
    }

    pub(super) fn destination(&self) -> Option<IpAddr> {
        let told = self.address("destination");
        told.or_else(|| self.hop().map(|hop| hop.packet.destination))
    }

    /// The packets that do not get through here.
    pub(super) fn refused(&self) -> PacketSet {
        if let Some(Fact::Packets(packets)) = self.blocker.finding.fact("packets") {
            return packets.clone();
        }
        let arrived = self.hop().map(|hop| hop.packet.packets.clone());
        arrived.unwrap_or_else(PacketSet::all)
    }

    /// Who a rule for this direction must name.
    pub(super) fn far(&self, direction: Direction) -> Option<Far> {
        let told = self.address("peer");
        let of_packet = match direction {
            Direction::In => self.source(),
            Direction::Out => self.destination(),
        };
        let address = told.or(of_packet)?;
        let question = &self.state.trace.question;
        let end = match (self.blocker.leg, direction) {
            (Leg::Forward, Direction::In) | (Leg::Return, Direction::Out) => &question.from,
            (Leg::Forward, Direction::Out) | (Leg::Return, Direction::In) => &question.to,
        };
        // What only stands for a service's addresses is nothing to write into a rule.
        let region = self.home_region().unwrap_or_else(|| Vpc::DEFAULT_REGION.into());
        if self.state.network.is_stand_in(&region, address) {
            return Some(Far::Anybody(Family::of(address)));
        }
        Some(self.many(end, address).unwrap_or(Far::One(address)))
    }

    /// Where the packet goes, no wider than is asked: the one address, or the range if the end stands for many.
    pub(super) fn no_wider(&self, range: IpNet) -> IpNet {
        match self.far(Direction::Out) {
            Some(Far::One(address)) if range.contains(&address) => host(address),
            _ => range,
        }
    }

    /// All that the end stands for, if the address is one of many.
    fn many(&self, end: &End, address: IpAddr) -> Option<Far> {
        let network = &self.state.network;
        let family = Family::of(address);
        let place = match end {
            End::Element(element) => place_of(network, element)?,
            End::Domain(_) => destination(network, &self.state.trace.question)?,
            other => other.clone(),
        };
        match place {
            End::Internet => internet::is_public(address).then_some(Far::Anybody(family)),
            End::Site { site, host: None } => {
                let cidrs = &network.topology().sites.get(&site)?.cidrs;
                let of_family = cidrs.iter().filter(|cidr| Family::of(cidr.addr()) == family);
                let ranges: Vec<IpNet> = of_family.copied().collect();
                ranges
                    .iter()
                    .any(|range| range.contains(&address))
                    .then_some(Far::Ranges(ranges))
            }
            End::Service { name, region } => {
                let home = self.home_region();
                let region = region.or(home).unwrap_or_else(|| Vpc::DEFAULT_REGION.into());
                let prefixes = network.service_prefixes(&name, &region, family);
                let is_its = prefixes.iter().any(|range| range.contains(&address));
                let list = network.prefix_list_of_service(&name, &region);
                is_its.then_some(Far::Service {
                    name,
                    region,
                    list,
                    prefixes,
                })
            }
            _ => None,
        }
    }

    pub(super) fn home_region(&self) -> Option<Rc<str>> {
        home_region(&self.state.network, &self.state.trace.question.from)
    }
}

/// The sender's Region.
pub(super) fn home_region(network: &Network, from: &End) -> Option<Rc<str>> {
    let End::Element(from) = from else {
        return None;
    };
    let interface = network.topology().interfaces.get(&from.to_id()?)?;
    let vpc = network.vpc_of(&interface.subnet)?;
    network.region_of(vpc).map(Into::into)
}

/// One edit with its words.
pub(super) fn step(
    operation: Operation,
    reason: &'static Reason,
    at: &Ref,
    facts: Vec<(&'static str, Fact)>,
    exposure: Exposure,
) -> Step {
    Step {
        operation,
        finding: Finding {
            reason,
            at: at.clone(),
            facts,
        },
        exposure,
        rows: 1,
    }
}

/// A move of one edit that changes one record.
pub(super) fn change(
    scene: &Scene<'_>,
    at: &Ref,
    reason: &'static Reason,
    facts: Vec<(&'static str, Fact)>,
    how: impl FnOnce(&mut Element) -> Option<()>,
) -> Option<Move> {
    let operation = scene.state.change(at, how)?;
    Some(vec![step(operation, reason, at, facts, Exposure::NOTHING)])
}

pub(super) fn host(address: IpAddr) -> IpNet {
    IpNet::from(address)
}

/// A gateway that belongs to no VPC is attached to this one.
pub(super) fn attach(scene: &Scene<'_>, reason: &'static Reason, at: &Ref, vpc: &Ref) -> Option<Step> {
    let operation = scene.state.change(at, |element| {
        let place = match element {
            Element::InternetGateway(_, gateway) => &mut gateway.vpc,
            Element::VpnGateway(_, gateway) => &mut gateway.vpc,
            _ => return None,
        };
        if place.is_none() {
            *place = vpc.to_id();
        }
        Some(())
    })?;
    let facts = vec![("vpc", Fact::Element(vpc.clone()))];
    Some(step(operation, reason, at, facts, Exposure::NOTHING))
}
