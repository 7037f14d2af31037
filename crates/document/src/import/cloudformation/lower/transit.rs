//! Attachments of transit gateways, and Direct Connect.

use super::{Lower, put};
use crate::import::cloudformation::value::{Value, text};

pub(in crate::import::cloudformation) fn attachment(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let mut subnets = it.property("SubnetIds").items();
    for more in it.property("AddSubnetIds").items() {
        if !subnets.contains(&more) {
            subnets.push(more);
        }
    }
    put(&mut all, "subnet_ids", Value::List(subnets));
    let options = it.property("Options");
    for (property, attribute) in [
        ("DnsSupport", "dns_support"),
        ("Ipv6Support", "ipv6_support"),
        ("ApplianceModeSupport", "appliance_mode_support"),
        ("SecurityGroupReferencingSupport", "security_group_referencing_support"),
    ] {
        put(&mut all, attribute, options.get(property));
    }
    it.push(it.kind.to, all);
}

/// No template can accept a peering of transit gateways: somebody does it by hand.
pub(in crate::import::cloudformation) fn peering(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let owner = it.property("PeerAccountId");
    if !it.is_own_account(&owner) {
        put(&mut all, "peer_account_id", owner);
    }
    let id = it.id().into();
    it.made.accepted.push(id);
    it.assume("", "no template can say that it was accepted: it was taken so");
    it.push(it.kind.to, all);
}

/// It is attached where the attachment is that carries it.
pub(in crate::import::cloudformation) fn connect(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let carrier = it.property("TransportTransitGatewayAttachmentId");
    if let Some((stack, entry)) = carrier.text().and_then(|id| it.evaluator.resource(id)) {
        let gateway = it.evaluator.quietly(|it| it.said(stack, entry, "TransitGatewayId"));
        put(&mut all, "transit_gateway_id", gateway);
    }
    it.push(it.kind.to, all);
}

pub(in crate::import::cloudformation) fn dx_association(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let gateway = it.property("AssociatedGatewayId");
    let kind = gateway.text().and_then(|id| it.evaluator.resource(id));
    let is_transit = kind.is_some_and(|(_, entry)| entry.kind == "AWS::EC2::TransitGateway");
    if is_transit {
        put(&mut all, "associated_gateway_type", text("transitGateway"));
    }
    let prefixes = it.property("AllowedPrefixesToDirectConnectGateway").items().into_iter();
    let prefixes = prefixes.map(|prefix| match prefix {
        Value::Map(_) => prefix.get("Cidr"),
        other => other,
    });
    put(&mut all, "allowed_prefixes", Value::List(prefixes.collect()));
    it.push(it.kind.to, all);
}

/// A virtual interface.
pub(in crate::import::cloudformation) fn line(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let peers = it.property("BgpPeers").items();
    let asn = peers.first().map_or(Value::Nothing, |peer| peer.get("Asn"));
    put(&mut all, "bgp_asn", asn);
    it.push(it.kind.to, all);
}
