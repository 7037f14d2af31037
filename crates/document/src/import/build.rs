//! Raw records into a topology. Each file makes the records of one family; what it leaves out, assumes or does not understand, it
//! says.
//!
//! AWS's own answer is never second-guessed, and never filled in where that would open something: a route whose target this program
//! does not know stays, and leads to `unknown`; a filter of which a part was not understood makes what it decides `unknown`.

mod address;
mod balancer;
mod client_vpn;
mod direct_connect;
mod endpoint;
mod filter;
mod gap;
mod gateway;
mod interface;
mod names;
mod owner;
mod peering;
mod policy;
mod prefix_list;
mod public_access;
mod route;
mod service;
mod transit;
mod transit_table;
mod vpc;
mod vpn;

use std::collections::{BTreeMap, BTreeSet};

use reach::id::{Record, Ref};
use reach::topology::{Element, PrefixListId, Topology};

use super::gathered::{Found, Gathered};
use super::raw::Text;
use super::report::{NoteKind, Notes, Origin};
use gap::Gaps;
use owner::Owners;

pub(crate) fn build(raw: &Gathered, notes: &mut Notes) -> Topology {
    let mut build = Build {
        raw,
        notes,
        owners: Owners::of(raw),
        topology: Topology::default(),
        gaps: Gaps::default(),
        lists: BTreeMap::new(),
        owned: BTreeSet::new(),
    };
    build.vpcs();
    build.prefix_lists();
    build.security_groups();
    build.network_acls();
    build.gateways();
    build.vpn_gateways();
    build.peering_connections();
    build.subnets();
    build.nat_gateways();
    build.interfaces();
    build.endpoints();
    build.load_balancers();
    build.endpoint_services();
    build.transit_gateways();
    build.vpn_connections();
    build.direct_connect();
    build.client_vpn_endpoints();
    build.route_tables();
    build.block_public_access();
    build.write_gaps();
    build.topology
}

/// The topology in the making.
pub(crate) struct Build<'a> {
    raw: &'a Gathered,
    notes: &'a mut Notes,
    owners: Owners,
    topology: Topology,
    /// What is there and only partly understood.
    gaps: Gaps,
    /// Lists of AWS's services that stand for those of which only the name is known.
    lists: BTreeMap<Text, PrefixListId>,
    /// Network interfaces that are parts of other things.
    owned: BTreeSet<Text>,
}

impl Build<'_> {
    fn put<T: Record>(&mut self, id: &Text, record: T)
    where
        Element: From<(reach::id::Id<T>, T)>,
    {
        self.topology
            .put(Element::from((reach::id::Id::new(id.clone()), record)));
    }

    fn note<T>(&mut self, kind: NoteKind, found: &Found<T>, id: &Text, text: impl Into<Text>) {
        self.notes.add(kind, &found.origin, Some(id), text);
    }

    /// The same with the field that it is about.
    fn note_at<T>(&mut self, kind: NoteKind, found: &Found<T>, step: &str, id: &Text, text: impl Into<Text>) {
        let origin = below(&found.origin, step);
        self.notes.add(kind, &origin, Some(id), text);
    }

    /// Something that is there, and of which a part is not understood: flows that it decides about are `unknown`.
    fn doubt<T>(&mut self, at: Ref, found: &Found<T>, step: &str, why: impl Into<Text>) {
        let origin = below(&found.origin, step);
        self.notes.add(NoteKind::NotModelled, &origin, Some(&at.id), why);
        self.gaps.elements.insert(at);
    }

    /// What could not be read of a thing makes the thing itself doubtful.
    fn doubt_unread<T>(&mut self, at: Ref, found: &Found<T>) {
        if decides(found) {
            self.gaps.elements.insert(at);
        }
    }

    /// A field without which there is no such thing; its absence is said.
    fn needs<T>(&mut self, value: &Option<Text>, found: &Found<T>, id: &Text, field: &str) -> Option<Text> {
        if value.is_none() {
            let text = format!("it has no {field}, so it was left out");
            self.note(NoteKind::Ignored, found, id, text);
        }
        value.clone()
    }

    /// Whether a thing is there; what is on its way out or never came to be is left out, with a note.
    fn lives<T>(&mut self, state: &Option<Text>, living: &[&str], found: &Found<T>, id: &Text) -> bool {
        let lives = super::raw::is(state, living);
        if !lives {
            let text = format!(
                "its state is {}, so it was left out",
                state.as_deref().unwrap_or_default()
            );
            self.note(NoteKind::Ignored, found, id, text);
        }
        lives
    }
}

fn below(origin: &Origin, step: &str) -> Origin {
    Origin {
        path: format!("{}.{step}", origin.path).into(),
        ..origin.clone()
    }
}

/// Whether anything that could not be read decides about packets.
fn decides<T>(found: &Found<T>) -> bool {
    found.is_doubtful || found.unread.iter().any(|path| !found.is_harmless(path))
}
