//! What is in VPCs, as Terraform's resources.

use serde_json::{Map, Value, json};

use super::{Made, Writer, items, name_tag, text};

impl Writer<'_> {
    pub(super) fn vpcs(&mut self) {
        for vpc in items(self.all, "Vpcs") {
            let ranges: Vec<&Value> = items(vpc, "CidrBlockAssociationSet").collect();
            let ipv6: Vec<&Value> = items(vpc, "Ipv6CidrBlockAssociationSet").collect();
            self.push("aws_vpc", &vpc["VpcId"], json!({
                "cidr_block": vpc["CidrBlock"], "owner_id": vpc["OwnerId"], "region": vpc["Region"],
                "ipv6_cidr_block": ipv6.first().map(|one| &one["Ipv6CidrBlock"]),
                "enable_dns_support": vpc["EnableDnsSupport"]["Value"], "enable_dns_hostnames": vpc["EnableDnsHostnames"]["Value"],
                "tags": name_tag(vpc),
            }));
            for (index, range) in ranges.iter().enumerate().skip(1) {
                let id = json!(format!("{}-range-{index}", text(&vpc["VpcId"])));
                self.push(
                    "aws_vpc_ipv4_cidr_block_association",
                    &id,
                    json!({"vpc_id": vpc["VpcId"], "cidr_block": range["CidrBlock"]}),
                );
            }
            for (index, range) in ipv6.iter().enumerate().skip(1) {
                let id = json!(format!("{}-ipv6-range-{index}", text(&vpc["VpcId"])));
                self.push(
                    "aws_vpc_ipv6_cidr_block_association",
                    &id,
                    json!({"vpc_id": vpc["VpcId"], "ipv6_cidr_block": range["Ipv6CidrBlock"]}),
                );
            }
        }
        for subnet in items(self.all, "Subnets") {
            let ipv6 = items(subnet, "Ipv6CidrBlockAssociationSet").next();
            self.push("aws_subnet", &subnet["SubnetId"], json!({
                "vpc_id": subnet["VpcId"], "cidr_block": subnet["CidrBlock"], "availability_zone": subnet["AvailabilityZone"],
                "ipv6_cidr_block": ipv6.map(|one| &one["Ipv6CidrBlock"]), "tags": name_tag(subnet),
            }));
        }
    }

    /// Every second route stands in its table, every third by itself, and some in both places.
    pub(super) fn route_tables(&mut self) {
        let gateway_endpoints: Vec<String> = items(self.all, "VpcEndpoints")
            .filter(|endpoint| endpoint["VpcEndpointType"] == "Gateway")
            .map(|endpoint| text(&endpoint["VpcEndpointId"]))
            .collect();
        for table in items(self.all, "RouteTables") {
            let id = text(&table["RouteTableId"]);
            let mut inline = Vec::new();
            for (index, route) in items(table, "Routes").enumerate() {
                let is_implied =
                    route["Origin"] == "CreateRouteTable" || gateway_endpoints.contains(&text(&route["GatewayId"]));
                if is_implied {
                    continue;
                }
                let is_blackhole = route["State"] == "blackhole";
                if self.inline && index % 2 == 0 {
                    inline.push(route_of(route, ""));
                }
                if !self.inline || index % 2 == 1 || index % 3 == 0 || is_blackhole {
                    let mut alone = route_of(route, "destination_");
                    alone["route_table_id"] = table["RouteTableId"].clone();
                    alone["state"] = json!(if is_blackhole { "blackhole" } else { "active" });
                    alone["origin"] = json!("CreateRoute");
                    self.push("aws_route", &json!(format!("r-{id}{index}")), alone);
                }
            }
            for (index, association) in items(table, "Associations").enumerate() {
                let own = json!(format!("rtbassoc-{id}-{index}"));
                if association["Main"] == true {
                    self.push(
                        "aws_main_route_table_association",
                        &own,
                        json!({"vpc_id": table["VpcId"], "route_table_id": table["RouteTableId"]}),
                    );
                } else {
                    self.push("aws_route_table_association", &own, json!({
                        "route_table_id": table["RouteTableId"], "subnet_id": association["SubnetId"], "gateway_id": association["GatewayId"],
                    }));
                }
            }
            let propagating: Vec<&Value> = items(table, "PropagatingVgws").map(|one| &one["GatewayId"]).collect();
            let (within, apart) = propagating.split_at(propagating.len() / 2);
            for gateway in apart {
                let own = json!(format!("{}_{id}", text(gateway)));
                self.push(
                    "aws_vpn_gateway_route_propagation",
                    &own,
                    json!({"route_table_id": table["RouteTableId"], "vpn_gateway_id": gateway}),
                );
            }
            self.push(
                "aws_route_table",
                &table["RouteTableId"],
                json!({
                    "vpc_id": table["VpcId"], "route": inline, "propagating_vgws": within, "tags": name_tag(table),
                }),
            );
        }
    }

    /// Rules in all the ways that there are to write them.
    pub(super) fn security_groups(&mut self) {
        for group in items(self.all, "SecurityGroups") {
            let id = text(&group["GroupId"]);
            let mut inline = [Vec::new(), Vec::new()];
            for (side, list) in ["IpPermissions", "IpPermissionsEgress"].into_iter().enumerate() {
                for (index, rule) in items(group, list).enumerate() {
                    let way = if self.inline { index % 4 } else { index % 2 + 1 };
                    if way == 0 || way == 3 {
                        inline[side].extend([rule_block(rule, &id)]);
                    }
                    let own = json!(format!("sgr-{id}-{side}-{index}"));
                    if way == 1 {
                        let mut one = rule_block(rule, &id);
                        one["type"] = json!(["ingress", "egress"][side]);
                        one["security_group_id"] = group["GroupId"].clone();
                        let source = one["security_groups"].get(0).cloned();
                        one["source_security_group_id"] = json!(source);
                        one["security_groups"] = Value::Null;
                        self.push("aws_security_group_rule", &own, one);
                    } else if way != 0 {
                        let kind = [
                            "aws_vpc_security_group_ingress_rule",
                            "aws_vpc_security_group_egress_rule",
                        ][side];
                        self.push(kind, &own, single_rule(rule, group));
                    }
                }
            }
            let [ingress, egress] = inline;
            let is_default = group["GroupName"] == "default";
            let kind = if is_default {
                "aws_default_security_group"
            } else {
                "aws_security_group"
            };
            self.push(kind, &group["GroupId"], json!({
                "name": group["GroupName"], "vpc_id": group["VpcId"], "ingress": ingress, "egress": egress, "tags": name_tag(group),
            }));
        }
    }

    pub(super) fn network_acls(&mut self) {
        for acl in items(self.all, "NetworkAcls") {
            let id = text(&acl["NetworkAclId"]);
            let is_default = acl["IsDefault"] == true;
            let mut inline = [Vec::new(), Vec::new()];
            let entries = items(acl, "Entries").filter(|entry| entry["RuleNumber"] != 32767);
            for (index, entry) in entries.enumerate() {
                let egress = entry["Egress"] == true;
                if is_default || index % 2 == 0 {
                    inline[usize::from(egress)].push(acl_block(entry, ["rule_no", "action"]));
                } else {
                    let mut one = acl_block(entry, ["rule_number", "rule_action"]);
                    one["egress"] = json!(egress);
                    one["network_acl_id"] = acl["NetworkAclId"].clone();
                    self.push("aws_network_acl_rule", &json!(format!("nacl-{id}-{index}")), one);
                }
            }
            let subnets: Vec<&Value> = items(acl, "Associations").map(|one| &one["SubnetId"]).collect();
            let (within, apart) = subnets.split_at(subnets.len() / 2);
            for subnet in apart {
                let own = json!(format!("aclassoc-{}", text(subnet)));
                self.push(
                    "aws_network_acl_association",
                    &own,
                    json!({"network_acl_id": acl["NetworkAclId"], "subnet_id": subnet}),
                );
            }
            let [ingress, egress] = inline;
            let mut values = json!({"vpc_id": acl["VpcId"], "subnet_ids": within, "ingress": ingress, "egress": egress, "tags": name_tag(acl)});
            if is_default {
                values["default_network_acl_id"] = acl["NetworkAclId"].clone();
            }
            let kind = if is_default {
                "aws_default_network_acl"
            } else {
                "aws_network_acl"
            };
            self.push(kind, &acl["NetworkAclId"], values);
        }
        for list in items(self.all, "PrefixLists") {
            if text(&list["PrefixListName"]).starts_with("com.amazonaws.") {
                self.data(
                    "aws_prefix_list",
                    &list["PrefixListId"],
                    json!({"name": list["PrefixListName"], "cidr_blocks": list["Cidrs"]}),
                );
                continue;
            }
            let entries: Vec<Value> = items(list, "Cidrs").map(|cidr| json!({"cidr": cidr})).collect();
            self.push(
                "aws_ec2_managed_prefix_list",
                &list["PrefixListId"],
                json!({
                    "arn": list["PrefixListArn"], "name": list["PrefixListName"], "entry": entries,
                }),
            );
        }
    }

    pub(super) fn interfaces(&mut self) {
        let stopped: Vec<String> = items(self.all, "Instances")
            .map(|one| text(&one["InstanceId"]))
            .collect();
        let all: Vec<&Value> = items(self.all, "NetworkInterfaces").collect();
        for interface in &all {
            let words = text(&interface["Description"]);
            if words.starts_with("VPC Endpoint Interface") {
                continue;
            }
            let groups: Vec<&Value> = items(interface, "Groups").map(|group| &group["GroupId"]).collect();
            let others: Vec<&Value> = items(interface, "PrivateIpAddresses")
                .filter(|one| one["Primary"] == false)
                .map(|one| &one["PrivateIpAddress"])
                .collect();
            let ipv6: Vec<&Value> = items(interface, "Ipv6Addresses")
                .map(|one| &one["Ipv6Address"])
                .collect();
            let owner = &interface["Attachment"]["InstanceId"];
            let is_alone = all
                .iter()
                .filter(|other| other["Attachment"]["InstanceId"] == *owner)
                .count()
                == 1;
            let public = &interface["Association"]["PublicIp"];
            if words.is_empty() && owner.is_string() && is_alone {
                self.push("aws_instance", owner, json!({
                    "primary_network_interface_id": interface["NetworkInterfaceId"], "subnet_id": interface["SubnetId"],
                    "private_ip": interface["PrivateIpAddress"], "secondary_private_ips": others, "ipv6_addresses": ipv6, "public_ip": public,
                    "source_dest_check": interface["SourceDestCheck"], "vpc_security_group_ids": groups, "tags": name_tag(interface),
                    "associate_public_ip_address": !public.is_null(), "user_data": "secret",
                    "instance_state": if stopped.contains(&text(owner)) { "stopped" } else { "running" },
                }));
                continue;
            }
            let attached = owner.is_string() || interface["Status"] == "in-use";
            let attachment =
                attached.then(|| json!([{"instance": owner, "device_index": 0, "attachment_id": "eni-attach-1"}]));
            let values = json!({
                "subnet_id": interface["SubnetId"], "private_ip": interface["PrivateIpAddress"], "private_ips": others,
                "ipv6_addresses": ipv6, "security_groups": groups, "source_dest_check": interface["SourceDestCheck"],
                "description": words, "interface_type": interface["InterfaceType"], "tags": name_tag(interface),
                "attachment": attachment, "requester_id": interface["RequesterId"],
            });
            if words.is_empty() {
                self.push("aws_network_interface", &interface["NetworkInterfaceId"], values);
            } else {
                self.data("aws_network_interface", &interface["NetworkInterfaceId"], values);
            }
            if public.is_string() {
                let own = json!(format!("eipalloc-{}", text(&interface["NetworkInterfaceId"])));
                self.push(
                    "aws_eip",
                    &own,
                    json!({"public_ip": public, "network_interface": interface["NetworkInterfaceId"]}),
                );
            }
        }
    }
}

fn route_of(route: &Value, prefix: &str) -> Value {
    let mut one = Map::new();
    one.insert(format!("{prefix}cidr_block"), route["DestinationCidrBlock"].clone());
    one.insert(
        format!("{prefix}ipv6_cidr_block"),
        route["DestinationIpv6CidrBlock"].clone(),
    );
    one.insert(
        "destination_prefix_list_id".to_owned(),
        route["DestinationPrefixListId"].clone(),
    );
    for (from, to) in [
        ("NatGatewayId", "nat_gateway_id"),
        ("TransitGatewayId", "transit_gateway_id"),
        ("VpcPeeringConnectionId", "vpc_peering_connection_id"),
        ("EgressOnlyInternetGatewayId", "egress_only_gateway_id"),
        ("NetworkInterfaceId", "network_interface_id"),
        ("LocalGatewayId", "local_gateway_id"),
        ("GatewayId", "gateway_id"),
    ] {
        // Terraform writes an empty text for what is not there.
        let is_there = !route[from].is_null();
        one.insert(to.to_owned(), if is_there { route[from].clone() } else { json!("") });
    }
    if text(&route["GatewayId"]).starts_with("vpce-") {
        one.insert("vpc_endpoint_id".to_owned(), route["GatewayId"].clone());
        one.insert("gateway_id".to_owned(), json!(""));
    }
    Value::Object(one)
}

fn protocol(rule: &Value) -> Value {
    rule["IpProtocol"].clone()
}

/// A rule inside its group; a group that names itself says `self`.
fn rule_block(rule: &Value, own: &str) -> Value {
    let of = |list: &str, field: &str| -> Vec<Value> { items(rule, list).map(|one| one[field].clone()).collect() };
    let groups = of("UserIdGroupPairs", "GroupId");
    let is_own = groups.iter().any(|group| group == own);
    let peers = ["UserIdGroupPairs", "IpRanges", "Ipv6Ranges", "PrefixListIds"];
    let words = peers
        .iter()
        .flat_map(|list| items(rule, list))
        .find_map(|one| one["Description"].as_str());
    let all = rule["IpProtocol"] == "-1";
    json!({
        "protocol": protocol(rule), "from_port": if all { json!(0) } else { rule["FromPort"].clone() },
        "to_port": if all { json!(0) } else { rule["ToPort"].clone() },
        "cidr_blocks": of("IpRanges", "CidrIp"), "ipv6_cidr_blocks": of("Ipv6Ranges", "CidrIpv6"),
        "prefix_list_ids": of("PrefixListIds", "PrefixListId"), "self": is_own, "description": words.unwrap_or_default(),
        "security_groups": groups.into_iter().filter(|group| group != own).collect::<Vec<_>>(),
    })
}

fn single_rule(rule: &Value, group: &Value) -> Value {
    let one = |list: &str, field: &str| items(rule, list).next().map(|one| one[field].clone());
    let words = ["UserIdGroupPairs", "IpRanges", "Ipv6Ranges", "PrefixListIds"];
    let words = words.iter().find_map(|list| one(list, "Description"));
    json!({
        "security_group_id": group["GroupId"], "ip_protocol": protocol(rule), "from_port": rule["FromPort"], "to_port": rule["ToPort"],
        "cidr_ipv4": one("IpRanges", "CidrIp"), "cidr_ipv6": one("Ipv6Ranges", "CidrIpv6"), "description": words,
        "prefix_list_id": one("PrefixListIds", "PrefixListId"), "referenced_security_group_id": one("UserIdGroupPairs", "GroupId"),
    })
}

fn acl_block(entry: &Value, [number, action]: [&str; 2]) -> Value {
    let or_zero = |value: &Value| if value.is_null() { json!(0) } else { value.clone() };
    json!({
        number: entry["RuleNumber"], action: entry["RuleAction"], "protocol": entry["Protocol"],
        "cidr_block": entry["CidrBlock"], "ipv6_cidr_block": entry["Ipv6CidrBlock"],
        "from_port": or_zero(&entry["PortRange"]["From"]), "to_port": or_zero(&entry["PortRange"]["To"]),
        "icmp_type": or_zero(&entry["IcmpTypeCode"]["Type"]), "icmp_code": or_zero(&entry["IcmpTypeCode"]["Code"]),
    })
}

/// A thing outside the files that the configuration asked AWS about.
impl Writer<'_> {
    fn data(&mut self, kind: &'static str, id: &Value, values: Value) {
        self.made.push(Made {
            is_data: true,
            ..Made::new(kind, id, values)
        });
    }
}
