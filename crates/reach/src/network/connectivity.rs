//! Two VPCs are disconnected if no chain of peerings, of gateways and sites, or of interface endpoints joins them; endpoints
//! lead from the consumer to the provider only (DEC-23, PL-06).
//! AWS page: vpc/latest/reachability/explanation-codes.html

use crate::sorted::{SortedMap, SortedSet};
use petgraph::unionfind::UnionFind;

use crate::id::{Kind, Ref};
use crate::topology::{EndpointState, PeeringId, PeeringState, Target, Topology, VpcId, VpnGateway};

#[derive(Clone, Debug, Default)]
pub(super) struct Connectivity {
    group: SortedMap<VpcId, usize>,
    /// From the group of a consumer to that of its provider.
    endpoints: SortedSet<(usize, usize)>,
    /// VPCs with a route to a peering that is gone: the walk ends at that route and says more than this graph can.
    has_route_to_nowhere: SortedSet<VpcId>,
    active: SortedMap<(VpcId, VpcId), PeeringId>,
}

impl Connectivity {
    pub(super) fn new(topology: &Topology) -> Self {
        let mut nodes = Nodes::default();
        for vpc in topology.vpcs.ids() {
            nodes.number(Ref::from(vpc));
        }
        for (_, peering) in topology.peering_connections.iter() {
            if peering.state != PeeringState::Failed {
                nodes.join(Ref::from(&peering.requester), Ref::from(&peering.accepter));
            }
        }
        for (_, connection) in topology.vpn_connections.iter() {
            let gateway = connection.gateway.to_id::<VpnGateway>();
            let vpc = gateway.and_then(|id| topology.vpn_gateways.get(&id)?.vpc.clone());
            let device = topology.customer_gateways.get(&connection.customer_gateway);
            let site = device.and_then(|device| device.site.clone());
            let far = site.map_or_else(|| Ref::from(&connection.customer_gateway), Ref::from);
            nodes.join(connection.gateway.clone(), far);
            if let Some(vpc) = vpc {
                nodes.join(connection.gateway.clone(), Ref::from(vpc));
            }
        }
        for (_, attachment) in topology.transit_gateway_attachments.iter() {
            if let Some(far) = attachment.to.element() {
                nodes.join(Ref::from(&attachment.gateway), far);
            }
        }
        for (id, gateway) in topology.direct_connect_gateways.iter() {
            for association in &gateway.associations {
                nodes.join(Ref::from(id), association.gateway.clone());
            }
        }
        for (id, interface) in topology.virtual_interfaces.iter() {
            let ends = [interface.gateway.clone(), interface.site.as_ref().map(Ref::from)];
            for end in ends.into_iter().flatten() {
                nodes.join(Ref::from(id), end);
            }
        }
        for (id, gateway) in topology.vpn_gateways.iter() {
            if let Some(vpc) = &gateway.vpc {
                nodes.join(Ref::from(id), Ref::from(vpc));
            }
        }
        for (id, attachment) in topology.transit_gateway_attachments.iter() {
            nodes.join(Ref::from(&attachment.gateway), Ref::from(id));
        }
        for (id, connection) in topology.vpn_connections.iter() {
            nodes.join(connection.gateway.clone(), Ref::from(id));
        }
        let group = nodes.groups(topology);
        Self {
            endpoints: endpoints(topology, &group),
            group,
            has_route_to_nowhere: routes_to_nowhere(topology),
            active: active(topology),
        }
    }

    pub(super) fn disconnected(&self, a: &VpcId, b: &VpcId) -> bool {
        a != b && !self.leads(a, b) && !self.has_route_to_nowhere.contains(a) && !self.has_route_to_nowhere.contains(b)
    }

    /// A chain leads from one to the other, in this direction.
    pub(super) fn leads(&self, from: &VpcId, to: &VpcId) -> bool {
        let (Some(from), Some(to)) = (self.group.get(from), self.group.get(to)) else {
            return false;
        };
        let mut reached = vec![*from];
        let mut next = 0;
        while let Some(here) = reached.get(next).copied() {
            next += 1;
            for (_, provider) in self.endpoints.iter().filter(|(consumer, _)| *consumer == here) {
                if !reached.contains(provider) {
                    reached.push(*provider);
                }
            }
        }
        reached.contains(to)
    }

    pub(super) fn active_peering(&self, a: &VpcId, b: &VpcId) -> Option<&PeeringId> {
        self.active.get(&pair(a, b))
    }
}

fn endpoints(topology: &Topology, group: &SortedMap<VpcId, usize>) -> SortedSet<(usize, usize)> {
    let mut all = SortedSet::new();
    for (_, endpoint) in topology.interface_endpoints.iter() {
        let service = endpoint
            .provider
            .as_ref()
            .and_then(|id| topology.endpoint_services.get(id));
        let balancers = service.into_iter().flat_map(|service| &service.load_balancers);
        let providers = balancers.filter_map(|id| group.get(&topology.load_balancers.get(id)?.vpc));
        let Some(consumer) = group
            .get(&endpoint.vpc)
            .filter(|_| endpoint.state != EndpointState::Deleted)
        else {
            continue;
        };
        all.extend(providers.map(|provider| (*consumer, *provider)));
    }
    all
}

/// Both ends in one order, so that the direction of the request plays no part (PEER-04).
fn pair(a: &VpcId, b: &VpcId) -> (VpcId, VpcId) {
    if a <= b {
        (a.clone(), b.clone())
    } else {
        (b.clone(), a.clone())
    }
}

fn active(topology: &Topology) -> SortedMap<(VpcId, VpcId), PeeringId> {
    topology
        .peering_connections
        .iter()
        .filter(|(_, peering)| peering.state == PeeringState::Active)
        .map(|(id, peering)| (pair(&peering.requester, &peering.accepter), id.clone()))
        .collect()
}

fn routes_to_nowhere(topology: &Topology) -> SortedSet<VpcId> {
    let leads_nowhere = |target: &Target| match target {
        Target::Element(element) => element.kind == Kind::PeeringConnection && !topology.contains(element),
        Target::Local | Target::NotModelled(_) => false,
    };
    topology
        .route_tables
        .iter()
        .filter(|(_, table)| table.routes.iter().any(|route| leads_nowhere(&route.target)))
        .map(|(_, table)| table.vpc.clone())
        .collect()
}

/// Elements as numbers, as the union-find wants them.
#[derive(Default)]
struct Nodes {
    numbers: SortedMap<Ref, usize>,
    joins: Vec<(usize, usize)>,
}

impl Nodes {
    fn number(&mut self, element: Ref) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(element).or_insert(next)
    }

    fn join(&mut self, a: Ref, b: Ref) {
        let join = (self.number(a), self.number(b));
        self.joins.push(join);
    }

    fn groups(&self, topology: &Topology) -> SortedMap<VpcId, usize> {
        let mut sets = UnionFind::new(self.numbers.len());
        for &(a, b) in &self.joins {
            sets.union(a, b);
        }
        let group_of = |vpc: &VpcId| self.numbers.get(&Ref::from(vpc)).map(|&number| sets.find(number));
        topology
            .vpcs
            .ids()
            .filter_map(|vpc| Some((vpc.clone(), group_of(vpc)?)))
            .collect()
    }
}
