//! Which attributes name other things, of which kinds those are, and what stands for the id of what does not exist yet.

use serde_json::{Value as Json, json};

use crate::import::terraform::plan::Planned;

/// The kinds of things that an attribute can name; none where it names no things.
pub(super) fn kinds_named_by(attribute: &str) -> &'static [&'static str] {
    match attribute {
        "vpc_id" | "peer_vpc_id" => &["aws_vpc", "aws_default_vpc"],
        "subnet_id" | "subnet_ids" | "subnets" | "target_vpc_subnet_id" => &["aws_subnet", "aws_default_subnet"],
        "route_table_id" | "route_table_ids" | "default_route_table_id" => &[
            "aws_route_table",
            "aws_default_route_table",
            "aws_vpc",
            "aws_default_vpc",
        ],
        "gateway_id" => &[
            "aws_internet_gateway",
            "aws_vpn_gateway",
            "aws_vpc_endpoint",
            "aws_ec2_transit_gateway",
            "aws_nat_gateway",
            "aws_egress_only_internet_gateway",
            "aws_internet_gateway_attachment",
            "aws_vpn_gateway_attachment",
        ],
        "internet_gateway_id" => &["aws_internet_gateway"],
        "egress_only_gateway_id" => &["aws_egress_only_internet_gateway"],
        "nat_gateway_id" => &["aws_nat_gateway"],
        "vpc_peering_connection_id" => &[
            "aws_vpc_peering_connection",
            "aws_vpc_peering_connection_accepter",
            "aws_vpc_peering_connection_options",
        ],
        "transit_gateway_id" | "peer_transit_gateway_id" => {
            &["aws_ec2_transit_gateway", "aws_ec2_transit_gateway_vpc_attachment"]
        }
        "transit_gateway_attachment_id" | "transport_attachment_id" | "transport_transit_gateway_attachment_id" => &[
            "aws_ec2_transit_gateway_vpc_attachment",
            "aws_ec2_transit_gateway_vpc_attachment_accepter",
            "aws_ec2_transit_gateway_peering_attachment",
            "aws_ec2_transit_gateway_peering_attachment_accepter",
            "aws_ec2_transit_gateway_connect",
            "aws_ec2_transit_gateway_dx_gateway_attachment",
            "aws_vpn_connection",
            "aws_dx_gateway_association",
        ],
        "transit_gateway_route_table_id" => &["aws_ec2_transit_gateway_route_table", "aws_ec2_transit_gateway"],
        "vpn_gateway_id" | "propagating_vgws" => &["aws_vpn_gateway", "aws_vpn_gateway_attachment"],
        "customer_gateway_id" => &["aws_customer_gateway"],
        "vpn_connection_id" => &["aws_vpn_connection"],
        "vpc_endpoint_id" => &["aws_vpc_endpoint"],
        "vpc_endpoint_service_id" | "service_name" => &["aws_vpc_endpoint_service"],
        "network_acl_id" | "default_network_acl_id" => &[
            "aws_network_acl",
            "aws_default_network_acl",
            "aws_vpc",
            "aws_default_vpc",
        ],
        "security_groups"
        | "security_group_id"
        | "security_group_ids"
        | "vpc_security_group_ids"
        | "source_security_group_id"
        | "referenced_security_group_id" => &[
            "aws_security_group",
            "aws_default_security_group",
            "aws_vpc",
            "aws_default_vpc",
        ],
        "prefix_list_id" | "prefix_list_ids" | "destination_prefix_list_id" => {
            &["aws_ec2_managed_prefix_list", "aws_vpc_endpoint", "aws_prefix_list"]
        }
        "network_interface_id" | "network_interface" => &["aws_network_interface", "aws_instance"],
        "instance_id" | "instance" => &["aws_instance", "aws_spot_instance_request"],
        "allocation_id" => &["aws_eip"],
        "load_balancer_arn" | "network_load_balancer_arns" | "gateway_load_balancer_arns" => &["aws_lb", "aws_alb"],
        "target_group_arn" => &["aws_lb_target_group", "aws_alb_target_group"],
        "target_id" => &[
            "aws_instance",
            "aws_network_interface",
            "aws_lb",
            "aws_alb",
            "aws_lambda_function",
        ],
        "client_vpn_endpoint_id" => &["aws_ec2_client_vpn_endpoint"],
        "dx_gateway_id" => &["aws_dx_gateway"],
        "associated_gateway_id" => &["aws_ec2_transit_gateway", "aws_vpn_gateway"],
        "db_subnet_group_name" => &["aws_db_subnet_group"],
        "cluster_identifier" => &["aws_rds_cluster"],
        _ => &[],
    }
}

/// Attributes with several values.
pub(super) fn is_list(attribute: &str) -> bool {
    attribute.ends_with("_ids")
        || attribute.ends_with("_arns")
        || matches!(
            attribute,
            "subnets"
                | "security_groups"
                | "propagating_vgws"
                | "cidr_blocks"
                | "ipv6_cidr_blocks"
                | "private_ips"
                | "allowed_prefixes"
        )
}

/// Attributes that hold rules or routes.
pub(super) fn is_block(attribute: &str) -> bool {
    matches!(attribute, "ingress" | "egress" | "route")
}

/// Values of rules and routes themselves: without one, it is not known what they let through.
pub(super) fn decides(attribute: &str) -> bool {
    const WORDS: [&str; 12] = [
        "from_port",
        "to_port",
        "protocol",
        "ip_protocol",
        "rule_number",
        "rule_no",
        "rule_action",
        "action",
        "icmp_type",
        "icmp_code",
        "port",
        "cidr_ipv4",
    ];
    WORDS.contains(&attribute) || attribute.contains("cidr")
}

/// Resources that put one thing to another: if it is not known to which, it may be any of them.
pub(super) fn is_relation(kind: &str) -> bool {
    matches!(
        kind,
        "aws_route"
            | "aws_route_table_association"
            | "aws_main_route_table_association"
            | "aws_network_acl_association"
            | "aws_network_acl_rule"
            | "aws_security_group_rule"
            | "aws_vpc_security_group_ingress_rule"
            | "aws_vpc_security_group_egress_rule"
            | "aws_vpn_gateway_route_propagation"
    )
}

/// Ids of what does not exist yet: what it replaces lends its own, else the address stands for them.
pub(super) fn fill_promised(planned: &mut Planned) {
    let is_kept = planned.is_replaced || !planned.before.is_empty();
    let kind = planned.resource.kind.to_string();
    let address = planned.resource.address.to_string();
    let own = match kind.as_str() {
        "aws_vpc_endpoint_service" => format!("vpce-svc-{address}"),
        _ => address.clone(),
    };
    let below = |what: &str| format!("{own}.{what}");
    let mut promised: Vec<(&str, String)> = vec![("id", own.clone())];
    match kind.as_str() {
        "aws_vpc" | "aws_default_vpc" => {
            let table = below("main_route_table_id");
            promised.push(("default_route_table_id", table.clone()));
            promised.push(("main_route_table_id", table));
            promised.push(("default_network_acl_id", below("default_network_acl_id")));
            promised.push(("default_security_group_id", below("default_security_group_id")));
        }
        "aws_instance" => promised.push(("primary_network_interface_id", own.clone())),
        "aws_eip" => promised.push(("allocation_id", own.clone())),
        "aws_lb"
        | "aws_alb"
        | "aws_lb_listener"
        | "aws_alb_listener"
        | "aws_lb_target_group"
        | "aws_alb_target_group" => {
            promised.push(("arn", own.clone()));
        }
        "aws_ec2_transit_gateway" => {
            // The name that this program gives a table that nobody named.
            let table = below("default");
            for (word, id) in [
                ("default_route_table_association", "association_default_route_table_id"),
                ("default_route_table_propagation", "propagation_default_route_table_id"),
            ] {
                let is_on = planned.resource.values.get(word).and_then(Json::as_str) != Some("disable");
                promised.extend(is_on.then(|| (id, table.clone())));
            }
        }
        "aws_vpn_connection" if planned.resource.values.get("vpn_gateway_id").is_none_or(Json::is_null) => {
            promised.push(("transit_gateway_attachment_id", below("transit_gateway_attachment_id")));
        }
        "aws_dx_gateway_association" => {
            promised.push(("transit_gateway_attachment_id", below("transit_gateway_attachment_id")));
        }
        "aws_vpc_endpoint_service" => promised.push(("service_name", format!("com.amazonaws.vpce.{own}"))),
        _ => {}
    }
    for (name, value) in promised {
        let is_open = planned.resource.values.get(name).is_none_or(Json::is_null);
        let is_unknown = is_open && (name == "id" || planned.unknown.get(name) == Some(&Json::Bool(true)));
        if is_unknown {
            let old = planned
                .before
                .get(name)
                .filter(|old| is_kept && old.as_str().is_some_and(|old| !old.is_empty()));
            let value = old.cloned().unwrap_or_else(|| json!(value));
            planned.resource.values.insert(name.to_owned(), value);
        }
    }
    if !planned.is_replaced {
        keep(planned);
    }
}

/// What changes in its place keeps what only AWS decides about.
fn keep(planned: &mut Planned) {
    const KEPT: [&str; 12] = [
        "arn",
        "availability_zone",
        "cidr_block",
        "ipv6_cidr_block",
        "network_interface_id",
        "owner_id",
        "private_ip",
        "public_ip",
        "ipv6_addresses",
        "service_name",
        "accept_status",
        "state",
    ];
    for name in KEPT {
        let is_unknown = planned.unknown.get(name) == Some(&Json::Bool(true));
        if let Some(old) = planned.before.get(name).filter(|old| is_unknown && !old.is_null()) {
            let is_open = planned.resource.values.get(name).is_none_or(Json::is_null);
            if is_open {
                planned.resource.values.insert(name.to_owned(), old.clone());
            }
        }
    }
}
