//! A rule can name a security group of the same VPC, or of a peer VPC in the same Region while the peering is active
//! (SG-09, PEER-40, PEER-41). AWS page: vpc/latest/peering/vpc-peering-security-groups.html

use super::{Refusal, refuse};
use crate::id::Ref;
use crate::issue::filter::active_peers;
use crate::operation::identity::made_by_aws;
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{Element, Rule, RulePeer, SecurityGroup, SecurityGroupId, Topology, VpcId};
use crate::trace::Fact;

reasons! {
    GROUP_MISSING: "X_REFUSED" ["SG-09"] "Security group does not exist",
        "A rule of {at} cannot name {other}, which does not exist. Create it first, or use a CIDR.",
        "vpc/latest/userguide/security-group-rules.html";

    NOT_PEERED: "X_REFUSED" ["PEER-40"] "Group of a VPC without active peering",
        "A rule of {at} cannot name {other}: that is in {vpc}, and no peering connection to it is active. Have the \
         peering accepted first, or use a CIDR.",
        "vpc/latest/peering/vpc-peering-security-groups.html";

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
