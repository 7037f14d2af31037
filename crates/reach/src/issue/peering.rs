//! Two VPCs can be peered if no range of one overlaps a range of the other, in either family, and only once; a VPC is never
//! its own peer (PEER-05, PEER-06, PEER-07). AWS page: vpc/latest/peering/vpc-peering-basics.html

use crate::sorted::SortedMap;
use ipnet::IpNet;

use crate::address::overlaps;
use crate::id::Ref;
use crate::network::cidrs_of;
use crate::reason::{Reason, reasons};
use crate::resolve::{Draft, Facts, element};
use crate::topology::{PeeringConnection, PeeringId, PeeringState, Topology, VpcId};
use crate::trace::Fact;

reasons! {
    OVERLAP: "BAD_STATE" ["PEER-05"] "Peering failed: ranges overlap",
        "{at} fails: {requester} has {cidr} and {accepter} has {other_cidr}, which overlap. One overlapping pair \
         is enough, even if the other ranges differ. Give one VPC another range, or connect them in another way.",
        "vpc/latest/peering/vpc-peering-basics.html";

    ITSELF: "BAD_STATE" ["PEER-07"] "Peering failed: a VPC with itself",
        "{at} fails: {requester} cannot be peered with itself. Inside a VPC the local route already connects \
         every subnet.",
        "vpc/latest/peering/vpc-peering-basics.html", assumed;

    SECOND: "VpcPeeringConnectionAlreadyExists" ["PEER-06"] "These VPCs are already peered",
        "{at} cannot be made: {other} already connects {requester} and {accepter}. Two VPCs have at most one \
         peering connection, and it carries both directions.",
        "vpc/latest/peering/vpc-peering-basics.html";

    OTHER_SIDE_UNKNOWN: "UNKNOWN_DESTINATION" ["DEC-26"] "One side is not drawn",
        "{at} leads to {other}, which is not in the diagram. Nobody can say what happens to packets there.",
        "vpc/latest/peering/vpc-peering-basics.html";
}

/// What cannot be connected is treated as `failed`: its routes are blackholes and nothing passes.
pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    let mut first: SortedMap<(VpcId, VpcId), PeeringId> = SortedMap::new();
    for (id, peering) in drawn.peering_connections.iter() {
        if let Some((reason, facts)) = obstacle(peering, &draft.topology) {
            match peering.state {
                PeeringState::Failed => draft.info("peering-failed", reason, id, facts),
                _ if is_live(peering.state) => draft.error("peering-impossible", reason, id, facts),
                _ => {}
            }
            fail(id, peering, draft);
            continue;
        }
        if !is_live(peering.state) {
            continue;
        }
        let (requester, accepter) = (peering.requester.clone(), peering.accepter.clone());
        let pair = if requester <= accepter {
            (requester, accepter)
        } else {
            (accepter, requester)
        };
        if let Some(other) = first.get(&pair) {
            let mut facts = sides(peering);
            facts.push(("other", element(other)));
            draft.error("second-peering", &SECOND, id, facts);
            fail(id, peering, draft);
            continue;
        }
        first.insert(pair, id.clone());
        for side in [&peering.requester, &peering.accepter] {
            if !draft.topology.vpcs.contains(side.as_str()) {
                let facts = vec![("other", Fact::Element(Ref::from(side)))];
                draft.warn("peering-side-not-drawn", &OTHER_SIDE_UNKNOWN, id, facts);
            }
        }
    }
}

/// States in which the connection counts as the one of its pair (PEER-06).
pub(crate) const fn is_live(state: PeeringState) -> bool {
    matches!(
        state,
        PeeringState::InitiatingRequest
            | PeeringState::PendingAcceptance
            | PeeringState::Provisioning
            | PeeringState::Active
    )
}

/// Why AWS would let the request fail.
pub(crate) fn obstacle(peering: &PeeringConnection, topology: &Topology) -> Option<(&'static Reason, Facts)> {
    if peering.requester == peering.accepter {
        return Some((&ITSELF, sides(peering)));
    }
    let requester = topology.vpcs.get(&peering.requester)?;
    let accepter = topology.vpcs.get(&peering.accepter)?;
    let (own, other) = first_overlap(cidrs_of(requester), || cidrs_of(accepter))?;
    let mut facts = sides(peering);
    facts.push(("cidr", Fact::Cidr(own)));
    facts.push(("other_cidr", Fact::Cidr(other)));
    Some((&OVERLAP, facts))
}

pub(crate) fn first_overlap<I: Iterator<Item = IpNet>>(
    mut own: impl Iterator<Item = IpNet>,
    others: impl Fn() -> I,
) -> Option<(IpNet, IpNet)> {
    own.find_map(|own| others().find(|other| overlaps(own, *other)).map(|other| (own, other)))
}

fn sides(peering: &PeeringConnection) -> Facts {
    vec![
        ("requester", element(&peering.requester)),
        ("accepter", element(&peering.accepter)),
    ]
}

fn fail(id: &PeeringId, peering: &PeeringConnection, draft: &mut Draft) {
    if is_live(peering.state)
        && let Some(record) = draft.topology.peering_connections.get_mut(id)
    {
        record.state = PeeringState::Failed;
    }
}
