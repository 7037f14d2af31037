//! What stands around the Regions: sites at the left or above, services at the right or below, the internet above.

use reach::id::{Kind, Ref};
use reach::topology::{Topology, VpcId};

use super::block::{Block, Key};
use super::contents::Contents;
use super::overview::APART;
use super::plan::Plan;
use super::slot::{free_below, free_right};
use super::subnet_grid::{card, site_block};
use super::{CARD, Fixed, Placement, REGION_PADDING, REGION_TOP};
use crate::kernel::geometry::{GRID, Rect, Side, World, hull};

/// Between a Region and the services beside it.
pub(super) const BESIDE: i32 = 72;
/// Between a Region and the sites beside it: the names of two gateways and of a VPN connection stand there.
const SITES: i32 = 128;
/// The same above it, where they stand beside the line.
const SITES_ABOVE: i32 = 72;

/// Each level with the VPC that its VPN leads to.
pub(super) fn sites(
    topology: &Topology,
    contents: &Contents,
    fixed: &Fixed<'_>,
    plan: Plan,
    placement: &mut Placement,
) {
    let page = hull(placement.regions.values().copied());
    let mut blocks: Vec<Block> = topology
        .sites
        .ids()
        .map(|id| site_block(topology, contents, fixed, id.into()))
        .collect();
    let mut occupied = placement.top_level(contents);
    occupied.extend(placement.regions.values());
    occupied.extend(blocks.iter().filter(|block| block.fixed).map(|block| block.rect));
    for block in blocks.iter_mut().filter(|block| !block.fixed) {
        let (width, height) = (block.rect.width, block.rect.height);
        let partner = partner_of(topology, &block.key.of).and_then(|vpc| placement.rects.get(&Ref::from(vpc)));
        let page = page.unwrap_or_default();
        let slot = if plan.outside_below {
            // Its line meets the VPC beside the title.
            let left = partner.map_or(page.x + REGION_PADDING, |rect| rect.x + rect.width * 5 / 8 - width / 2);
            let wanted = squared(left, page.y - SITES_ABOVE - height, (width, height));
            free_right(wanted, &occupied, APART)
        } else {
            let start = page.y + REGION_TOP + height / 2;
            let middle = partner.map_or(start, |rect| rect.centre().y);
            let wanted = squared(page.x - SITES - width, middle - height / 2, (width, height));
            free_below(wanted, &occupied, APART)
        };
        block.move_to(slot.x, slot.y);
        occupied.push(slot);
    }
    blocks.into_iter().for_each(|block| placement.put(block));
}

/// At the next place of the grid to the upper left.
fn squared(x: i32, y: i32, (width, height): (i32, i32)) -> Rect {
    Rect::new(x.div_euclid(GRID) * GRID, y.div_euclid(GRID) * GRID, width, height)
}

/// The first VPC that a VPN connection or virtual interface of the site leads to.
fn partner_of(topology: &Topology, site: &Ref) -> Option<VpcId> {
    let by_vpn = topology.vpn_connections.iter().find_map(|(_, connection)| {
        let customer = topology.customer_gateways.get(&connection.customer_gateway)?;
        if customer.site.as_ref().map(Ref::from).as_ref() != Some(site) {
            return None;
        }
        topology.vpn_gateways.get(&connection.gateway.to_id()?)?.vpc.clone()
    });
    by_vpn.or_else(|| by_direct_connect(topology, site))
}

/// The same of a virtual interface, straight or through a Direct Connect gateway.
fn by_direct_connect(topology: &Topology, site: &Ref) -> Option<VpcId> {
    let vpc_of = |gateway: &Ref| topology.vpn_gateways.get(&gateway.to_id()?)?.vpc.clone();
    topology.virtual_interfaces.iter().find_map(|(_, line)| {
        if line.site.as_ref().map(Ref::from).as_ref() != Some(site) {
            return None;
        }
        let gateway = line.gateway.as_ref()?;
        let direct = gateway.to_id().and_then(|id| topology.direct_connect_gateways.get(&id));
        let mut beyond = direct.into_iter().flat_map(|record| &record.associations);
        vpc_of(gateway).or_else(|| beyond.find_map(|association| vpc_of(&association.gateway)))
    })
}

/// Services and the internet.
pub(super) fn cards(
    topology: &Topology,
    contents: &Contents,
    fixed: &Fixed<'_>,
    plan: Plan,
    placement: &mut Placement,
) {
    let mut occupied = placement.top_level(contents);
    occupied.extend(placement.regions.values());
    let mut open = Vec::new();
    for of in contents.outside.keys() {
        let block = card(&Key::of(of.clone()), fixed);
        if block.fixed {
            occupied.push(block.rect);
            placement.put(block);
        } else {
            open.push(block);
        }
    }
    for mut block in open {
        let of = block.key.of.clone();
        let slot = match of.kind {
            Kind::Internet => free_right(internet_wish(topology, contents, placement), &occupied, BESIDE / 2),
            _ if plan.outside_below => free_right(wish_below(contents, placement, &of), &occupied, GRID * 3),
            _ => free_below(wish_beside(contents, placement, &of), &occupied, BESIDE / 2),
        };
        block.move_to(slot.x, slot.y);
        occupied.push(slot);
        placement.put(block);
    }
}

/// At the right of its Region, level with its endpoint.
fn wish_beside(contents: &Contents, placement: &Placement, of: &Ref) -> Rect {
    let page = page_of(placement, of);
    let level = endpoint_of(contents, placement, of, Side::Right);
    let top = level.map_or(page.y + REGION_TOP, |level| level.y - CARD.1 / 2);
    squared(page.right() + BESIDE + GRID - 1, top, CARD)
}

/// Below its Region, under its endpoint.
fn wish_below(contents: &Contents, placement: &Placement, of: &Ref) -> Rect {
    let page = page_of(placement, of);
    let level = endpoint_of(contents, placement, of, Side::Bottom);
    let left = level.map_or(page.right() - CARD.0, |level| level.x - CARD.0 / 2);
    squared(left, page.bottom() + BESIDE / 2 + GRID - 1, CARD)
}

/// The Region that the service is of, else all of them.
fn page_of(placement: &Placement, of: &Ref) -> Rect {
    let region = of.id.split_once('@').map(|(_, region)| region).unwrap_or_default();
    let own = placement.regions.get(region).copied();
    own.or_else(|| hull(placement.regions.values().copied()))
        .unwrap_or_default()
}

/// Where the border of its VPC will have the gateway endpoint that leads to the service.
fn endpoint_of(contents: &Contents, placement: &Placement, of: &Ref, side: Side) -> Option<World> {
    let beside = contents.outside.get(of)?;
    beside.iter().find_map(|circle| {
        let (vpc, circles) = contents.border.iter().find(|(_, circles)| circles.contains(circle))?;
        let mut endpoints = circles.iter().filter(|of| of.kind == Kind::GatewayEndpoint);
        let place = endpoints.position(|of| of == circle)?;
        let rect = placement.rects.get(vpc)?;
        Some(super::border::from_the_end(*rect, side, place as i32))
    })
}

/// Straight above the gateways.
fn internet_wish(topology: &Topology, contents: &Contents, placement: &Placement) -> Rect {
    let page = hull(placement.regions.values().copied()).unwrap_or_default();
    let ports: Vec<i32> = contents
        .outside
        .get(&Ref::internet())
        .into_iter()
        .flatten()
        .filter_map(|of| topology.internet_gateways.get(&of.to_id()?)?.vpc.clone())
        .filter_map(|vpc| placement.rects.get(&Ref::from(vpc)))
        .map(|vpc| vpc.right() - super::border::FROM_CORNER)
        .collect();
    let middle = match ports.len() {
        0 => page.right() - CARD.0 / 2,
        count => ports.iter().sum::<i32>() / count as i32,
    };
    let top = page.y - BESIDE / 2 - CARD.1;
    squared(middle - CARD.0 / 2, top, CARD)
}
