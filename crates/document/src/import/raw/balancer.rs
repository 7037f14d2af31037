use super::{Pages, State, Text, raw};

raw! {
    LoadBalancer {
        load_balancer_arn: Option<Text>,
        load_balancer_name: Option<Text>,
        scheme: Option<Text>,
        vpc_id: Option<Text>,
        state: State,
        #[serde(rename = "Type")]
        kind: Option<Text>,
        availability_zones: Vec<LoadBalancerZone>,
        security_groups: Vec<Text>,
        enforce_security_group_inbound_rules_on_private_link_traffic: Option<bool>,
        /// Of further calls, with the load balancer's ARN added.
        attributes: Vec<Attribute>,
        listeners: Pages<Listener>,
    }

    LoadBalancerZone {
        zone_name: Option<Text>,
        subnet_id: Option<Text>,
        load_balancer_addresses: Vec<LoadBalancerAddress>,
    }

    LoadBalancerAddress {
        ip_address: Option<Text>,
        #[serde(rename = "PrivateIPv4Address")]
        private_ipv4_address: Option<Text>,
    }

    Attribute {
        key: Option<Text>,
        value: Option<Text>,
    }

    Listener {
        listener_arn: Option<Text>,
        load_balancer_arn: Option<Text>,
        port: Option<i64>,
        protocol: Option<Text>,
        default_actions: Vec<Action>,
    }

    Action {
        #[serde(rename = "Type")]
        kind: Option<Text>,
        target_group_arn: Option<Text>,
        forward_config: ForwardConfig,
    }

    ForwardConfig {
        target_groups: Vec<WeightedGroup>,
    }

    WeightedGroup {
        target_group_arn: Option<Text>,
        weight: Option<i64>,
    }

    TargetGroup {
        target_group_arn: Option<Text>,
        target_group_name: Option<Text>,
        protocol: Option<Text>,
        port: Option<i64>,
        vpc_id: Option<Text>,
        target_type: Option<Text>,
        load_balancer_arns: Vec<Text>,
        attributes: Vec<Attribute>,
        target_health_descriptions: Pages<TargetHealthDescription>,
    }

    TargetHealthDescription {
        target: Target,
        target_health: State,
    }

    Target {
        id: Option<Text>,
        port: Option<i64>,
        availability_zone: Option<Text>,
    }
}
