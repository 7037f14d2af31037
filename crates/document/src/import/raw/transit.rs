use super::{Pages, State, Tag, Text, Told, raw};

raw! {
    TransitGateway {
        transit_gateway_id: Option<Text>,
        transit_gateway_arn: Option<Text>,
        owner_id: Option<Text>,
        state: Option<Text>,
        options: TransitGatewayOptions,
        tags: Vec<Tag>,
    }

    TransitGatewayOptions {
        amazon_side_asn: Option<i64>,
        transit_gateway_cidr_blocks: Vec<Text>,
        auto_accept_shared_attachments: Option<bool>,
        default_route_table_association: Option<bool>,
        association_default_route_table_id: Option<Text>,
        default_route_table_propagation: Option<bool>,
        propagation_default_route_table_id: Option<Text>,
        vpn_ecmp_support: Option<bool>,
        dns_support: Option<bool>,
        security_group_referencing_support: Option<bool>,
        multicast_support: Option<bool>,
    }

    /// Of `describe-transit-gateway-attachments` and of the calls for VPC, peering and Connect attachments, which add to it.
    TransitGatewayAttachment {
        transit_gateway_attachment_id: Option<Text>,
        transit_gateway_id: Option<Text>,
        resource_type: Option<Text>,
        resource_id: Option<Text>,
        state: Option<Text>,
        association: AttachmentAssociation,
        vpc_id: Option<Text>,
        subnet_ids: Vec<Text>,
        options: AttachmentOptions,
        requester_tgw_info: PeeredTransitGateway,
        accepter_tgw_info: PeeredTransitGateway,
        accepter_transit_gateway_attachment_id: Option<Text>,
        transport_transit_gateway_attachment_id: Option<Text>,
        tags: Vec<Tag>,
    }

    AttachmentAssociation {
        transit_gateway_route_table_id: Option<Text>,
        state: Option<Text>,
    }

    AttachmentOptions {
        dns_support: Option<bool>,
        security_group_referencing_support: Option<bool>,
        ipv6_support: Option<bool>,
        appliance_mode_support: Option<bool>,
    }

    PeeredTransitGateway {
        transit_gateway_id: Option<Text>,
        core_network_id: Option<Text>,
        owner_id: Option<Text>,
        region: Option<Text>,
    }

    /// With the answers of the calls about one table, which the collector joins to the table's id.
    TransitGatewayRouteTable {
        transit_gateway_route_table_id: Option<Text>,
        transit_gateway_id: Option<Text>,
        state: Option<Text>,
        default_association_route_table: Option<bool>,
        default_propagation_route_table: Option<bool>,
        routes: Pages<TransitGatewayRoute>,
        additional_routes_available: Option<bool>,
        associations: Pages<TableAssociation>,
        transit_gateway_route_table_propagations: Told<TablePropagation>,
        transit_gateway_prefix_list_references: Pages<PrefixListReference>,
        tags: Vec<Tag>,
    }

    TransitGatewayRoute {
        destination_cidr_block: Option<Text>,
        prefix_list_id: Option<Text>,
        transit_gateway_attachments: Vec<RouteAttachment>,
        #[serde(rename = "Type")]
        kind: Option<Text>,
        state: Option<Text>,
    }

    RouteAttachment {
        transit_gateway_attachment_id: Option<Text>,
        resource_id: Option<Text>,
        resource_type: Option<Text>,
    }

    TableAssociation {
        transit_gateway_attachment_id: Option<Text>,
        state: Option<Text>,
    }

    TablePropagation {
        transit_gateway_attachment_id: Option<Text>,
        state: Option<Text>,
    }

    PrefixListReference {
        transit_gateway_route_table_id: Option<Text>,
        prefix_list_id: Option<Text>,
        state: Option<Text>,
        blackhole: Option<bool>,
        transit_gateway_attachment: RouteAttachment,
    }

    /// Cloud WAN, of which only the attachments are known.
    CoreNetworkAttachment {
        attachment_id: Option<Text>,
        attachment_type: Option<Text>,
        resource_arn: Option<Text>,
        status: State,
    }
}
