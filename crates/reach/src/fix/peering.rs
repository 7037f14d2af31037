//! Peering connections (PEER-01, PEER-20): an existing one, one that waits for its acceptance, or a new one.
//! AWS page: vpc/latest/peering/create-vpc-peering-connection.html

use super::exposure::Exposure;
use super::route::{Lead, Place};
use super::scene::{Scene, step};
use super::{Move, Step};
use crate::address::overlaps;
use crate::id::{Kind, Ref};
use crate::network::cidrs_of;
use crate::operation::{Operation, PeeringEvent};
use crate::reason::reasons;
use crate::topology::{Element, PeeringConnection, PeeringId, PeeringState, VpcId};
use crate::trace::Fact;

reasons! {
    ACCEPT: "fix-accept-peering" ["PEER-01"] "Accept the request",
        "Accept the peering request {at}.",
        "vpc/latest/peering/accept-vpc-peering-connection.html";
    CREATE: "fix-create-peering" ["PEER-01", "PEER-24"] "Create a peering connection",
        "Create a peering connection {at} between {from} and {to}, and accept it.",
        "vpc/latest/peering/create-vpc-peering-connection.html";
}

/// The peering itself is what is missing.
pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let mut moves = Vec::new();
    let peering = [Some(scene.at()), scene.element("target"), scene.element("peering")];
    let waiting = peering.into_iter().flatten().find_map(|of| accept(scene, &of.to_id()?));
    moves.extend(waiting.map(|step| vec![step]));
    if let (Some(from), Some(to)) = (vpc(scene, "from"), vpc(scene, "to"))
        && scene.hops().is_empty()
    {
        moves.extend(between(scene, &from, &to).map(|(step, _)| vec![step]));
        moves.extend(pending(scene, &from, &to).map(|step| vec![step]));
    }
    moves
}

/// Over which peering a route could lead.
pub(super) fn leads(place: &Place<'_>) -> Vec<Lead> {
    let topology = place.scene.state.network.topology();
    let mut leads = Vec::new();
    for (there, range) in place.vpcs_there() {
        let lead = |before, target: Ref| Lead {
            before,
            target,
            range,
            exposure: Exposure::NOTHING,
        };
        let mut is_joined = false;
        for (id, peering) in topology.peering_connections.iter() {
            if peering.other(&place.vpc) != Some(there) {
                continue;
            }
            let before = match peering.state {
                PeeringState::Active => Vec::new(),
                _ => match accept(&place.scene, id) {
                    Some(step) => vec![step],
                    None => continue,
                },
            };
            is_joined = true;
            leads.push(lead(before, Ref::from(id)));
        }
        if let (false, Some((step, id))) = (is_joined, between(&place.scene, &place.vpc, there)) {
            leads.push(lead(vec![step], id));
        }
    }
    leads
}

fn accept(scene: &Scene<'_>, id: &PeeringId) -> Option<Step> {
    let peering = scene.state.topology.peering_connections.get(id)?;
    let operation = Operation::Peering(id.clone(), PeeringEvent::Accept);
    let is_waiting = peering.state == PeeringState::PendingAcceptance;
    is_waiting.then(|| step(operation, &ACCEPT, &Ref::from(id), Vec::new(), Exposure::NOTHING))
}

fn pending(scene: &Scene<'_>, from: &VpcId, to: &VpcId) -> Option<Step> {
    let mut all = scene.state.topology.peering_connections.iter();
    all.find_map(|(id, peering)| accept(scene, id).filter(|_| peering.other(from) == Some(to)))
}

/// A new one, unless the ranges of the two make it fail (PEER-05).
fn between(scene: &Scene<'_>, from: &VpcId, to: &VpcId) -> Option<(Step, Ref)> {
    let vpcs = &scene.state.network.topology().vpcs;
    let (ours, theirs) = (vpcs.get(from)?, vpcs.get(to)?);
    let clash = cidrs_of(ours).any(|own| cidrs_of(theirs).any(|other| overlaps(own, other)));
    if clash || from == to {
        return None;
    }
    let id = PeeringId::new(scene.state.free_id("pcx"));
    let at = Ref::from(&id);
    let record = PeeringConnection::new(from.clone(), to.clone(), PeeringState::Active);
    let facts = vec![
        ("from", Fact::Element(Ref::from(from))),
        ("to", Fact::Element(Ref::from(to))),
    ];
    let operation = Operation::Create(Element::PeeringConnection(id, record));
    Some((step(operation, &CREATE, &at, facts, Exposure::NOTHING), at))
}

fn vpc(scene: &Scene<'_>, fact: &str) -> Option<VpcId> {
    scene.element(fact).filter(|of| of.kind == Kind::Vpc)?.to_id()
}
