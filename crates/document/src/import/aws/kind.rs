//! What an object on its own is, by the fields that only such a thing has.

use std::borrow::Cow;

use crate::import::json::Value;

/// All of these fields make it an element of this list. The first that fits counts.
const KINDS: [(&[&str], &str); 53] = [
    (&["allocationid", "publicip"], "addresses"),
    (&["clientvpnendpointid", "accessall"], "authorizationrules"),
    (&["clientvpnendpointid", "targetnetworkid"], "clientvpntargetnetworks"),
    (&["clientvpnendpointid", "destinationcidr"], "routes"),
    (&["networkinterfaceid", "privateipaddresses"], "networkinterfaces"),
    (&["networkinterfaceid", "interfacetype"], "networkinterfaces"),
    (&["networkinterfaceid", "macaddress"], "networkinterfaces"),
    (&["networkinterfaceid", "privateipaddress"], "networkinterfaces"),
    (&["instanceid", "instancetype"], "instances"),
    (&["instanceid", "imageid"], "instances"),
    (&["instanceid", "networkinterfaces"], "instances"),
    (&["reservationid", "instances"], "reservations"),
    (&["ownerid", "instances"], "reservations"),
    (&["natgatewayid", "natgatewayaddresses"], "natgateways"),
    (&["natgatewayid", "connectivitytype"], "natgateways"),
    (&["subnetid", "vpcid", "cidrblock"], "subnets"),
    (&["subnetid", "vpcid", "availabilityzone"], "subnets"),
    (&["securitygroupruleid", "groupid"], "securitygrouprules"),
    (&["groupid", "ippermissions"], "securitygroups"),
    (&["groupid", "ippermissionsegress"], "securitygroups"),
    (&["networkaclid", "entries"], "networkacls"),
    (
        &["transitgatewayroutetableid", "prefixlistid"],
        "transitgatewayprefixlistreferences",
    ),
    (&["transitgatewayroutetableid", "routes"], "transitgatewayroutetables"),
    (
        &["transitgatewayroutetableid", "associations"],
        "transitgatewayroutetables",
    ),
    (
        &["transitgatewayroutetableid", "transitgatewayroutetablepropagations"],
        "transitgatewayroutetables",
    ),
    (
        &["transitgatewayroutetableid", "transitgatewayid"],
        "transitgatewayroutetables",
    ),
    (&["routetableid", "routes"], "routetables"),
    (&["internetgatewayid", "attachments"], "internetgateways"),
    (
        &["egressonlyinternetgatewayid", "attachments"],
        "egressonlyinternetgateways",
    ),
    (&["vpcpeeringconnectionid", "requestervpcinfo"], "vpcpeeringconnections"),
    (&["vpcendpointid", "servicename"], "vpcendpoints"),
    (&["vpcendpointid", "vpcendpointtype"], "vpcendpoints"),
    (&["serviceid", "acceptancerequired"], "serviceconfigurations"),
    (&["serviceid", "allowedprincipals"], "serviceconfigurations"),
    (&["vpngatewayid", "vpcattachments"], "vpngateways"),
    (&["vpnconnectionid", "customergatewayid"], "vpnconnections"),
    (&["customergatewayid", "bgpasn"], "customergateways"),
    (&["prefixlistid", "entries"], "prefixlists"),
    (&["prefixlistid", "prefixlistname"], "prefixlists"),
    (&["clientvpnendpointid", "clientcidrblock"], "clientvpnendpoints"),
    (
        &["transitgatewayattachmentid", "transitgatewayid"],
        "transitgatewayattachments",
    ),
    (
        &["transitgatewayattachmentid", "requestertgwinfo"],
        "transitgatewayattachments",
    ),
    (&["transitgatewayid", "options"], "transitgateways"),
    (
        &["directconnectgatewayid", "associatedgateway"],
        "directconnectgatewayassociations",
    ),
    (&["virtualinterfaceid", "virtualinterfacetype"], "virtualinterfaces"),
    (&["directconnectgatewayid", "amazonsideasn"], "directconnectgateways"),
    (&["listenerarn", "port"], "listeners"),
    (&["loadbalancerarn", "listeners"], "loadbalancers"),
    (&["loadbalancerarn", "attributes"], "loadbalancers"),
    (&["loadbalancerarn", "scheme"], "loadbalancers"),
    (&["targetgrouparn", "targethealthdescriptions"], "targetgroups"),
    (&["targetgrouparn", "targettype"], "targetgroups"),
    (&["targetgrouparn", "attributes"], "targetgroups"),
];

/// Kinds that a broader one would hide.
const LATER: [(&[&str], &str); 5] = [
    (&["vpcid", "cidrblockassociationset"], "vpcs"),
    (&["vpcid", "cidrblock"], "vpcs"),
    (&["vpcid", "enablednssupport"], "vpcs"),
    (&["vpcid", "enablednshostnames"], "vpcs"),
    (
        &["exclusionid", "internetgatewayexclusionmode"],
        "vpcblockpublicaccessexclusions",
    ),
];

/// The list that an object belongs to; none for one that holds lists itself.
pub(super) fn of(members: &[(Cow<'_, str>, Value<'_>)]) -> Option<&'static str> {
    let keys: Vec<String> = members.iter().map(|(key, _)| super::normal(key)).collect();
    let has = |field: &&str| keys.iter().any(|key| key == field);
    let fits = |(fields, _): &&(&[&str], &'static str)| fields.iter().all(has);
    KINDS.iter().chain(&LATER).find(fits).map(|(_, list)| *list)
}
