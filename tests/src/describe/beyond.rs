//! What leads out of VPCs.

use reach::id::Kind;
use reach::topology::*;
use serde_json::{Value, json};

use super::{Lists, region_of, tags};

pub(super) fn peerings(topology: &Topology, lists: &mut Lists) {
    for (id, peering) in topology.peering_connections.iter() {
        let side = |vpc: &VpcId, dns: bool| {
            let known = topology.vpcs.get(vpc);
            json!({
                "VpcId": vpc.as_str(), "Region": known.map(|vpc| &*vpc.region), "OwnerId": known.and_then(|vpc| vpc.account.as_deref()),
                "PeeringOptions": {"AllowDnsResolutionFromRemoteVpc": dns},
            })
        };
        lists.push(
            "VpcPeeringConnections",
            json!({
                "VpcPeeringConnectionId": id.as_str(), "Status": {"Code": peering.state.word()}, "Tags": tags(peering.name.as_ref()),
                "RequesterVpcInfo": side(&peering.requester, peering.requester_dns),
                "AccepterVpcInfo": side(&peering.accepter, peering.accepter_dns),
            }),
        );
    }
}

pub(super) fn vpn(topology: &Topology, lists: &mut Lists) {
    for (id, gateway) in topology.vpn_gateways.iter() {
        let attachments: Vec<Value> = gateway
            .vpc
            .iter()
            .map(|vpc| json!({"VpcId": vpc.as_str(), "State": "attached"}))
            .collect();
        lists.push(
            "VpnGateways",
            json!({
                "VpnGatewayId": id.as_str(), "State": "available", "AmazonSideAsn": gateway.asn, "VpcAttachments": attachments,
                "Tags": tags(gateway.name.as_ref()),
            }),
        );
    }
    for (id, connection) in topology.vpn_connections.iter() {
        let of = |kind| (connection.gateway.kind == kind).then_some(&*connection.gateway.id);
        let routes: Vec<Value> = match &connection.routing {
            VpnRouting::Bgp => Vec::new(),
            VpnRouting::Static(prefixes) => {
                let prefixes = prefixes.iter();
                prefixes
                    .map(|net| json!({"DestinationCidrBlock": net.to_string(), "State": "available"}))
                    .collect()
            }
        };
        let options = &connection.options;
        let inside = options
            .inside_cidrs
            .iter()
            .map(|net| json!({"TunnelInsideCidr": net.to_string(), "PreSharedKey": "secret"}));
        let telemetry = connection.tunnels.iter().enumerate().map(|(index, tunnel)| {
            json!({"OutsideIpAddress": format!("198.51.100.{index}"), "Status": if tunnel.up { "UP" } else { "DOWN" }})
        });
        lists.push(
            "VpnConnections",
            json!({
                "VpnConnectionId": id.as_str(), "State": "available", "CustomerGatewayId": connection.customer_gateway.as_str(),
                "VpnGatewayId": of(Kind::VpnGateway), "TransitGatewayId": of(Kind::TransitGateway), "Routes": routes,
                "VpnConcentratorId": options.concentrator.then_some("vcn-1"),
                "Options": {
                    "StaticRoutesOnly": matches!(connection.routing, VpnRouting::Static(_)), "EnableAcceleration": options.accelerated,
                    "TunnelInsideIpVersion": if options.ipv6 { "ipv6" } else { "ipv4" },
                    "TunnelBandwidth": if options.large { "large" } else { "standard" },
                    "TransportTransitGatewayAttachmentId": options.transport.as_ref().map(TransitGatewayAttachmentId::as_str),
                    "TunnelOptions": inside.collect::<Vec<_>>(),
                },
                "VgwTelemetry": telemetry.collect::<Vec<_>>(), "Tags": tags(connection.name.as_ref()),
            }),
        );
    }
}

pub(super) fn transit(topology: &Topology, lists: &mut Lists) {
    let switch = |on: bool| if on { "enable" } else { "disable" };
    for (id, gateway) in topology.transit_gateways.iter() {
        lists.push(
            "TransitGateways",
            json!({
                "TransitGatewayId": id.as_str(), "State": "available", "OwnerId": gateway.account.as_deref(),
                "TransitGatewayArn": format!("arn:aws:ec2:{}:111122223333:transit-gateway/{id}", gateway.region),
                "Options": {
                    "AmazonSideAsn": gateway.asn, "AutoAcceptSharedAttachments": switch(gateway.auto_accept),
                    "TransitGatewayCidrBlocks": gateway.cidr_blocks.iter().map(ToString::to_string).collect::<Vec<_>>(),
                    "DefaultRouteTableAssociation": switch(gateway.default_association),
                    "AssociationDefaultRouteTableId": gateway.association_table.as_ref().map(TransitGatewayRouteTableId::as_str),
                    "DefaultRouteTablePropagation": switch(gateway.default_propagation),
                    "PropagationDefaultRouteTableId": gateway.propagation_table.as_ref().map(TransitGatewayRouteTableId::as_str),
                    "VpnEcmpSupport": switch(gateway.vpn_ecmp), "DnsSupport": switch(gateway.dns_support),
                    "SecurityGroupReferencingSupport": switch(gateway.sg_referencing),
                },
                "Tags": tags(gateway.name.as_ref()),
            }),
        );
    }
    for (id, gateway) in topology.transit_gateways.iter() {
        let own = topology
            .transit_gateway_route_tables
            .iter()
            .filter(|(_, table)| table.gateway == *id);
        let default = [gateway.default_association_of(id), gateway.default_propagation_of(id)];
        let mut tables: Vec<_> = own
            .map(|(table, _)| table.clone())
            .chain(default.into_iter().flatten())
            .collect();
        tables.sort();
        tables.dedup();
        for table in tables {
            lists.push(
                "TransitGatewayPropagations",
                json!({"TransitGatewayRouteTableId": table.as_str(), "TransitGatewayId": id.as_str(),
                    "TransitGatewayRouteTablePropagations": []}),
            );
        }
    }
    for (id, table) in topology.transit_gateway_route_tables.iter() {
        let routes = table.routes.iter().filter_map(|route| {
            let Destination::Cidr(net) = &route.destination else {
                return None;
            };
            Some(match &route.target {
                TransitGatewayTarget::Attachment(to) => {
                    json!({"DestinationCidrBlock": net.to_string(), "Type": "static", "State": "active",
                    "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": to.as_str()}]})
                }
                TransitGatewayTarget::Blackhole => {
                    json!({"DestinationCidrBlock": net.to_string(), "Type": "static", "State": "blackhole"})
                }
            })
        });
        lists.push(
            "TransitGatewayStaticRoutes",
            json!({"TransitGatewayRouteTableId": id.as_str(), "Routes": routes.collect::<Vec<_>>()}),
        );
        for route in &table.routes {
            let Destination::PrefixList(list) = &route.destination else {
                continue;
            };
            let to = match &route.target {
                TransitGatewayTarget::Attachment(to) => Some(to.as_str()),
                TransitGatewayTarget::Blackhole => None,
            };
            lists.push(
                "TransitGatewayPrefixListReferences",
                json!({"TransitGatewayRouteTableId": id.as_str(), "PrefixListId": list.as_str(), "Blackhole": to.is_none(),
                    "TransitGatewayAttachment": to.map(|to| json!({"TransitGatewayAttachmentId": to}))}),
            );
        }
        let table = json!({"TransitGatewayRouteTableId": id.as_str(), "TransitGatewayId": table.gateway.as_str(), "State": "available",
            "Tags": tags(table.name.as_ref())});
        lists.push("TransitGatewayRouteTables", table);
    }
    for (id, attachment) in topology.transit_gateway_attachments.iter() {
        attached(id, attachment, topology, lists);
    }
}

fn attached(
    id: &TransitGatewayAttachmentId,
    attachment: &TransitGatewayAttachment,
    topology: &Topology,
    lists: &mut Lists,
) {
    let switch = |on: bool| if on { "enable" } else { "disable" };
    let (kind, resource) = match &attachment.to {
        Attached::Vpc { vpc, .. } => ("vpc", Some(vpc.to_string())),
        Attached::Vpn(connection) => ("vpn", Some(connection.to_string())),
        Attached::DirectConnectGateway(gateway) => ("direct-connect-gateway", Some(gateway.to_string())),
        Attached::ClientVpn(endpoint) => ("client-vpn", Some(endpoint.to_string())),
        Attached::Peering(_) => ("peering", None),
        Attached::Connect { transport, .. } => ("connect", Some(transport.to_string())),
        Attached::NetworkFunction => ("network-function", None),
    };
    let gateway = topology.transit_gateways.get(&attachment.gateway);
    let table = match &attachment.association {
        Association::Table(table) => Some(table.clone()),
        Association::ByDefault => gateway.and_then(|gateway| gateway.default_association_of(&attachment.gateway)),
        Association::None => None,
    };
    lists.push(
        "TransitGatewayAttachments",
        json!({
            "TransitGatewayAttachmentId": id.as_str(), "TransitGatewayId": attachment.gateway.as_str(), "ResourceType": kind,
            "ResourceId": resource, "State": attachment.state.word().replace('-', ""), "Tags": tags(attachment.name.as_ref()),
            "Association": table.map(|table| json!({"TransitGatewayRouteTableId": table.as_str(), "State": "associated"})),
        }),
    );
    let usual = || {
        gateway
            .and_then(|gateway| gateway.default_propagation_of(&attachment.gateway))
            .into_iter()
            .collect()
    };
    for table in attachment.propagations.clone().unwrap_or_else(usual).iter() {
        let one = json!({"TransitGatewayAttachmentId": id.as_str(), "State": "enabled"});
        let known = lists.find(
            "TransitGatewayPropagations",
            "TransitGatewayRouteTableId",
            table.as_str(),
        );
        match known.and_then(|known| known["TransitGatewayRouteTablePropagations"].as_array_mut()) {
            Some(list) => list.push(one),
            None => lists.push(
                "TransitGatewayPropagations",
                json!({"TransitGatewayRouteTableId": table.as_str(), "TransitGatewayId": attachment.gateway.as_str(),
                    "TransitGatewayRouteTablePropagations": [one]}),
            ),
        }
    }
    if let Attached::Peering(other) = &attachment.to
        && id < other
    {
        let far = topology
            .transit_gateway_attachments
            .get(other)
            .map(|far| far.gateway.as_str());
        lists.push(
            "TransitGatewayPeeringAttachments",
            json!({"TransitGatewayAttachmentId": id.as_str(), "AccepterTransitGatewayAttachmentId": other.as_str(),
                "RequesterTgwInfo": {"TransitGatewayId": attachment.gateway.as_str()}, "AccepterTgwInfo": {"TransitGatewayId": far},
                "State": attachment.state.word().replace('-', "")}),
        );
    }
    if let Attached::Vpc { vpc, subnets } = &attachment.to {
        let options = json!({"DnsSupport": switch(attachment.dns_support), "Ipv6Support": switch(attachment.ipv6),
            "SecurityGroupReferencingSupport": switch(attachment.sg_referencing),
            "ApplianceModeSupport": switch(attachment.appliance_mode)});
        lists.push(
            "TransitGatewayVpcAttachments",
            json!({"TransitGatewayAttachmentId": id.as_str(), "TransitGatewayId": attachment.gateway.as_str(), "VpcId": vpc.as_str(),
                "SubnetIds": subnets.iter().map(SubnetId::as_str).collect::<Vec<_>>(), "Options": options}),
        );
    }
}

pub(super) fn direct_connect(topology: &Topology, lists: &mut Lists) {
    for (id, gateway) in topology.direct_connect_gateways.iter() {
        lists.push(
            "directConnectGateways",
            json!({"directConnectGatewayId": id.as_str(), "directConnectGatewayName": gateway.name.as_deref(),
                "amazonSideAsn": gateway.asn, "ownerAccount": gateway.account.as_deref(), "directConnectGatewayState": "available"}),
        );
        for association in &gateway.associations {
            let kind = if association.gateway.kind == Kind::TransitGateway {
                "transitGateway"
            } else {
                "virtualPrivateGateway"
            };
            let prefixes = association
                .allowed_prefixes
                .iter()
                .map(|net| json!({"cidr": net.to_string()}));
            lists.push(
                "directConnectGatewayAssociations",
                json!({"directConnectGatewayId": id.as_str(), "associationState": "associated",
                    "associatedGateway": {"id": &*association.gateway.id, "type": kind},
                    "allowedPrefixesToDirectConnectGateway": prefixes.collect::<Vec<_>>()}),
            );
        }
    }
    for (id, line) in topology.virtual_interfaces.iter() {
        let kind = match line.kind {
            VirtualInterfaceKind::Private => "private",
            VirtualInterfaceKind::Transit => "transit",
            VirtualInterfaceKind::Public => "public",
        };
        let of = |kind| {
            line.gateway
                .as_ref()
                .filter(|gateway| gateway.kind == kind)
                .map(|gateway| &*gateway.id)
        };
        lists.push(
            "virtualInterfaces",
            json!({"virtualInterfaceId": id.as_str(), "virtualInterfaceName": line.name.as_deref(), "virtualInterfaceType": kind,
                "virtualInterfaceState": "available", "asn": line.asn, "mtu": line.mtu, "region": &*line.region,
                "virtualGatewayId": of(Kind::VpnGateway), "directConnectGatewayId": of(Kind::DirectConnectGateway),
                "siteLinkEnabled": line.site_link, "authKey": "secret",
                "bgpPeers": [{"bgpStatus": if line.up { "up" } else { "down" }, "authKey": "secret"}]}),
        );
    }
}

pub(super) fn client_vpn(topology: &Topology, lists: &mut Lists) {
    for (id, endpoint) in topology.client_vpn_endpoints.iter() {
        lists.push(
            "ClientVpnEndpoints",
            json!({
                "ClientVpnEndpointId": id.as_str(), "Status": {"Code": "available"}, "ClientCidrBlock": endpoint.client_cidr.to_string(),
                "VpcId": endpoint.vpc.as_ref().map(VpcId::as_str), "SplitTunnel": endpoint.split_tunnel,
                "SecurityGroupIds": endpoint.security_groups.iter().map(SecurityGroupId::as_str).collect::<Vec<_>>(),
                "TransitGatewayConfiguration": {"TransitGatewayId": endpoint.transit_gateway.as_ref().map(TransitGatewayId::as_str),
                    "AvailabilityZones": endpoint.zones.iter().map(|zone| &**zone).collect::<Vec<_>>()},
                "Tags": tags(endpoint.name.as_ref()),
            }),
        );
        for (index, place) in endpoint.associations.iter().enumerate() {
            lists.push(
                "ClientVpnTargetNetworks",
                json!({"ClientVpnEndpointId": id.as_str(), "TargetNetworkId": place.subnet.as_str(), "Status": {"Code": "associated"}}),
            );
            lists.push(
                "NetworkInterfaces",
                json!({"NetworkInterfaceId": format!("eni-{id}-{index}"), "SubnetId": place.subnet.as_str(),
                    "PrivateIpAddress": place.ipv4.to_string(), "Description": "ClientVPN Endpoint resource"}),
            );
        }
        for rule in &endpoint.authorizations {
            lists.push(
                "AuthorizationRules",
                json!({"ClientVpnEndpointId": id.as_str(), "DestinationCidr": rule.destination.to_string(), "GroupId": rule.group.as_deref(),
                    "AccessAll": rule.group.is_none(), "Status": {"Code": "active"}}),
            );
        }
        for route in &endpoint.routes {
            let (subnet, transit) = match &route.target {
                ClientVpnTarget::Subnet(subnet) => (Some(subnet.as_str()), None),
                ClientVpnTarget::Local => (Some("local"), None),
                ClientVpnTarget::TransitGateway => (None, Some("tgw-attach")),
            };
            lists.push(
                "Routes",
                json!({"ClientVpnEndpointId": id.as_str(), "DestinationCidr": route.destination.to_string(), "TargetSubnet": subnet,
                    "TransitGatewayAttachmentId": transit, "Origin": "add-route", "Status": {"Code": "active"}}),
            );
        }
    }
}

pub(super) fn public_access(topology: &Topology, lists: &mut Lists) {
    for setting in topology.block_public_access.iter().map(|(_, setting)| setting) {
        let mode = match setting.mode {
            BlockMode::Off => "off",
            BlockMode::Bidirectional => "block-bidirectional",
            BlockMode::Ingress => "block-ingress",
        };
        lists.push(
            "VpcBlockPublicAccessOptions",
            json!({"AwsAccountId": setting.account.as_deref(), "AwsRegion": &*setting.region, "InternetGatewayBlockMode": mode}),
        );
        for (index, exclusion) in setting.exclusions.iter().enumerate() {
            let vpc = exclusion.of.to_id().or_else(|| {
                let subnet = exclusion.of.to_id()?;
                topology.subnets.get(&subnet).map(|subnet: &Subnet| subnet.vpc.clone())
            });
            let region = vpc.map_or(Vpc::DEFAULT_REGION, |vpc| region_of(topology, &vpc));
            let mode = if exclusion.mode == ExclusionMode::Egress {
                "allow-egress"
            } else {
                "allow-bidirectional"
            };
            lists.push(
                "VpcBlockPublicAccessExclusions",
                json!({"ExclusionId": format!("exclusion-{index}"), "InternetGatewayExclusionMode": mode, "State": "create-complete",
                    "ResourceArn": format!("arn:aws:ec2:{region}:111122223333:{}/{}", exclusion.of.kind.word(), exclusion.of.id)}),
            );
        }
    }
}
