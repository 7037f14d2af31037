//! Which fix comes first, and which is a poor one: it goes past a machine that looks at the packets, or builds a second link beside one
//! that only has to be completed.

use super::exposure::Exposure;
use super::state::State;
use super::{Fix, Step};
use crate::cost::{self, Cost, Money};
use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::operation::Operation;
use crate::topology::{Attached, Element, InterfaceId, Target, TransitGatewayId};
use crate::trace::{Finding, Hop, Step as Look};

impl Fix {
    /// It begins alike with fewer edits, and nothing else speaks for the other.
    pub(super) fn is_plainly_better(&self, other: &Self) -> bool {
        let first = |fix: &Self| fix.steps.first().map(|step| step.finding.reason.code);
        first(self) == first(other)
            && self.edits() < other.edits()
            && self.exposure.inbound <= other.exposure.inbound
            && self.exposure.outbound <= other.exposure.outbound
            && self.per_hour <= other.per_hour
            && self.per_gb <= other.per_gb
    }

    pub(super) fn rank(&self, hints: &[Finding]) -> (usize, Exposure, bool, Money, Money) {
        let is_hinted = |step: &Step| hints.iter().any(|hint| hint.at == step.finding.at);
        let is_beside_hints = !self.steps.iter().any(is_hinted);
        (self.edits(), self.exposure, is_beside_hints, self.per_hour, self.per_gb)
    }
}

/// What each GB costs that it does not cost now, as far as it gets: there or back, whichever is more.
pub(super) fn per_gb(before: &Cost, after: &State) -> Money {
    let cost = cost::flow_cost(&after.network, &after.trace);
    let (mut there, mut back) = (0_u64, 0_u64);
    for item in &cost.items {
        let mut known = before.items.iter();
        let known = known.find(|known| known.price == item.price && known.at == item.at && known.from == item.from);
        let paid = known.map_or((Money::default(), Money::default()), |known| {
            (known.per_gb, known.per_gb_back)
        });
        there += item.per_gb.0.saturating_sub(paid.0.0);
        back += item.per_gb_back.0.saturating_sub(paid.1.0);
    }
    Money(there.max(back))
}

/// Not offered where another one helps, too.
pub(super) fn is_poor(start: &State, steps: &[Step], after: &State) -> bool {
    passes_by(start, after) || steps.iter().any(|step| is_beside(&after.network, &step.operation))
}

/// A machine that looks at what is sent, and sees none of it afterwards, or none of the reply.
fn passes_by(start: &State, after: &State) -> bool {
    let sees = |hops: &[Hop], machine: &Ref| hops.iter().any(|hop| hop.at == *machine);
    let (there, back) = (&after.trace.forward, &after.trace.reply);
    looked_at_by(start).any(|machine| {
        let is_instance = machine.kind == Kind::NetworkInterface;
        !sees(there, machine) || is_instance && !back.is_empty() && !sees(back, machine)
    })
}

/// Where routes lead the request on the way; what only translates looks at nothing.
fn looked_at_by(start: &State) -> impl Iterator<Item = &Ref> {
    let interfaces = &start.network.topology().interfaces;
    let translates = move |at: &Ref| {
        let id: Option<InterfaceId> = at.to_id();
        id.and_then(|id| interfaces.get(&id))
            .is_some_and(|record| record.masquerades)
    };
    let targets = start.trace.forward.iter().filter_map(|hop| match &hop.step {
        Look::RouteTable {
            target: Target::Element(target),
        } => Some(target),
        _ => None,
    });
    targets.filter(move |at| match at.kind {
        Kind::NetworkInterface => !translates(at),
        kind => kind == Kind::GatewayLoadBalancerEndpoint,
    })
}

/// A new peering of two VPCs that transit gateways join already.
fn is_beside(network: &Network, operation: &Operation) -> bool {
    let Operation::Create(Element::PeeringConnection(_, peering)) = operation else {
        return false;
    };
    let attachments = &network.topology().transit_gateway_attachments;
    let gateways = || network.topology().transit_gateways.ids();
    let is_attached = |gateway, vpc| network.attachment_of_vpc(gateway, vpc).is_some();
    let are_peered = |a: &TransitGatewayId, b: &TransitGatewayId| {
        attachments.iter().any(|(_, record)| match &record.to {
            Attached::Peering(far) => record.gateway == *a && attachments.get(far).is_some_and(|far| far.gateway == *b),
            _ => false,
        })
    };
    gateways().any(|near| {
        let mut others = gateways().filter(|far| is_attached(far, &peering.accepter));
        is_attached(near, &peering.requester) && others.any(|far| far == near || are_peered(near, far))
    })
}
