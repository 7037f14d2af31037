//! A rule can name a security group of the same VPC, of a peer VPC in the same Region while the peering is active, or of a VPC on
//! the same transit gateway (SG-09, SG-10, PEER-40, PEER-41). AWS page: vpc/latest/peering/vpc-peering-security-groups.html

use super::{Refusal, refuse};
use crate::id::Ref;
use crate::issue::filter::active_peers;
use crate::network::on_one_transit_gateway;
use crate::operation::identity::made_by_aws;
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{Element, PortRange, Rule, RulePeer, SecurityGroup, SecurityGroupId, Topology, Traffic, VpcId};
use crate::trace::{Fact, Finding};

reasons! {
    GROUP_MISSING: "X_REFUSED" ["SG-09"] "Security group does not exist",
        "A rule of {at} cannot name {other}, which does not exist. Create it first, or use a CIDR.",
        "vpc/latest/userguide/security-group-rules.html";

    NOT_PEERED: "X_REFUSED" ["PEER-40"] "Group of a VPC without active peering",
        "A rule of {at} cannot name {other}: that is in {vpc}, and no peering connection to it is active. Have the \
         peering accepted first, or use a CIDR.",
        "vpc/latest/peering/vpc-peering-security-groups.html";

    UNTRACKED_END: "untracked-connections-end" ["SG-14"] "Open connections end at once",
        "{at} loses a rule for every address. While replies could go anywhere, too, AWS did not track what came by it, so such connections end at once.",
        "AWSEC2/latest/UserGuide/security-group-connection-tracking.html";

    TRACKED_LAST: "tracked-connections-last" ["SG-14", "SG-05"] "Open connections go on",
        "{at} loses a rule. Connections that it let through are tracked: they go on until they end or time out.",
        "AWSEC2/latest/UserGuide/security-group-connection-tracking.html";

    OTHER_REGION: "X_REFUSED" ["PEER-41"] "Group of another Region",
        "A rule of {at} cannot name {other}: {vpc} is in {region}. Between Regions a rule cannot name a group; use the CIDR.",
        "vpc/latest/peering/vpc-peering-security-groups.html";
}

pub(super) fn update(
    id: &SecurityGroupId,
    before: Option<&SecurityGroup>,
    after: &SecurityGroup,
    topology: &Topology,
) -> Result<(), Refusal> {
    let named = |group: &SecurityGroup| -> Vec<SecurityGroupId> {
        let rules = group.inbound.iter().chain(&group.outbound);
        rules.filter_map(|rule: &Rule| group_named_by(&rule.peer)).collect()
    };
    let old = before
        .filter(|before| before.vpc == after.vpc)
        .map(named)
        .unwrap_or_default();
    for other in named(after)
        .into_iter()
        .filter(|other| other != id && !old.contains(other))
    {
        may_name(id, &after.vpc, &other, topology)?;
    }
    Ok(())
}

/// What happens to open connections when a rule goes (SG-14).
pub(super) fn note_connections(
    id: &SecurityGroupId,
    before: &SecurityGroup,
    after: &SecurityGroup,
    warnings: &mut Vec<Finding>,
) {
    let sides = [
        (&before.inbound, &after.inbound, &before.outbound),
        (&before.outbound, &after.outbound, &before.inbound),
    ];
    for (before, after, back) in sides {
        let gone = before.iter().filter(|rule| !after.contains(rule));
        let reasons = gone.map(|rule| {
            if is_untracked(rule, back) {
                &UNTRACKED_END
            } else {
                &TRACKED_LAST
            }
        });
        for reason in reasons {
            let finding = Finding {
                reason,
                at: Ref::from(id),
                facts: Vec::new(),
            };
            if !warnings.contains(&finding) {
                warnings.push(finding);
            }
        }
    }
}

/// TCP or UDP from everywhere, and anything may go back everywhere.
fn is_untracked(rule: &Rule, back: &[Rule]) -> bool {
    let any = |peer: &RulePeer| matches!(peer, RulePeer::Cidr(net) if net.prefix_len() == 0);
    let same_family = |a: &RulePeer, b: &RulePeer| match (a, b) {
        (RulePeer::Cidr(a), RulePeer::Cidr(b)) => a.addr().is_ipv4() == b.addr().is_ipv4(),
        _ => false,
    };
    let frees = |reply: &Rule| {
        let all = match (rule.traffic, reply.traffic) {
            (_, Traffic::All) => true,
            (Traffic::Tcp(_), Traffic::Tcp(ports)) | (Traffic::Udp(_), Traffic::Udp(ports)) => ports == PortRange::ALL,
            _ => false,
        };
        all && any(&reply.peer) && same_family(&rule.peer, &reply.peer)
    };
    let is_tcp_or_udp = matches!(rule.traffic, Traffic::All | Traffic::Tcp(_) | Traffic::Udp(_));
    is_tcp_or_udp && any(&rule.peer) && back.iter().any(frees)
}

fn group_named_by(peer: &RulePeer) -> Option<SecurityGroupId> {
    match peer {
        RulePeer::SecurityGroup(group) => Some(group.clone()),
        RulePeer::Cidr(_) | RulePeer::PrefixList(_) => None,
    }
}

fn may_name(id: &SecurityGroupId, vpc: &VpcId, other: &SecurityGroupId, topology: &Topology) -> Result<(), Refusal> {
    let mut facts = vec![("other", element(other))];
    let drawn = topology.security_groups.get(other).map(|group| group.vpc.clone());
    let owner = drawn.or_else(|| match made_by_aws(topology, &Ref::from(other)) {
        Some(Element::SecurityGroup(_, group)) => Some(group.vpc),
        _ => None,
    });
    let Some(owner) = owner else {
        return refuse(&GROUP_MISSING, id, facts);
    };
    if owner == *vpc {
        return Ok(());
    }
    if on_one_transit_gateway(topology, vpc, &owner) {
        return Ok(());
    }
    facts.push(("vpc", element(&owner)));
    if !active_peers(topology).contains(&(vpc.clone(), owner.clone())) {
        return refuse(&NOT_PEERED, id, facts);
    }
    let region = |vpc: &VpcId| topology.vpcs.get(vpc).map(|vpc| vpc.region.clone());
    let (near, far) = (region(vpc), region(&owner));
    if near == far {
        return Ok(());
    }
    facts.extend(far.map(|region| ("region", Fact::Text(region))));
    refuse(&OTHER_REGION, id, facts)
}
