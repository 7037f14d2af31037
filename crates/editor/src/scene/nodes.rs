//! Cards and circles.

mod beyond;

use std::net::IpAddr;
use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::question::End;
use reach::sorted::{SortedMap, sort_by};
use reach::topology::{InterfaceState, NatConnectivity, NatState, Role, SecurityGroupId, SubnetId, Vpc, VpcId};
use reach::trace::Verdict;

use super::ends::Spot;
use super::frames::key_of;
use super::words::{count, endpoint_state, list, peering_state};
use super::{Anchor, Caption, Frame, Glyph, Group, Node, Shape, Source};
use crate::kernel::geometry::{Rect, Side, World};
use crate::kernel::text::{Type, fitted};

/// All nodes, waiting to be put into their groups.
pub(super) struct Nodes {
    by_group: SortedMap<Rc<str>, Vec<Node>>,
}

impl Nodes {
    pub(super) fn of(source: &Source<'_>) -> Self {
        let reached = Reached::of(source);
        let whole = source
            .placement
            .rects
            .iter()
            .map(|(of, rect)| ((of.clone(), None), *rect));
        let parts = source
            .placement
            .parts
            .iter()
            .map(|((of, part), rect)| ((of.clone(), Some(Rc::clone(part))), *rect));
        let mut by_group: SortedMap<Rc<str>, Vec<Node>> = SortedMap::new();
        for (spot, rect) in whole.chain(parts) {
            if let Some(node) = node(source, &reached, spot, rect) {
                by_group.entry(key_of(source, &node.of)).or_default().push(node);
            }
        }
        for nodes in by_group.values_mut() {
            sort_by(nodes, |a, b| {
                (a.rect.y, a.rect.x, &a.of, &a.part).cmp(&(b.rect.y, b.rect.x, &b.of, &b.part))
            });
        }
        Self { by_group }
    }

    pub(super) fn group(&mut self, kind: &str, frame: &Ref, frames: Vec<Frame>) -> Group {
        let key: Rc<str> = format!("{kind}/{}", frame.id).into();
        let nodes = self.by_group.remove(&key).unwrap_or_default();
        Group { key, frames, nodes }
    }

    /// What stands on the page itself.
    pub(super) fn rest(self, frames: Vec<Frame>) -> Option<Group> {
        let nodes: Vec<Node> = self.by_group.into_values().flatten().collect();
        (!nodes.is_empty() || !frames.is_empty()).then(|| Group {
            key: "page".into(),
            frames,
            nodes,
        })
    }
}

/// Watched targets of each sender: how many it reaches, of how many.
struct Reached(SortedMap<Ref, (usize, usize)>);

impl Reached {
    fn of(source: &Source<'_>) -> Self {
        let mut reached: SortedMap<Ref, (usize, usize)> = SortedMap::new();
        for (flow, trace) in source.document.flows.iter().zip(source.traces) {
            if let End::Element(of) = &flow.question.from {
                let (yes, all) = reached.entry(of.clone()).or_default();
                *yes += usize::from(trace.verdict == Verdict::Allowed);
                *all += 1;
            }
        }
        Self(reached)
    }

    fn words(&self, of: &Ref) -> Option<String> {
        let (yes, all) = self.0.get(of)?;
        Some(format!("reaches {yes} of {}", count(*all, "watched target")))
    }
}

/// What kind of thing it is and what is written on it.
struct Face {
    glyph: Glyph,
    /// "Instance", "NAT gateway": the first word of the label.
    kind: &'static str,
    detail: String,
    chips: Vec<Rc<str>>,
    state: Option<&'static str>,
    extra: Option<String>,
}

impl Face {
    fn new(glyph: Glyph, kind: &'static str) -> Self {
        Self {
            glyph,
            kind,
            detail: String::new(),
            chips: Vec::new(),
            state: None,
            extra: None,
        }
    }
}

fn node(source: &Source<'_>, reached: &Reached, spot: Spot, rect: Rect) -> Option<Node> {
    let face = face(source, &spot)?;
    let (of, part) = spot.clone();
    let host = part.as_ref().filter(|_| of.kind == Kind::Site);
    let name = host.cloned().unwrap_or_else(|| source.name(&of));
    let shape = if rect.width == rect.height {
        Shape::Round
    } else {
        Shape::Card
    };
    let mut label = vec![format!("{} {name}", face.kind)];
    if matches!(of.kind, Kind::Internet | Kind::Service) {
        label = vec![format!("{} {name}", face.kind).trim().to_owned()];
    }
    label.extend(Some(face.detail.clone()).filter(|detail| !detail.is_empty()));
    label.extend(place_words(source, &spot));
    label.extend(face.state.map(str::to_owned));
    let mut label = label.join(", ");
    for more in face.extra.into_iter().chain(reached.words(&of)) {
        label.push_str("; ");
        label.push_str(&more);
    }
    let title = match shape {
        Shape::Card => fitted(&name, Type::Title, rect.width - 54),
        Shape::Round => fitted(&name, Type::Caption, 96),
    };
    let caption = (shape == Shape::Round).then(|| caption(source, &of, rect));
    Some(Node {
        of,
        part,
        rect,
        shape,
        glyph: face.glyph,
        title,
        detail: face.detail.into(),
        chips: face.chips,
        label: label.into(),
        state: face.state.map(|state| match shape {
            Shape::Card => fitted(&state.into(), Type::Mono, rect.width - 54),
            Shape::Round => state.into(),
        }),
        caption,
    })
}

fn face(source: &Source<'_>, (of, part): &Spot) -> Option<Face> {
    let topology = source.topology();
    Some(match of.kind {
        Kind::NetworkInterface => interface(source, of)?,
        Kind::NatGateway => nat(source, of)?,
        Kind::InterfaceEndpoint => endpoint(source, of, part.as_ref())?,
        Kind::GatewayEndpoint => {
            let record = topology.gateway_endpoints.get(&of.to_id()?)?;
            Face {
                state: endpoint_state(record.state),
                extra: Some(format!("for {}", record.service)),
                ..Face::new(Glyph::GatewayEndpoint, "Gateway endpoint")
            }
        }
        Kind::InternetGateway => {
            let detached = topology.internet_gateways.get(&of.to_id()?)?.vpc.is_none();
            Face {
                state: detached.then_some("detached"),
                ..Face::new(Glyph::InternetGateway, "Internet gateway")
            }
        }
        Kind::VpnGateway => {
            let detached = topology.vpn_gateways.get(&of.to_id()?)?.vpc.is_none();
            Face {
                state: detached.then_some("detached"),
                ..Face::new(Glyph::VpnGateway, "Virtual private gateway")
            }
        }
        Kind::PeeringConnection => {
            let record = topology.peering_connections.get(&of.to_id()?)?;
            let (a, b) = (
                source.name(&(&record.requester).into()),
                source.name(&(&record.accepter).into()),
            );
            Face {
                state: peering_state(record.state),
                extra: Some(format!("between {a} and {b}")),
                ..Face::new(Glyph::Peering, "Peering connection")
            }
        }
        Kind::CustomerGateway => Face::new(Glyph::CustomerGateway, "Customer gateway"),
        Kind::VpnConnection => Face {
            state: Some("not connected"),
            ..Face::new(Glyph::VpnConnection, "VPN connection")
        },
        Kind::Internet => Face::new(Glyph::Internet, ""),
        Kind::Service => service(of),
        Kind::Site => {
            let site = topology.sites.get(&of.to_id()?)?;
            let host = site.hosts.iter().find(|host| Some(&host.name) == part.as_ref())?;
            Face {
                detail: host.address.to_string(),
                ..Face::new(Glyph::Instance, "Host")
            }
        }
        _ => return beyond::face(source, of),
    })
}

fn interface(source: &Source<'_>, of: &Ref) -> Option<Face> {
    let id = of.to_id()?;
    let record = source.topology().interfaces.get(&id)?;
    let (glyph, kind) = match record.role {
        Role::Instance => (Glyph::Instance, "Instance"),
        Role::Database => (Glyph::Database, "Database"),
        Role::Function => (Glyph::Function, "Function"),
        Role::Other => (Glyph::Interface, "Network interface"),
    };
    let groups = source.network.security_groups_of(&id);
    let mut chips = group_chip(source, groups);
    if record.public_ipv4.is_some() {
        chips.push("public".into());
    }
    let address = record
        .ipv4
        .map(IpAddr::V4)
        .or_else(|| record.ipv6.first().copied().map(IpAddr::V6));
    let extra = match record.public_ipv4 {
        Some(public) => [Some(format!("public address {public}")), group_words(source, groups)],
        None => [None, group_words(source, groups)],
    };
    let extra: Vec<String> = extra.into_iter().flatten().collect();
    Some(Face {
        detail: address.map(|address| address.to_string()).unwrap_or_default(),
        chips,
        state: match record.state {
            InterfaceState::InUse => None,
            InterfaceState::Stopped => Some("stopped"),
            InterfaceState::Available => Some("not attached"),
        },
        extra: (!extra.is_empty()).then(|| extra.join("; ")),
        ..Face::new(glyph, kind)
    })
}

fn nat(source: &Source<'_>, of: &Ref) -> Option<Face> {
    let record = source.topology().nat_gateways.get(&of.to_id()?)?;
    let public = match record.connectivity {
        NatConnectivity::Public(address) => format!("Elastic IP {address}"),
        NatConnectivity::Private => "private".to_owned(),
    };
    Some(Face {
        detail: record.ipv4.to_string(),
        state: nat_state(record.state),
        extra: Some(public),
        ..Face::new(Glyph::NatGateway, "NAT gateway")
    })
}

const fn nat_state(state: NatState) -> Option<&'static str> {
    match state {
        NatState::Available => None,
        NatState::Pending => Some("pending"),
        NatState::Failed => Some("failed"),
        NatState::Deleting => Some("deleting"),
        NatState::Deleted => Some("deleted"),
    }
}

fn endpoint(source: &Source<'_>, of: &Ref, part: Option<&Rc<str>>) -> Option<Face> {
    let id = of.to_id()?;
    let record = source.topology().interface_endpoints.get(&id)?;
    let subnet = source.subnet_of(&(of.clone(), part.cloned()));
    let place = record
        .subnets
        .iter()
        .find(|place| Some(&place.subnet) == subnet.as_ref());
    let groups = source.network.security_groups_of_endpoint(&id);
    let mut extra = vec![format!("for {}", record.service)];
    extra.extend(group_words(source, groups));
    Some(Face {
        detail: place.map(|place| place.ipv4.to_string()).unwrap_or_default(),
        chips: group_chip(source, groups),
        state: endpoint_state(record.state),
        extra: Some(extra.join("; ")),
        ..Face::new(Glyph::InterfaceEndpoint, "Interface endpoint")
    })
}

fn service(of: &Ref) -> Face {
    let (name, region) = of.id.split_once('@').unwrap_or((&of.id, ""));
    let glyph = match name {
        "s3" => Glyph::Bucket,
        "dynamodb" => Glyph::Table,
        _ => Glyph::Service,
    };
    Face {
        detail: region.to_owned(),
        ..Face::new(glyph, "AWS service")
    }
}

fn group_chip(source: &Source<'_>, groups: &[SecurityGroupId]) -> Vec<Rc<str>> {
    match groups {
        [] => Vec::new(),
        [one] if is_default(source, one) => vec!["default".into()],
        [one] => vec![fitted(&source.name(&one.into()), Type::Caption, 88)],
        more => vec![format!("{} SG", more.len()).into()],
    }
}

/// The group that AWS made with the VPC and nobody drew.
fn is_default(source: &Source<'_>, group: &SecurityGroupId) -> bool {
    let mut vpcs = source.topology().vpcs.ids();
    vpcs.any(|vpc| Vpc::implicit_security_group(vpc) == *group)
}

fn group_words(source: &Source<'_>, groups: &[SecurityGroupId]) -> Option<String> {
    let names: Vec<Rc<str>> = groups.iter().map(|group| source.name(&group.into())).collect();
    let title = if names.len() == 1 {
        "security group"
    } else {
        "security groups"
    };
    (!names.is_empty()).then(|| format!("{title} {}", list(&names)))
}

/// "in private-a, app-vpc".
fn place_words(source: &Source<'_>, spot: &Spot) -> Option<String> {
    if let Some(subnet) = source.subnet_of(spot) {
        let vpc = &source.topology().subnets.get(&subnet)?.vpc;
        return Some(format!(
            "in {}, {}",
            source.name(&(&subnet).into()),
            source.name(&vpc.into())
        ));
    }
    let frame = home(source, &spot.0)?;
    Some(format!("at {}", source.name(&frame)))
}

/// The VPC or site to which the element belongs, if it is drawn.
pub(super) fn home(source: &Source<'_>, of: &Ref) -> Option<Ref> {
    let topology = source.topology();
    let of_vpc = |vpc: &VpcId| topology.vpcs.get(vpc).map(|_| Ref::from(vpc));
    let of_subnet = |subnet: &SubnetId| of_vpc(&topology.subnets.get(subnet)?.vpc);
    match of.kind {
        Kind::Vpc => of_vpc(&of.to_id()?),
        Kind::Subnet => of_subnet(&of.to_id()?),
        Kind::NetworkInterface => of_subnet(&topology.interfaces.get(&of.to_id()?)?.subnet),
        Kind::NatGateway => of_subnet(&topology.nat_gateways.get(&of.to_id()?)?.subnet),
        Kind::InternetGateway => of_vpc(topology.internet_gateways.get(&of.to_id()?)?.vpc.as_ref()?),
        Kind::VpnGateway => of_vpc(topology.vpn_gateways.get(&of.to_id()?)?.vpc.as_ref()?),
        Kind::GatewayEndpoint => of_vpc(&topology.gateway_endpoints.get(&of.to_id()?)?.vpc),
        Kind::InterfaceEndpoint => of_vpc(&topology.interface_endpoints.get(&of.to_id()?)?.vpc),
        Kind::CustomerGateway => {
            let site = topology.customer_gateways.get(&of.to_id()?)?.site.as_ref()?;
            topology.sites.get(site).map(|_| site.into())
        }
        Kind::Site => Some(of.clone()),
        _ => beyond::home(topology, of),
    }
}

/// Outside the border on which the circle stands, so that lines and frames do not cross it; else below.
fn caption(source: &Source<'_>, of: &Ref, rect: Rect) -> Caption {
    let centre = rect.centre();
    let side = match of.kind {
        Kind::PeeringConnection | Kind::VpnConnection => None,
        _ => home(source, of)
            .and_then(|frame| source.rect(&frame))
            .map(|frame| frame.side_of(centre)),
    };
    let (dx, dy, anchor) = match side {
        Some(Side::Top) => (22, -8, Anchor::Start),
        Some(Side::Bottom) => (22, 18, Anchor::Start),
        Some(Side::Right) => (8, 31, Anchor::Start),
        Some(Side::Left) => (-8, 31, Anchor::End),
        None => (0, 31, Anchor::Middle),
    };
    Caption {
        at: World::new(centre.x + dx, centre.y + dy),
        anchor,
    }
}
