//! Lasting connections: peerings, VPN connections, endpoints and their services.

use reach::id::Ref;
use reach::topology::PeeringState;

use super::{Edge, EdgeStyle, Group, Source};
use crate::kernel::route_edge::elbow;
use std::rc::Rc;

pub(super) fn edges(source: &Source<'_>, _groups: &[Rc<Group>]) -> Vec<Edge> {
    let mut edges = Vec::new();
    edges.extend(peerings(source));
    edges
}

fn peerings(source: &Source<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (id, record) in source.topology().peering_connections.iter() {
        let of = Ref::from(id);
        let (Some(a), Some(circle), Some(b)) = (
            source.rect(&(&record.requester).into()),
            source.rect(&of),
            source.rect(&(&record.accepter).into()),
        ) else {
            continue;
        };
        let mut path = elbow(a, circle);
        path.extend(elbow(circle, b));
        let style = if record.state == PeeringState::Active {
            EdgeStyle::Solid
        } else {
            EdgeStyle::Dashed
        };
        let label = format!("Peering connection {}, {}", source.name(&of), record.state.word());
        edges.push(Edge {
            of,
            path,
            style,
            text: None,
            label: label.into(),
        });
    }
    edges
}
