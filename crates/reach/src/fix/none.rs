//! Why no edit helps (VPC-01, PEER-05, TGW-42): addresses that are in use twice cannot be told apart.

use super::search::MOST_EDITS;
use super::state::State;
use crate::address::overlaps;
use crate::id::Ref;
use crate::network::cidrs_of;
use crate::question::End;
use crate::reason::reasons;
use crate::topology::{NetworkInterface, VpcId};
use crate::trace::{Fact, Finding, Verdict};

reasons! {
    OVERLAP: "fix-needs-other-range" ["PEER-05", "RT-11"] "Needs another address range",
        "{from} and {to} both use {cidr}, and no route or rule tells the same address in two places apart. Give one of them another range, or use PrivateLink.",
        "vpc/latest/peering/vpc-peering-basics.html";
    FROM_CONSUMER: "fix-consumer-opens" ["PL-06"] "Only the consumer can start",
        "The endpoint in {to} opens connections from {to} to {from}, never the other way. Let {to} start the connection: the answers come back by it.",
        "vpc/latest/privatelink/concepts.html";
    UNKNOWN: "fix-not-known" ["DEC-26"] "Not known",
        "The answer depends on something that is not drawn or not modelled here, so no edit can be proved to help.",
        "vpc/latest/reachability/explanation-codes.html";
    NOTHING: "fix-none-found" ["PW-00"] "No fix found",
        "No set of at most {number} edits was found that lets this flow through.",
        "vpc/latest/reachability/explanation-codes.html";
}

pub(super) fn why(start: &State) -> Finding {
    let trace = &start.trace;
    let at = trace
        .first_blocker()
        .map_or_else(Ref::internet, |blocker| blocker.finding.at.clone());
    if let Some(finding) = against_the_endpoint(start).or_else(|| overlap(start)) {
        return finding;
    }
    let (reason, facts) = match trace.verdict {
        Verdict::Unknown => (&UNKNOWN, Vec::new()),
        _ => (&NOTHING, vec![("number", Fact::Number(MOST_EDITS as u32))]),
    };
    Finding { reason, at, facts }
}

/// From a provider to its consumer, where nothing can be routed.
fn against_the_endpoint(start: &State) -> Option<Finding> {
    let finding = &start.trace.first_blocker()?.finding;
    finding.reason.rules.contains(&"PL-06").then(|| Finding {
        reason: &FROM_CONSUMER,
        ..finding.clone()
    })
}

fn overlap(start: &State) -> Option<Finding> {
    let question = &start.trace.question;
    let (from, to) = (vpc(start, &question.from)?, vpc(start, &question.to)?);
    let vpcs = &start.network.topology().vpcs;
    let (ours, theirs) = (vpcs.get(&from)?, vpcs.get(&to)?);
    let is_shared = |cidr: &ipnet::IpNet| cidrs_of(theirs).any(|other| overlaps(*cidr, other));
    let shared = cidrs_of(ours).find(is_shared).filter(|_| from != to)?;
    Some(Finding {
        reason: &OVERLAP,
        at: Ref::from(&from),
        facts: vec![
            ("from", Fact::Element(Ref::from(&from))),
            ("to", Fact::Element(Ref::from(&to))),
            ("cidr", Fact::Cidr(shared)),
        ],
    })
}

fn vpc(start: &State, end: &End) -> Option<VpcId> {
    let topology = start.network.topology();
    let End::Element(element) = end else {
        return None;
    };
    let interface: &NetworkInterface = topology.interfaces.get(&element.to_id()?)?;
    topology.subnets.get(&interface.subnet).map(|subnet| subnet.vpc.clone())
}
