//! A scene that keeps what did not change, so that the page's pointer comparison holds.

use std::rc::Rc;

use document::Document;
use reach::network::Network;
use reach::sorted::SortedMap;
use reach::trace::Trace;

use super::field::Field;
use super::{Edge, FlowLine, Group, Scene, Source, captions, edges, ends, flows, frames, pills};
use crate::kernel::auto_layout::{self, Room};
use crate::kernel::geometry::hull;

impl Scene {
    /// The scene of the document; groups, edges and lines that are equal to the previous scene's are the same pointers.
    pub fn after(previous: &Scene, document: &Document, network: &Network, traces: &[Rc<Trace>], room: Room) -> Self {
        let mentioned = ends::outside(document, traces);
        let placement = auto_layout::place(&document.topology, &document.layout, &mentioned, room);
        let source = Source {
            document,
            network,
            traces,
            placement: &placement,
        };
        let mut groups = frames::groups(&source);
        let mut field = Field::of(&source, &groups);
        let mut edges = edges::edges(&source, &mut field);
        let mut flows = flows::lines(&source, &mut field);
        captions::place(&mut groups, &mut edges, &flows, &mut field);
        pills::place(&mut flows, traces, &field, placement.bounds());
        let groups = kept(&previous.groups, groups, |group: &Group| Rc::clone(&group.key));
        let edges = kept(&previous.edges, edges, |edge: &Edge| {
            (edge.of.clone(), edge.path.first().copied())
        });
        let flows = kept(&previous.flows, flows, |line: &FlowLine| line.flow);
        let lines = edges
            .iter()
            .map(|edge| &edge.path)
            .chain(flows.iter().map(|line| &line.path));
        let points = lines
            .flatten()
            .map(|point| crate::kernel::geometry::Rect::new(point.x, point.y, 0, 0));
        let pills = flows.iter().map(|line| line.pill.rect);
        let bounds = hull(std::iter::once(placement.bounds()).chain(points).chain(pills)).unwrap_or_default();
        let placement = if placement == *previous.placement {
            Rc::clone(&previous.placement)
        } else {
            Rc::new(placement)
        };
        Self {
            groups,
            edges,
            flows,
            bounds,
            placement,
        }
    }
}

fn kept<T: PartialEq, K: Ord>(old: &[Rc<T>], new: Vec<T>, key: impl Fn(&T) -> K) -> Vec<Rc<T>> {
    let old: SortedMap<K, &Rc<T>> = old.iter().map(|item| (key(item), item)).collect();
    new.into_iter()
        .map(|item| match old.get(&key(&item)) {
            Some(same) if ***same == item => Rc::clone(same),
            _ => Rc::new(item),
        })
        .collect()
}
