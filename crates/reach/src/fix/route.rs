//! Routes of a VPC's table (RT-10, RT-19, PEER-20): a new one, another target, one row less, or another table for the subnet.
//! AWS page: vpc/latest/userguide/WorkWithRouteTables.html

use std::net::IpAddr;

use ipnet::IpNet;

use super::exposure::{Exposure, addresses};
use super::scene::{Scene, host, step};
use super::{Move, Step, endpoint, internet, peering, transit, vpn};
use crate::hop::internet::is_public;
use crate::id::{Kind, Ref};
use crate::network::{RouteState, cidrs_of};
use crate::reason::reasons;
use crate::route;
use crate::topology::{Destination, Element, Route, RouteTable, RouteTableId, Target, Topology, VpcId};
use crate::trace::{Action, Fact, Hop, Step as Look};

reasons! {
    ADD: "fix-add-route" ["RT-19", "PEER-20"] "Add a route",
        "Add a route to {at}: {destination} to {target}.",
        "vpc/latest/userguide/WorkWithRouteTables.html";
    REPLACE: "fix-replace-route" ["RT-14"] "Give a route another target",
        "Let the route to {destination} in {at} lead to {target}.",
        "vpc/latest/userguide/WorkWithRouteTables.html";
    REMOVE: "fix-remove-route" ["RT-21"] "Delete a route",
        "Delete the route to {destination} from {at}.",
        "vpc/latest/userguide/WorkWithRouteTables.html";
    ASSOCIATE: "fix-associate-table" ["RT-02"] "Associate another route table",
        "Associate {at} with {other}, which has a route.",
        "vpc/latest/userguide/WorkWithRouteTables.html";
}

/// The table that sent the packet the wrong way, or nowhere.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    pub(super) scene: Scene<'a>,
    pub(super) table: RouteTableId,
    pub(super) vpc: VpcId,
    pub(super) destination: IpAddr,
    /// The row that is in force now.
    pub(super) row: Option<Destination>,
}

/// A target that could lead there, and what must be done before it can.
#[derive(Debug)]
pub(super) struct Lead {
    pub(super) before: Vec<Step>,
    pub(super) target: Ref,
    /// What the route should name.
    pub(super) range: IpNet,
    pub(super) exposure: Exposure,
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let Some(place) = Place::of(scene).filter(|place| !place.is_own_doing()) else {
        return Vec::new();
    };
    let sources = [same_way, peering::leads, vpn::leads, transit::leads, internet::leads];
    let leads = sources.iter().flat_map(|leads| leads(&place));
    let mut moves: Vec<Move> = leads.flat_map(|lead| place.follow(&lead)).collect();
    moves.extend(endpoint::associate(&place));
    moves.extend(vpn::propagate(&place));
    moves.extend(place.remove());
    moves.extend(place.associate());
    moves
}

/// Replies go back through the machine or endpoint that saw the request.
fn same_way(place: &Place<'_>) -> Vec<Lead> {
    if !matches!(
        place.scene.code(),
        "INGRESS_RTB_TRAFFIC_REDIRECTION" | "X_ASYMMETRIC_APPLIANCE"
    ) {
        return Vec::new();
    }
    let forward = &place.scene.state.stopped().forward;
    let is_between = |hop: &&Hop| {
        hop.action == Action::Forward && matches!(hop.step, Look::Interface | Look::GatewayLoadBalancerEndpoint)
    };
    let lead = |hop: &Hop| Lead {
        before: Vec::new(),
        target: hop.at.clone(),
        range: place.range(),
        exposure: Exposure::NOTHING,
    };
    forward.iter().skip(1).filter(is_between).map(lead).collect()
}

impl<'a> Place<'a> {
    /// Not for filters: they do not mind which way a packet takes.
    pub(super) fn of(scene: &Scene<'a>) -> Option<Self> {
        let is_filter = matches!(scene.at().kind, Kind::SecurityGroup | Kind::NetworkAcl);
        let network = &scene.state.network;
        let (table, row, destination) = if scene.at().kind == Kind::RouteTable {
            let row = scene.blocker.by.as_ref();
            (scene.at().to_id()?, row, scene.destination()?)
        } else {
            let end = scene.blocker.hop.filter(|_| !is_filter)?;
            let mut before = scene.hops().iter().take(end + 1).rev();
            let look = before.find(|hop| matches!(hop.step, Look::RouteTable { .. }))?;
            let row = look.decision.by.as_ref();
            (look.at.to_id()?, row, look.packet.destination)
        };
        let vpc = network.topology().route_tables.get(&table)?.vpc.clone();
        let row = row.and_then(|row| match &row.row {
            crate::id::Row::Route(destination) => Some(destination.clone()),
            _ => None,
        });
        Some(Self {
            scene: *scene,
            table,
            vpc,
            destination,
            row,
        })
    }

    /// The row in force is one that the search wrote: a fix does not correct itself.
    fn is_own_doing(&self) -> bool {
        let Some(row) = &self.row else {
            return false;
        };
        let target = |topology: &Topology| {
            let routes = &topology.route_tables.get(&self.table)?.routes;
            let route = routes.iter().find(|route| route.destination == *row)?;
            Some(route.target.clone())
        };
        target(&self.scene.state.topology) != target(self.scene.start)
    }

    /// The VPC whose table looked last.
    pub(super) fn vpc_of(scene: &Scene<'_>) -> Option<Ref> {
        Some(Ref::from(Place::of(scene)?.vpc))
    }

    /// Every VPC but this one whose range has the destination.
    pub(super) fn vpcs_there(&self) -> impl Iterator<Item = (&VpcId, IpNet)> {
        let vpcs = self.scene.state.network.topology().vpcs.iter();
        vpcs.filter(|(id, _)| **id != self.vpc).filter_map(|(id, record)| {
            let range = cidrs_of(record).find(|range| range.contains(&self.destination))?;
            Some((id, range))
        })
    }

    /// The range that somebody who writes a route would name: the VPC's, the site's, everything for the internet.
    pub(super) fn range(&self) -> IpNet {
        let sites = self.scene.state.network.topology().sites.iter();
        let of_site = || {
            let mut cidrs = sites.flat_map(|(_, site)| &site.cidrs);
            cidrs.find(|range| range.contains(&self.destination)).copied()
        };
        let of_vpc = self.vpcs_there().next().map(|(_, range)| range);
        of_vpc.or_else(of_site).unwrap_or_else(|| {
            if is_public(self.destination) {
                everything(self.destination)
            } else {
                host(self.destination)
            }
        })
    }

    /// The edits that send the destination to the target: by the range if that wins, else by the row that wins now, or a longer one.
    pub(super) fn follow(&self, lead: &Lead) -> Vec<Move> {
        let mut ranges = Vec::new();
        match self.row {
            Some(Destination::Cidr(row)) if row.prefix_len() >= lead.range.prefix_len() => {
                ranges.push(row);
                ranges.extend(self.longer(row));
            }
            _ => ranges.push(lead.range),
        }
        let with = |range| {
            let step = self.lead(range, &lead.target, lead.exposure)?;
            Some(lead.before.iter().cloned().chain([step]).collect())
        };
        ranges.into_iter().filter_map(with).collect()
    }

    /// The subnet of the destination, or the one address.
    fn longer(&self, row: IpNet) -> Option<IpNet> {
        let network = &self.scene.state.network;
        let subnets = self.vpcs_there().filter_map(|(vpc, _)| {
            network
                .topology()
                .subnets
                .get(network.subnet_at(vpc, self.destination)?)
        });
        let mut ranges = subnets.filter_map(|subnet| match self.destination {
            IpAddr::V4(_) => subnet.cidr.map(IpNet::V4),
            IpAddr::V6(_) => subnet.ipv6_cidr.map(IpNet::V6),
        });
        let is_longer = |range: &IpNet| range.prefix_len() > row.prefix_len();
        let own = host(self.destination);
        ranges.find(is_longer).or(Some(own)).filter(is_longer)
    }

    fn lead(&self, range: IpNet, target: &Ref, exposure: Exposure) -> Option<Step> {
        let destination = Destination::Cidr(range);
        let target_of_route = Target::Element(target.clone());
        let mut reason = &ADD;
        let at = Ref::from(&self.table);
        let operation = self.scene.state.change(&at, |element| {
            let table = route_table(element)?;
            let is_it = |route: &&mut Route| route.destination == destination;
            match table.routes.iter_mut().find(is_it) {
                Some(route) if route.target == target_of_route => return None,
                Some(route) => {
                    reason = &REPLACE;
                    route.target = target_of_route;
                }
                None => table.routes.push(Route {
                    destination: destination.clone(),
                    target: target_of_route,
                }),
            }
            Some(())
        })?;
        let facts = vec![
            ("destination", Fact::Cidr(range)),
            ("target", Fact::Element(target.clone())),
        ];
        Some(step(operation, reason, &at, facts, exposure))
    }

    /// Without the row, a less specific one may do.
    fn remove(&self) -> Option<Move> {
        let row = self.row.as_ref()?;
        let at = Ref::from(&self.table);
        let operation = self.scene.state.change(&at, |element| {
            let table = route_table(element)?;
            table.routes.retain(|route| route.destination != *row);
            Some(())
        })?;
        let facts = vec![("destination", named(row))];
        Some(vec![step(operation, &REMOVE, &at, facts, Exposure::NOTHING)])
    }

    /// Another table of the VPC has a route already.
    fn associate(&self) -> Vec<Move> {
        let network = &self.scene.state.network;
        let Some(subnet) = self.scene.element("subnet").filter(|at| at.kind == Kind::Subnet) else {
            return Vec::new();
        };
        let tables = network.topology().route_tables.iter();
        let others = tables.filter(|(id, record)| record.vpc == self.vpc && **id != self.table);
        let leads = others.filter_map(|(id, _)| {
            let chosen = route::select(network, id, self.destination).chosen?;
            let is_way = chosen.route.state == RouteState::Active && chosen.route.target != Target::Local;
            let opens = match &chosen.route.target {
                Target::Element(target) if target.kind == Kind::InternetGateway => Exposure::FROM_INTERNET,
                _ => Exposure::outbound(addresses(chosen.prefix)),
            };
            is_way.then_some((id, opens))
        });
        leads
            .filter_map(|(id, opens)| {
                let operation = self.scene.state.change(subnet, |element| match element {
                    Element::Subnet(_, record) => {
                        record.route_table = Some(id.clone());
                        Some(())
                    }
                    _ => None,
                })?;
                let facts = vec![("other", Fact::Element(Ref::from(id)))];
                Some(vec![step(operation, &ASSOCIATE, subnet, facts, opens)])
            })
            .collect()
    }
}

/// A route that is added, or leads elsewhere.
pub(super) fn is_written(step: &Step) -> bool {
    [&ADD, &REPLACE]
        .iter()
        .any(|reason| std::ptr::eq(step.finding.reason, *reason))
}

pub(super) fn is_removal(step: &Step) -> bool {
    std::ptr::eq(step.finding.reason, &REMOVE)
}

/// It moves a whole subnet to another table: worth a thought only if that is all there is to do.
pub(super) fn is_association(step: &Step) -> bool {
    std::ptr::eq(step.finding.reason, &ASSOCIATE)
}

fn route_table(element: &mut Element) -> Option<&mut RouteTable> {
    match element {
        Element::RouteTable(_, table) => Some(table),
        _ => None,
    }
}

fn named(destination: &Destination) -> Fact {
    Fact::Text(destination.to_string().into())
}

pub(super) fn everything(address: IpAddr) -> IpNet {
    match address {
        IpAddr::V4(_) => crate::address::ANY_IPV4,
        IpAddr::V6(_) => crate::address::ANY_IPV6,
    }
}
