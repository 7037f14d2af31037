//! One node of an end that has several: a load balancer, an endpoint. Asked for by name, it is any of them (DEC-27).

use std::borrow::Cow;
use std::net::IpAddr;

use super::Flow;
use crate::id::{Kind, Ref};
use crate::reason::Reason;
use crate::trace::addresses::Addresses;
use crate::trace::{ANY_ADDRESS, ANY_NODE, ANY_SENDER, Pick};
use crate::walk::{Choices, Party};

impl Flow {
    /// The flow between one node of each end, and the addresses of these.
    pub(in crate::trace) fn at_nodes(
        &self,
        [source, destination]: [IpAddr; 2],
        choices: &mut Choices,
    ) -> (Cow<'_, Self>, [IpAddr; 2]) {
        let sender = pick(&self.sources, &ANY_SENDER, choices);
        let is_balancer = self
            .receiver
            .as_ref()
            .is_some_and(|party| party.reference().kind == Kind::LoadBalancer);
        let of_receiver = if is_balancer { &ANY_NODE } else { &ANY_ADDRESS };
        let receiver = pick(&self.destinations, of_receiver, choices);
        let (from, to) = (sender.map(|it| it.1), receiver.map(|it| it.1));
        let addresses = [from.unwrap_or(source), to.unwrap_or(destination)];
        let mut flow = Cow::Borrowed(self);
        if let Some((party, _)) = sender {
            flow.to_mut().sender = party.clone();
        }
        if let Some((party, _)) = receiver {
            flow.to_mut().receiver = Some(party.clone());
        }
        (flow, addresses)
    }
}

fn pick<'a>(addresses: &'a Addresses, reason: &'static Reason, choices: &mut Choices) -> Option<&'a (Party, IpAddr)> {
    let Addresses::Nodes { nodes, .. } = addresses else {
        return None;
    };
    let picked = choices.random(nodes.len(), |picked| {
        let (party, address) = nodes.get(picked)?;
        let subnet = subnet_of(party)?;
        Some(Pick::new(reason, party.reference(), nodes.len(), subnet).address(*address))
    });
    nodes.get(picked)
}

fn subnet_of(party: &Party) -> Option<Ref> {
    match party {
        Party::EndpointInterface { subnet, .. }
        | Party::ResolverInterface { subnet, .. }
        | Party::LoadBalancer { subnet, .. } => Some(Ref::from(subnet)),
        _ => None,
    }
}
