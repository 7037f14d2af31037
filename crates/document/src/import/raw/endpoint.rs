use super::{Group, Pages, Tag, Text, raw};

raw! {
    VpcEndpoint {
        vpc_endpoint_id: Option<Text>,
        vpc_endpoint_type: Option<Text>,
        vpc_id: Option<Text>,
        owner_id: Option<Text>,
        service_name: Option<Text>,
        service_region: Option<Text>,
        state: Option<Text>,
        /// JSON in a string.
        policy_document: Option<Text>,
        route_table_ids: Pages<Text>,
        subnet_ids: Vec<Text>,
        groups: Vec<Group>,
        network_interface_ids: Vec<Text>,
        private_dns_enabled: Option<bool>,
        ip_address_type: Option<Text>,
        dns_options: DnsOptions,
        tags: Vec<Tag>,
    }

    DnsOptions {
        private_dns_only_for_inbound_resolver_endpoint: Option<bool>,
    }

    /// A service of one's own, offered through load balancers.
    ServiceConfiguration {
        service_id: Option<Text>,
        service_name: Option<Text>,
        service_state: Option<Text>,
        acceptance_required: Option<bool>,
        network_load_balancer_arns: Vec<Text>,
        gateway_load_balancer_arns: Vec<Text>,
        private_dns_name: Option<Text>,
        private_dns_name_configuration: PrivateDnsName,
        supported_regions: Vec<SupportedRegion>,
        /// Of `describe-vpc-endpoint-service-permissions`, with the id added.
        allowed_principals: Pages<AllowedPrincipal>,
        tags: Vec<Tag>,
    }

    PrivateDnsName {
        state: Option<Text>,
    }

    SupportedRegion {
        region: Option<Text>,
    }

    AllowedPrincipal {
        principal: Option<Text>,
    }
}
