//! Direct Connect: gateways, their associations, and virtual interfaces with the sites that they lead to.

use std::collections::BTreeSet;

use ipnet::IpNet;
use reach::id::{Kind, Ref};
use reach::topology::{
    DirectConnectAssociation, DirectConnectGateway, DirectConnectGatewayId, Site, SiteId, VirtualInterface,
    VirtualInterfaceKind,
};

use super::address::net;
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn direct_connect(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.direct_connect_gateways {
            let record = &found.record;
            if !self.lives(
                &record.direct_connect_gateway_state,
                &["available", "pending"],
                found,
                id,
            ) {
                continue;
            }
            let asn = record.amazon_side_asn.and_then(|asn| u32::try_from(asn).ok());
            let owner = record.owner_account.as_ref().or(found.origin.account.as_ref());
            let gateway = DirectConnectGateway {
                name: names::other_than(record.direct_connect_gateway_name.as_ref(), id),
                account: self.owners.account(owner),
                asn: asn.unwrap_or(DirectConnectGateway::DEFAULT_ASN),
                associations: self.associations(id),
            };
            self.put(id, gateway);
            self.doubt_unread(Ref::from(&DirectConnectGatewayId::new(id.clone())), found);
        }
        for (id, found) in &raw.virtual_interfaces {
            self.virtual_interface(id, found);
        }
    }

    fn associations(&mut self, gateway: &Text) -> Vec<DirectConnectAssociation> {
        let mut associations = Vec::new();
        for found in self.raw.direct_connect_gateway_associations.values() {
            let record = &found.record;
            let (Some(of), Some(to)) = (&record.direct_connect_gateway_id, record.associated()) else {
                continue;
            };
            if of != gateway || !raw::is(&record.association_state, &["associated", "associating", "updating"]) {
                continue;
            }
            let kind = record.associated_gateway.kind.as_deref();
            let is_transit = kind == Some("transitGateway") || kind.is_none() && to.starts_with("tgw-");
            let kind = if is_transit {
                Kind::TransitGateway
            } else {
                Kind::VpnGateway
            };
            let prefixes = record.allowed_prefixes_to_direct_connect_gateway.iter();
            let step = "allowedPrefixesToDirectConnectGateway";
            associations.push(DirectConnectAssociation {
                gateway: Ref::new(kind, to.clone()),
                allowed_prefixes: prefixes
                    .filter_map(|one| self.parsed(&one.cidr, net, found, step, gateway))
                    .collect(),
            });
        }
        associations
    }

    fn virtual_interface(&mut self, id: &Text, found: &Found<raw::VirtualInterface>) {
        let record = &found.record;
        let gone = ["deleting", "deleted", "rejected", "confirming", "verifying", "pending"];
        if record.virtual_interface_state.is_some() && raw::is(&record.virtual_interface_state, &gone) {
            self.lives(&record.virtual_interface_state, &[], found, id);
            return;
        }
        let kind = match record.virtual_interface_type.as_deref() {
            Some("transit") => VirtualInterfaceKind::Transit,
            Some("public") => VirtualInterfaceKind::Public,
            _ => VirtualInterfaceKind::Private,
        };
        let gateway = match (&record.direct_connect_gateway_id, &record.virtual_gateway_id) {
            (Some(gateway), _) => Some(Ref::new(Kind::DirectConnectGateway, gateway.clone())),
            (None, Some(gateway)) => Some(Ref::new(Kind::VpnGateway, gateway.clone())),
            (None, None) => None,
        };
        let site: Text = format!("site-{id}").into();
        let ranges = self.behind_line(gateway.as_ref(), found);
        let text = match ranges.is_empty() {
            true => format!("AWS does not say what is behind it, so {site} has no range: give it one"),
            false => format!("{site} stands for what is behind it: the ranges that tables learned"),
        };
        self.note(NoteKind::Assumed, found, id, text);
        let name = names::other_than(raw::name(&record.tags).or(record.virtual_interface_name.as_ref()), id);
        let behind = Site {
            name: name.clone().map(|name| format!("{name} (site)").into()),
            cidrs: ranges.into_iter().collect(),
            hosts: Vec::new(),
        };
        self.put(&site, behind);
        let mut line = VirtualInterface::new(kind, gateway);
        line.name = name;
        line.site = Some(SiteId::new(site));
        line.region = record
            .region
            .clone()
            .or(found.origin.region.clone())
            .unwrap_or(line.region);
        line.asn = record.asn.and_then(|asn| u32::try_from(asn).ok()).unwrap_or(line.asn);
        line.up = is_up(record);
        line.mtu = record
            .mtu
            .and_then(|mtu| u16::try_from(mtu).ok())
            .unwrap_or(VirtualInterface::MTU);
        line.site_link = record.site_link_enabled == Some(true);
        self.put(id, line);
    }

    /// What VPC tables learned from the gateway, and for a public interface what it announces.
    fn behind_line(&self, gateway: Option<&Ref>, found: &Found<raw::VirtualInterface>) -> BTreeSet<IpNet> {
        let Some(gateway) = gateway else {
            let filters = found.record.route_filter_prefixes.iter();
            return filters.filter_map(|one| one.cidr.as_deref().and_then(net)).collect();
        };
        let mut gateways: Vec<&Text> = vec![&gateway.id];
        for association in self.raw.direct_connect_gateway_associations.values() {
            if association.record.direct_connect_gateway_id.as_ref() == Some(&gateway.id) {
                gateways.extend(association.record.associated());
            }
        }
        let tables = self.raw.route_tables.values().flat_map(|table| &table.record.routes.0);
        let propagated = tables.filter(|route| route.origin.as_deref() == Some("EnableVgwRoutePropagation"));
        let through = propagated.filter(|route| route.gateway_id.as_ref().is_some_and(|id| gateways.contains(&id)));
        let vpcs = through.filter_map(|route| route.destination_cidr_block.as_deref().and_then(net));
        let routes = self
            .raw
            .transit_gateway_route_tables
            .values()
            .flat_map(|table| &table.record.routes.0);
        let learned = routes.filter(|route| {
            let leads = |one: &raw::RouteAttachment| one.resource_id.as_ref() == Some(&gateway.id);
            route.kind.as_deref() == Some("propagated") && route.transit_gateway_attachments.iter().any(leads)
        });
        vpcs.chain(learned.filter_map(|route| route.destination_cidr_block.as_deref().and_then(net)))
            .collect()
    }
}

/// One BGP session that is up is enough.
fn is_up(record: &raw::VirtualInterface) -> bool {
    if record.bgp_peers.is_empty() {
        return raw::is(&record.virtual_interface_state, &["available"]);
    }
    record.bgp_peers.iter().any(|peer| raw::is(&peer.bgp_status, &["up"]))
}
