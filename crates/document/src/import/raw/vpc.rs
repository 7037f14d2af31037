use super::{Pages, State, Tag, Text, raw};

raw! {
    Vpc {
        vpc_id: Option<Text>,
        owner_id: Option<Text>,
        /// Collectors add it; AWS's own answer does not say.
        region: Option<Text>,
        is_default: Option<bool>,
        cidr_block: Option<Text>,
        cidr_block_association_set: Vec<CidrAssociation>,
        ipv6_cidr_block_association_set: Vec<Ipv6CidrAssociation>,
        block_public_access_states: BlockPublicAccessStates,
        encryption_control: EncryptionControl,
        /// These two are of `describe-vpc-attribute`, whose answer reads as a VPC of which only they are known.
        enable_dns_support: Option<bool>,
        enable_dns_hostnames: Option<bool>,
        tags: Vec<Tag>,
    }

    CidrAssociation {
        cidr_block: Option<Text>,
        cidr_block_state: State,
    }

    Ipv6CidrAssociation {
        ipv6_cidr_block: Option<Text>,
        ipv6_cidr_block_state: State,
    }

    BlockPublicAccessStates {
        internet_gateway_block_mode: Option<Text>,
    }

    EncryptionControl {
        mode: Option<Text>,
        state: Option<Text>,
    }

    Subnet {
        subnet_id: Option<Text>,
        vpc_id: Option<Text>,
        owner_id: Option<Text>,
        cidr_block: Option<Text>,
        ipv6_cidr_block_association_set: Vec<Ipv6CidrAssociation>,
        availability_zone: Option<Text>,
        map_public_ip_on_launch: Option<bool>,
        state: Option<Text>,
        block_public_access_states: BlockPublicAccessStates,
        tags: Vec<Tag>,
    }

    RouteTable {
        route_table_id: Option<Text>,
        vpc_id: Option<Text>,
        owner_id: Option<Text>,
        associations: Pages<RouteTableAssociation>,
        propagating_vgws: Pages<PropagatingVgw>,
        routes: Pages<Route>,
        tags: Vec<Tag>,
    }

    RouteTableAssociation {
        main: Option<bool>,
        subnet_id: Option<Text>,
        gateway_id: Option<Text>,
        association_state: State,
    }

    PropagatingVgw {
        gateway_id: Option<Text>,
    }

    Route {
        destination_cidr_block: Option<Text>,
        destination_ipv6_cidr_block: Option<Text>,
        destination_prefix_list_id: Option<Text>,
        /// `local`, `igw-…`, `vgw-…`, `vpce-…`.
        gateway_id: Option<Text>,
        nat_gateway_id: Option<Text>,
        transit_gateway_id: Option<Text>,
        vpc_peering_connection_id: Option<Text>,
        network_interface_id: Option<Text>,
        instance_id: Option<Text>,
        egress_only_internet_gateway_id: Option<Text>,
        /// Terraform's and CloudFormation's own field; AWS answers with `gateway_id`.
        vpc_endpoint_id: Option<Text>,
        local_gateway_id: Option<Text>,
        carrier_gateway_id: Option<Text>,
        core_network_arn: Option<Text>,
        odb_network_arn: Option<Text>,
        origin: Option<Text>,
        state: Option<Text>,
    }

    /// Of a Region and account.
    BlockPublicAccessOptions {
        aws_account_id: Option<Text>,
        aws_region: Option<Text>,
        internet_gateway_block_mode: Option<Text>,
    }

    BlockPublicAccessExclusion {
        exclusion_id: Option<Text>,
        internet_gateway_exclusion_mode: Option<Text>,
        resource_arn: Option<Text>,
        state: Option<Text>,
    }
}
