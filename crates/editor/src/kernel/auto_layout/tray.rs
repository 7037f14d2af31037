//! What belongs to no frame: hubs stand level with what they join, the rest below everything in rows.

use reach::id::{Kind, Ref};
use reach::topology::{Attached, Topology, VpcId};

use super::block::{Block, Key};
use super::contents::Contents;
use super::overview::APART;
use super::slot::{free_below, free_near, free_right};
use super::subnet_grid::{card, subnet_block};
use super::{Fixed, PEERING_GAP, Placement, ROUND};
use crate::kernel::geometry::{Rect, World, grid_up, hull};
use reach::sorted::sort_by_key;

/// A circle with its name takes so much of a row.
const NAME: i32 = 96;
/// From a site to the Direct Connect gateway beside it.
const BESIDE_SITE: i32 = 96;

pub(super) fn place(topology: &Topology, contents: &Contents, fixed: &Fixed<'_>, placement: &mut Placement) {
    if !contents.tray.is_empty() {
        stand(topology, contents, fixed, placement);
    }
}

/// On its own: a diagram without any of this, as the first one shown, does not need it.
#[inline(never)]
fn stand(topology: &Topology, contents: &Contents, fixed: &Fixed<'_>, placement: &mut Placement) {
    let page = placement.bounds();
    let mut blocks: Vec<Block> = contents
        .tray
        .iter()
        .map(|of| loose(topology, contents, fixed, of))
        .collect();
    let mut occupied: Vec<Rect> = blocks
        .iter()
        .filter(|block| block.fixed)
        .map(|block| block.rect)
        .collect();
    let around: Vec<Rect> = placement
        .top_level(contents)
        .into_iter()
        .chain(placement.regions.values().copied())
        .collect();
    for block in blocks.iter_mut().filter(|block| !block.fixed) {
        let of = &block.key.of;
        if let Some(wish) = beside_site(topology, placement, of).or_else(|| beside_vpc(topology, placement, of)) {
            let all: Vec<Rect> = around.iter().chain(&occupied).copied().collect();
            let slot = match wish.else_to {
                Way::Below => free_below(wish.rect, &all, 24),
                Way::Right => free_right(wish.rect, &all, 24),
                Way::Anywhere => free_near(wish.rect, &all, 16),
            };
            settle(block, slot.x, slot.y, &mut occupied);
        }
    }
    if contents.peerings.is_empty() {
        between(topology, contents, placement, &mut blocks, &mut occupied);
    }
    let mut row = Row {
        page,
        y: grid_up(page.bottom() + APART),
    };
    in_the_middle(topology, placement, &mut blocks, &mut occupied, &mut row);
    for block in blocks.iter_mut().filter(|block| !block.fixed) {
        row.next(block, &mut occupied);
    }
    blocks.into_iter().for_each(|block| placement.put(block));
}

/// Hubs of a Region stand among the VPCs that they join, where these leave room.
fn between(
    topology: &Topology,
    contents: &Contents,
    placement: &Placement,
    blocks: &mut [Block],
    occupied: &mut Vec<Rect>,
) {
    let standing = placement.top_level(contents);
    for block in blocks.iter_mut().filter(|block| !block.fixed) {
        if !matches!(block.key.of.kind, Kind::TransitGateway | Kind::EndpointService) {
            continue;
        }
        let joined = neighbours(topology, &block.key.of);
        let rects: Vec<Rect> = joined
            .iter()
            .filter_map(|of| placement.rects.get(of).copied())
            .collect();
        let Some(around) = hull(rects.iter().copied()).filter(|_| rects.len() > 1) else {
            continue;
        };
        let count = rects.len() as i32;
        let middle = rects
            .iter()
            .fold((0, 0), |sum, rect| (sum.0 + rect.centre().x, sum.1 + rect.centre().y));
        let (width, height) = (NAME / 2, ROUND);
        let (x, y) = (
            grid_up(middle.0 / count - width / 2),
            grid_up(middle.1 / count - height / 2),
        );
        let all: Vec<Rect> = standing.iter().chain(&*occupied).copied().collect();
        // Attachments stand at the VPCs' borders: their circles need room, too.
        let gap = if block.key.of.kind == Kind::TransitGateway {
            40
        } else {
            8
        };
        let slot = free_near(Rect::new(x, y, width, height), &all, gap);
        if around.encloses(slot) {
            settle(block, slot.x + (width - ROUND) / 2, slot.y, occupied);
        }
    }
}

/// Under the middle of what they join, in the first row.
fn in_the_middle(
    topology: &Topology,
    placement: &Placement,
    blocks: &mut [Block],
    occupied: &mut Vec<Rect>,
    row: &mut Row,
) {
    let mut wishes: Vec<(i32, usize)> = Vec::new();
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| !block.fixed) {
        let joined = neighbours(topology, &block.key.of);
        let rects: Vec<Rect> = joined
            .iter()
            .filter_map(|of| placement.rects.get(of).copied())
            .collect();
        if !rects.is_empty() {
            let sum: i32 = rects.iter().map(|rect| rect.centre().x).sum();
            wishes.push((sum / rects.len() as i32, index));
        }
    }
    sort_by_key(&mut wishes, |wish| *wish);
    for (middle, index) in wishes {
        if let Some(block) = blocks.get_mut(index) {
            let wanted = Rect::new(grid_up(middle - NAME / 2), row.y, NAME, ROUND);
            let slot = free_right(wanted, occupied, 16);
            settle(block, slot.x + (NAME - ROUND) / 2, slot.y, occupied);
        }
    }
}

/// A circle's centre keeps to the grid.
fn settle(block: &mut Block, x: i32, y: i32, occupied: &mut Vec<Rect>) {
    let (x, y) = (grid_up(x) - 1, grid_up(y) - 1);
    block.move_to(x, y);
    block.fixed = true;
    occupied.push(Rect::new(x - (NAME - ROUND) / 2, y, NAME, ROUND));
}

struct Row {
    page: Rect,
    y: i32,
}

impl Row {
    fn next(&mut self, block: &mut Block, occupied: &mut Vec<Rect>) {
        let (width, height) = (block.rect.width.max(NAME), block.rect.height);
        loop {
            let wanted = Rect::new(self.page.x, self.y, width, height);
            let slot = free_right(wanted, occupied, 24);
            if slot.x > self.page.x && slot.right() > self.page.right().max(self.page.x + 960) {
                let row: Vec<Rect> = occupied.iter().copied().filter(|rect| rect.bottom() > self.y).collect();
                let below = hull(row).map_or(self.y + height, Rect::bottom);
                self.y = grid_up(below + 56);
                continue;
            }
            let off = i32::from(block.rect.width == ROUND);
            block.move_to(slot.x - off, slot.y - off);
            block.fixed = true;
            occupied.push(slot);
            return;
        }
    }
}

struct Wish {
    rect: Rect,
    /// Where to look if something stands there.
    else_to: Way,
}

enum Way {
    Below,
    Right,
    Anywhere,
}

/// A Direct Connect gateway stands at the site whose line it takes: to the right of a site above the Regions, below one beside them.
fn beside_site(topology: &Topology, placement: &Placement, of: &Ref) -> Option<Wish> {
    if of.kind != Kind::DirectConnectGateway {
        return None;
    }
    let mut lines = topology.virtual_interfaces.iter();
    let site = lines.find_map(|(_, line)| {
        let leads_here = line.gateway.as_ref() == Some(of);
        let site = line.site.as_ref().filter(|_| leads_here)?;
        placement.rects.get(&Ref::from(site)).copied()
    })?;
    let page = hull(placement.regions.values().copied()).unwrap_or_default();
    let below = site.bottom() > page.y;
    let middle = site.centre();
    let (x, y) = if below {
        (middle.x - ROUND / 2, site.bottom() + BESIDE_SITE)
    } else {
        (site.right() + BESIDE_SITE, middle.y - ROUND / 2)
    };
    Some(Wish {
        rect: Rect::new(x, y, ROUND, ROUND),
        else_to: if below { Way::Below } else { Way::Right },
    })
}

/// A peering of which one VPC is left stays at that one, on the side where the other one stood.
fn beside_vpc(topology: &Topology, placement: &Placement, of: &Ref) -> Option<Wish> {
    if of.kind != Kind::PeeringConnection {
        return None;
    }
    let peering = topology.peering_connections.get(&of.to_id()?)?;
    let rect_of = |vpc: &VpcId| placement.rects.get(&Ref::from(vpc));
    let (vpc, x) = match (rect_of(&peering.requester), rect_of(&peering.accepter)) {
        (Some(requester), _) => (requester, requester.right() + PEERING_GAP / 2),
        (None, accepter) => (accepter?, accepter?.x - PEERING_GAP / 2),
    };
    Some(Wish {
        rect: Rect::around(World::new(x, vpc.centre().y), ROUND, ROUND),
        else_to: Way::Anywhere,
    })
}

/// The frames that it joins or serves.
fn neighbours(topology: &Topology, of: &Ref) -> Vec<Ref> {
    let vpcs = |ids: &reach::sorted::SortedSet<VpcId>| ids.iter().map(Ref::from).collect();
    match of.kind {
        Kind::TransitGateway => {
            let attachments = topology.transit_gateway_attachments.iter();
            let own = attachments.filter(|(_, record)| Ref::from(&record.gateway) == *of);
            own.filter_map(|(_, record)| match &record.to {
                Attached::Vpc { vpc, .. } => Some(vpc.into()),
                _ => None,
            })
            .collect()
        }
        Kind::TransitGatewayAttachment => {
            let record = of.to_id().and_then(|id| topology.transit_gateway_attachments.get(&id));
            record.map_or_else(Vec::new, |record| neighbours(topology, &(&record.gateway).into()))
        }
        Kind::EndpointService => users(topology, of),
        Kind::HostedZone => {
            let record = of.to_id().and_then(|id| topology.hosted_zones.get(&id));
            record.map_or_else(Vec::new, |record| vpcs(&record.vpcs))
        }
        Kind::ResolverRule => {
            let record = of.to_id().and_then(|id| topology.resolver_rules.get(&id));
            record.map_or_else(Vec::new, |record| vpcs(&record.vpcs))
        }
        _ => Vec::new(),
    }
}

/// The VPCs of the load balancers behind a service, and of the endpoints in front of it.
fn users(topology: &Topology, service: &Ref) -> Vec<Ref> {
    let record = service.to_id().and_then(|id| topology.endpoint_services.get(&id));
    let balancers = record.into_iter().flat_map(|record| &record.load_balancers);
    let behind = balancers
        .filter_map(|id| topology.load_balancers.get(id))
        .map(|it| Ref::from(&it.vpc));
    let interfaces = topology.interface_endpoints.iter();
    let in_front = interfaces.filter(|(_, it)| it.provider.as_ref().map(Ref::from).as_ref() == Some(service));
    let gateways = topology.gateway_load_balancer_endpoints.iter();
    let gateways = gateways.filter(|(_, it)| Ref::from(&it.service) == *service);
    let gateways = gateways
        .filter_map(|(_, it)| topology.subnets.get(&it.subnet))
        .map(|it| Ref::from(&it.vpc));
    behind
        .chain(in_front.map(|(_, it)| Ref::from(&it.vpc)))
        .chain(gateways)
        .collect()
}

fn loose(topology: &Topology, contents: &Contents, fixed: &Fixed<'_>, of: &Ref) -> Block {
    match of.kind {
        Kind::Subnet => {
            if let Some(id) = of.to_id() {
                return subnet_block(topology, contents, fixed, &id);
            }
            card(&Key::of(of.clone()), fixed)
        }
        Kind::NetworkInterface | Kind::NatGateway | Kind::InterfaceEndpoint | Kind::GatewayLoadBalancerEndpoint => {
            card(&Key::of(of.clone()), fixed)
        }
        _ => Block::leaf(Key::of(of.clone()), (ROUND, ROUND), fixed.round(of)),
    }
}
