//! What AWS picks at random, and how packets fare by each pick: the same packets may pass by one and fail by another (DEC-27).

use std::net::IpAddr;

use super::legs::Traced;
use super::{Blocker, Fact, Finding, Verdict};
use crate::id::Ref;
use crate::packet::PacketSet;
use crate::reason::{Reason, reasons};

reasons! {
    ANY_ADDRESS: "any-address" ["DEC-27", "EI-06"] "Any of its addresses",
        "{at} has {number} addresses, and whoever asks for it by name gets any of them.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
    ANY_NODE: "any-node" ["DEC-27", "PL-05"] "Any of its nodes",
        "{at} has {number} addresses, and whoever asks for it by name gets any of them.",
        "elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html";
    ANY_SENDER: "any-sender" ["DEC-27", "PL-05"] "From any of its nodes",
        "{at} sends from any of its {number} addresses.",
        "elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html";
    ANY_BALANCER: "any-balancer" ["PL-12", "DEC-27"] "Any of its load balancers",
        "{at} hands each new connection to any of its {number} load balancers.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    ANY_TARGET: "any-target" ["DEC-27"] "Any of its targets",
        "{at} hands each new connection to any of its {number} targets.",
        "elasticloadbalancing/latest/network/introduction.html";
    ANY_APPLIANCE: "any-appliance" ["PL-15", "DEC-27"] "Any of its appliances",
        "{at} hands each new connection to any of its {number} appliances.",
        "elasticloadbalancing/latest/gateway/introduction.html";
    ANY_ZONE: "any-zone" ["TGW-35", "DEC-27"] "By any of its zones",
        "Sender and receiver are in different Availability Zones, so {at}, in appliance mode, takes each new connection by any of its {number} subnets.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    ANY_SUBNET: "any-subnet" ["CVPN-08", "DEC-27"] "By any of its subnets",
        "{at} connects its clients by any of its {number} subnets.",
        "vpn/latest/clientvpn-admin/troubleshooting.html";
}

/// Something that AWS picks at random, where it matters what it picks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Who picks, and of how many.
    pub finding: Finding,
    /// What it may take, the one that is shown first.
    pub options: Vec<ChoiceOption>,
}

/// How the packets fare if AWS takes this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    pub taken: Taken,
    /// `Partial` where it depends on the packet, or on what else is picked.
    pub verdict: Verdict,
    /// The asked packets that pass both legs then, whatever else is picked.
    pub allowed: PacketSet,
    /// What stops packets then, first met first.
    pub blocker: Option<Blocker>,
}

/// One of several: a subnet with an address there, a load balancer, a target with its port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub element: Ref,
    pub address: Option<IpAddr>,
    pub port: Option<u16>,
}

/// What was taken, where, and of how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pick {
    finding: Finding,
    taken: Taken,
}

impl Pick {
    pub(crate) fn new(reason: &'static Reason, at: impl Into<Ref>, count: usize, taken: impl Into<Ref>) -> Self {
        Self {
            finding: Finding {
                reason,
                at: at.into(),
                facts: vec![("number", Fact::Number(count as u32))],
            },
            taken: Taken {
                element: taken.into(),
                address: None,
                port: None,
            },
        }
    }

    pub(crate) fn address(mut self, address: IpAddr) -> Self {
        self.taken.address = Some(address);
        self
    }

    pub(crate) fn port(mut self, port: Option<u16>) -> Self {
        self.taken.port = port;
        self
    }
}

/// How the asked packets fare by some ways together.
pub(super) struct Together {
    /// Pass both legs by each way that is theirs.
    pub(super) allowed: PacketSet,
    /// Pass by some of their ways and fail by others.
    pub(super) by_chance: PacketSet,
    /// Arrive by each way that is theirs, and their replies by none.
    pub(super) no_reply: PacketSet,
    pub(super) verdict: Verdict,
}

/// Each way answers for the packets that no listener sends another way.
pub(super) fn together(packets: &PacketSet, ways: &[&Traced]) -> Together {
    let all = |set: &dyn Fn(&Traced) -> PacketSet| ways.iter().fold(PacketSet::empty(), |all, way| all.or(&set(way)));
    let asked_of = |way: &Traced| packets.minus(&way.diverted);
    let passes = all(&|way| way.trace.allowed.clone());
    let fails = all(&|way| asked_of(way).minus(&way.trace.allowed));
    let unanswered = all(&|way| way.trace.no_reply.clone());
    let others = all(&|way| asked_of(way).minus(&way.trace.no_reply));
    let is_unknown = ways.iter().any(|way| way.trace.verdict == Verdict::Unknown);
    let is_stopped = ways.iter().any(|way| !way.trace.blockers.is_empty());
    Together {
        verdict: match () {
            () if is_unknown => Verdict::Unknown,
            () if passes.is_empty() => Verdict::Blocked,
            () if fails.is_empty() && !is_stopped => Verdict::Allowed,
            () => Verdict::Partial,
        },
        allowed: passes.minus(&fails),
        by_chance: if is_unknown {
            PacketSet::empty()
        } else {
            passes.and(&fails)
        },
        no_reply: unanswered.minus(&others),
    }
}

/// The choices that matter: some of what may be picked fares otherwise. If none does by itself, all of them together do.
pub(super) fn that_matter(packets: &PacketSet, ways: &[&Traced]) -> Vec<Choice> {
    let mut all: Vec<(&Finding, Vec<&Taken>)> = Vec::new();
    for pick in ways.iter().flat_map(|way| way.choices.picks()) {
        match all.iter_mut().find(|(finding, _)| **finding == pick.finding) {
            None => all.push((&pick.finding, vec![&pick.taken])),
            Some((_, taken)) if taken.contains(&&pick.taken) => {}
            Some((_, taken)) => taken.push(&pick.taken),
        }
    }
    let choice = |(finding, taken): (&Finding, Vec<&Taken>)| Choice {
        finding: finding.clone(),
        options: taken
            .iter()
            .map(|taken| option(packets, ways, finding, taken))
            .collect(),
    };
    let all: Vec<Choice> = all.into_iter().map(choice).collect();
    let matters = |choice: &&Choice| {
        let fares = |option: &ChoiceOption| (option.verdict, option.allowed.clone());
        let first = choice.options.first().map(fares);
        choice.options.iter().any(|option| Some(fares(option)) != first)
    };
    let some: Vec<Choice> = all.iter().filter(matters).cloned().collect();
    if some.is_empty() { all } else { some }
}

fn option(packets: &PacketSet, ways: &[&Traced], finding: &Finding, taken: &Taken) -> ChoiceOption {
    let takes = |way: &&&Traced| {
        let mut picks = way.choices.picks();
        picks.any(|pick| pick.finding == *finding && pick.taken == *taken)
    };
    let ways: Vec<&Traced> = ways.iter().filter(takes).copied().collect();
    let fares = together(packets, &ways);
    let blocker = ways.iter().find_map(|way| way.trace.first_blocker());
    ChoiceOption {
        taken: taken.clone(),
        verdict: fares.verdict,
        allowed: fares.allowed,
        blocker: blocker.map(|blocker| Blocker {
            hop: None,
            ..blocker.clone()
        }),
    }
}
