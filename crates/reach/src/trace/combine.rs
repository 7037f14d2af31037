//! A question about many addresses: the internet, a service, a site. One address is traced; the rows that were asked say which
//! other addresses are bound to fare alike; the rest is traced in turn. Nothing is called allowed that was not looked at.

use std::collections::VecDeque;
use std::net::IpAddr;

use ipnet::IpNet;

use super::addresses::{self, Addresses, Range};
use super::ends::Flow;
use super::legs::{self, Traced};
use super::{AddressShare, Fact, Finding, NOT_ALL_ADDRESSES, Trace, Verdict};
use crate::address::Family;
use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::question::Question;
use crate::topology::{Destination, RulePeer};
use crate::walk::Party;

/// Traces the flow for every address that its ends stand for.
pub(super) fn over_addresses(network: &Network, question: &Question, flow: &Flow) -> Trace {
    let (source, destination) = (flow.sources.shown(), flow.destinations.shown());
    match (&flow.sources, &flow.destinations) {
        (Addresses::One(_), Addresses::One(_)) => legs::follow(network, question, flow, source, destination).trace,
        (_, Addresses::Any { ranges, shown }) => {
            let follow = |address| legs::follow(network, question, flow, source, address);
            let at = flow.receiver.as_ref().map_or_else(Ref::internet, Party::reference);
            split(network, flow.family, ranges, *shown, &at, &follow)
        }
        (Addresses::Any { ranges, shown }, _) => {
            let follow = |address| legs::follow(network, question, flow, address, destination);
            split(network, flow.family, ranges, *shown, &flow.sender.reference(), &follow)
        }
    }
}

/// Addresses that fare alike, and the trace of one of them.
struct Share {
    ranges: Vec<Range>,
    trace: Trace,
    /// A gateway endpoint took the packet: the addresses are a service's.
    is_service: bool,
}

/// One address that was traced, and the rows by which it could have been told from others.
struct Looked {
    number: u128,
    rows: Vec<Range>,
    share: usize,
}

fn split(
    network: &Network,
    family: Family,
    ranges: &[Range],
    shown: IpAddr,
    at: &Ref,
    follow: &dyn Fn(IpAddr) -> Traced,
) -> Trace {
    let mut shares: Vec<Share> = Vec::new();
    let mut looks: Vec<Looked> = Vec::new();
    let mut rest: VecDeque<Range> = ranges.iter().copied().collect();
    let first = addresses::number(shown);
    // The shown address first: its trace is the one that is kept where shares fare alike.
    rest.make_contiguous().sort_by_key(|range| !range.contains(first));
    while let Some(range) = rest.pop_front() {
        let number = if range.contains(first) { first } else { range.first };
        let known = looks.iter().position(|look| look.is_same(number));
        let look = known.unwrap_or_else(|| {
            let traced = follow(addresses::address(number, family));
            let rows = rows(network, &traced.asked, family);
            let share = share_of(&mut shares, traced);
            looks.push(Looked { number, rows, share });
            looks.len() - 1
        });
        let Some(Looked { rows, share, .. }) = looks.get(look) else {
            continue;
        };
        let part = range.around(number, rows);
        rest.extend(range.without(part));
        if let Some(share) = shares.get_mut(*share) {
            share.ranges.push(part);
        }
    }
    // What an endpoint takes is a service, and not what "the internet" is asked about.
    if at.kind == Kind::Internet && shares.iter().any(|share| !share.is_service) {
        shares.retain(|share| !share.is_service);
    }
    merge(shares, family, shown, at).unwrap_or_else(|| follow(shown).trace)
}

impl Looked {
    /// No row tells the two addresses apart, so they fare alike.
    fn is_same(&self, number: u128) -> bool {
        self.rows
            .iter()
            .all(|row| row.contains(number) == row.contains(self.number))
    }
}

fn share_of(shares: &mut Vec<Share>, traced: Traced) -> usize {
    let is_service = matches!(traced.delivered, Some(Party::Service { through: Some(_), .. }));
    let trace = traced.trace;
    let fares_alike = |share: &Share| {
        let known = &share.trace;
        share.is_service == is_service
            && known.verdict == trace.verdict
            && known.allowed == trace.allowed
            && known.no_reply == trace.no_reply
            && known.leg == trace.leg
            && code(known) == code(&trace)
    };
    shares.iter().position(fares_alike).unwrap_or_else(|| {
        shares.push(Share {
            ranges: Vec::new(),
            trace,
            is_service,
        });
        shares.len() - 1
    })
}

fn code(trace: &Trace) -> Option<&'static str> {
    trace.first_blocker().map(|blocker| blocker.finding.reason.code)
}

/// `None` only if there is no share at all.
fn merge(shares: Vec<Share>, family: Family, shown: IpAddr, at: &Ref) -> Option<Trace> {
    let verdict = verdict(&shares);
    let by_address: Vec<AddressShare> = shares
        .iter()
        .map(|share| AddressShare {
            addresses: addresses::cidrs(share.ranges.clone(), family),
            verdict: share.trace.verdict,
            allowed: share.trace.allowed.clone(),
            no_reply: share.trace.no_reply.clone(),
        })
        .collect();
    let failing = shares.iter().find(|share| share.trace.verdict != Verdict::Allowed);
    let failing = failing.map(|share| (share.trace.leg, share.trace.blockers.clone()));
    let is_split = shares.len() > 1;
    let mut traces = shares.into_iter().map(|share| share.trace);
    let mut trace = traces.next()?;
    if !is_split {
        return Some(trace);
    }
    for other in traces {
        trace.allowed = trace.allowed.or(&other.allowed);
        trace.no_reply = trace.no_reply.or(&other.no_reply);
    }
    if let (true, Some((leg, blockers))) = (trace.blockers.is_empty(), failing) {
        trace.leg = leg;
        // The hop list is another address's: the blockers are not in it.
        trace.blockers = blockers
            .into_iter()
            .map(|blocker| super::Blocker { hop: None, ..blocker })
            .collect();
    }
    if verdict == Verdict::Partial {
        trace.notes.push(Finding {
            reason: &NOT_ALL_ADDRESSES,
            at: at.clone(),
            facts: vec![("address", Fact::Address(shown))],
        });
    }
    trace.verdict = verdict;
    trace.by_address = by_address;
    Some(trace)
}

fn verdict(shares: &[Share]) -> Verdict {
    let all = |verdict| shares.iter().all(|share| share.trace.verdict == verdict);
    if all(Verdict::Allowed) {
        Verdict::Allowed
    } else if all(Verdict::Blocked) {
        Verdict::Blocked
    } else if shares.iter().any(|share| share.trace.verdict == Verdict::Unknown) {
        Verdict::Unknown
    } else {
        Verdict::Partial
    }
}

/// The address ranges by which the elements can tell one address from another.
fn rows(network: &Network, asked: &[Ref], family: Family) -> Vec<Range> {
    let mut nets: Vec<IpNet> = Vec::new();
    let mut seen: Vec<&Ref> = Vec::new();
    for element in asked {
        if !seen.contains(&element) {
            seen.push(element);
            add_rows(network, element, &mut nets);
        }
    }
    let of_family = nets.into_iter().filter(|net| Family::of(net.addr()) == family);
    of_family.map(Range::of).collect()
}

fn add_rows(network: &Network, element: &Ref, nets: &mut Vec<IpNet>) {
    let topology = network.topology();
    match element.kind {
        Kind::RouteTable => {
            let Some(table) = element.to_id() else { return };
            for route in network.routes(&table) {
                nets.extend(network.entries(&route.destination).iter().copied());
            }
        }
        Kind::NetworkAcl => {
            let acl = element.to_id().and_then(|id| topology.network_acls.get(&id));
            let entries = acl.into_iter().flat_map(|acl| acl.inbound.iter().chain(&acl.outbound));
            nets.extend(entries.map(|entry| entry.cidr));
        }
        Kind::SecurityGroup => {
            let group = element.to_id().and_then(|id| topology.security_groups.get(&id));
            let rules = group
                .into_iter()
                .flat_map(|group| group.inbound.iter().chain(&group.outbound));
            for rule in rules {
                match &rule.peer {
                    RulePeer::Cidr(cidr) => nets.push(*cidr),
                    RulePeer::PrefixList(list) => {
                        nets.extend(network.entries(&Destination::PrefixList(list.clone())).iter().copied());
                    }
                    RulePeer::SecurityGroup(_) => {}
                }
            }
        }
        Kind::Vpc => {
            let vpc = element.to_id().and_then(|id| topology.vpcs.get(&id));
            nets.extend(vpc.into_iter().flat_map(|vpc| vpc.cidrs.iter().copied().map(IpNet::V4)));
        }
        Kind::VpnGateway => {
            let Some(id) = element.to_id() else { return };
            let known = network.vpn_prefixes(&id).iter().chain(network.vpn_prefixes_down(&id));
            nets.extend(known.map(|learned| learned.prefix));
            let gateway = topology.vpn_gateways.get(&id);
            if let Some(vpc) = gateway.and_then(|gateway| gateway.vpc.as_ref()) {
                add_rows(network, &Ref::from(vpc), nets);
            }
        }
        Kind::CustomerGateway => {
            let device = element.to_id().and_then(|id| topology.customer_gateways.get(&id));
            nets.extend(device.and_then(|device| device.routes.clone()).unwrap_or_default());
        }
        Kind::Site => {
            let site = element.to_id().and_then(|id| topology.sites.get(&id));
            nets.extend(site.into_iter().flat_map(|site| site.cidrs.iter().copied()));
        }
        Kind::PeeringConnection => {
            let peering = element.to_id().and_then(|id| topology.peering_connections.get(&id));
            for vpc in peering
                .into_iter()
                .flat_map(|peering| [&peering.requester, &peering.accepter])
            {
                add_rows(network, &Ref::from(vpc), nets);
            }
        }
        _ => {}
    }
}
