//! Gateways stand on the border of what they belong to, on the side that faces where they lead.

use reach::id::{Kind, Ref};
use reach::sorted::SortedMap;
use reach::topology::Topology;

use super::contents::Contents;
use super::subnet_grid::title_end;
use super::{Fixed, Placement, ROUND};
use crate::kernel::geometry::{GRID, Rect, Side, World};

/// From a frame's corner to the centre of the first circle on that side.
pub(super) const FROM_CORNER: i32 = 64;
/// Between the centres of two circles on one side: a service's card beside each has room.
const STEP: i32 = 96;

pub(super) fn place(topology: &Topology, contents: &Contents, fixed: &Fixed<'_>, placement: &mut Placement) {
    // Sites come last: their gateways look at where those of the VPCs stand.
    let (sites, vpcs): (Vec<_>, Vec<_>) = contents.border.iter().partition(|(frame, _)| frame.kind == Kind::Site);
    for (frame, circles) in vpcs.into_iter().chain(sites) {
        let Some(rect) = placement.rects.get(frame).copied() else {
            continue;
        };
        let title = rect.x + title_end(topology, frame) + ROUND / 2 + GRID;
        let mut taken: SortedMap<(Side, bool), i32> = SortedMap::new();
        let mut centres: Vec<World> = Vec::new();
        for of in circles {
            let centre = match fixed.round(of) {
                Some(saved) => onto(rect, saved.centre()),
                None => {
                    let wanted = automatic(topology, placement, of, rect, &mut taken);
                    apart(rect, beside_title(rect, wanted, title), &centres)
                }
            };
            centres.push(centre);
            placement.rects.insert(of.clone(), Rect::around(centre, ROUND, ROUND));
        }
    }
}

/// On the upper border a circle stands at the right of the title, not over it.
fn beside_title(rect: Rect, wanted: World, title: i32) -> World {
    if wanted.y > rect.y || wanted.x >= title {
        return wanted;
    }
    World::new(along(title + GRID / 2, rect.x, rect.right()), wanted.y)
}

fn automatic(
    topology: &Topology,
    placement: &Placement,
    of: &Ref,
    rect: Rect,
    taken: &mut SortedMap<(Side, bool), i32>,
) -> World {
    let target = faces(topology, placement, of);
    let side = match (of.kind, target) {
        (Kind::InternetGateway | Kind::EgressOnlyInternetGateway, _) => Side::Top,
        (Kind::TransitGatewayAttachment, None) => Side::Bottom,
        // Above or below goes first: beside a neighbour's attachment there is no room for both names.
        (Kind::TransitGatewayAttachment, Some(target)) if target.y >= rect.bottom() => Side::Bottom,
        (Kind::TransitGatewayAttachment, Some(target)) if target.bottom() <= rect.y => Side::Top,
        (_, Some(target)) => facing(rect, target),
        (Kind::VpnGateway, None) => Side::Left,
        _ => Side::Right,
    };
    let from_middle = matches!(
        of.kind,
        Kind::VpnGateway | Kind::CustomerGateway | Kind::VirtualInterface | Kind::TransitGatewayAttachment
    );
    let count = taken.entry((side, from_middle)).or_default();
    let place = *count;
    *count += 1;
    if from_middle {
        let wanted = target.filter(|_| place == 0).map(Rect::centre);
        in_the_middle(rect, side, place, wanted)
    } else {
        from_the_end(rect, side, place)
    }
}

/// What the gateway leads to, if it is drawn.
fn faces(topology: &Topology, placement: &Placement, of: &Ref) -> Option<Rect> {
    let target = match of.kind {
        Kind::GatewayEndpoint => {
            let endpoint = topology.gateway_endpoints.get(&of.to_id()?)?;
            let vpc = topology.vpcs.get(&endpoint.vpc)?;
            Ref::service(&endpoint.service, &vpc.region)
        }
        Kind::VpnGateway => {
            let mut connections = topology.vpn_connections.iter();
            let (_, connection) = connections.find(|(_, connection)| connection.gateway == *of)?;
            topology
                .customer_gateways
                .get(&connection.customer_gateway)?
                .site
                .as_ref()?
                .into()
        }
        Kind::CustomerGateway => {
            let id = of.to_id()?;
            let mut connections = topology.vpn_connections.iter();
            let (_, connection) = connections.find(|(_, connection)| connection.customer_gateway == id)?;
            connection.gateway.clone()
        }
        Kind::VirtualInterface => topology.virtual_interfaces.get(&of.to_id()?)?.gateway.clone()?,
        Kind::TransitGatewayAttachment => (&topology.transit_gateway_attachments.get(&of.to_id()?)?.gateway).into(),
        Kind::LoadBalancer => {
            let id = of.to_id()?;
            let mut services = topology.endpoint_services.iter();
            let (service, _) = services.find(|(_, record)| record.load_balancers.contains(&id))?;
            service.into()
        }
        _ => return None,
    };
    placement.rects.get(&target).copied()
}

fn facing(rect: Rect, target: Rect) -> Side {
    if target.x >= rect.right() {
        Side::Right
    } else if target.right() <= rect.x {
        Side::Left
    } else if target.bottom() <= rect.y {
        Side::Top
    } else if target.y >= rect.bottom() {
        Side::Bottom
    } else {
        Side::Right
    }
}

/// Clear of the circles that stand there already: further along the border, all around it if need be.
fn apart(rect: Rect, wanted: World, centres: &[World]) -> World {
    const CLEAR: i32 = ROUND + 2 * GRID;
    let is_free = |at: &World| {
        !centres
            .iter()
            .any(|other| (other.x - at.x).abs() < CLEAR && (other.y - at.y).abs() < CLEAR)
    };
    if is_free(&wanted) {
        return wanted;
    }
    let first = rect.side_of(wanted);
    let sides = std::iter::once(first).chain(Side::ALL.into_iter().filter(|side| *side != first));
    let steps = (0..24).map(|step| (step + 1) / 2 * CLEAR * if step % 2 == 0 { 1 } else { -1 });
    let all = sides.flat_map(|side| steps.clone().map(move |step| (side, step)));
    let mut spots = all.map(|(side, step)| {
        let from = if side == first { wanted } else { rect.middle(side) };
        match side {
            Side::Left | Side::Right => World::new(rect.middle(side).x, along(from.y + step, rect.y, rect.bottom())),
            Side::Top | Side::Bottom => World::new(along(from.x + step, rect.x, rect.right()), rect.middle(side).y),
        }
    });
    spots.find(is_free).unwrap_or(wanted)
}

/// Around the middle of the side, or level with what it faces.
fn in_the_middle(rect: Rect, side: Side, place: i32, wanted: Option<World>) -> World {
    let swing = (place + 1) / 2 * STEP * if place % 2 == 0 { 1 } else { -1 };
    let middle = rect.middle(side);
    let aim = wanted.unwrap_or(middle);
    match side {
        Side::Left | Side::Right => World::new(middle.x, along(aim.y + swing, rect.y, rect.bottom())),
        Side::Top | Side::Bottom => World::new(along(aim.x + swing, rect.x, rect.right()), middle.y),
    }
}

/// From the right end of a horizontal side, or the lower end of a vertical one.
pub(super) fn from_the_end(rect: Rect, side: Side, place: i32) -> World {
    let back = FROM_CORNER + place * STEP;
    let middle = rect.middle(side);
    match side {
        Side::Left | Side::Right => World::new(middle.x, along(rect.bottom() - back, rect.y, rect.bottom())),
        Side::Top | Side::Bottom => World::new(along(rect.right() - back, rect.x, rect.right()), middle.y),
    }
}

/// On the grid and away from the corners.
fn along(value: i32, from: i32, to: i32) -> i32 {
    let margin = ((to - from) / 2).min(32);
    let snapped = value.saturating_add(GRID / 2).div_euclid(GRID) * GRID;
    snapped.clamp(from + margin, (to - margin).max(from + margin))
}

/// The point of the border nearest to a saved place.
fn onto(rect: Rect, point: World) -> World {
    match rect.side_of(point) {
        side @ (Side::Left | Side::Right) => World::new(rect.middle(side).x, along(point.y, rect.y, rect.bottom())),
        side => World::new(along(point.x, rect.x, rect.right()), rect.middle(side).y),
    }
}
