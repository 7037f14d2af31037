//! What leads to sites and to people: virtual private gateways, VPN connections, Client VPN, Direct Connect.

use super::attributes::Attributes;
use super::gateway::attachment;
use super::{Reader, Resource};
use crate::import::raw::{self, Pages, Text};

impl Reader<'_> {
    pub(super) fn of_vpn(&mut self, resource: &Resource, of: &Attributes<'_>) -> bool {
        match resource.kind() {
            "aws_vpn_gateway" => self.vpn_gateway(resource, of),
            "aws_vpn_gateway_attachment" => {
                let record = raw::VpnGateway {
                    vpn_gateway_id: of.text("vpn_gateway_id"),
                    vpc_attachments: attachment(of),
                    ..raw::VpnGateway::default()
                };
                self.add(record, resource, of);
            }
            "aws_customer_gateway" => self.customer_gateway(resource, of),
            "aws_vpn_connection" => self.vpn_connection(resource, of),
            "aws_vpn_connection_route" => {
                let route = of.text("vpn_connection_id").zip(of.text("destination_cidr_block"));
                self.ends.static_routes.extend(route);
            }
            "aws_ec2_client_vpn_endpoint" => self.client_vpn(resource, of),
            "aws_ec2_client_vpn_network_association" => self.target_network(resource, of),
            "aws_ec2_client_vpn_authorization_rule" => self.authorization(resource, of),
            "aws_ec2_client_vpn_route" => self.client_route(resource, of),
            "aws_dx_gateway" => self.direct_connect_gateway(resource, of),
            "aws_dx_gateway_association" => self.dx_association(resource, of),
            "aws_dx_private_virtual_interface" | "aws_dx_hosted_private_virtual_interface_accepter" => {
                self.line(resource, of, "private");
            }
            "aws_dx_transit_virtual_interface" | "aws_dx_hosted_transit_virtual_interface_accepter" => {
                self.line(resource, of, "transit");
            }
            "aws_dx_public_virtual_interface" => self.line(resource, of, "public"),
            _ => return false,
        }
        true
    }

    fn vpn_gateway(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let record = raw::VpnGateway {
            vpn_gateway_id: Some(id),
            state: None,
            amazon_side_asn: of.number("amazon_side_asn"),
            vpc_attachments: attachment(of),
            tags: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn customer_gateway(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let record = raw::CustomerGateway {
            customer_gateway_id: Some(id),
            bgp_asn: of.text("bgp_asn"),
            bgp_asn_extended: of.text("bgp_asn_extended"),
            state: None,
            tags: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn vpn_connection(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        if let (Some(gateway), attachment) = (of.text("transit_gateway_id"), of.text("transit_gateway_attachment_id")) {
            let attachment = attachment.unwrap_or_else(|| format!("{id}.transit_gateway_attachment_id").into());
            self.attach(attachment.clone(), Some(gateway.clone()), (None, None));
            let record = raw::TransitGatewayAttachment {
                transit_gateway_attachment_id: Some(attachment),
                transit_gateway_id: Some(gateway),
                resource_type: Some("vpn".into()),
                resource_id: Some(id.clone()),
                ..raw::TransitGatewayAttachment::default()
            };
            self.add(record, resource, of);
        }
        let tunnels = ["tunnel1", "tunnel2"].into_iter().map(|tunnel| raw::TunnelOption {
            tunnel_inside_cidr: of.text(&format!("{tunnel}_inside_cidr")),
            tunnel_inside_ipv6_cidr: of.text(&format!("{tunnel}_inside_ipv6_cidr")),
        });
        let telemetry = of.blocks("vgw_telemetry").into_iter().map(|seen| raw::TunnelTelemetry {
            outside_ip_address: seen.text("outside_ip_address"),
            status: seen.text("status"),
            accepted_route_count: seen.number("accepted_route_count"),
        });
        let routes = of.blocks("routes").into_iter();
        let record = raw::VpnConnection {
            vpn_connection_id: Some(id),
            customer_gateway_id: of.text("customer_gateway_id"),
            vpn_gateway_id: of.text("vpn_gateway_id"),
            transit_gateway_id: of.text("transit_gateway_id"),
            core_network_arn: of.text("core_network_arn"),
            vpn_concentrator_id: of.text("vpn_concentrator_id"),
            state: None,
            options: raw::VpnOptions {
                static_routes_only: of.flag("static_routes_only"),
                enable_acceleration: of.flag("enable_acceleration"),
                tunnel_inside_ip_version: of.text("tunnel_inside_ip_version"),
                tunnel_bandwidth: of.text("tunnel_bandwidth"),
                transport_transit_gateway_attachment_id: of.text("transport_transit_gateway_attachment_id"),
                local_ipv4_network_cidr: of.text("local_ipv4_network_cidr"),
                remote_ipv4_network_cidr: of.text("remote_ipv4_network_cidr"),
                tunnel_options: tunnels.collect(),
            },
            routes: routes
                .map(|route| raw::VpnStaticRoute {
                    destination_cidr_block: route.text("destination_cidr_block"),
                    state: route.text("state"),
                })
                .collect(),
            vgw_telemetry: telemetry.collect(),
            tags: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn client_vpn(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let record = raw::ClientVpnEndpoint {
            client_vpn_endpoint_id: Some(id),
            client_cidr_block: of.text("client_cidr_block"),
            vpc_id: of.text("vpc_id"),
            split_tunnel: of.flag("split_tunnel"),
            security_group_ids: of.texts("security_group_ids"),
            transit_gateway_configuration: of
                .blocks("transit_gateway_configuration")
                .first()
                .map(|block| raw::ClientVpnTransit {
                    transit_gateway_id: block.text("transit_gateway_id"),
                    transit_gateway_attachment_id: block.text("transit_gateway_attachment_id"),
                    availability_zones: block.texts("availability_zones"),
                })
                .unwrap_or_default(),
            tags: self.tags(resource, of),
            ..raw::ClientVpnEndpoint::default()
        };
        self.add(record, resource, of);
    }

    fn target_network(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let record = raw::ClientVpnEndpoint {
            client_vpn_endpoint_id: of.text("client_vpn_endpoint_id"),
            client_vpn_target_networks: Pages(vec![raw::ClientVpnTargetNetwork {
                vpc_id: of.text("vpc_id"),
                target_network_id: of.text("subnet_id"),
                ..raw::ClientVpnTargetNetwork::default()
            }]),
            ..raw::ClientVpnEndpoint::default()
        };
        self.add(record, resource, of);
    }

    fn authorization(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let record = raw::ClientVpnEndpoint {
            client_vpn_endpoint_id: of.text("client_vpn_endpoint_id"),
            authorization_rules: Pages(vec![raw::AuthorizationRule {
                destination_cidr: of.text("target_network_cidr"),
                group_id: of.text("access_group_id"),
                access_all: of.flag("authorize_all_groups"),
                ..raw::AuthorizationRule::default()
            }]),
            ..raw::ClientVpnEndpoint::default()
        };
        self.add(record, resource, of);
    }

    fn client_route(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let record = raw::ClientVpnEndpoint {
            client_vpn_endpoint_id: of.text("client_vpn_endpoint_id"),
            routes: Pages(vec![raw::ClientVpnRoute {
                destination_cidr: of.text("destination_cidr_block"),
                target_subnet: of.text("target_vpc_subnet_id"),
                transit_gateway_attachment_id: of.text("transit_gateway_attachment_id"),
                origin: of.text("origin"),
                ..raw::ClientVpnRoute::default()
            }]),
            ..raw::ClientVpnEndpoint::default()
        };
        self.add(record, resource, of);
    }

    fn direct_connect_gateway(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let record = raw::DirectConnectGateway {
            direct_connect_gateway_id: Some(id),
            direct_connect_gateway_name: of.text("name"),
            amazon_side_asn: of.number("amazon_side_asn"),
            owner_account: of.text("owner_account_id"),
            direct_connect_gateway_state: None,
        };
        self.add(record, resource, of);
    }

    fn dx_association(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let gateway = of.text("dx_gateway_id");
        let to = of.first(&["associated_gateway_id", "vpn_gateway_id"]);
        let kind = of.text("associated_gateway_type");
        let starts = |start: &str| to.as_deref().is_some_and(|to| to.contains(start));
        let is_transit = kind.as_deref() == Some("transitGateway")
            || kind.is_none() && (starts("tgw-") || starts("aws_ec2_transit_gateway."));
        if let (Some(gateway), Some(transit)) = (&gateway, to.clone().filter(|_| is_transit)) {
            let own: Option<Text> = of.first(&["transit_gateway_attachment_id", "id"]);
            self.ends
                .dx_associations
                .extend(own.map(|own| ((gateway.clone(), transit), own)));
        }
        let prefixes = of.texts("allowed_prefixes").into_iter().map(Some);
        let record = raw::DirectConnectGatewayAssociation {
            association_id: of.first(&["dx_gateway_association_id", "id"]),
            direct_connect_gateway_id: gateway,
            association_state: None,
            associated_gateway: raw::AssociatedGateway {
                id: to,
                kind: kind.or(is_transit.then(|| "transitGateway".into())),
                region: None,
            },
            virtual_gateway_id: None,
            allowed_prefixes_to_direct_connect_gateway: prefixes.map(|cidr| raw::AllowedPrefix { cidr }).collect(),
        };
        self.add(record, resource, of);
    }

    fn line(&mut self, resource: &Resource, of: &Attributes<'_>, kind: &str) {
        let Some(id) = self.known(of.first(&["virtual_interface_id", "id"]), resource, of) else {
            return;
        };
        let prefixes = of.texts("route_filter_prefixes").into_iter().map(Some);
        let record = raw::VirtualInterface {
            virtual_interface_id: Some(id),
            virtual_interface_name: of.text("name"),
            virtual_interface_type: Some(kind.into()),
            virtual_gateway_id: of.text("vpn_gateway_id"),
            direct_connect_gateway_id: of.text("dx_gateway_id"),
            location: of.text("connection_id"),
            region: self.whose(resource, of).region,
            asn: of.number("bgp_asn"),
            mtu: of.number("mtu"),
            site_link_enabled: of.flag("sitelink_enabled"),
            route_filter_prefixes: prefixes.map(|cidr| raw::AllowedPrefix { cidr }).collect(),
            tags: of.named(None),
            ..raw::VirtualInterface::default()
        };
        self.add(record, resource, of);
    }
}
