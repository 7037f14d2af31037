//! Attachments of gateways, NAT gateways, peering connections, endpoints and VPN connections.

use serde_json::Value as Json;

use super::{Attributes, Lower, put};
use crate::import::cloudformation::value::{Value, text};

/// Of an internet gateway, a virtual private gateway, or both.
pub(in crate::import::cloudformation) fn attachment(it: &mut Lower<'_, '_>) {
    let vpc = it.property("VpcId");
    for (property, attribute, to) in [
        (
            "InternetGatewayId",
            "internet_gateway_id",
            "aws_internet_gateway_attachment",
        ),
        ("VpnGatewayId", "vpn_gateway_id", "aws_vpn_gateway_attachment"),
    ] {
        let gateway = it.property(property);
        if !gateway.is_nothing() {
            let mut all = Attributes::new();
            put(&mut all, "vpc_id", vpc.clone());
            put(&mut all, attribute, gateway);
            it.push(to, all);
        }
    }
}

pub(in crate::import::cloudformation) fn nat(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let zones = it.property("AvailabilityZoneAddresses").items();
    let blocks = zones.into_iter().map(|zone| {
        let mut block = Attributes::new();
        put(&mut block, "availability_zone", zone.get("AvailabilityZone"));
        Json::Object(block)
    });
    all.insert("regional_nat_gateway_address".to_owned(), blocks.collect());
    if all.get("availability_mode").and_then(Json::as_str) == Some("regional") {
        all.insert("route_table_id".to_owned(), format!("{}.RouteTableId", it.id()).into());
    }
    it.push(it.kind.to, all);
}

/// In one account AWS accepts it by itself; another account needs a role for that.
/// Page: AWSCloudFormation/latest/UserGuide/peer-with-vpc-in-another-account.html
pub(in crate::import::cloudformation) fn peering(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let owner = it.property("PeerOwnerId");
    let is_own = it.is_own_account(&owner);
    if !is_own {
        put(&mut all, "peer_owner_id", owner);
    }
    let has_role = it.entry.properties.contains_key("PeerRoleArn");
    put(&mut all, "auto_accept", text((is_own || has_role).to_string()));
    it.push(it.kind.to, all);
}

pub(in crate::import::cloudformation) fn endpoint(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let policy = match it.property("PolicyDocument") {
        Value::Nothing => Value::Nothing,
        written @ Value::Text(_) => written,
        // What is not all known must not read as a policy.
        part if part.is_partly_unknown() => text("known only after the stack is made"),
        document => text(document.written().to_string()),
    };
    put(&mut all, "policy", policy);
    let names = it.property("PrivateDnsEnabled").or(|| text("false"));
    put(&mut all, "private_dns_enabled", names);
    it.push(it.kind.to, all);
}

/// Its name follows from its id, as AWS makes it: endpoints in the same template are told it so.
pub(in crate::import::cloudformation) fn endpoint_service(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let region = it.evaluator.region(it.at);
    let name = format!("com.amazonaws.vpce.{region}.{}", it.id());
    put(&mut all, "service_name", text(name));
    let regions = it.property("SupportedRegions").items().into_iter();
    let regions = regions.map(|region| match region {
        Value::Map(_) => region.get("Region"),
        other => other,
    });
    put(&mut all, "supported_regions", Value::List(regions.collect()));
    it.push(it.kind.to, all);
}

pub(in crate::import::cloudformation) fn principals(it: &mut Lower<'_, '_>) {
    let service = it.property("ServiceId");
    for principal in it.property("AllowedPrincipals").items() {
        let mut all = Attributes::new();
        put(&mut all, "vpc_endpoint_service_id", service.clone());
        put(&mut all, "principal_arn", principal);
        it.push("aws_vpc_endpoint_service_allowed_principal", all);
    }
}

pub(in crate::import::cloudformation) fn propagation(it: &mut Lower<'_, '_>) {
    let gateway = it.property("VpnGatewayId");
    for table in it.property("RouteTableIds").items() {
        let mut all = Attributes::new();
        put(&mut all, "vpn_gateway_id", gateway.clone());
        put(&mut all, "route_table_id", table);
        it.push("aws_vpn_gateway_route_propagation", all);
    }
}

pub(in crate::import::cloudformation) fn vpn(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let tunnels = it.property("VpnTunnelOptionsSpecifications").items();
    for (tunnel, number) in tunnels.into_iter().zip(1..=2) {
        put(
            &mut all,
            &format!("tunnel{number}_inside_cidr"),
            tunnel.get("TunnelInsideCidr"),
        );
    }
    it.push(it.kind.to, all);
}
