//! Which kinds of resources have a part in a network.

use super::Text;

pub(super) enum Sort {
    Read,
    /// It lets packets through, stops them or sends them, in ways that this program has no rules for.
    Beyond,
    Other,
}

/// Kinds of which the attributes are read.
const READ: &[&str] = &[
    "aws_alb",
    "aws_alb_listener",
    "aws_alb_target_group",
    "aws_alb_target_group_attachment",
    "aws_customer_gateway",
    "aws_db_instance",
    "aws_db_subnet_group",
    "aws_default_network_acl",
    "aws_default_route_table",
    "aws_default_security_group",
    "aws_default_subnet",
    "aws_default_vpc",
    "aws_dx_gateway",
    "aws_dx_gateway_association",
    "aws_dx_hosted_private_virtual_interface_accepter",
    "aws_dx_hosted_transit_virtual_interface_accepter",
    "aws_dx_private_virtual_interface",
    "aws_dx_public_virtual_interface",
    "aws_dx_transit_virtual_interface",
    "aws_ec2_client_vpn_authorization_rule",
    "aws_ec2_client_vpn_endpoint",
    "aws_ec2_client_vpn_network_association",
    "aws_ec2_client_vpn_route",
    "aws_ec2_managed_prefix_list",
    "aws_ec2_managed_prefix_list_entry",
    "aws_ec2_transit_gateway",
    "aws_ec2_transit_gateway_connect",
    "aws_ec2_transit_gateway_default_route_table_association",
    "aws_ec2_transit_gateway_default_route_table_propagation",
    "aws_ec2_transit_gateway_dx_gateway_attachment",
    "aws_ec2_transit_gateway_peering_attachment",
    "aws_ec2_transit_gateway_peering_attachment_accepter",
    "aws_ec2_transit_gateway_prefix_list_reference",
    "aws_ec2_transit_gateway_route",
    "aws_ec2_transit_gateway_route_table",
    "aws_ec2_transit_gateway_route_table_association",
    "aws_ec2_transit_gateway_route_table_propagation",
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_ec2_transit_gateway_vpc_attachment_accepter",
    "aws_efs_mount_target",
    "aws_egress_only_internet_gateway",
    "aws_eip",
    "aws_eip_association",
    "aws_instance",
    "aws_internet_gateway",
    "aws_internet_gateway_attachment",
    "aws_lambda_function",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_target_group",
    "aws_lb_target_group_attachment",
    "aws_main_route_table_association",
    "aws_nat_gateway",
    "aws_network_acl",
    "aws_network_acl_association",
    "aws_network_acl_rule",
    "aws_network_interface",
    "aws_network_interface_attachment",
    "aws_network_interface_sg_attachment",
    "aws_networkmanager_vpc_attachment",
    "aws_prefix_list",
    "aws_rds_cluster",
    "aws_rds_cluster_instance",
    "aws_route",
    "aws_route_table",
    "aws_route_table_association",
    "aws_security_group",
    "aws_security_group_rule",
    "aws_spot_instance_request",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_block_public_access_exclusion",
    "aws_vpc_block_public_access_options",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_connection_accepter",
    "aws_vpc_endpoint_policy",
    "aws_vpc_endpoint_private_dns",
    "aws_vpc_endpoint_route_table_association",
    "aws_vpc_endpoint_security_group_association",
    "aws_vpc_endpoint_service",
    "aws_vpc_endpoint_service_allowed_principal",
    "aws_vpc_endpoint_subnet_association",
    "aws_vpc_ipv4_cidr_block_association",
    "aws_vpc_ipv6_cidr_block_association",
    "aws_vpc_peering_connection",
    "aws_vpc_peering_connection_accepter",
    "aws_vpc_peering_connection_options",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_vpc_association",
    "aws_vpn_connection",
    "aws_vpn_connection_route",
    "aws_vpn_gateway",
    "aws_vpn_gateway_attachment",
    "aws_vpn_gateway_route_propagation",
];

/// Data sources that tell about things outside the file.
const DATA: &[&str] = &[
    "aws_customer_gateway",
    "aws_ec2_managed_prefix_list",
    "aws_ec2_transit_gateway",
    "aws_ec2_transit_gateway_dx_gateway_attachment",
    "aws_eip",
    "aws_internet_gateway",
    "aws_nat_gateway",
    "aws_network_interface",
    "aws_prefix_list",
    "aws_route_table",
    "aws_subnet",
    "aws_vpc",
    "aws_vpn_gateway",
];

/// How kinds begin that have a part in networks.
const BEYOND: &[&str] = &[
    "aws_autoscaling_group",
    "aws_ecs_service",
    "aws_eks_cluster",
    "aws_eks_node_group",
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_elb",
    "aws_lb_listener_rule",
    "aws_alb_listener_rule",
    "aws_memorydb_cluster",
    "aws_msk_cluster",
    "aws_mq_broker",
    "aws_neptune_cluster_instance",
    "aws_docdb_cluster_instance",
    "aws_opensearch_domain",
    "aws_elasticsearch_domain",
    "aws_redshift_cluster",
    "aws_ec2_fleet",
    "aws_spot_fleet_request",
    "aws_networkfirewall_firewall",
    "aws_networkmanager_core_network",
    "aws_networkmanager_connect_attachment",
    "aws_networkmanager_site_to_site_vpn_attachment",
    "aws_networkmanager_transit_gateway_route_table_attachment",
    "aws_ec2_carrier_gateway",
    "aws_ec2_local_gateway_route",
    "aws_ec2_instance_connect_endpoint",
    "aws_ec2_transit_gateway_policy_table",
    "aws_ec2_transit_gateway_multicast_domain",
    "aws_ec2_transit_gateway_connect_peer",
    "aws_globalaccelerator_accelerator",
    "aws_vpclattice_service_network_vpc_association",
    "aws_vpc_route_server",
    "aws_verifiedaccess_endpoint",
    "aws_security_group_rules",
];

pub(super) fn is_read(kind: &str) -> bool {
    READ.binary_search(&kind).is_ok()
}

/// Whether such a resource only adds to another thing.
pub(super) fn is_part(kind: &str) -> bool {
    const WORDS: [&str; 7] = [
        "_association",
        "_attachment",
        "_propagation",
        "_accepter",
        "_options",
        "_entry",
        "_reference",
    ];
    const WHOLE: [&str; 5] = [
        "aws_dx_gateway_association",
        "aws_ec2_transit_gateway_peering_attachment",
        "aws_ec2_transit_gateway_vpc_attachment",
        "aws_vpc_block_public_access_options",
        "aws_vpc_security_group_vpc_association",
    ];
    const PARTS: [&str; 7] = [
        "aws_ec2_client_vpn_authorization_rule",
        "aws_ec2_client_vpn_route",
        "aws_ec2_transit_gateway_route",
        "aws_route",
        "aws_vpc_endpoint_policy",
        "aws_vpc_endpoint_private_dns",
        "aws_vpc_endpoint_service_allowed_principal",
    ];
    PARTS.contains(&kind) || WORDS.iter().any(|word| kind.ends_with(word)) && !WHOLE.contains(&kind)
}

pub(super) fn sort(kind: &Text, is_data: bool) -> Sort {
    let is_known = match is_data {
        true => DATA.contains(&&**kind),
        false => is_read(kind),
    };
    match is_known {
        true => Sort::Read,
        false if !is_data && BEYOND.contains(&&**kind) => Sort::Beyond,
        false => Sort::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::READ;

    #[test]
    fn kinds_are_found() {
        assert!(READ.is_sorted());
    }
}
