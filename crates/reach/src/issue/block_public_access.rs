//! An account has one switch of Block Public Access in a Region (BP-01), with at most 50 exclusions (BP-03).
//! AWS page: vpc/latest/userguide/security-vpc-bpa.html

use std::rc::Rc;

use crate::id::Ref;
use crate::reason::reasons;
use crate::resolve::Draft;
use crate::sorted::SortedMap;
use crate::topology::{BlockMode, Topology};
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

/// An account, and a Region.
type Place = (Option<Rc<str>>, Rc<str>);

/// Of two switches the stricter one stays.
pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    let mut known: SortedMap<Place, (BlockMode, Ref)> = SortedMap::new();
    for (id, switch) in drawn.block_public_access.iter() {
        let place = (switch.account.clone(), switch.region.clone());
        let own = (switch.mode, Ref::from(id));
        let Some(other) = known.get(&place).cloned() else {
            known.insert(place, own);
            continue;
        };
        let is_stricter = strictness(own.0) > strictness(other.0);
        let (kept, left) = if is_stricter { (own, other) } else { (other, own) };
        let facts = vec![("other", Fact::Element(kept.1.clone()))];
        known.insert(place, kept);
        draft.leave_out("second-block-public-access", &SECOND, left.1, facts);
    }
    for (id, switch) in drawn.block_public_access.iter() {
        if switch.exclusions.len() > EXCLUSIONS && draft.topology.block_public_access.contains(id.as_str()) {
            let mut kept = switch.clone();
            kept.exclusions.truncate(EXCLUSIONS);
            draft.topology.block_public_access.insert(id.clone(), kept);
            let facts = vec![("limit", Fact::Number(EXCLUSIONS as u32))];
            draft.error("too-many-exclusions", &TOO_MANY, id, facts);
        }
    }
}

fn strictness(mode: BlockMode) -> u8 {
    match mode {
        BlockMode::Off => 0,
        BlockMode::Ingress => 1,
        BlockMode::Bidirectional => 2,
    }
}
