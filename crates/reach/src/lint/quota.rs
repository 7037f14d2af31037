//! The usual quotas of an account (VPC-27, PEER-08, SG-01, NA-04, EG-17, EI-18, VPN-03, TGW-70): more needs a request to AWS, or is not possible.
//! AWS page: vpc/latest/userguide/amazon-vpc-limits.html

use super::{Found, Lint};
use crate::id::Ref;
use crate::issue::Level;
use crate::network::Network;
use crate::reason::reasons;
use crate::sorted::SortedMap;
use crate::topology::PeeringState;
use crate::trace::Fact;

reasons! {
    EXCEEDED: "quota-exceeded" ["VPC-27", "DEC-25"] "More than the usual quota",
        "{at} has {number} {name}; the usual quota is {limit}. Ask AWS for more, or have fewer.",
        "vpc/latest/userguide/amazon-vpc-limits.html";
    TOO_MANY_VPCS: "too-many-vpcs" ["VPC-27", "DEC-25"] "More VPCs than the usual quota",
        "The account has {number} VPCs in the Region of {at}; the usual quota is {limit}. Ask AWS for more, or have fewer.",
        "vpc/latest/userguide/amazon-vpc-limits.html";
}

pub(super) static VPCS: Lint = Lint {
    name: "too-many-vpcs",
    level: Level::Warning,
    reason: &TOO_MANY_VPCS,
    look: vpcs_of_regions,
};

pub(super) static QUOTA: Lint = Lint {
    name: "quota-exceeded",
    level: Level::Warning,
    reason: &EXCEEDED,
    look,
};

const VPCS_PER_REGION: usize = 5;
const SUBNETS_PER_VPC: usize = 200;
const TABLES_PER_VPC: usize = 200;
const ROUTES_PER_TABLE: usize = 500;
const PROPAGATED_PER_TABLE: usize = 100;
const ENTRIES_PER_ACL: usize = 20;
const RULES_PER_GROUP: usize = 60;
const GROUPS_PER_INTERFACE: usize = 5;
const PEERINGS_PER_VPC: usize = 50;
const ENDPOINTS_PER_VPC: usize = 50;
const CONNECTIONS_PER_GATEWAY: usize = 10;

fn look(network: &Network) -> Vec<Found> {
    let mut count = Count::default();
    of_vpcs(network, &mut count);
    of_rows(network, &mut count);
    count.over().collect()
}

/// How many of what each element has.
#[derive(Default)]
struct Count(SortedMap<(Ref, &'static str), (usize, usize)>);

impl Count {
    fn add(&mut self, at: impl Into<Ref>, name: &'static str, limit: usize, number: usize) {
        let entry = self.0.entry((at.into(), name)).or_insert((0, limit));
        entry.0 += number;
    }

    fn over(&self) -> impl Iterator<Item = Found> + '_ {
        let over = self.0.iter().filter(|(_, (number, limit))| number > limit);
        over.map(|((at, name), (number, limit))| Found::at(at.clone(), facts(*number, name, *limit)))
    }
}

fn facts(number: usize, name: &str, limit: usize) -> crate::resolve::Facts {
    let counted = |number: usize| Fact::Number(u32::try_from(number).unwrap_or(u32::MAX));
    vec![
        ("number", counted(number)),
        ("limit", counted(limit)),
        ("name", Fact::Text(name.into())),
    ]
}

fn of_vpcs(network: &Network, count: &mut Count) {
    let topology = network.topology();
    for (_, subnet) in topology.subnets.iter() {
        count.add(&subnet.vpc, "subnets", SUBNETS_PER_VPC, 1);
    }
    for (_, table) in topology.route_tables.iter() {
        count.add(&table.vpc, "route tables", TABLES_PER_VPC, 1);
    }
    for (_, peering) in topology.peering_connections.iter() {
        if peering.state == PeeringState::Active {
            for side in [&peering.requester, &peering.accepter] {
                count.add(side, "active peering connections", PEERINGS_PER_VPC, 1);
            }
        }
    }
    for (_, endpoint) in topology.interface_endpoints.iter() {
        count.add(&endpoint.vpc, "interface endpoints", ENDPOINTS_PER_VPC, 1);
    }
    for (_, connection) in topology.vpn_connections.iter() {
        if connection.gateway.kind == crate::id::Kind::VpnGateway {
            count.add(
                connection.gateway.clone(),
                "VPN connections",
                CONNECTIONS_PER_GATEWAY,
                1,
            );
        }
    }
}

fn of_rows(network: &Network, count: &mut Count) {
    let topology = network.topology();
    for id in topology.route_tables.ids() {
        let routes = network.routes(id);
        let propagated = routes.iter().filter(|route| route.origin.is_propagated()).count();
        let written = topology.route_tables.get(id).map_or(0, |table| table.routes.len());
        count.add(id, "routes", ROUTES_PER_TABLE, written);
        count.add(id, "propagated routes", PROPAGATED_PER_TABLE, propagated);
    }
    for (id, acl) in topology.network_acls.iter() {
        count.add(id, "inbound rules", ENTRIES_PER_ACL, acl.inbound.len());
        count.add(id, "outbound rules", ENTRIES_PER_ACL, acl.outbound.len());
    }
    for (id, group) in topology.security_groups.iter() {
        count.add(id, "inbound rules", RULES_PER_GROUP, group.inbound.len());
        count.add(id, "outbound rules", RULES_PER_GROUP, group.outbound.len());
    }
    for (id, interface) in topology.interfaces.iter() {
        count.add(
            id,
            "security groups",
            GROUPS_PER_INTERFACE,
            interface.security_groups.len(),
        );
    }
}

/// Each account has its own quota in each Region; it is said once, of the last VPC.
fn vpcs_of_regions(network: &Network) -> Vec<Found> {
    let mut regions: SortedMap<(&str, Option<&str>), Vec<Ref>> = SortedMap::new();
    for (id, vpc) in network.topology().vpcs.iter() {
        let key = (&*vpc.region, vpc.account.as_deref());
        regions.entry(key).or_default().push(Ref::from(id));
    }
    let over = regions.iter().filter(|(_, vpcs)| vpcs.len() > VPCS_PER_REGION);
    over.filter_map(|(_, vpcs)| {
        let last = vpcs.last()?.clone();
        let mut facts = facts(vpcs.len(), "", VPCS_PER_REGION);
        facts.retain(|(name, _)| *name != "name");
        Some(Found::at(last, facts))
    })
    .collect()
}
