//! Peering connections; both accounts' and Regions' descriptions of one are one record by now.

use reach::topology::{PeeringConnection, PeeringState, VpcId};

use super::{Build, names};
use crate::import::raw;
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn peering_connections(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.vpc_peering_connections {
            let record = &found.record;
            let living = ["active", "provisioning", "pending-acceptance", "initiating-request"];
            if !self.lives(&record.status.state, &living, found, id) {
                continue;
            }
            let (requester, accepter) = (&record.requester_vpc_info, &record.accepter_vpc_info);
            let (Some(from), Some(to)) = (&requester.vpc_id, &accepter.vpc_id) else {
                self.note(
                    NoteKind::Ignored,
                    found,
                    id,
                    "one of its VPCs is not named, so it was left out",
                );
                continue;
            };
            let word = record.status.state.as_deref().unwrap_or(PeeringState::Active.word());
            let known = PeeringState::ALL
                .into_iter()
                .find(|state| state.word().eq_ignore_ascii_case(word));
            let state = known.unwrap_or(PeeringState::Failed);
            let mut peering = PeeringConnection::new(VpcId::new(from.clone()), VpcId::new(to.clone()), state);
            peering.name = names::given(&record.tags, id);
            peering.requester_dns = allows_dns(requester);
            peering.accepter_dns = allows_dns(accepter);
            self.put(id, peering);
            for side in [from, to] {
                if !self.raw.vpcs.contains_key(side) {
                    let text = format!("{side} at one end of it is not in the input: what happens there is unknown");
                    self.note(NoteKind::NotModelled, found, id, text);
                }
            }
        }
    }
}

fn allows_dns(side: &raw::PeeringSide) -> bool {
    side.peering_options.allow_dns_resolution_from_remote_vpc == Some(true)
}
