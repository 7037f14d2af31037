//! What pictures in other languages are drawn from: boxes in frames, links between them, flows.

mod boxes;
mod flows;
mod links;

use std::net::IpAddr;
use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::sorted::{SortedMap, SortedSet};
use reach::topology::SiteId;
use reach::trace::Verdict;

use super::ids::{Ids, plain};
use crate::Document;

#[derive(Debug)]
pub(super) struct Graph {
    pub(super) items: Vec<Item>,
    pub(super) links: Vec<Link>,
    pub(super) flows: Vec<FlowLink>,
}

/// A box, or a frame with boxes in it.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) lines: Vec<String>,
    pub(super) is_frame: bool,
    pub(super) inside: Vec<Item>,
}

/// What joins two boxes or frames for good.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) words: String,
    /// Something goes over it: a peering that is active, a connection with a tunnel that is up.
    pub(super) carries: bool,
}

/// A watched flow.
#[derive(Debug)]
pub(super) struct FlowLink {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) words: String,
    pub(super) verdict: Verdict,
}

/// What one box stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Element(Ref),
    Host(SiteId, Rc<str>),
    /// An address that belongs to nothing drawn.
    Address(IpAddr),
    /// A name that is asked for.
    Domain(Rc<str>),
}

impl Key {
    fn wish(&self) -> String {
        match self {
            Key::Element(of) if of.kind == Kind::Internet => "internet".to_owned(),
            Key::Element(of) => format!("{}_{}", plain(of.kind.word()), plain(&of.id)),
            Key::Host(site, host) => format!("host_{}_{}", plain(site.as_str()), plain(host)),
            Key::Address(address) => format!("address_{}", plain(&address.to_string())),
            Key::Domain(name) => format!("name_{}", plain(name)),
        }
    }
}

/// A box before it is put into its frame.
#[derive(Debug)]
struct Draft {
    parent: Option<Key>,
    lines: Vec<String>,
    is_frame: bool,
}

/// A link before its ends have ids.
#[derive(Debug)]
struct Join {
    from: Key,
    to: Key,
    words: String,
    carries: bool,
}

impl Graph {
    pub(super) fn of(document: &Document) -> Self {
        let topology = &*document.topology;
        let mut drafts = boxes::boxes(topology);
        let joins = links::links(topology, &mut drafts);
        let flows = flows::flows(document, &mut drafts);
        let mut given = Ids::default();
        let ids: SortedMap<Key, String> = {
            let mut ids = SortedMap::new();
            for key in drafts.keys() {
                ids.insert(key.clone(), given.unique(&key.wish()));
            }
            ids
        };
        let id = |key: &Key| ids.get(key).cloned();
        let links = joins.into_iter().filter_map(|join| {
            Some(Link {
                from: id(&join.from)?,
                to: id(&join.to)?,
                words: join.words,
                carries: join.carries,
            })
        });
        let flows = flows.into_iter().filter_map(|flow| {
            Some(FlowLink {
                from: id(&flow.from)?,
                to: id(&flow.to)?,
                words: flow.words,
                verdict: flow.verdict,
            })
        });
        Self {
            links: links.collect(),
            flows: flows.collect(),
            items: nested(&drafts, &ids),
        }
    }

    /// The frames that a link ends at.
    pub(super) fn frames(&self) -> SortedSet<String> {
        let mut frames = SortedSet::new();
        let mut open: Vec<&Item> = self.items.iter().collect();
        while let Some(item) = open.pop() {
            if item.is_frame {
                frames.insert(item.id.clone());
            }
            open.extend(&item.inside);
        }
        frames
    }
}

/// Everything in its frame; what has none, or one that is not there, stands by itself.
fn nested(drafts: &SortedMap<Key, Draft>, ids: &SortedMap<Key, String>) -> Vec<Item> {
    let mut children: SortedMap<Option<Key>, Vec<Key>> = SortedMap::new();
    for (key, draft) in drafts.iter() {
        let parent = draft.parent.clone().filter(|parent| drafts.contains_key(parent));
        children.entry(parent).or_default().push(key.clone());
    }
    inside(None, drafts, ids, &children)
}

fn inside(
    parent: Option<&Key>,
    drafts: &SortedMap<Key, Draft>,
    ids: &SortedMap<Key, String>,
    children: &SortedMap<Option<Key>, Vec<Key>>,
) -> Vec<Item> {
    let keys = children.get(&parent.cloned());
    let item = |key: &Key| {
        let draft = drafts.get(key)?;
        Some(Item {
            id: ids.get(key)?.clone(),
            lines: draft.lines.clone(),
            is_frame: draft.is_frame,
            inside: inside(Some(key), drafts, ids, children),
        })
    };
    keys.into_iter().flatten().filter_map(item).collect()
}
