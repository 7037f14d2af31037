//! What the resources of all files say together, written into the raw records as AWS itself would have described it.

mod balancer;
mod endpoint;
mod interface;
mod peering;
mod stand_in;
mod transit;
mod vpc;

use super::ends::Ends;
use crate::import::gathered::{Gathered, Kept};
use crate::import::raw::Text;
use crate::import::report::{NoteKind, Notes, Origin};
use stand_in::StandIns;

pub(crate) fn settle(ends: Ends, gathered: &mut Gathered, notes: &mut Notes) {
    if ends.files.is_empty() {
        return;
    }
    let mut settle = Settle {
        gathered,
        notes,
        stand_ins: StandIns::default(),
        ends,
    };
    settle.ranges();
    settle.peerings();
    settle.static_routes();
    settle.transit();
    settle.tables();
    settle.network_acls();
    settle.endpoint_parts();
    settle.first_interfaces();
    settle.default_groups();
    settle.doubts();
    settle.stand_ins = StandIns::of(settle.gathered);
    settle.hosted();
    settle.interface_addresses();
    settle.elastic_addresses();
    settle.public_addresses();
    settle.nat_addresses();
    settle.endpoint_addresses();
    settle.balancers();
}

struct Settle<'a> {
    ends: Ends,
    gathered: &'a mut Gathered,
    notes: &'a mut Notes,
    stand_ins: StandIns,
}

impl Settle<'_> {
    /// A private address that stands for the one that AWS chose or will choose.
    fn private(&mut self, subnet: &Text, at: &Origin, id: &Text) -> Option<Text> {
        let address = self.stand_ins.private(self.gathered, subnet)?;
        let text = format!("its address in {subnet} is not in the input: {address} stands for it");
        self.assume(at, id, text);
        Some(address)
    }

    fn public(&mut self, at: &Origin, id: &Text) -> Option<Text> {
        let address = self.stand_ins.public()?;
        let text = format!("its public address is not in the input: {address} stands for it");
        self.assume(at, id, text);
        Some(address)
    }

    fn assume(&mut self, at: &Origin, id: &Text, text: String) {
        self.notes.add(NoteKind::Assumed, at, Some(id), text);
    }

    /// Adds what no resource is, and what follows from others.
    fn imply<T: Kept>(&mut self, record: T, origin: &Origin) {
        self.gathered.imply(record, origin.clone());
    }

    /// What something that is not known may change.
    fn doubts(&mut self) {
        for id in std::mem::take(&mut self.ends.doubted) {
            self.gathered.doubt(&id);
        }
    }

    fn vpc_of(&self, subnet: &Text) -> Option<Text> {
        self.gathered.subnets.get(subnet)?.record.vpc_id.clone()
    }
}
