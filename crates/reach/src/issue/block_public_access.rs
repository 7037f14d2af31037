//! An account has one switch of Block Public Access in a Region (BP-01), with at most 50 exclusions (BP-03).
//! AWS page: vpc/latest/userguide/security-vpc-bpa.html

use std::rc::Rc;

use crate::id::Ref;
use crate::reason::reasons;
use crate::resolve::Draft;
use crate::sorted::SortedMap;
use crate::topology::Topology;
use crate::trace::Fact;

reasons! {
    SECOND: "X_REFUSED" ["BP-01"] "Second switch",
        "{at} cannot stand beside {other}: an account has one Block Public Access in a Region. Change that one.",
        "vpc/latest/userguide/security-vpc-bpa.html";

    TOO_MANY: "X_QUOTA" ["BP-03"] "Too many exclusions",
        "{at} has more than {limit} exclusions, the quota; the rest has no effect.",
        "vpc/latest/userguide/security-vpc-bpa-basics.html";
}

const EXCLUSIONS: usize = 50;

/// The walk goes by the stricter of two switches.
pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    let mut known: SortedMap<(Option<Rc<str>>, Rc<str>), Ref> = SortedMap::new();
    for (id, switch) in drawn.block_public_access.iter() {
        let place = (switch.account.clone(), switch.region.clone());
        if let Some(other) = known.get(&place) {
            let facts = vec![("other", Fact::Element(other.clone()))];
            draft.error("second-block-public-access", &SECOND, id, facts);
        } else {
            known.insert(place, id.into());
        }
        if switch.exclusions.len() > EXCLUSIONS {
            let mut kept = switch.clone();
            kept.exclusions.truncate(EXCLUSIONS);
            draft.topology.block_public_access.insert(id.clone(), kept);
            let facts = vec![("limit", Fact::Number(EXCLUSIONS as u32))];
            draft.error("too-many-exclusions", &TOO_MANY, id, facts);
        }
    }
}
