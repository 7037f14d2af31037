use super::{Pages, State, Tag, Text, VpcAttachment, raw};

raw! {
    VpnGateway {
        vpn_gateway_id: Option<Text>,
        state: Option<Text>,
        amazon_side_asn: Option<i64>,
        vpc_attachments: Vec<VpcAttachment>,
        tags: Vec<Tag>,
    }

    CustomerGateway {
        customer_gateway_id: Option<Text>,
        bgp_asn: Option<Text>,
        bgp_asn_extended: Option<Text>,
        state: Option<Text>,
        tags: Vec<Tag>,
    }

    /// Its configuration and keys are not fields: they are secret.
    VpnConnection {
        vpn_connection_id: Option<Text>,
        customer_gateway_id: Option<Text>,
        vpn_gateway_id: Option<Text>,
        transit_gateway_id: Option<Text>,
        core_network_arn: Option<Text>,
        vpn_concentrator_id: Option<Text>,
        state: Option<Text>,
        options: VpnOptions,
        routes: Vec<VpnStaticRoute>,
        vgw_telemetry: Vec<TunnelTelemetry>,
        tags: Vec<Tag>,
    }

    VpnOptions {
        static_routes_only: Option<bool>,
        enable_acceleration: Option<bool>,
        tunnel_inside_ip_version: Option<Text>,
        tunnel_bandwidth: Option<Text>,
        transport_transit_gateway_attachment_id: Option<Text>,
        local_ipv4_network_cidr: Option<Text>,
        remote_ipv4_network_cidr: Option<Text>,
        tunnel_options: Vec<TunnelOption>,
    }

    TunnelOption {
        tunnel_inside_cidr: Option<Text>,
        tunnel_inside_ipv6_cidr: Option<Text>,
    }

    VpnStaticRoute {
        destination_cidr_block: Option<Text>,
        state: Option<Text>,
    }

    TunnelTelemetry {
        outside_ip_address: Option<Text>,
        status: Option<Text>,
        accepted_route_count: Option<i64>,
    }

    ClientVpnEndpoint {
        client_vpn_endpoint_id: Option<Text>,
        status: State,
        client_cidr_block: Option<Text>,
        vpc_id: Option<Text>,
        split_tunnel: Option<bool>,
        security_group_ids: Vec<Text>,
        associated_target_networks: Vec<TargetNetwork>,
        transit_gateway_configuration: ClientVpnTransit,
        tags: Vec<Tag>,
        /// The answers of three further calls, each with the endpoint's id.
        routes: Pages<ClientVpnRoute>,
        authorization_rules: Pages<AuthorizationRule>,
        client_vpn_target_networks: Pages<ClientVpnTargetNetwork>,
    }

    TargetNetwork {
        network_id: Option<Text>,
    }

    ClientVpnTransit {
        transit_gateway_id: Option<Text>,
        transit_gateway_attachment_id: Option<Text>,
        availability_zones: Vec<Text>,
    }

    ClientVpnRoute {
        client_vpn_endpoint_id: Option<Text>,
        destination_cidr: Option<Text>,
        target_subnet: Option<Text>,
        origin: Option<Text>,
        status: State,
        transit_gateway_attachment_id: Option<Text>,
    }

    AuthorizationRule {
        client_vpn_endpoint_id: Option<Text>,
        destination_cidr: Option<Text>,
        group_id: Option<Text>,
        access_all: Option<bool>,
        status: State,
    }

    ClientVpnTargetNetwork {
        client_vpn_endpoint_id: Option<Text>,
        vpc_id: Option<Text>,
        target_network_id: Option<Text>,
        status: State,
    }
}
