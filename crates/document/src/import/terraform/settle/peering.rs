//! Peering connections out of both halves: who asks, who accepts, and the options of either.

use super::Settle;
use crate::import::raw::{State, Text};

impl Settle<'_> {
    pub(super) fn peerings(&mut self) {
        for (id, requester, accepter) in std::mem::take(&mut self.ends.accepters) {
            if let Some(found) = self.gathered.vpc_peering_connections.get_mut(&id) {
                let record = &mut found.record;
                let known = (
                    &mut record.requester_vpc_info.vpc_id,
                    &mut record.accepter_vpc_info.vpc_id,
                );
                if let (known_requester @ None, known_accepter @ None) = known {
                    (*known_requester, *known_accepter) = (requester, accepter);
                }
            }
        }
        for (id, requester, accepter) in std::mem::take(&mut self.ends.dns_options) {
            if let Some(found) = self.gathered.vpc_peering_connections.get_mut(&id) {
                let record = &mut found.record;
                let sides = [
                    (&mut record.requester_vpc_info, requester),
                    (&mut record.accepter_vpc_info, accepter),
                ];
                for (side, said) in sides {
                    let known = &mut side.peering_options.allow_dns_resolution_from_remote_vpc;
                    *known = said.max(*known);
                }
            }
        }
        let ids: Vec<Text> = self.gathered.vpc_peering_connections.keys().cloned().collect();
        for id in ids {
            let state = self.state_of_peering(&id);
            if let Some(found) = self.gathered.vpc_peering_connections.get_mut(&id)
                && found.record.status.state.is_none()
            {
                found.record.status = State { state };
            }
        }
    }

    /// Active as soon as one half says so or is about to accept; the half that asks may not know it yet.
    fn state_of_peering(&self, id: &Text) -> Option<Text> {
        let words = || self.ends.peerings.iter().filter(|word| word.id == *id);
        let is_gone = |word: &&Text| {
            !matches!(
                &***word,
                "active" | "pending-acceptance" | "initiating-request" | "provisioning"
            )
        };
        let gone = words().filter_map(|word| word.said.as_ref()).find(is_gone);
        let is_active = words().any(|word| {
            let said = word.said.as_deref();
            said == Some("active") || word.accepts && (said.is_none() || word.is_accepter)
        });
        words().next()?;
        Some(match gone {
            Some(word) => word.clone(),
            None if is_active => "active".into(),
            None => words()
                .find_map(|word| word.said.clone())
                .unwrap_or_else(|| "pending-acceptance".into()),
        })
    }
}
