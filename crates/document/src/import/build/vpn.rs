//! Virtual private gateways, customer gateways, VPN connections, and the sites behind them.
//!
//! AWS does not know what lies at the other end. What it was told of it does: static routes of a connection, and what tables learned by
//! propagation. A site of these ranges stands for it.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;
use reach::id::{Kind, Ref};
use reach::topology::{
    CustomerGateway, CustomerGatewayId, Site, SiteId, TransitGatewayAttachmentId, Tunnel, VpnConnection,
    VpnConnectionId, VpnGateway, VpnOptions, VpnRouting,
};

use super::address::net;
use super::gateway::attached;
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn vpn_gateways(&mut self) {
        let raw = self.raw;
        let edge = self.edge_tables();
        for (id, found) in &raw.vpn_gateways {
            if !self.lives(&found.record.state, &["available", "pending"], found, id) {
                continue;
            }
            let asn = found.record.amazon_side_asn.and_then(|asn| u32::try_from(asn).ok());
            let gateway = VpnGateway {
                name: names::given(&found.record.tags, id),
                vpc: attached(&found.record.vpc_attachments),
                asn: asn.unwrap_or(VpnGateway::DEFAULT_ASN),
                route_table: edge.get(id).cloned(),
            };
            self.put(id, gateway);
        }
    }

    pub(super) fn vpn_connections(&mut self) {
        let raw = self.raw;
        let mut behind: BTreeMap<Text, BTreeSet<IpNet>> = BTreeMap::new();
        for (id, found) in &raw.vpn_connections {
            if !self.lives(&found.record.state, &["available", "pending"], found, id) {
                continue;
            }
            let Some(customer) = self.needs(&found.record.customer_gateway_id, found, id, "CustomerGatewayId") else {
                continue;
            };
            let Some(connection) = self.vpn_connection(id, found, &customer) else {
                continue;
            };
            let known = behind.entry(customer).or_default();
            match &connection.routing {
                VpnRouting::Static(prefixes) => known.extend(prefixes),
                VpnRouting::Bgp if connection.tunnels.iter().any(|tunnel| tunnel.up) => {
                    known.extend(self.learned(id, &connection))
                }
                // What tables learned did not come over tunnels that are down.
                VpnRouting::Bgp => {}
            }
            self.put(id, connection);
            self.doubt_unread(Ref::from(&VpnConnectionId::new(id.clone())), found);
        }
        for (customer, prefixes) in behind {
            self.customer_gateway(&customer, prefixes);
        }
    }

    fn vpn_connection(
        &mut self,
        id: &Text,
        found: &Found<raw::VpnConnection>,
        customer: &Text,
    ) -> Option<VpnConnection> {
        let record = &found.record;
        let options = &record.options;
        let gateway = match (&record.vpn_gateway_id, &record.transit_gateway_id) {
            (Some(gateway), _) => Ref::new(Kind::VpnGateway, gateway.clone()),
            (None, Some(gateway)) => Ref::new(Kind::TransitGateway, gateway.clone()),
            (None, None) => {
                let text = "it ends at no virtual private gateway and no transit gateway, so it was left out";
                self.note(NoteKind::NotModelled, found, id, text);
                return None;
            }
        };
        let routing = if options.static_routes_only == Some(true) {
            let live = record
                .routes
                .iter()
                .filter(|route| raw::is(&route.state, &["available", "pending"]));
            let prefixes =
                live.filter_map(|route| self.parsed(&route.destination_cidr_block, net, found, "Routes", id));
            VpnRouting::Static(prefixes.collect())
        } else {
            VpnRouting::Bgp
        };
        let inside = options.tunnel_options.iter();
        let inside = inside.flat_map(|tunnel| [&tunnel.tunnel_inside_cidr, &tunnel.tunnel_inside_ipv6_cidr]);
        let inside_cidrs = inside.filter_map(|cidr| cidr.as_deref().and_then(net)).collect();
        Some(VpnConnection {
            name: names::given(&record.tags, id),
            gateway,
            customer_gateway: CustomerGatewayId::new(customer.clone()),
            routing,
            tunnels: self.tunnels(id, found),
            options: VpnOptions {
                accelerated: options.enable_acceleration == Some(true),
                large: options.tunnel_bandwidth.as_deref() == Some("large"),
                concentrator: record.vpn_concentrator_id.is_some(),
                ipv6: options.tunnel_inside_ip_version.as_deref() == Some("ipv6"),
                inside_cidrs,
                transport: options
                    .transport_transit_gateway_attachment_id
                    .clone()
                    .map(TransitGatewayAttachmentId::new),
                ..VpnOptions::default()
            },
        })
    }

    /// Without telemetry both tunnels count as up, as AWS's default for a connection that works.
    fn tunnels(&mut self, id: &Text, found: &Found<raw::VpnConnection>) -> [Tunnel; 2] {
        let mut telemetry = found.record.vgw_telemetry.clone();
        telemetry.sort();
        if telemetry.is_empty() {
            let text = "nothing says whether its tunnels are up: both were taken for up";
            self.note_at(NoteKind::Assumed, found, "VgwTelemetry", id, text);
        }
        let up = |index: usize| {
            let one = telemetry.get(index);
            one.map_or(telemetry.is_empty(), |one| {
                one.status
                    .as_deref()
                    .is_some_and(|word| word.eq_ignore_ascii_case("UP"))
            })
        };
        [Tunnel { up: up(0) }, Tunnel { up: up(1) }]
    }

    /// What tables say was learned through a connection.
    fn learned(&self, id: &Text, connection: &VpnConnection) -> BTreeSet<IpNet> {
        let gateway = &connection.gateway.id;
        let mut learned = BTreeSet::new();
        for found in self.raw.route_tables.values() {
            let routes = found.record.routes.0.iter();
            let propagated = routes.filter(|route| route.origin.as_deref() == Some("EnableVgwRoutePropagation"));
            let through = propagated.filter(|route| route.gateway_id.as_ref() == Some(gateway));
            learned.extend(through.filter_map(|route| route.destination_cidr_block.as_deref().and_then(net)));
        }
        for found in self.raw.transit_gateway_route_tables.values() {
            for route in &found.record.routes.0 {
                let leads = |one: &raw::RouteAttachment| {
                    one.resource_id
                        .as_ref()
                        .is_some_and(|resource| resource.starts_with(&**id))
                };
                if route.kind.as_deref() == Some("propagated") && route.transit_gateway_attachments.iter().any(leads) {
                    learned.extend(route.destination_cidr_block.as_deref().and_then(net));
                }
            }
        }
        learned
    }

    fn customer_gateway(&mut self, id: &Text, prefixes: BTreeSet<IpNet>) {
        let raw = self.raw;
        let site: Text = format!("site-{id}").into();
        let found = raw.customer_gateways.get(id);
        let asn = found.and_then(|found| {
            let said = found.record.bgp_asn_extended.as_ref().or(found.record.bgp_asn.as_ref());
            said.and_then(|asn| asn.parse().ok())
        });
        let name = found.and_then(|found| names::given(&found.record.tags, id));
        let text = match (found, prefixes.is_empty()) {
            (None, _) => format!("the customer gateway {id} is not in the input; {site} stands for what is behind it"),
            (_, true) => format!("no route says what is behind {id}, so {site} has no range: give it one"),
            (_, false) => format!("{site} stands for what is behind {id}: the ranges that routes lead to it"),
        };
        match found {
            Some(found) => self.note(NoteKind::Assumed, found, id, text),
            None => self.say(NoteKind::Assumed, text),
        }
        let record = Site {
            name: name.clone().map(|name| format!("{name} (site)").into()),
            cidrs: prefixes.into_iter().collect(),
            hosts: Vec::new(),
        };
        self.put(&site, record);
        let gateway = CustomerGateway {
            name,
            site: Some(SiteId::new(site)),
            asn: asn.unwrap_or(CustomerGateway::DEFAULT_ASN),
            announces: None,
            routes: None,
        };
        self.put(id, gateway);
    }
}
