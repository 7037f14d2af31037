//! Internet gateways, egress-only ones, NAT gateways.

use std::collections::BTreeMap;

use reach::id::Id;
use reach::topology::{
    EgressOnlyInternetGateway, InternetGateway, NatConnectivity, NatGateway, NatState, RegionalNatGateway,
    RouteTableId, SubnetId, VpcId,
};

use super::address::ipv4;
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn gateways(&mut self) {
        let raw = self.raw;
        let edge = self.edge_tables();
        for (id, found) in &raw.internet_gateways {
            let gateway = InternetGateway {
                name: names::given(&found.record.tags, id),
                vpc: attached(&found.record.attachments),
                route_table: edge.get(id).cloned(),
            };
            self.put(id, gateway);
        }
        for (id, found) in &raw.egress_only_internet_gateways {
            let gateway = EgressOnlyInternetGateway {
                name: names::given(&found.record.tags, id),
                vpc: attached(&found.record.attachments),
            };
            self.put(id, gateway);
        }
    }

    /// Gateway route tables, by the gateway that they are associated with.
    pub(super) fn edge_tables(&self) -> BTreeMap<Text, RouteTableId> {
        let mut tables = BTreeMap::new();
        for (id, found) in &self.raw.route_tables {
            for association in &found.record.associations.0 {
                if let Some(gateway) = &association.gateway_id
                    && association.association_state.is(&["associated", "associating"])
                {
                    tables.insert(gateway.clone(), Id::new(id.clone()));
                }
            }
        }
        tables
    }

    pub(super) fn nat_gateways(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.nat_gateways {
            if !self.lives(&found.record.state, &["available", "pending"], found, id) {
                continue;
            }
            let state = match raw::is(&found.record.state, &["available"]) {
                true => NatState::Available,
                false => NatState::Pending,
            };
            if found.record.availability_mode.as_deref() == Some("regional") {
                self.regional_nat_gateway(id, found, state);
            } else {
                self.nat_gateway(id, found, state);
            }
        }
    }

    fn nat_gateway(&mut self, id: &Text, found: &Found<raw::NatGateway>, state: NatState) {
        let record = &found.record;
        let Some(subnet) = self.needs(&record.subnet_id, found, id, "SubnetId") else {
            return;
        };
        let gone = ["failed", "unassigning", "disassociating"];
        let live = |address: &&raw::NatGatewayAddress| address.status.is_none() || !raw::is(&address.status, &gone);
        let mut addresses: Vec<_> = record.nat_gateway_addresses.iter().filter(live).collect();
        addresses.sort_by_key(|address| (address.is_primary != Some(true), address.private_ip.clone()));
        let primary = addresses.first().copied();
        let step = "NatGatewayAddresses";
        let private = primary.and_then(|address| self.parsed(&address.private_ip, ipv4, found, step, id));
        let private = private.or_else(|| self.address_of_nat(id));
        let Some(own) = private else {
            let text = "its private address is not in the input, so it was left out";
            self.note(NoteKind::NotModelled, found, id, text);
            return;
        };
        let public = primary.and_then(|address| self.parsed(&address.public_ip, ipv4, found, step, id));
        let is_private = record.connectivity_type.as_deref() == Some("private");
        let connectivity = match public {
            Some(public) if !is_private => NatConnectivity::Public(public),
            _ if is_private || record.connectivity_type.is_none() => NatConnectivity::Private,
            _ => {
                let text = "no public address of it is in the input, so it was taken for a private one";
                self.note_at(NoteKind::Assumed, found, step, id, text);
                NatConnectivity::Private
            }
        };
        if addresses.len() > 1 {
            let text = "only its first address is shown; the others serve more connections in the same way";
            self.note_at(NoteKind::Ignored, found, step, id, text);
        }
        let gateway = NatGateway {
            name: names::given(&record.tags, id),
            subnet: SubnetId::new(subnet),
            ipv4: own,
            connectivity,
            state,
        };
        self.put(id, gateway);
    }

    /// From its network interface.
    fn address_of_nat(&self, id: &Text) -> Option<std::net::Ipv4Addr> {
        let mut all = self.raw.network_interfaces.values();
        let own = all.find(|found| {
            let description = found.record.description.as_deref();
            description.is_some_and(|words| words.strip_prefix("Interface for NAT Gateway ") == Some(id))
        });
        own.and_then(|found| found.record.private_ip_address.as_deref().and_then(ipv4))
    }

    fn regional_nat_gateway(&mut self, id: &Text, found: &Found<raw::NatGateway>, state: NatState) {
        let record = &found.record;
        let Some(vpc) = self.needs(&record.vpc_id, found, id, "VpcId") else {
            return;
        };
        let is_automatic = record.auto_provision_zones.as_deref() != Some("disabled");
        let mut zones = Vec::new();
        let mut public_ipv4 = Vec::new();
        for address in &record.nat_gateway_addresses {
            public_ipv4.extend(self.parsed(&address.public_ip, ipv4, found, "NatGatewayAddresses", id));
            zones.extend(
                address
                    .availability_zone
                    .clone()
                    .filter(|zone| !is_automatic && !zones.contains(zone)),
            );
        }
        let table = record
            .route_table_id
            .clone()
            .filter(|table| self.raw.route_tables.contains_key(table));
        let gateway = RegionalNatGateway {
            name: names::given(&record.tags, id),
            vpc: VpcId::new(vpc),
            zones,
            public_ipv4,
            route_table: table.map(RouteTableId::new),
            state,
        };
        self.put(id, gateway);
    }
}

/// The VPC that a gateway is attached to; `available` says the same as `attached`.
pub(super) fn attached(attachments: &[raw::VpcAttachment]) -> Option<VpcId> {
    let live = attachments
        .iter()
        .find(|one| raw::is(&one.state, &["available", "attached", "attaching"]));
    live.and_then(|one| one.vpc_id.clone()).map(VpcId::new)
}
