//! The watched flows as lines between boxes.

use std::net::IpAddr;

use reach::id::Ref;
use reach::network::Network;
use reach::question::End;
use reach::sorted::SortedMap;
use reach::topology::{Topology, Vpc};
use reach::trace::Verdict;

use super::boxes::derived;
use super::links::is_derived;
use super::{Draft, Key};
use crate::Document;
use crate::export::words;

#[derive(Debug)]
pub(super) struct Line {
    pub(super) from: Key,
    pub(super) to: Key,
    pub(super) words: String,
    pub(super) verdict: Verdict,
}

/// Every flow; ends that are not drawn yet become boxes.
pub(super) fn flows(document: &Document, drafts: &mut SortedMap<Key, Draft>) -> Vec<Line> {
    let (network, _) = reach::resolve(&document.topology);
    let network = network.assuming(document.view.assumptions);
    let mut lines = Vec::new();
    for flow in document.flows.iter() {
        let question = &flow.question;
        let trace = reach::trace(&network, question);
        let [from, to] = [&question.from, &question.to].map(|end| key(end, &network));
        let [from, to] = [from, to].map(|key| drawn(key, &document.topology, drafts));
        if is_inside(&from, &to, drafts) || is_inside(&to, &from, drafts) {
            continue;
        }
        let name = flow.name.as_ref().map_or_else(String::new, |name| format!("{name}, "));
        lines.push(Line {
            from,
            to,
            words: format!("{name}{}", words::flow(&trace)),
            verdict: trace.verdict,
        });
    }
    lines
}

/// A line from a frame to what stands in it cannot be drawn.
fn is_inside(thing: &Key, frame: &Key, drafts: &SortedMap<Key, Draft>) -> bool {
    let parent = |key: &Key| drafts.get(key).and_then(|draft| draft.parent.clone());
    thing == frame && drafts.get(thing).is_some_and(|draft| draft.is_frame)
        || std::iter::successors(parent(thing), parent).any(|above| above == *frame)
}

fn key(end: &End, network: &Network) -> Key {
    match end {
        End::Element(of) => Key::Element(of.clone()),
        End::Injected { at, .. } => Key::Element(at.clone()),
        End::Internet => Key::Element(Ref::internet()),
        End::Client { endpoint, .. } => Key::Element(endpoint.into()),
        End::Site { site, host: None } => Key::Element(site.into()),
        End::Site { site, host: Some(host) } => Key::Host(site.clone(), host.clone()),
        End::Domain(name) => Key::Domain(name.clone()),
        End::Address(address) => owner(*address, network).map_or(Key::Address(*address), Key::Element),
        End::Service { name, region } => {
            let first = || network.topology().vpcs.iter().next().map(|(_, vpc)| vpc.region.clone());
            let region = region.clone().or_else(first);
            Key::Element(Ref::service(name, region.as_deref().unwrap_or(Vpc::DEFAULT_REGION)))
        }
    }
}

/// Whose address it is, if it is only one thing's.
fn owner(address: IpAddr, network: &Network) -> Option<Ref> {
    let private = network.topology().vpcs.ids();
    let mut holders: Vec<Ref> = private
        .filter_map(|vpc| Some(network.holder(vpc, address)?.reference()))
        .collect();
    holders.extend(
        network
            .holder_of_public(address)
            .map(|(_, holder, _)| holder.reference()),
    );
    match holders.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The key of something that is drawn: what flows name and nobody drew becomes a box.
fn drawn(key: Key, topology: &Topology, drafts: &mut SortedMap<Key, Draft>) -> Key {
    let draft = || match &key {
        Key::Element(of) if is_derived(of) => derived(of),
        Key::Element(of) if topology.contains(of) => plain(vec![of.id.to_string(), of.kind.title().to_owned()]),
        Key::Element(of) => plain(vec![of.id.to_string(), "deleted".to_owned()]),
        Key::Host(site, host) => plain(vec![host.to_string(), format!("not at {site}")]),
        Key::Address(address) => plain(vec![address.to_string()]),
        Key::Domain(name) => plain(vec![name.to_string(), "a name".to_owned()]),
    };
    let missing = (!drafts.contains_key(&key)).then(draft);
    if let Some(draft) = missing {
        drafts.insert(key.clone(), draft);
    }
    key
}

fn plain(lines: Vec<String>) -> Draft {
    Draft {
        parent: None,
        lines,
        is_frame: false,
    }
}
