//! What belongs to a Region or VPC as a whole loses what is not there: exclusions, hosted zones' VPCs, resolver places.
//! AWS page: vpc/latest/userguide/security-vpc-bpa.html

use std::rc::Rc;

use crate::dns;
use crate::issue::association;
use crate::issue::parent::require;
use crate::issue::private_link::{exists, is_part, places};
use crate::reason::reasons;
use crate::resolve::Draft;
use crate::sorted::SortedSet;
use crate::topology::{HostedZoneId, Topology, VpcId};
use crate::trace::Fact;

reasons! {
    OUTSIDE_ZONE: "X_NOTICE" ["DN-07"] "Not a name of the zone",
        "{at} has a record for {name}, which never answers: the zone has the names that end in {own}. Correct the name, or put the record into another zone.",
        "Route53/latest/DeveloperGuide/hosted-zones-private.html";
}

pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    for (id, gateway) in drawn.regional_nat_gateways.iter() {
        require(id.into(), (&gateway.vpc).into(), draft);
        let fits = association::table_of_gateway(id, Some(&gateway.vpc), gateway.route_table.as_ref(), draft);
        if !fits
            && draft.topology.regional_nat_gateways.contains(id.as_str())
            && let unread = association::unread_table(&gateway.vpc, draft)
            && let Some(record) = draft.topology.regional_nat_gateways.get_mut(id)
        {
            record.route_table = Some(unread);
        }
    }
    for (id, endpoint) in drawn.resolver_endpoints.iter() {
        require(id.into(), (&endpoint.vpc).into(), draft);
        if draft.topology.resolver_endpoints.contains(id.as_str()) {
            let mut changed = endpoint.clone();
            changed.subnets = places(id, &endpoint.vpc, &endpoint.subnets, draft);
            if changed != *endpoint {
                draft.topology.resolver_endpoints.insert(id.clone(), changed);
            }
        }
    }
}

/// Last of all: exclusions and names may be of anything, and stand only if that does.
pub(super) fn names(drawn: &Topology, draft: &mut Draft) {
    let switches = draft.topology.block_public_access.clone();
    for (id, block) in switches.iter() {
        let mut changed = block.clone();
        changed
            .exclusions
            .retain(|exclusion| exists(id, exclusion.of.clone(), draft));
        if changed != *block {
            draft.topology.block_public_access.insert(id.clone(), changed);
        }
    }
    for (id, zone) in drawn.hosted_zones.iter() {
        let mut changed = zone.clone();
        for record in &zone.records {
            warn_outside(id, &record.name, &zone.domain, draft);
        }
        changed.vpcs = there(&zone.vpcs, |vpc| exists(id, vpc.into(), draft));
        for record in &mut changed.records {
            record.alias = record.alias.take().filter(|alias| is_part(id, alias.clone(), draft));
        }
        // Without a VPC it would be a public zone, which it is not: nobody knows where it answers.
        if changed.vpcs.is_empty() && !zone.vpcs.is_empty() {
            draft.topology.hosted_zones.remove(id.as_str());
            draft.left_out.insert(id.into());
        } else if changed != *zone {
            draft.topology.hosted_zones.insert(id.clone(), changed);
        }
    }
    for (id, rule) in drawn.resolver_rules.iter() {
        let mut changed = rule.clone();
        changed.vpcs = there(&rule.vpcs, |vpc| exists(id, vpc.into(), draft));
        changed.endpoint = changed
            .endpoint
            .take()
            .filter(|endpoint| exists(id, endpoint.into(), draft));
        if changed != *rule {
            draft.topology.resolver_rules.insert(id.clone(), changed);
        }
    }
}

/// A zone has the names at and below its own; no query for another name comes to it.
fn warn_outside(id: &HostedZoneId, name: &Rc<str>, domain: &Rc<str>, draft: &mut Draft) {
    if !dns::is_below(name, domain) {
        let facts = vec![("name", Fact::Text(name.clone())), ("own", Fact::Text(domain.clone()))];
        draft.warn("record-outside-zone", &OUTSIDE_ZONE, id, facts);
    }
}

fn there(vpcs: &SortedSet<VpcId>, mut is_there: impl FnMut(&VpcId) -> bool) -> SortedSet<VpcId> {
    vpcs.iter().filter(|vpc| is_there(vpc)).cloned().collect()
}
