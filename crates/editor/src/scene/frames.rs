//! Groups: the frames of Regions, VPCs, subnets and sites, with everything that stands in them.

use std::rc::Rc;

use ipnet::IpNet;
use reach::id::{Kind, Ref};
use reach::network::RouteState;
use reach::sorted::SortedMap;
use reach::topology::{RouteTableId, Subnet, SubnetId, Target, Vpc, VpcId};

use super::label::{INDENT, SUBNET_INDENT};
use super::nodes::{Nodes, home};
use super::words::count;
use super::{Frame, Group, Source, Tab, TabState, Tone};
use crate::kernel::auto_layout::{TAB, tab_width, table_of};
use crate::kernel::geometry::Rect;
use crate::kernel::text::{Type, fitted, width};

pub(super) fn groups(source: &Source<'_>) -> Vec<Group> {
    let hints = Hints::of(source);
    let mut nodes = Nodes::of(source);
    let mut groups = Vec::new();
    for (region, rect) in &source.placement.regions {
        groups.push(Group {
            key: format!("region/{region}").into(),
            frames: vec![region_frame(region, *rect)],
            nodes: Vec::new(),
        });
    }
    for (id, vpc) in source.topology().vpcs.iter() {
        let mut frames: Vec<Frame> = vpc_frame(source, id, vpc).into_iter().collect();
        let inside = source.topology().subnets.iter().filter(|(_, subnet)| subnet.vpc == *id);
        frames.extend(inside.filter_map(|(id, subnet)| subnet_frame(source, &hints, id, subnet)));
        groups.push(nodes.group("vpc", &id.into(), frames));
    }
    for id in source.topology().sites.ids() {
        let frames = site_frame(source, &id.into()).into_iter().collect();
        groups.push(nodes.group("site", &id.into(), frames));
    }
    let orphans = source.topology().subnets.iter();
    let orphans = orphans.filter(|(_, subnet)| source.topology().vpcs.get(&subnet.vpc).is_none());
    let frames: Vec<Frame> = orphans
        .filter_map(|(id, subnet)| subnet_frame(source, &hints, id, subnet))
        .collect();
    groups.extend(nodes.rest(frames));
    groups
}

/// What the tabs of route tables warn of.
struct Hints {
    missing: SortedMap<RouteTableId, Vec<String>>,
    inside: SortedMap<SubnetId, usize>,
}

impl Hints {
    fn of(source: &Source<'_>) -> Self {
        let mut missing: SortedMap<RouteTableId, Vec<String>> = SortedMap::new();
        for route in source.network.missing_routes() {
            missing
                .entry(route.table)
                .or_default()
                .push(route.destination.to_string());
        }
        let mut inside: SortedMap<SubnetId, usize> = SortedMap::new();
        for (_, record) in source.topology().interfaces.iter() {
            *inside.entry(record.subnet.clone()).or_default() += 1;
        }
        Self { missing, inside }
    }

    /// " · missing 10.1.0.0/16".
    fn missing_words(&self, table: &RouteTableId) -> String {
        match self.missing.get(table).map(Vec::as_slice) {
            None | Some([]) => String::new(),
            Some([one]) => format!(" · missing {one}"),
            Some(many) => format!(" · {} routes missing", many.len()),
        }
    }

    fn state(&self, source: &Source<'_>, table: &RouteTableId) -> TabState {
        let mut routes = source.network.routes(table).iter();
        if routes.any(|route| route.state == RouteState::Blackhole) {
            TabState::Blackhole
        } else if self.missing.contains_key(table) {
            TabState::Missing
        } else {
            TabState::Plain
        }
    }
}

fn region_frame(region: &Rc<str>, rect: Rect) -> Frame {
    Frame {
        of: None,
        rect,
        tone: Tone::Region,
        title: Rc::clone(region),
        detail: "".into(),
        badge: None,
        tabs: Vec::new(),
        label: format!("Region {region}").into(),
    }
}

fn vpc_frame(source: &Source<'_>, id: &VpcId, vpc: &Vpc) -> Option<Frame> {
    let of = Ref::from(id);
    let rect = source.rect(&of)?;
    let subnets = source
        .topology()
        .subnets
        .iter()
        .filter(|(_, subnet)| subnet.vpc == *id)
        .count();
    let ranges = vpc
        .cidrs
        .iter()
        .copied()
        .map(IpNet::V4)
        .chain(vpc.ipv6_cidrs.iter().copied().map(IpNet::V6));
    let ranges: Vec<String> = ranges.map(|cidr| cidr.to_string()).collect();
    let detail = match ranges.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} +{}", rest.len()),
    };
    let name = source.name(&of);
    let label = format!(
        "VPC {name}, {}, {}, {}",
        ranges.join(", "),
        vpc.region,
        count(subnets, "subnet")
    );
    Some(titled(of, rect, Tone::Vpc, (name, detail), INDENT, label))
}

fn site_frame(source: &Source<'_>, of: &Ref) -> Option<Frame> {
    let rect = source.rect(of)?;
    let site = source.topology().sites.get(&of.to_id()?)?;
    let ranges: Vec<String> = site.cidrs.iter().map(ToString::to_string).collect();
    let detail = ranges.first().cloned().unwrap_or_default();
    let name = source.name(of);
    let label = format!(
        "On-premises site {name}, {}, {}",
        ranges.join(", "),
        count(site.hosts.len(), "host")
    );
    Some(titled(of.clone(), rect, Tone::Site, (name, detail), INDENT, label))
}

fn subnet_frame(source: &Source<'_>, hints: &Hints, id: &SubnetId, subnet: &Subnet) -> Option<Frame> {
    let of = Ref::from(id);
    let rect = source.rect(&of)?;
    let name = source.name(&of);
    let public = source.network.public_route_of(id);
    let table = source
        .network
        .route_table_of(id)
        .unwrap_or_else(|| table_of(source.topology(), subnet));
    let detail = match (subnet.cidr, subnet.ipv6_cidr) {
        (Some(cidr), _) => cidr.to_string(),
        (None, Some(cidr)) => cidr.to_string(),
        (None, None) => String::new(),
    };
    let (tone, badge) = match public.map(|route| route.target) {
        Some(Target::Element(gateway)) => {
            let words = format!(
                "public · {} → {}",
                source.name(&Ref::from(&table)),
                source.name(&gateway)
            );
            (Tone::Public, words)
        }
        _ => (Tone::Private, "private".to_owned()),
    };
    let tabs = tabs(source, hints, id, subnet, &table, rect);
    let cards = hints.inside.get(id).copied().unwrap_or_default();
    let label = format!(
        "Subnet {name}, {detail}, in {}, {}, {badge}, {}",
        source.name(&(&subnet.vpc).into()),
        subnet.zone,
        count(cards, "interface")
    );
    let mut frame = titled(of, rect, tone, (name, detail), SUBNET_INDENT, label);
    let room = rect.width - 2 * SUBNET_INDENT;
    let badge = badge + &hints.missing_words(&table);
    frame.badge = Some(fitted(&badge.into(), Type::Caption, room));
    let left = tabs.iter().map(|tab| tab.rect.x).min().unwrap_or(rect.right());
    shorten(&mut frame, left - rect.x - SUBNET_INDENT - 8);
    frame.tabs = tabs;
    Some(frame)
}

fn titled(of: Ref, rect: Rect, tone: Tone, (title, detail): (Rc<str>, String), indent: i32, label: String) -> Frame {
    let mut frame = Frame {
        of: Some(of),
        rect,
        tone,
        title,
        detail: detail.into(),
        badge: None,
        tabs: Vec::new(),
        label: label.into(),
    };
    shorten(&mut frame, rect.width - indent - 16);
    frame
}

/// Title and detail share a line: what does not fit is cut, the detail first.
fn shorten(frame: &mut Frame, room: i32) {
    frame.title = fitted(&frame.title, Type::Title, room.max(24));
    let left = room - width(&frame.title, Type::Title) - 8;
    if width(&frame.detail, Type::Mono) > left {
        frame.detail = "".into();
    }
}

fn tabs(
    source: &Source<'_>,
    hints: &Hints,
    id: &SubnetId,
    subnet: &Subnet,
    table: &RouteTableId,
    frame: Rect,
) -> Vec<Tab> {
    let state = hints.state(source, table);
    let name = source.name(&table.into());
    let words = match state {
        TabState::Plain => "",
        TabState::Missing => ", a route is missing",
        TabState::Blackhole => ", has a blackhole route",
    };
    let label = format!("Route table {name} of {}{words}", source.name(&id.into()));
    let mut wanted = vec![(Ref::from(table), name, state, label)];
    let default = source
        .topology()
        .vpcs
        .get(&subnet.vpc)
        .and_then(|vpc| vpc.default_network_acl.as_ref());
    if let Some(acl) = subnet.network_acl.as_ref().filter(|acl| Some(*acl) != default) {
        let name = source.name(&acl.into());
        let label = format!("Network ACL {name} of {}", source.name(&id.into()));
        wanted.push((acl.into(), name, TabState::Plain, label));
    }
    let mut right = frame.right() - TAB.1;
    let mut tabs = Vec::new();
    for (of, name, state, label) in wanted {
        let wide = tab_width(&name).min((frame.width - 3 * TAB.1) / 2).max(40);
        tabs.push(Tab {
            of,
            rect: Rect::new(right - wide, frame.y + TAB.1, wide, TAB.0),
            text: fitted(&name, Type::Caption, wide - 12),
            state,
            label: label.into(),
        });
        right -= wide + TAB.1;
    }
    tabs
}

/// The group in which an element is drawn.
pub(super) fn key_of(source: &Source<'_>, of: &Ref) -> Rc<str> {
    match home(source, of) {
        Some(frame) if frame.kind == Kind::Vpc => format!("vpc/{}", frame.id).into(),
        Some(frame) => format!("site/{}", frame.id).into(),
        None => "page".into(),
    }
}
