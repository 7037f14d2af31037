//! What leads out of VPCs, endpoints and load balancers, as Terraform's resources.

use serde_json::{Value, json};

use super::{Writer, items, name_tag, text};

impl Writer<'_> {
    pub(super) fn gateways(&mut self) {
        let vpc_of = |gateway: &Value, list: &str| items(gateway, list).next().map(|one| one["VpcId"].clone());
        for gateway in items(self.all, "InternetGateways") {
            let values = json!({"vpc_id": vpc_of(gateway, "Attachments"), "tags": name_tag(gateway)});
            self.push("aws_internet_gateway", &gateway["InternetGatewayId"], values);
        }
        for gateway in items(self.all, "EgressOnlyInternetGateways") {
            let values = json!({"vpc_id": vpc_of(gateway, "Attachments"), "tags": name_tag(gateway)});
            self.push(
                "aws_egress_only_internet_gateway",
                &gateway["EgressOnlyInternetGatewayId"],
                values,
            );
        }
        for gateway in items(self.all, "NatGateways") {
            let first = items(gateway, "NatGatewayAddresses").next();
            let of_first = |field: &str| first.map(|one| one[field].clone());
            let regional: Vec<Value> = items(gateway, "NatGatewayAddresses")
                .map(|one| json!({"public_ip": one["PublicIp"], "availability_zone": one["AvailabilityZone"]}))
                .collect();
            let is_regional = gateway["AvailabilityMode"] == "regional";
            let mut values = json!({
                "subnet_id": gateway["SubnetId"], "vpc_id": gateway["VpcId"], "connectivity_type": gateway["ConnectivityType"],
                "tags": name_tag(gateway),
            });
            if is_regional {
                values["availability_mode"] = json!("regional");
                values["route_table_id"] = gateway["RouteTableId"].clone();
                values["auto_provision_zones"] = gateway["AutoProvisionZones"].clone();
                values["regional_nat_gateway_address"] = json!(regional);
            } else {
                values["private_ip"] = json!(of_first("PrivateIp"));
                values["public_ip"] = json!(of_first("PublicIp"));
            }
            self.push("aws_nat_gateway", &gateway["NatGatewayId"], values);
        }
        for gateway in items(self.all, "VpnGateways") {
            let vpc = vpc_of(gateway, "VpcAttachments");
            self.push(
                "aws_vpn_gateway",
                &gateway["VpnGatewayId"],
                json!({
                    "vpc_id": vpc, "amazon_side_asn": gateway["AmazonSideAsn"].to_string(), "tags": name_tag(gateway),
                }),
            );
        }
    }

    pub(super) fn peerings(&mut self) {
        for (index, peering) in items(self.all, "VpcPeeringConnections").enumerate() {
            let id = &peering["VpcPeeringConnectionId"];
            let (requester, accepter) = (&peering["RequesterVpcInfo"], &peering["AccepterVpcInfo"]);
            let allows = |side: &Value| json!([{"allow_remote_vpc_dns_resolution": side["PeeringOptions"]["AllowDnsResolutionFromRemoteVpc"]}]);
            let status = &peering["Status"]["Code"];
            let with_options = index % 2 == 0;
            // The half that asks does not know yet what the other half did.
            let seen = if *status == "active" && !with_options {
                json!("pending-acceptance")
            } else {
                status.clone()
            };
            let mut values = json!({
                "vpc_id": requester["VpcId"], "peer_vpc_id": accepter["VpcId"], "peer_region": accepter["Region"],
                "peer_owner_id": accepter["OwnerId"], "accept_status": seen, "tags": name_tag(peering),
            });
            if with_options {
                values["requester"] = allows(requester);
                values["accepter"] = allows(accepter);
            } else {
                let own = json!(format!("options-{}", text(id)));
                self.push(
                    "aws_vpc_peering_connection_options",
                    &own,
                    json!({
                        "vpc_peering_connection_id": id, "requester": allows(requester), "accepter": allows(accepter),
                    }),
                );
                if *status == "active" {
                    let own = json!(format!("accepter-{}", text(id)));
                    self.push(
                        "aws_vpc_peering_connection_accepter",
                        &own,
                        json!({
                            "vpc_peering_connection_id": id, "auto_accept": true, "accept_status": "active",
                        }),
                    );
                }
            }
            self.push("aws_vpc_peering_connection", id, values);
        }
    }

    pub(super) fn endpoints(&mut self) {
        for endpoint in items(self.all, "VpcEndpoints") {
            let id = text(&endpoint["VpcEndpointId"]);
            let tables: Vec<&Value> = items(endpoint, "RouteTableIds").collect();
            let (within, apart) = tables.split_at(tables.len() / 2);
            for table in apart {
                let own = json!(format!("a-{id}-{}", text(table)));
                self.push(
                    "aws_vpc_endpoint_route_table_association",
                    &own,
                    json!({
                        "vpc_endpoint_id": endpoint["VpcEndpointId"], "route_table_id": table,
                    }),
                );
            }
            let groups: Vec<&Value> = items(endpoint, "Groups").map(|group| &group["GroupId"]).collect();
            let own = format!("VPC Endpoint Interface {id}");
            let places: Vec<Value> = items(self.all, "NetworkInterfaces")
                .filter(|interface| interface["Description"] == own.as_str())
                .map(|interface| json!({"subnet_id": interface["SubnetId"], "ipv4": interface["PrivateIpAddress"]}))
                .collect();
            let inbound = &endpoint["DnsOptions"]["PrivateDnsOnlyForInboundResolverEndpoint"];
            self.push("aws_vpc_endpoint", &endpoint["VpcEndpointId"], json!({
                "vpc_endpoint_type": endpoint["VpcEndpointType"], "vpc_id": endpoint["VpcId"], "service_name": endpoint["ServiceName"],
                "service_region": endpoint["ServiceRegion"], "state": endpoint["State"], "policy": endpoint["PolicyDocument"],
                "ip_address_type": endpoint["IpAddressType"], "route_table_ids": within, "subnet_ids": endpoint["SubnetIds"],
                "security_group_ids": groups, "private_dns_enabled": endpoint["PrivateDnsEnabled"], "subnet_configuration": places,
                "dns_options": [{"private_dns_only_for_inbound_resolver_endpoint": inbound}], "tags": name_tag(endpoint),
            }));
        }
    }

    pub(super) fn vpn(&mut self) {
        for connection in items(self.all, "VpnConnections") {
            let id = &connection["VpnConnectionId"];
            let options = &connection["Options"];
            for (index, route) in items(connection, "Routes").enumerate() {
                let own = json!(format!("{}:{index}", text(id)));
                self.push(
                    "aws_vpn_connection_route",
                    &own,
                    json!({
                        "vpn_connection_id": id, "destination_cidr_block": route["DestinationCidrBlock"],
                    }),
                );
            }
            let telemetry: Vec<Value> = items(connection, "VgwTelemetry")
                .map(|one| json!({"outside_ip_address": one["OutsideIpAddress"], "status": one["Status"]}))
                .collect();
            let inside = |index: usize| {
                items(options, "TunnelOptions")
                    .nth(index)
                    .map(|one| one["TunnelInsideCidr"].clone())
            };
            self.push("aws_vpn_connection", id, json!({
                "customer_gateway_id": connection["CustomerGatewayId"], "vpn_gateway_id": connection["VpnGatewayId"],
                "static_routes_only": options["StaticRoutesOnly"], "enable_acceleration": options["EnableAcceleration"],
                "tunnel_inside_ip_version": options["TunnelInsideIpVersion"], "tunnel1_inside_cidr": inside(0), "tunnel2_inside_cidr": inside(1),
                "tunnel1_preshared_key": "secret", "vgw_telemetry": telemetry, "tags": name_tag(connection),
            }));
        }
    }

    pub(super) fn transit(&mut self) {
        for gateway in items(self.all, "TransitGateways") {
            let options = &gateway["Options"];
            self.push("aws_ec2_transit_gateway", &gateway["TransitGatewayId"], json!({
                "arn": gateway["TransitGatewayArn"], "owner_id": gateway["OwnerId"], "amazon_side_asn": options["AmazonSideAsn"],
                "transit_gateway_cidr_blocks": options["TransitGatewayCidrBlocks"],
                "auto_accept_shared_attachments": options["AutoAcceptSharedAttachments"],
                "default_route_table_association": options["DefaultRouteTableAssociation"],
                "default_route_table_propagation": options["DefaultRouteTablePropagation"],
                "association_default_route_table_id": options["AssociationDefaultRouteTableId"],
                "propagation_default_route_table_id": options["PropagationDefaultRouteTableId"],
                "vpn_ecmp_support": options["VpnEcmpSupport"], "dns_support": options["DnsSupport"],
                "security_group_referencing_support": options["SecurityGroupReferencingSupport"], "tags": name_tag(gateway),
            }));
        }
        for gateway in items(self.all, "TransitGateways") {
            for (field, kind) in [
                (
                    "AssociationDefaultRouteTableId",
                    "aws_ec2_transit_gateway_default_route_table_association",
                ),
                (
                    "PropagationDefaultRouteTableId",
                    "aws_ec2_transit_gateway_default_route_table_propagation",
                ),
            ] {
                let table = &gateway["Options"][field];
                if table.is_string() {
                    let own = json!(format!("{}-{field}", text(&gateway["TransitGatewayId"])));
                    self.push(kind, &own, json!({"transit_gateway_id": gateway["TransitGatewayId"], "transit_gateway_route_table_id": table}));
                }
            }
        }
        for table in items(self.all, "TransitGatewayRouteTables") {
            self.push(
                "aws_ec2_transit_gateway_route_table",
                &table["TransitGatewayRouteTableId"],
                json!({
                    "transit_gateway_id": table["TransitGatewayId"], "tags": name_tag(table),
                }),
            );
        }
        for attachment in items(self.all, "TransitGatewayVpcAttachments") {
            let id = &attachment["TransitGatewayAttachmentId"];
            let all = items(self.all, "TransitGatewayAttachments");
            let listed = all
                .clone()
                .find(|one| one["TransitGatewayAttachmentId"] == *id)
                .unwrap_or(&Value::Null);
            let options = &attachment["Options"];
            if let Some(table) = listed["Association"]["TransitGatewayRouteTableId"].as_str() {
                self.push(
                    "aws_ec2_transit_gateway_route_table_association",
                    &json!(format!("{table}_{}", text(id))),
                    json!({
                        "transit_gateway_route_table_id": table, "transit_gateway_attachment_id": id,
                    }),
                );
            }
            self.push("aws_ec2_transit_gateway_vpc_attachment", id, json!({
                "transit_gateway_id": attachment["TransitGatewayId"], "vpc_id": attachment["VpcId"], "subnet_ids": attachment["SubnetIds"],
                "dns_support": options["DnsSupport"], "ipv6_support": options["Ipv6Support"],
                "appliance_mode_support": options["ApplianceModeSupport"],
                "security_group_referencing_support": options["SecurityGroupReferencingSupport"],
                "transit_gateway_default_route_table_association": false, "transit_gateway_default_route_table_propagation": false,
                "tags": name_tag(listed),
            }));
        }
        for table in items(self.all, "TransitGatewayPropagations") {
            for one in items(table, "TransitGatewayRouteTablePropagations") {
                let own = json!(format!(
                    "{}_{}p",
                    text(&table["TransitGatewayRouteTableId"]),
                    text(&one["TransitGatewayAttachmentId"])
                ));
                self.push(
                    "aws_ec2_transit_gateway_route_table_propagation",
                    &own,
                    json!({
                        "transit_gateway_route_table_id": table["TransitGatewayRouteTableId"],
                        "transit_gateway_attachment_id": one["TransitGatewayAttachmentId"],
                    }),
                );
            }
        }
        for table in items(self.all, "TransitGatewayStaticRoutes") {
            for (index, route) in items(table, "Routes").enumerate() {
                let to = items(route, "TransitGatewayAttachments")
                    .next()
                    .map(|one| one["TransitGatewayAttachmentId"].clone());
                let own = json!(format!("{}_{index}", text(&table["TransitGatewayRouteTableId"])));
                self.push("aws_ec2_transit_gateway_route", &own, json!({
                    "transit_gateway_route_table_id": table["TransitGatewayRouteTableId"], "blackhole": to.is_none(),
                    "destination_cidr_block": route["DestinationCidrBlock"], "transit_gateway_attachment_id": to,
                }));
            }
        }
        for reference in items(self.all, "TransitGatewayPrefixListReferences") {
            let own = json!(format!(
                "{}_{}",
                text(&reference["TransitGatewayRouteTableId"]),
                text(&reference["PrefixListId"])
            ));
            self.push("aws_ec2_transit_gateway_prefix_list_reference", &own, json!({
                "transit_gateway_route_table_id": reference["TransitGatewayRouteTableId"], "prefix_list_id": reference["PrefixListId"],
                "blackhole": reference["Blackhole"],
                "transit_gateway_attachment_id": reference["TransitGatewayAttachment"]["TransitGatewayAttachmentId"],
            }));
        }
    }

    pub(super) fn load_balancers(&mut self) {
        for balancer in items(self.all, "LoadBalancers") {
            let arn = &balancer["LoadBalancerArn"];
            let mut places = Vec::new();
            for (index, zone) in items(balancer, "AvailabilityZones").enumerate() {
                let address = &zone["LoadBalancerAddresses"][0];
                let mut place =
                    json!({"subnet_id": zone["SubnetId"], "private_ipv4_address": address["PrivateIPv4Address"]});
                if address["IpAddress"].is_string() {
                    let own = json!(format!("eipalloc-{}-{index}", text(arn)));
                    place["allocation_id"] = own.clone();
                    self.push("aws_eip", &own, json!({"public_ip": address["IpAddress"]}));
                }
                places.push(place);
            }
            let attributes = items(self.all, "LoadBalancerAttributes").find(|one| one["LoadBalancerArn"] == *arn);
            let cross = attributes.map(|one| one["Attributes"][0]["Value"] == "true");
            self.push("aws_lb", arn, json!({
                "arn": arn, "name": balancer["LoadBalancerName"], "load_balancer_type": balancer["Type"], "vpc_id": balancer["VpcId"],
                "internal": balancer["Scheme"] == "internal", "subnet_mapping": places, "security_groups": balancer["SecurityGroups"],
                "enforce_security_group_inbound_rules_on_private_link_traffic": balancer["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"],
                "enable_cross_zone_load_balancing": cross,
            }));
        }
        for listener in items(self.all, "Listeners") {
            let action = &listener["DefaultActions"][0];
            self.push("aws_lb_listener", &listener["ListenerArn"], json!({
                "arn": listener["ListenerArn"], "load_balancer_arn": listener["LoadBalancerArn"], "port": listener["Port"],
                "protocol": listener["Protocol"], "default_action": [{"type": "forward", "target_group_arn": action["TargetGroupArn"]}],
            }));
        }
        for group in items(self.all, "TargetGroups") {
            self.push(
                "aws_lb_target_group",
                &group["TargetGroupArn"],
                json!({
                    "arn": group["TargetGroupArn"], "target_type": group["TargetType"], "protocol": group["Protocol"],
                    "preserve_client_ip": group["Attributes"][0]["Value"],
                }),
            );
        }
        for health in items(self.all, "LoadBalancerTargetHealth") {
            for (index, one) in items(health, "TargetHealthDescriptions").enumerate() {
                let own = json!(format!("{}-{index}", text(&health["TargetGroupArn"])));
                self.push("aws_lb_target_group_attachment", &own, json!({
                    "target_group_arn": health["TargetGroupArn"], "target_id": one["Target"]["Id"], "port": one["Target"]["Port"],
                }));
            }
        }
    }
}
