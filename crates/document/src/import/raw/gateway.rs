use super::{State, Tag, Text, raw};

raw! {
    InternetGateway {
        internet_gateway_id: Option<Text>,
        owner_id: Option<Text>,
        attachments: Vec<VpcAttachment>,
        tags: Vec<Tag>,
    }

    EgressOnlyInternetGateway {
        egress_only_internet_gateway_id: Option<Text>,
        attachments: Vec<VpcAttachment>,
        tags: Vec<Tag>,
    }

    VpcAttachment {
        state: Option<Text>,
        vpc_id: Option<Text>,
    }

    NatGateway {
        nat_gateway_id: Option<Text>,
        subnet_id: Option<Text>,
        vpc_id: Option<Text>,
        state: Option<Text>,
        connectivity_type: Option<Text>,
        availability_mode: Option<Text>,
        route_table_id: Option<Text>,
        auto_provision_zones: Option<Text>,
        nat_gateway_addresses: Vec<NatGatewayAddress>,
        tags: Vec<Tag>,
    }

    NatGatewayAddress {
        private_ip: Option<Text>,
        public_ip: Option<Text>,
        network_interface_id: Option<Text>,
        is_primary: Option<bool>,
        availability_zone: Option<Text>,
        status: Option<Text>,
    }

    VpcPeeringConnection {
        vpc_peering_connection_id: Option<Text>,
        requester_vpc_info: PeeringSide,
        accepter_vpc_info: PeeringSide,
        status: State,
        tags: Vec<Tag>,
    }

    PeeringSide {
        vpc_id: Option<Text>,
        owner_id: Option<Text>,
        region: Option<Text>,
        peering_options: PeeringOptions,
    }

    PeeringOptions {
        allow_dns_resolution_from_remote_vpc: Option<bool>,
    }
}
